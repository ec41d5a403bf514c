/* strtod for what a JSON reader hands over: [-]digits[.digits][(e|E)[+|-]digits], correctly rounded (to
 * nearest, ties to even). The C library's own counts in long double, which WebAssembly has not: 10 KB of
 * emulation for the same double.
 *
 * The number is an integer of up to kDigits digits times a power of ten. The integer is made wide enough in
 * binary, multiplied or divided by the power of ten a few digits at a time, and rounded once; a division's
 * remainder only needs to be remembered as "something more" (sticky), as floor(floor(x / a) / b) = floor(x /
 * ab). */
#include <stdint.h>
#include <string.h>

double strtod(const char* restrict text, char** restrict end);
float strtof(const char* restrict text, char** restrict end);
long double strtold(const char* restrict text, char** restrict end);

enum { kDigits = 800, kLimbs = 256, kMantissaBits = 53, kLowestExponent = -1074, kHighestExponent = 971 };

/* An unsigned integer, lowest 32 bits first, and whether something below 1 is left of it. */
struct wide {
    uint32_t limb[kLimbs];
    int limbs;
    int sticky;
};

/* n = n * factor + addend */
static void multiply(struct wide* n, uint32_t factor, uint32_t addend) {
    uint64_t carry = addend;
    for (int i = 0; i < n->limbs; ++i) {
        carry += (uint64_t)n->limb[i] * factor;
        n->limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry != 0) n->limb[n->limbs++] = (uint32_t)carry;
}

static void divide(struct wide* n, uint32_t divisor) {
    uint64_t rest = 0;
    for (int i = n->limbs - 1; i >= 0; --i) {
        rest = rest << 32 | n->limb[i];
        n->limb[i] = (uint32_t)(rest / divisor);
        rest %= divisor;
    }
    while (n->limbs > 0 && n->limb[n->limbs - 1] == 0) --n->limbs;
    if (rest != 0) n->sticky = 1;
}

static int bits_of(const struct wide* n) {
    return n->limbs == 0 ? 0 : 32 * n->limbs - __builtin_clz(n->limb[n->limbs - 1]);
}

static int bit(const struct wide* n, int i) {
    return (int)(n->limb[i / 32] >> (i % 32) & 1);
}

/* n · 2^exponent to the nearest double. */
static double rounded(const struct wide* n, int exponent) {
    int drop = bits_of(n) - kMantissaBits; /* bits that do not fit */
    if (exponent + drop < kLowestExponent) drop = kLowestExponent - exponent;
    if (drop < 0) drop = 0;
    uint64_t mantissa = 0;
    for (int i = bits_of(n) - 1; i >= drop; --i) mantissa = mantissa << 1 | (uint64_t)bit(n, i);
    if (drop > 0 && drop <= bits_of(n) && bit(n, drop - 1)) {
        int more = n->sticky || (mantissa & 1);
        for (int i = 0; i < drop - 1 && !more; ++i) more = bit(n, i);
        mantissa += (uint64_t)more;
    }
    exponent += drop;
    if (mantissa == 0) return 0;
    if (exponent > kHighestExponent) return __builtin_inf();
    double value = (double)mantissa; /* exact: at most 2^53 */
    /* By powers of two that are doubles themselves; every product is exact, the last one may be infinite. */
    for (; exponent > 0; --exponent) value *= 2;
    for (; exponent < 0; ++exponent) value /= 2;
    return value;
}

static double value_of(struct wide* n, int power) {
    int exponent = 0;
    for (; power > 0; --power) multiply(n, 10, 0);
    if (power < 0) {
        /* 2^(10·k/3) > 10^k; 64 bits more keep the quotient wider than a mantissa. */
        const int limbs = (-power * 10 / 3 + 64) / 32 + 1;
        memmove(n->limb + limbs, n->limb, (size_t)n->limbs * sizeof *n->limb);
        memset(n->limb, 0, (size_t)limbs * sizeof *n->limb);
        n->limbs += limbs;
        exponent = -32 * limbs;
        for (; power < 0; ++power) divide(n, 10);
    }
    return rounded(n, exponent);
}

double strtod(const char* restrict text, char** restrict end) {
    struct wide n;
    n.limbs = 0;
    n.sticky = 0;
    const char* p = text;
    const int negative = *p == '-';
    int power = 0, digits = 0, after_point = 0;
    if (negative) ++p;
    for (; (*p >= '0' && *p <= '9') || (*p == '.' && !after_point); ++p) {
        if (*p == '.') {
            after_point = 1;
        } else if (digits < kDigits) {
            multiply(&n, 10, (uint32_t)(*p - '0'));
            if (n.limbs > 0) ++digits;
            power -= after_point;
        } else {
            /* So far behind the point of rounding that only "something more" matters. */
            if (*p != '0') n.sticky = 1;
            power += !after_point;
        }
    }
    if (*p == 'e' || *p == 'E') {
        const int down = *++p == '-';
        int given = 0;
        if (*p == '-' || *p == '+') ++p;
        for (; *p >= '0' && *p <= '9'; ++p)
            if (given < 100000) given = given * 10 + (*p - '0');
        power += down ? -given : given;
    }
    if (end != 0) *end = (char*)p;
    double value = 0;
    if (n.limbs > 0 && power + digits > 310) {
        value = __builtin_inf();
    } else if (n.limbs > 0 && power + digits > -330) {
        value = value_of(&n, power);
    }
    return negative ? -value : value;
}

/* The C library has these in the same object file: whoever asked for one would bring its strtod along. Nobody
 * calls them here. */
float strtof(const char* restrict text, char** restrict end) {
    return (float)strtod(text, end);
}
long double strtold(const char* restrict text, char** restrict end) {
    return (long double)strtod(text, end);
}
