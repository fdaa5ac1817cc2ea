/*
 * A growing buffer of bytes, and numbers written into it.
 *
 * After one failed growth nothing is written any more: what the buffer holds is then a whole
 * beginning of the text, never a text with a hole.
 */
#include "base/buffer.h"

#include <string.h>

enum { FIRST_CAPACITY = 128 };

void am_buffer_init(am_buffer *buffer, am_allocator allocator) {
    *buffer = (am_buffer){.allocator = allocator};
}

void am_buffer_clear(am_buffer *buffer) {
    if (buffer->data != NULL) {
        buffer->allocator.resize(buffer->allocator.context, buffer->data, buffer->capacity, 0);
    }
    am_buffer_init(buffer, buffer->allocator);
}

static void *refuse(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    (void)context;
    (void)old;
    (void)old_bytes;
    (void)new_bytes;
    return NULL;
}

am_buffer am_buffer_over(char *memory, size_t bytes) {
    return (am_buffer){{refuse, NULL}, memory, 0, bytes, false};
}

static bool grow(am_buffer *buffer, size_t needed) {
    size_t capacity = buffer->capacity == 0 ? FIRST_CAPACITY : buffer->capacity;
    char *data;

    while (capacity < needed) {
        capacity *= 2;
    }
    data = buffer->allocator.resize(buffer->allocator.context, buffer->data, buffer->capacity, capacity);
    if (data == NULL) {
        return false;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

char *am_buffer_grow(am_buffer *buffer, size_t bytes) {
    if (buffer->is_failed) {
        return NULL;
    }
    if (buffer->data == NULL || bytes > buffer->capacity - buffer->length) {
        /* Half the address space is more than any allocator has, and keeps the doubling from wrapping. */
        if (bytes > SIZE_MAX / 4 - buffer->length || !grow(buffer, buffer->length + bytes)) {
            buffer->is_failed = true;
            return NULL;
        }
    }
    return buffer->data + buffer->length;
}

void am_buffer_put(am_buffer *buffer, am_slice text) {
    if (text.length != 0 && am_buffer_reserve(buffer, text.length) != NULL) {
        memcpy(buffer->data + buffer->length, text.data, text.length);
        buffer->length += text.length;
    }
}

void am_buffer_put_char(am_buffer *buffer, char c) {
    if (am_buffer_reserve(buffer, 1) != NULL) {
        buffer->data[buffer->length++] = c;
    }
}

void am_buffer_put_text(am_buffer *buffer, const char *terminated) {
    am_buffer_put(buffer, am_slice_of(terminated));
}

/* Writes in the base with at least `width` digits, from the last digit backwards. */
static void put_in_base(am_buffer *buffer, uint64_t value, unsigned base, unsigned width) {
    char text[64];
    size_t start = sizeof text;

    if (width > sizeof text) {
        width = sizeof text;
    }
    do {
        text[--start] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0 || sizeof text - start < width);
    am_buffer_put(buffer, (am_slice){text + start, sizeof text - start});
}

void am_buffer_put_unsigned(am_buffer *buffer, uint64_t value) {
    put_in_base(buffer, value, 10, 1);
}

void am_buffer_put_signed(am_buffer *buffer, int64_t value) {
    if (value < 0) {
        am_buffer_put_char(buffer, '-');
    }
    put_in_base(buffer, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 10, 1);
}

void am_buffer_put_hex(am_buffer *buffer, uint64_t value, unsigned width) {
    put_in_base(buffer, value, 16, width);
}

am_slice am_buffer_text(const am_buffer *buffer) {
    return (am_slice){buffer->data, buffer->length};
}
