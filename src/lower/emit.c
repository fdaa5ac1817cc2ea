/*
 * Registers, instructions and lists of registers as they come.
 *
 * A result's type, domain and states follow from the operands by the opcode table, here as in the verifier.
 * Instructions that cannot fault themselves are emitted once for the same operands: nobody can tell which
 * clause such a register came from. All numbers are 16 bits wide; the first list that would outgrow them ends
 * the lowering with a diagnostic.
 */
#include "base/diag.h"
#include "lower/lowerer.h"

void am_lower_fail(am_lowerer *lowerer, am_diag diag, const am_slice *arguments, size_t count) {
    if (!lowerer->is_failed && diag != AM_DIAG_NONE) {
        am_diagnose(lowerer->diagnostics, diag, lowerer->span, arguments, count);
    }
    lowerer->is_failed = true;
}

/* What takes memory and time: expressions and declarations at their places, and the places themselves. */
static size_t parts_of(const am_lowerer *lowerer) {
    return lowerer->values.count + lowerer->reaches.count + lowerer->views.count +
           4 * (lowerer->instances.count + lowerer->program.place_count);
}

static void check_growth(am_lowerer *lowerer) {
    char memory[24];
    size_t at = sizeof memory;
    if (parts_of(lowerer) <= lowerer->most_parts) {
        return;
    }
    for (size_t rest = lowerer->most_parts; rest > 0; rest /= 10) {
        memory[--at] = (char)('0' + rest % 10);
    }
    am_lower_fail(lowerer, AM_DIAG_PROGRAM_GROWS, AM_ARGUMENTS((am_slice){memory + at, sizeof memory - at}));
}

bool am_lower_has_room(am_lowerer *lowerer, uint32_t count, const char *what) {
    check_growth(lowerer);
    if (count >= AM_INDEX_MAX) {
        am_lower_fail(lowerer, AM_DIAG_PROGRAM_TOO_LARGE, AM_ARGUMENTS(am_slice_of(what)));
    }
    return !lowerer->is_failed;
}

const am_register *am_lower_register_of(const am_lowerer *lowerer, uint16_t number) {
    static const am_register none = {AM_VALUE_DECIMAL, 0, AM_DOMAIN_CONSTANT, AM_NO_INDEX};
    return number < lowerer->program.register_count ? &lowerer->program.registers[number] : &none;
}

am_value_type am_lower_type_of(const am_lowerer *lowerer, uint16_t number) {
    return am_lower_register_of(lowerer, number)->type;
}

bool am_lower_may_be_unknown(const am_lowerer *lowerer, uint16_t number) {
    return (am_lower_register_of(lowerer, number)->may & AM_MAY_UNKNOWN) != 0;
}

uint16_t am_lower_new_register(am_lowerer *lowerer, am_register made) {
    am_program *program = &lowerer->program;
    if (!am_lower_has_room(lowerer, program->register_count, "registers")) {
        return AM_NO_INDEX;
    }
    am_register *items = AM_GROW(lowerer->arena, am_register, program->registers, program->register_count,
                                 &lowerer->room.registers);
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    program->registers = items;
    items[program->register_count] = made;
    return (uint16_t)program->register_count++;
}

static void append(am_lowerer *lowerer, const am_instruction *instruction) {
    am_program *program = &lowerer->program;
    uint32_t count = program->instruction_count;
    if (!am_lower_has_room(lowerer, count, "instructions")) {
        return;
    }
    am_instruction *items =
        AM_GROW(lowerer->arena, am_instruction, program->instructions, count, &lowerer->room.instructions);
    am_site *sites = AM_GROW(lowerer->arena, am_site, program->sites, count, &lowerer->room.sites);
    if (items == NULL || sites == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return;
    }
    program->instructions = items;
    program->sites = sites;
    items[count] = *instruction;
    bool may_fault = am_opcode_row_of(instruction->opcode)->may_fault != 0;
    uint16_t clause = may_fault ? am_lower_site_clause(lowerer) : lowerer->clause;
    sites[count] = (am_site){am_lower_site(lowerer), clause};
    program->instruction_count++;
}

static uint64_t key_of_operands(const uint16_t operands[4]) {
    return (uint64_t)operands[0] | (uint64_t)operands[1] << 16 | (uint64_t)operands[2] << 32 |
           (uint64_t)operands[3] << 48;
}

/* Operands are missing only where something failed before. */
static bool has_operands(const am_lowerer *lowerer, const am_opcode_row *row, const uint16_t operands[4]) {
    for (unsigned i = 0; i < 4; i++) {
        if (am_operand_is_register(row->operands[i]) && operands[i] >= lowerer->program.register_count) {
            return false;
        }
    }
    return !lowerer->is_failed;
}

uint16_t am_lower_emit(am_lowerer *lowerer, am_opcode opcode, am_value_type type, uint16_t domain,
                       const uint16_t operands[4]) {
    am_instruction instruction = {opcode, AM_NO_INDEX, {operands[0], operands[1], operands[2], operands[3]}};
    const am_opcode_row *row = am_opcode_row_of(opcode);
    if (!has_operands(lowerer, row, operands)) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    if (row->result == AM_OPERAND_NONE) {
        instruction.result = 0;
        append(lowerer, &instruction);
        return AM_NO_INDEX;
    }
    uint64_t kind = (uint64_t)opcode | (uint64_t)type << 16 | (uint64_t)domain << 32;
    const am_memo_entry *known = am_memo_find(&lowerer->operations, kind, key_of_operands(operands));
    if (known != NULL && am_lower_is_in_reach(lowerer, known->block)) {
        return known->value.low;
    }
    uint8_t may = am_instruction_may(&lowerer->program, &instruction);
    instruction.result = am_lower_new_register(lowerer, (am_register){type, may, domain, AM_NO_INDEX});
    append(lowerer, &instruction);
    if (!row->may_fault && !lowerer->is_failed) {
        am_memo_entry *entry =
            am_memo_put(&lowerer->operations, lowerer->arena, kind, key_of_operands(operands));
        if (entry != NULL) {
            entry->value.low = instruction.result;
            entry->block = lowerer->block;
        }
    }
    return instruction.result;
}

/* A type that an operand or result of the table fixes; `like` where it is that of an operand. */
static am_value_type type_of_result(const am_lowerer *lowerer, const am_opcode_row *row,
                                    const uint16_t operands[4]) {
    if (row->result <= AM_OPERAND_ROW && row->result >= AM_OPERAND_DECIMAL) {
        return (am_value_type)(row->result - AM_OPERAND_DECIMAL);
    }
    for (unsigned i = 0; i < 4; i++) {
        if (row->operands[i] == AM_OPERAND_SAME) {
            return am_lower_type_of(lowerer, operands[i]);
        }
    }
    return AM_VALUE_DECIMAL;
}

uint16_t am_lower_meeting(const am_lowerer *lowerer, const uint16_t *registers, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint16_t domain = am_lower_register_of(lowerer, registers[i])->domain;
        if (domain != AM_DOMAIN_CONSTANT) {
            return domain;
        }
    }
    return AM_DOMAIN_CONSTANT;
}

static uint16_t domain_of_result(const am_lowerer *lowerer, const am_opcode_row *row,
                                 const uint16_t operands[4]) {
    uint16_t registers[4];
    uint32_t count = 0;
    for (unsigned i = 0; i < 4; i++) {
        if (am_operand_is_register(row->operands[i])) {
            registers[count++] = operands[i];
        } else if (row->operands[i] == AM_OPERAND_LIST && operands[i] < lowerer->program.list_count) {
            am_list list = lowerer->program.lists[operands[i]];
            uint16_t domain = am_lower_meeting(lowerer, lowerer->program.list_items + list.start, list.count);
            if (domain != AM_DOMAIN_CONSTANT) {
                return domain;
            }
        }
    }
    return am_lower_meeting(lowerer, registers, count);
}

uint16_t am_lower_op(am_lowerer *lowerer, am_opcode opcode, uint16_t a, uint16_t b, uint16_t c, uint16_t d) {
    const am_opcode_row *row = am_opcode_row_of(opcode);
    const uint16_t operands[4] = {a, b, c, d};
    if (lowerer->is_failed) {
        return AM_NO_INDEX;
    }
    return am_lower_emit(lowerer, opcode, type_of_result(lowerer, row, operands),
                         domain_of_result(lowerer, row, operands), operands);
}

uint16_t am_lower_op1(am_lowerer *lowerer, am_opcode opcode, uint16_t a) {
    return am_lower_op(lowerer, opcode, a, 0, 0, 0);
}

uint16_t am_lower_op2(am_lowerer *lowerer, am_opcode opcode, uint16_t a, uint16_t b) {
    return am_lower_op(lowerer, opcode, a, b, 0, 0);
}

uint16_t am_lower_op3(am_lowerer *lowerer, am_opcode opcode, uint16_t a, uint16_t b, uint16_t c) {
    return am_lower_op(lowerer, opcode, a, b, c, 0);
}

uint16_t am_lower_guard(am_lowerer *lowerer, uint16_t condition, uint16_t value, am_diag fault) {
    uint16_t number = (uint16_t)(am_diag_number(fault) - (uint32_t)'F' * 10000);
    return am_lower_op(lowerer, AM_OP_GUARD, condition, value, 0, number);
}

static bool append_items(am_lowerer *lowerer, const uint16_t *items, uint32_t count) {
    am_program *program = &lowerer->program;
    for (uint32_t i = 0; i < count; i++) {
        uint16_t *all = AM_GROW(lowerer->arena, uint16_t, program->list_items, program->list_item_count,
                                &lowerer->room.list_items);
        if (all == NULL) {
            am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
            return false;
        }
        program->list_items = all;
        all[program->list_item_count++] = items[i];
    }
    return true;
}

uint16_t am_lower_list(am_lowerer *lowerer, const uint16_t *items, uint32_t count) {
    am_program *program = &lowerer->program;
    am_list list = {program->list_item_count, count};
    if (!am_lower_has_room(lowerer, program->list_count, "conditions in tables")) {
        return AM_NO_INDEX;
    }
    am_list *lists =
        AM_GROW(lowerer->arena, am_list, program->lists, program->list_count, &lowerer->room.lists);
    if (lists == NULL || !append_items(lowerer, items, count)) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    program->lists = lists;
    lists[program->list_count] = list;
    return (uint16_t)program->list_count++;
}
