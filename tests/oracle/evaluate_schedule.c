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
    am_span span; /* where a fault is named */
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

/* Whether the row is law on the day: known, begun, not over by its own text, and not followed by the same
 * row, as far as that is known and has begun. */
static bool is_law(const table *t, uint16_t column, const am_cell_test *cell, int64_t day,
                   const oracle *knowing) {
    uint16_t next = cell->next_same;

    if (!oracle_knows(knowing, cell->published) || day < cell->from ||
        (!cell->is_ended_by_row && day >= cell->until)) {
        return false;
    }
    while (next != AM_NO_SAME_ROW) {
        const am_cell_test *later = &t->schedule->rows[next].tests[column];

        if (oracle_knows(knowing, later->published) && day >= later->from) {
            return false;
        }
        next = later->next_same;
    }
    return true;
}

/* Whether the cell admits the header's value. Only `-` and `unknown` admit an unknown one. */
static bool is_met(const table *t, uint16_t column, const am_cell_test *cell, const oracle_outcome *header) {
    const am_condition *condition = &t->schedule->conditions[column];
    bool is_listed = false;

    if (cell->is_any) {
        return true;
    }
    if (condition->kind == AM_CONDITION_IN_FORCE) {
        return is_law(t, column, cell, header->value.integer, t->oracle);
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
    return oracle_outcome_yes(is_met(t, column, cell, &t->headers[column]));
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

/* What a clock means on whose date no row is law; AM_DIAG_NONE where some is. */
static am_diag diag_of_date(const table *t) {
    const oracle all_known = {.arena = t->oracle->arena, .model = t->oracle->model};

    for (uint16_t c = 0; c < t->schedule->condition_count; c++) {
        bool is_met_by_some = false, is_unknown = false;

        if (t->schedule->conditions[c].kind != AM_CONDITION_IN_FORCE || t->headers[c].state != ORACLE_VALUE) {
            continue;
        }
        for (uint16_t i = 0; i < t->schedule->row_count; i++) {
            const am_table_row *row = &t->schedule->rows[i];

            if (!row->is_otherwise) {
                is_met_by_some |= is_met(t, c, &row->tests[c], &t->headers[c]);
                is_unknown |= is_law(t, c, &row->tests[c], t->headers[c].value.integer, &all_known);
            }
        }
        if (!is_met_by_some) {
            return is_unknown                    ? AM_DIAG_UNPUBLISHED
                   : t->schedule->is_of_versions ? AM_DIAG_BEFORE_LAW
                                                 : AM_DIAG_ROW_BEFORE_LAW;
        }
    }
    return AM_DIAG_NONE;
}

static oracle_outcome fault(const table *t, am_diag diag) {
    return oracle_outcome_fault(diag, t->span, t->scene);
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
        return fault(t, diag_of_date(t) != AM_DIAG_NONE ? diag_of_date(t) : AM_DIAG_NO_ROW);
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

static oracle_outcome pick_last(const table *t) {
    for (uint16_t i = t->schedule->row_count; i-- > 0;) {
        if (!oracle_is_no(&t->rows[i])) {
            return t->rows[i].state == ORACLE_VALUE ? oracle_outcome_integer(i) : t->rows[i];
        }
    }
    return pick_when_none(t);
}

static oracle_outcome value_of(const table *t, uint16_t row, uint16_t part) {
    const am_expr *result = t->schedule->rows[row].results[part];

    if (result == NULL || result->kind == AM_EXPR_REPEALED) {
        return fault(t, result == NULL ? AM_DIAG_NOT_COVERED : AM_DIAG_REPEALED);
    }
    return oracle_expression(t->oracle, t->scene, result);
}

/* A row that was picked and is not covered is named itself. */
static oracle_outcome value_picked(const table *t, uint16_t row, uint16_t part) {
    oracle_outcome value = value_of(t, row, part);

    if (t->schedule->rows[row].results[part] == NULL) {
        value.fault.clauses[0] = t->schedule->rows[row].span;
    }
    return value;
}

/* The values of the rows that are met, in rows of `met`; false when some row, or the value of one that is
 * met, is no value: *out is then what comes of it. Where no row is met it may be the otherwise row, or *out
 * says why not. */
static bool find_met(const table *t, uint16_t part, uint16_t *met, oracle_outcome *values,
                     uint16_t *met_count, oracle_outcome *out) {
    uint16_t count = t->schedule->row_count;
    oracle_outcome *all = AM_NEW_ARRAY(t->oracle->arena, oracle_outcome, 2 * (size_t)count + 1);
    bool are_no = true;

    *met_count = 0;
    for (uint16_t i = 0; i < count; i++) {
        all[i] = t->rows[i];
        are_no &= oracle_is_no(&t->rows[i]);
        if (oracle_is_yes(&t->rows[i])) {
            met[(*met_count)++] = i;
        }
    }
    if (are_no) {
        *out = pick_when_none(t);
        if (out->state != ORACLE_VALUE) {
            return false;
        }
        met[(*met_count)++] = (uint16_t)out->value.integer;
    }
    for (uint16_t i = 0; i < *met_count; i++) {
        values[i] = all[count + i] = value_of(t, met[i], part);
    }
    return oracle_are_values(t->oracle->arena, all, (size_t)count + *met_count, out);
}

static oracle_outcome pick_best(const table *t) {
    am_type type = t->schedule->results[0].type;
    uint16_t *met = AM_NEW_ARRAY(t->oracle->arena, uint16_t, (size_t)t->schedule->row_count + 1), count,
             best = 0;
    oracle_outcome *values =
                       AM_NEW_ARRAY(t->oracle->arena, oracle_outcome, (size_t)t->schedule->row_count + 1),
                   out;

    if (!find_met(t, 0, met, values, &count, &out)) {
        return out;
    }
    for (uint16_t i = 1; i < count; i++) {
        int order = oracle_compare(type, &values[i].value, &values[best].value);

        if (t->schedule->picks == AM_PICKS_GREATEST ? order > 0 : order < 0) {
            best = i;
        }
    }
    return oracle_outcome_integer(met[best]);
}

/* One end of a sum, or all of it; periods are added as numbers. */
static oracle_outcome add_ends(const table *t, am_type type, const oracle_outcome *values, uint16_t count,
                               int end) {
    bool is_period = type.kind == AM_TYPE_MONTHS || type.kind == AM_TYPE_DAYS;
    am_decimal sum = am_decimal_of(0);

    for (uint16_t i = 0; i < count; i++) {
        oracle_outcome one = oracle_end_of(&values[i], end);
        am_arith status;

        if (one.state != ORACLE_VALUE) {
            return one;
        }
        status = am_decimal_add(sum, is_period ? am_decimal_of(one.value.integer) : one.value.decimal, &sum);
        one = oracle_arithmetic(status, sum, oracle_is_exact(type), t->span, t->scene);
        if (one.state != ORACLE_VALUE) {
            return one;
        }
    }
    return is_period ? oracle_period(sum, t->span, t->scene) : oracle_outcome_decimal(sum);
}

static oracle_outcome add_up(const table *t, uint16_t part) {
    am_type type = t->schedule->results[part].type;
    uint16_t *met = AM_NEW_ARRAY(t->oracle->arena, uint16_t, (size_t)t->schedule->row_count + 1), count;
    oracle_outcome *values =
                       AM_NEW_ARRAY(t->oracle->arena, oracle_outcome, (size_t)t->schedule->row_count + 1),
                   out;

    if (!find_met(t, part, met, values, &count, &out)) {
        bool is_none = count == 0 && out.state == ORACLE_FAULT && out.fault.diag == AM_DIAG_NO_ROW &&
                       out.fault.span.start == t->span.start;

        if (!is_none) {
            return out;
        }
    }
    if (type.is_range) {
        return oracle_range_of(t->oracle->arena, add_ends(t, type, values, count, 0),
                               add_ends(t, type, values, count, 1));
    }
    return add_ends(t, type, values, count, 0);
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

oracle_outcome oracle_schedule(oracle *oracle, oracle_scene scene, const am_declaration *declaration,
                               uint16_t part, const oracle_outcome *clock, am_span span) {
    const am_schedule *schedule = declaration->schedule;
    table t = {.oracle = oracle, .scene = scene, .span = span, .schedule = schedule};
    oracle_outcome row;

    t.headers = AM_NEW_ARRAY(oracle->arena, oracle_outcome, (size_t)schedule->condition_count + 1);
    t.rows = AM_NEW_ARRAY(oracle->arena, oracle_outcome, (size_t)schedule->row_count + 1);
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        const am_condition *condition = &schedule->conditions[i];

        if (condition->kind == AM_CONDITION_IN_FORCE && clock != NULL) {
            t.headers[i] = *clock;
        } else if (condition->kind != AM_CONDITION_WHEN) {
            t.headers[i] = oracle_expression(oracle, scene, condition->value);
        }
    }
    for (uint16_t i = 0; i < schedule->row_count; i++) {
        t.rows[i] = test_row(&t, &schedule->rows[i]);
    }
    switch (schedule->picks) {
    case AM_PICKS_SUM:
        return add_up(&t, part);
    case AM_PICKS_GREATEST:
    case AM_PICKS_LEAST:
        row = pick_best(&t);
        break;
    case AM_PICKS_FIRST:
        row = pick_first(&t);
        break;
    case AM_PICKS_LAST:
        row = pick_last(&t);
        break;
    default:
        row = pick_only(&t);
        break;
    }
    if (row.state != ORACLE_VALUE) {
        return row;
    }
    return value_picked(&t, (uint16_t)row.value.integer, part);
}
