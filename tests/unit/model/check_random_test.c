/*
 * The checker of tables against enumeration: random small tables, each judged by going through all the cases
 * that its cells can tell apart.
 *
 * The enumeration knows nothing of classes: a column is a list of values that can occur, spelt as samples
 * spell them, and a cell is a list of intervals. A sample must be a case that shows what is said of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/model.h"
#include "random_table.h"
#include "syntax/parse.h"

enum { CASES_MAX = 4000, TABLES = 9000, POLICIES = AM_PICKS_SUM + 1 };

/* Its cases */

static const point *point_of(const table *t, unsigned number, unsigned axis) {
    for (unsigned i = 0; i < axis; i++) {
        number /= t->point_counts[i];
    }
    return &t->points[axis][number % t->point_counts[axis]];
}

static bool meets_cell(const cell *cell, const point *point) {
    bool is_met = false;
    if (cell->is_any || cell->is_when) {
        return true;
    }
    for (unsigned i = 0; i < cell->count; i++) {
        const item *item = &cell->items[i];
        is_met |= item->is_unknown
                      ? point->is_unknown
                      : !point->is_unknown && point->place >= item->low && point->place <= item->high;
    }
    return cell->is_negated ? !is_met && !point->is_unknown : is_met;
}

static bool meets(const table *t, unsigned row, unsigned number) {
    for (unsigned i = 0; i < t->column_count; i++) {
        unsigned axis = 0;
        if (t->columns[i].kind == WHEN) {
            continue;
        }
        while (t->axes[axis] != t->columns[i].fact) {
            axis++;
        }
        if (!meets_cell(&t->cells[row][i], point_of(t, number, axis))) {
            return false;
        }
    }
    return true;
}

static bool is_conditional(const table *t, unsigned row) {
    for (unsigned i = 0; i < t->column_count; i++) {
        if (t->cells[row][i].is_when) {
            return true;
        }
    }
    return false;
}

/* Rows from `start` to `end` that meet the case; those that surely do only. */
static unsigned count_met(const table *t, unsigned number, unsigned start, unsigned end, bool is_sure) {
    unsigned count = 0;
    for (unsigned row = start; row < end; row++) {
        count += meets(t, row, number) && !(is_sure && is_conditional(t, row));
    }
    return count;
}

static bool is_for_otherwise(const table *t, unsigned number) {
    for (unsigned axis = 0; axis < t->axis_count; axis++) {
        if (point_of(t, number, axis)->is_unknown) {
            return false;
        }
    }
    return t->has_otherwise;
}

static bool is_gap(const table *t, unsigned number, bool is_sure) {
    /* The sum of no rows is zero. */
    return t->picks != AM_PICKS_SUM && !is_for_otherwise(t, number) &&
           count_met(t, number, 0, t->row_count, !is_sure) == 0;
}

/* Whether another row that meets the case, too, is picked instead, whatever its result. */
static bool is_hidden(const table *t, unsigned row, unsigned number) {
    return (t->picks == AM_PICKS_FIRST && count_met(t, number, 0, row, true) > 0) ||
           (t->picks == AM_PICKS_LAST && count_met(t, number, row + 1, t->row_count, true) > 0);
}

static bool is_reached(const table *t, unsigned row) {
    for (unsigned number = 0; number < t->case_count; number++) {
        if (row == t->row_count && is_for_otherwise(t, number) &&
            count_met(t, number, 0, t->row_count, true) == 0) {
            return true;
        }
        if (row < t->row_count && meets(t, row, number) && !is_hidden(t, row, number)) {
            return true;
        }
    }
    return false;
}

static void write_case(const table *t, unsigned number, am_buffer *out) {
    for (unsigned clocks = 0; clocks < 2; clocks++) {
        for (unsigned axis = 0; axis < t->axis_count; axis++) {
            bool is_clock = t->axes[axis] == DAY && table_has_kind(t, IN_FORCE);
            if (is_clock != (clocks == 1)) {
                continue;
            }
            am_buffer_put_text(out, out->length == 0 ? "" : ", ");
            am_buffer_put_text(out, is_clock ? "on" : table_facts[t->axes[axis]].header);
            am_buffer_put_text(out, is_clock ? " " : " is ");
            am_buffer_put_text(out, point_of(t, number, axis)->text);
        }
    }
    am_buffer_put_text(out, t->axis_count == 0 ? "every case" : "");
}

/* The case that the message ends with; the number of cases when there is none such. */
static unsigned case_of(const table *t, am_slice message) {
    size_t colon = 0;
    while (colon < message.length && message.data[colon] != ':') {
        colon++;
    }
    am_slice text = am_slice_part(message, colon + 2, message.length);
    for (unsigned number = 0; number < t->case_count; number++) {
        am_buffer spelt;
        am_buffer_init(&spelt, am_allocator_standard());
        write_case(t, number, &spelt);
        bool is_it = am_slice_is_equal(am_buffer_text(&spelt), text);
        am_buffer_clear(&spelt);
        if (is_it) {
            return number;
        }
    }
    return t->case_count;
}

/* What was said */

typedef struct verdict {
    bool has_gap;
    bool has_overlap;
    bool is_undecided;
    bool is_unreached[ROWS_MAX + 1];
} verdict;

static unsigned row_at(const table *t, const am_sources *sources, am_span span) {
    return am_source_position(&sources->items[0], span.start).line - t->first_line;
}

/* Whether each sample shows what it is for. */
static bool read_verdict(const table *t, const am_sources *sources, const am_diagnostics *said,
                         verdict *out) {
    memset(out, 0, sizeof *out);
    for (const am_diagnostic *at = said->first; at != NULL; at = at->next) {
        unsigned row = row_at(t, sources, at->span), number = t->case_count;
        switch (at->diag) {
        case AM_DIAG_TABLE_GAP:
            number = case_of(t, at->message);
            out->has_gap = true;
            if (number == t->case_count || !is_gap(t, number, true)) {
                return false;
            }
            break;
        case AM_DIAG_ROWS_OVERLAP:
            number = case_of(t, at->message);
            out->has_overlap = true;
            if (number == t->case_count || !meets(t, row, number) ||
                !meets(t, row_at(t, sources, at->notes->span), number)) {
                return false;
            }
            break;
        case AM_DIAG_ROW_UNREACHED:
            out->is_unreached[row] = true;
            break;
        case AM_DIAG_TABLE_UNDECIDED:
            out->is_undecided = true;
            break;
        default:
            return false;
        }
    }
    return true;
}

static verdict enumerate(const table *t) {
    verdict found = {0};
    for (unsigned number = 0; number < t->case_count; number++) {
        found.has_gap |= is_gap(t, number, true);
        found.is_undecided |= is_gap(t, number, false);
        found.has_overlap |= t->picks == AM_PICKS_ONLY && count_met(t, number, 0, t->row_count, true) > 1;
        unsigned sure = count_met(t, number, 0, t->row_count, true);
        unsigned all = count_met(t, number, 0, t->row_count, false);
        found.is_undecided |= t->picks == AM_PICKS_ONLY && all > 1 && all != sure;
    }
    for (unsigned row = 0; row <= t->row_count; row++) {
        found.is_unreached[row] = (row < t->row_count || t->has_otherwise) && !is_reached(t, row);
    }
    return found;
}

static bool is_same_verdict(const verdict *a, const verdict *b) {
    /* Once a gap is found, others that may be are not looked for. */
    return a->has_gap == b->has_gap && a->has_overlap == b->has_overlap &&
           (a->has_gap || a->is_undecided == b->is_undecided) &&
           memcmp(a->is_unreached, b->is_unreached, sizeof a->is_unreached) == 0;
}

static void show(const table *t, const am_sources *sources, const am_diagnostics *said, unsigned number) {
    am_buffer text;
    am_buffer_init(&text, am_allocator_standard());
    am_buffer_put(&text, am_buffer_text(&t->text));
    for (const am_diagnostic *at = said->first; at != NULL; at = at->next) {
        am_diagnostic_print(&text, sources, at, false);
    }
    print_error("table %u:\n%.*s\n", number, (int)text.length, text.data);
    am_buffer_clear(&text);
}

/* Whether the table was understood at all: the same row twice is another mistake. */
static bool try_table(const table *t, unsigned number, unsigned *failures) {
    am_arena arena;
    am_sources sources;
    am_diagnostics said;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_sources_init(&sources, &arena);
    am_diagnostics_init(&said, &arena);
    assert_non_null(am_sources_add(&sources, AM_SLICE("random.amerce"), am_buffer_text(&t->text)));
    am_model_file file = {am_parse(&arena, &sources, 0, &said), 0};
    const am_model *model = am_model_of(&arena, &sources, &file, 1, &said);
    if (model != NULL) {
        verdict checked, enumerated = enumerate(t);
        assert_true(am_model_check_tables(&arena, model, true, &said));
        if (!read_verdict(t, &sources, &said, &checked) || !is_same_verdict(&checked, &enumerated)) {
            show(t, &sources, &said, number);
            (*failures)++;
        }
    } else if (said.first->diag != AM_DIAG_ROW_TWICE && said.first->diag != AM_DIAG_ROW_DATES_OVERLAP) {
        show(t, &sources, &said, number);
        (*failures)++;
    }
    am_arena_clear(&arena);
    return model != NULL;
}

static void random_tables_are_judged_as_enumeration_does(void **state) {
    uint64_t seed = 1, kept;
    unsigned tried = 0, failures = 0, by_policy[POLICIES] = {0};
    (void)state;
    if (getenv("AMERCE_SEED") != NULL) {
        seed = strtoull(getenv("AMERCE_SEED"), NULL, 10);
    }
    kept = seed;
    for (unsigned i = 0; i < TABLES && failures < 3; i++) {
        table t;
        table_make(&seed, &t);
        if (t.case_count <= CASES_MAX && try_table(&t, i, &failures)) {
            tried++;
            by_policy[t.picks]++;
        }
        am_buffer_clear(&t.text);
    }
    print_message("%u tables, seed %llu (AMERCE_SEED)\n", tried, (unsigned long long)kept);
    assert_int_equal(failures, 0);
    for (unsigned i = 0; i < POLICIES; i++) {
        assert_true(by_policy[i] > TABLES / 2 / POLICIES);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_tables_are_judged_as_enumeration_does),
    };
    return cmocka_run_group_tests_name("check_random", tests, NULL, NULL);
}
