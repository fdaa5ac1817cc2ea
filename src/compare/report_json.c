/*
 * Records as objects: `id`, and `under` with an object for each rulebook.
 *
 * What stands in a result line stands here in the same bytes.
 */
#include "compare/report.h"

typedef struct json_writer {
    am_comparison *all;
    am_buffer *out;
} json_writer;

static void put(const json_writer *writer, const char *text) {
    am_buffer_put_text(writer->out, text);
}

/* A member with a text, unless that is empty. */
static void put_member(const json_writer *writer, const char *key, am_slice text) {
    if (text.length > 0) {
        put(writer, key);
        am_json_put(writer->out, text);
    }
}

static void put_raw(const json_writer *writer, const char *key, const am_tree *value) {
    if (value != NULL) {
        put(writer, key);
        am_buffer_put(writer->out, value->text);
    }
}

static void put_list(const json_writer *writer, const char *key, const am_names *texts) {
    size_t count = am_names_count(texts);
    for (size_t i = 1; i <= count; i++) {
        put(writer, i == 1 ? key : ",");
        am_json_put(writer->out, am_names_text(texts, (am_name)i));
    }
    put(writer, count > 0 ? "]" : "");
}

/* The value, or what stands in its place: an object's members without its braces. */
static void put_outcome(const json_writer *writer, const am_finding *finding) {
    am_outcome_kind kind = am_finding_kind(finding);
    am_slice text = finding->value->text;
    if (kind == AM_OUTCOME_VALUE || kind == AM_OUTCOME_RANGE || kind == AM_OUTCOME_NONE) {
        put(writer, "\"value\":");
        am_buffer_put(writer->out, text);
    } else {
        am_buffer_put(writer->out, am_slice_part(text, 1, text.length - 1));
    }
}

/* An end that is none is null. */
static void put_end(const json_writer *writer, const char *key, am_slice text) {
    put(writer, key);
    if (text.length > 0) {
        am_json_put(writer->out, text);
    } else {
        put(writer, "null");
    }
}

static void put_converted(const json_writer *writer, const char *key, const am_converted *converted) {
    if (converted->text.length + converted->text_high.length == 0) {
        return;
    }
    put(writer, key);
    if (converted->text_high.length > 0 || converted->is_open) {
        put_end(writer, "{\"lowest\":", converted->text);
        put_end(writer, ",\"highest\":", converted->text_high);
        put(writer, "}");
    } else {
        am_json_put(writer->out, converted->text);
    }
}

static void put_conversion(const json_writer *writer, const am_finding *finding) {
    if (finding->unconverted.length > 0) {
        put(writer, ",\"converted\":{");
        put_member(writer, "\"error\":{\"code\":", am_slice_of(am_diag_code_of(finding->unconverted_by)));
        put_member(writer, ",\"message\":", finding->unconverted);
        put(writer, "}}");
    } else if (finding->converted.text.length > 0) {
        put_member(writer, ",\"converted\":{\"currency\":", writer->all->target);
        put_converted(writer, ",\"value\":", &finding->converted);
        put_converted(writer, ",\"leads_to\":", &finding->converted_reach);
        if (finding->rate != NULL) {
            put(writer, ",\"rate\":");
            am_rate_put_json(writer->out, finding->rate);
        }
        put(writer, "}");
    }
}

static void put_bound(const json_writer *writer, const am_tree *bound) {
    if (bound != NULL) {
        put_raw(writer, ",\"bound_by\":{\"step\":", am_tree_get(bound, "step"));
        put_raw(writer, ",\"says\":", am_tree_get(bound, "says"));
        put_raw(writer, ",\"label\":", am_tree_get(bound, "label"));
        put_raw(writer, ",\"per\":", am_tree_get(bound, "per"));
        put(writer, "}");
    }
}

static void put_finding(const json_writer *writer, const am_finding *finding) {
    am_json_put(writer->out, finding->path);
    put(writer, ":{");
    put_outcome(writer, finding);
    put(writer, finding->is_not_applied ? ",\"applies\":false" : "");
    put_raw(writer, ",\"leads_to\":", finding->reach);
    put_conversion(writer, finding);
    put_member(writer, ",\"per\":", finding->per);
    put_bound(writer, finding->bound);
    if (!am_slice_is_equal(finding->row, finding->path)) {
        put_member(writer, ",\"row\":", finding->row);
    }
    put(writer, "}");
}

static void put_exchanged(const json_writer *writer, const am_account *account) {
    for (size_t i = 0; i < account->exchanged_count; i++) {
        const am_exchanged *one = &account->exchanged[i];
        put(writer, i == 0 ? ",\"exchanged\":[" : ",");
        put_member(writer, "{\"fact\":", one->path);
        put_member(writer, ",\"stated\":", one->stated);
        put_member(writer, ",\"read\":", one->read);
        put(writer, ",\"rate\":");
        am_rate_put_json(writer->out, one->rate);
        put(writer, "}");
    }
    put(writer, account->exchanged_count > 0 ? "]" : "");
}

static void put_party(const json_writer *writer, const am_party *party) {
    const am_account *account = &party->account;
    put_member(writer, "{\"rulebook\":", party->name);
    put_member(writer, ",\"currency\":", party->currency);
    put_raw(writer, ",\"as_of\":", am_tree_get(account->line, "as_of"));
    put_raw(writer, ",\"known_at\":", am_tree_get(account->line, "known_at"));
    put_exchanged(writer, account);
    if (account->error != NULL) {
        put_raw(writer, ",\"error\":", account->error);
    } else {
        put(writer, ",\"outputs\":{");
        for (size_t i = 0; i < account->count; i++) {
            put(writer, i > 0 ? "," : "");
            put_finding(writer, &account->findings[i]);
        }
        put(writer, "}");
        put_raw(writer, ",\"mildest_law\":", am_tree_get(account->line, "mildest_law"));
        put_list(writer, ",\"provisions\":[", &account->provisions);
        put_list(writer, ",\"needs\":[", &account->needs);
        put_raw(writer, ",\"left\":", account->left);
    }
    put(writer, "}");
}

static void put_name(const json_writer *writer) {
    am_slice id = am_report_id(writer->all);
    if (id.length > 0) {
        put(writer, "{\"id\":");
        am_buffer_put(writer->out, id);
    } else {
        put(writer, "{\"line\":");
        am_buffer_put_unsigned(writer->out, writer->all->line);
    }
}

void am_report_json_record(am_comparison *all) {
    json_writer writer = {all, &all->output};
    if (all->error.diag != AM_DIAG_NONE) {
        am_result_write_error(&all->output, &all->error);
        return;
    }
    put_name(&writer);
    put(&writer, ",\"under\":[");
    for (size_t i = 0; i < all->count; i++) {
        put(&writer, i > 0 ? "," : "");
        put_party(&writer, &all->parties[i]);
    }
    put(&writer, "]}");
}

void am_report_json_begin(am_comparison *all) {
    json_writer writer = {all, &all->output};
    put(&writer, "{\"rulebooks\":[");
    for (size_t i = 0; i < all->count; i++) {
        put_member(&writer, i > 0 ? ",{\"rulebook\":" : "{\"rulebook\":", all->parties[i].name);
        put_member(&writer, ",\"title\":", all->parties[i].program->title);
        put_member(&writer, ",\"currency\":", all->parties[i].currency);
        put(&writer, "}");
    }
    put(&writer, "],\n\"records\":[\n");
}

void am_report_json_end(am_comparison *all) {
    am_buffer_put_text(&all->output, "\n]}\n");
}
