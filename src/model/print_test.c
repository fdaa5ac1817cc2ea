/*
 * Tests as text, fact by fact.
 */
#include "model/print.h"
#include "model/test.h"

static void print_facts(am_buffer *out, const am_model *model, const am_given_record *record) {
    for (uint32_t i = 0; i < record->fact_count; i++) {
        const am_given *given = &record->facts[i];

        am_buffer_put_text(out, i > 0 ? "  " : "");
        am_buffer_put(out, given->field->name);
        am_buffer_put_text(out, ": ");
        if (given->is_unknown) {
            am_buffer_put_text(out, "unknown");
        } else if (given->value != NULL) {
            am_print_expr(out, model, given->value);
        }
        for (uint32_t k = 0; k < given->record_count; k++) {
            am_buffer_put_text(out, k > 0 ? ", " : "[ ");
            print_facts(out, model, &given->records[k]);
        }
        if (given->records != NULL) {
            am_buffer_put_text(out, given->record_count > 0 ? " ]" : "[]");
        }
    }
}

static void print_expected(am_buffer *out, const am_model *model, const am_expected *expected) {
    static const char *const words[] = {" = ", " in ", "needs", " adds ", "refused "};

    am_buffer_put_text(out, "  expect ");
    am_buffer_put(out, expected->path);
    if (expected->kind == AM_EXPECT_BECAUSE) {
        am_buffer_put_text(out, " step \"");
        am_buffer_put(out, expected->step);
        am_buffer_put_char(out, '"');
    }
    am_buffer_put_text(out, words[expected->kind]);
    if (expected->kind == AM_EXPECT_REFUSED) {
        am_buffer_put_char(out, '"');
        am_buffer_put(out, expected->message);
        am_buffer_put_char(out, '"');
    }
    for (uint32_t i = 0; i < expected->need_count; i++) {
        am_buffer_put_text(out, i > 0 ? ", " : " ");
        am_buffer_put(out, expected->needs[i]);
    }
    if (expected->kind == AM_EXPECT_IN) {
        am_print_interval(out, model, &expected->range);
    } else if (expected->is_unknown) {
        am_buffer_put_text(out, "unknown");
    } else if (expected->value != NULL) {
        am_print_expr(out, model, expected->value);
    }
    am_buffer_put_char(out, '\n');
}

void am_print_test(am_buffer *out, const am_model *model, const am_test *test) {
    am_buffer_put_text(out, "test \"");
    am_buffer_put(out, test->name);
    am_buffer_put_text(out, test->citation.length > 0 ? "\" per " : "\"");
    am_buffer_put(out, test->citation);
    am_buffer_put_text(out, "\n  given ");
    print_facts(out, model, &test->given);
    am_buffer_put_char(out, '\n');
    for (uint32_t i = 0; i < test->expected_count; i++) {
        print_expected(out, model, &test->expected[i]);
    }
}
