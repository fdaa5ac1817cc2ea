/*
 * Cells in the order of the header's columns, each read where it stands.
 *
 * Only the cell of a list is copied, since each quote in it is doubled.
 */
#include "record/quick_csv.h"

#include <string.h>

#include "base/seldom.h"
#include "record/quick_field.h"

struct am_quick_rows {
    am_allocator allocator;
    am_quick *quick;
    am_buffer list; /* the JSON of a list's cell */
    uint32_t column_count;
    const am_quick_field *columns[]; /* NULL: passed over */
};

/* The field of a column, which is left NULL for one that is passed over; false: rows with it are not read
 * here. */
static bool field_of(const am_quick *quick, const am_csv_column *column, const am_quick_field **out) {
    switch (column->sort) {
    case AM_CSV_EXTRA:
        return true;
    case AM_CSV_TEXT:
    case AM_CSV_YESNO:
    case AM_CSV_LIST:
        *out = &quick->fields[column->field];
        return (*out)->how != AM_QUICK_SLOWLY &&
               !am_place_is_given_once(quick->layout->program, column->place);
    default:
        return false;
    }
}

AM_SELDOM bool am_quick_rows_new(am_quick *quick, const am_csv_table *table, am_allocator allocator,
                                 am_quick_rows **out) {
    size_t bytes = sizeof **out + table->column_count * sizeof(am_quick_field *);
    am_quick_rows *rows = allocator.resize(allocator.context, NULL, 0, bytes);
    *out = NULL;
    if (rows == NULL) {
        return false;
    }
    *rows = (am_quick_rows){.allocator = allocator, .quick = quick, .column_count = table->column_count};
    am_buffer_init(&rows->list, allocator);
    for (uint32_t i = 0; i < table->column_count; i++) {
        rows->columns[i] = NULL;
        if (!field_of(quick, &table->columns[i], &rows->columns[i])) {
            am_quick_rows_free(rows);
            return true;
        }
    }
    *out = rows;
    return true;
}

void am_quick_rows_free(am_quick_rows *rows) {
    if (rows != NULL) {
        size_t bytes = sizeof *rows + rows->column_count * sizeof(am_quick_field *);
        am_buffer_clear(&rows->list);
        rows->allocator.resize(rows->allocator.context, rows, bytes, 0);
    }
}

/* A cell of plain text, in quotes or not. */
typedef struct cell {
    am_slice text;
    const char *end; /* behind it */
} cell;

/* The plain text from `at` on, up to a comma. */
static size_t cell_length(const char *at) {
    for (size_t length = 0;; length += 8) {
        uint64_t bytes = am_quick_load(at + length);
        uint64_t commas = bytes ^ (AM_QUICK_ONES * ',');
        uint64_t found = ((commas - AM_QUICK_ONES) & ~commas & AM_QUICK_HIGHS) | am_quick_odd(bytes);
        if (found != 0) {
            return length + (size_t)(__builtin_ctzll(found) / 8);
        }
    }
}

/* False where the cell is not plain. */
static bool cut_cell(const char *at, cell *out) {
    bool is_quoted = *at == '"';
    at += is_quoted;
    size_t length = is_quoted ? am_quick_length(at) : cell_length(at);
    *out = (cell){{at, length}, at + length + is_quoted};
    return !is_quoted || at[length] == '"';
}

static const char *read_yesno(const am_quick_field *field, uint32_t row, am_slice text) {
    static const struct {
        const char *word;
        uint8_t length;
        uint8_t value;
    } words[] = {{"true", 4, 1}, {"false", 5, 0}, {"yes", 3, 1},
                 {"no", 2, 0},   {"TRUE", 4, 1},  {"FALSE", 5, 0}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text.length == words[i].length && memcmp(text.data, words[i].word, text.length) == 0) {
            ((uint8_t *)field->values)[row] = words[i].value;
            field->states[row] = AM_STATE_VALUE;
            return text.data;
        }
    }
    return NULL;
}

/* The JSON of a cell in quotes, from behind the opening one, into `list`; returns where the cell ends, or
 * NULL. */
static const char *copy_list(am_quick_rows *rows, const char *at) {
    am_buffer *list = &rows->list;
    list->length = 0;
    for (;;) {
        size_t length = am_quick_length(at);
        char *room = am_buffer_reserve(list, length + 2 + AM_QUICK_SLACK);
        if (room == NULL || at[length] != '"') {
            list->is_failed = false; /* the reader will say so */
            return NULL;
        }
        memcpy(room, at, length);
        list->length += length;
        at += length + 1;
        if (*at != '"') {
            room[length] = '\n';
            return at;
        }
        room[length] = '"';
        list->length++;
        at++;
    }
}

static const char *read_list(am_quick_rows *rows, const am_quick_field *field, uint32_t row, const char *at) {
    if (*at != '"') {
        bool is_none = at[0] == '[' && at[1] == ']';
        return is_none ? am_quick_read_list(rows->quick, field, row, at + 1) : NULL;
    }
    const char *end = copy_list(rows, at + 1);
    if (end == NULL || rows->list.data[0] != '[') {
        return NULL;
    }
    const char *read = am_quick_read_list(rows->quick, field, row, rows->list.data + 1);
    return read == rows->list.data + rows->list.length ? end : NULL;
}

/* What is read from the text of its cell. */
static const char *read_said(am_quick_rows *rows, const am_quick_field *field, uint32_t row, const char *at) {
    cell cell;
    bool is_read = false;
    int32_t code;
    if (!cut_cell(at, &cell)) {
        return NULL;
    }
    switch ((am_quick_how)field->how) {
    case AM_QUICK_CODE:
        code = am_quick_find_name(field->codes, cell.text.data, cell.text.length);
        is_read = am_quick_is_within(field, code);
        if (is_read) {
            am_quick_put_integer(field, row, code);
        }
        break;
    case AM_QUICK_YESNO:
        is_read = read_yesno(field, row, cell.text) != NULL;
        break;
    case AM_QUICK_PERIOD:
        is_read = am_quick_put_period(field, row, cell.text);
        break;
    case AM_QUICK_TEXT:
        is_read = am_quick_put_text(rows->quick, field, row, cell.text);
        break;
    case AM_QUICK_ID:
        is_read = am_quick_put_id(rows->quick, row, cell.text);
        break;
    default:
        break;
    }
    return is_read ? cell.end : NULL;
}

/* A short name that a comma ends; NULL where it is none, or the cell another. */
static const char *read_short_code(const am_quick_field *field, uint32_t row, const char *at) {
    uint64_t bytes = am_quick_load(at);
    uint64_t commas = bytes ^ (AM_QUICK_ONES * ',');
    uint64_t found = (commas - AM_QUICK_ONES) & ~commas & AM_QUICK_HIGHS;
    uint64_t first = (found & (0 - found)) >> 7;
    am_quick_name name = {{am_quick_through(bytes ^ (first * (',' ^ '"')), found)}};
    const am_quick_code *code = &field->codes->places[am_quick_hash(field->codes, name)];
    if (found == 0 || code->name.words[0] != name.words[0] || !am_quick_is_within(field, code->code)) {
        return NULL;
    }
    am_quick_put_integer(field, row, code->code);
    return at + __builtin_ctzll(found) / 8;
}

static const char *read_code(am_quick_rows *rows, const am_quick_field *field, uint32_t row, const char *at) {
    const char *end = read_short_code(field, row, at);
    return end != NULL ? end : read_said(rows, field, row, at);
}

static const char *read_date(const am_quick_field *field, uint32_t row, const char *at) {
    bool is_quoted = *at == '"';
    int32_t date;
    at += is_quoted;
    if (!am_quick_date(at, &date) || !am_quick_is_within(field, date) || (is_quoted && at[10] != '"')) {
        return NULL;
    }
    am_quick_put_integer(field, row, date);
    return at + 10 + is_quoted;
}

static bool is_end(char c) {
    return c == ',' || c == '\n' || c == '\r';
}

/* A cell, which may be empty and then says nothing; to what stands behind it, or NULL. */
static const char *read_cell(am_quick_rows *rows, const am_quick_field *field, uint32_t row, const char *at) {
    cell cell;
    if (is_end(*at)) {
        return at;
    }
    if (at[0] == '"' && at[1] == '"') {
        return at[2] == '"' ? NULL : at + 2;
    }
    if (field == NULL) {
        return cut_cell(at, &cell) ? cell.end : NULL;
    }
    switch ((am_quick_how)field->how) {
    case AM_QUICK_COUNT:
        return am_quick_read_count(field, row, at);
    case AM_QUICK_DATE:
        return read_date(field, row, at);
    case AM_QUICK_CODE:
        return read_code(rows, field, row, at);
    case AM_QUICK_LIST:
        return read_list(rows, field, row, at);
    default:
        return read_said(rows, field, row, at);
    }
}

static const char *read_cells(void *context, am_slice text, uint32_t row) {
    am_quick_rows *rows = context;
    const char *at = text.data;
    if (*at == '\n' || *at == '\r') {
        return NULL;
    }
    for (uint32_t i = 0; i < rows->column_count; i++) {
        if (i != 0 && *at++ != ',') {
            return NULL;
        }
        at = read_cell(rows, rows->columns[i], row, at);
        if (at == NULL) {
            return NULL;
        }
    }
    return am_quick_end_line(text, at);
}

am_record_status am_quick_read_rows(am_quick_rows *rows, am_slice text, uint32_t line,
                                    am_quick_progress *out) {
    return am_quick_read_lines(rows->quick, read_cells, rows, text, line, out);
}
