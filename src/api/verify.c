/*
 * A decision record read back and its facts assessed again.
 *
 * The parts of the line are compared as the bytes they are, since a decision record has one form. First the
 * digest: a line that was changed is not assessed. Then the law, then the facts, then the results.
 */
#include <amerce/decision.h>

#include "api/decision.h"
#include "record/json.h"

/* A line in its parts; all but `whole` are of it. */
typedef struct decision {
    am_slice id;
    am_slice line;  /* of its input, for a record without an id */
    am_slice as_of; /* without quotes, as `known_at` */
    am_slice known_at;
    am_slice before; /* the results, up to where members stand behind them; without `}` */
    am_slice record; /* the decision record */
    am_slice edition;
    am_slice sources; /* without quotes, as `digest` */
    am_slice facts;
    am_slice digest;
} decision;

static am_slice unquoted(am_slice text) {
    return text.length < 2 ? text : am_slice_part(text, 1, text.length - 1);
}

/* Calls `found` with each member of an object that nothing stands behind; false when the text is none. */
static bool read_members(am_slice text, void (*found)(decision *out, am_slice key, am_slice value),
                         decision *out) {
    am_json json = am_json_of(text);
    am_json_fault fault;
    if (am_json_next(&json) != AM_JSON_OPEN_OBJECT) {
        return false;
    }
    am_json_next(&json);
    for (;;) {
        am_slice key = json.text;
        if (json.kind != AM_JSON_STRING || am_json_next(&json) != AM_JSON_COLON) {
            return false;
        }
        am_json_next(&json);
        const char *start = am_json_start(&json);
        if (!am_json_skip(&json, 1, &fault)) {
            return false;
        }
        found(out, key, (am_slice){start, (size_t)(json.at - start)});
        if (am_json_next(&json) == AM_JSON_CLOSE_OBJECT) {
            return am_json_next(&json) == AM_JSON_END;
        }
        if (json.kind != AM_JSON_COMMA) {
            return false;
        }
        am_json_next(&json);
    }
}

/* The results end where the first member that is none begins, with the comma before it. */
static void end_results(decision *out, am_slice key) {
    size_t length = (size_t)(key.data - 1 - out->before.data);
    if (out->before.length > length) {
        out->before.length = length > 1 ? length - 1 : length;
    }
}

static void find_in_line(decision *out, am_slice key, am_slice value) {
    if (am_slice_is_equal(key, AM_SLICE("id"))) {
        out->id = value;
    } else if (am_slice_is_equal(key, AM_SLICE("line"))) {
        out->line = out->id.length == 0 ? value : out->line;
    } else if (am_slice_is_equal(key, AM_SLICE("as_of"))) {
        out->as_of = unquoted(value);
    } else if (am_slice_is_equal(key, AM_SLICE("known_at"))) {
        out->known_at = unquoted(value);
    } else if (am_slice_is_equal(key, AM_SLICE("explain"))) {
        end_results(out, key);
    } else if (am_slice_is_equal(key, AM_SLICE("decision"))) {
        end_results(out, key);
        out->record = value;
    }
}

static void find_in_record(decision *out, am_slice key, am_slice value) {
    if (am_slice_is_equal(key, AM_SLICE("edition"))) {
        out->edition = value;
    } else if (am_slice_is_equal(key, AM_SLICE("sources"))) {
        out->sources = unquoted(value);
    } else if (am_slice_is_equal(key, AM_SLICE("facts"))) {
        out->facts = value;
    } else if (am_slice_is_equal(key, AM_SLICE("digest"))) {
        out->digest = unquoted(value);
    }
}

static bool read_decision(am_slice line, decision *out) {
    *out = (decision){.before = line};
    return read_members(line, find_in_line, out) && out->record.length > 0 &&
           read_members(out->record, find_in_record, out) && out->digest.length > 0;
}

/* Whether the digest is of these parts. The detail's buffer is used and left empty. */
static bool is_intact(const decision *read, am_buffer *work) {
    am_buffer result;
    am_buffer_init(&result, work->allocator);
    am_buffer_put(&result, read->before);
    am_buffer_put_char(&result, '}');
    work->length = 0;
    am_api_put_digest(work, read->edition, read->sources, read->facts, am_buffer_text(&result));
    bool is_same = am_slice_is_equal(am_buffer_text(work), read->digest);
    work->is_failed |= result.is_failed;
    work->length = 0;
    am_buffer_clear(&result);
    return is_same;
}

static bool is_by_this_law(const am_program *program, const decision *read, am_buffer *detail) {
    am_buffer_put_unsigned(detail, program->edition);
    if (!am_slice_is_equal(am_buffer_text(detail), read->edition)) {
        am_buffer_put_text(
            detail, " is the edition of the language that the rulebook was compiled for; the decision's is ");
        am_buffer_put(detail, read->edition);
        return false;
    }
    detail->length = 0;
    am_digest_print(detail, &program->digest);
    if (!am_slice_is_equal(am_buffer_text(detail), read->sources)) {
        am_buffer_put_text(detail, " is the digest of the rulebook's texts; the decision was made with ");
        am_buffer_put(detail, read->sources);
        return false;
    }
    detail->length = 0;
    return true;
}

static uint32_t line_of(const decision *read) {
    uint32_t line = 0;
    for (size_t i = 0; i < read->line.length && line < UINT32_MAX / 10 - 1; i++) {
        char digit = read->line.data[i];
        line = digit >= '0' && digit <= '9' ? line * 10 + (uint32_t)(digit - '0') : line;
    }
    return line;
}

/* The results of the facts, as they come now, without the brace at their end. */
static amerce_status assess_again(amerce_assessor *assessor, const decision *read, am_buffer *detail) {
    amerce_record_error error;
    amerce_status status =
        amerce_assessor_add_json(assessor, am_api_text(read->facts), line_of(read), 1, &error);
    bool is_refused = status == AMERCE_BAD_RECORD || status == AMERCE_TOO_LARGE;
    if (status == AMERCE_OK) {
        amerce_assessor_run(assessor);
        is_refused = amerce_assessor_is_refused(assessor, 0, &error);
    }
    if (is_refused) {
        am_buffer_put_text(detail, "the facts are refused: ");
        am_buffer_put_text(detail, error.code);
        am_buffer_put_text(detail, ": ");
        am_buffer_put(detail, am_api_slice(error.message));
        return AMERCE_OK;
    }
    if (status == AMERCE_OK) {
        am_api_put_outcomes(assessor, 0, detail);
    }
    return status;
}

static amerce_status compare(amerce_assessor *assessor, const decision *read, am_buffer *detail,
                             amerce_verdict *verdict) {
    am_batch *batch = assessor->batch;
    bool had_as_of = batch->has_as_of, had_known_at = batch->has_known_at;
    am_date as_of = batch->as_of, known_at = batch->known_at;
    batch->has_as_of = read->as_of.length > 0 && am_date_parse(read->as_of, &batch->as_of);
    batch->has_known_at = read->known_at.length > 0 && am_date_parse(read->known_at, &batch->known_at);
    amerce_assessor_clear(assessor);
    amerce_status status = assess_again(assessor, read, detail);
    amerce_assessor_clear(assessor);
    batch->has_as_of = had_as_of;
    batch->as_of = as_of;
    batch->has_known_at = had_known_at;
    batch->known_at = known_at;
    size_t length = detail->length > 0 ? detail->length - 1 : 0;
    bool is_same = am_slice_is_equal(am_slice_part(am_buffer_text(detail), 0, length), read->before);
    *verdict = is_same ? AMERCE_VERDICT_SAME : AMERCE_VERDICT_DIFFERENT;
    return status;
}

amerce_status amerce_decision_verify(amerce_assessor *assessor, amerce_text line, amerce_verification *out) {
    am_buffer *detail = &assessor->detail;
    decision read;
    amerce_status status = AMERCE_OK;
    detail->length = 0;
    detail->is_failed = false;
    *out = (amerce_verification){.verdict = AMERCE_VERDICT_NONE};
    if (!read_decision(am_api_slice(line), &read)) {
        return AMERCE_OK;
    }
    out->id = am_api_text(read.id);
    if (!is_intact(&read, detail)) {
        out->verdict = AMERCE_VERDICT_ALTERED;
    } else if (!is_by_this_law(assessor->rulebook->program, &read, detail)) {
        out->verdict = AMERCE_VERDICT_OTHER_LAW;
    } else {
        status = compare(assessor, &read, detail, &out->verdict);
    }
    out->detail = am_api_text(am_buffer_text(detail));
    return detail->is_failed ? AMERCE_OUT_OF_MEMORY : status;
}
