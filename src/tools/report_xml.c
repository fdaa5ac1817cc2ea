/*
 * Reports in the XML that JUnit writes and continuous integration reads: a suite with its counts first.
 */
#include "tools/report.h"

static void put_escaped(am_text *out, amerce_text text) {
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '<' || c == '>' || c == '&' || c == '"') {
            am_text_put(out, "&#%d;", c);
        } else if (c >= 0x20 || c == '\n' || c == '\t') {
            am_text_put(out, "%c", c);
        } else {
            am_text_put(out, "\xEF\xBF\xBD"); /* XML has no way to write other controls */
        }
    }
}

static void begin(am_report *report) {
    (void)report;
    printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
}

static void put_outcome(am_report *report, const am_outcome *outcome) {
    am_text *out = &report->body;
    am_text lines = {0};
    am_text_put(out, "    <testcase classname=\"");
    put_escaped(out, outcome->one.path);
    am_text_put(out, "\" name=\"");
    put_escaped(out, outcome->one.name);
    am_text_put(out, "\" line=\"%u\"", (unsigned)outcome->one.line);
    am_outcome_describe(outcome, "", &lines);
    if (am_outcome_is_good(outcome)) {
        am_text_put(out, "/>\n");
    } else {
        am_text_put(out, ">\n      <failure>");
        put_escaped(out, (amerce_text){lines.data, lines.length});
        am_text_put(out, "</failure>\n    </testcase>\n");
    }
    am_text_clear(&lines);
}

static void put_point(am_report *report, const am_point *point) {
    am_text words = {0};
    am_report_describe_point(point, &words);
    am_text_put(&report->body, report->missed == 1 ? "    <system-out>" : "");
    put_escaped(&report->body, point->clause.path);
    am_text_put(&report->body, ":%u: ", (unsigned)point->clause.line);
    put_escaped(&report->body, (amerce_text){words.data, words.length});
    am_text_put(&report->body, "\n");
    am_text_clear(&words);
}

static void end_suite(am_report *report) {
    am_text name = {0};
    put_escaped(&name, amerce_text_of(report->suite));
    printf("  <testsuite name=\"%s\" tests=\"%lu\" failures=\"%lu\">\n", name.data != NULL ? name.data : "",
           report->suite_cases, report->suite_failed);
    fputs(report->body.data != NULL ? report->body.data : "", stdout);
    printf("%s  </testsuite>\n", report->missed > 0 ? "    </system-out>\n" : "");
    am_text_clear(&name);
}

static void end(am_report *report) {
    (void)report;
    printf("</testsuites>\n");
}

const am_report_form am_report_xml = {"junit", begin, put_outcome, put_point, end_suite, end};
