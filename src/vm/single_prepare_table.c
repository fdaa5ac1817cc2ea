/*
 * Schedules prepared for single rows: where there is one condition, or two by codes, each answer is written
 * out; where only one column of a schedule is read, its cells are the answers.
 */
#include "vm/single_lane.h"

/* Most answers that are written out; most rows of which cells stand together. */
enum { ANSWERS_MAX = 4096, COUNT_MAX = 256, STARTS_MAX = 24, ROWS_MAX = 256 };

/* What each row of the dense table answers: a cell, or the row itself. */
typedef struct column {
    const am_cells *cells; /* NULL: the row */
    am_lane_kind kind;
} column;

static int64_t cell_of(const column *column, uint32_t row) {
    switch (column->kind) {
    case AM_LANE_COUNT:
        return ((const int64_t *)column->cells->values)[row];
    case AM_LANE_INTEGER:
        return ((const int32_t *)column->cells->values)[row];
    default:
        return ((const uint8_t *)column->cells->values)[row];
    }
}

static int64_t answer_of(const column *column, int32_t row) {
    if (row >= (int32_t)AM_TABLE_SEVERAL ||
        (column->cells != NULL && column->cells->has_gaps && column->cells->is_gap[row] != 0)) {
        return AM_SINGLE_NO_ANSWER;
    }
    return column->cells == NULL ? row : cell_of(column, (uint32_t)row);
}

static uint32_t class_of(const am_classer *classer, int64_t value) {
    uint32_t class = 0;
    while (class < classer->count && classer->starts[class] <= value) {
        class ++;
    }
    return class;
}

static void make_codes(am_single_maker *of, const am_single_pick *pick, const column *column) {
    const am_classer *first = pick->axes[0].classer;
    const am_classer *second = pick->axis_count == 2 ? pick->axes[1].classer : NULL;
    uint32_t seconds = second == NULL ? 1 : second->count;
    int64_t *values = AM_NEW_ARRAY(of->planner->sequence.arena, int64_t, (size_t)first->count * seconds + 1);
    for (uint32_t i = 0; values != NULL && i < first->count; i++) {
        for (uint32_t k = 0; k < seconds; k++) {
            uint32_t index =
                second == NULL ? first->codes[i] : first->codes[i] * second->class_count + second->codes[k];
            values[i * seconds + k] = answer_of(column, pick->dense[index]);
        }
    }
    am_single_step *made =
        am_single_make(of, second == NULL ? am_single_answer_code : am_single_answer_codes, AM_SINGLE_PLAIN);
    made->a = pick->axes[0].slot;
    made->b = second == NULL ? 0 : pick->axes[1].slot;
    made->c = seconds;
    made->by.table = values;
}

/* One by one, for a count that lies within few numbers wherever it matters. */
static void make_count(am_single_maker *of, const am_single_pick *pick, const column *column) {
    const am_classer *classer = pick->axes[0].classer;
    am_single_answers *answers = AM_NEW(of->planner->sequence.arena, am_single_answers);
    int64_t least = classer->starts[0] - 1;
    int64_t most = classer->starts[classer->count - 1];
    int64_t *values = AM_NEW_ARRAY(of->planner->sequence.arena, int64_t, (size_t)(most - least) + 1);
    for (int64_t i = least; values != NULL && i <= most; i++) {
        values[i - least] = answer_of(column, pick->dense[class_of(classer, i)]);
    }
    if (answers != NULL) {
        *answers = (am_single_answers){.values = values, .least = least, .most = most};
    }
    am_single_step *made = am_single_make(of, am_single_answer_count, AM_SINGLE_PLAIN);
    made->a = pick->axes[0].slot;
    made->by.table = answers;
}

/* By classes. Starts beyond the last that only the greatest number reaches answer as the last. */
static void make_starts(am_single_maker *of, const am_single_pick *pick, const column *column) {
    const am_classer *classer = pick->axes[0].classer;
    am_arena *arena = of->planner->sequence.arena;
    uint32_t count = classer->count == 0 ? 4 : (classer->count + 3) / 4 * 4;
    am_single_answers *answers = AM_NEW(arena, am_single_answers);
    int64_t *values = AM_NEW_ARRAY(arena, int64_t, count + 1);
    uint64_t *starts = AM_NEW_ARRAY(arena, uint64_t, count);
    for (uint32_t i = 0; values != NULL && i <= count; i++) {
        values[i] = answer_of(column, pick->dense[i < classer->count ? i : classer->count]);
    }
    for (uint32_t i = 0; starts != NULL && i < count; i++) {
        starts[i] = am_single_from_least(i < classer->count ? classer->starts[i] : INT64_MAX);
    }
    if (answers != NULL) {
        *answers = (am_single_answers){.values = values, .starts = starts, .count = count};
    }
    am_single_step *made = am_single_make(of, am_single_answer_starts, AM_SINGLE_PLAIN);
    made->a = pick->axes[0].slot;
    made->by.table = answers;
}

/* Whether all starts lie within a few numbers. */
static bool is_count(const am_classer *classer) {
    if (classer->count == 0) {
        return false;
    }
    int64_t least = classer->starts[0];
    int64_t most = classer->starts[classer->count - 1];
    return least > INT64_MIN && most < INT64_MAX && (uint64_t)most - (uint64_t)least < COUNT_MAX;
}

static bool is_by_code(const am_single_pick *pick, uint32_t axis) {
    return pick->axes[axis].classer->kind == AM_CLASS_BY_CODE;
}

/* Whether its answers can be written out. */
static bool is_short(const am_single_pick *pick) {
    if (pick->axis_count == 1) {
        const am_classer *classer = pick->axes[0].classer;
        uint32_t most = is_by_code(pick, 0) || is_count(classer) ? ANSWERS_MAX : STARTS_MAX;
        return !pick->axes[0].may_lack && classer->count <= most;
    }
    return pick->axis_count == 2 && !pick->axes[0].may_lack && !pick->axes[1].may_lack &&
           is_by_code(pick, 0) && is_by_code(pick, 1) &&
           (uint64_t)pick->axes[0].classer->count * pick->axes[1].classer->count <= ANSWERS_MAX;
}

static void make_answers(am_single_maker *of, const am_single_pick *pick, const column *column) {
    if (pick->axis_count == 2 || is_by_code(pick, 0)) {
        make_codes(of, pick, column);
    } else if (is_count(pick->axes[0].classer)) {
        make_count(of, pick, column);
    } else {
        make_starts(of, pick, column);
    }
}

static am_single_pick *resolve(am_single_planner *planner, const am_picker *picker) {
    am_single_pick *pick =
        am_arena_take(planner->sequence.arena, sizeof *pick + picker->classer_count * sizeof pick->axes[0],
                      _Alignof(am_single_pick));
    if (pick == NULL) {
        return NULL;
    }
    *pick = (am_single_pick){.dense = picker->dense, .axis_count = picker->classer_count};
    for (uint32_t i = 0; i < picker->classer_count; i++) {
        const am_classer *classer = &picker->classers[i];
        am_single_place place = am_single_operand(planner, classer->lane);
        am_single_settle_place(planner, &place);
        pick->axes[i] = (am_single_axis){classer, place.slot, place.lack != AM_SINGLE_PLAIN};
    }
    return pick;
}

void am_single_make_pick(am_single_maker *of) {
    const am_picker *picker = &of->planner->single->narrow->pickers[of->step->detail];
    am_single_pick *pick = resolve(of->planner, picker);
    column rows = {NULL, AM_LANE_INTEGER};
    if (pick == NULL) {
        return;
    }
    if (!is_short(pick)) {
        am_single_make(of, am_single_pick_any, AM_SINGLE_PLAIN)->by.table = pick;
        return;
    }
    make_answers(of, pick, &rows);
    if (!of->planner->is_each && !of->planner->sequence.arena->is_exhausted &&
        am_single_is_read_once(of->planner, of->step->out)) {
        of->planner->single->picks[of->step->out] = pick;
    }
}

/* Of a row that only this column is read of, the step that picks it is not needed. A row that is written out
 * does not come of that step. */
static bool is_whole_answer(am_single_maker *of) {
    bool is_alone = !of->planner->is_each && of->in[0].code_count == 0;
    const am_single_pick *pick = is_alone ? of->planner->single->picks[of->step->in[0]] : NULL;
    am_single_step *made = pick == NULL ? NULL : am_single_maker_of(of->planner, of->in[0].slot);
    if (made == NULL) {
        return false;
    }
    const am_narrow *narrow = of->planner->single->narrow;
    column cells = {&narrow->cells[of->step->detail], (am_lane_kind)narrow->lanes[of->step->out].kind};
    am_single_take_out(of->planner, made);
    make_answers(of, pick, &cells);
    return true;
}

/* Whether a step reads a cell of the row that was picked, which can be read at once. */
static bool is_cell_beside(const am_single_maker *of, const am_step *step) {
    const am_narrow *narrow = of->planner->single->narrow;
    const am_lane *lane = &narrow->lanes[step->out];
    return step->kind == AM_STEP_CELL && step->in[0] == of->step->out && lane->domain == 0 &&
           lane->same_as == AM_NO_LANE && lane->kind != AM_LANE_DECIMAL && lane->kind != AM_LANE_NONE &&
           !narrow->cells[step->detail].has_gaps && narrow->cells[step->detail].count <= ROWS_MAX &&
           am_single_needs_step(of->planner, (uint32_t)(step - narrow->steps));
}

/* A column of the rows that are read together. */
static void fill_rows(const am_single_maker *of, const am_step *step, am_single_row *rows, unsigned at) {
    const am_narrow *narrow = of->planner->single->narrow;
    column cells = {&narrow->cells[step->detail], (am_lane_kind)narrow->lanes[step->out].kind};
    for (uint32_t i = 0; i < cells.cells->count; i++) {
        rows[i].values[at] = cell_of(&cells, i);
    }
}

static void make_cells_of(am_single_maker *of, const am_step *const *steps, uint32_t count) {
    am_single_planner *planner = of->planner;
    const am_narrow *narrow = planner->single->narrow;
    uint32_t slot = am_single_take_slots(planner, 2 * AM_SINGLE_CELLS);
    am_single_row *rows =
        AM_NEW_ARRAY(planner->sequence.arena, am_single_row, narrow->cells[steps[0]->detail].count);
    am_single_step *made = am_single_add(&planner->sequence, am_single_cells);
    made->a = am_single_place_of(planner, of->step->out).slot;
    made->out = slot;
    made->by.table = rows;
    for (uint32_t i = 0; rows != NULL && i < count; i++) {
        fill_rows(of, steps[i], rows, 2 * i);
        planner->single->places[steps[i]->out] =
            (am_single_place){.slot = slot + 2 * i, .state_slot = slot + 2 * i + 1, .shape = AM_SINGLE_ONE};
    }
}

void am_single_make_cells(am_single_maker *of) {
    const am_narrow *narrow = of->planner->single->narrow;
    const am_step *steps[AM_SINGLE_CELLS];
    uint32_t count = 0;
    if (of->step->kind != AM_STEP_PICK || of->planner->single->places[of->step->out].code_count != 0) {
        return;
    }
    for (const am_step *step = of->step + 1; step < narrow->steps + narrow->step_count; step++) {
        if (is_cell_beside(of, step)) {
            steps[count++] = step;
        }
        if (count == AM_SINGLE_CELLS || (count > 1 && step == narrow->steps + narrow->step_count - 1)) {
            make_cells_of(of, steps, count);
            count = 0;
        }
    }
}

void am_single_make_cell(am_single_maker *of) {
    const am_narrow *narrow = of->planner->single->narrow;
    const am_cells *cells = &narrow->cells[of->step->detail];
    am_lane_kind kind = (am_lane_kind)narrow->lanes[of->step->out].kind;
    if (!of->planner->is_each && of->planner->single->places[of->step->out].shape != AM_SINGLE_NOWHERE) {
        return; /* it was read with others */
    }
    am_single_require_all(of);
    if (is_whole_answer(of)) {
        return;
    }
    if (cells->has_gaps) {
        am_single_step *gap = am_single_add(&of->planner->sequence, am_single_no_gap);
        gap->a = of->in[0].slot;
        gap->by.table = cells->is_gap;
    }
    am_single_do *cell = kind == AM_LANE_COUNT     ? am_single_cell_8
                         : kind == AM_LANE_INTEGER ? am_single_cell_4
                                                   : am_single_cell_1;
    am_single_make(of, cell, AM_SINGLE_PLAIN)->by.table = cells->values;
}
