/*
 * Which exceptions are told: those of a rule that was asked in the record.
 *
 * A rule with arguments is written out where it is called, so that its exceptions may stand in a part that
 * a row does not come to, as those of an exception that does not prevail do, or inside a sum, where each
 * element has its own answer. Only what a row went through is told, whatever else the batch computed: the
 * clause says on which conditions it is asked at all.
 */
#include "explain/explainer.h"

static bool is_asking(am_phrase_kind kind) {
    return kind == AM_PHRASE_ASKED_WHEN || kind == AM_PHRASE_ASKED_UNLESS;
}

static bool is_yes(const am_explainer *explainer, am_subject subject, const am_phrase *condition) {
    uint32_t row;
    return am_explain_row_of(explainer, subject, condition, &row) &&
           am_batch_state(explainer->batch, condition->column, row) == AM_STATE_VALUE &&
           am_batch_integer(explainer->batch, condition->column, row) != 0;
}

/* A condition within another is looked at only where that one lets the row pass. */
static bool is_asked(const am_explainer *explainer, am_subject subject) {
    uint32_t count;
    const am_phrase *phrases =
        am_explain_phrases(explainer->program, &explainer->program->clauses[subject.clause], &count);
    for (uint32_t i = 0; i < count; i++) {
        if (is_asking(phrases[i].kind) &&
            is_yes(explainer, subject, &phrases[i]) != (phrases[i].kind == AM_PHRASE_ASKED_WHEN)) {
            return false;
        }
    }
    return true;
}

static bool is_told(const am_explainer *explainer, am_subject subject) {
    const am_clause *clause = &explainer->program->clauses[subject.clause];
    return clause->kind != AM_CLAUSE_EXCEPTION ||
           (clause->condition != AM_NO_INDEX && is_asked(explainer, subject));
}

static uint16_t told_from(const am_explainer *explainer, uint16_t child, uint32_t row) {
    while (child != AM_NO_INDEX && !is_told(explainer, (am_subject){child, row})) {
        child = explainer->next_child[child];
    }
    return child;
}

uint16_t am_explain_first_step(const am_explainer *explainer, am_subject subject) {
    return told_from(explainer, explainer->first_child[subject.clause], subject.row);
}

uint16_t am_explain_next_step(const am_explainer *explainer, uint16_t step, uint32_t row) {
    return told_from(explainer, explainer->next_child[step], row);
}
