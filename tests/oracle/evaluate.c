/*
 * A declaration's outcome for a record: whether it is law, then its expression, schedule or steps.
 *
 * What was found for a record is kept with it, so that a chain of declarations is not walked again and again.
 * A parameter is read in its reader's record and under its reader's clock.
 */
#include "evaluate.h"

typedef struct found {
    bool is_found;
    oracle_outcome outcome;
} found;

static oracle_outcome body_of(oracle *oracle, oracle_scene scene, const am_declaration *declaration,
                              uint16_t part) {
    if (declaration->schedule != NULL) {
        return oracle_schedule(oracle, scene, declaration, part, NULL, declaration->span);
    }
    if (declaration->penalty != NULL) {
        return oracle_penalty(oracle, scene, declaration);
    }
    return oracle_expression(oracle, scene, declaration->value);
}

oracle_outcome oracle_parameter(oracle *oracle, oracle_scene scene, const am_declaration *declaration,
                                uint16_t part) {
    oracle_outcome clock;

    scene.frame = NULL;
    if (declaration->schedule == NULL) {
        return oracle_expression(oracle, scene, declaration->value);
    }
    clock = oracle_expression(oracle, scene, scene.reader->clock);
    return oracle_schedule(oracle, scene, declaration, part, &clock, declaration->span);
}

/* What comes of the declaration on the clock's date: true when it is law. */
static bool is_law(oracle *oracle, oracle_scene scene, const am_declaration *declaration,
                   oracle_outcome *out) {
    bool is_of_versions = declaration->schedule != NULL && declaration->schedule->is_of_versions;
    oracle_outcome outcomes[2];
    int64_t day;

    if (declaration->kind == AM_DECLARATION_PARAMETER ||
        (!declaration->has_in_force && !declaration->is_repealed)) {
        return true;
    }
    outcomes[0] = oracle_expression(oracle, scene, declaration->clock);
    outcomes[1] = outcomes[0];
    if (declaration->has_in_force && !is_of_versions && !oracle_knows(oracle, declaration->published)) {
        outcomes[1] = oracle_outcome_fault(AM_DIAG_UNPUBLISHED, declaration->span, scene);
    }
    *out = outcomes[0];
    if (!oracle_are_values(oracle->arena, outcomes, 2, out)) {
        return false;
    }
    day = out->value.integer;
    if (declaration->has_in_force && (day < declaration->in_force_from || day > declaration->in_force_last)) {
        *out = oracle_outcome_fault(AM_DIAG_BEFORE_LAW, declaration->span, scene);
        return false;
    }
    if (declaration->is_repealed && day >= declaration->repealed_from &&
        oracle_knows(oracle, declaration->repeal_published)) {
        *out = oracle_outcome_fault(AM_DIAG_REPEALED, declaration->span, scene);
        return false;
    }
    return true;
}

static oracle_outcome evaluate(oracle *oracle, const oracle_record *record, const am_declaration *declaration,
                               uint16_t part) {
    oracle_scene scene = {record, NULL, declaration};
    oracle_outcome out;

    return is_law(oracle, scene, declaration, &out) ? body_of(oracle, scene, declaration, part) : out;
}

static size_t number_of(const am_model *model, const am_declaration *declaration) {
    size_t i = 0;

    while (i < model->declaration_count && model->declarations[i] != declaration) {
        i++;
    }
    return i;
}

oracle_outcome oracle_evaluate(oracle *oracle, const oracle_record *record, const am_declaration *declaration,
                               uint16_t part) {
    oracle_record *holder = (oracle_record *)record;
    size_t number = number_of(oracle->model, declaration);
    found *all = holder->memory;

    if (part != 0 || number == oracle->model->declaration_count) {
        return evaluate(oracle, record, declaration, part);
    }
    if (all == NULL) {
        holder->memory = all = AM_NEW_ARRAY(oracle->arena, found, oracle->model->declaration_count);
    }
    if (!all[number].is_found) {
        oracle_outcome outcome = evaluate(oracle, record, declaration, part);

        all[number] = (found){true, outcome};
    }
    return all[number].outcome;
}

const oracle_record *oracle_resolve(oracle_scene scene, const am_scope *scope) {
    const oracle_record *record = scene.record;
    const oracle_frame *frame = scene.frame;

    if (scope->is_element) {
        for (uint8_t i = 0; i < scope->aggregate; i++) {
            frame = frame->outer;
        }
        record = frame->element;
    }
    while (scope->is_root && record->parent != NULL) {
        record = record->parent;
    }
    for (uint8_t i = 0; i < scope->up; i++) {
        record = record->parent;
    }
    for (uint8_t i = 0; i < scope->via_count; i++) {
        record = oracle_fact_of(record, scope->via[i])->inside;
    }
    return record;
}
