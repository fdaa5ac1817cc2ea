/*
 * Explanations as JSON: for each output a list of declarations, its own first, each with its citation, its
 * value and what made it; lists and inner records nest as in results.
 *
 * Values stand as they do in results, so a step that needs facts or faults says which.
 */
#include "explain/explainer.h"

#include "record/json.h"
#include "record/path.h"
#include "record/tried.h"

typedef struct writer {
    am_explainer *explainer;
    const am_program *program;
    am_buffer *buffer;
    const am_tried *tried; /* or NULL: no laws were compared */
} writer;

static void put_text(const writer *out, const char *key, am_slice text) {
    if (text.length > 0) {
        am_buffer_put_text(out->buffer, key);
        am_json_put(out->buffer, text);
    }
}

static void put_value(const writer *out, const char *key, const am_shown *shown, uint32_t row) {
    am_buffer_put_text(out->buffer, key);
    am_result_write_outcome(out->buffer, out->program, out->explainer->batch, shown, row);
}

/* The value of a phrase, where it has just one. */
static void put_phrase_value(const writer *out, const char *key, am_subject subject,
                             const am_phrase *phrase) {
    uint32_t row;
    if (am_explain_row_of(out->explainer, subject, phrase, &row)) {
        am_shown shown = am_explain_shown(phrase);
        put_value(out, key, &shown, row);
    }
}

static void put_citation(const writer *out, const am_clause *clause) {
    put_text(out, ",\"label\":", clause->label);
    put_text(out, ",\"per\":", clause->citation);
    am_buffer_put_text(out->buffer, ",\"line\":");
    am_buffer_put_unsigned(out->buffer, clause->line);
}

/* Reads: what has one value is shown; every declaration is explained further on. */

static void put_read(const writer *out, am_subject subject, const am_phrase *read, const char *separator) {
    am_buffer_put_text(out->buffer, separator);
    put_text(out, "{\"name\":", read->words);
    put_phrase_value(out, ",\"value\":", subject, read);
    am_buffer_put_char(out->buffer, '}');
}

/* Those that stand behind a phrase of the clause, into the list that is open. A phrase that is one name shows
 * its value itself. */
static bool put_reads_of(const writer *out, am_subject subject, const am_clause *clause,
                         const am_phrase *phrase, bool is_first) {
    uint32_t count = phrase == NULL ? 0 : am_explain_read_count(out->program, clause, phrase);
    for (uint32_t i = 1; i <= count; i++) {
        uint32_t row;
        const am_phrase *read = &phrase[i];
        am_explain_use(out->explainer, subject, read);
        bool is_whole = am_slice_is_equal(read->words, phrase->words) && phrase->column != AM_NO_INDEX;
        if (!is_whole && am_explain_row_of(out->explainer, subject, read, &row)) {
            put_read(out, subject, read, is_first ? ",\"reads\":[" : ",");
            is_first = false;
        }
    }
    return is_first;
}

static void end_reads(const writer *out, bool is_first) {
    am_buffer_put_text(out->buffer, is_first ? "" : "]");
}

static void put_reads(const writer *out, am_subject subject, const am_clause *clause,
                      const am_phrase *phrase) {
    end_reads(out, put_reads_of(out, subject, clause, phrase, true));
}

/* Steps */

static void put_difference(const writer *out, const am_explained_step *step) {
    if (!step->has_difference || step->outcome != AM_STEP_APPLIED) {
        return;
    }
    am_buffer_put_text(out->buffer, ",\"difference\":");
    if (step->after.column_high == AM_NO_INDEX) {
        am_result_write_amount(out->buffer, out->program, &step->after, step->difference);
        return;
    }
    am_buffer_put_text(out->buffer, "{\"lowest\":");
    am_result_write_amount(out->buffer, out->program, &step->after, step->difference);
    am_buffer_put_text(out->buffer, ",\"highest\":");
    am_result_write_amount(out->buffer, out->program, &step->after, step->difference_high);
    am_buffer_put_char(out->buffer, '}');
}

static void put_applied(const writer *out, const am_explained_step *step, am_subject subject) {
    bool is_first;
    if (step->when != NULL) {
        put_text(out, ",\"when\":", step->when->words);
    }
    if (step->each != NULL) {
        put_text(out, ",\"for_each_of\":", step->each->words);
        put_phrase_value(out, ",\"times\":", subject, step->each);
    }
    put_phrase_value(out, ",\"value\":", subject, step->value);
    is_first = put_reads_of(out, subject, step->clause, step->when, true);
    is_first = put_reads_of(out, subject, step->clause, step->each, is_first);
    end_reads(out, put_reads_of(out, subject, step->clause, step->value, is_first));
}

static void put_left_out(const writer *out, const am_explained_step *step, am_subject subject) {
    put_text(out,
             step->outcome == AM_STEP_LEFT_OUT ? ",\"because\":" : ",\"waits_for\":", step->because->words);
    put_phrase_value(out, ",\"which_is\":", subject, step->because);
    put_reads(out, subject, step->clause, step->because);
}

/* What kept an amount from being one is told where it begins. */
static void put_amounts(const writer *out, const am_explained_step *step) {
    const am_batch *batch = out->explainer->batch;
    bool had_value = step->has_before && am_shown_state(batch, &step->before, step->row) == AM_STATE_VALUE;
    if (step->after.column == AM_NO_INDEX) {
        return;
    }
    if (had_value) {
        put_value(out, ",\"before\":", &step->before, step->row);
    }
    if (had_value || !step->has_before || am_shown_state(batch, &step->after, step->row) == AM_STATE_VALUE) {
        put_value(out, ",\"after\":", &step->after, step->row);
    }
    put_difference(out, step);
}

static void put_steps(const writer *out, am_subject subject);

/* An exception that prevails has those of its own within. */
static void put_step(const writer *out, am_subject subject, uint16_t clause, uint16_t before) {
    static const char *const applied[] = {
        [AM_STEP_APPLIED] = ",\"applied\":true",
        [AM_STEP_LEFT_OUT] = ",\"applied\":false",
        [AM_STEP_UNDECIDED] = ",\"applied\":null",
    };
    am_explained_step step = am_explain_step(out->explainer, clause, before, subject.row);
    put_text(out, "{\"step\":", step.clause->name);
    put_text(out, ",\"says\":", step.value != NULL ? step.value->words : (am_slice){NULL, 0});
    put_citation(out, step.clause);
    am_buffer_put_text(out->buffer, applied[step.outcome]);
    subject.clause = clause;
    if (step.outcome == AM_STEP_APPLIED) {
        put_applied(out, &step, subject);
    } else {
        put_left_out(out, &step, subject);
    }
    put_amounts(out, &step);
    if (step.outcome == AM_STEP_APPLIED && am_explain_first_step(out->explainer, subject) != AM_NO_INDEX) {
        put_steps(out, subject);
    }
    am_buffer_put_char(out->buffer, '}');
}

static void put_steps(const writer *out, am_subject subject) {
    uint16_t before = AM_NO_INDEX;
    bool is_first = true;
    am_buffer_put_text(out->buffer, ",\"steps\":[");
    for (uint16_t child = am_explain_first_step(out->explainer, subject); child != AM_NO_INDEX;
         child = am_explain_next_step(out->explainer, child, subject.row)) {
        am_buffer_put_text(out->buffer, is_first ? "" : ",");
        is_first = false;
        put_step(out, subject, child, before);
        before = am_explain_before_next(out->program, child, before);
    }
    am_buffer_put_char(out->buffer, ']');
}

/* Schedules */

/* The next phrase of that kind from `at` on; NULL when there is none. */
static const am_phrase *next_of(const am_phrase *at, const am_phrase *end, am_phrase_kind a,
                                am_phrase_kind b) {
    while (at < end && at->kind != a && at->kind != b) {
        at++;
    }
    return at < end ? at : NULL;
}

static void put_conditions(const writer *out, am_subject subject, const am_clause *row) {
    const am_clause *schedule = &out->program->clauses[subject.clause];
    const am_phrase *header = out->program->phrases + schedule->first_phrase;
    const am_phrase *header_end = header + schedule->phrase_count;
    const am_phrase *cell = out->program->phrases + row->first_phrase;
    const am_phrase *cell_end = cell + row->phrase_count;
    const char *separator = "";
    am_buffer_put_text(out->buffer, ",\"conditions\":[");
    while ((cell = next_of(cell, cell_end, AM_PHRASE_TEST, AM_PHRASE_TEST)) != NULL &&
           (header = next_of(header, header_end, AM_PHRASE_TEST, AM_PHRASE_IN_FORCE)) != NULL) {
        am_buffer_put_text(out->buffer, separator);
        put_text(out, "{\"column\":", header->words);
        put_text(out, ",\"cell\":", cell->words);
        put_phrase_value(out, ",\"value\":", subject, header);
        am_buffer_put_char(out->buffer, '}');
        separator = ",";
        header++;
        cell++;
    }
    am_buffer_put_char(out->buffer, ']');
}

/* What no row, or only the last, was met by. */
static void put_headers(const writer *out, am_subject subject) {
    const am_clause *schedule = &out->program->clauses[subject.clause];
    const am_phrase *header = out->program->phrases + schedule->first_phrase;
    const am_phrase *end = header + schedule->phrase_count;
    bool is_first = true;
    for (; (header = next_of(header, end, AM_PHRASE_TEST, AM_PHRASE_IN_FORCE)) != NULL; header++) {
        am_buffer_put_text(out->buffer, is_first ? ",\"conditions\":[" : ",");
        put_text(out, "{\"column\":", header->words);
        put_phrase_value(out, ",\"value\":", subject, header);
        am_buffer_put_char(out->buffer, '}');
        is_first = false;
    }
    am_buffer_put_text(out->buffer, is_first ? "" : "]");
}

/* What a row says and reads, behind its number. */
static void put_row_parts(const writer *out, am_subject subject, const am_clause *row);

/* The rows of a schedule that adds up which count, each with its amount. */
static void put_counted(const writer *out, am_subject subject) {
    const char *separator = "";
    am_buffer_put_text(out->buffer, ",\"rows\":[");
    for (uint16_t row = out->explainer->first_child[subject.clause]; row != AM_NO_INDEX;
         row = out->explainer->next_child[row]) {
        const am_clause *clause = &out->program->clauses[row];
        am_shown shown;
        uint32_t at;
        if (clause->kind != AM_CLAUSE_ROW || !am_explain_counted(out->explainer, subject, row, &shown, &at)) {
            continue;
        }
        am_buffer_put_text(out->buffer, separator);
        put_value(out, "{\"value\":", &shown, at);
        am_buffer_put_char(out->buffer, ',');
        put_row_parts(out, subject, clause);
        separator = ",";
    }
    am_buffer_put_char(out->buffer, ']');
}

static void put_row(const writer *out, am_subject subject) {
    const am_clause *row = am_explain_picked(out->explainer, subject);
    if (row == NULL) {
        put_headers(out, subject);
        if (am_explain_is_added(out->explainer, subject.clause)) {
            put_counted(out, subject);
        }
        return;
    }
    am_buffer_put_text(out->buffer, ",\"row\":{");
    put_row_parts(out, subject, row);
}

static void put_row_parts(const writer *out, am_subject subject, const am_clause *row) {
    bool is_first = true;
    am_buffer_put_text(out->buffer, "\"number\":");
    am_buffer_put_unsigned(out->buffer, row->row + 1u);
    am_buffer_put_text(out->buffer, ",\"line\":");
    am_buffer_put_unsigned(out->buffer, row->line);
    if (am_explain_is_otherwise(out->program, row)) {
        am_buffer_put_text(out->buffer, ",\"otherwise\":true");
        put_headers(out, subject);
    } else {
        put_conditions(out, subject, row);
    }
    const am_phrase *result = am_explain_find(out->program, row, AM_PHRASE_VALUE);
    put_text(out, ",\"says\":", result != NULL ? result->words : (am_slice){NULL, 0});
    if (!am_slice_is_equal(row->citation, out->program->clauses[subject.clause].citation)) {
        put_text(out, ",\"per\":", row->citation);
    }
    for (uint32_t i = 0; i < row->phrase_count; i++) {
        const am_phrase *phrase = &out->program->phrases[row->first_phrase + i];
        if (phrase->kind != AM_PHRASE_READ) {
            is_first = put_reads_of(out, (am_subject){(uint16_t)(row - out->program->clauses), subject.row},
                                    row, phrase, is_first);
        }
    }
    end_reads(out, is_first);
    am_buffer_put_char(out->buffer, '}');
}

/* Declarations */

static const char *kind_word(const am_clause *clause) {
    switch ((am_clause_kind)clause->kind) {
    case AM_CLAUSE_SCHEDULE:
        return "{\"schedule\":";
    case AM_CLAUSE_PENALTY:
        return "{\"penalty\":";
    case AM_CLAUSE_PARAMETER:
    case AM_CLAUSE_SERIES:
        return "{\"parameter\":";
    case AM_CLAUSE_DISCRETION:
        return "{\"discretion\":";
    default:
        return "{\"rule\":";
    }
}

static void put_where(const writer *out, am_subject subject) {
    uint16_t domain = am_explain_domain_of_clause(out->program, &out->program->clauses[subject.clause]);
    am_vm_where where = am_explain_where(out->explainer->batch, domain, subject.row);
    if (where.depth > 0) {
        am_buffer path;
        am_buffer_init(&path, out->buffer->allocator);
        am_path_print_where(&path, out->program, &where);
        put_text(out, ",\"of\":", am_buffer_text(&path));
        out->buffer->is_failed |= path.is_failed;
        am_buffer_clear(&path);
    }
}

/* What stands at the declaration itself: its clock, its expression, its condition, and a schedule's headers.
 */
static void put_own_phrases(const writer *out, am_subject subject, const am_clause *clause) {
    const am_phrase *clock = am_explain_find(out->program, clause, AM_PHRASE_CLOCK);
    const am_phrase *column = am_explain_find(out->program, clause, AM_PHRASE_IN_FORCE);
    const am_phrase *law = am_explain_find(out->program, clause, AM_PHRASE_LAW);
    const am_phrase *when = am_explain_find(out->program, clause, AM_PHRASE_WHEN);
    bool is_first = true;
    put_phrase_value(out, ",\"law_of\":", subject, column != NULL ? column : clock);
    am_explain_note_law(out->explainer, subject, column != NULL ? column : clock);
    if (clock != NULL) {
        put_text(out, ",\"clock\":", clock->words);
    }
    if (law != NULL) {
        put_text(out, ",\"law\":", law->words);
    }
    if (when != NULL) {
        put_text(out, ",\"only_when\":", when->words);
        put_phrase_value(out, ",\"applies\":", subject, when);
    }
    if (clause->kind == AM_CLAUSE_RULE || clause->kind == AM_CLAUSE_PARAMETER) {
        const am_phrase *says = am_explain_find(out->program, clause, AM_PHRASE_VALUE);
        put_text(out, ",\"says\":", says != NULL ? says->words : (am_slice){NULL, 0});
    }
    for (uint32_t i = 0; i < clause->phrase_count; i++) {
        const am_phrase *phrase = &out->program->phrases[clause->first_phrase + i];
        if (phrase->kind != AM_PHRASE_READ && phrase->kind != AM_PHRASE_CLOCK) {
            is_first = put_reads_of(out, subject, clause, phrase, is_first);
        }
    }
    end_reads(out, is_first);
}

static void put_results(const writer *out, am_subject subject, const am_clause *clause) {
    const char *separator = ",\"values\":[";
    for (uint32_t i = 0; i < clause->phrase_count; i++) {
        const am_phrase *result = &out->program->phrases[clause->first_phrase + i];
        if (result->kind == AM_PHRASE_VALUE) {
            put_read(out, subject, result, separator);
            separator = ",";
        }
    }
    am_buffer_put_char(out->buffer, ']');
}

/* Whose choice it is, what may be chosen, and whether something was. */
static void put_discretion(const writer *out, am_subject subject) {
    uint16_t number = am_explain_discretion(out->program, subject.clause);
    if (number == AM_NO_INDEX) {
        return;
    }
    bool is_open = am_leeway_is_open(out->program, out->explainer->batch, number, subject.row);
    am_buffer_put_text(out->buffer, is_open ? ",\"chosen\":false," : ",\"chosen\":true,");
    am_result_write_left(out->buffer, out->program, number);
}

static void put_subject(const writer *out, am_subject subject) {
    const am_clause *clause = &out->program->clauses[subject.clause];
    am_explained_value value = am_explain_value(out->explainer, subject);
    put_text(out, kind_word(clause), clause->name);
    put_where(out, subject);
    put_citation(out, clause);
    if (value.is_there && value.has_name) {
        put_results(out, subject, clause);
    } else if (value.is_there) {
        put_value(out, ",\"value\":", &value.shown, value.row);
    }
    put_own_phrases(out, subject, clause);
    if (clause->kind == AM_CLAUSE_DISCRETION) {
        put_discretion(out, subject);
    } else if (am_clause_has_rows(clause)) {
        put_row(out, subject);
    } else if (am_explain_first_step(out->explainer, subject) != AM_NO_INDEX &&
               am_explain_applies(out->explainer, subject)) {
        put_steps(out, subject);
    }
    am_buffer_put_char(out->buffer, '}');
}

static void put_output(const writer *out, const am_output *output, uint32_t row) {
    const am_explainer *explainer = out->explainer;
    am_buffer_put_char(out->buffer, '[');
    if (output->clause != AM_NO_INDEX && out->program->clauses[output->clause].place == output->place) {
        am_explain_open(out->explainer, (am_subject){output->clause, row});
        for (size_t i = 0; i < explainer->subject_count; i++) {
            am_buffer_put_text(out->buffer, i == 0 ? "" : ",");
            put_subject(out, explainer->subjects[i]);
        }
    }
    am_buffer_put_char(out->buffer, ']');
}

/* Places, as in results */

static void put_members(const writer *out, uint16_t place, uint32_t row);

static void put_elements(const writer *out, uint16_t place, uint32_t parent_row) {
    uint32_t first, end;
    am_batch_elements(out->explainer->batch, out->program->places[place].domain, parent_row, &first, &end);
    am_buffer_put_char(out->buffer, '[');
    for (uint32_t row = first; row < end; row++) {
        am_buffer_put_text(out->buffer, row > first ? "," : "");
        put_members(out, place, row);
    }
    am_buffer_put_char(out->buffer, ']');
}

static void put_members(const writer *out, uint16_t place, uint32_t row) {
    const am_layout *layout = out->explainer->layout;
    const am_layout_place *at = &layout->places[place];
    bool is_first = true;
    am_buffer_put_char(out->buffer, '{');
    for (uint32_t i = 0; i < at->output_count; i++) {
        const am_member *member = &layout->outputs[at->first_output + i];
        if (am_explain_is_further(out->explainer, member->index)) {
            continue;
        }
        am_buffer_put(out->buffer, am_slice_part(member->key, is_first, member->key.length));
        put_output(out, &out->program->outputs[member->index], row);
        is_first = false;
    }
    if (out->tried != NULL) {
        is_first &= !am_tried_write_json(out->tried, place, row, is_first, out->buffer);
    }
    for (uint32_t i = 0; i < at->inner_count; i++) {
        const am_member *member = &layout->inner[at->first_inner + i];
        bool is_list = out->program->places[member->index].kind == AM_PLACE_LIST;
        am_buffer_put(out->buffer, am_slice_part(member->key, is_first, member->key.length));
        (is_list ? put_elements : put_members)(out, member->index, row);
        is_first = false;
    }
    am_buffer_put_char(out->buffer, '}');
}

void am_explain_write_json(am_explainer *explainer, am_buffer *buffer, uint32_t row) {
    am_tried tried;
    bool is_tried = am_tried_open_json(&tried, explainer->batch, row, buffer->allocator);
    writer out = {explainer, explainer->program, buffer, is_tried ? &tried : NULL};
    am_explain_begin(explainer);
    put_members(&out, 0, row);
    am_tried_close(&tried);
    buffer->is_failed |= explainer->scratch.is_exhausted;
}
