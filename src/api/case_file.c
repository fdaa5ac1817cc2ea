/*
 * Case files: one record a line, each with a member `expect` that is taken out of it.
 *
 * The record keeps its columns, blanks standing where the member stood, so that what is said of it points
 * into the file. A line that is no JSON object becomes a case whose record is the line: the assessor says
 * what is wrong with it.
 */
#include <string.h>

#include "api/cases.h"
#include "record/json.h"
#include "record/record.h"

typedef struct case_reader {
    amerce_cases *cases;
    am_case *one;
    am_buffer buffer;
} case_reader;

/* Where a member stands in its text. */
typedef struct member {
    am_slice name; /* as written */
    const char *start;
    const char *value;
    const char *end;
} member;

/* Reads the member whose name was read last, and the token behind it. */
static bool read_member(am_json *json, member *out) {
    am_json_fault fault;
    out->start = am_json_start(json);
    out->name = json->text;
    if (json->kind != AM_JSON_STRING || am_json_next(json) != AM_JSON_COLON) {
        return false;
    }
    am_json_next(json);
    out->value = am_json_start(json);
    if (!am_json_skip(json, 1, &fault)) {
        return false;
    }
    out->end = json->at;
    am_json_next(json);
    return json->kind == AM_JSON_COMMA || json->kind == AM_JSON_CLOSE_OBJECT;
}

static am_slice decoded(case_reader *reader, am_slice text) {
    char *room = AM_NEW_ARRAY(&reader->cases->arena, char, text.length + 1);
    am_slice said = {room, room == NULL ? 0 : am_json_decode(text, room)};
    return said;
}

static void add_claim(case_reader *reader, const member *expected) {
    am_case *one = reader->one;
    am_claim *claim = am_case_claim(reader->cases, one);
    if (claim == NULL) {
        return;
    }
    claim->path = decoded(reader, expected->name);
    claim->kind = am_case_kind_of(claim->path);
    claim->start = (size_t)(expected->value - one->text.data);
    claim->end = (size_t)(expected->end - one->text.data);
    claim->expected = am_slice_part(one->text, claim->start, claim->end);
    am_buffer_put(&reader->buffer, claim->path);
    am_buffer_put_text(&reader->buffer, " = ");
    am_buffer_put(&reader->buffer, claim->expected);
    claim->words = am_cases_take(reader->cases, &reader->buffer);
}

static void read_expect(case_reader *reader, const member *expect) {
    am_case *one = reader->one;
    am_json json = am_json_of((am_slice){expect->value, (size_t)(expect->end - expect->value)});
    member expected;
    if (am_json_next(&json) != AM_JSON_OPEN_OBJECT) {
        one->problem = AM_SLICE("`expect` is no object of outputs and what is expected of them");
        one->insert_at = 0;
        return;
    }
    one->insert_at = (size_t)(json.at - one->text.data);
    one->has_expect = true;
    if (am_json_next(&json) == AM_JSON_CLOSE_OBJECT) {
        return;
    }
    while (read_member(&json, &expected)) {
        add_claim(reader, &expected);
        if (json.kind == AM_JSON_CLOSE_OBJECT) {
            return;
        }
        am_json_next(&json);
    }
}

/* Blanks take the place of the member and of one comma beside it. */
static void take_out(case_reader *reader, const member *expect, const char *comma_before, bool is_last) {
    am_case *one = reader->one;
    char *record = AM_NEW_ARRAY(&reader->cases->arena, char, one->text.length);
    size_t start =
        (size_t)((is_last && comma_before != NULL ? comma_before : expect->start) - one->text.data);
    size_t end = (size_t)(expect->end - one->text.data);
    if (record == NULL) {
        return;
    }
    memcpy(record, one->text.data, one->text.length);
    while (!is_last && record[end] != ',') {
        end++;
    }
    memset(record + start, ' ', end - start + (is_last ? 0 : 1));
    one->record = (am_slice){record, one->text.length};
}

static void read_object(case_reader *reader) {
    am_case *one = reader->one;
    am_json json = am_json_of(one->text);
    const char *comma = NULL;
    member part;
    if (am_json_next(&json) != AM_JSON_OPEN_OBJECT) {
        return;
    }
    one->insert_at = (size_t)(json.at - one->text.data);
    am_json_next(&json);
    while (read_member(&json, &part)) {
        bool is_last = json.kind == AM_JSON_CLOSE_OBJECT;
        one->has_members = true;
        if (am_slice_is_equal(part.name, AM_SLICE("expect"))) {
            read_expect(reader, &part);
            take_out(reader, &part, comma, is_last);
            return;
        }
        if (is_last) {
            one->insert_at = (size_t)(part.end - one->text.data);
            return;
        }
        comma = am_json_start(&json);
        am_json_next(&json);
    }
}

static void name_case(case_reader *reader) {
    am_case *one = reader->one;
    am_id id = {.line = 0};
    am_record_find_id(one->text, &id);
    if (id.length > 0) {
        am_buffer_put(&reader->buffer, (am_slice){id.text, id.length});
    } else {
        am_buffer_put_text(&reader->buffer, "line ");
        am_buffer_put_unsigned(&reader->buffer, one->line);
    }
    one->name = am_cases_take(reader->cases, &reader->buffer);
}

static bool is_blank(am_slice line) {
    for (size_t i = 0; i < line.length; i++) {
        if (line.data[i] != ' ' && line.data[i] != '\t' && line.data[i] != '\r') {
            return false;
        }
    }
    return true;
}

static void read_line(case_reader *reader, am_slice path, am_slice line, uint32_t number) {
    am_case *one = am_cases_add(reader->cases);
    if (one == NULL) {
        return;
    }
    reader->one = one;
    one->path = path;
    one->line = number;
    one->text = one->record = line;
    read_object(reader);
    name_case(reader);
    if (one->problem.length == 0 && one->claim_count == 0) {
        one->problem = AM_SLICE("the case expects nothing");
    }
}

amerce_status amerce_cases_read(amerce_text path, amerce_text text, const amerce_allocator *allocator,
                                amerce_cases **cases) {
    am_allocator memory = am_api_allocator(allocator);
    case_reader reader = {.cases = am_cases_new(memory)};
    *cases = NULL;
    if (reader.cases == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    am_buffer_init(&reader.buffer, memory);
    am_slice kept_path = am_arena_copy(&reader.cases->arena, am_api_slice(path));
    am_slice rest = am_arena_copy(&reader.cases->arena, am_api_slice(text));
    reader.cases->whole = rest;
    for (uint32_t number = 1; rest.length > 0 && !reader.cases->arena.is_exhausted; number++) {
        const char *end = memchr(rest.data, '\n', rest.length);
        size_t length = end != NULL ? (size_t)(end - rest.data) : rest.length;
        am_slice line = am_slice_part(rest, 0, length);
        if (line.length > 0 && line.data[line.length - 1] == '\r') {
            line.length--;
        }
        if (!is_blank(line)) {
            read_line(&reader, kept_path, line, number);
        }
        rest = am_slice_part(rest, length + 1, rest.length);
    }
    am_buffer_clear(&reader.buffer);
    if (reader.cases->arena.is_exhausted) {
        amerce_cases_free(reader.cases);
        return AMERCE_OUT_OF_MEMORY;
    }
    *cases = reader.cases;
    return AMERCE_OK;
}
