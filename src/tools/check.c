/*
 * amerce check: every diagnostic of the rulebooks, as text or as JSON lines.
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
    {"--format", "text|json", "text with carets, or one JSON object a diagnostic"},
    {NULL, NULL, NULL},
};
static const am_command command = {
    "check", "RULEBOOK...", "Reports every mistake in rulebooks.", options, 1, AM_ARGUMENTS_MAX,
};

int am_tool_check(int count, char **words) {
    am_arguments arguments;
    int status = EXIT_FINE;
    if (!am_arguments_read(&command, count, words, &arguments, &status)) {
        return status;
    }
    const char *format = am_arguments_get(&command, &arguments, "--format");
    bool is_json = format != NULL && strcmp(format, "json") == 0;
    bool is_strict = am_arguments_get(&command, &arguments, "--strict") != NULL;
    amerce_diagnostics_format as = is_json ? AMERCE_DIAGNOSTICS_JSON : am_message_format(&arguments);
    for (size_t i = 0; i < arguments.file_count; i++) {
        am_opening opening = {.path = arguments.files[i],
                              .format = as,
                              .messages = am_file_sink(is_json ? stdout : stderr),
                              .is_strict = is_strict};
        amerce_rulebook *rulebook = am_rulebook_open(&opening);
        bool is_failed = rulebook == NULL || (is_strict && opening.warning_count > 0);
        if (!opening.is_found) {
            status = EXIT_UNUSABLE;
        } else if (is_failed && status == EXIT_FINE) {
            status = EXIT_FAILED;
        }
        amerce_rulebook_free(rulebook);
    }
    if (fflush(stdout) != 0) {
        fprintf(stderr, "amerce check: %s\n", strerror(errno));
        status = EXIT_UNUSABLE;
    }
    return status;
}
