/*
 * A place in a rulebook's text: which source, from which byte, how many bytes.
 */
#ifndef AM_BASE_SPAN_H
#define AM_BASE_SPAN_H

#include <stdint.h>

typedef struct am_span {
    uint16_t source; /* the number of the source text, in the order read */
    uint32_t start;  /* bytes from its beginning */
    uint32_t length;
} am_span;

/* From the beginning of a to the end of b, in a's source. */
static inline am_span am_span_join(am_span a, am_span b) {
    return (am_span){a.source, a.start, b.start + b.length - a.start};
}

#endif
