/*
 * Single rows between a batch's columns and slots, and the assessing of a few records so.
 */
#include "vm/single_lane.h"

#include "vm/open.h"
#include "vm/single_do.h"
#include "vm/single_docket.h"
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

static uint8_t bytes_of(const am_lane *lane) {
    return lane->kind == AM_LANE_COUNT ? 8 : lane->kind == AM_LANE_INTEGER ? 4 : 1;
}

static const void *values_of(const am_column *column, const am_lane *lane) {
    return lane->kind == AM_LANE_COUNT ? (const void *)column->counts : column->values;
}

/* What stands in a batch was looked at when it was put there. */
static void fetch_input(am_single_planner *planner, am_single_binding *whole, uint16_t column) {
    const am_lane *lane = &planner->single->narrow->lanes[column];
    const am_single_place *place = &planner->single->places[column];
    const am_column *at = &planner->batch->columns[column];
    if (place->shape == AM_SINGLE_NOWHERE && place->stream == NULL) {
        return;
    }
    am_single_source *source = AM_NEW(whole->sequence.arena, am_single_source);
    if (source == NULL) {
        return;
    }
    *source = (am_single_source){.values = values_of(at, lane),
                                 .is_given = at->states,
                                 .is_state = true,
                                 .low = INT64_MIN,
                                 .span = UINT64_MAX,
                                 .factor = 1,
                                 .bytes = bytes_of(lane)};
    am_single_bind_fact(whole, column, source);
}

static void fetch_all(am_single_planner *planner, am_single_binding *whole) {
    const am_program *program = planner->single->narrow->program;
    const am_work *work = planner->batch->work;
    for (uint32_t i = 0; i < program->domain_count; i++) {
        const am_single_list *list = &planner->single->lists[i];
        if (list->rows_slot != AM_NO_SLOT) {
            am_single_step *step = am_single_add(&whole->sequence, fetch_list);
            step->by.table = &planner->batch->rows[i];
            step->rows = list->rows_slot;
            step->out = list->first_slot;
        }
    }
    for (uint32_t i = 0; i < work->input_starts[program->domain_count]; i++) {
        fetch_input(planner, whole, work->inputs[i].column);
    }
}

static void put_result(am_single_planner *planner, am_single_binding *whole, uint16_t column) {
    am_single *single = planner->single;
    const am_lane *lane = &single->narrow->lanes[column];
    am_single_place place = am_single_place_of(planner, column);
    am_column *at = &planner->batch->columns[column];
    am_single_outcome *outcome = AM_NEW(whole->sequence.arena, am_single_outcome);
    if (lane->domain == AM_DOMAIN_CONSTANT) {
        planner->is_unknown = planner->is_unknown || place.lack != AM_SINGLE_PLAIN;
        return; /* it stands there already */
    }
    if (outcome == NULL) {
        return;
    }
    *outcome = (am_single_outcome){.values = lane->kind == AM_LANE_COUNT ? (void *)at->counts : at->values,
                                   .states = at->states,
                                   .over = 1,
                                   .under = 1,
                                   .low = -AM_COUNT_MAX,
                                   .high = AM_COUNT_MAX,
                                   .bytes = bytes_of(lane)};
    planner->is_unknown = planner->is_unknown || !am_single_bind_result(whole, column, lane->domain, outcome);
    single->targets[single->target_count++] =
        (am_single_target){at, place.lack == AM_SINGLE_PLAIN || lane->domain != 0};
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

static void put_all(am_single_planner *planner, am_single_binding *whole) {
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
    am_arena *arena = planner->sequence.arena;
    am_single_binding whole;
    single->targets = AM_NEW_ARRAY(arena, am_single_target, 2 * program->output_count + program->check_count);
    if (planner->is_unknown || single->targets == NULL || !am_single_binding_init(&whole, single, arena)) {
        return;
    }
    fetch_all(planner, &whole);
    am_single_bind_core(&whole);
    put_all(planner, &whole);
    single->whole = am_single_bind_end(&whole);
}

bool am_single_assess(am_single *single, am_batch *batch) {
    if (am_open_is_whole(batch)) {
        return false;
    }
    const am_single_target *end = single->targets + single->target_count;
    for (const am_single_target *target = single->targets; target < end; target++) {
        am_column *column = target->column;
        column->low = -AM_COUNT_MAX; /* nobody looks how far they reach */
        column->high = AM_COUNT_MAX;
        column->is_plain = target->is_plain;
    }
    for (uint32_t record = 0; record < batch->rows[0].count; record++) {
        single->slots[AM_SINGLE_INDEX] = record;
        if (!single->whole->run(single->whole, single->slots)) {
            return false;
        }
    }
    return true;
}
