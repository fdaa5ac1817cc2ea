/*
 * Golden cases compared: each expectation, and for a penalty that came out otherwise its steps with the
 * amount after each, unless it never had one. The first step of which `because` says something else is
 * marked.
 */
#include "tools/outcome.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *room_for(am_text *text, size_t bytes) {
    if (text->length + bytes + 1 > text->room) {
        size_t room = (text->length + bytes + 1) * 2;
        char *data = realloc(text->data, room);
        if (data == NULL) {
            text->is_failed = true;
            return NULL;
        }
        text->data = data;
        text->room = room;
    }
    return text->data + text->length;
}

static bool put_piece(void *context, const char *data, size_t length) {
    am_text *text = context;
    char *at = room_for(text, length);
    if (at == NULL) {
        return false;
    }
    memcpy(at, data, length);
    at[length] = '\0';
    text->length += length;
    return true;
}

amerce_sink am_text_sink(am_text *text) {
    return (amerce_sink){put_piece, text};
}

void am_text_put(am_text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *at = length >= 0 ? room_for(text, (size_t)length) : NULL;
    if (at != NULL) {
        va_start(arguments, format);
        vsnprintf(at, (size_t)length + 1, format, arguments);
        va_end(arguments);
        text->length += (size_t)length;
    }
}

void am_text_put_json(am_text *text, amerce_text value) {
    am_text_put(text, "\"");
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.data[i];
        if (c == '"' || c == '\\') {
            am_text_put(text, "\\%c", c);
        } else if (c < 0x20) {
            am_text_put(text, "\\u%04x", c);
        } else {
            am_text_put(text, "%c", c);
        }
    }
    am_text_put(text, "\"");
}

void am_text_clear(am_text *text) {
    free(text->data);
    *text = (am_text){0};
}

bool am_outcome_is_good(const am_outcome *outcome) {
    return outcome->is_accepted || (outcome->failure_count == 0 && outcome->problem.length == 0);
}

/* Where a failed expectation of a penalty stands. */
typedef struct penalty_row {
    const amerce_rulebook *rulebook;
    amerce_assessor *assessor;
    amerce_text path;
    uint32_t clause;
    uint32_t row;
} penalty_row;

/* Whether `because` was not met for the step of this penalty. */
static bool is_contradicted(const am_outcome *outcome, const penalty_row *penalty, amerce_text label) {
    for (size_t i = 0; i < outcome->failure_count; i++) {
        const amerce_expectation *expected = &outcome->failures[i].expected;
        if (expected->kind == AMERCE_EXPECT_BECAUSE && expected->path.length == penalty->path.length &&
            memcmp(expected->path.data, penalty->path.data, penalty->path.length) == 0 &&
            expected->step.length == label.length &&
            memcmp(expected->step.data, label.data, label.length) == 0) {
            return true;
        }
    }
    return false;
}

static void put_step(am_outcome *outcome, const penalty_row *penalty, uint32_t number,
                     const amerce_clause *step, bool is_marked) {
    amerce_value value;
    amerce_value condition = {.state = AMERCE_UNKNOWN};
    char name[96];
    snprintf(name, sizeof name, step->label.length > 0 ? "\"%.*s\"" : "%.*s",
             (int)(step->label.length > 0 ? step->label.length : step->name.length),
             step->label.length > 0 ? step->label.data : step->name.data);
    am_text_put(&outcome->steps, "  %-24s ", name);
    amerce_assessor_clause_value(penalty->assessor, number, penalty->row, &value);
    if (amerce_value_write(penalty->rulebook, &step->type, &value, am_text_sink(&outcome->steps)) !=
        AMERCE_OK) {
        am_text_put(&outcome->steps, "no amount");
    }
    if (step->has_condition) {
        amerce_assessor_clause_condition(penalty->assessor, number, penalty->row, &condition);
        am_text_put(&outcome->steps, "%s",
                    condition.state == AMERCE_VALUE && condition.integer == 0 ? "  (not applied)" : "");
    }
    am_text_put(&outcome->steps, "%s\n", is_marked ? "  <- the first step that diverges" : "");
}

static void put_steps(am_outcome *outcome, const penalty_row *penalty) {
    amerce_clause step;
    amerce_value first;
    bool is_marked = false;
    bool is_begun = false;
    for (uint32_t i = penalty->clause; amerce_rulebook_clause(penalty->rulebook, i, &step); i++) {
        if (step.kind != AMERCE_CLAUSE_STEP || step.parent != penalty->clause) {
            continue;
        }
        if (!is_begun) {
            amerce_assessor_clause_value(penalty->assessor, i, penalty->row, &first);
            if (first.state != AMERCE_VALUE) {
                return;
            }
            am_text_put(&outcome->steps, "the amount of %.*s after each step:\n", (int)penalty->path.length,
                        penalty->path.data);
            is_begun = true;
        }
        bool is_first = !is_marked && step.label.length > 0 && is_contradicted(outcome, penalty, step.label);
        put_step(outcome, penalty, i, &step, is_first);
        if (is_first && !outcome->is_divergent) {
            outcome->is_divergent = true;
            outcome->divergent = step;
        }
        is_marked = is_marked || is_first;
    }
}

static bool is_told_before(const am_outcome *outcome, size_t index) {
    amerce_text path = outcome->failures[index].expected.path;
    for (size_t i = 0; i < index; i++) {
        amerce_text other = outcome->failures[i].expected.path;
        if (other.length == path.length && memcmp(other.data, path.data, path.length) == 0) {
            return true;
        }
    }
    return false;
}

static void add_steps(am_outcome *outcome, const amerce_rulebook *rulebook, amerce_assessor *assessor) {
    for (size_t i = 0; i < outcome->failure_count; i++) {
        amerce_text path = outcome->failures[i].expected.path;
        penalty_row penalty = {rulebook, assessor, path, AMERCE_NONE, 0};
        amerce_output output;
        amerce_clause clause;
        uint32_t number;
        if (path.length == 0 || is_told_before(outcome, i) ||
            !amerce_assessor_find(assessor, 0, path, &number, &penalty.row) ||
            !amerce_rulebook_output(rulebook, number, &output) ||
            !amerce_rulebook_clause(rulebook, output.clause, &clause) ||
            clause.kind != AMERCE_CLAUSE_PENALTY) {
            continue;
        }
        penalty.clause = output.clause;
        put_steps(outcome, &penalty);
    }
}

/* One case beside what came of its record: assessed, or refused. */
typedef struct comparison {
    const amerce_cases *cases;
    size_t index;
    amerce_assessor *assessor;
    const amerce_record_error *refusal; /* NULL: it was assessed */
} comparison;

static bool is_met(const comparison *with, size_t number, am_outcome *outcome, am_text *came) {
    bool is_met = false;
    amerce_sink sink = am_text_sink(came);
    amerce_status status =
        with->refusal != NULL
            ? amerce_case_check_refusal(with->cases, with->index, number, with->refusal, sink, &is_met)
            : amerce_case_check(with->cases, with->index, number, with->assessor, 0, sink, &is_met);
    if (status != AMERCE_OK) {
        am_text_put(&outcome->problem, "%s", amerce_status_text(status));
    }
    return is_met;
}

static void compare(am_outcome *outcome, const comparison *with) {
    size_t count = outcome->one.expectation_count;
    outcome->failures = calloc(count + 1, sizeof *outcome->failures);
    if (outcome->failures == NULL) {
        am_text_put(&outcome->problem, "out of memory");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        am_failure *failure = &outcome->failures[outcome->failure_count];
        amerce_cases_expectation(with->cases, with->index, i, &failure->expected);
        if (is_met(with, i, outcome, &failure->came)) {
            am_text_clear(&failure->came);
        } else {
            outcome->failure_count++;
        }
    }
}

void am_outcome_check(am_outcome *outcome, const amerce_rulebook *rulebook, const amerce_cases *cases,
                      size_t index, amerce_assessor *assessor) {
    compare(outcome, &(comparison){cases, index, assessor, NULL});
    if (outcome->failures != NULL) {
        add_steps(outcome, rulebook, assessor);
    }
}

bool am_outcome_check_refusal(am_outcome *outcome, const amerce_cases *cases, size_t index,
                              const amerce_record_error *error) {
    bool is_expected = false;
    for (size_t i = 0; i < outcome->one.expectation_count; i++) {
        amerce_expectation expected;
        amerce_cases_expectation(cases, index, i, &expected);
        is_expected = is_expected || expected.kind == AMERCE_EXPECT_REFUSED;
    }
    if (is_expected) {
        compare(outcome, &(comparison){cases, index, NULL, error});
    }
    return is_expected;
}

/* A JSON text without its quotes, other values as they stand. */
static void put_plain(am_text *out, const char *data, size_t length) {
    bool is_text = length >= 2 && data[0] == '"' && memchr(data, '\\', length) == NULL;
    am_text_put(out, "%.*s\n", (int)(is_text ? length - 2 : length), is_text ? data + 1 : data);
}

/* The text behind the key in an object as results write it, without what would have to be decoded; empty
 * where it has none. Quotes within a text have a backslash before them, so that the key is found as a key
 * only. */
static amerce_text member_of(const char *json, const char *key) {
    const char *at = strstr(json, key);
    const char *end = at != NULL ? strchr(at + strlen(key), '"') : NULL;
    if (end == NULL || memchr(at, '\\', (size_t)(end - at)) != NULL) {
        return amerce_text_of("");
    }
    return (amerce_text){at + strlen(key), (size_t)(end - at) - strlen(key)};
}

static void put_needs(am_text *out, const char *at) {
    const char *between = "needs ";
    while (*at == '"') {
        size_t length = strcspn(at + 1, "\"");
        am_text_put(out, "%s%.*s", between, (int)length, at + 1);
        at += length + 2 + (at[length + 2] == ',');
        between = "; ";
    }
    am_text_put(out, "\n");
}

/* What came, in the words of explanations where it is no value. */
static void put_came(am_text *out, const am_text *came) {
    static const char needs[] = "{\"needs\":[\"";
    amerce_text code = member_of(came->data, "{\"error\":{\"code\":\"");
    amerce_text message = member_of(came->data, "\"message\":\"");
    amerce_text clause = member_of(came->data, "\"clause\":\"");
    amerce_text of = member_of(came->data, "\"of\":\"");
    if (strncmp(came->data, needs, sizeof needs - 1) == 0) {
        put_needs(out, came->data + sizeof needs - 2);
    } else if (code.length > 0 && message.length > 0) {
        am_text_put(out, "fault %.*s: %.*s", (int)code.length, code.data, (int)message.length, message.data);
        am_text_put(out, clause.length > 0 ? ", in %.*s" : "%.*s", (int)clause.length, clause.data);
        am_text_put(out, of.length > 0 ? " of %.*s\n" : "%.*s\n", (int)of.length, of.data);
    } else {
        put_plain(out, came->data, came->length);
    }
}

static void describe_failure(const am_failure *failure, const char *margin, am_text *out) {
    const amerce_expectation *expected = &failure->expected;
    am_text_put(out, "%s%.*s\n", margin, (int)expected->words.length, expected->words.data);
    if (expected->kind != AMERCE_EXPECT_IN) {
        am_text_put(out, "%s  expected ", margin);
        put_plain(out, expected->expected.data, expected->expected.length);
    }
    am_text_put(out, "%s  came     ", margin);
    if (failure->came.length > 0) {
        put_came(out, &failure->came);
    } else {
        am_text_put(out, expected->kind == AMERCE_EXPECT_REFUSED
                             ? "nothing: the record is assessed\n"
                             : "nothing: the record has no such output\n");
    }
}

void am_outcome_describe(const am_outcome *outcome, const char *margin, am_text *out) {
    if (outcome->problem.length > 0) {
        am_text_put(out, "%s%s\n", margin, outcome->problem.data);
    }
    for (size_t i = 0; i < outcome->failure_count; i++) {
        describe_failure(&outcome->failures[i], margin, out);
    }
    for (const char *line = outcome->steps.data; line != NULL && *line != '\0';) {
        size_t length = strcspn(line, "\n");
        am_text_put(out, "%s%.*s\n", margin, (int)length, line);
        line += length + (line[length] == '\n');
    }
}

void am_outcome_clear(am_outcome *outcome) {
    for (size_t i = 0; outcome->failures != NULL && i <= outcome->one.expectation_count; i++) {
        am_text_clear(&outcome->failures[i].came);
    }
    free(outcome->failures);
    am_text_clear(&outcome->problem);
    am_text_clear(&outcome->steps);
    *outcome = (am_outcome){.failure_count = 0};
}
