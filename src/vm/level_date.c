/*
 * Dates over whole columns, where no row can leave the calendar.
 */
#include "vm/level.h"

/* Whether all dates, so many months away, are within the calendar. */
static bool stay_within(am_extremes dates, int64_t months) {
    am_date moved;
    return am_date_add_months((am_date)dates.low, months, AM_MONTH_END_DOWN, &moved) == AM_DATE_OK &&
           am_date_add_months((am_date)dates.high, months, AM_MONTH_END_DOWN, &moved) == AM_DATE_OK;
}

bool am_level_move_months(am_level_run *run, bool is_back) {
    const uint16_t *operands = run->instruction->operands;
    const int32_t *dates = run->batch->columns[operands[0]].values;
    if (operands[2] != AM_MONTH_END_DOWN || am_level_is_constant(run, operands[0]) ||
        !am_level_is_plain(run, operands[0]) || !am_level_is_constant(run, operands[1]) ||
        !am_level_is_plain(run, operands[1])) {
        return false;
    }
    int32_t months = *(const int32_t *)run->batch->columns[operands[1]].values;
    run->strip.factor = is_back ? -(int64_t)months : months;
    am_extremes extremes = am_values_extremes(run->kernels, AM_WIDTH_4, dates, run->strip.rows);
    if (!stay_within(extremes, run->strip.factor)) {
        return false;
    }
    run->strip.in[0] = dates;
    am_strip_move_months(run->kernels, &run->strip, extremes);
    run->result->is_plain = true;
    return true;
}

bool am_level_days_between(am_level_run *run) {
    const uint16_t *operands = run->instruction->operands;
    if (am_level_has_odd_constant(run, 2)) {
        return false;
    }
    am_level_load_plain(run, 0, operands[0]);
    am_level_load_plain(run, 1, operands[1]);
    run->kernels->days_between(&run->strip);
    am_level_settle(run, 0, AM_DATE_MIN - AM_DATE_MAX, AM_DATE_MAX - AM_DATE_MIN);
    am_level_set_strict(run, 2);
    return true;
}

bool am_level_period_number(am_level_run *run) {
    uint16_t a = run->instruction->operands[0];
    if (am_level_is_constant(run, a)) {
        return false;
    }
    am_level_load_plain(run, 0, a);
    run->kernels->convert[AM_WIDTH_4][AM_WIDTH_8](&run->strip);
    am_level_settle(run, 0, INT32_MIN, INT32_MAX);
    am_level_set_strict(run, 1);
    return true;
}
