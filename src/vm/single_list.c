/*
 * Steps over the elements of one record's list: yes and no of all of them in one word, so that and, or and
 * counting are each one operation. Comparisons of elements go through a list once, however many they are, and
 * read records' facts where they stand, since most lists are short.
 *
 * What has no step of its own here is done for each element by the steps of one row.
 */
#include "vm/single_do.h"

/* Without an instruction for it counting would be a call; masks have no more bits. */
_Static_assert(AM_SINGLE_ROWS_MAX <= 32, "ones are counted in 32 bits");
static inline int64_t count_ones(uint32_t word) {
    uint32_t twos = word - ((word >> 1) & 0x55555555);
    uint32_t fours = (twos & 0x33333333) + ((twos >> 2) & 0x33333333);
    uint32_t eights = (fours + (fours >> 4)) & 0x0F0F0F0F;
    return (eights * 0x01010101) >> 24;
}

/* From the last element back. */
#define TEST_EACH(T, VALUES)                                                                       \
    do {                                                                                           \
        const T *values = (VALUES);                                                                \
        for (int64_t row = rows - 1; row >= 0; row--) {                                            \
            uint64_t value = (uint64_t)values[row];                                                \
            if (value - (uint64_t)of->low > of->span) {                                            \
                return false;                                                                      \
            }                                                                                      \
            value *= (uint64_t)of->factor;                                                         \
            right = 2 * right + (value - (uint64_t)from <= (uint64_t)to - (uint64_t)from ? 1 : 0); \
        }                                                                                          \
    } while (0)

/* Leaves those of the elements in `mask` whose value is right; false where one leaves the record. None has
 * the least number of all, which is what is looked for where no number is right. */
static inline bool test_each(const am_single_test *test, const int64_t *slots, int64_t first, int64_t rows,
                             uint64_t *mask) {
    const am_single_stream *of = test->of;
    uint64_t right = 0;
    int64_t from;
    int64_t to;
    if (__builtin_add_overflow(slots[test->low], test->above, &from) ||
        __builtin_sub_overflow(slots[test->high], test->below, &to) || from > to) {
        from = to = INT64_MIN;
    }
    if (of->bytes == 4) {
        TEST_EACH(int32_t, (const int32_t *)of->values + first);
    } else if (of->bytes == 1) {
        TEST_EACH(uint8_t, (const uint8_t *)of->values + first);
    } else {
        TEST_EACH(int64_t, of->bytes == 8 ? (const int64_t *)of->values + first : slots + of->slot);
    }
    *mask &= right;
    return true;
}

__attribute__((noinline)) static bool sift(const am_single_step *step, int64_t *slots) {
    const am_single_sieve *sieve = step->by.table;
    uint64_t mask = (uint64_t)C;
    for (uint32_t i = 0; i < sieve->count; i++) {
        if (!test_each(&sieve->tests[i], slots, A, ROWS, &mask)) {
            return false;
        }
    }
    OUT = (int64_t)mask;
    B = count_ones((uint32_t)mask);
    NEXT;
}

/* Those of the elements in c that every test is true of; how many they are into b. */
bool am_single_sieve_each(const am_single_step *step, int64_t *slots) {
    if (ROWS != 0) {
        return sift(step, slots);
    }
    OUT = 0;
    B = 0;
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
