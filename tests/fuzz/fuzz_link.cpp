// Any text is a link or none; what is read of it is within its ranges and makes the same link again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/json/link_json.hpp"

namespace {
void check(const funnel::LinkReading& reading) {
    if (!reading.content) return;
    if (!reading.issues.empty()) std::abort();
    const std::string link = funnel::link_from_content(*reading.content, funnel::RosterNames::keep);
    if (funnel::read_link(link).content != reading.content) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check(funnel::read_link(text));
    check(funnel::read_link(funnel::framed_link(1, text)));
    check(funnel::read_link(funnel::framed_link(2, text)));
    return 0;
}
