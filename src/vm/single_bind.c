/*
 * Columns bound to single rows: which step takes a fact, which gives a result, in what order.
 *
 * What a type cannot hold anyway is not looked at. Codes, and whatever else is one byte, are taken together.
 */
#include "vm/single_docket.h"

/* The slot of an input, one that nobody reads where no step does. */
static am_single_place input_of(const am_single *single, uint16_t column) {
    const am_lane *lane = &single->narrow->lanes[column];
    am_single_place place = single->places[column];
    if (place.shape != AM_SINGLE_NOWHERE) {
        return place;
    }
    place.shape = lane->domain == 0             ? AM_SINGLE_ONE
                  : lane->kind == AM_LANE_YESNO ? AM_SINGLE_MASK
                                                : AM_SINGLE_MANY;
    place.slot = single->spare_slot;
    place.lack = AM_SINGLE_UNKNOWN;
    return place;
}

bool am_single_binding_init(am_single_binding *out, const am_single *single, am_arena *arena) {
    *out = (am_single_binding){.single = single, .sequence = {.arena = arena, .capacity = 1}};
    out->sequence.steps = AM_NEW_ARRAY(arena, am_single_step, 1);
    return out->sequence.steps != NULL;
}

/* Of a place that other records may leave without a value. */
static void set_known(am_single_sequence *sequence, am_single_place place) {
    if (place.lack != AM_SINGLE_PLAIN) {
        am_single_add(sequence, am_single_set_known)->out = place.slot;
    }
}

static void add_codes(am_single_binding *binding) {
    uint32_t count = binding->code_count + binding->code_count % 2;
    am_single_code *codes = AM_NEW_ARRAY(binding->sequence.arena, am_single_code, count + 1);
    if (binding->code_count == 0 || codes == NULL) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        codes[i] = binding->codes[i < binding->code_count ? i : 0];
    }
    am_single_add(&binding->sequence, am_single_take_codes)->by.table = codes;
    binding->code_count = 0;
}

static int64_t greatest_of(const am_single_source *source) {
    return (int64_t)((uint64_t)source->low + source->span);
}

static void add_states(am_single_binding *binding) {
    uint32_t count = binding->state_count + binding->state_count % 2;
    const uint8_t **states = AM_NEW_ARRAY(binding->sequence.arena, const uint8_t *, count + 1);
    if (binding->state_count == 0 || states == NULL) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        states[i] = binding->states[i < binding->state_count ? i : 0];
    }
    am_single_add(&binding->sequence, am_single_require_values)->by.table = states;
    binding->state_count = 0;
}

static void require_value(am_single_binding *binding, const uint8_t *states) {
    binding->states[binding->state_count++] = states;
    if (binding->state_count == AM_SINGLE_CODES_MAX) {
        add_states(binding);
    }
}

/* Whether any number that the column can hold is within. */
static bool is_any_within(const am_single_source *source) {
    return source->bytes == 8 ? source->low == INT64_MIN && greatest_of(source) == INT64_MAX
                              : source->low <= INT32_MIN && greatest_of(source) >= INT32_MAX;
}

static void take_code(am_single_binding *binding, uint32_t slot, const am_single_source *source) {
    int64_t most = greatest_of(source);
    binding->codes[binding->code_count++] =
        (am_single_code){source->values, most > UINT8_MAX ? UINT8_MAX : (uint32_t)most, slot};
    if (binding->code_count == AM_SINGLE_CODES_MAX) {
        add_codes(binding);
    }
}

/* One of the record that is given. */
static void take_one(am_single_binding *binding, am_single_place place, const am_single_source *source) {
    bool is_same = source->factor == 1;
    if (source->bytes == 1 && is_same && source->low <= 0 && greatest_of(source) >= 0) {
        take_code(binding, place.slot, source);
        return;
    }
    am_single_step *step = am_single_add(&binding->sequence, am_single_take);
    step->out = place.slot;
    step->by.table = source;
    if (source->bytes != 1 && is_any_within(source) && source->factor == (uint32_t)source->factor) {
        step->run = source->bytes == 8 ? am_single_take_any_8 : am_single_take_any_4;
        step->a = (uint32_t)source->factor;
        step->by.table = source->values;
    } else if (source->bytes == 4 && is_same && source->low == (int32_t)source->low &&
               source->span <= UINT32_MAX) {
        step->run = am_single_take_short;
        step->a = (uint32_t)source->low;
        step->b = (uint32_t)source->span;
        step->by.table = source->values;
    }
}

static am_single_step *add_given(am_single_binding *binding, const am_single_source *source) {
    am_single_step *step = am_single_add(&binding->sequence, am_single_require_given);
    step->by.table = source;
    return step;
}

static void bind_record_fact(am_single_binding *binding, am_single_place place,
                             const am_single_source *source) {
    if (source->is_given != NULL && source->is_state && place.lack == AM_SINGLE_PLAIN) {
        require_value(binding, source->is_given);
    } else if (source->is_given != NULL && place.lack == AM_SINGLE_PLAIN) {
        add_given(binding, source)->a = AM_SINGLE_INDEX;
    }
    if (source->is_given == NULL || place.lack == AM_SINGLE_PLAIN) {
        take_one(binding, place, source);
        set_known(&binding->sequence, place);
        return;
    }
    am_single_step *step =
        am_single_add(&binding->sequence, source->is_state ? am_single_take_stated : am_single_take_given);
    step->out = place.slot;
    step->by.table = source;
}

/* Elements' values that are tested where they stand; counts keep away from the ends of 64 bits. */
static void bind_stream(am_single_stream *stream, const am_single_source *source) {
    int64_t most = AM_SINGLE_STREAM_MAX / source->factor;
    int64_t low = source->low < -most ? -most : source->low;
    int64_t high = greatest_of(source) > most ? most : greatest_of(source);
    stream->values = source->values;
    stream->bytes = source->bytes;
    stream->factor = source->factor;
    stream->low = low;
    stream->span = (uint64_t)high - (uint64_t)low;
}

void am_single_bind_fact(am_single_binding *binding, uint16_t column, const am_single_source *source) {
    const am_single *single = binding->single;
    am_single_place place = input_of(single, column);
    if (place.shape == AM_SINGLE_ONE) {
        bind_record_fact(binding, place, source);
        return;
    }
    const am_single_list *list = &single->lists[single->narrow->lanes[column].domain];
    if (source->is_given != NULL) {
        am_single_step *given = add_given(binding, source);
        given->a = list->first_slot;
        given->rows = list->rows_slot;
    }
    if (place.stream != NULL && place.stream->slot == 0) {
        bind_stream(place.stream, source);
        if (single->places[column].shape == AM_SINGLE_NOWHERE) {
            return;
        }
    }
    am_single_step *step = am_single_add(
        &binding->sequence, place.shape == AM_SINGLE_MASK ? am_single_take_mask : am_single_take_each);
    step->out = place.slot;
    step->a = list->first_slot;
    step->rows = list->rows_slot;
    step->by.table = source;
}

bool am_single_bind_absent(am_single_binding *binding, uint16_t column) {
    am_single_place place = binding->single->places[column];
    if (place.shape == AM_SINGLE_ONE && place.lack != AM_SINGLE_PLAIN) {
        am_single_add(&binding->sequence, am_single_take_absent)->out = place.slot;
        return true;
    }
    return place.shape == AM_SINGLE_NOWHERE && place.stream == NULL;
}

void am_single_bind_list(am_single_binding *binding, uint16_t domain, const am_single_source *offsets) {
    const am_single *single = binding->single;
    am_single_place present = input_of(single, single->narrow->program->domains[domain].present);
    am_single_step *step = am_single_add(
        &binding->sequence, offsets->is_given == NULL ? am_single_take_list : am_single_take_given_list);
    step->by.table = offsets;
    step->rows = single->lists[domain].rows_slot;
    step->a = single->lists[domain].first_slot;
    step->out = present.slot;
    step->b = present.lack != AM_SINGLE_PLAIN ? 0 : 1;
    if (offsets->is_given == NULL) {
        set_known(&binding->sequence, present);
    }
}

bool am_single_bind_no_list(am_single_binding *binding, uint16_t domain) {
    const am_single_list *list = &binding->single->lists[domain];
    if (list->rows_slot != AM_NO_SLOT) {
        am_single_step *step = am_single_add(&binding->sequence, am_single_take_no_list);
        step->rows = list->rows_slot;
        step->a = list->first_slot;
    }
    return am_single_bind_absent(binding, binding->single->narrow->program->domains[domain].present);
}

void am_single_bind_core(am_single_binding *binding) {
    const am_single *single = binding->single;
    add_states(binding);
    add_codes(binding);
    for (uint32_t i = 0; i < single->core_count; i++) {
        *am_single_add(&binding->sequence, single->core[i].run) = single->core[i];
    }
}

bool am_single_bind_result(am_single_binding *binding, uint16_t column, uint16_t domain,
                           const am_single_outcome *outcome) {
    const am_single *single = binding->single;
    am_single_sequence *sequence = &binding->sequence;
    am_single_place place = single->places[am_narrow_root(single->narrow, column)];
    bool is_plain =
        place.lack == AM_SINGLE_PLAIN && outcome->over == 1 && outcome->under == 1 && outcome->states != NULL;
    if (place.shape == AM_SINGLE_NOWHERE) {
        return false;
    }
    if (domain == 0) {
        am_single_step *step = am_single_add(sequence, !is_plain             ? am_single_give_any
                                                       : outcome->bytes == 8 ? am_single_give_8
                                                       : outcome->bytes == 4 ? am_single_give_4
                                                                             : am_single_give_1);
        step->a = place.slot;
        step->by.table = outcome;
        return true;
    }
    if (place.lack != AM_SINGLE_PLAIN) {
        am_single_add(sequence, am_single_require)->a = place.slot;
    }
    am_single_step *step = am_single_add(sequence, am_single_give_each);
    step->a = place.slot;
    step->b = single->lists[domain].first_slot;
    step->rows = single->lists[domain].rows_slot;
    step->strides[0] = place.shape == AM_SINGLE_MANY;
    step->strides[1] = place.shape == AM_SINGLE_MASK;
    step->by.table = outcome;
    return true;
}

const am_single_step *am_single_bind_end(am_single_binding *binding) {
    am_single_add(&binding->sequence, am_single_end);
    return binding->sequence.arena->is_exhausted ? NULL : binding->sequence.steps;
}
