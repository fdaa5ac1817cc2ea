/*
 * What goes in and what comes out: facts and lists fill registers, outputs and clauses read them.
 */
#include "code/verify.h"

static bool is_ordered(am_kind kind) {
    return am_operand_admits(AM_OPERAND_ORDERED, am_kind_type(kind));
}

/* A register of this kind's type over the place's domain. */
static bool is_column_of(const am_program *program, uint16_t column, am_kind kind, uint16_t place) {
    return column < program->register_count && program->registers[column].type == am_kind_type(kind) &&
           program->registers[column].domain == program->places[place].domain;
}

/* What a reader leaves where nothing was given: unknown if that may be, else needing. */
static bool has_input_states(const am_program *program, uint16_t column, bool is_optional) {
    uint8_t may = program->registers[column].may;
    return is_optional ? (may & AM_MAY_UNKNOWN) && !(may & AM_MAY_FAULT) : may == AM_MAY_NEED;
}

static bool is_bound(const am_program *program, uint16_t bound, am_kind kind) {
    return bound == AM_NO_INDEX ||
           (bound < program->constant_count && program->constants[bound].type == am_kind_type(kind));
}

static bool has_bounds(const am_program *program, const am_fact *fact) {
    uint16_t lowest = fact->bounds.lowest;
    uint16_t highest = fact->bounds.highest;
    if (lowest == AM_NO_INDEX && highest == AM_NO_INDEX) {
        return true;
    }
    return is_ordered(fact->kind) && is_bound(program, lowest, fact->kind) &&
           is_bound(program, highest, fact->kind) &&
           (lowest == AM_NO_INDEX || highest == AM_NO_INDEX ||
            am_constant_order(&program->constants[lowest], &program->constants[highest]) <= 0);
}

/* Whether `number` is one of `count` items when it is wanted, and none when it is not. */
static bool is_given(uint16_t number, uint32_t count, bool is_wanted) {
    return is_wanted ? number < count : number == AM_NO_INDEX;
}

static bool define_input(am_verifier *verifier, uint16_t column, uint32_t code_bound) {
    am_trace *trace = &verifier->traces[column];
    if (!am_verify_that(verifier, trace->definition == AM_DEFINITION_NONE, AM_DIAG_LOAD_REGISTER_TWICE)) {
        return false;
    }
    trace->definition = AM_DEFINITION_INPUT;
    trace->code_bound = code_bound;
    return true;
}

static bool verify_fact_column(am_verifier *verifier, const am_fact *fact, uint16_t column) {
    const am_program *program = verifier->program;
    uint32_t codes = fact->scale == AM_NO_INDEX ? 0 : program->scales[fact->scale].value_count;
    return am_verify_that(verifier,
                          is_column_of(program, column, fact->kind, fact->place) &&
                              program->registers[column].constant == AM_NO_INDEX,
                          AM_DIAG_LOAD_FACT_COLUMN) &&
           am_verify_that(verifier, has_input_states(program, column, fact->is_optional),
                          AM_DIAG_LOAD_FACT_STATES) &&
           define_input(verifier, column, codes);
}

static bool verify_fact(am_verifier *verifier, const am_fact *fact) {
    const am_program *program = verifier->program;
    return am_verify_that(verifier, fact->place < program->place_count, AM_DIAG_LOAD_FACT_PLACE) &&
           am_verify_that(verifier, fact->kind < AM_KIND_COUNT, AM_DIAG_LOAD_FACT_KIND) &&
           am_verify_that(verifier,
                          (!fact->is_range || is_ordered(fact->kind)) &&
                              fact->is_range == (fact->column_high != AM_NO_INDEX),
                          AM_DIAG_LOAD_FACT_RANGE) &&
           am_verify_that(verifier, is_given(fact->scale, program->scale_count, fact->kind == AM_KIND_CODE),
                          AM_DIAG_LOAD_FACT_SCALE) &&
           am_verify_that(verifier, is_given(fact->unit, program->unit_count, fact->kind == AM_KIND_MONEY),
                          AM_DIAG_LOAD_FACT_UNIT) &&
           am_verify_that(verifier, has_bounds(program, fact), AM_DIAG_LOAD_FACT_BOUNDS) &&
           verify_fact_column(verifier, fact, fact->column) &&
           (!fact->is_range || verify_fact_column(verifier, fact, fact->column_high));
}

bool am_verify_inputs(am_verifier *verifier) {
    const am_program *program = verifier->program;
    for (uint32_t i = 0; i < program->domain_count; i++) {
        const am_domain *domain = &program->domains[i];
        am_verify_at(verifier, "domain", i);
        if (domain->kind == AM_DOMAIN_LIST &&
            (!am_verify_that(
                 verifier,
                 has_input_states(program, domain->present, program->places[domain->place].is_optional),
                 AM_DIAG_LOAD_DOMAIN_PRESENT) ||
             !define_input(verifier, domain->present, 0))) {
            return false;
        }
    }
    for (uint32_t i = 0; i < program->fact_count; i++) {
        am_verify_at(verifier, "fact", i);
        if (!verify_fact(verifier, &program->facts[i])) {
            return false;
        }
    }
    return true;
}

static bool is_constant(const am_program *program, uint16_t column) {
    return column < program->register_count && program->registers[column].domain == AM_DOMAIN_CONSTANT;
}

/* As is_column_of, or constant. */
static bool is_readable_of(const am_program *program, uint16_t column, am_value_type type, uint16_t place) {
    return column < program->register_count && program->registers[column].type == type &&
           (is_constant(program, column) ||
            (place < program->place_count &&
             program->registers[column].domain == program->places[place].domain));
}

/* Whether each code in the column has a name in the scale. */
static bool has_names(const am_verifier *verifier, uint16_t column, uint16_t scale) {
    return verifier->traces[column].code_bound <= verifier->program->scales[scale].value_count;
}

static bool verify_output_column(am_verifier *verifier, const am_output *output, uint16_t column) {
    return am_verify_that(
               verifier, is_readable_of(verifier->program, column, am_kind_type(output->kind), output->place),
               AM_DIAG_LOAD_OUTPUT_COLUMN) &&
           am_verify_that(verifier, verifier->traces[column].block == AM_NO_INDEX,
                          AM_DIAG_LOAD_OUTPUT_SKIPPED) &&
           am_verify_that(verifier,
                          output->kind != AM_KIND_CODE || has_names(verifier, column, output->scale),
                          AM_DIAG_LOAD_OUTPUT_CODES);
}

static bool verify_output(am_verifier *verifier, const am_output *output) {
    const am_program *program = verifier->program;
    bool is_code = output->kind == AM_KIND_CODE;
    bool is_money = output->kind == AM_KIND_MONEY;
    return am_verify_that(verifier, output->place < program->place_count, AM_DIAG_LOAD_OUTPUT_PLACE) &&
           am_verify_that(verifier, output->kind < AM_KIND_COUNT, AM_DIAG_LOAD_OUTPUT_KIND) &&
           am_verify_that(verifier,
                          (!output->is_range || is_ordered(output->kind)) &&
                              output->is_range == (output->column_high != AM_NO_INDEX),
                          AM_DIAG_LOAD_OUTPUT_RANGE) &&
           am_verify_that(verifier, is_given(output->scale, program->scale_count, is_code),
                          AM_DIAG_LOAD_OUTPUT_SCALE) &&
           am_verify_that(verifier, is_given(output->unit, program->unit_count, is_money),
                          AM_DIAG_LOAD_OUTPUT_UNIT) &&
           am_verify_that(verifier, output->clause == AM_NO_INDEX || output->clause < program->clause_count,
                          AM_DIAG_LOAD_OUTPUT_CLAUSE) &&
           verify_output_column(verifier, output, output->column) &&
           (!output->is_range || verify_output_column(verifier, output, output->column_high));
}

static bool verify_check(am_verifier *verifier, const am_fact_check *check) {
    const am_program *program = verifier->program;
    return am_verify_that(verifier,
                          check->place < program->place_count && check->source < program->source_count &&
                              is_readable_of(program, check->column, AM_VALUE_YESNO, check->place) &&
                              verifier->traces[check->column].block == AM_NO_INDEX,
                          AM_DIAG_LOAD_CHECK);
}

bool am_verify_outputs(am_verifier *verifier) {
    for (uint32_t i = 0; i < verifier->program->check_count; i++) {
        am_verify_at(verifier, "check", i);
        if (!verify_check(verifier, &verifier->program->checks[i])) {
            return false;
        }
    }
    for (uint32_t i = 0; i < verifier->program->output_count; i++) {
        am_verify_at(verifier, "output", i);
        if (!verify_output(verifier, &verifier->program->outputs[i])) {
            return false;
        }
    }
    return true;
}

/* Steps, rows and offences belong to a declaration, rows to a schedule or series, offences to a schedule,
 * exceptions to a declaration, a step or an exception; a version to the rule that chooses among versions. */
static bool has_parent(const am_program *program, uint32_t number) {
    const am_clause *clause = &program->clauses[number];
    const am_clause *parent;
    bool is_of_schedule = clause->kind == AM_CLAUSE_ROW || clause->kind == AM_CLAUSE_OFFENCE;
    bool is_declaration =
        !is_of_schedule && clause->kind != AM_CLAUSE_STEP && clause->kind != AM_CLAUSE_EXCEPTION;
    if (is_declaration && clause->parent == AM_NO_INDEX) {
        return true;
    }
    if (clause->parent >= number) {
        return false;
    }
    parent = &program->clauses[clause->parent];
    if (clause->kind == AM_CLAUSE_EXCEPTION) {
        return parent->kind != AM_CLAUSE_ROW && parent->kind != AM_CLAUSE_OFFENCE;
    }
    if (is_declaration) {
        return parent->parent == AM_NO_INDEX && parent->kind == AM_CLAUSE_RULE;
    }
    return is_of_schedule ? am_clause_has_rows(parent)
                          : parent->kind != AM_CLAUSE_ROW && parent->kind != AM_CLAUSE_STEP &&
                                parent->kind != AM_CLAUSE_OFFENCE && parent->kind != AM_CLAUSE_EXCEPTION;
}

static bool has_columns(const am_program *program, const am_clause *clause) {
    bool is_schedule = am_clause_has_rows(clause);
    am_value_type type = is_schedule ? AM_VALUE_ROW : am_kind_type(clause->value_kind);
    if (clause->column == AM_NO_INDEX || clause->kind == AM_CLAUSE_ROW) {
        return clause->column == AM_NO_INDEX && clause->column_high == AM_NO_INDEX;
    }
    return is_readable_of(program, clause->column, type, clause->place) &&
           (clause->column_high == AM_NO_INDEX ||
            (!is_schedule && is_readable_of(program, clause->column_high, type, clause->place)));
}

/* Money that is shown has a currency, and each tier or choice that is shown has a name. */
static bool has_unit_and_scale(const am_verifier *verifier, const am_clause *clause) {
    const am_program *program = verifier->program;
    bool is_shown = clause->column != AM_NO_INDEX && !am_clause_has_rows(clause);
    bool is_money = is_shown && clause->value_kind == AM_KIND_MONEY;
    bool is_code = is_shown && clause->value_kind == AM_KIND_CODE;
    return (clause->unit < program->unit_count || (clause->unit == AM_NO_INDEX && !is_money)) &&
           (clause->scale < program->scale_count || (clause->scale == AM_NO_INDEX && !is_code)) &&
           (!is_code || (has_names(verifier, clause->column, clause->scale) &&
                         (clause->column_high == AM_NO_INDEX ||
                          has_names(verifier, clause->column_high, clause->scale))));
}

static bool verify_clause(am_verifier *verifier, uint32_t number) {
    const am_program *program = verifier->program;
    const am_clause *clause = &program->clauses[number];
    return am_verify_that(verifier, clause->kind <= AM_CLAUSE_SERIES && clause->value_kind < AM_KIND_COUNT,
                          AM_DIAG_LOAD_CLAUSE_KIND) &&
           am_verify_that(verifier, has_parent(program, number), AM_DIAG_LOAD_CLAUSE_PARENT) &&
           am_verify_that(verifier, clause->source < program->source_count, AM_DIAG_LOAD_CLAUSE_SOURCE) &&
           am_verify_that(verifier, clause->place == AM_NO_INDEX || clause->place < program->place_count,
                          AM_DIAG_LOAD_CLAUSE_PLACE) &&
           am_verify_that(verifier, has_columns(program, clause), AM_DIAG_LOAD_CLAUSE_COLUMN) &&
           am_verify_that(verifier,
                          clause->condition == AM_NO_INDEX ||
                              is_readable_of(program, clause->condition, AM_VALUE_YESNO, clause->place),
                          AM_DIAG_LOAD_CLAUSE_CONDITION) &&
           am_verify_that(verifier, has_unit_and_scale(verifier, clause), AM_DIAG_LOAD_CLAUSE_UNIT);
}

bool am_verify_clauses(am_verifier *verifier) {
    const am_program *program = verifier->program;
    for (uint32_t i = 0; i < program->clause_count; i++) {
        am_verify_at(verifier, "clause", i);
        if (!verify_clause(verifier, i)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        uint16_t clause = program->sites[i].clause;
        am_verify_at(verifier, "instruction", i);
        if (!am_verify_that(verifier, clause == AM_NO_INDEX || clause < program->clause_count,
                            AM_DIAG_LOAD_SITE_CLAUSE)) {
            return false;
        }
    }
    am_verify_at(verifier, "program", 0);
    return am_verify_that(verifier, program->unit == AM_NO_INDEX || program->unit < program->unit_count,
                          AM_DIAG_LOAD_PROGRAM_UNIT);
}
