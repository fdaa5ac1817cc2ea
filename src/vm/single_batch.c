/*
 * Single rows between a batch's columns and slots, and the assessing of a few records so.
 */
#include "vm/single_lane.h"

#include "narrow/kernel.h"
#include "vm/open.h"
#include "vm/single_do.h"
#include "vm/work.h"

/* A list's elements: how many, and the first one's row. */
static bool fetch_list(const am_single_step *step, int64_t *slots) {
    const am_rows *rows = step->by.table;
    uint32_t first = am_rows_first(rows, (uint32_t)slots[AM_SINGLE_INDEX]);
    uint32_t count = rows->ends[slots[AM_SINGLE_INDEX]] - first;
    if (count > AM_SINGLE_ROWS_MAX) {
        return false;
    }
    slots[step->rows] = count;
    slots[step->out] = first;
    NEXT;
}

#define FETCH(name, T, VALUES)                                                             \
    static bool fetch_##name(const am_single_step *step, int64_t *slots) {                 \
        const am_column *column = step->by.table;                                          \
        int64_t row = slots[AM_SINGLE_INDEX];                                              \
        if (column->states != NULL && column->states[row] != AM_STATE_VALUE) {             \
            return false;                                                                  \
        }                                                                                  \
        slots[step->out] = ((const T *)column->VALUES)[row];                               \
        NEXT;                                                                              \
    }                                                                                      \
    static bool fetch_##name##_lacking(const am_single_step *step, int64_t *slots) {       \
        const am_column *column = step->by.table;                                          \
        int64_t row = slots[AM_SINGLE_INDEX];                                              \
        int64_t state = column->states[row];                                               \
        if (state > AM_STATE_UNKNOWN) {                                                    \
            return false;                                                                  \
        }                                                                                  \
        slots[step->out] = state == AM_STATE_VALUE ? ((const T *)column->VALUES)[row] : 0; \
        slots[step->out + 1] = state;                                                      \
        NEXT;                                                                              \
    }                                                                                      \
    static bool fetch_each_##name(const am_single_step *step, int64_t *slots) {            \
        const am_column *column = step->by.table;                                          \
        int64_t first = slots[step->a];                                                    \
        uint64_t mask = 0;                                                                 \
        for (int64_t row = 0; row < slots[step->rows]; row++) {                            \
            if (column->states != NULL && column->states[first + row] != AM_STATE_VALUE) { \
                return false;                                                              \
            }                                                                              \
            int64_t value = ((const T *)column->VALUES)[first + row];                      \
            if (sizeof(T) > 1) {                                                           \
                slots[step->out + row] = value;                                            \
            } else {                                                                       \
                mask |= (uint64_t)value << row;                                            \
            }                                                                              \
        }                                                                                  \
        if (sizeof(T) == 1) {                                                              \
            slots[step->out] = (int64_t)mask;                                              \
        }                                                                                  \
        NEXT;                                                                              \
    }
FETCH(8, int64_t, counts)
FETCH(4, int32_t, values)
FETCH(1, uint8_t, values)

/* Results: an unknown one is an answer, a fault or a need is none. */
static inline bool put_state(const am_column *column, int64_t row, int64_t state) {
    if (column->states != NULL) {
        column->states[row] = (uint8_t)state;
    }
    return state <= AM_STATE_UNKNOWN;
}

static inline void put_value(am_column *column, uint8_t width, int64_t row, int64_t value) {
    if (width == 8) {
        column->counts[row] = value;
        column->low = value < column->low ? value : column->low;
        column->high = value > column->high ? value : column->high;
    } else if (width == 4) {
        ((int32_t *)column->values)[row] = (int32_t)value;
    } else {
        ((uint8_t *)column->values)[row] = (uint8_t)value;
    }
}

#define PUT(width)                                                                           \
    static bool put_##width(const am_single_step *step, int64_t *slots) {                    \
        am_column *column = (am_column *)step->by.table;                                     \
        int64_t row = slots[AM_SINGLE_INDEX];                                                \
        put_value(column, width, row, slots[step->a]);                                       \
        if (!put_state(column, row, slots[step->a + 1])) {                                   \
            return false;                                                                    \
        }                                                                                    \
        NEXT;                                                                                \
    }                                                                                        \
    static bool put_each_##width(const am_single_step *step, int64_t *slots) {               \
        am_column *column = (am_column *)step->by.table;                                     \
        int64_t first = slots[step->b];                                                      \
        for (int64_t row = 0; row < slots[step->rows]; row++) {                              \
            int64_t value = step->strides[1] != 0 ? (slots[step->a] >> row) & 1              \
                                                  : slots[step->a + row * step->strides[0]]; \
            put_value(column, width, first + row, value);                                    \
            put_state(column, first + row, AM_STATE_VALUE);                                  \
        }                                                                                    \
        NEXT;                                                                                \
    }
PUT(8)
PUT(4)
PUT(1)

static am_width width_of(const am_lane *lane) {
    return lane->kind == AM_LANE_COUNT ? AM_WIDTH_8 : lane->kind == AM_LANE_INTEGER ? AM_WIDTH_4 : AM_WIDTH_1;
}

static void fetch_input(am_single_planner *planner, am_single_sequence *whole, uint16_t column) {
    static am_single_do *const plain[AM_WIDTH_COUNT] = {fetch_8, fetch_4, fetch_1};
    static am_single_do *const lacking[AM_WIDTH_COUNT] = {fetch_8_lacking, fetch_4_lacking, fetch_1_lacking};
    static am_single_do *const each[AM_WIDTH_COUNT] = {fetch_each_8, fetch_each_4, fetch_each_1};
    const am_lane *lane = &planner->single->narrow->lanes[column];
    am_single_place place = planner->single->places[column];
    if (place.shape == AM_SINGLE_NOWHERE) {
        return;
    }
    am_width width = width_of(lane);
    am_single_step *step = am_single_add(whole, place.shape != AM_SINGLE_ONE    ? each[width]
                                                : place.lack != AM_SINGLE_PLAIN ? lacking[width]
                                                                                : plain[width]);
    step->by.table = &planner->batch->columns[column];
    step->out = place.slot;
    if (lane->domain != 0) {
        step->a = planner->single->lists[lane->domain].first_slot;
        step->rows = planner->single->lists[lane->domain].rows_slot;
    }
}

static void fetch_all(am_single_planner *planner, am_single_sequence *whole) {
    const am_program *program = planner->single->narrow->program;
    const am_work *work = planner->batch->work;
    for (uint32_t i = 0; i < program->domain_count; i++) {
        const am_single_list *list = &planner->single->lists[i];
        if (list->rows_slot != AM_NO_SLOT) {
            am_single_step *step = am_single_add(whole, fetch_list);
            step->by.table = &planner->batch->rows[i];
            step->rows = list->rows_slot;
            step->out = list->first_slot;
        }
    }
    for (uint32_t i = 0; i < work->input_starts[program->domain_count]; i++) {
        fetch_input(planner, whole, work->inputs[i].column);
    }
}

static void put_result(am_single_planner *planner, am_single_sequence *whole, uint16_t column) {
    static am_single_do *const one[AM_WIDTH_COUNT] = {put_8, put_4, put_1};
    static am_single_do *const each[AM_WIDTH_COUNT] = {put_each_8, put_each_4, put_each_1};
    am_single *single = planner->single;
    const am_lane *lane = &single->narrow->lanes[column];
    am_single_place place = am_single_place_of(planner, column);
    if (lane->domain == AM_DOMAIN_CONSTANT) {
        planner->is_unknown = planner->is_unknown || place.lack != AM_SINGLE_PLAIN;
        return; /* it stands there already */
    }
    if (lane->domain != 0) {
        am_single_require_value(planner, &place);
    }
    am_width width = width_of(lane);
    am_single_step *step = am_single_add(whole, (lane->domain == 0 ? one : each)[width]);
    step->by.table = &planner->batch->columns[column];
    step->a = place.slot;
    if (lane->domain != 0) {
        step->b = single->lists[lane->domain].first_slot;
        step->rows = single->lists[lane->domain].rows_slot;
        step->strides[0] = place.shape == AM_SINGLE_MANY;
        step->strides[1] = place.shape == AM_SINGLE_MASK;
    }
    if (!planner->sequence.arena->is_exhausted) {
        single->targets[single->target_count++] =
            (am_single_target){&planner->batch->columns[column], place.lack == AM_SINGLE_PLAIN};
    }
}

void am_single_add_core(am_single_sequence *sequence, const am_single *single) {
    for (uint32_t i = 0; i < single->core_count; i++) {
        *am_single_add(sequence, single->core[i].run) = single->core[i];
    }
}

/* The record must meet every check: one that does not is refused elsewhere. */
static void add_checks(am_single_planner *planner) {
    const am_program *program = planner->single->narrow->program;
    for (uint32_t i = 0; i < program->check_count && !planner->is_unknown; i++) {
        am_single_place place = am_single_place_of(planner, program->checks[i].column);
        const am_lane *lane = &planner->single->narrow->lanes[program->checks[i].column];
        am_single_require_value(planner, &place);
        am_single_step *step = am_single_add(
            &planner->sequence, place.shape == AM_SINGLE_MASK ? am_single_check_all : am_single_require_yes);
        step->a = place.slot;
        step->rows = lane->domain == 0 || lane->domain == AM_DOMAIN_CONSTANT
                         ? AM_NO_SLOT
                         : planner->single->lists[lane->domain].rows_slot;
    }
}

static void put_all(am_single_planner *planner, am_single_sequence *whole) {
    const am_program *program = planner->single->narrow->program;
    for (uint32_t i = 0; i < program->output_count && !planner->is_unknown; i++) {
        put_result(planner, whole, program->outputs[i].column);
        if (program->outputs[i].column_high != AM_NO_INDEX) {
            put_result(planner, whole, program->outputs[i].column_high);
        }
    }
    for (uint32_t i = 0; i < program->check_count && !planner->is_unknown; i++) {
        put_result(planner, whole, program->checks[i].column);
    }
}

/* Results that are facts or constants have their places from here, and all a state of their own. */
static void find_result(am_single_planner *planner, uint16_t column) {
    am_single_place place = am_single_place_of(planner, column);
    am_single_settle_place(planner, &place);
    planner->single->places[am_narrow_root(planner->single->narrow, column)] = place;
}

static void find_results(am_single_planner *planner) {
    const am_program *program = planner->single->narrow->program;
    for (uint32_t i = 0; i < program->output_count && !planner->is_unknown; i++) {
        if (planner->is_wanted != NULL && !planner->is_wanted[i]) {
            continue;
        }
        find_result(planner, program->outputs[i].column);
        if (program->outputs[i].column_high != AM_NO_INDEX) {
            find_result(planner, program->outputs[i].column_high);
        }
    }
}

void am_single_prepare_results(am_single_planner *planner) {
    find_results(planner);
    add_checks(planner);
    planner->single->core = planner->sequence.steps;
    planner->single->core_count = (uint32_t)planner->sequence.count;
}

void am_single_prepare_whole(am_single_planner *planner) {
    am_single *single = planner->single;
    const am_program *program = single->narrow->program;
    am_single_sequence whole = {.arena = planner->sequence.arena};
    single->targets =
        AM_NEW_ARRAY(whole.arena, am_single_target, 2 * program->output_count + program->check_count);
    whole.steps = AM_NEW_ARRAY(whole.arena, am_single_step, 1);
    whole.capacity = 1;
    if (planner->is_unknown || whole.arena->is_exhausted) {
        return;
    }
    fetch_all(planner, &whole);
    am_single_add_core(&whole, single);
    put_all(planner, &whole);
    am_single_add(&whole, am_single_end);
    single->whole = whole.steps;
}

bool am_single_assess(am_single *single, am_batch *batch) {
    if (am_open_is_whole(batch)) {
        return false;
    }
    for (uint32_t i = 0; i < single->target_count; i++) {
        am_column *column = single->targets[i].column;
        column->low = INT64_MAX;
        column->high = INT64_MIN;
        column->is_plain = single->targets[i].is_plain;
    }
    for (uint32_t record = 0; record < batch->rows[0].count; record++) {
        single->slots[AM_SINGLE_INDEX] = record;
        if (!single->whole->run(single->whole, single->slots)) {
            return false;
        }
    }
    return true;
}
