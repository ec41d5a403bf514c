#include "core/json/decimal_digits.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <utility>

namespace funnel::codec {

namespace {

__extension__ using Wide = unsigned __int128;

constexpr int kLargestPower = 27;  // 5^27 is the largest that fits 64 bits
constexpr auto kPowersOfFive = [] {
    std::array<std::uint64_t, kLargestPower + 1> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 5;
    return powers;
}();

// The leading 192 bits of a number, cut off, the highest of them 1; lowest limb first.
using Mantissa = std::array<std::uint64_t, 3>;

// Of a number of four limbs that is not 0 in its upper two.
Mantissa leading(const std::array<std::uint64_t, 4>& limbs) {
    const bool from_top = limbs[3] != 0;
    const std::size_t top = from_top ? 3 : 2;
    const int shift = std::countl_zero(limbs[top]);
    Mantissa mantissa{};
    for (std::size_t i = 0; i < 3; ++i) {
        const std::size_t at = top - 2 + i;
        mantissa[i] = limbs[at] << shift;
        if (shift > 0 && at > 0) mantissa[i] |= limbs[at - 1] >> (64 - shift);
    }
    return mantissa;
}

Mantissa times(const Mantissa& number, std::uint64_t factor) {
    std::array<std::uint64_t, 4> product{};
    Wide carry = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        carry += Wide{number[i]} * factor;
        product[i] = static_cast<std::uint64_t>(carry);
        carry >>= 64U;
    }
    product[3] = static_cast<std::uint64_t>(carry);
    return leading(product);
}

Mantissa over(const Mantissa& number, std::uint64_t divisor) {
    std::array<std::uint64_t, 4> quotient{};
    Wide rest = 0;
    for (std::size_t i = 4; i-- > 0;) {
        rest = (rest << 64U) | (i > 0 ? number[i - 1] : 0);
        quotient[i] = static_cast<std::uint64_t>(rest / divisor);
        rest %= divisor;
    }
    return leading(quotient);
}

// 10^power, scaled to 126 bits, cut off and one more: the g of the paper.
struct Scaled {
    std::uint64_t high = 0;  // 63 bits each
    std::uint64_t low = 0;
};
Scaled scaled_power_of_ten(int power) {
    Mantissa five{0, 0, std::uint64_t{1} << 63U};
    for (int left = power; left > 0; left -= kLargestPower)
        five = times(five, kPowersOfFive[static_cast<std::size_t>(std::min(left, kLargestPower))]);
    for (int left = -power; left > 0; left -= kLargestPower)
        five = over(five, kPowersOfFive[static_cast<std::size_t>(std::min(left, kLargestPower))]);
    const Wide top = ((Wide{five[2]} << 64U) | five[1]) >> 2U;
    const Wide g = top + 1;
    constexpr std::uint64_t kLow63 = ~std::uint64_t{0} >> 1U;
    return {static_cast<std::uint64_t>(g >> 63U), static_cast<std::uint64_t>(g) & kLow63};
}

// ⌊log₁₀ 2^e⌋, ⌊log₁₀ (¾·2^e)⌋ and ⌊log₂ 10^e⌋ for every exponent of a double.
constexpr std::int64_t kLog10Of2 = 661'971'961'083;  // ·2^−41
int floor_log10_of_power_of_2(int e) {
    return static_cast<int>((e * kLog10Of2) >> 41);
}
int floor_log10_of_three_quarters(int e) {
    return static_cast<int>((e * kLog10Of2 - 274'743'187'321) >> 41);
}
int floor_log2_of_power_of_10(int e) {
    return static_cast<int>((e * std::int64_t{913'124'641'741}) >> 38);
}

std::uint64_t high_half(std::uint64_t a, std::uint64_t b) {
    return static_cast<std::uint64_t>((Wide{a} * b) >> 64U);
}

// g·number·2^−127, rounded to odd: its last bit says whether anything was cut off.
std::uint64_t round_to_odd(Scaled g, std::uint64_t number) {
    constexpr std::uint64_t kLow63 = ~std::uint64_t{0} >> 1U;
    const std::uint64_t middle = ((g.high * number) >> 1U) + high_half(g.low, number);
    const std::uint64_t whole = high_half(g.high, number) + (middle >> 63U);
    return whole | (((middle & kLow63) + kLow63) >> 63U);
}

Decimal without_zeros(std::uint64_t digits, int exponent) {
    constexpr std::array<std::pair<std::uint64_t, int>, 5> kSteps{
        {{100'000'000, 8}, {100'000'000, 8}, {10'000, 4}, {100, 2}, {10, 1}}};
    for (const auto& [step, zeros] : kSteps) {
        if (digits % step != 0) continue;
        digits /= step;
        exponent += zeros;
    }
    return {digits, exponent};
}

}  // namespace

Decimal shortest_decimal(double positive) {
    constexpr int kMantissaBits = 52;
    constexpr int kLeast = -1074;  // exponent of the smallest double
    constexpr std::uint64_t kHidden = std::uint64_t{1} << kMantissaBits;
    std::uint64_t bits = 0;
    std::memcpy(&bits, &positive, sizeof bits);
    const int biased = static_cast<int>(bits >> kMantissaBits);
    assert(biased < 2047 && bits != 0 && "finite, greater than 0");
    // The number is c·2^q.
    const std::uint64_t c = (bits & (kHidden - 1)) | (biased > 0 ? kHidden : 0);
    const int q = kLeast + std::max(biased, 1) - 1;
    // A whole number below 2^53 has no neighbour that is rounder and reads as it.
    if (q <= 0 && q > -kMantissaBits - 1) {
        const std::uint64_t whole = c >> -q;
        if (whole << -q == c) return without_zeros(whole, 0);
    }
    // Everything between the halves of the way to its neighbours reads as it; below a power of 2 the
    // neighbour is nearer. All in quarters of 10^k.
    const bool regular = c != kHidden || q == kLeast;
    const int k = regular ? floor_log10_of_power_of_2(q) : floor_log10_of_three_quarters(q);
    const int shift = q + floor_log2_of_power_of_10(-k) + 2;
    const Scaled g = scaled_power_of_ten(-k);
    const std::uint64_t odd = c & 1U;  // an odd number does not own its bounds
    const std::uint64_t value = round_to_odd(g, (c * 4) << shift);
    const std::uint64_t lower = round_to_odd(g, (c * 4 - (regular ? 2 : 1)) << shift) + odd;
    const std::uint64_t upper = round_to_odd(g, (c * 4 + 2) << shift);
    const std::uint64_t down = value / 4;
    if (down >= 10) {  // one digit less, when just one of the two candidates is inside
        const std::uint64_t short_down = down / 10 * 10;
        const std::uint64_t short_up = short_down + 10;
        const bool down_fits = lower <= short_down * 4;
        const bool up_fits = short_up * 4 + odd <= upper;
        if (down_fits != up_fits) return without_zeros(down_fits ? short_down : short_up, k);
    }
    const std::uint64_t up = down + 1;
    const bool down_fits = lower <= down * 4;
    const bool up_fits = up * 4 + odd <= upper;
    if (down_fits != up_fits) return without_zeros(down_fits ? down : up, k);
    const std::uint64_t middle = (down + up) * 2;
    const bool is_nearer_down = value < middle || (value == middle && down % 2 == 0);
    return without_zeros(is_nearer_down ? down : up, k);
}

}  // namespace funnel::codec
