/*
 * The joints of pipeline.h.
 */
#include "pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "schema.h"

void pipeline_init(pipeline *line, am_limits limits) {
    am_allocator allocator = am_allocator_standard();

    am_arena_init(&line->arena, allocator, 0);
    line->program = schema_new(&line->arena);
    line->layout = am_layout_new(line->program, allocator);
    line->batch = am_batch_new(line->program, limits, allocator);
    assert_non_null(line->layout);
    assert_non_null(line->batch);
    line->ids = am_ids_new(line->batch->limits.records, allocator);
    assert_non_null(line->ids);
    line->reader = am_reader_new(line->layout, line->batch, line->ids, allocator);
    assert_non_null(line->reader);
}

void pipeline_clear(pipeline *line) {
    am_reader_free(line->reader);
    am_ids_free(line->ids);
    am_batch_free(line->batch);
    am_layout_free(line->layout);
    am_arena_clear(&line->arena);
}

static void assess(pipeline *line, am_buffer *out) {
    if (line->batch->rows[0].count > 0) {
        am_vm_run(line->batch);
    }
    for (uint32_t row = 0; row < line->batch->rows[0].count; row++) {
        am_result_write(out, line->layout, line->batch, line->ids, row);
        am_buffer_put_char(out, '\n');
    }
    am_batch_clear(line->batch);
}

static void put_error(const am_record_error *error, am_buffer *out) {
    am_result_write_error(out, error);
    am_buffer_put_char(out, '\n');
}

/* One record: a full batch is assessed first. */
static void take(pipeline *line, am_slice text, uint32_t at_line, uint32_t column, am_record_options options,
                 am_buffer *out) {
    am_record_error error;
    am_record_status status = am_record_read(line->reader, text, at_line, column, options, &error);

    if (status == AM_RECORD_FULL) {
        assess(line, out);
        status = am_record_read(line->reader, text, at_line, column, options, &error);
    }
    assert_int_not_equal(status, AM_RECORD_FULL);
    assert_int_equal(status == AM_RECORD_BAD, error.diag != AM_DIAG_NONE);
    if (status == AM_RECORD_BAD) {
        assess(line, out);
        put_error(&error, out);
    }
}

/* Gives the splitter the next piece; its end has length 0. */
static void feed(am_splitter *splitter, am_slice *input, size_t piece, uint32_t *random) {
    size_t bytes;
    char *room = am_splitter_room(splitter, &bytes);

    assert_non_null(room);
    assert_true(bytes > 0);
    if (piece == 0) {
        *random = *random * 1664525u + 1013904223u;
        piece = 1 + (*random >> 16) % 37;
    }
    bytes = bytes < piece ? bytes : piece;
    bytes = bytes < input->length ? bytes : input->length;
    if (bytes > 0) {
        memcpy(room, input->data, bytes);
    }
    am_splitter_fed(splitter, bytes);
    *input = am_slice_part(*input, bytes, input->length);
}

void pipeline_run(pipeline *line, am_slice input, size_t piece, am_record_options options, am_buffer *out) {
    am_splitter *splitter = am_splitter_new(am_allocator_standard());
    uint32_t random = (uint32_t)input.length + 1;
    uint32_t at_line, column;
    am_record_error error;
    am_slice text;

    assert_non_null(splitter);
    for (bool is_over = false; !is_over;) {
        switch (am_splitter_next(splitter, &text, &at_line, &column, &error)) {
        case AM_SPLIT_RECORD:
            take(line, text, at_line, column, options, out);
            break;
        case AM_SPLIT_MORE:
            feed(splitter, &input, piece, &random);
            break;
        case AM_SPLIT_BAD:
            assess(line, out);
            put_error(&error, out);
            break;
        case AM_SPLIT_END:
            is_over = true;
            break;
        }
    }
    assess(line, out);
    am_splitter_free(splitter);
}

am_record_status pipeline_read(pipeline *line, am_slice text, am_record_options options,
                               am_record_error *error) {
    am_batch_clear(line->batch);
    return am_record_read(line->reader, text, 1, 1, options, error);
}
