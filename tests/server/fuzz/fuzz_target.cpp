// A request target is refused, or is a path without control characters, backslashes and dot segments.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/address.hpp"
#include "http/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace funnel::server;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto target = target_from_request_line(text)) {
        assert(target->path.starts_with('/'));
        assert(target->path.find("/../") == std::string::npos && !target->path.ends_with("/.."));
        for (const char c : target->path)
            assert(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != '\\');
    }
    (void)client_address("127.0.0.1", text, {*address_range_from("127.0.0.1")});
    (void)listen_address_from(text);
    return 0;
}
