/*
 * One expression of literals to its value: a rulebook of a single rule, compiled and assessed on an empty
 * record.
 *
 * The expression stands on the rule's own line, so that it can neither begin another declaration nor span
 * lines.
 */
#include <amerce/assessor.h>
#include <amerce/compile.h>

#include <string.h>

#include "api/object.h"

static const char *const month_end_words[] = {"error", "round down", "round up"};

static bool has_line_end(amerce_text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '\n' || text.data[i] == '\r') {
            return true;
        }
    }
    return false;
}

static void put_rulebook(am_buffer *buffer, amerce_text expression, amerce_month_ends month_ends) {
    am_buffer_put_text(buffer, "rulebook expression\n  month ends ");
    am_buffer_put_text(buffer, month_end_words[month_ends]);
    am_buffer_put_text(buffer, "\noutput answer\nrule answer = ");
    am_buffer_put(buffer, am_api_slice(expression));
    am_buffer_put_char(buffer, '\n');
}

static bool put_piece(void *context, const char *data, size_t length) {
    am_buffer_put(context, (am_slice){data, length});
    return true;
}

/* A fault's code and message as an error line has them. */
static amerce_status put_error(am_buffer *answer, const char *code, amerce_text message) {
    am_buffer_put_text(answer, code);
    am_buffer_put_text(answer, ": ");
    am_buffer_put(answer, am_api_slice(message));
    return AMERCE_REFUSED;
}

static amerce_status put_value(am_buffer *answer, const amerce_rulebook *rulebook,
                               amerce_assessor *assessor) {
    amerce_output output;
    amerce_value value;
    amerce_fault fault;
    amerce_rulebook_output(rulebook, 0, &output);
    amerce_assessor_result(assessor, 0, 0, &value);
    if (value.state == AMERCE_FAULT) {
        amerce_assessor_fault(assessor, 0, 0, &fault);
        return put_error(answer, fault.code, fault.message);
    }
    if (output.type.kind == AMERCE_YESNO) {
        am_buffer_put_text(answer, value.integer != 0 ? "yes" : "no");
        return AMERCE_OK;
    }
    if (output.type.kind == AMERCE_MONEY) {
        am_buffer_put(answer, am_api_slice(output.type.currency));
        am_buffer_put_char(answer, ' ');
    }
    return amerce_value_write(rulebook, &output.type, &value, (amerce_sink){put_piece, answer});
}

static amerce_status assess(am_buffer *answer, const amerce_rulebook *rulebook) {
    amerce_assessor *assessor;
    amerce_assessor_options options = {
        .size = sizeof options, .records = 1, .elements = 1, .pairs = 1, .text_bytes = 65536};
    amerce_status status = amerce_assessor_new(rulebook, &options, &assessor);
    if (status != AMERCE_OK) {
        return status;
    }
    uint32_t row;
    status = amerce_record_open(assessor, &row);
    if (status == AMERCE_OK) {
        status = amerce_record_close(assessor);
    }
    if (status == AMERCE_OK) {
        amerce_assessor_run(assessor);
        status = put_value(answer, rulebook, assessor);
    }
    amerce_assessor_free(assessor);
    return status;
}

/* The rule around the expression is ours: a message that speaks of it speaks of the expression. */
static amerce_status put_mistake(am_buffer *answer, const amerce_diagnostic *mistake) {
    bool is_unfinished = strcmp(mistake->code, am_diag_code_of(AM_DIAG_UNFINISHED)) == 0;
    amerce_text unfinished = amerce_text_of("the expression is not finished");
    return put_error(answer, mistake->code, is_unfinished ? unfinished : mistake->message);
}

static amerce_status compile_and_assess(am_buffer *answer, amerce_text rulebook_text) {
    amerce_source source = {amerce_text_of("expression"), rulebook_text};
    amerce_rulebook *rulebook;
    amerce_diagnostics *diagnostics;
    amerce_diagnostic first;
    amerce_status status = amerce_compile(&source, NULL, &rulebook, &diagnostics);
    if (status == AMERCE_OK) {
        status = assess(answer, rulebook);
    } else if (status == AMERCE_REFUSED && amerce_diagnostics_get(diagnostics, 0, &first)) {
        put_mistake(answer, &first);
    }
    amerce_diagnostics_free(diagnostics);
    amerce_rulebook_free(rulebook);
    return status;
}

amerce_status amerce_evaluate(amerce_text expression, amerce_month_ends month_ends, amerce_sink sink) {
    am_buffer text;
    am_buffer answer;
    if (has_line_end(expression) || (unsigned)month_ends > AMERCE_MONTH_ENDS_UP) {
        return AMERCE_MISUSE;
    }
    am_buffer_init(&text, am_allocator_standard());
    am_buffer_init(&answer, am_allocator_standard());
    put_rulebook(&text, expression, month_ends);
    am_slice whole = am_buffer_text(&text);
    amerce_status status =
        text.is_failed ? AMERCE_OUT_OF_MEMORY : compile_and_assess(&answer, am_api_text(whole));
    am_buffer_clear(&text);
    amerce_status written = am_api_flush(&answer, sink);
    return written == AMERCE_OK ? status : written;
}
