/*
 * Reports that need no look ahead: text, TAP 14, JSON lines.
 */
#include "tools/report.h"

#include <string.h>

void am_report_suite(am_report *report, const char *path) {
    report->suite = path;
    report->suite_cases = report->suite_failed = report->points = report->missed = 0;
}

void am_report_outcome(am_report *report, const am_outcome *outcome) {
    bool is_good = am_outcome_is_good(outcome);
    report->cases++;
    report->suite_cases++;
    report->accepted += outcome->is_accepted ? 1 : 0;
    report->failed += is_good ? 0 : 1;
    report->suite_failed += is_good ? 0 : 1;
    report->form->outcome(report, outcome);
}

static void tell_point(void *context, const am_point *point) {
    am_report *report = context;
    report->points++;
    if (!point->is_reached) {
        report->missed++;
        report->all_missed++;
        report->form->point(report, point);
    }
}

void am_report_coverage(am_report *report, am_coverage *coverage) {
    am_coverage_tell(coverage, tell_point, report);
}

void am_report_end_suite(am_report *report) {
    report->form->end_suite(report);
    am_text_clear(&report->body);
}

void am_report_describe_point(const am_point *point, am_text *out) {
    const amerce_clause *clause = &point->clause;
    if (clause->kind == AMERCE_CLAUSE_ROW) {
        am_text_put(out, "row %u of `%.*s`", (unsigned)point->row, (int)clause->name.length,
                    clause->name.data);
    } else if (clause->kind == AMERCE_CLAUSE_EXCEPTION) {
        am_text_put(out, "`%.*s`, %.*s%s%.*s%s,", (int)point->owner.name.length, point->owner.name.data,
                    (int)clause->name.length, clause->name.data, clause->label.length > 0 ? " \"" : "",
                    (int)clause->label.length, clause->label.data, clause->label.length > 0 ? "\"" : "");
    } else if (clause->kind != AMERCE_CLAUSE_STEP && clause->parent != AMERCE_NONE) {
        am_text_put(out, "the version of `%.*s`", (int)clause->name.length, clause->name.data);
    } else if (clause->kind != AMERCE_CLAUSE_STEP) {
        am_text_put(out, "the condition of `%.*s`", (int)clause->name.length, clause->name.data);
    } else if (clause->label.length > 0) {
        am_text_put(out, "`%.*s`, step \"%.*s\",", (int)point->owner.name.length, point->owner.name.data,
                    (int)clause->label.length, clause->label.data);
    } else {
        am_text_put(out, "`%.*s`, step `%.*s`,", (int)point->owner.name.length, point->owner.name.data,
                    (int)clause->name.length, clause->name.data);
    }
    am_text_put(out, " %s", point->what);
}

static void nothing(am_report *report) {
    (void)report;
}

/* Text */

static void put_text_outcome(am_report *report, const am_outcome *outcome) {
    const amerce_case *one = &outcome->one;
    am_text lines = {0};
    const char *word = outcome->is_accepted          ? "accepted"
                       : am_outcome_is_good(outcome) ? "ok      "
                                                     : "not ok  ";
    (void)report;
    am_outcome_describe(outcome, "    ", &lines);
    printf("%s  %.*s:%u: %.*s\n", word, (int)one->path.length, one->path.data, (unsigned)one->line,
           (int)one->name.length, one->name.data);
    if (lines.data != NULL && !outcome->is_accepted) {
        fputs(lines.data, stdout);
    }
    am_text_clear(&lines);
}

static void put_text_point(am_report *report, const am_point *point) {
    am_text words = {0};
    am_report_describe_point(point, &words);
    am_text_put(&report->body, "  %.*s:%u: %s\n", (int)point->clause.path.length, point->clause.path.data,
                (unsigned)point->clause.line, words.data != NULL ? words.data : "");
    am_text_clear(&words);
}

static void end_text_suite(am_report *report) {
    if (report->shows_coverage) {
        printf("%s: %lu of %lu rows, steps and conditions reached%s\n", report->suite,
               report->points - report->missed, report->points, report->missed > 0 ? ", but:" : "");
        fputs(report->body.data != NULL ? report->body.data : "", stdout);
    }
}

static void end_text(am_report *report) {
    printf("%lu case%s, %lu failed", report->cases, report->cases == 1 ? "" : "s", report->failed);
    if (report->accepted > 0) {
        printf(", %lu accepted", report->accepted);
    }
    printf("\n");
}

/* TAP */

static void begin_tap(am_report *report) {
    (void)report;
    printf("TAP version 14\n");
}

/* Names may hold what TAP reads as a directive. */
static void put_tap_text(amerce_text text) {
    for (size_t i = 0; i < text.length; i++) {
        printf(text.data[i] == '#' || text.data[i] == '\\' ? "\\%c" : "%c", text.data[i]);
    }
}

static void put_tap_outcome(am_report *report, const am_outcome *outcome) {
    const amerce_case *one = &outcome->one;
    am_text lines = {0};
    bool is_good = am_outcome_is_good(outcome);
    printf("%s %lu - ", is_good ? "ok" : "not ok", report->cases);
    put_tap_text(one->path);
    printf(":%u: ", (unsigned)one->line);
    put_tap_text(one->name);
    printf("\n");
    am_outcome_describe(outcome, "    ", &lines);
    if (!is_good && lines.data != NULL) {
        printf("  ---\n  message: |\n%s  ...\n", lines.data);
    }
    am_text_clear(&lines);
}

static void put_tap_point(am_report *report, const am_point *point) {
    am_text words = {0};
    (void)report;
    am_report_describe_point(point, &words);
    printf("# %.*s:%u: %s\n", (int)point->clause.path.length, point->clause.path.data,
           (unsigned)point->clause.line, words.data != NULL ? words.data : "");
    am_text_clear(&words);
}

static void end_tap(am_report *report) {
    printf("1..%lu\n", report->cases);
}

/* JSON */

static void put_json_text(const char *key, amerce_text value) {
    am_text text = {0};
    am_text_put_json(&text, value);
    printf("%s%s", key, text.data != NULL ? text.data : "\"\"");
    am_text_clear(&text);
}

static void put_json_failure(const am_failure *failure) {
    const amerce_expectation *expected = &failure->expected;
    put_json_text("{\"expectation\":", expected->words);
    printf(",\"line\":%u", (unsigned)expected->line);
    printf(",\"expected\":%.*s", (int)expected->expected.length, expected->expected.data);
    if (failure->came.length > 0) {
        printf(",\"came\":%s", failure->came.data);
    }
    printf("}");
}

static void put_json_failures(const am_outcome *outcome) {
    printf(",\"failures\":[");
    for (size_t i = 0; i < outcome->failure_count; i++) {
        printf("%s", i > 0 ? "," : "");
        put_json_failure(&outcome->failures[i]);
    }
    printf("]");
    if (outcome->is_divergent) {
        put_json_text(",\"diverges\":{\"step\":", outcome->divergent.label);
        printf(",\"line\":%u", (unsigned)outcome->divergent.line);
        put_json_text(",\"per\":", outcome->divergent.citation);
        printf("}");
    }
}

static void put_json_outcome(am_report *report, const am_outcome *outcome) {
    const amerce_case *one = &outcome->one;
    bool is_good = am_outcome_is_good(outcome);
    put_json_text("{\"rulebook\":", amerce_text_of(report->suite));
    put_json_text(",\"path\":", one->path);
    printf(",\"line\":%u", (unsigned)one->line);
    put_json_text(",\"case\":", one->name);
    if (one->citation.length > 0) {
        put_json_text(",\"per\":", one->citation);
    }
    printf(",\"ok\":%s%s", is_good ? "true" : "false", outcome->is_accepted ? ",\"accepted\":true" : "");
    if (!is_good && outcome->problem.length > 0) {
        put_json_text(",\"problem\":", amerce_text_of(outcome->problem.data));
    }
    if (!is_good && outcome->failure_count > 0) {
        put_json_failures(outcome);
    }
    printf("}\n");
}

static void put_json_point(am_report *report, const am_point *point) {
    am_text words = {0};
    am_report_describe_point(point, &words);
    put_json_text("{\"rulebook\":", amerce_text_of(report->suite));
    put_json_text(",\"path\":", point->clause.path);
    printf(",\"line\":%u", (unsigned)point->clause.line);
    put_json_text(",\"unreached\":", (amerce_text){words.data, words.length});
    printf("}\n");
    am_text_clear(&words);
}

static void end_json_suite(am_report *report) {
    if (report->shows_coverage) {
        put_json_text("{\"rulebook\":", amerce_text_of(report->suite));
        printf(",\"reached\":%lu,\"of\":%lu}\n", report->points - report->missed, report->points);
    }
}

const am_report_form *am_report_form_of(const char *name) {
    static const am_report_form text = {"text",         nothing,        put_text_outcome,
                                        put_text_point, end_text_suite, end_text};
    static const am_report_form tap = {"tap", begin_tap, put_tap_outcome, put_tap_point, nothing, end_tap};
    static const am_report_form json = {"json",         nothing,        put_json_outcome,
                                        put_json_point, end_json_suite, nothing};
    const am_report_form *const forms[] = {&text, &tap, &json, &am_report_xml};
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): of pointers */
    for (size_t i = 0; name != NULL && i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(forms[i]->name, name) == 0) {
            return forms[i];
        }
    }
    return &text;
}
