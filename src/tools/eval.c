/*
 * amerce eval: one expression a line, one answer a line.
 *
 * An answer is the value, or `error CODE: message`; a line that is wrong does not stop the others, but makes
 * the exit status 1.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <amerce/amerce.h>

#include "tools/arguments.h"
#include "tools/file.h"
#include "tools/tool.h"

static const am_option options[] = {
    {"--month-ends", "up|down|error",
     "what a date plus months does where the month is too short (default: error)"},
    {NULL, NULL, NULL},
};
static const am_command command = {
    "eval", "", "Evaluates one expression a line of standard input.", options, 0, 0,
};

static amerce_month_ends month_ends_of(const char *word) {
    if (word == NULL || strcmp(word, "error") == 0) {
        return AMERCE_MONTH_ENDS_ERROR;
    }
    return strcmp(word, "up") == 0 ? AMERCE_MONTH_ENDS_UP : AMERCE_MONTH_ENDS_DOWN;
}

/* The answer is printed behind "error " when there is one, so it is held back until that is known. */
typedef struct answer {
    char *data;
    size_t length;
} answer;

static bool keep_piece(void *context, const char *data, size_t length) {
    answer *held = context;
    char *larger = realloc(held->data, held->length + length);
    if (larger == NULL) {
        return false;
    }
    memcpy(larger + held->length, data, length);
    held->data = larger;
    held->length += length;
    return true;
}

static int evaluate_line(amerce_text line, amerce_month_ends month_ends) {
    answer held = {0};
    amerce_status status = amerce_evaluate(line, month_ends, (amerce_sink){keep_piece, &held});
    if (status == AMERCE_OK || status == AMERCE_REFUSED) {
        printf("%s%.*s\n", status == AMERCE_OK ? "" : "error ", (int)held.length, held.data);
    } else {
        printf("error %s\n", amerce_status_text(status));
    }
    free(held.data);
    return status == AMERCE_OK ? EXIT_FINE : EXIT_FAILED;
}

int am_tool_eval(int count, char **words) {
    am_arguments arguments;
    int status = EXIT_FINE;
    if (!am_arguments_read(&command, count, words, &arguments, &status)) {
        return status;
    }
    amerce_month_ends month_ends = month_ends_of(am_arguments_get(&command, &arguments, "--month-ends"));
    bool is_prompted = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
    char *line = NULL;
    size_t room = 0;
    for (;;) {
        if (is_prompted) {
            printf("> ");
            fflush(stdout);
        }
        ssize_t length = getline(&line, &room, stdin);
        if (length < 0) {
            break;
        }
        while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
            length--;
        }
        if (evaluate_line((amerce_text){line, (size_t)length}, month_ends) != EXIT_FINE) {
            status = EXIT_FAILED;
        }
    }
    if (ferror(stdin) || fflush(stdout) != 0) {
        fprintf(stderr, "amerce eval: %s\n", strerror(errno));
        status = EXIT_UNUSABLE;
    }
    free(line);
    return status;
}
