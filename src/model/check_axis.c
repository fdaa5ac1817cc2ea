/*
 * The axes of a table: the ends of all cells of a column cut what its header can be into classes.
 *
 *     in 0 to 100, cells `under 10`, `10 to 20`, `over 20`:   0 to under 10 | 10 to 20 | over 20 to 100
 *
 * What a header can be is what is declared: a fact has its range, and an amount that is a fact its currency's
 * digits; of any other expression only the type is known. Tiers, choices and texts have a class each, of
 * which those that all rows treat alike are made one; all texts that no cell names are one class.
 */
#include <stdlib.h>

#include "model/build.h"
#include "model/check.h"

/* As records and arithmetic have them. */
#define PERIOD_MAX 4000000

typedef struct am_check_maker { /* of one axis */
    am_check_table *table;
    am_check_axis *axis;
    uint16_t *columns; /* that it stands for */
    uint32_t column_count;
    am_check_grid grid;
    am_check_edge lowest; /* what the header can be */
    am_check_edge highest;
    bool is_lowest_far;   /* it is the calendar's, or arithmetic's: no case to show */
    am_check_edge *edges; /* in order */
    size_t edge_count;
    size_t edge_capacity;
    uint32_t *classes; /* by what lies before edge n: the classes kept up to there */
    am_check_run *met; /* of the cell being read */
    size_t met_count;
    size_t met_capacity;
} am_check_maker;

static const am_check_edge open_edge = {.is_open = true};

static bool has_named_values(am_type type) {
    return type.kind == AM_TYPE_CODE || type.kind == AM_TYPE_YESNO || type.kind == AM_TYPE_TEXT;
}

static int compare_texts(const void *a, const void *b) {
    return am_slice_compare(*(const am_slice *)a, *(const am_slice *)b);
}

static am_check_edge edge_at(int64_t value, bool is_after) {
    return (am_check_edge){.value = am_decimal_of(value), .is_after = is_after};
}

static am_decimal number_of(const am_check_axis *axis, const am_expr *constant) {
    if (axis->type.kind == AM_TYPE_TEXT) {
        const am_slice *found =
            bsearch(&constant->value.text, axis->texts, axis->text_count, sizeof *axis->texts, compare_texts);
        return am_decimal_of(found == NULL ? (int64_t)axis->text_count : found - axis->texts);
    }
    if (am_type_is_number(axis->type) || axis->type.kind == AM_TYPE_MONEY ||
        axis->type.kind == AM_TYPE_RATE) {
        return constant->value.decimal;
    }
    return am_decimal_of(constant->value.integer);
}

static am_check_edge edge_of(const am_check_axis *axis, const am_expr *end, bool is_after) {
    return end == NULL ? open_edge : (am_check_edge){.value = number_of(axis, end), .is_after = is_after};
}

static int compare_edges(const void *a, const void *b) {
    const am_check_edge *first = a, *second = b;
    int order = am_decimal_compare(first->value, second->value);

    return order != 0 ? order : (int)first->is_after - (int)second->is_after;
}

static void add_edge(am_check_maker *maker, am_check_edge edge) {
    if (edge.is_open) {
        return;
    }
    am_check_edge *grown =
        AM_GROW(maker->table->arena, am_check_edge, maker->edges, maker->edge_count, &maker->edge_capacity);
    if (grown != NULL) {
        maker->edges = grown;
        grown[maker->edge_count++] = edge;
    }
}

/* What the header can be */

static am_check_edge higher(const am_check_edge *a, const am_check_edge *b) {
    return a->is_open || (!b->is_open && compare_edges(a, b) < 0) ? *b : *a;
}

static am_check_edge lower(const am_check_edge *a, const am_check_edge *b) {
    return a->is_open || (!b->is_open && compare_edges(a, b) > 0) ? *b : *a;
}

static void narrow(am_check_maker *maker, am_check_edge lowest, am_check_edge highest) {
    maker->lowest = higher(&maker->lowest, &lowest);
    maker->highest = lower(&maker->highest, &highest);
}

static void narrow_to(am_check_maker *maker, int64_t lowest, int64_t highest) {
    narrow(maker, edge_at(lowest, false), edge_at(highest, true));
}

static void narrow_by_type(am_check_maker *maker, bool is_fact) {
    const am_model *model = maker->table->model;
    am_type type = maker->axis->type;

    switch (type.kind) {
    case AM_TYPE_NUMBER:
    case AM_TYPE_RATE:
        maker->grid.is_dense = true;
        break;
    case AM_TYPE_MONEY:
        maker->grid = (am_check_grid){.is_dense = !is_fact, .places = model->units[type.index].digits};
        break;
    case AM_TYPE_DATE:
        narrow_to(maker, AM_DATE_MIN, AM_DATE_MAX);
        break;
    case AM_TYPE_MONTHS:
    case AM_TYPE_DAYS:
        narrow_to(maker, is_fact ? 0 : -PERIOD_MAX, PERIOD_MAX);
        break;
    case AM_TYPE_YESNO:
        narrow_to(maker, 0, 1);
        break;
    case AM_TYPE_CODE:
        narrow_to(maker, 0, (int64_t)model->sets[type.index].value_count - 1);
        break;
    case AM_TYPE_TEXT:
        narrow_to(maker, 0, maker->axis->text_count);
        break;
    default:
        break;
    }
}

/* What a clock shows: the date behind it, or the date of the law that is tried, which is no fact. */
static const am_expr *date_of(const am_expr *clock) {
    return clock->kind == AM_EXPR_CLOCK ? clock->operands[0] : clock;
}

/* Whether the header is the date by which the law is chosen: others than those in force never get here. */
static bool is_clock(const am_check_maker *maker) {
    const am_declaration *declaration = maker->table->declaration;

    return maker->axis->is_clock ||
           (declaration->has_in_force && am_expr_is_same(maker->axis->value, date_of(declaration->clock)));
}

/* A declaration that is dated itself is read on its own days only. */
static void narrow_by_version(am_check_maker *maker) {
    const am_declaration *declaration = maker->table->declaration;
    am_date last = declaration->in_force_last;

    if (!declaration->has_in_force && declaration->head == NULL) {
        return;
    }
    if (declaration->is_repealed && declaration->repealed_from <= last) {
        last = declaration->repealed_from - 1;
    }
    narrow(maker, edge_at(declaration->in_force_from, false), edge_at(last + 1, false));
}

/* The field that the column is about: what it reads itself, or what a discretion does. */
static const am_field *field_of(const am_expr *value) {
    const am_declaration *read = value != NULL && value->kind == AM_EXPR_VALUE && value->operand_count == 0
                                     ? value->declaration
                                     : NULL;

    if (read != NULL && read->discretion != NULL) {
        return read->discretion->field;
    }
    return value != NULL && value->kind == AM_EXPR_FIELD ? value->field : NULL;
}

static void narrow_by_declaration(am_check_maker *maker) {
    const am_check_axis *axis = maker->axis;
    const am_book *book = maker->table->declaration->book;
    am_check_edge lowest = maker->lowest;

    if (field_of(axis->value) != NULL) {
        const am_interval *bounds = &field_of(axis->value)->bounds;
        narrow(maker, edge_of(axis, bounds->lowest, bounds->is_lowest_out),
               edge_of(axis, bounds->highest, !bounds->is_highest_out));
    }
    if (book->has_in_force && is_clock(maker)) {
        narrow(maker, edge_at(book->in_force_from, false), edge_at(book->in_force_until, false));
    }
    if (is_clock(maker)) {
        narrow_by_version(maker);
    }
    maker->is_lowest_far =
        !lowest.is_open && lowest.value.is_negative && compare_edges(&lowest, &maker->lowest) == 0;
}

/* Cells */

static const am_cell_test *cell_of(const am_check_maker *maker, uint32_t row, uint32_t column) {
    return &maker->table->schedule->rows[row].tests[maker->columns[column]];
}

static bool is_dated(const am_check_maker *maker, uint32_t column) {
    return maker->table->schedule->conditions[maker->columns[column]].kind == AM_CONDITION_IN_FORCE;
}

static void read_ends(const am_check_maker *maker, uint32_t column, const am_cell_test *cell, uint16_t item,
                      am_check_edge *low, am_check_edge *high) {
    if (is_dated(maker, column)) {
        *low = edge_at(cell->from, false);
        *high = edge_at(cell->until, false);
        return;
    }
    const am_interval *interval = &cell->items[item].interval;
    *low = edge_of(maker->axis, interval->lowest, interval->is_lowest_out);
    *high = edge_of(maker->axis, interval->highest, !interval->is_highest_out);
}

static uint16_t item_count(const am_check_maker *maker, uint32_t column, const am_cell_test *cell) {
    if (cell->is_any) {
        return 0;
    }
    return is_dated(maker, column) ? 1 : cell->item_count;
}

static bool is_unknown_item(const am_check_maker *maker, uint32_t column, const am_cell_test *cell,
                            uint16_t item) {
    return !is_dated(maker, column) && cell->items[item].is_unknown;
}

static void collect_texts(am_check_maker *maker) {
    am_check_axis *axis = maker->axis;
    size_t count = 0, capacity = 0;

    for (uint32_t row = 0; row < maker->table->row_count; row++) {
        for (uint32_t column = 0; column < maker->column_count; column++) {
            const am_cell_test *cell = cell_of(maker, row, column);
            for (uint16_t i = 0; i < item_count(maker, column, cell); i++) {
                am_slice *grown = AM_GROW(maker->table->arena, am_slice, axis->texts, count, &capacity);
                if (grown == NULL) {
                    return;
                }
                axis->texts = grown;
                if (!cell->items[i].is_unknown) {
                    grown[count++] = cell->items[i].interval.lowest->value.text;
                }
            }
        }
    }
    if (count > 0) {
        qsort(axis->texts, count, sizeof *axis->texts, compare_texts);
    }
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !am_slice_is_equal(axis->texts[axis->text_count - 1], axis->texts[i])) {
            axis->texts[axis->text_count++] = axis->texts[i];
        }
    }
}

static void collect_edges(am_check_maker *maker) {
    for (uint32_t row = 0; row < maker->table->row_count; row++) {
        for (uint32_t column = 0; column < maker->column_count; column++) {
            const am_cell_test *cell = cell_of(maker, row, column);
            for (uint16_t i = 0; i < item_count(maker, column, cell); i++) {
                am_check_edge low, high;
                if (!is_unknown_item(maker, column, cell, i)) {
                    read_ends(maker, column, cell, i, &low, &high);
                    add_edge(maker, low);
                    add_edge(maker, high);
                }
            }
        }
    }
    add_edge(maker, maker->lowest);
    add_edge(maker, maker->highest);
}

/* An edge before each value, so that each has a class of its own. */
static void cut_named_values(am_check_maker *maker) {
    int64_t first, last;

    am_decimal_to_int64(maker->lowest.value, &first);
    am_decimal_to_int64(maker->highest.value, &last);
    for (int64_t value = first; value <= last; value++) {
        add_edge(maker, edge_at(value, false));
    }
}

static void sort_edges(am_check_maker *maker) {
    size_t kept = 0;

    if (maker->edge_count > 0) {
        qsort(maker->edges, maker->edge_count, sizeof *maker->edges, compare_edges);
    }
    for (size_t i = 0; i < maker->edge_count; i++) {
        if (kept == 0 || compare_edges(&maker->edges[kept - 1], &maker->edges[i]) != 0) {
            maker->edges[kept++] = maker->edges[i];
        }
    }
    maker->edge_count = kept;
}

static bool is_within(const am_check_maker *maker, const am_check_edge *low, const am_check_edge *high) {
    return (maker->lowest.is_open || (!low->is_open && compare_edges(low, &maker->lowest) >= 0)) &&
           (maker->highest.is_open || (!high->is_open && compare_edges(high, &maker->highest) <= 0));
}

/* A value of the class between two edges. Of the class that begins with the calendar its last is shown. */
static bool find_point(const am_check_maker *maker, am_check_edge low, const am_check_edge *high,
                       am_decimal *out) {
    if (maker->is_lowest_far && compare_edges(&low, &maker->lowest) == 0) {
        return am_check_between(maker->grid, &open_edge, high, out) &&
               am_decimal_compare(*out, low.value) >= 0;
    }
    return am_check_between(maker->grid, &low, high, out);
}

/* The classes between the edges that hold a value which the header can be. */
static bool make_classes(am_check_maker *maker) {
    am_check_axis *axis = maker->axis;
    size_t count = maker->edge_count + 1;

    axis->points = AM_NEW_ARRAY(maker->table->arena, am_decimal, count);
    maker->classes = AM_NEW_ARRAY(maker->table->arena, uint32_t, count + 1);
    if (axis->points == NULL || maker->classes == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        am_check_edge low = i == 0 ? open_edge : maker->edges[i - 1];
        am_check_edge high = i + 1 == count ? open_edge : maker->edges[i];
        maker->classes[i] = axis->known;
        if (is_within(maker, &low, &high) && find_point(maker, low, &high, &axis->points[axis->known])) {
            axis->known++;
        }
    }
    maker->classes[count] = axis->known;
    axis->count = axis->known + (axis->type.is_optional ? 1 : 0);
    return true;
}

/* Rows */

/* The classes kept before an edge that is among them. */
static uint32_t classes_before(const am_check_maker *maker, const am_check_edge *edge) {
    size_t low = 0, high = maker->edge_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_edges(&maker->edges[middle], edge) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return maker->classes[low + 1];
}

static void add_met(am_check_maker *maker, uint32_t first, uint32_t end) {
    if (first >= end) {
        return;
    }
    am_check_run *grown =
        AM_GROW(maker->table->arena, am_check_run, maker->met, maker->met_count, &maker->met_capacity);
    if (grown != NULL) {
        maker->met = grown;
        grown[maker->met_count++] = (am_check_run){first, end};
    }
}

static int compare_runs(const void *a, const void *b) {
    const am_check_run *first = a, *second = b;

    return (first->first > second->first) - (first->first < second->first);
}

/* The runs from `from` on in order, and each apart from the next. */
static void settle_runs(am_check_maker *maker) {
    size_t kept = 0;

    if (maker->met_count > 1) {
        qsort(maker->met, maker->met_count, sizeof *maker->met, compare_runs);
    }
    for (size_t i = 0; i < maker->met_count; i++) {
        am_check_run *last = kept == 0 ? NULL : &maker->met[kept - 1];
        if (last == NULL || last->end < maker->met[i].first) {
            maker->met[kept++] = maker->met[i];
        } else if (last->end < maker->met[i].end) {
            last->end = maker->met[i].end;
        }
    }
    maker->met_count = kept;
}

/* `not a, b`: the known values that are none of these. */
static void negate_runs(am_check_maker *maker) {
    size_t count = maker->met_count;
    uint32_t start = 0;

    for (size_t i = 0; i < count; i++) {
        am_check_run run = maker->met[i];
        if (run.first < maker->axis->known) {
            add_met(maker, start, run.first);
            start = run.end;
        }
    }
    add_met(maker, start, maker->axis->known);
    for (size_t i = count; i < maker->met_count; i++) {
        maker->met[i - count] = maker->met[i];
    }
    maker->met_count -= count;
}

static void read_cell(am_check_maker *maker, uint32_t column, const am_cell_test *cell) {
    const am_check_axis *axis = maker->axis;

    maker->met_count = 0;
    if (cell->is_any) {
        add_met(maker, 0, axis->count);
        return;
    }
    for (uint16_t i = 0; i < item_count(maker, column, cell); i++) {
        am_check_edge low, high;
        if (is_unknown_item(maker, column, cell, i)) {
            add_met(maker, axis->known, axis->count);
            continue;
        }
        read_ends(maker, column, cell, i, &low, &high);
        add_met(maker, low.is_open ? 0 : classes_before(maker, &low),
                high.is_open ? axis->known : classes_before(maker, &high));
    }
    settle_runs(maker);
    if (cell->is_negated) {
        negate_runs(maker);
    }
}

static void add_run(am_check_maker *maker, uint32_t first, uint32_t end) {
    am_check_axis *axis = maker->axis;
    if (first >= end) {
        return;
    }
    am_check_run *grown =
        AM_GROW(maker->table->arena, am_check_run, axis->runs, axis->run_count, &axis->run_capacity);
    if (grown != NULL) {
        axis->runs = grown;
        grown[axis->run_count++] = (am_check_run){first, end};
    }
}

/* Keeps of the axis' runs from `start` on what the cell meets, too. */
static void meet_also(am_check_maker *maker, size_t start) {
    am_check_axis *axis = maker->axis;
    size_t end = axis->run_count;

    for (size_t i = start; i < end; i++) {
        for (size_t k = 0; k < maker->met_count; k++) {
            am_check_run a = axis->runs[i], b = maker->met[k];
            add_run(maker, a.first > b.first ? a.first : b.first, a.end < b.end ? a.end : b.end);
        }
    }
    for (size_t i = end; i < axis->run_count; i++) {
        axis->runs[start + i - end] = axis->runs[i];
    }
    axis->run_count -= end - start;
}

static bool make_runs(am_check_maker *maker) {
    am_check_axis *axis = maker->axis;
    uint32_t rows = maker->table->row_count;

    axis->starts = AM_NEW_ARRAY(maker->table->arena, uint32_t, (size_t)rows + 1);
    if (axis->starts == NULL) {
        return false;
    }
    for (uint32_t row = 0; row < rows; row++) {
        axis->starts[row] = (uint32_t)axis->run_count;
        add_run(maker, 0, axis->count);
        for (uint32_t column = 0; column < maker->column_count; column++) {
            read_cell(maker, column, cell_of(maker, row, column));
            meet_also(maker, axis->starts[row]);
        }
        maker->table->is_empty[row] |= axis->starts[row] == axis->run_count;
    }
    axis->starts[rows] = (uint32_t)axis->run_count;
    return !maker->table->arena->is_exhausted;
}

static bool make_axis(am_check_maker *maker) {
    bool is_named = has_named_values(maker->axis->type);
    const am_expr *value = maker->axis->value;

    maker->lowest = open_edge;
    maker->highest = open_edge;
    if (maker->axis->type.kind == AM_TYPE_TEXT) {
        collect_texts(maker);
    }
    narrow_by_type(maker, value != NULL && value->kind == AM_EXPR_FIELD);
    narrow_by_declaration(maker);
    collect_edges(maker);
    if (is_named) {
        cut_named_values(maker);
    }
    sort_edges(maker);
    return make_classes(maker) && make_runs(maker) &&
           (!is_named || am_check_merge(maker->table, maker->axis));
}

/* What a column is about; the date behind a clock, which may stand in another column too. */
static am_expr *subject_of(const am_condition *condition) {
    am_expr *value = condition->value;

    return value != NULL && value->kind == AM_EXPR_CLOCK ? value->operands[0] : value;
}

static bool is_of_axis(const am_check_axis *axis, const am_condition *condition) {
    const am_expr *subject = subject_of(condition);

    return axis->value != NULL && subject != NULL && am_expr_is_same(axis->value, subject);
}

/* The columns with one header are one axis. */
static uint32_t axis_of_column(am_check_table *table, uint16_t column) {
    const am_condition *condition = &table->schedule->conditions[column];
    bool is_clock = condition->kind == AM_CONDITION_IN_FORCE;
    uint32_t at = 0;

    while (at < table->axis_count && !is_of_axis(&table->axes[at], condition)) {
        at++;
    }
    am_check_axis *axis = &table->axes[at];
    if (at == table->axis_count) {
        table->axis_count++;
        am_type date = {.kind = AM_TYPE_DATE};
        *axis = (am_check_axis){.value = subject_of(condition),
                                .type = is_clock ? date : condition->value->type,
                                .span = condition->span};
    }
    axis->is_clock |= is_clock;
    return at;
}

bool am_check_axes(am_check_table *table) {
    uint16_t count = table->schedule->condition_count;
    am_check_maker *makers = AM_NEW_ARRAY(table->arena, am_check_maker, count);
    uint16_t *columns = AM_NEW_ARRAY(table->arena, uint16_t, (size_t)count * count);

    table->axes = AM_NEW_ARRAY(table->arena, am_check_axis, count);
    if (makers == NULL || columns == NULL || table->axes == NULL) {
        return false;
    }
    for (uint16_t column = 0; column < count; column++) {
        if (table->schedule->conditions[column].kind != AM_CONDITION_WHEN) {
            uint32_t at = axis_of_column(table, column);
            makers[at].columns = columns + (size_t)at * count;
            makers[at].columns[makers[at].column_count++] = column;
        }
    }
    for (uint32_t i = 0; i < table->axis_count; i++) {
        makers[i].table = table;
        makers[i].axis = &table->axes[i];
        if (!make_axis(&makers[i])) {
            return false;
        }
    }
    return true;
}
