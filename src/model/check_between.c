/*
 * A value between two edges: the shortest near the lower one, as a drafter would name it.
 *
 * Where values lie on a grid (whole numbers, amounts of a fact in minor units, days) the answer is the first
 * on the grid. Elsewhere any decimal of 34 digits may occur: 10.01 lies between EUR 10 and EUR 11, 10.005
 * between EUR 10.00 and EUR 10.01. That there is none is an answer, too: the class is empty.
 */
#include "model/check.h"

/* Digits before the point; below 1 for a value under 0.1. */
static int32_t magnitude(am_decimal value) {
    int32_t digits = 0;

    for (am_u128 left = value.digits; left != 0; left /= 10) {
        digits++;
    }
    return digits + value.exponent;
}

static am_decimal unit_of(int32_t places) {
    return am_decimal_make(false, 1, -places);
}

/* The most places after the point that a value near this one can have. */
static int32_t places_near(am_decimal value) {
    if (am_decimal_is_zero(value)) {
        return -AM_DECIMAL_MIN_EXPONENT;
    }
    int32_t places = AM_DECIMAL_DIGITS - magnitude(value);
    return places < -AM_DECIMAL_MIN_EXPONENT ? places : -AM_DECIMAL_MIN_EXPONENT;
}

/* The multiple of the unit at or next to the value; the value where it has no digits below the unit. */
static am_decimal on_grid(am_decimal value, am_rounding mode, int32_t places) {
    am_decimal rounded;

    return am_decimal_round(value, mode, unit_of(places), &rounded) == AM_ARITH_EXACT ? rounded : value;
}

/* The next multiple above (or below) the value; the value itself where that would have too many digits. */
static am_decimal step_from(am_decimal value, int32_t places, bool is_up) {
    am_decimal start = on_grid(value, is_up ? AM_ROUND_FLOOR : AM_ROUND_CEILING, places), next;
    am_arith arith = is_up ? am_decimal_add(start, unit_of(places), &next)
                           : am_decimal_subtract(start, unit_of(places), &next);

    return arith == AM_ARITH_EXACT ? next : value;
}

static bool is_below(am_decimal value, const am_check_edge *high) {
    if (high->is_open) {
        return true;
    }
    int order = am_decimal_compare(value, high->value);
    return order < 0 || (order == 0 && high->is_after);
}

static bool is_above(am_decimal value, const am_check_edge *low) {
    if (low->is_open) {
        return true;
    }
    int order = am_decimal_compare(value, low->value);
    return order > 0 || (order == 0 && !low->is_after);
}

static int32_t at_most(int32_t places, int32_t limit) {
    return places < limit ? places : limit;
}

/* The value nearest to the high end, with nothing below to keep from. */
static am_decimal below(am_check_grid grid, const am_check_edge *high) {
    int32_t places = at_most(grid.places, places_near(high->value));

    if (!high->is_after) {
        return step_from(high->value, places, false);
    }
    return grid.is_dense ? high->value : on_grid(high->value, AM_ROUND_FLOOR, places);
}

static bool is_between(am_decimal value, const am_check_edge *low, const am_check_edge *high,
                       am_decimal *out) {
    *out = value;
    return is_above(value, low) && is_below(value, high);
}

bool am_check_between(am_check_grid grid, const am_check_edge *low, const am_check_edge *high,
                      am_decimal *out) {
    if (low->is_open) {
        return is_between(high->is_open ? am_decimal_of(0) : below(grid, high), low, high, out);
    }
    int32_t limit = places_near(low->value);
    int32_t places = at_most(grid.places, limit);
    if (!grid.is_dense) {
        return is_between(low->is_after ? step_from(low->value, places, true)
                                        : on_grid(low->value, AM_ROUND_CEILING, places),
                          low, high, out);
    }
    if (is_between(low->value, low, high, out)) {
        return true;
    }
    for (; places <= limit; places++) {
        if (is_between(step_from(low->value, places, true), low, high, out)) {
            return true;
        }
    }
    return !high->is_open && is_between(high->value, low, high, out);
}
