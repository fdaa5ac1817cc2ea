/*
 * What the parser never sees: comments and `>` quotation lines, kept in order while a text is read.
 *
 * am_trivia_attach hangs each of them on a node once the tree stands; none is lost.
 */
#ifndef AM_SYNTAX_TRIVIA_H
#define AM_SYNTAX_TRIVIA_H

#include "syntax/tree.h"
#include "text/source.h"

typedef struct am_comment {
    uint32_t start;
    uint32_t length;
    uint32_t line_start;  /* of its line */
    uint32_t before;      /* the end of the last token before it; commas do not count */
    bool is_line_comment; /* alone on its line */
} am_comment;

typedef struct am_quote {
    uint32_t start;
    uint32_t length;
    uint32_t owner; /* where the declaration begins that it belongs to; AM_QUOTE_STRAY for none */
} am_quote;

#define AM_QUOTE_STRAY UINT32_MAX

typedef struct am_trivia {
    am_arena *arena;
    am_comment *comments;
    size_t comment_count;
    size_t comment_capacity;
    am_quote *quotes;
    size_t quote_count;
    size_t quote_capacity;
    size_t owned_count; /* quotes before this one have their owner, or are stray */
} am_trivia;

void am_trivia_add_comment(am_trivia *trivia, am_comment comment);
void am_trivia_add_quote(am_trivia *trivia, uint32_t start, uint32_t length);
/* Gives the quotes read since the last call to the declaration that begins at `owner`. */
void am_trivia_own_quotes(am_trivia *trivia, uint32_t owner);

/* Sets quotes, comments and remark of the nodes under `file`. */
void am_trivia_attach(am_trivia *trivia, const am_source *source, am_node *file);

#endif
