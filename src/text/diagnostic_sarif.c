/*
 * Diagnostics as one SARIF 2.1.0 log, for code hosts and review tools.
 *
 * One run of one tool; the rules are the codes that occur, in the order in which they first do. Columns are
 * counted in code points, which the log says. Paths are relative to where the command ran.
 */
#include "base/unicode.h"
#include "text/diagnostic.h"

static void put_escape(am_buffer *out, uint32_t code_point) {
    am_buffer_put_text(out, "\\u");
    am_buffer_put_hex(out, code_point, 4);
}

static void put_text(am_buffer *out, am_slice text) {
    am_buffer_put_char(out, '"');
    for (size_t at = 0; at < text.length;) {
        uint32_t code_point = 0;
        am_slice rest = am_slice_part(text, at, text.length);
        size_t bytes = am_utf8_decode(rest, &code_point);
        if (bytes == 0) {
            put_escape(out, 0xFFFD);
            bytes = 1;
        } else if (code_point < 0x20 || code_point == 0x7F) {
            put_escape(out, code_point);
        } else {
            am_buffer_put_text(out, code_point == '"' || code_point == '\\' ? "\\" : "");
            am_buffer_put(out, am_slice_part(rest, 0, bytes));
        }
        at += bytes;
    }
    am_buffer_put_char(out, '"');
}

/* `,"KEY":"TEXT"`, the key with what stands before it. */
static void put_member(am_buffer *out, const char *key, am_slice text) {
    am_buffer_put_text(out, key);
    put_text(out, text);
}

/* A path as a URI reference: what may not stand in one is written in hexadecimal. */
static void put_uri(am_buffer *out, am_slice path) {
    static const char kept[] = "-._~/";
    bool is_absolute = path.length > 0 && path.data[0] == '/';
    am_buffer_put_text(out, is_absolute ? "\"file://" : "\"");
    for (size_t i = 0; i < path.length; i++) {
        unsigned char c = (unsigned char)path.data[i];
        bool is_plain = (c >= '0' && c <= '9') || (c | 0x20u) - 'a' < 26u;
        for (size_t k = 0; !is_plain && k < sizeof kept - 1; k++) {
            is_plain = c == (unsigned char)kept[k];
        }
        if (is_plain) {
            am_buffer_put_char(out, (char)c);
        } else {
            am_buffer_put_char(out, '%');
            am_buffer_put_hex(out, c, 2);
        }
    }
    am_buffer_put_char(out, '"');
}

static void put_number(am_buffer *out, const char *key, uint32_t number) {
    am_buffer_put_text(out, key);
    am_buffer_put_unsigned(out, number);
}

static void put_region(am_buffer *out, const char *key, const am_source *source, am_span span) {
    am_position start = am_source_position(source, span.start);
    am_position end = am_source_position(source, span.start + span.length);
    am_buffer_put_text(out, key);
    put_number(out, ":{\"startLine\":", start.line);
    put_number(out, ",\"startColumn\":", start.column);
    put_number(out, ",\"endLine\":", end.line);
    put_number(out, ",\"endColumn\":", end.column);
    am_buffer_put_char(out, '}');
}

/* `{"physicalLocation":...`, still open. */
static void put_place(am_buffer *out, const am_sources *sources, am_span span) {
    const am_source *source = &sources->items[span.source];
    am_buffer_put_text(out, "{\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
    put_uri(out, source->path);
    am_buffer_put_char(out, '}');
    if (span.start != 0 || span.length != 0) {
        put_region(out, ",\"region\"", source, span);
    }
    am_buffer_put_char(out, '}');
}

static void put_notes(am_buffer *out, const am_sources *sources, const am_note *notes) {
    bool is_first = true;
    for (const am_note *note = notes; note != NULL; note = note->next) {
        if (note->span.source >= sources->count) {
            continue;
        }
        am_buffer_put_text(out, is_first ? ",\"relatedLocations\":[" : ",");
        put_place(out, sources, note->span);
        put_member(out, ",\"message\":{\"text\":", note->text);
        am_buffer_put_text(out, "}}");
        is_first = false;
    }
    am_buffer_put_text(out, is_first ? "" : "]");
}

/* What to write instead, as the message's last words and as a change of the text. */
static void put_fix(am_buffer *out, const am_sources *sources, const am_diagnostic *diagnostic) {
    const am_source *source = &sources->items[diagnostic->span.source];
    am_buffer_put_text(out, ",\"fixes\":[{\"description\":{\"text\":\"write instead\"},\"artifactChanges\":[{"
                            "\"artifactLocation\":{\"uri\":");
    put_uri(out, source->path);
    am_buffer_put_text(out, "},\"replacements\":[{");
    put_region(out, "\"deletedRegion\"", source, diagnostic->span);
    put_member(out, ",\"insertedContent\":{\"text\":", diagnostic->suggestion);
    am_buffer_put_text(out, "}}]}]}]");
}

static void put_message(am_buffer *out, const am_diagnostic *diagnostic) {
    am_buffer text;
    am_buffer_init(&text, out->allocator);
    am_buffer_put(&text, diagnostic->message);
    if (diagnostic->expected.length > 0) {
        am_buffer_put_text(&text, "; expected: ");
        am_buffer_put(&text, diagnostic->expected);
    }
    if (diagnostic->suggestion.length > 0) {
        am_buffer_put_text(&text, "; write instead: `");
        am_buffer_put(&text, diagnostic->suggestion);
        am_buffer_put_char(&text, '`');
    }
    put_member(out, ",\"message\":{\"text\":", am_buffer_text(&text));
    am_buffer_put_char(out, '}');
    out->is_failed = out->is_failed || text.is_failed;
    am_buffer_clear(&text);
}

static void put_result(am_buffer *out, const am_sources *sources, const am_diagnostic *diagnostic) {
    bool has_source = diagnostic->span.source < sources->count;
    bool has_place = has_source && (diagnostic->span.start != 0 || diagnostic->span.length != 0);
    put_member(out, "{\"ruleId\":", am_slice_of(am_diag_code_of(diagnostic->diag)));
    put_member(out, ",\"level\":",
               am_diag_code_of(diagnostic->diag)[0] == 'W' ? AM_SLICE("warning") : AM_SLICE("error"));
    put_message(out, diagnostic);
    if (has_source) {
        am_buffer_put_text(out, ",\"locations\":[");
        put_place(out, sources, diagnostic->span);
        am_buffer_put_text(out, "}]");
    }
    put_notes(out, sources, diagnostic->notes);
    if (has_place && diagnostic->suggestion.length > 0) {
        put_fix(out, sources, diagnostic);
    }
    am_buffer_put_char(out, '}');
}

static bool is_used(const am_sarif_part *parts, size_t count, am_diag diag) {
    for (size_t i = 0; i < count; i++) {
        for (const am_diagnostic *at = parts[i].first; at != NULL; at = at->next) {
            if (at->diag == diag) {
                return true;
            }
        }
    }
    return false;
}

/* The message of a code, without the words that differ from case to case. */
static void put_pattern(am_buffer *out, am_slice message) {
    am_buffer text;
    am_buffer_init(&text, out->allocator);
    for (size_t i = 0; i < message.length; i++) {
        if (message.data[i] == '{' && i + 2 < message.length && message.data[i + 2] == '}') {
            am_buffer_put_text(&text, "...");
            i += 2;
        } else {
            am_buffer_put_char(&text, message.data[i]);
        }
    }
    put_member(out, ",\"shortDescription\":{\"text\":", am_buffer_text(&text));
    out->is_failed = out->is_failed || text.is_failed;
    am_buffer_clear(&text);
}

static void put_rules(am_buffer *out, const am_sarif_part *parts, size_t count) {
    bool is_first = true;
    for (am_diag diag = AM_DIAG_NONE + 1; diag < AM_DIAG_COUNT; diag++) {
        if (!is_used(parts, count, diag)) {
            continue;
        }
        put_member(out, is_first ? "{\"id\":" : ",{\"id\":", am_slice_of(am_diag_code_of(diag)));
        put_member(out, ",\"name\":", am_slice_of(am_diag_slug_of(diag)));
        put_pattern(out, am_slice_of(am_diag_message_of(diag)));
        put_member(out, "},\"fullDescription\":{\"text\":", am_slice_of(am_diag_page_of(diag)));
        am_buffer_put_text(out, "}}");
        is_first = false;
    }
}

void am_sarif_print(am_buffer *out, const am_sarif_part *parts, size_t count, am_slice version) {
    bool is_first = true;
    am_buffer_put_text(out,
                       "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
                       "\"runs\":[{\"tool\":{\"driver\":{\"name\":\"amerce\"");
    put_member(out, ",\"version\":", version);
    am_buffer_put_text(out, ",\"rules\":[");
    put_rules(out, parts, count);
    am_buffer_put_text(out, "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[");
    for (size_t i = 0; i < count; i++) {
        for (const am_diagnostic *at = parts[i].first; at != NULL; at = at->next) {
            am_buffer_put_text(out, is_first ? "\n" : ",\n");
            put_result(out, parts[i].sources, at);
            is_first = false;
        }
    }
    am_buffer_put_text(out, is_first ? "]}]}\n" : "\n]}]}\n");
}
