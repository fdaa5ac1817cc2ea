/*
 * Rows seen from rows, and the columns of phrases and clauses as they are shown.
 *
 * A domain's rows are in the order of their parents', so the elements of consecutive rows are consecutive.
 */
#include "explain/explainer.h"

#include "vm/work.h"

uint16_t am_explain_domain_of_clause(const am_program *program, const am_clause *clause) {
    return clause->place == AM_NO_INDEX ? AM_DOMAIN_CONSTANT : program->places[clause->place].domain;
}

/* Whether `domain` is `ancestor` or within it. */
static bool is_within(const am_program *program, uint16_t domain, uint16_t ancestor) {
    while (domain != ancestor && domain != AM_NO_INDEX) {
        domain = program->domains[domain].parent;
    }
    return domain == ancestor;
}

am_row_range am_explain_rows(const am_batch *batch, uint16_t from, uint32_t row, uint16_t to) {
    if (to == AM_DOMAIN_CONSTANT) {
        return (am_row_range){0, 1};
    }
    if (from == AM_DOMAIN_CONSTANT) {
        return (am_row_range){0, 0};
    }
    while (!is_within(batch->program, to, from)) {
        row = batch->rows[from].parents[row];
        from = batch->program->domains[from].parent;
    }
    return am_batch_rows_within(batch, from, row, to);
}

/* A range's ends may be constant one by one. */
static uint16_t domain_of_phrase(const am_program *program, const am_phrase *phrase) {
    uint16_t domain = program->registers[phrase->column].domain;
    if (domain == AM_DOMAIN_CONSTANT && phrase->column_high != AM_NO_INDEX) {
        return program->registers[phrase->column_high].domain;
    }
    return domain;
}

bool am_explain_row_of(const am_explainer *explainer, am_subject subject, const am_phrase *phrase,
                       uint32_t *row) {
    const am_program *program = explainer->program;
    if (phrase == NULL || phrase->column == AM_NO_INDEX) {
        return false;
    }
    uint16_t from = am_explain_domain_of_clause(program, &program->clauses[subject.clause]);
    uint16_t to = domain_of_phrase(program, phrase);
    if (to != AM_DOMAIN_CONSTANT && (from == AM_DOMAIN_CONSTANT || !is_within(program, from, to))) {
        return false;
    }
    *row = am_explain_rows(explainer->batch, from, subject.row, to).first;
    return true;
}

am_vm_where am_explain_where(const am_batch *batch, uint16_t domain, uint32_t row) {
    const am_domain *domains = batch->program->domains;
    am_vm_where where = {.depth = 0};
    if (domain == AM_DOMAIN_CONSTANT) {
        return where;
    }
    for (uint16_t at = domain; domains[at].kind == AM_DOMAIN_LIST; at = domains[at].parent) {
        where.depth++;
    }
    for (uint32_t i = where.depth; i-- > 0; domain = domains[domain].parent) {
        uint32_t parent = batch->rows[domain].parents[row];
        where.domains[i] = domain;
        where.numbers[i] = row - am_rows_first(&batch->rows[domain], parent) + 1;
        row = parent;
    }
    return where;
}

am_shown am_explain_shown(const am_phrase *phrase) {
    return (am_shown){phrase->column, phrase->column_high, phrase->value_kind,
                      phrase->unit,   phrase->scale,       AM_NO_INDEX};
}

am_shown am_explain_shown_clause(const am_clause *clause) {
    return (am_shown){clause->column, clause->column_high, clause->value_kind,
                      clause->unit,   clause->scale,       AM_NO_INDEX};
}

am_explained_value am_explain_value(const am_explainer *explainer, am_subject subject) {
    const am_clause *clause = &explainer->program->clauses[subject.clause];
    am_explained_value value = {am_explain_shown_clause(clause), subject.row, clause->column != AM_NO_INDEX,
                                false};
    value.shown.clause = subject.clause;
    if (am_clause_has_rows(clause)) {
        const am_phrase *result = am_explain_find(explainer->program, clause, AM_PHRASE_VALUE);
        value.is_there = am_explain_row_of(explainer, subject, result, &value.row);
        if (value.is_there) {
            value.shown = am_explain_shown(result);
            value.shown.clause = subject.clause;
            value.has_name = result->words.length > 0;
        }
    }
    return value;
}

const am_phrase *am_explain_phrases(const am_program *program, const am_clause *clause, uint32_t *count) {
    *count = clause->phrase_count;
    return clause->phrase_count == 0 ? NULL : &program->phrases[clause->first_phrase];
}

const am_phrase *am_explain_find(const am_program *program, const am_clause *clause, am_phrase_kind kind) {
    uint32_t count;
    const am_phrase *phrases = am_explain_phrases(program, clause, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (phrases[i].kind == kind) {
            return &phrases[i];
        }
    }
    return NULL;
}

uint32_t am_explain_read_count(const am_program *program, const am_clause *clause, const am_phrase *phrase) {
    const am_phrase *end = program->phrases + clause->first_phrase + clause->phrase_count;
    uint32_t count = 0;
    while (phrase + 1 + count < end && phrase[1 + count].kind == AM_PHRASE_READ) {
        count++;
    }
    return count;
}

const am_clause *am_explain_picked(const am_explainer *explainer, am_subject subject) {
    const am_program *program = explainer->program;
    const am_clause *schedule = &program->clauses[subject.clause];
    if (!am_clause_has_rows(schedule) || schedule->column == AM_NO_INDEX ||
        am_batch_state(explainer->batch, schedule->column, subject.row) != AM_STATE_VALUE) {
        return NULL;
    }
    int32_t row = am_batch_integer(explainer->batch, schedule->column, subject.row);
    for (uint16_t child = explainer->first_child[subject.clause]; child != AM_NO_INDEX;
         child = explainer->next_child[child]) {
        if (program->clauses[child].kind == AM_CLAUSE_ROW && program->clauses[child].row == row) {
            return &program->clauses[child];
        }
    }
    return NULL;
}

const am_clause *am_explain_cited(const am_explainer *explainer, am_subject subject) {
    const am_clause *row = am_explain_picked(explainer, subject);
    return row != NULL ? row : &explainer->program->clauses[subject.clause];
}

bool am_explain_is_otherwise(const am_program *program, const am_clause *row) {
    const am_phrase *test = am_explain_find(program, row, AM_PHRASE_TEST);
    return test != NULL && am_slice_is_equal(test->words, AM_SLICE("otherwise"));
}

uint16_t am_explain_discretion(const am_program *program, uint16_t clause) {
    for (uint32_t i = 0; i < program->discretion_count; i++) {
        if (program->discretions[i].clause == clause) {
            return (uint16_t)i;
        }
    }
    return AM_NO_INDEX;
}

const am_reach *am_explain_reach(const am_explainer *explainer, const am_output *output, uint32_t row) {
    uint16_t number = (uint16_t)(output - explainer->program->outputs);
    return explainer->leeway == NULL ? NULL : am_leeway_reach_of(explainer->leeway, number, row);
}
