#include "core/link_bytes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <string>

#include "core/text/characters.hpp"

namespace funnel {

namespace {

// Texts most calculations hold. Their places never change; the list may only grow by a new version of the
// link.
constexpr std::array<std::string_view, 40> kUsualTexts{"",
                                                       "Дозвон",
                                                       "Квалификация",
                                                       "Встреча",
                                                       "Показ",
                                                       "Презентация",
                                                       "Замер",
                                                       "КП",
                                                       "Бронь",
                                                       "Счёт",
                                                       "Договор",
                                                       "Заказ",
                                                       "Предоплата",
                                                       "Оплата",
                                                       "Продажа",
                                                       "Сделка",
                                                       "Заказ подтверждён",
                                                       "Оплата и получение",
                                                       "Успевают взять",
                                                       "Контакт",
                                                       "Консультация",
                                                       "contact",
                                                       "qualification",
                                                       "meeting",
                                                       "offer",
                                                       "payment",
                                                       "other",
                                                       "stage",
                                                       "sale",
                                                       "qual",
                                                       "meet",
                                                       "pay",
                                                       "deal",
                                                       "order",
                                                       "showing",
                                                       "booking",
                                                       "presentation",
                                                       "Сейчас",
                                                       "Цель",
                                                       "Вариант"};

// Characters of one byte from 0x80 to 0xBF; А…я are 0xC0…0xFF, ASCII is itself.
constexpr std::u32string_view kOneByte =
    U"ёЁ«»—–№₽\u00a0…’“”„•×·°±−"
    U"іїєґўІЇЄҐЎәғқңөұүһ"
    U"ӘҒҚҢӨҰҮҺéöüäÄÖÜß"
    U"€"
    U"₸"
    U"≥"
    U"≤"
    U"≈"
    U"✓";
static_assert(kOneByte.size() <= 64);

constexpr int kExponentBias = 15;
constexpr std::uint64_t kRawNumber = 31;
constexpr double kExactBelow = 9007199254740992.0;  // 2^53
constexpr std::size_t kMostCharacters = 200;

double power_of_ten(int exponent) {
    double power = 1;
    for (; exponent > 0; --exponent) power *= 10;
    return power;
}

// mantissa · 10^exponent; both are exact, so one rounding gives the nearest double.
double decimal(double mantissa, int exponent) {
    return exponent < 0 ? mantissa / power_of_ten(-exponent) : mantissa * power_of_ten(exponent);
}

}  // namespace

LinkWriter::LinkWriter() : texts_(kUsualTexts.begin(), kUsualTexts.end()) {}

void LinkWriter::whole(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U)
        bytes_ += static_cast<char>(static_cast<unsigned char>(value | 0x80U));
    bytes_ += static_cast<char>(static_cast<unsigned char>(value));
}

void LinkWriter::number(double value) {
    if (value >= 0) {
        for (int exponent = 15; exponent >= -15; --exponent) {
            const double mantissa = std::round(decimal(value, -exponent));
            if (mantissa >= kExactBelow || (mantissa < 1 && value > 0)) continue;
            if (decimal(mantissa, exponent) != value) continue;
            if (value == 0) exponent = 0;
            return whole((static_cast<std::uint64_t>(mantissa) << 5U) |
                         static_cast<std::uint64_t>(exponent + kExponentBias));
        }
    }
    whole(kRawNumber);
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    for (unsigned shift = 0; shift < 64; shift += 8)
        bytes_ += static_cast<char>(static_cast<unsigned char>(bits >> shift));
}

void LinkWriter::text(std::string_view utf8) {
    const auto known = std::find(texts_.begin(), texts_.end(), utf8);
    if (known != texts_.end()) return whole(2 * static_cast<std::uint64_t>(known - texts_.begin()));
    texts_.emplace_back(utf8);
    const std::u32string characters = text::decoded(utf8);
    whole(2 * characters.size() + 1);
    for (const char32_t c : characters) {
        const std::size_t at = kOneByte.find(c);
        if (c > 0 && c < 0x80) {
            bytes_ += static_cast<char>(c);
        } else if (c >= U'А' && c <= U'я') {
            bytes_ += static_cast<char>(static_cast<unsigned char>(0xC0 + (c - U'А')));
        } else if (at != std::u32string_view::npos) {
            bytes_ += static_cast<char>(static_cast<unsigned char>(0x80 + at));
        } else {
            bytes_ += '\0';
            whole(c);
        }
    }
}

LinkReader::LinkReader(std::string_view bytes)
    : rest_(bytes), texts_(kUsualTexts.begin(), kUsualTexts.end()) {}

std::uint8_t LinkReader::byte() {
    if (!good_ || rest_.empty()) {
        good_ = false;
        return 0;
    }
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
}

std::uint64_t LinkReader::whole() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        const std::uint8_t next = byte();
        value |= static_cast<std::uint64_t>(next & 0x7FU) << shift;
        if (next < 0x80) return good_ ? value : 0;
    }
    fail();
    return 0;
}

std::uint64_t LinkReader::whole_up_to(std::uint64_t most) {
    const std::uint64_t value = whole();
    if (value <= most) return value;
    fail();
    return 0;
}

std::size_t LinkReader::size(std::size_t most) {
    return static_cast<std::size_t>(whole_up_to(most));
}

std::int64_t LinkReader::integer() {
    return static_cast<std::int64_t>(whole_up_to(std::uint64_t{1} << 53U));
}

int LinkReader::small() {
    return static_cast<int>(whole_up_to(std::uint64_t{1} << 30U));
}

double LinkReader::number() {
    const std::uint64_t packed = whole();
    const std::uint64_t exponent = packed & 31U;
    if (exponent != kRawNumber)
        return decimal(static_cast<double>(packed >> 5U), static_cast<int>(exponent) - kExponentBias);
    std::uint64_t bits = 0;
    for (unsigned shift = 0; shift < 64; shift += 8) bits |= static_cast<std::uint64_t>(byte()) << shift;
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (std::isfinite(value)) return value;
    fail();
    return 0;
}

std::string LinkReader::text() {
    const std::size_t head = size(std::size_t{1} << 20U);
    if (head % 2 == 0) {
        if (good_ && head / 2 < texts_.size()) return texts_[head / 2];
        fail();
        return {};
    }
    if (head / 2 > kMostCharacters) fail();
    std::u32string characters;
    for (std::size_t i = 0; i < head / 2 && good_; ++i) {
        const std::uint8_t next = byte();
        if (next == 0) {
            characters += static_cast<char32_t>(whole_up_to(0x10FFFF));
        } else if (next < 0x80) {
            characters += static_cast<char32_t>(next);
        } else if (next >= 0xC0) {
            characters += static_cast<char32_t>(U'А' + (next - 0xC0U));
        } else {
            characters += next - 0x80U < kOneByte.size() ? kOneByte[next - 0x80U] : char32_t{0xFFFD};
        }
    }
    if (!good_) return {};
    texts_.push_back(text::encoded(characters));
    return texts_.back();
}

}  // namespace funnel
