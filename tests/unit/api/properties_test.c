/*
 * Properties through the public interface: verdicts, and counterexamples that the rulebook itself bears out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "groups.h"
#include "sample.h"

static const char rulebook_text[] = "rulebook test.properties\n"
                                    "  currency EUR\n"
                                    "  source LAW \"A law\"\n"
                                    "tiers Intent: low < high\n"
                                    "record Case\n"
                                    "  intent: Intent\n"
                                    "  days: whole in 0 to 9\n"
                                    "penalty fine per LAW \"1\"\n"
                                    "  start from EUR 5 * days\n"
                                    "  subtract EUR 1 when intent is high and days > 3\n"
                                    "property \"days cost\" per LAW \"1\"\n"
                                    "  fine never decreases with days\n"
                                    "property \"intent costs\"\n"
                                    "  fine never decreases with intent\n"
                                    "property \"a power\" searched\n"
                                    "  always 2 ^ days < 1_000\n";

static amerce_properties *check(amerce_status expected) {
    amerce_source source = {amerce_text_of("test.amerce"), amerce_text_of(rulebook_text)};
    amerce_properties *properties;
    amerce_diagnostics *diagnostics;
    amerce_rulebook *rulebook;

    assert_int_equal(amerce_check(&source, NULL, &rulebook, &properties, &diagnostics), expected);
    assert_null(rulebook);
    amerce_diagnostics_free(diagnostics);
    return properties;
}

static void each_property_has_a_verdict(void **state) {
    amerce_properties *properties = check(AMERCE_REFUSED);
    amerce_property property;

    (void)state;
    assert_int_equal(amerce_properties_count(properties), 3);
    assert_true(amerce_properties_get(properties, 0, &property));
    assert_int_equal(property.result, AMERCE_PROPERTY_PROVED);
    assert_int_equal(property.records, 0);
    assert_int_equal(property.place.line, 11);
    assert_memory_equal(property.citation.data, "LAW 1", property.citation.length);
    assert_true(amerce_properties_get(properties, 1, &property));
    assert_int_equal(property.result, AMERCE_PROPERTY_REFUTED);
    assert_int_equal(property.counterexample_count, 2);
    assert_false(property.is_search_enough);
    assert_true(amerce_properties_get(properties, 2, &property));
    assert_int_equal(property.result, AMERCE_PROPERTY_SEARCHED);
    assert_true(property.records > 0 && property.is_search_enough);
    assert_false(amerce_properties_get(properties, 3, &property));
    assert_int_equal(amerce_properties_counterexample(properties, 0, 0).length, 0);
    assert_int_equal(amerce_properties_counterexample(properties, 1, 2).length, 0);
    amerce_properties_free(properties);
}

static int64_t fine_of(amerce_assessor *assessor, amerce_text record) {
    amerce_value value;

    amerce_assessor_clear(assessor);
    assert_int_equal(amerce_assessor_add_json(assessor, record, 1, 1, NULL), AMERCE_OK);
    amerce_assessor_run(assessor);
    assert_int_equal(amerce_assessor_result(assessor, 0, 0, &value), AMERCE_OK);
    assert_int_equal(value.state, AMERCE_VALUE);
    return (int64_t)value.decimal.low;
}

/* The rulebook, which is compiled although the property does not hold, assesses both records. */
static void a_counterexample_is_borne_out(void **state) {
    amerce_source source = {amerce_text_of("test.amerce"), amerce_text_of(rulebook_text)};
    amerce_properties *properties = check(AMERCE_REFUSED);
    amerce_rulebook *rulebook;
    amerce_diagnostics *diagnostics;
    amerce_assessor *assessor;

    (void)state;
    assert_int_equal(amerce_compile(&source, NULL, &rulebook, &diagnostics), AMERCE_OK);
    assert_int_equal(amerce_assessor_new(rulebook, NULL, &assessor), AMERCE_OK);
    assert_true(fine_of(assessor, amerce_properties_counterexample(properties, 1, 0)) >
                fine_of(assessor, amerce_properties_counterexample(properties, 1, 1)));
    amerce_assessor_free(assessor);
    amerce_diagnostics_free(diagnostics);
    amerce_rulebook_free(rulebook);
    amerce_properties_free(properties);
}

/* Errors come first: nothing is said of the properties of a rulebook that is none. */
static void mistakes_keep_properties_from_being_examined(void **state) {
    amerce_source source = {amerce_text_of("test.amerce"),
                            amerce_text_of("rulebook a\nrecord R\n  n: whle\n")};
    amerce_properties *properties;
    amerce_diagnostics *diagnostics;

    (void)state;
    assert_int_equal(amerce_check(&source, NULL, NULL, &properties, &diagnostics), AMERCE_REFUSED);
    assert_null(properties);
    assert_int_equal(amerce_properties_count(properties), 0);
    amerce_diagnostics_free(diagnostics);
}

int properties_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_property_has_a_verdict),
        cmocka_unit_test(a_counterexample_is_borne_out),
        cmocka_unit_test(mistakes_keep_properties_from_being_examined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
