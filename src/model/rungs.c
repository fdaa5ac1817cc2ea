/*
 * The rungs of a ladder: that its rows begin with the 1st offence, leave none out, end with `or later`, and
 * do not become milder, on every date on which one is law.
 *
 * Rows that are equal in all cells but `offence` and `in force` form a ladder of their own. Its rungs are
 * sorted by offence and date, so that a table of thousands of rows is judged without comparing each with
 * each.
 */
#include <stdlib.h>

#include "model/build.h"

typedef struct am_rung { /* an offence that a row is for */
    uint32_t group;      /* the first row of the ladder that the row belongs to */
    int64_t offence;
    bool is_open; /* and all later ones */
    am_date from; /* law from this day */
    am_date until;
    uint32_t row;
} am_rung;

typedef struct am_rungs {
    am_context *context;
    const am_declaration *declaration;
    const am_schedule *schedule;
    int column; /* of the offence */
    int clock;  /* of the dates, or -1 */
    am_rung *items;
    size_t count;
    bool is_undecided;
    bool has_day; /* the rungs are those of one day */
    am_date day;
} am_rungs;

/* Rungs looked at for all days together; a ladder that changes oftener is said to be undecided. */
#define DAYS_WORK_MAX ((size_t)1 << 24)

static am_slice ordinal_text(am_maker *maker, int64_t number) {
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    int64_t last = number % 10, tens = number % 100;

    return AM_JOIN(maker, am_count_text(maker, (uint64_t)number),
                   am_slice_of(endings[last > 3 || (tens > 10 && tens < 14) ? 0 : last]));
}

static bool find_columns(am_rungs *rungs) {
    const am_schedule *schedule = rungs->schedule;
    am_maker *maker = rungs->context->maker;

    rungs->column = rungs->clock = -1;
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        const am_condition *condition = &schedule->conditions[i];

        if (condition->kind == AM_CONDITION_IN_FORCE) {
            rungs->clock = i;
        } else if (condition->kind == AM_CONDITION_VALUE && condition->value->kind == AM_EXPR_OFFENCE) {
            if (rungs->column >= 0) {
                am_report(maker, AM_DIAG_COLUMN_TWICE, condition->span, AM_ARGUMENTS(AM_SLICE("offence")));
                return false;
            }
            rungs->column = i;
        }
    }
    if (rungs->column < 0) {
        am_report(maker, AM_DIAG_LADDER_OFFENCE, rungs->declaration->name_span, AM_NO_ARGUMENTS);
    }
    return rungs->column >= 0;
}

/* False after a message: a row that is for no offence in particular. */
static bool has_ordinals(const am_rungs *rungs) {
    const am_schedule *schedule = rungs->schedule;

    for (uint32_t i = 0; i < schedule->row_count; i++) {
        const am_table_row *row = &schedule->rows[i];

        if (row->is_otherwise || row->tests[rungs->column].is_any || row->tests[rungs->column].is_negated) {
            am_report(rungs->context->maker, AM_DIAG_OFFENCE_CELL,
                      row->is_otherwise ? row->span : row->tests[rungs->column].span, AM_NO_ARGUMENTS);
            return false;
        }
    }
    return true;
}

/* False after a message: the priors may be unknown, and no row is for that. */
static bool has_unknown(const am_rungs *rungs) {
    const am_schedule *schedule = rungs->schedule;
    const am_expr *offence = rungs->declaration->ladder->offence;

    for (uint32_t i = 0; i < schedule->row_count; i++) {
        const am_cell_test *cell = &schedule->rows[i].tests[rungs->column];

        for (uint16_t k = 0; k < cell->item_count; k++) {
            if (cell->items[k].is_unknown) {
                return true;
            }
        }
    }
    if (offence->type.is_optional) {
        const am_expr *list = offence->operands[0]->operands[0]->operands[0];

        am_report(rungs->context->maker, AM_DIAG_LADDER_UNKNOWN, rungs->declaration->name_span,
                  AM_ARGUMENTS(list->field->name));
    }
    return !offence->type.is_optional;
}

/* For each row the first that belongs to the same ladder. */
static bool find_groups(const am_rungs *rungs, uint32_t *groups) {
    const am_schedule *schedule = rungs->schedule;
    am_arena *arena = rungs->context->maker->arena;
    size_t slot_count = 16;
    uint32_t *slots, *next;

    while (slot_count < (size_t)schedule->row_count * 2) {
        slot_count *= 2;
    }
    slots = AM_NEW_ARRAY(arena, uint32_t, slot_count);
    next = AM_NEW_ARRAY(arena, uint32_t, (size_t)schedule->row_count + 1);
    if (arena->is_exhausted) {
        return false;
    }
    for (uint32_t i = 0; i < schedule->row_count; i++) {
        const am_table_row *row = &schedule->rows[i];
        uint64_t hash = am_row_hash(schedule, row, rungs->column);
        uint32_t *slot = &slots[(hash ^ hash >> 32) & (slot_count - 1)], k = *slot;

        while (k != 0 && !am_row_is_same(schedule, &schedule->rows[k - 1], row, rungs->column)) {
            k = next[k - 1];
        }
        groups[i] = k == 0 ? i : k - 1;
        if (k == 0) {
            next[i] = *slot;
            *slot = i + 1;
        }
    }
    return true;
}

static bool is_before(const am_rung *a, const am_rung *b) {
    if (a->group != b->group) {
        return a->group < b->group;
    }
    if (a->offence != b->offence) {
        return a->offence < b->offence;
    }
    return a->from != b->from ? a->from < b->from : a->row < b->row;
}

static void merge(const am_rung *from, size_t middle, size_t count, am_rung *to) {
    size_t left = 0, right = middle;

    for (size_t i = 0; i < count; i++) {
        bool is_left = right == count || (left < middle && !is_before(&from[right], &from[left]));

        to[i] = is_left ? from[left++] : from[right++];
    }
}

static bool sort(am_rungs *rungs) {
    am_rung *spare = AM_NEW_ARRAY(rungs->context->maker->arena, am_rung, rungs->count + 1);

    for (size_t width = 1; spare != NULL && width < rungs->count; width *= 2) {
        am_rung *sorted = spare;

        for (size_t start = 0; start < rungs->count; start += 2 * width) {
            size_t rest = rungs->count - start;

            /* cppcheck-suppress nullPointerArithmeticRedundantCheck; the loop ends without room */
            merge(rungs->items + start, width < rest ? width : rest, 2 * width < rest ? 2 * width : rest,
                  sorted + start);
        }
        spare = rungs->items;
        rungs->items = sorted;
    }
    return spare != NULL;
}

static void add_rungs(am_rungs *rungs, uint32_t row, uint32_t group) {
    const am_cell_test *tests = rungs->schedule->rows[row].tests, *cell = &tests[rungs->column];
    am_rung rung = {.group = group, .from = AM_DATE_MIN, .until = AM_DATE_MAX + 1, .row = row};

    if (rungs->clock >= 0 && !tests[rungs->clock].is_any) {
        rung.from = tests[rungs->clock].from;
        rung.until = tests[rungs->clock].until;
    }
    for (uint16_t i = 0; i < cell->item_count; i++) {
        const am_interval *interval = &cell->items[i].interval;

        if (interval->lowest == NULL) {
            continue; /* `unknown` */
        }
        am_decimal_to_int64(interval->lowest->value.decimal, &rung.offence);
        rung.is_open = interval->highest == NULL;
        rungs->items[rungs->count++] = rung;
    }
}

static bool collect(am_rungs *rungs) {
    const am_schedule *schedule = rungs->schedule;
    am_arena *arena = rungs->context->maker->arena;
    uint32_t *groups = AM_NEW_ARRAY(arena, uint32_t, (size_t)schedule->row_count + 1);
    size_t count = 0;

    for (uint32_t i = 0; i < schedule->row_count; i++) {
        count += schedule->rows[i].tests[rungs->column].item_count;
    }
    rungs->items = AM_NEW_ARRAY(arena, am_rung, count + 1);
    if (arena->is_exhausted || !find_groups(rungs, groups)) {
        return false;
    }
    for (uint32_t i = 0; i < schedule->row_count; i++) {
        add_rungs(rungs, i, groups[i]);
    }
    return sort(rungs);
}

static bool is_at_one_time(const am_rung *a, const am_rung *b) {
    return a->from < b->until && b->from < a->until;
}

static bool report_rung(const am_rungs *rungs, am_diag diag, const am_rung *at, int64_t offence) {
    am_maker *maker = rungs->context->maker;
    am_span span = rungs->schedule->rows[at->row].span;
    am_diagnostic *diagnostic = am_report(maker, diag, span, AM_ARGUMENTS(ordinal_text(maker, offence)));

    if (rungs->has_day) {
        am_diagnostic_note(
            maker->diagnostics, diagnostic, span,
            AM_JOIN(maker, AM_SLICE("as the ladder stands on "), am_day_text(maker, rungs->day)));
    }
    return false;
}

/* Whether a rung before number i is for the same offence at the same time; `open` is the first that is for
 * all later ones too. */
static bool is_overlapped(const am_rungs *rungs, size_t first, size_t open, size_t i) {
    const am_rung *at = &rungs->items[i], *before = at - 1;

    if (i > first && before->offence == at->offence && is_at_one_time(before, at)) {
        return true;
    }
    for (size_t k = open; k < i; k++) {
        if (rungs->items[k].is_open && is_at_one_time(&rungs->items[k], at)) {
            return true;
        }
    }
    return false;
}

/* One ladder: complete, each offence once; false after a message. */
static bool check_rungs(am_rungs *rungs, size_t first, size_t end) {
    size_t open = end;
    int64_t next = 1;

    for (size_t i = first; i < end; i++) {
        const am_rung *rung = &rungs->items[i];

        if (rung->offence > next && open == end) {
            return report_rung(rungs, AM_DIAG_LADDER_GAP, rung, next);
        }
        if (is_overlapped(rungs, first, open, i)) {
            return report_rung(rungs, AM_DIAG_LADDER_OVERLAP, rung, rung->offence);
        }
        if (rung->is_open && open == end) {
            open = i;
        }
        next = rung->offence < INT64_MAX ? rung->offence + 1 : rung->offence;
    }
    return open != end || report_rung(rungs, AM_DIAG_LADDER_END, &rungs->items[end - 1], next - 1);
}

static int compare_days(const void *a, const void *b) {
    am_date x = *(const am_date *)a, y = *(const am_date *)b;

    return (x > y) - (x < y);
}

/* The days on which the ladder changes and the rulebook is law, each once. */
static size_t days_of(const am_rungs *rungs, size_t first, size_t end, am_date *days) {
    const am_book *book = rungs->declaration->book;
    size_t count = 0, kept = 0;

    for (size_t i = first; i < end; i++) {
        days[count++] = rungs->items[i].from;
        days[count++] = rungs->items[i].until;
    }
    for (size_t i = 0; i < count; i++) {
        days[i] = book->has_in_force && days[i] < book->in_force_from ? book->in_force_from : days[i];
    }
    qsort(days, count, sizeof *days, compare_days);
    for (size_t i = 0; i < count; i++) {
        bool is_law = days[i] <= AM_DATE_MAX && (!book->has_in_force || days[i] < book->in_force_until);

        if (is_law && (kept == 0 || days[kept - 1] != days[i])) {
            days[kept++] = days[i];
        }
    }
    return kept;
}

/* A dated ladder is one of its own between any two days on which it changes. */
static bool check_days(am_rungs *rungs, size_t first, size_t end) {
    am_arena *arena = rungs->context->maker->arena;
    am_date *days = AM_NEW_ARRAY(arena, am_date, 2 * (end - first));
    am_rungs of_day = *rungs;
    size_t count;

    of_day.items = AM_NEW_ARRAY(arena, am_rung, end - first);
    if (days == NULL || of_day.items == NULL) {
        return false;
    }
    count = days_of(rungs, first, end, days);
    if (count > DAYS_WORK_MAX / (end - first)) {
        rungs->is_undecided = true;
        return true;
    }
    of_day.has_day = true;
    for (size_t k = 0; k < count; k++) {
        of_day.count = 0;
        of_day.day = days[k];
        for (size_t i = first; i < end; i++) {
            if (rungs->items[i].from <= days[k] && days[k] < rungs->items[i].until) {
                of_day.items[of_day.count++] = rungs->items[i];
            }
        }
        if (of_day.count != 0 && !check_rungs(&of_day, 0, of_day.count)) {
            return false;
        }
    }
    return true;
}

/* Whether a lower value of the type is the milder one. */
static bool is_measured(const am_rungs *rungs, am_type type) {
    type.is_range = false;
    return type.kind != AM_TYPE_DATE && am_type_is_ordered(rungs->context->maker, type);
}

/* Whether the second of two results is milder; what is not covered is not, what is computed is noted
 * as undecided. */
static bool is_milder(am_rungs *rungs, const am_expr *a, const am_expr *b) {
    if (b == NULL) {
        return false;
    }
    if (!am_expr_is_constant(a) || !am_expr_is_constant(b)) {
        rungs->is_undecided = true;
        return false;
    }
    if (a->kind != AM_EXPR_RANGE) {
        return am_constant_compare(b, a) < 0;
    }
    return am_constant_compare(b->operands[0], a->operands[0]) < 0 ||
           am_constant_compare(b->operands[1], a->operands[1]) < 0;
}

static void report_fall(const am_rungs *rungs, const am_rung *earlier, const am_rung *later) {
    const am_table_row *rows = rungs->schedule->rows;
    am_maker *maker = rungs->context->maker;
    am_diagnostic *diagnostic =
        am_report(maker, AM_DIAG_LADDER_FALLS, rows[later->row].span,
                  AM_ARGUMENTS(ordinal_text(maker, later->offence), ordinal_text(maker, earlier->offence)));

    am_diagnostic_note(maker->diagnostics, diagnostic, rows[earlier->row].span,
                       AM_SLICE("the earlier offence"));
}

/* Whether the result of rung number i is milder than that of a rung for the nearest lower offence that names
 * one and is law at the same time; reports it. */
static bool has_fallen(am_rungs *rungs, uint16_t column, size_t first, size_t i) {
    const am_table_row *rows = rungs->schedule->rows;
    const am_rung *later = &rungs->items[i];
    int64_t nearest = 0;

    for (size_t k = i; k > first && rungs->items[k - 1].offence >= nearest; k--) {
        const am_rung *earlier = &rungs->items[k - 1];

        if (earlier->offence == later->offence || rows[earlier->row].results[column] == NULL ||
            !is_at_one_time(earlier, later)) {
            continue;
        }
        nearest = earlier->offence;
        if (is_milder(rungs, rows[earlier->row].results[column], rows[later->row].results[column])) {
            report_fall(rungs, earlier, later);
            return true;
        }
    }
    return false;
}

/* False after a message. */
static bool check_falls(am_rungs *rungs, size_t first, size_t end) {
    const am_schedule *schedule = rungs->schedule;

    for (uint16_t column = 0; column < schedule->result_count; column++) {
        for (size_t i = first; i < end && is_measured(rungs, schedule->results[column].type); i++) {
            if (has_fallen(rungs, column, first, i)) {
                return false;
            }
        }
    }
    return true;
}

void am_rungs_check(am_context *context, const am_declaration *declaration) {
    am_rungs rungs = {.context = context, .declaration = declaration, .schedule = declaration->schedule};

    if (!find_columns(&rungs) || !has_ordinals(&rungs) || !has_unknown(&rungs) || !collect(&rungs)) {
        return;
    }
    for (size_t first = 0, end; first < rungs.count; first = end) {
        end = first + 1;
        while (end < rungs.count && rungs.items[end].group == rungs.items[first].group) {
            end++;
        }
        if (!(rungs.clock < 0 ? check_rungs : check_days)(&rungs, first, end) ||
            (!declaration->ladder->may_fall && !check_falls(&rungs, first, end))) {
            return;
        }
    }
    if (rungs.is_undecided) {
        am_report(context->maker, AM_DIAG_LADDER_UNDECIDED, declaration->name_span, AM_NO_ARGUMENTS);
    }
}
