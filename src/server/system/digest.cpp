#include "system/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

namespace funnel::server {

namespace {

[[noreturn]] void die(const char* what) {
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());  // the same bytes under OpenSSL's name
}

struct FreeAlgorithm {
    void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
};
// Looked up once: the search by name takes longer than the digest of a short text.
const std::unique_ptr<EVP_MD, FreeAlgorithm> kSha256(EVP_MD_fetch(nullptr, "SHA2-256", nullptr));

}  // namespace

std::string sha256(std::string_view data) {
    std::string result(32, '\0');
    unsigned int length = 0;
    if (EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char*>(result.data()), &length,
                   kSha256.get(), nullptr) != 1)
        die("SHA-256 is not available");
    return result;
}

// RFC 2104.
std::string hmac_sha256(std::string_view key, std::string_view data) {
    constexpr std::size_t kBlock = 64;
    std::string inner = key.size() > kBlock ? sha256(key) : std::string(key);
    inner.resize(kBlock, '\0');
    std::string outer = inner;
    const auto mix = [](std::string& pad, unsigned char with) {
        for (char& c : pad) c = static_cast<char>(static_cast<unsigned char>(c) ^ with);
    };
    mix(inner, 0x36);
    mix(outer, 0x5c);
    return sha256(outer.append(sha256(inner.append(data))));
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string result(bytes.size() * 2, '\0');
    char* to = result.data();
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        *to++ = kDigits[byte >> 4];
        *to++ = kDigits[byte & 15];
    }
    return result;
}

std::string sha256_hex(std::string_view data) {
    return hex(sha256(data));
}

std::string base64(std::string_view bytes) {
    std::string result((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(result.data()), bytes_of(bytes),
                                       static_cast<int>(bytes.size()));
    result.resize(static_cast<std::size_t>(length));
    return result;
}

std::string base64url(std::string_view bytes) {
    std::string result = base64(bytes);
    std::replace(result.begin(), result.end(), '+', '-');
    std::replace(result.begin(), result.end(), '/', '_');
    while (!result.empty() && result.back() == '=') result.pop_back();
    return result;
}

std::string base64_decoded(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) return {};
    std::string result(text.size() / 4 * 3 + 1, '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(result.data()), bytes_of(text),
                                       static_cast<int>(text.size()));
    if (length < 0) return {};
    const auto padding = static_cast<std::size_t>(std::count(text.end() - 2, text.end(), '='));
    result.resize(static_cast<std::size_t>(length) - padding);
    return result;
}

std::string random_bytes(std::size_t count) {
    std::string result(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(result.data()), static_cast<int>(count)) != 1)
        die("the system gives no random bytes");
    return result;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace funnel::server
