/*
 * Facts from columns, results into them, a row at a time.
 *
 * What a type cannot hold anyway is not looked at. Codes, and whatever else is one byte, are taken together.
 */
#include "vm/single_docket.h"

#include "vm/single_do.h"

static inline int64_t read_value(const am_single_source *from, int64_t at) {
    return from->bytes == 8   ? ((const int64_t *)from->values)[at]
           : from->bytes == 4 ? ((const int32_t *)from->values)[at]
                              : ((const uint8_t *)from->values)[at];
}

static inline bool is_within(const am_single_source *from, int64_t value) {
    return (uint64_t)value - (uint64_t)from->low <= from->span;
}

static inline int64_t scaled(const am_single_source *from, int64_t value) {
    return (int64_t)((uint64_t)value * (uint64_t)from->factor);
}

bool am_single_take(const am_single_step *step, int64_t *slots) {
    const am_single_source *from = step->by.table;
    int64_t value = read_value(from, slots[AM_SINGLE_INDEX]);
    if (!is_within(from, value)) {
        return false;
    }
    OUT = scaled(from, value);
    NEXT;
}

/* One that may be whatever the column can hold: a times. */
#define TAKE_ANY(name, T)                                                        \
    bool am_single_take_any_##name(const am_single_step *step, int64_t *slots) { \
        int64_t value = ((const T *)step->by.table)[slots[AM_SINGLE_INDEX]];     \
        OUT = (int64_t)((uint64_t)value * step->a);                              \
        NEXT;                                                                    \
    }
TAKE_ANY(8, int64_t)
TAKE_ANY(4, int32_t)

/* A number that lies within a few of 32 bits and stands as it is: from a, so many more as b. */
bool am_single_take_short(const am_single_step *step, int64_t *slots) {
    int64_t value = ((const int32_t *)step->by.table)[slots[AM_SINGLE_INDEX]];
    if ((uint64_t)(value - (int32_t)step->a) > step->b) {
        return false;
    }
    OUT = value;
    NEXT;
}

/* Two by two, to one that has no slot. */
bool am_single_take_codes(const am_single_step *step, int64_t *slots) {
    const am_single_code *code = step->by.table;
    const int64_t row = slots[AM_SINGLE_INDEX];
    do {
        uint8_t first = code[0].values[row];
        uint8_t second = code[1].values[row];
        if (first > code[0].most || second > code[1].most) {
            return false;
        }
        slots[code[0].slot] = first;
        slots[code[1].slot] = second;
        code += 2;
    } while (code->values != NULL);
    NEXT;
}

/* One that is not given is unknown, whatever stands there. */
bool am_single_take_given(const am_single_step *step, int64_t *slots) {
    const am_single_source *from = step->by.table;
    int64_t is_given = from->is_given[slots[AM_SINGLE_INDEX]] != 0 ? 1 : 0;
    int64_t value = read_value(from, slots[AM_SINGLE_INDEX]) & -is_given;
    if (!is_within(from, value)) {
        if (is_given != 0) {
            return false;
        }
        value = 0;
    }
    OUT = scaled(from, value);
    OUT_STATE = is_given ^ 1; /* a value, or unknown */
    NEXT;
}

bool am_single_take_stated(const am_single_step *step, int64_t *slots) {
    const am_single_source *from = step->by.table;
    int64_t state = from->is_given[slots[AM_SINGLE_INDEX]];
    if (state > AM_STATE_UNKNOWN) {
        return false;
    }
    OUT = state == AM_STATE_VALUE ? read_value(from, slots[AM_SINGLE_INDEX]) : 0;
    OUT_STATE = state;
    NEXT;
}

/* Those that must be given: from a so many. */
bool am_single_require_given(const am_single_step *step, int64_t *slots) {
    const am_single_source *from = step->by.table;
    int64_t end = A + (step->rows == AM_NO_SLOT ? 1 : ROWS);
    for (int64_t row = A; row < end; row++) {
        if ((from->is_given[row] != 0) == from->is_state) {
            return false;
        }
    }
    NEXT;
}

/* Likewise, of states of the record, two by two. */
bool am_single_require_values(const am_single_step *step, int64_t *slots) {
    const uint8_t *const *states = step->by.table;
    const int64_t row = slots[AM_SINGLE_INDEX];
    unsigned all = AM_STATE_VALUE;
    do {
        all |= states[0][row] | states[1][row];
        states += 2;
    } while (*states != NULL);
    if (all != AM_STATE_VALUE) {
        return false;
    }
    NEXT;
}

bool am_single_take_each(const am_single_step *step, int64_t *slots) {
    const am_single_source *from = step->by.table;
    const int64_t rows = ROWS;
    int64_t *out = &OUT;
    for (int64_t row = 0; row < rows; row++) {
        int64_t value = read_value(from, A + row);
        if (!is_within(from, value)) {
            return false;
        }
        out[row] = scaled(from, value);
    }
    NEXT;
}

bool am_single_take_mask(const am_single_step *step, int64_t *slots) {
    const am_single_source *from = step->by.table;
    const int64_t rows = ROWS;
    uint64_t mask = 0;
    for (int64_t row = 0; row < rows; row++) {
        int64_t value = read_value(from, A + row);
        if (!is_within(from, value)) {
            return false;
        }
        mask |= (uint64_t)value << row;
    }
    OUT = (int64_t)mask;
    NEXT;
}

bool am_single_take_absent(const am_single_step *step, int64_t *slots) {
    OUT = 0;
    OUT_STATE = AM_STATE_UNKNOWN;
    NEXT;
}

/* out: the list's presence. */
bool am_single_take_list(const am_single_step *step, int64_t *slots) {
    const am_single_source *from = step->by.table;
    const uint32_t *offsets = (const uint32_t *)from->values + slots[AM_SINGLE_INDEX];
    uint32_t rows = offsets[1] - offsets[0];
    if (rows > AM_SINGLE_ROWS_MAX) {
        return false;
    }
    ROWS = rows;
    A = offsets[0];
    OUT = 1;
    NEXT;
}

bool am_single_take_given_list(const am_single_step *step, int64_t *slots) {
    const am_single_source *from = step->by.table;
    bool is_given = from->is_given[slots[AM_SINGLE_INDEX]] != 0;
    const uint32_t *offsets = (const uint32_t *)from->values + slots[AM_SINGLE_INDEX];
    uint32_t rows = is_given ? offsets[1] - offsets[0] : 0;
    if (rows > AM_SINGLE_ROWS_MAX || (step->b != 0 && !is_given)) {
        return false;
    }
    ROWS = rows;
    A = offsets[0];
    OUT = 1;
    OUT_STATE = is_given ? AM_STATE_VALUE : AM_STATE_UNKNOWN;
    NEXT;
}

bool am_single_take_no_list(const am_single_step *step, int64_t *slots) {
    ROWS = 0;
    A = 0;
    NEXT;
}

static inline void store(const am_single_outcome *to, int64_t at, int64_t value, int64_t state) {
    if (to->bytes == 8) {
        ((int64_t *)to->values)[at] = value;
    } else if (to->bytes == 4) {
        ((int32_t *)to->values)[at] = (int32_t)value;
    } else {
        ((uint8_t *)to->values)[at] = (uint8_t)value;
    }
    if (to->states != NULL) {
        to->states[at] = (uint8_t)state;
    }
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

bool am_single_give_any(const am_single_step *step, int64_t *slots) {
    const am_single_outcome *to = step->by.table;
    int64_t state = STATE_A;
    int64_t value = state == AM_STATE_VALUE ? A : 0;
    if (state > AM_STATE_UNKNOWN || !convert(to, value, &value)) {
        return false;
    }
    store(to, slots[AM_SINGLE_INDEX], value, state);
    NEXT;
}

/* The usual: a value that stands as it is. */
#define GIVE(name, T, IS_BEYOND)                                             \
    bool am_single_give_##name(const am_single_step *step, int64_t *slots) { \
        const am_single_outcome *to = step->by.table;                        \
        int64_t value = A;                                                   \
        if (IS_BEYOND) {                                                     \
            return false;                                                    \
        }                                                                    \
        ((T *)to->values)[slots[AM_SINGLE_INDEX]] = (T)value;                \
        to->states[slots[AM_SINGLE_INDEX]] = AM_STATE_VALUE;                 \
        NEXT;                                                                \
    }
GIVE(8, int64_t, value == INT64_MIN)
GIVE(4, int32_t, value != (int32_t)value)
GIVE(1, uint8_t, value != (uint8_t)value)

bool am_single_give_each(const am_single_step *step, int64_t *slots) {
    const am_single_outcome *to = step->by.table;
    for (int64_t row = 0; row < ROWS; row++) {
        int64_t value = step->strides[1] != 0 ? (A >> row) & 1 : slots[step->a + row * step->strides[0]];
        if (!convert(to, value, &value)) {
            return false;
        }
        store(to, B + row, value, AM_STATE_VALUE);
    }
    NEXT;
}
