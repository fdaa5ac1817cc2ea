/*
 * Source texts with their line tables.
 *
 * Each text is copied with a NUL behind it, which the lexer needs as a guard; the slice does not count it.
 * The byte-order mark that some editors put before a text is not part of it. Lines end with LF; a CR before
 * it belongs to the line's end.
 */
#include "text/source.h"

#include <string.h>

void am_sources_init(am_sources *sources, am_arena *arena) {
    *sources = (am_sources){.arena = arena};
}

/* The line end at or behind the byte, or NULL. */
static const char *line_end(am_slice text, size_t at) {
    return at < text.length ? memchr(text.data + at, '\n', text.length - at) : NULL;
}

static uint32_t line_count_of(am_slice text) {
    uint32_t count = 1;
    for (const char *end = line_end(text, 0); end != NULL;
         end = line_end(text, (size_t)(end - text.data) + 1)) {
        count++;
    }
    return count;
}

static uint32_t *find_lines(am_arena *arena, am_slice text, uint32_t count) {
    uint32_t *starts = AM_NEW_ARRAY(arena, uint32_t, count);
    for (uint32_t line = 1; starts != NULL && line < count; line++) {
        starts[line] = (uint32_t)(line_end(text, starts[line - 1]) - text.data) + 1;
    }
    return starts;
}

const am_source *am_sources_add(am_sources *sources, am_slice path, am_slice text) {
    if (am_slice_starts_with(text, AM_SLICE("\xEF\xBB\xBF"))) {
        text = am_slice_part(text, 3, text.length);
    }
    if (text.length >= UINT32_MAX || sources->count > UINT16_MAX) {
        return NULL;
    }
    am_arena *arena = sources->arena;
    am_source *items = AM_GROW(arena, am_source, sources->items, sources->count, &sources->capacity);
    char *copy = am_arena_take(arena, text.length + 1, 1);
    if (items == NULL || copy == NULL) {
        return NULL;
    }
    if (text.length > 0) {
        memcpy(copy, text.data, text.length);
    }
    sources->items = items;
    am_source *source = &items[sources->count];
    source->text = (am_slice){copy, text.length};
    source->path = am_arena_copy(arena, path);
    source->line_count = line_count_of(source->text);
    source->line_starts = find_lines(arena, source->text, source->line_count);
    if (source->line_starts == NULL || arena->is_exhausted) {
        return NULL;
    }
    sources->count++;
    return source;
}

/* The line (from 1) that the byte stands on. */
static uint32_t line_of(const am_source *source, uint32_t byte) {
    uint32_t low = 0;
    uint32_t high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= byte) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low + 1;
}

am_position am_source_position(const am_source *source, uint32_t byte) {
    uint32_t line = line_of(source, byte);
    uint32_t column = 1;
    for (uint32_t i = source->line_starts[line - 1]; i < byte && i < source->text.length; i++) {
        column += ((unsigned char)source->text.data[i] & 0xC0) != 0x80;
    }
    if (byte < source->text.length && ((unsigned char)source->text.data[byte] & 0xC0) == 0x80 && column > 1) {
        column--;
    }
    return (am_position){line, column};
}

am_slice am_source_line(const am_source *source, uint32_t line) {
    if (line == 0 || line > source->line_count) {
        return (am_slice){NULL, 0};
    }
    size_t start = source->line_starts[line - 1];
    size_t end = line < source->line_count ? source->line_starts[line] - 1u : source->text.length;
    if (end > start && source->text.data[end - 1] == '\r') {
        end--;
    }
    return am_slice_part(source->text, start, end);
}

am_slice am_source_text(const am_sources *sources, am_span span) {
    if (span.source >= sources->count) {
        return (am_slice){NULL, 0};
    }
    return am_slice_part(sources->items[span.source].text, span.start, (size_t)span.start + span.length);
}
