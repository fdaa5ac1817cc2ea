/*
 * The text of a token as the tree keeps it: names in NFC, texts without quotation marks and escapes, numbers
 * without underscores.
 */
#ifndef AM_SYNTAX_LITERAL_H
#define AM_SYNTAX_LITERAL_H

#include "base/arena.h"
#include "syntax/token.h"

/* `source` is the whole text; the result is part of it where nothing had to be changed, else the arena's. */
am_slice am_literal_text(am_arena *arena, am_slice source, am_token token);
/* `EUR 5_000`: its two parts. */
void am_literal_money(am_arena *arena, am_slice source, am_token token, am_slice *currency, am_slice *amount);

#endif
