/*
 * Compiles a text through the public interface with an allocator that counts what is held.
 */
#include "compiled.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void write_bytes(writing *text, const char *bytes, size_t length) {
    if (length == 0) {
        return;
    }
    if (text->capacity - text->length < length) {
        text->capacity = 2 * (text->length + length) + 64;
        text->data = realloc(text->data, text->capacity);
        if (text->data == NULL) {
            fputs("out of memory\n", stderr);
            exit(2);
        }
    }
    memcpy(text->data + text->length, bytes, length);
    text->length += length;
}

void write_text(writing *text, const char *terminated) {
    write_bytes(text, terminated, strlen(terminated));
}

void write_format(writing *text, const char *format, ...) {
    char piece[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(piece, sizeof piece, format, arguments);
    va_end(arguments);
    write_bytes(text, piece, length < 0 ? 0 : (size_t)length);
}

void writing_clear(writing *text) {
    free(text->data);
    *text = (writing){0};
}

typedef struct counting {
    size_t held;
    size_t peak;
} counting;

static void *resize(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    counting *count = context;
    void *block = NULL;
    if (new_bytes == 0) {
        free(old);
    } else {
        block = realloc(old, new_bytes);
        if (block == NULL) {
            return NULL;
        }
    }
    count->held += new_bytes;
    count->held -= old_bytes;
    count->peak = count->held > count->peak ? count->held : count->peak;
    return block;
}

compiled compile_text(const char *text, size_t length) {
    static counting count; /* the rulebook and the diagnostics are given back to it */
    const amerce_allocator allocator = {resize, &count};
    const amerce_source source = {amerce_text_of("limit.amerce"), {text, length}};
    const amerce_compile_options options = {.size = sizeof options, .allocator = &allocator};
    compiled made = {0};
    size_t before = count.held;
    count.peak = before;
    made.status = amerce_compile(&source, &options, &made.rulebook, &made.diagnostics);
    made.peak_bytes = count.peak - before;
    return made;
}

compiled compile_writing(const writing *text) {
    return compile_text(text->data, text->length);
}

void compiled_clear(compiled *made) {
    amerce_rulebook_free(made->rulebook);
    amerce_diagnostics_free(made->diagnostics);
    *made = (compiled){0};
}
