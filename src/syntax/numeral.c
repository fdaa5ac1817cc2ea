/*
 * Guesses what a number or a date written in another convention means.
 *
 * Only for suggestions: nothing here decides what a rulebook says, and where two readings are possible none
 * is offered.
 */
#include "syntax/numeral.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static void put(am_numeral *out, char c) {
    if (out->length < AM_NUMERAL_MAX) {
        out->text[out->length++] = c;
    }
}

static size_t count_of(am_slice text, char c) {
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) {
        count += text.data[i] == c;
    }
    return count;
}

/* Whether every group of digits after the first, up to `end`, has three digits, and the first at most three.
 */
static bool is_grouped(am_slice text, size_t end) {
    size_t digits = 0;
    bool is_first = true;
    for (size_t i = 0; i < end; i++) {
        if (is_digit(text.data[i])) {
            digits++;
            continue;
        }
        if (is_first ? digits > 3 || digits == 0 : digits != 3) {
            return false;
        }
        is_first = false;
        digits = 0;
    }
    return is_first || digits == 3;
}

static size_t last_separator(am_slice text) {
    size_t at = text.length;
    while (at > 0 && text.data[at - 1] != '.' && text.data[at - 1] != ',') {
        at--;
    }
    return at == 0 ? text.length : at - 1;
}

/* Copies the digits; what stands between groups before `point` becomes `_`, what stands at it the decimal
 * point. */
static am_numeral regroup(am_slice text, size_t point) {
    am_numeral out = {.length = 0};
    if (text.length >= AM_NUMERAL_MAX) {
        return out;
    }
    for (size_t i = 0; i < text.length; i++) {
        if (is_digit(text.data[i])) {
            put(&out, text.data[i]);
        } else if (i == point) {
            put(&out, '.');
        } else if (i > 0 && is_digit(text.data[i - 1])) {
            put(&out, '_');
        }
    }
    return out;
}

am_numeral am_numeral_suggest(am_slice text) {
    static const am_numeral none = {.length = 0};
    size_t points = count_of(text, '.');
    size_t commas = count_of(text, ',');
    size_t last = last_separator(text);
    if (points + commas == 0) {
        return regroup(text, text.length);
    }
    if (points > 0 && commas > 0) {
        bool is_decimal = count_of(text, text.data[last]) == 1 && is_grouped(text, last);
        return is_decimal ? regroup(text, last) : none;
    }
    if (is_grouped(text, text.length) && !(points == 1)) {
        return regroup(text, text.length);
    }
    return points + commas == 1 ? regroup(text, last) : none;
}

typedef struct {
    unsigned value;
    size_t digits;
} group;

static bool read_groups(am_slice text, char separator, group groups[3]) {
    size_t index = 0;
    memset(groups, 0, 3 * sizeof(groups[0]));
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == separator) {
            if (++index == 3) {
                return false;
            }
        } else if (!is_digit(text.data[i]) || ++groups[index].digits > 4) {
            return false;
        } else {
            groups[index].value = groups[index].value * 10 + (unsigned)(text.data[i] - '0');
        }
    }
    return index == 2 && groups[0].digits > 0 && groups[1].digits > 0 && groups[2].digits > 0;
}

static void put_date(am_numeral *out, unsigned year, unsigned month, unsigned day) {
    const unsigned parts[8] = {year / 1000, year / 100 % 10, year / 10 % 10, year % 10,
                               month / 10,  month % 10,      day / 10,       day % 10};
    for (size_t i = 0; i < 8; i++) {
        if (i == 4 || i == 6) {
            put(out, '-');
        }
        put(out, (char)('0' + parts[i]));
    }
}

bool am_numeral_is_date(am_slice text, char separator, am_numeral *suggestion) {
    group g[3];
    suggestion->length = 0;
    if (!read_groups(text, separator, g)) {
        return false;
    }
    if (g[0].digits == 4 && g[1].digits <= 2 && g[2].digits <= 2) {
        put_date(suggestion, g[0].value, g[1].value, g[2].value);
        return true;
    }
    if (g[0].digits > 2 || g[1].digits > 2 || g[2].digits != 4) {
        return false;
    }
    if (g[1].value <= 12 && (separator == '.' || g[0].value > 12)) {
        put_date(suggestion, g[2].value, g[1].value, g[0].value);
    } else if (g[0].value <= 12 && g[1].value > 12) {
        put_date(suggestion, g[2].value, g[0].value, g[1].value);
    }
    return true;
}

am_numeral am_numeral_ordinal(am_slice digits) {
    am_numeral out = {.length = 0};
    if (digits.length == 0 || digits.length > AM_NUMERAL_MAX - 2) {
        return out;
    }
    char last = digits.data[digits.length - 1];
    bool is_teen = digits.length > 1 && digits.data[digits.length - 2] == '1';
    const char *ending = is_teen ? "th" : last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th";
    memcpy(out.text, digits.data, digits.length);
    memcpy(out.text + digits.length, ending, 2);
    out.length = digits.length + 2;
    return out;
}
