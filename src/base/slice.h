/*
 * A slice is text that somebody else owns: a pointer and a length, not terminated.
 *
 * Everything that is read (rulebooks, records, images) is passed on as slices of the
 * buffer it came in. A slice with length 0 is empty; its data may be NULL.
 */
#ifndef AM_BASE_SLICE_H
#define AM_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct am_slice {
    const char *data;
    size_t length;
} am_slice;

/* The slice of a string literal. */
#define AM_SLICE(literal) ((am_slice){"" literal, sizeof(literal) - 1})

/* Borrows a terminated string; NULL gives the empty slice. */
am_slice am_slice_of(const char *terminated);

bool am_slice_is_equal(am_slice a, am_slice b);

/* Orders by bytes: negative, 0 or positive. */
int am_slice_compare(am_slice a, am_slice b);

bool am_slice_starts_with(am_slice text, am_slice prefix);

/* The bytes from `start` up to but not including `end`; both are cut to the slice's length. */
am_slice am_slice_part(am_slice text, size_t start, size_t end);

/* The number of edits (insert, delete, replace, swap neighbours) between two names; used to suggest
 * a spelling. Counts no further than `limit` and answers limit + 1 beyond it. Bytes, at most 64. */
unsigned am_slice_distance(am_slice a, am_slice b, unsigned limit);

#endif
