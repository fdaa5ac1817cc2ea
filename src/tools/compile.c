/*
 * amerce compile: a rulebook's text to its compiled form, written whole or not at all.
 */
#include "tools/arguments.h"
#include "tools/file.h"
#include "tools/rulebook.h"
#include "tools/tool.h"

static const am_option options[] = {
    {"-o", "", "the file to write; - is standard output"},
    {NULL, NULL, NULL},
};
static const am_command command = {
    "compile", "RULEBOOK -o FILE.amb", "Compiles a rulebook.", options, 1, 1,
};

static amerce_status save(const void *object, amerce_sink sink) {
    return amerce_rulebook_save(object, sink);
}

int am_tool_compile(int count, char **words) {
    am_arguments arguments;
    int status = EXIT_FINE;
    if (!am_arguments_read(&command, count, words, &arguments, &status)) {
        return status;
    }
    const char *path = am_arguments_get(&command, &arguments, "-o");
    if (path == NULL) {
        fprintf(stderr, "amerce compile: say where to with -o FILE.amb\n");
        return EXIT_UNUSABLE;
    }
    amerce_diagnostics_format format = am_message_format(&arguments);
    am_opening opening = {.path = arguments.files[0], .format = format, .messages = am_file_sink(stderr)};
    amerce_rulebook *rulebook = am_rulebook_open(&opening);
    if (rulebook == NULL || !am_file_write_whole(path, save, rulebook)) {
        status = EXIT_UNUSABLE;
    }
    amerce_rulebook_free(rulebook);
    return status;
}
