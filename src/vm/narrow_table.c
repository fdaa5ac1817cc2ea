/*
 * Steps of schedules: classes, rows and cells. A row without an answer is left to the program itself.
 */
#include "vm/narrow_step.h"

/* A row that is no value holds whatever it holds: it must not lead out of the table. */
static void settle_rows(am_strip_run *run, uint32_t lane) {
    uint16_t column = run->narrow->lanes[lane].column;
    if (am_strip_is_plain(run->batch, column)) {
        return;
    }
    const uint8_t *states = am_strip_states(run, 1, column);
    const int32_t *rows = run->strip.in[0];
    int32_t *settled = (int32_t *)(void *)run->batch->work->fills[2];
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        settled[row] = states[row] == AM_STATE_VALUE ? rows[row] : 0;
    }
    run->strip.in[0] = settled;
}

static void class_axis(am_strip_run *run, const am_classer *classer, bool is_first, uint32_t *indexes) {
    const am_lane *lane = &run->narrow->lanes[classer->lane];
    am_strip strip = {.rows = run->strip.rows,
                      .out = indexes,
                      .table_count = classer->count,
                      .class_count = classer->class_count,
                      .factor = is_first ? 0 : classer->class_count};
    am_strip_set_array(run, 0, classer->lane, run->strip.rows);
    if (classer->kind == AM_CLASS_BY_CODE && lane->kind != AM_LANE_YESNO) {
        settle_rows(run, classer->lane);
    }
    strip.in[0] = run->strip.in[0];
    if (classer->kind == AM_CLASS_BY_CODE) {
        strip.table = classer->codes;
        (lane->kind == AM_LANE_YESNO ? run->kernels->class_yesno : run->kernels->class_code)(&strip);
    } else {
        strip.table = classer->starts;
        (classer->kind == AM_CLASS_BY_COUNT ? am_strip_class_count : am_strip_class_integer)(run->kernels,
                                                                                             &strip);
    }
    if (!am_strip_is_plain(run->batch, lane->column)) {
        strip.states[0] = am_strip_states(run, 1, lane->column);
        am_strip_class_state(&strip);
    }
}

/* Needs and faults stay open, even where the row's cell would not look at them. */
static void open_axes(am_strip_run *run, const am_picker *picker, uint8_t *states) {
    for (uint32_t i = 0; i < picker->classer_count; i++) {
        uint16_t column = run->narrow->lanes[picker->classers[i].lane].column;
        const uint8_t *of = am_strip_states(run, 1, column);
        for (uint32_t row = 0; row < run->strip.rows; row++) {
            states[row] = of[row] > AM_STATE_UNKNOWN ? AM_STATE_FAULT : states[row];
        }
    }
}

/* The rows by the indexes, and states where they are not all values. */
static void pick_rows(am_strip_run *run, const am_picker *picker, bool are_plain) {
    am_strip strip = {.rows = run->strip.rows,
                      .out = run->strip.out,
                      .in = {run->batch->work->indexes},
                      .table = picker->dense,
                      .table_count = picker->dense_count,
                      .class_count = AM_TABLE_SEVERAL};
    bool has_none = am_strip_pick(run->kernels, &strip);
    run->column->is_plain = true;
    if (!has_none && are_plain) {
        return;
    }
    uint8_t *states = am_strip_open_states(run);
    strip.faults = states;
    am_strip_fault_none(&strip);
    if (!are_plain) {
        open_axes(run, picker, states);
    }
    am_strip_close_states(run, states);
}

void am_step_pick(am_strip_run *run) {
    const am_picker *picker = &run->narrow->pickers[run->step->detail];
    uint32_t *indexes = run->batch->work->indexes;
    bool are_plain = true;
    for (uint32_t i = 0; i < picker->classer_count; i++) {
        class_axis(run, &picker->classers[i], i == 0, indexes);
        are_plain =
            are_plain && am_strip_is_plain(run->batch, run->narrow->lanes[picker->classers[i].lane].column);
    }
    pick_rows(run, picker, are_plain);
}

static void open_gaps(am_strip_run *run, const am_cells *cells) {
    const int32_t *rows = run->strip.in[0];
    am_strip_open_faults(run);
    bool has_faults = false;
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        if (cells->is_gap[rows[row]] != 0) {
            run->strip.faults[row] = AM_STATE_FAULT;
            has_faults = true;
        }
    }
    am_strip_close_faults(run, has_faults);
}

void am_step_cell(am_strip_run *run) {
    const am_cells *cells = &run->narrow->cells[run->step->detail];
    am_strip_follow_strict(run);
    am_strip_set_array(run, 0, run->step->in[0], run->strip.rows);
    settle_rows(run, run->step->in[0]);
    run->strip.table = cells->values;
    run->strip.table_count = cells->count;
    run->kernels->cell[am_strip_width(run->lane)](&run->strip);
    if (cells->has_gaps) {
        open_gaps(run, cells);
    }
    am_strip_set_bounds(run, cells->lowest, cells->highest);
}
