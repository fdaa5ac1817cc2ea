/*
 * amerce disasm: the listing of a rulebook, compiled or not.
 */
#include "tools/arguments.h"
#include "tools/file.h"
#include "tools/rulebook.h"
#include "tools/tool.h"

static const am_option options[] = {{NULL, NULL, NULL}};
static const am_command command = {
    "disasm",
    "RULEBOOK",
    "Lists a compiled rulebook, or the text of one as it compiles: instructions, source lines, citations, "
    "cost.",
    options,
    1,
    1,
};

int am_tool_disasm(int count, char **words) {
    am_arguments arguments;
    int status = EXIT_FINE;
    bool is_found;
    size_t warning_count;
    if (!am_arguments_read(&command, count, words, &arguments, &status)) {
        return status;
    }
    amerce_diagnostics_format format =
        am_arguments_is_coloured(&arguments) ? AMERCE_DIAGNOSTICS_COLOURED : AMERCE_DIAGNOSTICS_TEXT;
    amerce_rulebook *rulebook =
        am_rulebook_open(arguments.files[0], format, am_file_sink(stderr), &is_found, &warning_count);
    if (rulebook == NULL || amerce_rulebook_list(rulebook, am_file_sink(stdout)) != AMERCE_OK) {
        status = EXIT_UNUSABLE;
    }
    amerce_rulebook_free(rulebook);
    return status;
}
