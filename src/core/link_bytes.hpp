// The bytes inside a link of version 2: numbers and texts, short ones in one byte. Any bytes are read without
// harm: what does not fit fails the reader, and everything after that is zero or empty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace funnel {

class LinkWriter {
public:
    LinkWriter();
    void whole(std::uint64_t value);
    void number(double value);  // finite; reads back as the same double
    void text(std::string_view utf8);
    [[nodiscard]] std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
    std::vector<std::string> texts_;  // those that can be named by their index
};

class LinkReader {
public:
    explicit LinkReader(std::string_view bytes);

    std::uint64_t whole();
    std::uint64_t whole_up_to(std::uint64_t most);  // beyond it fails
    std::size_t size(std::size_t most);             // of a list; beyond it fails
    std::int64_t integer();                         // 0..2^53
    int small();                                    // 0..2^30
    double number();
    std::string text();  // valid UTF-8 of at most 200 characters

    void fail() { good_ = false; }
    [[nodiscard]] bool good() const { return good_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    std::uint8_t byte();

    std::string_view rest_;
    std::vector<std::string> texts_;
    bool good_ = true;
};

}  // namespace funnel
