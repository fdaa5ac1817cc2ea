/*
 * Kernels of schedules: classes, rows and cells. Part of the kernels' text (see kernel_text.h).
 */
#ifndef AM_NARROW_TEXT_TABLE_H
#define AM_NARROW_TEXT_TABLE_H

#include "narrow/kernel.h"
#include "narrow/text_lookup.h"

/* How many rows have been looked up by vectors, where the table is one for these. */
#if defined(__AVX2__)
    #define LOOKED_UP(CALL) (strip->table_count <= LOOKUP_MAX ? (CALL) : 0)
#else
    #define LOOKED_UP(CALL) 0
#endif

#define KERNEL_CELL(name, T, LOOKED_UP_ROWS)                                         \
    static void name(const am_strip *strip) {                                        \
        const int32_t *restrict a = strip->in[0];                                    \
        const T *restrict table = strip->table;                                      \
        T *restrict out = strip->out;                                                \
        for (uint32_t row = LOOKED_UP_ROWS, rows = strip->rows; row < rows; row++) { \
            out[row] = table[(uint32_t)a[row]];                                      \
        }                                                                            \
    }
KERNEL_CELL(cell_8, int64_t, LOOKED_UP(look_up_counts(out, a, strip->rows, table, strip->table_count)))
KERNEL_CELL(cell_4, int32_t,
            LOOKED_UP(look_up_words((uint32_t *)out, a, strip->rows, (const uint32_t *)table,
                                    strip->table_count)))
KERNEL_CELL(cell_1, uint8_t, 0)

static void class_code(const am_strip *strip) {
    const int32_t *restrict a = strip->in[0];
    const uint16_t *restrict classes = strip->table;
    const uint32_t factor = (uint32_t)strip->factor;
    uint32_t *restrict out = strip->out;
    uint32_t row = LOOKED_UP(look_up_and_append(out, factor, a, strip->rows, classes, strip->table_count));
    for (uint32_t rows = strip->rows; row < rows; row++) {
        out[row] = out[row] * factor + classes[(uint32_t)a[row]];
    }
}

static void class_yesno(const am_strip *strip) {
    const uint8_t *restrict a = strip->in[0];
    const uint16_t *classes = strip->table;
    const uint32_t no = classes[0];
    const uint32_t yes = classes[1];
    const uint32_t factor = (uint32_t)strip->factor;
    uint32_t *restrict out = strip->out;
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = out[row] * factor + (a[row] != 0 ? yes : no);
    }
}

/* Up to so many starts are all compared; more are searched. Those that lie close together are a table of the
 * values between them. */
enum { STARTS_COMPARED = 24, STARTS_TABLED = 4, PLACES_AT_ONCE = 256 };

static bool are_close(const am_strip *strip) {
    const int64_t *starts = strip->table;
    const uint32_t count = strip->table_count;
    return count >= STARTS_TABLED && starts[0] > INT64_MIN / 2 && starts[count - 1] < INT64_MAX / 2 &&
           starts[count - 1] - starts[0] < (int64_t)LOOKUP_MAX - 1;
}

/* The class of each value from just below the first start to the last; returns how many these are. */
static uint32_t table_classes(const am_strip *strip, uint16_t *classes) {
    const int64_t *starts = strip->table;
    const uint32_t count = strip->table_count;
    const uint32_t places = (uint32_t)(starts[count - 1] - starts[0]) + 2;
    uint32_t class = 0;
    for (uint32_t place = 0; place < places; place++) {
        while (class < count && starts[class] < starts[0] + (int64_t)place) {
            class ++;
        }
        classes[place] = (uint16_t) class;
    }
    return places;
}

#define KERNEL_CLASS(name, T)                                                                           \
    static uint32_t search_##name(const int64_t *starts, uint32_t count, T value) {                     \
        uint32_t low = 0;                                                                               \
        while (low < count) {                                                                           \
            uint32_t middle = low + (count - low) / 2;                                                  \
            if (starts[middle] <= value) {                                                              \
                low = middle + 1;                                                                       \
            } else {                                                                                    \
                count = middle;                                                                         \
            }                                                                                           \
        }                                                                                               \
        return low;                                                                                     \
    }                                                                                                   \
    static void close_##name(const am_strip *strip) {                                                   \
        uint16_t classes[LOOKUP_MAX + 1];                                                               \
        int32_t places[PLACES_AT_ONCE];                                                                 \
        const T *restrict a = strip->in[0];                                                             \
        const int64_t below = ((const int64_t *)strip->table)[0] - 1;                                   \
        am_strip part = {.in = {places}, .table = classes, .factor = strip->factor};                    \
        part.table_count = table_classes(strip, classes);                                               \
        const int64_t last = below + part.table_count - 1;                                              \
        for (uint32_t from = 0; from < strip->rows; from += PLACES_AT_ONCE) {                           \
            const uint32_t left = strip->rows - from;                                                   \
            part.rows = left < PLACES_AT_ONCE ? left : PLACES_AT_ONCE;                                  \
            part.out = (uint32_t *)strip->out + from;                                                   \
            for (uint32_t row = 0; row < part.rows; row++) {                                            \
                const int64_t value = a[from + row];                                                    \
                const int64_t least = value > below ? value : below;                                    \
                places[row] = (int32_t)((least < last ? least : last) - below);                         \
            }                                                                                           \
            class_code(&part);                                                                          \
        }                                                                                               \
    }                                                                                                   \
    static void compare_##name(const am_strip *strip) {                                                 \
        const T *restrict a = strip->in[0];                                                             \
        const int64_t *starts = strip->table;                                                           \
        uint32_t *restrict out = strip->out;                                                            \
        uint32_t i = 0;                                                                                 \
        AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {                   \
            out[row] *= (uint32_t)strip->factor;                                                        \
        }                                                                                               \
        for (; i + 4 <= strip->table_count; i += 4) {                                                   \
            const int64_t from_0 = starts[i];                                                           \
            const int64_t from_1 = starts[i + 1];                                                       \
            const int64_t from_2 = starts[i + 2];                                                       \
            const int64_t from_3 = starts[i + 3];                                                       \
            AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {               \
                const int64_t value = a[row];                                                           \
                out[row] += (value >= from_0 ? 1U : 0) + (value >= from_1 ? 1U : 0) +                   \
                            (value >= from_2 ? 1U : 0) + (value >= from_3 ? 1U : 0);                    \
            }                                                                                           \
        }                                                                                               \
        for (; i < strip->table_count; i++) {                                                           \
            const int64_t start = starts[i];                                                            \
            AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {               \
                out[row] += a[row] >= start ? 1 : 0;                                                    \
            }                                                                                           \
        }                                                                                               \
    }                                                                                                   \
    static void name(const am_strip *strip) {                                                           \
        const T *restrict a = strip->in[0];                                                             \
        const uint32_t factor = (uint32_t)strip->factor;                                                \
        uint32_t *restrict out = strip->out;                                                            \
        if (are_close(strip)) {                                                                         \
            close_##name(strip);                                                                        \
        } else if (strip->table_count <= STARTS_COMPARED) {                                             \
            compare_##name(strip);                                                                      \
        } else {                                                                                        \
            AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {               \
                out[row] = out[row] * factor + search_##name(strip->table, strip->table_count, a[row]); \
            }                                                                                           \
        }                                                                                               \
    }
KERNEL_CLASS(class_count, int64_t)
KERNEL_CLASS(class_integer, int32_t)

static void class_state(const am_strip *strip) {
    const uint8_t *restrict states = strip->states[0];
    const uint32_t class_count = strip->class_count;
    uint32_t *restrict out = strip->out;
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        uint32_t unknown = out[row] - out[row] % class_count + class_count - 1;
        out[row] = states[row] != AM_STATE_VALUE ? unknown : out[row];
    }
}

/* The rows without an answer, which are few: they are at fault, and are row 0. */
static void fault_none(const am_strip *strip) {
    const int32_t least_none = (int32_t)strip->class_count;
    int32_t *restrict out = strip->out;
    uint8_t *restrict faults = strip->faults;
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        const bool is_none = out[row] >= least_none;
        faults[row] = is_none ? AM_STATE_FAULT : AM_STATE_VALUE;
        out[row] = is_none ? 0 : out[row];
    }
}

static bool pick(const am_strip *strip) {
    const int32_t *restrict index = strip->in[0];
    const int32_t *restrict dense = strip->table;
    int32_t *restrict out = strip->out;
    const uint32_t rows = strip->rows;
    uint32_t row =
        LOOKED_UP(look_up_words((uint32_t *)out, index, rows, (const uint32_t *)dense, strip->table_count));
    int32_t worst = 0;
    for (uint32_t i = 0; i < row; i++) {
        worst = out[i] > worst ? out[i] : worst;
    }
    for (; row < rows; row++) {
        const int32_t found = dense[(uint32_t)index[row]];
        worst = found > worst ? found : worst;
        out[row] = found;
    }
    return worst >= (int32_t)strip->class_count;
}

#endif
