/*
 * Explanations of a batch, and what a record's result line is when it holds one.
 *
 * The explainer is made with the first explanation and kept; what one record's takes is given back with the
 * next.
 */
#include <amerce/explain.h>

#include "api/decision.h"

am_explainer *am_api_explainer_of(amerce_assessor *assessor) {
    if (assessor->explainer == NULL) {
        assessor->explainer =
            am_explainer_new(assessor->layout, assessor->batch, assessor->leeway, assessor->allocator);
    }
    return assessor->explainer;
}

static void put_explanation(amerce_assessor *assessor, amerce_explain_format format, uint32_t row,
                            am_buffer *buffer) {
    am_explainer *explainer = am_api_explainer_of(assessor);
    if (explainer == NULL ||
        (assessor->leeway != NULL && !am_leeway_find(assessor->leeway, assessor->batch, row))) {
        buffer->is_failed = true;
        return;
    }
    switch (format) {
    case AMERCE_EXPLAIN_JSON:
        am_explain_write_json(explainer, buffer, row);
        break;
    case AMERCE_EXPLAIN_TEXT:
        am_explain_write_text(explainer, AM_TEXT_PLAIN, buffer, row);
        break;
    case AMERCE_EXPLAIN_MARKDOWN:
        am_explain_write_text(explainer, AM_TEXT_MARKDOWN, buffer, row);
        break;
    case AMERCE_EXPLAIN_HTML:
        am_explain_write_text(explainer, AM_TEXT_HTML, buffer, row);
        break;
    }
}

amerce_status amerce_explain_write(amerce_assessor *assessor, uint32_t row, amerce_explain_format format,
                                   amerce_sink sink) {
    am_buffer buffer;
    if (row >= assessor->batch->rows[0].count || (unsigned)format > AMERCE_EXPLAIN_HTML) {
        return AMERCE_MISUSE;
    }
    am_buffer_init(&buffer, assessor->allocator);
    put_explanation(assessor, format, row, &buffer);
    return am_api_flush(&buffer, sink);
}

bool am_api_is_refused(amerce_assessor *assessor, uint32_t row) {
    return assessor->rulebook->program->check_count != 0 &&
           am_record_fails(assessor->layout, assessor->batch, assessor->ids, row, &assessor->error);
}

/* Opens the line that ends the buffer for another member, which `key` begins. */
static void open_member(am_buffer *buffer, const char *key) {
    if (buffer->length > 0) {
        buffer->length--;
        am_buffer_put_text(buffer, buffer->data[buffer->length - 1] == '{' ? "" : ",");
    }
    am_buffer_put_text(buffer, key);
}

/* What the record leaves to discretion, as a member of its result. */
static void put_discretion(amerce_assessor *assessor, uint32_t row, am_buffer *buffer) {
    const am_program *program = assessor->rulebook->program;
    size_t length = buffer->length;
    if (!am_leeway_find(assessor->leeway, assessor->batch, row)) {
        buffer->is_failed = true;
        return;
    }
    open_member(buffer, "");
    if (am_result_write_discretion(buffer, program, assessor->batch, assessor->leeway)) {
        am_buffer_put_char(buffer, '}');
    } else if (!buffer->is_failed) {
        buffer->length = length;
        buffer->data[length - 1] = '}';
    }
}

am_state am_api_put_outcomes(amerce_assessor *assessor, uint32_t row, am_buffer *buffer) {
    am_state worst = am_result_write(buffer, assessor->layout, assessor->batch, assessor->ids, row);
    if (assessor->leeway != NULL && !buffer->is_failed) {
        put_discretion(assessor, row, buffer);
    }
    return worst;
}

am_state am_api_put_result(amerce_assessor *assessor, uint32_t row, am_buffer *buffer) {
    size_t start = buffer->length;
    if (am_api_is_refused(assessor, row)) {
        am_result_write_error(buffer, &assessor->error);
        return AM_STATE_FAULT;
    }
    am_state worst;
    if (assessor->results != NULL && am_quick_write(assessor->results, row, buffer, &worst)) {
        return worst;
    }
    worst = am_api_put_outcomes(assessor, row, buffer);
    am_buffer decision;
    am_buffer_init(&decision, assessor->allocator);
    if (assessor->is_decision_wanted && !buffer->is_failed) {
        am_slice result = am_slice_part(am_buffer_text(buffer), start, buffer->length);
        am_api_put_decision(assessor, row, result, &decision);
    }
    if (assessor->explanation != AMERCE_EXPLANATION_NONE) {
        open_member(buffer, "\"explain\":");
        put_explanation(assessor, AMERCE_EXPLAIN_JSON, row, buffer);
        am_buffer_put_char(buffer, '}');
    }
    if (assessor->is_decision_wanted) {
        open_member(buffer, "\"decision\":");
        am_buffer_put(buffer, am_buffer_text(&decision));
        am_buffer_put_char(buffer, '}');
    }
    buffer->is_failed |= decision.is_failed;
    am_buffer_clear(&decision);
    return worst;
}

static am_text_style style_of(amerce_explanation explanation) {
    return explanation == AMERCE_EXPLANATION_HTML       ? AM_TEXT_HTML
           : explanation == AMERCE_EXPLANATION_MARKDOWN ? AM_TEXT_MARKDOWN
                                                        : AM_TEXT_PLAIN;
}

static void put_heading(am_text_style style, const am_buffer *name, am_buffer *buffer) {
    static const char *const begins[] = {"record ", "## record ", "<h2>record "};
    static const char *const ends[] = {"\n", "\n\n", "</h2>\n"};
    am_buffer_put_text(buffer, begins[style]);
    am_text_put_escaped(buffer, style, am_buffer_text(name));
    am_buffer_put_text(buffer, ends[style]);
    buffer->is_failed |= name->is_failed;
}

/* `"A-1"`, or by its line or place in the batch. */
static void put_name(const amerce_assessor *assessor, uint32_t row, am_buffer *name) {
    if (!am_result_write_name(name, assessor->layout, assessor->batch, assessor->ids, row)) {
        am_buffer_put_unsigned(name, row + 1u);
    }
}

am_state am_api_put_text(amerce_assessor *assessor, uint32_t row, am_buffer *buffer) {
    static const amerce_explain_format formats[] = {AMERCE_EXPLAIN_TEXT, AMERCE_EXPLAIN_MARKDOWN,
                                                    AMERCE_EXPLAIN_HTML};
    am_text_style style = style_of(assessor->explanation);
    am_buffer work;
    if (am_api_is_refused(assessor, row)) {
        am_api_put_refusal(assessor, buffer);
        return AM_STATE_FAULT;
    }
    am_buffer_init(&work, assessor->allocator);
    am_state worst = am_result_write(&work, assessor->layout, assessor->batch, assessor->ids, row);
    work.length = 0;
    put_name(assessor, row, &work);
    put_heading(style, &work, buffer);
    am_buffer_clear(&work);
    put_explanation(assessor, formats[style], row, buffer);
    am_buffer_put_char(buffer, '\n');
    return worst;
}

static void put_refusal(const am_record_error *error, am_buffer *text) {
    am_buffer_put_text(text, "refused ");
    am_buffer_put_text(text, am_diag_code_of(error->diag));
    am_buffer_put_text(text, ": ");
    am_buffer_put_text(text, error->message);
    if (error->path[0] != '\0') {
        am_buffer_put_text(text, ", at ");
        am_buffer_put_text(text, error->path);
    }
}

void am_api_put_refusal(const amerce_assessor *assessor, am_buffer *buffer) {
    const am_record_error *error = &assessor->error;
    am_text_style style = style_of(assessor->explanation);
    am_buffer work;
    am_buffer_init(&work, assessor->allocator);
    if (error->id.length > 0) {
        am_result_write_id(&work, &error->id);
    } else {
        am_buffer_put_text(&work, "in line ");
        am_buffer_put_unsigned(&work, error->line);
    }
    put_heading(style, &work, buffer);
    work.length = 0;
    put_refusal(error, &work);
    am_buffer_put_text(buffer, style == AM_TEXT_HTML ? "<p>" : "");
    am_text_put_escaped(buffer, style, am_buffer_text(&work));
    am_buffer_put_text(buffer, style == AM_TEXT_HTML ? "</p>\n\n" : "\n\n");
    buffer->is_failed |= work.is_failed;
    am_buffer_clear(&work);
}
