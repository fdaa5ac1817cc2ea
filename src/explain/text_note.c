/*
 * Sentences from phrases and values.
 */
#include "explain/text_note.h"

static am_subject subject_of(const am_explainer *explainer, const am_explained_step *step) {
    return (am_subject){(uint16_t)(step->clause - explainer->program->clauses), step->row};
}

static void put_is(am_buffer *buffer, const am_explainer *explainer, const am_phrase *phrase, uint32_t row) {
    am_shown shown = am_explain_shown(phrase);
    am_state state = am_shown_state(explainer->batch, &shown, row);
    am_buffer_put(buffer, phrase->words);
    if (state == AM_STATE_NEEDS) {
        am_buffer_put_text(buffer, " is missing");
    } else if (state == AM_STATE_FAULT) {
        am_buffer_put_text(buffer, " has no value");
    } else {
        am_buffer_put_text(buffer, " is ");
        am_text_put_value(buffer, explainer, &shown, row);
    }
}

bool am_text_put_reads(am_buffer *buffer, am_explainer *explainer, am_subject subject,
                       const am_clause *clause, const am_phrase *phrase, const char *before) {
    uint32_t count = phrase == NULL ? 0 : am_explain_read_count(explainer->program, clause, phrase);
    bool is_first = true;
    for (uint32_t i = 1; i <= count; i++) {
        uint32_t row;
        am_explain_use(explainer, subject, &phrase[i]);
        if (am_explain_row_of(explainer, subject, &phrase[i], &row)) {
            am_buffer_put_text(buffer, is_first ? before : ", ");
            put_is(buffer, explainer, &phrase[i], row);
            is_first = false;
        }
    }
    return !is_first;
}

/* Schedules */

static const am_phrase *next_of(const am_phrase *at, const am_phrase *end, am_phrase_kind a,
                                am_phrase_kind b) {
    while (at < end && at->kind != a && at->kind != b) {
        at++;
    }
    return at < end ? at : NULL;
}

/* Whether the value is the cell, or one of those that it lists. */
static bool is_listed(am_slice cell, am_slice value) {
    size_t start = 0;
    for (size_t end = 0; end <= cell.length; end++) {
        if (end < cell.length && cell.data[end] != ',') {
            continue;
        }
        if (am_slice_is_equal(am_slice_part(cell, start, end), value)) {
            return true;
        }
        start = end + 1;
        while (start < cell.length && cell.data[start] == ' ') {
            start++;
        }
    }
    return false;
}

/* What a header that is more than a name reads. */
static void put_header_reads(am_buffer *buffer, am_explainer *explainer, am_subject subject,
                             const am_phrase *header) {
    const am_clause *schedule = &explainer->program->clauses[subject.clause];
    uint32_t count = am_explain_read_count(explainer->program, schedule, header);
    bool is_name = count == 1 && am_slice_is_equal(header[1].words, header->words);
    if (!is_name && am_text_put_reads(buffer, explainer, subject, schedule, header, " (")) {
        am_buffer_put_char(buffer, ')');
    }
}

/* `intent is negligent`, and the cell where that says more than the value. */
static void put_test(am_buffer *buffer, am_explainer *explainer, am_subject subject, const am_phrase *header,
                     const am_phrase *cell) {
    uint32_t row;
    if (!am_explain_row_of(explainer, subject, header, &row)) {
        am_buffer_put(buffer, cell->words);
        return;
    }
    if (header->kind == AM_PHRASE_IN_FORCE) {
        am_shown shown = am_explain_shown(header);
        am_buffer_put_text(buffer, "in force from ");
        am_buffer_put(buffer, cell->words);
        am_buffer_put_text(buffer, ", for ");
        am_text_put_value(buffer, explainer, &shown, row);
        return;
    }
    size_t start = buffer->length;
    put_is(buffer, explainer, header, row);
    size_t value = start + header->words.length + sizeof " is " - 1;
    am_slice text = {buffer->data + value, buffer->length > value ? buffer->length - value : 0};
    if (!buffer->is_failed && !is_listed(cell->words, text)) {
        am_buffer_put_text(buffer, ", ");
        am_buffer_put(buffer, cell->words);
    }
    put_header_reads(buffer, explainer, subject, header);
}

/* What no row, or only the last, was met by. */
static void put_headers(am_buffer *buffer, am_explainer *explainer, am_subject subject) {
    const am_clause *schedule = &explainer->program->clauses[subject.clause];
    const am_phrase *header = explainer->program->phrases + schedule->first_phrase;
    const am_phrase *end = header + schedule->phrase_count;
    bool is_first = true;
    for (; (header = next_of(header, end, AM_PHRASE_TEST, AM_PHRASE_IN_FORCE)) != NULL; header++) {
        uint32_t row;
        if (am_explain_row_of(explainer, subject, header, &row)) {
            am_buffer_put_text(buffer, is_first ? "" : ", ");
            put_is(buffer, explainer, header, row);
            is_first = false;
        }
    }
}

/* A row's cells read facts of their own, and `when` cells nothing else. */
static bool put_cells(am_buffer *buffer, am_explainer *explainer, am_subject subject, const am_clause *row) {
    const am_program *program = explainer->program;
    const am_clause *schedule = &program->clauses[subject.clause];
    const am_phrase *header = program->phrases + schedule->first_phrase,
                    *cell = program->phrases + row->first_phrase;
    const am_phrase *header_end = header + schedule->phrase_count, *cell_end = cell + row->phrase_count;
    am_subject of_row = {(uint16_t)(row - program->clauses), subject.row};
    bool is_first = true;
    if (am_explain_is_otherwise(program, row)) {
        put_headers(buffer, explainer, subject);
        am_buffer_put_text(buffer, "; otherwise");
        return true;
    }
    while ((cell = next_of(cell, cell_end, AM_PHRASE_TEST, AM_PHRASE_TEST)) != NULL &&
           (header = next_of(header, header_end, AM_PHRASE_TEST, AM_PHRASE_IN_FORCE)) != NULL) {
        if (!am_slice_is_equal(cell->words, AM_SLICE("-"))) {
            am_buffer_put_text(buffer, is_first ? "" : "; ");
            put_test(buffer, explainer, subject, header, cell);
            if (am_text_put_reads(buffer, explainer, of_row, row, cell, " (")) {
                am_buffer_put_char(buffer, ')');
            }
            is_first = false;
        }
        header++;
        cell++;
    }
    return !is_first;
}

static void use_headers(am_explainer *explainer, am_subject subject) {
    const am_clause *schedule = &explainer->program->clauses[subject.clause];
    for (uint32_t i = 0; i < schedule->phrase_count; i++) {
        am_explain_use(explainer, subject, &explainer->program->phrases[schedule->first_phrase + i]);
    }
}

void am_text_put_row(am_buffer *buffer, am_explainer *explainer, am_subject schedule) {
    const am_clause *row = am_explain_picked(explainer, schedule);
    use_headers(explainer, schedule);
    if (row == NULL) {
        put_headers(buffer, explainer, schedule);
        return;
    }
    am_text_put_row_of(buffer, explainer, schedule, row);
}

void am_text_put_row_of(am_buffer *buffer, am_explainer *explainer, am_subject schedule,
                        const am_clause *row) {
    bool has_cells = put_cells(buffer, explainer, schedule, row);
    am_subject of_row = {(uint16_t)(row - explainer->program->clauses), schedule.row};
    const am_phrase *end = explainer->program->phrases + row->first_phrase + row->phrase_count;
    const am_phrase *result = am_explain_find(explainer->program, row, AM_PHRASE_VALUE);
    while (result != NULL && result < end) {
        bool is_open = am_slice_is_equal(result->words, AM_SLICE("not covered"));
        if (is_open || am_explain_read_count(explainer->program, row, result) > 0) {
            am_buffer_put_text(buffer, has_cells ? ": " : "");
            am_buffer_put(buffer, result->words);
            am_text_put_reads(buffer, explainer, of_row, row, result, ", ");
            has_cells = true;
        }
        result = next_of(result + 1, end, AM_PHRASE_VALUE, AM_PHRASE_VALUE);
    }
}

/* Steps */

static bool is_verb(const am_clause *clause, const char *verb) {
    return am_slice_is_equal(clause->name, am_slice_of(verb));
}

/* What the step does with its operand, where the amount beside it does not tell. */
static void put_verb(am_buffer *buffer, const am_explained_step *step) {
    if (is_verb(step->clause, "coefficient") || is_verb(step->clause, "multiply by")) {
        am_buffer_put_text(buffer, "x ");
    } else if (step->clause->label.length > 0 && !is_verb(step->clause, "start from") &&
               !is_verb(step->clause, "add") && !is_verb(step->clause, "subtract")) {
        am_buffer_put(buffer, step->clause->name);
        am_buffer_put_char(buffer, ' ');
    }
}

static void put_each(am_buffer *buffer, am_explainer *explainer, const am_explained_step *step) {
    uint32_t row;
    am_subject subject = subject_of(explainer, step);
    if (step->each == NULL) {
        return;
    }
    am_buffer_put_text(buffer, " for each of ");
    am_buffer_put(buffer, step->each->words);
    if (am_explain_row_of(explainer, subject, step->each, &row) &&
        am_explain_read_count(explainer->program, step->clause, step->each) > 0) {
        am_shown shown = am_explain_shown(step->each);
        am_buffer_put_text(buffer, " (");
        am_text_put_value(buffer, explainer, &shown, row);
        am_buffer_put_char(buffer, ')');
    }
}

/* Whether the operand is one name and nothing else, whose value the amount beside it shows. */
static bool is_shown_beside(const am_explainer *explainer, const am_explained_step *step) {
    bool shows_value = is_verb(step->clause, "start from") || is_verb(step->clause, "add") ||
                       is_verb(step->clause, "subtract") || is_verb(step->clause, "instead");
    return shows_value && step->each == NULL &&
           am_explain_read_count(explainer->program, step->clause, step->value) == 1 &&
           am_slice_is_equal(step->value[1].words, step->value->words);
}

static void use_reads(am_explainer *explainer, am_subject subject, const am_clause *clause,
                      const am_phrase *phrase) {
    uint32_t count = phrase == NULL ? 0 : am_explain_read_count(explainer->program, clause, phrase);
    for (uint32_t i = 1; i <= count; i++) {
        am_explain_use(explainer, subject, &phrase[i]);
    }
}

void am_text_put_step(am_buffer *buffer, am_explainer *explainer, const am_explained_step *step) {
    am_subject subject = subject_of(explainer, step);
    put_verb(buffer, step);
    if (step->value != NULL) {
        am_buffer_put(buffer, step->value->words);
    }
    put_each(buffer, explainer, step);
    if (step->when != NULL && step->clause->label.length == 0) {
        am_buffer_put_text(buffer, " when ");
        am_buffer_put(buffer, step->when->words);
    }
    use_reads(explainer, subject, step->clause, step->when);
    use_reads(explainer, subject, step->clause, step->each);
    if (step->value != NULL && is_shown_beside(explainer, step)) {
        use_reads(explainer, subject, step->clause, step->value);
    } else {
        am_text_put_reads(buffer, explainer, subject, step->clause, step->value, ": ");
    }
}

void am_text_put_left_out(am_buffer *buffer, am_explainer *explainer, const am_explained_step *step) {
    am_subject subject = subject_of(explainer, step);
    const am_clause *clause = step->clause;
    if (clause->label.length > 0) {
        am_buffer_put(buffer, clause->label);
    } else {
        am_buffer_put(buffer, clause->name);
        am_buffer_put_text(buffer, step->value != NULL ? " " : "");
        am_buffer_put(buffer, step->value != NULL ? step->value->words : (am_slice){NULL, 0});
    }
    if (!am_text_put_reads(buffer, explainer, subject, clause, step->because, " (")) {
        am_buffer_put_text(buffer, " (");
        am_buffer_put(buffer, step->because->words);
    }
    am_buffer_put_char(buffer, ')');
}

void am_text_put_undecided(am_buffer *buffer, am_explainer *explainer, const am_explained_step *step) {
    am_subject subject = subject_of(explainer, step);
    am_buffer_put_text(buffer, "undecided");
    if (!am_text_put_reads(buffer, explainer, subject, step->clause, step->because, ": ")) {
        am_buffer_put_text(buffer, ": ");
        am_buffer_put(buffer, step->because->words);
    }
}

const am_phrase *am_text_inlined(am_explainer *explainer, const am_explained_step *step,
                                 am_subject *schedule) {
    const am_program *program = explainer->program;
    if (step->value == NULL || !is_verb(step->clause, "start from") || !is_shown_beside(explainer, step)) {
        return NULL;
    }
    const am_phrase *read = &step->value[1];
    if (read->clause == AM_NO_INDEX || !am_clause_has_rows(&program->clauses[read->clause]) ||
        explainer->is_output[read->clause]) {
        return NULL;
    }
    uint16_t from = am_explain_domain_of_clause(program, step->clause);
    uint16_t to = am_explain_domain_of_clause(program, &program->clauses[read->clause]);
    *schedule = (am_subject){read->clause, am_explain_rows(explainer->batch, from, step->row, to).first};
    bool is_one = to != AM_DOMAIN_CONSTANT &&
                  am_explain_row_of(explainer, subject_of(explainer, step), read, &(uint32_t){0});
    return is_one && am_explain_picked(explainer, *schedule) != NULL && am_explain_mark(explainer, *schedule)
               ? read
               : NULL;
}
