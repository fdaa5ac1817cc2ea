/*
 * Records from a file or standard input through an assessor to standard output, for the commands that assess.
 */
#ifndef AM_TOOLS_RECORDS_H
#define AM_TOOLS_RECORDS_H

#include <amerce/amerce.h>

#include "tools/arguments.h"

/* Opens the rulebook and the records that the command line names, and assesses them. Returns the exit status.
 */
int am_records_assess(const am_command *command, const am_arguments *arguments,
                      amerce_explanation explanation, bool has_decision);

#endif
