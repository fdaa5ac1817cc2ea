/*
 * Unicode as the language needs it: strict UTF-8, identifiers by UAX #31, NFC, and what may not stand in a
 * text.
 *
 * The one user of utf8proc, whose types do not leave the implementation (unicode.c, normal_form.c).
 */
#ifndef AM_BASE_UNICODE_H
#define AM_BASE_UNICODE_H

#include <stdint.h>

#include "base/arena.h"

/* Decodes the code point at text[0]; the bytes it takes, or 0 for bytes that are not well-formed UTF-8
 * (overlong forms, surrogates and values over 10FFFF included) or an empty slice. */
size_t am_utf8_decode(am_slice text, uint32_t *out);
/* Writes 1 to 4 bytes; the code point is a scalar value. */
size_t am_utf8_encode(uint32_t code_point, char out[4]);
/* How many of the first bytes are ASCII: nearly always all. */
size_t am_utf8_ascii_length(am_slice text);
/* The first byte that is not part of well-formed UTF-8, or the length when all is. */
size_t am_utf8_valid_length(am_slice text);
/* Columns that a terminal gives the text: combining marks 0, wide characters 2; a tab and a byte that is not
 * UTF-8 count 1, as what they are printed as. */
size_t am_unicode_width(am_slice text);

/* XID_Start or `_`; XID_Continue (derived from the general categories and the derived properties'
 * exceptions). */
bool am_unicode_is_name_start(uint32_t code_point);
bool am_unicode_is_name_continue(uint32_t code_point);

/* Bidirectional controls, zero-width and other default-ignorable characters, controls other than tab, line
 * feed and carriage return, noncharacters and the byte-order mark: errors everywhere in a rulebook. */
bool am_unicode_is_forbidden(uint32_t code_point);

/* The text in NFC: itself where it already is, else a copy in the arena. The text is well-formed (what is
 * not ends it). Empty when exhausted. */
am_slice am_unicode_nfc(am_arena *arena, am_slice text);
/* Whether the text is well-formed and in NFC; allocates nothing. */
bool am_unicode_is_nfc(am_slice text);

#endif
