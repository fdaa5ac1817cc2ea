/*
 * What the decimal operations share: powers of ten, counting digits, and the one place where a result is
 * fitted into 34 digits and the range of exponents.
 *
 * Private to the decimal_*.c files.
 */
#ifndef AM_BASE_DECIMAL_DIGITS_H
#define AM_BASE_DECIMAL_DIGITS_H

#include "base/decimal.h"

/* The most digits that every 128-bit number of them has room for. */
#define AM_POWERS_OF_TEN 39
#define AM_WORK_DIGITS   (AM_POWERS_OF_TEN - 1)

/* 10^0 to 10^38. */
extern const am_u128 am_power_of_ten[AM_POWERS_OF_TEN];

#define AM_DECIMAL_LIMIT (am_power_of_ten[AM_DECIMAL_DIGITS])

/* The decimal digits of the number; 0 has none. log10(2) is 1233/4096, near enough to be at most one too
 * large for 128 bits. */
static inline int am_digits_count(am_u128 digits) {
    uint64_t high = (uint64_t)(digits >> 64);
    int bits, guess;

    if (digits == 0) {
        return 0;
    }
    bits = high != 0 ? 128 - __builtin_clzll(high) : 64 - __builtin_clzll((uint64_t)digits);
    guess = bits * 1233 >> 12;
    return guess + (digits >= am_power_of_ten[guess]);
}

/* Takes zeros off the end, at most `limit`; returns how many. The number is not 0. */
int am_digits_strip_zeros(am_u128 *digits, int limit);

/* digits x 10^power modulo the modulus, which is not 0 and at most 2 x 10^34; power at least 0. */
am_u128 am_digits_modulo(am_u128 digits, int32_t power, am_u128 modulus);

am_arith am_decimal_fit(bool is_negative, am_u128 digits, bool has_more, int64_t exponent, am_decimal *out);

/* The decimal of a result known as digits x 10^exponent, plus something between 0 and 10^exponent when it
 * `has_more`: then there are at least 35 digits. Rounds half-even to 34. */
static inline am_arith am_decimal_settle(bool is_negative, am_u128 digits, bool has_more, int64_t exponent,
                                         am_decimal *out) {
    if (!has_more && digits < AM_DECIMAL_LIMIT && exponent >= AM_DECIMAL_MIN_EXPONENT &&
        exponent <= AM_DECIMAL_MAX_EXPONENT) {
        *out = (am_decimal){digits, (int32_t)exponent, is_negative && digits != 0};
        return AM_ARITH_EXACT;
    }
    return am_decimal_fit(is_negative, digits, has_more, exponent, out);
}

/* An error leaves 0. */
static inline am_arith am_decimal_fail(am_arith reason, am_decimal *out) {
    *out = (am_decimal){0};
    return reason;
}

#endif
