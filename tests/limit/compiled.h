/*
 * A text that grows, and what compiling it comes to.
 */
#ifndef COMPILED_H
#define COMPILED_H

#include <amerce/amerce.h>

typedef struct writing {
    char *data;
    size_t length;
    size_t capacity;
} writing;

/* Ends the program when there is no memory. */
void write_bytes(writing *text, const char *bytes, size_t length);
void write_text(writing *text, const char *terminated);
void write_format(writing *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void writing_clear(writing *text);

typedef struct compiled {
    amerce_status status;
    amerce_rulebook *rulebook;
    amerce_diagnostics *diagnostics;
    size_t peak_bytes; /* held at once while compiling, with the rulebook and the diagnostics */
} compiled;

compiled compile_text(const char *text, size_t length);
compiled compile_writing(const writing *text);
void compiled_clear(compiled *made);

#endif
