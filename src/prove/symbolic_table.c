/*
 * Schedules: rows looked at one by one, as far as the policy needs them.
 *
 * Two rows that are met at once are a fault where only one may be; that is not looked for, and the first of
 * them stands for it.
 */
#include "prove/symbolic.h"

typedef struct am_tabling {
    am_way *way;
    am_scene scene;
    const am_schedule *schedule;
    am_symbolic *headers;
} am_tabling;

static bool is_in_item(const am_tabling *table, const am_test_item *item, am_type type,
                       const am_symbolic *value) {
    const am_expr *lowest = item->interval.lowest, *highest = item->interval.highest;
    am_way *way = table->way;

    if (type.kind == AM_TYPE_YESNO) {
        return lowest == NULL || value->truth == (lowest->value.integer != 0);
    }
    if (lowest != NULL && lowest == highest) {
        return am_way_order(way, value->value, am_symbolic_of(way, table->scene, lowest).value) == 0;
    }
    if (lowest != NULL &&
        !am_way_is_above(way,
                         am_way_subtract(way, value->value, am_symbolic_of(way, table->scene, lowest).value),
                         item->interval.is_lowest_out)) {
        return false;
    }
    return highest == NULL ||
           am_way_is_above(
               way, am_way_subtract(way, am_symbolic_of(way, table->scene, highest).value, value->value),
               item->interval.is_highest_out);
}

static bool is_met(const am_tabling *table, const am_condition *condition, const am_cell_test *cell,
                   const am_symbolic *header) {
    am_way *way = table->way;
    bool is_listed = false;

    if (condition->kind == AM_CONDITION_IN_FORCE) {
        return am_way_order(way, header->value, am_way_whole(way, cell->from)) >= 0 &&
               am_way_order(way, header->value, am_way_whole(way, cell->until)) < 0;
    }
    for (uint16_t i = 0; i < cell->item_count && !is_listed && !way->is_over; i++) {
        is_listed = header->state == AM_SYMBOL_UNKNOWN
                        ? cell->items[i].is_unknown
                        : !cell->items[i].is_unknown &&
                              is_in_item(table, &cell->items[i], condition->value->type, header);
    }
    return header->state == AM_SYMBOL_UNKNOWN && cell->is_negated ? false : is_listed != cell->is_negated;
}

static am_symbolic test_cell(const am_tabling *table, uint16_t column, const am_cell_test *cell) {
    const am_condition *condition = &table->schedule->conditions[column];

    if (cell->is_any) {
        return am_symbolic_yes(true);
    }
    if (condition->kind == AM_CONDITION_WHEN) {
        return am_symbolic_of(table->way, table->scene, cell->when);
    }
    if (table->headers[column].state == AM_SYMBOL_FAULT) {
        return am_symbolic_fault();
    }
    return am_symbolic_yes(is_met(table, condition, cell, &table->headers[column]));
}

/* Whether the cell may be left open: on a loose way, where it takes an unknown to say, and not the fact. */
static bool is_left_open(const am_tabling *table, const am_table_row *row, uint16_t column) {
    const am_condition *condition = &table->schedule->conditions[column];
    const am_expr *read = condition->kind == AM_CONDITION_WHEN ? row->tests[column].when : condition->value;
    const am_form *header = table->headers[column].value;

    return !row->tests[column].is_any && read != NULL && table->headers[column].state != AM_SYMBOL_UNKNOWN &&
           (condition->kind == AM_CONDITION_WHEN || (header != NULL && !am_form_is_constant(header))) &&
           am_symbolic_is_open(table->way, table->scene, read);
}

/* `and`: a no before a fault. */
static am_symbolic test_row(const am_tabling *table, const am_table_row *row) {
    am_symbolic all = am_symbolic_yes(true);
    bool is_open = false;

    if (row->is_otherwise) {
        return am_symbolic_yes(false);
    }
    for (uint16_t i = 0; i < table->schedule->condition_count && !table->way->is_over; i++) {
        if (is_left_open(table, row, i)) {
            is_open = true;
            continue;
        }
        am_symbolic cell = test_cell(table, i, &row->tests[i]);

        if (am_symbolic_is_value(&cell) && !cell.truth) {
            return cell;
        }
        all = am_symbolic_is_value(&cell) ? all : cell;
    }
    if (is_open) {
        all.truth = am_symbolic_either(table->way, table->scene, row);
        return all.truth && all.state != AM_SYMBOL_VALUE ? am_symbolic_fault() : am_symbolic_yes(all.truth);
    }
    return all.state == AM_SYMBOL_VALUE ? all : am_symbolic_fault();
}

static am_symbolic value_of(const am_tabling *table, uint16_t row, uint16_t part) {
    const am_expr *result = table->schedule->rows[row].results[part];

    return result != NULL ? am_symbolic_of(table->way, table->scene, result) : am_symbolic_fault();
}

static am_symbolic when_none(const am_tabling *table, uint16_t part) {
    uint16_t count = table->schedule->row_count;

    for (uint16_t i = 0; i < table->schedule->condition_count; i++) {
        if (table->headers[i].state == AM_SYMBOL_UNKNOWN &&
            table->schedule->conditions[i].kind == AM_CONDITION_VALUE) {
            return am_symbolic_fault();
        }
    }
    if (count == 0 || !table->schedule->rows[count - 1].is_otherwise) {
        return am_symbolic_fault();
    }
    return value_of(table, (uint16_t)(count - 1), part);
}

/* only, first and last: the first row in that order that is met. */
static am_symbolic pick_one(const am_tabling *table, uint16_t part) {
    uint16_t count = table->schedule->row_count;

    for (uint16_t i = 0; i < count && !table->way->is_over; i++) {
        uint16_t row = table->schedule->picks == AM_PICKS_LAST ? (uint16_t)(count - 1 - i) : i;
        am_symbolic is_row = test_row(table, &table->schedule->rows[row]);

        if (!am_symbolic_is_value(&is_row)) {
            return is_row;
        }
        if (is_row.truth) {
            return value_of(table, row, part);
        }
    }
    return when_none(table, part);
}

static am_symbolic join(const am_tabling *table, uint16_t row, am_type type, const am_symbolic *all,
                        const am_symbolic *one) {
    const am_table_row *site = &table->schedule->rows[row];
    int order;

    if (table->schedule->picks == AM_PICKS_SUM) {
        return (am_symbolic){
            AM_SYMBOL_VALUE, false, am_symbolic_sum(table->way, type, all->value, one->value, 1, site),
            am_symbolic_sum(table->way, type, all->highest, one->highest, 1, &site->results)};
    }
    order = am_way_order(table->way, one->value, all->value);
    return (table->schedule->picks == AM_PICKS_GREATEST ? order > 0 : order < 0) ? *one : *all;
}

/* greatest, least and adds up: of all rows that are met. */
static am_symbolic pick_all(const am_tabling *table, uint16_t part) {
    const am_schedule *schedule = table->schedule;
    am_symbolic all = am_symbolic_fault();
    bool is_any = false;

    for (uint16_t i = 0; i < schedule->row_count && !table->way->is_over; i++) {
        am_symbolic is_row = test_row(table, &schedule->rows[i]), one;

        if (!am_symbolic_is_value(&is_row)) {
            return is_row;
        }
        if (!is_row.truth) {
            continue;
        }
        one = value_of(table, i, part);
        if (!am_symbolic_is_value(&one)) {
            return am_symbolic_fault();
        }
        all = is_any ? join(table, i, schedule->results[part].type, &all, &one) : one;
        is_any = true;
    }
    if (is_any) {
        return all;
    }
    all = when_none(table, part);
    return all.state == AM_SYMBOL_FAULT && schedule->picks == AM_PICKS_SUM
               ? am_symbolic_form(am_way_whole(table->way, 0))
               : all;
}

am_symbolic am_symbolic_schedule(am_way *way, am_scene scene, const am_schedule *schedule, uint16_t part,
                                 const am_symbolic *clock) {
    am_tabling table = {.way = way, .scene = scene, .schedule = schedule};

    table.headers = AM_NEW_ARRAY(way->arena, am_symbolic, (size_t)schedule->condition_count + 1);
    for (uint16_t i = 0; table.headers != NULL && i < schedule->condition_count; i++) {
        const am_condition *condition = &schedule->conditions[i];

        if (condition->kind == AM_CONDITION_IN_FORCE && clock != NULL) {
            table.headers[i] = *clock;
        } else if (condition->kind != AM_CONDITION_WHEN) {
            table.headers[i] = am_symbolic_of(way, scene, condition->value);
        }
    }
    if (table.headers == NULL || way->is_over) {
        return am_symbolic_fault();
    }
    return schedule->picks == AM_PICKS_SUM || schedule->picks == AM_PICKS_GREATEST ||
                   schedule->picks == AM_PICKS_LEAST
               ? pick_all(&table, part)
               : pick_one(&table, part);
}
