/*
 * Decimals: making, adding, comparing and looking at them.
 *
 * A sum is exact in 128 bits while the operands' digits, brought to one exponent, number at most 38. Where
 * they lie further apart the smaller one only decides the rounding: its digits beyond the 38th become "there
 * is more".
 */
#include "base/decimal.h"

#include "base/decimal_digits.h"
#include "base/decimal_short.h"

am_decimal am_decimal_of(int64_t value) {
    am_u128 digits = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    return (am_decimal){digits, 0, value < 0};
}

am_decimal am_decimal_make(bool is_negative, am_u128 digits, int32_t exponent) {
    return (am_decimal){digits, exponent, is_negative && digits != 0};
}

am_decimal am_decimal_negate(am_decimal a) {
    a.is_negative = !a.is_negative && a.digits != 0;
    return a;
}

am_decimal am_decimal_absolute(am_decimal a) {
    a.is_negative = false;
    return a;
}

bool am_decimal_is_zero(am_decimal a) {
    return a.digits == 0;
}

/* a + b, both with digits times the one exponent. */
static am_arith add_aligned(am_decimal a, am_decimal b, int32_t exponent, am_decimal *out) {
    if (a.is_negative == b.is_negative) {
        return am_decimal_settle(a.is_negative, a.digits + b.digits, false, exponent, out);
    }
    if (a.digits >= b.digits) {
        return am_decimal_settle(a.is_negative, a.digits - b.digits, false, exponent, out);
    }
    return am_decimal_settle(b.is_negative, b.digits - a.digits, false, exponent, out);
}

/* a + b, where a reaches so far above b that not all digits fit: a takes 38 digits, so at least 37 remain of
 * the sum, and b is cut to the same exponent. Taking away a cut number takes away one more and gives back
 * what was cut. */
static am_arith add_far(am_decimal a, am_decimal b, int a_count, am_decimal *out) {
    int shift = AM_WORK_DIGITS - a_count;
    int64_t cut = (int64_t)a.exponent - shift - b.exponent;
    am_u128 sum = a.digits * am_power_of_ten[shift];
    am_u128 kept = cut > AM_WORK_DIGITS ? 0 : b.digits / am_power_of_ten[cut];
    bool has_more = cut > AM_WORK_DIGITS || kept * am_power_of_ten[cut] != b.digits;

    if (a.is_negative == b.is_negative) {
        sum += kept;
    } else {
        sum -= kept + has_more;
    }
    return am_decimal_settle(a.is_negative, sum, has_more, (int64_t)a.exponent - shift, out);
}

/* a + b where a has the greater exponent. */
static am_arith add_apart(am_decimal a, am_decimal b, am_decimal *out) {
    int32_t apart = a.exponent - b.exponent;
    int count;

    if (a.digits == 0 || b.digits == 0) {
        *out = a.digits == 0 ? b : a;
        return AM_ARITH_EXACT;
    }
    count = am_digits_count(a.digits);
    if (count + apart > AM_WORK_DIGITS) {
        return add_far(a, b, count, out);
    }
    a.digits *= am_power_of_ten[apart];
    return add_aligned(a, b, b.exponent, out);
}

am_arith am_decimal_add(am_decimal a, am_decimal b, am_decimal *out) {
    if (am_decimal_add_short(&a, &b, false, out)) {
        return AM_ARITH_EXACT;
    }
    if (a.exponent == b.exponent) {
        return add_aligned(a, b, a.exponent, out);
    }
    return a.exponent > b.exponent ? add_apart(a, b, out) : add_apart(b, a, out);
}

am_arith am_decimal_subtract(am_decimal a, am_decimal b, am_decimal *out) {
    return am_decimal_add(a, am_decimal_negate(b), out);
}

static int order_of(am_u128 a, am_u128 b) {
    return (a > b) - (a < b);
}

/* Orders what is not 0, without signs: first by the place of the first digit, then digit by digit. */
static int compare_magnitudes(am_decimal a, am_decimal b) {
    int32_t apart = a.exponent - b.exponent;
    int32_t places;

    if (apart == 0) {
        return order_of(a.digits, b.digits);
    }
    places = am_digits_count(a.digits) - am_digits_count(b.digits) + apart;
    if (places != 0) {
        return places;
    }
    if (apart > 0) {
        return order_of(a.digits * am_power_of_ten[apart], b.digits);
    }
    return order_of(a.digits, b.digits * am_power_of_ten[-apart]);
}

static int sign_of(am_decimal a) {
    return a.digits == 0 ? 0 : a.is_negative ? -1 : 1;
}

int am_decimal_compare(am_decimal a, am_decimal b) {
    int sign = sign_of(a);
    int order;

    if (am_decimal_compare_short(&a, &b, &order)) {
        return order;
    }
    if (sign != sign_of(b)) {
        return sign - sign_of(b);
    }
    if (sign == 0) {
        return 0;
    }
    return sign > 0 ? compare_magnitudes(a, b) : compare_magnitudes(b, a);
}

bool am_decimal_is_whole(am_decimal a) {
    if (a.exponent >= 0 || a.digits == 0) {
        return true;
    }
    return a.exponent > -AM_DECIMAL_DIGITS && a.digits % am_power_of_ten[-a.exponent] == 0;
}

int32_t am_decimal_places(am_decimal a) {
    if (a.exponent >= 0 || a.digits == 0) {
        return 0;
    }
    return -a.exponent - am_digits_strip_zeros(&a.digits, -a.exponent);
}

bool am_decimal_to_int64(am_decimal a, int64_t *out) {
    am_u128 limit = (am_u128)INT64_MAX + a.is_negative;
    am_u128 value = a.digits;

    if (!am_decimal_is_whole(a)) {
        return false;
    }
    if (a.digits == 0) {
        value = 0;
    } else if (a.exponent < 0) {
        value /= am_power_of_ten[-a.exponent];
    } else if (a.exponent > 18 || value > limit) {
        return false;
    } else {
        value *= am_power_of_ten[a.exponent];
    }
    if (value > limit) {
        return false;
    }
    *out = a.is_negative ? (int64_t)(0 - (uint64_t)value) : (int64_t)value;
    return true;
}
