/*
 * Refuses every allocation in turn: of compiling a rulebook, loading it, making an assessor, assessing an
 * input, and checking cases.
 *
 *     oom RULEBOOK RECORDS
 *
 * Run number n refuses the n-th request and all after it. Each must end with AMERCE_OUT_OF_MEMORY, give back
 * all it took, and not crash; the runs end with the first in which nothing is refused, which must give the
 * same results as one that was never refused anything.
 */
#include <amerce/amerce.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oom/texts.h"
#include "unit/base/counting_allocator.h"

static char rulebook_text[1 << 16];
static char records_text[1 << 16];
static bool is_checking; /* properties are examined, too */

/* The decisions that were written from `start` on: each is confirmed, or there is no memory for it. */
static amerce_status verify(amerce_assessor *assessor, const output *out, size_t start) {
    amerce_verification result;
    amerce_status status = AMERCE_OK;
    while (status == AMERCE_OK && start < out->length) {
        const char *line = out->data + start;
        size_t length = (size_t)((const char *)memchr(line, '\n', out->length - start) - line);
        status = amerce_decision_verify(assessor, (amerce_text){line, length}, &result);
        if (status == AMERCE_OK && result.verdict != AMERCE_VERDICT_SAME &&
            result.verdict != AMERCE_VERDICT_NONE) {
            status = AMERCE_REFUSED;
        }
        start += length + 1;
    }
    return status;
}

static amerce_status assess(const amerce_rulebook *rulebook, const amerce_allocator *allocator,
                            amerce_explanation explanation, output *out) {
    size_t start = out->length;
    amerce_assessor *assessor;
    amerce_assessor_options options = {.size = sizeof options,
                                       .allocator = allocator,
                                       .records = 2,
                                       .elements = 8,
                                       .text_bytes = 4096,
                                       .explanation = explanation,
                                       .has_decision = explanation == AMERCE_EXPLANATION_NONE};
    text_input records = {records_text, 0};
    amerce_status status = amerce_assessor_new(rulebook, &options, &assessor);
    if (status == AMERCE_OK) {
        status = amerce_assess_json(assessor, (amerce_input){read_text, &records},
                                    (amerce_sink){write_output, out}, NULL);
        if (status == AMERCE_OK && options.has_decision) {
            status = verify(assessor, out, start);
        }
        amerce_assessor_free(assessor);
    }
    return status;
}

/* CSV that some rulebook takes and another refuses, and a list in a file of its own. */
static const char *const csv_texts[2] = {"id,turnover\na,\"5\"\n\"b \"\"c\"\"\",7\nd\n\"e\"f,1\n",
                                         "id\na\n\"b \"\"c\"\"\"\na\n"};

static amerce_status assess_csv_as(const amerce_rulebook *rulebook, const amerce_allocator *allocator,
                                   amerce_results_format format, bool has_list, output *out) {
    text_input inputs[2] = {{csv_texts[0], 0}, {csv_texts[1], 0}};
    amerce_list_input list = {amerce_text_of("infringements"), {read_text, &inputs[1]}};
    amerce_stream_options stream = {.size = sizeof stream,
                                    .records = AMERCE_RECORDS_CSV,
                                    .results = format,
                                    .lists = &list,
                                    .list_count = has_list ? 1 : 0,
                                    .are_lists_sorted = format == AMERCE_RESULTS_TABLE};
    amerce_assessor *assessor;
    amerce_assessor_options options = {
        .size = sizeof options, .allocator = allocator, .records = 2, .elements = 8, .text_bytes = 4096};
    amerce_status status = amerce_assessor_new(rulebook, &options, &assessor);
    if (status == AMERCE_OK) {
        status = amerce_assess(assessor, &stream, (amerce_input){read_text, &inputs[0]},
                               (amerce_sink){write_output, out}, NULL);
        amerce_assessor_free(assessor);
    }
    return status;
}

static amerce_status assess_csv(const amerce_rulebook *rulebook, const amerce_allocator *allocator,
                                output *out) {
    bool has_list = amerce_rulebook_find_list(rulebook, amerce_text_of("infringements")) != AMERCE_NONE;
    amerce_status status = AMERCE_OK;
    for (int format = AMERCE_RESULTS_JSON; status == AMERCE_OK && format <= AMERCE_RESULTS_TABLE; format++) {
        status = assess_csv_as(rulebook, allocator, (amerce_results_format)format, has_list, out);
    }
    return status;
}

static amerce_status load_and_assess(const amerce_rulebook *compiled, const amerce_allocator *allocator,
                                     output *out) {
    static output image;
    amerce_rulebook *rulebook;
    amerce_diagnostics *diagnostics;
    image.length = 0;
    amerce_status status = amerce_rulebook_save(compiled, (amerce_sink){write_output, &image});
    if (status != AMERCE_OK) {
        return status;
    }
    amerce_load_options options = {
        .size = sizeof options, .allocator = allocator, .path = amerce_text_of("late.amb")};
    status = amerce_rulebook_load(image.data, image.length, &options, &rulebook, &diagnostics);
    if (status == AMERCE_OK) {
        status = assess(rulebook, allocator, AMERCE_EXPLANATION_JSON, out);
    }
    if (status == AMERCE_OK) {
        status = assess(rulebook, allocator, AMERCE_EXPLANATION_TEXT, out);
    }
    if (status == AMERCE_OK) {
        status = assess(rulebook, allocator, AMERCE_EXPLANATION_NONE, out);
    }
    if (status == AMERCE_OK) {
        status = assess_csv(rulebook, allocator, out);
    }
    amerce_diagnostics_free(diagnostics);
    amerce_rulebook_free(rulebook);
    return status;
}

/* A case file with a case of each sort, then the rulebook's own tests. */
static const char case_text[] = "{\"turnover\": 5, \"infringements\": [], \"expect\": {\"total\": \"1.00\", "
                                "\"totl\": 1}}\n{\"infringements\": []}";

static const char case_csv[] = "id,turnover,expect total\na,5,1.00\nb,5,\nc\n";

static amerce_status check_case(const amerce_cases *cases, size_t index, amerce_assessor *assessor,
                                output *out) {
    amerce_case one;
    amerce_sink sink = {write_output, out};
    bool is_met;
    amerce_cases_get(cases, index, &one);
    amerce_assessor_clear(assessor);
    amerce_status status = amerce_assessor_add_json(assessor, one.record, one.line, 1, NULL);
    if (status == AMERCE_BAD_RECORD) {
        return AMERCE_OK; /* another rulebook's case */
    }
    amerce_assessor_run(assessor);
    for (size_t i = 0; status == AMERCE_OK && i < one.expectation_count; i++) {
        status = amerce_case_check(cases, index, i, assessor, 0, sink, &is_met);
    }
    if (status == AMERCE_OK) {
        status = amerce_case_accept(cases, index, assessor, 0, sink);
    }
    return status == AMERCE_MISUSE ? AMERCE_OK : status; /* of a rulebook's test nothing is accepted */
}

static amerce_status check_cases(const amerce_rulebook *rulebook, const amerce_cases *cases,
                                 const amerce_allocator *allocator, output *out) {
    amerce_assessor *assessor;
    amerce_assessor_options options = {
        .size = sizeof options, .allocator = allocator, .records = 1, .elements = 8, .text_bytes = 4096};
    amerce_status status = amerce_assessor_new(rulebook, &options, &assessor);
    for (size_t i = 0; status == AMERCE_OK && i < amerce_cases_count(cases); i++) {
        status = check_case(cases, i, assessor, out);
    }
    amerce_assessor_free(assessor);
    return status;
}

static amerce_status check_all(const amerce_rulebook *rulebook, const amerce_cases *cases,
                               const amerce_allocator *allocator, output *out) {
    amerce_cases *read;
    amerce_status status = check_cases(rulebook, cases, allocator, out);
    if (status == AMERCE_OK) {
        status = amerce_cases_read(amerce_text_of("cases"), amerce_text_of(case_text), allocator, &read);
    }
    if (status == AMERCE_OK) {
        status = check_cases(rulebook, read, allocator, out);
        amerce_cases_free(read);
    }
    if (status == AMERCE_OK) {
        status = amerce_cases_read_csv(rulebook, amerce_text_of("cases"), amerce_text_of(case_csv), allocator,
                                       &read);
    }
    if (status == AMERCE_OK) {
        status = check_cases(rulebook, read, allocator, out);
        amerce_cases_free(read);
    }
    return status;
}

/* The verdicts on the rulebook's properties, one refuted among them. */
static amerce_status check_properties(const amerce_source *source, const amerce_compile_options *options,
                                      output *out) {
    amerce_properties *properties;
    amerce_diagnostics *diagnostics;
    amerce_property property;
    amerce_sink sink = {write_output, out};
    amerce_status status = amerce_check(source, options, NULL, &properties, &diagnostics);
    for (size_t i = 0; amerce_properties_get(properties, i, &property); i++) {
        amerce_text record = amerce_properties_counterexample(properties, i, 0);
        write_output(out, &"PSR"[property.result], 1);
        if (record.length > 0) {
            write_output(out, record.data, record.length);
        }
    }
    if (status == AMERCE_REFUSED && amerce_properties_count(properties) > 0) {
        status = amerce_diagnostics_write(diagnostics, AMERCE_DIAGNOSTICS_TEXT, sink);
    }
    amerce_properties_free(properties);
    amerce_diagnostics_free(diagnostics);
    return status;
}

static amerce_status write_sarif(const amerce_diagnostics *diagnostics, const amerce_allocator *allocator,
                                 output *out) {
    return amerce_diagnostics_write_sarif(&diagnostics, 1, allocator, (amerce_sink){write_output, out});
}

static amerce_status work(counting_allocator *memory, output *out) {
    amerce_allocator allocator = {counting_allocator_of(memory).resize, memory};
    amerce_source source = {amerce_text_of("rulebook"), amerce_text_of(rulebook_text)};
    amerce_compile_options options = {.size = sizeof options, .allocator = &allocator};
    amerce_rulebook *rulebook;
    amerce_diagnostics *diagnostics;
    out->length = 0;
    amerce_cases *cases;
    amerce_status status = amerce_compile_with_cases(&source, &options, &rulebook, &cases, &diagnostics);
    if (status == AMERCE_OK) {
        status = load_and_assess(rulebook, &allocator, out);
    }
    if (status == AMERCE_OK) {
        status = check_all(rulebook, cases, &allocator, out);
    }
    if (status == AMERCE_OK) {
        status = write_sarif(diagnostics, &allocator, out);
    }
    if (status == AMERCE_OK && is_checking) {
        status = check_properties(&source, &options, out);
    }
    amerce_cases_free(cases);
    amerce_diagnostics_free(diagnostics);
    amerce_rulebook_free(rulebook);
    return status;
}

static bool read_file(const char *path, char *text, size_t room) {
    FILE *stream = fopen(path, "rb");
    size_t length = stream != NULL ? fread(text, 1, room - 1, stream) : 0;
    text[length] = '\0';
    return stream != NULL && fclose(stream) == 0 && length > 0;
}

int main(int count, char **words) {
    static output want;
    static output got;
    counting_allocator all = {0};
    is_checking = count == 4 && strcmp(words[3], "properties") == 0;
    if (count < 3 || !read_file(words[1], rulebook_text, sizeof rulebook_text) ||
        !read_file(words[2], records_text, sizeof records_text)) {
        fprintf(stderr, "usage: oom RULEBOOK RECORDS [properties]\n");
        return 2;
    }
    if (work(&all, &want) != AMERCE_OK || all.held_bytes != 0) {
        fprintf(stderr, "oom: the run that is refused nothing fails or leaves %zu bytes\n", all.held_bytes);
        return 1;
    }
    for (size_t n = 1;; n++) {
        counting_allocator some = {.refused = n, .refuses_later = true};
        amerce_status status = work(&some, &got);
        bool is_refused = some.requests >= n;
        if (some.held_bytes != 0 || (is_refused && status != AMERCE_OUT_OF_MEMORY)) {
            fprintf(stderr, "oom: request %zu refused: status %d, %zu bytes left\n", n, (int)status,
                    some.held_bytes);
            return 1;
        }
        if (!is_refused) {
            bool is_same = status == AMERCE_OK && got.length == want.length &&
                           memcmp(got.data, want.data, got.length) == 0;
            printf("%zu requests, each refused once\n", n - 1);
            return is_same && n > 1 ? 0 : 1;
        }
    }
}
