/*
 * Kernels of arithmetic: counts that wrap, and division by a constant. Part of the kernels' text (see
 * kernel_text.h).
 */
#ifndef AM_NARROW_TEXT_ARITHMETIC_H
#define AM_NARROW_TEXT_ARITHMETIC_H

#include "narrow/kernel.h"

/* Rows of two operands, either of which may be constant. */
#define EACH_2(T, BODY)                                                                   \
    do {                                                                                  \
        const T *restrict in_a = strip->in[0];                                            \
        const T *restrict in_b = strip->in[1];                                            \
        const T constant_a = (T)strip->constants[0];                                      \
        const T constant_b = (T)strip->constants[1];                                      \
        if (in_a != NULL && in_b != NULL) {                                               \
            AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                const T a = in_a[row];                                                    \
                const T b = in_b[row];                                                    \
                BODY;                                                                     \
            }                                                                             \
        } else if (in_a != NULL) {                                                        \
            const T b = constant_b;                                                       \
            AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                const T a = in_a[row];                                                    \
                BODY;                                                                     \
            }                                                                             \
        } else {                                                                          \
            const T a = constant_a;                                                       \
            AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                const T b = in_b == NULL ? constant_b : in_b[row];                        \
                BODY;                                                                     \
            }                                                                             \
        }                                                                                 \
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

static void negate(const am_strip *strip) {
    const uint64_t *restrict a = strip->in[0];
    uint64_t *restrict out = strip->out;
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = 0 - a[row];
    }
}

static void absolute(const am_strip *strip) {
    const int64_t *restrict a = strip->in[0];
    uint64_t *restrict out = strip->out;
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = a[row] < 0 ? 0 - (uint64_t)a[row] : (uint64_t)a[row];
    }
}

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
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {         \
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

static void days_between(const am_strip *strip) {
    int64_t *restrict out = strip->out;
    EACH_2(int32_t, out[row] = (int64_t)b - a);
}

static void widen_integer(const am_strip *strip) {
    const int32_t *restrict a = strip->in[0];
    int64_t *restrict out = strip->out;
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = a[row];
    }
}

#endif
