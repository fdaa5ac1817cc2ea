/*
 * Discretions and values that may be fitted, through the public interface: what they are, what open choices
 * lead to, and another value without compiling again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <amerce/calibrate.h>
#include <amerce/compile.h>
#include <amerce/discretion.h>

#include "groups.h"

static const char text[] =
    "rulebook t\n"
    "  currency EUR\n"
    "  source LAW \"The Act\"\n"
    "record Case\n"
    "  gain: money\n"
    "parameter unit: money = EUR 5  \"the unit\"  per LAW \"1\"  calibrate EUR 1 to EUR 10\n"
    "parameter level: whole = 2  per LAW \"2\"  calibrate 1 to 3\n"
    "discretion cut: number in 0% to 40%  default 10%  by \"the court\"  per LAW \"3\"\n"
    "penalty fine  per LAW \"4\"\n"
    "  start from gain\n"
    "  add unit * level\n"
    "  reduce by cut\n"
    "  round half up to EUR 0.01\n";

static amerce_rulebook *compile(void) {
    amerce_source source = {amerce_text_of("t.amerce"), amerce_text_of(text)};
    amerce_rulebook *rulebook = NULL;
    amerce_diagnostics *diagnostics = NULL;
    assert_int_equal(amerce_compile(&source, NULL, &rulebook, &diagnostics), AMERCE_OK);
    amerce_diagnostics_free(diagnostics);
    return rulebook;
}

static amerce_value number(int64_t digits, int32_t exponent) {
    return (amerce_value){.decimal = {.low = (uint64_t)digits, .exponent = exponent}};
}

/* The amount in cents. */
static int64_t cents(const amerce_value *value) {
    int64_t out = (int64_t)value->decimal.low;
    for (int32_t e = value->decimal.exponent; e < -2; e++) {
        out /= 10;
    }
    for (int32_t e = value->decimal.exponent; e > -2; e--) {
        out *= 10;
    }
    return out;
}

static void assess(amerce_assessor *assessor, const char *json, amerce_value *fine) {
    amerce_assessor_clear(assessor);
    assert_int_equal(amerce_assessor_add_json(assessor, amerce_text_of(json), 1, 1, NULL), AMERCE_OK);
    amerce_assessor_run(assessor);
    assert_int_equal(amerce_assessor_result(assessor, 0, 0, fine), AMERCE_OK);
    assert_int_equal(fine->state, AMERCE_VALUE);
}

static void a_discretion_is_described(void **state) {
    amerce_rulebook *rulebook = compile();
    amerce_discretion cut;
    (void)state;
    assert_int_equal(amerce_rulebook_discretion_count(rulebook), 1);
    assert_true(amerce_rulebook_discretion(rulebook, 0, &cut));
    assert_false(amerce_rulebook_discretion(rulebook, 1, &cut));
    assert_true(amerce_rulebook_discretion(rulebook, 0, &cut));
    assert_int_equal(cut.fact, amerce_rulebook_find_fact(rulebook, 0, amerce_text_of("cut")));
    assert_memory_equal(cut.authority.data, "the court", 9);
    assert_memory_equal(cut.citation.data, "LAW 3", 5);
    assert_int_equal(cents(&cut.fallback), 10);
    assert_int_equal(cents(&cut.lowest), 0);
    assert_int_equal(cents(&cut.highest), 40);
    amerce_rulebook_free(rulebook);
}

static void an_open_choice_reaches(void **state) {
    amerce_rulebook *rulebook = compile();
    amerce_assessor *assessor;
    amerce_reach reach;
    amerce_value fine, finer = number(1234567890123, -13);
    uint32_t row;
    (void)state;
    assert_int_equal(amerce_assessor_new(rulebook, NULL, &assessor), AMERCE_OK);
    assess(assessor, "{\"gain\": 90}", &fine);
    assert_int_equal(cents(&fine), 9000);
    assert_int_equal(amerce_assessor_reach(assessor, 0, 0, &reach), AMERCE_OK);
    assert_true(reach.is_open && reach.has_values && !reach.is_searched && !reach.may_fault);
    assert_int_equal(cents(&reach.lowest), 6000);
    assert_int_equal(cents(&reach.highest), 10000);
    assert_int_equal(amerce_assessor_reach(assessor, 0, 1, &reach), AMERCE_MISUSE);
    assert_int_equal(amerce_assessor_reach(assessor, 1, 0, &reach), AMERCE_MISUSE);
    assess(assessor, "{\"gain\": 90, \"cut\": 0.2}", &fine);
    assert_int_equal(cents(&fine), 8000);
    assert_int_equal(amerce_assessor_reach(assessor, 0, 0, &reach), AMERCE_OK);
    assert_false(reach.is_open);
    amerce_assessor_clear(assessor);
    assert_int_equal(amerce_record_open(assessor, &row), AMERCE_OK);
    assert_int_equal(amerce_set_value(assessor, amerce_rulebook_find_fact(rulebook, 0, amerce_text_of("cut")),
                                      row, &finer),
                     AMERCE_MISUSE);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

static void a_value_is_fitted(void **state) {
    amerce_rulebook *rulebook = compile();
    amerce_assessor *assessor, *other, *deciding;
    amerce_assessor_options decision = {.size = sizeof decision, .has_decision = true};
    amerce_calibration unit;
    amerce_reach reach;
    amerce_value fine, eight = number(8, 0), eleven = number(11, 0), fine_cent = number(5001, -3),
                       half = number(15, -1), now;
    (void)state;
    assert_int_equal(amerce_rulebook_calibration_count(rulebook), 2);
    assert_true(amerce_rulebook_calibration(rulebook, 0, &unit));
    assert_memory_equal(unit.name.data, "unit", 4);
    assert_memory_equal(unit.label.data, "the unit", 8);
    assert_memory_equal(unit.citation.data, "LAW 1", 5);
    assert_int_equal(unit.type.kind, AMERCE_MONEY);
    assert_false(unit.is_dated);
    assert_int_equal(cents(&unit.value), 500);
    assert_int_equal(cents(&unit.lowest), 100);
    assert_int_equal(cents(&unit.highest), 1000);
    assert_false(amerce_rulebook_calibration(rulebook, 2, &unit));
    assert_int_equal(amerce_assessor_new(rulebook, NULL, &assessor), AMERCE_OK);
    assert_int_equal(amerce_assessor_new(rulebook, NULL, &other), AMERCE_OK);
    assert_int_equal(amerce_assessor_new(rulebook, &decision, &deciding), AMERCE_OK);
    assert_int_equal(amerce_assessor_calibrate(deciding, 0, &eight), AMERCE_MISUSE);
    assert_int_equal(amerce_assessor_calibrate(assessor, 0, &eleven), AMERCE_MISUSE);
    assert_int_equal(amerce_assessor_calibrate(assessor, 0, &fine_cent), AMERCE_MISUSE);
    assert_int_equal(amerce_assessor_calibrate(assessor, 1, &half), AMERCE_MISUSE);
    assert_int_equal(amerce_assessor_calibrate(assessor, 2, &eight), AMERCE_MISUSE);
    assert_int_equal(amerce_assessor_calibrate(assessor, 0, &eight), AMERCE_OK);
    assert_int_equal(amerce_assessor_calibrated(assessor, 0, &now), AMERCE_OK);
    assert_int_equal(cents(&now), 800);
    assess(assessor, "{\"gain\": 84}", &fine);
    assert_int_equal(cents(&fine), 9000);
    assert_int_equal(amerce_assessor_reach(assessor, 0, 0, &reach), AMERCE_OK);
    assert_int_equal(cents(&reach.highest), 10000);
    assess(other, "{\"gain\": 90}", &fine);
    assert_int_equal(cents(&fine), 9000);
    amerce_assessor_free(assessor);
    amerce_assessor_free(other);
    amerce_assessor_free(deciding);
    amerce_rulebook_free(rulebook);
}

static const char endless[] = "rulebook t\n"
                              "  currency EUR\n"
                              "record Case\n"
                              "  gain: money\n"
                              "  cap: money\n"
                              "discretion raise: number in from 0%  default 0%  by \"the court\"\n"
                              "penalty fine\n"
                              "  start from gain\n"
                              "  increase by raise\n"
                              "  round half up to EUR 0.01\n"
                              "penalty held\n"
                              "  start from fine\n"
                              "  at most cap\n";

static void a_choice_without_an_end(void **state) {
    amerce_source source = {amerce_text_of("t.amerce"), amerce_text_of(endless)};
    amerce_rulebook *rulebook = NULL;
    amerce_diagnostics *diagnostics = NULL;
    amerce_assessor *assessor;
    amerce_discretion raise;
    amerce_reach reach;
    amerce_value fine, last = number(1, 9), beyond = number(10000000001, -1);
    uint32_t row, fact;
    (void)state;
    assert_int_equal(amerce_compile(&source, NULL, &rulebook, &diagnostics), AMERCE_OK);
    amerce_diagnostics_free(diagnostics);
    assert_true(amerce_rulebook_discretion(rulebook, 0, &raise));
    assert_true(raise.is_highest_open && !raise.is_lowest_open);
    assert_int_equal(amerce_assessor_new(rulebook, NULL, &assessor), AMERCE_OK);
    assess(assessor, "{\"gain\": 90, \"cap\": 500}", &fine);
    assert_int_equal(amerce_assessor_reach(assessor, 0, 0, &reach), AMERCE_OK);
    assert_true(reach.has_values && reach.is_highest_endless && !reach.is_lowest_endless);
    assert_int_equal(cents(&reach.lowest), 9000);
    assert_int_equal(amerce_assessor_reach(assessor, 1, 0, &reach), AMERCE_OK);
    assert_true(reach.has_values && !reach.is_highest_endless && !reach.is_searched);
    assert_int_equal(cents(&reach.highest), 50000);
    amerce_assessor_clear(assessor);
    assert_int_equal(amerce_record_open(assessor, &row), AMERCE_OK);
    fact = amerce_rulebook_find_fact(rulebook, 0, amerce_text_of("raise"));
    assert_int_equal(amerce_set_value(assessor, fact, row, &beyond), AMERCE_MISUSE);
    assert_int_equal(amerce_set_value(assessor, fact, row, &last), AMERCE_OK);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

int discretion_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_discretion_is_described),
        cmocka_unit_test(an_open_choice_reaches),
        cmocka_unit_test(a_choice_without_an_end),
        cmocka_unit_test(a_value_is_fitted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
