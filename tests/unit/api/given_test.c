/*
 * By the interface: facts that are given once, and records that fail a check.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "groups.h"
#include "sample.h"
#include "unit/base/counting_allocator.h"

static const char rulebook_text[] = "rulebook test.given\n"
                                    "  currency EUR\n"
                                    "record Network given once\n"
                                    "  balance: money\n"
                                    "record Case\n"
                                    "  id: text\n"
                                    "  stake: money\n"
                                    "  check stake <= Network.balance \"more than there is\"\n"
                                    "rule share = stake / Network.balance\n"
                                    "output share\n";

static amerce_rulebook *compile(void) {
    amerce_source source = {amerce_text_of("given.amerce"), amerce_text_of(rulebook_text)};
    amerce_diagnostics *diagnostics;
    amerce_rulebook *rulebook;
    assert_int_equal(amerce_compile(&source, NULL, &rulebook, &diagnostics), AMERCE_OK);
    amerce_diagnostics_free(diagnostics);
    return rulebook;
}

static amerce_assessor *assessor_of(const amerce_rulebook *rulebook, bool states_given,
                                    const amerce_allocator *allocator) {
    amerce_assessor_options options = {
        .size = sizeof options, .records = 4, .states_given = states_given, .allocator = allocator};
    amerce_assessor *assessor;
    assert_int_equal(amerce_assessor_new(rulebook, &options, &assessor), AMERCE_OK);
    return assessor;
}

static void add(amerce_assessor *assessor, const char *json, amerce_status want) {
    assert_int_equal(amerce_assessor_add_json(assessor, amerce_text_of(json), 1, 1, NULL), want);
}

/* A share of one. */
static void expect_all(amerce_assessor *assessor, uint32_t row) {
    static gathered line;
    line.length = 0;
    assert_int_equal(amerce_assessor_write_json(assessor, row, gather_into(&line)), AMERCE_OK);
    assert_non_null(strstr(line.data, "\"share\":1}"));
}

static void is_given_to_all(void **state) {
    (void)state;
    amerce_rulebook *rulebook = compile();
    amerce_assessor *assessor = assessor_of(rulebook, false, NULL);
    amerce_text balance = amerce_text_of("{\"Network\":{\"balance\":10}}");
    amerce_record_error error;
    uint32_t row;
    assert_int_equal(amerce_assessor_give(assessor, balance, &error), AMERCE_OK);
    add(assessor, "{\"id\":\"a\",\"stake\":10}", AMERCE_OK);
    add(assessor, "{\"id\":\"a\",\"Network\":{}}", AMERCE_BAD_RECORD);
    assert_int_equal(amerce_assessor_give(assessor, balance, &error), AMERCE_MISUSE);
    assert_int_equal(amerce_record_open(assessor, &row), AMERCE_OK);
    assert_int_equal(amerce_set_scaled(assessor,
                                       amerce_rulebook_find_fact(rulebook, 0, amerce_text_of("stake")), row,
                                       1000, 2),
                     AMERCE_OK);
    assert_int_equal(amerce_record_close(assessor), AMERCE_OK);
    amerce_assessor_run(assessor);
    expect_all(assessor, 0);
    expect_all(assessor, 1);
    amerce_assessor_clear(assessor);
    assert_int_equal(amerce_assessor_give(assessor, amerce_text_of("{\"Network\":[]}"), &error),
                     AMERCE_BAD_RECORD);
    assert_memory_equal(error.path.data, "Network", 7);
    assert_int_equal(amerce_assessor_give(assessor, amerce_text_of("{\"Network\":{\"balance\":5}}"), NULL),
                     AMERCE_OK);
    add(assessor, "{\"stake\":5}", AMERCE_OK);
    amerce_assessor_run(assessor);
    expect_all(assessor, 0);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

static void is_stated_by_cases(void **state) {
    (void)state;
    amerce_rulebook *rulebook = compile();
    amerce_assessor *assessor = assessor_of(rulebook, true, NULL);
    amerce_place_of_facts place;
    add(assessor, "{\"stake\":5,\"Network\":{\"balance\":5}}", AMERCE_OK);
    amerce_assessor_run(assessor);
    expect_all(assessor, 0);
    assert_true(amerce_rulebook_place(rulebook, 1, &place));
    assert_true(place.is_given_once);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

static void a_failed_check_faults_every_result(void **state) {
    (void)state;
    amerce_rulebook *rulebook = compile();
    amerce_assessor *assessor = assessor_of(rulebook, true, NULL);
    static gathered line;
    amerce_record_error error;
    amerce_value value;
    amerce_fault fault;
    add(assessor, "{\"id\":\"x\",\"stake\":6,\"Network\":{\"balance\":5}}", AMERCE_OK);
    amerce_assessor_run(assessor);
    assert_true(amerce_assessor_is_refused(assessor, 0, &error));
    assert_string_equal(error.code, "R0034");
    assert_false(amerce_assessor_is_refused(assessor, 1, &error));
    assert_int_equal(amerce_assessor_result(assessor, 0, 0, &value), AMERCE_OK);
    assert_int_equal(value.state, AMERCE_FAULT);
    assert_int_equal(amerce_assessor_fault(assessor, 0, 0, &fault), AMERCE_OK);
    assert_string_equal(fault.code, "R0034");
    assert_memory_equal(fault.message.data, "more than there is", fault.message.length);
    assert_int_equal(amerce_assessor_write_json(assessor, 0, gather_into(&line)), AMERCE_OK);
    assert_string_equal(
        line.data,
        "{\"id\":\"x\",\"error\":{\"code\":\"R0034\",\"message\":\"more than there is\",\"line\":1}}");
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

/* What was given before stays when memory for more is refused. */
static void memory_may_be_refused(void **state) {
    (void)state;
    amerce_rulebook *rulebook = compile();
    counting_allocator count = {0};
    amerce_allocator allocator = {counting_allocator_of(&count).resize, &count};
    amerce_assessor *assessor = assessor_of(rulebook, false, &allocator);
    assert_int_equal(amerce_assessor_give(assessor, amerce_text_of("{\"Network\":{\"balance\":5}}"), NULL),
                     AMERCE_OK);
    count.refused = count.requests + 1;
    assert_int_equal(amerce_assessor_give(assessor, amerce_text_of("{\"Network\":{\"balance\":50}}"), NULL),
                     AMERCE_OUT_OF_MEMORY);
    count.refused = 0;
    add(assessor, "{\"stake\":5}", AMERCE_OK);
    amerce_assessor_run(assessor);
    expect_all(assessor, 0);
    amerce_assessor_free(assessor);
    assert_int_equal(count.held_bytes, 0);
    amerce_rulebook_free(rulebook);
}

int given_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_given_to_all),
        cmocka_unit_test(is_stated_by_cases),
        cmocka_unit_test(a_failed_check_faults_every_result),
        cmocka_unit_test(memory_may_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
