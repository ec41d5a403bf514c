// Memory in large pieces comes in the system's large pages: a file of a million deals fills a hundred
// megabytes, and the kernel otherwise hands them out in pieces of 4 KB, a tenth of the time until the report
// (src/benchmarks.md).
#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t kLargePage = std::size_t{2} << 20U;

}  // namespace

void* operator new(std::size_t size) {
    if (size < kLargePage) {
        if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
        throw std::bad_alloc();
    }
    void* memory = nullptr;
    if (posix_memalign(&memory, kLargePage, size) != 0) throw std::bad_alloc();
    madvise(memory, size, MADV_HUGEPAGE);  // advice: without such pages all is as before
    return memory;
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
