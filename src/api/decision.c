/*
 * Decision records: a last member `decision` of a result line.
 *
 * The digest covers what must not change unnoticed: the edition of the language, the rulebook's texts with
 * those that it uses, the facts as they were understood, and the results. It covers no time of day and not
 * the engine's version, so that the same case gives the same digest whenever and wherever it is assessed.
 */
#include "api/decision.h"

#include "record/json.h"

#define FORM "amerce decision 1"

void am_api_put_digest(am_buffer *buffer, am_slice edition, am_slice sources, am_slice facts,
                       am_slice result) {
    am_sha256 sum;
    am_sha256_init(&sum);
    am_sha256_feed_whole(&sum, AM_SLICE(FORM));
    am_sha256_feed_whole(&sum, edition);
    am_sha256_feed_whole(&sum, sources);
    am_sha256_feed_whole(&sum, facts);
    am_sha256_feed_whole(&sum, result);
    am_digest digest = am_sha256_finish(&sum);
    am_digest_print(buffer, &digest);
}

/* The dates by which the law was chosen; nothing where nothing that was used is dated. */
static void put_laws(amerce_assessor *assessor, uint32_t row, am_buffer *buffer) {
    size_t count;
    am_buffer explanation;
    am_buffer_init(&explanation, assessor->allocator);
    am_explainer *explainer = am_api_explainer_of(assessor);
    if (explainer == NULL) {
        buffer->is_failed = true;
        return;
    }
    am_explain_write_json(explainer, &explanation, row);
    const am_date *laws = am_explain_laws(explainer, &count);
    for (size_t i = 0; i < count; i++) {
        am_buffer_put_text(buffer, i == 0 ? ",\"law_of\":[\"" : "\",\"");
        am_date_print(buffer, laws[i]);
    }
    am_buffer_put_text(buffer, count > 0 ? "\"]" : "");
    buffer->is_failed |= explanation.is_failed;
    am_buffer_clear(&explanation);
}

void am_api_put_decision(amerce_assessor *assessor, uint32_t row, am_slice result, am_buffer *buffer) {
    const am_program *program = assessor->rulebook->program;
    size_t edition, sources, facts;
    am_buffer parts;
    am_buffer_init(&parts, assessor->allocator);
    am_buffer_put_unsigned(&parts, program->edition);
    edition = parts.length;
    am_digest_print(&parts, &program->digest);
    sources = parts.length;
    am_record_write(&parts, assessor->layout, assessor->batch, assessor->ids, row);
    facts = parts.length;
    if (parts.is_failed) {
        buffer->is_failed = true;
        am_buffer_clear(&parts);
        return;
    }
    am_slice all = am_buffer_text(&parts);
    am_buffer_put_text(buffer, "{\"edition\":");
    am_buffer_put(buffer, am_slice_part(all, 0, edition));
    am_buffer_put_text(buffer, ",\"engine\":");
    am_json_put(buffer, am_slice_of(amerce_version()));
    am_buffer_put_text(buffer, ",\"rulebook\":");
    am_json_put(buffer, program->name);
    am_buffer_put_text(buffer, ",\"sources\":\"");
    am_buffer_put(buffer, am_slice_part(all, edition, sources));
    am_buffer_put_char(buffer, '"');
    put_laws(assessor, row, buffer);
    am_buffer_put_text(buffer, ",\"facts\":");
    am_buffer_put(buffer, am_slice_part(all, sources, facts));
    am_buffer_put_text(buffer, ",\"digest\":\"");
    am_api_put_digest(buffer, am_slice_part(all, 0, edition), am_slice_part(all, edition, sources),
                      am_slice_part(all, sources, facts), result);
    am_buffer_put_text(buffer, "\"}");
    am_buffer_clear(&parts);
}
