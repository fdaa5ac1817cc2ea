/*
 * The citation map: a clause for each declaration at each of its places, and below it one for each step or
 * row.
 *
 * A clause is made before its instructions, so that faults can name it, and given its columns when they are
 * known.
 */
#include "lower/lowerer.h"

static uint16_t append(am_lowerer *lowerer, const am_clause *clause) {
    am_program *program = &lowerer->program;
    if (!am_lower_has_room(lowerer, program->clause_count, "clauses")) {
        return AM_NO_INDEX;
    }
    am_clause *items =
        AM_GROW(lowerer->arena, am_clause, program->clauses, program->clause_count, &lowerer->room.clauses);
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    program->clauses = items;
    items[program->clause_count] = *clause;
    return (uint16_t)program->clause_count++;
}

static uint32_t line_of(const am_lowerer *lowerer, am_span span) {
    const am_sources *sources = lowerer->model->sources;
    return span.source < sources->count ? am_source_position(&sources->items[span.source], span.start).line
                                        : 0;
}

static am_clause clause_at(const am_lowerer *lowerer, am_clause_kind kind, am_span span, am_type type) {
    return (am_clause){
        .kind = kind,
        .value_kind = am_lower_kind(type),
        .source = span.source,
        .line = line_of(lowerer, span),
        .parent = AM_NO_INDEX,
        .place = AM_NO_INDEX,
        .column = AM_NO_INDEX,
        .column_high = AM_NO_INDEX,
        .condition = AM_NO_INDEX,
        .unit = am_lower_unit(type),
        .scale = am_lower_scale(type),
    };
}

static am_clause_kind kind_of(const am_declaration *declaration) {
    switch (declaration->kind) {
    case AM_DECLARATION_PARAMETER:
        return declaration->schedule != NULL ? AM_CLAUSE_SERIES : AM_CLAUSE_PARAMETER;
    case AM_DECLARATION_RULE:
        return declaration->discretion != NULL ? AM_CLAUSE_DISCRETION : AM_CLAUSE_RULE;
    case AM_DECLARATION_SCHEDULE:
        return AM_CLAUSE_SCHEDULE;
    case AM_DECLARATION_PENALTY:
    case AM_DECLARATION_AMOUNT:
        break;
    }
    return AM_CLAUSE_PENALTY;
}

/* The type of the value that its clause shows: of several results the first. */
static am_type shown_type(const am_declaration *declaration) {
    const am_schedule *schedule = declaration->schedule;
    return schedule != NULL && schedule->result_count > 0 ? schedule->results[0].type : declaration->type;
}

uint16_t am_lower_declaration_clause(am_lowerer *lowerer, const am_declaration *declaration, uint16_t place) {
    am_clause clause = clause_at(lowerer, kind_of(declaration), declaration->span, shown_type(declaration));
    clause.name = declaration->name;
    clause.label = declaration->label;
    clause.citation = declaration->citation;
    clause.place = place;
    if (declaration->head != NULL && declaration->kind != AM_DECLARATION_PARAMETER) {
        clause.parent = lowerer->clause;
    }
    return append(lowerer, &clause);
}

uint16_t am_lower_function_clause(am_lowerer *lowerer, const am_declaration *declaration) {
    am_clause clause = clause_at(lowerer, AM_CLAUSE_RULE, declaration->span, declaration->type);
    clause.name = declaration->name;
    clause.label = declaration->label;
    clause.citation = declaration->citation;
    return append(lowerer, &clause);
}

void am_lower_row_clauses(am_lowerer *lowerer, const am_declaration *declaration, uint16_t parent) {
    const am_schedule *schedule = declaration->schedule;
    if (schedule == NULL || lowerer->is_failed || !am_clause_has_rows(&lowerer->program.clauses[parent])) {
        return;
    }
    for (uint16_t row = 0; row < schedule->row_count && !lowerer->is_failed; row++) {
        am_clause clause =
            clause_at(lowerer, AM_CLAUSE_ROW, schedule->rows[row].span, shown_type(declaration));
        am_slice own = schedule->rows[row].citation;
        clause.name = declaration->name;
        clause.citation = own.length > 0 ? own : declaration->citation;
        clause.parent = parent;
        clause.place = lowerer->program.clauses[parent].place;
        clause.row = row;
        append(lowerer, &clause);
    }
}

uint16_t am_lower_offence_clause(am_lowerer *lowerer, const am_declaration *declaration, uint16_t parent) {
    if (lowerer->is_failed) {
        return AM_NO_INDEX;
    }
    const am_expr *offence = declaration->ladder->offence;
    am_clause clause = clause_at(lowerer, AM_CLAUSE_OFFENCE, offence->span, offence->type);
    clause.name = AM_SLICE("offence");
    clause.citation = declaration->citation;
    clause.parent = parent;
    clause.place = lowerer->program.clauses[parent].place;
    return append(lowerer, &clause);
}

static am_slice verb_of(am_step step) {
    static const char *const verbs[] = {
        [AM_STEP_START] = "start from",        [AM_STEP_ADD] = "add",
        [AM_STEP_SUBTRACT] = "subtract",       [AM_STEP_MULTIPLY] = "multiply by",
        [AM_STEP_INCREASE] = "increase by",    [AM_STEP_REDUCE] = "reduce by",
        [AM_STEP_COEFFICIENT] = "coefficient", [AM_STEP_AT_MOST] = "at most",
        [AM_STEP_AT_LEAST] = "at least",       [AM_STEP_LIMIT] = "limit to",
        [AM_STEP_INSTEAD] = "instead",         [AM_STEP_ROUND] = "round",
    };
    return am_slice_of(verbs[step]);
}

/* A running amount of days or months is a bare number. */
uint16_t am_lower_step_clause(am_lowerer *lowerer, const am_penalty_step *step, uint16_t parent) {
    if (lowerer->is_failed) {
        return AM_NO_INDEX;
    }
    const am_clause above = lowerer->program.clauses[parent];
    bool is_period = above.value_kind == AM_KIND_MONTHS || above.value_kind == AM_KIND_DAYS;
    am_clause clause = clause_at(lowerer, AM_CLAUSE_STEP, step->span, (am_type){.kind = AM_TYPE_NUMBER});
    clause.value_kind = is_period ? AM_KIND_NUMBER : above.value_kind;
    clause.unit = above.unit;
    clause.name = verb_of(step->step);
    clause.label = step->label;
    clause.citation = step->citation;
    clause.parent = parent;
    clause.place = above.place;
    return append(lowerer, &clause);
}

uint16_t am_lower_exception_clauses(am_lowerer *lowerer, const am_expr *except) {
    uint16_t first = (uint16_t)lowerer->program.clause_count;
    bool is_within = lowerer->within.exception != AM_NO_INDEX && lowerer->within.clause == lowerer->clause;
    uint16_t parent = is_within ? lowerer->within.exception : lowerer->clause;
    for (uint32_t i = 0; i < (except->operand_count - 1) / 2 && !lowerer->is_failed; i++) {
        const am_exception_note *note = &except->exceptions[i];
        am_clause clause = clause_at(lowerer, AM_CLAUSE_EXCEPTION, note->span, except->type);
        clause.name = note->is_notwithstanding ? AM_SLICE("notwithstanding the above")
                      : note->is_nested        ? AM_SLICE("but")
                                               : AM_SLICE("except");
        clause.label = note->label;
        clause.citation = note->citation;
        clause.parent = parent;
        clause.place = lowerer->program.clauses[lowerer->clause].place;
        clause.row = (uint16_t)i;
        append(lowerer, &clause);
    }
    return lowerer->is_failed ? AM_NO_INDEX : first;
}

void am_lower_clause_columns(am_lowerer *lowerer, uint16_t clause, am_lowered columns, uint16_t condition) {
    if (!lowerer->is_failed) {
        lowerer->program.clauses[clause].column = columns.low;
        lowerer->program.clauses[clause].column_high = columns.high;
        lowerer->program.clauses[clause].condition = condition;
    }
}
