/*
 * amerce compare: the same records under several rulebooks, side by side.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "tools/file.h"
#include "tools/rulebook.h"
#include "tools/tool.h"

static const am_option options[] = {
    {"--records", "", "the records, a file or `-`; standard input when left out"},
    {"--format", "text|json|ndjson|csv|markdown|html",
     "a table a record when left out; one document; an object a record; a row an output"},
    {"--as-of", "", "assesses by the law of this date (2020-01-01), whatever the records' clocks say"},
    {"--known-at", "", "assesses by what had been published by this date; what was law before goes on"},
    {"--row", "", "NAME=OUTPUT,OUTPUT: shows outputs of different names in one row; several"},
    {"--in", "", "shows amounts in this currency, too (EUR), at the rates given"},
    {"--rates", "", "a file of rates, CSV or lines of JSON: from, to, rate, date, source"},
    {"--rate-day", "",
     "of which day: a date, or a fact of the records that is one; else the date of --as-of"},
    {"--rate-age", "", "a rate so many days older will do where there is none of the day; 0 when left out"},
    {"--facts-in", "", "the currency of amounts in records that state none; `own`: each rulebook's own"},
    {"--ignore-extra", NULL, "passes over keys that none of the rulebooks declares"},
    {"--records-format", "json|csv", "the form of RECORDS: csv where the file's name ends so, else json"},
    {"--width", "", "of a table in characters; 120 when left out"},
    {NULL, NULL, NULL},
};
static const am_command command = {
    "compare",
    "RULEBOOK RULEBOOK... --records RECORDS",
    "Assesses each record under each rulebook and shows what comes side by side, with the provisions that "
    "decided. Facts that one rulebook does not declare are passed over where another does.",
    options,
    2,
    AM_ARGUMENTS_MAX,
};

/* Names that rows of different outputs have, at most. */
enum { ROWS_MAX = 256 };

typedef struct compare_job {
    const am_arguments *arguments;
    amerce_compared compared[AM_ARGUMENTS_MAX];
    amerce_rulebook *rulebooks[AM_ARGUMENTS_MAX];
    size_t count;
    amerce_compared_row rows[ROWS_MAX];
    amerce_compare_options settings;
    amerce_rates *rates;
    const char *path;
    FILE *records;
    bool is_progress_shown;
    time_t started;
    time_t shown;
    unsigned long long bytes;
} compare_job;

static const char *option(const compare_job *job, const char *name) {
    return am_arguments_get(&command, job->arguments, name);
}

static bool tell(const char *what, const char *word) {
    fprintf(stderr, "amerce compare: %s%s\n", what, word);
    return false;
}

static bool has_ending(const char *path, const char *ending) {
    size_t length = strlen(path);
    size_t width = strlen(ending);
    return length > width && strcasecmp(path + length - width, ending) == 0;
}

/* Rulebooks */

static bool is_same(amerce_text a, amerce_text b) {
    return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

/* A rulebook is called by its name, or by its path where another has the same name. */
static void name_rulebooks(compare_job *job) {
    for (size_t i = 0; i < job->count; i++) {
        amerce_text name = amerce_rulebook_name(job->rulebooks[i]);
        for (size_t j = 0; j < job->count; j++) {
            if (j != i && is_same(name, amerce_rulebook_name(job->rulebooks[j]))) {
                job->compared[i].name = amerce_text_of(job->arguments->files[i]);
            }
        }
    }
}

static bool open_rulebooks(compare_job *job) {
    for (size_t i = 0; i < job->arguments->file_count; i++) {
        am_opening opening = {.path = job->arguments->files[i],
                              .format = am_message_format(job->arguments),
                              .messages = am_file_sink(stderr)};
        job->rulebooks[i] = am_rulebook_open(&opening);
        if (job->rulebooks[i] == NULL) {
            return false;
        }
        job->compared[i].rulebook = job->rulebooks[i];
        job->count++;
    }
    name_rulebooks(job);
    return true;
}

/* Options */

static bool read_format(compare_job *job) {
    static const char *const names[] = {"text", "ndjson", "json", "csv", "markdown", "html"};
    const char *format = option(job, "--format");
    const char *records = option(job, "--records-format");
    for (unsigned i = 0; format != NULL && i < sizeof names / sizeof *names; i++) {
        if (strcmp(format, names[i]) == 0) {
            job->settings.results = (amerce_comparison_format)i;
        }
    }
    bool is_csv = records != NULL ? strcmp(records, "csv") == 0 : has_ending(job->path, ".csv");
    job->settings.records = is_csv ? AMERCE_RECORDS_CSV : AMERCE_RECORDS_JSON;
    return true;
}

static bool read_number(const compare_job *job, const char *name, uint32_t *out) {
    const char *text = option(job, name);
    char *end;
    *out = 0;
    if (text == NULL) {
        return true;
    }
    unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || number > 100000) {
        fprintf(stderr, "amerce compare: %s takes a whole number up to 100000, not %s\n", name, text);
        return false;
    }
    *out = (uint32_t)number;
    return true;
}

/* `maximum=ceiling,total`. */
static bool read_row(compare_job *job, const char *value) {
    const char *equals = strchr(value, '=');
    if (equals == NULL || equals == value || equals[1] == '\0') {
        return tell("--row takes a name and outputs, such as maximum=ceiling,total, not ", value);
    }
    for (const char *at = equals + 1;;) {
        size_t length = strcspn(at, ",");
        if (job->settings.row_count == ROWS_MAX) {
            return tell("too many outputs in --row ", value);
        }
        job->rows[job->settings.row_count++] =
            (amerce_compared_row){{value, (size_t)(equals - value)}, {at, length}};
        if (at[length] == '\0') {
            return true;
        }
        at += length + 1;
    }
}

static bool read_rows(compare_job *job) {
    const char *value;
    size_t at = 0;
    job->settings.rows = job->rows;
    while ((value = am_arguments_next(&command, job->arguments, "--row", &at)) != NULL) {
        if (!read_row(job, value)) {
            return false;
        }
    }
    return true;
}

static bool read_rates(compare_job *job, const char *path) {
    am_file file;
    amerce_rates_error error;
    if (!am_file_read(path, false, &file)) {
        return false;
    }
    amerce_records_format format = has_ending(path, ".csv") ? AMERCE_RECORDS_CSV : AMERCE_RECORDS_JSON;
    amerce_status status =
        amerce_rates_read((amerce_text){file.data, file.length}, format, NULL, &job->rates, &error);
    free(file.data);
    if (status == AMERCE_BAD_RECORD) {
        fprintf(stderr, "amerce: %s:%u:%u: %s: %s\n", path, (unsigned)error.line, (unsigned)error.column,
                error.code, error.message);
    } else if (status != AMERCE_OK) {
        tell(amerce_status_text(status), "");
    }
    job->settings.rates = job->rates;
    return status == AMERCE_OK;
}

/* Whether the rulebook has an output on that path. */
static bool has_output(const amerce_rulebook *rulebook, amerce_text path) {
    uint32_t place = 0;
    for (;;) {
        const char *point = memchr(path.data, '.', path.length);
        if (point == NULL) {
            return amerce_rulebook_find_output(rulebook, place, path) != AMERCE_NONE;
        }
        size_t length = (size_t)(point - path.data);
        place = amerce_rulebook_find_place(rulebook, place, (amerce_text){path.data, length});
        if (place == AMERCE_NONE) {
            return false;
        }
        path = (amerce_text){point + 1, path.length - length - 1};
    }
}

/* A row of an output that there is not would be silently missing. */
static bool check_rows(const compare_job *job) {
    for (size_t i = 0; i < job->settings.row_count; i++) {
        amerce_text path = job->rows[i].output;
        bool is_found = false;
        for (size_t j = 0; j < job->count; j++) {
            is_found = is_found || has_output(job->rulebooks[j], path);
        }
        if (!is_found) {
            fprintf(stderr, "amerce compare: --row: none of the rulebooks has an output %.*s\n",
                    (int)path.length, path.data);
            return false;
        }
    }
    return true;
}

static amerce_text text_of(const compare_job *job, const char *name) {
    const char *text = option(job, name);
    return amerce_text_of(text != NULL ? text : "");
}

static bool read_currencies(compare_job *job) {
    const char *path = option(job, "--rates");
    job->settings.currency = text_of(job, "--in");
    job->settings.facts_currency = text_of(job, "--facts-in");
    job->settings.rate_day = text_of(job, "--rate-day");
    if (path == NULL && option(job, "--in") != NULL) {
        return tell("--in needs --rates: amounts are converted at rates that are given, and at no other", "");
    }
    if (path == NULL && (option(job, "--rate-day") != NULL || option(job, "--rate-age") != NULL)) {
        return tell("--rate-day and --rate-age go with --rates", "");
    }
    return read_number(job, "--rate-age", &job->settings.rate_age_days) &&
           (path == NULL || read_rates(job, path));
}

static bool read_options(compare_job *job) {
    job->settings.size = sizeof job->settings;
    job->settings.is_extra_ignored = option(job, "--ignore-extra") != NULL;
    job->settings.as_of = text_of(job, "--as-of");
    job->settings.known_at = text_of(job, "--known-at");
    return read_format(job) && read_number(job, "--width", &job->settings.width) && read_rows(job) &&
           read_currencies(job);
}

/* Records */

static bool open_records(compare_job *job) {
    if (strcmp(job->path, "-") != 0) {
        job->records = fopen(job->path, "rb");
        if (job->records == NULL) {
            fprintf(stderr, "amerce: %s: %s\n", job->path, strerror(errno));
        }
        return job->records != NULL;
    }
    for (size_t i = 0; i < job->arguments->file_count; i++) {
        if (strcmp(job->arguments->files[i], "-") == 0) {
            return tell("a rulebook and the records cannot both come from standard input", "");
        }
    }
    job->records = stdin;
    return true;
}

/* A line on a terminal, once a second, for work that takes longer than one. */
static void show_progress(compare_job *job) {
    time_t now = time(NULL);
    if (job->is_progress_shown && now > job->started + 1 && now != job->shown) {
        job->shown = now;
        fprintf(stderr, "\r%llu MB read", job->bytes / 1000000);
    }
}

static bool read_records(void *context, char *data, size_t room, size_t *length) {
    compare_job *job = context;
    *length = fread(data, 1, room, job->records);
    if (*length == 0 && ferror(job->records) != 0) {
        fprintf(stderr, "amerce: %s: %s\n", job->path, strerror(errno));
        return false;
    }
    job->bytes += *length;
    show_progress(job);
    return true;
}

/* What is wrong with the command line, which the library only calls misuse. */
static void tell_misuse(void) {
    tell("--in and --facts-in take a currency, such as EUR; --as-of and --known-at a date, such as "
         "2020-01-01; --rate-day a date or a fact's name",
         "");
}

static int compare(compare_job *job) {
    amerce_comparison summary;
    job->is_progress_shown = isatty(STDERR_FILENO) == 1;
    job->started = time(NULL);
    amerce_status status = amerce_compare(job->compared, job->count, &job->settings,
                                          (amerce_input){read_records, job}, am_file_sink(stdout), &summary);
    if (job->shown != 0) {
        fprintf(stderr, "\r%llu records\n", (unsigned long long)summary.records);
    }
    if (status == AMERCE_OK && fflush(stdout) != 0) {
        status = AMERCE_IO_FAILED;
    }
    if (status == AMERCE_TWO_CLOCKS) {
        fprintf(stderr, "amerce compare: --as-of does not go with %s: %s\n",
                job->arguments->files[summary.unusable], amerce_status_text(status));
    } else if (status == AMERCE_MISUSE) {
        tell_misuse();
    } else if (status != AMERCE_OK && ferror(job->records) == 0) {
        tell(amerce_status_text(status), "");
    }
    if (status != AMERCE_OK) {
        return EXIT_UNUSABLE;
    }
    return summary.refused + summary.faults + summary.needs + summary.unconverted == 0 ? EXIT_FINE
                                                                                       : EXIT_FAILED;
}

static void close_job(compare_job *job) {
    if (job->records != NULL && job->records != stdin) {
        fclose(job->records);
    }
    amerce_rates_free(job->rates);
    for (size_t i = 0; i < job->count; i++) {
        amerce_rulebook_free(job->rulebooks[i]);
    }
}

int am_tool_compare(int count, char **words) {
    am_arguments arguments;
    int status = EXIT_FINE;
    if (!am_arguments_read(&command, count, words, &arguments, &status)) {
        return status;
    }
    compare_job job = {.arguments = &arguments};
    const char *path = option(&job, "--records");
    job.path = path != NULL ? path : "-";
    status = EXIT_UNUSABLE;
    if (read_options(&job) && open_records(&job) && open_rulebooks(&job) && check_rows(&job)) {
        status = compare(&job);
    }
    close_job(&job);
    return status;
}
