/*
 * Bytes being written: a buffer that grows and is handed to whoever wants the whole text.
 *
 * A failed growth is remembered (`is_failed`) and later writes are dropped, so a writer checks once, at its
 * end.
 */
#ifndef AM_BASE_BUFFER_H
#define AM_BASE_BUFFER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct am_buffer {
    am_allocator allocator;
    char *data;
    size_t length;
    size_t capacity;
    bool is_failed;
} am_buffer;

void am_buffer_init(am_buffer *buffer, am_allocator allocator);
void am_buffer_clear(am_buffer *buffer); /* gives the memory back */
/* A buffer over memory that is the caller's and never grows. */
am_buffer am_buffer_over(char *memory, size_t bytes);

/* As am_buffer_reserve, where there is no room yet. */
char *am_buffer_grow(am_buffer *buffer, size_t bytes);
/* Makes room for `bytes` more and returns where they go, or NULL; the caller adds to `length` what it wrote.
 */
static inline char *am_buffer_reserve(am_buffer *buffer, size_t bytes) {
    bool has_room = !buffer->is_failed && buffer->data != NULL && bytes <= buffer->capacity - buffer->length;
    return has_room ? buffer->data + buffer->length : am_buffer_grow(buffer, bytes);
}

void am_buffer_put(am_buffer *buffer, am_slice text);
void am_buffer_put_char(am_buffer *buffer, char c);
void am_buffer_put_text(am_buffer *buffer, const char *terminated);
void am_buffer_put_unsigned(am_buffer *buffer, uint64_t value);
void am_buffer_put_signed(am_buffer *buffer, int64_t value);
/* Lower-case hexadecimal, at least `width` digits (up to 64). */
void am_buffer_put_hex(am_buffer *buffer, uint64_t value, unsigned width);

/* The text so far; valid until the next write. */
am_slice am_buffer_text(const am_buffer *buffer);

/* Where a writer's bytes go: called with whole pieces in order; false stops the writer. */
typedef struct am_sink {
    bool (*write)(void *context, const char *data, size_t length);
    void *context;
} am_sink;

#endif
