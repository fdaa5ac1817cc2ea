/*
 * Schedules over counts: the cuts of condition columns as counts, cells as values of a lane.
 */
#include "narrow/planner.h"

/* The least count that is at or above the cut (or above it, where the cut is after its value). INT64_MAX when
 * no count is. */
static int64_t start_of(am_grain grain, am_decimal cut, bool is_after) {
    am_decimal quotient;
    am_decimal unit = am_grain_amount(grain, 1);
    int64_t count;
    if (am_decimal_round(cut, AM_ROUND_FLOOR, unit, &quotient) > AM_ARITH_ROUNDED ||
        !am_grain_count(grain, quotient, &count)) {
        return cut.is_negative ? INT64_MIN : INT64_MAX;
    }
    bool is_past = am_decimal_compare(quotient, cut) == 0 && !is_after;
    return is_past || count == INT64_MAX ? count : count + 1;
}

static bool make_starts(am_planner *planner, const am_axis *axis, const am_lane *lane, am_classer *classer) {
    int64_t *starts = AM_NEW_ARRAY(planner->arena, int64_t, axis->cut_count + 1);
    for (uint32_t i = 0; starts != NULL && i < axis->cut_count; i++) {
        const am_constant *constant = &planner->program->constants[axis->cuts[i].constant];
        starts[i] = axis->kind == AM_AXIS_DECIMAL
                        ? start_of(lane->grain, constant->decimal, axis->cuts[i].is_after)
                        : (int64_t)constant->integer + (axis->cuts[i].is_after ? 1 : 0);
    }
    classer->kind = axis->kind == AM_AXIS_DECIMAL ? AM_CLASS_BY_COUNT : AM_CLASS_BY_INTEGER;
    classer->count = axis->cut_count;
    classer->starts = starts;
    return starts != NULL;
}

static bool make_classer(am_planner *planner, const am_axis *axis, uint16_t column, am_classer *classer) {
    const am_lane *lane = am_plan_lane_of(planner, column);
    *classer = (am_classer){.lane = column, .class_count = axis->class_count + 1};
    switch ((am_axis_kind)axis->kind) {
    case AM_AXIS_DECIMAL:
        return lane->kind == AM_LANE_COUNT && make_starts(planner, axis, lane, classer);
    case AM_AXIS_INTEGER:
        return make_starts(planner, axis, lane, classer);
    case AM_AXIS_CODE:
        classer->kind = AM_CLASS_BY_CODE;
        classer->count = axis->cut_count;
        classer->codes = axis->classes;
        return lane->kind == AM_LANE_YESNO ? axis->cut_count >= 2
                                           : lane->limit != 0 && lane->limit <= axis->cut_count;
    case AM_AXIS_TEXT:
    case AM_AXIS_WHEN:
        break;
    }
    return false;
}

bool am_plan_pick(am_planner *planner) {
    am_narrow *narrow = planner->narrow;
    const am_program *program = planner->program;
    const am_instruction *instruction = am_plan_instruction(planner);
    const am_table *table = &program->tables[instruction->operands[0]];
    const uint16_t *columns = program->list_items + program->lists[instruction->operands[1]].start;
    int32_t *dense = AM_NEW_ARRAY(planner->arena, int32_t, table->dense == NULL ? 0 : table->dense_count);
    am_picker picker = {table->axis_count, AM_NEW_ARRAY(planner->arena, am_classer, table->axis_count), dense,
                        table->dense_count};
    if (table->dense == NULL || picker.classers == NULL || dense == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < table->dense_count; i++) {
        dense[i] = table->dense[i];
    }
    for (uint32_t i = 0; i < table->axis_count; i++) {
        if (!make_classer(planner, &table->axes[i], columns[i], &picker.classers[i])) {
            return false;
        }
    }
    am_picker *pickers =
        AM_GROW(planner->arena, am_picker, narrow->pickers, narrow->picker_count, &planner->picker_capacity);
    if (pickers == NULL) {
        return false;
    }
    narrow->pickers = pickers;
    pickers[narrow->picker_count] = picker;
    am_plan_lane_of(planner, instruction->result)->kind = AM_LANE_INTEGER;
    am_plan_lane_of(planner, instruction->result)->limit = table->row_count;
    am_plan_result(planner, AM_STEP_PICK)->detail = narrow->picker_count++;
    return true;
}

/* The coarsest grain of all cells. */
static bool grain_of_cells(const am_program *program, const am_column_table *table, am_grain *out) {
    bool is_first = true;
    *out = (am_grain){1, 0};
    for (uint32_t i = 0; i < table->row_count; i++) {
        am_grain grain;
        uint16_t cell = table->cells[i];
        if (cell == AM_CELL_NOT_COVERED || am_decimal_is_zero(program->constants[cell].decimal)) {
            continue;
        }
        if (!am_grain_of_decimal(program->constants[cell].decimal, &grain) ||
            (!is_first && !am_grain_common(*out, grain, &grain))) {
            return false;
        }
        *out = grain;
        is_first = false;
    }
    return true;
}

static void note_bounds(am_cells *cells, int64_t value) {
    cells->lowest = value < cells->lowest ? value : cells->lowest;
    cells->highest = value > cells->highest ? value : cells->highest;
}

static bool set_cell(am_cells *cells, uint32_t row, const am_constant *constant, const am_lane *lane,
                     void *values) {
    int64_t count = 0;
    switch ((am_lane_kind)lane->kind) {
    case AM_LANE_COUNT:
        if (!am_grain_count(lane->grain, constant->decimal, &count)) {
            return false;
        }
        ((int64_t *)values)[row] = count;
        note_bounds(cells, count);
        break;
    case AM_LANE_YESNO:
        ((uint8_t *)values)[row] = constant->integer != 0;
        break;
    case AM_LANE_INTEGER:
        ((int32_t *)values)[row] = constant->integer;
        note_bounds(cells, constant->integer);
        break;
    case AM_LANE_DECIMAL:
    case AM_LANE_NONE:
        break;
    }
    return true;
}

static bool make_cells(am_planner *planner, const am_column_table *table, const am_lane *lane,
                       am_cells *cells) {
    int64_t *values = AM_NEW_ARRAY(planner->arena, int64_t, table->row_count);
    uint8_t *gaps = AM_NEW_ARRAY(planner->arena, uint8_t, table->row_count);
    *cells = (am_cells){.count = table->row_count, .is_gap = gaps, .values = values};
    for (uint32_t i = 0; values != NULL && gaps != NULL && i < table->row_count; i++) {
        uint16_t cell = table->cells[i];
        gaps[i] = cell == AM_CELL_NOT_COVERED;
        cells->has_gaps = cells->has_gaps || gaps[i] != 0;
        if (gaps[i] == 0 && !set_cell(cells, i, &planner->program->constants[cell], lane, values)) {
            return false;
        }
    }
    return values != NULL && gaps != NULL;
}

bool am_plan_cell(am_planner *planner) {
    am_narrow *narrow = planner->narrow;
    const am_instruction *instruction = am_plan_instruction(planner);
    const am_column_table *table = &planner->program->columns[instruction->operands[1]];
    am_lane lane = *am_plan_lane_of(planner, instruction->result);
    uint32_t rows = am_plan_lane_of(planner, instruction->operands[0])->limit;
    am_cells made;
    if (rows == 0 || rows > table->row_count) {
        return false;
    }
    if (lane.kind == AM_LANE_DECIMAL) {
        lane.kind = AM_LANE_COUNT;
        if (!grain_of_cells(planner->program, table, &lane.grain)) {
            return false;
        }
    }
    if (!make_cells(planner, table, &lane, &made)) {
        return false;
    }
    am_cells *cells =
        AM_GROW(planner->arena, am_cells, narrow->cells, narrow->cell_count, &planner->cells_capacity);
    if (cells == NULL) {
        return false;
    }
    narrow->cells = cells;
    cells[narrow->cell_count] = made;
    lane.limit = lane.kind == AM_LANE_INTEGER && made.lowest >= 0 ? (uint32_t)made.highest + 1 : 0;
    *am_plan_lane_of(planner, instruction->result) = lane;
    am_step *step = am_plan_result(planner, AM_STEP_CELL);
    step->in[0] = instruction->operands[0];
    step->detail = narrow->cell_count++;
    return true;
}
