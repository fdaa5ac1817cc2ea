/*
 * Tables proved: that a row covers every case, that no two rows cover the same one, and that each row is
 * reached by some case, each mistake with one case that shows it.
 *
 * What is reported is certain: cases are what the declarations allow, each column for itself. Where rows have
 * `when` cells, columns depend on the same facts or the table is too large, nothing is certain but what holds
 * all the same; a strict check says so, and the assessment finds out. Nothing that a rulebook means depends
 * on what is found here.
 */
#include "model/build.h"
#include "model/check.h"

/* Runs looked at: some for each table, and more for each of its cells, up to about a second. */
#define WORK_OF_TABLE ((uint64_t)1 << 18)
#define WORK_OF_CELL  ((uint64_t)1 << 13)
#define WORK_MAX      ((uint64_t)1 << 29)

typedef struct am_check {
    am_check_table table;
    am_diagnostics *diagnostics;
    bool is_strict;
} am_check;

static am_slice quoted(am_check_table *table, const char *before, am_slice text, const char *behind) {
    am_buffer out;

    am_buffer_init(&out, table->arena->allocator);
    am_buffer_put_text(&out, before);
    am_buffer_put(&out, text);
    am_buffer_put_text(&out, behind);
    am_slice copy = am_arena_copy(table->arena, am_buffer_text(&out));
    table->arena->is_exhausted |= out.is_failed;
    am_buffer_clear(&out);
    return copy;
}

static bool is_time(const am_check_table *table, const am_check_axis *axis) {
    return axis->is_clock && table->declaration->book->has_in_force;
}

/* Why no case meets a row: the first axis on which it has no class. */
static void report_empty_row(am_check *check, uint32_t row) {
    am_check_table *table = &check->table;
    const am_check_axis *axis = table->axes;

    while (axis->starts[row] != axis->starts[row + 1]) {
        axis++;
    }
    am_slice header = am_source_text(table->model->sources, axis->span);
    am_slice why = is_time(table, axis) ? AM_SLICE("it is law on no day on which the rulebook is in force")
                                        : quoted(table, "`", header, "` never has such a value");
    am_diagnostic *diagnostic = am_diagnose(check->diagnostics, AM_DIAG_ROW_UNREACHED,
                                            table->schedule->rows[row].span, AM_ARGUMENTS(why));
    if (axis->value != NULL && axis->value->kind == AM_EXPR_FIELD && !is_time(table, axis)) {
        am_diagnostic_note(check->diagnostics, diagnostic, axis->value->field->span,
                           AM_SLICE("declared here"));
    }
}

/* A row that alone prevails over all of another; the row itself when there is none. */
static uint32_t prevailing_row(am_check_table *table, uint32_t row) {
    bool is_last = table->schedule->picks == AM_PICKS_LAST;

    for (uint32_t i = is_last ? row + 1 : 0; i < (is_last ? table->row_count : row); i++) {
        if (!table->is_empty[i] && !table->is_conditional[i] && am_check_contains(table, i, row)) {
            return i;
        }
    }
    return row;
}

static void report_hidden_row(am_check *check, uint32_t row) {
    am_check_table *table = &check->table;
    const am_table_row *rows = table->schedule->rows;
    bool is_last = table->schedule->picks == AM_PICKS_LAST;
    uint32_t other = prevailing_row(table, row);
    am_diagnostic *diagnostic =
        am_diagnose(check->diagnostics, AM_DIAG_ROW_UNREACHED, rows[row].span,
                    AM_ARGUMENTS(is_last ? AM_SLICE("the rows below it cover all its cases")
                                         : AM_SLICE("the rows above it cover all its cases")));

    if (other != row) {
        am_diagnostic_note(check->diagnostics, diagnostic, rows[other].span,
                           AM_SLICE("this row covers them all"));
    }
}

static void report_rows(am_check *check) {
    am_check_table *table = &check->table;
    am_picks picks = table->schedule->picks;
    bool is_by_order = (picks == AM_PICKS_FIRST || picks == AM_PICKS_LAST) && !table->is_too_large;

    for (uint32_t row = 0; row < table->row_count; row++) {
        if (table->is_empty[row]) {
            report_empty_row(check, row);
        } else if (is_by_order && !table->is_reached[row]) {
            report_hidden_row(check, row);
        }
    }
    if (table->has_otherwise && !table->is_too_large && !table->is_otherwise_reached) {
        am_diagnose(check->diagnostics, AM_DIAG_ROW_UNREACHED, table->schedule->rows[table->row_count].span,
                    AM_ARGUMENTS(AM_SLICE("the rows above it cover every case")));
    }
}

/* Each row is named in one message at most, so that one wide row does not drown the others. */
static void report_overlaps(am_check *check) {
    am_check_table *table = &check->table;
    const am_table_row *rows = table->schedule->rows;
    uint32_t *classes = AM_NEW_ARRAY(table->arena, uint32_t, (size_t)table->axis_count + 1);
    bool *is_named = AM_NEW_ARRAY(table->arena, bool, (size_t)table->row_count + 1);

    if (classes == NULL || is_named == NULL) {
        return;
    }
    for (uint32_t row = 0; row < table->row_count; row++) {
        uint32_t other = table->partners[row] - 1;
        if (table->partners[row] == 0 || is_named[row] || is_named[other] ||
            !am_check_common(table, other, row, classes)) {
            continue;
        }
        am_diagnostic *diagnostic = am_diagnose(check->diagnostics, AM_DIAG_ROWS_OVERLAP, rows[row].span,
                                                AM_ARGUMENTS(am_check_sample(table, classes)));
        am_diagnostic_note(check->diagnostics, diagnostic, rows[other].span, AM_SLICE("the other row"));
        is_named[row] = true;
        is_named[other] = true;
    }
}

static bool has_overlap(const am_check_table *table) {
    for (uint32_t row = 0; table->partners != NULL && row < table->row_count; row++) {
        if (table->partners[row] != 0) {
            return true;
        }
    }
    return false;
}

static void report_undecided(am_check *check, bool is_dependent) {
    am_check_table *table = &check->table;
    am_slice name = table->declaration->name;

    if (!check->is_strict) {
        return;
    }
    if (table->is_too_large) {
        am_diagnose(check->diagnostics, AM_DIAG_TABLE_TOO_LARGE, table->declaration->name_span,
                    AM_ARGUMENTS(name));
    } else if (is_dependent || table->may_have_gap || table->may_overlap) {
        am_slice why = is_dependent ? AM_SLICE("its columns depend on the same facts")
                                    : AM_SLICE("its `when` cells are judged with each record");
        am_diagnose(check->diagnostics, AM_DIAG_TABLE_UNDECIDED, table->declaration->name_span,
                    AM_ARGUMENTS(name, why));
    }
}

static void report(am_check *check) {
    am_check_table *table = &check->table;
    bool is_overlapping = has_overlap(table);
    bool is_dependent = (table->has_gap || is_overlapping) && !am_check_is_independent(table);

    if (table->has_gap && !is_dependent) {
        am_diagnose(check->diagnostics, AM_DIAG_TABLE_GAP, table->declaration->name_span,
                    AM_ARGUMENTS(am_check_sample(table, table->gap)));
    }
    if (is_overlapping && !is_dependent) {
        report_overlaps(check);
    }
    report_rows(check);
    report_undecided(check, is_dependent);
}

static bool read_rows(am_check_table *table) {
    const am_schedule *schedule = table->schedule;

    table->has_otherwise = schedule->row_count > 0 && schedule->rows[schedule->row_count - 1].is_otherwise;
    table->row_count = schedule->row_count - (table->has_otherwise ? 1u : 0u);
    table->is_conditional = AM_NEW_ARRAY(table->arena, bool, (size_t)table->row_count + 1);
    table->is_empty = AM_NEW_ARRAY(table->arena, bool, (size_t)table->row_count + 1);
    if (table->is_conditional == NULL || table->is_empty == NULL) {
        return false;
    }
    for (uint32_t row = 0; row < table->row_count; row++) {
        for (uint16_t i = 0; i < schedule->condition_count; i++) {
            table->is_conditional[row] |= schedule->rows[row].tests[i].when != NULL;
        }
    }
    return true;
}

/* Whether some case can occur at all: a declared range may hold no value that a record can have. */
static bool has_cases(const am_check_table *table) {
    for (uint32_t i = 0; i < table->axis_count; i++) {
        if (table->axes[i].known == 0) {
            return false;
        }
    }
    return true;
}

static void check_table(am_check *check) {
    am_check_table *table = &check->table;
    uint64_t cells = (uint64_t)table->schedule->row_count * table->schedule->condition_count;

    table->work = WORK_OF_TABLE + WORK_OF_CELL * cells;
    table->work = table->work < WORK_MAX ? table->work : WORK_MAX;
    if (table->schedule->condition_count > AM_CHECK_AXES_MAX || !read_rows(table) || !am_check_axes(table) ||
        !has_cases(table)) {
        return;
    }
    am_check_gaps(table);
    if (table->schedule->picks == AM_PICKS_ONLY) {
        am_check_overlaps(table);
    }
    if (!table->arena->is_exhausted) {
        report(check);
    }
}

bool am_model_check_tables(am_arena *arena, const am_model *model, bool is_strict,
                           am_diagnostics *diagnostics) {
    const am_declaration **by_number =
        AM_NEW_ARRAY(arena, const am_declaration *, model->declaration_count + 1);
    bool is_done = by_number != NULL;

    for (size_t i = 0; is_done && i < model->declaration_count; i++) {
        by_number[model->declarations[i]->number] = model->declarations[i];
    }
    for (size_t i = 0; is_done && i < model->declaration_count; i++) {
        am_arena own;
        bool is_table =
            by_number[i]->kind == AM_DECLARATION_SCHEDULE || by_number[i]->kind == AM_DECLARATION_PARAMETER;
        /* Ladders have checks of their own, by the number of the offence: model/rungs.c. */
        if (!is_table || by_number[i]->schedule == NULL || by_number[i]->ladder != NULL ||
            by_number[i]->schedule->is_of_versions) {
            continue;
        }
        am_arena_init(&own, arena->allocator, arena->limit_bytes);
        am_check check = {.table = {.arena = &own,
                                    .model = model,
                                    .declaration = by_number[i],
                                    .schedule = by_number[i]->schedule},
                          .diagnostics = diagnostics,
                          .is_strict = is_strict};
        check_table(&check);
        is_done = !own.is_exhausted;
        am_arena_clear(&own);
    }
    return is_done;
}
