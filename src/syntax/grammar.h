/*
 * The generated parser, as the driver sees it (grammar/parser.lemon). It lives in memory that the caller
 * gives.
 */
#ifndef AM_SYNTAX_GRAMMAR_H
#define AM_SYNTAX_GRAMMAR_H

#include "syntax/build.h"

size_t am_grammar_bytes(void);
void am_grammarInit(void *parser, am_builder *builder);
/* Takes the next token; kind 0 ends the text. */
void am_grammar(void *parser, int kind, am_token token);

/* Whether a token of the kind can stand next: as itself or as a name, and only as itself. */
bool am_grammar_can_take(const void *parser, uint16_t kind);
bool am_grammar_accepts(const void *parser, uint16_t kind);
/* Finishes what a token of the kind, which the parser accepts, would finish; the token itself is not taken.
 */
void am_grammar_conclude(void *parser, uint16_t kind);
/* Gives up the declaration that is being read. */
void am_grammar_abandon(void *parser);

#endif
