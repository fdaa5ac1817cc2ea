/*
 * Reports on golden cases: as text, TAP, JUnit's XML or JSON lines.
 */
#ifndef AM_TOOLS_REPORT_H
#define AM_TOOLS_REPORT_H

#include <stdio.h>

#include "tools/coverage.h"

typedef struct am_report am_report;

/* One form of report. A suite is a rulebook with its cases. */
typedef struct am_report_form {
    const char *name;
    void (*begin)(am_report *report);
    void (*outcome)(am_report *report, const am_outcome *outcome);
    void (*point)(am_report *report, const am_point *point);
    void (*end_suite)(am_report *report);
    void (*end)(am_report *report);
} am_report_form;

struct am_report {
    const am_report_form *form;
    bool shows_coverage;
    const char *suite; /* path of the rulebook */
    am_text body;      /* of the suite, where the form must know its end first */
    unsigned long cases;
    unsigned long failed;
    unsigned long accepted;
    unsigned long points; /* of coverage, of the suite */
    unsigned long missed;
    unsigned long suite_cases;
    unsigned long suite_failed;
    unsigned long all_missed;
};

/* The form of that name; text for NULL. */
const am_report_form *am_report_form_of(const char *name);
extern const am_report_form am_report_xml;

void am_report_suite(am_report *report, const char *path);
void am_report_outcome(am_report *report, const am_outcome *outcome);
void am_report_coverage(am_report *report, am_coverage *coverage);
void am_report_end_suite(am_report *report);

/* "row 2 of `daily` is never picked" */
void am_report_describe_point(const am_point *point, am_text *out);

#endif
