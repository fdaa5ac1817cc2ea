/*
 * The lexemes that need more than a pattern: lines, table rows, comments, quotation lines, texts and words,
 * and the signs that other notations have.
 *
 * A wrong lexeme is reported once and read as what was meant; the token is marked suspect, so that the parser
 * does not speak of the same place again.
 */
#include "syntax/lexer.h"

#include <string.h>

#include "base/unicode.h"
#include "syntax/tree.h"

void am_lexer_init(am_lexer *lexer, const am_source *source, uint16_t number, am_diagnostics *diagnostics,
                   am_trivia *trivia) {
    am_bytes text = (am_bytes)source->text.data;
    *lexer = (am_lexer){
        .text = text,
        .at = text,
        .limit = text + source->text.length,
        .line = text,
        .diagnostics = diagnostics,
        .trivia = trivia,
        .source = number,
        .is_line_empty = true,
    };
}

static uint32_t offset(const am_lexer *lexer, am_bytes at) {
    return (uint32_t)(at - lexer->text);
}

static am_slice slice_of(am_bytes start, am_bytes end) {
    return (am_slice){(const char *)start, (size_t)(end - start)};
}

static am_slice lexeme(const am_lexer *lexer, am_bytes start) {
    return slice_of(start, lexer->at);
}

/* So much of a lexeme as a message can bear. */
static am_slice shortened(am_slice text) {
    size_t end = 60;
    if (text.length <= end) {
        return text;
    }
    while (end > 0 && ((unsigned char)text.data[end] & 0xC0) == 0x80) {
        end--;
    }
    return am_slice_part(text, 0, end);
}

static am_diagnostic *report_two(am_lexer *lexer, am_diag diag, am_bytes start, am_slice about,
                                 am_slice hint) {
    am_span span = {lexer->source, offset(lexer, start), offset(lexer, lexer->at) - offset(lexer, start)};
    lexer->is_faulty = true;
    lexer->is_line_faulty = true;
    return am_diagnose(lexer->diagnostics, diag, span, AM_ARGUMENTS(shortened(about), hint));
}

void am_lexer_report(am_lexer *lexer, am_diag diag, am_bytes start, am_slice about, am_slice suggestion) {
    am_diagnostic *diagnostic = report_two(lexer, diag, start, about, (am_slice){NULL, 0});
    if (suggestion.length > 0) {
        am_diagnostic_suggest(lexer->diagnostics, diagnostic, suggestion);
    }
}

am_token am_lexer_token(am_lexer *lexer, am_bytes start, uint16_t kind, uint8_t op) {
    am_token token = {.start = offset(lexer, start), .kind = kind, .op = op};
    token.length = offset(lexer, lexer->at) - token.start;
    if (lexer->is_line_empty) {
        token.flags |= AM_TOKEN_IS_FIRST;
    }
    if (lexer->is_faulty || lexer->is_line_faulty) {
        token.flags |= AM_TOKEN_IS_SUSPECT;
    }
    if (lexer->is_after_quote) {
        token.flags |= AM_TOKEN_IS_QUOTED;
    }
    lexer->is_line_empty = false;
    lexer->is_faulty = false;
    lexer->is_after_quote = false;
    if (kind != AM_TOKEN_COMMA) {
        lexer->before = token.start + token.length;
    }
    return token;
}

/* Lines and rows */

void am_lexer_line(am_lexer *lexer) {
    lexer->line = lexer->at;
    lexer->is_line_empty = true;
    lexer->is_line_faulty = false;
}

/* At a line's end, or the text's: closes the row that should have been closed. */
bool am_lexer_close_row(am_lexer *lexer, am_token *out) {
    bool is_open = lexer->is_in_row;
    if (is_open) {
        am_bytes end = lexer->text + lexer->before;
        am_bytes resume = lexer->at;
        lexer->at = end;
        am_lexer_report(lexer, AM_DIAG_UNCLOSED_ROW, end, AM_SLICE("|"), (am_slice){NULL, 0});
        *out = am_lexer_token(lexer, end, AM_TOKEN_ROW_END, 0);
        lexer->at = resume;
        lexer->is_in_row = false;
    }
    if (lexer->at > lexer->text && lexer->at[-1] == '\n') {
        am_lexer_line(lexer);
    }
    return is_open;
}

static bool is_blank(unsigned char c) {
    return c == ' ' || c == '\t';
}

static bool is_line_end(const am_lexer *lexer, am_bytes at) {
    return at == lexer->limit || *at == '\n' || (*at == '\r' && (at + 1 == lexer->limit || at[1] == '\n'));
}

/* Whether nothing but a comment follows on the line. */
static bool is_last_on_line(const am_lexer *lexer) {
    am_bytes at = lexer->at;
    while (is_blank(*at)) {
        at++;
    }
    bool is_comment = at > lexer->at && at[0] == '-' && at[1] == '-';
    return is_comment || is_line_end(lexer, at);
}

bool am_lexer_bar(am_lexer *lexer, am_bytes start, am_token *out) {
    bool is_double = lexer->at - start == 2;
    if (lexer->is_line_empty) {
        lexer->is_in_row = true;
        *out = am_lexer_token(lexer, start, AM_TOKEN_ROW_START, 0);
        return true;
    }
    if (!lexer->is_in_row) {
        if (is_double) {
            return am_lexer_foreign(lexer, start, out);
        }
        am_lexer_report(lexer, AM_DIAG_STRAY_BAR, start, AM_SLICE("|"), (am_slice){NULL, 0});
        return false;
    }
    bool is_end = !is_double && is_last_on_line(lexer);
    *out = am_lexer_token(lexer, start,
                          is_double ? AM_TOKEN_BARBAR
                          : is_end  ? AM_TOKEN_ROW_END
                                    : AM_TOKEN_BAR,
                          0);
    lexer->is_in_row = !is_end;
    return true;
}

/* Comments and quotation lines */

static void skip_line(am_lexer *lexer) {
    am_bytes end = memchr(lexer->at, '\n', (size_t)(lexer->limit - lexer->at));
    lexer->at = end == NULL ? lexer->limit : end;
    if (lexer->at > lexer->text && lexer->at[-1] == '\r') {
        lexer->at--;
    }
}

static void keep_comment(am_lexer *lexer, am_bytes start) {
    skip_line(lexer);
    am_bytes end = lexer->at;
    while (end > start && is_blank(end[-1])) {
        end--;
    }
    am_comment comment = {
        .start = offset(lexer, start),
        .length = offset(lexer, end) - offset(lexer, start),
        .line_start = offset(lexer, lexer->line),
        .before = lexer->before,
        .is_line_comment = lexer->is_line_empty,
    };
    am_trivia_add_comment(lexer->trivia, comment);
}

bool am_lexer_dashes(am_lexer *lexer, am_bytes start, am_token *out) {
    (void)out;
    bool is_after_blank = start == lexer->line || is_blank(start[-1]);
    bool is_before_blank = is_blank(*lexer->at) || is_line_end(lexer, lexer->at);
    if (is_after_blank && is_before_blank && lexer->at - start == 2) {
        keep_comment(lexer, start);
        return false;
    }
    am_lexer_report(lexer, AM_DIAG_COMMENT_BLANKS, start, lexeme(lexer, start), (am_slice){NULL, 0});
    if (is_after_blank) {
        keep_comment(lexer, start);
    }
    return false;
}

void am_lexer_skip_foreign_comment(am_lexer *lexer, am_bytes start) {
    report_two(lexer, AM_DIAG_FOREIGN_SIGN, start, lexeme(lexer, start),
               AM_SLICE("`--` and a blank to begin a comment"));
    keep_comment(lexer, start);
}

bool am_lexer_greater(am_lexer *lexer, am_bytes start, uint8_t op, am_token *out) {
    if (lexer->is_line_empty && start == lexer->line) {
        skip_line(lexer);
        am_trivia_add_quote(lexer->trivia, offset(lexer, start),
                            offset(lexer, lexer->at) - offset(lexer, start));
        lexer->is_after_quote = true;
        return false;
    }
    if (lexer->is_line_empty) {
        am_lexer_report(lexer, AM_DIAG_LINE_BEGINS_GREATER, start, lexeme(lexer, start), (am_slice){NULL, 0});
    }
    *out = am_lexer_token(lexer, start, AM_TOKEN_RELATION, op);
    return true;
}

/* Words and texts */

static bool is_ascii_name(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The end of the name that goes on at `at`. */
static am_bytes name_end(const am_lexer *lexer, am_bytes at) {
    for (;;) {
        uint32_t code_point;
        if (is_ascii_name(*at)) {
            at++;
            continue;
        }
        size_t bytes = *at < 0x80 ? 0 : am_utf8_decode(slice_of(at, lexer->limit), &code_point);
        if (bytes == 0 || !am_unicode_is_name_continue(code_point)) {
            return at;
        }
        at += bytes;
    }
}

am_token am_lexer_word(am_lexer *lexer, am_bytes start) {
    lexer->at = name_end(lexer, lexer->at);
    return am_lexer_token(lexer, start, AM_TOKEN_NAME, 0);
}

am_token am_lexer_text(am_lexer *lexer, am_bytes start) {
    am_bytes end = lexer->at;
    for (am_bytes at = start + 1; at < end - 1; at++) {
        if (*at != '\\') {
            continue;
        }
        if (at[1] != '"' && at[1] != '\\') {
            lexer->at = at + 2;
            while (lexer->at < end && (*lexer->at & 0xC0) == 0x80) {
                lexer->at++;
            }
            am_lexer_report(lexer, AM_DIAG_UNKNOWN_ESCAPE, at, lexeme(lexer, at), (am_slice){NULL, 0});
        }
        at++;
    }
    lexer->at = end;
    return am_lexer_token(lexer, start, AM_TOKEN_TEXT, 0);
}

am_token am_lexer_unclosed_text(am_lexer *lexer, am_bytes start) {
    am_bytes end = lexer->at;
    lexer->at = start + 1;
    am_lexer_report(lexer, AM_DIAG_UNCLOSED_TEXT, start, (am_slice){NULL, 0}, (am_slice){NULL, 0});
    lexer->at = end;
    return am_lexer_token(lexer, start, AM_TOKEN_TEXT, 0);
}

/* Signs of other notations */

typedef struct {
    const char *sign;
    const char *advice;
    const char *suggestion;
    uint16_t kind; /* what it is read as; 0: as nothing */
    uint8_t op;
} foreign_sign;

static const foreign_sign foreign_signs[] = {
    {"==", "`=`", "=", AM_TOKEN_EQUALS, 0},
    {"<>", "`!=`", "!=", AM_TOKEN_RELATION, AM_OPERATOR_UNEQUAL},
    {"=<", "`<=`", "<=", AM_TOKEN_RELATION, AM_OPERATOR_LESS_EQUAL},
    {"=>", "`>=`", ">=", AM_TOKEN_RELATION, AM_OPERATOR_GREATER_EQUAL},
    {":=", "`=`", "=", AM_TOKEN_EQUALS, 0},
    {"&&", "`and`", "and", AM_TOKEN_AND, 0},
    {"||", "`or`", "or", AM_TOKEN_OR, 0},
    {"!", "`not`", "not", AM_TOKEN_NOT, 0},
    {"**", "`^`", "^", AM_TOKEN_CARET, 0},
    {"\xE2\x88\x92", "`-`", "-", AM_TOKEN_MINUS, 0}, /* minus sign */
    {"\xE2\x80\x93", "`-`", "-", AM_TOKEN_MINUS, 0}, /* en dash */
    {"\xE2\x80\x94", "`-`", "-", AM_TOKEN_MINUS, 0}, /* em dash */
    {"\xE2\x82\xAC", "the currency's code, as in `EUR 5_000`", "EUR", 0, 0},
    {"\xC2\xA3", "the currency's code, as in `GBP 5_000`", "GBP", 0, 0},
    {"\xC2\xA5", "the currency's code, as in `JPY 5_000`", "", 0, 0},
    {"$", "the currency's code, as in `USD 5_000`", "", 0, 0},
    {"\xC2\xA0", "an ordinary blank", " ", 0, 0},     /* no-break space */
    {"\xE2\x80\xAF", "an ordinary blank", " ", 0, 0}, /* narrow no-break space */
};

static bool starts_with(const am_lexer *lexer, am_bytes start, const char *sign) {
    return am_slice_starts_with(slice_of(start, lexer->limit), am_slice_of(sign));
}

bool am_lexer_foreign(am_lexer *lexer, am_bytes start, am_token *out) {
    if (*start == '\'') {
        report_two(lexer, AM_DIAG_FOREIGN_SIGN, start, AM_SLICE("'"),
                   AM_SLICE("a text between `\"` and `\"`"));
        *out = am_lexer_token(lexer, start, AM_TOKEN_TEXT, 0);
        return true;
    }
    for (size_t i = 0; i < sizeof(foreign_signs) / sizeof(foreign_signs[0]); i++) {
        const foreign_sign *row = &foreign_signs[i];
        if (!starts_with(lexer, start, row->sign)) {
            continue;
        }
        lexer->at = start + strlen(row->sign);
        am_diagnostic *diagnostic =
            report_two(lexer, AM_DIAG_FOREIGN_SIGN, start, am_slice_of(row->sign), am_slice_of(row->advice));
        if (row->suggestion[0] != '\0') {
            am_diagnostic_suggest(lexer->diagnostics, diagnostic, am_slice_of(row->suggestion));
        }
        if (row->kind != 0) {
            *out = am_lexer_token(lexer, start, row->kind, row->op);
        }
        return row->kind != 0;
    }
    if (*start == '}' && lexer->open_braces > 0) {
        lexer->open_braces--;
        lexer->is_faulty = true;
        lexer->is_line_faulty = true;
        return false;
    }
    lexer->open_braces += *start == '{';
    am_lexer_report(lexer, AM_DIAG_UNKNOWN_CHARACTER, start, lexeme(lexer, start), (am_slice){NULL, 0});
    return false;
}

/* A text between typographic quotation marks: up to the closing one, or the line's end. */
static bool read_quoted(am_lexer *lexer, am_bytes start, am_token *out) {
    static const char *const marks[] = {"\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", "\xC2\xAB",
                                        "\xC2\xBB"};
    bool is_mark = false;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        is_mark = is_mark || starts_with(lexer, start, marks[i]);
    }
    if (!is_mark) {
        return false;
    }
    report_two(lexer, AM_DIAG_FOREIGN_SIGN, start, lexeme(lexer, start),
               AM_SLICE("a text between `\"` and `\"`"));
    bool is_closed = false;
    while (!is_closed && !is_line_end(lexer, lexer->at)) {
        is_closed = *lexer->at == '"';
        for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]) && !is_closed; i++) {
            if (starts_with(lexer, lexer->at, marks[i])) {
                lexer->at += strlen(marks[i]) - 1;
                is_closed = true;
            }
        }
        lexer->at++;
    }
    *out = am_lexer_token(lexer, start, AM_TOKEN_TEXT, 0);
    return true;
}

/* Whatever no pattern names, one code point. */
bool am_lexer_rest(am_lexer *lexer, am_bytes start, am_token *out) {
    uint32_t code_point;
    size_t bytes = am_utf8_decode(slice_of(start, lexer->limit), &code_point);
    if (bytes == 0 || am_unicode_is_forbidden(code_point)) {
        /* Reported by am_lexer_scan_characters. */
        lexer->is_faulty = true;
        lexer->is_line_faulty = true;
        lexer->at = start + (bytes == 0 ? 1 : bytes);
        return false;
    }
    if (*start == '.') {
        am_lexer_report(lexer, AM_DIAG_UNKNOWN_CHARACTER, start, lexeme(lexer, start), (am_slice){NULL, 0});
        return false;
    }
    lexer->at = start + bytes;
    if (am_unicode_is_name_start(code_point)) {
        *out = am_lexer_word(lexer, start);
        return true;
    }
    return read_quoted(lexer, start, out) || am_lexer_foreign(lexer, start, out);
}
