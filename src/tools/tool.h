/*
 * The commands of `amerce`, one function each.
 *
 * A command takes the words behind its name, prints results on standard output and everything else on
 * standard error, and returns the exit status: 0 all is well, 1 a record or a check failed, 2 the command
 * line or the rulebook cannot be used.
 */
#ifndef AM_TOOLS_TOOL_H
#define AM_TOOLS_TOOL_H

enum { EXIT_FINE = 0, EXIT_FAILED = 1, EXIT_UNUSABLE = 2 };

int am_tool_check(int count, char **words);
int am_tool_compare(int count, char **words);
int am_tool_compile(int count, char **words);
int am_tool_disasm(int count, char **words);
int am_tool_eval(int count, char **words);
int am_tool_explain(int count, char **words);
int am_tool_explain_error(int count, char **words);
int am_tool_run(int count, char **words);
int am_tool_test(int count, char **words);
int am_tool_verify(int count, char **words);

#endif
