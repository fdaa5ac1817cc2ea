/*
 * Dated law by the interface: assessing as of a date, and outputs that are repealed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "groups.h"
#include "sample.h"

static const char rulebook_text[] = "rulebook test.dated\n"
                                    "  currency EUR\n"
                                    "  dated by on\n"
                                    "  in force from 2010-01-01\n"
                                    "record Case\n"
                                    "  id: text\n"
                                    "  on: date\n"
                                    "penalty fine in force from 2010-01-01\n"
                                    "  start from EUR 11\n"
                                    "penalty fine in force from 2015-01-01 repealed from 2020-01-01\n"
                                    "  start from EUR 20\n";

static const char *const records[] = {"{\"id\":\"1\",\"on\":\"2019-12-31\"}",
                                      "{\"id\":\"2\",\"on\":\"2020-01-01\"}",
                                      "{\"id\":\"3\",\"on\":\"2009-12-31\"}"};

static amerce_rulebook *compile(void) {
    amerce_source source = {amerce_text_of("dated.amerce"), amerce_text_of(rulebook_text)};
    amerce_diagnostics *diagnostics;
    amerce_rulebook *rulebook;
    assert_int_equal(amerce_compile(&source, NULL, &rulebook, &diagnostics), AMERCE_OK);
    amerce_diagnostics_free(diagnostics);
    return rulebook;
}

static amerce_assessor *assess(const amerce_rulebook *rulebook, const char *as_of, const char *known_at) {
    amerce_assessor_options options = {
        .size = sizeof options, .as_of = amerce_text_of(as_of), .known_at = amerce_text_of(known_at)};
    amerce_assessor *assessor;
    assert_int_equal(amerce_assessor_new(rulebook, &options, &assessor), AMERCE_OK);
    for (unsigned i = 0; i < 3; i++) {
        amerce_text json = amerce_text_of(records[i]);
        assert_int_equal(amerce_assessor_add_json(assessor, json, i + 1, 1, NULL), AMERCE_OK);
    }
    amerce_assessor_run(assessor);
    return assessor;
}

static void a_repeal_is_a_state(void **state) {
    (void)state;
    amerce_rulebook *rulebook = compile();
    amerce_assessor *assessor = assess(rulebook, "", "");
    amerce_value value;
    amerce_fault fault;
    assert_int_equal(amerce_assessor_result(assessor, 0, 0, &value), AMERCE_OK);
    assert_int_equal(value.state, AMERCE_VALUE);
    assert_int_equal(amerce_assessor_result(assessor, 0, 1, &value), AMERCE_OK);
    assert_int_equal(value.state, AMERCE_REPEALED);
    assert_int_equal(value.integer, 18262); /* 2020-01-01 */
    assert_int_equal(amerce_assessor_fault(assessor, 0, 1, &fault), AMERCE_MISUSE);
    assert_int_equal(amerce_assessor_result(assessor, 0, 2, &value), AMERCE_OK);
    assert_int_equal(value.state, AMERCE_FAULT);
    assert_int_equal(amerce_assessor_fault(assessor, 0, 2, &fault), AMERCE_OK);
    assert_memory_equal(fault.message.data, "not in force on 2009-12-31;", 27);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

static void as_of_sets_every_clock(void **state) {
    (void)state;
    amerce_rulebook *rulebook = compile();
    amerce_assessor *assessor = assess(rulebook, "2012-01-01", "");
    for (uint32_t row = 0; row < 3; row++) {
        amerce_value value;
        assert_int_equal(amerce_assessor_result(assessor, 0, row, &value), AMERCE_OK);
        assert_int_equal(value.state, AMERCE_VALUE);
        assert_int_equal(value.decimal.low, 11);
    }
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

/* The second version and the repeal are published with their days: by 2014 the first goes on for all. */
static void known_at_hides_what_came_later(void **state) {
    (void)state;
    amerce_rulebook *rulebook = compile();
    amerce_assessor *assessor = assess(rulebook, "2021-01-01", "2014-01-01");
    for (uint32_t row = 0; row < 3; row++) {
        amerce_value value;
        assert_int_equal(amerce_assessor_result(assessor, 0, row, &value), AMERCE_OK);
        assert_int_equal(value.state, AMERCE_VALUE);
        assert_int_equal(value.decimal.low, 11);
    }
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

/* Of the rows of a schedule that adds up it is asked whether they count; a narrow batch has them looked at by
 * the program itself. */
static void rows_that_count_by(bool is_wide) {
    static const char text[] = "rulebook sums\nrecord Case\n  n: whole in from 0\n"
                               "schedule points: whole adds up\n  | n || points |\n"
                               "  | over 1 || 2 |\n  | over 5 || 3 |\noutput points\n";
    amerce_source source = {amerce_text_of("sums.amerce"), amerce_text_of(text)};
    amerce_diagnostics *diagnostics;
    amerce_rulebook *rulebook;
    amerce_assessor *assessor;
    amerce_assessor_options how = {.size = sizeof how, .is_wide = is_wide};
    unsigned rows = 0, counted = 0;
    assert_int_equal(amerce_compile(&source, NULL, &rulebook, &diagnostics), AMERCE_OK);
    amerce_diagnostics_free(diagnostics);
    assert_int_equal(amerce_assessor_new(rulebook, &how, &assessor), AMERCE_OK);
    assert_int_equal(amerce_assessor_add_json(assessor, amerce_text_of("{\"n\": 4}"), 1, 1, NULL), AMERCE_OK);
    amerce_assessor_run(assessor);
    for (uint32_t i = 0; i < amerce_rulebook_clause_count(rulebook); i++) {
        amerce_clause clause;
        bool counts;
        assert_true(amerce_rulebook_clause(rulebook, i, &clause));
        if (clause.kind != AMERCE_CLAUSE_ROW) {
            assert_int_equal(amerce_assessor_clause_counts(assessor, i, 0, &counts), AMERCE_MISUSE);
            continue;
        }
        assert_int_equal(amerce_assessor_clause_counts(assessor, i, 0, &counts), AMERCE_OK);
        assert_true(counts == (rows == 0));
        rows++;
        counted += counts;
    }
    assert_int_equal(rows, 2);
    assert_int_equal(counted, 1);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

static void rows_that_count(void **state) {
    (void)state;
    rows_that_count_by(true);
    rows_that_count_by(false);
}

static void as_of_is_a_date(void **state) {
    (void)state;
    static const char *const wrong[] = {"2020-02-30", "today", "2020-1-1"};
    amerce_rulebook *rulebook = compile();
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        amerce_assessor_options options = {.size = sizeof options, .as_of = amerce_text_of(wrong[i])};
        amerce_assessor *assessor;
        assert_int_equal(amerce_assessor_new(rulebook, &options, &assessor), AMERCE_MISUSE);
        options.known_at = options.as_of;
        options.as_of = amerce_text_of("");
        assert_int_equal(amerce_assessor_new(rulebook, &options, &assessor), AMERCE_MISUSE);
    }
    amerce_rulebook_free(rulebook);
}

int dated_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_repeal_is_a_state), cmocka_unit_test(as_of_sets_every_clock),
        cmocka_unit_test(as_of_is_a_date),     cmocka_unit_test(known_at_hides_what_came_later),
        cmocka_unit_test(rows_that_count),
    };
    return cmocka_run_group_tests_name("dated law", tests, NULL, NULL);
}
