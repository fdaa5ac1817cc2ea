/*
 * amerce disasm: the listing of a rulebook, compiled or not.
 */
#include "tools/arguments.h"
#include "tools/file.h"
#include "tools/rulebook.h"
#include "tools/tool.h"

static const am_option options[] = {
    {"--narrow", NULL, "the steps over 64-bit counts instead"},
    {NULL, NULL, NULL},
};
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
    if (!am_arguments_read(&command, count, words, &arguments, &status)) {
        return status;
    }
    amerce_diagnostics_format format = am_message_format(&arguments);
    am_opening opening = {.path = arguments.files[0], .format = format, .messages = am_file_sink(stderr)};
    amerce_rulebook *rulebook = am_rulebook_open(&opening);
    if (rulebook == NULL) {
        return EXIT_UNUSABLE;
    }
    bool is_narrow = am_arguments_get(&command, &arguments, "--narrow") != NULL;
    amerce_status listed =
        (is_narrow ? amerce_rulebook_list_narrow : amerce_rulebook_list)(rulebook, am_file_sink(stdout));
    if (listed == AMERCE_OK && fflush(stdout) != 0) {
        listed = AMERCE_IO_FAILED;
    }
    if (listed != AMERCE_OK) {
        fprintf(stderr, "amerce disasm: %s\n", amerce_status_text(listed));
        status = EXIT_UNUSABLE;
    }
    amerce_rulebook_free(rulebook);
    return status;
}
