/*
 * A step of a penalty as it turned out: whether it was applied, why not, and what it made of the amount.
 *
 * The order of the questions is that of the skips: `when`, then the repetition, then the value. What stands
 * behind a question that is answered no may not have been computed.
 */
#include "explain/explainer.h"

static am_state state_of(const am_explainer *explainer, am_subject subject, const am_phrase *phrase,
                         uint32_t *row) {
    am_shown shown;
    if (!am_explain_row_of(explainer, subject, phrase, row)) {
        return AM_STATE_VALUE;
    }
    shown = am_explain_shown(phrase);
    return am_shown_state(explainer->batch, &shown, *row);
}

/* Whether a condition or a repetition with a value is met; one without a column always is. */
static bool is_met(const am_explainer *explainer, const am_phrase *phrase, uint32_t row) {
    if (phrase->column == AM_NO_INDEX) {
        return true;
    }
    if (phrase->value_kind == AM_KIND_YESNO) {
        return am_batch_integer(explainer->batch, phrase->column, row) != 0;
    }
    return am_kind_type(phrase->value_kind) != AM_VALUE_DECIMAL ||
           !am_decimal_is_zero(am_batch_decimal(explainer->batch, phrase->column, row));
}

/* Where the penalty itself was no law, its steps say nothing. */
static bool is_law(const am_explainer *explainer, am_subject penalty) {
    am_shown shown = am_explain_shown_clause(&explainer->program->clauses[penalty.clause]);
    if (shown.column == AM_NO_INDEX ||
        am_shown_state(explainer->batch, &shown, penalty.row) != AM_STATE_FAULT) {
        return true;
    }
    am_vm_fault fault = am_vm_fault_of_ends(explainer->batch, shown.column, shown.column_high, penalty.row);
    bool is_lapse = fault.diag == AM_DIAG_BEFORE_LAW || fault.diag == AM_DIAG_REPEALED ||
                    fault.diag == AM_DIAG_UNPUBLISHED;
    return !is_lapse || fault.clause != penalty.clause;
}

bool am_explain_applies(const am_explainer *explainer, am_subject penalty) {
    const am_clause *clause = &explainer->program->clauses[penalty.clause];
    const am_phrase *when = am_explain_find(explainer->program, clause, AM_PHRASE_WHEN);
    uint32_t row = 0;
    if (!is_law(explainer, penalty)) {
        return false;
    }
    return when == NULL || state_of(explainer, penalty, when, &row) != AM_STATE_VALUE ||
           is_met(explainer, when, row);
}

/* Of a repetition that is no number of times, which is a fault. */
static bool is_below_zero(const am_explainer *explainer, const am_phrase *phrase, uint32_t row) {
    return phrase->column != AM_NO_INDEX && am_kind_type(phrase->value_kind) == AM_VALUE_DECIMAL &&
           am_batch_decimal(explainer->batch, phrase->column, row).is_negative;
}

/* Asks one question; false when the step ends with it. */
static bool goes_on(const am_explainer *explainer, am_subject subject, const am_phrase *phrase,
                    am_explained_step *step) {
    uint32_t row = 0;
    if (phrase == NULL) {
        return true;
    }
    am_state state = state_of(explainer, subject, phrase, &row);
    bool is_answered = state == AM_STATE_VALUE && !is_below_zero(explainer, phrase, row);
    if (is_answered && is_met(explainer, phrase, row)) {
        return true;
    }
    step->because = phrase;
    step->outcome = is_answered ? AM_STEP_LEFT_OUT : AM_STEP_UNDECIDED;
    return false;
}

/* An exception prevails or does not: its clause has the answer, and no step is before it. */
static void decide_exception(const am_explainer *explainer, am_explained_step *step) {
    uint16_t condition = step->clause->condition;
    am_state state =
        condition == AM_NO_INDEX ? AM_STATE_NEEDS : am_batch_state(explainer->batch, condition, step->row);
    bool is_yes = state == AM_STATE_VALUE && am_batch_integer(explainer->batch, condition, step->row) != 0;
    step->has_before = false;
    step->because = step->when;
    step->outcome = is_yes ? AM_STEP_APPLIED : state == AM_STATE_VALUE ? AM_STEP_LEFT_OUT : AM_STEP_UNDECIDED;
}

static void decide(const am_explainer *explainer, am_subject subject, am_explained_step *step) {
    uint32_t row = 0;
    if (step->clause->kind == AM_CLAUSE_EXCEPTION && step->when != NULL) {
        decide_exception(explainer, step);
        return;
    }
    step->outcome = AM_STEP_APPLIED;
    if (!goes_on(explainer, subject, step->when, step) || !goes_on(explainer, subject, step->each, step)) {
        return;
    }
    am_state state = state_of(explainer, subject, step->value, &row);
    if (state != AM_STATE_VALUE) {
        step->because = step->value;
        step->outcome = state == AM_STATE_UNKNOWN ? AM_STEP_LEFT_OUT : AM_STEP_UNDECIDED;
    }
}

static am_decimal difference(const am_explainer *explainer, uint16_t before, uint16_t after, uint32_t row) {
    am_decimal change;
    am_decimal_subtract(am_batch_decimal(explainer->batch, after, row),
                        am_batch_decimal(explainer->batch, before, row), &change);
    return change;
}

/* A single amount may go on as a range, by an `instead`: then nothing is compared. */
static void compare(const am_explainer *explainer, am_explained_step *step, uint32_t row) {
    bool is_range = step->after.column_high != AM_NO_INDEX;
    if (!step->has_before || am_kind_type(step->before.kind) != AM_VALUE_DECIMAL ||
        is_range != (step->before.column_high != AM_NO_INDEX) ||
        am_shown_state(explainer->batch, &step->before, row) != AM_STATE_VALUE ||
        am_shown_state(explainer->batch, &step->after, row) != AM_STATE_VALUE) {
        return;
    }
    step->has_difference = true;
    step->difference = difference(explainer, step->before.column, step->after.column, row);
    step->difference_high = step->difference;
    if (is_range) {
        step->difference_high = difference(explainer, step->before.column_high, step->after.column_high, row);
    }
    step->is_different = !am_decimal_is_zero(step->difference) || !am_decimal_is_zero(step->difference_high);
}

uint16_t am_explain_before_next(const am_program *program, uint16_t child, uint16_t before) {
    return program->clauses[child].kind == AM_CLAUSE_EXCEPTION ? before : child;
}

am_explained_step am_explain_step(const am_explainer *explainer, uint16_t clause, uint16_t before,
                                  uint32_t row) {
    const am_program *program = explainer->program;
    const am_clause *at = &program->clauses[clause];
    am_explained_step step = {
        .clause = at,
        .row = row,
        .value = am_explain_find(program, at, AM_PHRASE_VALUE),
        .each = am_explain_find(program, at, AM_PHRASE_EACH),
        .when = am_explain_find(program, at, AM_PHRASE_WHEN),
        .after = am_explain_shown_clause(at),
        .period =
            (am_kind)(at->kind == AM_CLAUSE_STEP ? program->clauses[at->parent].value_kind : at->value_kind),
        .has_before = before != AM_NO_INDEX,
    };
    if (step.has_before) {
        step.before = am_explain_shown_clause(&program->clauses[before]);
        step.has_before = step.before.column != AM_NO_INDEX;
    }
    decide(explainer, (am_subject){clause, row}, &step);
    if (step.after.column != AM_NO_INDEX && am_kind_type(step.after.kind) == AM_VALUE_DECIMAL) {
        compare(explainer, &step, row);
    }
    return step;
}
