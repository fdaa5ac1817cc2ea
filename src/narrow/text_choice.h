/*
 * Kernels that compare, choose and copy. Part of the kernels' text (see kernel_text.h).
 */
#ifndef AM_NARROW_TEXT_CHOICE_H
#define AM_NARROW_TEXT_CHOICE_H

#include "narrow/kernel.h"

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
#define KERNEL_KNOWN(name, T, VALUE)                                               \
    static void name(const am_strip *strip) {                                      \
        T *restrict out = strip->out;                                              \
        const uint8_t *restrict state_a = strip->states[0];                        \
        const uint8_t *restrict state_b = strip->states[1];                        \
        EACH_2(T, const uint8_t of_b = state_b[row]; const T both_known = (VALUE); \
               out[row] = state_a[row] == AM_STATE_UNKNOWN ? b                     \
                          : of_b == AM_STATE_UNKNOWN       ? a                     \
                                                           : both_known);                \
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

static void not_that(const am_strip *strip) {
    const uint8_t *restrict a = strip->in[0];
    uint8_t *restrict out = strip->out;
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = a[row] ^ 1;
    }
}

/* b where yes, else c. */
#define KERNEL_CHOOSE(name, T)                                                            \
    static void name(const am_strip *strip) {                                             \
        T *restrict out = strip->out;                                                     \
        const uint8_t *restrict yes = strip->in[0];                                       \
        const T *restrict in_b = strip->in[1];                                            \
        const T *restrict in_c = strip->in[2];                                            \
        const T constant_b = (T)strip->constants[1];                                      \
        const T constant_c = (T)strip->constants[2];                                      \
        if (in_b != NULL && in_c != NULL) {                                               \
            AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                const T b = in_b[row];                                                    \
                const T c = in_c[row];                                                    \
                out[row] = yes[row] != 0 ? b : c;                                         \
            }                                                                             \
        } else if (in_b != NULL) {                                                        \
            AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                const T b = in_b[row];                                                    \
                out[row] = yes[row] != 0 ? b : constant_c;                                \
            }                                                                             \
        } else if (in_c != NULL) {                                                        \
            AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                const T c = in_c[row];                                                    \
                out[row] = yes[row] != 0 ? constant_b : c;                                \
            }                                                                             \
        } else {                                                                          \
            AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
                out[row] = yes[row] != 0 ? constant_b : constant_c;                       \
            }                                                                             \
        }                                                                                 \
    }
KERNEL_CHOOSE(choose_8, int64_t)
KERNEL_CHOOSE(choose_4, int32_t)
KERNEL_CHOOSE(choose_1, uint8_t)

static void scale_chosen(const am_strip *strip) {
    uint64_t *restrict out = strip->out;
    const uint8_t *restrict yes = strip->in[0];
    const uint64_t *restrict value = strip->in[1];
    const uint64_t factor = (uint64_t)strip->factor;
    const uint64_t other = (uint64_t)strip->constants[2];
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = value[row] * (yes[row] != 0 ? factor : other);
    }
}

#define KERNEL_COPY(name, T)                                                          \
    static void name(const am_strip *strip) {                                         \
        const T *restrict a = strip->in[0];                                           \
        T *restrict out = strip->out;                                                 \
        AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
            out[row] = a == NULL ? (T)strip->constants[0] : a[row];                   \
        }                                                                             \
    }
KERNEL_COPY(copy_8, int64_t)
KERNEL_COPY(copy_4, int32_t)
KERNEL_COPY(copy_1, uint8_t)

/* Four at a time: there is nothing to compute but where to look. */
#define KERNEL_GATHER(name, T)                         \
    static void name(const am_strip *strip) {          \
        const T *restrict a = strip->in[0];            \
        const uint32_t *restrict index = strip->index; \
        T *restrict out = strip->out;                  \
        const uint32_t rows = strip->rows;             \
        uint32_t row = 0;                              \
        for (; row + 4 <= rows; row += 4) {            \
            const T first = a[index[row]];             \
            const T second = a[index[row + 1]];        \
            const T third = a[index[row + 2]];         \
            const T fourth = a[index[row + 3]];        \
            out[row] = first;                          \
            out[row + 1] = second;                     \
            out[row + 2] = third;                      \
            out[row + 3] = fourth;                     \
        }                                              \
        for (; row < rows; row++) {                    \
            out[row] = a[index[row]];                  \
        }                                              \
    }
KERNEL_GATHER(gather_8, int64_t)
KERNEL_GATHER(gather_4, int32_t)
KERNEL_GATHER(gather_1, uint8_t)

#endif
