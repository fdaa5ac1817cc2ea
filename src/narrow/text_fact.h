/*
 * Kernels that bring facts in: how large they are, and copies of them. Part of the kernels' text (see
 * kernel_text.h).
 */
#ifndef AM_NARROW_TEXT_FACT_H
#define AM_NARROW_TEXT_FACT_H

#include "narrow/kernel.h"

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
            AM_ROW_BY_ROW for (uint32_t row = 0; row < rows; row++) {                       \
                low = values[row] < low ? values[row] : low;                                \
                high = values[row] > high ? values[row] : high;                             \
            }                                                                               \
        } else {                                                                            \
            AM_ROW_BY_ROW for (uint32_t row = 0; row < rows; row++) {                       \
                const T value = values[row];                                                \
                const T kept = (T)(0 - (given[row] != 0 ? 1 : 0));                          \
                const T least = (T)((value & kept) | (MAX & ~kept));                        \
                const T most = (T)((value & kept) | (MIN & ~kept));                         \
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
            AM_ROW_BY_ROW for (uint32_t row = 0; row < rows; row++) {                           \
                out[row] = (R)(VALUE);                                                          \
            }                                                                                   \
            return;                                                                             \
        }                                                                                       \
        AM_ROW_BY_ROW for (uint32_t row = 0; row < rows; row++) {                               \
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

#endif
