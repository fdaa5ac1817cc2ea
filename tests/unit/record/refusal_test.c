/*
 * Every way in which a record is refused: code, place, path and message.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "pipeline.h"

typedef struct refusal {
    const char *text;
    const char *code;
    unsigned line;
    unsigned column;
    const char *path;
    const char *message;
} refusal;

static const refusal refusals[] = {
    /* the text is not JSON */
    {"{\"turnover\" 1}", "R0001", 1, 13, "turnover", "expected `:`, found a number"},
    {"{\"turnover\":1 \"gain\":2}", "R0001", 1, 15, "", "expected `,` or `}`, found a text"},
    {"{\"turnover\":1,}", "R0001", 1, 15, "", "expected a name in double quotes, found `}`"},
    {"{turnover:1}", "R0002", 1, 2, "", "`turnover` is not a JSON value"},
    {"{\"turnover\":}", "R0001", 1, 13, "turnover", "expected a value, found `}`"},
    {"{\"turnover\":1} {", "R0001", 1, 16, "", "expected the end of the record, found an object"},
    {"{\"firm\":{\"name\":\"a\"", "R0001", 1, 20, "firm", "expected `,` or `}`, found the end of the record"},
    {"{\"infringements\":[{} {}]}", "R0001", 1, 22, "infringements[1]",
     "expected `,` or `]`, found an object"},
    {"{\"infringements\":[{},]}", "R0001", 1, 22, "infringements[2]", "expected a value, found `]`"},
    {"{\"gain\":\x01}", "R0001", 1, 9, "gain", "expected a value, found a control character"},
    {"{\"gain\":'1'}", "R0001", 1, 9, "gain", "expected a value, found '"},
    {"{\"listed\":True}", "R0002", 1, 11, "listed", "`True` is not a JSON value"},
    {"{\"gain\":01}", "R0003", 1, 9, "gain", "`01` is not a JSON number"},
    {"{\"gain\":1,000}", "R0003", 1, 11, "", "`000` is not a JSON number"},
    {"{\"note\":\"a}", "R0004", 1, 9, "note", "the text is not closed: `\"` is missing"},
    {"{\"note\":\"a\tb\"}", "R0005", 1, 11, "note",
     "a text holds a control character; JSON writes it as `\\t`"},
    {"{\"note\":\"a\x02\"}", "R0005", 1, 11, "note",
     "a text holds a control character; JSON writes it as `\\u0002`"},
    {"{\"note\":\"C:\\x\"}", "R0006", 1, 12, "note", "`\\x` is not an escape of JSON"},
    {"{\"note\":\"\\ud800\"}", "R0008", 1, 10, "note", "`\\ud800` is half of a surrogate pair"},
    {"{\"note\":\"caf\xE9\"}", "R0009", 1, 13, "note", "the bytes here are not UTF-8"},
    {"{\"\xC3\xA9\": 1}", "R0007", 1, 2, "\xC3\xA9", "unknown field \"\xC3\xA9\""},
    {"[1]", "R0012", 1, 1, "", "a record is a JSON object, not an array"},
    {"17", "R0012", 1, 1, "", "a record is a JSON object, not a number"},
    /* members */
    {"{\"benefitt\":1}", "R0007", 1, 2, "benefitt", "unknown field \"benefitt\"; did you mean \"benefit\"?"},
    {"{\"zzz\":1}", "R0007", 1, 2, "zzz", "unknown field \"zzz\""},
    {"{\"turnover\":1,\n  \"infringements\":[{},\n {\"gravty\":1}]}", "R0007", 3, 3,
     "infringements[2].gravty", "unknown field \"gravty\"; did you mean \"gravity\"?"},
    {"{\"firm\":{\"turnover\":1}}", "R0007", 1, 10, "firm.turnover", "unknown field \"turnover\""},
    {"{\"infringements\":[{\"priors\":[{\"year\":1},{\"id\":1}]}]}", "R0007", 1, 42,
     "infringements[1].priors[2].id", "unknown field \"id\""},
    {"{\"gain\":1,\"gain\":1}", "R0016", 1, 11, "gain", "the field \"gain\" is given twice"},
    {"{\"turnover\":null,\"turnover\":1}", "R0016", 1, 18, "turnover",
     "the field \"turnover\" is given twice"},
    {"{\"gain\":1,\"\\u0067ain\":null}", "R0016", 1, 11, "gain", "the field \"gain\" is given twice"},
    {"{\"infringements\":null,\"infringements\":[]}", "R0016", 1, 23, "infringements",
     "the field \"infringements\" is given twice"},
    {"{\"firm\":{},\"firm\":null}", "R0016", 1, 12, "firm", "the field \"firm\" is given twice"},
    {"{\"id\":1,\"id\":1}", "R0016", 1, 9, "id", "the field \"id\" is given twice"},
    {"{\"infringements\":[{\"gravity\":1},{\"gravity\":1,\"gravity\":1}]}", "R0016", 1, 46,
     "infringements[2].gravity", "the field \"gravity\" is given twice"},
    /* types */
    {"{\"turnover\":true}", "R0017", 1, 13, "turnover", "\"turnover\" must be an amount of EUR, not true"},
    {"{\"turnover\":\"12,50\"}", "R0017", 1, 13, "turnover",
     "\"turnover\" must be an amount of EUR, not a text"},
    {"{\"turnover\":\"EUR12\"}", "R0017", 1, 13, "turnover",
     "\"turnover\" must be an amount of EUR, not a text"},
    {"{\"turnover\":\"EUR  12\"}", "R0017", 1, 13, "turnover",
     "\"turnover\" must be an amount of EUR, not a text"},
    {"{\"gain\":\"+1\"}", "R0017", 1, 9, "gain", "\"gain\" must be a number, not a text"},
    {"{\"gain\":\"EUR 1\"}", "R0017", 1, 9, "gain", "\"gain\" must be a number, not a text"},
    {"{\"gain\":[1]}", "R0017", 1, 9, "gain", "\"gain\" must be a number, not an array"},
    {"{\"staff\":{}}", "R0017", 1, 10, "staff", "\"staff\" must be a whole number, not an object"},
    {"{\"listed\":\"yes\"}", "R0017", 1, 11, "listed", "\"listed\" must be true or false, not a text"},
    {"{\"listed\":1}", "R0017", 1, 11, "listed", "\"listed\" must be true or false, not a number"},
    {"{\"decided_on\":20240101}", "R0017", 1, 15, "decided_on",
     "\"decided_on\" must be a date such as \"2024-12-30\", not a number"},
    {"{\"probation\":24}", "R0017", 1, 14, "probation",
     "\"probation\" must be a period of months such as \"P24M\", not a number"},
    {"{\"delay\":10}", "R0017", 1, 10, "delay",
     "\"delay\" must be a period of days such as \"P10D\", not a number"},
    {"{\"note\":1}", "R0017", 1, 9, "note", "\"note\" must be a text, not a number"},
    {"{\"intent\":false}", "R0017", 1, 11, "intent",
     "\"intent\" must be one of \"negligent\", \"reckless\", \"intentional\", not false"},
    {"{\"firm\":[]}", "R0017", 1, 9, "firm", "\"firm\" must be an object, not an array"},
    {"{\"infringements\":{}}", "R0017", 1, 18, "infringements",
     "\"infringements\" must be an array of objects, not an object"},
    {"{\"infringements\":[{},null]}", "R0017", 1, 22, "infringements[2]",
     "\"infringements[2]\" must be an object, not null"},
    {"{\"fine_range\":12}", "R0017", 1, 15, "fine_range",
     "\"fine_range\" must be a range {\"lowest\": ..., \"highest\": ...}, not a number"},
    {"{\"fine_range\":{\"lowest\":null}}", "R0017", 1, 25, "fine_range.lowest",
     "\"lowest\" must be an amount of EUR, not null"},
    /* numbers */
    {"{\"gain\":12345678901234567890123456789012345}", "R0018", 1, 9, "gain",
     "\"gain\" has more than 34 significant digits: 12345678901234567890123456789012345"},
    {"{\"gain\":1e99999}", "R0019", 1, 9, "gain",
     "\"gain\" is too large or too small to be held exactly: 1e99999"},
    {"{\"gain\":1e-99999}", "R0019", 1, 9, "gain",
     "\"gain\" is too large or too small to be held exactly: 1e-99999"},
    {"{\"staff\":12.5}", "R0020", 1, 10, "staff", "\"staff\" must be a whole number, not 12.5"},
    {"{\"staff\":\"1e-1\"}", "R0020", 1, 10, "staff", "\"staff\" must be a whole number, not 1e-1"},
    {"{\"turnover\":12.505}", "R0021", 1, 13, "turnover",
     "\"turnover\" is 12.505, but EUR has 2 digits after the point"},
    {"{\"yen\":\"JPY 0.5\"}", "R0021", 1, 8, "yen",
     "\"yen\" is JPY 0.5, but JPY has 0 digits after the point"},
    {"{\"turnover\":\"USD 12.50\"}", "R0022", 1, 13, "turnover", "\"turnover\" must be in EUR, not in USD"},
    {"{\"staff\":0}", "R0026", 1, 10, "staff", "\"staff\" must be from 1 to 5000, not 0"},
    {"{\"staff\":5001}", "R0026", 1, 10, "staff", "\"staff\" must be from 1 to 5000, not 5001"},
    {"{\"turnover\":-0.01}", "R0026", 1, 13, "turnover", "\"turnover\" must be at least EUR 0.00, not -0.01"},
    {"{\"share\":0}", "R0026", 1, 10, "share", "\"share\" must be above 0 and at most 1, not 0"},
    {"{\"share\":1.01}", "R0026", 1, 10, "share", "\"share\" must be above 0 and at most 1, not 1.01"},
    {"{\"leniency\":2}", "R0031", 1, 13, "leniency",
     "\"leniency\", which is left to the discretion of the court, must be from 0 to 1, not 2"},
    {"{\"leniency\":0.1234567890123}", "R0032", 1, 13, "leniency",
     "\"leniency\" is left to discretion and has more than 12 digits after the point: 0.1234567890123"},
    {"{\"raise\":1000000000.01}", "R0033", 1, 10, "raise",
     "\"raise\" is left to discretion without a highest value, but can be assessed only up to 1000000000, "
     "not "
     "1000000000.01"},
    {"{\"credit\":-1000000000001}", "R0033", 1, 11, "credit",
     "\"credit\" is left to discretion without a lowest value, but can be assessed only down to "
     "-1000000000000, not -1000000000001"},
    {"{\"yen\":10000}", "R0026", 1, 8, "yen", "\"yen\" must be below JPY 10000, not 10000"},
    {"{\"decided_on\":\"1999-12-31\"}", "R0026", 1, 15, "decided_on",
     "\"decided_on\" must be from 2000-01-01 to 2099-12-31, not 1999-12-31"},
    /* dates, periods, codes */
    {"{\"decided_on\":\"2023-02-29\"}", "R0023", 1, 15, "decided_on",
     "\"decided_on\" must be a date such as \"2024-12-30\", not \"2023-02-29\""},
    {"{\"decided_on\":\"30.12.2024\"}", "R0023", 1, 15, "decided_on",
     "\"decided_on\" must be a date such as \"2024-12-30\", not \"30.12.2024\""},
    {"{\"probation\":\"P10D\"}", "R0024", 1, 14, "probation",
     "\"probation\" must be a period of months such as \"P24M\", not \"P10D\""},
    {"{\"probation\":\"P\"}", "R0024", 1, 14, "probation",
     "\"probation\" must be a period of months such as \"P24M\", not \"P\""},
    {"{\"probation\":\"P1M1Y\"}", "R0024", 1, 14, "probation",
     "\"probation\" must be a period of months such as \"P24M\", not \"P1M1Y\""},
    {"{\"probation\":\"P1M1M\"}", "R0024", 1, 14, "probation",
     "\"probation\" must be a period of months such as \"P24M\", not \"P1M1M\""},
    {"{\"probation\":\"P400000Y\"}", "R0024", 1, 14, "probation",
     "\"probation\" must be a period of months such as \"P24M\", not \"P400000Y\""},
    {"{\"delay\":\"P-3D\"}", "R0024", 1, 10, "delay",
     "\"delay\" must be a period of days such as \"P10D\", not \"P-3D\""},
    {"{\"delay\":\"P99999999999999999999D\"}", "R0024", 1, 10, "delay",
     "\"delay\" must be a period of days such as \"P10D\", not \"P99999999999999999999D\""},
    {"{\"delay\":\"P1\"}", "R0024", 1, 10, "delay",
     "\"delay\" must be a period of days such as \"P10D\", not \"P1\""},
    {"{\"delay\":\"\"}", "R0024", 1, 10, "delay",
     "\"delay\" must be a period of days such as \"P10D\", not \"\""},
    {"{\"intent\":\"intentionel\"}", "R0025", 1, 11, "intent",
     "\"intent\" must be one of \"negligent\", \"reckless\", \"intentional\", not \"intentionel\"; did you "
     "mean "
     "\"intentional\"?"},
    {"{\"country\":\"Germany\"}", "R0025", 1, 12, "country",
     "\"country\" must be one of \"AT\", \"BE\", \"CZ\", \"DE\", \"\xC3\x85land\", \"FR\", \"IT\", \"NL\", "
     "..., not "
     "\"Germany\""},
    /* ranges */
    {"{\"fine_range\":{\"lowest\":1}}", "R0027", 1, 15, "fine_range",
     "the range \"fine_range\" has no \"highest\""},
    {"{\"fine_range\":{}}", "R0027", 1, 15, "fine_range", "the range \"fine_range\" has no \"lowest\""},
    {"{\"fine_range\":{\"lowest\":2,\"highest\":1.99}}", "R0028", 1, 15, "fine_range",
     "the lowest end of \"fine_range\" is above its highest"},
    {"{\"term\":{\"highest\":\"P1D\",\"lowest\":\"P2D\"}}", "R0028", 1, 9, "term",
     "the lowest end of \"term\" is above its highest"},
    {"{\"fine_range\":{\"lowest\":1,\"lowest\":1}}", "R0016", 1, 27, "fine_range.lowest",
     "the field \"lowest\" is given twice"},
    {"{\"fine_range\":{\"low\":1}}", "R0007", 1, 16, "fine_range.low", "unknown field \"low\""},
    {"{\"fine_range\":{\"higest\":1}}", "R0007", 1, 16, "fine_range.higest",
     "unknown field \"higest\"; did you mean \"highest\"?"},
    {"{\"fine_range\":{lowest:1}}", "R0002", 1, 16, "fine_range", "`lowest` is not a JSON value"},
    {"{\"fine_range\":{\"lowest\":1,}}", "R0001", 1, 27, "fine_range",
     "expected \"lowest\" or \"highest\", found `}`"},
    {"{\"fine_range\":{\"lowest\" 1}}", "R0001", 1, 25, "fine_range", "expected `:`, found a number"},
    {"{\"fine_range\":{\"lowest\":1;}}", "R0001", 1, 26, "fine_range", "expected `,` or `}`, found ;"},
    {"{\"fine_range\":{\"lowest\":\"USD 1\"}}", "R0022", 1, 25, "fine_range.lowest",
     "\"lowest\" must be in EUR, not in USD"},
    /* the id that no rulebook declares */
    {"{\"id\":1.5}", "R0030", 1, 7, "id", "\"id\" must be a text or a whole number of at most 128 bytes"},
    {"{\"id\":[]}", "R0030", 1, 7, "id", "\"id\" must be a text or a whole number of at most 128 bytes"},
    /* columns count characters, and lines are the input's */
    {"{\"note\":\"\xC3\xA9\xF0\x9F\x98\x80\", \"gain\":x}", "R0002", 1, 22, "gain",
     "`x` is not a JSON value"},
    {"{\r\n\r\n\"gain\":x}", "R0002", 3, 8, "gain", "`x` is not a JSON value"},
};

static void check(pipeline *line, const refusal *row) {
    am_record_options options = {.is_extra_ignored = false};
    am_record_error error;

    if (pipeline_read(line, am_slice_of(row->text), options, &error) != AM_RECORD_BAD) {
        fail_msg("not refused: %s", row->text);
    }
    if (strcmp(am_diag_code_of(error.diag), row->code) != 0 || strcmp(error.message, row->message) != 0 ||
        strcmp(error.path, row->path) != 0 || error.line != row->line || error.column != row->column) {
        fail_msg("%s\n  %s %u:%u %s: %s", row->text, am_diag_code_of(error.diag), error.line, error.column,
                 error.path, error.message);
    }
    assert_int_equal(line->batch->rows[0].count, 0);
}

static void names_code_and_place(void **state) {
    (void)state;
    pipeline line;

    pipeline_init(&line, (am_limits){.records = 8, .elements = 16, .text_bytes = 1 << 20});
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        check(&line, &refusals[i]);
    }
    pipeline_clear(&line);
}

/* A record with a text of `length` letters as its note; and more elements than the batch holds, or deep
 * nesting. */
static am_slice grown_record(char *memory, const char *start, const char *part, size_t count,
                             const char *end) {
    size_t length = strlen(start);

    memcpy(memory, start, length);
    for (size_t i = 0; i < count; i++, length += strlen(part)) {
        memcpy(memory + length, part, strlen(part));
    }
    memcpy(memory + length, end, strlen(end));
    return (am_slice){memory, length + strlen(end)};
}

typedef struct growth {
    const char *start;
    const char *part;
    size_t most; /* that is accepted */
    const char *end;
    am_diag diag; /* of one more */
} growth;

static const growth growths[] = {
    {"{\"note\":\"", "a", AM_RECORD_TEXT_MAX, "\"}", AM_DIAG_RECORD_TEXT_TOO_LONG},
    {"{\"note\":\"", "\\u0041", AM_RECORD_TEXT_MAX, "\"}", AM_DIAG_RECORD_TEXT_TOO_LONG},
    {"{\"note\":\"", "\\n", AM_RECORD_TEXT_MAX, "\"}", AM_DIAG_RECORD_TEXT_TOO_LONG},
    {"{\"note\":\"", "\xC3\xA9", AM_RECORD_TEXT_MAX / 2, "\"}", AM_DIAG_RECORD_TEXT_TOO_LONG},
    {"{\"note\":\"", "a\xCC\x81\xCC\xA3.", AM_RECORD_TEXT_MAX / 6, "\"}", AM_DIAG_RECORD_TEXT_TOO_LONG},
    {"{\"note\":\"", "\xF0\x9D\x85\xA0", AM_RECORD_TEXT_MAX / 4, "\"}", AM_DIAG_RECORD_TEXT_TOO_LONG},
    {"{\"id\":\"", "a", AM_ID_BYTES_MAX, "\"}", AM_DIAG_RECORD_BAD_ID},
    {"{\"id\":1", "0", AM_ID_BYTES_MAX - 1, "}", AM_DIAG_RECORD_BAD_ID},
    {"{\"infringements\":[{}", ",{}", 15, "]}", AM_DIAG_RECORD_TOO_LARGE},
    {"{\"extra\":", "[", 254, "", AM_DIAG_JSON_DEPTH},
};

static void limits_lengths(void **state) {
    static char memory[7 * AM_RECORD_TEXT_MAX];
    pipeline line;
    am_record_error error;

    (void)state;
    pipeline_init(&line, (am_limits){.records = 8, .elements = 16, .text_bytes = 1 << 20});
    for (size_t i = 0; i < sizeof growths / sizeof growths[0]; i++) {
        const growth *row = &growths[i];
        am_record_options options = {.is_extra_ignored = row->diag == AM_DIAG_JSON_DEPTH};
        am_slice text = grown_record(memory, row->start, row->part, row->most, row->end);

        pipeline_read(&line, text, options, &error);
        assert_int_equal(error.diag, *row->end == '\0' ? AM_DIAG_JSON_UNEXPECTED : AM_DIAG_NONE);
        text = grown_record(memory, row->start, row->part, row->most + 2, row->end);
        assert_int_equal(pipeline_read(&line, text, options, &error), AM_RECORD_BAD);
        assert_int_equal(error.diag, row->diag);
    }
    pipeline_clear(&line);
}

static void cuts_long_paths_and_messages(void **state) {
    char text[2000];
    pipeline line;
    am_record_error error;
    am_record_options options = {.is_extra_ignored = false};

    (void)state;
    pipeline_init(&line, (am_limits){.records = 8, .elements = 16, .text_bytes = 4096});
    assert_int_equal(
        pipeline_read(&line, grown_record(text, "{\"", "\xC3\xA9", 400, "\":1}"), options, &error),
        AM_RECORD_BAD);
    assert_int_equal(strlen(error.path), 252 + 3);
    assert_string_equal(error.path + 250, "\xC3\xA9...");
    assert_int_equal(strlen(error.message), strlen("unknown field \"\"") + 160);
    pipeline_clear(&line);
}

/* Rows of section R that only the splitter gives. */
static const char *const of_splitter[] = {"R0011", "R0013", "R0014"};
/* Rows that given_test.c and the golden cases of checks show. */
static const char *const of_given[] = {"R0034", "R0035", "R0036", "R0037"};

/* And of CSV: in csv_test.c and csv_splitter_test.c. */
static const char *const of_csv[] = {"R0040", "R0041", "R0042", "R0043", "R0044",
                                     "R0045", "R0046", "R0047", "R0048", "R0049"};

static bool is_reached(const char *code) {
    for (size_t i = 0; i < sizeof of_csv / sizeof of_csv[0]; i++) {
        if (strcmp(of_csv[i], code) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        if (strcmp(refusals[i].code, code) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof growths / sizeof growths[0]; i++) {
        if (strcmp(am_diag_code_of(growths[i].diag), code) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof of_given / sizeof of_given[0]; i++) {
        if (strcmp(of_given[i], code) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof of_splitter / sizeof of_splitter[0]; i++) {
        if (strcmp(of_splitter[i], code) == 0) {
            return true;
        }
    }
    return false;
}

static void reaches_every_row(void **state) {
    (void)state;
    for (unsigned i = 1; i < AM_DIAG_COUNT; i++) {
        const char *code = am_diag_code_of((am_diag)i);

        if (code[0] == 'R' && !is_reached(code)) {
            fail_msg("no test refuses a record with %s", code);
        }
    }
}

typedef struct found_id {
    const char *text;
    const char *id;
    bool is_number;
} found_id;

static void finds_ids(void **state) {
    static const found_id rows[] = {
        {"{\"id\":\"A\",\"x\":1}", "A", false},
        {"{\"gain\":01,\"id\":17}", "17", true},
        {"{\"gain\":\"\\q\",\"firm\":{\"id\":\"no\"},\"id\":\"b\\u00e9\"", "b\xC3\xA9", false},
        {"{\"x\":\"id\",\"note\":1}", "", false},
        {"{\"id\":null}", "", false},
        {"[{\"id\":1}]", "", false},
        {"{\"a\":1,\"id\"", "", false},
        {"{\"id\" \"x\"}", "", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        am_id id;

        am_record_find_id(am_slice_of(rows[i].text), &id);
        assert_int_equal(id.length, strlen(rows[i].id));
        assert_memory_equal(id.text, rows[i].id, id.length);
        assert_true(id.length == 0 || id.is_number == rows[i].is_number);
    }
}

int refusal_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_code_and_place),
        cmocka_unit_test(limits_lengths),
        cmocka_unit_test(cuts_long_paths_and_messages),
        cmocka_unit_test(reaches_every_row),
        cmocka_unit_test(finds_ids),
    };

    return cmocka_run_group_tests_name("refusal", tests, NULL, NULL);
}
