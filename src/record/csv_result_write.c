/*
 * The cells of results as CSV for spreadsheets, or as a table for people.
 *
 * Texts are made safe for where they go: a spreadsheet must not take one for a formula, a terminal not for
 * its commands. A table's columns are as wide as its first rows need; what comes later and is wider moves the
 * rest of its row.
 */
#include <string.h>

#include "base/unicode.h"
#include "record/csv_result.h"
#include "record/json.h"

/* A table's first rows are kept so long, and no wider than this does a cell make its column. */
enum { ROWS_KEPT = 200, WIDEST = 60 };

static am_slice cell_text(const am_csv_results *results, const am_result_column *cell) {
    return am_slice_part(am_buffer_text(&results->text), cell->start, cell->end);
}

/* CSV */

/* A text that a spreadsheet would evaluate gets an apostrophe, by which it is a text there. */
static bool is_formula(am_slice text) {
    return text.length > 0 && memchr("=+-@\t\r", text.data[0], 6) != NULL && !am_json_is_number(text);
}

static void put_csv_cell(am_csv_results *results, am_slice text, am_buffer *out) {
    am_buffer marked;

    if (!is_formula(text)) {
        am_csv_put(out, text);
        return;
    }
    am_buffer_init(&marked, results->arena.allocator);
    am_buffer_put_char(&marked, '\'');
    am_buffer_put(&marked, text);
    am_csv_put(out, am_buffer_text(&marked));
    out->is_failed = out->is_failed || marked.is_failed;
    am_buffer_clear(&marked);
}

static void put_csv_head(const am_csv_results *results, am_buffer *out) {
    for (uint32_t i = 0; i < results->count; i++) {
        am_buffer_put_text(out, i > 0 ? "," : "");
        am_csv_put(out, results->columns[i].name);
    }
    am_buffer_put_char(out, '\n');
}

static void put_csv_row(am_csv_results *results, am_buffer *out) {
    for (uint32_t i = 0; i < results->count; i++) {
        am_buffer_put_text(out, i > 0 ? "," : "");
        put_csv_cell(results, cell_text(results, &results->columns[i]), out);
    }
    am_buffer_put_char(out, '\n');
}

/* Tables */

/* The text with what a terminal would obey replaced. */
static void put_visible(am_buffer *out, am_slice text) {
    for (size_t at = 0; at < text.length;) {
        uint32_t point = 0;
        size_t bytes = am_utf8_decode(am_slice_part(text, at, text.length), &point);
        bool is_shown =
            bytes > 0 && point != '\t' && point != '\n' && point != '\r' && !am_unicode_is_forbidden(point);

        am_buffer_put(out, is_shown ? am_slice_part(text, at, at + bytes) : AM_SLICE("\xEF\xBF\xBD"));
        at += bytes == 0 ? 1 : bytes;
    }
}

static void put_blanks(am_buffer *out, size_t count) {
    while (count-- > 0) {
        am_buffer_put_char(out, ' ');
    }
}

static void put_table_cell(const am_csv_results *results, uint32_t index, am_slice text, bool is_right,
                           am_buffer *out) {
    const am_result_column *at = &results->columns[index];
    size_t start = out->length;
    size_t width;
    size_t gap;

    put_visible(out, text);
    if (out->is_failed) {
        return;
    }
    width = am_unicode_width(am_slice_part(am_buffer_text(out), start, out->length));
    gap = width < at->width ? at->width - width : 0;
    if (is_right) {
        out->length = start;
        put_blanks(out, gap);
        put_visible(out, text);
    } else {
        put_blanks(out, gap);
    }
    put_blanks(out, 2);
}

/* Ends a row, without the blanks at its end. */
static void end_table_row(am_buffer *out) {
    while (out->length > 0 && out->data[out->length - 1] == ' ') {
        out->length--;
    }
    am_buffer_put_char(out, '\n');
}

/* Numbers stand to the right, but for those that are names: the id, which is the first column. */
static void put_table_row(const am_csv_results *results, am_buffer *out) {
    for (uint32_t i = 0; i < results->count; i++) {
        if (results->columns[i].width > 0) {
            put_table_cell(results, i, cell_text(results, &results->columns[i]),
                           i > 0 && results->columns[i].is_number, out);
        }
    }
    end_table_row(out);
}

/* Columns that say nothing in the rows kept are left out, but for those of outcomes that may still come. */
static void measure(am_csv_results *results) {
    for (uint32_t i = 0; i < results->count; i++) {
        am_result_column *at = &results->columns[i];
        size_t width = am_unicode_width(cell_text(results, at));

        width = width > WIDEST ? WIDEST : width;
        at->width = width > at->width ? (uint32_t)width : at->width;
    }
}

static void put_table_head(am_csv_results *results, am_buffer *out) {
    bool is_all = results->kept_count < ROWS_KEPT;

    for (uint32_t i = 0; i < results->count; i++) {
        am_result_column *at = &results->columns[i];
        size_t width = am_unicode_width(at->name);

        if (at->width == 0 && is_all) {
            continue;
        }
        at->width = at->width > width ? at->width : (uint32_t)width;
        put_table_cell(results, i, at->name, false, out);
    }
    end_table_row(out);
}

static void put_kept(am_csv_results *results, am_buffer *out) {
    am_slice rest = am_buffer_text(&results->kept);

    put_table_head(results, out);
    while (rest.length > 0) {
        const char *newline = memchr(rest.data, '\n', rest.length);
        size_t length = (size_t)(newline - rest.data);

        am_csv_result_read(results, am_slice_part(rest, 0, length));
        put_table_row(results, out);
        rest = am_slice_part(rest, length + 1, rest.length);
    }
    results->has_head = true;
    am_buffer_clear(&results->kept);
}

static void put_table(am_csv_results *results, am_slice line, am_buffer *out) {
    if (results->has_head) {
        put_table_row(results, out);
        return;
    }
    measure(results);
    am_buffer_put(&results->kept, line);
    am_buffer_put_char(&results->kept, '\n');
    if (++results->kept_count == ROWS_KEPT) {
        put_kept(results, out);
    }
}

void am_csv_results_put(am_csv_results *results, am_slice line, am_buffer *out) {
    am_csv_result_read(results, line);
    if (results->is_table) {
        put_table(results, line, out);
    } else {
        if (!results->has_head) {
            put_csv_head(results, out);
        }
        results->has_head = true;
        put_csv_row(results, out);
    }
    out->is_failed = out->is_failed || results->text.is_failed || results->kept.is_failed;
}

void am_csv_results_finish(am_csv_results *results, am_buffer *out) {
    if (!results->has_head && results->is_table && results->kept_count > 0) {
        put_kept(results, out);
    } else if (!results->has_head && !results->is_table) {
        put_csv_head(results, out);
        results->has_head = true;
    }
}
