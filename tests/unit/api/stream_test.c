/*
 * Streams: what comes of records depends neither on how they are spelled or arrive, nor on the ways that are
 * taken inside. An assessor of decimals alone reads and writes one value after another, so it says what is
 * right.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "groups.h"
#include "sample.h"

static const char rulebook_text[] =
    "rulebook test.stream\n"
    "  currency EUR\n"
    "  dated by on\n"
    "tiers Level: low < middling < high\n"
    "choice Kind: \"a\", \"eightchr\", \"nine char\", \"fifteen letters\", \"sixteen letters!\",\n"
    "             \"twenty-two characters.\", \"a name of more than twenty-four\", \"\xC3\xA9t\xC3\xA9\"\n"
    "record Case\n"
    "  id: text\n"
    "  on: date in 1999-01-01 to 2100-12-31\n"
    "  due: date optional\n"
    "  level: Level in middling to high\n"
    "  kind: Kind\n"
    "  turnover: money in from EUR 0\n"
    "  loss: money optional\n"
    "  yen: JPY optional\n"
    "  share: number optional in 0.0001 to 1\n"
    "  plain: number\n"
    "  count_of_all_that_happened_until_then: whole optional\n"
    "  done: yes/no\n"
    "  span: months optional\n"
    "  delay: days optional\n"
    "  note: text optional\n"
    "  firm: Firm\n"
    "  parts: list of Part\n"
    "  more: list of More optional\n"
    "record Firm\n"
    "  name: text optional\n"
    "  staff: whole optional\n"
    "record Part\n"
    "  id: text optional\n"
    "  amount: money\n"
    "  kind: Kind optional\n"
    "record More\n"
    "  size: number\n";

static const char rulebook_rest[] =
    "rule levy for Part: money = 12.5% of amount\n"
    "rule same for Part = Part.kind\n"
    "rule twice for More = size * 2\n"
    "rule tenth = turnover * 0.1\n"
    "rule shown = kind\n"
    "rule again = level\n"
    "rule until = on\n"
    "rule wait = due\n"
    "rule told = note\n"
    "rule paid = loss\n"
    "rule local = yen\n"
    "rule half = plain / 2\n"
    "rule is_done = done\n"
    "rule staff_of = firm.staff\n"
    "rule months_of = span\n"
    "penalty fine\n"
    "  start from 10% of turnover\n"
    "  add sum of its levy over parts\n"
    "  reduce by 50% when done\n"
    "  round half up to EUR 0.01\n"
    "output tenth, shown, again, until, wait, told, paid, local, half, is_done, staff_of, months_of, levy,\n"
    "       same, twice\n";

static amerce_rulebook *compile(void) {
    char text[sizeof rulebook_text + sizeof rulebook_rest];
    amerce_rulebook *rulebook = NULL;
    amerce_diagnostics *diagnostics = NULL;
    gathered told;
    snprintf(text, sizeof text, "%s%s", rulebook_text, rulebook_rest);
    amerce_source source = {amerce_text_of("stream.amerce"), amerce_text_of(text)};
    if (amerce_compile(&source, NULL, &rulebook, &diagnostics) != AMERCE_OK) {
        amerce_diagnostics_write(diagnostics, AMERCE_DIAGNOSTICS_TEXT, gather_into(&told));
        fail_msg("%s", told.data);
    }
    amerce_diagnostics_free(diagnostics);
    return rulebook;
}

static uint32_t next_random(uint32_t *random) {
    *random = *random * 1664525u + 1013904223u;
    return *random >> 16;
}

/* A member and the ways to say it: the first are what records mostly say. */
typedef struct spelling {
    const char *name;
    const char *values[12];
} spelling;

static const spelling members[] = {
    {"id", {"\"C-1\"", "\"a longer name than eight\"", "\"\\u0041\"", "\"\"", "\"\xC3\xA9\"", "7"}},
    {"on",
     {"\"2024-02-29\"", "\"1999-01-01\"", "\"2100-12-31\"", "\"2023-02-29\"", "\"1998-12-31\"",
      "\"2024-13-01\"", "\"2024-00-10\"", "\"2024-1-01\"", "\"2024-01-010\"", "\"2024-0x-01\""}},
    {"due", {"\"0001-01-01\"", "null", "\"9999-12-31\"", "\"0000-01-01\"", "\"2100-02-29\"", "20240101"}},
    {"level", {"\"middling\"", "\"high\"", "\"low\"", "\"hi\\u0067h\"", "\"higher\""}},
    {"kind",
     {"\"a\"", "\"eightchr\"", "\"nine char\"", "\"fifteen letters\"", "\"sixteen letters!\"",
      "\"twenty-two characters.\"", "\"a name of more than twenty-four\"", "\"\xC3\xA9t\xC3\xA9\"", "\"b\"",
      "\"\"", "\"e\xCC\x81t\xC3\xA9\""}},
    {"turnover",
     {"46412.74", "\"0.10\"", "48424544654.27", "1234567", "12345678", "123456789012345", "1234567890123456",
      "\"EUR 12.50\"", "1e5", "12.345", "-1", "007"}},
    {"loss",
     {"1.5", "null", "-0.01", "99999999.99", "-0", "1.", ".5", "\"12", "12345678901234567.89", "\"JPY 5\"",
      "1.230", "-"}},
    {"yen", {"5", "null", "5.5", "123456789012345678", "\"JPY 7\""}},
    {"share", {"0.25", "1", "1.0000", "0.00001", "null", "0", "1.5", "0.1234", "0.12345"}},
    {"plain", {"3", "-2.5", "1234.5678", "12345678.1234", "0.0", "1234567890123.1234", "1.23456789", "null"}},
    {"count_of_all_that_happened_until_then", {"12", "0", "null", "12.0", "3.5", "99999999999999999999"}},
    {"done", {"true", "false", "null", "tru", "falsy", "1"}},
    {"span", {"\"P24M\"", "null", "\"P2Y\"", "\"x\""}},
    {"delay", {"\"P10D\"", "null"}},
    {"note", {"null", "\"plain\"", "\"with \\\"quotes\\\" and \\\\\"", "\"A\xCC\x8A\"", "\"tab\\t\""}},
    {"firm",
     {"{}", "{\"name\":\"X\",\"staff\":5}", "{\"staff\":5, \"name\":\"X\"}", "null",
      "{\"staff\":5,\"staff\":6}", "{\"staff\":}", "[]"}},
    {"parts",
     {"[]", "[{\"amount\":1.25}]", "[{\"id\":\"p\",\"amount\":10,\"kind\":\"a\"},{\"amount\":0.01}]",
      "[ { \"amount\" : 10 } , { \"kind\" : null , \"amount\" : 3 } ]", "null", "[{}]", "[1]",
      "[{\"amount\":1},]", "[{\"amount\":\"x\"}]", "[{\"amount\":1}{\"amount\":1}]"}},
    {"more", {"null", "[]", "[{\"size\":1.5},{\"size\":2}]", "[{\"size\":12345678.123456}]"}},
};
enum { MEMBERS = sizeof members / sizeof members[0] };

static void append(char *out, size_t *length, const char *text) {
    size_t bytes = strlen(text);
    memcpy(out + *length, text, bytes + 1);
    *length += bytes;
}

/* How odd records are, in percent of their members. */
typedef struct oddness {
    unsigned values;
    unsigned blanks;
    unsigned order;
    unsigned damage;
    unsigned lacking;
    unsigned run; /* so many records are written in the same style, then in another; 0: all in the first */
} oddness;

/* What stands around every member of a record, as its writer has it. */
typedef struct style {
    const char *first;
    const char *colon;
    const char *comma;
    const char *last;
    bool is_quoted; /* numbers are */
} style;
static const style styles[] = {{"{", ":", ",", "}", false},          {"{", ": ", ", ", "}", false},
                               {"{ ", " : ", " , ", " }", false},    {"{", ":", ",", "}", true},
                               {"{", ":", ",          ", "}", true}, {"{ ", ":  ", ", ", "}", false}};

static bool is_drawn(uint32_t *random, unsigned percent) {
    return next_random(random) % 100 < percent;
}

static void append_blank(char *out, size_t *length, uint32_t *random, unsigned percent) {
    static const char *const blanks[] = {" ", "  ", "\t", " \n "};
    if (is_drawn(random, percent)) {
        append(out, length, blanks[next_random(random) % 4]);
    }
}

static unsigned values_of(const spelling *member) {
    unsigned count = 0;
    while (count < 12 && member->values[count] != NULL) {
        count++;
    }
    return count;
}

static void append_member(char *out, size_t *length, const spelling *member, uint32_t *random, oddness odd,
                          const style *style) {
    unsigned count = values_of(member);
    unsigned value = is_drawn(random, odd.values) ? next_random(random) % count : next_random(random) % 2;
    append(out, length, "\"");
    append(out, length, is_drawn(random, odd.damage) ? "other" : member->name);
    append(out, length, "\"");
    append_blank(out, length, random, odd.blanks);
    append(out, length, style->colon);
    append_blank(out, length, random, odd.blanks);
    bool is_quoted = style->is_quoted && strchr("-0123456789", member->values[value][0]) != NULL;
    append(out, length, is_quoted ? "\"" : "");
    append(out, length, member->values[value]);
    append(out, length, is_quoted ? "\"" : "");
    append_blank(out, length, random, odd.blanks);
}

static void append_record(char *out, size_t *length, uint32_t *random, oddness odd, const style *style) {
    unsigned order[MEMBERS];
    bool is_first = true;
    for (unsigned i = 0; i < MEMBERS; i++) {
        order[i] = i;
    }
    for (unsigned i = 0; i < MEMBERS; i++) {
        if (is_drawn(random, odd.order)) {
            unsigned other = next_random(random) % MEMBERS;
            unsigned kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }
    append(out, length, style->first);
    for (unsigned i = 0; i < MEMBERS; i++) {
        if (odd.lacking != 0 && is_drawn(random, odd.lacking)) {
            continue;
        }
        if (is_drawn(random, odd.damage)) { /* lacking, or twice */
            order[i] = next_random(random) % MEMBERS;
            continue;
        }
        append(out, length, is_first ? "" : style->comma);
        append_blank(out, length, random, odd.blanks);
        append_member(out, length, &members[order[i]], random, odd, style);
        is_first = false;
    }
    append(out, length, is_drawn(random, odd.damage) ? ",}" : style->last);
    append(out, length, is_drawn(random, odd.blanks) ? "\r\n" : is_drawn(random, odd.damage) ? " x\n" : "\n");
}

/* A member's value as a cell: what a JSON text says as it stands, or in quotes; arrays in quotes, doubled. */
static void append_cell(char *out, size_t *length, const char *value, uint32_t *random, oddness odd) {
    bool is_text = value[0] == '"' && value[strlen(value) - 1] == '"' && strlen(value) > 1;
    bool is_quoted = (value[0] == '[' && value[1] != ']') || is_drawn(random, odd.blanks);
    if (strcmp(value, "null") == 0) {
        return;
    }
    append(out, length, is_quoted ? "\"" : "");
    for (const char *at = value + is_text; *at != '\0' && (!is_text || at[1] != '\0'); at++) {
        char one[3] = {*at, is_quoted && *at == '"' ? '"' : '\0', '\0'};
        append(out, length, one);
    }
    append(out, length, is_quoted ? "\"" : "");
    append(out, length, is_drawn(random, odd.damage) ? " " : "");
}

/* The row of the header, or one below it; the record within the record is two columns. */
static void append_row(char *out, size_t *length, uint32_t *random, oddness odd, bool is_header) {
    static const spelling inside[] = {{"firm.name", {"\"X\"", "null", "\"X, Y\""}},
                                      {"firm.staff", {"5", "null", "x"}}};
    for (unsigned i = 0; i <= MEMBERS; i++) {
        const spelling *member = i == MEMBERS ? &inside[1] : &members[i];
        member = strcmp(member->name, "firm") == 0 ? &inside[0] : member;
        unsigned count = is_drawn(random, odd.values) ? values_of(member) : 2;
        append(out, length, i == 0 ? "" : ",");
        if (is_header) {
            append(out, length, member->name);
        } else {
            append_cell(out, length, member->values[next_random(random) % count], random, odd);
        }
        append(out, length, is_drawn(random, odd.damage) && !is_header ? "," : "");
    }
    append(out, length, is_drawn(random, odd.blanks) ? "\r\n" : "\n");
    append(out, length, is_drawn(random, odd.damage) ? "\n" : "");
}

typedef struct text {
    char *data;
    size_t length;
    size_t capacity;
} text;

static bool gather(void *context, const char *data, size_t length) {
    text *out = context;
    if (out->length + length > out->capacity) {
        out->capacity = 2 * (out->length + length);
        out->data = realloc(out->data, out->capacity);
        assert_non_null(out->data);
    }
    memcpy(out->data + out->length, data, length);
    out->length += length;
    return true;
}

typedef struct input {
    const char *data;
    size_t length;
    size_t piece; /* 0: of changing lengths */
    uint32_t random;
} input;

static bool give(void *context, char *data, size_t room, size_t *length) {
    input *from = context;
    size_t piece = from->piece == 0 ? 1 + next_random(&from->random) % 97 : from->piece;
    *length = piece < room ? piece : room;
    *length = *length < from->length ? *length : from->length;
    memcpy(data, from->data, *length);
    from->data += *length;
    from->length -= *length;
    return true;
}

typedef struct way {
    bool is_wide;
    size_t records; /* a batch */
    size_t helpers;
    size_t piece;
    bool is_csv;
} way;

static void assess(const amerce_rulebook *rulebook, way way, const char *data, size_t length, text *out) {
    amerce_assessor_options options = {
        .size = sizeof options, .is_wide = way.is_wide, .records = (uint32_t)way.records};
    amerce_assessor *assessor;
    amerce_assessor *helpers[3] = {NULL};
    input from = {data, length, way.piece, 5};
    amerce_stream_options stream = {.size = sizeof stream,
                                    .records = way.is_csv ? AMERCE_RECORDS_CSV : AMERCE_RECORDS_JSON,
                                    .helpers = helpers,
                                    .helper_count = way.helpers};
    amerce_summary summary;
    out->length = 0;
    assert_int_equal(amerce_assessor_new(rulebook, &options, &assessor), AMERCE_OK);
    for (size_t i = 0; i < way.helpers; i++) {
        assert_int_equal(amerce_assessor_new(rulebook, &options, &helpers[i]), AMERCE_OK);
    }
    assert_int_equal(
        amerce_assess(assessor, &stream, (amerce_input){give, &from}, (amerce_sink){gather, out}, &summary),
        AMERCE_OK);
    char counts[120];
    int written = snprintf(counts, sizeof counts, "%llu records, %llu refused, %llu faults, %llu needs\n",
                           (unsigned long long)summary.records, (unsigned long long)summary.refused,
                           (unsigned long long)summary.faults, (unsigned long long)summary.needs);
    gather(out, counts, (size_t)written);
    for (size_t i = 0; i < way.helpers; i++) {
        amerce_assessor_free(helpers[i]);
    }
    amerce_assessor_free(assessor);
}

/* Fails at the first line that differs. */
static void assert_same(const text *a, const text *b, const char *what) {
    size_t start = 0;
    for (size_t i = 0; i < a->length && i < b->length; i++) {
        if (a->data[i] != b->data[i]) {
            size_t rest = a->length - start < 600 ? a->length - start : 600;
            size_t other = b->length - start < 600 ? b->length - start : 600;
            fail_msg("%s:\n%.*s\n---\n%.*s", what, (int)rest, a->data + start, (int)other, b->data + start);
        }
        start = a->data[i] == '\n' ? i + 1 : start;
    }
    assert_int_equal(a->length, b->length);
}

enum { RECORD_BYTES = 4096 };

static text make_records(unsigned count, uint32_t seed, oddness odd, bool is_csv) {
    text records = {malloc((size_t)(count + 1) * RECORD_BYTES), 0, (size_t)(count + 1) * RECORD_BYTES};
    assert_non_null(records.data);
    for (unsigned i = 0; i < count + is_csv; i++) {
        if (is_csv) {
            append_row(records.data, &records.length, &seed, odd, i == 0);
        } else {
            unsigned style = odd.run == 0 ? 0 : i / odd.run % (sizeof styles / sizeof *styles);
            append_record(records.data, &records.length, &seed, odd, &styles[style]);
        }
    }
    return records;
}

static void check_ways(const amerce_rulebook *rulebook, unsigned count, uint32_t seed, oddness odd,
                       const way *ways, size_t way_count) {
    text records = make_records(count, seed, odd, ways[0].is_csv);
    text expected = {0};
    text out = {0};
    way right = {.is_wide = true, .records = 64, .piece = 4096, .is_csv = ways[0].is_csv};
    assess(rulebook, right, records.data, records.length, &expected);
    for (size_t i = 0; i < way_count; i++) {
        char what[80];
        snprintf(what, sizeof what, "seed %u, way %zu", (unsigned)seed, i);
        assess(rulebook, ways[i], records.data, records.length, &out);
        assert_same(&expected, &out, what);
    }
    free(records.data);
    free(expected.data);
    free(out.data);
}

static void spelling_does_not_matter(void **state) {
    static const oddness odds[] = {{0},           {.values = 10},       {.blanks = 30},
                                   {.order = 5},  {5, 2, 1, 1, 0, 0},   {60, 5, 5, 2, 0, 0},
                                   {.damage = 3}, {.lacking = 20},      {.run = 9},
                                   {.run = 1},    {5, 0, 2, 1, 10, 13}, {.order = 80, .lacking = 30}};
    static const way ways[] = {{false, 64, 0, 1 << 20, false}, {false, 3, 0, 0, false}};
    static const way csv[] = {{false, 64, 0, 1 << 20, true}, {false, 3, 0, 0, true}};
    amerce_rulebook *rulebook = compile();
    (void)state;
    for (uint32_t seed = 1; seed <= 6; seed++) {
        for (unsigned i = 0; i < sizeof odds / sizeof odds[0]; i++) {
            check_ways(rulebook, 150, seed * 100 + i, odds[i], ways, 2);
            check_ways(rulebook, 150, seed * 100 + i, odds[i], csv, 2);
        }
    }
    amerce_rulebook_free(rulebook);
}

static void threads_do_not_matter(void **state) {
    static const oddness odds[] = {{0}, {.blanks = 1}, {.values = 3, .damage = 1}};
    static const way ways[] = {
        {false, 256, 1, 1 << 16, false}, {false, 256, 3, 0, false}, {true, 256, 2, 1 << 14, false}};
    amerce_rulebook *rulebook = compile();
    (void)state;
    for (unsigned i = 0; i < sizeof odds / sizeof odds[0]; i++) {
        check_ways(rulebook, 4000, 77 + i, odds[i], ways, 3);
    }
    amerce_rulebook_free(rulebook);
}

/* A record that goes over many pieces, and an array: then one thread goes alone from there on. */
static void cuts_that_are_none_are_noticed(void **state) {
    static const way way = {false, 256, 2, 1 << 16, false};
    amerce_rulebook *rulebook = compile();
    text records = make_records(1500, 3, (oddness){0}, false);
    text all = {0};
    text expected = {0};
    text out = {0};
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        all.length = 0;
        gather(&all, records.data, records.length);
        gather(&all, i == 0 ? "[" : "{\"note\":\"", i == 0 ? 1 : 9);
        for (unsigned k = 0; i != 0 && k < 200000; k++) {
            gather(&all, "long ", 5);
        }
        gather(&all, i == 0 ? "\n" : "\"}\n", i == 0 ? 1 : 3);
        for (size_t at = 0; i == 0 && at < records.length; at++) {
            gather(&all, records.data[at] == '\n' ? ",\n" : &records.data[at],
                   records.data[at] == '\n' && at + 1 < records.length ? 2 : 1);
        }
        gather(&all, i == 0 ? "]\n" : i == 1 ? "\"\n" : "\n", i == 2 ? 1 : 2);
        gather(&all, records.data, records.length);
        assess(rulebook, (struct way){true, 64, 0, 4096, false}, all.data, all.length, &expected);
        assess(rulebook, way, all.data, all.length, &out);
        assert_same(&expected, &out, "cuts");
    }
    free(records.data);
    free(all.data);
    free(expected.data);
    free(out.data);
    amerce_rulebook_free(rulebook);
}

int stream_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spelling_does_not_matter),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(cuts_that_are_none_are_noticed),
    };
    return cmocka_run_group_tests_name("streams", tests, NULL, NULL);
}
