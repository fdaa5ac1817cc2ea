/*
 * Lexemes that begin with a digit: numbers, percentages, ordinals and dates, and what drafters write for them
 * elsewhere.
 */
#include <string.h>

#include "base/date.h"
#include "base/unicode.h"
#include "syntax/lexer.h"
#include "syntax/numeral.h"

static am_slice slice_of(am_bytes start, am_bytes end) {
    return (am_slice){(const char *)start, (size_t)(end - start)};
}

static am_slice text_of(const am_numeral *numeral) {
    return (am_slice){numeral->text, numeral->length};
}

/* The end of the word that touches the lexeme; lexer->at where none does. */
static am_bytes touching_end(const am_lexer *lexer) {
    am_bytes at = lexer->at;
    for (;;) {
        uint32_t code_point;
        size_t bytes = am_utf8_decode(slice_of(at, lexer->limit), &code_point);
        if (bytes == 0 || !am_unicode_is_name_continue(code_point)) {
            return at;
        }
        at += bytes;
    }
}

static bool is_one_of(am_slice text, const char *const *choices, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (am_slice_is_equal(text, am_slice_of(choices[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_digits(am_slice text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
    }
    return true;
}

/* `2nd`, and `2th`, which is reported. */
static am_token read_ordinal(am_lexer *lexer, am_bytes start, am_slice digits) {
    am_numeral right = am_numeral_ordinal(digits);
    am_slice written = slice_of(start, lexer->at);
    if (right.length > 0 && !am_slice_is_equal(written, text_of(&right))) {
        am_lexer_report(lexer, AM_DIAG_ORDINAL_ENDING, start, written, text_of(&right));
    }
    return am_lexer_token(lexer, start, AM_TOKEN_ORDINAL, 0);
}

static void report_touching(am_lexer *lexer, am_bytes start, am_slice number, am_slice word) {
    static const char *const units[] = {"day", "days", "month", "months", "year", "years"};
    am_numeral suggestion = {.length = 0};
    if (is_one_of(word, units, sizeof(units) / sizeof(units[0])) &&
        number.length + 1 + word.length <= AM_NUMERAL_MAX) {
        memcpy(suggestion.text, number.data, number.length);
        suggestion.text[number.length] = ' ';
        memcpy(suggestion.text + number.length + 1, word.data, word.length);
        suggestion.length = number.length + 1 + word.length;
    }
    am_lexer_report(lexer, AM_DIAG_TOUCHING_NUMBER, start, slice_of(start, lexer->at), text_of(&suggestion));
}

am_token am_lexer_number(am_lexer *lexer, am_bytes start, uint16_t kind) {
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    am_bytes end = lexer->at;
    am_bytes word_end = touching_end(lexer);
    if (word_end == end) {
        return am_lexer_token(lexer, start, kind, 0);
    }
    am_slice number = slice_of(start, end);
    am_slice word = slice_of(end, word_end);
    lexer->at = word_end;
    if (is_one_of(word, endings, 4) && is_digits(number)) {
        return read_ordinal(lexer, start, number);
    }
    report_touching(lexer, start, number, word);
    lexer->at = end;
    return am_lexer_token(lexer, start, kind, 0);
}

am_token am_lexer_odd_number(am_lexer *lexer, am_bytes start) {
    am_numeral suggestion;
    bool is_percent = lexer->at[-1] == '%';
    am_slice number = slice_of(start, lexer->at - is_percent);
    if (am_numeral_is_date(number, '.', &suggestion)) {
        return am_lexer_foreign_date(lexer, start);
    }
    suggestion = am_numeral_suggest(number);
    if (is_percent && suggestion.length > 0 && suggestion.length < AM_NUMERAL_MAX) {
        suggestion.text[suggestion.length++] = '%';
    }
    am_lexer_report(lexer, AM_DIAG_NUMBER_FORM, start, slice_of(start, lexer->at), text_of(&suggestion));
    return am_lexer_token(lexer, start, is_percent ? AM_TOKEN_PERCENT : AM_TOKEN_NUMBER, 0);
}

am_token am_lexer_spaced_percent(am_lexer *lexer, am_bytes start) {
    am_numeral suggestion = {.length = 0};
    size_t digits = 0;
    while (start[digits] != ' ' && start[digits] != '\t') {
        digits++;
    }
    if (digits < AM_NUMERAL_MAX) {
        memcpy(suggestion.text, start, digits);
        suggestion.text[digits] = '%';
        suggestion.length = digits + 1;
    }
    am_lexer_report(lexer, AM_DIAG_PERCENT_BLANK, start, slice_of(start, lexer->at), text_of(&suggestion));
    return am_lexer_token(lexer, start, AM_TOKEN_PERCENT, 0);
}

am_token am_lexer_date(am_lexer *lexer, am_bytes start) {
    am_date date;
    am_slice written = slice_of(start, lexer->at);
    am_bytes word_end = touching_end(lexer);
    if (word_end != lexer->at) {
        lexer->at = word_end;
        am_lexer_report(lexer, AM_DIAG_DATE_FORM, start, slice_of(start, word_end), written);
    } else if (!am_date_parse(written, &date)) {
        am_lexer_report(lexer, AM_DIAG_NO_SUCH_DATE, start, written, (am_slice){NULL, 0});
    }
    return am_lexer_token(lexer, start, AM_TOKEN_DATE, 0);
}

/* Dates with the parts in another order or other signs between them. */
am_token am_lexer_foreign_date(am_lexer *lexer, am_bytes start) {
    am_numeral suggestion = {.length = 0};
    am_slice written = slice_of(start, lexer->at);
    if (!am_numeral_is_date(written, '.', &suggestion) && !am_numeral_is_date(written, '-', &suggestion)) {
        am_numeral_is_date(written, '/', &suggestion);
    }
    am_lexer_report(lexer, AM_DIAG_DATE_FORM, start, written, text_of(&suggestion));
    return am_lexer_token(lexer, start, AM_TOKEN_DATE, 0);
}

am_token am_lexer_dashed(am_lexer *lexer, am_bytes start) {
    am_numeral suggestion;
    am_slice written = slice_of(start, lexer->at);
    if (am_numeral_is_date(written, '-', &suggestion)) {
        return am_lexer_foreign_date(lexer, start);
    }
    suggestion.length = 0;
    for (size_t i = 0; i < written.length && suggestion.length + 3 <= AM_NUMERAL_MAX; i++) {
        if (written.data[i] == '-') {
            suggestion.text[suggestion.length++] = ' ';
            suggestion.text[suggestion.length++] = '-';
            suggestion.text[suggestion.length++] = ' ';
        } else {
            suggestion.text[suggestion.length++] = written.data[i];
        }
    }
    am_slice advice = written.length < AM_NUMERAL_MAX / 3 ? text_of(&suggestion) : (am_slice){NULL, 0};
    am_lexer_report(lexer, AM_DIAG_MINUS_BLANKS, start, written, advice);
    return am_lexer_token(lexer, start, AM_TOKEN_NUMBER, 0);
}
