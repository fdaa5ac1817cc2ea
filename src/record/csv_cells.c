/*
 * Rows into cells, and cells read and written.
 *
 * The splitter has seen that each quote is where it may be.
 */
#include <string.h>

#include "record/csv.h"

/* Where the cell at the text's beginning ends. */
static size_t cell_length(am_slice text) {
    size_t at = 0;

    if (text.length > 0 && text.data[0] == '"') {
        for (at = 1;
             at < text.length && (text.data[at] != '"' || (at + 1 < text.length && text.data[at + 1] == '"'));
             at++) {
            at += text.data[at] == '"';
        }
    }
    while (at < text.length && text.data[at] != ',') {
        at++;
    }
    return at;
}

void am_csv_cells_cut(am_csv_cells *cells, am_csv_row row) {
    am_slice rest = row.text;
    bool is_last = false;

    cells->row = row;
    cells->count = 0;
    while (!is_last) {
        size_t length = cell_length(rest);

        if (cells->count < cells->room) {
            cells->items[cells->count] = am_slice_part(rest, 0, length);
        }
        cells->count++;
        is_last = length == rest.length;
        rest = am_slice_part(rest, length + 1, rest.length);
    }
}

size_t am_csv_count_cells(am_slice row) {
    am_csv_cells cells = {.room = 0};

    am_csv_cells_cut(&cells, (am_csv_row){.text = row});
    return cells.count;
}

bool am_csv_is_empty(am_slice cell) {
    return cell.length == 0 || am_slice_is_equal(cell, AM_SLICE("\"\""));
}

am_slice am_csv_say(am_slice cell, am_buffer *scratch) {
    size_t start = scratch->length;
    const char *quote;

    if (cell.length == 0 || cell.data[0] != '"') {
        return cell;
    }
    cell = am_slice_part(cell, 1, cell.length - 1);
    if (cell.length == 0 || memchr(cell.data, '"', cell.length) == NULL) {
        return cell;
    }
    while (cell.length > 0 && (quote = memchr(cell.data, '"', cell.length)) != NULL) {
        size_t end = (size_t)(quote - cell.data) + 1;

        am_buffer_put(scratch, am_slice_part(cell, 0, end));
        cell = am_slice_part(cell, end + 1, cell.length);
    }
    am_buffer_put(scratch, cell);
    return scratch->is_failed ? AM_SLICE("") : am_slice_part(am_buffer_text(scratch), start, scratch->length);
}

static bool must_be_quoted(am_slice text) {
    for (size_t i = 0; i < text.length; i++) {
        if (memchr(",\"\r\n", text.data[i], 4) != NULL) {
            return true;
        }
    }
    return text.length > 0 && (text.data[0] == ' ' || text.data[text.length - 1] == ' ');
}

void am_csv_put(am_buffer *buffer, am_slice text) {
    if (!must_be_quoted(text)) {
        am_buffer_put(buffer, text);
        return;
    }
    size_t start = 0;
    am_buffer_put_char(buffer, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '"') {
            am_buffer_put(buffer, am_slice_part(text, start, i + 1));
            start = i;
        }
    }
    am_buffer_put(buffer, am_slice_part(text, start, text.length));
    am_buffer_put_char(buffer, '"');
}
