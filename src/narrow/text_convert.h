/*
 * Kernels that bring values from one width to another, and say how large they are. Part of the kernels' text
 * (see kernel_text.h).
 */
#ifndef AM_NARROW_TEXT_CONVERT_H
#define AM_NARROW_TEXT_CONVERT_H

#include "narrow/kernel.h"

#define KERNEL_CONVERT(name, T, R)                                                           \
    static void name(const am_strip *strip) {                                                \
        const T *a = strip->in[0];                                                           \
        R *out = strip->out;                                                                 \
        AM_ROW_BY_ROW for (uint32_t row = 0, rows = WHOLE(strip->rows); row < rows; row++) { \
            out[row] = (R)a[row];                                                            \
        }                                                                                    \
    }
KERNEL_CONVERT(convert_8_4, int64_t, int32_t)
KERNEL_CONVERT(convert_8_1, int64_t, uint8_t)
KERNEL_CONVERT(convert_4_8, int32_t, int64_t)
KERNEL_CONVERT(convert_4_1, int32_t, uint8_t)
KERNEL_CONVERT(convert_1_8, uint8_t, int64_t)
KERNEL_CONVERT(convert_1_4, uint8_t, int32_t)

#define EXTREMES(name, T)                                                              \
    static am_extremes name(const void *from, uint32_t count) {                        \
        const T *values = from;                                                        \
        T low = values[0];                                                             \
        T high = low;                                                                  \
        AM_ROW_BY_ROW for (uint32_t row = 0, rows = WHOLE(count); row < rows; row++) { \
            low = values[row] < low ? values[row] : low;                               \
            high = values[row] > high ? values[row] : high;                            \
        }                                                                              \
        return (am_extremes){low, high};                                               \
    }
EXTREMES(extremes_8, int64_t)
EXTREMES(extremes_4, int32_t)
EXTREMES(extremes_1, uint8_t)

static void fill(void *out, uint64_t pattern, size_t bytes) {
    uint64_t *words = out;
    for (size_t word = 0; word < bytes / sizeof pattern; word += AM_BLOCK_ROWS / sizeof pattern) {
        for (size_t i = 0; i < AM_BLOCK_ROWS / sizeof pattern; i++) {
            words[word + i] = pattern;
        }
    }
}

#endif
