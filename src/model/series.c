/*
 * Parameters that say when they are in force: their values on every date, as one series.
 *
 * A version is a value or a table of its own; what is law of it, and its repeal, are rows of the series, each
 * of which ends where the next begins or where its own text says so. A date that no row has is a fault when
 * it is read.
 */
#include "model/build.h"

typedef struct am_rows {
    am_context *context;
    am_table_row *items;
    size_t count;
    size_t capacity;
} am_rows;

/* A row cites what its version cites, or what it cites itself. */
static void add_row(am_rows *rows, const am_cell_test *test, am_expr *result, const am_table_row *as) {
    am_arena *arena = rows->context->maker->arena;
    am_table_row *items = AM_GROW(arena, am_table_row, rows->items, rows->count, &rows->capacity);
    am_cell_test *tests = AM_NEW_ARRAY(arena, am_cell_test, 1);
    am_expr **results = AM_NEW_ARRAY(arena, am_expr *, 1);
    size_t at = rows->count;

    if (items == NULL || tests == NULL || results == NULL) {
        return;
    }
    rows->items = items;
    for (; at > 0 && items[at - 1].tests[0].from > test->from; at--) {
        items[at] = items[at - 1];
    }
    tests[0] = *test;
    results[0] = result;
    items[at] =
        (am_table_row){.tests = tests, .results = results, .citation = as->citation, .span = as->span};
    rows->count++;
}

/* The days on which a version may be law: those that it states, up to its repeal and to the next version. */
typedef struct am_term {
    am_date from;
    am_date until; /* stated in the version, or AM_DATE_MAX + 1 */
    am_date stop;
} am_term;

static am_term term_of(const am_pending *version, const am_pending *next) {
    const am_declaration *declaration = version->declaration;
    am_term term = {.from = declaration->in_force_from, .until = AM_DATE_MAX + 1};

    if (version->has_end) {
        term.until = declaration->in_force_last + 1;
    }
    term.stop = term.until;
    if (next != NULL && next->declaration->in_force_from < term.stop) {
        term.stop = next->declaration->in_force_from;
    }
    if (declaration->is_repealed && declaration->repealed_from < term.stop) {
        term.stop = declaration->repealed_from;
    }
    return term;
}

/* The rows of a version's own table, as far as they lie in its term. */
static void add_table(am_rows *rows, const am_declaration *declaration, const am_term *term) {
    const am_schedule *schedule = declaration->schedule;

    for (uint16_t i = 0; i < schedule->row_count; i++) {
        const am_table_row *row = &schedule->rows[i];
        am_cell_test test;

        if (row->is_otherwise || row->tests == NULL) {
            continue;
        }
        test = row->tests[0];
        if (test.from <= term->from) {
            test.from = term->from;
            test.published = declaration->published;
        }
        if (test.is_ended_by_row || test.until > term->until) {
            test.until = term->until;
        }
        if (test.from < term->stop && test.from < row->tests[0].until) {
            add_row(rows, &test, row->results[0],
                    &(am_table_row){.span = row->span,
                                    .citation =
                                        row->citation.length != 0 ? row->citation : declaration->citation});
        }
    }
}

static void add_version(am_rows *rows, const am_pending *version, const am_pending *next) {
    am_declaration *declaration = version->declaration;
    am_term term = term_of(version, next);
    am_cell_test test = {.from = term.from,
                         .until = term.until,
                         .published = declaration->published,
                         .span = declaration->name_span};

    am_table_row as = {.citation = declaration->citation, .span = declaration->span};

    if (declaration->schedule != NULL) {
        add_table(rows, declaration, &term);
    } else {
        add_row(rows, &test, declaration->value, &as);
    }
    if (declaration->is_repealed) {
        am_expr *repealed =
            am_expr_new(rows->context, AM_EXPR_REPEALED, declaration->name_span, declaration->type);

        if (repealed == NULL) {
            return;
        }
        repealed->value.integer = declaration->repealed_from;
        test = (am_cell_test){.from = declaration->repealed_from,
                              .until = AM_DATE_MAX + 1,
                              .published = declaration->repeal_published,
                              .span = declaration->name_span};
        add_row(rows, &test, repealed, &as);
    }
}

/* Each row ends where the next begins, at the latest. */
static void end_rows(const am_rows *rows) {
    for (size_t i = 0; i < rows->count; i++) {
        am_cell_test *test = &rows->items[i].tests[0];
        bool is_last = i + 1 == rows->count;
        am_date next = is_last ? AM_DATE_MAX + 1 : rows->items[i + 1].tests[0].from;

        test->is_ended_by_row = next < test->until;
        test->until = test->is_ended_by_row ? next : test->until;
        test->next_same = is_last ? AM_NO_SAME_ROW : (uint16_t)(i + 1);
    }
}

static void build(am_context *context, am_pending *pending, am_pending *const *versions, size_t count) {
    am_arena *arena = context->maker->arena;
    am_declaration *declaration = pending->declaration;
    am_schedule *schedule = AM_NEW(arena, am_schedule);
    am_rows rows = {.context = context};

    pending->needs_clock = !declaration->has_own_clock;
    for (size_t i = 0; i < count; i++) {
        add_version(&rows, versions[i], i + 1 == count ? NULL : versions[i + 1]);
    }
    if (schedule == NULL ||
        !am_count_fits(context->maker, rows.count, declaration->name_span, AM_SLICE("rows"))) {
        return;
    }
    end_rows(&rows);
    schedule->conditions = AM_NEW_ARRAY(arena, am_condition, 1);
    schedule->results = AM_NEW_ARRAY(arena, am_result_column, 1);
    if (arena->is_exhausted) {
        return;
    }
    schedule->condition_count = schedule->result_count = 1;
    schedule->conditions[0] = (am_condition){.kind = AM_CONDITION_IN_FORCE, .span = declaration->name_span};
    schedule->results[0] = (am_result_column){
        .name = declaration->name, .type = declaration->type, .span = declaration->name_span};
    schedule->rows = rows.items;
    schedule->row_count = (uint16_t)rows.count;
    schedule->is_of_versions = true;
    declaration->schedule = schedule;
    declaration->value = NULL;
}

void am_parameter_date(am_context *context, am_pending *pending) {
    am_declaration *declaration = pending->declaration;

    if (declaration->schedule == NULL && am_expr_is_error(declaration->value)) {
        return;
    }
    if (declaration->schedule == NULL && !am_expr_is_constant(declaration->value) &&
        declaration->value->kind != AM_EXPR_CALIBRATED) {
        am_report(context->maker, AM_DIAG_NOT_CONSTANT, declaration->value->span,
                  AM_ARGUMENTS(declaration->name));
        declaration->value = am_expr_error(context, declaration->value->span);
        return;
    }
    if (pending->head == NULL) {
        build(context, pending, &pending, 1);
    }
}

void am_parameter_join(am_context *context, am_pending *head) {
    build(context, head, head->versions, head->version_count);
}
