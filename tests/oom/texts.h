/*
 * Texts in memory that work with refused allocations reads and writes.
 */
#ifndef OOM_TEXTS_H
#define OOM_TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct output {
    char data[1 << 18];
    size_t length;
} output;

static inline bool write_output(void *context, const char *data, size_t length) {
    output *out = context;
    if (length > sizeof out->data - out->length) {
        return false;
    }
    memcpy(out->data + out->length, data, length);
    out->length += length;
    return true;
}

typedef struct text_input {
    const char *text;
    size_t at;
} text_input;

static inline bool read_text(void *context, char *data, size_t room, size_t *length) {
    text_input *in = context;
    size_t left = strlen(in->text) - in->at;
    *length = left < room ? left : room;
    memcpy(data, in->text + in->at, *length);
    in->at += *length;
    return true;
}

#endif
