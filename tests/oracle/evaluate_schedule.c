/*
 * Schedules: every row is no, needs facts, faults, or yes; the policy decides among them.
 *
 * A row is no as soon as one known condition leaves it out, whatever its other conditions are. Where that is
 * not so, what it needs or where it faults is what its cells other than `-` do.
 */
#include "evaluate.h"

typedef struct table {
    oracle *oracle;
    oracle_scene scene;
    const am_declaration *declaration;
    const am_schedule *schedule;
    oracle_outcome *headers; /* by condition; nothing for `when` */
    oracle_outcome *rows;    /* yes, no, needs or a fault; the otherwise row is no */
} table;

static bool is_in_item(const table *t, const am_test_item *item, am_type type, const oracle_value *value) {
    oracle_outcome lowest, highest;

    if (item->is_unknown) {
        return false;
    }
    if (item->interval.lowest != NULL) {
        lowest = oracle_expression(t->oracle, t->scene, item->interval.lowest);
    }
    if (item->interval.highest != NULL) {
        highest = oracle_expression(t->oracle, t->scene, item->interval.highest);
    }
    return oracle_is_in(type, value, item->interval.lowest != NULL ? &lowest.value : NULL,
                        item->interval.is_lowest_out, item->interval.highest != NULL ? &highest.value : NULL,
                        item->interval.is_highest_out);
}

/* Whether the cell admits the header's value. Only `-` and `unknown` admit an unknown one. */
static bool is_met(const table *t, const am_condition *condition, const am_cell_test *cell,
                   const oracle_outcome *header) {
    bool is_listed = false;

    if (cell->is_any) {
        return true;
    }
    if (condition->kind == AM_CONDITION_IN_FORCE) {
        return header->value.integer >= cell->from && header->value.integer < cell->until;
    }
    for (uint16_t i = 0; i < cell->item_count; i++) {
        is_listed |= header->state == ORACLE_UNKNOWN
                         ? cell->items[i].is_unknown
                         : is_in_item(t, &cell->items[i], condition->value->type, &header->value);
    }
    if (header->state == ORACLE_UNKNOWN && cell->is_negated) {
        return false;
    }
    return is_listed != cell->is_negated;
}

static oracle_outcome test_cell(const table *t, uint16_t column, const am_cell_test *cell) {
    const am_condition *condition = &t->schedule->conditions[column];

    if (condition->kind == AM_CONDITION_WHEN) {
        return cell->is_any ? oracle_outcome_yes(true) : oracle_expression(t->oracle, t->scene, cell->when);
    }
    if (cell->is_any) {
        return oracle_outcome_yes(true);
    }
    if (t->headers[column].state >= ORACLE_NEEDS) {
        return t->headers[column];
    }
    return oracle_outcome_yes(is_met(t, condition, cell, &t->headers[column]));
}

/* `and`: no before needs before a fault. */
static oracle_outcome test_row(const table *t, const am_table_row *row) {
    uint16_t count = t->schedule->condition_count;
    oracle_outcome *cells = AM_NEW_ARRAY(t->oracle->arena, oracle_outcome, (size_t)count + 1);

    if (row->is_otherwise) {
        return oracle_outcome_yes(false);
    }
    for (uint16_t i = 0; i < count; i++) {
        cells[i] = test_cell(t, i, &row->tests[i]);
    }
    return oracle_decide(t->oracle->arena, false, cells, count);
}

static bool is_before_law(const table *t) {
    for (uint16_t c = 0; c < t->schedule->condition_count; c++) {
        bool is_met_by_some = false;

        if (t->schedule->conditions[c].kind != AM_CONDITION_IN_FORCE || t->headers[c].state != ORACLE_VALUE) {
            continue;
        }
        for (uint16_t i = 0; i < t->schedule->row_count; i++) {
            is_met_by_some |=
                !t->schedule->rows[i].is_otherwise &&
                is_met(t, &t->schedule->conditions[c], &t->schedule->rows[i].tests[c], &t->headers[c]);
        }
        if (!is_met_by_some) {
            return true;
        }
    }
    return false;
}

static oracle_outcome fault(const table *t, am_diag diag) {
    return oracle_outcome_fault(diag, t->declaration->span, t->scene);
}

/* The otherwise row stands for known cases only: it waits for facts that could make a column's value unknown.
 */
static oracle_outcome pick_when_none(const table *t) {
    uint16_t count = t->schedule->row_count, open_count = 0;
    oracle_outcome *open =
        AM_NEW_ARRAY(t->oracle->arena, oracle_outcome, (size_t)t->schedule->condition_count + 1);
    bool is_unknown = false;

    for (uint16_t i = 0; i < t->schedule->condition_count; i++) {
        is_unknown |= t->headers[i].state == ORACLE_UNKNOWN;
        if (t->headers[i].state == ORACLE_NEEDS && t->schedule->conditions[i].value->type.is_optional) {
            open[open_count++] = t->headers[i];
        }
    }
    if (is_unknown || count == 0 || !t->schedule->rows[count - 1].is_otherwise) {
        return fault(t, is_before_law(t) ? AM_DIAG_ROW_BEFORE_LAW : AM_DIAG_NO_ROW);
    }
    return open_count != 0 ? oracle_reasons(t->oracle->arena, ORACLE_NEEDS, open, open_count)
                           : oracle_outcome_integer(count - 1);
}

static oracle_outcome pick_first(const table *t) {
    for (uint16_t i = 0; i < t->schedule->row_count; i++) {
        if (oracle_is_no(&t->rows[i])) {
            continue;
        }
        return t->rows[i].state == ORACLE_VALUE ? oracle_outcome_integer(i) : t->rows[i];
    }
    return pick_when_none(t);
}

static oracle_outcome pick_only(const table *t) {
    uint16_t count = t->schedule->row_count, yes = 0, last_yes = 0;
    oracle_outcome reasons = oracle_reasons(t->oracle->arena, ORACLE_FAULT, t->rows, count);

    if (reasons.fault.diag != AM_DIAG_NONE) {
        return reasons;
    }
    for (uint16_t i = 0; i < count; i++) {
        if (!oracle_is_yes(&t->rows[i])) {
            continue;
        }
        yes++;
        last_yes = i;
    }
    if (yes > 1) {
        return fault(t, AM_DIAG_SEVERAL_ROWS);
    }
    reasons = oracle_reasons(t->oracle->arena, ORACLE_NEEDS, t->rows, count);
    if (reasons.needs != NULL) {
        return reasons;
    }
    return yes == 1 ? oracle_outcome_integer(last_yes) : pick_when_none(t);
}

/* An `in force` column follows the clock of the record; a parameter's that of its reader's. */
static const am_expr *header_of(const table *t, uint16_t column) {
    const am_condition *condition = &t->schedule->conditions[column];
    bool is_readers = condition->kind == AM_CONDITION_IN_FORCE && t->declaration->record == NULL;

    return is_readers ? t->scene.record->type->clock : condition->value;
}

oracle_outcome oracle_schedule(oracle *oracle, oracle_scene scene, const am_declaration *declaration,
                               uint16_t part) {
    const am_schedule *schedule = declaration->schedule;
    table t = {.oracle = oracle, .scene = scene, .declaration = declaration, .schedule = schedule};
    oracle_outcome row;
    const am_expr *result;

    t.headers = AM_NEW_ARRAY(oracle->arena, oracle_outcome, (size_t)schedule->condition_count + 1);
    t.rows = AM_NEW_ARRAY(oracle->arena, oracle_outcome, (size_t)schedule->row_count + 1);
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        if (schedule->conditions[i].kind != AM_CONDITION_WHEN) {
            t.headers[i] = oracle_expression(oracle, scene, header_of(&t, i));
        }
    }
    for (uint16_t i = 0; i < schedule->row_count; i++) {
        t.rows[i] = test_row(&t, &schedule->rows[i]);
    }
    row = schedule->picks == AM_PICKS_FIRST ? pick_first(&t) : pick_only(&t);
    if (row.state != ORACLE_VALUE) {
        return row;
    }
    result = schedule->rows[row.value.integer].results[part];
    return result != NULL ? oracle_expression(oracle, scene, result) : fault(&t, AM_DIAG_NOT_COVERED);
}
