/*
 * The columns of a narrow batch, in its block: facts stand first, then, in one room that another narrow
 * program may divide anew, constants and decimals in places of their own and all other lanes in the slots
 * that the narrow program gives them.
 */
#include "vm/narrow_work.h"

#include <string.h>

#include "narrow/narrow.h"

/* The slots of a domain: columns of 8 bytes a row, then states. */
typedef struct slots {
    char *values;
    uint8_t *states;
    uint32_t capacity;
} slots;

static slots cut_slots(const am_batch *batch, am_cutter *cutter, uint16_t domain) {
    const am_narrow *narrow = batch->narrow;
    uint32_t capacity = am_work_capacity(batch->program, batch->limits, domain);
    uint32_t padded = am_whole_blocks(capacity);
    slots slots = {.capacity = padded};
    slots.values = am_cutter_take(cutter, (uint64_t)padded * narrow->slots[domain], sizeof(int64_t));
    slots.states = am_cutter_take(cutter, (uint64_t)padded * narrow->state_slots[domain], 1);
    return slots;
}

/* A fact or the presence of a list: the same for every narrow program of a program. */
static void cut_input(const am_batch *batch, am_cutter *cutter, const am_lane *lane, am_column *column) {
    const am_register *reg = &batch->program->registers[lane->column];
    uint32_t capacity = am_work_capacity(batch->program, batch->limits, lane->domain);
    bool is_count = lane->kind == AM_LANE_COUNT;
    if (is_count) {
        column->counts = am_cutter_take_rows(cutter, capacity, sizeof *column->counts);
    }
    if (!is_count || lane->has_decimals) {
        column->values = am_cutter_take_rows(cutter, capacity, am_value_type_bytes((am_value_type)reg->type));
    }
    column->states = reg->may == 0 ? NULL : am_cutter_take_rows(cutter, capacity, 1);
}

static void cut_inputs(am_batch *batch, am_cutter *cutter) {
    for (uint32_t i = 0; i < batch->program->register_count; i++) {
        am_column column = {.is_plain = true};
        if (batch->narrow->lanes[i].is_input) {
            cut_input(batch, cutter, &batch->narrow->lanes[i], &column);
        }
        if (batch->columns != NULL) {
            batch->columns[i] = column;
        }
    }
}

/* A constant, or decimals: they stand in no slot. */
static void cut_apart(const am_batch *batch, am_cutter *cutter, const am_lane *lane, am_column *column) {
    const am_register *reg = &batch->program->registers[lane->column];
    uint32_t capacity = am_work_capacity(batch->program, batch->limits, lane->domain);
    size_t bytes = am_value_type_bytes((am_value_type)reg->type);
    bool is_decimal = reg->type == AM_VALUE_DECIMAL;
    column->values =
        is_decimal ? am_cutter_take(cutter, capacity, bytes) : am_cutter_take_rows(cutter, capacity, bytes);
    if (lane->domain == AM_DOMAIN_CONSTANT) {
        column->states = reg->may == 0 ? NULL : am_cutter_take_rows(cutter, capacity, 1);
    }
}

static bool is_apart(const am_lane *lane) {
    bool is_wide = lane->has_decimals || lane->kind == AM_LANE_DECIMAL;
    return lane->domain == AM_DOMAIN_CONSTANT || (is_wide && lane->first_use != 0);
}

/* Its slots, where it has some. */
static void set_slots(const slots *slots, const am_lane *lane, bool is_register, am_column *column) {
    if (lane->domain == AM_DOMAIN_CONSTANT || lane->first_use == 0) {
        return;
    }
    const struct slots *of = &slots[lane->domain];
    char *values = of->values + (size_t)lane->slot * of->capacity * sizeof(int64_t);
    if (lane->is_shared) {
        column->counts = NULL; /* until the other lane's are there */
    } else if (lane->kind == AM_LANE_COUNT) {
        column->counts = (int64_t *)(void *)values;
    } else if (lane->kind != AM_LANE_DECIMAL) {
        column->values = values;
    }
    /* Even of registers that have none in the program: what they are made from may be open. */
    if (is_register) {
        column->states = of->states + (size_t)lane->state_slot * of->capacity;
    }
}

static void share_values(const am_lane *lane, const am_column *from, am_column *column) {
    if (lane->kind == AM_LANE_COUNT) {
        column->counts = from->counts;
    } else {
        column->values = from->values;
    }
}

/* Lanes that stand where others do. */
static void share_all(am_batch *batch) {
    const am_narrow *narrow = batch->narrow;
    am_column *all = batch->columns;
    for (uint32_t i = 0; i < narrow->lane_count; i++) {
        if (narrow->lanes[i].is_shared) {
            share_values(&narrow->lanes[i], &all[narrow->lanes[i].values_of], &all[i]);
        }
    }
    for (uint32_t i = 0; i < narrow->lane_count; i++) {
        uint32_t root = am_narrow_root(narrow, i);
        if (root != i) {
            all[i].counts = all[root].counts;
            all[i].states = all[root].states;
        }
    }
}

/* All lanes but inputs; without a block their bytes are counted. */
static void place_lanes(am_batch *batch, am_cutter *cutter) {
    const am_narrow *narrow = batch->narrow;
    const am_program *program = batch->program;
    bool is_placed = cutter->block != NULL;
    slots *slots = am_cutter_take(cutter, program->domain_count, sizeof *slots);
    for (uint32_t i = 0; i < program->domain_count; i++) {
        struct slots of = cut_slots(batch, cutter, (uint16_t)i);
        if (slots != NULL) {
            slots[i] = of;
        }
    }
    for (uint32_t i = 0; i < narrow->lane_count; i++) {
        am_column column = {.is_plain = true};
        const am_lane *lane = &narrow->lanes[i];
        bool is_register = i < program->register_count;
        if (lane->is_input) {
            continue;
        }
        if (is_register && is_apart(lane)) {
            cut_apart(batch, cutter, lane, &column);
        }
        if (is_placed) {
            set_slots(slots, lane, is_register, &column);
            batch->columns[i] = column;
        }
    }
    if (is_placed) {
        share_all(batch);
    }
}

/* Values that may be set anew lead to other narrow programs, which take more lanes and more room. */
void am_narrow_work_cut_columns(am_work *work, am_batch *batch, am_cutter *cutter) {
    am_cutter needed = {.used_bytes = 0};
    size_t halves = batch->program->calibration_count == 0 ? 2 : 3;
    place_lanes(batch, &needed);
    cutter->is_too_large = cutter->is_too_large || needed.is_too_large;
    work->lane_capacity = (uint32_t)(batch->narrow->lane_count * halves / 2);
    work->room_bytes = needed.used_bytes / 2 * halves;
    batch->columns = am_cutter_take(cutter, work->lane_capacity, sizeof *batch->columns);
    cut_inputs(batch, cutter);
    work->room = am_cutter_take(cutter, work->room_bytes, 1);
    if (work->room != NULL) {
        am_cutter room = {.block = work->room};
        place_lanes(batch, &room);
    }
}

/* As am_work_make_ready leaves decimals, which are not always written before they are read. */
static void make_decimals_ready(am_batch *batch) {
    for (uint32_t i = 0; i < batch->program->register_count; i++) {
        const am_lane *lane = &batch->narrow->lanes[i];
        am_column *column = &batch->columns[i];
        if (!lane->is_input && lane->kind == AM_LANE_DECIMAL && lane->domain != AM_DOMAIN_CONSTANT &&
            column->values != NULL) {
            memset(column->values, 0, batch->work->ready[lane->domain] * sizeof(am_decimal));
        }
    }
}

bool am_narrow_work_change(am_batch *batch, const am_narrow *narrow, const am_constant *values) {
    am_batch other = {.program = batch->program, .narrow = narrow, .limits = batch->limits};
    am_cutter needed = {.used_bytes = 0};
    place_lanes(&other, &needed);
    if (needed.is_too_large || needed.used_bytes > batch->work->room_bytes ||
        narrow->lane_count > batch->work->lane_capacity) {
        return false;
    }
    am_cutter room = {.block = batch->work->room};
    batch->narrow = narrow;
    place_lanes(batch, &room);
    make_decimals_ready(batch);
    am_work_fill_constants(batch, values);
    return true;
}

void am_narrow_work_cut_scratch(am_work *work, const am_batch *batch, uint32_t longest, am_cutter *cutter) {
    work->plain = am_cutter_take_rows(cutter, longest, 1);
    work->dropped = am_cutter_take_rows(cutter, longest, 1);
    work->is_open = am_cutter_take(cutter, batch->limits.records, sizeof *work->is_open);
    work->open_rows = am_cutter_take(cutter, batch->limits.records, sizeof *work->open_rows);
    for (unsigned i = 0; i < sizeof work->fills / sizeof work->fills[0]; i++) {
        work->fills[i] = am_cutter_take_rows(cutter, longest, sizeof *work->fills[i]);
    }
    for (unsigned i = 0; i < sizeof work->blocks / sizeof work->blocks[0]; i++) {
        work->blocks[i] = am_cutter_take_rows(cutter, 1, sizeof *work->blocks[i]);
    }
}
