/*
 * Kernels that compare and choose. Part of the kernels' text (see kernel_text.h).
 */
#ifndef AM_NARROW_TEXT_CHOICE_H
#define AM_NARROW_TEXT_CHOICE_H

#include "narrow/text_arithmetic.h"

KERNEL_2(equal_4, int32_t, uint8_t, ROWS_OF_BYTES, (a == b) ^ contrary)
KERNEL_2(less_4, int32_t, uint8_t, ROWS_OF_BYTES, (a < b) ^ contrary)
#if defined(__AVX512F__)
    /* Comparisons give masks, which compilers take long ways to bytes. */
    #define KERNEL_COMPARE(name, COMPARE)                                                          \
        static void name(const am_strip *strip) {                                                  \
            const int64_t *a = strip->in[0];                                                       \
            const int64_t *b = strip->in[1];                                                       \
            uint8_t *out = strip->out;                                                             \
            const size_t step_a = step_of(strip, 0, ROWS_OF(int64_t));                             \
            const size_t step_b = step_of(strip, 1, ROWS_OF(int64_t));                             \
            const __mmask8 contrary = strip->is_contrary ? 0xFF : 0;                               \
            for (uint32_t row = 0, rows = strip->rows; row < rows; row += ROWS_OF(int64_t)) {      \
                AM_UNROLLED for (uint32_t i = 0; i < ROWS_OF(int64_t); i += LANES_ROWS) {          \
                    const __mmask8 yes = COMPARE(lanes_load(a + i), lanes_load(b + i)) ^ contrary; \
                    lanes_store_truths(out + row + i, yes);                                        \
                }                                                                                  \
                a += step_a;                                                                       \
                b += step_b;                                                                       \
            }                                                                                      \
        }
KERNEL_COMPARE(equal_8, _mm512_cmpeq_epi64_mask)
KERNEL_COMPARE(less_8, _mm512_cmplt_epi64_mask)
#else
KERNEL_2(equal_8, int64_t, uint8_t, ROWS_OF_BYTES, (a == b) ^ contrary)
KERNEL_2(less_8, int64_t, uint8_t, ROWS_OF_BYTES, (a < b) ^ contrary)
#endif

KERNEL_2(greatest_8, int64_t, int64_t, ROWS_OF(int64_t), a >= b ? a : b)
KERNEL_2(greatest_4, int32_t, int32_t, ROWS_OF(int32_t), a >= b ? a : b)
KERNEL_2(least_8, int64_t, int64_t, ROWS_OF(int64_t), a <= b ? a : b)
KERNEL_2(least_4, int32_t, int32_t, ROWS_OF(int32_t), a <= b ? a : b)

/* b where yes, else c. */
#define KERNEL_CHOOSE(name, T)                                                         \
    static void name(const am_strip *strip) {                                          \
        T *out = strip->out;                                                           \
        const uint8_t *yes = strip->in[0];                                             \
        const T *of_b = strip->in[1];                                                  \
        const T *of_c = strip->in[2];                                                  \
        const size_t step_b = step_of(strip, 1, ROWS_OF_BYTES);                        \
        const size_t step_c = step_of(strip, 2, ROWS_OF_BYTES);                        \
        for (uint32_t row = 0, rows = strip->rows; row < rows; row += ROWS_OF_BYTES) { \
            AT_ONCE for (uint32_t i = 0; i < ROWS_OF_BYTES; i++) {                     \
                const T b = of_b[i];                                                   \
                const T c = of_c[i];                                                   \
                out[i] = yes[i] != 0 ? b : c;                                          \
            }                                                                          \
            yes += ROWS_OF_BYTES;                                                      \
            of_b += step_b;                                                            \
            of_c += step_c;                                                            \
            out += ROWS_OF_BYTES;                                                      \
        }                                                                              \
    }
KERNEL_CHOOSE(choose_4, int32_t)
KERNEL_CHOOSE(choose_1, uint8_t)

#if defined(__AVX2__)
static void choose_8(const am_strip *strip) {
    int64_t *out = strip->out;
    const uint8_t *yes = strip->in[0];
    const int64_t *b = strip->in[1];
    const int64_t *c = strip->in[2];
    const size_t step_b = step_of(strip, 1, ROWS_OF(int64_t));
    const size_t step_c = step_of(strip, 2, ROWS_OF(int64_t));
    for (uint32_t row = 0, rows = strip->rows; row < rows; row += ROWS_OF(int64_t)) {
        AM_UNROLLED for (uint32_t i = 0; i < ROWS_OF(int64_t); i += LANES_ROWS) {
            lanes_store(out + i, lanes_choose(yes + i, lanes_load(b + i), lanes_load(c + i)));
        }
        yes += ROWS_OF(int64_t);
        b += step_b;
        c += step_c;
        out += ROWS_OF(int64_t);
    }
}

static void scale_chosen(const am_strip *strip) {
    int64_t *out = strip->out;
    const uint8_t *yes = strip->in[0];
    const int64_t *value = strip->in[1];
    const size_t step = step_of(strip, 1, LANES_ROWS);
    const lanes factor = (lanes){0} + strip->factor;
    const lanes other = (lanes){0} + strip->other_factor;
    for (uint32_t row = 0, rows = strip->rows; row < rows; row += LANES_ROWS) {
        lanes_store(out + row,
                    lanes_multiply_whole(lanes_load(value), lanes_choose(yes + row, factor, other)));
        value += step;
    }
}
#else
KERNEL_CHOOSE(choose_8, int64_t)

static void scale_chosen(const am_strip *strip) {
    uint64_t *out = strip->out;
    const uint8_t *yes = strip->in[0];
    const uint64_t *value = strip->in[1];
    for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        const int64_t factor = yes[row] != 0 ? strip->factor : strip->other_factor;
        out[row] = *value * (uint64_t)factor;
        value += step_of(strip, 1, 1);
    }
}
#endif

#endif
