/*
 * What a mistake in the grammar is called: one diagnostic with what could have stood there, in a drafter's
 * words.
 */
#ifndef AM_SYNTAX_EXPECTED_H
#define AM_SYNTAX_EXPECTED_H

#include "syntax/build.h"

/* Reports the token that the parser cannot take, unless a mistake at the same place is already reported. */
void am_expected_report(am_builder *b, const void *parser, am_token token);

/* While the parser skips: reports the token when it is a misspelt word that reading could go on with. */
void am_expected_report_misspelt(am_builder *b, const void *parser, am_token token);

/* Whether the token, which the parser cannot take, begins a field or a fact whose `:` was forgotten; reports
 * it then. */
bool am_expected_is_field(am_builder *b, const void *parser, am_token token);

#endif
