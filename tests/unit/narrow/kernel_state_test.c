/*
 * Kernels of states: one byte a row, by the rules of the opcode table.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "code/value.h"
#include "lanes.h"

typedef struct columns {
    uint8_t a[LANE_ROOM];
    uint8_t b[LANE_ROOM];
    uint8_t c[LANE_ROOM];
    uint8_t yes[LANE_ROOM];
    uint8_t out[LANE_ROOM + LANE_GUARD];
    uint32_t rows;
} columns;

static uint8_t greater(uint8_t a, uint8_t b) {
    return a > b ? a : b;
}

/* Each naive rule is of row i; `before` is what the result held. */
static uint8_t strict(const columns *c, uint32_t i, uint8_t before) {
    return greater(c->a[i], before);
}

static uint8_t choose_state(const columns *c, uint32_t i, uint8_t before) {
    (void)before;
    if (c->a[i] != AM_STATE_VALUE) {
        return c->a[i];
    }
    return c->yes[i] != 0 ? c->b[i] : c->c[i];
}

static uint8_t step_state(const columns *c, uint32_t i, uint8_t before) {
    (void)before;
    if (c->a[i] != AM_STATE_VALUE) {
        return greater(c->a[i], c->c[i]);
    }
    return c->yes[i] != 0 ? c->b[i] : c->c[i];
}

static uint8_t keep_state(const columns *c, uint32_t i, uint8_t before) {
    (void)before;
    if (c->a[i] != AM_STATE_VALUE) {
        return c->a[i];
    }
    return c->yes[i] != 0 ? c->b[i] : AM_STATE_UNKNOWN;
}

static uint8_t unwrap_state(const columns *c, uint32_t i, uint8_t before) {
    (void)before;
    return c->a[i] == AM_STATE_UNKNOWN ? AM_STATE_FAULT : c->a[i];
}

static uint8_t known_state(const columns *c, uint32_t i, uint8_t before) {
    (void)before;
    return c->a[i] == AM_STATE_UNKNOWN ? AM_STATE_VALUE : c->a[i];
}

/* Unknown only where both are; else the worse of those that are known. */
static uint8_t optional_state(const columns *c, uint32_t i, uint8_t before) {
    (void)before;
    if (c->a[i] == AM_STATE_UNKNOWN) {
        return c->b[i];
    }
    return c->b[i] == AM_STATE_UNKNOWN ? c->a[i] : greater(c->a[i], c->b[i]);
}

static uint8_t otherwise_state(const columns *c, uint32_t i, uint8_t before) {
    (void)before;
    return c->a[i] == AM_STATE_UNKNOWN ? c->b[i] : c->a[i];
}

static uint8_t given_state(const columns *c, uint32_t i, uint8_t before) {
    (void)before;
    return c->yes[i] != 0 ? AM_STATE_VALUE : AM_STATE_NEEDS;
}

typedef uint8_t naive(const columns *columns, uint32_t row, uint8_t before);

enum { STRICT, CHOOSE, STEP, KEEP, UNWRAP, KNOWN, OPTIONAL, OTHERWISE, GIVEN, KERNELS };
static const struct {
    const char *name;
    naive *naive;
} kernels_of_states[KERNELS] = {
    {"strict", strict},
    {"choose_state", choose_state},
    {"step_state", step_state},
    {"keep_state", keep_state},
    {"unwrap_state", unwrap_state},
    {"known_state", known_state},
    {"optional_state", optional_state},
    {"otherwise_state", otherwise_state},
    {"given_state", given_state},
};

static void call(unsigned kernel, columns *c) {
    const uint8_t *const three[3] = {c->a, c->b, c->c};
    const uint8_t *const two[2] = {c->a, c->b};
    switch (kernel) {
    case STRICT:
        am_state_strict(c->out, c->a, c->rows);
        break;
    case CHOOSE:
        am_state_choose(c->out, c->yes, three, c->rows);
        break;
    case STEP:
        am_state_step(c->out, c->yes, three, c->rows);
        break;
    case KEEP:
        am_state_keep(c->out, c->yes, two, AM_STATE_UNKNOWN, c->rows);
        break;
    case UNWRAP:
        am_state_unwrap(c->out, c->a, c->rows);
        break;
    case KNOWN:
        am_state_known(c->out, c->yes, c->a, c->rows);
        break;
    case OPTIONAL:
        am_state_optional(c->out, c->a, c->b, c->rows);
        break;
    case OTHERWISE:
        am_state_otherwise(c->out, c->a, c->b, c->rows);
        break;
    default:
        am_state_given(c->out, c->yes, AM_STATE_NEEDS, c->rows);
    }
}

static void try_kernel(unsigned kernel, columns *c) {
    columns before = *c;
    uint32_t room = kernel == GIVEN ? c->rows : am_whole_blocks(c->rows);
    guard_set(c->out, AM_WIDTH_1, room);
    call(kernel, c);
    for (uint32_t i = 0; i < c->rows; i++) {
        must_be("states", kernels_of_states[kernel].name, i, c->out[i],
                kernels_of_states[kernel].naive(&before, i, before.out[i]));
        if (kernel == KNOWN) {
            must_be("states", "known", i, c->yes[i], c->a[i] == AM_STATE_VALUE);
        }
    }
    guard_check(kernels_of_states[kernel].name, c->out, AM_WIDTH_1, room);
}

static void test_states(void **state) {
    static columns c;
    random_values random = {8};
    (void)state;
    for (unsigned round = 0; round < 60 * KERNELS; round++) {
        c.rows = random_below(&random, LANE_ROWS);
        states_fill(&random, c.a, c.rows);
        states_fill(&random, c.b, c.rows);
        states_fill(&random, c.c, c.rows);
        states_fill(&random, c.out, c.rows);
        lane_fill(&random, c.yes, AM_WIDTH_1, c.rows);
        try_kernel(round % KERNELS, &c);
    }
}

/* One row that is no value is found wherever it stands. */
static void test_plain(void **state) {
    uint8_t states[LANE_ROWS];
    (void)state;
    memset(states, AM_STATE_VALUE, sizeof states);
    assert_true(am_state_are_plain(states, 0));
    for (uint32_t i = 0; i < LANE_ROWS; i++) {
        assert_true(am_state_are_plain(states, LANE_ROWS));
        states[i] = (uint8_t)(1 + i % 3);
        assert_false(am_state_are_plain(states, LANE_ROWS));
        assert_true(am_state_are_plain(states, i));
        states[i] = AM_STATE_VALUE;
    }
}

int kernel_state_tests(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_states), cmocka_unit_test(test_plain)};
    return cmocka_run_group_tests_name("kernels of states", tests, NULL, NULL);
}
