/*
 * amerce test: the golden cases of rulebooks, run and reported.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tools/arguments.h"
#include "tools/folder.h"
#include "tools/rulebook.h"
#include "tools/suite.h"
#include "tools/tool.h"

static const am_option options[] = {
    {"--accept", NULL, "rewrites case files with what came; the tests of rulebooks are never rewritten"},
    {"--coverage", NULL, "lists the rows, steps and conditions that no case reached"},
    {"--require-coverage", NULL, "the same, and fails when there are any"},
    {"--format", "text|tap|junit|json", "text, TAP 14, JUnit's XML, or one JSON object a case"},
    {NULL, NULL, NULL},
};
static const am_command command = {
    "test",
    "[PATH...]",
    "Runs the tests of rulebooks and the cases beside them (NAME.cases.ndjson). A PATH is a rulebook, or a "
    "folder whose rulebooks are looked for; without one, the folder that one is in.",
    options,
    0,
    AM_ARGUMENTS_MAX,
};

static bool find_all(const am_arguments *arguments, am_paths *paths) {
    bool is_good = true;
    for (size_t i = 0; i < arguments->file_count; i++) {
        is_good = am_paths_find(paths, arguments->files[i]) && is_good;
    }
    return arguments->file_count > 0 ? is_good : am_paths_find(paths, ".");
}

static int run_all(const am_arguments *arguments, const am_paths *paths) {
    bool is_required = am_arguments_get(&command, arguments, "--require-coverage") != NULL;
    am_suite_options how = {.is_accepting = am_arguments_get(&command, arguments, "--accept") != NULL,
                            .format = am_message_format(arguments)};
    am_report report = {.form = am_report_form_of(am_arguments_get(&command, arguments, "--format")),
                        .shows_coverage =
                            is_required || am_arguments_get(&command, arguments, "--coverage") != NULL};
    int status = EXIT_FINE;
    report.form->begin(&report);
    for (size_t i = 0; i < paths->count; i++) {
        if (!am_suite_run(paths->items[i], &how, &report)) {
            status = EXIT_UNUSABLE;
        }
    }
    report.form->end(&report);
    if (status == EXIT_FINE && (report.failed > 0 || (is_required && report.all_missed > 0))) {
        status = EXIT_FAILED;
    }
    return status;
}

int am_tool_test(int count, char **words) {
    am_arguments arguments;
    am_paths paths = {0};
    int status = EXIT_FINE;
    if (!am_arguments_read(&command, count, words, &arguments, &status)) {
        return status;
    }
    bool is_found = find_all(&arguments, &paths);
    status = run_all(&arguments, &paths);
    if (!is_found) {
        status = EXIT_UNUSABLE;
    }
    am_paths_clear(&paths);
    if (fflush(stdout) != 0) {
        fprintf(stderr, "amerce test: %s\n", strerror(errno));
        status = EXIT_UNUSABLE;
    }
    return status;
}
