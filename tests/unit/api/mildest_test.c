/*
 * The mildest law by the interface: which law was taken, when none is, and that no other date goes with it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "groups.h"
#include "sample.h"

static const char rulebook_text[] = "rulebook test.mildest\n"
                                    "  currency EUR\n"
                                    "  dated by Act.on\n"
                                    "  in force from 2010-01-01\n"
                                    "  mildest law between Act.on and decided_on by fine, ban\n"
                                    "record Case\n"
                                    "  decided_on: date\n"
                                    "  acts: list of Act\n"
                                    "record Act\n"
                                    "  on: date\n"
                                    "penalty fine for Act in force from 2010-01-01\n"
                                    "  start from EUR 20\n"
                                    "penalty fine for Act in force from 2015-01-01\n"
                                    "  start from EUR 11\n"
                                    "penalty ban for Act in force from 2010-01-01\n"
                                    "  start from 1 days\n"
                                    "penalty ban for Act in force from 2018-01-01\n"
                                    "  start from 2 days\n"
                                    "penalty ban for Act in force from 2019-01-01 until 2020-01-01\n"
                                    "  start from 1 days\n";

static const char record[] = "{\"decided_on\":\"2018-06-01\",\"acts\":[{\"on\":\"2014-01-01\"},{},"
                             "{\"on\":\"2018-07-01\"}]}";
static const char incomparable[] = "{\"decided_on\":\"2020-06-01\",\"acts\":[{\"on\":\"2014-01-01\"}]}";

static amerce_rulebook *compile(void) {
    amerce_source source = {amerce_text_of("mildest.amerce"), amerce_text_of(rulebook_text)};
    amerce_diagnostics *diagnostics;
    amerce_rulebook *rulebook;
    assert_int_equal(amerce_compile(&source, NULL, &rulebook, &diagnostics), AMERCE_OK);
    amerce_diagnostics_free(diagnostics);
    return rulebook;
}

/* With room for so many elements: 4 are both records, one of which fits once into what laws are tried in. */
static void expect_laws(uint32_t elements) {
    static const amerce_state states[] = {AMERCE_VALUE, AMERCE_NEEDS, AMERCE_FAULT, AMERCE_FAULT};
    amerce_rulebook *rulebook = compile();
    amerce_assessor_options options = {.size = sizeof options, .elements = elements};
    amerce_assessor *assessor;
    amerce_value value;
    assert_int_equal(amerce_assessor_new(rulebook, &options, &assessor), AMERCE_OK);
    assert_int_equal(amerce_assessor_add_json(assessor, amerce_text_of(record), 1, 1, NULL), AMERCE_OK);
    assert_int_equal(amerce_assessor_add_json(assessor, amerce_text_of(incomparable), 2, 1, NULL), AMERCE_OK);
    amerce_assessor_run(assessor);
    for (uint32_t row = 0; row < 4; row++) {
        assert_int_equal(amerce_assessor_law(assessor, 1, row, &value), AMERCE_OK);
        assert_int_equal(value.state, states[row]);
        assert_int_equal(amerce_assessor_result(assessor, 0, row, &value), AMERCE_OK);
        assert_int_equal(value.state, states[row]);
    }
    assert_int_equal(amerce_assessor_law(assessor, 1, 0, &value), AMERCE_OK);
    assert_int_equal(value.integer, 16436); /* 2015-01-01 */
    assert_int_equal(amerce_assessor_law(assessor, 0, 0, &value), AMERCE_MISUSE);
    assert_int_equal(amerce_assessor_law(assessor, 1, 4, &value), AMERCE_MISUSE);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

static void laws_are_taken_element_by_element(void **state) {
    (void)state;
    expect_laws(0);
    expect_laws(4);
}

static void none_is_a_state(void **state) {
    static const char text[] = "{\"decided_on\":\"2018-06-01\",\"acts\":[{\"on\":\"2014-01-01\"}]}";
    char changed[sizeof rulebook_text];
    (void)state;
    /* The fine is lower and the ban longer from one day on. */
    for (size_t i = 0; i < sizeof changed; i++) {
        changed[i] = rulebook_text[i];
    }
    amerce_source source = {amerce_text_of("mildest.amerce"), amerce_text_of(changed)};
    amerce_diagnostics *diagnostics;
    amerce_rulebook *rulebook;
    amerce_assessor *assessor;
    amerce_value value;
    amerce_fault fault;
    for (char *at = changed; *at != '\0'; at++) {
        if (at[0] == '2' && at[1] == '0' && at[2] == '1' && at[3] == '5') {
            at[3] = '8';
        }
    }
    assert_int_equal(amerce_compile(&source, NULL, &rulebook, &diagnostics), AMERCE_OK);
    amerce_diagnostics_free(diagnostics);
    assert_int_equal(amerce_assessor_new(rulebook, NULL, &assessor), AMERCE_OK);
    assert_int_equal(amerce_assessor_add_json(assessor, amerce_text_of(text), 1, 1, NULL), AMERCE_OK);
    amerce_assessor_run(assessor);
    assert_int_equal(amerce_assessor_law(assessor, 1, 0, &value), AMERCE_OK);
    assert_int_equal(value.state, AMERCE_NO_MILDEST_LAW);
    assert_int_equal(amerce_assessor_result(assessor, 0, 0, &value), AMERCE_OK);
    assert_int_equal(value.state, AMERCE_NO_MILDEST_LAW);
    assert_int_equal(amerce_assessor_fault(assessor, 0, 0, &fault), AMERCE_OK);
    assert_string_equal(fault.code, "F0123");
    assert_memory_equal(fault.element.data, "acts[1]", 7);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

static void no_other_date_goes_with_it(void **state) {
    (void)state;
    amerce_rulebook *rulebook = compile();
    amerce_assessor_options options = {.size = sizeof options, .as_of = amerce_text_of("2012-01-01")};
    amerce_assessor *assessor;
    assert_int_equal(amerce_assessor_new(rulebook, &options, &assessor), AMERCE_TWO_CLOCKS);
    assert_null(assessor);
    amerce_rulebook_free(rulebook);
}

int mildest_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(laws_are_taken_element_by_element),
        cmocka_unit_test(none_is_a_state),
        cmocka_unit_test(no_other_date_goes_with_it),
    };
    return cmocka_run_group_tests_name("mildest law", tests, NULL, NULL);
}
