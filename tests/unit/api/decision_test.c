/*
 * Decision records through the public interface: confirmed, altered, and made anew over results that the
 * facts do not give.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "api/decision.h"
#include "groups.h"
#include "sample.h"

static amerce_assessor *assessor_of(const amerce_rulebook *rulebook) {
    amerce_assessor *assessor;
    amerce_assessor_options options = {.size = sizeof options, .has_decision = true};
    assert_int_equal(amerce_assessor_new(rulebook, &options, &assessor), AMERCE_OK);
    return assessor;
}

static void decide(amerce_assessor *assessor, const char *record, gathered *line) {
    amerce_assessor_clear(assessor);
    assert_int_equal(amerce_assessor_add_json(assessor, amerce_text_of(record), 1, 1, NULL), AMERCE_OK);
    amerce_assessor_run(assessor);
    assert_int_equal(amerce_assessor_write_json(assessor, 0, gather_into(line)), AMERCE_OK);
}

static amerce_verification verified(amerce_assessor *assessor, const char *line) {
    amerce_verification result;
    assert_int_equal(amerce_decision_verify(assessor, amerce_text_of(line), &result), AMERCE_OK);
    return result;
}

static void decisions_are_confirmed(void **state) {
    static gathered line;
    (void)state;
    amerce_rulebook *rulebook = sample_new();
    amerce_assessor *assessor = assessor_of(rulebook);
    for (unsigned i = 0; i < 2; i++) {
        decide(assessor, sample_records[i], &line);
        amerce_verification result = verified(assessor, line.data);
        assert_int_equal(result.verdict, AMERCE_VERDICT_SAME);
        assert_int_equal(result.id.length, 5);
    }
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

/* Whichever character is changed, the line is not confirmed; only the engine's version and the dates of the
 * law tell what the digest does not cover, and the rulebook's name. */
static void every_change_is_noticed(void **state) {
    static gathered line;
    (void)state;
    amerce_rulebook *rulebook = sample_new();
    amerce_assessor *assessor = assessor_of(rulebook);
    decide(assessor, sample_records[0], &line);
    const char *engine = strstr(line.data, "\"engine\"");
    const char *sources = strstr(line.data, "\"sources\"");
    const char *law = strstr(line.data, "\"law_of\"");
    const char *facts = strstr(line.data, "\"facts\"");
    assert_true(engine != NULL && sources != NULL && law != NULL && facts != NULL);
    for (char *at = line.data; *at != '\0'; at++) {
        bool is_covered = (at < engine || at >= sources) && (at < law || at >= facts);
        char was = *at;
        *at = (char)(was ^ 1);
        amerce_verdict verdict = verified(assessor, line.data).verdict;
        if (is_covered && verdict == AMERCE_VERDICT_SAME) {
            fail_msg("confirmed with character %d changed: %s", (int)(at - line.data), line.data);
        }
        *at = was;
    }
    assert_int_equal(verified(assessor, line.data).verdict, AMERCE_VERDICT_SAME);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

/* The slice between two texts of the line. */
static am_slice between(const char *line, const char *begin, const char *end) {
    const char *at = strstr(line, begin) + strlen(begin);
    return (am_slice){at, (size_t)(strstr(at, end) - at)};
}

/* Puts the digest that the line's parts have into it. */
static void sign(gathered *line) {
    am_buffer text;
    am_slice results = {line->data, (size_t)(strstr(line->data, ",\"decision\"") - line->data)};
    am_buffer_init(&text, am_allocator_standard());
    am_buffer_put(&text, results);
    am_buffer_put_char(&text, '}');
    size_t length = text.length;
    am_api_put_digest(
        &text, between(line->data, "\"edition\":", ","), between(line->data, "\"sources\":\"", "\""),
        between(line->data, "\"facts\":", ",\"digest\""), am_slice_part(am_buffer_text(&text), 0, length));
    memcpy((char *)between(line->data, "\"digest\":\"", "\"").data, text.data + length, 64);
    am_buffer_clear(&text);
}

static void other_results_are_told(void **state) {
    static gathered line;
    (void)state;
    amerce_rulebook *rulebook = sample_new();
    amerce_assessor *assessor = assessor_of(rulebook);
    decide(assessor, sample_records[0], &line);
    sign(&line);
    assert_int_equal(verified(assessor, line.data).verdict, AMERCE_VERDICT_SAME);
    char *fine = strstr(line.data, "\"fine\":\"") + 8;
    *fine = '8';
    assert_int_equal(verified(assessor, line.data).verdict, AMERCE_VERDICT_ALTERED);
    sign(&line);
    amerce_verification result = verified(assessor, line.data);
    assert_int_equal(result.verdict, AMERCE_VERDICT_DIFFERENT);
    assert_non_null(strstr(result.detail.data, "\"fine\":\"3"));
    char *date = strstr(line.data, "\"due_on\":\"2024") + 10;
    *date = 'x';
    sign(&line);
    result = verified(assessor, line.data);
    assert_int_equal(result.verdict, AMERCE_VERDICT_DIFFERENT);
    assert_memory_equal(result.detail.data, "the facts are refused: R0023", 28);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

int decision_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decisions_are_confirmed),
        cmocka_unit_test(every_change_is_noticed),
        cmocka_unit_test(other_results_are_told),
    };
    return cmocka_run_group_tests_name("decision", tests, NULL, NULL);
}
