/*
 * Places of lanes. A lane at another grain stands where its register does; a constant is there from the
 * beginning; of elements going through one row by one, an operand is copied before the steps of a row.
 */
#include "vm/single_lane.h"

#include <string.h>

#include "vm/work.h"

am_single_step *am_single_add(am_single_sequence *sequence, am_single_do *run) {
    am_single_step *steps =
        AM_GROW(sequence->arena, am_single_step, sequence->steps, sequence->count, &sequence->capacity);
    if (steps == NULL) {
        sequence->count = 0; /* there is one: see am_single_new */
        steps = sequence->steps;
    }
    sequence->steps = steps;
    am_single_step *step = &steps[sequence->count++];
    *step = (am_single_step){.run = run, .rows = AM_NO_SLOT};
    return step;
}

uint32_t am_single_take_slots(am_single_planner *planner, uint32_t count) {
    uint32_t first = (uint32_t)planner->slot_count;
    for (uint32_t i = 0; i < count; i++) {
        int64_t *slots = AM_GROW(planner->sequence.arena, int64_t, planner->single->slots,
                                 planner->slot_count, &planner->slot_capacity);
        if (slots == NULL) {
            return 0;
        }
        planner->single->slots = slots;
        slots[planner->slot_count++] = 0;
    }
    return first;
}

am_single_place am_single_constant(am_single_planner *planner, int64_t value, am_state state) {
    uint32_t slot = am_single_take_slots(planner, 2);
    if (!planner->sequence.arena->is_exhausted) {
        planner->single->slots[slot] = value;
        planner->single->slots[slot + 1] = (int64_t)state;
    }
    return (am_single_place){.slot = slot,
                             .state_slot = slot + 1,
                             .shape = AM_SINGLE_ONE,
                             .lack = state == AM_STATE_VALUE ? AM_SINGLE_PLAIN : AM_SINGLE_CARRIED};
}

/* What a register of the constants' domain was computed to be. */
static am_single_place computed_constant(am_single_planner *planner, const am_lane *lane) {
    const am_column *column = &planner->batch->columns[lane->column];
    am_state state =
        column->states == NULL || column->is_plain ? AM_STATE_VALUE : (am_state)column->states[0];
    if (lane->kind == AM_LANE_YESNO) {
        return am_single_constant(planner, *(const uint8_t *)column->values, state);
    }
    planner->is_unknown = planner->is_unknown || lane->kind != AM_LANE_INTEGER;
    return am_single_constant(planner, planner->is_unknown ? 0 : *(const int32_t *)column->values, state);
}

/* Whether records may leave the input out without needing it. */
static bool is_optional(const am_batch *batch, uint16_t column) {
    const am_work *work = batch->work;
    uint16_t domain = batch->program->registers[column].domain;
    for (uint32_t i = work->input_starts[domain]; i < work->input_starts[domain + 1]; i++) {
        if (work->inputs[i].column == column) {
            return work->inputs[i].absent == AM_STATE_UNKNOWN;
        }
    }
    return false;
}

static am_single_place open_one(am_single_planner *planner, am_single_lack lack) {
    uint32_t slot = am_single_take_slots(planner, 2);
    return (am_single_place){
        .slot = slot, .state_slot = slot + 1, .shape = AM_SINGLE_ONE, .lack = (uint8_t)lack};
}

static am_single_place open_place(am_single_planner *planner, const am_lane *lane, am_single_lack lack) {
    if (lane->domain == 0) {
        return open_one(planner, lack);
    }
    bool is_mask = lane->kind == AM_LANE_YESNO;
    return (am_single_place){.slot = am_single_take_slots(planner, is_mask ? 1 : AM_SINGLE_ROWS_MAX),
                             .shape = is_mask ? AM_SINGLE_MASK : AM_SINGLE_MANY};
}

/* A fact that is one of few. */
static void set_codes(am_single_place *place, const am_lane *lane) {
    if (place->shape == AM_SINGLE_ONE && lane->kind != AM_LANE_COUNT) {
        place->code_slot = place->slot;
        place->code_count = lane->kind == AM_LANE_YESNO ? 2 : lane->limit;
    }
}

/* Records, and lists that they hold themselves. */
static bool has_places(const am_single_planner *planner, uint16_t domain) {
    return domain == 0 || planner->single->lists[domain].rows_slot != AM_NO_SLOT;
}

am_single_place am_single_place_of(am_single_planner *planner, uint32_t lane) {
    const am_narrow *narrow = planner->single->narrow;
    uint32_t root = am_narrow_root(narrow, lane);
    const am_lane *at = &narrow->lanes[root];
    am_single_place *place = &planner->single->places[root];
    if (place->shape != AM_SINGLE_NOWHERE) {
        return *place;
    }
    if (at->is_known) {
        *place = am_single_constant(planner, at->constant, AM_STATE_VALUE);
    } else if (at->domain == AM_DOMAIN_CONSTANT) {
        *place = computed_constant(planner, at);
    } else if (at->is_input && at->kind != AM_LANE_NONE && at->kind != AM_LANE_DECIMAL &&
               has_places(planner, at->domain)) {
        bool may_lack = at->domain == 0 && is_optional(planner->batch, (uint16_t)root);
        am_single_stream *stream = place->stream;
        *place = open_place(planner, at, may_lack ? AM_SINGLE_UNKNOWN : AM_SINGLE_PLAIN);
        place->stream = stream;
        set_codes(place, at);
    } else {
        planner->is_unknown = true;
    }
    return *place;
}

am_single_stream *am_single_stream_of(am_single_planner *planner, uint32_t lane) {
    const am_narrow *narrow = planner->single->narrow;
    uint32_t root = am_narrow_root(narrow, lane);
    const am_lane *at = &narrow->lanes[root];
    am_single_place *place = &planner->single->places[root];
    bool may_stand = at->is_input && at->domain != 0 && at->domain != AM_DOMAIN_CONSTANT &&
                     (at->kind == AM_LANE_COUNT || at->kind == AM_LANE_INTEGER) &&
                     has_places(planner, at->domain) && place->shape == AM_SINGLE_NOWHERE &&
                     planner->depth == 0;
    if (place->stream == NULL && !may_stand && am_single_place_of(planner, lane).shape != AM_SINGLE_MANY) {
        return NULL;
    }
    if (place->stream == NULL) {
        place->stream = AM_NEW(planner->sequence.arena, am_single_stream);
        if (place->stream != NULL) {
            *place->stream = (am_single_stream){.low = -AM_SINGLE_STREAM_MAX,
                                                .span = 2 * (uint64_t)AM_SINGLE_STREAM_MAX,
                                                .factor = 1,
                                                .slot = place->slot};
        }
    }
    return place->stream;
}

am_single_place am_single_operand(am_single_planner *planner, uint32_t lane) {
    am_single_place place = am_single_place_of(planner, lane);
    if (!planner->is_each || place.shape == AM_SINGLE_ONE || place.shape == AM_SINGLE_NOWHERE) {
        planner->is_unknown = planner->is_unknown || place.shape != AM_SINGLE_ONE;
        return place;
    }
    if (planner->copy_count == AM_SINGLE_COPIES_MAX) {
        planner->is_unknown = true;
        return place;
    }
    am_single_place row = open_one(planner, AM_SINGLE_PLAIN);
    planner->copies[planner->copy_count++] =
        (am_single_copy){place.slot, row.slot, place.shape == AM_SINGLE_MASK};
    return row;
}

am_single_place am_single_open_result(am_single_planner *planner, uint32_t lane, am_single_lack lack) {
    const am_lane *at = &planner->single->narrow->lanes[lane];
    if (planner->is_each) {
        planner->result = open_one(planner, lack);
        return planner->result;
    }
    planner->is_unknown = planner->is_unknown || !has_places(planner, at->domain) ||
                          at->kind == AM_LANE_DECIMAL || at->same_as != AM_NO_LANE;
    planner->single->places[lane] = open_place(planner, at, lack);
    return planner->single->places[lane];
}

static am_single_place *result_of(am_single_planner *planner, uint32_t lane) {
    return planner->is_each ? &planner->result : &planner->single->places[lane];
}

void am_single_set_lack(am_single_planner *planner, uint32_t lane, am_single_place like) {
    am_single_place *place = result_of(planner, lane);
    if (like.lack != AM_SINGLE_PLAIN) {
        place->lack = like.lack;
        place->state_slot = like.state_slot;
    }
}

void am_single_alias(am_single_planner *planner, uint32_t lane, am_single_place place) {
    *result_of(planner, lane) = place;
    planner->uses[lane] = UINT32_MAX / 2; /* whoever reads the other reads this */
}

void am_single_require_value(am_single_planner *planner, am_single_place *place) {
    if (place->lack != AM_SINGLE_PLAIN) {
        am_single_add(&planner->sequence, am_single_require)->a = place->state_slot - 1;
        place->lack = AM_SINGLE_PLAIN;
    }
}

void am_single_require_result(am_single_planner *planner, uint32_t lane) {
    am_single_require_value(planner, result_of(planner, lane));
}

void am_single_settle_place(am_single_planner *planner, am_single_place *place) {
    bool is_settled = place->lack != AM_SINGLE_FAULT && place->state_slot == place->slot + 1;
    if (place->lack == AM_SINGLE_PLAIN || is_settled) {
        return;
    }
    am_single_place settled = open_one(planner, AM_SINGLE_CARRIED);
    am_single_step *step = am_single_add(&planner->sequence, am_single_settle);
    step->a = place->slot;
    step->b = place->state_slot;
    step->out = settled.slot;
    step->by.factor = place->lack == AM_SINGLE_FAULT ? AM_STATE_FAULT : AM_STATE_UNKNOWN;
    *place = settled;
}

bool am_single_is_read_once(const am_single_planner *planner, uint32_t lane) {
    return planner->uses[am_narrow_root(planner->single->narrow, lane)] == 1 && planner->uses[lane] <= 1;
}

am_single_step *am_single_maker_of(am_single_planner *planner, uint32_t slot) {
    for (size_t i = planner->sequence.count; i-- > planner->barrier;) {
        if (planner->sequence.steps[i].out == slot) {
            return &planner->sequence.steps[i];
        }
    }
    return NULL;
}

am_single_step am_single_take_out(am_single_planner *planner, am_single_step *step) {
    am_single_sequence *sequence = &planner->sequence;
    if (sequence->arena->is_exhausted) {
        /* Steps are not counted any more, and what was made last may not be among them. */
        return (am_single_step){.run = am_single_end, .rows = AM_NO_SLOT};
    }
    am_single_step taken = *step;
    size_t at = (size_t)(step - sequence->steps);
    memmove(step, step + 1, (sequence->count - at - 1) * sizeof *step);
    sequence->count--;
    return taken;
}
