/*
 * Explanations through the public interface: both forms, in result lines and alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "groups.h"
#include "sample.h"

static amerce_assessor *assessed(const amerce_rulebook *rulebook, amerce_explanation explanation) {
    amerce_assessor *assessor;
    amerce_assessor_options options = {.size = sizeof options, .explanation = explanation};
    amerce_text record = amerce_text_of(sample_records[0]);
    assert_int_equal(amerce_assessor_new(rulebook, &options, &assessor), AMERCE_OK);
    assert_int_equal(amerce_assessor_add_json(assessor, record, 1, 1, NULL), AMERCE_OK);
    amerce_assessor_run(assessor);
    return assessor;
}

static void expect_holds(const gathered *text, const char *part) {
    if (strstr(text->data, part) == NULL) {
        fail_msg("%s\nis not in\n%s", part, text->data);
    }
}

static void text_tells_the_steps(void **state) {
    static gathered text;
    (void)state;
    amerce_rulebook *rulebook = sample_new();
    amerce_assessor *assessor = assessed(rulebook, AMERCE_EXPLANATION_NONE);
    text.length = 0;
    assert_int_equal(amerce_explain_write(assessor, 0, AMERCE_EXPLAIN_TEXT, gather_into(&text)), AMERCE_OK);
    expect_holds(&text, "law of 2024-03-31 (Report.due_on)");
    expect_holds(&text, "only when not waived: waived is no");
    expect_holds(&text, "x factor: factor is 2.5");
    expect_holds(&text, "EUR 50 for each of repeats (1)");
    expect_holds(&text, "10% of turnover: turnover is EUR 9 000.00; not reached");
    expect_holds(&text, "priors[2].surcharge  EUR 2.005");
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

/* The object is the same alone and in a line, and nothing that was explained before shows in it. */
static void json_is_a_member_of_lines(void **state) {
    static gathered alone;
    static gathered line;
    (void)state;
    amerce_rulebook *rulebook = sample_new();
    amerce_assessor *assessor = assessed(rulebook, AMERCE_EXPLANATION_JSON);
    for (unsigned i = 0; i < 2; i++) {
        alone.length = line.length = 0;
        assert_int_equal(amerce_explain_write(assessor, 0, AMERCE_EXPLAIN_JSON, gather_into(&alone)),
                         AMERCE_OK);
        assert_int_equal(amerce_assessor_write_json(assessor, 0, gather_into(&line)), AMERCE_OK);
        expect_holds(&line, ",\"explain\":{\"");
        expect_holds(&line, alone.data);
        expect_holds(&alone, "\"difference\":\"150.00\"");
    }
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

static void wrong_rows_and_formats_are_refused(void **state) {
    static gathered text;
    (void)state;
    amerce_rulebook *rulebook = sample_new();
    amerce_assessor *assessor = assessed(rulebook, AMERCE_EXPLANATION_NONE);
    assert_int_equal(amerce_explain_write(assessor, 1, AMERCE_EXPLAIN_TEXT, gather_into(&text)),
                     AMERCE_MISUSE);
    assert_int_equal(amerce_explain_write(assessor, 0, (amerce_explain_format)9, gather_into(&text)),
                     AMERCE_MISUSE);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

int explain_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_tells_the_steps),
        cmocka_unit_test(json_is_a_member_of_lines),
        cmocka_unit_test(wrong_rows_and_formats_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
