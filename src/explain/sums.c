/*
 * Schedules that add up: which rows counted, and with what amount.
 *
 * No register has a single row of such a schedule: the instruction that adds is asked.
 */
#include "explain/explainer.h"

static bool is_sum(const am_instruction *instruction) {
    return instruction->opcode == AM_OP_ADD_ROWS || instruction->opcode == AM_OP_ADD_ROWS_EXACT;
}

void am_explain_link_sums(am_explainer *explainer) {
    const am_program *program = explainer->program;
    for (uint32_t i = program->instruction_count; i-- > 0;) {
        uint16_t clause = program->sites[i].clause;
        if (is_sum(&program->instructions[i]) && clause != AM_NO_INDEX &&
            program->clauses[clause].kind == AM_CLAUSE_SCHEDULE) {
            explainer->sums[clause] = i + 1;
        }
    }
}

bool am_explain_is_added(const am_explainer *explainer, uint16_t schedule) {
    return explainer->sums[schedule] != 0;
}

/* A register as a phrase, to find its row. */
static bool find_row(const am_explainer *explainer, am_subject schedule, uint16_t column, uint32_t *row) {
    am_phrase phrase = {.column = column, .column_high = AM_NO_INDEX};
    return am_explain_row_of(explainer, schedule, &phrase, row);
}

bool am_explain_counts(const am_explainer *explainer, am_subject schedule, uint16_t row) {
    const am_program *program = explainer->program;
    uint32_t sum = explainer->sums[schedule.clause];
    uint32_t at;
    if (sum == 0 || !find_row(explainer, schedule, program->instructions[sum - 1].result, &at)) {
        return false;
    }
    uint16_t table = program->instructions[sum - 1].operands[0];
    uint16_t number = program->clauses[row].row;
    return number < program->tables[table].row_count &&
           am_vm_row_counts(explainer->batch, sum - 1, at, number);
}

static uint16_t value_of(const am_program *program, uint32_t instruction, uint16_t number) {
    am_list list = program->lists[program->instructions[instruction].operands[2]];
    return number < list.count ? program->list_items[list.start + number] : AM_NO_INDEX;
}

bool am_explain_counted(const am_explainer *explainer, am_subject schedule, uint16_t row, am_shown *out,
                        uint32_t *out_row) {
    const am_program *program = explainer->program;
    uint32_t sum = explainer->sums[schedule.clause];
    const am_phrase *result = am_explain_find(program, &program->clauses[schedule.clause], AM_PHRASE_VALUE);
    if (sum == 0 || result == NULL || !am_explain_counts(explainer, schedule, row)) {
        return false;
    }
    uint16_t number = program->clauses[row].row;
    *out = am_explain_shown(result);
    out->column = value_of(program, sum - 1, number);
    if (out->column_high != AM_NO_INDEX) {
        uint32_t high = sum;
        while (high < program->instruction_count && !is_sum(&program->instructions[high])) {
            high++;
        }
        out->column_high = high < program->instruction_count ? value_of(program, high, number) : AM_NO_INDEX;
    }
    if (out->column != AM_NO_INDEX && program->registers[out->column].type == AM_VALUE_DECIMAL &&
        am_kind_type(out->kind) != AM_VALUE_DECIMAL) {
        out->kind = AM_KIND_NUMBER; /* periods are added as numbers */
    }
    return out->column != AM_NO_INDEX && find_row(explainer, schedule, out->column, out_row);
}
