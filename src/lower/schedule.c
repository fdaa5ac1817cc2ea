/*
 * The results of a schedule: constants by the row picked, expressions by a chain of choices on the row; and
 * attributes of tiers and choices, which are tables over one code.
 *
 * An expression stands in a block of its own, so that a lone record pays only for the row that it meets.
 * Where the law names no amount the cell faults, and the choice of another row hides it.
 */
#include "lower/lowerer.h"

/* The two ends of a result, or the value and nothing. */
static const am_expr *end_of(const am_expr *cell, unsigned end) {
    if (cell == NULL || !cell->type.is_range) {
        return cell;
    }
    return cell->kind == AM_EXPR_RANGE ? cell->operands[end] : NULL;
}

static bool is_constant_cell(const am_expr *cell) {
    am_constant constant;
    unsigned ends = cell->type.is_range ? 2 : 1;
    for (unsigned end = 0; end < ends; end++) {
        const am_expr *value = end_of(cell, end);
        if (value == NULL || !am_lower_constant_of(value, &constant)) {
            return false;
        }
    }
    return true;
}

static bool has_cell_of_table(const am_schedule *schedule, uint16_t result) {
    for (uint16_t row = 0; row < schedule->row_count; row++) {
        const am_expr *cell = schedule->rows[row].results[result];
        if (cell == NULL || is_constant_cell(cell)) {
            return true;
        }
    }
    return false;
}

/* One end of a result's constants; cells that are expressions are not covered here. */
static uint16_t new_column(am_lowerer *lowerer, const am_schedule *schedule, uint16_t result, unsigned end) {
    uint16_t *cells = AM_NEW_ARRAY(lowerer->arena, uint16_t, schedule->row_count);
    if (cells == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    for (uint16_t row = 0; row < schedule->row_count; row++) {
        const am_expr *cell = schedule->rows[row].results[result];
        am_constant constant;
        cells[row] = AM_CELL_NOT_COVERED;
        if (cell != NULL && is_constant_cell(cell) && am_lower_constant_of(end_of(cell, end), &constant)) {
            cells[row] = am_lower_constant(lowerer, &constant);
        }
    }
    return am_lower_add_column(lowerer, am_lower_value_type(schedule->results[result].type), cells,
                               schedule->row_count);
}

static uint16_t column_of(am_lowerer *lowerer, const am_schedule *schedule, uint16_t result, unsigned end) {
    const am_memo_entry *known =
        am_memo_find(&lowerer->columns, am_memo_key(schedule), (uint64_t)result << 1 | end);
    if (known != NULL) {
        return known->value.low;
    }
    uint16_t column = new_column(lowerer, schedule, result, end);
    am_memo_entry *entry =
        am_memo_put(&lowerer->columns, lowerer->arena, am_memo_key(schedule), (uint64_t)result << 1 | end);
    if (entry != NULL) {
        entry->value.low = column;
    }
    return column;
}

static uint16_t cell_of(am_lowerer *lowerer, uint16_t row, uint16_t column) {
    if (lowerer->is_failed) {
        return AM_NO_INDEX;
    }
    am_value_type type = lowerer->program.columns[column].type;
    return am_lower_emit(lowerer, AM_OP_CELL, type, am_lower_register_of(lowerer, row)->domain,
                         (const uint16_t[4]){row, column, 0, 0});
}

static am_lowered cells_of(am_lowerer *lowerer, const am_schedule *schedule, uint16_t result, uint16_t row) {
    am_lowered made = {cell_of(lowerer, row, column_of(lowerer, schedule, result, 0)), AM_NO_INDEX};
    if (schedule->results[result].type.is_range) {
        made.high = cell_of(lowerer, row, column_of(lowerer, schedule, result, 1));
    }
    return made;
}

/* The next row, from the one given, whose cell is an expression; the row count when there is none. */
static uint16_t next_expression(const am_schedule *schedule, uint16_t result, uint16_t row) {
    while (row < schedule->row_count) {
        const am_expr *cell = schedule->rows[row].results[result];
        if (cell != NULL && !is_constant_cell(cell)) {
            break;
        }
        row++;
    }
    return row;
}

/* A repeal faults where it is read, for each reader anew: in the row of the value it stands instead of. */
static am_lowered cell_value(am_lowerer *lowerer, const am_expr *cell, const am_view *view,
                             uint16_t instead_of) {
    return cell->kind == AM_EXPR_REPEALED ? am_lower_repealed(lowerer, cell, instead_of)
                                          : am_lower_expr(lowerer, cell, view);
}

static am_lowered expression_in_block(am_lowerer *lowerer, am_opcode skip, uint16_t condition,
                                      const am_expr *cell, const am_view *view, uint16_t instead_of) {
    am_lower_open_block(lowerer, skip, condition);
    am_lowered made = cell_value(lowerer, cell, view, instead_of);
    am_lower_close_block(lowerer);
    return made;
}

/* Without a cell in the table the first expression is what is left when no other row was picked. A lone one
 * still waits for the row. */
static am_lowered first_expression(am_lowerer *lowerer, const am_schedule *schedule, uint16_t result,
                                   uint16_t row, const am_view *view, uint16_t *next) {
    uint16_t first = *next;
    const am_expr *cell = schedule->rows[first].results[result];
    *next = next_expression(schedule, result, (uint16_t)(first + 1));
    if (*next == schedule->row_count) {
        uint16_t is_row = am_lower_op2(lowerer, AM_OP_IS_ROW, row, first);
        am_lowered value = cell_value(lowerer, cell, view, AM_NO_INDEX);
        return am_lower_chosen(lowerer, AM_OP_SELECT, is_row, value, value);
    }
    uint16_t is_second = am_lower_op2(lowerer, AM_OP_IS_ROW, row, *next);
    return expression_in_block(lowerer, AM_OP_SKIP_WHEN, is_second, cell, view, AM_NO_INDEX);
}

am_lowered am_lower_result(am_lowerer *lowerer, const am_schedule *schedule, uint16_t result, uint16_t row,
                           const am_view *view) {
    uint16_t next = next_expression(schedule, result, 0);
    am_lowered made;
    if (has_cell_of_table(schedule, result)) {
        made = cells_of(lowerer, schedule, result, row);
    } else {
        made = first_expression(lowerer, schedule, result, row, view, &next);
    }
    while (next < schedule->row_count && !lowerer->is_failed) {
        uint16_t is_row = am_lower_op2(lowerer, AM_OP_IS_ROW, row, next);
        const am_expr *cell = schedule->rows[next].results[result];
        am_lowered value = expression_in_block(lowerer, AM_OP_SKIP_UNLESS, is_row, cell, view, made.low);
        made = am_lower_chosen(lowerer, AM_OP_SELECT, is_row, value, made);
        next = next_expression(schedule, result, (uint16_t)(next + 1));
    }
    return made;
}

/* Attributes */

/* A table with a row for each code. */
static uint16_t table_of_set(am_lowerer *lowerer, const am_value_set *set) {
    const am_memo_entry *known = am_memo_find(&lowerer->tables, am_memo_key(set), 1);
    if (known != NULL) {
        return known->value.low;
    }
    uint16_t count = set->value_count;
    am_cell_test *tests = AM_NEW_ARRAY(lowerer->arena, am_cell_test, count);
    am_test_item *items = AM_NEW_ARRAY(lowerer->arena, am_test_item, count);
    am_expr *codes = AM_NEW_ARRAY(lowerer->arena, am_expr, count);
    am_table_row *rows = AM_NEW_ARRAY(lowerer->arena, am_table_row, count);
    if (tests == NULL || items == NULL || codes == NULL || rows == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    am_type type = {.kind = AM_TYPE_CODE, .index = (uint16_t)(set - lowerer->model->sets)};
    for (uint16_t i = 0; i < count; i++) {
        codes[i] = (am_expr){.kind = AM_EXPR_CONSTANT, .type = type, .value.integer = i};
        items[i].interval = (am_interval){.lowest = &codes[i], .highest = &codes[i]};
        tests[i] = (am_cell_test){.items = &items[i], .item_count = 1};
        rows[i] = (am_table_row){.tests = &tests[i]};
    }
    am_condition header = {.kind = AM_CONDITION_VALUE, .value = count > 0 ? &codes[0] : NULL};
    am_schedule schedule = {.conditions = &header, .condition_count = 1, .rows = rows, .row_count = count};
    uint16_t table = am_lower_new_table(lowerer, &schedule);
    am_memo_entry *entry = am_memo_put(&lowerer->tables, lowerer->arena, am_memo_key(set), 1);
    if (entry != NULL) {
        entry->value.low = table;
    }
    return table;
}

static uint16_t column_of_attribute(am_lowerer *lowerer, const am_value_set *set, uint16_t part,
                                    unsigned end) {
    const am_memo_entry *known = am_memo_find(&lowerer->columns, am_memo_key(set), (uint64_t)part << 1 | end);
    const am_attribute *attribute = &set->attributes[part];
    if (known != NULL) {
        return known->value.low;
    }
    uint16_t *cells = AM_NEW_ARRAY(lowerer->arena, uint16_t, set->value_count);
    if (cells == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    for (uint16_t i = 0; i < set->value_count; i++) {
        const am_expr *value = end_of(attribute->values[i], end);
        am_constant constant;
        bool is_constant = value != NULL && am_lower_constant_of(value, &constant);
        cells[i] = is_constant ? am_lower_constant(lowerer, &constant) : AM_CELL_NOT_COVERED;
    }
    uint16_t column =
        am_lower_add_column(lowerer, am_lower_value_type(attribute->type), cells, set->value_count);
    am_memo_entry *entry =
        am_memo_put(&lowerer->columns, lowerer->arena, am_memo_key(set), (uint64_t)part << 1 | end);
    if (entry != NULL) {
        entry->value.low = column;
    }
    return column;
}

/* The row of a code, picked once for all attributes that are read of it. */
static uint16_t row_of_code(am_lowerer *lowerer, const am_value_set *set, uint16_t code) {
    uint64_t key = (uint64_t)1 << 32 | code;
    const am_memo_entry *known = am_memo_find(&lowerer->tables, am_memo_key(set), key);
    if (known != NULL && am_lower_is_in_reach(lowerer, known->block)) {
        return known->value.low;
    }
    uint16_t list = am_lower_list(lowerer, &code, 1);
    uint16_t row = am_lower_op2(lowerer, AM_OP_PICK, table_of_set(lowerer, set), list);
    am_memo_entry *entry = am_memo_put(&lowerer->tables, lowerer->arena, am_memo_key(set), key);
    if (entry != NULL) {
        entry->value.low = row;
        entry->block = lowerer->block;
    }
    return row;
}

am_lowered am_lower_attribute(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    uint16_t code = am_lower_single(lowerer, expr->operands[0], view);
    uint16_t row = row_of_code(lowerer, expr->set, code);
    am_lowered made = {cell_of(lowerer, row, column_of_attribute(lowerer, expr->set, expr->part, 0)),
                       AM_NO_INDEX};
    if (expr->set->attributes[expr->part].type.is_range) {
        made.high = cell_of(lowerer, row, column_of_attribute(lowerer, expr->set, expr->part, 1));
    }
    return made;
}
