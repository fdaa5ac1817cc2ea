/*
 * What the steps of a narrow program work on: the values, states and bounds of lanes.
 *
 * A lane at another grain has no states of its own: what does not fit there is marked at the register that it
 * was made from.
 */
#include <string.h>

#include "vm/narrow_step.h"

am_width am_strip_width(const am_lane *lane) {
    switch ((am_lane_kind)lane->kind) {
    case AM_LANE_INTEGER:
        return AM_WIDTH_4;
    case AM_LANE_YESNO:
        return AM_WIDTH_1;
    case AM_LANE_COUNT:
    case AM_LANE_DECIMAL:
    case AM_LANE_NONE:
        break;
    }
    return AM_WIDTH_8;
}

am_column *am_strip_root(const am_strip_run *run, uint32_t lane) {
    return &run->batch->columns[am_narrow_root(run->narrow, lane)];
}

void *am_strip_values(const am_strip_run *run, uint32_t lane) {
    const am_column *column = am_strip_root(run, lane);
    return run->narrow->lanes[lane].kind == AM_LANE_COUNT ? (void *)column->counts : column->values;
}

/* The one value of a lane in the constant domain. */
static int64_t constant_of(const am_strip_run *run, uint32_t lane) {
    const am_lane *at = &run->narrow->lanes[lane];
    const am_column *column = &run->batch->columns[lane];
    if (at->is_known) {
        return at->constant;
    }
    return at->kind == AM_LANE_YESNO ? *(const uint8_t *)column->values : *(const int32_t *)column->values;
}

bool am_strip_is_constant(const am_strip_run *run, uint32_t lane) {
    return run->narrow->lanes[lane].domain == AM_DOMAIN_CONSTANT;
}

void am_strip_set_fixed(am_strip_run *run, unsigned i, am_width width, int64_t value) {
    am_strip_set_constant(run->kernels, &run->strip, i, width, value, run->batch->work->blocks[i]);
}

void am_strip_set_in(am_strip_run *run, unsigned i, uint32_t lane) {
    if (am_strip_is_constant(run, lane)) {
        am_strip_set_fixed(run, i, am_strip_width(&run->narrow->lanes[lane]), constant_of(run, lane));
    } else {
        run->strip.in[i] = am_strip_values(run, lane);
        run->strip.is_constant[i] = false;
    }
}

/* The same where a kernel wants a column: a constant fills one. */
void am_strip_set_array(am_strip_run *run, unsigned i, uint32_t lane, uint32_t rows) {
    am_strip_set_in(run, i, lane);
    if (run->strip.is_constant[i]) {
        am_strip filled = run->strip;
        filled.rows = rows;
        filled.out = run->batch->work->fills[i];
        am_strip_copy(run->kernels, &filled, i, am_strip_width(&run->narrow->lanes[lane]));
        run->strip.in[i] = filled.out;
        run->strip.is_constant[i] = false;
    }
}

am_column *am_strip_state_column(const am_batch *batch, uint16_t column) {
    return &batch->columns[am_narrow_root(batch->narrow, column)];
}

bool am_strip_is_plain(const am_batch *batch, uint16_t column) {
    const am_column *at = am_strip_state_column(batch, column);
    return at->states == NULL || at->is_plain ||
           (batch->program->registers[column].domain == AM_DOMAIN_CONSTANT &&
            at->states[0] == AM_STATE_VALUE);
}

/* One byte a row; `i` says which scratch column a constant may fill. */
const uint8_t *am_strip_states(const am_strip_run *run, unsigned i, uint16_t column) {
    const am_batch *batch = run->batch;
    if (am_strip_is_plain(batch, column)) {
        return batch->work->plain;
    }
    const am_column *at = am_strip_state_column(batch, column);
    if (batch->program->registers[column].domain != AM_DOMAIN_CONSTANT) {
        return at->states;
    }
    memset(batch->work->fills[i], at->states[0], run->strip.rows);
    return (const uint8_t *)batch->work->fills[i];
}

const am_instruction *am_strip_instruction(const am_strip_run *run) {
    return &run->batch->program->instructions[run->step->instruction];
}

am_operands am_strip_operands(const am_strip_run *run) {
    am_operands found = {run->step->operands, run->step->operand_count, true};
    for (unsigned i = 0; i < found.count; i++) {
        found.are_plain = found.are_plain && am_strip_is_plain(run->batch, found.columns[i]);
    }
    return found;
}

/* Where the result's states go; a scratch column where it has none. */
uint8_t *am_strip_open_states(am_strip_run *run) {
    uint8_t *states = run->column->states != NULL ? run->column->states : run->batch->work->dropped;
    run->column->is_plain = false;
    return states;
}

void am_strip_close_states(am_strip_run *run, const uint8_t *states) {
    run->column->is_plain = run->column->states == NULL || am_state_are_plain(states, run->strip.rows);
}

static void set_strict(am_strip_run *run, const am_operands *operands) {
    uint8_t *states = am_strip_open_states(run);
    memset(states, AM_STATE_VALUE, run->strip.rows);
    for (unsigned i = 0; i < operands->count; i++) {
        if (!am_strip_is_plain(run->batch, operands->columns[i])) {
            am_state_strict(states, am_strip_states(run, i, operands->columns[i]), run->strip.rows);
        }
    }
    am_strip_close_states(run, states);
}

/* The result's states are the operands' by a strict rule; all plain where these are. */
void am_strip_follow_strict(am_strip_run *run) {
    am_operands operands = am_strip_operands(run);
    run->column->is_plain = true;
    if (!operands.are_plain) {
        set_strict(run, &operands);
    }
}

/* Whether the register's own states can say that a row is open: a fact's say how it was given. */
static bool bears_faults(const am_strip_run *run, const am_lane *lane) {
    const am_lane *root = &run->narrow->lanes[am_narrow_root(run->narrow, lane->column)];
    return !root->is_input && run->batch->columns[lane->column].states != NULL;
}

void am_strip_open_faults(am_strip_run *run) {
    am_column *column = am_strip_state_column(run->batch, run->lane->column);
    if (!bears_faults(run, run->lane)) {
        run->strip.faults = run->batch->work->dropped;
        memset(run->strip.faults, AM_STATE_VALUE, run->strip.rows);
        return;
    }
    if (column->is_plain) {
        memset(column->states, AM_STATE_VALUE, run->strip.rows);
    }
    run->strip.faults = column->states;
}

/* Opens the records of the rows that are marked. */
static void force_records(am_strip_run *run) {
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        if (run->strip.faults[row] != AM_STATE_VALUE) {
            run->batch->work->is_open[am_batch_row_above(run->batch, run->lane->domain, row, 0)] = 1;
        }
    }
}

void am_strip_close_faults(am_strip_run *run, bool has_faults) {
    if (!has_faults) {
        return;
    }
    if (bears_faults(run, run->lane)) {
        am_strip_state_column(run->batch, run->lane->column)->is_plain = false;
    } else {
        force_records(run);
    }
}

am_extremes am_strip_bounds(const am_strip_run *run, uint32_t lane) {
    const am_lane *at = &run->narrow->lanes[lane];
    const am_column *column = am_strip_root(run, lane);
    return at->is_known ? (am_extremes){at->constant, at->constant}
                        : (am_extremes){column->low, column->high};
}

void am_strip_set_bounds(am_strip_run *run, am_i128 low, am_i128 high) {
    run->column->low = (int64_t)low;
    run->column->high = (int64_t)high;
}

bool am_strip_fits(am_i128 low, am_i128 high) {
    return low >= -(am_i128)AM_COUNT_MAX && high <= (am_i128)AM_COUNT_MAX;
}

void am_strip_measure(am_strip_run *run) {
    am_extremes found = am_values_extremes(run->kernels, AM_WIDTH_8, run->strip.out, run->strip.rows);
    am_strip_set_bounds(run, found.low, found.high);
}

void am_strip_hull(am_strip_run *run, uint32_t a, uint32_t b) {
    am_extremes of_a = am_strip_bounds(run, a);
    am_extremes of_b = am_strip_bounds(run, b);
    am_strip_set_bounds(run, of_a.low < of_b.low ? of_a.low : of_b.low,
                        of_a.high > of_b.high ? of_a.high : of_b.high);
}
