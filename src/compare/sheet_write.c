/*
 * Tables as text, Markdown and HTML.
 *
 * In text a column is as wide as its rulebooks' share of the whole, or as its longest word; what is longer
 * goes on in the line below.
 */
#include <string.h>

#include "base/unicode.h"
#include "compare/report.h"
#include "explain/explain.h"

enum { WIDTH = 120, NARROWEST = 16, GAP = 2, WIDEST_WORD = 60 };

/* Text */

static size_t width_of(am_slice text) {
    size_t width = 0;
    for (size_t i = 0; i < text.length; i++) {
        width += text.data[i] == AM_SHEET_BLANK;
    }
    return width + am_unicode_width(text);
}

/* How far the text goes on without a blank or the end of a line. */
static size_t word_length(am_slice text) {
    size_t length = 0;
    while (length < text.length && text.data[length] != ' ' && text.data[length] != AM_SHEET_BREAK) {
        length++;
    }
    return length;
}

/* The beginning of the text that stands on one line of that width; the text then goes on in the next. */
static am_slice take_line(am_slice *text, size_t width) {
    size_t end = word_length(*text);
    size_t used = width_of(am_slice_part(*text, 0, end));
    while (end < text->length && text->data[end] == ' ') {
        am_slice rest = am_slice_part(*text, end + 1, text->length);
        am_slice word = am_slice_part(rest, 0, word_length(rest));
        used += 1 + width_of(word);
        if (used > width) {
            break;
        }
        end += 1 + word.length;
    }
    am_slice line = am_slice_part(*text, 0, end);
    *text = am_slice_part(*text, end + 1, text->length);
    return line;
}

/* Of its longest line. */
static size_t widest_line(am_slice text) {
    size_t widest = 0;
    while (text.length > 0) {
        size_t width = width_of(take_line(&text, SIZE_MAX));
        widest = width > widest ? width : widest;
    }
    return widest;
}

static size_t longest_word(am_slice text) {
    size_t longest = 0;
    while (text.length > 0) {
        size_t width = width_of(take_line(&text, 1));
        longest = width > longest ? width : longest;
    }
    return longest < WIDEST_WORD ? longest : WIDEST_WORD;
}

/* Blanks at the end of a line are not written: they wait for what comes behind them. */
typedef struct text_line {
    am_buffer *out;
    size_t waiting;
} text_line;

static void put_padded(text_line *line, am_slice text, size_t width) {
    size_t used = width_of(text);
    for (; text.length > 0 && line->waiting > 0; line->waiting--) {
        am_buffer_put_char(line->out, ' ');
    }
    for (size_t i = 0; i < text.length; i++) {
        am_buffer_put_char(line->out, text.data[i] == AM_SHEET_BLANK ? ' ' : text.data[i]);
    }
    line->waiting += used < width ? width - used : 0;
}

typedef struct text_widths {
    size_t label;
    size_t *columns; /* one a rulebook */
} text_widths;

static size_t label_width(const am_sheet_row *row) {
    return width_of(row->label) + (size_t)GAP * row->level;
}

static bool measure(const am_sheet *sheet, text_widths *widths) {
    size_t count = sheet->all->count;
    size_t whole = sheet->all->options.width > 0 ? sheet->all->options.width : WIDTH;
    widths->columns = AM_NEW_ARRAY(&sheet->all->record_arena, size_t, count);
    widths->label = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        size_t width = sheet->rows[i].cells != NULL ? label_width(&sheet->rows[i]) : 0;
        widths->label = width > widths->label ? width : widths->label;
    }
    if (widths->columns == NULL) {
        return false;
    }
    size_t rest = whole > widths->label ? whole - widths->label : 0;
    size_t share = rest / count > NARROWEST + GAP ? rest / count - GAP : NARROWEST;
    for (size_t i = 0; i < count; i++) {
        size_t longest = longest_word(sheet->all->parties[i].name);
        size_t widest = width_of(sheet->all->parties[i].name);
        for (size_t j = 0; j < sheet->count; j++) {
            am_slice cell = sheet->rows[j].cells != NULL ? sheet->rows[j].cells[i] : AM_SLICE("");
            size_t word = longest_word(cell);
            size_t width = widest_line(cell);
            longest = word > longest ? word : longest;
            widest = width > widest ? width : widest;
        }
        widths->columns[i] = widest < share ? widest : longest > share ? longest : share;
    }
    return true;
}

static bool is_anything_left(const am_slice *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (cells[i].length > 0) {
            return true;
        }
    }
    return false;
}

static void put_text_row(const am_sheet *sheet, const text_widths *widths, am_slice label, unsigned level,
                         const am_slice *cells, am_buffer *out) {
    size_t count = sheet->all->count;
    am_slice *left = AM_NEW_ARRAY(&sheet->all->record_arena, am_slice, count);
    bool is_first = true;
    if (left == NULL) {
        return;
    }
    memcpy(left, cells, count * sizeof *cells);
    while (is_first || is_anything_left(left, count)) {
        text_line line = {out, is_first ? GAP * level : 0};
        put_padded(&line, is_first ? label : AM_SLICE(""), widths->label - (is_first ? GAP * level : 0));
        for (size_t i = 0; i < count; i++) {
            line.waiting += GAP;
            put_padded(&line, take_line(&left[i], widths->columns[i]), widths->columns[i]);
        }
        am_buffer_put_char(out, '\n');
        is_first = false;
    }
}

static void put_rule(const am_sheet *sheet, const text_widths *widths, am_buffer *out) {
    size_t whole = widths->label;
    for (size_t i = 0; i < sheet->all->count; i++) {
        whole += GAP + widths->columns[i];
    }
    for (size_t i = 0; i < whole; i++) {
        am_buffer_put_char(out, '-');
    }
    am_buffer_put_char(out, '\n');
}

static void put_names(const am_sheet *sheet, const text_widths *widths, am_buffer *out) {
    am_slice *names = AM_NEW_ARRAY(&sheet->all->record_arena, am_slice, sheet->all->count);
    for (size_t i = 0; names != NULL && i < sheet->all->count; i++) {
        names[i] = sheet->all->parties[i].name;
    }
    if (names != NULL) {
        put_text_row(sheet, widths, AM_SLICE(""), 0, names, out);
    }
}

void am_sheet_put_text(const am_sheet *sheet, am_buffer *out) {
    text_widths widths;
    am_buffer_put(out, sheet->title);
    am_buffer_put_char(out, '\n');
    if (sheet->refusal.length > 0) {
        am_buffer_put(out, sheet->refusal);
        am_buffer_put_text(out, "\n\n");
        return;
    }
    if (!measure(sheet, &widths)) {
        return;
    }
    put_names(sheet, &widths, out);
    put_rule(sheet, &widths, out);
    for (size_t i = 0; i < sheet->count; i++) {
        const am_sheet_row *row = &sheet->rows[i];
        if (row->cells != NULL) {
            put_text_row(sheet, &widths, row->label, row->level, row->cells, out);
        } else if (row->label.length > 0) {
            am_buffer_put_char(out, '\n');
            am_buffer_put(out, row->label);
            am_buffer_put_char(out, '\n');
        } else {
            put_rule(sheet, &widths, out);
        }
    }
    am_buffer_put_char(out, '\n');
}

/* Markdown and HTML */

static void put_line_escaped(const am_sheet *sheet, am_text_style style, am_slice text, am_buffer *out) {
    am_buffer plain;
    am_buffer_init(&plain, sheet->all->allocator);
    for (size_t i = 0; i < text.length; i++) {
        am_buffer_put_text(&plain, text.data[i] == AM_SHEET_BLANK ? "\xC2\xA0" : "");
        am_buffer_put(&plain, am_slice_part(text, i, i + (text.data[i] != AM_SHEET_BLANK)));
    }
    am_text_put_escaped(out, style, am_buffer_text(&plain));
    out->is_failed = out->is_failed || plain.is_failed;
    am_buffer_clear(&plain);
}

static void put_escaped(const am_sheet *sheet, am_text_style style, am_slice text, am_buffer *out) {
    while (text.length > 0) {
        am_slice line = take_line(&text, SIZE_MAX);
        put_line_escaped(sheet, style, line, out);
        am_buffer_put_text(out, text.length > 0 ? "<br>" : "");
    }
}

/* What stands around and between the parts of a table. */
typedef struct markup {
    am_text_style style;
    const char *title, *title_end;
    const char *refusal, *refusal_end;
    const char *head, *head_cell, *head_cell_end, *head_end;
    const char *row, *label_end, *cell, *cell_end, *row_end;
    const char *inner; /* in front of a label of the second level */
    const char *heading, *heading_end;
    const char *end;
} markup;

static const markup MARKDOWN = {
    .style = AM_TEXT_MARKDOWN,
    .title = "### ",
    .title_end = "\n\n",
    .refusal = "",
    .refusal_end = "\n\n",
    .head = "| |",
    .head_cell = " ",
    .head_cell_end = " |",
    .head_end = "\n",
    .row = "| ",
    .label_end = " |",
    .cell = " ",
    .cell_end = " |",
    .row_end = "\n",
    .inner = "&emsp;",
    .heading = "| *",
    .heading_end = "* |",
    .end = "\n",
};
static const markup HTML = {
    .style = AM_TEXT_HTML,
    .title = "<h3>",
    .title_end = "</h3>\n",
    .refusal = "<p>",
    .refusal_end = "</p>\n",
    .head = "<table>\n<thead><tr><td></td>",
    .head_cell = "<th scope=\"col\">",
    .head_cell_end = "</th>",
    .head_end = "</tr></thead>\n<tbody>\n",
    .row = "<tr><th scope=\"row\">",
    .label_end = "</th>",
    .cell = "<td>",
    .cell_end = "</td>",
    .row_end = "</tr>\n",
    .inner = "&emsp;",
    .heading = "<tr><th scope=\"rowgroup\">",
    .heading_end = "</th>",
    .end = "</tbody>\n</table>\n",
};

static void put_head(const am_sheet *sheet, const markup *as, am_buffer *out) {
    am_buffer_put_text(out, as->head);
    for (size_t i = 0; i < sheet->all->count; i++) {
        am_buffer_put_text(out, as->head_cell);
        put_escaped(sheet, as->style, sheet->all->parties[i].name, out);
        am_buffer_put_text(out, as->head_cell_end);
    }
    am_buffer_put_text(out, as->head_end);
    if (as->style == AM_TEXT_MARKDOWN) {
        am_buffer_put_text(out, "|---|");
        for (size_t i = 0; i < sheet->all->count; i++) {
            am_buffer_put_text(out, "---|");
        }
        am_buffer_put_char(out, '\n');
    }
}

static void put_row(const am_sheet *sheet, const am_sheet_row *row, const markup *as, am_buffer *out) {
    am_buffer_put_text(out, row->cells != NULL ? as->row : as->heading);
    am_buffer_put_text(out, row->level > 0 ? as->inner : "");
    put_escaped(sheet, as->style, row->label, out);
    am_buffer_put_text(out, row->cells != NULL ? as->label_end : as->heading_end);
    for (size_t i = 0; i < sheet->all->count; i++) {
        am_buffer_put_text(out, as->cell);
        put_escaped(sheet, as->style, row->cells != NULL ? row->cells[i] : AM_SLICE(""), out);
        am_buffer_put_text(out, as->cell_end);
    }
    am_buffer_put_text(out, as->row_end);
}

static void put_marked(const am_sheet *sheet, const markup *as, am_buffer *out) {
    am_buffer_put_text(out, as->title);
    put_escaped(sheet, as->style, sheet->title, out);
    am_buffer_put_text(out, as->title_end);
    if (sheet->refusal.length > 0) {
        am_buffer_put_text(out, as->refusal);
        put_escaped(sheet, as->style, sheet->refusal, out);
        am_buffer_put_text(out, as->refusal_end);
        return;
    }
    put_head(sheet, as, out);
    for (size_t i = 0; i < sheet->count; i++) {
        if (sheet->rows[i].cells != NULL || sheet->rows[i].label.length > 0) {
            put_row(sheet, &sheet->rows[i], as, out);
        }
    }
    am_buffer_put_text(out, as->end);
}

void am_sheet_put_markdown(const am_sheet *sheet, am_buffer *out) {
    put_marked(sheet, &MARKDOWN, out);
}

void am_sheet_put_html(const am_sheet *sheet, am_buffer *out) {
    put_marked(sheet, &HTML, out);
}
