/*
 * Rates from CSV or lines of JSON: five texts each, checked where they stand.
 *
 * The first mistake ends it. A file of rates is used whole or not at all: an amount that is left unconverted
 * because a line was passed over would look like one for which nobody gave a rate.
 */
#include <stdlib.h>
#include <string.h>

#include "api/object.h"
#include "compare/rates.h"
#include "record/csv.h"
#include "record/reader.h"

enum { FROM, TO, RATE, DATE, SOURCE, FIELD_COUNT };

static const char *const names[FIELD_COUNT] = {"from", "to", "rate", "date", "source"};

/* One rate being read. */
typedef struct rate_reader {
    amerce_rates *rates;
    am_record_error error;
    am_refusal_text text;         /* the line or row */
    am_slice values[FIELD_COUNT]; /* what they say */
    const char *at[FIELD_COUNT];  /* where they stand; NULL: not there */
    am_buffer scratch;
} rate_reader;

static bool refuse(rate_reader *reader, const char *at, am_diag diag, am_slice first, am_slice second,
                   am_slice third) {
    am_slice arguments[] = {first, second, third};
    am_refusal_write(&reader->error, reader->text, at != NULL ? at : reader->text.text.data, diag, arguments,
                     3);
    return false;
}

static bool refuse_value(rate_reader *reader, unsigned field, const char *expected) {
    return refuse(reader, reader->at[field], AM_DIAG_RECORD_WRONG_TYPE, am_slice_of(names[field]),
                  am_slice_of(expected), reader->values[field]);
}

static unsigned find_name(am_slice name) {
    unsigned field = 0;
    while (field < FIELD_COUNT && !am_slice_is_equal(name, am_slice_of(names[field]))) {
        field++;
    }
    return field;
}

static bool refuse_name(rate_reader *reader, const char *at, am_slice name) {
    char memory[128];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);
    am_suggestion suggestion = {.distance = 0};
    for (unsigned i = 0; i < FIELD_COUNT; i++) {
        am_suggestion_try(&suggestion, name, am_slice_of(names[i]));
    }
    return refuse(reader, at, AM_DIAG_RECORD_UNKNOWN_FIELD, name, am_suggestion_print(&suggestion, &buffer),
                  AM_SLICE(""));
}

/* A currency of ISO 4217, or a unit that a rulebook declares itself. */
static bool check_currency(rate_reader *reader, unsigned field) {
    am_slice code = reader->values[field];
    bool is_code = code.length >= 3;
    for (size_t i = 0; i < code.length; i++) {
        is_code = is_code && ((code.data[i] >= 'A' && code.data[i] <= 'Z') ||
                              (i > 0 && code.data[i] >= '0' && code.data[i] <= '9'));
    }
    return is_code || refuse_value(reader, field, "a currency such as \"EUR\"");
}

/* Whether all five are there and say what they should; then they are the rate. */
static bool check_rate(rate_reader *reader, am_rate *out) {
    for (unsigned i = 0; i < FIELD_COUNT; i++) {
        if (reader->at[i] == NULL || reader->values[i].length == 0) {
            return refuse(reader, reader->at[i], AM_DIAG_RATE_FIELD, am_slice_of(names[i]), AM_SLICE(""),
                          AM_SLICE(""));
        }
    }
    *out = (am_rate){.from = reader->values[FROM],
                     .to = reader->values[TO],
                     .text = reader->values[RATE],
                     .source = reader->values[SOURCE]};
    if (!check_currency(reader, FROM) || !check_currency(reader, TO)) {
        return false;
    }
    if (am_slice_is_equal(out->from, out->to)) {
        return refuse_value(reader, TO, "another currency than \"from\"");
    }
    if (!am_json_is_number(out->text) || am_decimal_parse(out->text, &out->value) != AM_ARITH_EXACT ||
        out->value.is_negative || am_decimal_is_zero(out->value)) {
        return refuse_value(reader, RATE, "a number above 0 of at most 34 digits");
    }
    return am_date_parse(reader->values[DATE], &out->date) ||
           refuse_value(reader, DATE, "a date such as \"2024-12-30\"");
}

/* False: refused, or out of memory. */
static bool add_rate(rate_reader *reader) {
    amerce_rates *rates = reader->rates;
    am_rate rate;
    if (!check_rate(reader, &rate)) {
        return false;
    }
    am_rate *items = AM_GROW(&rates->arena, am_rate, rates->items, rates->count, &rates->capacity);
    if (items == NULL) {
        return false;
    }
    rates->items = items;
    rate.from = am_arena_copy(&rates->arena, rate.from);
    rate.to = am_arena_copy(&rates->arena, rate.to);
    rate.text = am_arena_copy(&rates->arena, rate.text);
    rate.source = am_arena_copy(&rates->arena, rate.source);
    rate.line = reader->text.line;
    items[rates->count++] = rate;
    return !rates->arena.is_exhausted;
}

/* Lines of JSON */

static am_slice say(rate_reader *reader, const am_json *json) {
    size_t start = reader->scratch.length;
    if (json->kind != AM_JSON_STRING || !json->has_escape) {
        return json->text;
    }
    char *room = am_buffer_reserve(&reader->scratch, json->text.length);
    if (room == NULL) {
        return AM_SLICE("");
    }
    reader->scratch.length += am_json_decode(json->text, room);
    return am_slice_part(am_buffer_text(&reader->scratch), start, reader->scratch.length);
}

/* The member whose name was read last. */
static bool read_member(rate_reader *reader, am_json *json) {
    const char *at = am_json_start(json);
    am_slice name = json->text;
    unsigned field = find_name(name);
    if (field == FIELD_COUNT) {
        return refuse_name(reader, at, name);
    }
    if (reader->at[field] != NULL) {
        return refuse(reader, at, AM_DIAG_RECORD_DUPLICATE_FIELD, name, AM_SLICE(""), AM_SLICE(""));
    }
    am_json_next(json);
    am_json_next(json);
    reader->at[field] = am_json_start(json);
    reader->values[field] = json->kind == AM_JSON_STRING || json->kind == AM_JSON_NUMBER
                                ? say(reader, json)
                                : am_json_describe(json);
    if (json->kind == AM_JSON_STRING || (json->kind == AM_JSON_NUMBER && field == RATE)) {
        return true;
    }
    return refuse_value(reader, field, field == RATE ? "a number" : "a text");
}

static bool read_object(rate_reader *reader) {
    am_json_fault fault;
    am_slice text = reader->text.text;
    if (am_json_check(text, &fault) != AM_DIAG_NONE) {
        am_refusal_write_fault(&reader->error, reader->text, &fault);
        return false;
    }
    am_json json = am_json_of(text);
    if (am_json_next(&json) != AM_JSON_OPEN_OBJECT) {
        return refuse(reader, text.data, AM_DIAG_RECORD_NOT_OBJECT, am_json_describe(&json), AM_SLICE(""),
                      AM_SLICE(""));
    }
    while (am_json_next(&json) != AM_JSON_CLOSE_OBJECT) {
        if (json.kind == AM_JSON_STRING && !read_member(reader, &json)) {
            return false;
        }
    }
    return add_rate(reader);
}

static bool is_blank(am_slice line) {
    for (size_t i = 0; i < line.length; i++) {
        if (memchr(" \t\r", line.data[i], 3) == NULL) {
            return false;
        }
    }
    return true;
}

/* False: out of memory. What is said then stands in one piece of memory, whatever is said later. */
static bool start_rate(rate_reader *reader, am_slice text, uint32_t line) {
    reader->text = (am_refusal_text){.text = text, .line = line, .column = 1};
    reader->scratch.length = 0;
    memset(reader->at, 0, sizeof reader->at);
    return am_buffer_reserve(&reader->scratch, text.length + 1) != NULL;
}

static bool read_lines(rate_reader *reader, am_slice text) {
    uint32_t number = 0;
    while (text.length > 0) {
        const char *end = memchr(text.data, '\n', text.length);
        am_slice line = am_slice_part(text, 0, end != NULL ? (size_t)(end - text.data) : text.length);
        number++;
        text = am_slice_part(text, line.length + 1, text.length);
        if (!is_blank(line) && (!start_rate(reader, line, number) || !read_object(reader))) {
            return false;
        }
    }
    return true;
}

/* CSV */

enum { COLUMNS_MAX = 64 };

typedef struct rate_columns {
    unsigned fields[COLUMNS_MAX];
    size_t count; /* 0: the header was not read */
    am_slice items[COLUMNS_MAX];
} rate_columns;

static bool read_header(rate_reader *reader, rate_columns *columns, const am_csv_cells *cells) {
    bool is_there[FIELD_COUNT] = {false};
    for (size_t i = 0; i < cells->count && i < cells->room; i++) {
        am_slice name = am_csv_say(cells->items[i], &reader->scratch);
        unsigned field = find_name(name);
        if (field == FIELD_COUNT) {
            return refuse_name(reader, cells->items[i].data, name);
        }
        if (is_there[field]) {
            return refuse(reader, cells->items[i].data, AM_DIAG_RECORD_DUPLICATE_FIELD, name, AM_SLICE(""),
                          AM_SLICE(""));
        }
        is_there[field] = true;
        columns->fields[i] = field;
    }
    for (unsigned i = 0; i < FIELD_COUNT; i++) {
        if (!is_there[i]) {
            return refuse(reader, NULL, AM_DIAG_RATE_FIELD, am_slice_of(names[i]), AM_SLICE(""),
                          AM_SLICE(""));
        }
    }
    columns->count = cells->count;
    return true;
}

static bool read_cells(rate_reader *reader, const rate_columns *columns, const am_csv_cells *cells) {
    char memory[2][24];
    am_buffer counts[2] = {am_buffer_over(memory[0], 24), am_buffer_over(memory[1], 24)};
    if (cells->count != columns->count) {
        am_buffer_put_unsigned(&counts[0], cells->count);
        am_buffer_put_unsigned(&counts[1], columns->count);
        return refuse(reader, NULL, AM_DIAG_CSV_CELL_COUNT, am_buffer_text(&counts[0]),
                      am_buffer_text(&counts[1]), AM_SLICE(""));
    }
    for (size_t i = 0; i < cells->count; i++) {
        unsigned field = columns->fields[i];
        reader->at[field] = cells->items[i].data;
        reader->values[field] = am_csv_say(cells->items[i], &reader->scratch);
    }
    return add_rate(reader);
}

static bool read_row(rate_reader *reader, rate_columns *columns, am_csv_row row) {
    am_csv_cells cells = {.items = columns->items, .room = COLUMNS_MAX};
    if (!start_rate(reader, row.text, row.line)) {
        return false;
    }
    am_csv_cells_cut(&cells, row);
    return columns->count == 0 ? read_header(reader, columns, &cells) : read_cells(reader, columns, &cells);
}

static bool read_rows(rate_reader *reader, am_slice text) {
    am_csv_splitter splitter;
    am_csv_row row = {.line = 1};
    rate_columns columns = {.count = 0};
    am_csv_splitter_over(&splitter, (char *)text.data, text.length);
    for (;;) {
        switch (am_csv_splitter_next(&splitter, &row, &reader->error)) {
        case AM_SPLIT_RECORD:
            if (!read_row(reader, &columns, row)) {
                return false;
            }
            break;
        case AM_SPLIT_BAD:
            return false;
        default:
            return columns.count > 0 ||
                   (start_rate(reader, AM_SLICE(""), 1) &&
                    refuse(reader, NULL, AM_DIAG_CSV_NO_HEADER, AM_SLICE(""), AM_SLICE(""), AM_SLICE("")));
        }
    }
}

/* The whole */

static int compare_rates(const void *left, const void *right) {
    const am_rate *a = left;
    const am_rate *b = right;
    int order = am_slice_compare(a->from, b->from);
    order = order != 0 ? order : am_slice_compare(a->to, b->to);
    order = order != 0 ? order : (a->date > b->date) - (a->date < b->date);
    return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

static bool refuse_twice(rate_reader *reader, const am_rate *first, const am_rate *second) {
    char date_memory[AM_DATE_TEXT];
    char line_memory[16];
    am_buffer date = am_buffer_over(date_memory, sizeof date_memory);
    am_buffer line = am_buffer_over(line_memory, sizeof line_memory);
    am_date_print(&date, first->date);
    am_buffer_put_unsigned(&line, first->line);
    am_slice arguments[] = {first->from, first->to, am_buffer_text(&date), am_buffer_text(&line)};
    am_refusal_text text = {.text = AM_SLICE(""), .line = second->line, .column = 1};
    am_refusal_write(&reader->error, text, text.text.data, AM_DIAG_RATE_TWICE, arguments, 4);
    return false;
}

/* Sorts them; false when a pair has two on one day. */
static bool settle(rate_reader *reader) {
    amerce_rates *rates = reader->rates;
    if (rates->count > 0) {
        qsort(rates->items, rates->count, sizeof *rates->items, compare_rates);
    }
    for (size_t i = 1; i < rates->count; i++) {
        const am_rate *first = &rates->items[i - 1];
        const am_rate *second = &rates->items[i];
        if (first->date == second->date && am_slice_is_equal(first->from, second->from) &&
            am_slice_is_equal(first->to, second->to)) {
            return refuse_twice(reader, first, second);
        }
    }
    return true;
}

static void fill_error(const am_record_error *from, amerce_rates_error *out) {
    out->code = am_diag_code_of(from->diag);
    out->line = from->line;
    out->column = from->column;
    memcpy(out->message, from->message, sizeof out->message);
}

static amerce_status read_all(rate_reader *reader, am_slice text, bool is_csv, amerce_rates_error *error) {
    bool is_read = is_csv ? read_rows(reader, text) : read_lines(reader, text);
    if (is_read && settle(reader)) {
        return AMERCE_OK;
    }
    if (reader->error.diag == AM_DIAG_NONE) {
        return AMERCE_OUT_OF_MEMORY;
    }
    if (error != NULL) {
        fill_error(&reader->error, error);
    }
    return AMERCE_BAD_RECORD;
}

amerce_status amerce_rates_read(amerce_text text, amerce_records_format format,
                                const amerce_allocator *allocator, amerce_rates **out,
                                amerce_rates_error *error) {
    am_allocator memory = am_api_allocator(allocator);
    *out = NULL;
    if (error != NULL) {
        *error = (amerce_rates_error){.code = ""};
    }
    amerce_rates *rates = memory.resize(memory.context, NULL, 0, sizeof *rates);
    if (rates == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    *rates = (amerce_rates){.allocator = memory};
    am_arena_init(&rates->arena, memory, 0);
    rate_reader reader = {.rates = rates};
    am_buffer_init(&reader.scratch, memory);
    amerce_status status = read_all(&reader, am_api_slice(text), format == AMERCE_RECORDS_CSV, error);
    am_buffer_clear(&reader.scratch);
    if (status != AMERCE_OK) {
        amerce_rates_free(rates);
        return status;
    }
    *out = rates;
    return AMERCE_OK;
}

size_t amerce_rates_count(const amerce_rates *rates) {
    return rates->count;
}

void amerce_rates_free(amerce_rates *rates) {
    if (rates != NULL) {
        am_arena_clear(&rates->arena);
        rates->allocator.resize(rates->allocator.context, rates, sizeof *rates, 0);
    }
}
