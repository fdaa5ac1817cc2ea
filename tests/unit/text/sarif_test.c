/*
 * SARIF logs: each has the shape that the schema of SARIF 2.1.0 asks for, as far as its objects are used, and
 * says what the diagnostics say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <string.h>

#include "text/diagnostic.h"

/* Shapes */

typedef enum shape {
    TEXT,
    URI,    /* a reference: no blanks, no backslashes */
    NUMBER, /* from 1 */
    LEVEL,  /* none, note, warning, error */
    VERSION,
    COLUMNS,
    LOG, /* objects from here on */
    RUN,
    TOOL,
    DRIVER,
    RULE,
    MESSAGE,
    RESULT,
    LOCATION,
    PHYSICAL,
    ARTIFACT,
    REGION,
    FIX,
    CHANGE,
    REPLACEMENT,
    CONTENT,
} shape;

/* The members of objects, from the schema. */
static const struct {
    shape of;
    const char *name;
    shape is;
    bool is_array;
    bool is_required;
} members[] = {
    {LOG, "$schema", URI, false, false},
    {LOG, "version", VERSION, false, true},
    {LOG, "runs", RUN, true, true},
    {RUN, "tool", TOOL, false, true},
    {RUN, "columnKind", COLUMNS, false, false},
    {RUN, "results", RESULT, true, false},
    {TOOL, "driver", DRIVER, false, true},
    {DRIVER, "name", TEXT, false, true},
    {DRIVER, "version", TEXT, false, false},
    {DRIVER, "rules", RULE, true, false},
    {RULE, "id", TEXT, false, true},
    {RULE, "name", TEXT, false, false},
    {RULE, "shortDescription", MESSAGE, false, false},
    {RULE, "fullDescription", MESSAGE, false, false},
    {MESSAGE, "text", TEXT, false, true},
    {RESULT, "ruleId", TEXT, false, false},
    {RESULT, "level", LEVEL, false, false},
    {RESULT, "message", MESSAGE, false, true},
    {RESULT, "locations", LOCATION, true, false},
    {RESULT, "relatedLocations", LOCATION, true, false},
    {RESULT, "fixes", FIX, true, false},
    {LOCATION, "physicalLocation", PHYSICAL, false, false},
    {LOCATION, "message", MESSAGE, false, false},
    {PHYSICAL, "artifactLocation", ARTIFACT, false, true},
    {PHYSICAL, "region", REGION, false, false},
    {ARTIFACT, "uri", URI, false, false},
    {REGION, "startLine", NUMBER, false, false},
    {REGION, "startColumn", NUMBER, false, false},
    {REGION, "endLine", NUMBER, false, false},
    {REGION, "endColumn", NUMBER, false, false},
    {FIX, "description", MESSAGE, false, false},
    {FIX, "artifactChanges", CHANGE, true, true},
    {CHANGE, "artifactLocation", ARTIFACT, false, true},
    {CHANGE, "replacements", REPLACEMENT, true, true},
    {REPLACEMENT, "deletedRegion", REGION, false, true},
    {REPLACEMENT, "insertedContent", CONTENT, false, false},
    {CONTENT, "text", TEXT, false, false},
};
enum { MEMBERS = sizeof members / sizeof members[0] };

static const char *check_value(const char *at, shape is);

static const char *skip_blanks(const char *at) {
    while (isspace((unsigned char)*at)) {
        at++;
    }
    return at;
}

static const char *expect(const char *at, char c) {
    at = skip_blanks(at);
    if (*at != c) {
        fail_msg("expected %c at: %.60s", c, at);
    }
    return at + 1;
}

/* The end of a string, behind its quote. */
static const char *check_string(const char *at) {
    at = expect(at, '"');
    while (*at != '"') {
        assert_true((unsigned char)*at >= 0x20);
        if (*at == '\\') {
            at++;
            assert_non_null(strchr("\"\\/bfnrtu", *at));
        }
        at++;
    }
    return at + 1;
}

static const char *check_array(const char *at, shape of) {
    at = skip_blanks(expect(at, '['));
    if (*at == ']') {
        return at + 1;
    }
    for (;;) {
        at = skip_blanks(check_value(at, of));
        if (*at == ']') {
            return at + 1;
        }
        at = expect(at, ',');
    }
}

static size_t find_member(shape of, const char *name, size_t length) {
    for (size_t i = 0; i < MEMBERS; i++) {
        if (members[i].of == of && strlen(members[i].name) == length &&
            memcmp(members[i].name, name, length) == 0) {
            return i;
        }
    }
    fail_msg("the schema has no member %.*s here", (int)length, name);
    return 0;
}

static const char *check_object(const char *at, shape of) {
    bool is_given[MEMBERS] = {false};

    at = expect(at, '{');
    for (bool is_first = true; *(at = skip_blanks(at)) != '}'; is_first = false) {
        const char *name;
        size_t member;

        at = skip_blanks(is_first ? at : expect(at, ','));
        name = at + 1;
        at = check_string(at);
        member = find_member(of, name, (size_t)(at - 1 - name));
        assert_false(is_given[member]);
        is_given[member] = true;
        at = skip_blanks(expect(at, ':'));
        at = members[member].is_array ? check_array(at, members[member].is)
                                      : check_value(at, members[member].is);
    }
    for (size_t i = 0; i < MEMBERS; i++) {
        if (members[i].of == of && members[i].is_required && !is_given[i]) {
            fail_msg("the member %s is missing", members[i].name);
        }
    }
    return at + 1;
}

static bool is_text(const char *start, const char *end, const char *text) {
    return (size_t)(end - start) == strlen(text) && memcmp(start, text, strlen(text)) == 0;
}

static const char *check_value(const char *at, shape is) {
    const char *start = skip_blanks(at);

    if (is >= LOG) {
        return check_object(start, is);
    }
    if (is == NUMBER) {
        assert_true(*start >= '1' && *start <= '9');
        return start + strspn(start, "0123456789");
    }
    at = check_string(start);
    if (is == URI) {
        for (const char *c = start + 1; c < at - 1; c++) {
            assert_true(*c > ' ' && *c != '\\' && (unsigned char)*c < 0x7F);
        }
    } else if (is == LEVEL) {
        assert_true(is_text(start, at, "\"warning\"") || is_text(start, at, "\"error\""));
    } else if (is == VERSION) {
        assert_true(is_text(start, at, "\"2.1.0\""));
    } else if (is == COLUMNS) {
        assert_true(is_text(start, at, "\"unicodeCodePoints\""));
    }
    return at;
}

/* Logs */

typedef struct fixture {
    am_arena arena;
    am_sources sources;
    am_diagnostics diagnostics;
    am_buffer buffer;
} fixture;

static void set_up(fixture *f) {
    am_arena_init(&f->arena, am_allocator_standard(), 0);
    am_sources_init(&f->sources, &f->arena);
    am_diagnostics_init(&f->diagnostics, &f->arena);
    am_buffer_init(&f->buffer, am_allocator_standard());
}

static void print(fixture *f) {
    am_sarif_part parts[2] = {{&f->sources, f->diagnostics.first}, {NULL, NULL}};

    am_sarif_print(&f->buffer, parts, 2, AM_SLICE("1.0"));
    am_buffer_put_char(&f->buffer, '\0');
    assert_false(f->buffer.is_failed);
    assert_string_equal(skip_blanks(check_value(f->buffer.data, LOG)), "");
}

static void tear_down(fixture *f) {
    am_buffer_clear(&f->buffer);
    am_arena_clear(&f->arena);
}

static void nothing_is_a_log(void **state) {
    fixture f;

    (void)state;
    set_up(&f);
    print(&f);
    assert_string_equal(
        f.buffer.data,
        "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
        "\"runs\":[{\"tool\":{\"driver\":{\"name\":\"amerce\",\"version\":\"1.0\",\"rules\":[]}},"
        "\"columnKind\":\"unicodeCodePoints\",\"results\":[]}]}\n");
    tear_down(&f);
}

static void a_result_says_all(void **state) {
    fixture f;
    am_diagnostic *said;

    (void)state;
    set_up(&f);
    am_sources_add(&f.sources, AM_SLICE("a b/\xC3\xA4\\.amerce"), AM_SLICE("x\n\"\\ y\n"));
    said = am_diagnose(&f.diagnostics, AM_DIAG_UNEXPECTED, (am_span){0, 2, 2},
                       AM_ARGUMENTS(AM_SLICE("\"\\\x01\xFF")));
    am_diagnostic_expect(&f.diagnostics, said, AM_SLICE("a name"));
    am_diagnostic_suggest(&f.diagnostics, said, AM_SLICE("\"y\""));
    am_diagnostic_note(&f.diagnostics, said, (am_span){0, 0, 1}, AM_SLICE("first"));
    am_diagnostic_note(&f.diagnostics, said, (am_span){7, 0, 1}, AM_SLICE("nowhere"));
    print(&f);
    assert_non_null(strstr(
        f.buffer.data,
        "{\"ruleId\":\"E0201\",\"level\":\"error\",\"message\":{\"text\":\"`\\\"\\\\\\u0001\\ufffd` cannot "
        "stand here; "
        "expected: a name; write instead: "
        "`\\\"y\\\"`\"},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":"
        "{\"uri\":\"a%20b/%c3%a4%5c.amerce\"},\"region\":{\"startLine\":2,\"startColumn\":1,\"endLine\":2,"
        "\"endColumn\":3}}}],\"relatedLocations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":"
        "\"a%20b/"
        "%c3%a4%5c.amerce\"},\"region\":{\"startLine\":1,\"startColumn\":1,\"endLine\":1,\"endColumn\":2}},"
        "\"message\":{\"text\":\"first\"}}],\"fixes\":[{\"description\":{\"text\":\"write instead\"},"
        "\"artifactChanges\":[{\"artifactLocation\":{\"uri\":\"a%20b/%c3%a4%5c.amerce\"},\"replacements\":[{"
        "\"deletedRegion\":{\"startLine\":2,\"startColumn\":1,\"endLine\":2,\"endColumn\":3},"
        "\"insertedContent\":{\"text\":\"\\\"y\\\"\"}}]}]}]}"));
    tear_down(&f);
}

/* Every code there is makes a log of the right shape, with a rule of its own. */
static void every_code_is_a_rule(void **state) {
    fixture f;
    size_t rules = 0;

    (void)state;
    set_up(&f);
    am_sources_add(&f.sources, AM_SLICE("/a.amerce"), AM_SLICE("x y"));
    for (am_diag diag = AM_DIAG_NONE + 1; diag < AM_DIAG_COUNT; diag++) {
        f.diagnostics.error_count = 0;
        am_diagnose(&f.diagnostics, diag, (am_span){diag % 2, diag % 3, diag % 2},
                    AM_ARGUMENTS(AM_SLICE("a"), AM_SLICE("b"), AM_SLICE("c"), AM_SLICE("d")));
    }
    print(&f);
    for (const char *at = f.buffer.data; (at = strstr(at, "{\"id\":")) != NULL; at++) {
        rules++;
    }
    assert_int_equal(rules, AM_DIAG_COUNT - AM_DIAG_NONE - 1);
    assert_non_null(strstr(f.buffer.data, "\"uri\":\"file:///a.amerce\""));
    assert_null(strstr(f.buffer.data, "{0}"));
    tear_down(&f);
}

int sarif_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_a_log),
        cmocka_unit_test(a_result_says_all),
        cmocka_unit_test(every_code_is_a_rule),
    };

    return cmocka_run_group_tests_name("sarif", tests, NULL, NULL);
}
