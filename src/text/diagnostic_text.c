/*
 * A diagnostic as text for a terminal or a log: headline, source line, carets, and what would be right.
 *
 *     fines.amerce:3:13: error[E0201]: `wehn` cannot stand here
 *       3 |   add EUR 5 wehn repeated
 *         |             ^^^^
 *         = expected: ...
 *
 * Tabs are kept in the line and in the line of carets, so that they agree at every tab width. What could
 * change the look of a terminal is shown as U+FFFD. Of a very long line only the surroundings are shown.
 */
#include "base/unicode.h"
#include "text/diagnostic.h"

#define CONTEXT_BYTES 100 /* of a long line, on either side of the place */

typedef struct {
    am_buffer *buffer;
    const am_sources *sources;
    bool is_coloured;
} printer;

static void put_colour(printer *p, const char *code) {
    if (p->is_coloured) {
        am_buffer_put_text(p->buffer, code);
    }
}

#define COLOUR_BOLD  "\033[1m"
#define COLOUR_RED   "\033[1;31m"
#define COLOUR_AMBER "\033[1;33m"
#define COLOUR_BLUE  "\033[1;34m"
#define COLOUR_GREEN "\033[1;32m"
#define COLOUR_OFF   "\033[0m"

static const am_source *source_of(const am_sources *sources, am_span span) {
    return span.source < sources->count ? &sources->items[span.source] : NULL;
}

/* The text, with what cannot be shown replaced. */
static void put_visible(am_buffer *buffer, am_slice text) {
    size_t at = 0;
    while (at < text.length) {
        uint32_t code_point = 0;
        am_slice rest = am_slice_part(text, at, text.length);
        size_t bytes = am_utf8_decode(rest, &code_point);
        if (bytes == 0 || am_unicode_is_forbidden(code_point) || code_point == '\r') {
            am_buffer_put(buffer, AM_SLICE("\xEF\xBF\xBD"));
            at += bytes == 0 ? 1 : bytes;
        } else {
            am_buffer_put(buffer, am_slice_part(rest, 0, bytes));
            at += bytes;
        }
    }
}

/* One sign as wide as each character that put_visible shows; tabs stay tabs. */
static void put_signs(am_buffer *buffer, am_slice text, char sign) {
    size_t at = 0;
    while (at < text.length) {
        uint32_t code_point = 0;
        am_slice rest = am_slice_part(text, at, text.length);
        size_t bytes = am_utf8_decode(rest, &code_point);
        size_t width = 1;
        if (bytes == 0) {
            bytes = 1;
        } else if (!am_unicode_is_forbidden(code_point) && code_point != '\r') {
            width = am_unicode_width(am_slice_part(rest, 0, bytes));
        }
        if (code_point == '\t' && sign == ' ') {
            am_buffer_put_char(buffer, '\t');
        } else {
            for (size_t i = 0; i < (code_point == '\t' ? 1 : width); i++) {
                am_buffer_put_char(buffer, sign);
            }
        }
        at += bytes;
    }
}

static void put_blanks(am_buffer *buffer, size_t count) {
    for (size_t i = 0; i < count; i++) {
        am_buffer_put_char(buffer, ' ');
    }
}

static size_t digits_of(uint32_t number) {
    size_t digits = 1;
    while (number >= 10) {
        number /= 10;
        digits++;
    }
    return digits;
}

static bool is_whole_file(am_span span) {
    return span.start == 0 && span.length == 0;
}

static void put_place(printer *p, am_span span) {
    const am_source *source = source_of(p->sources, span);
    if (source == NULL) {
        return;
    }
    put_visible(p->buffer, source->path);
    if (!is_whole_file(span)) {
        am_position position = am_source_position(source, span.start);
        am_buffer_put_char(p->buffer, ':');
        am_buffer_put_unsigned(p->buffer, position.line);
        am_buffer_put_char(p->buffer, ':');
        am_buffer_put_unsigned(p->buffer, position.column);
    }
    am_buffer_put_text(p->buffer, ": ");
}

static bool is_continuation(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* The part of the line to show around [start, end). */
static am_slice window_of(am_slice line, size_t start, size_t end, size_t *from) {
    size_t first = start > CONTEXT_BYTES ? start - CONTEXT_BYTES : 0;
    size_t last = end - start > CONTEXT_BYTES ? start + CONTEXT_BYTES : end;
    last = line.length - last > CONTEXT_BYTES ? last + CONTEXT_BYTES : line.length;
    while (first > 0 && is_continuation(line.data[first])) {
        first--;
    }
    while (last < line.length && is_continuation(line.data[last])) {
        last++;
    }
    *from = first;
    return am_slice_part(line, first, last);
}

static void put_gutter(printer *p, size_t width, uint32_t line) {
    put_colour(p, COLOUR_BLUE);
    am_buffer_put_text(p->buffer, "  ");
    if (line == 0) {
        put_blanks(p->buffer, width);
    } else {
        am_buffer_put_unsigned(p->buffer, line);
    }
    am_buffer_put_text(p->buffer, " |");
    put_colour(p, COLOUR_OFF);
}

/* The line of the span's beginning and its carets; returns the gutter's width. */
static size_t put_excerpt(printer *p, am_span span, const char *colour, char caret) {
    const am_source *source = source_of(p->sources, span);
    if (source == NULL || is_whole_file(span)) {
        return 1;
    }
    uint32_t number = am_source_position(source, span.start).line;
    am_slice line = am_source_line(source, number);
    size_t start = span.start - source->line_starts[number - 1];
    size_t end = start + span.length;
    start = start < line.length ? start : line.length;
    end = end < line.length ? end : line.length;
    size_t from;
    am_slice shown = window_of(line, start, end, &from);
    size_t gutter = digits_of(number);

    put_gutter(p, gutter, number);
    am_buffer_put_text(p->buffer, from > 0 ? " ..." : " ");
    put_visible(p->buffer, shown);
    am_buffer_put_text(p->buffer, from + shown.length < line.length ? "...\n" : "\n");

    put_gutter(p, gutter, 0);
    am_buffer_put_text(p->buffer, from > 0 ? "    " : " ");
    put_signs(p->buffer, am_slice_part(shown, 0, start - from), ' ');
    put_colour(p, colour);
    size_t before = p->buffer->length;
    put_signs(p->buffer, am_slice_part(shown, start - from, end - from), caret);
    if (p->buffer->length == before) {
        am_buffer_put_char(p->buffer, caret);
    }
    put_colour(p, COLOUR_OFF);
    am_buffer_put_char(p->buffer, '\n');
    return gutter;
}

static void put_remark(printer *p, size_t gutter, const char *label, am_slice text, const char *quote) {
    if (text.length == 0) {
        return;
    }
    put_blanks(p->buffer, gutter + 3);
    put_colour(p, COLOUR_GREEN);
    am_buffer_put_text(p->buffer, "= ");
    am_buffer_put_text(p->buffer, label);
    put_colour(p, COLOUR_OFF);
    am_buffer_put_text(p->buffer, quote);
    put_visible(p->buffer, text);
    am_buffer_put_text(p->buffer, quote);
    am_buffer_put_char(p->buffer, '\n');
}

void am_diagnostic_print(am_buffer *buffer, const am_sources *sources, const am_diagnostic *diagnostic,
                         bool is_coloured) {
    printer p = {buffer, sources, is_coloured};
    const char *code = am_diag_code_of(diagnostic->diag);
    bool is_warning = code[0] == 'W';
    const char *colour = is_warning ? COLOUR_AMBER : COLOUR_RED;
    put_colour(&p, COLOUR_BOLD);
    put_place(&p, diagnostic->span);
    put_colour(&p, colour);
    am_buffer_put_text(buffer, is_warning ? "warning[" : "error[");
    am_buffer_put_text(buffer, code);
    am_buffer_put_text(buffer, "]");
    put_colour(&p, COLOUR_OFF);
    am_buffer_put_text(buffer, ": ");
    put_visible(buffer, diagnostic->message);
    am_buffer_put_char(buffer, '\n');
    size_t gutter = put_excerpt(&p, diagnostic->span, colour, '^');
    put_remark(&p, gutter, "expected: ", diagnostic->expected, "");
    put_remark(&p, gutter, "write instead: ", diagnostic->suggestion, "`");
    for (const am_note *note = diagnostic->notes; note != NULL; note = note->next) {
        put_place(&p, note->span);
        put_colour(&p, COLOUR_BLUE);
        am_buffer_put_text(buffer, "note: ");
        put_colour(&p, COLOUR_OFF);
        put_visible(buffer, note->text);
        am_buffer_put_char(buffer, '\n');
        put_excerpt(&p, note->span, COLOUR_BLUE, '-');
    }
}
