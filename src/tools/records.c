/*
 * Records in, lines out, in the memory of one batch.
 */
#include "tools/records.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tools/file.h"
#include "tools/rulebook.h"
#include "tools/tool.h"

typedef struct record_input {
    int descriptor;
    const char *path;
    bool is_progress_shown;
    time_t started;
    time_t shown;
    unsigned long long bytes;
    bool is_failed; /* and has told why */
} record_input;

/* A line on a terminal, once a second, for work that takes longer than one. */
static void show_progress(record_input *input) {
    time_t now = time(NULL);
    if (input->is_progress_shown && now > input->started + 1 && now != input->shown) {
        input->shown = now;
        fprintf(stderr, "\r%llu MB read", input->bytes / 1000000);
    }
}

static bool read_input(void *context, char *data, size_t room, size_t *length) {
    record_input *input = context;
    ssize_t got;
    do {
        got = read(input->descriptor, data, room);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        fprintf(stderr, "amerce: %s: %s\n", input->path, strerror(errno));
        input->is_failed = true;
        return false;
    }
    *length = (size_t)got;
    input->bytes += (unsigned long long)got;
    show_progress(input);
    return true;
}

static int assess(const am_command *command, amerce_assessor *assessor, record_input *input) {
    amerce_summary summary;
    amerce_status status =
        amerce_assess_json(assessor, (amerce_input){read_input, input}, am_file_sink(stdout), &summary);
    if (input->shown != 0) {
        fprintf(stderr, "\r%llu records\n", (unsigned long long)summary.records);
    }
    if (status == AMERCE_OK && fflush(stdout) != 0) {
        status = AMERCE_IO_FAILED;
    }
    if (status != AMERCE_OK) {
        if (!input->is_failed) {
            fprintf(stderr, "amerce %s: %s\n", command->name, amerce_status_text(status));
        }
        return EXIT_UNUSABLE;
    }
    return summary.refused + summary.faults + summary.needs == 0 ? EXIT_FINE : EXIT_FAILED;
}

static int run_rulebook(const am_command *command, const amerce_rulebook *rulebook,
                        amerce_assessor_options settings, record_input *input) {
    amerce_assessor *assessor;
    amerce_status status = amerce_assessor_new(rulebook, &settings, &assessor);
    if (status == AMERCE_MISUSE) {
        fprintf(stderr, "amerce %s: --as-of and --known-at take a date, such as 2020-01-01\n", command->name);
        return EXIT_UNUSABLE;
    }
    if (status != AMERCE_OK) {
        fprintf(stderr, "amerce %s: %s\n", command->name, amerce_status_text(status));
        return EXIT_UNUSABLE;
    }
    int result = assess(command, assessor, input);
    amerce_assessor_free(assessor);
    return result;
}

static int run_path(const am_command *command, const amerce_rulebook *rulebook, const char *path,
                    amerce_assessor_options settings) {
    bool is_standard = strcmp(path, "-") == 0;
    int descriptor = is_standard ? STDIN_FILENO : open(path, O_RDONLY);
    if (descriptor < 0) {
        fprintf(stderr, "amerce: %s: %s\n", path, strerror(errno));
        return EXIT_UNUSABLE;
    }
    record_input input = {.descriptor = descriptor,
                          .path = path,
                          .is_progress_shown = isatty(STDERR_FILENO) == 1,
                          .started = time(NULL)};
    int status = run_rulebook(command, rulebook, settings, &input);
    if (!is_standard) {
        close(descriptor);
    }
    return status;
}

int am_records_assess(const am_command *command, const am_arguments *arguments,
                      amerce_explanation explanation, bool has_decision) {
    const char *path = arguments->file_count > 1 ? arguments->files[1] : "-";
    if (strcmp(path, "-") == 0 && strcmp(arguments->files[0], "-") == 0) {
        fprintf(stderr, "amerce %s: the rulebook and the records cannot both come from standard input\n",
                command->name);
        return EXIT_UNUSABLE;
    }
    amerce_diagnostics_format format = am_message_format(arguments);
    am_opening opening = {.path = arguments->files[0], .format = format, .messages = am_file_sink(stderr)};
    amerce_rulebook *rulebook = am_rulebook_open(&opening);
    if (rulebook == NULL) {
        return EXIT_UNUSABLE;
    }
    amerce_assessor_options settings = {
        .size = sizeof settings, .explanation = explanation, .has_decision = has_decision};
    const char *as_of = am_arguments_get(command, arguments, "--as-of");
    settings.as_of = amerce_text_of(as_of != NULL ? as_of : "");
    const char *known_at = am_arguments_get(command, arguments, "--known-at");
    settings.known_at = amerce_text_of(known_at != NULL ? known_at : "");
    settings.is_extra_ignored = am_arguments_get(command, arguments, "--ignore-extra") != NULL;
    int status = run_path(command, rulebook, path, settings);
    amerce_rulebook_free(rulebook);
    return status;
}
