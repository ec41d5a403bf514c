#include <doctest/doctest.h>

#include "http/guard.hpp"
#include "http/message.hpp"
#include "http/negotiation.hpp"
#include "http/rate_limit.hpp"
#include "http/target.hpp"

using namespace funnel::server;
using State = HeadScanner::State;
using Verdict = Framing::Verdict;

namespace {

State scanned(std::string_view text, std::size_t limit = 8192) {
    return HeadScanner(limit).scan(text);
}

Verdict framed(std::vector<Header> headers) {
    headers.push_back({"host", "a"});
    return framing_of(headers, false).verdict;
}

}  // namespace

TEST_CASE("a request head ends at its first empty line, whether it comes at once or byte by byte") {
    const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    HeadScanner scanner(8192);
    for (std::size_t i = 1; i < head.size(); ++i)
        REQUIRE(scanner.scan(std::string_view(head).substr(0, i)) == State::incomplete);
    CHECK(scanner.scan(head + "BODY") == State::complete);
    CHECK(scanner.length() == head.size());
}

TEST_CASE("bytes two programs could read differently are refused") {
    CHECK(scanned("GET / HTTP/1.1\nHost: a\n\n") == State::malformed);
    CHECK(scanned("GET / HTTP/1.1\r\nHost: a\r\rX: b") == State::malformed);
    CHECK(scanned("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n") == State::malformed);
    CHECK(scanned(std::string_view("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 29)) == State::malformed);
    CHECK(scanned("\r\n\r\n") == State::malformed);
    CHECK(scanned("GET / HTTP/1.1\r\nX: \x7f\r\n\r\n") == State::malformed);
}

TEST_CASE("a head is never longer than its limit") {
    CHECK(scanned(std::string(9000, 'a')) == State::too_large);
    const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    CHECK(scanned(head, head.size()) == State::complete);
    CHECK(scanned(head, head.size() - 1) == State::too_large);
}

TEST_CASE("a body is framed in exactly one way") {
    CHECK(framed({}) == Verdict::ok);
    CHECK(framed({{"content-length", "5"}, {"content-length", "5"}}) == Verdict::bad_request);
    CHECK(framed({{"content-length", "5"}, {"transfer-encoding", "chunked"}}) == Verdict::bad_request);
    CHECK(framed({{"content-length", "+5"}}) == Verdict::bad_request);
    CHECK(framed({{"content-length", ""}}) == Verdict::bad_request);
    CHECK(framed({{"transfer-encoding", "gzip, chunked"}}) == Verdict::bad_request);
    CHECK(framed({{"transfer-encoding", "chunked"}, {"transfer-encoding", "chunked"}}) ==
          Verdict::bad_request);
    CHECK(framed({{"host", "b"}}) == Verdict::bad_request);
    CHECK(framed({{"expect", "a miracle"}}) == Verdict::expectation_failed);
    CHECK(framing_of({}, false).verdict == Verdict::bad_request);
    CHECK(framing_of({{"host", "a"}, {"transfer-encoding", "chunked"}}, true).verdict ==
          Verdict::bad_request);
    CHECK(framing_of({{"host", "a"}, {"content-length", "99999999999999999999999"}}, false).length ==
          SIZE_MAX);
    CHECK(framing_of(std::vector<Header>(65, {"x", "y"}), false).verdict == Verdict::too_many_headers);
}

TEST_CASE("a Host is a name or an address with an optional port") {
    for (const auto* good : {"a", "example.ru", "example.ru:8080", "127.0.0.1:1", "[::1]", "[::1]:80"})
        CHECK(is_valid_host(good));
    for (const auto* bad : {"", ":80", "a b", "a:", "a:x", "a:123456", "[::1", "[]", "a/b", "user@a", "a,b"})
        CHECK_FALSE(is_valid_host(bad));
}

TEST_CASE("a target becomes one path, or none") {
    CHECK(target_from_request_line("/a%20b?c=%41")->path == "/a b");
    CHECK(target_from_request_line("/a%20b?c=%41")->query == "c=%41");
    CHECK(target_from_request_line("http://other/x?y")->path == "/x");
    CHECK(target_from_request_line("/%D0%B0")->path == "/а");
    for (const auto* bad : {"", "*", "a", "/..", "/a/../b", "/./a", "/%2e%2e/a", "/a%2fb", "/a%5cb", "/a\\b",
                            "/%00", "/%0d%0aX:1", "/%", "/%4", "/%zz", "/a#b", "ftp://a/b", "//.."})
        CHECK_FALSE(target_from_request_line(bad));
}

TEST_CASE("the client's preferred coding is chosen among those there are") {
    const std::vector<std::string_view> both{"br", "gzip"};
    CHECK(best_coding("gzip, deflate, br", both) == "br");
    CHECK(best_coding("gzip;q=1, br;q=0.5", both) == "gzip");
    CHECK(best_coding("br;q=0, gzip", both) == "gzip");
    CHECK(best_coding("*", both) == "br");
    CHECK(best_coding("*;q=0", both) == "identity");
    CHECK(best_coding("", both) == "identity");
    CHECK(best_coding("identity, br;q=0.5", both) == "identity");
    CHECK(best_coding("br;q=oops", both) == "identity");
    CHECK(best_coding("GZIP", both) == "gzip");
    CHECK(coding_weight("gzip;q=0.25", "gzip") == doctest::Approx(0.25));
}

TEST_CASE("a stored copy is recognised by its tag") {
    CHECK(names_etag("\"a\"", "\"a\""));
    CHECK(names_etag("\"x\", W/\"a\"", "\"a\""));
    CHECK(names_etag("*", "\"a\""));
    CHECK_FALSE(names_etag("\"b\"", "\"a\""));
    CHECK_FALSE(names_etag("", "\"a\""));
}

TEST_CASE("a browser prefers a page, a program JSON") {
    CHECK(prefers_html("text/html,application/xhtml+xml,*/*;q=0.8"));
    CHECK_FALSE(prefers_html("*/*"));
    CHECK_FALSE(prefers_html(""));
    CHECK_FALSE(prefers_html("application/json, text/html;q=0.5"));
}

TEST_CASE("a bucket gives its burst at once and then one permission at a time") {
    RateLimit limit(Rate{2, 60}, 2);
    const RateLimit::Clock::time_point start{};
    CHECK(limit.wait_for("a", start).count() == 0);
    CHECK(limit.wait_for("a", start).count() == 0);
    CHECK(limit.wait_for("a", start).count() == 1);
    CHECK(limit.is_exhausted("a", start));
    CHECK(limit.wait_for("b", start).count() == 0);
    CHECK(limit.wait_for("a", start + std::chrono::seconds(1)).count() == 0);
    // A third key does not fit: it shares a bucket with every other that does not, and the memory stays
    // bounded.
    CHECK(limit.wait_for("c", start).count() == 0);
    CHECK(limit.wait_for("d", start).count() == 0);
    CHECK(limit.wait_for("e", start).count() > 0);
}

TEST_CASE("a header's value has no control character but the tab, wherever it stands") {
    const std::string plain = "default-src 'self'; frame-ancestors \xD0\x9F\xFF\x80 ~ none";
    CHECK(is_safe_value(plain));
    CHECK(is_safe_value(""));
    for (int byte = 0; byte < 256; ++byte) {
        const bool safe = (byte >= 0x20 && byte != 0x7f) || byte == '\t';
        for (std::size_t at = 0; at < plain.size(); ++at) {
            std::string value = plain;
            value[at] = static_cast<char>(static_cast<unsigned char>(byte));
            CHECK(is_safe_value(value) == safe);
            value[plain.size() - 1 - at] = '\t';
            CHECK(is_safe_value(value) == (safe || at == plain.size() - 1 - at));
        }
    }
}
