/*
 * A diagnostic as one JSON object, for editors and other programs.
 *
 * Lines and columns count from 1, columns in code points; `end` is the place just behind the span.
 */
#include "base/unicode.h"
#include "text/diagnostic.h"

static void put_escape(am_buffer *buffer, uint32_t code_point) {
    am_buffer_put_text(buffer, "\\u");
    am_buffer_put_hex(buffer, code_point, 4);
}

static void put_text(am_buffer *buffer, am_slice text) {
    size_t at = 0;
    am_buffer_put_char(buffer, '"');
    while (at < text.length) {
        uint32_t code_point = 0;
        am_slice rest = am_slice_part(text, at, text.length);
        size_t bytes = am_utf8_decode(rest, &code_point);
        if (bytes == 0) {
            put_escape(buffer, 0xFFFD);
            bytes = 1;
        } else if (code_point == '"' || code_point == '\\') {
            am_buffer_put_char(buffer, '\\');
            am_buffer_put_char(buffer, (char)code_point);
        } else if (code_point < 0x20 || code_point == 0x7F) {
            put_escape(buffer, code_point);
        } else {
            am_buffer_put(buffer, am_slice_part(rest, 0, bytes));
        }
        at += bytes;
    }
    am_buffer_put_char(buffer, '"');
}

static void put_member(am_buffer *buffer, const char *name, am_slice text) {
    am_buffer_put_text(buffer, "\"");
    am_buffer_put_text(buffer, name);
    am_buffer_put_text(buffer, "\":");
    put_text(buffer, text);
}

static void put_position(am_buffer *buffer, const char *name, am_position position) {
    am_buffer_put_text(buffer, ",\"");
    am_buffer_put_text(buffer, name);
    am_buffer_put_text(buffer, "\":{\"line\":");
    am_buffer_put_unsigned(buffer, position.line);
    am_buffer_put_text(buffer, ",\"column\":");
    am_buffer_put_unsigned(buffer, position.column);
    am_buffer_put_char(buffer, '}');
}

static void put_span(am_buffer *buffer, const am_sources *sources, am_span span) {
    if (span.source >= sources->count) {
        return;
    }
    const am_source *source = &sources->items[span.source];
    am_buffer_put_char(buffer, ',');
    put_member(buffer, "path", source->path);
    put_position(buffer, "start", am_source_position(source, span.start));
    put_position(buffer, "end", am_source_position(source, span.start + span.length));
}

static void put_notes(am_buffer *buffer, const am_sources *sources, const am_note *notes) {
    am_buffer_put_text(buffer, ",\"notes\":[");
    for (const am_note *note = notes; note != NULL; note = note->next) {
        am_buffer_put_text(buffer, note == notes ? "{" : ",{");
        put_member(buffer, "message", note->text);
        put_span(buffer, sources, note->span);
        am_buffer_put_char(buffer, '}');
    }
    am_buffer_put_char(buffer, ']');
}

void am_diagnostic_print_json(am_buffer *buffer, const am_sources *sources, const am_diagnostic *diagnostic) {
    am_buffer_put_char(buffer, '{');
    put_member(buffer, "code", am_slice_of(am_diag_code_of(diagnostic->diag)));
    am_buffer_put_char(buffer, ',');
    put_member(buffer, "slug", am_slice_of(am_diag_slug_of(diagnostic->diag)));
    am_buffer_put_char(buffer, ',');
    put_member(buffer, "severity",
               am_diag_code_of(diagnostic->diag)[0] == 'W' ? AM_SLICE("warning") : AM_SLICE("error"));
    am_buffer_put_char(buffer, ',');
    put_member(buffer, "message", diagnostic->message);
    put_span(buffer, sources, diagnostic->span);
    if (diagnostic->expected.length > 0) {
        am_buffer_put_char(buffer, ',');
        put_member(buffer, "expected", diagnostic->expected);
    }
    if (diagnostic->suggestion.length > 0) {
        am_buffer_put_char(buffer, ',');
        put_member(buffer, "suggestion", diagnostic->suggestion);
    }
    put_notes(buffer, sources, diagnostic->notes);
    am_buffer_put_char(buffer, '}');
}
