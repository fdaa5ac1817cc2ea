/*
 * What can be told of a program without running it: the states that a result can have, and the cost a row.
 *
 * Both trust the program's indexes; the verifier asks only after it has checked those of the instruction.
 */
#include "code/program.h"

#include "base/open_end.h"

static uint8_t may_of(const am_program *program, uint16_t number) {
    return program->registers[number].may;
}

/* The union over the register operands. */
static uint8_t may_of_operands(const am_program *program, const am_instruction *instruction,
                               const am_opcode_row *row) {
    uint8_t may = 0;
    for (unsigned i = 0; i < 4; i++) {
        if (am_operand_is_register(row->operands[i])) {
            may |= may_of(program, instruction->operands[i]);
        }
    }
    return may;
}

static uint8_t may_of_list(const am_program *program, uint16_t number) {
    am_list list = program->lists[number];
    uint8_t may = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        may |= may_of(program, program->list_items[list.start + i]);
    }
    return may;
}

/* An unknown value is a class like any other. Only a table that looks for the first or the last match and
 * has an otherwise row is sure to find a row, and not even that where a value is unknown. */
static uint8_t may_of_pick(const am_program *program, const am_instruction *instruction) {
    const am_table *table = &program->tables[instruction->operands[0]];
    uint8_t axes = may_of_list(program, instruction->operands[1]);
    bool is_total = (table->policy == AM_POLICY_FIRST || table->policy == AM_POLICY_LAST) &&
                    table->has_otherwise && !(axes & AM_MAY_UNKNOWN);
    uint8_t may = axes & (AM_MAY_NEED | AM_MAY_FAULT);
    return is_total ? may : may | AM_MAY_FAULT;
}

/* Rows that are met may be none, or lose digits. */
static uint8_t may_of_met(const am_program *program, const am_instruction *instruction) {
    uint8_t may =
        may_of_list(program, instruction->operands[1]) | may_of_list(program, instruction->operands[2]);
    return (may & (AM_MAY_NEED | AM_MAY_FAULT)) | AM_MAY_FAULT;
}

static bool has_uncovered_cell(const am_column_table *column) {
    for (uint32_t i = 0; i < column->row_count; i++) {
        if (column->cells[i] == AM_CELL_NOT_COVERED) {
            return true;
        }
    }
    return false;
}

uint8_t am_instruction_may(const am_program *program, const am_instruction *instruction) {
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    const uint16_t *operands = instruction->operands;
    uint8_t all = may_of_operands(program, instruction, row);
    uint8_t own = row->may_fault ? AM_MAY_FAULT : 0;
    uint8_t known = all & (AM_MAY_NEED | AM_MAY_FAULT);
    switch ((am_state_rule)row->states) {
    case AM_STATES_NONE:
        return 0;
    case AM_STATES_KEEP:
        return all | AM_MAY_UNKNOWN;
    case AM_STATES_OTHERWISE:
        return (may_of(program, operands[0]) & (AM_MAY_NEED | AM_MAY_FAULT)) | may_of(program, operands[1]);
    case AM_STATES_LAW:
        return all | AM_MAY_NEED | AM_MAY_FAULT;
    case AM_STATES_KNOWN:
    case AM_STATES_UNWRAP:
        return known | own;
    case AM_STATES_OPTIONAL:
        return known | own | (may_of(program, operands[0]) & may_of(program, operands[1]) & AM_MAY_UNKNOWN);
    case AM_STATES_ATLEAST:
        return may_of_list(program, operands[0]);
    case AM_STATES_PICK:
        return may_of_pick(program, instruction);
    case AM_STATES_MET:
        return may_of_met(program, instruction);
    case AM_STATES_CELL:
        return all | (has_uncovered_cell(&program->columns[operands[1]]) ? AM_MAY_FAULT : 0);
    case AM_STATES_STRICT:
    case AM_STATES_AND:
    case AM_STATES_OR:
    case AM_STATES_SELECT:
    case AM_STATES_STEP:
    case AM_STATES_INSTEAD:
    case AM_STATES_GUARD:
    case AM_STATES_DATED:
    case AM_STATES_FOLD:
    case AM_STATES_SOME:
    case AM_STATES_ALL:
    case AM_STATES_GROUP:
    case AM_STATES_UNBROKEN:
    case AM_STATES_GROUPED:
        break;
    }
    return all | own;
}

/* The domain whose rows the instruction goes through. */
static uint16_t domain_of_work(const am_program *program, const am_instruction *instruction,
                               const am_opcode_row *row) {
    uint16_t worked = row->result == AM_OPERAND_NONE ? instruction->operands[0] : instruction->result;
    return row->domains == AM_DOMAINS_FOLD ? instruction->operands[2] : program->registers[worked].domain;
}

/* A pick and an at_least go through their list for every row. */
static uint64_t cost_of(const am_program *program, const am_instruction *instruction,
                        const am_opcode_row *row) {
    uint64_t cost = row->cost;
    for (unsigned i = 0; i < 4; i++) {
        if (row->operands[i] == AM_OPERAND_LIST) {
            cost *= 1 + (uint64_t)program->lists[instruction->operands[i]].count;
        }
    }
    return cost;
}

uint64_t am_program_cost(const am_program *program, uint64_t *costs) {
    uint64_t constant = 0;
    for (uint32_t i = 0; i < program->domain_count; i++) {
        costs[i] = 0;
    }
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        const am_instruction *instruction = &program->instructions[i];
        const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
        uint16_t domain = domain_of_work(program, instruction, row);
        *(domain == AM_DOMAIN_CONSTANT ? &constant : &costs[domain]) += cost_of(program, instruction, row);
    }
    return constant;
}

const am_discretion *am_program_discretion_of(const am_program *program, const am_fact *fact) {
    for (uint32_t i = 0; i < program->discretion_count; i++) {
        if (&program->facts[program->discretions[i].fact] == fact) {
            return &program->discretions[i];
        }
    }
    return NULL;
}

bool am_program_open_end(const am_program *program, const am_fact *fact, bool is_highest, am_constant *out) {
    *out = (am_constant){.type = am_kind_type((am_kind)fact->kind)};
    switch ((am_kind)fact->kind) {
    case AM_KIND_NUMBER:
        out->decimal = am_open_end_number();
        break;
    case AM_KIND_WHOLE:
        out->decimal = am_open_end_whole();
        break;
    case AM_KIND_MONEY:
        out->decimal = am_open_end_money(program->units[fact->unit].digits);
        break;
    case AM_KIND_MONTHS:
    case AM_KIND_DAYS: /* no record states one below 0 */
        out->integer = is_highest ? AM_OPEN_END_PERIOD : 0;
        return true;
    default:
        return false;
    }
    if (!is_highest) {
        out->decimal = am_decimal_negate(out->decimal);
    }
    return true;
}

void am_instruction_each_operand(const am_program *program, const am_instruction *instruction,
                                 void (*use)(void *context, uint16_t column), void *context) {
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    for (unsigned i = 0; i < 4; i++) {
        if (am_operand_is_register((am_operand)row->operands[i])) {
            use(context, instruction->operands[i]);
        } else if (row->operands[i] == AM_OPERAND_LIST) {
            const am_list *list = &program->lists[instruction->operands[i]];
            for (uint32_t item = 0; item < list->count; item++) {
                use(context, program->list_items[list->start + item]);
            }
        }
    }
}
