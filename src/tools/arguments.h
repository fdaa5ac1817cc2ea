/*
 * The words of a command line: options by name, files in order.
 */
#ifndef AM_TOOLS_ARGUMENTS_H
#define AM_TOOLS_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

/* An option that a command knows: `--name`, or `--name VALUE` and `--name=VALUE` when it takes one of
 * `values` (separated by |) or, with
 * "" there, anything. */
typedef struct am_option {
    const char *name;
    const char *values; /* NULL: the option takes no value */
    const char *help;
} am_option;

#define AM_ARGUMENTS_MAX 64

typedef struct am_arguments {
    const char *files[AM_ARGUMENTS_MAX];
    size_t file_count;
    const char *given[AM_ARGUMENTS_MAX]; /* by option: its value, "" for one without, NULL when absent */
    struct {
        size_t slot;
        const char *value;
    } values[AM_ARGUMENTS_MAX]; /* of all options, in order */
    size_t value_count;
} am_arguments;

typedef struct am_command {
    const char *name;
    const char *usage;        /* behind the name: "RULEBOOK [RECORDS]" */
    const char *what;         /* one sentence */
    const am_option *options; /* ends with a NULL name; --help and --color are always known */
    size_t least_files;
    size_t most_files;
} am_command;

/* Reads the words. False: it has printed what is wrong, or the help; *status is the exit status. */
bool am_arguments_read(const am_command *command, int count, char **words, am_arguments *out, int *status);

/* The value of an option that the command's table has, or NULL. */
const char *am_arguments_get(const am_command *command, const am_arguments *arguments, const char *name);

/* The value of an option that may be given several times: the first from *at on, which moves behind it; NULL
 * when there is none. */
const char *am_arguments_next(const am_command *command, const am_arguments *arguments, const char *name,
                              size_t *at);

/* Whether standard error gets colours: --color=always|never|auto, NO_COLOR, a terminal. */
bool am_arguments_is_coloured(const am_arguments *arguments);

#endif
