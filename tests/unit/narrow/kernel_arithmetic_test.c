/*
 * Kernels of arithmetic, comparison and choice, each against a loop that does one row at a time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/decimal.h"
#include "code/value.h"
#include "lanes.h"
#include "narrow/grain.h"

typedef struct row { /* what a naive kernel sees */
    int64_t a;
    int64_t b;
    int64_t c;
    uint8_t state_a;
    uint8_t state_b;
} row;

typedef int64_t naive(row row);

static int64_t wrapped(uint64_t value) {
    return (int64_t)value;
}

static int64_t add(row r) {
    return wrapped((uint64_t)r.a + (uint64_t)r.b);
}

static int64_t subtract(row r) {
    return wrapped((uint64_t)r.a - (uint64_t)r.b);
}

static int64_t multiply(row r) {
    return wrapped((uint64_t)r.a * (uint64_t)r.b);
}

static int64_t equal(row r) {
    return r.a == r.b;
}

static int64_t unequal(row r) {
    return r.a != r.b;
}

static int64_t less(row r) {
    return r.a < r.b;
}

static int64_t greatest(row r) {
    return r.a > r.b ? r.a : r.b;
}

static int64_t least(row r) {
    return r.a < r.b ? r.a : r.b;
}

static int64_t days_between(row r) {
    return r.b - r.a;
}

static int64_t choose(row r) {
    return r.a != 0 ? r.b : r.c;
}

static int64_t same(row r) {
    return r.a;
}

/* Operands 1 to 3; each may be a constant where `may_be_constant` has its bit. */
typedef struct trial {
    const char *name;
    size_t offset; /* of the kernel in the table */
    am_width in[3];
    unsigned operands;
    am_width out;
    naive *naive;
    unsigned may_be_constant;
    bool is_short; /* operands of at most 32 bits */
} trial;

#define AT(kernel) #kernel, offsetof(am_kernels, kernel)
#define W8         AM_WIDTH_8
#define W4         AM_WIDTH_4
#define W1         AM_WIDTH_1
#define TWO(w)     {w, w, w}, 2
#define ALL(name, out_of)                                              \
    {AT(name[AM_WIDTH_8]), TWO(W8), out_of(W8), name, 3, false},       \
        {AT(name[AM_WIDTH_4]), TWO(W4), out_of(W4), name, 3, false}, { \
        AT(name[AM_WIDTH_1]), TWO(W1), out_of(W1), name, 3, false      \
    }
#define TRUTH(w) W1
#define SAME(w)  w

enum { FACTOR = 700001, OTHER_FACTOR = -3 };

static int64_t scale_chosen(row r) {
    return wrapped((uint64_t)r.b * (uint64_t)(int64_t)(r.a != 0 ? FACTOR : OTHER_FACTOR));
}

static const trial trials[] = {
    {AT(add), TWO(W8), W8, add, 3, false},
    {AT(subtract), TWO(W8), W8, subtract, 3, false},
    {AT(multiply), TWO(W8), W8, multiply, 3, false},
    {AT(multiply_short), TWO(W8), W8, multiply, 3, true},
    ALL(equal, TRUTH),
    {AT(equal[AM_WIDTH_8]), TWO(W8), W1, unequal, 3, false},
    {AT(equal[AM_WIDTH_4]), TWO(W4), W1, unequal, 3, false},
    {AT(equal[AM_WIDTH_1]), TWO(W1), W1, unequal, 3, false},
    ALL(less, TRUTH),
    ALL(greatest, SAME),
    ALL(least, SAME),
    {AT(days_between), TWO(W4), W8, days_between, 3, false},
    {AT(convert[AM_WIDTH_4][AM_WIDTH_8]), {W4, W4, W4}, 1, W8, same, 0, false},
    {AT(convert[AM_WIDTH_1][AM_WIDTH_8]), {W1, W1, W1}, 1, W8, same, 0, false},
    {AT(convert[AM_WIDTH_1][AM_WIDTH_4]), {W1, W1, W1}, 1, W4, same, 0, false},
    {AT(scale_chosen), {W1, W8, W8}, 2, W8, scale_chosen, 2, false},
    {AT(choose[AM_WIDTH_8]), {W1, W8, W8}, 3, W8, choose, 6, false},
    {AT(choose[AM_WIDTH_4]), {W1, W4, W4}, 3, W4, choose, 6, false},
    {AT(choose[AM_WIDTH_1]), {W1, W1, W1}, 3, W1, choose, 6, false},
};

typedef struct operands {
    _Alignas(64) uint8_t columns[3][LANE_ROOM * 8];
    _Alignas(64) uint8_t out[LANE_ROOM * 8 + LANE_GUARD];
    uint8_t states[2][LANE_ROOM];
} operands;

static void shorten(void *column, uint32_t rows) {
    for (uint32_t i = 0; i < rows; i++) {
        ((int64_t *)column)[i] = (int32_t)((int64_t *)column)[i];
    }
}

static int64_t value_of(const am_strip *strip, const trial *trial, unsigned i, uint32_t at) {
    if (i >= trial->operands) {
        return 0;
    }
    return lane_get(strip->in[i], trial->in[i], strip->is_constant[i] ? 0 : at);
}

static void set_operands(const am_kernels *kernels, const trial *trial, operands *o, unsigned constants,
                         am_strip *strip, int64_t blocks[3][AM_BLOCK_ROWS]) {
    for (unsigned i = 0; i < trial->operands; i++) {
        strip->in[i] = o->columns[i];
        if ((constants >> i & 1) != 0) {
            int64_t value = lane_get(o->columns[i], trial->in[i], 0);
            am_strip_set_constant(kernels, strip, i, trial->in[i], value, blocks[i]);
        }
    }
}

/* One call: `constants` has the bit of each operand that is one. */
static void try_shape(const char *table, const am_kernels *kernels, const trial *trial, operands *o,
                      unsigned constants, uint32_t rows) {
    int64_t blocks[3][AM_BLOCK_ROWS];
    am_strip strip = {.rows = rows,
                      .out = o->out,
                      .is_contrary = trial->naive == unequal,
                      .factor = FACTOR,
                      .other_factor = OTHER_FACTOR};
    am_kernel *kernel;
    memcpy(&kernel, (const char *)kernels + trial->offset, sizeof kernel);
    set_operands(kernels, trial, o, constants, &strip, blocks);
    guard_set(o->out, trial->out, am_whole_blocks(rows));
    kernel(&strip);
    for (uint32_t at = 0; at < rows; at++) {
        row row = {value_of(&strip, trial, 0, at), value_of(&strip, trial, 1, at),
                   value_of(&strip, trial, 2, at), 0, 0};
        must_be(table, trial->name, at, lane_get(o->out, trial->out, at), trial->naive(row));
    }
    guard_check(trial->name, o->out, trial->out, am_whole_blocks(rows));
}

static void try_kernel(const char *table, const am_kernels *kernels, const trial *trial) {
    static operands o;
    random_values random = {trial->offset};
    for (unsigned round = 0; round < 40; round++) {
        uint32_t rows = round < 20 ? round : LANE_ROWS - random_below(&random, 20);
        for (unsigned i = 0; i < trial->operands; i++) {
            lane_fill(&random, o.columns[i], trial->in[i], rows + 1);
            if (trial->is_short) {
                shorten(o.columns[i], rows + 1);
            }
        }
        for (unsigned constants = 0; constants < 8; constants++) {
            if ((constants & ~trial->may_be_constant) == 0) {
                try_shape(table, kernels, trial, &o, constants, rows);
            }
        }
    }
}

static void test_rows(void **state) {
    (void)state;
    const am_kernels *const *tables = kernel_tables();
    for (unsigned t = 0; tables[t] != NULL; t++) {
        for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
            try_kernel(kernel_names[t], tables[t], &trials[i]);
        }
    }
}

/* What is done by several kernels, or by one for all processors. */

static int64_t less_equal(row r) {
    return r.a <= r.b;
}

static int64_t both(row r) {
    return r.a != 0 && r.b != 0;
}

static int64_t either(row r) {
    return r.a != 0 || r.b != 0;
}

static int64_t negate(row r) {
    return -r.a;
}

static int64_t absolute(row r) {
    return r.a < 0 ? -r.a : r.a;
}

static int64_t not_that(row r) {
    return r.a == 0;
}

static int64_t known(row r, naive *of_both) {
    if (r.state_a == AM_STATE_UNKNOWN) {
        return r.b;
    }
    return r.state_b == AM_STATE_UNKNOWN ? r.a : of_both(r);
}

static int64_t add_known(row r) {
    return known(r, add);
}

static int64_t greatest_known(row r) {
    return known(r, greatest);
}

static int64_t least_known(row r) {
    return known(r, least);
}

static int64_t otherwise(row r) {
    return r.state_a == AM_STATE_UNKNOWN ? r.b : r.a;
}

enum {
    LESS_EQUAL,
    COPY,
    OTHERWISE,
    ADD_KNOWN,
    GREATEST_KNOWN,
    LEAST_KNOWN,
    BOTH,
    EITHER,
    NOT_THAT,
    NEGATE,
    ABSOLUTE,
    STRIP_WORKS
};
static const struct {
    const char *name;
    naive *naive;
    bool is_truth;      /* of the result */
    uint8_t widths;     /* the bit of each that it has */
    bool has_constants; /* operands may be some */
    bool has_states;
} strip_works[STRIP_WORKS] = {
    {"less_equal", less_equal, true, 7, true, false},
    {"copy", same, false, 7, true, false},
    {"otherwise", otherwise, false, 7, true, true},
    {"add_known", add_known, false, 1 << W8, true, true},
    {"greatest_known", greatest_known, false, 7, true, true},
    {"least_known", least_known, false, 7, true, true},
    {"both", both, false, 1 << W1, true, false},
    {"either", either, false, 1 << W1, true, false},
    {"not_that", not_that, false, 1 << W1, false, false},
    {"negate", negate, false, 1 << W8, false, false},
    {"absolute", absolute, false, 1 << W8, false, false},
};

static void do_work(const am_kernels *kernels, unsigned work, am_width width, const am_strip *strip) {
    switch (work) {
    case LESS_EQUAL:
        am_strip_less_equal(kernels, strip, width);
        break;
    case COPY:
        am_strip_copy(kernels, strip, 0, width);
        break;
    case OTHERWISE:
        am_strip_otherwise(kernels, strip, width);
        break;
    case ADD_KNOWN:
        am_strip_known_only(kernels->add, kernels->choose[width], strip);
        break;
    case GREATEST_KNOWN:
        am_strip_known_only(kernels->greatest[width], kernels->choose[width], strip);
        break;
    case LEAST_KNOWN:
        am_strip_known_only(kernels->least[width], kernels->choose[width], strip);
        break;
    case BOTH:
        am_bytes_least(strip);
        break;
    case EITHER:
        am_bytes_greatest(strip);
        break;
    case NOT_THAT:
        am_bytes_not(strip);
        break;
    case NEGATE:
        am_strip_negate(strip);
        break;
    default:
        am_strip_absolute(strip);
    }
}

/* Optional operands are values or unknown, or `plain` has their bit; needs and faults are nobody's values. */
static void try_work(const char *table, const am_kernels *kernels, unsigned work, am_width width, operands *o,
                     unsigned constants, unsigned plain, uint32_t rows) {
    int64_t blocks[3][AM_BLOCK_ROWS];
    const trial of = {.in = {width, width, width}, .operands = 2};
    const am_width out = strip_works[work].is_truth ? AM_WIDTH_1 : width;
    am_strip strip = {.rows = rows, .out = o->out};
    set_operands(kernels, &of, o, constants, &strip, blocks);
    for (unsigned i = 0; i < 2; i++) {
        strip.states[i] = (plain >> i & 1) != 0 ? NULL : o->states[i];
    }
    guard_set(o->out, out, am_whole_blocks(rows));
    do_work(kernels, work, width, &strip);
    for (uint32_t at = 0; at < rows; at++) {
        row row = {value_of(&strip, &of, 0, at), value_of(&strip, &of, 1, at), 0,
                   (plain & 1) != 0 ? AM_STATE_VALUE : o->states[0][at],
                   (plain & 2) != 0 ? AM_STATE_VALUE : o->states[1][at]};
        must_be(table, strip_works[work].name, at, lane_get(o->out, out, at), strip_works[work].naive(row));
    }
    guard_check(strip_works[work].name, o->out, out, am_whole_blocks(rows));
}

static void try_works(const char *table, const am_kernels *kernels, random_values *random, unsigned work) {
    static operands o;
    for (unsigned width = 0; width < AM_WIDTH_COUNT; width++) {
        uint32_t rows = random_below(random, LANE_ROWS);
        for (unsigned i = 0; i < 2; i++) {
            lane_fill(random, o.columns[i], (am_width)width, LANE_ROWS);
            states_fill(random, o.states[i], LANE_ROWS);
            for (uint32_t row = 0; row < LANE_ROWS; row++) {
                o.states[i][row] &= AM_STATE_UNKNOWN;
            }
        }
        for (unsigned shape = 0; shape < 16 && (strip_works[work].widths >> width & 1) != 0; shape++) {
            bool has_shape = (shape % 4 == 0 || strip_works[work].has_constants) &&
                             (shape / 4 == 0 || strip_works[work].has_states);
            if (has_shape) {
                try_work(table, kernels, work, (am_width)width, &o, shape % 4, shape / 4, rows);
            }
        }
    }
}

static void test_strips(void **state) {
    (void)state;
    const am_kernels *const *tables = kernel_tables();
    for (unsigned t = 0; tables[t] != NULL; t++) {
        random_values random = {11};
        for (unsigned i = 0; i < 40 * STRIP_WORKS; i++) {
            try_works(kernel_names[t], tables[t], &random, i % STRIP_WORKS);
        }
    }
}

/* Rounding */

static int64_t round_naively(int64_t value, uint64_t divisor, am_rounding mode) {
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    uint64_t quotient = magnitude / divisor;
    am_u128 twice = (am_u128)(magnitude % divisor) * 2;
    bool is_up = false;
    switch (mode) {
    case AM_ROUND_UP:
        is_up = twice != 0;
        break;
    case AM_ROUND_DOWN:
        break;
    case AM_ROUND_HALF_UP:
        is_up = twice >= divisor;
        break;
    case AM_ROUND_HALF_DOWN:
        is_up = twice > divisor;
        break;
    case AM_ROUND_HALF_EVEN:
        is_up = twice > divisor || (twice == divisor && quotient % 2 == 1);
        break;
    case AM_ROUND_CEILING:
        is_up = twice != 0 && value > 0;
        break;
    case AM_ROUND_FLOOR:
        is_up = twice != 0 && value < 0;
        break;
    }
    quotient += is_up ? 1 : 0;
    return value < 0 ? -(int64_t)quotient : (int64_t)quotient;
}

/* Counts near the multiples of the divisor and of its half. */
static void fill_near(random_values *random, int64_t *values, uint64_t divisor) {
    for (uint32_t i = 0; i < LANE_ROWS; i++) {
        uint64_t half = divisor / 2;
        uint64_t near = random_below(random, 2) == 0 ? divisor : half == 0 ? 1 : half;
        uint64_t times = ((uint64_t)AM_COUNT_MAX / near) >> random_below(random, 63);
        uint64_t magnitude = near * times + random_below(random, 3) - 1;
        magnitude = magnitude > (uint64_t)AM_COUNT_MAX ? near * times : magnitude;
        values[i] = random_below(random, 2) == 0 ? (int64_t)magnitude : -(int64_t)magnitude;
    }
}

static void try_divisor(const char *table, const am_kernels *kernels, uint64_t divisor,
                        random_values *random) {
    static int64_t values[LANE_ROOM], out[LANE_ROOM];
    fill_near(random, values, divisor);
    lane_fill(random, values, AM_WIDTH_8, LANE_ROWS / 4);
    for (uint8_t mode = 0; mode < AM_ROUNDING_COUNT; mode++) {
        am_strip strip = {
            .rows = LANE_ROWS, .out = out, .in = {values}, .factor = (int64_t)divisor, .mode = mode};
        kernels->round(&strip);
        for (uint32_t i = 0; i < LANE_ROWS; i++) {
            int64_t expected = round_naively(values[i], divisor, (am_rounding)mode);
            if (out[i] != expected) {
                fail_msg("%s: %lld / %llu, mode %u: %lld, not %lld", table, (long long)values[i],
                         (unsigned long long)divisor, mode, (long long)out[i], (long long)expected);
            }
        }
    }
}

static void test_round(void **state) {
    (void)state;
    const am_kernels *const *tables = kernel_tables();
    for (unsigned t = 0; tables[t] != NULL; t++) {
        random_values random = {7};
        for (uint64_t divisor = 2; divisor < 300; divisor++) {
            try_divisor(kernel_names[t], tables[t], divisor, &random);
        }
        for (uint64_t power = 1000; power < UINT64_C(1000000000000000000); power *= 10) {
            try_divisor(kernel_names[t], tables[t], power, &random);
            try_divisor(kernel_names[t], tables[t], power * 5, &random);
        }
        for (unsigned bit = 8; bit < 63; bit++) {
            for (uint64_t beside = 0; beside < 3; beside++) {
                try_divisor(kernel_names[t], tables[t], (UINT64_C(1) << bit) + beside - 1, &random);
            }
        }
        for (unsigned i = 0; i < 300; i++) {
            int64_t divisor = random_count(&random);
            divisor = divisor < 0 ? -divisor : divisor;
            try_divisor(kernel_names[t], tables[t], divisor < 2 ? 2 : (uint64_t)divisor, &random);
        }
        try_divisor(kernel_names[t], tables[t], (uint64_t)AM_COUNT_MAX, &random);
    }
}

/* Checked arithmetic */

static void try_checked(const char *name, am_checked_kernel *kernel, char operation) {
    static int64_t a[LANE_ROWS], b[LANE_ROWS], out[LANE_ROWS];
    uint8_t faults[LANE_ROWS];
    random_values random = {(uint64_t)operation};
    for (unsigned round = 0; round < 50; round++) {
        lane_fill(&random, a, AM_WIDTH_8, LANE_ROWS);
        lane_fill(&random, b, AM_WIDTH_8, LANE_ROWS);
        memset(faults, AM_STATE_VALUE, sizeof faults);
        am_strip strip = {.rows = LANE_ROWS, .out = out, .in = {a, b}, .faults = faults};
        bool has_faults = kernel(&strip);
        bool expects_faults = false;
        for (uint32_t i = 0; i < LANE_ROWS; i++) {
            am_i128 exact = operation == '+'   ? (am_i128)a[i] + b[i]
                            : operation == '-' ? (am_i128)a[i] - b[i]
                                               : (am_i128)a[i] * b[i];
            bool fits = exact >= -(am_i128)AM_COUNT_MAX && exact <= (am_i128)AM_COUNT_MAX;
            expects_faults = expects_faults || !fits;
            must_be("checked", name, i, faults[i], fits ? AM_STATE_VALUE : AM_STATE_FAULT);
            must_be("checked", name, i, out[i], fits ? (int64_t)exact : 0);
        }
        assert_int_equal(has_faults, expects_faults);
    }
}

static void test_checked(void **state) {
    (void)state;
    try_checked("add", am_checked_add, '+');
    try_checked("subtract", am_checked_subtract, '-');
    try_checked("multiply", am_checked_multiply, 'x');
}

int kernel_arithmetic_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_strips),
        cmocka_unit_test(test_round),
        cmocka_unit_test(test_checked),
    };
    return cmocka_run_group_tests_name("kernels of arithmetic", tests, NULL, NULL);
}
