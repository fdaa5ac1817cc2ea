/*
 * amerce check: every diagnostic of the rulebooks, as text, as JSON lines or as a SARIF log.
 */
#include <errno.h>
#include <string.h>

#include "tools/arguments.h"
#include "tools/file.h"
#include "tools/rulebook.h"
#include "tools/tool.h"

static const am_option options[] = {
    {"--strict", NULL,
     "warns of missing citations and of tables that cannot be proved; warnings fail the check"},
    {"--format", "text|json|sarif", "text with carets, one JSON object a diagnostic, or one SARIF 2.1.0 log"},
    {NULL, NULL, NULL},
};
static const am_command command = {
    "check", "RULEBOOK...", "Reports every mistake in rulebooks.", options, 1, AM_ARGUMENTS_MAX,
};

typedef struct check_job {
    amerce_diagnostics_format format;
    bool is_strict;
    bool is_sarif; /* all diagnostics are one document, written at the end */
    amerce_diagnostics *kept[AM_ARGUMENTS_MAX];
} check_job;

static int check_file(check_job *job, const char *path, amerce_diagnostics **kept) {
    bool is_data = job->is_sarif || job->format == AMERCE_DIAGNOSTICS_JSON;
    am_opening opening = {.path = path,
                          .format = job->format,
                          .messages = am_file_sink(is_data ? stdout : stderr),
                          .is_strict = job->is_strict,
                          .kept = job->is_sarif ? kept : NULL};
    amerce_rulebook *rulebook = am_rulebook_open(&opening);
    bool is_failed = rulebook == NULL || (job->is_strict && opening.warning_count > 0);
    amerce_rulebook_free(rulebook);
    return !opening.is_found ? EXIT_UNUSABLE : is_failed ? EXIT_FAILED : EXIT_FINE;
}

static bool write_sarif(check_job *job, size_t count) {
    amerce_status status = amerce_diagnostics_write_sarif((const amerce_diagnostics *const *)job->kept, count,
                                                          NULL, am_file_sink(stdout));
    for (size_t i = 0; i < count; i++) {
        amerce_diagnostics_free(job->kept[i]);
    }
    return status == AMERCE_OK;
}

int am_tool_check(int count, char **words) {
    am_arguments arguments;
    int status = EXIT_FINE;
    if (!am_arguments_read(&command, count, words, &arguments, &status)) {
        return status;
    }
    const char *format = am_arguments_get(&command, &arguments, "--format");
    check_job job = {.format = am_message_format(&arguments)};
    job.is_strict = am_arguments_get(&command, &arguments, "--strict") != NULL;
    job.is_sarif = format != NULL && strcmp(format, "sarif") == 0;
    job.format = format != NULL && strcmp(format, "json") == 0 ? AMERCE_DIAGNOSTICS_JSON : job.format;
    for (size_t i = 0; i < arguments.file_count; i++) {
        int outcome = check_file(&job, arguments.files[i], &job.kept[i]);
        status = outcome > status ? outcome : status;
    }
    bool is_written = !job.is_sarif || write_sarif(&job, arguments.file_count);
    if (fflush(stdout) != 0 || !is_written) {
        fprintf(stderr, "amerce check: %s\n", strerror(errno));
        status = EXIT_UNUSABLE;
    }
    return status;
}
