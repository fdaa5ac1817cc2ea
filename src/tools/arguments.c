/*
 * Command lines by a table of options, so that each command's help is what it reads.
 */
#include "tools/arguments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/tool.h"

/* The last slot of `given` belongs to the option that every command has. */
#define COLOR_SLOT (AM_ARGUMENTS_MAX - 1)
static const am_option color = {"--color", "auto|always|never", "colours in messages"};

static void print_option(const am_option *option) {
    char form[64];
    const char *value = option->values == NULL ? "" : option->values[0] == '\0' ? " VALUE" : " ";
    snprintf(form, sizeof form, "%s%s%s", option->name, value, option->values != NULL ? option->values : "");
    printf("  %-34s %s\n", form, option->help);
}

static void print_usage(FILE *stream, const am_command *command) {
    fprintf(stream, "usage: amerce %s [OPTIONS]%s%s\n", command->name, command->usage[0] != '\0' ? " " : "",
            command->usage);
}

static void print_help(const am_command *command) {
    print_usage(stdout, command);
    printf("\n%s\n\n", command->what);
    for (const am_option *option = command->options; option->name != NULL; option++) {
        print_option(option);
    }
    print_option(&color);
    printf("  %-34s %s\n", "--help", "this text");
}

static bool refuse(const am_command *command, int *status, const char *what, const char *word) {
    fprintf(stderr, "amerce %s: %s%s\n", command->name, what, word);
    print_usage(stderr, command);
    *status = EXIT_UNUSABLE;
    return false;
}

/* Whether the word is the option, alone or as NAME=VALUE. */
static bool is_option(const char *word, const am_option *option) {
    size_t length = strlen(option->name);
    return strncmp(word, option->name, length) == 0 && (word[length] == '\0' || word[length] == '=');
}

static bool is_among(const char *value, const char *values) {
    size_t length = strlen(value);
    for (const char *at = values; *at != '\0';) {
        size_t width = strcspn(at, "|");
        if (width == length && strncmp(at, value, length) == 0) {
            return true;
        }
        at += width + (at[width] == '|');
    }
    return values[0] == '\0';
}

static const am_option *find_option(const am_command *command, const char *word, size_t *slot) {
    *slot = 0;
    for (const am_option *option = command->options; option->name != NULL; option++, ++*slot) {
        if (is_option(word, option)) {
            return option;
        }
    }
    *slot = COLOR_SLOT;
    return is_option(word, &color) ? &color : NULL;
}

/* Reads the option at words[*at] and moves past its value. */
static bool read_option(const am_command *command, int count, char **words, int *at, am_arguments *out,
                        int *status) {
    size_t slot;
    const char *word = words[*at];
    const am_option *option = find_option(command, word, &slot);
    if (option == NULL) {
        return refuse(command, status, "unknown option ", word);
    }
    const char *equals = strchr(word, '=');
    if (option->values == NULL) {
        out->given[slot] = "";
        return equals == NULL || refuse(command, status, "this option takes no value: ", word);
    }
    if (equals == NULL && *at + 1 >= count) {
        return refuse(command, status, "a value is missing behind ", word);
    }
    out->given[slot] = equals != NULL ? equals + 1 : words[++*at];
    if (out->value_count == AM_ARGUMENTS_MAX) {
        return refuse(command, status, "one option too many: ", word);
    }
    out->values[out->value_count].slot = slot;
    out->values[out->value_count++].value = out->given[slot];
    return is_among(out->given[slot], option->values) ||
           refuse(command, status, "not a value of this option: ", out->given[slot]);
}

bool am_arguments_read(const am_command *command, int count, char **words, am_arguments *out, int *status) {
    bool is_option_over = false;
    *out = (am_arguments){0};
    for (int i = 0; i < count; i++) {
        if (!is_option_over && strcmp(words[i], "--") == 0) {
            is_option_over = true;
        } else if (!is_option_over && strcmp(words[i], "--help") == 0) {
            print_help(command);
            *status = EXIT_FINE;
            return false;
        } else if (!is_option_over && words[i][0] == '-' && words[i][1] != '\0') {
            if (!read_option(command, count, words, &i, out, status)) {
                return false;
            }
        } else if (out->file_count >= command->most_files) {
            return refuse(command, status, "one argument too many: ", words[i]);
        } else {
            out->files[out->file_count++] = words[i];
        }
    }
    return out->file_count >= command->least_files || refuse(command, status, "an argument is missing", "");
}

const char *am_arguments_get(const am_command *command, const am_arguments *arguments, const char *name) {
    size_t slot;
    find_option(command, name, &slot);
    return arguments->given[slot];
}

const char *am_arguments_next(const am_command *command, const am_arguments *arguments, const char *name,
                              size_t *at) {
    size_t slot;
    find_option(command, name, &slot);
    while (*at < arguments->value_count) {
        size_t i = (*at)++;
        if (arguments->values[i].slot == slot) {
            return arguments->values[i].value;
        }
    }
    return NULL;
}

bool am_arguments_is_coloured(const am_arguments *arguments) {
    const char *when = arguments->given[COLOR_SLOT];
    const char *refused = getenv("NO_COLOR");
    if (when != NULL && strcmp(when, "auto") != 0) {
        return strcmp(when, "always") == 0;
    }
    return (refused == NULL || refused[0] == '\0') && isatty(STDERR_FILENO) == 1;
}
