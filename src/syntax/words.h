/*
 * The word filter, between lexer and parser: tells for each word whether it is a name, a word of the
 * language, part of a phrase, or the head of a declaration.
 *
 * It looks a few tokens ahead and one back, never into the parser. In this order: a word after `.`, `its`,
 * `for` or the head of a declaration is a NAME, and one before `:` is a KEY; a declaration's head stands
 * first on its line and a word (for test and property a text) follows; the longest phrase wins; three to five
 * capitals and a number are MONEY; then reserved words and clause words; then NAME. A NUMBER and days, months
 * or years are a PERIOD.
 */
#ifndef AM_SYNTAX_WORDS_H
#define AM_SYNTAX_WORDS_H

#include "syntax/lexer.h"

#define AM_WORDS_AHEAD 6

/* A raw token, and the spellings that begin with it where it is a word: those from `begin`, before `end`. */
typedef struct am_raw_token {
    am_token token;
    const am_word *begin;
    const am_word *end;
} am_raw_token;

typedef struct am_words {
    am_lexer *lexer;
    am_raw_token ahead[AM_WORDS_AHEAD]; /* those that were read */
    size_t ahead_count;
    uint16_t previous; /* the kind given last */
    bool is_in_result; /* behind the `||` of a row */
} am_words;

void am_words_init(am_words *words, am_lexer *lexer);
/* The next token as the parser takes it. After the last one END again and again. */
am_token am_words_next(am_words *words);
/* Whether the lexer has found, or will find, a mistake behind the last token, on its line. */
bool am_words_is_line_faulty(am_words *words);

#endif
