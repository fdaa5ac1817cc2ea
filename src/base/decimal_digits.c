/*
 * Fitting results into decimal128: half-even to 34 digits, fewer where the exponent would fall below the
 * least, and zeros appended where it would rise above the greatest.
 *
 * Each result passes here once, with all its digits or with the knowledge that there are more, so that
 * nothing is rounded twice.
 */
#include "base/decimal_digits.h"

#include "base/wide.h"

#define POWER(high, low) ((am_u128)high##u * 10000000000000000000u + low##u)

const am_u128 am_power_of_ten[AM_POWERS_OF_TEN] = {POWER(0, 1),
                                                   POWER(0, 10),
                                                   POWER(0, 100),
                                                   POWER(0, 1000),
                                                   POWER(0, 10000),
                                                   POWER(0, 100000),
                                                   POWER(0, 1000000),
                                                   POWER(0, 10000000),
                                                   POWER(0, 100000000),
                                                   POWER(0, 1000000000),
                                                   POWER(0, 10000000000),
                                                   POWER(0, 100000000000),
                                                   POWER(0, 1000000000000),
                                                   POWER(0, 10000000000000),
                                                   POWER(0, 100000000000000),
                                                   POWER(0, 1000000000000000),
                                                   POWER(0, 10000000000000000),
                                                   POWER(0, 100000000000000000),
                                                   POWER(0, 1000000000000000000),
                                                   POWER(1, 0),
                                                   POWER(10, 0),
                                                   POWER(100, 0),
                                                   POWER(1000, 0),
                                                   POWER(10000, 0),
                                                   POWER(100000, 0),
                                                   POWER(1000000, 0),
                                                   POWER(10000000, 0),
                                                   POWER(100000000, 0),
                                                   POWER(1000000000, 0),
                                                   POWER(10000000000, 0),
                                                   POWER(100000000000, 0),
                                                   POWER(1000000000000, 0),
                                                   POWER(10000000000000, 0),
                                                   POWER(100000000000000, 0),
                                                   POWER(1000000000000000, 0),
                                                   POWER(10000000000000000, 0),
                                                   POWER(100000000000000000, 0),
                                                   POWER(1000000000000000000, 0),
                                                   POWER(10000000000000000000, 0)};

int am_digits_strip_zeros(am_u128 *digits, int limit) {
    int stripped = 0;

    for (int step = 32; step > 0; step /= 2) {
        am_u128 power = am_power_of_ten[step];
        am_u128 shorter;

        if (step > limit - stripped || *digits < power) {
            continue;
        }
        shorter = *digits / power;
        if (shorter * power == *digits) {
            *digits = shorter;
            stripped += step;
        }
    }
    return stripped;
}

static am_u128 multiply_modulo(am_u128 a, am_u128 b, am_u128 modulus) {
    am_u128 rest;

    if ((a | b) >> 64 == 0) {
        return a * b % modulus;
    }
    am_wide_divide(am_wide_multiply(a, b), modulus, &rest);
    return rest;
}

am_u128 am_digits_modulo(am_u128 digits, int32_t power, am_u128 modulus) {
    am_u128 scale = 1 % modulus;

    for (int32_t bit = 1 << 14; bit > 0; bit >>= 1) {
        scale = multiply_modulo(scale, scale, modulus);
        if (power & bit) {
            scale = scale * 10 % modulus;
        }
    }
    return multiply_modulo(digits % modulus, scale, modulus);
}

/* Drops digits from the end, half-even. False when that lost something. */
static bool drop_digits(am_u128 *digits, bool has_more, int count) {
    am_u128 power = am_power_of_ten[count];
    am_u128 kept = *digits / power;
    am_u128 rest = *digits - kept * power;
    am_u128 half = power / 2;

    if (rest > half || (rest == half && (has_more || (kept & 1) != 0))) {
        kept++;
    }
    *digits = kept;
    return rest == 0 && !has_more;
}

/* Brings an exponent above the greatest down to it, where there is room for the zeros. */
static bool pad_to_greatest(am_u128 *digits, int64_t *exponent) {
    int64_t zeros = *exponent - AM_DECIMAL_MAX_EXPONENT;

    if (zeros > AM_DECIMAL_DIGITS - am_digits_count(*digits)) {
        return false;
    }
    *digits *= am_power_of_ten[zeros];
    *exponent = AM_DECIMAL_MAX_EXPONENT;
    return true;
}

am_arith am_decimal_fit(bool is_negative, am_u128 digits, bool has_more, int64_t exponent, am_decimal *out) {
    int excess = am_digits_count(digits) - AM_DECIMAL_DIGITS;
    int64_t below = AM_DECIMAL_MIN_EXPONENT - exponent;
    int64_t drop = excess > 0 ? excess : 0;
    am_arith status = AM_ARITH_EXACT;

    if (digits == 0 && !has_more) {
        return am_decimal_fail(AM_ARITH_EXACT, out);
    }
    if (below > drop) {
        drop = below;
        /* Nothing but zeros may be lost below the least exponent. */
        if (drop > AM_WORK_DIGITS || has_more || digits % am_power_of_ten[drop] != 0) {
            return am_decimal_fail(AM_ARITH_UNDERFLOW, out);
        }
    }
    if (drop > 0 && !drop_digits(&digits, has_more, (int)drop)) {
        status = AM_ARITH_ROUNDED;
    }
    exponent += drop;
    if (digits == AM_DECIMAL_LIMIT) {
        digits /= 10;
        exponent++;
    }
    if (exponent > AM_DECIMAL_MAX_EXPONENT && !pad_to_greatest(&digits, &exponent)) {
        return am_decimal_fail(AM_ARITH_OVERFLOW, out);
    }
    *out = (am_decimal){digits, (int32_t)exponent, is_negative};
    return status;
}
