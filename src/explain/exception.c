/*
 * Which exceptions are told: those of a rule that was asked in the record.
 *
 * A rule with arguments is written out where it is called, so that its exceptions may stand in a part that
 * was skipped, as those of an exception that does not prevail do, or inside a sum, where each element has its
 * own answer. Only what a row went through is told, whatever else the batch computed.
 */
#include "explain/explainer.h"

static bool is_skip(const am_instruction *instruction) {
    return instruction->opcode == AM_OP_SKIP_UNLESS || instruction->opcode == AM_OP_SKIP_WHEN;
}

static bool holds(const am_program *program, uint32_t skip, uint32_t instruction) {
    return is_skip(&program->instructions[skip]) &&
           instruction <= skip + program->instructions[skip].operands[1];
}

/* The innermost skip around an instruction, and 1; 0 when there is none. */
static uint32_t skip_around(const am_program *program, uint32_t instruction) {
    uint32_t skip = instruction;
    while (skip > 0 && !holds(program, skip - 1, instruction)) {
        skip--;
    }
    return skip;
}

void am_explain_link_skips(am_explainer *explainer) {
    const am_program *program = explainer->program;
    uint32_t around = 0;
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        while (around != 0 && !holds(program, around - 1, i)) {
            around = skip_around(program, around - 1);
        }
        if (is_skip(&program->instructions[i])) {
            around = i + 1;
        } else {
            explainer->skips[program->instructions[i].result] = around;
        }
    }
}

static bool is_yes(const am_batch *batch, uint16_t condition, uint32_t row) {
    return am_batch_state(batch, condition, row) == AM_STATE_VALUE &&
           am_batch_integer(batch, condition, row) != 0;
}

/* Whether what the skip is around was computed for a row of the domain. Those around it are asked first. */
static bool is_passed(const am_explainer *explainer, uint32_t skip, uint16_t domain, uint32_t row) {
    const am_program *program = explainer->program;
    if (skip == 0) {
        return true;
    }
    const am_instruction *at = &program->instructions[skip - 1];
    uint16_t condition = at->operands[0];
    bool is_when = at->opcode == AM_OP_SKIP_WHEN;
    if (!is_passed(explainer, skip_around(program, skip - 1), domain, row)) {
        return false;
    }
    am_row_range rows = am_explain_rows(explainer->batch, domain, row, program->registers[condition].domain);
    for (uint32_t i = rows.first; i < rows.end; i++) {
        if (is_yes(explainer->batch, condition, i) != is_when) {
            return true;
        }
    }
    return false;
}

static bool is_computed(const am_explainer *explainer, uint16_t column, uint16_t domain, uint32_t row) {
    return column == AM_NO_INDEX || is_passed(explainer, explainer->skips[column], domain, row);
}

static bool is_told(const am_explainer *explainer, uint16_t number, uint32_t row) {
    const am_clause *clause = &explainer->program->clauses[number];
    uint16_t domain = am_explain_domain_of_clause(explainer->program, clause);
    if (clause->kind != AM_CLAUSE_EXCEPTION) {
        return true;
    }
    return clause->condition != AM_NO_INDEX && is_computed(explainer, clause->condition, domain, row) &&
           is_computed(explainer, clause->column, domain, row) &&
           is_computed(explainer, clause->column_high, domain, row);
}

static uint16_t told_from(const am_explainer *explainer, uint16_t child, uint32_t row) {
    while (child != AM_NO_INDEX && !is_told(explainer, child, row)) {
        child = explainer->next_child[child];
    }
    return child;
}

uint16_t am_explain_first_step(const am_explainer *explainer, am_subject subject) {
    return told_from(explainer, explainer->first_child[subject.clause], subject.row);
}

uint16_t am_explain_next_step(const am_explainer *explainer, uint16_t step, uint32_t row) {
    return told_from(explainer, explainer->next_child[step], row);
}
