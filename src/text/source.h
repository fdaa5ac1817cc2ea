/*
 * The texts of a rulebook and of those it uses, and where their lines are.
 *
 * A source's text is kept unchanged, but for a byte-order mark before it, as long as its arena; every span
 * points into it.
 */
#ifndef AM_TEXT_SOURCE_H
#define AM_TEXT_SOURCE_H

#include "base/arena.h"
#include "base/span.h"

typedef struct am_source {
    am_slice path; /* as given by the caller, for messages only */
    am_slice text;
    uint32_t *line_starts; /* byte of the first character of each line */
    uint32_t line_count;
} am_source;

typedef struct am_sources {
    am_arena *arena;
    am_source *items;
    size_t count;
    size_t capacity;
} am_sources;

typedef struct am_position {
    uint32_t line;   /* from 1 */
    uint32_t column; /* characters (code points) from 1 */
} am_position;

/* Longest source text. */
#define AM_SOURCE_BYTES_MAX (1u << 20)

void am_sources_init(am_sources *sources, am_arena *arena);
/* Copies path and text, finds the lines (LF or CR LF). NULL when the arena is exhausted. The pointer is valid
 * until the next add. */
const am_source *am_sources_add(am_sources *sources, am_slice path, am_slice text);

am_position am_source_position(const am_source *source, uint32_t byte);
/* The text of a line (from 1) without its end. */
am_slice am_source_line(const am_source *source, uint32_t line);
am_slice am_source_text(const am_sources *sources, am_span span);

#endif
