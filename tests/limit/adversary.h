/*
 * Rulebooks of at most 4 KiB that try to be dear: shapes that repeat a piece as often as there is room, and
 * random mutations of texts.
 */
#ifndef ADVERSARY_H
#define ADVERSARY_H

#include "compiled.h"

enum { ADVERSARY_BYTES = 4096 };

size_t adversary_count(void);
const char *adversary_name(size_t number);
void adversary_write(size_t number, writing *out);

/* A part of the text with random edits; `state` is the generator's. */
void adversary_mutate(const char *text, size_t length, uint64_t *state, writing *out);

/* A schedule whose random rows leave most columns open, so that it is hard to say what they cover. */
void adversary_table(uint64_t *state, writing *out);

#endif
