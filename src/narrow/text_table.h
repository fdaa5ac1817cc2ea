/*
 * Kernels of schedules: classes and cells. Part of the kernels' text (see kernel_text.h).
 */
#ifndef AM_NARROW_TEXT_TABLE_H
#define AM_NARROW_TEXT_TABLE_H

#include "narrow/kernel.h"
#include "narrow/text_lookup.h"

#define KERNEL_CELL(name, T, LOOK_UP)                                   \
    static void name(const am_strip *strip) {                           \
        const int32_t *a = strip->in[0];                                \
        const T *table = strip->table;                                  \
        T *out = strip->out;                                            \
        LOOK_UP                                                         \
        for (uint32_t row = 0, rows = strip->rows; row < rows; row++) { \
            out[row] = table[(uint32_t)a[row]];                         \
        }                                                               \
    }
KERNEL_CELL(cell_8, int64_t, LOOK_UP_IF_SMALL(look_up_counts(out, a, strip->rows, table, strip->table_count)))
KERNEL_CELL(cell_4, uint32_t, LOOK_UP_IF_SMALL(look_up_words(out, a, strip->rows, table, strip->table_count)))
KERNEL_CELL(cell_1, uint8_t, )

static void class_code(const am_strip *strip) {
    const int32_t *a = strip->in[0];
    const uint16_t *classes = strip->table;
    const uint32_t factor = (uint32_t)strip->factor;
    uint32_t *out = strip->out;
    LOOK_UP_IF_SMALL(look_up_and_append(out, factor, a, strip->rows, classes, strip->table_count))
    for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = out[row] * factor + classes[(uint32_t)a[row]];
    }
}

static void class_yesno(const am_strip *strip) {
    const uint8_t *a = strip->in[0];
    const uint16_t *classes = strip->table;
    const uint32_t no = classes[0];
    const uint32_t yes = classes[1];
    const uint32_t factor = (uint32_t)strip->factor;
    uint32_t *out = strip->out;
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = WHOLE(strip->rows); row < rows; row++) {
        out[row] = out[row] * factor + (a[row] != 0 ? yes : no);
    }
}

static void class_compared(const am_strip *strip) {
    const int64_t *a = strip->in[0];
    const int64_t *befores = strip->table;
    const uint32_t factor = (uint32_t)strip->factor;
    uint32_t *out = strip->out;
    const uint32_t rows = WHOLE(strip->rows);
    AM_ROW_BY_ROW for (uint32_t row = 0; row < rows; row++) {
        out[row] *= factor;
    }
    for (uint32_t i = 0; i < strip->table_count; i += 4) {
        const int64_t before_0 = befores[i];
        const int64_t before_1 = befores[i + 1];
        const int64_t before_2 = befores[i + 2];
        const int64_t before_3 = befores[i + 3];
        AM_ROW_BY_ROW for (uint32_t row = 0; row < rows; row++) {
            const int64_t value = a[row];
            out[row] += (value > before_0 ? 1U : 0) + (value > before_1 ? 1U : 0) +
                        (value > before_2 ? 1U : 0) + (value > before_3 ? 1U : 0);
        }
    }
}

static void place(const am_strip *strip) {
    const int64_t *a = strip->in[0];
    const int64_t first = strip->factor;
    const int64_t last = first + strip->table_count - 1;
    int32_t *out = strip->out;
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = WHOLE(strip->rows); row < rows; row++) {
        const int64_t least = a[row] > first ? a[row] : first;
        out[row] = (int32_t)((least < last ? least : last) - first);
    }
}

#endif
