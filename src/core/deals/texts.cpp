#include "core/deals/texts.hpp"

#include <bit>
#include <cstring>

namespace funnel::deals {

namespace {

constexpr std::uint64_t kOdd = 0xE9846AF9B1A615DULL;

std::uint64_t mixed(std::uint64_t x) {
    x ^= x >> 32U;
    x *= kOdd;
    x ^= x >> 32U;
    x *= kOdd;
    x ^= x >> 28U;
    return x;
}

template <typename Word>
std::uint64_t word_at(const char* at) {
    Word word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

// Up to 8 bytes as a number: other bytes of the same length, another number. Reads that overlap spare a loop.
std::uint64_t last_word(const char* at, std::size_t size) {
    if (size == 8) return word_at<std::uint64_t>(at);
    if (size >= 4) return word_at<std::uint32_t>(at) | word_at<std::uint32_t>(at + size - 4) << 32U;
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < size; ++i) word |= std::uint64_t{static_cast<unsigned char>(at[i])} << 8 * i;
    return word;
}

}  // namespace

std::uint64_t hash_of(std::string_view text) {
    // Every step is a bijection of the word, so texts of one length up to 8 bytes never meet.
    std::uint64_t hash = 0x9E3779B97F4A7C15ULL ^ std::uint64_t{text.size()} << 40U;
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left > 8; left -= 8, at += 8) hash = std::rotl((hash ^ word_at<std::uint64_t>(at)) * kOdd, 29);
    hash = mixed(hash ^ last_word(at, left));
    return hash == 0 ? 1 : hash;
}

// The texts' own hashes do not wait for each other.
std::uint64_t hash_of(std::span<const std::string_view> texts) {
    std::uint64_t hash = texts.size();
    for (const std::string_view text : texts) hash = (std::rotl(hash, 23) ^ hash_of(text)) * kOdd;
    return hash;
}

std::string_view Texts::text(std::uint32_t number) const {
    if (number == 0) return {};
    const std::uint32_t from = ends_[number - 1];
    return std::string_view(letters_).substr(from, ends_[number] - from);
}

void Texts::grow() {
    slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, 0);
    const std::size_t mask = slots_.size() - 1;
    for (std::uint32_t number = 1; number < size(); ++number) {
        std::size_t slot = hash_of(text(number)) & mask;
        while (slots_[slot] != 0) slot = (slot + 1) & mask;
        slots_[slot] = number;
    }
}

std::uint32_t Texts::number_of(std::string_view wanted) {
    if (wanted.empty()) return 0;
    if (last_ != 0 && text(last_) == wanted) return last_;
    if (ends_.size() * 2 > slots_.size()) grow();
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = hash_of(wanted) & mask;
    while (slots_[slot] != 0) {
        if (text(slots_[slot]) == wanted) return last_ = slots_[slot];
        slot = (slot + 1) & mask;
    }
    letters_.append(wanted);
    ends_.push_back(static_cast<std::uint32_t>(letters_.size()));
    slots_[slot] = size() - 1;
    return last_ = size() - 1;
}

}  // namespace funnel::deals
