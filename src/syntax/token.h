/*
 * Tokens: what the lexer gives the word filter and the word filter gives the parser.
 *
 * A token is a kind and a place; its text is read from the source where it is needed. The kinds are the
 * terminals of the grammar, numbered by the parser generator. The end of the text is the kind END and, once
 * more, 0.
 */
#ifndef AM_SYNTAX_TOKEN_H
#define AM_SYNTAX_TOKEN_H

#include "base/slice.h"
#include "base/span.h"
#include "syntax/parser.h"

typedef enum am_token_flag {
    AM_TOKEN_IS_FIRST = 1, /* the first of its line */
    AM_TOKEN_IS_SUSPECT =
        2, /* a mistake was reported in it, before it on its line, or since the token before */
} am_token_flag;

typedef struct am_token {
    uint32_t start;
    uint32_t length;
    uint16_t kind; /* AM_TOKEN_... */
    uint8_t op;    /* what the spelling says beyond the kind (token.def) */
    uint8_t flags;
} am_token;

typedef enum am_token_group {
    AM_GROUP_NONE,
    AM_GROUP_ALONE,
    AM_GROUP_VALUE,
    AM_GROUP_OPERATOR,
    AM_GROUP_TEXT,
    AM_GROUP_FIELD,
    AM_GROUP_HEADER,
    AM_GROUP_ROW,
    AM_GROUP_STEP,
    AM_GROUP_EXCEPTION,
    AM_GROUP_CLAUSE,
    AM_GROUP_DECLARATION,
    AM_GROUP_COUNT,
} am_token_group;

typedef enum am_word_class {
    AM_WORD_RESERVED,
    AM_WORD_PHRASE,
    AM_WORD_CLAUSE,
    AM_WORD_DECLARATION
} am_word_class;

typedef struct am_word {
    am_slice spelling;
    uint16_t kind;
    uint8_t word_class;
    uint8_t op;
} am_word;

/* The number of kinds, END and 0 included. */
uint16_t am_token_count(void);
am_token_group am_token_group_of(uint16_t kind);
/* What a message calls the token: "`then`", "a name". */
am_slice am_token_title(uint16_t kind);
/* The row's name in token.def, for tests: "NAME". */
am_slice am_token_identifier(uint16_t kind);

/* All spellings, in order. */
const am_word *am_words_all(size_t *count);
/* The spellings whose first word is `first`: the one at *begin and those after it, before *end. False when
 * none is. */
bool am_words_find(am_slice first, const am_word **begin, const am_word **end);

#endif
