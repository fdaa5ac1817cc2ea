/*
 * Choosing among columns of any type: values by the condition's value alone, whatever its state, and states
 * by the rule.
 */
#include <string.h>

#include "vm/level.h"

static uint16_t operand(const am_level_run *run, unsigned i) {
    return run->instruction->operands[i];
}

static bool is_decimal(const am_level_run *run) {
    return am_level_width(run, run->instruction->result) == AM_WIDTH_8;
}

/* Operands [first, first + count) of the result's type into the strip; decimals at one exponent, within the
 * bounds of all. False where they are not level. */
static bool load_values(am_level_run *run, unsigned first, unsigned count) {
    am_level_operand of[2];
    if (!is_decimal(run)) {
        for (unsigned i = first; i < first + count; i++) {
            am_level_load_plain(run, i, operand(run, i));
        }
        return true;
    }
    for (unsigned i = 0; i < count; i++) {
        if (!am_level_take(run, operand(run, first + i), &of[i])) {
            return false;
        }
    }
    if (!am_level_align(of, count)) {
        return false;
    }
    int64_t low = of[0].low;
    int64_t high = of[0].high;
    for (unsigned i = 0; i < count; i++) {
        am_level_load(run, first + i, &of[i]);
        low = of[i].low < low ? of[i].low : low;
        high = of[i].high > high ? of[i].high : high;
    }
    am_level_settle(run, of[0].places, low, high);
    return true;
}

static bool are_plain(const am_level_run *run, unsigned operands) {
    for (unsigned i = 0; i < operands; i++) {
        if (!am_level_is_plain(run, operand(run, i))) {
            return false;
        }
    }
    return true;
}

/* A condition that is constant, or a state that a constant has, is left to the other kernels. */
static bool has_kernel(const am_level_run *run, unsigned operands) {
    bool is_plain = are_plain(run, operands);
    return !am_level_is_constant(run, operand(run, 0)) && !am_level_has_odd_constant(run, operands) &&
           (is_plain || run->result->states != NULL);
}

bool am_level_choose(am_level_run *run) {
    const uint8_t *yes = run->batch->columns[operand(run, 0)].values;
    if (!has_kernel(run, 3) || !load_values(run, 1, 2)) {
        return false;
    }
    run->strip.in[0] = yes;
    run->kernels->choose[am_level_width(run, run->instruction->result)](&run->strip);
    run->result->is_plain = true;
    if (!are_plain(run, 3)) {
        const uint8_t *const states[3] = {am_level_states(run, operand(run, 0)),
                                          am_level_states(run, operand(run, 1)),
                                          am_level_states(run, operand(run, 2))};
        bool is_step = run->instruction->opcode == AM_OP_STEP;
        uint8_t *out = am_level_open_states(run);
        (is_step ? am_state_step : am_state_choose)(out, yes, states, run->strip.rows);
        am_level_close_states(run, out);
    }
    return true;
}

static void copy_values(am_level_run *run, unsigned i) {
    am_strip_copy(run->kernels, &run->strip, i, am_level_width(run, run->instruction->result));
}

bool am_level_keep(am_level_run *run, uint8_t otherwise) {
    const uint8_t *yes = run->batch->columns[operand(run, 0)].values;
    if (run->result->states == NULL || !has_kernel(run, 2) || !load_values(run, 1, 1)) {
        return false;
    }
    copy_values(run, 1);
    const uint8_t *const states[2] = {am_level_states(run, operand(run, 0)),
                                      am_level_states(run, operand(run, 1))};
    uint8_t *out = am_level_open_states(run);
    am_state_keep(out, yes, states, otherwise, run->strip.rows);
    am_level_close_states(run, out);
    return true;
}

bool am_level_otherwise(am_level_run *run) {
    if (!has_kernel(run, 2) || !load_values(run, 0, 2)) {
        return false;
    }
    const uint8_t *states = am_level_states(run, operand(run, 0));
    run->strip.states[0] = am_level_is_plain(run, operand(run, 0)) ? NULL : states;
    am_strip_otherwise(run->kernels, &run->strip, am_level_width(run, run->instruction->result));
    run->result->is_plain = true;
    if (!are_plain(run, 2)) {
        uint8_t *out = am_level_open_states(run);
        am_state_otherwise(out, states, am_level_states(run, operand(run, 1)), run->strip.rows);
        am_level_close_states(run, out);
    }
    return true;
}

bool am_level_known(am_level_run *run) {
    uint16_t a = operand(run, 0);
    if (am_level_is_constant(run, a)) {
        return false;
    }
    if (am_level_is_plain(run, a)) {
        memset(run->strip.out, 1, run->strip.rows);
        run->result->is_plain = true;
        return true;
    }
    bool has_states = run->result->states != NULL;
    uint8_t *out = has_states ? am_level_open_states(run) : (uint8_t *)run->batch->work->fills[0];
    am_state_known(out, run->strip.out, am_level_states(run, a), run->strip.rows);
    run->result->is_plain = true;
    if (has_states) {
        am_level_close_states(run, out);
    }
    return true;
}

bool am_level_unwrap(am_level_run *run) {
    if (!has_kernel(run, 1) || !load_values(run, 0, 1)) {
        return false;
    }
    copy_values(run, 0);
    run->result->is_plain = true;
    if (!are_plain(run, 1)) {
        uint8_t *out = am_level_open_states(run);
        am_state_unwrap(out, am_level_states(run, operand(run, 0)), run->strip.rows);
        am_level_close_states(run, out);
    }
    return true;
}

bool am_level_truth(am_level_run *run) {
    bool is_not = run->instruction->opcode == AM_OP_NOT;
    if (!are_plain(run, is_not ? 1 : 2) || am_level_is_constant(run, operand(run, 0))) {
        return false;
    }
    am_level_load_plain(run, 0, operand(run, 0));
    run->result->is_plain = true;
    if (is_not) {
        am_bytes_not(&run->strip);
        return true;
    }
    am_level_load_plain(run, 1, operand(run, 1));
    (run->instruction->opcode == AM_OP_AND ? am_bytes_least : am_bytes_greatest)(&run->strip);
    return true;
}
