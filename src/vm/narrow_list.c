/*
 * Steps between a list and what holds it. An element whose mask is no is not looked at, whatever its state.
 */
#include "vm/narrow_step.h"

void am_step_gather(am_strip_run *run) {
    const am_step *step = run->step;
    const am_rows *rows = &run->batch->rows[run->lane->domain];
    am_operands operands = am_strip_operands(run);
    am_extremes bounds = am_strip_bounds(run, step->in[0]);
    am_strip_set_bounds(run, bounds.low, bounds.high);
    run->column->is_plain = operands.are_plain;
    if (am_strip_is_constant(run, step->in[0])) {
        am_strip_set_in(run, 0, step->in[0]);
        am_strip_copy(run->kernels, &run->strip, 0, am_strip_width(run->lane));
        am_strip_follow_strict(run);
        return;
    }
    run->strip.index = step->kind == AM_STEP_SPREAD ? rows->parents : rows->elements;
    am_strip_set_in(run, 0, step->in[0]);
    run->kernels->gather[am_strip_width(run->lane)](&run->strip);
    if (!operands.are_plain) {
        uint8_t *states = am_strip_open_states(run);
        am_strip of_states = run->strip;
        of_states.in[0] = am_strip_states(run, 0, operands.columns[0]);
        of_states.out = states;
        run->kernels->gather[AM_WIDTH_1](&of_states);
        am_strip_close_states(run, states);
    }
}

void am_step_position(am_strip_run *run) {
    am_call call;
    am_call_init(&call, run->batch, am_strip_instruction(run));
    int64_t *out = run->strip.out;
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        out[row] = (int64_t)row - am_group_extent(&call, row).first + 1;
    }
    run->column->is_plain = true;
    am_strip_set_bounds(run, 1, run->strip.rows);
}

/* What a fold over lists reads. */
typedef struct fold {
    const am_rows *rows; /* of the elements */
    const uint8_t *mask;
    const uint8_t *present;
    const uint8_t *mask_states;
    const uint8_t *value_states;
} fold;

/* Columns of the elements are longer than those of the lists: they are filled by their own rows. */
static fold fold_of(am_strip_run *run, const am_operands *operands) {
    const am_instruction *instruction = am_strip_instruction(run);
    uint32_t lists = run->strip.rows;
    uint16_t domain = instruction->operands[2];
    fold fold = {.rows = &run->batch->rows[domain]};
    fold.present = am_strip_states(run, 3, operands->columns[operands->count - 1]);
    run->strip.rows = fold.rows->count;
    am_strip_set_array(run, 1, run->step->in[1], fold.rows->count);
    fold.mask = run->strip.in[1];
    fold.mask_states = am_strip_states(run, 2, instruction->operands[1]);
    if (run->step->in[0] != AM_NO_LANE) {
        am_strip_set_array(run, 0, run->step->in[0], fold.rows->count);
        fold.value_states = am_strip_states(run, 4, instruction->operands[0]);
    }
    run->strip.rows = lists;
    return fold;
}

void am_step_count(am_strip_run *run) {
    am_operands operands = am_strip_operands(run);
    fold fold = fold_of(run, &operands);
    run->strip.mask = fold.mask;
    run->strip.index = fold.rows->ends;
    run->kernels->count(&run->strip);
    am_strip_set_bounds(run, 0, fold.rows->count);
    run->column->is_plain = true;
    if (operands.are_plain) {
        return;
    }
    uint8_t *states = am_strip_open_states(run);
    uint32_t at = 0;
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        uint8_t state = fold.present[row];
        for (; at < fold.rows->ends[row]; at++) {
            state = fold.mask_states[at] > state && fold.present[row] == AM_STATE_VALUE ? fold.mask_states[at]
                                                                                        : state;
        }
        states[row] = state;
    }
    am_strip_close_states(run, states);
}

/* One more value of a sum, a greatest or a least; false when it does not fit. */
static bool fold_in(am_step_kind kind, int64_t value, bool is_first, int64_t *out) {
    if (kind == AM_STEP_SUM) {
        return !__builtin_add_overflow(*out, value, out) && *out != INT64_MIN;
    }
    bool is_better = kind == AM_STEP_FOLD_GREATEST ? value > *out : value < *out;
    *out = is_first || is_better ? value : *out;
    return true;
}

static int64_t value_at(const am_strip_run *run, uint32_t row) {
    const void *values = run->strip.in[0];
    return am_strip_width(run->lane) == AM_WIDTH_8 ? ((const int64_t *)values)[row]
                                                   : ((const int32_t *)values)[row];
}

static uint8_t fold_list(const am_strip_run *run, const fold *fold, uint32_t row, uint32_t first,
                         int64_t *out) {
    am_step_kind kind = (am_step_kind)run->step->kind;
    uint8_t state = fold->present[row];
    bool is_empty = true;
    bool has_fit = true;
    *out = 0;
    for (uint32_t at = first; at < fold->rows->ends[row]; at++) {
        uint8_t mask_state = fold->mask_states[at];
        if (mask_state == AM_STATE_VALUE && fold->mask[at] == 0) {
            continue;
        }
        uint8_t element = mask_state == AM_STATE_VALUE ? fold->value_states[at] : mask_state;
        state = element > state ? element : state;
        if (element == AM_STATE_VALUE) {
            has_fit = fold_in(kind, value_at(run, at), is_empty, out) && has_fit;
            is_empty = false;
        }
    }
    if (fold->present[row] != AM_STATE_VALUE) {
        state = fold->present[row];
    } else if (state == AM_STATE_VALUE && (!has_fit || (is_empty && kind != AM_STEP_SUM))) {
        state = AM_STATE_FAULT;
    }
    *out = has_fit ? *out : 0;
    return state;
}

void am_step_fold(am_strip_run *run) {
    am_operands operands = am_strip_operands(run);
    fold fold = fold_of(run, &operands);
    uint8_t *states = am_strip_open_states(run);
    bool is_wide = am_strip_width(run->lane) == AM_WIDTH_8;
    uint32_t first = 0;
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        int64_t value;
        states[row] = fold_list(run, &fold, row, first, &value);
        first = fold.rows->ends[row];
        if (is_wide) {
            ((int64_t *)run->strip.out)[row] = value;
        } else {
            ((int32_t *)run->strip.out)[row] = (int32_t)value;
        }
    }
    am_strip_close_states(run, states);
    if (is_wide) {
        am_strip_measure(run);
    }
}
