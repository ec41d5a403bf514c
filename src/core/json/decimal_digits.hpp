// The shortest decimal digits that read back as the same double, the nearest to it among those: the same on
// every machine and in every C library. The method is R. Giulietti's, "The Schubfach way to render doubles"
// (2021); its powers of ten are reckoned here instead of standing in a table of ten kilobytes, which a phone
// would have to download. Codec files only.
#pragma once

#include <cstdint>

namespace funnel::codec {

// digits·10^exponent, the last digit not 0.
struct Decimal {
    std::uint64_t digits = 0;
    int exponent = 0;
};

// Precondition: finite and greater than 0.
[[nodiscard]] Decimal shortest_decimal(double positive);

}  // namespace funnel::codec
