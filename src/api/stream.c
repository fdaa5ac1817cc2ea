/*
 * A whole input of records through one batch: split, read, assessed when the batch is full, written in the
 * order of the input.
 *
 * Lines of refused records wait in `lines` for the batch they stand in, each with the number of records
 * before it.
 */
#include <amerce/stream.h>

#include "api/assessor.h"

/* The output is handed on in pieces of about this size. */
#define PIECE_BYTES 65536u

/* A refused record's place among those of the batch. */
typedef struct refused_line {
    uint32_t before; /* records of the batch that come first */
    size_t end;      /* of its text in `refusals` */
} refused_line;

typedef struct json_stream {
    amerce_assessor *assessor;
    amerce_sink sink;
    am_splitter *splitter;
    am_buffer output;
    am_buffer refusals;
    am_buffer lines; /* refused_line items */
    amerce_summary summary;
} json_stream;

static amerce_status write_out(json_stream *stream) {
    am_slice text = am_buffer_text(&stream->output);
    if (stream->output.is_failed || stream->refusals.is_failed || stream->lines.is_failed) {
        return AMERCE_OUT_OF_MEMORY;
    }
    if (text.length > 0 && !stream->sink.write(stream->sink.context, text.data, text.length)) {
        return AMERCE_IO_FAILED;
    }
    stream->output.length = 0;
    return AMERCE_OK;
}

static void count_outcome(json_stream *stream, am_state worst) {
    stream->summary.faults += worst == AM_STATE_FAULT ? 1 : 0;
    stream->summary.needs += worst == AM_STATE_NEEDS ? 1 : 0;
}

/* Appends the refusals that come before record `row` of the batch. */
static void put_refusals(json_stream *stream, size_t *next, size_t *start, uint32_t row) {
    const refused_line *lines = (const void *)stream->lines.data;
    size_t count = stream->lines.length / sizeof *lines;
    for (; *next < count && lines[*next].before <= row; ++*next) {
        am_slice text = {stream->refusals.data + *start, lines[*next].end - *start};
        am_buffer_put(&stream->output, text);
        *start = lines[*next].end;
    }
}

static bool is_text(const json_stream *stream) {
    return stream->assessor->explanation > AMERCE_EXPLANATION_JSON;
}

static void put_record(json_stream *stream, uint32_t row) {
    if (is_text(stream)) {
        count_outcome(stream, am_api_put_text(stream->assessor, row, &stream->output));
        return;
    }
    count_outcome(stream, am_api_put_result(stream->assessor, row, &stream->output));
    am_buffer_put_char(&stream->output, '\n');
}

/* Assesses and writes what is in the batch, and empties it. */
static amerce_status finish_batch(json_stream *stream) {
    amerce_assessor *assessor = stream->assessor;
    amerce_status status = AMERCE_OK;
    size_t next = 0;
    size_t start = 0;
    uint32_t count = amerce_assessor_record_count(assessor);
    amerce_assessor_run(assessor);
    for (uint32_t row = 0; status == AMERCE_OK && row <= count; row++) {
        put_refusals(stream, &next, &start, row);
        if (row < count) {
            put_record(stream, row);
        }
        if (stream->output.length >= PIECE_BYTES || row == count) {
            status = write_out(stream);
        }
    }
    stream->refusals.length = 0;
    stream->lines.length = 0;
    amerce_assessor_clear(assessor);
    return status;
}

static amerce_status refuse(json_stream *stream) {
    refused_line line = {amerce_assessor_record_count(stream->assessor), 0};
    stream->summary.refused++;
    if (is_text(stream)) {
        am_api_put_refusal(stream->assessor, &stream->refusals);
    } else {
        am_result_write_error(&stream->refusals, &stream->assessor->error);
        am_buffer_put_char(&stream->refusals, '\n');
    }
    line.end = stream->refusals.length;
    am_buffer_put(&stream->lines, (am_slice){(const char *)&line, sizeof line});
    return stream->refusals.length >= PIECE_BYTES ? finish_batch(stream) : AMERCE_OK;
}

static amerce_status add_record(json_stream *stream, am_slice text, uint32_t line, uint32_t column) {
    amerce_text json = am_api_text(text);
    amerce_status status = amerce_assessor_add_json(stream->assessor, json, line, column, NULL);
    if (status == AMERCE_FULL) {
        status = finish_batch(stream);
        if (status == AMERCE_OK) {
            status = amerce_assessor_add_json(stream->assessor, json, line, column, NULL);
        }
    }
    return status == AMERCE_BAD_RECORD ? refuse(stream) : status;
}

static amerce_status feed(json_stream *stream, amerce_input input) {
    size_t room;
    size_t length = 0;
    char *at = am_splitter_room(stream->splitter, &room);
    if (at == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    if (!input.read(input.context, at, room, &length) || length > room) {
        return AMERCE_IO_FAILED;
    }
    am_splitter_fed(stream->splitter, length);
    return AMERCE_OK;
}

static amerce_status assess_all(json_stream *stream, amerce_input input) {
    am_slice text = {0};
    uint32_t line = 0;
    uint32_t column = 0;
    for (;;) {
        amerce_status status = AMERCE_OK;
        switch (am_splitter_next(stream->splitter, &text, &line, &column, &stream->assessor->error)) {
        case AM_SPLIT_RECORD:
            stream->summary.records++;
            status = add_record(stream, text, line, column);
            break;
        case AM_SPLIT_BAD:
            stream->summary.records++;
            status = refuse(stream);
            break;
        case AM_SPLIT_MORE:
            status = feed(stream, input);
            break;
        case AM_SPLIT_END:
            return finish_batch(stream);
        }
        if (status != AMERCE_OK) {
            return status;
        }
    }
}

amerce_status amerce_assess_json(amerce_assessor *assessor, amerce_input input, amerce_sink output,
                                 amerce_summary *summary) {
    json_stream stream = {.assessor = assessor, .sink = output};
    stream.splitter = am_splitter_new(assessor->allocator);
    am_buffer_init(&stream.output, assessor->allocator);
    am_buffer_init(&stream.refusals, assessor->allocator);
    am_buffer_init(&stream.lines, assessor->allocator);
    amerce_assessor_clear(assessor);
    amerce_status status = stream.splitter != NULL ? assess_all(&stream, input) : AMERCE_OUT_OF_MEMORY;
    amerce_assessor_clear(assessor);
    am_splitter_free(stream.splitter);
    am_buffer_clear(&stream.output);
    am_buffer_clear(&stream.refusals);
    am_buffer_clear(&stream.lines);
    if (summary != NULL) {
        *summary = stream.summary;
    }
    return status;
}
