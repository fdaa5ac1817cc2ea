/*
 * amerce run: records in, result lines out.
 */
#include <stdio.h>
#include <string.h>

#include "tools/records.h"
#include "tools/tool.h"

static const am_option options[] = {
    {"--as-of", "", "assesses by the law of this date (2020-01-01), whatever the records' clocks say"},
    {"--known-at", "", "assesses by what had been published by this date; what was law before goes on"},
    {"--given", "", "a file with the facts of the records that are given once for the run"},
    {"--ignore-extra", NULL, "passes over keys that the rulebook does not declare"},
    {"--format", "ndjson|csv|table",
     "lines of JSON when left out; rows for spreadsheets; a table for people"},
    {"--explain", NULL, "says in each line why, clause by clause"},
    {"--decision-record", NULL,
     "adds the law and the facts that each result came from, under a digest; see `amerce verify`"},
    {"--jobs", "",
     "so many threads assess lines of JSON; the processors when left out; what comes is the same"},
    {"--records-format", "json|csv", "the form of RECORDS: csv where the file's name ends so, else json"},
    {"--list", "", "LIST=FILE: the elements of a list of CSV records, in a CSV file of their own; several"},
    {"--sorted-lists", NULL, "those rows are in the order of the records, and need not be held"},
    {NULL, NULL, NULL},
};
static const am_command command = {
    "run",
    "RULEBOOK [RECORDS]",
    "Assesses JSON, NDJSON or CSV records, one result a line. RECORDS is a file, or standard input when it "
    "is "
    "left out or `-`.",
    options,
    1,
    2,
};

int am_tool_run(int count, char **words) {
    am_arguments arguments;
    int status = EXIT_FINE;
    if (!am_arguments_read(&command, count, words, &arguments, &status)) {
        return status;
    }
    bool is_explained = am_arguments_get(&command, &arguments, "--explain") != NULL;
    bool is_decided = am_arguments_get(&command, &arguments, "--decision-record") != NULL;
    const char *format = am_arguments_get(&command, &arguments, "--format");
    if (is_explained && format != NULL && strcmp(format, "ndjson") != 0) {
        fprintf(stderr, "amerce run: --explain needs lines of JSON; `amerce explain` writes for people\n");
        return EXIT_UNUSABLE;
    }
    return am_records_assess(&command, &arguments,
                             is_explained ? AMERCE_EXPLANATION_JSON : AMERCE_EXPLANATION_NONE, is_decided);
}
