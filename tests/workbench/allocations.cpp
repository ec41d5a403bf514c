#include "allocations.hpp"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "imgui.h"

namespace {

std::atomic<std::int64_t> live_bytes{0};

void* counted_allocation(std::size_t size) {
    void* at = std::malloc(size > 0 ? size : 1);
    if (at != nullptr) live_bytes += static_cast<std::int64_t>(malloc_usable_size(at));
    return at;
}

void counted_release(void* at) {
    if (at != nullptr) live_bytes -= static_cast<std::int64_t>(malloc_usable_size(at));
    std::free(at);
}

}  // namespace

// The other forms of new and delete come down to these; the one that does not throw is here, too, because
// AddressSanitizer has one of its own, whose memory only its own delete may release.
void* operator new(std::size_t size) {
    void* at = counted_allocation(size);
    if (at == nullptr) throw std::bad_alloc();
    return at;
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return counted_allocation(size);
}
void operator delete(void* at) noexcept {
    counted_release(at);
}
void operator delete(void* at, std::size_t) noexcept {
    counted_release(at);
}

namespace funnel::workbench {

std::int64_t bytes_allocated() {
    return live_bytes;
}

void count_imgui() {
    ImGui::SetAllocatorFunctions([](std::size_t size, void*) { return counted_allocation(size); },
                                 [](void* at, void*) { counted_release(at); });
}

}  // namespace funnel::workbench
