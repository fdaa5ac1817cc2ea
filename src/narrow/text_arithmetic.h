/*
 * Kernels of arithmetic: counts that wrap, and division by a constant. Part of the kernels' text (see
 * kernel_text.h).
 */
#ifndef AM_NARROW_TEXT_ARITHMETIC_H
#define AM_NARROW_TEXT_ARITHMETIC_H

#include "narrow/kernel.h"
#include "narrow/text_vector.h"

/* How far an operand goes on with so many rows. */
static inline size_t step_of(const am_strip *strip, unsigned i, uint32_t rows) {
    return strip->is_constant[i] ? 0 : rows;
}

/* Two operands of T make an R, `ROWS` at once. */
#define KERNEL_2(name, T, R, ROWS, VALUE)                                     \
    static void name(const am_strip *strip) {                                 \
        const T *of_a = strip->in[0];                                         \
        const T *of_b = strip->in[1];                                         \
        R *out = strip->out;                                                  \
        const size_t step_a = step_of(strip, 0, ROWS);                        \
        const size_t step_b = step_of(strip, 1, ROWS);                        \
        const uint8_t contrary = strip->is_contrary ? 1 : 0;                  \
        (void)contrary;                                                       \
        for (uint32_t row = 0, rows = strip->rows; row < rows; row += ROWS) { \
            AT_ONCE for (uint32_t i = 0; i < ROWS; i++) {                     \
                const T a = of_a[i];                                          \
                const T b = of_b[i];                                          \
                out[i] = (R)(VALUE);                                          \
            }                                                                 \
            of_a += step_a;                                                   \
            of_b += step_b;                                                   \
            out += ROWS;                                                      \
        }                                                                     \
    }

/* Wrapping arithmetic. */
KERNEL_2(add, uint64_t, uint64_t, ROWS_OF(uint64_t), a + b)
KERNEL_2(subtract, uint64_t, uint64_t, ROWS_OF(uint64_t), a - b)
KERNEL_2(multiply, uint64_t, uint64_t, ROWS_OF(uint64_t), a *b)
KERNEL_2(days_between, int32_t, int64_t, ROWS_OF(int64_t), (int64_t)b - a)

#if defined(__AVX2__)
/* A product of the lower halves is an instruction that compilers do not find. */
static void multiply_short(const am_strip *strip) {
    const int64_t *a = strip->in[0];
    const int64_t *b = strip->in[1];
    int64_t *out = strip->out;
    const size_t step_a = step_of(strip, 0, ROWS_OF(int64_t));
    const size_t step_b = step_of(strip, 1, ROWS_OF(int64_t));
    for (uint32_t row = 0, rows = strip->rows; row < rows; row += ROWS_OF(int64_t)) {
        AM_UNROLLED for (uint32_t i = 0; i < ROWS_OF(int64_t); i += LANES_ROWS) {
            lanes_store(out + i, lanes_multiply(lanes_load(a + i), lanes_load(b + i)));
        }
        a += step_a;
        b += step_b;
        out += ROWS_OF(int64_t);
    }
}
#else
KERNEL_2(multiply_short, int64_t, int64_t, 1u, (int64_t)(int32_t)a *(int32_t)b)
#endif

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

/* Every rounding is a division down of a magnitude to which something was added: what was half or more
 * reaches the next multiple. Where that is a tie, which leaves no rest, `even` takes the odd quotients back.
 */
typedef struct rounding {
    uint64_t above; /* added to what is not negative */
    uint64_t below;
    uint64_t even;
} rounding;

static rounding rounding_of(am_rounding mode, uint64_t divisor) {
    const uint64_t most = divisor - 1;
    switch (mode) {
    case AM_ROUND_UP:
        return (rounding){most, most, 0};
    case AM_ROUND_DOWN:
        break;
    case AM_ROUND_HALF_UP:
        return (rounding){divisor / 2, divisor / 2, 0};
    case AM_ROUND_HALF_DOWN:
        return (rounding){most / 2, most / 2, 0};
    case AM_ROUND_HALF_EVEN:
        return (rounding){divisor / 2, divisor / 2, 1 - divisor % 2};
    case AM_ROUND_CEILING:
        return (rounding){most, 0, 0};
    case AM_ROUND_FLOOR:
        return (rounding){0, most, 0};
    }
    return (rounding){0, 0, 0};
}

static void round_counts(const am_strip *strip) {
    const int64_t *a = strip->in[0];
    uint64_t *out = strip->out;
    const divider by = divider_of((uint64_t)strip->factor);
    const rounding add = rounding_of((am_rounding)strip->mode, by.divisor);
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = WHOLE(strip->rows); row < rows; row++) {
        const uint64_t sign = a[row] < 0 ? UINT64_MAX : 0;
        const uint64_t magnitude = (((uint64_t)a[row] ^ sign) - sign) + (sign != 0 ? add.below : add.above);
        uint64_t quotient = multiply_high(magnitude, by.reciprocal) >> by.shift;
        uint64_t rest = magnitude - quotient * by.divisor;
        const uint64_t correction = rest >= by.divisor ? 1 : 0;
        quotient += correction;
        rest -= correction != 0 ? by.divisor : 0;
        quotient -= rest == 0 ? quotient & add.even : 0;
        out[row] = (quotient ^ sign) - sign;
    }
}

#endif
