/*
 * amerce check: every diagnostic of the rulebooks, as text, as JSON lines or as a SARIF log, and what came of
 * each property.
 */
#include <errno.h>
#include <string.h>

#include "tools/arguments.h"
#include "tools/file.h"
#include "tools/rulebook.h"
#include "tools/tool.h"

static const am_option options[] = {
    {"--strict", NULL,
     "warns of missing citations, and of tables and properties that cannot be proved; warnings fail the "
     "check"},
    {"--format", "text|json|sarif", "text with carets, one JSON object a diagnostic, or one SARIF 2.1.0 log"},
    {NULL, NULL, NULL},
};
static const am_command command = {
    "check", "RULEBOOK...", "Reports every mistake in rulebooks.", options, 1, AM_ARGUMENTS_MAX,
};

static void put_text(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"' || text[i] == '\\') {
            putchar('\\');
        }
        putchar(text[i]);
    }
}

static void print_counterexample(const amerce_properties *properties, size_t index, size_t count) {
    fputs(",\"counterexample\":[", stdout);
    for (size_t i = 0; i < count; i++) {
        amerce_text record = amerce_properties_counterexample(properties, index, i);

        printf("%s%.*s", i > 0 ? "," : "", (int)record.length, record.data);
    }
    putchar(']');
}

static void print_json(const amerce_properties *properties, size_t index, const amerce_property *property) {
    static const char *const results[] = {"proved", "searched", "refuted"};

    fputs("{\"property\":\"", stdout);
    put_text(property->name.data, property->name.length);
    fputs("\",\"path\":\"", stdout);
    put_text(property->place.path.data, property->place.path.length);
    printf("\",\"line\":%u,\"result\":\"%s\",\"records\":%llu", (unsigned)property->place.line,
           results[property->result], (unsigned long long)property->records);
    if (property->counterexample_count > 0) {
        print_counterexample(properties, index, property->counterexample_count);
    }
    puts("}");
}

static void print_line(const amerce_property *property) {
    printf("%.*s:%u: \"%.*s\" ", (int)property->place.path.length, property->place.path.data,
           (unsigned)property->place.line, (int)property->name.length, property->name.data);
    switch (property->result) {
    case AMERCE_PROPERTY_PROVED:
        puts("is proved");
        break;
    case AMERCE_PROPERTY_SEARCHED:
        if (property->records == 0) {
            puts("is not proved, and too much to be searched");
        } else {
            printf("is not proved; none of %llu records tried breaks it\n",
                   (unsigned long long)property->records);
        }
        break;
    case AMERCE_PROPERTY_REFUTED:
        puts("does not hold");
        break;
    }
}

static void print_properties(const amerce_properties *properties, bool is_json) {
    amerce_property property;

    for (size_t i = 0; amerce_properties_get(properties, i, &property); i++) {
        if (is_json) {
            print_json(properties, i, &property);
        } else {
            print_line(&property);
        }
    }
}

typedef struct check_job {
    amerce_diagnostics_format format;
    bool is_strict;
    bool is_sarif; /* all diagnostics are one document, written at the end */
    amerce_diagnostics *kept[AM_ARGUMENTS_MAX];
} check_job;

static int check_file(check_job *job, const char *path, amerce_diagnostics **kept) {
    bool is_data = job->is_sarif || job->format == AMERCE_DIAGNOSTICS_JSON;
    amerce_properties *properties = NULL;
    am_opening opening = {.path = path,
                          .format = job->format,
                          .messages = am_file_sink(is_data ? stdout : stderr),
                          .is_strict = job->is_strict,
                          .kept = job->is_sarif ? kept : NULL,
                          .properties = &properties};
    amerce_rulebook *rulebook = am_rulebook_open(&opening);
    bool is_failed = rulebook == NULL || (job->is_strict && opening.warning_count > 0);
    if (!job->is_sarif) {
        print_properties(properties, is_data);
    }
    amerce_properties_free(properties);
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
