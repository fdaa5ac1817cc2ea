/*
 * Kernels of schedules: the class of a value on an axis, the row of a case, the cell of a row.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "code/table.h"
#include "code/value.h"
#include "lanes.h"

enum { STARTS_MAX = 60, CODES_MAX = 80, CELLS_MAX = 100, PLACES_MAX = 500 };

/* Small tables, which vector registers hold, as often as all others. */
static uint32_t table_size(random_values *random, uint32_t most) {
    return 1 + random_below(random, random_below(random, 2) == 0 ? 20 : most);
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static int64_t class_of(const int64_t *starts, uint32_t count, int64_t value) {
    int64_t class = 0;
    for (uint32_t i = 0; i < count; i++) {
        class += starts[i] <= value;
    }
    return class;
}

/* Values at, next to and far from the starts. */
static void fill_beside(random_values *random, void *column, am_width width, const int64_t *starts,
                        uint32_t count) {
    lane_fill(random, column, width, LANE_ROWS);
    for (uint32_t i = 0; i < LANE_ROWS && count != 0; i++) {
        int64_t start = starts[random_below(random, count)];
        if (random_below(random, 4) != 0 && start > INT32_MIN && start < INT32_MAX) {
            lane_set(column, width, i, start + (int64_t)random_below(random, 3) - 1);
        }
    }
}

static void try_starts(const char *table, const am_kernels *kernels, random_values *random, am_width width) {
    static _Alignas(64) uint8_t values[LANE_ROOM * 8];
    static int64_t starts[STARTS_MAX];
    static uint32_t out[LANE_ROOM], before[LANE_ROWS];
    uint32_t count = random_below(random, STARTS_MAX);
    bool is_close = random_below(random, 2) == 0;
    for (uint32_t i = 0; i < count; i++) {
        int64_t start = is_close ? (int64_t)random_below(random, 30) - 15 : random_count(random);
        starts[i] = width == AM_WIDTH_4 ? (int32_t)start : start;
    }
    qsort(starts, count, sizeof *starts, compare);
    fill_beside(random, values, width, starts, count);
    for (uint32_t i = 0; i < LANE_ROWS; i++) {
        out[i] = before[i] = random_below(random, 60);
    }
    am_strip strip = {.rows = LANE_ROWS,
                      .out = out,
                      .in = {values},
                      .table = starts,
                      .table_count = count,
                      .class_count = count + 2,
                      .factor = count + 2};
    (width == AM_WIDTH_8 ? am_strip_class_count : am_strip_class_integer)(kernels, &strip);
    for (uint32_t i = 0; i < LANE_ROWS; i++) {
        must_be(table, "class by start", i, out[i],
                before[i] * (int64_t)(count + 2) + class_of(starts, count, lane_get(values, width, i)));
    }
}

static void test_starts(void **state) {
    (void)state;
    const am_kernels *const *tables = kernel_tables();
    for (unsigned t = 0; tables[t] != NULL; t++) {
        random_values random = {9};
        for (unsigned i = 0; i < 400; i++) {
            try_starts(kernel_names[t], tables[t], &random, i % 2 == 0 ? AM_WIDTH_8 : AM_WIDTH_4);
        }
    }
}

/* A code and a truth, the first of which may be unknown. */
static void try_codes(const char *table, const am_kernels *kernels, random_values *random) {
    static int32_t codes[LANE_ROOM];
    static uint8_t truths[LANE_ROOM], states[LANE_ROOM];
    static uint32_t out[LANE_ROOM];
    uint32_t count = table_size(random, CODES_MAX);
    uint16_t classes[CODES_MAX],
        by_truth[2] = {(uint16_t)random_below(random, 2), (uint16_t)random_below(random, 2)};
    for (uint32_t i = 0; i < count; i++) {
        classes[i] = (uint16_t)random_below(random, 7);
    }
    for (uint32_t i = 0; i < LANE_ROWS; i++) {
        codes[i] = (int32_t)random_below(random, count);
    }
    lane_fill(random, truths, AM_WIDTH_1, LANE_ROWS);
    states_fill(random, states, LANE_ROWS);
    memset(out, 0, sizeof out);
    am_strip by_code = {.rows = LANE_ROWS,
                        .out = out,
                        .in = {codes},
                        .states = {states},
                        .table = classes,
                        .table_count = count,
                        .class_count = 8,
                        .factor = 8};
    am_strip by_yesno = {.rows = LANE_ROWS, .out = out, .in = {truths}, .table = by_truth};
    kernels->class_yesno(&by_yesno);
    kernels->class_code(&by_code);
    am_strip_class_state(&by_code);
    for (uint32_t i = 0; i < LANE_ROWS; i++) {
        uint32_t class = states[i] == AM_STATE_VALUE ? classes[codes[i]] : 7;
        must_be(table, "class by code", i, out[i], by_truth[truths[i]] * 8 + class);
    }
}

static void try_pick(const char *table, const am_kernels *kernels, random_values *random, bool has_none) {
    static uint32_t index[LANE_ROOM];
    static int32_t dense[PLACES_MAX], out[LANE_ROOM];
    static uint8_t faults[LANE_ROWS];
    uint32_t count = table_size(random, PLACES_MAX);
    for (uint32_t i = 0; i < count; i++) {
        dense[i] = (int32_t)random_below(random, CELLS_MAX);
        if (has_none && random_below(random, 10) == 0) {
            dense[i] = random_below(random, 2) == 0 ? (int32_t)AM_TABLE_NO_ROW : (int32_t)AM_TABLE_SEVERAL;
        }
    }
    for (uint32_t i = 0; i < LANE_ROWS; i++) {
        index[i] = random_below(random, count);
    }
    am_strip strip = {.rows = LANE_ROWS,
                      .out = out,
                      .in = {index},
                      .faults = faults,
                      .table = dense,
                      .table_count = count,
                      .class_count = AM_TABLE_SEVERAL};
    bool is_missing = false;
    for (uint32_t i = 0; i < LANE_ROWS; i++) {
        is_missing = is_missing || dense[index[i]] >= (int32_t)AM_TABLE_SEVERAL;
    }
    must_be(table, "pick", 0, am_strip_pick(kernels, &strip), is_missing);
    am_strip_fault_none(&strip);
    for (uint32_t i = 0; i < LANE_ROWS; i++) {
        bool is_none = dense[index[i]] >= (int32_t)AM_TABLE_SEVERAL;
        must_be(table, "pick", i, out[i], is_none ? 0 : dense[index[i]]);
        must_be(table, "pick", i, faults[i], is_none ? AM_STATE_FAULT : AM_STATE_VALUE);
    }
}

static void try_cell(const char *table, const am_kernels *kernels, random_values *random, am_width width) {
    static _Alignas(64) uint8_t cells[CELLS_MAX * 8], out[LANE_ROOM * 8 + LANE_GUARD];
    static int32_t rows[LANE_ROOM];
    uint32_t count = table_size(random, CELLS_MAX);
    lane_fill(random, cells, width, count);
    for (uint32_t i = 0; i < LANE_ROWS; i++) {
        rows[i] = (int32_t)random_below(random, count);
    }
    am_strip strip = {.rows = LANE_ROWS, .out = out, .in = {rows}, .table = cells, .table_count = count};
    guard_set(out, width, LANE_ROOM);
    kernels->cell[width](&strip);
    for (uint32_t i = 0; i < LANE_ROWS; i++) {
        must_be(table, "cell", i, lane_get(out, width, i), lane_get(cells, width, (uint32_t)rows[i]));
    }
    guard_check("cell", out, width, LANE_ROOM);
}

static void test_tables(void **state) {
    (void)state;
    const am_kernels *const *tables = kernel_tables();
    for (unsigned t = 0; tables[t] != NULL; t++) {
        random_values random = {10};
        for (unsigned i = 0; i < 400; i++) {
            try_codes(kernel_names[t], tables[t], &random);
            try_pick(kernel_names[t], tables[t], &random, i % 2 == 0);
            for (unsigned width = 0; width < AM_WIDTH_COUNT; width++) {
                try_cell(kernel_names[t], tables[t], &random, (am_width)width);
            }
        }
    }
}

int kernel_table_tests(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_starts), cmocka_unit_test(test_tables)};
    return cmocka_run_group_tests_name("kernels of tables", tests, NULL, NULL);
}
