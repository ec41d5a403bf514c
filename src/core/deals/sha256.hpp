// SHA-256 (FIPS 180-4), for fingerprints of files and agreements.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace funnel::deals {

class Sha256 {
public:
    void add(std::string_view bytes);
    // 64 hexadecimal digits; the sum must not be used afterwards.
    [[nodiscard]] std::string hex();

private:
    void take(const unsigned char* block);

    std::array<std::uint32_t, 8> state_{0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
                                        0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
    std::array<unsigned char, 64> waiting_{};
    std::uint64_t bytes_ = 0;
};

[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace funnel::deals
