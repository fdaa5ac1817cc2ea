/*
 * Records in, lines out, in the memory of one batch.
 */
#include "tools/records.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
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

/* What the command line says. */
typedef struct job {
    const am_command *command;
    const am_arguments *arguments;
    const amerce_rulebook *rulebook;
    amerce_stream_options options;
    record_input records;
    amerce_list_input lists[AM_ARGUMENTS_MAX];
    record_input list_inputs[AM_ARGUMENTS_MAX];
    size_t job_count;  /* threads that assess */
    size_t file_bytes; /* of the records' file; 0: not known */
} job;

/* Records are assessed so many at a time: then what a step costs for a batch is spread thin. */
enum { BATCH_RECORDS = 512 };

/* Most threads; a file below so many bytes is not worth a second one. In one below the other there are so few
 * records that they are assessed before all would be planned that makes many fast. */
enum { JOBS_MAX = 64, LEAST_BYTES_FOR_JOBS = 1 << 18, FEW_BYTES = 1 << 13 };

static bool tell(const job *work, const char *what, const char *word) {
    fprintf(stderr, "amerce %s: %s%s\n", work->command->name, what, word);
    return false;
}

static bool has_told(const job *work) {
    bool is_told = work->records.is_failed;
    for (size_t i = 0; i < work->options.list_count; i++) {
        is_told = is_told || work->list_inputs[i].is_failed;
    }
    return is_told;
}

static int assess(job *work, amerce_assessor *assessor) {
    amerce_summary summary;
    setvbuf(stdout, NULL, _IONBF, 0); /* results come in large pieces */
    amerce_status status = amerce_assess(assessor, &work->options, (amerce_input){read_input, &work->records},
                                         am_file_sink(stdout), &summary);
    if (work->records.shown != 0) {
        fprintf(stderr, "\r%llu records\n", (unsigned long long)summary.records);
    }
    if (status == AMERCE_OK && fflush(stdout) != 0) {
        status = AMERCE_IO_FAILED;
    }
    if (status != AMERCE_OK) {
        if (!has_told(work)) {
            tell(work, amerce_status_text(status), "");
        }
        return EXIT_UNUSABLE;
    }
    return summary.refused + summary.faults + summary.needs == 0 ? EXIT_FINE : EXIT_FAILED;
}

/* Gives an assessor what is given once, if anything is; tells why that is not possible. */
static bool give(const job *work, const char *path, const am_file *given, amerce_assessor *assessor) {
    amerce_record_error error;
    if (path == NULL) {
        return true;
    }
    amerce_status status = amerce_assessor_give(assessor, (amerce_text){given->data, given->length}, &error);
    if (status == AMERCE_BAD_RECORD) {
        fprintf(stderr, "amerce: %s:%u:%u: %s: %.*s\n", path, (unsigned)error.line, (unsigned)error.column,
                error.code, (int)error.message.length, error.message.data);
    } else if (status != AMERCE_OK) {
        tell(work, amerce_status_text(status), "");
    }
    return status == AMERCE_OK;
}

/* As many assessors beside the first as help: with fewer than asked for, memory is short and the rest do. */
static void add_helpers(job *work, const amerce_assessor_options *settings, const char *path,
                        const am_file *given, amerce_assessor **helpers) {
    size_t wanted = work->job_count - 1;
    size_t count = 0;
    while (count < wanted && amerce_assessor_new(work->rulebook, settings, &helpers[count]) == AMERCE_OK) {
        if (!give(work, path, given, helpers[count])) {
            amerce_assessor_free(helpers[count]);
            break;
        }
        count++;
    }
    work->options.helpers = helpers;
    work->options.helper_count = count;
}

/* Assesses with the assessor, and others like it. */
static int run_assessor(job *work, const amerce_assessor_options *settings, amerce_assessor *assessor) {
    amerce_assessor *helpers[JOBS_MAX];
    const char *path = am_arguments_get(work->command, work->arguments, "--given");
    am_file given = {.data = NULL};
    int result = EXIT_UNUSABLE;
    if (path != NULL && !am_file_read(path, false, &given)) {
        return EXIT_UNUSABLE;
    }
    if (give(work, path, &given, assessor)) {
        add_helpers(work, settings, path, &given, helpers);
        result = assess(work, assessor);
    }
    for (size_t i = 0; i < work->options.helper_count; i++) {
        amerce_assessor_free(helpers[i]);
    }
    free(given.data);
    return result;
}

static int run_rulebook(job *work, const amerce_assessor_options *settings) {
    amerce_assessor *assessor;
    amerce_status status = amerce_assessor_new(work->rulebook, settings, &assessor);
    if (status == AMERCE_MISUSE) {
        tell(work, "--as-of and --known-at take a date, such as 2020-01-01", "");
        return EXIT_UNUSABLE;
    }
    if (status == AMERCE_TWO_CLOCKS) {
        tell(work, "--as-of does not go with this rulebook: ", amerce_status_text(status));
        return EXIT_UNUSABLE;
    }
    if (status != AMERCE_OK) {
        tell(work, amerce_status_text(status), "");
        return EXIT_UNUSABLE;
    }
    int result = run_assessor(work, settings, assessor);
    amerce_assessor_free(assessor);
    return result;
}

static bool open_input(const char *path, record_input *input) {
    bool is_standard = strcmp(path, "-") == 0;
    *input = (record_input){.descriptor = is_standard ? STDIN_FILENO : open(path, O_RDONLY), .path = path};
    if (input->descriptor < 0) {
        fprintf(stderr, "amerce: %s: %s\n", path, strerror(errno));
    }
    return input->descriptor >= 0;
}

static void close_input(const record_input *input) {
    if (input->descriptor > STDIN_FILENO) {
        close(input->descriptor);
    }
}

/* Whether the path ends so, in whatever case. */
static bool has_ending(const char *path, const char *ending) {
    size_t length = strlen(path);
    size_t width = strlen(ending);
    return length > width && strcasecmp(path + length - width, ending) == 0;
}

/* Opens `priors=FILE`. */
static bool open_list(job *work, const char *value) {
    amerce_stream_options *options = &work->options;
    const char *equals = strchr(value, '=');
    if (equals == NULL || equals[1] == '\0') {
        return tell(work, "--list takes a list and its file, such as priors=priors.csv, not ", value);
    }
    if (strcmp(equals + 1, "-") == 0) {
        return tell(work, "the rows of a list cannot come from standard input: ", value);
    }
    amerce_text list = {value, (size_t)(equals - value)};
    for (size_t i = 0; i < options->list_count; i++) {
        if (list.length == work->lists[i].list.length &&
            memcmp(list.data, work->lists[i].list.data, list.length) == 0) {
            return tell(work, "the list has two files: ", value);
        }
    }
    if (amerce_rulebook_find_list(work->rulebook, list) == AMERCE_NONE) {
        return tell(work, "the rulebook has no such list: ", value);
    }
    record_input *input = &work->list_inputs[options->list_count];
    if (!open_input(equals + 1, input)) {
        return false;
    }
    work->lists[options->list_count++] = (amerce_list_input){list, {read_input, input}};
    return true;
}

/* Whether the list around each list has a file, too. */
static bool has_outer_lists(const job *work) {
    for (size_t i = 0; i < work->options.list_count; i++) {
        amerce_text path = work->lists[i].list;
        while (path.length > 0 && path.data[--path.length] != '.') {
        }
        bool is_found = path.length == 0 || amerce_rulebook_find_list(work->rulebook, path) == AMERCE_NONE;
        for (size_t j = 0; !is_found && j < work->options.list_count; j++) {
            amerce_text other = work->lists[j].list;
            is_found = other.length == path.length && memcmp(other.data, path.data, path.length) == 0;
        }
        if (!is_found) {
            return tell(work, "the list around it needs a file of its own, too: --list ",
                        work->lists[i].list.data);
        }
    }
    return true;
}

static bool open_lists(job *work) {
    const char *value;
    size_t at = 0;
    while ((value = am_arguments_next(work->command, work->arguments, "--list", &at)) != NULL) {
        if (work->options.records != AMERCE_RECORDS_CSV) {
            return tell(work, "--list is for CSV records; in JSON the elements stand in their record", "");
        }
        if (!open_list(work, value)) {
            return false;
        }
    }
    work->options.lists = work->lists;
    work->options.are_lists_sorted =
        am_arguments_get(work->command, work->arguments, "--sorted-lists") != NULL;
    return has_outer_lists(work);
}

/* Reads the forms of records and results off the options and the file's name. */
static void read_forms(job *work, const char *path, bool is_run) {
    const char *records = am_arguments_get(work->command, work->arguments, "--records-format");
    const char *results = is_run ? am_arguments_get(work->command, work->arguments, "--format") : NULL;
    bool is_csv = records != NULL ? strcmp(records, "csv") == 0 : has_ending(path, ".csv");
    work->options.size = sizeof work->options;
    work->options.records = is_csv ? AMERCE_RECORDS_CSV : AMERCE_RECORDS_JSON;
    if (results != NULL && strcmp(results, "ndjson") != 0) {
        work->options.results = strcmp(results, "csv") == 0 ? AMERCE_RESULTS_CSV : AMERCE_RESULTS_TABLE;
    }
}

/* Threads for what is read: as many as the machine has processors, unless the option says how many. */
static bool read_jobs(job *work, const char *path) {
    const char *option = am_arguments_get(work->command, work->arguments, "--jobs");
    struct stat file;
    bool is_known = stat(path, &file) == 0 && S_ISREG(file.st_mode);
    bool is_small = is_known && file.st_size < LEAST_BYTES_FOR_JOBS;
    long processors = is_small ? 1 : sysconf(_SC_NPROCESSORS_ONLN);
    work->file_bytes = is_known ? (size_t)file.st_size : 0;
    work->job_count = processors < 1 ? 1 : processors > JOBS_MAX ? JOBS_MAX : (size_t)processors;
    if (option == NULL) {
        return true;
    }
    char *end;
    long count = strtol(option, &end, 10);
    if (*option == '\0' || *end != '\0' || count < 1 || count > JOBS_MAX) {
        return tell(work, "--jobs takes the number of threads, 1 to 64", "");
    }
    work->job_count = (size_t)count;
    return true;
}

/* Of few records: the program itself, in no more memory than they can fill. An element of a list takes three
 * bytes at least, and a text of so many bytes has room however it is spelled; with more records there are
 * more batches. Who says how many threads there are expects many. */
static void settle_for_few(const job *work, amerce_assessor_options *settings) {
    uint32_t bytes = (uint32_t)work->file_bytes;
    bool is_more_given = am_arguments_get(work->command, work->arguments, "--given") != NULL;
    bool is_long = am_arguments_get(work->command, work->arguments, "--jobs") != NULL;
    if (bytes == 0 || work->file_bytes > FEW_BYTES || is_long || is_more_given ||
        work->options.records != AMERCE_RECORDS_JSON || settings->explanation != AMERCE_EXPLANATION_NONE) {
        return;
    }
    settings->is_wide = true;
    settings->records = bytes / 64 + 1;
    settings->elements = bytes / 3 + 1;
    settings->text_bytes = bytes * 8;
}

static int run_path(job *work, const char *path, const amerce_assessor_options *settings) {
    int status = EXIT_UNUSABLE;
    if (open_lists(work) && open_input(path, &work->records)) {
        work->records.is_progress_shown = isatty(STDERR_FILENO) == 1;
        work->records.started = time(NULL);
        status = run_rulebook(work, settings);
        close_input(&work->records);
    }
    for (size_t i = 0; i < work->options.list_count; i++) {
        close_input(&work->list_inputs[i]);
    }
    return status;
}

int am_records_assess(const am_command *command, const am_arguments *arguments,
                      amerce_explanation explanation, bool has_decision) {
    const char *path = arguments->file_count > 1 ? arguments->files[1] : "-";
    job work = {.command = command, .arguments = arguments};
    read_forms(&work, path, explanation == AMERCE_EXPLANATION_NONE);
    if (!read_jobs(&work, path)) {
        return EXIT_UNUSABLE;
    }
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
    amerce_assessor_options settings = {.size = sizeof settings,
                                        .records = BATCH_RECORDS,
                                        .explanation = explanation,
                                        .has_decision = has_decision};
    const char *as_of = am_arguments_get(command, arguments, "--as-of");
    settings.as_of = amerce_text_of(as_of != NULL ? as_of : "");
    const char *known_at = am_arguments_get(command, arguments, "--known-at");
    settings.known_at = amerce_text_of(known_at != NULL ? known_at : "");
    settings.is_extra_ignored = am_arguments_get(command, arguments, "--ignore-extra") != NULL;
    settle_for_few(&work, &settings);
    work.rulebook = rulebook;
    int status = run_path(&work, path, &settings);
    amerce_rulebook_free(rulebook);
    return status;
}
