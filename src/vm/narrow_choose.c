/*
 * Steps that compare and choose: values by vector kernels, states by the rules of the instructions.
 */
#include <string.h>

#include "vm/narrow_step.h"

void am_step_compare(am_strip_run *run) {
    const am_step *step = run->step;
    am_width width = am_strip_width(&run->narrow->lanes[step->in[0]]);
    am_strip_follow_strict(run);
    am_strip_set_in(run, 0, step->in[0]);
    am_strip_set_in(run, 1, step->in[1]);
    if (step->kind == AM_STEP_LESS_EQUAL) {
        am_strip_less_equal(run->kernels, &run->strip, width);
    } else {
        (step->kind == AM_STEP_EQUAL ? run->kernels->equal : run->kernels->less)[width](&run->strip);
    }
}

static void bound_extreme(am_strip_run *run, bool is_greatest) {
    am_extremes a = am_strip_bounds(run, run->step->in[0]);
    am_extremes b = am_strip_bounds(run, run->step->in[1]);
    if (is_greatest) {
        am_strip_set_bounds(run, a.low > b.low ? a.low : b.low, a.high > b.high ? a.high : b.high);
    } else {
        am_strip_set_bounds(run, a.low < b.low ? a.low : b.low, a.high < b.high ? a.high : b.high);
    }
}

void am_step_extreme(am_strip_run *run) {
    const am_step *step = run->step;
    am_width width = am_strip_width(run->lane);
    bool is_greatest = step->kind == AM_STEP_GREATEST;
    am_strip_follow_strict(run);
    am_strip_set_in(run, 0, step->in[0]);
    am_strip_set_in(run, 1, step->in[1]);
    (is_greatest ? run->kernels->greatest : run->kernels->least)[width](&run->strip);
    bound_extreme(run, is_greatest);
}

/* The states of optional operands, and what comes of them. */
static void set_optional_states(am_strip_run *run, const am_operands *operands) {
    const uint8_t *of[2];
    for (unsigned i = 0; i < 2; i++) {
        of[i] = am_strip_states(run, i, operands->columns[i]);
        run->strip.states[i] = am_strip_is_plain(run->batch, operands->columns[i]) ? NULL : of[i];
    }
    uint8_t *states = am_strip_open_states(run);
    am_state_optional(states, of[0], of[1], run->strip.rows);
    am_strip_close_states(run, states);
}

void am_step_known_only(am_strip_run *run) {
    const am_step *step = run->step;
    am_width width = am_strip_width(run->lane);
    am_operands operands = am_strip_operands(run);
    am_kernel *choose = run->kernels->choose[width];
    am_strip_set_in(run, 0, step->in[0]);
    am_strip_set_in(run, 1, step->in[1]);
    set_optional_states(run, &operands);
    if (step->kind != AM_STEP_ADD_KNOWN) {
        bool is_greatest = step->kind == AM_STEP_GREATEST_KNOWN;
        am_strip_known_only((is_greatest ? run->kernels->greatest : run->kernels->least)[width], choose,
                            &run->strip);
        am_strip_hull(run, step->in[0], step->in[1]);
        return;
    }
    am_extremes a = am_strip_bounds(run, step->in[0]);
    am_extremes b = am_strip_bounds(run, step->in[1]);
    am_i128 low = (am_i128)(a.low < 0 ? a.low : 0) + (b.low < 0 ? b.low : 0);
    am_i128 high = (am_i128)(a.high > 0 ? a.high : 0) + (b.high > 0 ? b.high : 0);
    am_strip_known_only(run->kernels->add, choose, &run->strip);
    am_strip_set_bounds(run, low, high);
    run->batch->work->is_beyond = run->batch->work->is_beyond || !am_strip_fits(low, high);
}

void am_step_truth(am_strip_run *run) {
    const am_step *step = run->step;
    if (!am_strip_operands(run).are_plain && step->kind != AM_STEP_NOT) {
        am_vm_execute(run->batch, am_strip_instruction(run));
        return;
    }
    am_strip_follow_strict(run);
    if (step->kind == AM_STEP_NOT) {
        am_strip_set_array(run, 0, step->in[0], run->strip.rows);
        am_bytes_not(&run->strip);
        return;
    }
    am_strip_set_in(run, 0, step->in[0]);
    am_strip_set_in(run, 1, step->in[1]);
    (step->kind == AM_STEP_AND ? am_bytes_least : am_bytes_greatest)(&run->strip);
}

void am_strip_choose(am_strip_run *run) {
    const am_step *step = run->step;
    am_operands operands = am_strip_operands(run);
    am_strip_set_array(run, 0, step->in[0], run->strip.rows);
    run->column->is_plain = true;
    if (!operands.are_plain) {
        const uint8_t *const states[3] = {am_strip_states(run, 1, operands.columns[0]),
                                          am_strip_states(run, 2, operands.columns[1]),
                                          am_strip_states(run, 3, operands.columns[2])};
        bool is_step = am_opcode_row_of(am_strip_instruction(run)->opcode)->states == AM_STATES_STEP;
        uint8_t *out = am_strip_open_states(run);
        (is_step ? am_state_step : am_state_choose)(out, run->strip.in[0], states, run->strip.rows);
        am_strip_close_states(run, out);
    }
}

void am_step_choose(am_strip_run *run) {
    const am_step *step = run->step;
    am_strip_choose(run);
    am_strip_set_in(run, 1, step->in[1]);
    am_strip_set_in(run, 2, step->in[2]);
    run->kernels->choose[am_strip_width(run->lane)](&run->strip);
    am_strip_hull(run, step->in[1], step->in[2]);
}

static void keep_states(am_strip_run *run, const am_operands *operands, uint8_t otherwise) {
    am_strip_set_array(run, 0, run->step->in[0], run->strip.rows);
    const uint8_t *const states[2] = {am_strip_states(run, 1, operands->columns[0]),
                                      am_strip_states(run, 2, operands->columns[1])};
    uint8_t *out = am_strip_open_states(run);
    am_state_keep(out, run->strip.in[0], states, otherwise, run->strip.rows);
    am_strip_close_states(run, out);
}

static void unwrap_states(am_strip_run *run, const am_operands *operands) {
    run->column->is_plain = true;
    if (!operands->are_plain) {
        uint8_t *out = am_strip_open_states(run);
        am_state_unwrap(out, am_strip_states(run, 0, operands->columns[0]), run->strip.rows);
        am_strip_close_states(run, out);
    }
}

static void dated_states(am_strip_run *run) {
    am_call call;
    am_call_init(&call, run->batch, am_strip_instruction(run));
    uint8_t *out = am_strip_open_states(run);
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        am_state state = am_dated_state(&call, row);
        if (state == AM_STATE_VALUE) {
            state = am_dated_is_law(&call, row) ? am_view_state(&call.operands[0], row) : AM_STATE_FAULT;
        }
        out[row] = (uint8_t)state;
    }
    am_strip_close_states(run, out);
}

void am_step_copy(am_strip_run *run) {
    const am_step *step = run->step;
    am_operands operands = am_strip_operands(run);
    uint32_t from = step->in[1] == AM_NO_LANE ? step->in[0] : step->in[1];
    switch ((am_opcode)am_strip_instruction(run)->opcode) {
    case AM_OP_KEEP:
        keep_states(run, &operands, AM_STATE_UNKNOWN);
        break;
    case AM_OP_GUARD:
        keep_states(run, &operands, AM_STATE_FAULT);
        break;
    case AM_OP_UNWRAP:
        unwrap_states(run, &operands);
        break;
    default:
        dated_states(run);
        break;
    }
    am_strip_set_in(run, 0, from);
    if (!run->lane->is_shared) {
        am_strip_copy(run->kernels, &run->strip, 0, am_strip_width(run->lane));
    }
    am_extremes bounds = am_strip_bounds(run, from);
    am_strip_set_bounds(run, bounds.low, bounds.high);
}

void am_step_otherwise(am_strip_run *run) {
    const am_step *step = run->step;
    am_operands operands = am_strip_operands(run);
    bool is_plain = am_strip_is_plain(run->batch, operands.columns[0]);
    const uint8_t *states = am_strip_states(run, 0, operands.columns[0]);
    run->strip.states[0] = is_plain ? NULL : states;
    run->column->is_plain = true;
    if (!operands.are_plain) {
        uint8_t *out = am_strip_open_states(run);
        am_state_otherwise(out, states, am_strip_states(run, 1, operands.columns[1]), run->strip.rows);
        am_strip_close_states(run, out);
    }
    am_strip_set_in(run, 0, step->in[0]);
    am_strip_set_in(run, 1, step->in[1]);
    am_strip_otherwise(run->kernels, &run->strip, am_strip_width(run->lane));
    am_strip_hull(run, step->in[0], step->in[1]);
}

void am_step_known(am_strip_run *run) {
    am_operands operands = am_strip_operands(run);
    run->column->is_plain = true;
    if (operands.are_plain) {
        memset(run->strip.out, 1, run->strip.rows);
        return;
    }
    uint8_t *out = am_strip_open_states(run);
    am_state_known(out, run->strip.out, am_strip_states(run, 0, operands.columns[0]), run->strip.rows);
    am_strip_close_states(run, out);
}

static size_t bytes_of(am_width width) {
    static const size_t bytes[AM_WIDTH_COUNT] = {8, 4, 1};
    return bytes[width];
}

void am_step_fail(am_strip_run *run) {
    uint8_t *states = am_strip_open_states(run);
    memset(states, AM_STATE_FAULT, run->strip.rows);
    memset(run->strip.out, 0, run->strip.rows * bytes_of(am_strip_width(run->lane)));
    am_strip_set_bounds(run, 0, 0);
}
