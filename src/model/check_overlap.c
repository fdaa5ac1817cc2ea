/*
 * Rows that meet one case: pairs that have a class in common on every axis.
 *
 * Rows are gone through along the axis with the most classes; only those whose runs reach each other there
 * are compared. A row is remembered with the first row before it that it overlaps.
 */
#include "model/check.h"

typedef struct am_check_sweep {
    am_check_table *table;
    const am_check_axis *axis;
    uint32_t *heads;   /* by class: the first row that begins there, + 1 */
    uint32_t *next;    /* by row: the next that begins at its class, + 1 */
    uint16_t *passing; /* rows that have begun and not ended */
    uint32_t passing_count;
    uint32_t *classes;
} am_check_sweep;

/* The first class that both rows meet; the axis' count when there is none. */
static uint32_t common_class(am_check_table *table, const am_check_axis *axis, uint32_t a, uint32_t b) {
    uint32_t i = axis->starts[a], k = axis->starts[b];
    uint64_t work = 1;

    while (i < axis->starts[a + 1] && k < axis->starts[b + 1]) {
        am_check_run x = axis->runs[i], y = axis->runs[k];
        if (x.first < y.end && y.first < x.end) {
            return x.first > y.first ? x.first : y.first;
        }
        i += x.end <= y.end;
        k += x.end > y.end;
        work++;
    }
    am_check_spend(table, work);
    return axis->count;
}

bool am_check_common(am_check_table *table, uint32_t a, uint32_t b, uint32_t *classes) {
    for (uint32_t i = 0; i < table->axis_count; i++) {
        classes[i] = common_class(table, &table->axes[i], a, b);
        if (classes[i] == table->axes[i].count) {
            return false;
        }
    }
    return true;
}

static bool holds(const am_check_axis *axis, uint32_t outer, am_check_run run) {
    for (uint32_t i = axis->starts[outer]; i < axis->starts[outer + 1]; i++) {
        if (axis->runs[i].first <= run.first && axis->runs[i].end >= run.end) {
            return true;
        }
    }
    return false;
}

bool am_check_contains(am_check_table *table, uint32_t outer, uint32_t inner) {
    for (uint32_t i = 0; i < table->axis_count; i++) {
        const am_check_axis *axis = &table->axes[i];
        for (uint32_t run = axis->starts[inner]; run < axis->starts[inner + 1]; run++) {
            if (!holds(axis, outer, axis->runs[run])) {
                return false;
            }
        }
    }
    return true;
}

static void note_pair(am_check_table *table, uint32_t a, uint32_t b) {
    uint32_t later = a > b ? a : b, earlier = a > b ? b : a;

    if (table->is_conditional[a] || table->is_conditional[b]) {
        table->may_overlap = true;
    } else if (table->partners[later] == 0 || table->partners[later] > earlier + 1) {
        table->partners[later] = earlier + 1;
    }
}

static bool compare_with_passing(am_check_sweep *sweep, uint32_t row) {
    for (uint32_t i = 0; i < sweep->passing_count; i++) {
        if (!am_check_spend(sweep->table, 1)) {
            return false;
        }
        if (am_check_common(sweep->table, sweep->passing[i], row, sweep->classes)) {
            note_pair(sweep->table, sweep->passing[i], row);
        }
    }
    return true;
}

/* Rows that end before the class pass no more. */
static void let_go(am_check_sweep *sweep, uint32_t class) {
    const am_check_axis *axis = sweep->axis;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < sweep->passing_count; i++) {
        uint32_t row = sweep->passing[i];
        if (axis->runs[axis->starts[row + 1] - 1].end > class) {
            sweep->passing[kept++] = (uint16_t)row;
        }
    }
    sweep->passing_count = kept;
}

static const am_check_axis *finest_axis(const am_check_table *table) {
    const am_check_axis *finest = NULL;

    for (uint32_t i = 0; i < table->axis_count; i++) {
        if (finest == NULL || table->axes[i].count > finest->count) {
            finest = &table->axes[i];
        }
    }
    return finest;
}

/* Rows by the class that they begin at; without an axis all begin together. */
static void begin_rows(am_check_sweep *sweep) {
    const am_check_axis *axis = sweep->axis;

    for (uint32_t row = sweep->table->row_count; row-- > 0;) {
        if (!sweep->table->is_empty[row]) {
            uint32_t class = axis == NULL ? 0 : axis->runs[axis->starts[row]].first;
            sweep->next[row] = sweep->heads[class];
            sweep->heads[class] = row + 1;
        }
    }
}

void am_check_overlaps(am_check_table *table) {
    am_check_sweep sweep = {.table = table, .axis = finest_axis(table)};
    uint32_t count = sweep.axis == NULL ? 1 : sweep.axis->count;

    sweep.heads = AM_NEW_ARRAY(table->arena, uint32_t, (size_t)count + 1);
    sweep.next = AM_NEW_ARRAY(table->arena, uint32_t, (size_t)table->row_count + 1);
    sweep.passing = AM_NEW_ARRAY(table->arena, uint16_t, (size_t)table->row_count + 1);
    sweep.classes = AM_NEW_ARRAY(table->arena, uint32_t, (size_t)table->axis_count + 1);
    table->partners = AM_NEW_ARRAY(table->arena, uint32_t, (size_t)table->row_count + 1);
    if (table->arena->is_exhausted) {
        return;
    }
    begin_rows(&sweep);
    for (uint32_t class = 0; class < count; class ++) {
        if (sweep.axis != NULL && sweep.heads[class] != 0) {
            let_go(&sweep, class);
        }
        for (uint32_t row = sweep.heads[class]; row != 0; row = sweep.next[row - 1]) {
            if (!compare_with_passing(&sweep, row - 1)) {
                return;
            }
            sweep.passing[sweep.passing_count++] = (uint16_t)(row - 1);
        }
    }
}
