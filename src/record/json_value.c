/*
 * Tokens to values: passing over one, and telling what is wrong with a text.
 *
 * There is no recursion: a bit for each open bracket says whether it is an array's. Nothing is kept of what
 * is read.
 */
#include "record/json.h"

/* The brackets around the token read last. */
typedef struct nest {
    uint64_t arrays[AM_JSON_DEPTH_MAX / 64];
    unsigned depth;
} nest;

am_json am_json_of(am_slice text) {
    return (am_json){.at = text.data, .end = text.data + text.length};
}

const char *am_json_start(const am_json *json) {
    return json->kind == AM_JSON_STRING ? json->text.data - 1 : json->text.data;
}

am_slice am_json_describe(const am_json *json) {
    static const char *const names[] = {
        [AM_JSON_END] = "the end of the record",
        [AM_JSON_OPEN_OBJECT] = "an object",
        [AM_JSON_CLOSE_OBJECT] = "`}`",
        [AM_JSON_OPEN_ARRAY] = "an array",
        [AM_JSON_CLOSE_ARRAY] = "`]`",
        [AM_JSON_COLON] = "`:`",
        [AM_JSON_COMMA] = "`,`",
        [AM_JSON_STRING] = "a text",
        [AM_JSON_NUMBER] = "a number",
        [AM_JSON_TRUE] = "true",
        [AM_JSON_FALSE] = "false",
        [AM_JSON_NULL] = "null",
    };

    if (json->kind != AM_JSON_BAD) {
        return am_slice_of(names[json->kind]);
    }
    if ((unsigned char)json->text.data[0] < 0x20 || json->text.data[0] == 0x7F) {
        return AM_SLICE("a control character");
    }
    return json->text;
}

/* The escape that a control character would be written with. */
static am_slice escape_of(char c) {
    static const char *const escapes[32] = {
        "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007",
        "\\b",     "\\t",     "\\n",     "\\u000B", "\\f",     "\\r",     "\\u000E", "\\u000F",
        "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017",
        "\\u0018", "\\u0019", "\\u001A", "\\u001B", "\\u001C", "\\u001D", "\\u001E", "\\u001F",
    };

    return am_slice_of(escapes[(unsigned char)c & 31]);
}

void am_json_refuse(const am_json *json, const char *expected, am_json_fault *fault) {
    *fault = (am_json_fault){.diag = json->kind == AM_JSON_BAD ? json->diag : AM_DIAG_JSON_UNEXPECTED,
                             .at = am_json_start(json)};
    switch (fault->diag) {
    case AM_DIAG_JSON_UNEXPECTED:
        fault->arguments[0] = am_slice_of(expected);
        fault->arguments[1] = am_json_describe(json);
        break;
    case AM_DIAG_JSON_CONTROL:
        fault->arguments[0] = escape_of(json->text.data[0]);
        break;
    default:
        fault->arguments[0] = json->text;
        break;
    }
}

static bool is_array(const nest *open) {
    return open->arrays[(open->depth - 1) / 64] >> ((open->depth - 1) % 64) & 1;
}

/* Notes the bracket that was read. */
static bool open_bracket(const am_json *json, nest *open, am_json_fault *fault) {
    uint64_t bit = (uint64_t)1 << (open->depth % 64);

    if (open->depth == AM_JSON_DEPTH_MAX) {
        *fault = (am_json_fault){.diag = AM_DIAG_JSON_DEPTH, .at = am_json_start(json)};
        return false;
    }
    if (json->kind == AM_JSON_OPEN_ARRAY) {
        open->arrays[open->depth / 64] |= bit;
    } else {
        open->arrays[open->depth / 64] &= ~bit;
    }
    open->depth++;
    return true;
}

static bool is_closed(const am_json *json, const nest *open) {
    return json->kind == (is_array(open) ? AM_JSON_CLOSE_ARRAY : AM_JSON_CLOSE_OBJECT);
}

/* From the token that should be a member's name to the first of its value; an array's element has no name. */
static bool take_name(am_json *json, const nest *open, am_json_fault *fault) {
    if (is_array(open)) {
        return true;
    }
    if (json->kind != AM_JSON_STRING) {
        am_json_refuse(json, "a name in double quotes", fault);
        return false;
    }
    if (am_json_next(json) != AM_JSON_COLON) {
        am_json_refuse(json, "`:`", fault);
        return false;
    }
    am_json_next(json);
    return true;
}

/* Behind a value: closes brackets until a comma announces another one. False at the end, or when something is
 * wrong. */
static bool close_brackets(am_json *json, nest *open, unsigned depth, am_json_fault *fault) {
    while (open->depth > depth) {
        if (am_json_next(json) == AM_JSON_COMMA) {
            am_json_next(json);
            return true;
        }
        if (!is_closed(json, open)) {
            am_json_refuse(json, is_array(open) ? "`,` or `]`" : "`,` or `}`", fault);
            return false;
        }
        open->depth--;
    }
    return false;
}

bool am_json_skip(am_json *json, unsigned depth, am_json_fault *fault) {
    nest open = {.depth = depth};

    fault->diag = AM_DIAG_NONE;
    for (;;) {
        if (json->kind == AM_JSON_OPEN_OBJECT || json->kind == AM_JSON_OPEN_ARRAY) {
            if (!open_bracket(json, &open, fault)) {
                return false;
            }
            am_json_next(json);
            if (!is_closed(json, &open)) {
                if (!take_name(json, &open, fault)) {
                    return false;
                }
                continue;
            }
            open.depth--;
        } else if (json->kind < AM_JSON_STRING || json->kind > AM_JSON_NULL) {
            am_json_refuse(json, "a value", fault);
            return false;
        }
        if (!close_brackets(json, &open, depth, fault)) {
            return fault->diag == AM_DIAG_NONE;
        }
        if (!take_name(json, &open, fault)) {
            return false;
        }
    }
}

am_diag am_json_check(am_slice text, am_json_fault *fault) {
    am_json json = am_json_of(text);

    am_json_next(&json);
    if (am_json_skip(&json, 0, fault) && am_json_next(&json) != AM_JSON_END) {
        am_json_refuse(&json, "the end of the record", fault);
    }
    return fault->diag;
}
