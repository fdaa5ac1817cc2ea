/*
 * The checker of tables where digits, days and memory end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "model/model.h"
#include "syntax/parse.h"

/* Tables that must be right to the last digit */

typedef struct precise {
    const char *field; /* of the record */
    const char *rows;
    const char *said; /* "" when the table is complete */
} precise;

static const precise precise_tables[] = {
    /* A decimal has 34 digits: nothing lies between these. */
    {"x: number", "  | up to 0.9999999999999999999999999999999999 || 1 |\n  | from 1 || 2 |\n", ""},
    {"x: number", "  | up to 0.999999999999999999999999999999999 || 1 |\n  | from 1 || 2 |\n",
     "no row covers: x is 0.9999999999999999999999999999999991"},
    {"x: number", "  | under 1 || 1 |\n  | over 1 || 2 |\n", "no row covers: x is 1"},
    {"x: number", "  | up to -1.5 || 1 |\n  | over -1.4 || 2 |\n", "no row covers: x is -1.4"},
    {"x: number", "  | over 2.5 || 1 |\n", "no row covers: x is 2.5"},
    {"x: number", "  | from 2.5 || 1 |\n", "no row covers: x is 2"},
    {"x: number in over 0", "  | over 1 || 1 |\n", "no row covers: x is 1"},
    {"x: number in over 0 to under 1", "  | 0 to 0.2 || 1 |\n", "no row covers: x is 0.3"},
    {"x: whole",
     "  | up to 9999999999999999999999999999999999 || 1 |\n"
     "  | from 10000000000000000000000000000000000 || 2 |\n",
     ""},
    {"x: whole", "  | up to 99999999999 || 1 |\n  | from 100000000001 || 2 |\n",
     "no row covers: x is 100_000_000_000"},
    {"x: whole", "  | up to -1 || 1 |\n  | from 1 || 2 |\n", "no row covers: x is 0"},
    {"x: money", "  | up to -EUR 0.01 || 1 |\n  | from EUR 0 || 2 |\n", ""},
    {"x: money", "  | up to EUR 0.015 || 1 |\n  | from EUR 0.02 || 2 |\n", ""},
    {"x: money", "  | under EUR 1_000 || 1 |\n  | from EUR 1_000.01 || 2 |\n",
     "no row covers: x is EUR 1_000"},
    {"x: money", "  | from -EUR 5 || 1 |\n", "no row covers: x is -EUR 5.01"},
    {"x: date", "  | up to 9999-12-31 || 1 |\n", ""},
    {"x: date", "  | from 0001-01-01 || 1 |\n", ""},
    {"x: date", "  | under 2020-02-29 || 1 |\n  | from 2020-03-01 || 2 |\n",
     "no row covers: x is 2020-02-29"},
    {"x: date", "  | from 2020-03-01 || 1 |\n", "no row covers: x is 2020-02-29"},
    {"x: days", "  | over 0 days || 1 |\n", "no row covers: x is 0 days"},
    {"x: days in 1 days to 5 days", "  | 2 days to 5 days || 1 |\n", "no row covers: x is 1 day"},
    {"x: text", "  | - || 1 |\n", ""},
    {"x: text", "  | not \"a\" || 1 |\n", "no row covers: x is \"a\""},
    {"x: yes/no optional", "  | yes, no || 1 |\n", "no row covers: x is unknown"},
};

/* Whether the checker says this first of the rulebook, or nothing where it is empty. */
static bool says(am_slice text, const char *wanted) {
    am_arena arena;
    am_sources sources;
    am_diagnostics said;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_sources_init(&sources, &arena);
    am_diagnostics_init(&said, &arena);
    assert_non_null(am_sources_add(&sources, AM_SLICE("t.amerce"), text));
    am_model_file file = {am_parse(&arena, &sources, 0, &said), 0};
    const am_model *model = am_model_of(&arena, &sources, &file, 1, &said);
    assert_true(model == NULL || am_model_check_tables(&arena, model, true, &said));
    am_slice message = said.first == NULL ? (am_slice){0} : said.first->message;
    bool is_said = model != NULL && am_slice_is_equal(message, am_slice_of(wanted));
    if (!is_said) {
        print_error("%.*s\n  said: %.*s\n", (int)text.length, text.data, (int)message.length, message.data);
    }
    am_arena_clear(&arena);
    return is_said;
}

static void tables_are_right_to_the_last_digit(void **state) {
    unsigned failures = 0;
    (void)state;
    for (size_t i = 0; i < sizeof precise_tables / sizeof precise_tables[0]; i++) {
        const precise *one = &precise_tables[i];
        char text[512];
        snprintf(text, sizeof text,
                 "rulebook precise\n  currency EUR\nrecord R\n  %s\nschedule s: number\n  | x || r |\n%s",
                 one->field, one->rows);
        failures += !says(am_slice_of(text), one->said);
    }
    assert_int_equal(failures, 0);
}

/* A sentencing table: 43 levels by 6 categories of criminal history, a row for each, but for one level and
 * category. */
static void put_sentencing_table(am_buffer *out, unsigned lacking_level, unsigned lacking_category) {
    static const char *const points[] = {"0, 1", "2, 3", "4 to 6", "7 to 9", "10 to 12", "from 13"};
    char row[64];
    am_buffer_init(out, am_allocator_standard());
    am_buffer_put_text(out,
                       "rulebook sentencing\nrecord R\n  level: whole in 1 to 43\n  points: whole in from 0\n"
                       "schedule months: number\n  | level | points || r |\n");
    for (unsigned level = 1; level <= 43; level++) {
        for (unsigned category = 1; category <= 6; category++) {
            snprintf(row, sizeof row, "  | %u | %s || %u |\n", level, points[category - 1], level * category);
            am_buffer_put_text(out, level == lacking_level && category == lacking_category ? "" : row);
        }
    }
}

static void a_sentencing_table_is_proved(void **state) {
    am_buffer whole, lacking;
    (void)state;
    put_sentencing_table(&whole, 0, 0);
    put_sentencing_table(&lacking, 29, 4);
    assert_true(says(am_buffer_text(&whole), ""));
    assert_true(says(am_buffer_text(&lacking), "no row covers: level is 29, points is 7"));
    am_buffer_clear(&whole);
    am_buffer_clear(&lacking);
}

/* Memory that is refused */

static void *resize_scarcely(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    size_t *granted = context;
    am_allocator standard = am_allocator_standard();
    if (new_bytes > 0 && *granted == 0) {
        return NULL;
    }
    *granted -= new_bytes > 0;
    return standard.resize(standard.context, old, old_bytes, new_bytes);
}

static const char *const mistaken =
    "rulebook mistaken\n  source A \"Act\"\nchoice K: a, b, c\nrecord R\n"
    "  x: whole in 0 to 9\n  t: text optional\n  k: K\n  y: yes/no\n"
    "schedule gap: number\n  | x | k || r |\n  | 1 | not a || 1 |\n"
    "  | 5 to 8 | - || 2 |\n  | 6 | c || 3 |\n"
    "schedule hidden: number picks first\n  | t | y || r |\n"
    "  | \"a\", unknown | - || 1 |\n  | - | yes || 2 |\n  | \"a\" | no || 3 |\n"
    "  | otherwise || 4 |\n"
    "schedule open: number\n  | x | when || r |\n  | 1 | y || 1 |\n  | - | - || 2 |\n";

static void every_refusal_is_said(void **state) {
    am_arena arena;
    am_sources sources;
    am_diagnostics said;
    bool is_done = false;
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_sources_init(&sources, &arena);
    am_diagnostics_init(&said, &arena);
    assert_non_null(am_sources_add(&sources, AM_SLICE("m.amerce"), am_slice_of(mistaken)));
    am_model_file file = {am_parse(&arena, &sources, 0, &said), 0};
    const am_model *model = am_model_of(&arena, &sources, &file, 1, &said);
    assert_non_null(model);
    for (size_t granted = 0; !is_done; granted++) {
        size_t left = granted;
        am_arena scarce;
        am_arena_init(&scarce, (am_allocator){resize_scarcely, &left}, 0);
        is_done = am_model_check_tables(&scarce, model, true, &said);
        assert_true(is_done || left == 0);
        am_arena_clear(&scarce);
    }
    assert_true(said.error_count > 3);
    am_arena_clear(&arena);
}

int check_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_right_to_the_last_digit),
        cmocka_unit_test(a_sentencing_table_is_proved),
        cmocka_unit_test(every_refusal_is_said),
    };
    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
