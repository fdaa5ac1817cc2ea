/*
 * One instruction as a line: its name and operands by its row of the opcode table, then its clause.
 */
#include "code/print.h"

static void print_list(am_buffer *buffer, const am_program *program, uint16_t number) {
    am_list list = program->lists[number];
    am_buffer_put_char(buffer, '[');
    for (uint32_t i = 0; i < list.count; i++) {
        am_buffer_put_text(buffer, i == 0 ? "" : ", ");
        am_print_operand(buffer, program, program->list_items[list.start + i]);
    }
    am_buffer_put_char(buffer, ']');
}

static void print_operand(am_buffer *buffer, const am_program *program, am_operand operand, uint16_t number) {
    static const char *const roundings[AM_ROUNDING_COUNT] = {
        "up", "down", "half up", "half down", "half even", "ceiling", "floor",
    };
    static const char *const month_ends[] = {"error", "round down", "round up"};
    switch (operand) {
    case AM_OPERAND_TABLE:
    case AM_OPERAND_COLUMN:
        am_buffer_put_text(buffer, operand == AM_OPERAND_TABLE ? "table " : "column ");
        am_buffer_put_unsigned(buffer, number);
        return;
    case AM_OPERAND_LIST:
        print_list(buffer, program, number);
        return;
    case AM_OPERAND_DOMAIN:
        am_buffer_put_text(buffer, "over ");
        am_print_domain(buffer, program, number);
        return;
    case AM_OPERAND_CALENDAR:
        am_buffer_put_text(buffer, "calendar ");
        am_buffer_put(buffer, program->calendars[number].name);
        return;
    case AM_OPERAND_FAULT:
        am_buffer_put_text(buffer, am_diag_slug_of(am_operand_fault(number)));
        return;
    case AM_OPERAND_ROUNDING:
        am_buffer_put_text(buffer, roundings[number]);
        return;
    case AM_OPERAND_MONTH_END:
        am_buffer_put_text(buffer, month_ends[number]);
        return;
    case AM_OPERAND_COUNT:
        am_buffer_put_unsigned(buffer, number);
        return;
    default:
        am_print_operand(buffer, program, number);
        return;
    }
}

/* "emir.amerce:12", the step's or the declaration's own words, the citation. */
static void print_clause(am_buffer *buffer, const am_program *program, uint16_t number) {
    const am_clause *clause = &program->clauses[number];
    am_buffer_put_text(buffer, "  ; ");
    am_buffer_put(buffer, program->sources[clause->source]);
    am_buffer_put_char(buffer, ':');
    am_buffer_put_unsigned(buffer, clause->line);
    am_buffer_put_char(buffer, ' ');
    if (clause->parent != AM_NO_INDEX) {
        am_buffer_put(buffer, program->clauses[clause->parent].name);
        am_buffer_put_char(buffer, ' ');
    }
    am_buffer_put(buffer, clause->name);
    if (clause->label.length > 0) {
        am_buffer_put_char(buffer, ' ');
        am_print_quoted(buffer, clause->label);
    }
    if (clause->citation.length > 0) {
        am_buffer_put_text(buffer, " per ");
        am_buffer_put(buffer, clause->citation);
    }
}

void am_print_instruction(am_buffer *buffer, const am_program *program, uint32_t number) {
    const am_instruction *instruction = &program->instructions[number];
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    const char *before = " ";
    if (row->result != AM_OPERAND_NONE) {
        am_print_register(buffer, program, instruction->result);
        am_buffer_put_text(buffer, " = ");
    }
    am_buffer_put_text(buffer, am_opcode_name(instruction->opcode));
    for (unsigned i = 0; i < 4; i++) {
        if (row->operands[i] != AM_OPERAND_NONE) {
            am_buffer_put_text(buffer, before);
            print_operand(buffer, program, row->operands[i], instruction->operands[i]);
            before = ", ";
        }
    }
    if (program->sites[number].clause != AM_NO_INDEX) {
        print_clause(buffer, program, program->sites[number].clause);
    }
    am_buffer_put_char(buffer, '\n');
}
