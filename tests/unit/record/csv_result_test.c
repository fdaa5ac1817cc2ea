/*
 * Result lines as rows: which cell what goes to, and what is done to texts that would be commands elsewhere.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "pipeline.h"
#include "record/csv.h"

typedef struct result_row {
    const char *line;
    const char *csv;
} result_row;

#define HEAD                                                                                             \
    "id,line,currency,turnover,benefit,yen,share,gain,staff,intent,country,listed,decided_on,probation," \
    "delay,fine_range.lowest,fine_range.highest,term.lowest,term.highest,note,firm.name,firm."           \
    "gr\xC3\xB6\xC3\x9F"                                                                                 \
    "e,infringements,discretion,needs,error\n"

static const result_row rows[] = {
    {"{\"id\":\"d\",\"gain\":5,\"discretion\":{\"left\":{\"cut\":{\"default\":0}},\"leads_to\":{\"gain\":{"
     "\"needs\":"
     "true,\"error\":true}}}}",
     "d,,,,,,,5,,,,,,,,,,,,,,,,\"{\"\"left\"\":{\"\"cut\"\":{\"\"default\"\":0}},\"\"leads_to\"\":{"
     "\"\"gain\"\":{"
     "\"\"needs\"\":true,\"\"error\"\":true}}}\",,\n"},
    {"{\"id\":\"a\",\"currency\":\"EUR\",\"turnover\":\"5.00\",\"benefit\":null,\"listed\":true,"
     "\"fine_range\":{\"lowest\":\"1.00\",\"highest\":\"2.00\"},\"firm\":{\"name\":\"A, \\\"B\\\"\"},"
     "\"infringements\":[{\"rate\":5}]}",
     "a,,EUR,5.00,,,,,,,,yes,,,,1.00,2.00,,,,\"A, \"\"B\"\"\",,\"[{\"\"rate\"\":5}]\",,,\n"},
    {"{\"line\":3,\"currency\":\"EUR\",\"listed\":false,\"fine_range\":null,\"gain\":-5}",
     ",3,EUR,,,,,-5,,,,no,,,,,,,,,,,,,,\n"},
    {"{\"id\":7,\"turnover\":{\"needs\":[\"turnover\",\"firm.name\"]},\"benefit\":{\"needs\":[\"turnover\"]},"
     "\"fine_range\":{\"needs\":[\"x\"]},\"infringements\":[{\"rate\":{\"needs\":[\"infringements[1]."
     "length\"]}}]}",
     "7,,,,,,,,,,,,,,,,,,,,,,\"[{\"\"rate\"\":{\"\"needs\"\":[\"\"infringements[1].length\"\"]}}]\",,"
     "turnover;"
     " "
     "firm.name; x; infringements[1].length,\n"},
    {"{\"id\":7,\"turnover\":{\"error\":{\"code\":\"F0001\",\"message\":\"division by "
     "zero\",\"clause\":\"rate, "
     "divide\",\"per\":\"EMIR 65\",\"of\":\"infringements[1]\"}},\"benefit\":{\"error\":{\"code\":\"F0002\","
     "\"message\":\"m\"}},\"gain\":{\"error\":{\"code\":\"F0002\",\"message\":\"m\"}},"
     "\"firm\":{\"name\":{\"error\":{\"code\":\"F0003\",\"message\":\"n\",\"also\":{\"clause\":\"c\"}}}}}",
     "7,,,,,,,,,,,,,,,,,,,,,,,,,\"F0001: division by zero (rate, divide of infringements[1]); F0002: m; "
     "F0003: n\"\n"},
    {"{\"id\":\"x\",\"error\":{\"code\":\"R0007\",\"message\":\"unknown field "
     "\\\"b\\\"\",\"path\":\"b\",\"line\":4}}",
     "x,4,,,,,,,,,,,,,,,,,,,,,,,,\"R0007: unknown field \"\"b\"\" (b)\"\n"},
    {"{\"id\":\"=1+1\",\"note\":\"@x\",\"turnover\":{\"repealed\":\"2020-01-01\"},\"gain\":-1.5,"
     "\"firm\":{\"name\":\"-cmd|' /C calc'!A0\"}}",
     "'=1+1,,,repealed 2020-01-01,,,,-1.5,,,,,,,,,,,,'@x,'-cmd|' /C calc'!A0,,,,,\n"},
};

/* The program's results as rows; the text is to be cleared. */
static am_buffer write_rows(const char *const *lines, size_t count, bool is_table) {
    pipeline line;
    am_csv_results *results;
    am_buffer out;

    pipeline_init(&line, (am_limits){.records = 2, .elements = 16, .text_bytes = 4096});
    am_buffer_init(&out, am_allocator_standard());
    results = am_csv_results_new(line.layout, line.batch, is_table, am_allocator_standard());
    assert_non_null(results);
    for (size_t i = 0; i < count; i++) {
        am_csv_results_put(results, am_slice_of(lines[i]), &out);
    }
    am_csv_results_finish(results, &out);
    am_csv_results_free(results);
    pipeline_clear(&line);
    am_buffer_put_char(&out, '\0');
    assert_false(out.is_failed);
    return out;
}

static void lines_become_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        am_buffer out = write_rows(&rows[i].line, 1, false);

        assert_memory_equal(out.data, HEAD, strlen(HEAD));
        assert_string_equal(out.data + strlen(HEAD), rows[i].csv);
        am_buffer_clear(&out);
    }
}

static void no_lines_are_a_header(void **state) {
    am_buffer out = write_rows(NULL, 0, false);

    (void)state;
    assert_string_equal(out.data, HEAD);
    am_buffer_clear(&out);
}

static void tables_are_aligned(void **state) {
    static const char *const lines[] = {
        "{\"id\":\"a\",\"turnover\":\"5.00\",\"note\":\"gr\xC3\xB6\xC3\x9F\xE6\xB3\x95\"}",
        "{\"id\":\"long\",\"turnover\":\"12345.00\",\"note\":\"\\u001b[31m\\n\"}",
        "{\"line\":12,\"turnover\":{\"needs\":[\"turnover\"]},\"note\":\"x\"}",
    };
    am_buffer out = write_rows(lines, 3, true);

    (void)state;
    assert_string_equal(out.data, "id    line  turnover  note    needs\n"
                                  "a               5.00  gr\xC3\xB6\xC3\x9F\xE6\xB3\x95\n"
                                  "long        12345.00  \xEF\xBF\xBD[31m\xEF\xBF\xBD\n"
                                  "        12            x       turnover\n");
    am_buffer_clear(&out);
}

/* The rows behind those by which the widths are known go out at once. */
static void long_tables_stream(void **state) {
    enum { LINES = 1000 };
    const char *lines[LINES];
    am_buffer out;
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < LINES; i++) {
        lines[i] = "{\"id\":\"a\",\"turnover\":\"5.00\"}";
    }
    out = write_rows(lines, LINES, true);
    for (const char *at = out.data; (at = strchr(at, '\n')) != NULL; at++) {
        count++;
    }
    assert_int_equal(count, LINES + 1);
    am_buffer_clear(&out);
}

int csv_result_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_become_rows),
        cmocka_unit_test(no_lines_are_a_header),
        cmocka_unit_test(tables_are_aligned),
        cmocka_unit_test(long_tables_stream),
    };

    return cmocka_run_group_tests_name("csv_result", tests, NULL, NULL);
}
