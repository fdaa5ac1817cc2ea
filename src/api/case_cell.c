/*
 * Outcomes as the cells of CSV case files say them: values plainly, `yes`, `1.00 to 2.00`, `unknown`,
 * `needs turnover; name`, `error F0103`, `repealed 2020-01-01`.
 *
 * A text that could be taken for one of these stands as JSON, in its quotes.
 */
#include "api/case_value.h"
#include "api/cases.h"
#include "record/csv.h"

static bool is_ambiguous(am_slice text) {
    static const char *const words[] = {"needs ", "error ", "repealed ", "{", "\"", "'"};
    bool is_word = am_slice_is_equal(text, AM_SLICE("unknown")) || text.length == 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        is_word = is_word || am_slice_starts_with(text, am_slice_of(words[i]));
    }
    return is_word;
}

static void put_string(am_buffer *out, am_slice json, const am_json *token) {
    char *room = am_buffer_reserve(out, token->text.length + 1);
    size_t length = room == NULL ? 0 : am_json_decode(token->text, room);
    if (is_ambiguous((am_slice){room, length})) {
        am_buffer_put(out, json);
    } else {
        out->length += length;
    }
}

static void put_member(am_buffer *out, am_slice json) {
    am_json token = am_json_of(json);
    am_json_next(&token);
    am_buffer_put(out, token.text);
}

static void put_needs(am_buffer *out, am_slice list) {
    am_json json = am_json_of(list);
    am_slice text;
    bool is_first = true;
    am_buffer_put_text(out, "needs ");
    while (am_case_next_text(&json, &text)) {
        am_buffer_put_text(out, is_first ? "" : "; ");
        am_buffer_put(out, text);
        is_first = false;
    }
}

static void put_object(am_buffer *out, am_slice json) {
    am_slice part;
    am_slice highest;
    if (am_case_member(json, AM_SLICE("needs"), &part)) {
        put_needs(out, part);
    } else if (am_case_member(json, AM_SLICE("error"), &part)) {
        am_buffer_put_text(out, "error ");
        put_member(out, part);
    } else if (am_case_member(json, AM_SLICE("repealed"), &part)) {
        am_buffer_put_text(out, "repealed ");
        put_member(out, part);
    } else if (am_case_member(json, AM_SLICE("lowest"), &part) &&
               am_case_member(json, AM_SLICE("highest"), &highest)) {
        put_member(out, part);
        am_buffer_put_text(out, " to ");
        put_member(out, highest);
    }
}

void am_case_put_cell(am_buffer *out, am_slice json) {
    am_json token = am_json_of(json);
    am_buffer text;
    am_buffer_init(&text, out->allocator);
    switch (am_json_next(&token)) {
    case AM_JSON_STRING:
        put_string(&text, json, &token);
        break;
    case AM_JSON_OPEN_OBJECT:
        put_object(&text, json);
        break;
    case AM_JSON_TRUE:
    case AM_JSON_FALSE:
        am_buffer_put_text(&text, token.kind == AM_JSON_TRUE ? "yes" : "no");
        break;
    case AM_JSON_NULL:
        am_buffer_put_text(&text, "unknown");
        break;
    default:
        am_buffer_put(&text, token.text);
        break;
    }
    am_csv_put(out, am_buffer_text(&text));
    out->is_failed = out->is_failed || text.is_failed;
    am_buffer_clear(&text);
}
