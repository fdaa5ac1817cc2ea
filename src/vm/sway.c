/*
 * The rules of each instruction for how its result moves: see vm/sway.h.
 *
 * What has no rule here may move in any way with whatever its operands move with; that is always right, and
 * leaves the search to cut the box until the operands do not move. Bounds are computed as the VM computes
 * values, which keeps them bounds since rounding keeps order.
 */
#include "vm/sway.h"

#include "vm/sway_rule.h"

/* Where a register does not move its bounds are those of its rows; false when some row has no value. */
static bool measure(am_sways *sways, uint16_t number, am_sway *sway) {
    const am_batch *batch = sways->batch;
    const am_register *one = &batch->program->registers[number];
    uint32_t rows = am_batch_row_count(batch, one->domain);
    bool is_first = true, is_whole = true;
    sway->is_measured = true;
    if (one->type == AM_VALUE_TEXT || one->type == AM_VALUE_ROW) {
        return false;
    }
    for (uint32_t row = 0; row < rows; row++) {
        if (am_batch_state(batch, number, row) != AM_STATE_VALUE) {
            is_whole = false;
            continue;
        }
        am_decimal value = one->type == AM_VALUE_DECIMAL
                               ? am_batch_decimal(batch, number, row)
                               : am_decimal_of(am_batch_integer(batch, number, row));
        sway->low = is_first || am_decimal_compare(value, sway->low) < 0 ? value : sway->low;
        sway->high = is_first || am_decimal_compare(value, sway->high) > 0 ? value : sway->high;
        is_first = false;
    }
    sway->has_low = sway->has_high = !is_first;
    sway->is_bare = is_first && rows != 0 && am_sway_is_fixed(sway);
    return is_whole;
}

const am_sway *am_sway_of(am_sways *sways, uint16_t number) {
    am_sway *sway = &sways->items[number];
    if (!sway->is_measured && am_sway_is_fixed(sway)) {
        measure(sways, number, sway);
    }
    return sway;
}

/* What all operands move with. */
typedef struct gathered {
    uint64_t bits;
    bool is_fixed;
    bool is_shaky;
    bool is_wild;
} gathered;

static void gather(gathered *all, const am_sway *sway) {
    all->bits |= sway->up | sway->down;
    all->is_fixed &= am_sway_is_fixed(sway);
    all->is_shaky |= sway->is_shaky;
    all->is_wild |= sway->is_wild;
}

static gathered gather_operands(am_sways *sways, const am_instruction *instruction) {
    const am_program *program = sways->batch->program;
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    gathered all = {0, true, false, false};
    for (unsigned i = 0; i < 4; i++) {
        uint16_t operand = instruction->operands[i];
        if (am_operand_is_register((am_operand)row->operands[i])) {
            gather(&all, &sways->items[operand]);
        } else if (row->operands[i] == AM_OPERAND_LIST) {
            const am_list *list = &program->lists[operand];
            for (uint32_t item = 0; item < list->count; item++) {
                gather(&all, &sways->items[program->list_items[list->start + item]]);
            }
        }
    }
    return all;
}

static am_sway any_way(uint64_t bits) {
    return (am_sway){.up = bits, .down = bits};
}

static am_sway rule_of(am_sways *sways, const am_instruction *instruction, uint64_t bits) {
    am_sway out = any_way(bits);
    switch ((am_opcode)instruction->opcode) {
    case AM_OP_SELECT:
    case AM_OP_STEP:
    case AM_OP_INSTEAD:
    case AM_OP_KEEP:
    case AM_OP_GUARD:
    case AM_OP_OTHERWISE:
    case AM_OP_KNOWN:
    case AM_OP_UNWRAP:
    case AM_OP_IN_FORCE:
    case AM_OP_REPEALED:
    case AM_OP_AND:
    case AM_OP_OR:
    case AM_OP_NOT:
    case AM_OP_AT_LEAST:
    case AM_OP_EQUAL:
    case AM_OP_LESS:
    case AM_OP_LESS_EQUAL:
        return am_sway_of_choice(sways, instruction, out);
    case AM_OP_PICK:
    case AM_OP_CELL:
        return am_sway_of_table(sways, instruction, out);
    case AM_OP_SPREAD:
    case AM_OP_ELEMENT:
    case AM_OP_COUNT:
    case AM_OP_SUM:
    case AM_OP_SUM_EXACT:
    case AM_OP_FOLD_GREATEST:
    case AM_OP_FOLD_LEAST:
    case AM_OP_SOME:
    case AM_OP_ALL:
        return am_sway_of_list(sways, instruction, out);
    default:
        return am_sway_of_arithmetic(sways, instruction, out);
    }
}

/* Whether the state of a strict result is that of operands whose states are the same for all choices: what it
 * computes from the ends of its operands is no fault, so what lies between is none. */
static bool is_steady(const am_instruction *instruction, const gathered *all, const am_sway *out) {
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    if (all->is_shaky || row->states != AM_STATES_STRICT) {
        return false;
    }
    switch ((am_opcode)instruction->opcode) {
    case AM_OP_ADD:
    case AM_OP_SUBTRACT:
    case AM_OP_MULTIPLY:
    case AM_OP_DIVIDE:
    case AM_OP_QUOTIENT:
    case AM_OP_ROUND:
        return out->has_low && out->has_high;
    default:
        return !row->may_fault;
    }
}

static bool is_bare(am_sways *sways, const am_instruction *instruction, unsigned operand) {
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    return am_operand_is_register((am_operand)row->operands[operand]) &&
           am_sway_of(sways, instruction->operands[operand])->is_bare;
}

/* Whether the result has no value since operands have none. Others may come to one without them. */
static bool stays_bare(am_sways *sways, const am_instruction *instruction) {
    bool a = is_bare(sways, instruction, 0), b = is_bare(sways, instruction, 1);
    switch ((am_state_rule)am_opcode_row_of(instruction->opcode)->states) {
    case AM_STATES_STRICT:
        return a || b || is_bare(sways, instruction, 2) || is_bare(sways, instruction, 3);
    case AM_STATES_SELECT:
    case AM_STATES_STEP:
    case AM_STATES_INSTEAD:
        return a || (b && is_bare(sways, instruction, 2));
    case AM_STATES_KEEP:
    case AM_STATES_GUARD:
        return a || b;
    case AM_STATES_DATED:
    case AM_STATES_UNWRAP:
    case AM_STATES_CELL:
        return a;
    default:
        return false;
    }
}

/* Which law is the mildest may turn on every choice, whatever its dates are made of. */
static am_sway sway_of_law(const am_sways *sways, const am_register *result) {
    uint64_t bits = 0;
    for (uint32_t i = 0; i < sways->batch->program->register_count; i++) {
        bits |= sways->items[i].choice != 0 ? sways->items[i].up | sways->items[i].down : 0;
    }
    am_sway sway = any_way(bits);
    sway.is_wild = bits != 0;
    sway.is_shaky = bits != 0 && result->may != 0;
    sway.is_measured = true;
    return sway;
}

static void find(am_sways *sways, const am_instruction *instruction) {
    const am_register *result = &sways->batch->program->registers[instruction->result];
    gathered all = gather_operands(sways, instruction);
    am_sway *out = &sways->items[instruction->result];
    if (instruction->opcode == AM_OP_LAW) {
        *out = sway_of_law(sways, result);
        return;
    }
    *out = (am_sway){0};
    if (all.is_fixed) {
        return;
    }
    if (all.is_wild) {
        *out = any_way(all.bits);
        out->is_wild = true;
        out->is_shaky = result->may != 0;
    } else {
        *out = rule_of(sways, instruction, all.bits);
        out->is_shaky = !is_steady(instruction, &all, out) && (out->is_shaky || result->may != 0);
        am_sway_take_root(sways, instruction, out);
    }
    if ((out->up | out->down) == 0 && !out->is_wild) {
        am_sway measured = *out;
        *out = measure(sways, instruction->result, &measured) ? measured : *out;
    }
    out->is_measured = true;
    if (!out->is_shaky && !out->is_wild && am_sway_is_single(out)) {
        out->up = out->down = 0;
    }
    out->is_bare = stays_bare(sways, instruction);
    if (result->type == AM_VALUE_YESNO && !(out->has_low && out->has_high)) {
        out->has_low = out->has_high = true;
        out->low = am_decimal_of(0);
        out->high = am_decimal_of(1);
    }
}

void am_sways_find(am_sways *sways) {
    const am_program *program = sways->batch->program;
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        const am_instruction *instruction = &program->instructions[i];
        if (instruction->opcode != AM_OP_SKIP_UNLESS && instruction->opcode != AM_OP_SKIP_WHEN) {
            find(sways, instruction);
        }
    }
}

void am_sways_turn(am_sways *sways, const am_sway *about, am_decimal at, bool is_after) {
    am_turn *turn = about->choice == 0 ? NULL : &sways->turns[about->choice - 1];
    int low, high;
    if (turn == NULL || turn->is_there) {
        return;
    }
    low = am_decimal_compare(at, sways->lowest[about->choice - 1]);
    high = am_decimal_compare(at, sways->highest[about->choice - 1]);
    if ((is_after ? low >= 0 : low > 0) && (is_after ? high < 0 : high <= 0)) {
        *turn = (am_turn){true, is_after, at};
    }
}
