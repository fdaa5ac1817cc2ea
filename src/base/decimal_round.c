/*
 * Rounding a decimal to a multiple of any unit, in seven modes.
 *
 * With a and the unit brought to one exponent, a / unit is a whole quotient and a rest, and the decision is
 * made on these: exact, whatever the unit. Where a lies too far above the unit for that, its rest is found
 * modulo two units, which also tells an even quotient from an odd one.
 */
#include "base/decimal_digits.h"

/* Whether a value with a rest goes to the multiple further from zero. `half` orders the rest and half a unit.
 */
static bool goes_away(am_rounding mode, bool is_negative, bool is_odd, int half) {
    switch (mode) {
    case AM_ROUND_UP:
        return true;
    case AM_ROUND_DOWN:
        return false;
    case AM_ROUND_HALF_UP:
        return half >= 0;
    case AM_ROUND_HALF_DOWN:
        return half > 0;
    case AM_ROUND_HALF_EVEN:
        return half > 0 || (half == 0 && is_odd);
    case AM_ROUND_CEILING:
        return !is_negative;
    case AM_ROUND_FLOOR:
        return is_negative;
    }
    return false;
}

static int order_to_half(am_u128 rest, am_u128 unit) {
    return (rest > unit - rest) - (rest < unit - rest);
}

/* Rounds `value` to multiples of `step`, both with one exponent; a multiple is then the count of steps times
 * the unit. */
static am_arith round_aligned(am_decimal a, am_rounding mode, am_u128 value, am_u128 step, am_decimal unit,
                              am_decimal *out) {
    am_u128 count = value / step;
    am_u128 rest = value - count * step;

    if (rest != 0 && goes_away(mode, a.is_negative, (count & 1) != 0, order_to_half(rest, step))) {
        count++;
    }
    return am_decimal_settle(a.is_negative, count * unit.digits, false, unit.exponent, out);
}

static am_arith round_far(am_decimal a, am_rounding mode, am_decimal unit, am_decimal *out) {
    am_u128 rest = am_digits_modulo(a.digits, a.exponent - unit.exponent, unit.digits * 2);
    bool is_odd = rest >= unit.digits;

    if (is_odd) {
        rest -= unit.digits;
    }
    if (rest == 0) {
        *out = a;
        return AM_ARITH_EXACT;
    }
    if (goes_away(mode, a.is_negative, is_odd, order_to_half(rest, unit.digits))) {
        return am_decimal_add(a, am_decimal_make(a.is_negative, unit.digits - rest, unit.exponent), out);
    }
    return am_decimal_add(a, am_decimal_make(!a.is_negative, rest, unit.exponent), out);
}

/* Rounds what is less than half a unit. */
static am_arith round_below(am_decimal a, am_rounding mode, am_decimal unit, am_decimal *out) {
    am_u128 digits = goes_away(mode, a.is_negative, false, -1) ? unit.digits : 0;

    *out = am_decimal_make(a.is_negative, digits, unit.exponent);
    return AM_ARITH_EXACT;
}

am_arith am_decimal_round(am_decimal a, am_rounding mode, am_decimal unit, am_decimal *out) {
    int32_t apart = a.exponent - unit.exponent;

    if (unit.is_negative || unit.digits == 0) {
        return am_decimal_fail(AM_ARITH_DOMAIN, out);
    }
    if (a.digits == 0 || (apart >= 0 && unit.digits == 1)) {
        *out = a;
        return AM_ARITH_EXACT;
    }
    if (apart < 0) {
        if (am_digits_count(unit.digits) - apart > AM_WORK_DIGITS) {
            return round_below(a, mode, unit, out);
        }
        return round_aligned(a, mode, a.digits, unit.digits * am_power_of_ten[-apart], unit, out);
    }
    if (am_digits_count(a.digits) + apart > AM_WORK_DIGITS) {
        return round_far(a, mode, unit, out);
    }
    return round_aligned(a, mode, a.digits * am_power_of_ten[apart], unit.digits, unit, out);
}
