/*
 * Quotients and remainders of decimals.
 *
 * A division makes at least 35 digits and knows whether more follow, which is what correct rounding needs.
 * Divisors of one word are divided by digit group and stop as soon as nothing is left; larger ones are
 * divided once, in 256 bits. Exact quotients lose the zeros they were given, so that they stay quick to
 * calculate with. A whole quotient or a remainder is always exact; the remainder of operands far apart is
 * found modulo the divisor, in a bounded number of steps.
 */
#include "base/decimal_digits.h"
#include "base/wide.h"

enum { GROUP_DIGITS = 19 };

/* The count of digits that a power of ten has after its 1, or -1 for other numbers. */
static int power_of_ten_of(am_u128 digits) {
    int count = am_digits_count(digits);

    return digits == am_power_of_ten[count - 1] ? count - 1 : -1;
}

static am_arith settle_quotient(bool is_negative, am_u128 digits, bool has_more, int64_t exponent, int added,
                                am_decimal *out) {
    if (!has_more && added > 0) {
        exponent += am_digits_strip_zeros(&digits, added);
    }
    return am_decimal_settle(is_negative, digits, has_more, exponent, out);
}

static am_arith divide_by_word(bool is_negative, am_u128 dividend, uint64_t divisor, int64_t exponent,
                               am_decimal *out) {
    am_u128 digits = dividend / divisor;
    uint64_t rest = (uint64_t)(dividend - digits * divisor);
    int added = 0;

    for (int count; rest != 0 && (count = am_digits_count(digits)) <= AM_DECIMAL_DIGITS;) {
        int room = AM_WORK_DIGITS - count;
        int step = room < GROUP_DIGITS ? room : GROUP_DIGITS;
        am_u128 scaled = rest * am_power_of_ten[step];
        am_u128 group = scaled / divisor;

        digits = digits * am_power_of_ten[step] + group;
        rest = (uint64_t)(scaled - group * divisor);
        added += step;
    }
    return settle_quotient(is_negative, digits, rest != 0, exponent - added, added, out);
}

/* digits x 10^power in 256 bits, where the product has more than 38 digits and power is at most 68. */
static am_u256 scale_wide(am_u128 digits, int power) {
    int first = AM_WORK_DIGITS - am_digits_count(digits);

    return am_wide_multiply(digits * am_power_of_ten[first], am_power_of_ten[power - first]);
}

static am_arith divide_wide(bool is_negative, am_u128 dividend, am_u128 divisor, int64_t exponent,
                            am_decimal *out) {
    int added = AM_DECIMAL_DIGITS + 1 + am_digits_count(divisor) - am_digits_count(dividend);
    am_u128 rest;
    am_u128 digits = am_wide_divide(scale_wide(dividend, added), divisor, &rest);

    return settle_quotient(is_negative, digits, rest != 0, exponent - added, added, out);
}

am_arith am_decimal_divide(am_decimal a, am_decimal b, am_decimal *out) {
    bool is_negative = a.is_negative != b.is_negative;
    int64_t exponent = (int64_t)a.exponent - b.exponent;
    int shift;

    if (b.digits == 0) {
        return am_decimal_fail(AM_ARITH_ZERO_DIVISOR, out);
    }
    if (a.digits == 0) {
        return am_decimal_fail(AM_ARITH_EXACT, out);
    }
    shift = power_of_ten_of(b.digits);
    if (shift >= 0) {
        return am_decimal_settle(is_negative, a.digits, false, exponent - shift, out);
    }
    if (b.digits <= UINT64_MAX) {
        return divide_by_word(is_negative, a.digits, (uint64_t)b.digits, exponent, out);
    }
    return divide_wide(is_negative, a.digits, b.digits, exponent, out);
}

/* digits x 10^power / divisor, truncated, where that has at most 35 digits. */
static am_u128 quotient_above(am_u128 digits, int power, am_u128 divisor) {
    am_u128 rest;

    if (am_digits_count(digits) + power <= AM_WORK_DIGITS) {
        return digits * am_power_of_ten[power] / divisor;
    }
    return am_wide_divide(scale_wide(digits, power), divisor, &rest);
}

am_arith am_decimal_quotient(am_decimal a, am_decimal b, am_decimal *out) {
    int32_t apart = a.exponent - b.exponent;
    int32_t places = am_digits_count(a.digits) + apart - am_digits_count(b.digits);
    am_u128 digits;

    if (b.digits == 0) {
        return am_decimal_fail(AM_ARITH_ZERO_DIVISOR, out);
    }
    if (a.digits == 0 || places < 0) {
        return am_decimal_fail(AM_ARITH_EXACT, out);
    }
    if (places > AM_DECIMAL_DIGITS) {
        return am_decimal_fail(AM_ARITH_DOMAIN, out);
    }
    if (apart < 0) {
        digits = a.digits / (b.digits * am_power_of_ten[-apart]);
    } else {
        digits = quotient_above(a.digits, apart, b.digits);
    }
    if (digits >= AM_DECIMAL_LIMIT) {
        return am_decimal_fail(AM_ARITH_DOMAIN, out);
    }
    *out = am_decimal_make(a.is_negative != b.is_negative, digits, 0);
    return AM_ARITH_EXACT;
}

am_arith am_decimal_remainder(am_decimal a, am_decimal b, am_decimal *out) {
    int32_t apart = a.exponent - b.exponent;
    int count = am_digits_count(a.digits);

    if (b.digits == 0) {
        return am_decimal_fail(AM_ARITH_ZERO_DIVISOR, out);
    }
    if (a.digits == 0 || count + apart < am_digits_count(b.digits)) {
        *out = a;
    } else if (apart < 0) {
        *out = am_decimal_make(a.is_negative, a.digits % (b.digits * am_power_of_ten[-apart]), a.exponent);
    } else if (count + apart <= AM_WORK_DIGITS) {
        *out = am_decimal_make(a.is_negative, a.digits * am_power_of_ten[apart] % b.digits, b.exponent);
    } else {
        *out = am_decimal_make(a.is_negative, am_digits_modulo(a.digits, apart, b.digits), b.exponent);
    }
    return AM_ARITH_EXACT;
}
