/*
 * Takes tokens' texts out of the source.
 *
 * Tokens that were reported as wrong come here too: a number loses whatever is neither a digit nor its first
 * point, so that what follows can take every text of a NUMBER for a number.
 */
#include "syntax/literal.h"

#include <string.h>

#include "base/unicode.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static size_t digit_count(am_slice text) {
    size_t count = 0;
    while (count < text.length && is_digit(text.data[count])) {
        count++;
    }
    return count;
}

/* Digits and one point; the rest is left out. */
static am_slice number_of(am_arena *arena, am_slice text) {
    size_t whole = digit_count(text);
    bool has_point = whole < text.length && text.data[whole] == '.';
    size_t plain = has_point ? whole + 1 + digit_count(am_slice_part(text, whole + 1, text.length)) : whole;
    if (plain == text.length) {
        return text;
    }
    char *copy = am_arena_take(arena, text.length, 1);
    if (copy == NULL) {
        return (am_slice){NULL, 0};
    }
    size_t length = 0;
    has_point = false;
    for (size_t i = 0; i < text.length; i++) {
        bool is_point = text.data[i] == '.' && !has_point;
        if (is_digit(text.data[i]) || is_point) {
            copy[length++] = text.data[i];
            has_point = has_point || is_point;
        }
    }
    return (am_slice){copy, length};
}

static am_slice unescaped(am_arena *arena, am_slice text) {
    if (text.length == 0 || memchr(text.data, '\\', text.length) == NULL) {
        return text;
    }
    char *copy = am_arena_take(arena, text.length, 1);
    if (copy == NULL) {
        return (am_slice){NULL, 0};
    }
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        bool is_escape = text.data[i] == '\\' && i + 1 < text.length;
        copy[length++] = text.data[is_escape ? ++i : i];
    }
    return (am_slice){copy, length};
}

static am_slice in_nfc(am_arena *arena, am_slice text) {
    bool is_readable = am_utf8_valid_length(text) == text.length;
    return is_readable ? am_unicode_nfc(arena, text) : text;
}

/* Without the marks around it, whichever they are; the closing one may be missing. */
static am_slice unquoted(am_slice text) {
    if (text.length == 0 || (text.data[0] != '"' && text.data[0] != '\'')) {
        return text;
    }
    bool is_closed = text.length > 1 && text.data[text.length - 1] == text.data[0];
    return am_slice_part(text, 1, text.length - is_closed);
}

am_slice am_literal_text(am_arena *arena, am_slice source, am_token token) {
    am_slice text = am_slice_part(source, token.start, (size_t)token.start + token.length);
    switch (token.kind) {
    case AM_TOKEN_NUMBER:
    case AM_TOKEN_PERCENT:
        return number_of(arena, text);
    case AM_TOKEN_PERIOD:
        return number_of(arena, am_slice_part(text, 0, strcspn(text.data, " \t")));
    case AM_TOKEN_ORDINAL:
        return am_slice_part(text, 0, digit_count(text));
    case AM_TOKEN_TEXT:
        return in_nfc(arena, unescaped(arena, unquoted(text)));
    case AM_TOKEN_DATE:
        return text;
    default:
        return in_nfc(arena, text);
    }
}

void am_literal_money(am_arena *arena, am_slice source, am_token token, am_slice *currency,
                      am_slice *amount) {
    am_slice text = am_slice_part(source, token.start, (size_t)token.start + token.length);
    size_t letters = 0;
    while (letters < text.length && text.data[letters] >= 'A' && text.data[letters] <= 'Z') {
        letters++;
    }
    size_t first = letters;
    while (first < text.length && !is_digit(text.data[first])) {
        first++;
    }
    *currency = am_slice_part(text, 0, letters);
    *amount = number_of(arena, am_slice_part(text, first, text.length));
}
