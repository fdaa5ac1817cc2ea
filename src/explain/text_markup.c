/*
 * The lines of a table as Markdown or HTML: a title and a table for each output.
 *
 * Whatever comes from a rulebook or a record is escaped, so that it stays text.
 */
#include "explain/text_table.h"

static bool is_among(char byte, const char *all) {
    while (*all != '\0' && *all != byte) {
        all++;
    }
    return *all != '\0';
}

static void put_markdown(am_buffer *buffer, am_slice text) {
    for (size_t i = 0; i < text.length; i++) {
        am_buffer_put_text(buffer, is_among(text.data[i], "|*`<[\\") ? "\\" : "");
        am_buffer_put_char(buffer, text.data[i]);
    }
}

static void put_html(am_buffer *buffer, am_slice text) {
    for (size_t i = 0; i < text.length; i++) {
        switch (text.data[i]) {
        case '&':
            am_buffer_put_text(buffer, "&amp;");
            break;
        case '<':
            am_buffer_put_text(buffer, "&lt;");
            break;
        case '>':
            am_buffer_put_text(buffer, "&gt;");
            break;
        default:
            am_buffer_put_char(buffer, text.data[i]);
        }
    }
}

void am_text_put_escaped(am_buffer *buffer, am_text_style style, am_slice text) {
    if (style == AM_TEXT_PLAIN) {
        am_buffer_put(buffer, text);
    } else {
        (style == AM_TEXT_HTML ? put_html : put_markdown)(buffer, text);
    }
}

/* Between the cells of a row, and around it. */
typedef struct markup {
    am_text_style style;
    const char *title_begin, *title_end;
    const char *table_begin, *table_end;
    const char *row_begin, *cell_end, *row_end;
} markup;

static const markup MARKDOWN = {
    AM_TEXT_MARKDOWN, "### ", "\n\n", "| | | | |\n|---|--:|---|---|\n", "", "| ", " | ", " |\n",
};
static const markup HTML = {
    AM_TEXT_HTML, "<h3>", "</h3>\n", "<table>\n", "</table>\n", "<tr><td>", "</td><td>", "</td></tr>\n",
};

static void put_cell(const am_text_table *table, const am_text_line *line, unsigned cell, const markup *as,
                     am_buffer *buffer) {
    am_slice text = am_text_cell_text(table, line, cell);
    if (cell == AM_TEXT_AMOUNT && text.length > 0 && line->sign != ' ') {
        am_buffer_put_char(buffer, line->sign);
        am_buffer_put_char(buffer, ' ');
    }
    am_text_put_escaped(buffer, as->style, text);
}

/* What an output comes to, and its citation. */
static void put_title(const am_text_table *table, const am_text_line *line, const markup *as,
                      am_buffer *buffer) {
    am_buffer_put_text(buffer, as->title_begin);
    for (unsigned cell = 0; cell < AM_TEXT_CELL_COUNT; cell++) {
        bool is_there = am_text_cell_text(table, line, cell).length > 0;
        am_buffer_put_text(buffer, !is_there || cell == 0 ? "" : cell == AM_TEXT_CITATION ? ", " : ": ");
        put_cell(table, line, cell, as, buffer);
    }
    am_buffer_put_text(buffer, as->title_end);
}

static void put_row(const am_text_table *table, const am_text_line *line, const markup *as,
                    am_buffer *buffer) {
    am_buffer_put_text(buffer, as->row_begin);
    for (unsigned level = 1; level < line->level; level++) {
        am_buffer_put_text(buffer, "&emsp;");
    }
    for (unsigned cell = 0; cell < AM_TEXT_CELL_COUNT; cell++) {
        am_buffer_put_text(buffer, cell == 0 ? "" : as->cell_end);
        put_cell(table, line, cell, as, buffer);
    }
    am_buffer_put_text(buffer, as->row_end);
}

void am_text_table_mark_up(const am_text_table *table, am_text_style style, am_buffer *buffer) {
    const markup *as = style == AM_TEXT_HTML ? &HTML : &MARKDOWN;
    for (size_t i = 0; i < table->count; i++) {
        const am_text_line *line = &table->lines[i];
        bool is_title = i == 0 && line->form == AM_TEXT_HEADING && line->level == 0;
        (is_title ? put_title : put_row)(table, line, as, buffer);
        am_buffer_put_text(buffer, is_title && table->count > 1 ? as->table_begin : "");
    }
    am_buffer_put_text(buffer, table->count > 1 ? as->table_end : "");
}
