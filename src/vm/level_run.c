/*
 * Instructions over level columns: operands into strips, states by the rules, results with their bounds.
 *
 * Each kernel here either carries its instruction out in whole or answers false before it has written
 * anything that counts. Registers of other types go through the same strips, since the kernels are there.
 */
#include <string.h>

#include "vm/level.h"

bool am_level_is_constant(const am_level_run *run, uint16_t column) {
    return run->batch->program->registers[column].domain == AM_DOMAIN_CONSTANT;
}

bool am_level_is_plain(const am_level_run *run, uint16_t column) {
    const am_column *at = &run->batch->columns[column];
    return at->is_plain || at->states == NULL;
}

const uint8_t *am_level_states(const am_level_run *run, uint16_t column) {
    return am_level_is_plain(run, column) ? run->batch->work->plain : run->batch->columns[column].states;
}

bool am_level_has_odd_constant(const am_level_run *run, unsigned operands) {
    for (unsigned i = 0; i < operands; i++) {
        uint16_t column = run->instruction->operands[i];
        if (am_level_is_constant(run, column) && !am_level_is_plain(run, column)) {
            return true;
        }
    }
    return false;
}

bool am_level_take(const am_level_run *run, uint16_t column, am_level_operand *out) {
    const am_column *at = &run->batch->columns[column];
    if (!am_level_is(run->batch, column)) {
        return false;
    }
    *out = (am_level_operand){.low = at->low, .high = at->high, .factor = 1, .places = at->places};
    if (am_level_is_constant(run, column)) {
        out->constant = at->levels[0];
    } else {
        out->counts = at->levels;
    }
    return true;
}

bool am_level_fits(am_i128 low, am_i128 high) {
    return low >= -(am_i128)INT64_MAX && high <= (am_i128)INT64_MAX;
}

bool am_level_align(am_level_operand *operands, unsigned count) {
    uint8_t places = 0;
    for (unsigned i = 0; i < count; i++) {
        places = operands[i].places > places ? operands[i].places : places;
    }
    for (unsigned i = 0; i < count; i++) {
        am_level_operand *operand = &operands[i];
        operand->factor = am_level_powers[places - operand->places];
        am_i128 low = (am_i128)operand->low * operand->factor;
        am_i128 high = (am_i128)operand->high * operand->factor;
        if (!am_level_fits(low, high)) {
            return false;
        }
        operand->low = (int64_t)low;
        operand->high = (int64_t)high;
        operand->places = places;
    }
    return true;
}

static bool is_short(int64_t low, int64_t high) {
    return low >= INT32_MIN && high <= INT32_MAX;
}

/* The column that a scaled operand would have holds the block. */
static void set_constant(am_level_run *run, unsigned i, am_width width, int64_t value) {
    am_strip_set_constant(run->kernels, &run->strip, i, width, value, run->batch->work->fills[i]);
}

void am_level_load(am_level_run *run, unsigned i, const am_level_operand *operand) {
    if (operand->counts == NULL) {
        set_constant(run, i, AM_WIDTH_8, (int64_t)((uint64_t)operand->constant * (uint64_t)operand->factor));
        return;
    }
    run->strip.in[i] = operand->counts;
    run->strip.is_constant[i] = false;
    if (operand->factor == 1) {
        return;
    }
    am_strip scale = {.rows = run->strip.rows, .out = run->batch->work->fills[i], .in = {operand->counts}};
    int64_t factors[AM_BLOCK_ROWS];
    am_strip_set_constant(run->kernels, &scale, 1, AM_WIDTH_8, operand->factor, factors);
    bool has_short = is_short(operand->low / operand->factor, operand->high / operand->factor) &&
                     is_short(operand->factor, operand->factor);
    (has_short ? run->kernels->multiply_short : run->kernels->multiply)(&scale);
    run->strip.in[i] = scale.out;
}

am_width am_level_width(const am_level_run *run, uint16_t column) {
    switch (am_storage_of((am_value_type)run->batch->program->registers[column].type)) {
    case AM_STORAGE_DECIMAL:
        return AM_WIDTH_8;
    case AM_STORAGE_YESNO:
        return AM_WIDTH_1;
    case AM_STORAGE_INTEGER:
        break;
    }
    return AM_WIDTH_4;
}

void am_level_load_plain(am_level_run *run, unsigned i, uint16_t column) {
    const void *values = run->batch->columns[column].values;
    if (!am_level_is_constant(run, column)) {
        run->strip.in[i] = values;
        run->strip.is_constant[i] = false;
        return;
    }
    am_width width = am_level_width(run, column);
    set_constant(run, i, width, width == AM_WIDTH_1 ? *(const uint8_t *)values : *(const int32_t *)values);
}

void am_level_settle(am_level_run *run, uint8_t places, am_i128 low, am_i128 high) {
    am_column *result = run->result;
    result->places = places;
    result->low = (int64_t)low;
    result->high = (int64_t)high;
    result->level = AM_LEVEL_YES;
    result->is_behind = true;
}

uint8_t *am_level_open_states(am_level_run *run) {
    run->result->is_plain = false;
    return run->result->states;
}

void am_level_close_states(am_level_run *run, const uint8_t *states) {
    run->result->is_plain = am_state_are_plain(states, run->strip.rows);
}

void am_level_set_strict(am_level_run *run, unsigned operands) {
    bool is_plain = true;
    for (unsigned i = 0; i < operands; i++) {
        is_plain = is_plain && am_level_is_plain(run, run->instruction->operands[i]);
    }
    run->result->is_plain = true;
    if (is_plain || run->result->states == NULL) {
        return;
    }
    uint8_t *states = am_level_open_states(run);
    memset(states, AM_STATE_VALUE, run->strip.rows);
    for (unsigned i = 0; i < operands; i++) {
        uint16_t column = run->instruction->operands[i];
        if (!am_level_is_plain(run, column)) {
            am_state_strict(states, am_level_states(run, column), run->strip.rows);
        }
    }
    am_level_close_states(run, states);
}

static bool run_instruction(am_level_run *run) {
    switch ((am_opcode)run->instruction->opcode) {
    case AM_OP_ADD:
    case AM_OP_ADD_EXACT:
        return am_level_sum(run, false);
    case AM_OP_SUBTRACT:
    case AM_OP_SUBTRACT_EXACT:
        return am_level_sum(run, true);
    case AM_OP_MULTIPLY:
    case AM_OP_MULTIPLY_EXACT:
        return am_level_product(run);
    case AM_OP_NEGATE:
    case AM_OP_ABSOLUTE:
        return am_level_turn(run);
    case AM_OP_ROUND:
        return am_level_round(run);
    case AM_OP_EQUAL:
    case AM_OP_LESS:
    case AM_OP_LESS_EQUAL:
        return am_level_compare(run);
    case AM_OP_GREATEST:
        return am_level_extreme(run, true);
    case AM_OP_LEAST:
        return am_level_extreme(run, false);
    case AM_OP_GREATEST_KNOWN:
    case AM_OP_LEAST_KNOWN:
    case AM_OP_ADD_KNOWN:
    case AM_OP_ADD_KNOWN_EXACT:
        return am_level_known_only(run);
    case AM_OP_AND:
    case AM_OP_OR:
    case AM_OP_NOT:
        return am_level_truth(run);
    case AM_OP_SELECT:
    case AM_OP_INSTEAD:
    case AM_OP_STEP:
        return am_level_choose(run);
    case AM_OP_KEEP:
        return am_level_keep(run, AM_STATE_UNKNOWN);
    case AM_OP_GUARD:
        return am_level_keep(run, AM_STATE_FAULT);
    case AM_OP_OTHERWISE:
        return am_level_otherwise(run);
    case AM_OP_KNOWN:
        return am_level_known(run);
    case AM_OP_UNWRAP:
        return am_level_unwrap(run);
    case AM_OP_CELL:
        return am_level_cell(run);
    case AM_OP_SPREAD:
    case AM_OP_ELEMENT:
        return am_level_gather(run);
    case AM_OP_POSITION:
        return am_level_position(run);
    case AM_OP_COUNT:
        return am_level_count_elements(run);
    case AM_OP_SUM:
    case AM_OP_SUM_EXACT:
        return am_level_total(run);
    case AM_OP_ADD_MONTHS:
        return am_level_move_months(run, false);
    case AM_OP_SUBTRACT_MONTHS:
        return am_level_move_months(run, true);
    case AM_OP_DAYS_BETWEEN:
        return am_level_days_between(run);
    case AM_OP_PERIOD_NUMBER:
        return am_level_period_number(run);
    default:
        return false;
    }
}

/* What else a strip has is set by those who use it, since few do. */
static inline void open_run(am_level_run *run, am_batch *batch, const am_instruction *instruction) {
    run->batch = batch;
    run->instruction = instruction;
    run->kernels = am_kernels_here();
    run->result = &batch->columns[instruction->result];
    run->strip.is_contrary = false;
    for (unsigned i = 0; i < 3; i++) {
        run->strip.in[i] = NULL;
        run->strip.is_constant[i] = false;
    }
}

bool am_level_execute(am_batch *batch, const am_instruction *instruction) {
    uint16_t domain = batch->program->registers[instruction->result].domain;
    uint32_t rows = am_batch_row_count(batch, domain);
    if (batch->narrow != NULL || rows < AM_LEVEL_LEAST_ROWS) {
        return false;
    }
    am_level_run run;
    open_run(&run, batch, instruction);
    run.strip.rows = rows;
    run.strip.out = run.result->levels != NULL ? (void *)run.result->levels : run.result->values;
    return run_instruction(&run);
}
