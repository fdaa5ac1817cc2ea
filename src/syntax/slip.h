/*
 * The slips that drafters make often, told by what stands around the token that the parser cannot take: each
 * has a message of its own, with what to write instead.
 */
#ifndef AM_SYNTAX_SLIP_H
#define AM_SYNTAX_SLIP_H

#include "syntax/build.h"

/* Reports the token when it is such a slip; otherwise says false, and nothing. */
bool am_slip_report(am_builder *b, const void *parser, am_token token);

#endif
