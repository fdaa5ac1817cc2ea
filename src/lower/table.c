/*
 * Tables and result columns as data: one table for a schedule, whatever the number of places that read it.
 *
 * Cells are constants, so a column is an axis over its header's value; a `when` column is a register a row. A
 * small table is also laid out densely: one entry for each combination of classes.
 */
#include "lower/lowerer.h"

uint16_t am_lower_add_table(am_lowerer *lowerer, const am_table *table) {
    am_program *program = &lowerer->program;
    if (!am_lower_has_room(lowerer, program->table_count, "schedules")) {
        return AM_NO_INDEX;
    }
    am_table *items =
        AM_GROW(lowerer->arena, am_table, program->tables, program->table_count, &lowerer->room.tables);
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    program->tables = items;
    items[program->table_count] = *table;
    return (uint16_t)program->table_count++;
}

uint16_t am_lower_add_column(am_lowerer *lowerer, am_value_type type, uint16_t *cells, uint16_t count) {
    am_program *program = &lowerer->program;
    if (!am_lower_has_room(lowerer, program->column_count, "result columns")) {
        return AM_NO_INDEX;
    }
    am_column_table *items = AM_GROW(lowerer->arena, am_column_table, program->columns, program->column_count,
                                     &lowerer->room.columns);
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    program->columns = items;
    items[program->column_count] = (am_column_table){type, cells, count};
    return (uint16_t)program->column_count++;
}

/* The entries of a dense table; 0 where it would be too large or has conditions. */
static uint32_t dense_count(const am_table *table) {
    uint64_t count = 1;
    for (uint16_t i = 0; i < table->axis_count; i++) {
        count *= (uint64_t)table->axes[i].class_count + 1;
        if (table->axes[i].kind == AM_AXIS_WHEN || count > AM_TABLE_DENSE_MAX) {
            return 0;
        }
    }
    return (uint32_t)count;
}

/* The classes of an entry, the last axis fastest; false when none of them is unknown's. */
static bool classes_of_entry(const am_table *table, uint32_t entry, uint32_t *classes) {
    bool has_unknown = false;
    for (uint16_t i = table->axis_count; i-- > 0;) {
        uint32_t count = table->axes[i].class_count + 1;
        classes[i] = entry % count;
        entry /= count;
        has_unknown = has_unknown || classes[i] == count - 1;
    }
    return has_unknown;
}

static void lay_out(am_lowerer *lowerer, am_table *table) {
    uint32_t classes[AM_TABLE_AXES_MAX];
    uint32_t count = dense_count(table);
    if (count == 0 || lowerer->is_failed || table->policy >= AM_POLICY_GREATEST) {
        return;
    }
    table->dense = AM_NEW_ARRAY(lowerer->arena, uint16_t, count);
    if (table->dense == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return;
    }
    table->dense_count = count;
    for (uint32_t i = 0; i < count; i++) {
        bool has_unknown = classes_of_entry(table, i, classes);
        uint16_t row = am_table_meet(table, classes);
        bool is_otherwise = row == AM_TABLE_NO_ROW && table->has_otherwise && !has_unknown;
        table->dense[i] = is_otherwise ? (uint16_t)(table->row_count - 1) : row;
    }
}

static void fill_axes(am_lowerer *lowerer, am_table *table, const am_schedule *schedule) {
    for (uint16_t i = 0; i < table->axis_count && !lowerer->is_failed; i++) {
        bool is_when = schedule->conditions[i].kind == AM_CONDITION_WHEN;
        (is_when ? am_lower_when_axis : am_lower_axis)(lowerer, table, &table->axes[i], schedule, i);
    }
}

uint16_t am_lower_new_table(am_lowerer *lowerer, const am_schedule *schedule) {
    static const uint8_t policies[] = {
        [AM_PICKS_ONLY] = AM_POLICY_ONLY,   [AM_PICKS_FIRST] = AM_POLICY_FIRST,
        [AM_PICKS_LAST] = AM_POLICY_LAST,   [AM_PICKS_GREATEST] = AM_POLICY_GREATEST,
        [AM_PICKS_LEAST] = AM_POLICY_LEAST, [AM_PICKS_SUM] = AM_POLICY_SUM,
    };
    uint16_t rows = schedule->row_count;
    am_table table = {
        .policy = schedule->is_of_versions ? AM_POLICY_VERSIONS : policies[schedule->picks],
        .row_count = rows,
        .has_otherwise = rows > 0 && schedule->rows[rows - 1].is_otherwise,
        .words = (rows + 63u) / 64,
        .axis_count = schedule->condition_count,
    };
    if (table.axis_count > AM_TABLE_AXES_MAX) {
        am_lower_fail(lowerer, AM_DIAG_SCHEDULE_TOO_LARGE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    table.axes = AM_NEW_ARRAY(lowerer->arena, am_axis, table.axis_count);
    if (table.axes == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    fill_axes(lowerer, &table, schedule);
    lay_out(lowerer, &table);
    am_lower_law(lowerer, &table, schedule);
    return am_lower_add_table(lowerer, &table);
}

uint16_t am_lower_table(am_lowerer *lowerer, const am_schedule *schedule) {
    const am_memo_entry *known = am_memo_find(&lowerer->tables, am_memo_key(schedule), 0);
    if (known != NULL || lowerer->is_failed) {
        return known != NULL ? known->value.low : AM_NO_INDEX;
    }
    uint16_t table = am_lower_new_table(lowerer, schedule);
    am_memo_entry *entry = am_memo_put(&lowerer->tables, lowerer->arena, am_memo_key(schedule), 0);
    if (entry != NULL) {
        entry->value.low = table;
    }
    return table;
}

/* The registers of a pick */

typedef struct am_registers {
    uint16_t *items;
    uint32_t count;
} am_registers;

static void add_register(am_registers *out, uint16_t number) {
    out->items[out->count++] = number;
}

/* One register a row, for a column of conditions; `-` is always met. */
static void add_conditions(am_lowerer *lowerer, am_registers *out, const am_schedule *schedule,
                           uint16_t column, const am_view *view) {
    for (uint16_t row = 0; row < schedule->row_count && !schedule->rows[row].is_otherwise; row++) {
        const am_expr *when = schedule->rows[row].tests[column].when;
        add_register(out, when != NULL ? am_lower_single(lowerer, when, view)
                                       : am_lower_integer(lowerer, AM_VALUE_YESNO, 1));
    }
}

uint16_t am_lower_axes(am_lowerer *lowerer, const am_schedule *schedule, const am_view *view,
                       const am_expr *clock) {
    uint32_t most = ((uint32_t)schedule->condition_count + 1) * ((uint32_t)schedule->row_count + 1);
    am_registers registers = {AM_NEW_ARRAY(lowerer->arena, uint16_t, most), 0};
    if (registers.items == NULL || lowerer->is_failed) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        const am_condition *condition = &schedule->conditions[i];
        bool is_clock = condition->kind == AM_CONDITION_IN_FORCE && clock != NULL;
        if (condition->kind == AM_CONDITION_WHEN) {
            add_conditions(lowerer, &registers, schedule, i, view);
        } else {
            add_register(&registers, am_lower_single(lowerer, is_clock ? clock : condition->value, view));
        }
    }
    return am_lower_list(lowerer, registers.items, registers.count);
}

uint16_t am_lower_pick(am_lowerer *lowerer, const am_schedule *schedule, const am_view *view,
                       const am_expr *clock) {
    uint16_t table = am_lower_table(lowerer, schedule);
    uint16_t axes = am_lower_axes(lowerer, schedule, view, clock);
    if (schedule->picks == AM_PICKS_GREATEST || schedule->picks == AM_PICKS_LEAST) {
        uint16_t values = am_lower_row_values(lowerer, schedule, 0, 0, view);
        return am_lower_op3(lowerer, AM_OP_PICK_BEST, table, axes, values);
    }
    return am_lower_op2(lowerer, AM_OP_PICK, table, axes);
}
