/*
 * What the records of a batch are called, and finding that in a record that cannot be read.
 */
#include <string.h>

#include "record/json.h"
#include "record/record.h"

struct am_ids {
    am_allocator allocator;
    size_t bytes;
    uint8_t *are_named; /* by row */
    am_id items[];
};

am_ids *am_ids_new(uint32_t rows, am_allocator allocator) {
    size_t bytes = sizeof(am_ids) + (size_t)rows * (sizeof(am_id) + 1);
    am_ids *ids = allocator.resize(allocator.context, NULL, 0, bytes);

    if (ids != NULL) {
        memset(ids, 0, bytes);
        ids->allocator = allocator;
        ids->bytes = bytes;
        ids->are_named = (uint8_t *)&ids->items[rows];
    }
    return ids;
}

void am_ids_free(am_ids *ids) {
    if (ids != NULL) {
        ids->allocator.resize(ids->allocator.context, ids, ids->bytes, 0);
    }
}

am_id *am_ids_name(am_ids *ids, uint32_t row) {
    am_id *id = &ids->items[row];
    if (ids->are_named[row] == 0) {
        ids->are_named[row] = 1;
        id->line = 0;
        id->length = 0;
    }
    return id;
}

const am_id *am_ids_at(const am_ids *ids, uint32_t row) {
    static const am_id none = {0};
    return ids->are_named[row] != 0 ? &ids->items[row] : &none;
}

void am_ids_forget(am_ids *ids, uint32_t row, uint32_t rows) {
    memset(ids->are_named + row, 0, rows);
}

/* Takes the token as the id if it can be one: a text, cut where it is too long, or a number. */
static void take_id(const am_json *json, am_id *id) {
    char decoded[AM_ID_BYTES_MAX * 6];
    am_slice text = json->text;

    if (json->kind != AM_JSON_STRING && json->kind != AM_JSON_NUMBER) {
        return;
    }
    if (json->has_escape && json->kind == AM_JSON_STRING) {
        if (text.length > sizeof decoded) {
            return;
        }
        text = (am_slice){decoded, am_json_decode(text, decoded)};
    }
    if (text.length > AM_ID_BYTES_MAX) {
        text.length = AM_ID_BYTES_MAX;
        while (text.length > 0 && ((unsigned char)text.data[text.length] & 0xC0) == 0x80) {
            text.length--;
        }
    }
    memcpy(id->text, text.data, text.length);
    id->length = (uint8_t)text.length;
    id->is_number = json->kind == AM_JSON_NUMBER;
}

/* Behind a bad part of a string: passes over the rest of it. */
static void leave_string(am_json *json) {
    bool is_escaped = false;

    if (json->diag != AM_DIAG_JSON_ESCAPE && json->diag != AM_DIAG_JSON_SURROGATE &&
        json->diag != AM_DIAG_JSON_CONTROL && json->diag != AM_DIAG_JSON_UTF8) {
        return;
    }
    while (json->at < json->end && *json->at != '\n') {
        char c = *json->at++;

        if (c == '"' && !is_escaped) {
            return;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
}

void am_record_find_id(am_slice text, am_id *id) {
    am_json json = am_json_of(text);
    unsigned depth = 0;

    id->length = 0;
    while (am_json_next(&json) != AM_JSON_END && id->length == 0) {
        bool is_key =
            depth == 1 && json.kind == AM_JSON_STRING && am_slice_is_equal(json.text, AM_SLICE("id"));

        if (is_key && am_json_next(&json) == AM_JSON_COLON) {
            am_json_next(&json);
            take_id(&json, id);
        }
        if (json.kind == AM_JSON_BAD) {
            leave_string(&json);
        }
        depth += json.kind == AM_JSON_OPEN_OBJECT || json.kind == AM_JSON_OPEN_ARRAY;
        depth -= depth > 0 && (json.kind == AM_JSON_CLOSE_OBJECT || json.kind == AM_JSON_CLOSE_ARRAY);
    }
}
