/*
 * Steps over dates.
 */
#include "vm/narrow_step.h"

void am_step_days_between(am_strip_run *run) {
    am_strip_follow_strict(run);
    am_strip_set_in(run, 0, run->step->in[0]);
    am_strip_set_in(run, 1, run->step->in[1]);
    run->kernels->days_between(&run->strip);
    am_strip_set_bounds(run, AM_DATE_MIN - AM_DATE_MAX, AM_DATE_MAX - AM_DATE_MIN);
}

static int32_t months_between(am_opcode opcode, am_date a, am_date b) {
    if (opcode == AM_OP_MONTHS_BEGUN) {
        return am_date_months_begun(a, b);
    }
    int32_t months = am_date_months_between(a, b);
    return opcode == AM_OP_YEARS_BETWEEN ? months / 12 : months;
}

void am_step_months_between(am_strip_run *run) {
    am_opcode opcode = (am_opcode)am_strip_instruction(run)->opcode;
    int64_t *out = run->strip.out;
    am_strip_follow_strict(run);
    am_strip_set_in(run, 0, run->step->in[0]);
    am_strip_set_in(run, 1, run->step->in[1]);
    const int32_t *a = run->strip.in[0];
    const int32_t *b = run->strip.in[1];
    const bool *is_constant = run->strip.is_constant;
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        out[row] = months_between(opcode, a[is_constant[0] ? 0 : row], b[is_constant[1] ? 0 : row]);
    }
    am_strip_measure(run);
}

void am_step_period_number(am_strip_run *run) {
    am_strip_follow_strict(run);
    am_strip_set_array(run, 0, run->step->in[0], run->strip.rows);
    run->kernels->convert[AM_WIDTH_4][AM_WIDTH_8](&run->strip);
    am_strip_set_bounds(run, INT32_MIN, INT32_MAX);
}

/* Lost days go to the month's last, and every month is well within the calendar: else the VM's own. */
static bool moves_freely(const am_strip_run *run, am_extremes dates) {
    am_date moved;
    return run->step->mode == AM_MONTH_END_DOWN &&
           am_date_add_months((am_date)dates.low, run->step->factor, AM_MONTH_END_DOWN, &moved) ==
               AM_DATE_OK &&
           am_date_add_months((am_date)dates.high, run->step->factor, AM_MONTH_END_DOWN, &moved) ==
               AM_DATE_OK;
}

void am_step_move_months(am_strip_run *run) {
    am_strip_set_array(run, 0, run->step->in[0], run->strip.rows);
    am_extremes dates = am_values_extremes(run->kernels, AM_WIDTH_4, run->strip.in[0], run->strip.rows);
    if (!moves_freely(run, dates)) {
        am_vm_execute(run->batch, am_strip_instruction(run));
        return;
    }
    am_strip_follow_strict(run);
    run->strip.factor = run->step->factor;
    am_strip_move_months(run->kernels, &run->strip, dates);
}
