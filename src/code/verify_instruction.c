/*
 * Instructions against their rows of the opcode table: results, operands, states.
 *
 * Shapes are checked here, operand by operand; which domains may meet is in verify_domain.c, what may be read
 * where in verify_flow.c.
 */
#include "code/verify.h"

static bool verify_result(am_verifier *verifier, const am_instruction *instruction,
                          const am_opcode_row *row) {
    const am_program *program = verifier->program;
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): the caller has seen to it */
    if (row->result == AM_OPERAND_NONE) {
        return am_verify_that(verifier, instruction->result == 0, AM_DIAG_LOAD_OPERAND_UNUSED);
    }
    return am_verify_that(verifier, instruction->result < program->register_count, AM_DIAG_LOAD_RESULT) &&
           am_verify_that(verifier, verifier->traces[instruction->result].definition == AM_DEFINITION_NONE,
                          AM_DIAG_LOAD_REGISTER_TWICE) &&
           am_verify_that(verifier,
                          am_operand_admits(row->result, program->registers[instruction->result].type),
                          AM_DIAG_LOAD_RESULT_TYPE);
}

static bool has_type(const am_program *program, const am_instruction *instruction, am_operand operand,
                     am_value_type type) {
    switch (operand) {
    case AM_OPERAND_SAME:
        return type == program->registers[instruction->result].type;
    case AM_OPERAND_LIKE_A:
        return type == program->registers[instruction->operands[0]].type;
    default:
        return am_operand_admits(operand, type);
    }
}

static bool verify_number(am_verifier *verifier, const am_instruction *instruction, am_operand operand,
                          uint16_t number) {
    const am_program *program = verifier->program;
    switch (operand) {
    case AM_OPERAND_NONE:
        return am_verify_that(verifier, number == 0, AM_DIAG_LOAD_OPERAND_UNUSED);
    case AM_OPERAND_TABLE:
        return am_verify_that(verifier, number < program->table_count, AM_DIAG_LOAD_TABLE);
    case AM_OPERAND_COLUMN:
        return am_verify_that(verifier,
                              number < program->column_count &&
                                  program->columns[number].type ==
                                      program->registers[instruction->result].type,
                              AM_DIAG_LOAD_COLUMN) &&
               am_verify_work(verifier, program->columns[number].row_count);
    case AM_OPERAND_LIST:
        return am_verify_that(verifier, number < program->list_count, AM_DIAG_LOAD_LIST) &&
               am_verify_work(verifier, program->lists[number].count);
    case AM_OPERAND_DOMAIN:
        return am_verify_that(verifier, number < program->domain_count, AM_DIAG_LOAD_DOMAIN);
    case AM_OPERAND_CALENDAR:
        return am_verify_that(verifier, number < program->calendar_count, AM_DIAG_LOAD_CALENDAR_NUMBER);
    case AM_OPERAND_FAULT:
        return am_verify_that(verifier, am_operand_fault(number) != AM_DIAG_NONE, AM_DIAG_LOAD_FAULT);
    case AM_OPERAND_ROUNDING:
        return am_verify_that(verifier, number < AM_ROUNDING_COUNT, AM_DIAG_LOAD_ROUNDING);
    case AM_OPERAND_MONTH_END:
        return am_verify_that(verifier, number <= AM_MONTH_END_UP, AM_DIAG_LOAD_MONTH_END);
    default:
        return true;
    }
}

static bool verify_operands(am_verifier *verifier, uint32_t at, const am_opcode_row *row) {
    const am_program *program = verifier->program;
    const am_instruction *instruction = &program->instructions[at];
    for (unsigned i = 0; i < 4; i++) {
        am_operand operand = row->operands[i];
        uint16_t number = instruction->operands[i];
        if (!am_operand_is_register(operand)) {
            if (!verify_number(verifier, instruction, operand, number)) {
                return false;
            }
            continue;
        }
        if (!am_verify_that(verifier, number < program->register_count, AM_DIAG_LOAD_OPERAND_REGISTER) ||
            !am_verify_readable(verifier, number, at, i) ||
            !am_verify_that(verifier,
                            has_type(program, instruction, operand, program->registers[number].type),
                            AM_DIAG_LOAD_OPERAND_TYPE)) {
            return false;
        }
    }
    return true;
}

static bool verify_list_items(am_verifier *verifier, uint32_t at, const am_opcode_row *row) {
    const am_program *program = verifier->program;
    for (unsigned i = 0; i < 4; i++) {
        am_list list;
        if (row->operands[i] != AM_OPERAND_LIST) {
            continue;
        }
        list = program->lists[program->instructions[at].operands[i]];
        for (uint32_t item = 0; item < list.count; item++) {
            if (!am_verify_readable(verifier, program->list_items[list.start + item], at, 4)) {
                return false;
            }
        }
    }
    return true;
}

static uint32_t greater_of(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

/* Codes are never computed, only chosen: the bound is the greatest of what may be chosen from. */
static uint32_t code_bound(const am_verifier *verifier, const am_instruction *instruction,
                           const am_opcode_row *row) {
    const am_program *program = verifier->program;
    uint32_t bound = 0;
    for (unsigned i = 0; i < 4; i++) {
        uint16_t number = instruction->operands[i];
        if (am_operand_is_register(row->operands[i]) && program->registers[number].type == AM_VALUE_CODE) {
            bound = greater_of(bound, verifier->traces[number].code_bound);
        }
        if (row->operands[i] == AM_OPERAND_COLUMN) {
            const am_column_table *column = &program->columns[number];
            for (uint32_t cell = 0; cell < column->row_count; cell++) {
                if (column->cells[cell] != AM_CELL_NOT_COVERED) {
                    bound = greater_of(bound, (uint32_t)program->constants[column->cells[cell]].integer + 1);
                }
            }
        }
    }
    return bound;
}

static bool define_result(am_verifier *verifier, uint32_t at, const am_opcode_row *row) {
    const am_instruction *instruction = &verifier->program->instructions[at];
    const am_register *result = &verifier->program->registers[instruction->result];
    am_trace *trace = &verifier->traces[instruction->result];
    if (!am_verify_that(verifier, result->may == am_instruction_may(verifier->program, instruction),
                        AM_DIAG_LOAD_STATES)) {
        return false;
    }
    *trace = (am_trace){AM_DEFINITION_RESULT, (uint16_t)at, verifier->block, 0};
    if (result->type == AM_VALUE_CODE) {
        trace->code_bound = code_bound(verifier, instruction, row);
    }
    return true;
}

static bool verify_instruction(am_verifier *verifier, uint32_t at) {
    const am_instruction *instruction = &verifier->program->instructions[at];
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    am_verify_leave(verifier, at);
    if (!am_verify_that(verifier, row != NULL, AM_DIAG_LOAD_OPCODE) ||
        !verify_result(verifier, instruction, row) || !verify_operands(verifier, at, row) ||
        !verify_list_items(verifier, at, row) || !am_verify_domains(verifier, instruction) ||
        !am_verify_special(verifier, instruction)) {
        return false;
    }
    return row->result == AM_OPERAND_NONE ? am_verify_skip(verifier, at) : define_result(verifier, at, row);
}

bool am_verify_instructions(am_verifier *verifier) {
    const am_program *program = verifier->program;
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        am_verify_at(verifier, "instruction", i);
        if (!verify_instruction(verifier, i)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < program->register_count; i++) {
        am_verify_at(verifier, "register", i);
        if (!am_verify_that(verifier, verifier->traces[i].definition != AM_DEFINITION_NONE,
                            AM_DIAG_LOAD_REGISTER_NEVER)) {
            return false;
        }
    }
    return true;
}
