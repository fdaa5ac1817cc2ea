/*
 * What explanations are read from: phrases and the registers that they name.
 *
 * Whether a register was computed for a row is not checked here: one in a part that was skipped holds an old
 * value of its type, and whoever explains asks the condition first.
 */
#include "code/verify.h"

static bool is_shown_domain(const am_program *program, uint16_t domain) {
    return domain == AM_DOMAIN_CONSTANT || program->domains[domain].kind < AM_DOMAIN_PRODUCT;
}

static bool is_shown(const am_program *program, uint16_t column, am_kind kind) {
    return column < program->register_count && program->registers[column].type == am_kind_type(kind) &&
           is_shown_domain(program, program->registers[column].domain);
}

/* The ends of a range stand side by side. */
static bool has_columns(const am_program *program, const am_phrase *phrase) {
    if (phrase->column == AM_NO_INDEX || phrase->column_high == AM_NO_INDEX) {
        return phrase->column_high == AM_NO_INDEX &&
               (phrase->column == AM_NO_INDEX || is_shown(program, phrase->column, phrase->value_kind));
    }
    return is_shown(program, phrase->column, phrase->value_kind) &&
           is_shown(program, phrase->column_high, phrase->value_kind) &&
           (program->registers[phrase->column].domain == program->registers[phrase->column_high].domain ||
            program->registers[phrase->column].domain == AM_DOMAIN_CONSTANT ||
            program->registers[phrase->column_high].domain == AM_DOMAIN_CONSTANT);
}

static bool has_names(const am_verifier *verifier, uint16_t column, uint16_t scale) {
    return column == AM_NO_INDEX ||
           verifier->traces[column].code_bound <= verifier->program->scales[scale].value_count;
}

static bool has_unit_and_scale(const am_verifier *verifier, const am_phrase *phrase) {
    const am_program *program = verifier->program;
    bool is_money = phrase->column != AM_NO_INDEX && phrase->value_kind == AM_KIND_MONEY;
    bool is_code = phrase->column != AM_NO_INDEX && phrase->value_kind == AM_KIND_CODE;
    return (phrase->unit < program->unit_count || (phrase->unit == AM_NO_INDEX && !is_money)) &&
           (phrase->scale < program->scale_count || (phrase->scale == AM_NO_INDEX && !is_code)) &&
           (!is_code || (has_names(verifier, phrase->column, phrase->scale) &&
                         has_names(verifier, phrase->column_high, phrase->scale)));
}

static bool has_clause(const am_program *program, const am_phrase *phrase) {
    if (phrase->clause == AM_NO_INDEX) {
        return true;
    }
    return phrase->kind == AM_PHRASE_READ && phrase->clause < program->clause_count &&
           !am_clause_is_part(&program->clauses[phrase->clause]);
}

static bool verify_phrase(am_verifier *verifier, const am_phrase *phrase) {
    const am_program *program = verifier->program;
    return am_verify_that(verifier, phrase->kind <= AM_PHRASE_READ && phrase->value_kind < AM_KIND_COUNT,
                          AM_DIAG_LOAD_PHRASE_KIND) &&
           am_verify_that(verifier, has_columns(program, phrase), AM_DIAG_LOAD_PHRASE_COLUMN) &&
           am_verify_that(verifier, has_unit_and_scale(verifier, phrase), AM_DIAG_LOAD_PHRASE_UNIT) &&
           am_verify_that(verifier, has_clause(program, phrase), AM_DIAG_LOAD_PHRASE_CLAUSE);
}

bool am_verify_phrases(am_verifier *verifier) {
    const am_program *program = verifier->program;
    for (uint32_t i = 0; i < program->clause_count; i++) {
        const am_clause *clause = &program->clauses[i];
        am_verify_at(verifier, "clause", i);
        if (!am_verify_that(verifier,
                            clause->first_phrase <= program->phrase_count &&
                                clause->phrase_count <= program->phrase_count - clause->first_phrase,
                            AM_DIAG_LOAD_CLAUSE_PHRASES) ||
            !am_verify_work(verifier, clause->phrase_count)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < program->phrase_count; i++) {
        am_verify_at(verifier, "phrase", i);
        if (!verify_phrase(verifier, &program->phrases[i])) {
            return false;
        }
    }
    return true;
}
