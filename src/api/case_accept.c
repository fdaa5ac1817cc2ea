/*
 * Lines of case files written anew: what came in place of what was expected and not met.
 *
 * A fault is accepted as its code alone: its message may be put better one day.
 */
#include "api/assessor.h"
#include "api/cases.h"
#include "record/json.h"

typedef struct acceptance {
    amerce_assessor *assessor;
    const am_program *program;
    am_buffer *out;
    bool is_first;
} acceptance;

static void put_outcome(acceptance *work, uint32_t output, uint32_t row) {
    amerce_fault fault;
    if (amerce_assessor_fault(work->assessor, output, row, &fault) == AMERCE_OK) {
        am_buffer_put_text(work->out, "{\"error\":\"");
        am_buffer_put_text(work->out, fault.code);
        am_buffer_put_text(work->out, "\"}");
        return;
    }
    am_shown shown = am_shown_of(&work->program->outputs[output]);
    am_result_write_outcome(work->out, work->program, work->assessor->batch, &shown, row);
}

/* Everything that came in a place and in those within it, each under its path. */
static void put_all(acceptance *work, uint16_t place, uint32_t row, am_slice path) {
    const am_program *program = work->program;
    am_buffer inner;
    am_buffer_init(&inner, work->assessor->allocator);
    for (uint32_t i = 0; i < program->output_count; i++) {
        if (program->outputs[i].place == place) {
            am_buffer_put(&inner, path);
            am_buffer_put(&inner, program->outputs[i].name);
            am_buffer_put_text(work->out, work->is_first ? "" : ", ");
            am_json_put(work->out, am_buffer_text(&inner));
            am_buffer_put_text(work->out, ": ");
            put_outcome(work, i, row);
            work->is_first = false;
            inner.length = 0;
        }
    }
    for (uint16_t i = 1; i < program->place_count; i++) {
        uint32_t first = row;
        uint32_t end = row + 1;
        bool is_list = program->places[i].kind == AM_PLACE_LIST;
        if (program->places[i].parent != place ||
            (is_list && amerce_assessor_elements(work->assessor, i, row, &first, &end) != AMERCE_OK)) {
            continue;
        }
        for (uint32_t at = first; at < end; at++) {
            am_buffer_put(&inner, path);
            am_buffer_put(&inner, program->places[i].field);
            if (is_list) {
                am_buffer_put_char(&inner, '[');
                am_buffer_put_unsigned(&inner, at - first + 1);
                am_buffer_put_char(&inner, ']');
            }
            am_buffer_put_char(&inner, '.');
            put_all(work, i, at, am_buffer_text(&inner));
            inner.length = 0;
        }
    }
    work->out->is_failed = work->out->is_failed || inner.is_failed;
    am_buffer_clear(&inner);
}

static void put_new(acceptance *work, const am_case *one, uint32_t record) {
    am_buffer_put(work->out, am_slice_part(one->text, 0, one->insert_at));
    if (!one->has_expect) {
        am_buffer_put_text(work->out, one->has_members ? ", \"expect\": {" : "\"expect\": {");
    }
    put_all(work, 0, record, (am_slice){NULL, 0});
    am_buffer_put_text(work->out, one->has_expect ? "" : "}");
    am_buffer_put(work->out, am_slice_part(one->text, one->insert_at, one->text.length));
}

/* An outcome as the row of a CSV file has it. */
static void put_cell(acceptance *work, uint32_t output, uint32_t row) {
    acceptance inner = *work;
    am_buffer json;
    am_buffer_init(&json, work->assessor->allocator);
    inner.out = &json;
    put_outcome(&inner, output, row);
    am_case_put_cell(work->out, am_buffer_text(&json));
    work->out->is_failed = work->out->is_failed || json.is_failed;
    am_buffer_clear(&json);
}

/* A row that expects nothing: every cell for an expectation says what came. */
static void put_new_row(acceptance *work, const am_case *one, uint32_t record) {
    size_t at = 0;
    for (size_t i = 0; i < one->blank_count; i++) {
        const am_claim *blank = &one->claims[i];
        uint32_t output;
        uint32_t row;
        if (amerce_assessor_find(work->assessor, record, am_api_text(blank->path), &output, &row)) {
            am_buffer_put(work->out, am_slice_part(one->text, at, blank->start));
            put_cell(work, output, row);
            at = blank->end;
        }
    }
    am_buffer_put(work->out, am_slice_part(one->text, at, one->text.length));
}

static bool drop_piece(void *context, const char *data, size_t length) {
    (void)context;
    (void)data;
    (void)length;
    return true;
}

static amerce_status put_changed(acceptance *work, const amerce_cases *cases, size_t index, uint32_t record) {
    const am_case *one = &cases->items[index];
    size_t at = 0;
    for (size_t i = 0; i < one->claim_count; i++) {
        const am_claim *claim = &one->claims[i];
        bool is_met;
        uint32_t output;
        uint32_t row;
        amerce_status status = amerce_case_check(cases, index, i, work->assessor, record,
                                                 (amerce_sink){drop_piece, NULL}, &is_met);
        if (status != AMERCE_OK) {
            return status;
        }
        if (!is_met &&
            amerce_assessor_find(work->assessor, record, am_api_text(claim->path), &output, &row)) {
            am_buffer_put(work->out, am_slice_part(one->text, at, claim->start));
            if (one->is_row) {
                put_cell(work, output, row);
            } else {
                put_outcome(work, output, row);
            }
            at = claim->end;
        }
    }
    am_buffer_put(work->out, am_slice_part(one->text, at, one->text.length));
    return AMERCE_OK;
}

amerce_status amerce_case_accept(const amerce_cases *cases, size_t index, amerce_assessor *assessor,
                                 uint32_t record, amerce_sink sink) {
    am_buffer buffer;
    acceptance work = {assessor, assessor->rulebook->program, &buffer, true};
    amerce_status status = AMERCE_OK;
    if (index >= cases->count || cases->items[index].insert_at == 0 ||
        record >= assessor->batch->rows[0].count) {
        return AMERCE_MISUSE;
    }
    am_buffer_init(&buffer, assessor->allocator);
    if (cases->items[index].claim_count == 0 && cases->items[index].is_row) {
        put_new_row(&work, &cases->items[index], record);
    } else if (cases->items[index].claim_count == 0) {
        put_new(&work, &cases->items[index], record);
    } else {
        status = put_changed(&work, cases, index, record);
    }
    if (status != AMERCE_OK) {
        am_buffer_clear(&buffer);
        return status;
    }
    return am_api_flush(&buffer, sink);
}

amerce_status amerce_case_line(const amerce_cases *cases, size_t index, amerce_sink sink) {
    if (index >= cases->count) {
        return AMERCE_MISUSE;
    }
    am_slice text = cases->items[index].text;
    return sink.write(sink.context, text.data, text.length) ? AMERCE_OK : AMERCE_IO_FAILED;
}

amerce_status amerce_cases_between(const amerce_cases *cases, size_t index, amerce_sink sink) {
    const char *start = cases->whole.data;
    const char *end = start + cases->whole.length;
    if (index > cases->count) {
        return AMERCE_MISUSE;
    }
    if (index > 0) {
        start = cases->items[index - 1].text.data + cases->items[index - 1].text.length;
    }
    if (index < cases->count) {
        end = cases->items[index].text.data;
    }
    return sink.write(sink.context, start, (size_t)(end - start)) ? AMERCE_OK : AMERCE_IO_FAILED;
}
