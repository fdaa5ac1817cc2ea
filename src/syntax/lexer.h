/*
 * The lexer: text to raw tokens, in which every word is a NAME.
 *
 * It knows lines and table rows (where they begin and end), and nothing of what words mean. Every mistake is
 * reported with what to write instead, and a token that stands for what was meant is given, so that one
 * mistake is one message. am_lexer_next is generated from grammar/lexer.re.
 */
#ifndef AM_SYNTAX_LEXER_H
#define AM_SYNTAX_LEXER_H

#include "syntax/token.h"
#include "syntax/trivia.h"
#include "text/diagnostic.h"

/* Beside the flags of a token that the parser uses: a `>` line stands before it. */
#define AM_TOKEN_IS_QUOTED 4

typedef struct am_lexer {
    const unsigned char *text;
    const unsigned char *at;
    const unsigned char *limit; /* a NUL stands there */
    const unsigned char *line;  /* the beginning of the current line */
    am_diagnostics *diagnostics;
    am_trivia *trivia;
    uint32_t before; /* the end of the last token, a comma left out */
    uint16_t source;
    bool is_line_empty; /* no token yet on this line */
    bool is_in_row;
    bool is_line_faulty; /* a mistake was reported on this line */
    bool is_faulty;      /* a mistake was reported since the last token */
    bool is_after_quote;
    uint32_t open_braces; /* reported: their closing ones are the same mistake */
} am_lexer;

void am_lexer_init(am_lexer *lexer, const am_source *source, uint16_t number, am_diagnostics *diagnostics,
                   am_trivia *trivia);
am_token am_lexer_next(am_lexer *lexer);

/* Reports the first byte that is not UTF-8, and every character that may stand nowhere in a text. */
void am_lexer_scan_characters(const am_source *source, uint16_t number, am_diagnostics *diagnostics);

/* Whether the text begins as one in UTF-16 does. */
bool am_lexer_is_utf16(const am_source *source);

/* For the generated part. Each of these reads one kind of lexeme that begins at `start` and ends at
 * lexer->at, and may move lexer->at on. Those that return false gave no token. */
typedef const unsigned char *am_bytes;
am_token am_lexer_token(am_lexer *lexer, am_bytes start, uint16_t kind, uint8_t op);
void am_lexer_line(am_lexer *lexer);
void am_lexer_report(am_lexer *lexer, am_diag diag, am_bytes start, am_slice about, am_slice suggestion);
am_token am_lexer_text(am_lexer *lexer, am_bytes start);
am_token am_lexer_unclosed_text(am_lexer *lexer, am_bytes start);
am_token am_lexer_number(am_lexer *lexer, am_bytes start, uint16_t kind);
am_token am_lexer_odd_number(am_lexer *lexer, am_bytes start);
am_token am_lexer_dashed(am_lexer *lexer, am_bytes start);
am_token am_lexer_date(am_lexer *lexer, am_bytes start);
am_token am_lexer_foreign_date(am_lexer *lexer, am_bytes start);
am_token am_lexer_spaced_percent(am_lexer *lexer, am_bytes start);
am_token am_lexer_word(am_lexer *lexer, am_bytes start);
bool am_lexer_bar(am_lexer *lexer, am_bytes start, am_token *out);
bool am_lexer_dashes(am_lexer *lexer, am_bytes start, am_token *out);
bool am_lexer_greater(am_lexer *lexer, am_bytes start, uint8_t op, am_token *out);
bool am_lexer_foreign(am_lexer *lexer, am_bytes start, am_token *out);
void am_lexer_skip_foreign_comment(am_lexer *lexer, am_bytes start);
bool am_lexer_rest(am_lexer *lexer, am_bytes start, am_token *out);
bool am_lexer_close_row(am_lexer *lexer, am_token *out);

#endif
