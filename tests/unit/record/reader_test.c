/*
 * What good records leave in the batch, and what the reader does at its limits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "pipeline.h"

/* A record's only member, and what the output of that name is in the result. */
typedef struct value_row {
    const char *member;
    const char *output;
} value_row;

static const value_row values[] = {
    {"\"turnover\":12.5", "\"turnover\":\"12.50\""},
    {"\"turnover\":\"12.50\"", "\"turnover\":\"12.50\""},
    {"\"turnover\":\"EUR 12.50\"", "\"turnover\":\"12.50\""},
    {"\"turnover\":12.500", "\"turnover\":\"12.50\""},
    {"\"turnover\":1e3", "\"turnover\":\"1000.00\""},
    {"\"turnover\":-0", "\"turnover\":\"0.00\""},
    {"\"turnover\":-0.00", "\"turnover\":\"0.00\""},
    {"\"turnover\":\"EUR 99999999999999999999999999999999.99\"",
     "\"turnover\":\"99999999999999999999999999999999.99\""},
    {"\"turnover\":null", "\"turnover\":{\"needs\":[\"turnover\"]}"},
    {"\"benefit\":1000000", "\"benefit\":\"1000000.00\""},
    {"\"benefit\":null", "\"benefit\":null"},
    {"\"yen\":\"JPY 9999\"", "\"yen\":\"JPY 9999\""},
    {"\"share\":1.000", "\"share\":1"},
    {"\"share\":\"0.0000000000000000000000000000000000000000000000001\"",
     "\"share\":0.0000000000000000000000000000000000000000000000001"},
    {"\"gain\":-12345678901234567", "\"gain\":-12345678901234567"},
    {"\"gain\":12345678901234567890.12345678901234", "\"gain\":12345678901234567890.12345678901234"},
    {"\"gain\":\"-1.5E-2\"", "\"gain\":-0.015"},
    {"\"gain\":0.10", "\"gain\":0.1"},
    {"\"gain\":10000000000000000000000000000000000000000",
     "\"gain\":10000000000000000000000000000000000000000"},
    {"\"staff\":12.0", "\"staff\":12"},
    {"\"staff\":\"5e3\"", "\"staff\":5000"},
    {"\"intent\":\"negligent\"", "\"intent\":\"negligent\""},
    {"\"intent\":\"\\u0072eckless\"", "\"intent\":\"reckless\""},
    {"\"country\":\"A\xCC\x8Aland\"", "\"country\":\"\xC3\x85land\""},
    {"\"country\":\"\\u00c5land\"", "\"country\":\"\xC3\x85land\""},
    {"\"country\":\"A\\u030aland\"", "\"country\":\"\xC3\x85land\""},
    {"\"country\":\"SE\"", "\"country\":\"SE\""},
    {"\"listed\":true", "\"listed\":true"},
    {"\"listed\":false", "\"listed\":false"},
    {"\"decided_on\":\"2000-01-01\"", "\"decided_on\":\"2000-01-01\""},
    {"\"decided_on\":\"2024-02-29\"", "\"decided_on\":\"2024-02-29\""},
    {"\"probation\":\"P24M\"", "\"probation\":\"P24M\""},
    {"\"probation\":\"P2Y\"", "\"probation\":\"P24M\""},
    {"\"probation\":\"P1Y6M\"", "\"probation\":\"P18M\""},
    {"\"probation\":\"P0M\"", "\"probation\":\"P0M\""},
    {"\"probation\":\"P4000000M\"", "\"probation\":\"P4000000M\""},
    {"\"delay\":\"P10D\"", "\"delay\":\"P10D\""},
    {"\"fine_range\":{\"lowest\":\"8500\",\"highest\":17000}",
     "\"fine_range\":{\"lowest\":\"8500.00\",\"highest\":\"17000.00\"}"},
    {"\"fine_range\":{\"highest\":5,\"lowest\":5}",
     "\"fine_range\":{\"lowest\":\"5.00\",\"highest\":\"5.00\"}"},
    {"\"fine_range\":null", "\"fine_range\":null"},
    {"\"term\":{\"lowest\":\"P1D\",\"highest\":\"P30D\"}",
     "\"term\":{\"lowest\":\"P1D\",\"highest\":\"P30D\"}"},
    {"\"note\":\"\"", "\"note\":\"\""},
    {"\"note\":\"\\ud83d\\ude00 \\u0022\"", "\"note\":\"\xF0\x9F\x98\x80 \\\"\""},
    {"\"note\":\"e\xCC\x81t\xC3\xA9\"", "\"note\":\"\xC3\xA9t\xC3\xA9\""},
    {"\"firm\":{\"name\":\"X\",\"gr\xC3\xB6\xC3\x9F\x65\":3}",
     "\"firm\":{\"name\":\"X\",\"gr\xC3\xB6\xC3\x9F\x65\":3}"},
    {"\"firm\":{\"name\":\"X\",\"gro\xCC\x88\xC3\x9F\x65\":3}",
     "\"firm\":{\"name\":\"X\",\"gr\xC3\xB6\xC3\x9F\x65\":3}"},
    {"\"firm\":null", "\"firm\":{\"name\":{\"needs\":[\"firm.name\"]},\"gr\xC3\xB6\xC3\x9F\x65\":null}"},
    {"\"infringements\":[]", "\"infringements\":[]"},
    {"\"infringements\":[{\"gravity\":1,\"length\":8}]", "\"infringements\":[{\"rate\":0.125}]"},
    {"\"infringements\":[{\"id\":null,\"length\":\"8\",\"gravity\":\"1\",\"priors\":null}]",
     "\"infringements\":[{\"rate\":0.125}]"},
};

static void check_value(pipeline *line, const value_row *row) {
    char text[512];
    am_buffer out;

    strcpy(text, "{");
    strcat(text, row->member);
    strcat(text, "}");
    am_buffer_init(&out, am_allocator_standard());
    pipeline_run(line, am_slice_of(text), SIZE_MAX, (am_record_options){.is_extra_ignored = false}, &out);
    am_buffer_put_char(&out, '\0');
    if (strstr(out.data, row->output) == NULL) {
        fail_msg("%s gave %s", text, out.data);
    }
    am_buffer_clear(&out);
}

static void reads_values(void **state) {
    pipeline line;

    (void)state;
    pipeline_init(&line, (am_limits){.records = 8, .elements = 16, .text_bytes = 4096});
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        check_value(&line, &values[i]);
    }
    pipeline_clear(&line);
}

static void keeps_lists_apart(void **state) {
    pipeline line;
    am_record_error error;
    uint32_t first, end;

    (void)state;
    pipeline_init(&line, (am_limits){.records = 8, .elements = 16, .text_bytes = 4096});
    assert_int_equal(
        pipeline_read(
            &line,
            AM_SLICE(
                "{\"orders\":[{\"number\":9}],\"infringements\":[{\"priors\":[{\"year\":1},{\"year\":2}]}, "
                "{}, {\"priors\":[]}, {\"priors\":null}]}"),
            (am_record_options){.is_extra_ignored = false}, &error),
        AM_RECORD_OK);
    am_batch_elements(line.batch, 1, 0, &first, &end);
    assert_int_equal(end - first, 4);
    am_batch_elements(line.batch, 2, 0, &first, &end);
    assert_int_equal(end - first, 2);
    am_batch_elements(line.batch, 3, 0, &first, &end);
    assert_int_equal(end - first, 1);
    for (uint32_t row = 0; row < 4; row++) {
        static const am_state states[] = {AM_STATE_VALUE, AM_STATE_UNKNOWN, AM_STATE_VALUE, AM_STATE_UNKNOWN};

        assert_int_equal(am_batch_state(line.batch, line.program->domains[2].present, row), states[row]);
    }
    pipeline_clear(&line);
}

static void passes_over_extra_members(void **state) {
    am_record_options options = {.is_extra_ignored = true};
    pipeline line;
    am_record_error error;

    (void)state;
    pipeline_init(&line, (am_limits){.records = 8, .elements = 16, .text_bytes = 4096});
    assert_int_equal(pipeline_read(&line,
                                   AM_SLICE("{\"extra\":{\"a\":[1,{\"b\":null}]},\"gain\":1,\"e\\u0301\":[],"
                                            "\"infringements\":[{\"more\":\"x\"}]}"),
                                   options, &error),
                     AM_RECORD_OK);
    assert_int_equal(pipeline_read(&line, AM_SLICE("{\"extra\":[1,}"), options, &error), AM_RECORD_BAD);
    assert_int_equal(error.diag, AM_DIAG_JSON_UNEXPECTED);
    assert_int_equal(pipeline_read(&line, AM_SLICE("{\"extra\" 1}"), options, &error), AM_RECORD_BAD);
    assert_int_equal(error.diag, AM_DIAG_JSON_UNEXPECTED);
    pipeline_clear(&line);
}

/* A full batch says so and is as before; a refused record leaves nothing behind. */
static void leaves_a_full_batch_alone(void **state) {
    static const am_slice three = {"{\"infringements\":[{},{},{}]}", 29 - 1};
    am_record_options options = {.is_extra_ignored = false};
    pipeline line;
    am_record_error error;

    (void)state;
    pipeline_init(&line, (am_limits){.records = 4, .elements = 8, .text_bytes = 4096});
    assert_int_equal(am_record_read(line.reader, three, 1, 1, options, &error), AM_RECORD_OK);
    assert_int_equal(am_record_read(line.reader, three, 2, 1, options, &error), AM_RECORD_OK);
    assert_int_equal(
        am_record_read(line.reader, AM_SLICE("{\"infringements\":[{},{},1]}"), 3, 1, options, &error),
        AM_RECORD_BAD);
    assert_int_equal(line.batch->rows[1].count, 6);
    assert_int_equal(am_record_read(line.reader, three, 3, 1, options, &error), AM_RECORD_FULL);
    assert_int_equal(error.diag, AM_DIAG_NONE);
    assert_int_equal(line.batch->rows[0].count, 2);
    assert_int_equal(line.batch->rows[1].count, 6);
    assert_int_equal(am_record_read(line.reader, AM_SLICE("{}"), 4, 1, options, &error), AM_RECORD_OK);
    assert_int_equal(am_record_read(line.reader, AM_SLICE("{}"), 5, 1, options, &error), AM_RECORD_OK);
    assert_int_equal(am_record_read(line.reader, AM_SLICE("{}"), 6, 1, options, &error), AM_RECORD_FULL);
    am_batch_clear(line.batch);
    assert_int_equal(am_record_read(line.reader, three, 3, 1, options, &error), AM_RECORD_OK);
    assert_int_equal(am_ids_at(line.ids, 0)->line, 3);
    pipeline_clear(&line);
}

/* Members in any order, with what came before remembered from records in another order. */
static void takes_members_in_any_order(void **state) {
    static const char *const texts[] = {
        "{\"gain\":1,\"note\":\"a\",\"turnover\":3}",
        "{\"turnover\":3,\"note\":\"a\",\"gain\":1}",
        "{\"note\":\"a\",\"gain\":1,\"turnover\":3}",
        "{\"gain\":1,\"turnover\":3,\"note\":\"a\"}",
    };
    pipeline line;
    am_record_error error;

    (void)state;
    pipeline_init(&line, (am_limits){.records = 8, .elements = 16, .text_bytes = 4096});
    for (unsigned i = 0; i < 40; i++) {
        const am_fact *facts = line.program->facts;

        assert_int_equal(pipeline_read(&line, am_slice_of(texts[i * i % 4]),
                                       (am_record_options){.is_extra_ignored = false}, &error),
                         AM_RECORD_OK);
        assert_int_equal(
            am_decimal_compare(am_batch_decimal(line.batch, facts[0].column, 0), am_decimal_of(3)), 0);
        assert_int_equal(
            am_decimal_compare(am_batch_decimal(line.batch, facts[4].column, 0), am_decimal_of(1)), 0);
        assert_true(am_slice_is_equal(am_batch_text(line.batch, facts[14].column, 0), AM_SLICE("a")));
    }
    pipeline_clear(&line);
}

int reader_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_values),
        cmocka_unit_test(keeps_lists_apart),
        cmocka_unit_test(passes_over_extra_members),
        cmocka_unit_test(leaves_a_full_batch_alone),
        cmocka_unit_test(takes_members_in_any_order),
    };

    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
