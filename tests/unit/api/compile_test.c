/*
 * Compiling, checking, saving, loading, describing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "groups.h"
#include "sample.h"

static amerce_status compile_text(const char *text, amerce_diagnostics **diagnostics) {
    amerce_source source = {amerce_text_of("test.amerce"), amerce_text_of(text)};
    return amerce_compile(&source, NULL, NULL, diagnostics);
}

static void mistakes_are_data(void **state) {
    (void)state;
    amerce_diagnostics *diagnostics;
    amerce_diagnostic first;
    assert_int_equal(
        compile_text("rulebook a\nrecord R\n  turnover: number\nrule x = 2 * turnovr\n", &diagnostics),
        AMERCE_REFUSED);
    assert_int_equal(amerce_diagnostics_count(diagnostics), 1);
    assert_int_equal(amerce_diagnostics_error_count(diagnostics), 1);
    assert_true(amerce_diagnostics_get(diagnostics, 0, &first));
    assert_true(first.is_error);
    assert_int_equal(first.place.line, 4);
    assert_int_equal(first.place.column, 14);
    assert_int_equal(first.place.end_column, 21);
    assert_int_equal(first.suggestion.length, 8);
    assert_memory_equal(first.suggestion.data, "turnover", 8);
    assert_false(amerce_diagnostics_get(diagnostics, 1, &first));
    amerce_diagnostics_free(diagnostics);
}

static void checking_makes_no_rulebook(void **state) {
    (void)state;
    amerce_diagnostics *diagnostics;
    assert_int_equal(compile_text(sample_rulebook, &diagnostics), AMERCE_OK);
    assert_int_equal(amerce_diagnostics_count(diagnostics), 0);
    amerce_diagnostics_free(diagnostics);
}

static amerce_status open_book(void *context, amerce_text name, amerce_text user, amerce_source *out) {
    const char *const *texts = context;
    (void)user;
    for (; texts[0] != NULL; texts += 2) {
        if (strlen(texts[0]) == name.length && memcmp(texts[0], name.data, name.length) == 0) {
            *out = (amerce_source){amerce_text_of(texts[0]), amerce_text_of(texts[1])};
            return AMERCE_OK;
        }
    }
    return AMERCE_REFUSED;
}

static amerce_status compile_using(const char *text, const char *const *books,
                                   amerce_diagnostics **diagnostics) {
    amerce_source source = {amerce_text_of("test.amerce"), amerce_text_of(text)};
    amerce_compile_options options = {
        .size = sizeof options, .open = open_book, .open_context = (void *)books};
    return amerce_compile(&source, &options, NULL, diagnostics);
}

static void rulebooks_use_others(void **state) {
    (void)state;
    amerce_diagnostics *diagnostics;
    static const char *const books[] = {"common.intent",
                                        "rulebook common.intent\nuse common.base\ntiers Intent: low < high\n",
                                        "common.base",
                                        "rulebook common.base\nuse common.intent\nparameter unit = 7\n",
                                        NULL,
                                        NULL};
    static const char text[] = "rulebook a\nuse common.intent\nuse common.base\nrecord R\n  intent: Intent\n"
                               "rule x = if intent is high then unit else 0\noutput x\n";
    assert_int_equal(compile_using(text, books, &diagnostics), AMERCE_OK);
    amerce_diagnostics_free(diagnostics);
    assert_int_equal(compile_using(text, books + 2, &diagnostics), AMERCE_REFUSED);
    amerce_diagnostics_free(diagnostics);
}

static amerce_status open_nothing(void *context, amerce_text name, amerce_text user, amerce_source *out) {
    (void)name, (void)user, (void)out;
    return *(const amerce_status *)context;
}

static void a_failure_to_open_is_told_apart_from_no_such_rulebook(void **state) {
    (void)state;
    static const amerce_status all[] = {AMERCE_REFUSED, AMERCE_OUT_OF_MEMORY};
    for (size_t i = 0; i < 2; i++) {
        amerce_diagnostics *diagnostics;
        amerce_status status = all[i];
        amerce_source source = {amerce_text_of("test.amerce"), amerce_text_of("rulebook a\nuse b\n")};
        amerce_compile_options options = {
            .size = sizeof options, .open = open_nothing, .open_context = &status};
        assert_int_equal(amerce_compile(&source, &options, NULL, &diagnostics), status);
        assert_int_equal(diagnostics != NULL, status == AMERCE_REFUSED);
        amerce_diagnostics_free(diagnostics);
    }
}

static void saved_rulebooks_load_and_save_the_same(void **state) {
    (void)state;
    static gathered first;
    static gathered second;
    static gathered listing;
    amerce_rulebook *rulebook = sample_new();
    amerce_rulebook *loaded;
    amerce_diagnostics *diagnostics;
    assert_int_equal(amerce_rulebook_save(rulebook, gather_into(&first)), AMERCE_OK);
    assert_int_equal(amerce_rulebook_load(first.data, first.length, NULL, &loaded, &diagnostics), AMERCE_OK);
    assert_null(diagnostics);
    assert_int_equal(amerce_rulebook_save(loaded, gather_into(&second)), AMERCE_OK);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.data, second.data, first.length);
    assert_int_equal(amerce_rulebook_list(loaded, gather_into(&listing)), AMERCE_OK);
    assert_non_null(strstr(listing.data, "LAW 3"));
    amerce_rulebook_free(loaded);
    amerce_rulebook_free(rulebook);
}

static void damaged_rulebooks_are_refused_with_a_reason(void **state) {
    (void)state;
    static gathered image;
    amerce_rulebook *rulebook = sample_new();
    amerce_rulebook *loaded;
    amerce_diagnostics *diagnostics;
    amerce_diagnostic first;
    amerce_rulebook_save(rulebook, gather_into(&image));
    image.data[image.length / 2] ^= 1;
    assert_int_equal(amerce_rulebook_load(image.data, image.length, NULL, &loaded, &diagnostics),
                     AMERCE_REFUSED);
    assert_null(loaded);
    assert_true(amerce_diagnostics_get(diagnostics, 0, &first));
    assert_int_equal(first.code[0], 'L');
    assert_int_equal(first.place.line, 0);
    amerce_diagnostics_free(diagnostics);
    amerce_rulebook_free(rulebook);
}

static void rulebooks_describe_themselves(void **state) {
    (void)state;
    amerce_rulebook *rulebook = sample_new();
    amerce_place_of_facts place;
    amerce_fact fact;
    amerce_output output;
    amerce_text word;
    uint32_t priors = amerce_rulebook_find_place(rulebook, 0, amerce_text_of("priors"));
    assert_true(amerce_rulebook_place(rulebook, priors, &place));
    assert_true(place.is_list);
    assert_int_equal(place.parent, 0);
    assert_true(amerce_rulebook_fact(
        rulebook, amerce_rulebook_find_fact(rulebook, 0, amerce_text_of("benefit")), &fact));
    assert_true(fact.is_optional);
    assert_int_equal(fact.type.kind, AMERCE_MONEY);
    assert_int_equal(fact.type.minor_digits, 2);
    assert_true(amerce_rulebook_fact(
        rulebook, amerce_rulebook_find_fact(rulebook, 0, amerce_text_of("intent")), &fact));
    assert_true(amerce_rulebook_scale_value(rulebook, fact.type.scale, 1, &word));
    assert_memory_equal(word.data, "reckless", 8);
    assert_false(amerce_rulebook_scale_value(rulebook, fact.type.scale, 3, &word));
    uint32_t surcharge = amerce_rulebook_find_output(rulebook, priors, amerce_text_of("surcharge"));
    assert_true(amerce_rulebook_output(rulebook, surcharge, &output));
    assert_int_equal(output.place, priors);
    assert_int_equal(amerce_rulebook_find_output(rulebook, 0, amerce_text_of("surcharge")), AMERCE_NONE);
    assert_false(amerce_rulebook_fact(rulebook, 1000, &fact));
    amerce_rulebook_free(rulebook);
}

static void expressions_are_evaluated(void **state) {
    (void)state;
    static const struct {
        const char *expression;
        amerce_month_ends month_ends;
        amerce_status status;
        const char *answer;
    } cases[] = {
        {"0.1 + 0.2", AMERCE_MONTH_ENDS_ERROR, AMERCE_OK, "0.3"},
        {"round 10.005 half up to 0.01", AMERCE_MONTH_ENDS_ERROR, AMERCE_OK, "10.01"},
        {"EUR 12.5 * 2", AMERCE_MONTH_ENDS_ERROR, AMERCE_OK, "EUR 25.00"},
        {"2024-01-31 + 1 months", AMERCE_MONTH_ENDS_DOWN, AMERCE_OK, "2024-02-29"},
        {"2024-01-31 + 1 months", AMERCE_MONTH_ENDS_UP, AMERCE_OK, "2024-03-01"},
        {"2 < 3 and not no", AMERCE_MONTH_ENDS_ERROR, AMERCE_OK, "yes"},
        {"1 / 0", AMERCE_MONTH_ENDS_ERROR, AMERCE_REFUSED, "F0001: division by zero"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gathered answer;
        amerce_status status =
            amerce_evaluate(amerce_text_of(cases[i].expression), cases[i].month_ends, gather_into(&answer));
        assert_string_equal(answer.data, cases[i].answer);
        assert_int_equal(status, cases[i].status);
    }
    gathered answer;
    assert_int_equal(amerce_evaluate(amerce_text_of("1 +"), AMERCE_MONTH_ENDS_ERROR, gather_into(&answer)),
                     AMERCE_REFUSED);
    assert_int_equal(answer.data[0], 'E');
    assert_int_equal(
        amerce_evaluate(amerce_text_of("1\nrule x = 2"), AMERCE_MONTH_ENDS_ERROR, gather_into(&answer)),
        AMERCE_MISUSE);
}

static void codes_have_pages(void **state) {
    (void)state;
    amerce_code_page page;
    assert_true(amerce_code_explain(amerce_text_of("F0001"), &page));
    assert_string_equal(page.slug, "division-by-zero");
    assert_false(amerce_code_explain(amerce_text_of("F9999"), &page));
}

int compile_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_are_data),
        cmocka_unit_test(checking_makes_no_rulebook),
        cmocka_unit_test(rulebooks_use_others),
        cmocka_unit_test(a_failure_to_open_is_told_apart_from_no_such_rulebook),
        cmocka_unit_test(saved_rulebooks_load_and_save_the_same),
        cmocka_unit_test(damaged_rulebooks_are_refused_with_a_reason),
        cmocka_unit_test(rulebooks_describe_themselves),
        cmocka_unit_test(expressions_are_evaluated),
        cmocka_unit_test(codes_have_pages),
    };
    return cmocka_run_group_tests_name("compile", tests, NULL, NULL);
}
