/*
 * Arithmetic of decimals of few digits, in line: those that fit 64 bits, as nearly all do.
 *
 * Each function answers false where it does not apply, and has then written nothing; the functions of
 * base/decimal.h apply always and come to the same.
 */
#ifndef AM_BASE_DECIMAL_SHORT_H
#define AM_BASE_DECIMAL_SHORT_H

#include "base/decimal.h"

/* 10^34. */
#define AM_DECIMAL_BEYOND ((am_u128)1000000000000000u * 10000000000000000000u)
/* Most digits by which one of two is moved to the other's exponent: 64 bits times ten to this power have at
 * most 34 digits, and so has their sum with 64 bits more. */
#define AM_DECIMAL_SHORT_APART 14

extern const am_u128 am_power_of_ten[];

static inline bool am_decimal_is_short(const am_decimal *a, const am_decimal *b) {
    return (uint64_t)(a->digits >> 64 | b->digits >> 64) == 0;
}

static inline bool am_decimal_multiply_short(const am_decimal *a, const am_decimal *b, am_decimal *out) {
    am_u128 digits = (am_u128)(uint64_t)a->digits * (uint64_t)b->digits;
    int32_t exponent = a->exponent + b->exponent;
    bool is_negative = a->is_negative != b->is_negative;
    if (!am_decimal_is_short(a, b) || digits >= AM_DECIMAL_BEYOND || exponent < AM_DECIMAL_MIN_EXPONENT ||
        exponent > AM_DECIMAL_MAX_EXPONENT) {
        return false;
    }
    out->digits = digits;
    out->exponent = exponent;
    out->is_negative = is_negative && digits != 0;
    return true;
}

/* Both digits at the lower exponent; false where they are too long or too far apart. */
static inline bool am_decimal_align_short(const am_decimal *a, const am_decimal *b, am_u128 *of_a,
                                          am_u128 *of_b) {
    int32_t apart = a->exponent - b->exponent;
    *of_a = a->digits;
    *of_b = b->digits;
    if (!am_decimal_is_short(a, b) || apart > AM_DECIMAL_SHORT_APART || apart < -AM_DECIMAL_SHORT_APART) {
        return false;
    }
    if (apart > 0) {
        *of_a *= am_power_of_ten[apart];
    } else if (apart < 0) {
        *of_b *= am_power_of_ten[-apart];
    }
    return true;
}

/* a + b, or a - b where `is_subtract`. */
static inline bool am_decimal_add_short(const am_decimal *a, const am_decimal *b, bool is_subtract,
                                        am_decimal *out) {
    am_u128 of_a;
    am_u128 of_b;
    if (!am_decimal_align_short(a, b, &of_a, &of_b)) {
        return false;
    }
    int32_t exponent = a->exponent < b->exponent ? a->exponent : b->exponent;
    am_i128 sum = (a->is_negative ? -(am_i128)of_a : (am_i128)of_a) +
                  (b->is_negative != is_subtract ? -(am_i128)of_b : (am_i128)of_b);
    out->is_negative = sum < 0;
    out->digits = sum < 0 ? -(am_u128)sum : (am_u128)sum;
    out->exponent = exponent;
    return true;
}

/* Orders a and b: negative, 0 or positive in *out. */
static inline bool am_decimal_compare_short(const am_decimal *a, const am_decimal *b, int *out) {
    am_u128 of_a;
    am_u128 of_b;
    if (!am_decimal_align_short(a, b, &of_a, &of_b)) {
        return false;
    }
    am_i128 left = a->is_negative ? -(am_i128)of_a : (am_i128)of_a;
    am_i128 right = b->is_negative ? -(am_i128)of_b : (am_i128)of_b;
    *out = (left > right) - (left < right);
    return true;
}

#endif
