/*
 * The texts of JSON strings: escapes decoded when read, and put in where they must be when written.
 *
 * Written in the shortest form: only the quote, the backslash and controls are escaped, and all else stands
 * as it is.
 */
#include <string.h>

#include "base/unicode.h"
#include "record/json.h"

static uint32_t hex_digit(char c) {
    return (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

static uint32_t hex_unit(const char *digits) {
    return hex_digit(digits[0]) << 12 | hex_digit(digits[1]) << 8 | hex_digit(digits[2]) << 4 |
           hex_digit(digits[3]);
}

/* The character of an escape, and how many bytes it was written in. The tokenizer has seen that it is whole.
 */
static size_t decode_escape(const char *at, uint32_t *point) {
    static const char letters[] = "bfnrt";
    static const char controls[] = "\b\f\n\r\t";
    const char *letter;

    if (at[1] != 'u') {
        letter = strchr(letters, at[1]);
        *point = (unsigned char)(letter == NULL ? at[1] : controls[letter - letters]);
        return 2;
    }
    *point = hex_unit(at + 2);
    if (*point < 0xD800 || *point > 0xDFFF) {
        return 6;
    }
    *point = 0x10000 + ((*point & 0x3FF) << 10 | (hex_unit(at + 8) & 0x3FF));
    return 12;
}

size_t am_json_decode(am_slice text, char *out) {
    const char *at = text.data;
    const char *const end = text.data + text.length;
    char *place = out;
    uint32_t point;

    while (at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at));
        size_t plain = (size_t)((escape == NULL ? end : escape) - at);

        memcpy(place, at, plain);
        place += plain;
        at += plain;
        if (escape != NULL) {
            at += decode_escape(at, &point);
            place += am_utf8_encode(point, place);
        }
    }
    return (size_t)(place - out);
}

static void put_escape(am_buffer *buffer, unsigned char c) {
    static const char letters[] = "btn?fr";

    am_buffer_put_char(buffer, '\\');
    if (c == '"' || c == '\\') {
        am_buffer_put_char(buffer, (char)c);
    } else if (c >= '\b' && c <= '\r' && c != '\v') {
        am_buffer_put_char(buffer, letters[c - '\b']);
    } else {
        am_buffer_put_char(buffer, 'u');
        am_buffer_put_hex(buffer, c, 4);
    }
}

void am_json_put(am_buffer *buffer, am_slice text) {
    const char *start = text.data;
    const char *const end = text.length == 0 ? start : start + text.length;

    if (am_json_pass_plain(start, end) == end) {
        char *room = am_buffer_reserve(buffer, text.length + 2);
        if (room != NULL) {
            room[0] = '"';
            memcpy(room + 1, text.length == 0 ? "" : start, text.length);
            room[text.length + 1] = '"';
            buffer->length += text.length + 2;
        }
        return;
    }
    am_buffer_put_char(buffer, '"');
    for (const char *at = start; (at = am_json_pass_plain(at, end)) < end; at++) {
        if ((unsigned char)*at < 0x80) {
            am_buffer_put(buffer, (am_slice){start, (size_t)(at - start)});
            put_escape(buffer, (unsigned char)*at);
            start = at + 1;
        }
    }
    am_buffer_put(buffer, (am_slice){start, (size_t)(end - start)});
    am_buffer_put_char(buffer, '"');
}
