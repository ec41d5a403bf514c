/* memset and memcpy by eight bytes: the C library for -Oz, which is linked, has them by one. */
#include <stddef.h>
#include <stdint.h>

enum { kWord = sizeof(uint64_t) };

/* Unaligned words: WebAssembly reads and writes them anywhere. */
struct word {
    uint64_t value;
} __attribute__((packed, may_alias));

void* memset(void* to, int value, size_t size);
void* memcpy(void* restrict to, const void* restrict from, size_t size);

void* memset(void* to, int value, size_t size) {
    unsigned char* at = to;
    unsigned char* const end = at + size;
    const uint64_t word = (unsigned char)value * UINT64_C(0x0101010101010101);
    for (; (size_t)(end - at) >= kWord; at += kWord) ((struct word*)at)->value = word;
    for (; at != end; ++at) *at = (unsigned char)value;
    return to;
}

void* memcpy(void* restrict to, const void* restrict from, size_t size) {
    unsigned char* at = to;
    const unsigned char* source = from;
    unsigned char* const end = at + size;
    for (; (size_t)(end - at) >= kWord; at += kWord, source += kWord)
        ((struct word*)at)->value = ((const struct word*)source)->value;
    for (; at != end; ++at) *at = *source++;
    return to;
}
