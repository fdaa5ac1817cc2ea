/*
 * The columns of a narrow batch, in its block: facts, constants and decimals have places of their own, all
 * other lanes the slots that the narrow program gives them.
 */
#include "vm/narrow_work.h"

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
    uint32_t padded = (capacity + (uint32_t)AM_CUTTER_ALIGNMENT - 1) & ~((uint32_t)AM_CUTTER_ALIGNMENT - 1);
    slots slots = {.capacity = padded};
    slots.values = am_cutter_take(cutter, (uint64_t)padded * narrow->slots[domain], sizeof(int64_t));
    slots.states = am_cutter_take(cutter, (uint64_t)padded * narrow->state_slots[domain], 1);
    return slots;
}

/* A lane that keeps its place from batch to batch: a constant, a fact, or decimals. */
static void cut_kept(const am_batch *batch, am_cutter *cutter, const am_lane *lane, am_column *column) {
    const am_register *reg = &batch->program->registers[lane->column];
    uint32_t capacity = am_work_capacity(batch->program, batch->limits, lane->domain);
    bool is_count = lane->kind == AM_LANE_COUNT && lane->domain != AM_DOMAIN_CONSTANT;
    if (lane->is_input && is_count) {
        column->counts = am_cutter_take(cutter, capacity, sizeof *column->counts);
    }
    if (!is_count || lane->has_decimals) {
        column->values = am_cutter_take(cutter, capacity, am_value_type_bytes((am_value_type)reg->type));
    }
    if (lane->is_input || lane->domain == AM_DOMAIN_CONSTANT) {
        column->states = reg->may == 0 ? NULL : am_cutter_take(cutter, capacity, 1);
    }
}

static bool is_kept(const am_lane *lane, bool is_register) {
    bool is_wide = lane->has_decimals || lane->kind == AM_LANE_DECIMAL;
    return is_register &&
           (lane->is_input || lane->domain == AM_DOMAIN_CONSTANT || (is_wide && lane->first_use != 0));
}

/* Its slots, where it has some. */
static void set_slots(const slots *slots, const am_lane *lane, bool is_register, am_column *column) {
    if (lane->is_input || lane->domain == AM_DOMAIN_CONSTANT || lane->first_use == 0) {
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

void am_narrow_work_cut_columns(am_batch *batch, am_cutter *cutter) {
    const am_narrow *narrow = batch->narrow;
    const am_program *program = batch->program;
    am_column *all = am_cutter_take(cutter, narrow->lane_count, sizeof *all);
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
        if (is_kept(lane, is_register)) {
            cut_kept(batch, cutter, lane, &column);
        }
        if (all != NULL) {
            set_slots(slots, lane, is_register, &column);
            all[i] = column;
        }
    }
    for (uint32_t i = 0; all != NULL && i < narrow->lane_count; i++) {
        if (narrow->lanes[i].is_shared) {
            share_values(&narrow->lanes[i], &all[narrow->lanes[i].values_of], &all[i]);
        }
    }
    for (uint32_t i = 0; all != NULL && i < narrow->lane_count; i++) {
        uint32_t root = am_narrow_root(narrow, i);
        if (root != i) {
            all[i].counts = all[root].counts;
            all[i].states = all[root].states;
        }
    }
    batch->columns = all;
}

void am_narrow_work_cut_scratch(am_work *work, const am_batch *batch, uint32_t longest, am_cutter *cutter) {
    work->plain = am_cutter_take(cutter, longest, 1);
    work->dropped = am_cutter_take(cutter, longest, 1);
    work->is_open = am_cutter_take(cutter, batch->limits.records, sizeof *work->is_open);
    work->open_rows = am_cutter_take(cutter, batch->limits.records, sizeof *work->open_rows);
    for (unsigned i = 0; i < sizeof work->fills / sizeof work->fills[0]; i++) {
        work->fills[i] = am_cutter_take(cutter, longest, sizeof *work->fills[i]);
    }
}
