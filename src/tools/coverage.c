/*
 * Coverage, read off the clauses of assessed batches.
 *
 * A row is reached when its schedule picks it. A step with a condition is reached when the condition is yes,
 * and its condition when it is no once too; a limit when it changes the amount; other steps when they change
 * it, and `start from` and `round` when there is an amount. An exception to an exception is asked only where
 * that one prevails. Clauses of one line, which stand for several places in the facts, count as one.
 */
#include "tools/coverage.h"

#include <stdlib.h>
#include <string.h>

typedef struct reach {
    amerce_clause clause;
    uint32_t same;      /* the first clause of the same text */
    uint32_t row;       /* of a ROW, from 0 */
    uint32_t first_row; /* of a schedule */
    uint32_t before;    /* of a STEP: the step before it, or AMERCE_NONE */
    bool is_yes;
    bool is_no;
    bool is_counted; /* of a ROW: its schedule adds up */
} reach;

struct am_coverage {
    const amerce_rulebook *rulebook;
    reach *items;
    uint32_t count;
};

static bool is_equal(amerce_text a, amerce_text b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static bool is_same_text(const amerce_clause *a, const amerce_clause *b) {
    return a->line == b->line && a->kind == b->kind && is_equal(a->name, b->name) &&
           is_equal(a->label, b->label) && is_equal(a->path, b->path);
}

static bool is_part(const amerce_clause *clause) {
    return clause->parent != AMERCE_NONE;
}

/* A version belongs to what chooses among versions. */
static bool is_version(const amerce_clause *clause) {
    return is_part(clause) && clause->has_condition && clause->kind != AMERCE_CLAUSE_ROW &&
           clause->kind != AMERCE_CLAUSE_STEP && clause->kind != AMERCE_CLAUSE_OFFENCE &&
           clause->kind != AMERCE_CLAUSE_EXCEPTION;
}

static uint32_t find_same(const am_coverage *coverage, uint32_t index) {
    const amerce_clause *clause = &coverage->items[index].clause;
    uint32_t parent = is_part(clause) ? coverage->items[clause->parent].same : AMERCE_NONE;
    uint32_t start = is_part(clause) ? parent : 0;
    if (parent == clause->parent && is_part(clause)) {
        return index;
    }
    for (uint32_t i = start; i < index; i++) {
        if (coverage->items[i].clause.parent == parent && is_same_text(&coverage->items[i].clause, clause)) {
            return i;
        }
    }
    return index;
}

static void place_clause(am_coverage *coverage, uint32_t index, uint32_t *last_parts) {
    reach *item = &coverage->items[index];
    uint32_t parent = item->clause.parent;
    item->same = find_same(coverage, index);
    item->before = AMERCE_NONE;
    last_parts[index] = AMERCE_NONE;
    if (item->clause.kind != AMERCE_CLAUSE_ROW && item->clause.kind != AMERCE_CLAUSE_STEP) {
        return;
    }
    /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): a parent comes before its parts */
    item->before = last_parts[parent];
    if (item->before == AMERCE_NONE) {
        coverage->items[parent].first_row = index;
    } else {
        item->row = coverage->items[item->before].row + 1;
    }
    last_parts[parent] = index;
}

am_coverage *am_coverage_new(const amerce_rulebook *rulebook) {
    am_coverage *coverage = calloc(1, sizeof *coverage);
    size_t count = amerce_rulebook_clause_count(rulebook);
    uint32_t *last_parts = malloc((count + 1) * sizeof *last_parts);
    if (coverage == NULL || last_parts == NULL ||
        (coverage->items = calloc(count + 1, sizeof *coverage->items)) == NULL) {
        free(last_parts);
        free(coverage);
        return NULL;
    }
    coverage->rulebook = rulebook;
    coverage->count = (uint32_t)count;
    for (uint32_t i = 0; i < coverage->count; i++) {
        amerce_rulebook_clause(rulebook, i, &coverage->items[i].clause);
    }
    for (uint32_t i = 0; i < coverage->count; i++) {
        place_clause(coverage, i, last_parts);
    }
    free(last_parts);
    return coverage;
}

void am_coverage_free(am_coverage *coverage) {
    if (coverage != NULL) {
        free(coverage->items);
        free(coverage);
    }
}

/* A schedule that adds up picks no single row. */
static void add_counted(am_coverage *coverage, amerce_assessor *assessor, uint32_t schedule, uint32_t row) {
    for (uint32_t i = coverage->items[schedule].first_row; i != 0 && i < coverage->count; i++) {
        reach *item = &coverage->items[i];
        bool counts;
        if (item->clause.parent != schedule) {
            break;
        }
        if (amerce_assessor_clause_counts(assessor, i, row, &counts) == AMERCE_OK) {
            coverage->items[item->same].is_yes |= counts;
            coverage->items[item->same].is_counted = true;
        }
    }
}

static void add_row(am_coverage *coverage, amerce_assessor *assessor, uint32_t schedule, uint32_t row) {
    amerce_value picked;
    reach *item = &coverage->items[schedule];
    if (amerce_assessor_clause_row(assessor, schedule, row, &picked) != AMERCE_OK) {
        add_counted(coverage, assessor, schedule, row);
        return;
    }
    for (uint32_t i = item->first_row; picked.state == AMERCE_VALUE && i != 0 && i < coverage->count; i++) {
        if (coverage->items[i].clause.parent == schedule &&
            coverage->items[i].row == (uint32_t)picked.integer) {
            coverage->items[coverage->items[i].same].is_yes = true;
            return;
        }
    }
}

static bool is_limit(const amerce_clause *step) {
    return is_equal(step->name, amerce_text_of("at most")) ||
           is_equal(step->name, amerce_text_of("at least")) ||
           is_equal(step->name, amerce_text_of("limit to"));
}

static bool is_plain(const amerce_clause *step) {
    return is_equal(step->name, amerce_text_of("start from")) ||
           is_equal(step->name, amerce_text_of("round"));
}

static bool is_same_amount(const amerce_decimal *a, const amerce_decimal *b) {
    return a->high == b->high && a->low == b->low && a->exponent == b->exponent &&
           a->is_negative == b->is_negative;
}

/* Whether the step changed the amount. */
static bool is_changed(const am_coverage *coverage, amerce_assessor *assessor, uint32_t step, uint32_t row) {
    amerce_value before;
    amerce_value after;
    uint32_t previous = coverage->items[step].before;
    if (previous == AMERCE_NONE) {
        return true;
    }
    return amerce_assessor_clause_value(assessor, previous, row, &before) == AMERCE_OK &&
           amerce_assessor_clause_value(assessor, step, row, &after) == AMERCE_OK &&
           !(is_same_amount(&before.decimal, &after.decimal) &&
             is_same_amount(&before.decimal_high, &after.decimal_high));
}

static void add_condition(am_coverage *coverage, amerce_assessor *assessor, uint32_t index, uint32_t row) {
    amerce_value condition;
    const reach *item = &coverage->items[index];
    reach *same = &coverage->items[item->same];
    if (amerce_assessor_clause_condition(assessor, index, row, &condition) != AMERCE_OK ||
        condition.state != AMERCE_VALUE) {
        return;
    }
    same->is_no = same->is_no || condition.integer == 0;
    if (condition.integer != 0 && (!is_limit(&item->clause) || is_changed(coverage, assessor, index, row))) {
        same->is_yes = true;
    }
}

static void add_step(am_coverage *coverage, amerce_assessor *assessor, uint32_t index, uint32_t row) {
    amerce_value whole;
    const reach *item = &coverage->items[index];
    if (amerce_assessor_clause_value(assessor, item->clause.parent, row, &whole) != AMERCE_OK ||
        whole.state != AMERCE_VALUE) {
        return;
    }
    if (item->clause.has_condition) {
        add_condition(coverage, assessor, index, row);
    } else if (is_plain(&item->clause) || is_changed(coverage, assessor, index, row)) {
        coverage->items[item->same].is_yes = true;
    }
}

/* Whether whatever the clause is a part of applies: its version, and the exceptions that it is nested under.
 */
static bool is_asked(const am_coverage *coverage, amerce_assessor *assessor, uint32_t index, uint32_t row) {
    amerce_value applies;
    for (uint32_t i = index; i != AMERCE_NONE; i = coverage->items[i].clause.parent) {
        const amerce_clause *whole = &coverage->items[i].clause;
        if (i != index && (is_version(whole) || whole->kind == AMERCE_CLAUSE_EXCEPTION) &&
            amerce_assessor_clause_condition(assessor, i, row, &applies) == AMERCE_OK &&
            (applies.state != AMERCE_VALUE || applies.integer == 0)) {
            return false;
        }
    }
    return true;
}

void am_coverage_add(am_coverage *coverage, amerce_assessor *assessor) {
    for (uint32_t i = 0; i < coverage->count; i++) {
        const amerce_clause *clause = &coverage->items[i].clause;
        uint32_t rows = amerce_assessor_row_count(assessor, clause->place);
        for (uint32_t row = 0; row < rows; row++) {
            if (!is_asked(coverage, assessor, i, row)) {
                continue;
            }
            if (is_version(clause)) {
                add_condition(coverage, assessor, i, row);
            }
            if (clause->kind == AMERCE_CLAUSE_SCHEDULE || clause->kind == AMERCE_CLAUSE_SERIES) {
                add_row(coverage, assessor, i, row);
            } else if (clause->kind == AMERCE_CLAUSE_STEP) {
                add_step(coverage, assessor, i, row);
            } else if (clause->has_condition) {
                add_condition(coverage, assessor, i, row);
            }
        }
    }
}

static void tell_clause(am_coverage *coverage, const reach *item,
                        void (*tell)(void *context, const am_point *point), void *context) {
    const reach *owner = item;
    while (is_part(&owner->clause) || owner->clause.kind == AMERCE_CLAUSE_EXCEPTION) {
        owner = &coverage->items[owner->clause.parent];
    }
    am_point point = {.clause = item->clause, .owner = owner->clause, .row = item->row + 1};
    if (item->clause.kind == AMERCE_CLAUSE_ROW) {
        point.what = item->is_counted ? "never counts" : "is never picked";
        point.is_reached = item->is_yes;
        tell(context, &point);
        return;
    }
    if (is_version(&item->clause)) {
        point.what = "never applies";
        point.is_reached = item->is_yes;
        tell(context, &point);
        return;
    }
    point.what = is_limit(&item->clause) ? "never limits" : "is never applied";
    point.is_reached = item->is_yes;
    tell(context, &point);
    if (item->clause.has_condition) {
        point.what = "is never left out";
        point.is_reached = item->is_no;
        tell(context, &point);
    }
}

void am_coverage_tell(am_coverage *coverage, void (*tell)(void *context, const am_point *point),
                      void *context) {
    for (uint32_t i = 0; i < coverage->count; i++) {
        const reach *item = &coverage->items[i];
        bool can_be_told = item->clause.kind == AMERCE_CLAUSE_ROW ||
                           item->clause.kind == AMERCE_CLAUSE_STEP || item->clause.has_condition;
        if (item->same == i && can_be_told) {
            tell_clause(coverage, item, tell, context);
        }
    }
}
