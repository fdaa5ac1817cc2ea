/*
 * Kernels between lists and what holds them, and those that take facts from a caller's columns.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "code/value.h"
#include "lanes.h"

enum { ELEMENTS_MAX = LANE_ROWS * 20 };

/* Mostly short lists, some empty, now and then a long one; offsets begin at `first`. */
static uint32_t make_offsets(random_values *random, uint32_t *offsets, uint32_t lists, uint32_t first) {
    offsets[0] = first;
    for (uint32_t i = 0; i < lists; i++) {
        uint32_t length = random_below(random, 4) == 0 ? 0 : random_below(random, 4);
        length = random_below(random, 30) == 0 ? 9 + random_below(random, 10) : length;
        offsets[i + 1] = offsets[i] + length;
    }
    return offsets[lists] - first;
}

static void try_count(const char *table, const am_kernels *kernels, random_values *random, uint32_t lists) {
    static uint32_t offsets[LANE_ROWS + 1];
    static uint8_t mask[ELEMENTS_MAX];
    static int64_t out[LANE_ROWS];
    uint32_t elements = make_offsets(random, offsets, lists, 0);
    lane_fill(random, mask, AM_WIDTH_1, elements);
    am_strip strip = {.rows = lists, .out = out, .index = offsets + 1, .mask = mask};
    kernels->count(&strip);
    for (uint32_t i = 0; i < lists; i++) {
        int64_t expected = 0;
        for (uint32_t at = offsets[i]; at < offsets[i + 1]; at++) {
            expected += mask[at];
        }
        must_be(table, "count", i, out[i], expected);
    }
}

static void test_count(void **state) {
    (void)state;
    const am_kernels *const *tables = kernel_tables();
    for (unsigned t = 0; tables[t] != NULL; t++) {
        random_values random = {3};
        for (uint32_t lists = 0; lists < LANE_ROWS; lists++) {
            try_count(kernel_names[t], tables[t], &random, lists);
        }
    }
}

static void try_add_lists(const char *table, const am_kernels *kernels, random_values *random,
                          uint32_t lists) {
    static uint32_t offsets[LANE_ROWS + 1], ends[LANE_ROWS], parents[ELEMENTS_MAX + AM_PARENTS_SLACK];
    uint32_t before = random_below(random, 50), parent = random_below(random, 50);
    uint32_t elements = make_offsets(random, offsets, lists, random_below(random, 1000));
    uint32_t at = before;
    memset(parents, 0xFF, sizeof parents);
    kernels->add_lists(ends, parents, offsets, before, parent, lists);
    for (uint32_t i = 0; i < lists; i++) {
        must_be(table, "add_lists", i, ends[i], before + (offsets[i + 1] - offsets[0]));
        for (; at < ends[i]; at++) {
            must_be(table, "add_lists", at, parents[at], parent + i);
        }
    }
    assert_int_equal(at, before + elements);
    for (uint32_t i = 0; i < before; i++) {
        assert_int_equal(parents[i], UINT32_MAX);
    }
    for (uint32_t i = at + AM_PARENTS_SLACK; i < ELEMENTS_MAX; i++) {
        assert_int_equal(parents[i], UINT32_MAX);
    }
}

static void test_add_lists(void **state) {
    (void)state;
    const am_kernels *const *tables = kernel_tables();
    for (unsigned t = 0; tables[t] != NULL; t++) {
        random_values random = {4};
        for (uint32_t lists = 0; lists < LANE_ROWS; lists++) {
            try_add_lists(kernel_names[t], tables[t], &random, lists);
        }
    }
}

static void try_gather(const char *table, const am_kernels *kernels, random_values *random, am_width width) {
    static _Alignas(64) uint8_t from[LANE_ROWS * 8], out[LANE_ROWS * 8 + LANE_GUARD];
    static uint32_t index[LANE_ROWS];
    uint32_t rows = random_below(random, LANE_ROWS);
    lane_fill(random, from, width, LANE_ROWS);
    for (uint32_t i = 0; i < rows; i++) {
        index[i] = random_below(random, LANE_ROWS);
    }
    am_strip strip = {.rows = rows, .out = out, .in = {from}, .index = index};
    guard_set(out, width, rows);
    kernels->gather[width](&strip);
    for (uint32_t i = 0; i < rows; i++) {
        must_be(table, "gather", i, lane_get(out, width, i), lane_get(from, width, index[i]));
    }
    guard_check("gather", out, width, rows);
}

static void test_gather(void **state) {
    (void)state;
    const am_kernels *const *tables = kernel_tables();
    for (unsigned t = 0; tables[t] != NULL; t++) {
        random_values random = {5};
        for (unsigned i = 0; i < 100; i++) {
            for (unsigned width = 0; width < AM_WIDTH_COUNT; width++) {
                try_gather(kernel_names[t], tables[t], &random, (am_width)width);
            }
        }
    }
}

static void try_extremes(const char *table, const am_kernels *kernels, random_values *random,
                         am_width width) {
    static _Alignas(64) uint8_t values[LANE_ROWS * 8];
    static uint8_t given[LANE_ROWS];
    uint32_t rows = random_below(random, LANE_ROWS);
    bool all_given = random_below(random, 2) == 0;
    am_extremes none = {-77, -78}, expected = {INT64_MAX, INT64_MIN};
    lane_fill(random, values, width, rows);
    lane_fill(random, given, AM_WIDTH_1, rows);
    for (uint32_t i = 0; i < rows; i++) {
        int64_t value = lane_get(values, width, i);
        if (all_given || given[i] != 0) {
            expected.low = value < expected.low ? value : expected.low;
            expected.high = value > expected.high ? value : expected.high;
        }
    }
    expected = expected.low > expected.high ? none : expected;
    am_extremes found =
        am_values_extremes_given(kernels, width, values, all_given ? NULL : given, rows, none);
    must_be(table, "extremes_given", rows, found.low, expected.low);
    must_be(table, "extremes_given", rows, found.high, expected.high);
    if (all_given) {
        expected = rows == 0 ? (am_extremes){0, 0} : expected;
        found = am_values_extremes(kernels, width, values, rows);
        must_be(table, "extremes", rows, found.low, expected.low);
        must_be(table, "extremes", rows, found.high, expected.high);
    }
}

static void try_take(const char *table, const am_kernels *kernels, random_values *random, am_width from,
                     am_width to) {
    static _Alignas(64) uint8_t values[LANE_ROWS * 8], out[LANE_ROWS * 8 + LANE_GUARD];
    static uint8_t given[LANE_ROWS];
    static const int64_t factors[] = {1, 10, 10000, INT64_C(1000000000000)};
    uint32_t rows = random_below(random, LANE_ROWS);
    bool all_given = random_below(random, 2) == 0;
    /* Only counts are multiplied; what is taken fits the column that it goes to. */
    int64_t factor = to == AM_WIDTH_8 ? factors[random_below(random, 4)] : 1;
    lane_fill(random, values, from, rows);
    for (uint32_t i = 0; i < rows && to != AM_WIDTH_8; i++) {
        lane_set(values, from, i, lane_get(values, from, i) & 0x7F);
    }
    lane_fill(random, given, AM_WIDTH_1, rows);
    guard_set(out, to, rows);
    am_values_take(kernels, out, to, values, from, all_given ? NULL : given, factor, rows);
    for (uint32_t i = 0; i < rows; i++) {
        uint64_t value = (uint64_t)lane_get(values, from, i) * (uint64_t)factor;
        must_be(table, "take", i, lane_get(out, to, i), all_given || given[i] != 0 ? (int64_t)value : 0);
    }
    guard_check("take", out, to, rows);
}

static void test_take(void **state) {
    (void)state;
    const am_kernels *const *tables = kernel_tables();
    for (unsigned t = 0; tables[t] != NULL; t++) {
        random_values random = {6};
        for (unsigned i = 0; i < 100 * AM_WIDTH_COUNT; i++) {
            try_extremes(kernel_names[t], tables[t], &random, (am_width)(i % AM_WIDTH_COUNT));
            for (unsigned to = 0; to < AM_WIDTH_COUNT; to++) {
                try_take(kernel_names[t], tables[t], &random, (am_width)(i % AM_WIDTH_COUNT), (am_width)to);
            }
        }
    }
}

int kernel_list_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_count),
        cmocka_unit_test(test_add_lists),
        cmocka_unit_test(test_gather),
        cmocka_unit_test(test_take),
    };
    return cmocka_run_group_tests_name("kernels of lists and facts", tests, NULL, NULL);
}
