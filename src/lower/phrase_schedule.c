/*
 * The phrases of schedules: headers and results at the schedule's clause, cells at its rows'.
 *
 * A row whose cells are all constants says the same at every place, and its phrases are shared.
 */
#include "lower/lowerer.h"

static am_lowered none(void) {
    return (am_lowered){AM_NO_INDEX, AM_NO_INDEX};
}

static void append_words(am_lowerer *lowerer, am_phrase_kind kind, am_slice text, am_type type,
                         am_lowered value) {
    if (!lowerer->is_failed) {
        am_phrase phrase = am_lower_phrase_of(lowerer, kind, text, type, value);
        am_lower_phrase_append(lowerer, &phrase);
    }
}

static const am_expr *header_of(const am_condition *condition, const am_expr *clock) {
    return condition->kind == AM_CONDITION_IN_FORCE && clock != NULL ? clock : condition->value;
}

static void append_headers(am_lowerer *lowerer, const am_schedule *schedule, const am_view *view,
                           const am_expr *clock) {
    am_type yesno = {.kind = AM_TYPE_YESNO};
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        const am_condition *condition = &schedule->conditions[i];
        const am_expr *header = header_of(condition, clock);
        if (header == NULL) {
            append_words(lowerer, AM_PHRASE_TEST, am_lower_words(lowerer, condition->span), yesno, none());
            continue;
        }
        bool is_clock = condition->kind == AM_CONDITION_IN_FORCE;
        append_words(lowerer, is_clock ? AM_PHRASE_IN_FORCE : AM_PHRASE_TEST,
                     am_lower_words(lowerer, is_clock ? header->span : condition->span), header->type,
                     am_lower_remembered(lowerer, header, view));
        am_lower_phrase_reads(lowerer, &header, 1, view);
    }
}

static void put_days(am_buffer *words, am_date from, am_date until) {
    am_date_print(words, from);
    if (until <= AM_DATE_MAX) {
        am_buffer_put_text(words, " until ");
        am_date_print(words, until);
    }
}

/* The text, in the lowerer's memory. */
static am_slice kept(am_lowerer *lowerer, const am_buffer *words) {
    return am_lower_joined(lowerer, am_buffer_text(words), AM_SLICE(""), AM_SLICE(""));
}

/* The days of a version stand nowhere as a cell. */
static void append_cell(am_lowerer *lowerer, const am_cell_test *test, bool is_of_versions,
                        const am_view *view) {
    am_type yesno = {.kind = AM_TYPE_YESNO};
    if (test->when != NULL) {
        am_lower_phrase(lowerer, AM_PHRASE_TEST, test->when, view);
        return;
    }
    if ((test->is_ended_by_row || is_of_versions) && !lowerer->is_failed) {
        enum { WORDS_BYTES = 32 };
        char memory[WORDS_BYTES];
        am_buffer words = am_buffer_over(memory, sizeof memory);
        put_days(&words, test->from, test->until);
        append_words(lowerer, AM_PHRASE_TEST, kept(lowerer, &words), yesno, none());
        return;
    }
    append_words(lowerer, AM_PHRASE_TEST, am_lower_words(lowerer, test->span), yesno, none());
    for (uint16_t i = 0; i < test->item_count; i++) {
        const am_expr *ends[] = {test->items[i].interval.lowest, test->items[i].interval.highest};
        am_lower_phrase_reads(lowerer, ends, 2, view);
    }
}

static void append_row(am_lowerer *lowerer, const am_schedule *schedule, const am_table_row *row,
                       const am_view *view) {
    am_type yesno = {.kind = AM_TYPE_YESNO};
    for (uint16_t i = 0; i < schedule->condition_count && !row->is_otherwise; i++) {
        append_cell(lowerer, &row->tests[i], schedule->is_of_versions, view);
    }
    if (row->is_otherwise) {
        append_words(lowerer, AM_PHRASE_TEST, AM_SLICE("otherwise"), yesno, none());
    }
    for (uint16_t i = 0; i < schedule->result_count; i++) {
        if (row->results[i] == NULL) {
            append_words(lowerer, AM_PHRASE_VALUE, AM_SLICE("not covered"), yesno, none());
        } else if (row->results[i]->kind == AM_EXPR_REPEALED) {
            append_words(lowerer, AM_PHRASE_VALUE, AM_SLICE("repealed"), yesno, none());
        } else {
            am_lower_phrase(lowerer, AM_PHRASE_VALUE, row->results[i], view);
        }
    }
}

/* Whether the clause's phrases are words alone. */
static bool is_same_everywhere(const am_program *program, const am_clause *clause) {
    for (uint32_t i = 0; i < clause->phrase_count; i++) {
        const am_phrase *phrase = &program->phrases[clause->first_phrase + i];
        bool is_constant =
            phrase->column == AM_NO_INDEX || program->registers[phrase->column].domain == AM_DOMAIN_CONSTANT;
        if (!is_constant || phrase->clause != AM_NO_INDEX) {
            return false;
        }
    }
    return true;
}

static void fill_row(am_lowerer *lowerer, const am_schedule *schedule, uint16_t row, uint16_t clause,
                     const am_view *view) {
    const am_memo_entry *known = am_memo_find(&lowerer->words, am_memo_key(&schedule->rows[row]), 0);
    am_lower_phrases_begin(lowerer, clause);
    if (known != NULL && !lowerer->is_failed) {
        lowerer->program.clauses[clause].first_phrase =
            lowerer->program.clauses[known->value.low].first_phrase;
        lowerer->program.clauses[clause].phrase_count =
            lowerer->program.clauses[known->value.low].phrase_count;
        return;
    }
    append_row(lowerer, schedule, &schedule->rows[row], view);
    if (!lowerer->is_failed && is_same_everywhere(&lowerer->program, &lowerer->program.clauses[clause])) {
        am_memo_entry *entry =
            am_memo_put(&lowerer->words, lowerer->arena, am_memo_key(&schedule->rows[row]), 0);
        if (entry != NULL) {
            entry->value.low = clause;
        }
    }
}

/* The rows' clauses stand behind their schedule's. */
void am_lower_schedule_phrases(am_lowerer *lowerer, const am_schedule *schedule, const am_instance *instance,
                               const am_view *view, const am_expr *clock) {
    append_headers(lowerer, schedule, view, clock);
    for (uint16_t i = 0; i < instance->part_count && !lowerer->is_failed; i++) {
        am_slice name = schedule->result_count > 1 ? schedule->results[i].name : (am_slice){NULL, 0};
        append_words(lowerer, AM_PHRASE_VALUE, name, schedule->results[i].type, instance->parts[i]);
    }
    for (uint16_t row = 0; row < schedule->row_count && !lowerer->is_failed; row++) {
        uint32_t clause = instance->clause + 1u + row;
        if (clause < lowerer->program.clause_count &&
            lowerer->program.clauses[clause].kind == AM_CLAUSE_ROW &&
            lowerer->program.clauses[clause].parent == instance->clause) {
            fill_row(lowerer, schedule, row, (uint16_t)clause, view);
        }
    }
    lowerer->clause = instance->clause;
}

/* Law */

/* Whether the declaration says itself when it is law; a version's days are those of its row. */
static bool days_of(const am_declaration *declaration, am_date *from, am_date *until) {
    const am_book *book = declaration->book;
    const am_schedule *versions = declaration->head == NULL ? NULL : declaration->head->schedule;
    *from = declaration->in_force_from;
    *until = declaration->in_force_last + 1;
    for (uint16_t row = 0; versions != NULL && row < versions->row_count; row++) {
        const am_table_row *one = &versions->rows[row];
        if (one->results[0] != NULL && one->results[0]->declaration == declaration) {
            *from = one->tests[0].from;
            *until = one->tests[0].until;
        }
    }
    return versions != NULL || *from != book->in_force_from || *until < book->in_force_until ||
           declaration->is_repealed;
}

static void append_law(am_lowerer *lowerer, const am_declaration *declaration) {
    enum { WORDS_BYTES = 96 };
    char memory[WORDS_BYTES];
    am_buffer words = am_buffer_over(memory, sizeof memory);
    am_type yesno = {.kind = AM_TYPE_YESNO};
    am_date from, until;
    if (lowerer->is_failed || !days_of(declaration, &from, &until)) {
        return;
    }
    am_buffer_put_text(&words, "in force from ");
    put_days(&words, from, until);
    if (declaration->is_repealed) {
        am_buffer_put_text(&words, ", repealed from ");
        am_date_print(&words, declaration->repealed_from);
    }
    append_words(lowerer, AM_PHRASE_LAW, kept(lowerer, &words), yesno, none());
}

void am_lower_clock_phrase(am_lowerer *lowerer, const am_declaration *declaration, const am_view *view) {
    bool is_of_versions = declaration->schedule != NULL && declaration->schedule->is_of_versions;
    if (declaration->clock == NULL || declaration->kind == AM_DECLARATION_PARAMETER) {
        return;
    }
    if (declaration->has_in_force || declaration->is_repealed || declaration->head != NULL) {
        am_lower_phrase(lowerer, AM_PHRASE_CLOCK, declaration->clock, view);
    }
    if (!is_of_versions && (declaration->has_in_force || declaration->head != NULL)) {
        append_law(lowerer, declaration);
    }
}
