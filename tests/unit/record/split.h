/*
 * What the tests of the splitters share: inputs in pieces, what comes of them as lines, random soups, and
 * inputs that are too long to be written out.
 */
#ifndef AM_TESTS_RECORD_SPLIT_H
#define AM_TESTS_RECORD_SPLIT_H

#include "base/buffer.h"
#include "base/slice.h"

/* Splits an input that arrives in pieces of so many bytes, or of changing lengths where `piece` is 0, and
 * appends a line for whatever comes out, with `~` for line ends; `is_long`: with the length of each text
 * instead. */
typedef void split_function(am_slice input, size_t piece, uint32_t random, bool is_long, am_buffer *out);

typedef struct split_row {
    const char *input;
    const char *events;
} split_row;

/* `before`, `count` times `part`, `after`. */
typedef struct split_long_row {
    const char *before;
    const char *part;
    size_t count;
    const char *after;
    const char *events;
} split_long_row;

/* Copies the next piece of the input to where there is room for so many bytes; returns its length. */
size_t split_piece(char *room, size_t bytes, am_slice *input, size_t piece, uint32_t *random);
/* Appends a text as a line. */
void split_put_text(am_buffer *out, am_slice text);

void split_check_whole(const split_row *rows, size_t count, split_function *split);
void split_check_pieces(const split_row *rows, size_t count, split_function *split);
void split_check_long(const split_long_row *rows, size_t count, split_function *split);
/* Soups of the characters that matter: whatever they mean, it does not depend on the pieces. */
void split_check_soups(am_slice alphabet, unsigned rounds, split_function *split);

#endif
