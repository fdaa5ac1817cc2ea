/*
 * amerce explain: records in, reasons out.
 */
#include <string.h>

#include "tools/records.h"
#include "tools/tool.h"

static const am_option options[] = {
    {"--format", "text|markdown|html|json", "text when left out; json: the lines of `run --explain`"},
    {"--as-of", "", "assesses by the law of this date (2020-01-01), whatever the records' clocks say"},
    {"--known-at", "", "assesses by what had been published by this date; what was law before goes on"},
    {"--given", "", "a file with the facts of the records that are given once for the run"},
    {"--ignore-extra", NULL, "passes over keys that the rulebook does not declare"},
    {"--records-format", "json|csv", "the form of RECORDS: csv where the file's name ends so, else json"},
    {"--list", "", "LIST=FILE: the elements of a list of CSV records, in a CSV file of their own; several"},
    {"--sorted-lists", NULL, "those rows are in the order of the records, and need not be held"},
    {NULL, NULL, NULL},
};
static const am_command command = {
    "explain",
    "RULEBOOK [RECORDS]",
    "Assesses JSON, NDJSON or CSV records and says why, clause by clause. RECORDS is a file, or standard "
    "input "
    "when it is left out or `-`.",
    options,
    1,
    2,
};

static amerce_explanation explanation_of(const char *format) {
    static const struct {
        const char *name;
        amerce_explanation explanation;
    } formats[] = {
        {"json", AMERCE_EXPLANATION_JSON},
        {"markdown", AMERCE_EXPLANATION_MARKDOWN},
        {"html", AMERCE_EXPLANATION_HTML},
    };
    for (size_t i = 0; format != NULL && i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(format, formats[i].name) == 0) {
            return formats[i].explanation;
        }
    }
    return AMERCE_EXPLANATION_TEXT;
}

int am_tool_explain(int count, char **words) {
    am_arguments arguments;
    int status = EXIT_FINE;
    if (!am_arguments_read(&command, count, words, &arguments, &status)) {
        return status;
    }
    const char *format = am_arguments_get(&command, &arguments, "--format");
    return am_records_assess(&command, &arguments, explanation_of(format), false);
}
