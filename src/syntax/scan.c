/*
 * Characters that may stand nowhere in a rulebook, not even in a comment: found before anything else is read.
 *
 * A text must say what it seems to say. What changes the order of characters on the screen, or cannot be
 * seen, is named with its code point.
 */
#include "base/unicode.h"
#include "syntax/lexer.h"

typedef struct {
    uint32_t code_point;
    const char *name;
} named_character;

static const named_character names[] = {
    {0x0000, "null"},
    {0x000D, "carriage return within a line"},
    {0x001B, "escape"},
    {0x00AD, "soft hyphen"},
    {0x061C, "Arabic letter mark"},
    {0x180E, "Mongolian vowel separator"},
    {0x200B, "zero-width space"},
    {0x200C, "zero-width non-joiner"},
    {0x200D, "zero-width joiner"},
    {0x200E, "left-to-right mark"},
    {0x200F, "right-to-left mark"},
    {0x202A, "left-to-right embedding"},
    {0x202B, "right-to-left embedding"},
    {0x202C, "pop directional formatting"},
    {0x202D, "left-to-right override"},
    {0x202E, "right-to-left override"},
    {0x2060, "word joiner"},
    {0x2066, "left-to-right isolate"},
    {0x2067, "right-to-left isolate"},
    {0x2068, "first strong isolate"},
    {0x2069, "pop directional isolate"},
    {0xFEFF, "byte-order mark"},
};

static void put_name(am_buffer *buffer, uint32_t code_point) {
    static const char digits[] = "0123456789ABCDEF";
    unsigned width = code_point > 0xFFFFF ? 6 : code_point > 0xFFFF ? 5 : 4;
    am_buffer_put_text(buffer, "U+");
    for (unsigned i = width; i > 0; i--) {
        am_buffer_put_char(buffer, digits[(code_point >> (4 * (i - 1))) & 0xF]);
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (names[i].code_point == code_point) {
            am_buffer_put_text(buffer, " (");
            am_buffer_put_text(buffer, names[i].name);
            am_buffer_put_char(buffer, ')');
        }
    }
}

static void report_character(am_diagnostics *diagnostics, am_span span, uint32_t code_point) {
    am_buffer buffer;
    am_buffer_init(&buffer, diagnostics->arena->allocator);
    put_name(&buffer, code_point);
    am_diagnose(diagnostics, AM_DIAG_FORBIDDEN_CHARACTER, span, AM_ARGUMENTS(am_buffer_text(&buffer)));
    am_buffer_clear(&buffer);
}

static bool is_plain(unsigned char c) {
    return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t';
}

/* Nearly all characters are plain. */
static size_t plain_end(am_slice text, size_t at) {
    while (at < text.length && is_plain((unsigned char)text.data[at])) {
        at++;
    }
    return at;
}

bool am_lexer_is_utf16(const am_source *source) {
    const unsigned char *bytes = (const unsigned char *)source->text.data;
    if (source->text.length < 2) {
        return false;
    }
    bool is_marked = (bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF);
    return is_marked || (bytes[0] == 0) != (bytes[1] == 0);
}

/* That the text is in another encoding is one mistake, however many of its letters show it. */
void am_lexer_scan_characters(const am_source *source, uint16_t number, am_diagnostics *diagnostics) {
    am_slice text = source->text;
    size_t at = 0;
    bool is_utf8 = true;
    while (at < text.length) {
        unsigned char c = (unsigned char)text.data[at];
        bool is_line_end = c == '\r' && at + 1 < text.length && text.data[at + 1] == '\n';
        if (is_plain(c) || is_line_end) {
            at = plain_end(text, at + 1);
            continue;
        }
        uint32_t code_point;
        size_t bytes = am_utf8_decode(am_slice_part(text, at, text.length), &code_point);
        am_span span = {number, (uint32_t)at, (uint32_t)(bytes == 0 ? 1 : bytes)};
        if (bytes == 0 && is_utf8) {
            am_diagnose(diagnostics, AM_DIAG_NOT_UTF8, span, AM_NO_ARGUMENTS);
            is_utf8 = false;
        } else if (bytes != 0 && (code_point == '\r' || am_unicode_is_forbidden(code_point))) {
            report_character(diagnostics, span, code_point);
        }
        at += bytes == 0 ? 1 : bytes;
    }
}
