/*
 * amerce run: records in, result lines out, in the memory of one batch.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tools/arguments.h"
#include "tools/file.h"
#include "tools/rulebook.h"
#include "tools/tool.h"

static const am_option options[] = {
    {"--ignore-extra", NULL, "passes over keys that the rulebook does not declare"},
    {NULL, NULL, NULL},
};
static const am_command command = {
    "run",
    "RULEBOOK [RECORDS]",
    "Assesses JSON or NDJSON records, one result a line. RECORDS is a file, or standard input when it is "
    "left out or `-`.",
    options,
    1,
    2,
};

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

static int assess(amerce_assessor *assessor, record_input *input) {
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
            fprintf(stderr, "amerce run: %s\n", amerce_status_text(status));
        }
        return EXIT_UNUSABLE;
    }
    return summary.refused + summary.faults + summary.needs == 0 ? EXIT_FINE : EXIT_FAILED;
}

static int run_rulebook(const amerce_rulebook *rulebook, bool is_extra_ignored, record_input *input) {
    amerce_assessor *assessor;
    amerce_assessor_options settings = {.size = sizeof settings, .is_extra_ignored = is_extra_ignored};
    amerce_status status = amerce_assessor_new(rulebook, &settings, &assessor);
    if (status != AMERCE_OK) {
        fprintf(stderr, "amerce run: %s\n", amerce_status_text(status));
        return EXIT_UNUSABLE;
    }
    int result = assess(assessor, input);
    amerce_assessor_free(assessor);
    return result;
}

int am_tool_run(int count, char **words) {
    am_arguments arguments;
    int status = EXIT_FINE;
    if (!am_arguments_read(&command, count, words, &arguments, &status)) {
        return status;
    }
    const char *path = arguments.file_count > 1 ? arguments.files[1] : "-";
    bool is_standard = strcmp(path, "-") == 0;
    if (is_standard && strcmp(arguments.files[0], "-") == 0) {
        fprintf(stderr, "amerce run: the rulebook and the records cannot both come from standard input\n");
        return EXIT_UNUSABLE;
    }
    amerce_diagnostics_format format =
        am_arguments_is_coloured(&arguments) ? AMERCE_DIAGNOSTICS_COLOURED : AMERCE_DIAGNOSTICS_TEXT;
    am_opening opening = {.path = arguments.files[0], .format = format, .messages = am_file_sink(stderr)};
    amerce_rulebook *rulebook = am_rulebook_open(&opening);
    if (rulebook == NULL) {
        return EXIT_UNUSABLE;
    }
    int descriptor = is_standard ? STDIN_FILENO : open(path, O_RDONLY);
    if (descriptor < 0) {
        fprintf(stderr, "amerce: %s: %s\n", path, strerror(errno));
        status = EXIT_UNUSABLE;
    } else {
        record_input input = {.descriptor = descriptor,
                              .path = path,
                              .is_progress_shown = isatty(STDERR_FILENO) == 1,
                              .started = time(NULL)};
        bool is_extra_ignored = am_arguments_get(&command, &arguments, "--ignore-extra") != NULL;
        status = run_rulebook(rulebook, is_extra_ignored, &input);
    }
    if (!is_standard && descriptor >= 0) {
        close(descriptor);
    }
    amerce_rulebook_free(rulebook);
    return status;
}
