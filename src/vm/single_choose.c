/*
 * Steps over single rows: values chosen by yes or no and by what is known.
 *
 * A state that is neither a value nor unknown is carried only as far as a choice may still drop it; a value
 * that is chosen and is at fault leaves the record to the program itself.
 */
#include "vm/single_do.h"

bool am_single_choose(const am_single_step *step, int64_t *slots) {
    OUT = am_single_one_of(A, B, C);
    NEXT;
}

/* By a comparison: the slot of what is chosen else stands where elements have their count. */
#define CHOOSE_WHEN(name, OPERATOR)                                  \
    bool name(const am_single_step *step, int64_t *slots) {          \
        int64_t first = C;                                           \
        int64_t second = ROWS;                                       \
        OUT = am_single_one_of(A OPERATOR B ? 1 : 0, first, second); \
        NEXT;                                                        \
    }
CHOOSE_WHEN(am_single_choose_equal, ==)
CHOOSE_WHEN(am_single_choose_less, <)
CHOOSE_WHEN(am_single_choose_less_equal, <=)

bool am_single_choose_lacking(const am_single_step *step, int64_t *slots) {
    uint32_t chosen = A != 0 ? step->b : step->c;
    OUT = slots[chosen];
    OUT_STATE = slots[chosen + 1];
    NEXT;
}

/* b where a, else unknown. */
bool am_single_keep(const am_single_step *step, int64_t *slots) {
    int64_t state = STATE_B;
    OUT = B;
    OUT_STATE = A != 0 ? state : AM_STATE_UNKNOWN;
    NEXT;
}

bool am_single_unwrap(const am_single_step *step, int64_t *slots) {
    int64_t state = STATE_A;
    OUT = A;
    OUT_STATE = state == AM_STATE_UNKNOWN ? AM_STATE_FAULT : state;
    NEXT;
}

bool am_single_known(const am_single_step *step, int64_t *slots) {
    if (STATE_A > AM_STATE_UNKNOWN) {
        return false;
    }
    OUT = STATE_A ^ 1;
    NEXT;
}

bool am_single_otherwise(const am_single_step *step, int64_t *slots) {
    uint32_t chosen = STATE_A == AM_STATE_UNKNOWN ? step->b : step->a;
    OUT = slots[chosen];
    OUT_STATE = slots[chosen + 1];
    NEXT;
}

/* Those that are known: the state is unknown where both are, and what is at fault is left. */
#define KNOWN_STEP(name, BOTH)                                  \
    bool name(const am_single_step *step, int64_t *slots) {     \
        int64_t a = A;                                          \
        int64_t b = B;                                          \
        int64_t state_a = STATE_A;                              \
        int64_t state_b = STATE_B;                              \
        int64_t both;                                           \
        if ((state_a | state_b) > AM_STATE_UNKNOWN || (BOTH)) { \
            return false;                                       \
        }                                                       \
        both = state_b == AM_STATE_UNKNOWN ? a : both;          \
        OUT = state_a == AM_STATE_UNKNOWN ? b : both;           \
        OUT_STATE = state_a & state_b;                          \
        NEXT;                                                   \
    }
KNOWN_STEP(am_single_sum_known, __builtin_add_overflow(a, b, &both))
KNOWN_STEP(am_single_greatest_known, (both = a >= b ? a : b, false))
KNOWN_STEP(am_single_least_known, (both = a <= b ? a : b, false))

/* a and, where the state in c is a value and not unknown, b. */
#define WITH_STEP(name, BOTH)                               \
    bool name(const am_single_step *step, int64_t *slots) { \
        int64_t a = A;                                      \
        int64_t b = B;                                      \
        int64_t both;                                       \
        if (BOTH) {                                         \
            return false;                                   \
        }                                                   \
        OUT = am_single_one_of(C, a, both);                 \
        NEXT;                                               \
    }
WITH_STEP(am_single_sum_with, __builtin_add_overflow(a, b, &both))
WITH_STEP(am_single_greatest_with, (both = a >= b ? a : b, false))
WITH_STEP(am_single_least_with, (both = a <= b ? a : b, false))

bool am_single_choose_scaled(const am_single_step *step, int64_t *slots) {
    int64_t value = am_single_one_of(A, B, C);
    int64_t factor = am_single_one_of(A, step->by.factors[0], step->by.factors[1]);
    if (__builtin_mul_overflow(value, factor, &value)) {
        return false;
    }
    OUT = value;
    NEXT;
}

/* A value with a state of its own: `factor` where the state in b is no value. */
bool am_single_settle(const am_single_step *step, int64_t *slots) {
    int64_t state = B;
    OUT = A;
    OUT_STATE = state != AM_STATE_VALUE ? step->by.factor : AM_STATE_VALUE;
    NEXT;
}
