// Bytes of a request head: found whole in one piece or in two, it is the same head; a complete one holds no
// control characters.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/guard.hpp"
#include "http/negotiation.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace funnel::server;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    HeadScanner once(8192);
    const auto state = once.scan(text);
    HeadScanner twice(8192);
    auto split = twice.scan(text.substr(0, size / 2));
    if (split == HeadScanner::State::incomplete) split = twice.scan(text);
    assert(split == state);
    if (state == HeadScanner::State::complete) {
        assert(once.length() == twice.length() && once.length() <= 8192);
        assert(text.substr(0, once.length()).find('\0') == std::string_view::npos);
    }
    (void)is_valid_host(text);
    (void)best_coding(text, {"br", "gzip"});
    (void)names_etag(text, "\"a\"");
    (void)framing_of({{"host", "a"}, {"content-length", std::string(text)}}, false);
    return 0;
}
