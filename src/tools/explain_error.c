/*
 * amerce explain-error: the page of a diagnostic's code.
 */
#include <stdio.h>

#include <amerce/amerce.h>

#include "tools/arguments.h"
#include "tools/tool.h"

static const am_option options[] = {{NULL, NULL, NULL}};
static const am_command command = {
    "explain-error", "CODE", "Says what a code such as E0301 means and what to do.", options, 1, 1,
};

int am_tool_explain_error(int count, char **words) {
    am_arguments arguments;
    int status = EXIT_FINE;
    amerce_code_page page;
    if (!am_arguments_read(&command, count, words, &arguments, &status)) {
        return status;
    }
    if (!amerce_code_explain(amerce_text_of(arguments.files[0]), &page)) {
        fprintf(stderr, "amerce explain-error: there is no code %s\n", arguments.files[0]);
        return EXIT_UNUSABLE;
    }
    printf("%s %s\n\n%s\n\n%s\n", page.code, page.slug, page.message, page.page);
    return status;
}
