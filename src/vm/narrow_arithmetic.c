/*
 * Steps of arithmetic: unchecked where the bounds of the operands show that the result fits.
 */
#include "vm/narrow_step.h"

/* Arithmetic: unchecked where the bounds fit. */
static void run_arithmetic(am_strip_run *run, am_kernel *kernel, am_checked_kernel *checked, am_i128 low,
                           am_i128 high) {
    if (am_strip_fits(low, high)) {
        kernel(&run->strip);
        am_strip_set_bounds(run, low, high);
        return;
    }
    am_strip_open_faults(run);
    am_strip_close_faults(run, checked(&run->strip));
    am_strip_measure(run);
}

void am_step_sum(am_strip_run *run) {
    const am_step *step = run->step;
    bool is_add = step->kind == AM_STEP_ADD;
    am_extremes a = am_strip_bounds(run, step->in[0]);
    am_extremes b = am_strip_bounds(run, step->in[1]);
    am_strip_follow_strict(run);
    am_strip_set_in(run, 0, step->in[0]);
    am_strip_set_in(run, 1, step->in[1]);
    if (is_add) {
        run_arithmetic(run, run->kernels->add, am_checked_add, (am_i128)a.low + b.low,
                       (am_i128)a.high + b.high);
    } else {
        run_arithmetic(run, run->kernels->subtract, am_checked_subtract, (am_i128)a.low - b.high,
                       (am_i128)a.high - b.low);
    }
}

static bool is_short(am_extremes bounds) {
    return bounds.low >= INT32_MIN && bounds.high <= INT32_MAX;
}

/* The least and the greatest of the products. */
static void bound_products(am_extremes a, am_extremes b, am_i128 *low, am_i128 *high) {
    am_i128 ends[4] = {(am_i128)a.low * b.low, (am_i128)a.low * b.high, (am_i128)a.high * b.low,
                       (am_i128)a.high * b.high};
    *low = *high = ends[0];
    for (unsigned i = 1; i < 4; i++) {
        *low = ends[i] < *low ? ends[i] : *low;
        *high = ends[i] > *high ? ends[i] : *high;
    }
}

static void multiply(am_strip_run *run, am_extremes a, am_extremes b) {
    am_i128 low;
    am_i128 high;
    bound_products(a, b, &low, &high);
    am_kernel *kernel = is_short(a) && is_short(b) ? run->kernels->multiply_short : run->kernels->multiply;
    run_arithmetic(run, kernel, am_checked_multiply, low, high);
}

void am_step_product(am_strip_run *run) {
    const am_step *step = run->step;
    am_strip_follow_strict(run);
    am_strip_set_in(run, 0, step->in[0]);
    am_strip_set_in(run, 1, step->in[1]);
    multiply(run, am_strip_bounds(run, step->in[0]), am_strip_bounds(run, step->in[1]));
}

/* As a result of its own, or at another grain: then the register that it was made from bears the faults. */
void am_step_scale(am_strip_run *run) {
    const am_step *step = run->step;
    am_extremes a = am_strip_bounds(run, step->in[0]);
    if (step->instruction != AM_NO_INDEX) {
        am_strip_follow_strict(run);
    }
    am_strip_set_in(run, 0, step->in[0]);
    am_strip_set_fixed(run, 1, AM_WIDTH_8, step->factor);
    multiply(run, a, (am_extremes){step->factor, step->factor});
}

/* The factors as a column, for a product that must be checked. */
static void choose_factors(am_strip_run *run, int64_t other) {
    void *out = run->strip.out;
    am_strip_set_fixed(run, 1, AM_WIDTH_8, run->step->factor);
    am_strip_set_fixed(run, 2, AM_WIDTH_8, other);
    run->strip.out = run->batch->work->fills[3];
    run->kernels->choose[AM_WIDTH_8](&run->strip);
    run->strip.in[0] = run->strip.out;
    run->strip.out = out;
}

void am_step_scale_chosen(am_strip_run *run) {
    const am_step *step = run->step;
    am_extremes of = am_strip_bounds(run, step->in[1]);
    int64_t other = run->narrow->lanes[step->in[2]].constant;
    am_i128 low;
    am_i128 high;
    am_extremes factors = {step->factor < other ? step->factor : other,
                           step->factor < other ? other : step->factor};
    bound_products(of, factors, &low, &high);
    am_strip_choose(run);
    if (!am_strip_fits(low, high)) {
        choose_factors(run, other);
    }
    am_strip_set_in(run, 1, step->in[1]);
    run->strip.factor = step->factor;
    run->strip.other_factor = other;
    run_arithmetic(run, run->kernels->scale_chosen, am_checked_multiply, low, high);
}

void am_step_unary(am_strip_run *run) {
    const am_step *step = run->step;
    am_extremes a = am_strip_bounds(run, step->in[0]);
    am_strip_follow_strict(run);
    am_strip_set_array(run, 0, step->in[0], run->strip.rows);
    if (step->kind == AM_STEP_NEGATE) {
        am_strip_negate(&run->strip);
        am_strip_set_bounds(run, -(am_i128)a.high, -(am_i128)a.low);
    } else if (step->kind == AM_STEP_ABSOLUTE) {
        am_i128 most = -(am_i128)a.low > a.high ? -(am_i128)a.low : a.high;
        am_strip_absolute(&run->strip);
        am_strip_set_bounds(run, 0, most < 0 ? -most : most);
    } else {
        run->strip.factor = step->factor;
        run->strip.mode = step->mode;
        run->kernels->round(&run->strip);
        am_strip_set_bounds(run, a.low / step->factor - 1, a.high / step->factor + 1);
    }
}

void am_step_widen(am_strip_run *run) {
    const am_lane *lane = &run->narrow->lanes[run->step->in[0]];
    am_column *column = &run->batch->columns[run->step->in[0]];
    const int64_t *counts = am_strip_values(run, run->step->in[0]);
    const uint8_t *states = lane->is_input ? column->states : NULL;
    am_decimal *out = column->values;
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        if (states == NULL || states[row] != AM_STATE_FAULT) { /* a fact of too many digits stands there */
            out[row] = am_grain_amount(lane->grain, counts[row]);
        }
    }
}

void am_step_narrow(am_strip_run *run) {
    const am_decimal *decimals = run->column->values;
    int64_t *counts = run->strip.out;
    bool has_faults = false;
    am_strip_open_faults(run);
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        if (!am_grain_count(run->lane->grain, decimals[row], &counts[row])) {
            counts[row] = 0;
            run->strip.faults[row] = AM_STATE_FAULT;
            has_faults = true;
        }
    }
    am_strip_close_faults(run, has_faults);
    am_strip_measure(run);
}

void am_step_same(am_strip_run *run) {
    const am_column *root = am_strip_root(run, run->step->out);
    run->column->is_plain = root->is_plain;
    am_strip_set_bounds(run, root->low, root->high);
}
