/*
 * Between a list and what holds it, over counts.
 */
#include <string.h>

#include "vm/level.h"

static uint16_t operand(const am_level_run *run, unsigned i) {
    return run->instruction->operands[i];
}

/* The parent's value for each element, or the element's for each pair. */
bool am_level_gather(am_level_run *run) {
    uint16_t a = operand(run, 0);
    uint16_t domain = run->batch->program->registers[run->instruction->result].domain;
    const am_rows *rows = &run->batch->rows[domain];
    am_width width = am_level_width(run, a);
    bool is_plain = am_level_is_plain(run, a);
    am_level_operand of;
    if (am_level_is_constant(run, a) || (!is_plain && run->result->states == NULL) ||
        (width == AM_WIDTH_8 && !am_level_take(run, a, &of))) {
        return false;
    }
    run->strip.index = run->instruction->opcode == AM_OP_SPREAD ? rows->parents : rows->elements;
    if (width == AM_WIDTH_8) {
        am_level_load(run, 0, &of);
        am_level_settle(run, of.places, of.low, of.high);
    } else {
        am_level_load_plain(run, 0, a);
    }
    run->kernels->gather[width](&run->strip);
    run->result->is_plain = true;
    if (!is_plain) {
        uint8_t *states = am_level_open_states(run);
        am_strip of_states = run->strip;
        of_states.in[0] = am_level_states(run, a);
        of_states.out = states;
        run->kernels->gather[AM_WIDTH_1](&of_states);
        am_level_close_states(run, states);
    }
    return true;
}

/* Rows outside lists are alone in theirs. */
bool am_level_position(am_level_run *run) {
    uint16_t domain = run->batch->program->registers[run->instruction->result].domain;
    const am_rows *rows = &run->batch->rows[domain];
    bool is_list = run->batch->program->domains[domain].kind != AM_DOMAIN_RECORDS;
    int64_t *out = run->strip.out;
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        out[row] = is_list ? (int64_t)row - am_rows_first(rows, rows->parents[row]) + 1 : 1;
    }
    am_level_settle(run, 0, 1, run->strip.rows);
    run->result->is_plain = true;
    return true;
}

/* A list's own state, which is that of what is folded over plain elements. */
static bool set_state(am_level_run *run, uint16_t present) {
    run->result->is_plain = true;
    if (!am_level_is_plain(run, present)) {
        uint8_t *states = am_level_open_states(run);
        memcpy(states, am_level_states(run, present), run->strip.rows);
        am_level_close_states(run, states);
    }
    return true;
}

/* Whether the elements are plain, with a mask and a presence that are no constants. */
static bool is_simple(const am_level_run *run) {
    uint16_t mask = operand(run, 1);
    uint16_t present = operand(run, 3);
    return am_level_is_plain(run, mask) && !am_level_is_constant(run, mask) &&
           !am_level_is_constant(run, present) &&
           (am_level_is_plain(run, present) || run->result->states != NULL);
}

bool am_level_count_elements(am_level_run *run) {
    const am_rows *rows = &run->batch->rows[operand(run, 2)];
    if (!is_simple(run)) {
        return false;
    }
    run->strip.mask = run->batch->columns[operand(run, 1)].values;
    run->strip.index = rows->ends;
    run->kernels->count(&run->strip);
    am_level_settle(run, 0, 0, rows->count);
    return set_state(run, operand(run, 3));
}

bool am_level_total(am_level_run *run) {
    const am_rows *rows = &run->batch->rows[operand(run, 2)];
    const uint8_t *mask = run->batch->columns[operand(run, 1)].values;
    am_level_operand of;
    if (!is_simple(run) || !am_level_is_plain(run, operand(run, 0)) ||
        !am_level_take(run, operand(run, 0), &of) || of.counts == NULL) {
        return false;
    }
    am_i128 low = of.low < 0 ? (am_i128)of.low * rows->count : 0;
    am_i128 high = of.high > 0 ? (am_i128)of.high * rows->count : 0;
    if (!am_level_fits(low, high)) {
        return false;
    }
    uint64_t *out = run->strip.out;
    uint32_t at = 0;
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        uint64_t sum = 0;
        for (; at < rows->ends[row]; at++) {
            sum += mask[at] != 0 ? (uint64_t)of.counts[at] : 0;
        }
        out[row] = sum;
    }
    am_level_settle(run, of.places, low, high);
    return set_state(run, operand(run, 3));
}
