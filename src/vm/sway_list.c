/*
 * How folds over lists move, and what schedules make of their columns.
 *
 * A row that is picked moves in any way, until nothing that its condition columns see moves from one class to
 * another.
 */
#include "vm/sway_rule.h"

/* Sums of what is not negative rise with the mask; others may move either way. */
static am_sway sum(const am_sway *value, const am_sway *mask) {
    am_sway out = am_sway_turned(value, false);
    am_sway moved = *mask;
    if (!am_sway_is_from_zero(value)) {
        moved.up = moved.down = mask->up | mask->down;
    }
    out.up |= moved.up;
    out.down |= moved.down;
    out.has_low = am_sway_is_from_zero(value);
    out.low = am_decimal_of(0);
    out.has_high = false;
    out.choice = 0;
    return out;
}

static am_sway count(const am_sway *mask) {
    am_sway out = am_sway_turned(mask, false);
    out.choice = 0;
    out.has_high = false;
    return out;
}

/* The greatest or least of elements that do not come and go. */
static am_sway fold(const am_sway *value, const am_sway *mask) {
    am_sway out = am_sway_turned(value, false);
    uint64_t bits = mask->up | mask->down;
    out.up |= bits;
    out.down |= bits;
    return out;
}

am_sway am_sway_of_list(am_sways *sways, const am_instruction *instruction, am_sway out) {
    const uint16_t *operands = instruction->operands;
    if (instruction->opcode == AM_OP_COUNT) {
        return count(am_sway_of(sways, operands[1]));
    }
    const am_sway *a = am_sway_of(sways, operands[0]);
    if (instruction->opcode == AM_OP_SPREAD || instruction->opcode == AM_OP_ELEMENT) {
        return am_sway_turned(a, false);
    }
    const am_sway *mask = am_sway_of(sways, operands[1]);
    switch ((am_opcode)instruction->opcode) {
    case AM_OP_SUM:
    case AM_OP_SUM_EXACT:
        return sum(a, mask);
    case AM_OP_FOLD_GREATEST:
    case AM_OP_FOLD_LEAST:
        return fold(a, mask);
    case AM_OP_SOME:
        return (am_sway){.up = a->up | mask->up, .down = a->down | mask->down};
    case AM_OP_ALL:
        return (am_sway){.up = a->up | mask->down, .down = a->down | mask->up};
    default:
        return out;
    }
}

/* Schedules */

static am_decimal point_of(const am_constant *constant) {
    return constant->type == AM_VALUE_DECIMAL ? constant->decimal : am_decimal_of(constant->integer);
}

/* Whether all that the column may be is in one class of the axis; notes where it turns. */
static bool is_in_one_class(am_sways *sways, const am_axis *axis, const am_sway *column) {
    const am_program *program = sways->batch->program;
    if (am_sway_is_single(column)) {
        return true;
    }
    if ((axis->kind != AM_AXIS_DECIMAL && axis->kind != AM_AXIS_INTEGER) || !column->has_low ||
        !column->has_high) {
        return false;
    }
    for (uint32_t i = 0; i < axis->cut_count; i++) {
        const am_cut *cut = &axis->cuts[i];
        am_decimal at = point_of(&program->constants[cut->constant]);
        int low = am_decimal_compare(at, column->low), high = am_decimal_compare(at, column->high);
        if ((cut->is_after ? low >= 0 : low > 0) && (cut->is_after ? high < 0 : high <= 0)) {
            am_sways_turn(sways, column, at, cut->is_after);
            return false;
        }
    }
    return true;
}

/* The list has a register for each axis, and for an axis of `when` cells one for each of its rows. */
static am_sway pick(am_sways *sways, const am_instruction *instruction, am_sway out) {
    const am_program *program = sways->batch->program;
    const am_table *table = &program->tables[instruction->operands[0]];
    const uint16_t *registers = program->list_items + program->lists[instruction->operands[1]].start;
    uint32_t conditions = table->row_count - (table->has_otherwise ? 1u : 0u);
    bool is_one = true;
    for (uint32_t i = 0; i < table->axis_count; i++) {
        uint32_t count = table->axes[i].kind == AM_AXIS_WHEN ? conditions : 1;
        for (uint32_t r = 0; r < count; r++) {
            const am_sway *column = am_sway_of(sways, *registers++);
            is_one &= (column->up | column->down) == 0 || is_in_one_class(sways, &table->axes[i], column);
        }
    }
    if (is_one) {
        out.up = out.down = 0;
    }
    return out;
}

/* The bounds of a row that moves are those of the whole column. */
static am_sway cell(am_sways *sways, const am_instruction *instruction, am_sway out) {
    const am_program *program = sways->batch->program;
    const am_sway *row = am_sway_of(sways, instruction->operands[0]);
    const am_column_table *column = &program->columns[instruction->operands[1]];
    bool is_first = true;
    out.up = out.down = row->up | row->down;
    for (uint32_t i = 0; i < column->row_count && column->type != AM_VALUE_TEXT; i++) {
        if (column->cells[i] == AM_CELL_NOT_COVERED) {
            continue;
        }
        am_decimal value = point_of(&program->constants[column->cells[i]]);
        out.low = is_first || am_decimal_compare(value, out.low) < 0 ? value : out.low;
        out.high = is_first || am_decimal_compare(value, out.high) > 0 ? value : out.high;
        is_first = false;
    }
    out.has_low = out.has_high = !is_first;
    return out;
}

am_sway am_sway_of_table(am_sways *sways, const am_instruction *instruction, am_sway out) {
    return instruction->opcode == AM_OP_PICK ? pick(sways, instruction, out) : cell(sways, instruction, out);
}
