/*
 * The objects behind the public interface, for its own files.
 *
 * A rulebook is one arena with a verified program; an assessor one batch with the memory that reading and
 * writing records takes; a list of diagnostics one arena with the texts they point into.
 */
#ifndef AM_API_OBJECT_H
#define AM_API_OBJECT_H

#include <amerce/stream.h>

#include "base/arena.h"
#include "code/image.h"

struct amerce_rulebook {
    am_allocator allocator;
    am_arena arena;
    const am_program *program;
};

/* The caller's allocator, or the C library's for NULL. */
am_allocator am_api_allocator(const amerce_allocator *allocator);

/* A new rulebook from an image that the compiler or a file gave. AMERCE_REFUSED: *rejection says why. */
amerce_status am_api_rulebook_new(am_slice image, am_allocator allocator, amerce_rulebook **out,
                                  am_rejection *rejection);

/* Diagnostics that hold one rejection of an image; NULL when memory runs out. */
amerce_diagnostics *am_api_rejection_diagnostics(am_allocator allocator, am_slice path,
                                                 const am_rejection *rejection);

static inline amerce_text am_api_text(am_slice slice) {
    return (amerce_text){slice.data, slice.length};
}

static inline am_slice am_api_slice(amerce_text text) {
    return (am_slice){text.data, text.length};
}

/* Hands the buffer's text to the sink and clears it. */
amerce_status am_api_flush(am_buffer *buffer, amerce_sink sink);

/* The public type of a kind; `unit` and `scale` as in the program. */
amerce_type am_api_type(const am_program *program, uint8_t kind, bool is_range, uint16_t unit,
                        uint16_t scale);

#endif
