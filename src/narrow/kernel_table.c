/*
 * Schedules: how counts and integers come to classes, rows without an answer, and rows of unknown values.
 *
 * Classes of numbers begin at starts. Those that lie close together are a table of the values between them;
 * of others up to some are all compared, and more are searched.
 */
#include "narrow/kernel.h"

#include "code/value.h"

enum { STARTS_COMPARED = 24, STARTS_TABLED = 4, CLOSE_MAX = 64, ROWS_AT_ONCE = 256 };

static bool are_close(const am_strip *strip, uint32_t close_max) {
    const int64_t *starts = strip->table;
    const uint32_t count = strip->table_count;
    return count >= STARTS_TABLED && starts[0] > INT64_MIN / 2 && starts[count - 1] < INT64_MAX / 2 &&
           starts[count - 1] - starts[0] < (int64_t)close_max - 1;
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

static void class_close(const am_kernels *kernels, const am_strip *strip) {
    uint16_t classes[CLOSE_MAX];
    int32_t places[ROWS_AT_ONCE];
    const uint32_t count = table_classes(strip, classes);
    am_strip by_place = {.out = places, .table_count = count};
    am_strip by_code = {.in = {places}, .table = classes, .table_count = count, .factor = strip->factor};
    by_place.factor = ((const int64_t *)strip->table)[0] - 1;
    for (uint32_t from = 0; from < strip->rows; from += ROWS_AT_ONCE) {
        const uint32_t left = strip->rows - from;
        by_place.rows = by_code.rows = left < ROWS_AT_ONCE ? left : ROWS_AT_ONCE;
        by_place.in[0] = (const int64_t *)strip->in[0] + from;
        by_code.out = (uint32_t *)strip->out + from;
        kernels->place(&by_place);
        kernels->class_code(&by_code);
    }
}

/* By the values before the starts, up to a multiple of four: no value is above the greatest of all, and all
 * are above the least. */
static void class_compared(const am_kernels *kernels, const am_strip *strip) {
    int64_t befores[STARTS_COMPARED];
    const int64_t *starts = strip->table;
    uint32_t count = 0;
    for (; count < strip->table_count; count++) {
        befores[count] = starts[count] == INT64_MIN ? INT64_MIN : starts[count] - 1;
    }
    while (count % 4 != 0) {
        befores[count++] = INT64_MAX;
    }
    am_strip by_before = *strip;
    by_before.table = befores;
    by_before.table_count = count;
    kernels->class_compared(&by_before);
}

static uint32_t search(const int64_t *starts, uint32_t count, int64_t value) {
    uint32_t low = 0;
    while (low < count) {
        uint32_t middle = low + (count - low) / 2;
        if (starts[middle] <= value) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return low;
}

static void class_searched(const am_strip *strip) {
    const int64_t *values = strip->in[0];
    uint32_t *out = strip->out;
    for (uint32_t row = 0; row < strip->rows; row++) {
        out[row] = out[row] * (uint32_t)strip->factor + search(strip->table, strip->table_count, values[row]);
    }
}

void am_strip_class_count(const am_kernels *kernels, const am_strip *strip) {
    if (are_close(strip, kernels->close_max)) {
        class_close(kernels, strip);
    } else if (strip->table_count <= STARTS_COMPARED) {
        class_compared(kernels, strip);
    } else {
        class_searched(strip);
    }
}

void am_strip_class_integer(const am_kernels *kernels, const am_strip *strip) {
    int64_t counts[ROWS_AT_ONCE];
    am_strip convert = {.out = counts};
    am_strip part = *strip;
    part.in[0] = counts;
    for (uint32_t from = 0; from < strip->rows; from += ROWS_AT_ONCE) {
        const uint32_t left = strip->rows - from;
        convert.rows = part.rows = left < ROWS_AT_ONCE ? left : ROWS_AT_ONCE;
        convert.in[0] = (const int32_t *)strip->in[0] + from;
        part.out = (uint32_t *)strip->out + from;
        kernels->convert[AM_WIDTH_4][AM_WIDTH_8](&convert);
        am_strip_class_count(kernels, &part);
    }
}

void am_strip_class_state(const am_strip *strip) {
    const uint8_t *states = strip->states[0];
    const uint32_t class_count = strip->class_count;
    uint32_t *out = strip->out;
    for (uint32_t row = 0; row < strip->rows; row++) {
        uint32_t unknown = out[row] - out[row] % class_count + class_count - 1;
        out[row] = states[row] != AM_STATE_VALUE ? unknown : out[row];
    }
}

static bool is_any_above(const am_kernels *kernels, const void *rows, uint32_t count, int64_t least) {
    return am_values_extremes(kernels, AM_WIDTH_4, rows, count).high >= least;
}

/* Of most tables every place has an answer: then rows need not be asked. */
bool am_strip_pick(const am_kernels *kernels, const am_strip *strip) {
    kernels->cell[AM_WIDTH_4](strip);
    return (strip->table_count > strip->rows ||
            is_any_above(kernels, strip->table, strip->table_count, strip->class_count)) &&
           is_any_above(kernels, strip->out, strip->rows, strip->class_count);
}

/* The rows without an answer, which are few: they are at fault, and are row 0. */
void am_strip_fault_none(const am_strip *strip) {
    const int32_t least_none = (int32_t)strip->class_count;
    int32_t *out = strip->out;
    for (uint32_t row = 0; row < strip->rows; row++) {
        const bool is_none = out[row] >= least_none;
        strip->faults[row] = is_none ? AM_STATE_FAULT : AM_STATE_VALUE;
        out[row] = is_none ? 0 : out[row];
    }
}
