/*
 * A whole input of records through one batch: split, read, assessed when the batch is full, written in the
 * order of the input.
 *
 * Lines of refused records wait in `lines` for the batch they stand in, each with the number of records
 * before it.
 */
#include "api/stream.h"

#include <string.h>

#include "api/jobs.h"

/* The output is handed on in pieces of about this size. */
#define PIECE_BYTES 65536u

/* A refused record's place among those of the batch. */
typedef struct refused_line {
    uint32_t before; /* records of the batch that come first */
    size_t end;      /* of its text in `refusals` */
} refused_line;

static amerce_status write_out(am_stream *stream) {
    am_slice text = am_buffer_text(&stream->output);
    if (stream->output.is_failed || stream->refusals.is_failed || stream->lines.is_failed) {
        return AMERCE_OUT_OF_MEMORY;
    }
    if (stream->keeps_output) {
        return AMERCE_OK;
    }
    if (text.length > 0 && !stream->sink.write(stream->sink.context, text.data, text.length)) {
        return AMERCE_IO_FAILED;
    }
    stream->output.length = 0;
    return AMERCE_OK;
}

static void count_outcome(am_stream *stream, uint32_t row, am_state worst) {
    if (worst == AM_STATE_FAULT && am_api_is_refused(stream->assessor, row)) {
        stream->summary.refused++;
        return;
    }
    stream->summary.faults += worst == AM_STATE_FAULT ? 1 : 0;
    stream->summary.needs += worst == AM_STATE_NEEDS ? 1 : 0;
}

static bool is_text(const am_stream *stream) {
    return stream->assessor->explanation > AMERCE_EXPLANATION_JSON;
}

/* Appends a result line, or the row that it becomes. */
static void put_line(am_stream *stream, am_slice line) {
    if (stream->results != NULL) {
        am_csv_results_put(stream->results, line, &stream->output);
        return;
    }
    am_buffer_put(&stream->output, line);
    am_buffer_put_char(&stream->output, '\n');
}

/* Appends the refusals that come before record `row` of the batch. */
static void put_refusals(am_stream *stream, size_t *next, size_t *start, uint32_t row) {
    const refused_line *lines = (const void *)stream->lines.data;
    size_t count = stream->lines.length / sizeof *lines;
    for (; *next < count && lines[*next].before <= row; ++*next) {
        am_slice text = {stream->refusals.data + *start, lines[*next].end - *start};
        if (is_text(stream)) {
            am_buffer_put(&stream->output, text);
        } else {
            put_line(stream, text);
        }
        *start = lines[*next].end;
    }
}

static void put_record(am_stream *stream, uint32_t row) {
    if (is_text(stream)) {
        count_outcome(stream, row, am_api_put_text(stream->assessor, row, &stream->output));
        return;
    }
    if (stream->results == NULL) {
        count_outcome(stream, row, am_api_put_result(stream->assessor, row, &stream->output));
        am_buffer_put_char(&stream->output, '\n');
        return;
    }
    stream->line.length = 0;
    count_outcome(stream, row, am_api_put_result(stream->assessor, row, &stream->line));
    stream->output.is_failed = stream->output.is_failed || stream->line.is_failed;
    put_line(stream, am_buffer_text(&stream->line));
}

/* Assesses and writes what is in the batch, and empties it. */
static amerce_status finish_batch(am_stream *stream) {
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
        if (stream->output.length >= PIECE_BYTES) {
            status = write_out(stream);
        }
    }
    stream->refusals.length = 0;
    stream->lines.length = 0;
    amerce_assessor_clear(assessor);
    return status;
}

/* The last batch, and all that was not handed on yet. */
static amerce_status finish(am_stream *stream) {
    amerce_status status = finish_batch(stream);
    return status == AMERCE_OK ? write_out(stream) : status;
}

amerce_status am_stream_refuse(am_stream *stream) {
    refused_line line = {amerce_assessor_record_count(stream->assessor), 0};
    stream->summary.refused++;
    if (is_text(stream)) {
        am_api_put_refusal(stream->assessor, &stream->refusals);
    } else {
        am_result_write_error(&stream->refusals, &stream->assessor->error);
    }
    line.end = stream->refusals.length;
    am_buffer_put(&stream->lines, (am_slice){(const char *)&line, sizeof line});
    return stream->refusals.length >= PIECE_BYTES ? finish_batch(stream) : AMERCE_OK;
}

amerce_status am_stream_add(am_stream *stream, am_slice text, uint32_t line, uint32_t column) {
    amerce_text json = am_api_text(text);
    amerce_status status = amerce_assessor_add_json(stream->assessor, json, line, column, NULL);
    if (status == AMERCE_FULL) {
        status = finish_batch(stream);
        if (status == AMERCE_OK) {
            status = amerce_assessor_add_json(stream->assessor, json, line, column, NULL);
        }
    }
    return status == AMERCE_BAD_RECORD ? am_stream_refuse(stream) : status;
}

static amerce_status feed(am_stream *stream, amerce_input input) {
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

amerce_status am_stream_add_quickly(am_stream *stream, am_stream_quick *read, void *context, am_slice text,
                                    uint32_t line, size_t *length) {
    if (read(context, text, line, length) == AM_RECORD_FULL) {
        amerce_status finished = finish_batch(stream);
        if (finished != AMERCE_OK) {
            return finished;
        }
        read(context, text, line, length);
    }
    stream->assessor->record_count += *length != 0;
    return AMERCE_OK;
}

static am_record_status read_quickly(void *context, am_slice text, uint32_t line, size_t *length) {
    return am_quick_read(context, text, line, length);
}

/* Records as machines write them, as far as they go on so. */
static amerce_status assess_quickly(am_stream *stream) {
    am_quick *quick = stream->assessor->quick;
    am_slice text;
    uint32_t line;
    while (quick != NULL && am_splitter_peek(stream->splitter, &text, &line)) {
        size_t length;
        amerce_status status = am_stream_add_quickly(stream, read_quickly, quick, text, line, &length);
        if (status != AMERCE_OK || length == 0) {
            return status;
        }
        am_splitter_took(stream->splitter, length);
        stream->summary.records++;
    }
    return AMERCE_OK;
}

/* Takes all records that are whole in the splitter; *is_ended when there will be no more. */
static amerce_status take_records(am_stream *stream, bool *is_ended) {
    am_slice text = {0};
    uint32_t line = 0;
    uint32_t column = 0;
    *is_ended = false;
    for (;;) {
        amerce_status status = assess_quickly(stream);
        if (status != AMERCE_OK) {
            return status;
        }
        switch (am_splitter_next(stream->splitter, &text, &line, &column, &stream->assessor->error)) {
        case AM_SPLIT_RECORD:
            stream->summary.records++;
            status = am_stream_add(stream, text, line, column);
            break;
        case AM_SPLIT_BAD:
            stream->summary.records++;
            status = am_stream_refuse(stream);
            break;
        case AM_SPLIT_MORE:
            return AMERCE_OK;
        case AM_SPLIT_END:
            *is_ended = true;
            return AMERCE_OK;
        }
        if (status != AMERCE_OK) {
            return status;
        }
    }
}

static amerce_status assess_json(am_stream *stream, amerce_input input) {
    bool is_ended = false;
    amerce_status status = take_records(stream, &is_ended);
    while (status == AMERCE_OK && !is_ended) {
        status = feed(stream, input);
        if (status == AMERCE_OK) {
            status = take_records(stream, &is_ended);
        }
    }
    return status;
}

void am_stream_init(am_stream *stream, amerce_assessor *assessor, amerce_sink sink) {
    *stream = (am_stream){.assessor = assessor, .sink = sink};
    am_buffer_init(&stream->output, assessor->allocator);
    am_buffer_init(&stream->line, assessor->allocator);
    am_buffer_init(&stream->refusals, assessor->allocator);
    am_buffer_init(&stream->lines, assessor->allocator);
}

void am_stream_clear(am_stream *stream) {
    am_splitter_free(stream->splitter);
    am_buffer_clear(&stream->output);
    am_buffer_clear(&stream->line);
    am_buffer_clear(&stream->refusals);
    am_buffer_clear(&stream->lines);
}

amerce_status am_stream_assess_piece(am_stream *stream, char *data, size_t bytes, uint32_t line,
                                     bool *is_whole) {
    bool is_ended;
    stream->keeps_output = true;
    stream->splitter = am_splitter_new_over(data, bytes, line, stream->assessor->allocator);
    *is_whole = false;
    if (stream->splitter == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    amerce_assessor_clear(stream->assessor);
    amerce_status status = take_records(stream, &is_ended);
    *is_whole = am_splitter_is_between(stream->splitter);
    return status == AMERCE_OK ? finish(stream) : status;
}

amerce_status am_stream_assess_from(am_stream *stream, amerce_input input, uint32_t line) {
    stream->splitter = am_splitter_new_at(line, stream->assessor->allocator);
    if (stream->splitter == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    amerce_assessor_clear(stream->assessor);
    amerce_status status = assess_json(stream, input);
    return status == AMERCE_OK ? finish(stream) : status;
}

static amerce_status assess_all(am_stream *stream, const amerce_stream_options *options, amerce_input input) {
    amerce_status status;
    if (options->records == AMERCE_RECORDS_CSV) {
        status = am_stream_assess_csv(stream, options, input);
        if (status == AMERCE_OK) {
            status = finish(stream);
        }
    } else if (options->helper_count != 0 && stream->results == NULL) {
        status = am_jobs_assess(stream, options->helpers, options->helper_count, input);
    } else {
        status = am_stream_assess_from(stream, input, 1);
    }
    if (status == AMERCE_OK && stream->results != NULL) {
        am_csv_results_finish(stream->results, &stream->output);
        status = write_out(stream);
    }
    return status;
}

/* Options of an older caller are shorter; what is not there is zero. */
static amerce_stream_options whole_options(const amerce_stream_options *options) {
    amerce_stream_options whole = {0};
    if (options != NULL) {
        memcpy(&whole, options, options->size < sizeof whole ? options->size : sizeof whole);
    }
    return whole;
}

amerce_status amerce_assess(amerce_assessor *assessor, const amerce_stream_options *options,
                            amerce_input input, amerce_sink output, amerce_summary *summary) {
    amerce_stream_options whole = whole_options(options);
    am_stream stream;
    bool is_json = whole.results == AMERCE_RESULTS_JSON;
    amerce_status status = AMERCE_OUT_OF_MEMORY;
    am_stream_init(&stream, assessor, output);
    if (summary != NULL) {
        *summary = stream.summary;
    }
    if ((!is_json && assessor->explanation != AMERCE_EXPLANATION_NONE) ||
        (whole.list_count > 0 && whole.records != AMERCE_RECORDS_CSV)) {
        return AMERCE_MISUSE;
    }
    if (!is_json) {
        stream.results = am_csv_results_new(assessor->layout, assessor->batch,
                                            whole.results == AMERCE_RESULTS_TABLE, assessor->allocator);
    }
    amerce_assessor_clear(assessor);
    if (is_json || stream.results != NULL) {
        status = assess_all(&stream, &whole, input);
    }
    amerce_assessor_clear(assessor);
    am_csv_results_free(stream.results);
    am_stream_clear(&stream);
    if (summary != NULL) {
        *summary = stream.summary;
    }
    return status;
}

amerce_status amerce_assess_json(amerce_assessor *assessor, amerce_input input, amerce_sink output,
                                 amerce_summary *summary) {
    return amerce_assess(assessor, NULL, input, output, summary);
}
