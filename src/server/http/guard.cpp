#include "http/guard.hpp"

#include <algorithm>
#include <limits>

#include "system/text.hpp"

namespace funnel::server {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

std::size_t saturating_number(std::string_view digits) {
    constexpr std::size_t kTop = std::numeric_limits<std::size_t>::max();
    std::size_t value = 0;
    for (const char c : digits) {
        const auto digit = static_cast<std::size_t>(c - '0');
        if (value > (kTop - digit) / 10) return kTop;
        value = value * 10 + digit;
    }
    return value;
}

Framing refused(Framing::Verdict verdict) {
    Framing framing;
    framing.verdict = verdict;
    return framing;
}

}  // namespace

HeadScanner::State HeadScanner::scan(std::string_view all) {
    while (position_ < all.size()) {
        if (position_ >= max_bytes_) return State::too_large;
        const char c = all[position_];
        if (c == '\n') return State::malformed;
        if (c == '\r') {
            if (position_ + 1 == all.size()) return State::incomplete;
            if (all[position_ + 1] != '\n') return State::malformed;
            const bool empty_line = position_ == line_start_;
            if (empty_line && line_start_ == 0) return State::malformed;
            position_ += 2;
            line_start_ = position_;
            if (empty_line) return position_ > max_bytes_ ? State::too_large : State::complete;
            continue;
        }
        const bool at_line_start = position_ == line_start_;
        if (at_line_start && (c == ' ' || c == '\t')) return State::malformed;
        if (is_control(c) && c != '\t') return State::malformed;
        ++position_;
    }
    return position_ >= max_bytes_ ? State::too_large : State::incomplete;
}

bool is_valid_host(std::string_view value) {
    if (value.empty() || value.size() > 255) return false;
    std::string_view rest;
    if (value.front() == '[') {
        const auto end = value.find(']');
        if (end == std::string_view::npos || end < 3) return false;
        const auto inside = value.substr(1, end - 1);
        if (inside.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) return false;
        rest = value.substr(end + 1);
    } else {
        const auto end = std::min(value.find(':'), value.size());
        const auto name = value.substr(0, end);
        if (name.empty()) return false;
        const auto ok = [](char c) {
            return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
        };
        if (!std::all_of(name.begin(), name.end(), ok)) return false;
        rest = value.substr(end);
    }
    if (rest.empty()) return true;
    if (rest.front() != ':') return false;
    rest.remove_prefix(1);
    return !rest.empty() && rest.size() <= 5 && std::all_of(rest.begin(), rest.end(), is_digit);
}

Framing framing_of(const std::vector<Header>& headers, bool http_1_0) {
    using Verdict = Framing::Verdict;
    if (headers.size() > kMaxHeaders) return refused(Verdict::too_many_headers);
    Framing framing;
    int hosts = 0;
    int lengths = 0;
    int encodings = 0;
    for (const Header& h : headers) {
        if (h.name == "host") {
            if (++hosts > 1 || !is_valid_host(h.value)) return refused(Verdict::bad_request);
        } else if (h.name == "content-length") {
            if (++lengths > 1 || h.value.empty() || !std::all_of(h.value.begin(), h.value.end(), is_digit))
                return refused(Verdict::bad_request);
            framing.has_length = true;
            framing.length = saturating_number(h.value);
        } else if (h.name == "transfer-encoding") {
            if (++encodings > 1 || http_1_0 || !same_name(h.value, "chunked"))
                return refused(Verdict::bad_request);
            framing.chunked = true;
        } else if (h.name == "expect") {
            if (!same_name(h.value, "100-continue")) return refused(Verdict::expectation_failed);
            framing.expects_continue = !http_1_0;
        }
    }
    if (hosts != 1 || (framing.chunked && framing.has_length)) return refused(Verdict::bad_request);
    return framing;
}

}  // namespace funnel::server
