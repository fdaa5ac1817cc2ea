/*
 * A rulebook with its golden cases: those of its text and those of the case file beside it.
 */
#ifndef AM_TOOLS_SUITE_H
#define AM_TOOLS_SUITE_H

#include "tools/report.h"

typedef struct am_suite_options {
    bool is_accepting; /* rewrites the case file where what came is not what was expected */
    amerce_diagnostics_format format;
} am_suite_options;

/* Runs the cases of a rulebook. False: the rulebook or its case file cannot be used, which it has told. */
bool am_suite_run(const char *path, const am_suite_options *options, am_report *report);

#endif
