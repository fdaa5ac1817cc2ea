/*
 * Facts from a caller's columns, results into them, a row at a time.
 */
#include "vm/single_docket.h"

#include "vm/single_do.h"

/* A number that lies within a few of 32 bits and stands as it is: from a, so many more as b. */
#define TAKE_SHORT(name, T)                                                     \
    static bool take_short_##name(const am_single_step *step, int64_t *slots) { \
        int64_t value = ((const T *)step->by.table)[slots[AM_SINGLE_INDEX]];    \
        if ((uint64_t)(value - (int32_t)step->a) > step->b) {                   \
            return false;                                                       \
        }                                                                       \
        slots[step->out] = value;                                               \
        NEXT;                                                                   \
    }
TAKE_SHORT(4, int32_t)
TAKE_SHORT(1, uint8_t)

/* One that is not given is unknown where it may be, and else leaves the record. */
#define TAKE(name, T)                                                                                       \
    static bool take_##name(const am_single_step *step, int64_t *slots) {                                   \
        const am_single_source *from = step->by.table;                                                      \
        int64_t value = ((const T *)from->values)[slots[AM_SINGLE_INDEX]];                                  \
        if ((uint64_t)value - (uint64_t)from->low > from->span) {                                           \
            return false;                                                                                   \
        }                                                                                                   \
        slots[step->out] = value * from->factor;                                                            \
        NEXT;                                                                                               \
    }                                                                                                       \
    static bool take_given_##name(const am_single_step *step, int64_t *slots) {                             \
        const am_single_source *from = step->by.table;                                                      \
        bool is_given = from->is_given[slots[AM_SINGLE_INDEX]] != 0;                                        \
        int64_t found = ((const T *)from->values)[slots[AM_SINGLE_INDEX]];                                  \
        int64_t value = am_single_one_of(is_given, found, from->low);                                       \
        if ((((uint64_t)value - (uint64_t)from->low > from->span) | (step->b > (uint32_t)is_given)) != 0) { \
            return false;                                                                                   \
        }                                                                                                   \
        OUT = (int64_t)((uint64_t)value * (uint64_t)from->factor) & -(int64_t)is_given;                     \
        OUT_STATE = is_given ^ 1; /* a value, or unknown */                                                 \
        NEXT;                                                                                               \
    }                                                                                                       \
    static bool take_each_##name(const am_single_step *step, int64_t *slots) {                              \
        const am_single_source *from = step->by.table;                                                      \
        const int64_t rows = ROWS;                                                                          \
        const T *values = (const T *)from->values + A;                                                      \
        const uint64_t low = (uint64_t)from->low;                                                           \
        const uint64_t factor = (uint64_t)from->factor;                                                     \
        int64_t *out = &OUT;                                                                                \
        uint64_t most = 0;                                                                                  \
        for (int64_t row = 0; row < rows; row++) {                                                          \
            uint64_t value = (uint64_t)values[row];                                                         \
            most = value - low > most ? value - low : most;                                                 \
            out[row] = (int64_t)(value * factor);                                                           \
        }                                                                                                   \
        if (most > from->span) {                                                                            \
            return false;                                                                                   \
        }                                                                                                   \
        NEXT;                                                                                               \
    }                                                                                                       \
    static bool take_mask_##name(const am_single_step *step, int64_t *slots) {                              \
        const am_single_source *from = step->by.table;                                                      \
        const T *values = (const T *)from->values + slots[step->a];                                         \
        const int64_t rows = slots[step->rows];                                                             \
        uint64_t mask = 0;                                                                                  \
        uint64_t beyond = 0;                                                                                \
        for (int64_t row = 0; row < rows; row++) {                                                          \
            int64_t value = values[row];                                                                    \
            beyond |= (uint64_t)value - (uint64_t)from->low > from->span ? 1 : 0;                           \
            mask |= (uint64_t)(value & 1) << row;                                                           \
        }                                                                                                   \
        slots[step->out] = (int64_t)mask;                                                                   \
        if (beyond != 0) {                                                                                  \
            return false;                                                                                   \
        }                                                                                                   \
        NEXT;                                                                                               \
    }

static bool take_all_given(const am_single_step *step, int64_t *slots) {
    const am_single_source *from = step->by.table;
    for (int64_t row = A; row < A + ROWS; row++) {
        if (from->is_given[row] == 0) {
            return false;
        }
    }
    NEXT;
}

TAKE(8, int64_t)
TAKE(4, int32_t)
TAKE(1, uint8_t)

static bool take_absent(const am_single_step *step, int64_t *slots) {
    slots[step->out] = 0;
    slots[step->out + 1] = AM_STATE_UNKNOWN;
    NEXT;
}

/* out: the list's presence. */
static bool take_list(const am_single_step *step, int64_t *slots) {
    const am_single_source *from = step->by.table;
    const uint32_t *offsets = (const uint32_t *)from->values + slots[AM_SINGLE_INDEX];
    uint32_t rows = offsets[1] - offsets[0];
    if (rows > AM_SINGLE_ROWS_MAX) {
        return false;
    }
    slots[step->rows] = rows;
    slots[step->a] = offsets[0];
    slots[step->out] = 1;
    NEXT;
}

static bool take_given_list(const am_single_step *step, int64_t *slots) {
    const am_single_source *from = step->by.table;
    bool is_given = from->is_given[slots[AM_SINGLE_INDEX]] != 0;
    const uint32_t *offsets = (const uint32_t *)from->values + slots[AM_SINGLE_INDEX];
    uint32_t rows = is_given ? offsets[1] - offsets[0] : 0;
    if (rows > AM_SINGLE_ROWS_MAX || (step->b != 0 && !is_given)) {
        return false;
    }
    slots[step->rows] = rows;
    slots[step->a] = offsets[0];
    slots[step->out] = 1;
    slots[step->out + 1] = is_given ? AM_STATE_VALUE : AM_STATE_UNKNOWN;
    NEXT;
}

static bool take_no_list(const am_single_step *step, int64_t *slots) {
    slots[step->rows] = 0;
    slots[step->a] = 0;
    NEXT;
}

/* The slot of an input, one that nobody reads where no step does. */
static am_single_place input_of(const am_single *single, uint16_t column) {
    const am_lane *lane = &single->narrow->lanes[column];
    am_single_place place = single->places[column];
    if (place.shape != AM_SINGLE_NOWHERE) {
        return place;
    }
    uint8_t shape = lane->domain == 0             ? AM_SINGLE_ONE
                    : lane->kind == AM_LANE_YESNO ? AM_SINGLE_MASK
                                                  : AM_SINGLE_MANY;
    return (am_single_place){.slot = single->spare_slot, .shape = shape, .lack = AM_SINGLE_UNKNOWN};
}

static unsigned width_of(uint8_t bytes) {
    return bytes == 8 ? 0 : bytes == 4 ? 1 : 2;
}

/* Of a place that other records may leave without a value. */
static void set_known(am_single_sequence *sequence, am_single_place place) {
    if (place.lack != AM_SINGLE_PLAIN) {
        am_single_add(sequence, am_single_set_known)->out = place.slot;
    }
}

static bool is_short(const am_single_source *source) {
    return source->bytes != 8 && source->factor == 1 && source->low == (int32_t)source->low &&
           source->span <= UINT32_MAX;
}

void am_single_bind_fact(am_single_sequence *sequence, const am_single *single, uint16_t column,
                         const am_single_source *source) {
    static am_single_do *const all[4][3] = {{take_8, take_4, take_1},
                                            {take_given_8, take_given_4, take_given_1},
                                            {take_each_8, take_each_4, take_each_1},
                                            {take_mask_8, take_mask_4, take_mask_1}};
    am_single_place place = input_of(single, column);
    unsigned way = place.shape == AM_SINGLE_MASK   ? 3
                   : place.shape == AM_SINGLE_MANY ? 2
                   : source->is_given != NULL      ? 1
                                                   : 0;
    am_single_step *step = am_single_add(sequence, all[way][width_of(source->bytes)]);
    if (way == 0 && is_short(source)) {
        step->run = source->bytes == 4 ? take_short_4 : take_short_1;
        step->out = place.slot;
        step->a = (uint32_t)source->low;
        step->b = (uint32_t)source->span;
        step->by.table = source->values;
        set_known(sequence, place);
        return;
    }
    step->out = place.slot;
    step->b = place.lack != AM_SINGLE_PLAIN ? 0 : 1;
    step->by.table = source;
    if (way >= 2) {
        const am_single_list *list = &single->lists[single->narrow->lanes[column].domain];
        step->a = list->first_slot;
        step->rows = list->rows_slot;
        if (source->is_given != NULL) {
            am_single_step *given = am_single_add(sequence, take_all_given);
            given->a = list->first_slot;
            given->rows = list->rows_slot;
            given->by.table = source;
        }
    } else if (way == 0) {
        set_known(sequence, place);
    }
}

bool am_single_bind_absent(am_single_sequence *sequence, const am_single *single, uint16_t column) {
    am_single_place place = single->places[column];
    if (place.shape == AM_SINGLE_ONE && place.lack != AM_SINGLE_PLAIN) {
        am_single_add(sequence, take_absent)->out = place.slot;
        return true;
    }
    return place.shape == AM_SINGLE_NOWHERE;
}

void am_single_bind_list(am_single_sequence *sequence, const am_single *single, uint16_t domain,
                         const am_single_source *offsets) {
    am_single_place present = input_of(single, single->narrow->program->domains[domain].present);
    am_single_step *step = am_single_add(sequence, offsets->is_given == NULL ? take_list : take_given_list);
    step->by.table = offsets;
    step->rows = single->lists[domain].rows_slot;
    step->a = single->lists[domain].first_slot;
    step->out = present.slot;
    step->b = present.lack != AM_SINGLE_PLAIN ? 0 : 1;
    if (offsets->is_given == NULL) {
        set_known(sequence, present);
    }
}

bool am_single_bind_no_list(am_single_sequence *sequence, const am_single *single, uint16_t domain) {
    const am_single_list *list = &single->lists[domain];
    if (list->rows_slot != AM_NO_SLOT) {
        am_single_step *step = am_single_add(sequence, take_no_list);
        step->rows = list->rows_slot;
        step->a = list->first_slot;
    }
    return am_single_bind_absent(sequence, single, single->narrow->program->domains[domain].present);
}

static inline void store(const am_single_outcome *to, int64_t at, int64_t value, int64_t state) {
    if (to->bytes == 8) {
        ((int64_t *)to->values)[at] = value;
    } else if (to->bytes == 4) {
        ((int32_t *)to->values)[at] = (int32_t)value;
    } else {
        ((uint8_t *)to->values)[at] = (uint8_t)value;
    }
    to->states[at] = (uint8_t)state;
}

/* A count in the units of its column; false where it does not fit, or has more digits. */
static inline bool convert(const am_single_outcome *to, int64_t count, int64_t *out) {
    if (to->under != 1) {
        if (count % to->under != 0) {
            return false;
        }
        count /= to->under;
    }
    return !__builtin_mul_overflow(count, to->over, out) && *out >= to->low && *out <= to->high;
}

static bool give_any(const am_single_step *step, int64_t *slots) {
    const am_single_outcome *to = step->by.table;
    int64_t state = slots[step->a + 1];
    int64_t value = state == AM_STATE_VALUE ? slots[step->a] : 0;
    if (state > AM_STATE_UNKNOWN || !convert(to, value, &value)) {
        return false;
    }
    store(to, slots[AM_SINGLE_INDEX], value, state);
    NEXT;
}

/* The usual: a value that stands as it is. */
#define GIVE(name, T)                                                     \
    static bool give_##name(const am_single_step *step, int64_t *slots) { \
        const am_single_outcome *to = step->by.table;                     \
        int64_t value = slots[step->a];                                   \
        if (value < to->low || value > to->high) {                        \
            return false;                                                 \
        }                                                                 \
        ((T *)to->values)[slots[AM_SINGLE_INDEX]] = (T)value;             \
        to->states[slots[AM_SINGLE_INDEX]] = AM_STATE_VALUE;              \
        NEXT;                                                             \
    }
GIVE(8, int64_t)
GIVE(4, int32_t)
GIVE(1, uint8_t)

static bool give_each(const am_single_step *step, int64_t *slots) {
    const am_single_outcome *to = step->by.table;
    for (int64_t row = 0; row < slots[step->rows]; row++) {
        int64_t value =
            step->strides[1] != 0 ? (slots[step->a] >> row) & 1 : slots[step->a + row * step->strides[0]];
        if (!convert(to, value, &value)) {
            return false;
        }
        store(to, slots[step->b] + row, value, AM_STATE_VALUE);
    }
    NEXT;
}

bool am_single_bind_result(am_single_sequence *sequence, const am_single *single, uint16_t column,
                           uint16_t domain, const am_single_outcome *outcome) {
    static am_single_do *const plain[3] = {give_8, give_4, give_1};
    am_single_place place = single->places[am_narrow_root(single->narrow, column)];
    bool is_plain = place.lack == AM_SINGLE_PLAIN && outcome->over == 1 && outcome->under == 1;
    if (place.shape == AM_SINGLE_NOWHERE) {
        return false;
    }
    if (domain == 0) {
        am_single_step *step = am_single_add(sequence, is_plain ? plain[width_of(outcome->bytes)] : give_any);
        step->a = place.slot;
        step->by.table = outcome;
        return true;
    }
    if (place.lack != AM_SINGLE_PLAIN) {
        am_single_add(sequence, am_single_require)->a = place.slot;
    }
    am_single_step *step = am_single_add(sequence, give_each);
    step->a = place.slot;
    step->b = single->lists[domain].first_slot;
    step->rows = single->lists[domain].rows_slot;
    step->strides[0] = place.shape == AM_SINGLE_MANY;
    step->strides[1] = place.shape == AM_SINGLE_MASK;
    step->by.table = outcome;
    return true;
}

void am_single_bind_end(am_single_sequence *sequence) {
    am_single_add(sequence, am_single_end);
}
