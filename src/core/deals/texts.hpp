// Texts that repeat, kept once and known by a number. And the hash they are found by, the same on every
// machine.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace funnel::deals {

// 64 bits of a text; never 0, so that 0 can mean "no text".
[[nodiscard]] std::uint64_t hash_of(std::string_view text);
// 64 bits of several, in their order.
[[nodiscard]] std::uint64_t hash_of(std::span<const std::string_view> texts);

class Texts {
public:
    // The number of a text, from 1 in order of arrival; 0 is the empty text.
    std::uint32_t number_of(std::string_view text);
    [[nodiscard]] std::string_view text(std::uint32_t number) const;
    // How many numbers there are, 0 included.
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size()); }

private:
    void grow();

    std::string letters_;
    std::vector<std::uint32_t> ends_{0};  // of each text in letters_
    std::vector<std::uint32_t> slots_;    // numbers by hash, 0 for a free one
    std::uint32_t last_ = 0;              // the number given last: texts come in runs
};

}  // namespace funnel::deals
