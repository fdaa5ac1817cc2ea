/*
 * Steps over single rows: arithmetic, comparisons, truth and dates of one record.
 *
 * A step whose operands may lack a value does its sum all the same, over whatever stands there, and only
 * minds an overflow where every operand is a value: a branch on a fact that some records have costs more.
 */
#include "vm/single_do.h"

#define GREATER(a, b) ((a) >= (b) ? (a) : (b))

/* The same from values alone, and with states by a strict rule. */
#define STEP(name, VALUE)                                             \
    bool name(const am_single_step *step, int64_t *slots) {           \
        OUT = (VALUE);                                                \
        NEXT;                                                         \
    }                                                                 \
    bool name##_lacking(const am_single_step *step, int64_t *slots) { \
        int64_t state_a = STATE_A;                                    \
        int64_t state_b = STATE_B;                                    \
        OUT = (VALUE);                                                \
        OUT_STATE = GREATER(state_a, state_b);                        \
        NEXT;                                                         \
    }

#define CHECKED_STEP(name, OVERFLOWS)                                 \
    bool name(const am_single_step *step, int64_t *slots) {           \
        int64_t value;                                                \
        if (OVERFLOWS) {                                              \
            return false;                                             \
        }                                                             \
        OUT = value;                                                  \
        NEXT;                                                         \
    }                                                                 \
    bool name##_lacking(const am_single_step *step, int64_t *slots) { \
        int64_t value;                                                \
        int64_t state_a = STATE_A;                                    \
        int64_t state_b = STATE_B;                                    \
        int64_t state = GREATER(state_a, state_b);                    \
        if (OVERFLOWS) {                                              \
            if (state == AM_STATE_VALUE) {                            \
                return false;                                         \
            }                                                         \
            value = 0;                                                \
        }                                                             \
        OUT = value;                                                  \
        OUT_STATE = state;                                            \
        NEXT;                                                         \
    }

/* Steps of one operand name it as b too. */
CHECKED_STEP(am_single_sum, __builtin_add_overflow(A, B, &value))
CHECKED_STEP(am_single_difference, __builtin_sub_overflow(A, B, &value))
CHECKED_STEP(am_single_product, __builtin_mul_overflow(A, B, &value))

/* Factors by codes, and more factors than two. */
bool am_single_scale_by(const am_single_step *step, int64_t *slots) {
    int64_t value;
    if (__builtin_mul_overflow(A, ((const int64_t *)step->by.table)[B], &value)) {
        return false;
    }
    OUT = value;
    NEXT;
}

bool am_single_product_of(const am_single_step *step, int64_t *slots) {
    const am_single_factors *factors = step->by.table;
    const am_single_factor *factor = factors->of;
    int64_t value = A;
    for (uint32_t i = 0; i < factors->count; i++) {
        if (__builtin_mul_overflow(value, slots[factors->slots[i]], &value)) {
            return false;
        }
    }
    for (; factor->answers != NULL; factor++) {
        if (__builtin_mul_overflow(value, factor->answers[slots[factor->slot]], &value)) {
            return false;
        }
    }
    OUT = value;
    NEXT;
}

CHECKED_STEP(am_single_scale, __builtin_mul_overflow(A, step->by.factor, &value))
CHECKED_STEP(am_single_negate, __builtin_sub_overflow((int64_t)0, A, &value))
CHECKED_STEP(am_single_absolute, A < 0 ? __builtin_sub_overflow((int64_t)0, A, &value) : (value = A, false))
STEP(am_single_equal, A == B)
STEP(am_single_less, A < B)
STEP(am_single_less_equal, A <= B)
STEP(am_single_greatest, A >= B ? A : B)
STEP(am_single_least, A <= B ? A : B)
STEP(am_single_not, A ^ 1)

am_single_divisor am_single_divisor_of(uint64_t divisor, uint8_t mode) {
    uint8_t shift = (uint8_t)(63 - __builtin_clzll(divisor));
    am_u128 reciprocal = ((am_u128)1 << (64 + shift)) / divisor;
    am_single_divisor by = {
        .divisor = divisor,
        .reciprocal = reciprocal > UINT64_MAX ? UINT64_MAX : (uint64_t)reciprocal,
        .shift = shift,
        .is_even = mode == AM_ROUND_HALF_EVEN,
    };
    switch ((am_rounding)mode) {
    case AM_ROUND_UP:
        by.more = by.more_negative = divisor - 1;
        break;
    case AM_ROUND_HALF_UP:
    case AM_ROUND_HALF_EVEN: /* a tie goes back where it came to an odd one */
        by.more = by.more_negative = divisor / 2;
        break;
    case AM_ROUND_HALF_DOWN:
        by.more = by.more_negative = (divisor - 1) / 2;
        break;
    case AM_ROUND_CEILING:
        by.more = divisor - 1;
        break;
    case AM_ROUND_FLOOR:
        by.more_negative = divisor - 1;
        break;
    case AM_ROUND_DOWN:
        break;
    }
    return by;
}

/* The estimate from the reciprocal is exact or one too low. */
static inline int64_t divide(const am_single_divisor *by, int64_t value) {
    uint64_t sign = value < 0 ? UINT64_MAX : 0;
    uint64_t magnitude = (((uint64_t)value ^ sign) - sign) + (value < 0 ? by->more_negative : by->more);
    uint64_t quotient = (uint64_t)(((am_u128)magnitude * by->reciprocal) >> 64) >> by->shift;
    uint64_t rest = magnitude - quotient * by->divisor;
    uint64_t correction = rest >= by->divisor ? 1 : 0;
    quotient += correction;
    if (by->is_even) {
        rest -= correction * by->divisor;
        bool is_tie = rest == 0 && by->divisor % 2 == 0;
        quotient -= is_tie ? quotient & 1 : 0;
    }
    return (int64_t)((quotient ^ sign) - sign);
}
STEP(am_single_round, divide(step->by.table, A))

bool am_single_end(const am_single_step *step, int64_t *slots) {
    (void)step;
    (void)slots;
    return true;
}

bool am_single_set_known(const am_single_step *step, int64_t *slots) {
    OUT_STATE = AM_STATE_VALUE;
    NEXT;
}

bool am_single_require(const am_single_step *step, int64_t *slots) {
    if (STATE_A != AM_STATE_VALUE) {
        return false;
    }
    NEXT;
}

bool am_single_require_yes(const am_single_step *step, int64_t *slots) {
    if (A == 0) {
        return false;
    }
    NEXT;
}

bool am_single_require_less(const am_single_step *step, int64_t *slots) {
    if (A >= B) {
        return false;
    }
    NEXT;
}

bool am_single_require_less_equal(const am_single_step *step, int64_t *slots) {
    if (A > B) {
        return false;
    }
    NEXT;
}

/* a from b through c. */
bool am_single_dated(const am_single_step *step, int64_t *slots) {
    if (A < B || A > slots[step->c]) {
        return false;
    }
    NEXT;
}

bool am_single_and(const am_single_step *step, int64_t *slots) {
    OUT = A & B;
    NEXT;
}

bool am_single_or(const am_single_step *step, int64_t *slots) {
    OUT = A | B;
    NEXT;
}

/* A no decides whatever the other is; what no value decides is left. */
bool am_single_and_lacking(const am_single_step *step, int64_t *slots) {
    bool is_no_a = STATE_A == AM_STATE_VALUE && A == 0;
    bool is_no_b = STATE_B == AM_STATE_VALUE && B == 0;
    bool is_no = is_no_a || is_no_b;
    if (!is_no && (STATE_A | STATE_B) != AM_STATE_VALUE) {
        return false;
    }
    OUT = is_no ? 0 : 1;
    NEXT;
}

bool am_single_or_lacking(const am_single_step *step, int64_t *slots) {
    bool is_yes_a = STATE_A == AM_STATE_VALUE && A != 0;
    bool is_yes_b = STATE_B == AM_STATE_VALUE && B != 0;
    bool is_yes = is_yes_a || is_yes_b;
    if (!is_yes && (STATE_A | STATE_B) != AM_STATE_VALUE) {
        return false;
    }
    OUT = is_yes ? 1 : 0;
    NEXT;
}

/* Of elements the condition is a mask: what is skipped is skipped where no (every) element has it. */
static inline bool is_any(const am_single_step *step, const int64_t *slots, bool is_wanted) {
    if (step->rows == AM_NO_SLOT) {
        return (A != 0) == is_wanted;
    }
    uint64_t valid = (UINT64_C(1) << slots[step->rows]) - 1;
    uint64_t mask = is_wanted ? (uint64_t)A : ~(uint64_t)A;
    return (mask & valid) != 0;
}

bool am_single_skip_unless(const am_single_step *step, int64_t *slots) {
    step += is_any(step, slots, true) ? 0 : step->by.factor;
    NEXT;
}

bool am_single_skip_when(const am_single_step *step, int64_t *slots) {
    step += is_any(step, slots, false) ? 0 : step->by.factor;
    NEXT;
}

bool am_single_clock(const am_single_step *step, int64_t *slots) {
    const am_batch *batch = step->by.table;
    OUT = batch->has_as_of ? batch->as_of : A;
    NEXT;
}

/* Sums of days and periods, within what each may be. */
#define BOUNDED_STEP(name, VALUE, LOWEST, HIGHEST)          \
    bool name(const am_single_step *step, int64_t *slots) { \
        int64_t value = (VALUE);                            \
        if (value < (LOWEST) || value > (HIGHEST)) {        \
            return false;                                   \
        }                                                   \
        OUT = value;                                        \
        NEXT;                                               \
    }
BOUNDED_STEP(am_single_add_days, A + B, AM_DATE_MIN, AM_DATE_MAX)
BOUNDED_STEP(am_single_subtract_days, A - B, AM_DATE_MIN, AM_DATE_MAX)
BOUNDED_STEP(am_single_add_periods, A + B, -AM_PERIOD_MAX, AM_PERIOD_MAX)
BOUNDED_STEP(am_single_subtract_periods, A - B, -AM_PERIOD_MAX, AM_PERIOD_MAX)

bool am_single_month_end(const am_single_step *step, int64_t *slots) {
    OUT = am_date_end_of_month((am_date)A);
    NEXT;
}

bool am_single_at_least(const am_single_step *step, int64_t *slots) {
    const am_single_votes *votes = step->by.table;
    int64_t yes = 0;
    for (uint32_t i = 0; i < votes->count; i++) {
        yes += slots[votes->slots[i]];
    }
    OUT = yes >= votes->wanted ? 1 : 0;
    NEXT;
}

bool am_single_days(const am_single_step *step, int64_t *slots) {
    OUT = B - A;
    NEXT;
}

bool am_single_months(const am_single_step *step, int64_t *slots) {
    OUT = am_date_months_between((am_date)A, (am_date)B);
    NEXT;
}

bool am_single_months_begun(const am_single_step *step, int64_t *slots) {
    OUT = am_date_months_begun((am_date)A, (am_date)B);
    NEXT;
}

bool am_single_years(const am_single_step *step, int64_t *slots) {
    OUT = am_date_months_between((am_date)A, (am_date)B) / 12;
    NEXT;
}

/* a + so many months; lost days by the mode in b. */
__attribute__((noinline)) bool am_single_move(const am_single_step *step, int64_t *slots) {
    am_date moved = 0;
    am_date_status status =
        am_date_add_months((am_date)A, step->by.factors[0], (am_month_end)step->b, &moved);
    OUT = moved;
    if (status != AM_DATE_OK) {
        return false;
    }
    NEXT;
}

/* The days in which every fourth year that begins in March is a leap year, from the first of four on. */
#define FOUR_YEARS    1461u
#define REGULAR_FIRST (-25508) /* 1900-03-01 */
#define REGULAR_LAST  73048u   /* 2100-02-28, from there */

am_single_leap am_single_leap_of(int64_t years) {
    int64_t of_four = years & 3;
    return (am_single_leap){.days = (int32_t)((years - of_four) / 4 * FOUR_YEARS + of_four * 365),
                            .from = (uint32_t)(4 - of_four) * 365};
}

/* a + whole years: so many days more, and one where a leap day lies between. */
bool am_single_move_years(const am_single_step *step, int64_t *slots) {
    uint32_t day = (uint32_t)A - (uint32_t)REGULAR_FIRST;
    uint32_t of_four = day % FOUR_YEARS;
    uint32_t moved = day + (uint32_t)step->by.factors[1] + (of_four >= step->c ? 1 : 0);
    if (day > REGULAR_LAST || moved > REGULAR_LAST || of_four == FOUR_YEARS - 1) {
        return am_single_move(step, slots);
    }
    OUT = (int64_t)moved + REGULAR_FIRST;
    NEXT;
}
