/*
 * A CSV input through one batch: each row becomes a record, with the rows of its lists.
 *
 * A header, or a list's file, that cannot be relied on ends the stream: whatever came of records without it
 * would look right. A bad row of the records is refused alone.
 */
#include "api/stream.h"

#include <string.h>

#include "record/quick_csv.h"
#include "record/refusal.h"

typedef struct csv_stream {
    am_stream *stream;
    am_csv_splitter splitter;
    am_csv_table table;
    am_quick_rows *quick; /* or NULL: every row is cut */
    am_csv_form form;
    am_csv_options options;
    am_csv_join *joins; /* as given */
    const amerce_list_input *lists;
    size_t list_count;
    bool is_over; /* something was said that ends the stream */
} csv_stream;

static am_record_error *error_of(const csv_stream *csv) {
    return &csv->stream->assessor->error;
}

static amerce_status refuse(csv_stream *csv) {
    csv->stream->summary.records++;
    return am_stream_refuse(csv->stream);
}

/* Refuses, and ends the stream. */
static amerce_status end_bad(csv_stream *csv) {
    csv->is_over = true;
    return refuse(csv);
}

static amerce_status joined_status(csv_stream *csv, am_csv_joined joined) {
    switch (joined) {
    case AM_CSV_JOINED:
        return AMERCE_OK;
    case AM_CSV_JOIN_BAD:
        return end_bad(csv);
    case AM_CSV_JOIN_FAILED:
        return AMERCE_IO_FAILED;
    case AM_CSV_JOIN_MEMORY:
        break;
    }
    return AMERCE_OUT_OF_MEMORY;
}

static amerce_status no_id(csv_stream *csv, am_slice what) {
    am_csv_table_refuse(&csv->table, AM_LAYOUT_NONE, AM_DIAG_CSV_NO_ID, &what, 1, error_of(csv));
    return AMERCE_BAD_RECORD;
}

static amerce_status read_header(csv_stream *csv, am_csv_row row) {
    const amerce_assessor *assessor = csv->stream->assessor;
    switch (am_csv_table_read(&csv->table, row, csv->options, error_of(csv))) {
    case AM_RECORD_OK:
        break;
    case AM_RECORD_BAD:
        return end_bad(csv);
    default:
        return AMERCE_OUT_OF_MEMORY;
    }
    if (csv->list_count > 0 && csv->table.id == AM_LAYOUT_NONE) {
        no_id(csv, AM_SLICE("the header of the records"));
        return end_bad(csv);
    }
    bool is_quick = csv->list_count == 0 && assessor->quick != NULL;
    return !is_quick || am_quick_rows_new(assessor->quick, &csv->table, assessor->allocator, &csv->quick)
               ? AMERCE_OK
               : AMERCE_OUT_OF_MEMORY;
}

static am_record_status read_quickly(void *context, am_slice text, uint32_t line, am_quick_progress *out) {
    return am_quick_read_rows(context, text, line, out);
}

/* Rows as machines write them, as far as they go on so. */
static amerce_status assess_quickly(csv_stream *csv) {
    am_slice text;
    uint32_t line;
    while (csv->quick != NULL && am_csv_splitter_peek(&csv->splitter, &text, &line)) {
        am_quick_progress read;
        amerce_status status =
            am_stream_add_quickly(csv->stream, read_quickly, csv->quick, text, line, &read);
        if (status != AMERCE_OK || read.records == 0) {
            return status;
        }
        am_csv_splitter_took(&csv->splitter, read.length, read.records);
    }
    return AMERCE_OK;
}

/* Finds the rows of the record that was cut last. BAD_RECORD: it has no id. */
static amerce_status find_rows(csv_stream *csv) {
    amerce_status status = AMERCE_OK;
    am_slice id;
    if (csv->list_count == 0) {
        return AMERCE_OK;
    }
    csv->table.scratch.length = 0;
    id = am_csv_say(csv->table.cells.items[csv->table.id], &csv->table.scratch);
    if (id.length == 0) {
        return no_id(csv, AM_SLICE("the record"));
    }
    for (uint16_t i = 1; status == AMERCE_OK && i < csv->table.layout->program->place_count; i++) {
        if (csv->form.joins[i] != NULL) {
            status = joined_status(
                csv, am_csv_join_find(csv->form.joins[i], id, &csv->form.firsts[i], error_of(csv)));
            if (csv->is_over) {
                return status;
            }
        }
    }
    return status;
}

static amerce_status add_row(csv_stream *csv, am_csv_row row) {
    amerce_assessor *assessor = csv->stream->assessor;
    amerce_status status = AMERCE_BAD_RECORD;
    if (am_csv_table_cut(&csv->table, row, error_of(csv))) {
        status = find_rows(csv);
    }
    if (csv->is_over || (status != AMERCE_OK && status != AMERCE_BAD_RECORD)) {
        return status;
    }
    if (status == AMERCE_BAD_RECORD || !am_csv_form_write(&csv->form, &csv->table, error_of(csv))) {
        return refuse(csv);
    }
    if (csv->form.json.is_failed) {
        return AMERCE_OUT_OF_MEMORY;
    }
    csv->stream->summary.records++;
    assessor->options.map = &csv->form.map;
    status = am_stream_add(csv->stream, am_buffer_text(&csv->form.json), row.line, 1);
    assessor->options.map = NULL;
    return status;
}

/* A row that the splitter gives up; the name of the cell's column, where there is one, is its path. */
static amerce_status refuse_row(csv_stream *csv, const am_csv_row *row) {
    if (row->cell < csv->table.column_count) {
        am_slice name = am_refusal_cut(csv->table.columns[row->cell].name, sizeof error_of(csv)->path - 1);
        memcpy(error_of(csv)->path, name.data, name.length);
        error_of(csv)->path[name.length] = '\0';
    }
    return am_csv_table_is_read(&csv->table) ? refuse(csv) : end_bad(csv);
}

static amerce_status feed(csv_stream *csv, amerce_input input) {
    size_t room;
    size_t length = 0;
    char *at = am_window_room(&csv->splitter.input, &room);
    if (at == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    if (!input.read(input.context, at, room, &length) || length > room) {
        return AMERCE_IO_FAILED;
    }
    am_window_fed(&csv->splitter.input, length);
    return AMERCE_OK;
}

static amerce_status end_input(csv_stream *csv) {
    amerce_status status = AMERCE_OK;
    if (!am_csv_table_is_read(&csv->table)) {
        csv->table.cells.row.line = 1;
        am_csv_table_refuse(&csv->table, AM_LAYOUT_NONE, AM_DIAG_CSV_NO_HEADER, NULL, 0, error_of(csv));
        return end_bad(csv);
    }
    for (size_t i = 0; status == AMERCE_OK && i < csv->list_count; i++) {
        status = joined_status(csv, am_csv_join_close(&csv->joins[i], error_of(csv)));
    }
    csv->is_over = true;
    return status;
}

static amerce_status assess_rows(csv_stream *csv, amerce_input input) {
    amerce_status status = AMERCE_OK;
    while (status == AMERCE_OK && !csv->is_over) {
        am_csv_row row = {.line = 1};
        status = assess_quickly(csv);
        if (status != AMERCE_OK) {
            break;
        }
        switch (am_csv_splitter_next(&csv->splitter, &row, error_of(csv))) {
        case AM_SPLIT_RECORD:
            status = am_csv_table_is_read(&csv->table) ? add_row(csv, row) : read_header(csv, row);
            break;
        case AM_SPLIT_BAD:
            status = refuse_row(csv, &row);
            break;
        case AM_SPLIT_MORE:
            status = feed(csv, input);
            break;
        case AM_SPLIT_END:
            status = end_input(csv);
            break;
        }
    }
    return status;
}

/* The list that a path names, or AM_NO_INDEX. */
static uint16_t find_list(const csv_stream *csv, amerce_text path) {
    const amerce_rulebook *rulebook = csv->stream->assessor->rulebook;
    uint32_t place = amerce_rulebook_find_list(rulebook, path);
    return place == AMERCE_NONE ? AM_NO_INDEX : (uint16_t)place;
}

static uint16_t list_around(const am_program *program, uint16_t place) {
    do {
        place = program->places[place].parent;
    } while (place != 0 && program->places[place].kind != AM_PLACE_LIST);
    return place;
}

/* MISUSE: a path names no list, or a list twice, or one whose outer list has no file. */
static amerce_status open_joins(csv_stream *csv, bool is_sorted) {
    const am_layout *layout = csv->stream->assessor->layout;
    for (size_t i = 0; i < csv->list_count; i++) {
        uint16_t place = find_list(csv, csv->lists[i].list);
        am_csv_join_init(&csv->joins[i], layout, place == AM_NO_INDEX ? 0 : place,
                         csv->stream->assessor->allocator);
        csv->joins[i].is_sorted = is_sorted;
        csv->joins[i].read = csv->lists[i].input.read;
        csv->joins[i].context = csv->lists[i].input.context;
        if (place != AM_NO_INDEX && csv->form.joins[place] == NULL) {
            csv->form.joins[place] = &csv->joins[i];
        } else {
            csv->joins[i].read = NULL;
        }
    }
    for (size_t i = 0; i < csv->list_count; i++) {
        uint16_t outer = list_around(layout->program, csv->joins[i].table.place);
        if (csv->joins[i].read == NULL || (outer != 0 && csv->form.joins[outer] == NULL)) {
            return AMERCE_MISUSE;
        }
    }
    for (size_t i = 0; i < csv->list_count && !csv->is_over; i++) {
        amerce_status status =
            joined_status(csv, am_csv_join_open(&csv->joins[i], csv->options, error_of(csv)));
        if (status != AMERCE_OK) {
            return status;
        }
    }
    return AMERCE_OK;
}

static amerce_status assess_with(csv_stream *csv, const amerce_stream_options *options, amerce_input input) {
    am_arena arena;
    const am_program *program = csv->stream->assessor->rulebook->program;
    amerce_status status = AMERCE_OUT_OF_MEMORY;
    am_arena_init(&arena, csv->stream->assessor->allocator, 0);
    csv->joins = AM_NEW_ARRAY(&arena, am_csv_join, csv->list_count);
    csv->form.joins = AM_NEW_ARRAY(&arena, am_csv_join *, program->place_count);
    csv->form.firsts = AM_NEW_ARRAY(&arena, uint32_t, program->place_count);
    csv->form.counts = AM_NEW_ARRAY(&arena, uint32_t, program->place_count);
    if (csv->joins != NULL && csv->form.joins != NULL && csv->form.firsts != NULL &&
        csv->form.counts != NULL) {
        status = open_joins(csv, options->are_lists_sorted);
        if (status == AMERCE_OK) {
            status = assess_rows(csv, input);
        }
        for (size_t i = 0; i < csv->list_count; i++) {
            am_csv_join_clear(&csv->joins[i]);
        }
    }
    am_arena_clear(&arena);
    return status;
}

amerce_status am_stream_assess_csv(am_stream *stream, const amerce_stream_options *options,
                                   amerce_input input) {
    am_allocator allocator = stream->assessor->allocator;
    csv_stream csv = {.stream = stream, .lists = options->lists, .list_count = options->list_count};
    amerce_status status;
    csv.options.is_extra_ignored = stream->assessor->options.is_extra_ignored;
    am_csv_splitter_init(&csv.splitter, allocator);
    am_csv_table_init(&csv.table, stream->assessor->layout, 0, allocator);
    am_csv_form_init(&csv.form, allocator);
    status = csv.list_count > 0 ? assess_with(&csv, options, input) : assess_rows(&csv, input);
    am_quick_rows_free(csv.quick);
    am_csv_form_clear(&csv.form);
    am_csv_table_clear(&csv.table);
    am_csv_splitter_clear(&csv.splitter);
    return status;
}
