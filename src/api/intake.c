/*
 * Kinds, bounds, digits and grains of a fact as one interval, so that a value is checked by one comparison.
 */
#include "api/intake.h"

/* The least count of 10^-places at or above a bound (`is_up`), or the greatest at or below it; one further
 * where the bound itself is out. False where it is beyond 64 bits. */
static bool count_at(am_decimal bound, uint8_t places, bool is_up, bool is_out, int64_t *out) {
    am_grain grain = am_grain_of_places(places);
    am_decimal whole;
    am_rounding mode = is_up ? AM_ROUND_CEILING : AM_ROUND_FLOOR;
    if (am_decimal_round(bound, mode, am_grain_amount(grain, 1), &whole) > AM_ARITH_ROUNDED ||
        !am_grain_count(grain, whole, out)) {
        return false;
    }
    bool is_at = is_out && am_decimal_compare(whole, bound) == 0;
    return !is_at || !__builtin_add_overflow(*out, is_up ? 1 : -1, out);
}

static void narrow_to(am_intake *intake, int64_t low, int64_t high) {
    intake->low = low > intake->low ? low : intake->low;
    intake->high = high < intake->high ? high : intake->high;
}

/* False where a bound cannot be told in 64 bits. */
static bool bound_decimal(const am_program *program, const am_bounds *bounds, uint8_t places,
                          am_intake *out) {
    int64_t at;
    if (bounds->lowest != AM_NO_INDEX) {
        if (!count_at(program->constants[bounds->lowest].decimal, places, true, bounds->is_lowest_out, &at)) {
            return false;
        }
        narrow_to(out, at, INT64_MAX);
    }
    if (bounds->highest != AM_NO_INDEX) {
        if (!count_at(program->constants[bounds->highest].decimal, places, false, bounds->is_highest_out,
                      &at)) {
            return false;
        }
        narrow_to(out, INT64_MIN, at);
    }
    return true;
}

static void bound_integer(const am_program *program, const am_bounds *bounds, am_intake *out) {
    if (bounds->lowest != AM_NO_INDEX) {
        int64_t lowest = program->constants[bounds->lowest].integer;
        narrow_to(out, lowest + (bounds->is_lowest_out ? 1 : 0), INT64_MAX);
    }
    if (bounds->highest != AM_NO_INDEX) {
        int64_t highest = program->constants[bounds->highest].integer;
        narrow_to(out, INT64_MIN, highest - (bounds->is_highest_out ? 1 : 0));
    }
}

/* Digits behind the point that a value of the fact may have. */
static uint8_t most_places(const am_program *program, const am_fact *fact) {
    return fact->kind == AM_KIND_WHOLE   ? 0
           : fact->kind == AM_KIND_MONEY ? program->units[fact->unit].digits
                                         : AM_GRAIN_PLACES_MAX - 1;
}

static bool decimal_intake(const am_program *program, const am_narrow *narrow, const am_fact *fact,
                           uint8_t places, am_intake *out) {
    *out = (am_intake){-INT64_MAX, INT64_MAX, 1};
    if (places > most_places(program, fact) || am_program_discretion_of(program, fact) != NULL) {
        return false;
    }
    if (narrow != NULL && narrow->lanes[fact->column].kind == AM_LANE_COUNT) {
        if (!am_grain_ratio(am_grain_of_places(places), narrow->lanes[fact->column].grain, &out->factor)) {
            return false;
        }
        narrow_to(out, -(AM_COUNT_MAX / out->factor), AM_COUNT_MAX / out->factor);
    }
    return bound_decimal(program, &fact->bounds, places, out);
}

bool am_intake_of(const am_program *program, const am_narrow *narrow, const am_fact *fact, uint8_t places,
                  am_intake *out) {
    switch ((am_kind)fact->kind) {
    case AM_KIND_NUMBER:
    case AM_KIND_WHOLE:
    case AM_KIND_MONEY:
        return decimal_intake(program, narrow, fact, places, out);
    case AM_KIND_YESNO:
        *out = (am_intake){0, 1, 1};
        break;
    case AM_KIND_DATE:
        *out = (am_intake){AM_DATE_MIN, AM_DATE_MAX, 1};
        break;
    case AM_KIND_MONTHS:
    case AM_KIND_DAYS:
        *out = (am_intake){0, AM_PERIOD_MAX, 1};
        break;
    case AM_KIND_CODE:
        *out = (am_intake){0, (int64_t)program->scales[fact->scale].value_count - 1, 1};
        break;
    case AM_KIND_TEXT:
        return false;
    }
    bound_integer(program, &fact->bounds, out);
    return true;
}
