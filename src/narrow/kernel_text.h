/*
 * The kernels' text, compiled once for each instruction set (AM_KERNELS names the table that it makes).
 *
 * Loops have no branches within them, so that all of them become vector instructions. Constants are hoisted
 * by having a loop for each shape of operands.
 */
#include "narrow/kernel.h"

#include "base/date.h"
#include "base/decimal.h"
#include "code/value.h"

/* Rows of two operands, either of which may be constant. */
#define EACH_2(T, BODY)                                                     \
    do {                                                                    \
        const T *restrict in_a = strip->in[0];                              \
        const T *restrict in_b = strip->in[1];                              \
        const T constant_a = (T)strip->constants[0];                        \
        const T constant_b = (T)strip->constants[1];                        \
        if (in_a != NULL && in_b != NULL) {                                 \
            for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                const T a = in_a[row];                                      \
                const T b = in_b[row];                                      \
                BODY;                                                       \
            }                                                               \
        } else if (in_a != NULL) {                                          \
            const T b = constant_b;                                         \
            for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                const T a = in_a[row];                                      \
                BODY;                                                       \
            }                                                               \
        } else {                                                            \
            const T a = constant_a;                                         \
            for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                const T b = in_b == NULL ? constant_b : in_b[row];          \
                BODY;                                                       \
            }                                                               \
        }                                                                   \
    } while (0)

#define KERNEL_2(name, T, R, VALUE)           \
    static void name(const am_strip *strip) { \
        R *restrict out = strip->out;         \
        EACH_2(T, out[row] = (R)(VALUE));     \
    }

/* Wrapping arithmetic. */
KERNEL_2(add, uint64_t, uint64_t, a + b)
KERNEL_2(subtract, uint64_t, uint64_t, a - b)
KERNEL_2(multiply, uint64_t, uint64_t, a *b)
KERNEL_2(multiply_short, int64_t, int64_t, (int64_t)(int32_t)a *(int32_t)b)

#define KERNELS_OF_WIDTHS(name, VALUE)          \
    KERNEL_2(name##_8, int64_t, uint8_t, VALUE) \
    KERNEL_2(name##_4, int32_t, uint8_t, VALUE) \
    KERNEL_2(name##_1, uint8_t, uint8_t, VALUE)
KERNELS_OF_WIDTHS(equal, a == b)
KERNELS_OF_WIDTHS(less, a < b)
KERNELS_OF_WIDTHS(less_equal, a <= b)

KERNEL_2(greatest_8, int64_t, int64_t, a >= b ? a : b)
KERNEL_2(greatest_4, int32_t, int32_t, a >= b ? a : b)
KERNEL_2(greatest_1, uint8_t, uint8_t, a >= b ? a : b)
KERNEL_2(least_8, int64_t, int64_t, a <= b ? a : b)
KERNEL_2(least_4, int32_t, int32_t, a <= b ? a : b)
KERNEL_2(least_1, uint8_t, uint8_t, a <= b ? a : b)
KERNEL_2(both, uint8_t, uint8_t, a &b)
KERNEL_2(either, uint8_t, uint8_t, a | b)

/* Optional operands: an unknown one is left out. */
#define KERNEL_KNOWN(name, T, VALUE)                                                                         \
    static void name(const am_strip *strip) {                                                                \
        T *restrict out = strip->out;                                                                        \
        const uint8_t *restrict state_a = strip->states[0];                                                  \
        const uint8_t *restrict state_b = strip->states[1];                                                  \
        EACH_2(T, const T both_known = (VALUE); out[row] = state_a[row] == AM_STATE_UNKNOWN   ? b            \
                                                           : state_b[row] == AM_STATE_UNKNOWN ? a            \
                                                                                              : both_known); \
    }
KERNEL_KNOWN(add_known, uint64_t, a + b)
KERNEL_KNOWN(greatest_known_8, int64_t, a >= b ? a : b)
KERNEL_KNOWN(greatest_known_4, int32_t, a >= b ? a : b)
KERNEL_KNOWN(greatest_known_1, uint8_t, a >= b ? a : b)
KERNEL_KNOWN(least_known_8, int64_t, a <= b ? a : b)
KERNEL_KNOWN(least_known_4, int32_t, a <= b ? a : b)
KERNEL_KNOWN(least_known_1, uint8_t, a <= b ? a : b)

#define KERNEL_OTHERWISE(name, T)                                       \
    static void name(const am_strip *strip) {                           \
        T *restrict out = strip->out;                                   \
        const uint8_t *restrict state_a = strip->states[0];             \
        EACH_2(T, out[row] = state_a[row] == AM_STATE_UNKNOWN ? b : a); \
    }
KERNEL_OTHERWISE(otherwise_8, int64_t)
KERNEL_OTHERWISE(otherwise_4, int32_t)
KERNEL_OTHERWISE(otherwise_1, uint8_t)

static void negate(const am_strip *strip) {
    const uint64_t *restrict a = strip->in[0];
    uint64_t *restrict out = strip->out;
    for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = 0 - a[row];
    }
}

static void absolute(const am_strip *strip) {
    const int64_t *restrict a = strip->in[0];
    uint64_t *restrict out = strip->out;
    for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = a[row] < 0 ? 0 - (uint64_t)a[row] : (uint64_t)a[row];
    }
}

static void not_that(const am_strip *strip) {
    const uint8_t *restrict a = strip->in[0];
    uint8_t *restrict out = strip->out;
    for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = a[row] ^ 1;
    }
}

/* b where yes, else c. */
#define KERNEL_CHOOSE(name, T)                                              \
    static void name(const am_strip *strip) {                               \
        T *restrict out = strip->out;                                       \
        const uint8_t *restrict yes = strip->in[0];                         \
        const T *restrict in_b = strip->in[1];                              \
        const T *restrict in_c = strip->in[2];                              \
        const T constant_b = (T)strip->constants[1];                        \
        const T constant_c = (T)strip->constants[2];                        \
        if (in_b != NULL && in_c != NULL) {                                 \
            for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                const T b = in_b[row];                                      \
                const T c = in_c[row];                                      \
                out[row] = yes[row] != 0 ? b : c;                           \
            }                                                               \
        } else if (in_b != NULL) {                                          \
            for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                const T b = in_b[row];                                      \
                out[row] = yes[row] != 0 ? b : constant_c;                  \
            }                                                               \
        } else if (in_c != NULL) {                                          \
            for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                const T c = in_c[row];                                      \
                out[row] = yes[row] != 0 ? constant_b : c;                  \
            }                                                               \
        } else {                                                            \
            for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                out[row] = yes[row] != 0 ? constant_b : constant_c;         \
            }                                                               \
        }                                                                   \
    }
KERNEL_CHOOSE(choose_8, int64_t)
KERNEL_CHOOSE(choose_4, int32_t)
KERNEL_CHOOSE(choose_1, uint8_t)

#define KERNEL_COPY(name, T)                                            \
    static void name(const am_strip *strip) {                           \
        const T *restrict a = strip->in[0];                             \
        T *restrict out = strip->out;                                   \
        for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
            out[row] = a == NULL ? (T)strip->constants[0] : a[row];     \
        }                                                               \
    }
KERNEL_COPY(copy_8, int64_t)
KERNEL_COPY(copy_4, int32_t)
KERNEL_COPY(copy_1, uint8_t)

#define KERNEL_GATHER(name, T)                                          \
    static void name(const am_strip *strip) {                           \
        const T *restrict a = strip->in[0];                             \
        const uint32_t *restrict index = strip->index;                  \
        T *restrict out = strip->out;                                   \
        for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
            out[row] = a[index[row]];                                   \
        }                                                               \
    }
KERNEL_GATHER(gather_8, int64_t)
KERNEL_GATHER(gather_4, int32_t)
KERNEL_GATHER(gather_1, uint8_t)

#define KERNEL_CELL(name, T)                                            \
    static void name(const am_strip *strip) {                           \
        const int32_t *restrict a = strip->in[0];                       \
        const T *restrict table = strip->table;                         \
        T *restrict out = strip->out;                                   \
        for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
            out[row] = table[(uint32_t)a[row]];                         \
        }                                                               \
    }
KERNEL_CELL(cell_8, int64_t)
KERNEL_CELL(cell_4, int32_t)
KERNEL_CELL(cell_1, uint8_t)

/* Division by a constant: an estimate from the reciprocal is exact or one too low. */
typedef struct divider {
    uint64_t divisor;
    uint64_t reciprocal;
    unsigned shift;
} divider;

static divider divider_of(uint64_t divisor) {
    unsigned shift = 63 - (unsigned)__builtin_clzll(divisor);
    /* 2^(64 + shift) / divisor, which is below 2^64 but for a power of two. */
    am_u128 reciprocal = ((am_u128)1 << (64 + shift)) / divisor;
    return (divider){divisor, reciprocal > UINT64_MAX ? UINT64_MAX : (uint64_t)reciprocal, shift};
}

/* The upper half of a product, from products of 32 bits, which vector instructions have. */
static inline uint64_t multiply_high(uint64_t a, uint64_t b) {
    uint64_t a_low = (uint32_t)a;
    uint64_t a_high = a >> 32;
    uint64_t b_low = (uint32_t)b;
    uint64_t b_high = b >> 32;
    uint64_t middle = a_high * b_low + (a_low * b_low >> 32);
    uint64_t other = a_low * b_high + (uint32_t)middle;
    return a_high * b_high + (middle >> 32) + (other >> 32);
}

#define EACH_QUOTIENT(INCREMENT)                                                          \
    for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {                       \
        const bool is_negative = a[row] < 0;                                              \
        const uint64_t magnitude = is_negative ? 0 - (uint64_t)a[row] : (uint64_t)a[row]; \
        uint64_t quotient = multiply_high(magnitude, by.reciprocal) >> by.shift;          \
        uint64_t rest = magnitude - quotient * by.divisor;                                \
        const uint64_t correction = rest >= by.divisor ? 1 : 0;                           \
        quotient += correction;                                                           \
        rest -= correction != 0 ? by.divisor : 0;                                         \
        quotient += (INCREMENT) ? 1 : 0;                                                  \
        out[row] = is_negative ? 0 - quotient : quotient;                                 \
    }                                                                                     \
    break

static void round_counts(const am_strip *strip) {
    const int64_t *restrict a = strip->in[0];
    uint64_t *restrict out = strip->out;
    const divider by = divider_of((uint64_t)strip->factor);
    const uint64_t half = by.divisor / 2;       /* a tie only where the divisor is even */
    const uint64_t half_up = by.divisor - half; /* the least rest that is half or more */
    switch ((am_rounding)strip->mode) {
    case AM_ROUND_UP:
        EACH_QUOTIENT(rest != 0);
    case AM_ROUND_DOWN:
        EACH_QUOTIENT(false);
    case AM_ROUND_HALF_UP:
        EACH_QUOTIENT(rest >= half_up);
    case AM_ROUND_HALF_DOWN:
        EACH_QUOTIENT(rest > half);
    case AM_ROUND_HALF_EVEN:
        EACH_QUOTIENT(rest > half || (rest >= half_up && (quotient & 1) != 0));
    case AM_ROUND_CEILING:
        EACH_QUOTIENT(rest != 0 && !is_negative);
    case AM_ROUND_FLOOR:
        EACH_QUOTIENT(rest != 0 && is_negative);
    }
}

static void class_code(const am_strip *strip) {
    const int32_t *restrict a = strip->in[0];
    const uint16_t *restrict classes = strip->table;
    const uint32_t class_count = strip->class_count;
    uint32_t *restrict out = strip->out;
    for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = out[row] * class_count + classes[(uint32_t)a[row]];
    }
}

static void class_yesno(const am_strip *strip) {
    const uint8_t *restrict a = strip->in[0];
    const uint16_t *classes = strip->table;
    const uint32_t no = classes[0];
    const uint32_t yes = classes[1];
    const uint32_t class_count = strip->class_count;
    uint32_t *restrict out = strip->out;
    for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = out[row] * class_count + (a[row] != 0 ? yes : no);
    }
}

/* Up to so many starts are all compared; more are searched. */
enum { STARTS_COMPARED = 24 };

#define KERNEL_CLASS(name, T)                                                                          \
    static uint32_t search_##name(const int64_t *starts, uint32_t count, T value) {                    \
        uint32_t low = 0;                                                                              \
        while (low < count) {                                                                          \
            uint32_t middle = low + (count - low) / 2;                                                 \
            if (starts[middle] <= value) {                                                             \
                low = middle + 1;                                                                      \
            } else {                                                                                   \
                count = middle;                                                                        \
            }                                                                                          \
        }                                                                                              \
        return low;                                                                                    \
    }                                                                                                  \
    static void name(const am_strip *strip) {                                                          \
        const T *restrict a = strip->in[0];                                                            \
        const int64_t *starts = strip->table;                                                          \
        const uint32_t class_count = strip->class_count;                                               \
        uint32_t *restrict out = strip->out;                                                           \
        if (strip->table_count > STARTS_COMPARED) {                                                    \
            for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {                            \
                out[row] = out[row] * class_count + search_##name(starts, strip->table_count, a[row]); \
            }                                                                                          \
            return;                                                                                    \
        }                                                                                              \
        uint32_t i = 0;                                                                                \
        for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {                                \
            out[row] *= class_count;                                                                   \
        }                                                                                              \
        for (; i + 4 <= strip->table_count; i += 4) {                                                  \
            const int64_t from_0 = starts[i];                                                          \
            const int64_t from_1 = starts[i + 1];                                                      \
            const int64_t from_2 = starts[i + 2];                                                      \
            const int64_t from_3 = starts[i + 3];                                                      \
            for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {                            \
                const int64_t value = a[row];                                                          \
                out[row] += (value >= from_0 ? 1U : 0) + (value >= from_1 ? 1U : 0) +                  \
                            (value >= from_2 ? 1U : 0) + (value >= from_3 ? 1U : 0);                   \
            }                                                                                          \
        }                                                                                              \
        for (; i < strip->table_count; i++) {                                                          \
            const int64_t start = starts[i];                                                           \
            for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {                            \
                out[row] += a[row] >= start ? 1 : 0;                                                   \
            }                                                                                          \
        }                                                                                              \
    }
KERNEL_CLASS(class_count, int64_t)
KERNEL_CLASS(class_integer, int32_t)

static void class_state(const am_strip *strip) {
    const uint8_t *restrict states = strip->states[0];
    const uint32_t class_count = strip->class_count;
    uint32_t *restrict out = strip->out;
    for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        uint32_t unknown = out[row] - out[row] % class_count + class_count - 1;
        out[row] = states[row] != AM_STATE_VALUE ? unknown : out[row];
    }
}

static void pick(const am_strip *strip) {
    const uint32_t *restrict index = strip->in[0];
    const int32_t *restrict dense = strip->table;
    int32_t *restrict out = strip->out;
    const int32_t least_none = (int32_t)strip->class_count;
    int32_t worst = 0;
    for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        const int32_t found = dense[index[row]];
        worst = found > worst ? found : worst;
        out[row] = found;
    }
    if (worst < least_none) {
        return;
    }
    for (uint32_t row = 0; row < strip->rows; row++) {
        const bool is_none = out[row] >= least_none;
        strip->faults[row] = is_none ? AM_STATE_FAULT : strip->faults[row];
        out[row] = is_none ? 0 : out[row];
    }
}

static void days_between(const am_strip *strip) {
    int64_t *restrict out = strip->out;
    EACH_2(int32_t, out[row] = (int64_t)b - a);
}

static void widen_integer(const am_strip *strip) {
    const int32_t *restrict a = strip->in[0];
    int64_t *restrict out = strip->out;
    for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = a[row];
    }
}

/* Days of a year that begins in March, before its month number `month` from 0. */
static inline uint32_t days_before(uint32_t month) {
    return (153 * month + 2) / 5;
}

/* Civil arithmetic on days since 1 March of the year 0, all of it above 0: day numbers of an era of 400 years
 * are 0 to 146,096. A month of March to February has 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31 and 28 or 29
 * days. */
static inline int32_t move_month(int32_t date, int32_t months) {
    const uint32_t z = (uint32_t)(date + 719468);
    const uint32_t era = z / 146097;
    const uint32_t day_of_era = z - era * 146097;
    const uint32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const uint32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const uint32_t month = (5 * day_of_year + 2) / 153;
    const uint32_t day = day_of_year - days_before(month);
    /* Months since March of the year 0. */
    const uint32_t moved = (uint32_t)((int32_t)((era * 400 + year_of_era) * 12 + month) + months);
    const uint32_t year = moved / 12;
    const uint32_t to_month = moved - year * 12;
    const uint32_t next = year + 1;
    const uint32_t by_4 = (next & 3) == 0 ? 1 : 0;
    const uint32_t by_100 = next - next / 100 * 100 == 0 ? 1 : 0;
    const uint32_t by_400 = next - next / 400 * 400 == 0 ? 1 : 0;
    const uint32_t february = 28 + by_4 - by_100 + by_400;
    const uint32_t full = days_before(to_month + 1) - days_before(to_month);
    const uint32_t length = to_month == 11 ? february : full;
    const uint32_t to_day = day < length ? day : length - 1;
    return (int32_t)(365 * year + year / 4 - year / 100 + year / 400 + days_before(to_month) + to_day) -
           719468;
}

static void move_months(const am_strip *strip) {
    const int32_t *restrict a = strip->in[0];
    int32_t *restrict out = strip->out;
    const int32_t months = (int32_t)strip->factor;
    for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = move_month(a[row], months);
    }
}

/* Elements where the mask is yes, counted through all lists at once: lists are short and of all lengths, and
 * a branch for each would be guessed wrong. */
static void count(const am_strip *strip) {
    const uint8_t *restrict mask = strip->mask;
    const uint32_t *restrict ends = strip->index;
    uint32_t *restrict sums = strip->scratch; /* of the elements before each */
    int64_t *restrict out = strip->out;
    uint32_t sum = 0;
    const uint32_t elements = strip->rows == 0 ? 0 : ends[strip->rows - 1];
    for (uint32_t at = 0; at < elements; at++) {
        sums[at] = sum;
        sum += mask[at];
    }
    sums[elements] = sum;
    uint32_t before = 0;
    for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        const uint32_t through = sums[ends[row]];
        out[row] = through - before;
        before = through;
    }
}

static am_extremes extremes(const int64_t *counts, uint32_t rows) {
    int64_t low = rows == 0 ? 0 : counts[0];
    int64_t high = low;
    for (uint32_t row = 0; row < rows; row++) {
        low = counts[row] < low ? counts[row] : low;
        high = counts[row] > high ? counts[row] : high;
    }
    return (am_extremes){low, high};
}

#define EXTREMES_GIVEN(name, T, MIN, MAX)                                                   \
    static am_extremes name(const void *from, const uint8_t *restrict given, uint32_t rows, \
                            am_extremes none) {                                             \
        const T *restrict values = from;                                                    \
        T low = MAX;                                                                        \
        T high = MIN;                                                                       \
        if (given == NULL) {                                                                \
            for (uint32_t row = 0; row < rows; row++) {                                     \
                low = values[row] < low ? values[row] : low;                                \
                high = values[row] > high ? values[row] : high;                             \
            }                                                                               \
        } else {                                                                            \
            for (uint32_t row = 0; row < rows; row++) {                                     \
                const T least = given[row] != 0 ? values[row] : MAX;                        \
                const T most = given[row] != 0 ? values[row] : MIN;                         \
                low = least < low ? least : low;                                            \
                high = most > high ? most : high;                                           \
            }                                                                               \
        }                                                                                   \
        return low > high ? none : (am_extremes){low, high};                                \
    }
EXTREMES_GIVEN(extremes_given_8, int64_t, INT64_MIN, INT64_MAX)
EXTREMES_GIVEN(extremes_given_4, int32_t, INT32_MIN, INT32_MAX)
EXTREMES_GIVEN(extremes_given_1, uint8_t, 0, UINT8_MAX)

#define TAKE(name, T, R, VALUE)                                                                 \
    static void name(void *to, const void *from, const uint8_t *restrict given, int64_t factor, \
                     uint32_t rows) {                                                           \
        const T *restrict values = from;                                                        \
        R *restrict out = to;                                                                   \
        const uint64_t by = (uint64_t)factor;                                                   \
        (void)by;                                                                               \
        if (given == NULL) {                                                                    \
            for (uint32_t row = 0; row < rows; row++) {                                         \
                out[row] = (R)(VALUE);                                                          \
            }                                                                                   \
            return;                                                                             \
        }                                                                                       \
        for (uint32_t row = 0; row < rows; row++) {                                             \
            const R value = (R)(VALUE);                                                         \
            out[row] = given[row] != 0 ? value : 0;                                             \
        }                                                                                       \
    }
TAKE(take_8_8, int64_t, int64_t, (uint64_t)values[row] * by)
TAKE(take_8_4, int64_t, int32_t, values[row])
TAKE(take_8_1, int64_t, uint8_t, values[row])
TAKE(take_4_8, int32_t, int64_t, (uint64_t)(int64_t)values[row] * by)
TAKE(take_4_4, int32_t, int32_t, values[row])
TAKE(take_4_1, int32_t, uint8_t, values[row])
TAKE(take_1_8, uint8_t, int64_t, values[row] * by)
TAKE(take_1_4, uint8_t, int32_t, values[row])
TAKE(take_1_1, uint8_t, uint8_t, values[row])

static void add_lists(uint32_t *restrict ends, uint32_t *restrict parents, const uint32_t *restrict offsets,
                      uint32_t first, uint32_t parent, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        ends[i] = first + (offsets[i + 1] - offsets[0]);
    }
    uint32_t at = first;
    for (uint32_t i = 0; i < count; i++) {
        /* Most lists have a few elements: some are written without asking how many. */
        for (uint32_t k = 0; k < AM_PARENTS_SLACK; k++) {
            parents[at + k] = parent + i;
        }
        for (uint32_t k = at + AM_PARENTS_SLACK; k < ends[i]; k++) {
            parents[k] = parent + i;
        }
        at = ends[i];
    }
}

static void given_state(uint8_t *restrict out, const uint8_t *restrict given, uint8_t absent, uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        out[row] = given[row] != 0 ? AM_STATE_VALUE : absent;
    }
}

static bool are_plain(const uint8_t *states, uint32_t rows) {
    uint8_t any = 0;
    for (uint32_t row = 0; row < rows; row++) {
        any |= states[row];
    }
    return any == AM_STATE_VALUE;
}

static void strict(uint8_t *restrict out, const uint8_t *restrict a, uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        out[row] = a[row] > out[row] ? a[row] : out[row];
    }
}

static void choose_state(uint8_t *restrict out, const uint8_t *restrict yes, const uint8_t *const states[3],
                         uint32_t rows) {
    const uint8_t *restrict a = states[0];
    const uint8_t *restrict b = states[1];
    const uint8_t *restrict c = states[2];
    for (uint32_t row = 0; row < rows; row++) {
        const uint8_t chosen = yes[row] != 0 ? b[row] : c[row];
        out[row] = a[row] != AM_STATE_VALUE ? a[row] : chosen;
    }
}

static void step_state(uint8_t *restrict out, const uint8_t *restrict yes, const uint8_t *const states[3],
                       uint32_t rows) {
    const uint8_t *restrict a = states[0];
    const uint8_t *restrict b = states[1];
    const uint8_t *restrict c = states[2];
    for (uint32_t row = 0; row < rows; row++) {
        const uint8_t chosen = yes[row] != 0 ? b[row] : c[row];
        const uint8_t greater = a[row] > c[row] ? a[row] : c[row];
        out[row] = a[row] != AM_STATE_VALUE ? greater : chosen;
    }
}

static void keep_state(uint8_t *restrict out, const uint8_t *restrict yes, const uint8_t *const states[2],
                       uint8_t otherwise, uint32_t rows) {
    const uint8_t *restrict a = states[0];
    const uint8_t *restrict b = states[1];
    for (uint32_t row = 0; row < rows; row++) {
        const uint8_t kept = yes[row] != 0 ? b[row] : otherwise;
        out[row] = a[row] != AM_STATE_VALUE ? a[row] : kept;
    }
}

static void unwrap_state(uint8_t *restrict out, const uint8_t *restrict a, uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        out[row] = a[row] == AM_STATE_UNKNOWN ? AM_STATE_FAULT : a[row];
    }
}

static void known_state(uint8_t *restrict out, uint8_t *restrict yes, const uint8_t *restrict a,
                        uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        yes[row] = a[row] == AM_STATE_VALUE;
        out[row] = a[row] == AM_STATE_UNKNOWN ? AM_STATE_VALUE : a[row];
    }
}

static void optional_state(uint8_t *restrict out, const uint8_t *restrict a, const uint8_t *restrict b,
                           uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        const uint8_t greater = a[row] > b[row] ? a[row] : b[row];
        const uint8_t lesser = a[row] < b[row] ? a[row] : b[row];
        out[row] = greater == AM_STATE_UNKNOWN ? lesser : greater;
    }
}

static void otherwise_state(uint8_t *restrict out, const uint8_t *restrict a, const uint8_t *restrict b,
                            uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        out[row] = a[row] == AM_STATE_UNKNOWN ? b[row] : a[row];
    }
}

static void gather_state(uint8_t *restrict out, const uint8_t *restrict a, const uint32_t *restrict index,
                         uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        out[row] = a[index[row]];
    }
}

#define OF_WIDTHS(name) \
    { name##_8, name##_4, name##_1 }

const am_kernels AM_KERNELS = {
    .add = add,
    .subtract = subtract,
    .multiply = multiply,
    .multiply_short = multiply_short,
    .negate = negate,
    .absolute = absolute,
    .round = round_counts,
    .add_known = add_known,
    .equal = OF_WIDTHS(equal),
    .less = OF_WIDTHS(less),
    .less_equal = OF_WIDTHS(less_equal),
    .greatest = OF_WIDTHS(greatest),
    .least = OF_WIDTHS(least),
    .greatest_known = OF_WIDTHS(greatest_known),
    .least_known = OF_WIDTHS(least_known),
    .choose = OF_WIDTHS(choose),
    .otherwise = OF_WIDTHS(otherwise),
    .copy = OF_WIDTHS(copy),
    .gather = OF_WIDTHS(gather),
    .cell = OF_WIDTHS(cell),
    .both = both,
    .either = either,
    .not_that = not_that,
    .class_code = class_code,
    .class_yesno = class_yesno,
    .class_count = class_count,
    .class_integer = class_integer,
    .class_state = class_state,
    .pick = pick,
    .days_between = days_between,
    .widen_integer = widen_integer,
    .move_months = move_months,
    .count = count,
    .extremes = extremes,
    .extremes_given = OF_WIDTHS(extremes_given),
    .take = {OF_WIDTHS(take_8), OF_WIDTHS(take_4), OF_WIDTHS(take_1)},
    .add_lists = add_lists,
    .given_state = given_state,
    .are_plain = are_plain,
    .strict = strict,
    .choose_state = choose_state,
    .step_state = step_state,
    .keep_state = keep_state,
    .unwrap_state = unwrap_state,
    .known_state = known_state,
    .optional_state = optional_state,
    .otherwise_state = otherwise_state,
    .gather_state = gather_state,
};
