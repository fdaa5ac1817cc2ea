/*
 * amerce: the first word of the command line chooses the command.
 */
#include <stdio.h>
#include <string.h>

#include <amerce/status.h>

#include "tools/tool.h"

static const struct {
    const char *name;
    int (*run)(int count, char **words);
    const char *what;
} commands[] = {
    {"run", am_tool_run, "assesses records, one result a line"},
    {"explain", am_tool_explain, "says why, clause by clause"},
    {"check", am_tool_check, "reports every mistake in rulebooks"},
    {"test", am_tool_test, "runs the golden cases of rulebooks"},
    {"compare", am_tool_compare, "assesses the same records under several rulebooks"},
    {"verify", am_tool_verify, "assesses decision records again"},
    {"eval", am_tool_eval, "evaluates one expression a line"},
    {"compile", am_tool_compile, "compiles a rulebook to a .amb file"},
    {"disasm", am_tool_disasm, "lists a compiled rulebook"},
    {"explain-error", am_tool_explain_error, "says what a diagnostic's code means"},
};
#define COMMAND_COUNT (sizeof commands / sizeof *commands)

static void print_help(FILE *stream) {
    fprintf(stream, "usage: amerce COMMAND [OPTIONS] ...\n\nPenalty law as rulebooks, assessed exactly.\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        fprintf(stream, "  %-14s %s\n", commands[i].name, commands[i].what);
    }
    fprintf(stream, "\n`amerce COMMAND --help` tells more; `amerce --version` the version.\n");
}

int main(int count, char **words) {
    if (count < 2) {
        print_help(stderr);
        return EXIT_UNUSABLE;
    }
    if (strcmp(words[1], "--help") == 0 || strcmp(words[1], "help") == 0) {
        print_help(stdout);
        return EXIT_FINE;
    }
    if (strcmp(words[1], "--version") == 0) {
        printf("amerce %s\n", amerce_version());
        return EXIT_FINE;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(words[1], commands[i].name) == 0) {
            return commands[i].run(count - 2, words + 2);
        }
    }
    fprintf(stderr, "amerce: there is no command %s; `amerce --help` lists them\n", words[1]);
    return EXIT_UNUSABLE;
}
