/*
 * JSON in the form of results read back, and compared with what registers hold.
 */
#include "api/case_value.h"

#include <string.h>

static bool read_decimal(const am_program *program, am_case_sort sort, const am_json *json, am_decimal *out) {
    am_slice text = json->text;
    if (json->kind != AM_JSON_NUMBER && json->kind != AM_JSON_STRING) {
        return false;
    }
    if (sort.kind == AM_KIND_MONEY && sort.unit != AM_NO_INDEX) {
        am_slice code = program->units[sort.unit].code;
        bool has_code =
            am_slice_starts_with(text, code) && text.length > code.length && text.data[code.length] == ' ';
        text = has_code ? am_slice_part(text, code.length + 1, text.length) : text;
    }
    return am_json_is_number(text) && am_decimal_parse(text, out) == AM_ARITH_EXACT;
}

static bool find_code(const am_program *program, uint16_t scale, am_slice text, int32_t *out) {
    const am_scale *values = &program->scales[scale];
    for (uint32_t i = 0; i < values->value_count; i++) {
        if (am_slice_is_equal(values->values[i], text)) {
            *out = (int32_t)i;
            return true;
        }
    }
    return false;
}

bool am_case_scalar_read(const am_program *program, am_case_sort sort, am_slice json, am_case_scalar *out) {
    am_json token = am_json_of(json);
    am_json_kind kind = am_json_next(&token);
    bool is_text = kind == AM_JSON_STRING;
    *out = (am_case_scalar){.text = token.text};
    switch (sort.kind) {
    case AM_KIND_NUMBER:
    case AM_KIND_WHOLE:
    case AM_KIND_MONEY:
        return read_decimal(program, sort, &token, &out->scalar.decimal);
    case AM_KIND_YESNO:
        out->scalar.integer = kind == AM_JSON_TRUE;
        return kind == AM_JSON_TRUE || kind == AM_JSON_FALSE;
    case AM_KIND_DATE:
        return is_text && am_date_parse(token.text, &out->scalar.integer);
    case AM_KIND_MONTHS:
    case AM_KIND_DAYS:
        return is_text && am_scalar_parse_period(token.text, sort.kind, &out->scalar.integer);
    case AM_KIND_CODE:
        return is_text && find_code(program, sort.scale, token.text, &out->scalar.integer);
    case AM_KIND_TEXT:
        return is_text;
    }
    return false;
}

am_case_scalar am_case_scalar_of(const amerce_assessor *assessor, am_case_sort sort, uint16_t column,
                                 uint32_t row) {
    am_case_scalar value = {.text = {NULL, 0}};
    if (am_kind_type(sort.kind) == AM_VALUE_DECIMAL) {
        value.scalar.decimal = am_batch_decimal(assessor->batch, column, row);
    } else if (sort.kind == AM_KIND_TEXT) {
        value.text = am_batch_text(assessor->batch, column, row);
    } else {
        value.scalar.integer = am_batch_integer(assessor->batch, column, row);
    }
    return value;
}

/* How many bytes an escape has: `\\n`, a unit, or two units for a character beyond U+FFFF. */
static size_t escape_length(am_slice token, size_t at) {
    bool is_unit = token.data[at + 1] == 'u';
    bool is_pair =
        is_unit && (token.data[at + 2] | 0x20) == 'd' && memchr("89abAB", token.data[at + 3], 6) != NULL;
    return is_pair ? 12 : is_unit ? 6 : 2;
}

/* Whether the token of a JSON string says the text. */
static bool says(am_slice token, am_slice text) {
    size_t said = 0;
    for (size_t at = 0; at < token.length;) {
        bool is_escape = token.data[at] == '\\';
        size_t length = is_escape ? escape_length(token, at) : 1;
        char decoded[12];
        size_t width = am_json_decode(am_slice_part(token, at, at + length), decoded);
        if (width > text.length - said || memcmp(text.data + said, decoded, width) != 0) {
            return false;
        }
        said += width;
        at += length;
    }
    return said == text.length;
}

bool am_case_says(am_slice json, am_slice text) {
    am_json token = am_json_of(json);
    return am_json_next(&token) == AM_JSON_STRING && says(token.text, text);
}

int am_case_scalar_compare(am_case_sort sort, const am_case_scalar *a, const am_case_scalar *b) {
    if (sort.kind == AM_KIND_TEXT) {
        return says(b->text, a->text) ? 0 : 1;
    }
    return am_scalar_compare(am_kind_type(sort.kind), &a->scalar, &b->scalar);
}

bool am_case_member(am_slice json, am_slice name, am_slice *value) {
    am_json token = am_json_of(json);
    am_json_fault fault;
    if (am_json_next(&token) != AM_JSON_OPEN_OBJECT) {
        return false;
    }
    while (am_json_next(&token) == AM_JSON_STRING) {
        bool is_wanted = am_slice_is_equal(token.text, name);
        if (am_json_next(&token) != AM_JSON_COLON) {
            return false;
        }
        am_json_next(&token);
        const char *start = am_json_start(&token);
        if (!am_json_skip(&token, 1, &fault)) {
            return false;
        }
        *value = (am_slice){start, (size_t)(token.at - start)};
        if (is_wanted || am_json_next(&token) != AM_JSON_COMMA) {
            return is_wanted;
        }
    }
    return false;
}

bool am_case_next_text(am_json *json, am_slice *text) {
    while (am_json_next(json) == AM_JSON_OPEN_ARRAY || json->kind == AM_JSON_COMMA) {
    }
    *text = json->text;
    return json->kind == AM_JSON_STRING;
}

/* Whether each text of `a` is in `b`. */
static bool is_within(am_slice a, am_slice b) {
    am_json outer = am_json_of(a);
    am_slice wanted;
    while (am_case_next_text(&outer, &wanted)) {
        am_json inner = am_json_of(b);
        am_slice text;
        bool is_found = false;
        while (!is_found && am_case_next_text(&inner, &text)) {
            is_found = am_slice_is_equal(text, wanted);
        }
        if (!is_found) {
            return false;
        }
    }
    return true;
}

bool am_case_is_same_texts(am_slice a, am_slice b) {
    return is_within(a, b) && is_within(b, a);
}
