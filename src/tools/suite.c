/*
 * The cases of one rulebook, each assessed alone and compared.
 *
 * NAME.amerce has its case file beside it, NAME.cases.ndjson. When cases are accepted, the file is written
 * anew line by line: blank lines stay, and so do the lines of cases that were met.
 */
#include "tools/suite.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/file.h"
#include "tools/rulebook.h"

typedef struct suite {
    const am_suite_options *options;
    am_report *report;
    amerce_rulebook *rulebook;
    amerce_assessor *assessor;
    am_coverage *coverage;
    am_text rewritten; /* of a case file that is accepted */
    bool is_changed;
} suite;

static bool tell(const char *path, const char *what) {
    fprintf(stderr, "amerce: %s: %s\n", path, what);
    return false;
}

/* A case file's path; NULL when memory runs out. */
static char *case_path(const char *path, const char *ending) {
    const char *slash = strrchr(path, '/');
    const char *point = strrchr(slash != NULL ? slash : path, '.');
    size_t length = point != NULL ? (size_t)(point - path) : strlen(path);
    char *made = malloc(length + strlen(ending) + 1);
    if (made != NULL) {
        memcpy(made, path, length);
        memcpy(made + length, ending, strlen(ending) + 1);
    }
    return made;
}

/* A refusal that the case does not expect is a problem. */
static void take_refusal(am_outcome *outcome, const amerce_cases *cases, size_t index,
                         const amerce_record_error *error) {
    if (am_outcome_check_refusal(outcome, cases, index, error)) {
        return;
    }
    am_text_put(&outcome->problem, "the record is refused: %s: %.*s", error->code, (int)error->message.length,
                error->message.data);
    if (error->path.length > 0) {
        am_text_put(&outcome->problem, " (%.*s)", (int)error->path.length, error->path.data);
    }
}

/* Assesses the record alone in the batch; false when it is refused. */
static bool assess(suite *work, const amerce_cases *cases, size_t index, am_outcome *outcome) {
    amerce_record_error error = {.code = ""};
    amerce_assessor_clear(work->assessor);
    if (outcome->one.record.length == 0) {
        am_text_put(&outcome->problem, "%.*s", (int)outcome->one.problem.length, outcome->one.problem.data);
        return false;
    }
    amerce_status status =
        amerce_assessor_add_json(work->assessor, outcome->one.record, outcome->one.line, 1, &error);
    if (status == AMERCE_BAD_RECORD || status == AMERCE_TOO_LARGE) {
        take_refusal(outcome, cases, index, &error);
        return false;
    }
    if (status != AMERCE_OK) {
        am_text_put(&outcome->problem, "%s", amerce_status_text(status));
        return false;
    }
    amerce_assessor_run(work->assessor);
    if (amerce_assessor_is_refused(work->assessor, 0, &error)) {
        take_refusal(outcome, cases, index, &error);
        return false;
    }
    if (work->coverage != NULL) {
        am_coverage_add(work->coverage, work->assessor);
    }
    return true;
}

/* What is expected of an output that is not there cannot be accepted. */
static bool has_all_outputs(const am_outcome *outcome) {
    for (size_t i = 0; i < outcome->failure_count; i++) {
        if (outcome->failures[i].came.length == 0) {
            return false;
        }
    }
    return true;
}

/* The line of a case in the file that is written anew. */
static void rewrite(suite *work, const amerce_cases *cases, size_t index, am_outcome *outcome,
                    bool is_assessed) {
    amerce_status status = AMERCE_MISUSE;
    amerce_cases_between(cases, index, am_text_sink(&work->rewritten));
    if (is_assessed && !am_outcome_is_good(outcome)) {
        size_t length = work->rewritten.length;
        status = amerce_case_accept(cases, index, work->assessor, 0, am_text_sink(&work->rewritten));
        outcome->is_accepted = status == AMERCE_OK && has_all_outputs(outcome);
        work->rewritten.length = status == AMERCE_OK ? work->rewritten.length : length;
        work->is_changed = work->is_changed || status == AMERCE_OK;
    }
    if (status != AMERCE_OK) {
        amerce_case_line(cases, index, am_text_sink(&work->rewritten));
    }
}

static void run_cases(suite *work, const amerce_cases *cases, bool is_accepting) {
    for (size_t i = 0; i < amerce_cases_count(cases); i++) {
        am_outcome outcome = {.failure_count = 0};
        amerce_cases_get(cases, i, &outcome.one);
        bool is_assessed = assess(work, cases, i, &outcome);
        if (is_assessed && outcome.one.problem.length > 0) {
            am_text_put(&outcome.problem, "%.*s", (int)outcome.one.problem.length, outcome.one.problem.data);
        } else if (is_assessed) {
            am_outcome_check(&outcome, work->rulebook, cases, i, work->assessor);
        }
        if (is_accepting) {
            rewrite(work, cases, i, &outcome, is_assessed);
        }
        am_report_outcome(work->report, &outcome);
        am_outcome_clear(&outcome);
    }
    if (is_accepting) {
        amerce_cases_between(cases, amerce_cases_count(cases), am_text_sink(&work->rewritten));
    }
}

static amerce_status write_text(const void *object, amerce_sink sink) {
    const am_text *text = object;
    return sink.write(sink.context, text->data, text->length) ? AMERCE_OK : AMERCE_IO_FAILED;
}

/* The cases of a file beside the rulebook, where there is one. */
static bool run_file(suite *work, const char *path, bool is_csv) {
    amerce_cases *cases = NULL;
    am_file file;
    if (access(path, F_OK) != 0) {
        return true;
    }
    if (!am_file_read(path, false, &file)) {
        return false;
    }
    amerce_text text = {file.data, file.length};
    amerce_status status =
        is_csv ? amerce_cases_read_csv(work->rulebook, amerce_text_of(path), text, NULL, &cases)
               : amerce_cases_read(amerce_text_of(path), text, NULL, &cases);
    free(file.data);
    if (status != AMERCE_OK) {
        return tell(path, amerce_status_text(status));
    }
    work->rewritten.length = 0;
    work->is_changed = false;
    run_cases(work, cases, work->options->is_accepting);
    amerce_cases_free(cases);
    if (work->rewritten.is_failed) {
        return tell(path, "out of memory");
    }
    return !work->is_changed || am_file_write_whole(path, write_text, &work->rewritten);
}

static bool run_beside(suite *work, const char *path, const char *ending, bool is_csv) {
    char *beside = case_path(path, ending);
    bool is_good = beside != NULL ? run_file(work, beside, is_csv) : tell(path, "out of memory");
    free(beside);
    return is_good;
}

static bool run_all(suite *work, const char *path, const amerce_cases *cases) {
    amerce_assessor_options settings = {
        .size = sizeof settings, .records = 1, .is_wide = true, .states_given = true};
    amerce_status status = amerce_assessor_new(work->rulebook, &settings, &work->assessor);
    if (status != AMERCE_OK) {
        return tell(path, amerce_status_text(status));
    }
    if (cases != NULL) {
        run_cases(work, cases, false);
    }
    bool is_good = run_beside(work, path, ".cases.ndjson", false);
    return run_beside(work, path, ".cases.csv", true) && is_good;
}

bool am_suite_run(const char *path, const am_suite_options *options, am_report *report) {
    amerce_cases *cases = NULL;
    am_opening opening = {
        .path = path, .format = options->format, .messages = am_file_sink(stderr), .cases = &cases};
    suite work = {.options = options, .report = report, .rulebook = am_rulebook_open(&opening)};
    if (work.rulebook == NULL) {
        return false;
    }
    bool is_good = true;
    am_report_suite(report, path);
    if (report->shows_coverage) {
        work.coverage = am_coverage_new(work.rulebook);
        is_good = work.coverage != NULL || tell(path, "out of memory");
    }
    is_good = is_good && run_all(&work, path, cases);
    if (work.coverage != NULL) {
        am_report_coverage(report, work.coverage);
    }
    am_report_end_suite(report);
    am_coverage_free(work.coverage);
    amerce_assessor_free(work.assessor);
    amerce_cases_free(cases);
    amerce_rulebook_free(work.rulebook);
    am_text_clear(&work.rewritten);
    return is_good;
}
