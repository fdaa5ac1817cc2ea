/*
 * Steps over the elements of one record's list: yes and no of all of them in one word, so that and, or and
 * counting are each one operation; comparisons four elements at a time, since most lists are short.
 *
 * What has no step of its own here is done for each element by the steps of one row.
 */
#include "vm/single_do.h"

/* Those of the elements in c. Slots of elements are so many that the last three beyond a list can be read. */
#define COMPARE(name, OPERATOR, STRIDE)                                \
    bool name(const am_single_step *step, int64_t *slots) {            \
        const int64_t *a = &A;                                         \
        const int64_t *b = &B;                                         \
        const int64_t rows = ROWS;                                     \
        uint64_t mask = 0;                                             \
        int64_t row = 0;                                               \
        do {                                                           \
            uint64_t four = a[3] OPERATOR b[3 * (STRIDE)] ? 1 : 0;     \
            four = 2 * four + (a[2] OPERATOR b[2 * (STRIDE)] ? 1 : 0); \
            four = 2 * four + (a[1] OPERATOR b[1 * (STRIDE)] ? 1 : 0); \
            four = 2 * four + (a[0] OPERATOR b[0] ? 1 : 0);            \
            mask |= four << row;                                       \
            row += 4;                                                  \
            a += 4;                                                    \
            b += 4 * (STRIDE);                                         \
        } while (row < rows);                                          \
        OUT = (int64_t)mask & slots[step->c];                          \
        NEXT;                                                          \
    }
COMPARE(am_single_each_equal, ==, 1)
COMPARE(am_single_each_less, <, 1)
COMPARE(am_single_each_less_equal, <=, 1)
COMPARE(am_single_each_equal_to, ==, 0)
COMPARE(am_single_each_below, <, 0)
COMPARE(am_single_each_at_most, <=, 0)
COMPARE(am_single_each_above, >, 0)
COMPARE(am_single_each_at_least, >=, 0)

/* Integers from the one in b on and below the one in `by`: none where this is lower. */
bool am_single_each_within(const am_single_step *step, int64_t *slots) {
    const int64_t *a = &A;
    const int64_t rows = ROWS;
    const uint64_t low = (uint64_t)B + step->strides[1];
    const uint64_t high = (uint64_t)slots[step->by.factor] + step->strides[0];
    const uint64_t span = (int64_t)high > (int64_t)low ? high - low : 0;
    uint64_t mask = 0;
    int64_t row = 0;
    do {
        uint64_t four = (uint64_t)a[3] - low < span ? 1 : 0;
        four = 2 * four + ((uint64_t)a[2] - low < span ? 1 : 0);
        four = 2 * four + ((uint64_t)a[1] - low < span ? 1 : 0);
        four = 2 * four + ((uint64_t)a[0] - low < span ? 1 : 0);
        mask |= four << row;
        row += 4;
        a += 4;
    } while (row < rows);
    OUT = (int64_t)mask & C;
    NEXT;
}

bool am_single_spread_yes(const am_single_step *step, int64_t *slots) {
    OUT = -A;
    NEXT;
}

bool am_single_mask_and(const am_single_step *step, int64_t *slots) {
    OUT = A & B;
    NEXT;
}

bool am_single_mask_or(const am_single_step *step, int64_t *slots) {
    OUT = A | B;
    NEXT;
}

bool am_single_mask_not(const am_single_step *step, int64_t *slots) {
    OUT = ~A;
    NEXT;
}

bool am_single_mask_equal(const am_single_step *step, int64_t *slots) {
    OUT = ~(A ^ B);
    NEXT;
}

bool am_single_each_row(const am_single_step *step, int64_t *slots) {
    const am_single_each *each = step->by.table;
    const int64_t rows = ROWS;
    uint64_t mask = 0;
    for (int64_t row = 0; row < rows; row++) {
        for (uint32_t i = 0; i < each->copy_count; i++) {
            const am_single_copy *copy = &each->copies[i];
            slots[copy->to] =
                copy->is_mask ? (slots[copy->from] >> row) & 1 : slots[copy->from + (uint32_t)row];
        }
        if (!each->steps->run(each->steps, slots)) {
            return false;
        }
        if (each->is_mask) {
            mask |= (uint64_t)A << row;
        } else {
            slots[step->out + (uint32_t)row] = A;
        }
    }
    if (each->is_mask) {
        OUT = (int64_t)mask;
    }
    NEXT;
}

bool am_single_position(const am_single_step *step, int64_t *slots) {
    for (uint32_t row = 0; row < AM_SINGLE_ROWS_MAX; row++) {
        slots[step->out + row] = row + 1;
    }
    NEXT;
}

static inline uint64_t valid_rows(int64_t rows) {
    return (UINT64_C(1) << rows) - 1;
}

bool am_single_check_all(const am_single_step *step, int64_t *slots) {
    if ((~(uint64_t)A & valid_rows(ROWS)) != 0) {
        return false;
    }
    NEXT;
}

/* The state of a fold over a list that is unknown is the list's; without one it has no elements. */

/* Without an instruction for it counting would be a call; masks have no more bits. */
_Static_assert(AM_SINGLE_ROWS_MAX <= 32, "ones are counted in 32 bits");
static inline int64_t count_ones(uint32_t word) {
    uint32_t twos = word - ((word >> 1) & 0x55555555);
    uint32_t fours = (twos & 0x33333333) + ((twos >> 2) & 0x33333333);
    uint32_t eights = (fours + (fours >> 4)) & 0x0F0F0F0F;
    return (eights * 0x01010101) >> 24;
}

bool am_single_count(const am_single_step *step, int64_t *slots) {
    OUT = count_ones((uint32_t)((uint64_t)B & valid_rows(ROWS)));
    OUT_STATE = STATE_C;
    NEXT;
}

bool am_single_some(const am_single_step *step, int64_t *slots) {
    OUT = ((uint64_t)A & (uint64_t)B & valid_rows(ROWS)) != 0 ? 1 : 0;
    OUT_STATE = STATE_C;
    NEXT;
}

bool am_single_all(const am_single_step *step, int64_t *slots) {
    OUT = (~(uint64_t)A & (uint64_t)B & valid_rows(ROWS)) == 0 ? 1 : 0;
    OUT_STATE = STATE_C;
    NEXT;
}

bool am_single_fold_sum(const am_single_step *step, int64_t *slots) {
    int64_t sum = 0;
    for (uint64_t mask = (uint64_t)B & valid_rows(ROWS); mask != 0; mask &= mask - 1) {
        uint32_t row = (uint32_t)__builtin_ctzll(mask) * step->strides[0];
        if (__builtin_add_overflow(sum, slots[step->a + row], &sum)) {
            return false;
        }
    }
    OUT = sum;
    OUT_STATE = STATE_C;
    NEXT;
}

#define FOLD(name, OPERATOR)                                                            \
    bool name(const am_single_step *step, int64_t *slots) {                             \
        uint64_t mask = (uint64_t)B & valid_rows(ROWS);                                 \
        int64_t best = 0;                                                               \
        if (mask != 0) {                                                                \
            best = slots[step->a + (uint32_t)__builtin_ctzll(mask) * step->strides[0]]; \
        } else if (STATE_C == AM_STATE_VALUE) {                                         \
            return false;                                                               \
        }                                                                               \
        for (; mask != 0; mask &= mask - 1) {                                           \
            uint32_t row = (uint32_t)__builtin_ctzll(mask) * step->strides[0];          \
            int64_t value = slots[step->a + row];                                       \
            best = value OPERATOR best ? value : best;                                  \
        }                                                                               \
        OUT = best;                                                                     \
        OUT_STATE = STATE_C;                                                            \
        NEXT;                                                                           \
    }
FOLD(am_single_fold_greatest, >)
FOLD(am_single_fold_least, <)
