/*
 * Explanations as text: a heading for each output, its steps below with amounts, reasons and citations, then
 * what it used.
 *
 * Steps that were not applied stand together in one sentence before the next limit or at the end.
 */
#include "explain/text_discretion.h"
#include "explain/text_law.h"
#include "explain/text_note.h"
#include "explain/text_table.h"

#include "record/path.h"

/* A sentence goes on in the next line when it is longer. */
#define LINE_WIDTH 100u

typedef struct writer {
    am_explainer *explainer;
    const am_program *program;
    am_text_table table;
    am_buffer *buffer;
    am_text_style style;
    am_buffer left_out; /* the sentence that is being gathered */
    bool has_printed;
    const am_output *output; /* that is being explained */
    am_subject own;          /* the output that is being explained */
    const am_tried *tried;   /* or NULL: no laws were compared */
} writer;

static void put_value(writer *out, const am_shown *shown, uint32_t row) {
    am_text_put_value(&out->table.text, out->explainer, shown, row);
}

/* A step that cites what its penalty cites says nothing new. */
static void put_citation(writer *out, const am_clause *clause) {
    bool is_inherited = clause->kind == AM_CLAUSE_STEP && clause->parent != AM_NO_INDEX &&
                        am_slice_is_equal(clause->citation, out->program->clauses[clause->parent].citation);
    am_text_cell_begin(&out->table, AM_TEXT_CITATION);
    if (!is_inherited) {
        am_buffer_put(&out->table.text, clause->citation);
    }
}

/* infringements[2].fine; the bare name in the record itself, and where the output has the same element. */
static void put_name(writer *out, am_subject subject, bool is_own) {
    const am_clause *clause = &out->program->clauses[subject.clause];
    uint16_t domain = am_explain_domain_of_clause(out->program, clause);
    uint16_t own = am_explain_domain_of_clause(out->program, &out->program->clauses[out->own.clause]);
    am_vm_where where = am_explain_where(out->explainer->batch, domain, subject.row);
    bool is_beside = !is_own && domain == own && subject.row == out->own.row;
    if (where.depth > 0 && !is_beside) {
        am_path_print_where(&out->table.text, out->program, &where);
        am_buffer_put_char(&out->table.text, '.');
    }
    am_buffer_put(&out->table.text, clause->name);
}

/* Steps */

static bool is_verb(const am_clause *clause, const char *verb) {
    return am_slice_is_equal(clause->name, am_slice_of(verb));
}

static bool is_limit(const am_clause *clause) {
    return is_verb(clause, "at most") || is_verb(clause, "at least") || is_verb(clause, "limit to");
}

static void gather_left_out(writer *out, const am_explained_step *step) {
    am_buffer_put_text(&out->left_out, out->left_out.length == 0 ? "not applied: " : ", ");
    am_text_put_left_out(&out->left_out, out->explainer, step);
}

static void tell_left_out(writer *out, unsigned level) {
    am_slice rest = am_buffer_text(&out->left_out);
    unsigned more = 0;
    while (rest.length > 0) {
        size_t end = rest.length;
        if (end > LINE_WIDTH) {
            for (end = LINE_WIDTH;
                 end < rest.length && !(rest.data[end - 1] == ' ' && rest.data[end - 2] == ',');) {
                end++;
            }
        }
        am_text_line_begin(&out->table, AM_TEXT_RUNNING, level + more, ' ');
        am_buffer_put(&out->table.text, am_slice_part(rest, 0, end < rest.length ? end - 1 : end));
        rest = am_slice_part(rest, end, rest.length);
        more = 1;
    }
    out->left_out.length = 0;
}

static void put_label(writer *out, const am_clause *clause) {
    if (clause->label.length > 0) {
        am_buffer_put(&out->table.text, clause->label);
    } else {
        am_buffer_put(&out->table.text, is_verb(clause, "start from") ? AM_SLICE("start") : clause->name);
    }
}

/* The unit behind amounts that are numbers of months or days. */
static void put_period(writer *out, const am_shown *shown, am_kind period, uint32_t row) {
    const am_batch *batch = out->explainer->batch;
    uint16_t column = shown->column_high != AM_NO_INDEX ? shown->column_high : shown->column;
    if (am_kind_type((am_kind)shown->kind) == AM_VALUE_DECIMAL &&
        am_shown_state(batch, shown, row) == AM_STATE_VALUE) {
        am_text_put_period(&out->table.text, period, am_batch_decimal(batch, column, row));
    }
}

static void put_change(writer *out, const am_explained_step *step) {
    am_buffer *text = &out->table.text;
    bool is_one = am_decimal_compare(step->difference, step->difference_high) == 0;
    am_text_put_amount(text, out->program, &step->after, am_decimal_absolute(step->difference));
    if (!is_one) {
        am_buffer_put_text(text, " to ");
        am_text_put_amount(text, out->program, &step->after, am_decimal_absolute(step->difference_high));
    }
    am_text_put_period(text, step->period, am_decimal_absolute(step->difference_high));
}

static bool has_amount(const writer *out, const am_explained_step *step) {
    return step->outcome != AM_STEP_UNDECIDED && step->after.column != AM_NO_INDEX &&
           am_shown_state(out->explainer->batch, &step->after, step->row) == AM_STATE_VALUE;
}

/* The sign of a change whose ends do not differ in it; else the amount itself is shown, behind a `=`. */
static char sign_of(const am_explained_step *step) {
    bool is_changed =
        step->outcome == AM_STEP_APPLIED && step->has_difference && !is_verb(step->clause, "instead");
    if (!step->has_before || (is_limit(step->clause) && !step->is_different)) {
        return ' ';
    }
    if (!is_changed || step->difference.is_negative != step->difference_high.is_negative) {
        return '=';
    }
    return step->difference.is_negative ? '-' : '+';
}

/* What a limit is, where it changed nothing. */
static void put_limit(writer *out, const am_explained_step *step) {
    am_subject subject = {(uint16_t)(step->clause - out->program->clauses), step->row};
    uint32_t row;
    if (am_explain_row_of(out->explainer, subject, step->value, &row)) {
        am_shown shown = am_explain_shown(step->value);
        put_value(out, &shown, row);
    }
}

static void put_step_amount(writer *out, const am_explained_step *step, char sign) {
    am_text_cell_begin(&out->table, AM_TEXT_AMOUNT);
    if (!has_amount(out, step)) {
        am_buffer_put_char(&out->table.text, '?');
    } else if (is_limit(step->clause) && step->has_difference && !step->is_different) {
        put_limit(out, step);
    } else if (is_verb(step->clause, "round") && step->has_difference && !step->is_different) {
        return;
    } else if (sign == ' ' || sign == '=') {
        put_value(out, &step->after, step->row);
        put_period(out, &step->after, step->period, step->row);
    } else {
        put_change(out, step);
    }
}

static void put_step_note(writer *out, const am_explained_step *step) {
    am_buffer *text = &out->table.text;
    bool is_idle = step->has_difference && !step->is_different;
    am_text_cell_begin(&out->table, AM_TEXT_NOTE);
    if (step->outcome == AM_STEP_UNDECIDED) {
        am_text_put_undecided(text, out->explainer, step);
        return;
    }
    am_text_put_step(text, out->explainer, step);
    if (is_limit(step->clause) && is_idle) {
        am_buffer_put_text(text, is_verb(step->clause, "at most")    ? "; not reached"
                                 : is_verb(step->clause, "at least") ? "; already reached"
                                                                     : "; within it");
    } else if (is_verb(step->clause, "round") && is_idle) {
        am_buffer_put_text(text, "; no change");
    }
}

static void tell_step(writer *out, const am_explained_step *step, unsigned level) {
    am_subject schedule;
    const am_clause *cited = step->clause;
    char sign = has_amount(out, step) ? sign_of(step) : ' ';
    am_text_line_begin(&out->table, AM_TEXT_CELLS, level, sign);
    put_label(out, step->clause);
    put_step_amount(out, step, sign);
    if (am_text_inlined(out->explainer, step, &schedule) != NULL) {
        am_text_cell_begin(&out->table, AM_TEXT_NOTE);
        am_text_put_row(&out->table.text, out->explainer, schedule);
        cited = am_explain_cited(out->explainer, schedule);
    } else {
        put_step_note(out, step);
    }
    put_citation(out, cited);
}

static bool ends_sentence(const am_clause *clause) {
    return is_limit(clause) || is_verb(clause, "round") || is_verb(clause, "instead");
}

static void tell_steps(writer *out, am_subject subject, unsigned level) {
    uint16_t before = AM_NO_INDEX;
    if (!am_explain_applies(out->explainer, subject)) {
        return;
    }
    for (uint16_t child = am_explain_first_step(out->explainer, subject); child != AM_NO_INDEX;
         child = am_explain_next_step(out->explainer, child, subject.row)) {
        am_subject within = {child, subject.row};
        am_explained_step step = am_explain_step(out->explainer, child, before, subject.row);
        before = am_explain_before_next(out->program, child, before);
        if (step.outcome == AM_STEP_LEFT_OUT) {
            gather_left_out(out, &step);
            continue;
        }
        if (ends_sentence(step.clause)) {
            tell_left_out(out, level);
        }
        tell_step(out, &step, level);
        if (step.outcome == AM_STEP_APPLIED && am_explain_first_step(out->explainer, within) != AM_NO_INDEX) {
            tell_left_out(out, level);
            tell_steps(out, within, level + 1);
        }
    }
    tell_left_out(out, level);
}

/* Declarations */

static bool has_steps(const writer *out, am_subject subject) {
    const am_clause *clause = &out->program->clauses[subject.clause];
    return !am_clause_has_rows(clause) && am_explain_first_step(out->explainer, subject) != AM_NO_INDEX;
}

static void put_subject_value(writer *out, am_subject subject) {
    am_explained_value value = am_explain_value(out->explainer, subject);
    am_text_cell_begin(&out->table, AM_TEXT_AMOUNT);
    if (!value.is_there || value.has_name) {
        return;
    }
    const am_clause *clause = &out->program->clauses[subject.clause];
    am_state state = am_shown_state(out->explainer->batch, &value.shown, value.row);
    if (clause->kind == AM_CLAUSE_PENALTY && state == AM_STATE_UNKNOWN) {
        am_buffer_put_text(&out->table.text, "does not apply");
        return;
    }
    put_value(out, &value.shown, value.row);
}

/* `for 2022-05-01, size is large`: what a parameter's value was looked up by. */
static void put_series(writer *out, am_subject subject, const am_clause *clause) {
    bool is_first = true;
    for (uint32_t i = 0; i < clause->phrase_count; i++) {
        const am_phrase *header = &out->program->phrases[clause->first_phrase + i];
        bool is_date = header->kind == AM_PHRASE_IN_FORCE;
        uint32_t row;
        if ((!is_date && header->kind != AM_PHRASE_TEST) ||
            !am_explain_row_of(out->explainer, subject, header, &row)) {
            continue;
        }
        am_shown shown = am_explain_shown(header);
        bool is_open = is_date && am_shown_state(out->explainer->batch, &shown, row) != AM_STATE_VALUE;
        am_buffer_put_text(&out->table.text, is_first ? "" : ", ");
        if (is_open) {
            am_buffer_put_text(&out->table.text, "which law applies is undecided: ");
        } else {
            am_buffer_put(&out->table.text, is_date ? AM_SLICE("in force") : header->words);
            am_buffer_put_text(&out->table.text, is_date ? " on " : " is ");
        }
        put_value(out, &shown, row);
        is_first = false;
    }
}

/* `base is EUR 20.00, share is 0.1; `, of a schedule with several results. */
static void put_results(writer *out, am_subject subject, const am_clause *clause) {
    bool is_first = true;
    for (uint32_t i = 0; i < clause->phrase_count; i++) {
        const am_phrase *result = &out->program->phrases[clause->first_phrase + i];
        uint32_t row;
        if (result->kind != AM_PHRASE_VALUE || result->words.length == 0 ||
            !am_explain_row_of(out->explainer, subject, result, &row)) {
            continue;
        }
        am_shown shown = am_explain_shown(result);
        am_buffer_put_text(&out->table.text, is_first ? "" : ", ");
        am_buffer_put(&out->table.text, result->words);
        am_buffer_put_text(&out->table.text, " is ");
        put_value(out, &shown, row);
        is_first = false;
    }
    am_buffer_put_text(&out->table.text, is_first ? "" : "; ");
}

/* What a rule says, or which row of a schedule matched. */
static void put_subject_note(writer *out, am_subject subject) {
    const am_clause *clause = &out->program->clauses[subject.clause];
    if (am_clause_has_rows(clause)) {
        put_results(out, subject, clause);
        am_text_put_row(&out->table.text, out->explainer, subject);
        return;
    }
    if (clause->kind == AM_CLAUSE_DISCRETION) {
        am_text_put_discretion(&out->table.text, out->explainer, subject);
        return;
    }
    const am_phrase *says = am_explain_find(out->program, clause, AM_PHRASE_VALUE);
    if (says != NULL && am_explain_read_count(out->program, clause, says) > 0) {
        am_buffer_put(&out->table.text, says->words);
        am_text_put_reads(&out->table.text, out->explainer, subject, clause, says, ": ");
    } else {
        put_series(out, subject, clause);
    }
}

/* The clock of a penalty, and the condition on which it applies at all. */
static void tell_conditions(writer *out, am_subject subject, unsigned level) {
    const am_clause *clause = &out->program->clauses[subject.clause];
    const am_phrase *clock = am_explain_find(out->program, clause, AM_PHRASE_CLOCK);
    const am_phrase *law = am_explain_find(out->program, clause, AM_PHRASE_LAW);
    const am_phrase *when = am_explain_find(out->program, clause, AM_PHRASE_WHEN);
    uint32_t row;
    am_shown shown = clock != NULL ? am_explain_shown(clock) : (am_shown){0};
    /* Why no law was taken is what the output itself comes to. */
    if (clock != NULL && am_explain_row_of(out->explainer, subject, clock, &row) &&
        (out->tried == NULL || am_shown_state(out->explainer->batch, &shown, row) == AM_STATE_VALUE)) {
        am_text_line_begin(&out->table, AM_TEXT_RUNNING, level, ' ');
        am_buffer_put_text(&out->table.text, "law of ");
        put_value(out, &shown, row);
        am_buffer_put_text(&out->table.text, " (");
        am_buffer_put(&out->table.text, clock->words);
        am_buffer_put_char(&out->table.text, ')');
        if (law != NULL) {
            am_buffer_put_text(&out->table.text, ": ");
            am_buffer_put(&out->table.text, law->words);
        }
    }
    if (when != NULL) {
        am_text_line_begin(&out->table, AM_TEXT_RUNNING, level, ' ');
        am_buffer_put_text(&out->table.text, "only when ");
        am_buffer_put(&out->table.text, when->words);
        am_text_put_reads(&out->table.text, out->explainer, subject, clause, when, ": ");
    }
}

/* The rows of a schedule that adds up, each with its amount. */
static void put_row_citation(writer *out, am_subject subject, const am_clause *row) {
    if (!am_slice_is_equal(row->citation, out->program->clauses[subject.clause].citation)) {
        put_citation(out, row);
    }
}

static void tell_counted(writer *out, am_subject subject, unsigned level) {
    const am_phrase *result =
        am_explain_find(out->program, &out->program->clauses[subject.clause], AM_PHRASE_VALUE);
    bool has_row = false;
    if (!am_explain_is_added(out->explainer, subject.clause) || result == NULL) {
        return;
    }
    am_kind period = (am_kind)result->value_kind;
    for (uint16_t row = out->explainer->first_child[subject.clause]; row != AM_NO_INDEX;
         row = out->explainer->next_child[row]) {
        const am_clause *clause = &out->program->clauses[row];
        am_shown shown;
        uint32_t at;
        if (clause->kind != AM_CLAUSE_ROW || !am_explain_counted(out->explainer, subject, row, &shown, &at)) {
            continue;
        }
        am_text_line_begin(&out->table, AM_TEXT_CELLS, level, '+');
        am_buffer_put_text(&out->table.text, "row ");
        am_buffer_put_unsigned(&out->table.text, clause->row + 1u);
        am_text_cell_begin(&out->table, AM_TEXT_AMOUNT);
        put_value(out, &shown, at);
        put_period(out, &shown, period, at);
        am_text_cell_begin(&out->table, AM_TEXT_NOTE);
        am_text_put_row_of(&out->table.text, out->explainer, subject, clause);
        put_row_citation(out, subject, clause);
        has_row = true;
    }
    if (!has_row) {
        am_text_line_begin(&out->table, AM_TEXT_RUNNING, level, ' ');
        am_buffer_put_text(&out->table.text, "no row counts");
    }
}

static void tell_used(writer *out, am_subject subject) {
    bool is_stepwise = has_steps(out, subject);
    am_text_line_begin(&out->table, AM_TEXT_HEADING, 1, ' ');
    put_name(out, subject, false);
    put_subject_value(out, subject);
    am_text_cell_begin(&out->table, AM_TEXT_NOTE);
    put_subject_note(out, subject);
    put_citation(out, am_explain_cited(out->explainer, subject));
    if (is_stepwise ||
        am_explain_find(out->program, &out->program->clauses[subject.clause], AM_PHRASE_LAW) != NULL) {
        tell_conditions(out, subject, 2);
    }
    tell_counted(out, subject, 2);
    if (is_stepwise) {
        tell_steps(out, subject, 2);
    }
}

/* What the choices that are open could make of it. */
static void tell_reach(writer *out) {
    const am_reach *reach = am_explain_reach(out->explainer, out->output, out->own.row);
    if (reach != NULL) {
        am_text_line_begin(&out->table, AM_TEXT_RUNNING, 1, ' ');
        am_text_put_reach(&out->table.text, out->program, reach);
    }
}

static void tell_own(writer *out, am_subject subject) {
    am_text_line_begin(&out->table, AM_TEXT_HEADING, 0, ' ');
    put_name(out, subject, true);
    put_subject_value(out, subject);
    put_citation(out, am_explain_cited(out->explainer, subject));
    tell_reach(out);
    tell_conditions(out, subject, 1);
    am_text_line_begin(&out->table, AM_TEXT_RUNNING, 1, ' ');
    put_subject_note(out, subject);
    if (am_text_line_length(&out->table) == 0) {
        am_text_line_drop(&out->table);
    }
    tell_counted(out, subject, 1);
    if (has_steps(out, subject)) {
        tell_steps(out, subject, 1);
    }
}

static void tell_output(writer *out, const am_output *output, uint32_t row) {
    const am_explainer *explainer = out->explainer;
    if (output->clause == AM_NO_INDEX || out->program->clauses[output->clause].place != output->place) {
        return;
    }
    am_buffer_put_text(out->buffer, out->has_printed && out->style != AM_TEXT_HTML ? "\n" : "");
    out->output = output;
    out->own = (am_subject){output->clause, row};
    am_explain_open(out->explainer, out->own);
    for (size_t i = 0; i < explainer->subject_count; i++) {
        (i == 0 ? tell_own : tell_used)(out, explainer->subjects[i]);
    }
    am_text_table_print(&out->table, out->style, out->buffer);
    out->has_printed = true;
}

/* Which law applies comes before what it says. */
static void tell_laws(writer *out, uint16_t place, uint32_t row) {
    size_t start = out->buffer->length;
    if (out->tried == NULL || !am_text_tell_laws(out->tried, out->explainer, place, row, &out->table)) {
        return;
    }
    am_buffer_put_text(out->buffer, out->has_printed && out->style != AM_TEXT_HTML ? "\n" : "");
    am_text_table_print(&out->table, out->style, out->buffer);
    out->has_printed |= out->buffer->length > start;
}

static void tell_place(writer *out, uint16_t place, uint32_t row) {
    const am_layout *layout = out->explainer->layout;
    const am_layout_place *at = &layout->places[place];
    tell_laws(out, place, row);
    for (uint32_t i = 0; i < at->output_count; i++) {
        uint16_t number = layout->outputs[at->first_output + i].index;
        if (!am_explain_is_further(out->explainer, number)) {
            tell_output(out, &out->program->outputs[number], row);
        }
    }
    for (uint32_t i = 0; i < at->inner_count; i++) {
        uint16_t inner = layout->inner[at->first_inner + i].index;
        const am_place *held = &out->program->places[inner];
        uint32_t first = row, end = row + 1;
        if (held->kind == AM_PLACE_LIST) {
            am_batch_elements(out->explainer->batch, held->domain, row, &first, &end);
        }
        for (uint32_t element = first; element < end; element++) {
            tell_place(out, inner, element);
        }
    }
}

void am_explain_write_text(am_explainer *explainer, am_text_style style, am_buffer *buffer, uint32_t row) {
    writer out = {.explainer = explainer, .program = explainer->program, .buffer = buffer, .style = style};
    am_tried tried;
    out.tried = am_text_try_laws(&tried, explainer, row, buffer->allocator) ? &tried : NULL;
    am_explain_begin(explainer);
    am_text_table_init(&out.table, &explainer->scratch, buffer->allocator);
    am_buffer_init(&out.left_out, buffer->allocator);
    tell_place(&out, 0, row);
    buffer->is_failed |=
        explainer->scratch.is_exhausted || out.left_out.is_failed || out.table.text.is_failed;
    am_buffer_clear(&out.left_out);
    am_text_table_clear(&out.table);
    am_tried_close(&tried);
}
