/*
 * Products and powers of decimals.
 *
 * A product is exact in 128 bits where both operands fit in 64, and where their digits together number at
 * most 38; else it is made in 256 bits and cut to 38 digits and "there is more".
 */
#include "base/decimal_digits.h"
#include "base/decimal_short.h"
#include "base/wide.h"

enum { GREATEST_POWER = 9999 };

am_arith am_decimal_multiply(am_decimal a, am_decimal b, am_decimal *out) {
    bool is_negative = a.is_negative != b.is_negative;
    int64_t exponent = (int64_t)a.exponent + b.exponent;
    am_u128 digits, rest;
    int excess;

    if (am_decimal_multiply_short(&a, &b, out)) {
        return AM_ARITH_EXACT;
    }
    excess = am_digits_count(a.digits) + am_digits_count(b.digits) - AM_WORK_DIGITS;
    if (excess <= 0) {
        return am_decimal_settle(is_negative, a.digits * b.digits, false, exponent, out);
    }
    digits = am_wide_divide(am_wide_multiply(a.digits, b.digits), am_power_of_ten[excess], &rest);
    return am_decimal_settle(is_negative, digits, rest != 0, exponent + excess, out);
}

/* The exponent's bits from the highest to the lowest: each squares the power so far and may multiply it by
 * the base. */
am_arith am_decimal_power(am_decimal base, am_decimal exponent, am_decimal *out) {
    am_arith status = AM_ARITH_EXACT;
    am_decimal power = am_decimal_of(1);
    int64_t count;

    if (!am_decimal_to_int64(exponent, &count) || count < 0 || count > GREATEST_POWER) {
        return am_decimal_fail(AM_ARITH_DOMAIN, out);
    }
    for (int64_t bit = 1 << 13; bit > 0; bit >>= 1) {
        am_arith squared = am_decimal_multiply(power, power, &power);
        am_arith raised = AM_ARITH_EXACT;

        if (squared <= AM_ARITH_ROUNDED && (count & bit) != 0) {
            raised = am_decimal_multiply(power, base, &power);
        }
        if (squared > status) {
            status = squared;
        }
        if (raised > status) {
            status = raised;
        }
        if (status > AM_ARITH_ROUNDED) {
            return am_decimal_fail(status, out);
        }
    }
    *out = power;
    return status;
}
