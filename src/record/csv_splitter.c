/*
 * CSV as it arrives to rows: a line, or several where a cell's quotes go over line ends.
 *
 * A quote that breaks a row costs the line on which its cell begins and no more: rows begin again with the
 * next line. What it answers depends on the bytes alone, not on the pieces they arrive in.
 */
#include <string.h>

#include "record/csv.h"
#include "record/refusal.h"

enum {
    AT_START, /* of the input, where a byte-order mark may be */
    AT_CELL,  /* at its first byte */
    IN_PLAIN, /* cell without quotes */
    IN_QUOTES,
    BEHIND_QUOTE,  /* which ends the cell, or is the first of two */
    BEHIND_RETURN, /* behind the carriage return behind a cell in quotes */
    GIVING_UP,     /* looking for the end of a line to be given up */
    PASSING,       /* the same where that was too long to be kept */
};

void am_csv_splitter_init(am_csv_splitter *splitter, am_allocator allocator) {
    *splitter = (am_csv_splitter){.state = AT_START};
    am_window_init(&splitter->input, allocator);
}

void am_csv_splitter_over(am_csv_splitter *splitter, char *text, size_t bytes) {
    *splitter = (am_csv_splitter){.state = AT_START};
    splitter->input =
        (am_window){.data = text, .capacity = bytes, .tail = bytes, .is_ended = true, .line = 1, .column = 1};
}

void am_csv_splitter_clear(am_csv_splitter *splitter) {
    am_window_clear(&splitter->input);
}

static void start_row(am_csv_splitter *splitter) {
    splitter->state = AT_CELL;
    splitter->input.scan = splitter->input.head;
    splitter->cell_start = 0;
    splitter->cell = 0;
}

/* The row at `head` is bad, from the line of the cell that `scan` is in. */
static void give_up(am_csv_splitter *splitter, am_diag diag) {
    splitter->state = GIVING_UP;
    splitter->diag = diag;
    splitter->input.scan = splitter->input.head + splitter->cell_start;
}

static void end_cell(am_csv_splitter *splitter) {
    splitter->state = AT_CELL;
    splitter->cell_start = splitter->input.scan + 1 - splitter->input.head;
    splitter->cell++;
}

/* What a byte means behind a quote that may have ended the cell; true when it ends the row. */
static bool pass_behind_quote(am_csv_splitter *splitter, char c) {
    if (c == '\n') {
        return true;
    }
    if (splitter->state == BEHIND_QUOTE && c == '"') {
        splitter->state = IN_QUOTES;
    } else if (splitter->state == BEHIND_QUOTE && c == ',') {
        end_cell(splitter);
    } else if (splitter->state == BEHIND_QUOTE && c == '\r') {
        splitter->state = BEHIND_RETURN;
    } else {
        give_up(splitter, AM_DIAG_CSV_BEHIND_QUOTE);
    }
    return false;
}

/* The same in or before a cell without quotes. */
static bool pass_plain(am_csv_splitter *splitter, char c) {
    if (c == '\n') {
        return true;
    }
    if (c == ',') {
        end_cell(splitter);
    } else if (c == '"' && splitter->state == IN_PLAIN) {
        give_up(splitter, AM_DIAG_CSV_STRAY_QUOTE);
    } else {
        splitter->state = c == '"' ? IN_QUOTES : IN_PLAIN;
    }
    return false;
}

/* Passes over the bytes of a cell that decide nothing. */
static void pass_dull(am_csv_splitter *splitter, size_t limit) {
    am_window *input = &splitter->input;
    const char *from = input->data + input->scan;

    if (splitter->state == IN_QUOTES) {
        const char *quote = memchr(from, '"', limit - input->scan);

        input->scan = quote == NULL ? limit : (size_t)(quote - input->data);
    } else if (splitter->state == IN_PLAIN) {
        const char *at = from;
        while (at < input->data + limit && *at != ',' && *at != '"' && *at != '\n') {
            at++;
        }
        input->scan = (size_t)(at - input->data);
    }
}

/* To the line end behind the row; false when it is not there yet, or the row is given up. */
static bool find_end(am_csv_splitter *splitter) {
    am_window *input = &splitter->input;
    size_t limit = am_window_limit(input);

    for (pass_dull(splitter, limit); input->scan < limit; pass_dull(splitter, limit)) {
        char c = input->data[input->scan];
        bool is_behind = splitter->state == BEHIND_QUOTE || splitter->state == BEHIND_RETURN;

        if (splitter->state == IN_QUOTES) {
            splitter->state = BEHIND_QUOTE;
        } else if (is_behind ? pass_behind_quote(splitter, c) : pass_plain(splitter, c)) {
            return true;
        }
        if (splitter->state == GIVING_UP) {
            return false;
        }
        input->scan++;
    }
    return false;
}

/* Gives the text up to `scan`, and goes on behind it and the line end there. */
static void give(am_csv_splitter *splitter, am_csv_row *row) {
    am_window *input = &splitter->input;
    size_t end = input->scan;

    *row = (am_csv_row){{input->data + input->head, end - input->head}, input->line, splitter->cell};
    if (row->text.length > 0 && row->text.data[row->text.length - 1] == '\r') {
        row->text.length--;
    }
    am_window_advance(input, end + (end < input->tail && input->data[end] == '\n'));
    start_row(splitter);
}

static am_split give_bad(am_csv_splitter *splitter, am_csv_row *row, am_record_error *error) {
    size_t at = splitter->cell_start;

    give(splitter, row);
    am_refusal_write(error, (am_refusal_text){row->text, row->line, 1, NULL},
                     row->text.data + (at < row->text.length ? at : row->text.length), splitter->diag, NULL,
                     0);
    error->id.length = 0;
    return AM_SPLIT_BAD;
}

/* The line end that what is given up ends with; false when it is not there yet. */
static bool find_line_end(am_csv_splitter *splitter) {
    am_window *input = &splitter->input;
    size_t limit = am_window_limit(input);
    const char *newline = memchr(input->data + input->scan, '\n', limit - input->scan);

    input->scan = newline == NULL ? limit : (size_t)(newline - input->data);
    return newline != NULL || (input->is_ended && limit == input->tail);
}

static am_split next_given_up(am_csv_splitter *splitter, am_csv_row *row, am_record_error *error) {
    am_window *input = &splitter->input;

    if (find_line_end(splitter)) {
        return give_bad(splitter, row, error);
    }
    if (am_window_is_full(input)) {
        /* Where the line end is just behind it, it goes along. */
        bool is_line_over = input->scan < input->tail && input->data[input->scan] == '\n';

        give_bad(splitter, row, error);
        splitter->state = is_line_over ? AT_CELL : PASSING;
        return AM_SPLIT_BAD;
    }
    return AM_SPLIT_MORE;
}

/* Behind what was too long to be kept; true when rows begin again. */
static bool pass_line(am_csv_splitter *splitter) {
    bool is_found = find_line_end(splitter);
    am_csv_row passed;

    if (is_found) {
        give(splitter, &passed);
    } else {
        am_window_advance(&splitter->input, splitter->input.scan);
    }
    return is_found;
}

/* SPLIT_BAD: the row is to be given up. */
static am_split next_row(am_csv_splitter *splitter, am_csv_row *row) {
    am_window *input = &splitter->input;
    bool is_found = find_end(splitter);

    if (splitter->state == GIVING_UP) {
        return AM_SPLIT_BAD;
    }
    if (!is_found && am_window_is_full(input)) {
        give_up(splitter, AM_DIAG_RECORD_TOO_LONG);
        return AM_SPLIT_BAD;
    }
    if (!is_found && !input->is_ended) {
        return AM_SPLIT_MORE;
    }
    if (!is_found && splitter->state == IN_QUOTES) {
        give_up(splitter, AM_DIAG_CSV_OPEN_QUOTE);
        return AM_SPLIT_BAD;
    }
    if (input->head == input->tail) {
        return AM_SPLIT_END;
    }
    give(splitter, row);
    return AM_SPLIT_RECORD;
}

am_split am_csv_splitter_next(am_csv_splitter *splitter, am_csv_row *row, am_record_error *error) {
    for (;;) {
        am_split result;

        switch (splitter->state) {
        case AT_START:
            if (!am_window_pass_mark(&splitter->input)) {
                return AM_SPLIT_MORE;
            }
            start_row(splitter);
            break;
        case GIVING_UP:
            return next_given_up(splitter, row, error);
        case PASSING:
            if (!pass_line(splitter)) {
                return AM_SPLIT_MORE;
            }
            break;
        default:
            result = next_row(splitter, row);
            if (result != AM_SPLIT_BAD && (result != AM_SPLIT_RECORD || row->text.length > 0)) {
                return result;
            }
            break;
        }
    }
}

bool am_csv_splitter_peek(am_csv_splitter *splitter, am_slice *text, uint32_t *line) {
    am_window *input = &splitter->input;

    if (splitter->state != AT_CELL || input->scan != input->head || input->head == input->tail) {
        return false;
    }
    input->data[input->tail] = '\n';
    *text = (am_slice){input->data + input->head, input->tail - input->head};
    *line = input->line;
    return true;
}

void am_csv_splitter_took(am_csv_splitter *splitter, size_t bytes, uint32_t lines) {
    am_window_pass_lines(&splitter->input, splitter->input.head + bytes, lines);
    start_row(splitter);
}
