/*
 * The mildest law: the record evaluated anew on every day on which anything at all in the rulebook begins or
 * ends, and each outcome compared with each.
 *
 * More days are tried than the compiler finds, since a day on which nothing changes for the record comes to
 * what the day before came to.
 */
#include <stdlib.h>

#include "evaluate.h"

typedef struct days {
    am_arena *arena;
    int64_t *items;
    size_t count;
    size_t capacity;
} days;

static void add_day(days *all, int64_t day, int64_t first, int64_t last) {
    int64_t *items;

    if (day <= first || day > last) {
        return;
    }
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i] == day) {
            return;
        }
    }
    items = AM_GROW(all->arena, int64_t, all->items, all->count, &all->capacity);
    all->items = items;
    items[all->count++] = day;
}

static void add_rows(days *all, const am_schedule *schedule, int64_t first, int64_t last) {
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        for (uint16_t row = 0; row < schedule->row_count; row++) {
            if (schedule->conditions[i].kind == AM_CONDITION_IN_FORCE && !schedule->rows[row].is_otherwise) {
                add_day(all, schedule->rows[row].tests[i].from, first, last);
                add_day(all, schedule->rows[row].tests[i].until, first, last);
            }
        }
    }
}

static int compare_days(const void *a, const void *b) {
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

static days days_of(oracle *oracle, int64_t first, int64_t last) {
    const am_model *model = oracle->model;
    days all = {.arena = oracle->arena};

    if (model->mildest->is_two) {
        add_day(&all, last, first, last);
    }
    for (size_t i = 0; i < model->declaration_count && !model->mildest->is_two; i++) {
        const am_declaration *declaration = model->declarations[i];

        add_day(&all, declaration->in_force_from, first, last);
        add_day(&all, (int64_t)declaration->in_force_last + 1, first, last);
        add_day(&all, declaration->is_repealed ? declaration->repealed_from : first, first, last);
        if (declaration->schedule != NULL) {
            add_rows(&all, declaration->schedule, first, last);
        }
    }
    add_day(&all, first, first - 1, last);
    qsort(all.items, all.count, sizeof *all.items, compare_days);
    return all;
}

static void forget_all(const oracle_record *record) {
    while (record->parent != NULL) {
        record = record->parent;
    }
    oracle_forget((oracle_record *)record);
}

/* Whether the fault is that the declaration, or the version of it, was not there: of what it reads is
 * another. */
static bool is_own(const oracle_outcome *outcome, const am_model *model, const am_declaration *by) {
    am_span span = outcome->fault.span;

    for (size_t i = 0; i < model->declaration_count; i++) {
        const am_declaration *one = model->declarations[i];

        if ((one == by || one->head == by) && one->span.source == span.source &&
            one->span.start == span.start && one->span.length == span.length) {
            return true;
        }
    }
    return false;
}

static oracle_outcome try_law(oracle *oracle, const oracle_record *record, const am_declaration *by,
                              int64_t day, bool is_first) {
    const am_model *model = oracle->model;
    oracle_outcome outcome;
    const oracle_record *tried = oracle->tried;
    int64_t tried_day = oracle->tried_day;

    oracle->tried = record;
    oracle->tried_day = day;
    forget_all(record);
    outcome = oracle_evaluate(oracle, record, by, 0);
    forget_all(record);
    oracle->tried = tried;
    oracle->tried_day = tried_day;
    if (outcome.state != ORACLE_FAULT || !is_own(&outcome, model, by)) {
        return outcome;
    }
    if (outcome.fault.diag == AM_DIAG_REPEALED) {
        return oracle_outcome_unknown();
    }
    if (is_first &&
        (outcome.fault.diag == AM_DIAG_BEFORE_LAW || outcome.fault.diag == AM_DIAG_ROW_BEFORE_LAW)) {
        return oracle_outcome_fault(AM_DIAG_NO_LAW_THEN, model->mildest->span,
                                    (oracle_scene){record, NULL, NULL});
    }
    return outcome;
}

/* Whether `a` is no worse than `b`; what does not apply is no worse than anything. */
static bool is_no_worse(am_type type, const oracle_outcome *a, const oracle_outcome *b) {
    if (a->state == ORACLE_UNKNOWN || b->state == ORACLE_UNKNOWN) {
        return a->state == ORACLE_UNKNOWN;
    }
    return oracle_compare(type, &a->value, &b->value) <= 0 &&
           (!type.is_range || oracle_compare(type, &a->highest, &b->highest) <= 0);
}

static bool is_mildest(const am_mildest *mildest, const oracle_outcome *outcomes, size_t days, size_t day) {
    for (size_t other = 0; other < days; other++) {
        for (size_t k = 0; k < mildest->by_count; k++) {
            if (!is_no_worse(mildest->by[k]->type, &outcomes[day * mildest->by_count + k],
                             &outcomes[other * mildest->by_count + k])) {
                return false;
            }
        }
    }
    return true;
}

static oracle_outcome choose(oracle *oracle, const oracle_record *record, int64_t first, int64_t last) {
    const am_mildest *mildest = oracle->model->mildest;
    days all = days_of(oracle, first, last);
    oracle_outcome *outcomes = AM_NEW_ARRAY(oracle->arena, oracle_outcome, all.count * mildest->by_count);
    size_t count = 0;
    bool needs = false;

    for (size_t i = 0; i < all.count; i++) {
        for (size_t k = 0; k < mildest->by_count; k++) {
            outcomes[count] = try_law(oracle, record, mildest->by[k], all.items[i], i == 0);
            if (outcomes[count].state == ORACLE_FAULT) {
                return outcomes[count];
            }
            needs |= outcomes[count++].state == ORACLE_NEEDS;
        }
    }
    if (needs) {
        return oracle_reasons(oracle->arena, ORACLE_NEEDS, outcomes, count);
    }
    for (size_t i = 0; i < all.count; i++) {
        if (is_mildest(mildest, outcomes, all.count, i)) {
            return oracle_outcome_integer(all.items[i]);
        }
    }
    return oracle_outcome_fault(AM_DIAG_NO_MILDEST, mildest->span, (oracle_scene){record, NULL, NULL});
}

static oracle_outcome law_of(oracle *oracle, const oracle_record *record) {
    const am_mildest *mildest = oracle->model->mildest;
    oracle_scene scene = {record, NULL, NULL};
    oracle_outcome dates[2] = {oracle_expression(oracle, scene, mildest->first),
                               oracle_expression(oracle, scene, mildest->last)};
    oracle_outcome out;

    if (!oracle_are_values(oracle->arena, dates, 2, &out)) {
        return out;
    }
    if (dates[1].value.integer < dates[0].value.integer) {
        return oracle_outcome_fault(AM_DIAG_MILDEST_BACKWARD, mildest->span, scene);
    }
    return choose(oracle, record, dates[0].value.integer, dates[1].value.integer);
}

oracle_outcome oracle_law(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    const oracle_record *record = oracle_resolve(scene, &expr->scope);
    oracle_law_found *found = oracle->laws;

    if (record == oracle->tried) {
        return oracle_outcome_integer(oracle->tried_day);
    }
    while (found != NULL && found->record != record) {
        found = found->next;
    }
    if (found == NULL) {
        found = AM_NEW(oracle->arena, oracle_law_found);
        *found = (oracle_law_found){record, law_of(oracle, record), oracle->laws};
        oracle->laws = found;
    }
    return found->outcome;
}
