/*
 * Which domains an instruction's registers may be in, and what picks, cells and groups ask beyond their
 * shape.
 */
#include "code/verify.h"

static uint16_t domain_of(const am_program *program, uint16_t number) {
    return program->registers[number].domain;
}

static bool is_in(const am_program *program, uint16_t number, uint16_t domain) {
    return domain_of(program, number) == domain || domain_of(program, number) == AM_DOMAIN_CONSTANT;
}

static bool verify_same(am_verifier *verifier, const am_instruction *instruction, const am_opcode_row *row) {
    const am_program *program = verifier->program;
    uint16_t domain = domain_of(program, instruction->result);
    bool is_good = true;
    for (unsigned i = 0; i < 4; i++) {
        uint16_t number = instruction->operands[i];
        if (am_operand_is_register(row->operands[i])) {
            is_good &= is_in(program, number, domain);
        } else if (row->operands[i] == AM_OPERAND_LIST) {
            am_list list = program->lists[number];
            for (uint32_t item = 0; item < list.count; item++) {
                is_good &= is_in(program, program->list_items[list.start + item], domain);
            }
        }
    }
    return am_verify_that(verifier, is_good, AM_DIAG_LOAD_DOMAIN_SAME);
}

static bool is_spread(const am_program *program, const am_instruction *instruction) {
    uint16_t domain = domain_of(program, instruction->result);
    return domain != AM_DOMAIN_CONSTANT && domain != 0 &&
           domain_of(program, instruction->operands[0]) == program->domains[domain].parent;
}

static bool is_element(const am_program *program, const am_instruction *instruction) {
    uint16_t domain = domain_of(program, instruction->result);
    return domain != AM_DOMAIN_CONSTANT && program->domains[domain].kind == AM_DOMAIN_PRODUCT &&
           domain_of(program, instruction->operands[0]) == program->domains[domain].element;
}

static bool is_fold(const am_program *program, const am_instruction *instruction, const am_opcode_row *row) {
    const uint16_t *operands = instruction->operands;
    uint16_t parent = program->domains[operands[2]].parent;
    return operands[2] != 0 && domain_of(program, instruction->result) == parent &&
           is_in(program, operands[3], parent) && is_in(program, operands[1], operands[2]) &&
           (!am_operand_is_register(row->operands[0]) || is_in(program, operands[0], operands[2]));
}

bool am_verify_domains(am_verifier *verifier, const am_instruction *instruction) {
    const am_program *program = verifier->program;
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    switch ((am_domain_rule)row->domains) {
    case AM_DOMAINS_SAME:
        return verify_same(verifier, instruction, row);
    case AM_DOMAINS_SPREAD:
        return am_verify_that(verifier, is_spread(program, instruction), AM_DIAG_LOAD_DOMAIN_SPREAD);
    case AM_DOMAINS_ELEMENT:
        return am_verify_that(verifier, is_element(program, instruction), AM_DIAG_LOAD_DOMAIN_PAIR);
    case AM_DOMAINS_FOLD:
        return am_verify_that(verifier, is_fold(program, instruction, row), AM_DIAG_LOAD_DOMAIN_FOLD);
    case AM_DOMAINS_NONE:
        break;
    }
    return true;
}

/* The instruction that made a register, or NULL when it is an input or a constant. */
static const am_instruction *definer_of(const am_verifier *verifier, uint16_t number) {
    const am_trace *trace = &verifier->traces[number];
    return trace->definition == AM_DEFINITION_RESULT ? &verifier->program->instructions[trace->definer]
                                                     : NULL;
}

static bool is_made_by(const am_verifier *verifier, uint16_t number, am_opcode opcode) {
    const am_instruction *definer = definer_of(verifier, number);
    return definer != NULL && definer->opcode == opcode;
}

static bool verify_at_least(am_verifier *verifier, const am_instruction *instruction) {
    const am_program *program = verifier->program;
    am_list list = program->lists[instruction->operands[0]];
    for (uint32_t i = 0; i < list.count; i++) {
        uint16_t number = program->list_items[list.start + i];
        if (!am_verify_that(verifier, program->registers[number].type == AM_VALUE_YESNO,
                            AM_DIAG_LOAD_OPERAND_TYPE)) {
            return false;
        }
    }
    return true;
}

/* The instructions over rows with values name the table's policy, and a pick has one of the others. */
static bool has_policy(const am_table *table, unsigned opcode) {
    switch ((am_opcode)opcode) {
    case AM_OP_PICK_BEST:
        return table->policy == AM_POLICY_GREATEST || table->policy == AM_POLICY_LEAST;
    case AM_OP_ADD_ROWS:
    case AM_OP_ADD_ROWS_EXACT:
        return table->policy == AM_POLICY_SUM;
    default:
        return table->policy < AM_POLICY_GREATEST;
    }
}

static bool verify_pick(am_verifier *verifier, const am_instruction *instruction) {
    const am_program *program = verifier->program;
    const am_table *table = &program->tables[instruction->operands[0]];
    am_list list = program->lists[instruction->operands[1]];
    uint32_t item = list.start;
    if (!am_verify_that(verifier, has_policy(table, instruction->opcode), AM_DIAG_LOAD_PICK_POLICY) ||
        !am_verify_that(verifier, list.count == am_table_register_count(table), AM_DIAG_LOAD_PICK_COUNT)) {
        return false;
    }
    for (uint32_t i = 0; i < table->axis_count; i++) {
        uint32_t end = item + (table->axes[i].kind == AM_AXIS_WHEN
                                   ? (uint32_t)table->row_count - (table->has_otherwise ? 1 : 0)
                                   : 1);
        for (; item < end; item++) {
            uint8_t type = program->registers[program->list_items[item]].type;
            if (!am_verify_that(verifier, type == table->axes[i].type, AM_DIAG_LOAD_PICK_TYPE)) {
                return false;
            }
        }
    }
    return true;
}

/* One value for each row, all of one type that can be compared, or added. */
static bool verify_values(am_verifier *verifier, const am_instruction *instruction) {
    const am_program *program = verifier->program;
    am_list list = program->lists[instruction->operands[2]];
    am_operand wanted = instruction->opcode == AM_OP_PICK_BEST ? AM_OPERAND_ORDERED : AM_OPERAND_DECIMAL;
    if (!am_verify_that(verifier, list.count == program->tables[instruction->operands[0]].row_count,
                        AM_DIAG_LOAD_PICK_COUNT)) {
        return false;
    }
    for (uint32_t i = 0; i < list.count; i++) {
        am_value_type type = program->registers[program->list_items[list.start + i]].type;
        if (!am_verify_that(verifier,
                            am_operand_admits(wanted, type) &&
                                type == program->registers[program->list_items[list.start]].type,
                            AM_DIAG_LOAD_PICK_TYPE)) {
            return false;
        }
    }
    return true;
}

/* A row is used only with what has as many rows as the table that it was picked from. */
static bool verify_row(am_verifier *verifier, const am_instruction *instruction) {
    const am_program *program = verifier->program;
    uint16_t number = instruction->operands[1];
    uint16_t rows;
    if (!am_verify_that(verifier,
                        is_made_by(verifier, instruction->operands[0], AM_OP_PICK) ||
                            is_made_by(verifier, instruction->operands[0], AM_OP_PICK_BEST),
                        AM_DIAG_LOAD_ROW_SOURCE)) {
        return false;
    }
    rows = program->tables[definer_of(verifier, instruction->operands[0])->operands[0]].row_count;
    return am_verify_that(verifier,
                          instruction->opcode == AM_OP_CELL ? program->columns[number].row_count == rows
                                                            : number < rows,
                          AM_DIAG_LOAD_ROW_COUNT);
}

static bool is_list_or_product(uint16_t domain) {
    return domain != AM_DOMAIN_CONSTANT && domain != 0;
}

bool am_verify_special(am_verifier *verifier, const am_instruction *instruction) {
    const am_program *program = verifier->program;
    const uint16_t *operands = instruction->operands;
    uint16_t domain = domain_of(program, instruction->result);
    switch ((am_opcode)instruction->opcode) {
    case AM_OP_AT_LEAST:
        return verify_at_least(verifier, instruction);
    case AM_OP_PICK:
        return verify_pick(verifier, instruction);
    case AM_OP_PICK_BEST:
    case AM_OP_ADD_ROWS:
    case AM_OP_ADD_ROWS_EXACT:
        return verify_pick(verifier, instruction) && verify_values(verifier, instruction);
    case AM_OP_CELL:
    case AM_OP_IS_ROW:
        return verify_row(verifier, instruction);
    case AM_OP_POSITION:
        return am_verify_that(
            verifier, is_list_or_product(domain) && program->domains[domain].kind != AM_DOMAIN_PRODUCT,
            AM_DIAG_LOAD_DOMAIN_LIST);
    case AM_OP_GROUP:
    case AM_OP_UNBROKEN:
        return am_verify_that(verifier, is_list_or_product(domain), AM_DIAG_LOAD_DOMAIN_LIST);
    case AM_OP_LEADS:
        return am_verify_that(verifier, is_made_by(verifier, operands[0], AM_OP_GROUP),
                              AM_DIAG_LOAD_GROUP_SOURCE);
    case AM_OP_GROUP_COUNT:
    case AM_OP_GROUP_SUM:
    case AM_OP_GROUP_SUM_EXACT:
    case AM_OP_GROUP_GREATEST:
    case AM_OP_GROUP_LEAST:
        return am_verify_that(verifier, is_made_by(verifier, operands[1], AM_OP_GROUP),
                              AM_DIAG_LOAD_GROUP_SOURCE);
    default:
        return true;
    }
}
