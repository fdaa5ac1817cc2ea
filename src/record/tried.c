/*
 * Laws tried, law by law, and told row by row.
 */
#include "record/tried.h"

#include "record/json.h"

static uint16_t domain_of(const am_program *program, uint32_t law) {
    return program->places[program->laws[law].place].domain;
}

static void write_row(am_tried *tried, uint16_t law, uint32_t row, uint32_t number, am_tried_writer *write,
                      void *context) {
    const am_law *compared = &tried->program->laws[law];
    bool is_tried = number < am_law_count(tried->batch, law, row);
    uint32_t at = am_law_row(tried->batch, domain_of(tried->program, law), row, number);
    for (uint16_t i = 0; i < compared->output_count; i++) {
        am_shown what = am_shown_of(&tried->program->outputs[compared->outputs[i]]);
        if (is_tried) {
            write(context, &tried->text, am_law_probe(tried->batch), &what, at);
        }
        am_buffer_put(&tried->ends, (am_slice){(const char *)&tried->text.length, sizeof tried->text.length});
    }
}

static void try_law(am_tried *tried, uint32_t number, am_tried_writer *write, void *context) {
    am_law_hold(tried->batch, number);
    for (uint32_t law = 0; law < tried->program->law_count; law++) {
        am_law_range rows = am_law_rows(tried->batch, (uint16_t)law);
        for (uint32_t row = rows.first; row < rows.end; row++) {
            write_row(tried, (uint16_t)law, row, number, write, context);
        }
    }
}

bool am_tried_open(am_tried *tried, am_batch *batch, uint32_t record, am_allocator allocator,
                   am_tried_writer *write, void *context) {
    *tried = (am_tried){.batch = batch, .program = batch->program};
    am_buffer_init(&tried->text, allocator);
    am_buffer_init(&tried->ends, allocator);
    if (batch->program->law_count == 0) {
        return false;
    }
    am_law_open(batch, record);
    for (uint32_t law = 0; law < tried->program->law_count; law++) {
        am_law_range rows = am_law_rows(batch, (uint16_t)law);
        tried->outcomes += (size_t)(rows.end - rows.first) * tried->program->laws[law].output_count;
    }
    uint32_t most = am_law_most(batch);
    for (uint32_t number = 0; number < most; number++) {
        try_law(tried, number, write, context);
    }
    return true;
}

void am_tried_close(am_tried *tried) {
    am_buffer_clear(&tried->text);
    am_buffer_clear(&tried->ends);
}

am_tried_row am_tried_row_of(const am_tried *tried, uint16_t place, uint32_t row) {
    am_tried_row found = {.law = am_law_of_place(tried->program, place), .row = row};
    if (found.law == AM_NO_INDEX) {
        return found;
    }
    uint16_t column = tried->program->instructions[tried->program->laws[found.law].instruction].result;
    found.count = am_law_count(tried->batch, found.law, row);
    found.has_taken = am_batch_state(tried->batch, column, row) == AM_STATE_VALUE;
    found.taken = am_batch_integer(tried->batch, column, row);
    return found;
}

am_slice am_tried_outcome(const am_tried *tried, const am_tried_row *row, uint32_t number, uint16_t output) {
    const am_program *program = tried->program;
    size_t own = row->row - am_law_rows(tried->batch, row->law).first;
    size_t at = number * tried->outcomes + own * program->laws[row->law].output_count + output;
    for (uint16_t law = 0; law < row->law; law++) {
        am_law_range rows = am_law_rows(tried->batch, law);
        at += (size_t)(rows.end - rows.first) * program->laws[law].output_count;
    }
    if (tried->text.is_failed || tried->ends.is_failed) {
        return (am_slice){NULL, 0};
    }
    const size_t *ends = (const void *)tried->ends.data;
    size_t start = at == 0 ? 0 : ends[at - 1];
    return (am_slice){tried->text.data + start, ends[at] - start};
}

am_date am_tried_date(const am_tried *tried, const am_tried_row *row, uint32_t number) {
    return am_law_date(tried->batch, row->law, row->row, number);
}

bool am_tried_is_taken(const am_tried *tried, const am_tried_row *row, uint32_t number) {
    return row->has_taken && am_tried_date(tried, row, number) == row->taken;
}

static bool is_repeated(const am_batch *batch, uint32_t source, am_date date) {
    const am_law_source *sources = batch->program->law_sources;
    for (uint32_t i = 0; i < source; i++) {
        if (am_slice_is_equal(sources[i].citation, sources[source].citation) &&
            am_law_cites(batch, i, date)) {
            return true;
        }
    }
    return false;
}

void am_tried_put_sources(const am_tried *tried, const am_tried_row *row, uint32_t number, am_buffer *buffer,
                          void (*put)(am_buffer *buffer, am_slice citation), const char *between) {
    am_date date = am_tried_date(tried, row, number);
    bool is_first = true;
    for (uint32_t i = 0; i < tried->program->law_source_count; i++) {
        if (!am_law_cites(tried->batch, i, date) || is_repeated(tried->batch, i, date)) {
            continue;
        }
        am_buffer_put_text(buffer, is_first ? "" : between);
        put(buffer, tried->program->law_sources[i].citation);
        is_first = false;
    }
}

/* JSON */

static void write_outcome(void *context, am_buffer *buffer, am_batch *batch, const am_shown *what,
                          uint32_t row) {
    (void)context;
    am_result_write_outcome(buffer, batch->program, batch, what, row);
}

bool am_tried_open_json(am_tried *tried, am_batch *batch, uint32_t record, am_allocator allocator) {
    return am_tried_open(tried, batch, record, allocator, write_outcome, NULL);
}

static void put_day(am_buffer *buffer, const char *key, am_date day) {
    am_buffer_put_text(buffer, key);
    am_date_print(buffer, day);
    am_buffer_put_char(buffer, '"');
}

static void write_law(const am_tried *tried, const am_tried_row *row, uint32_t number, am_buffer *buffer) {
    const am_law *law = &tried->program->laws[row->law];
    am_date date = am_tried_date(tried, row, number), end;
    put_day(buffer, "{\"law_of\":\"", date);
    if (am_law_end(tried->batch, date, &end)) {
        put_day(buffer, ",\"until\":\"", end);
    }
    am_buffer_put_text(buffer, ",\"by\":{");
    for (uint16_t i = 0; i < law->output_count; i++) {
        am_buffer_put_text(buffer, i == 0 ? "" : ",");
        am_json_put(buffer, tried->program->outputs[law->outputs[i]].name);
        am_buffer_put_char(buffer, ':');
        am_buffer_put(buffer, am_tried_outcome(tried, row, number, i));
    }
    am_buffer_put_text(buffer, "},\"per\":[");
    am_tried_put_sources(tried, row, number, buffer, am_json_put, ",");
    am_buffer_put_text(buffer, "]}");
}

bool am_tried_write_json(const am_tried *tried, uint16_t place, uint32_t row, bool is_first,
                         am_buffer *buffer) {
    am_tried_row at = am_tried_row_of(tried, place, row);
    if (at.law == AM_NO_INDEX || at.count == 0) {
        return false;
    }
    am_buffer_put_text(buffer, is_first ? "\"mildest_law\":{" : ",\"mildest_law\":{");
    if (at.has_taken) {
        put_day(buffer, "\"taken\":\"", at.taken);
        am_buffer_put_char(buffer, ',');
    }
    am_buffer_put_text(buffer, "\"tried\":[");
    for (uint32_t number = 0; number < at.count; number++) {
        am_buffer_put_text(buffer, number == 0 ? "" : ",");
        write_law(tried, &at, number, buffer);
    }
    am_buffer_put_text(buffer, "]}");
    buffer->is_failed |= tried->text.is_failed || tried->ends.is_failed;
    return true;
}
