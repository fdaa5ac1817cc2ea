/*
 * The axes of a table: one condition column of a schedule each, its values in classes and for each class the
 * rows that it meets.
 *
 * The ends of all intervals of a column cut the line of numbers or dates into classes:
 *
 *     under 10 | 10 to 20 | over 20      cuts: before 10, after 10 (of no use here), before 20, after 20, ...
 *
 * Codes are classed each on its own, texts each that a cell names, all others together. An unknown value has
 * a class of its own, which only
 * `-` and `unknown` meet.
 */
#include <stdlib.h>

#include "lower/lowerer.h"

/* Most words of an axis' masks: 32 MiB. */
#define MASK_WORDS_MAX ((size_t)1 << 22)

/* One end of an interval as a cut; an open end is none. */
typedef struct am_edge {
    bool is_open;
    am_constant constant;
    bool is_after;
} am_edge;

typedef struct am_interval_edges {
    am_edge low;
    am_edge high;
} am_interval_edges;

static am_edge open_edge(void) {
    return (am_edge){.is_open = true};
}

static am_edge edge_of(const am_expr *end, bool is_after) {
    am_edge edge = {.is_after = is_after};
    if (end == NULL || !am_lower_constant_of(end, &edge.constant)) {
        return open_edge();
    }
    return edge;
}

static am_edge edge_of_date(am_date date) {
    if (date < AM_DATE_MIN || date > AM_DATE_MAX) {
        return open_edge();
    }
    return (am_edge){.constant = {.type = AM_VALUE_DATE, .integer = date}};
}

static uint16_t covered_rows(const am_table *table) {
    return (uint16_t)(table->row_count - (table->has_otherwise ? 1 : 0));
}

static bool is_in_force(const am_schedule *schedule, uint16_t column) {
    return schedule->conditions[column].kind == AM_CONDITION_IN_FORCE;
}

/* The intervals of a cell: in an `in force` column the row's time, else its items that are not `unknown`. */
static uint16_t interval_count(const am_schedule *schedule, uint16_t column, const am_cell_test *test) {
    return is_in_force(schedule, column) ? 1 : test->item_count;
}

static bool edges_of(const am_schedule *schedule, uint16_t column, const am_cell_test *test, uint16_t item,
                     am_interval_edges *out) {
    if (is_in_force(schedule, column)) {
        *out = (am_interval_edges){edge_of_date(test->from), edge_of_date(test->until)};
        return true;
    }
    const am_interval *interval = &test->items[item].interval;
    if (test->items[item].is_unknown) {
        return false;
    }
    out->low = edge_of(interval->lowest, interval->is_lowest_out);
    out->high = edge_of(interval->highest, !interval->is_highest_out);
    return true;
}

static int compare_constants(const am_constant *a, const am_constant *b) {
    if (a->type == AM_VALUE_DECIMAL) {
        return am_decimal_compare(a->decimal, b->decimal);
    }
    if (a->type == AM_VALUE_TEXT) {
        return am_slice_compare(a->text, b->text);
    }
    return (a->integer > b->integer) - (a->integer < b->integer);
}

static int compare_edges(const void *a, const void *b) {
    const am_edge *first = a;
    const am_edge *second = b;
    int order = compare_constants(&first->constant, &second->constant);
    return order != 0 ? order : (int)first->is_after - (int)second->is_after;
}

/* All ends of the column's intervals, sorted, each once. */
static am_edge *sorted_edges(am_lowerer *lowerer, const am_table *table, const am_schedule *schedule,
                             uint16_t column, uint32_t *out_count) {
    am_edge *edges = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (uint16_t row = 0; row < covered_rows(table); row++) {
        const am_cell_test *test = &schedule->rows[row].tests[column];
        for (uint16_t i = 0; !test->is_any && i < interval_count(schedule, column, test); i++) {
            am_interval_edges ends;
            const am_edge *both[2] = {&ends.low, &ends.high};
            bool has_ends = edges_of(schedule, column, test, i, &ends);
            for (unsigned end = 0; has_ends && end < 2; end++) {
                am_edge *grown = AM_GROW(lowerer->arena, am_edge, edges, count, &capacity);
                if (grown == NULL) {
                    am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
                    return NULL;
                }
                edges = grown;
                edges[count] = *both[end];
                count += both[end]->is_open ? 0 : 1;
            }
        }
    }
    if (count > 0) {
        qsort(edges, count, sizeof *edges, compare_edges);
    }
    *out_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || compare_edges(&edges[*out_count - 1], &edges[i]) != 0) {
            edges[(*out_count)++] = edges[i];
        }
    }
    return edges;
}

/* The number of an edge that is among them. */
static uint32_t number_of(const am_edge *edges, uint32_t count, const am_edge *edge) {
    uint32_t low = 0;
    while (low < count) {
        uint32_t middle = low + (count - low) / 2;
        if (compare_edges(&edges[middle], edge) < 0) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return low;
}

/* The axis' room for masks; the classes must be known. */
static bool take_masks(am_lowerer *lowerer, const am_table *table, am_axis *axis) {
    size_t words = ((size_t)axis->class_count + 1) * table->words;
    if (words > MASK_WORDS_MAX) {
        am_lower_fail(lowerer, AM_DIAG_SCHEDULE_TOO_LARGE, AM_NO_ARGUMENTS);
        return false;
    }
    axis->masks = AM_NEW_ARRAY(lowerer->arena, uint64_t, words);
    axis->any = AM_NEW_ARRAY(lowerer->arena, uint64_t, table->words);
    if (axis->masks == NULL || axis->any == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return false;
    }
    return true;
}

static void set_bit(const am_table *table, am_axis *axis, uint32_t class, uint16_t row) {
    axis->masks[(size_t) class * table->words + row / 64] |= (uint64_t)1 << row % 64;
}

static bool has_bit(const am_table *table, const am_axis *axis, uint32_t class, uint16_t row) {
    return (axis->masks[(size_t) class * table->words + row / 64] >> row % 64 & 1) != 0;
}

static void clear_bit(const am_table *table, am_axis *axis, uint32_t class, uint16_t row) {
    axis->masks[(size_t) class * table->words + row / 64] &= ~((uint64_t)1 << row % 64);
}

static void meet_all(const am_table *table, am_axis *axis, uint16_t row) {
    axis->any[row / 64] |= (uint64_t)1 << row % 64;
    for (uint32_t class = 0; class <= axis->class_count; class ++) {
        set_bit(table, axis, class, row);
    }
}

/* `not a, b` meets the known values that the items do not. */
static void negate(const am_table *table, am_axis *axis, uint16_t row) {
    for (uint32_t class = 0; class < axis->class_count; class ++) {
        if (has_bit(table, axis, class, row)) {
            clear_bit(table, axis, class, row);
        } else {
            set_bit(table, axis, class, row);
        }
    }
    clear_bit(table, axis, axis->class_count, row);
}

/* The classes from the first to the last that an interval meets; an empty interval has none. */
static void classes_of(const am_axis *axis, const am_edge *edges, const am_interval_edges *ends,
                       uint32_t *first, uint32_t *end) {
    if (axis->kind == AM_AXIS_CODE) {
        *first = ends->low.is_open ? 0 : (uint32_t)(ends->low.constant.integer + ends->low.is_after);
        *end = ends->high.is_open ? axis->class_count
                                  : (uint32_t)(ends->high.constant.integer + ends->high.is_after);
        *end = *end < axis->class_count ? *end : axis->class_count;
        return;
    }
    if (axis->kind == AM_AXIS_TEXT) {
        *first = ends->low.is_open ? 0 : number_of(edges, axis->cut_count, &ends->low) + 1;
        *end = ends->low.is_open ? 0 : *first + 1;
        return;
    }
    *first = ends->low.is_open ? 0 : number_of(edges, axis->cut_count, &ends->low) + 1;
    *end = ends->high.is_open ? axis->class_count : number_of(edges, axis->cut_count, &ends->high) + 1;
}

static void fill_row(const am_table *table, am_axis *axis, const am_edge *edges, const am_schedule *schedule,
                     uint16_t column, uint16_t row) {
    const am_cell_test *test = &schedule->rows[row].tests[column];
    if (test->is_any) {
        meet_all(table, axis, row);
        return;
    }
    for (uint16_t i = 0; i < interval_count(schedule, column, test); i++) {
        am_interval_edges ends;
        uint32_t first = axis->class_count;
        uint32_t end = axis->class_count + 1; /* `unknown` */
        if (edges_of(schedule, column, test, i, &ends)) {
            classes_of(axis, edges, &ends, &first, &end);
        }
        for (uint32_t class = first; class < end; class ++) {
            set_bit(table, axis, class, row);
        }
    }
    if (test->is_negated) {
        negate(table, axis, row);
    }
}

static uint8_t kind_of_axis(am_value_type type) {
    switch (type) {
    case AM_VALUE_DECIMAL:
        return AM_AXIS_DECIMAL;
    case AM_VALUE_CODE:
    case AM_VALUE_YESNO:
        return AM_AXIS_CODE;
    case AM_VALUE_TEXT:
        return AM_AXIS_TEXT;
    default:
        return AM_AXIS_INTEGER;
    }
}

static am_value_type type_of_column(const am_schedule *schedule, uint16_t column) {
    const am_condition *condition = &schedule->conditions[column];
    return condition->kind == AM_CONDITION_IN_FORCE ? AM_VALUE_DATE
                                                    : am_lower_value_type(condition->value->type);
}

/* A text axis names each text once, whichever end of an interval it is. */
static uint32_t unique_texts(am_edge *edges, uint32_t count) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        edges[i].is_after = false;
        if (kept == 0 || compare_edges(&edges[kept - 1], &edges[i]) != 0) {
            edges[kept++] = edges[i];
        }
    }
    return kept;
}

static bool take_cuts(am_lowerer *lowerer, am_axis *axis, const am_edge *edges, uint32_t count) {
    axis->cut_count = count;
    axis->class_count = count + 1;
    axis->cuts = AM_NEW_ARRAY(lowerer->arena, am_cut, count + 1);
    for (uint32_t i = 0; axis->cuts != NULL && i < count; i++) {
        axis->cuts[i] = (am_cut){am_lower_constant(lowerer, &edges[i].constant), edges[i].is_after};
    }
    return axis->cuts != NULL;
}

static bool take_texts(am_lowerer *lowerer, am_axis *axis, const am_edge *edges, uint32_t count) {
    axis->cut_count = count;
    axis->class_count = count + 1;
    axis->texts = AM_NEW_ARRAY(lowerer->arena, uint16_t, count + 1);
    axis->classes = AM_NEW_ARRAY(lowerer->arena, uint16_t, count + 1);
    if (axis->texts == NULL || axis->classes == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        axis->texts[i] = am_lower_constant(lowerer, &edges[i].constant);
        axis->classes[i] = (uint16_t)(i + 1);
    }
    return true;
}

static bool take_codes(am_lowerer *lowerer, am_axis *axis, am_type type) {
    uint16_t count = type.kind == AM_TYPE_CODE ? lowerer->model->sets[type.index].value_count : 2;
    axis->cut_count = count;
    axis->class_count = count;
    axis->classes = AM_NEW_ARRAY(lowerer->arena, uint16_t, count);
    for (uint16_t i = 0; axis->classes != NULL && i < count; i++) {
        axis->classes[i] = i;
    }
    return axis->classes != NULL;
}

void am_lower_axis(am_lowerer *lowerer, am_table *table, am_axis *axis, const am_schedule *schedule,
                   uint16_t column) {
    uint32_t count = 0;
    am_edge *edges = sorted_edges(lowerer, table, schedule, column, &count);
    bool is_ready;
    if (lowerer->is_failed) {
        return;
    }
    axis->type = type_of_column(schedule, column);
    axis->kind = kind_of_axis(axis->type);
    axis->is_clock = is_in_force(schedule, column);
    if (axis->kind == AM_AXIS_CODE) {
        is_ready = take_codes(lowerer, axis, schedule->conditions[column].value->type);
    } else if (axis->kind == AM_AXIS_TEXT) {
        is_ready = take_texts(lowerer, axis, edges, unique_texts(edges, count));
    } else {
        is_ready = take_cuts(lowerer, axis, edges, count);
    }
    if (!is_ready) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return;
    }
    if (take_masks(lowerer, table, axis)) {
        for (uint16_t row = 0; row < covered_rows(table); row++) {
            fill_row(table, axis, edges, schedule, column, row);
        }
    }
}

void am_lower_when_axis(am_lowerer *lowerer, am_table *table, am_axis *axis, const am_schedule *schedule,
                        uint16_t column) {
    axis->kind = AM_AXIS_WHEN;
    axis->type = AM_VALUE_YESNO;
    axis->any = AM_NEW_ARRAY(lowerer->arena, uint64_t, table->words);
    if (axis->any == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return;
    }
    for (uint16_t row = 0; row < covered_rows(table); row++) {
        if (schedule->rows[row].tests[column].is_any) {
            axis->any[row / 64] |= (uint64_t)1 << row % 64;
        }
    }
}
