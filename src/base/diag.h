/*
 * The one table of everything that Amerce can report, as an enum and its rows.
 *
 * diag.def holds code, name, slug, message and page of each; the numbers of the enum are not stable, the
 * codes are. Those of the compiler come first: libamerce_vm, which has none, leaves their texts out, and all
 * pages. The first letter of a code is its stage: E and W the compiler's errors and warnings, R a record
 * that cannot be read, F a fault of an assessment, L a compiled rulebook that is refused, C a comparison.
 */
#ifndef AM_BASE_DIAG_H
#define AM_BASE_DIAG_H

#include <stdint.h>

#include "base/buffer.h"

typedef enum am_diag {
    AM_DIAG_NONE,
#define DIAG(name, code, slug, message, page) AM_DIAG_##name,
#include "base/diag.def"
#undef DIAG
    AM_DIAG_COUNT,
} am_diag;

/* Empty for AM_DIAG_NONE, and for the compiler's diagnostics where there is no compiler. */
const char *am_diag_code_of(am_diag diag);    /* "E0301" */
const char *am_diag_slug_of(am_diag diag);    /* "unknown-name" */
const char *am_diag_message_of(am_diag diag); /* {0} to {3} stand for the arguments */

/* What it means and what to do, for `amerce explain-error`. Not in libamerce_vm. */
const char *am_diag_page_of(am_diag diag);

/* The diagnostic of a code, or AM_DIAG_NONE. */
am_diag am_diag_find(am_slice code);

/* A code as a number that may be written to a file: its letter times 10,000 plus its digits; and back. */
uint32_t am_diag_number(am_diag diag);
am_diag am_diag_of_number(uint32_t number);

/* Appends the row's message with its arguments filled in. */
void am_diag_print(am_buffer *buffer, am_diag diag, const am_slice *arguments, size_t count);

#endif
