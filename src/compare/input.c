/*
 * Records from JSON, each given to every rulebook as it stands; and from CSV, each row written as JSON for
 * every rulebook, since what a column is depends on the rulebook.
 */
#include "compare/input.h"

#include <string.h>

#include "record/reader.h"

static amerce_status feed(amerce_input input, char *at, size_t room, size_t *length) {
    *length = 0;
    if (at == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    return input.read(input.context, at, room, length) && *length <= room ? AMERCE_OK : AMERCE_IO_FAILED;
}

/* JSON */

static amerce_status compare_text(am_comparison *all, am_refusal_text record) {
    am_comparison_start(all, record.line);
    if (!am_comparison_knows(all, record)) {
        return all->error.diag == AM_DIAG_NONE ? AMERCE_OUT_OF_MEMORY : am_comparison_finish(all);
    }
    if (!all->has_record_day) {
        am_exchange_read_day(all, record.text);
    }
    for (size_t i = 0; i < all->count; i++) {
        amerce_status status = am_comparison_assess(all, &all->parties[i], record);
        if (status != AMERCE_OK) {
            return status;
        }
    }
    return am_comparison_finish(all);
}

/* The error, which was written before the record was started. */
static amerce_status refuse_record(am_comparison *all, const am_record_error *error) {
    am_comparison_start(all, error->line);
    all->error = *error;
    return am_comparison_finish(all);
}

static amerce_status read_records(am_comparison *all, am_splitter *splitter, amerce_input input) {
    am_record_error error = {.diag = AM_DIAG_NONE};
    amerce_status status = AMERCE_OK;
    while (status == AMERCE_OK) {
        am_refusal_text record = {.map = NULL};
        size_t length;
        size_t room = 0;
        char *at;
        switch (am_splitter_next(splitter, &record.text, &record.line, &record.column, &error)) {
        case AM_SPLIT_RECORD:
            status = compare_text(all, record);
            break;
        case AM_SPLIT_BAD:
            status = refuse_record(all, &error);
            break;
        case AM_SPLIT_MORE:
            at = am_splitter_room(splitter, &room);
            status = feed(input, at, room, &length);
            if (status == AMERCE_OK) {
                am_splitter_fed(splitter, length);
            }
            break;
        case AM_SPLIT_END:
            return AMERCE_OK;
        }
    }
    return status;
}

amerce_status am_comparison_read_json(am_comparison *all, amerce_input input) {
    am_splitter *splitter = am_splitter_new(all->allocator);
    amerce_status status = splitter != NULL ? read_records(all, splitter, input) : AMERCE_OUT_OF_MEMORY;
    am_splitter_free(splitter);
    return status;
}

/* CSV */

typedef struct csv_reader {
    am_comparison *all;
    am_csv_splitter splitter;
    am_record_error error; /* of the input as a whole, or of a row */
    bool is_read;          /* the header was */
    bool is_over;          /* something was said that ends it */
} csv_reader;

static amerce_status end_bad(csv_reader *reader) {
    reader->is_over = true;
    return refuse_record(reader->all, &reader->error);
}

static bool is_extra_everywhere(const am_comparison *all, uint32_t column) {
    for (size_t i = 0; i < all->count; i++) {
        if (all->parties[i].table.columns[column].sort != AM_CSV_EXTRA) {
            return false;
        }
    }
    return true;
}

static amerce_status refuse_column(csv_reader *reader, uint32_t column) {
    am_comparison *all = reader->all;
    const am_csv_table *table = &all->parties[0].table;
    am_slice name = table->columns[column].name;
    char memory[256];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);
    am_suggestion suggestion = {.distance = 0};
    for (size_t i = 0; i < all->count; i++) {
        const am_layout *layout = all->parties[i].assessor->layout;
        for (uint32_t field = 0; field < layout->places[0].field_count; field++) {
            am_suggestion_try(&suggestion, name, layout->fields[field].name);
        }
    }
    am_slice arguments[] = {name, am_suggestion_print(&suggestion, &buffer)};
    am_csv_table_refuse(table, column, AM_DIAG_RECORD_UNKNOWN_FIELD, arguments, 2, &reader->error);
    return end_bad(reader);
}

static amerce_status read_header(csv_reader *reader, am_csv_row row) {
    am_comparison *all = reader->all;
    am_csv_options options = {.is_extra_ignored = true};
    for (size_t i = 0; i < all->count; i++) {
        switch (am_csv_table_read(&all->parties[i].table, row, options, &reader->error)) {
        case AM_RECORD_OK:
            break;
        case AM_RECORD_BAD:
            return end_bad(reader);
        default:
            return AMERCE_OUT_OF_MEMORY;
        }
    }
    reader->is_read = true;
    for (uint32_t i = 0; !all->options.is_extra_ignored && i < all->parties[0].table.column_count; i++) {
        if (is_extra_everywhere(all, i)) {
            return refuse_column(reader, i);
        }
    }
    return AMERCE_OK;
}

static am_refusal_text text_of(const am_party *party, uint32_t line) {
    return (am_refusal_text){am_buffer_text(&party->form.json), line, 1, &party->form.map};
}

/* Assesses what was written of the row; `is_written` by rulebook, of others the error is set. */
static amerce_status assess_row(am_comparison *all, const bool *is_written, uint32_t line) {
    for (size_t i = 0; i < all->count; i++) {
        if (is_written[i] && !am_comparison_knows(all, text_of(&all->parties[i], line))) {
            return all->error.diag == AM_DIAG_NONE ? AMERCE_OUT_OF_MEMORY : am_comparison_finish(all);
        }
        if (is_written[i] && !all->has_record_day) {
            am_exchange_read_day(all, am_buffer_text(&all->parties[i].form.json));
        }
    }
    for (size_t i = 0; i < all->count; i++) {
        am_party *party = &all->parties[i];
        amerce_status status = is_written[i] ? am_comparison_assess(all, party, text_of(party, line))
                                             : am_comparison_refuse_party(all, party);
        if (status != AMERCE_OK) {
            return status;
        }
    }
    return am_comparison_finish(all);
}

static amerce_status compare_row(csv_reader *reader, am_csv_row row) {
    am_comparison *all = reader->all;
    am_comparison_start(all, row.line);
    bool *is_written = AM_NEW_ARRAY(&all->record_arena, bool, all->count);
    if (is_written == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    for (size_t i = 0; i < all->count; i++) {
        am_party *party = &all->parties[i];
        if (!am_csv_table_cut(&party->table, row, &all->error)) {
            return am_comparison_finish(all);
        }
        is_written[i] = am_csv_form_write(&party->form, &party->table, &party->assessor->error);
        if (party->form.json.is_failed) {
            return AMERCE_OUT_OF_MEMORY;
        }
    }
    return assess_row(all, is_written, row.line);
}

/* A row that the splitter gives up; the name of the cell's column, where there is one, is its path. */
static amerce_status refuse_row(csv_reader *reader, const am_csv_row *row) {
    const am_csv_table *table = &reader->all->parties[0].table;
    if (!reader->is_read) {
        return end_bad(reader);
    }
    if (row->cell < table->column_count) {
        am_slice name = am_refusal_cut(table->columns[row->cell].name, sizeof reader->error.path - 1);
        memcpy(reader->error.path, name.data, name.length);
        reader->error.path[name.length] = '\0';
    }
    return refuse_record(reader->all, &reader->error);
}

static amerce_status end_input(csv_reader *reader) {
    am_csv_table *table = &reader->all->parties[0].table;
    if (!reader->is_read) {
        table->cells.row.line = 1;
        am_csv_table_refuse(table, AM_LAYOUT_NONE, AM_DIAG_CSV_NO_HEADER, NULL, 0, &reader->error);
        return end_bad(reader);
    }
    reader->is_over = true;
    return AMERCE_OK;
}

static amerce_status feed_rows(csv_reader *reader, amerce_input input) {
    size_t room = 0;
    size_t length;
    char *at = am_window_room(&reader->splitter.input, &room);
    amerce_status status = feed(input, at, room, &length);
    if (status == AMERCE_OK) {
        am_window_fed(&reader->splitter.input, length);
    }
    return status;
}

amerce_status am_comparison_read_csv(am_comparison *all, amerce_input input) {
    csv_reader reader = {.all = all};
    amerce_status status = AMERCE_OK;
    am_csv_splitter_init(&reader.splitter, all->allocator);
    while (status == AMERCE_OK && !reader.is_over) {
        am_csv_row row = {.line = 1};
        switch (am_csv_splitter_next(&reader.splitter, &row, &reader.error)) {
        case AM_SPLIT_RECORD:
            status = reader.is_read ? compare_row(&reader, row) : read_header(&reader, row);
            break;
        case AM_SPLIT_BAD:
            status = refuse_row(&reader, &row);
            break;
        case AM_SPLIT_MORE:
            status = feed_rows(&reader, input);
            break;
        case AM_SPLIT_END:
            status = end_input(&reader);
            break;
        }
    }
    am_csv_splitter_clear(&reader.splitter);
    return status;
}
