/*
 * A rule's value with its exceptions: a table with a row for each of them and the general value as its
 * otherwise row.
 *
 *     prevails(i) = condition(i) and not (condition of a later `notwithstanding` one, or of another such)
 *
 * so that what states the conditions are in is settled by `and`, `or` and `not`, whatever their order; of the
 * rows that prevail one may be met. A lone exception is a choice on its condition, which is the same. Each
 * value stands in a block of its own; the general value is always there. Conditions and values are under the
 * clause of their exception, but for a rule that is written out where it is called: what it was given is its
 * caller's.
 */
#include "lower/lowerer.h"

typedef struct am_cases {
    am_lowerer *lowerer;
    const am_expr *expr;
    const am_view *view;
    uint16_t count;
    uint16_t *prevails;
    uint16_t first_clause;
} am_cases;

static uint16_t clause_of(const am_cases *cases, uint16_t around, uint16_t exception) {
    return cases->expr->mode != 0 ? around : (uint16_t)(cases->first_clause + exception);
}

/* From the last one back: what prevails over those before. */
static bool lower_conditions(am_cases *cases) {
    am_lowerer *lowerer = cases->lowerer;
    uint16_t clause = lowerer->clause;
    uint16_t over = AM_NO_INDEX;
    cases->prevails = AM_NEW_ARRAY(lowerer->arena, uint16_t, cases->count);
    if (cases->prevails == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return false;
    }
    for (uint16_t i = cases->count; i-- > 0 && !lowerer->is_failed;) {
        lowerer->clause = clause_of(cases, clause, i);
        uint16_t holds = am_lower_single(lowerer, cases->expr->operands[1 + 2 * i], cases->view);
        cases->prevails[i] = holds;
        if (over != AM_NO_INDEX) {
            uint16_t is_not_over = am_lower_op1(lowerer, AM_OP_NOT, over);
            cases->prevails[i] = am_lower_op2(lowerer, AM_OP_AND, holds, is_not_over);
        }
        if (cases->expr->exceptions[i].is_notwithstanding) {
            over = over == AM_NO_INDEX ? holds : am_lower_op2(lowerer, AM_OP_OR, over, holds);
        }
    }
    lowerer->clause = clause;
    return !lowerer->is_failed;
}

static uint16_t new_table(am_lowerer *lowerer, const am_expr *expr, uint16_t count) {
    am_table table = {
        .policy = AM_POLICY_EXCEPTIONS,
        .row_count = (uint16_t)(count + 1),
        .has_otherwise = true,
        .words = (count + 64u) / 64,
        .axis_count = 1,
    };
    const am_memo_entry *known = am_memo_find(&lowerer->tables, am_memo_key(expr), 0);
    if (known != NULL) {
        return known->value.low;
    }
    table.axes = AM_NEW(lowerer->arena, am_axis);
    uint64_t *any = AM_NEW_ARRAY(lowerer->arena, uint64_t, table.words);
    if (table.axes == NULL || any == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    *table.axes = (am_axis){.kind = AM_AXIS_WHEN, .type = AM_VALUE_YESNO, .any = any};
    uint16_t number = am_lower_add_table(lowerer, &table);
    am_memo_entry *entry = am_memo_put(&lowerer->tables, lowerer->arena, am_memo_key(expr), 0);
    if (entry != NULL) {
        entry->value.low = number;
    }
    return number;
}

/* A value in a block of its own; `exception` is the count for the general value. */
static am_lowered value_in_block(const am_cases *cases, am_opcode skip, uint16_t condition,
                                 uint16_t exception) {
    am_lowerer *lowerer = cases->lowerer;
    uint16_t clause = lowerer->clause;
    bool is_general = exception == cases->count;
    am_within within = lowerer->within;
    am_lower_open_block(lowerer, skip, condition);
    lowerer->clause = is_general ? clause : clause_of(cases, clause, exception);
    if (!is_general) {
        lowerer->within = (am_within){lowerer->clause, (uint16_t)(cases->first_clause + exception)};
    }
    am_lowered value =
        am_lower_expr(lowerer, cases->expr->operands[is_general ? 0 : 2 + 2 * exception], cases->view);
    lowerer->clause = clause;
    lowerer->within = within;
    am_lower_close_block(lowerer);
    return value;
}

static am_lowered lower_one(const am_cases *cases) {
    uint16_t condition = cases->prevails[0];
    am_lowered value = value_in_block(cases, AM_OP_SKIP_UNLESS, condition, 0);
    am_lowered general = value_in_block(cases, AM_OP_SKIP_WHEN, condition, 1);
    return am_lower_chosen(cases->lowerer, AM_OP_SELECT, condition, value, general);
}

static am_lowered lower_several(const am_cases *cases) {
    am_lowerer *lowerer = cases->lowerer;
    uint16_t clause = lowerer->clause;
    uint16_t table = new_table(lowerer, cases->expr, cases->count);
    uint16_t list = am_lower_list(lowerer, cases->prevails, cases->count);
    lowerer->clause = cases->first_clause;
    lowerer->is_clause_settled = true;
    uint16_t row = am_lower_op2(lowerer, AM_OP_PICK, table, list);
    lowerer->is_clause_settled = false;
    lowerer->clause = clause;
    am_lowered made = am_lower_expr(lowerer, cases->expr->operands[0], cases->view);
    for (uint16_t i = 0; i < cases->count && !lowerer->is_failed; i++) {
        uint16_t is_row = am_lower_op2(lowerer, AM_OP_IS_ROW, row, i);
        am_lowered value = value_in_block(cases, AM_OP_SKIP_UNLESS, is_row, i);
        made = am_lower_chosen(lowerer, AM_OP_SELECT, is_row, value, made);
    }
    return made;
}

/* The conditions of the blocks that stand around, the outermost first: whether a block keeps its skip, and
 * whether what is asked in it was asked elsewhere too, must not decide what is told. */
static void append_asked(am_lowerer *lowerer, uint32_t block) {
    const am_block *at = &lowerer->blocks[block];
    if (block == 0) {
        return;
    }
    append_asked(lowerer, at->parent);
    am_phrase asked = am_lower_phrase_of(
        lowerer, at->is_unless ? AM_PHRASE_ASKED_UNLESS : AM_PHRASE_ASKED_WHEN, AM_SLICE(""),
        (am_type){.kind = AM_TYPE_YESNO}, (am_lowered){at->condition, AM_NO_INDEX});
    am_lower_phrase_append(lowerer, &asked);
}

/* What explanations read, on the rows of the clauses' place; inside an aggregate there are no such rows. */
static void show(const am_cases *cases, am_lowered made) {
    am_lowerer *lowerer = cases->lowerer;
    if (lowerer->is_failed || (cases->view->frames != NULL && cases->view->frames->depth > 0)) {
        return;
    }
    uint16_t clause = lowerer->clause;
    uint16_t place = lowerer->program.clauses[cases->first_clause].place;
    const am_frames *frames = am_lower_frames(lowerer, NULL, place);
    const am_view *home = am_lower_home(lowerer, frames, am_lower_domain_of_place(lowerer, place));
    if (home == NULL) {
        return;
    }
    made = am_lower_bring_pair(lowerer, made, 0, home);
    for (uint16_t i = 0; i < cases->count && !lowerer->is_failed; i++) {
        const am_expr *condition = cases->expr->operands[1 + 2 * i];
        uint16_t prevails = am_lower_bring(lowerer, cases->prevails[i], 0, home);
        am_lower_clause_columns(lowerer, (uint16_t)(cases->first_clause + i), made, prevails);
        am_lower_phrases_begin(lowerer, (uint16_t)(cases->first_clause + i));
        am_phrase when = am_lower_phrase_of(lowerer, AM_PHRASE_WHEN, am_lower_words(lowerer, condition->span),
                                            condition->type, (am_lowered){prevails, AM_NO_INDEX});
        am_lower_phrase_append(lowerer, &when);
        am_lower_phrase_reads(lowerer, &condition, 1, cases->view);
        am_lower_said(lowerer, cases->expr->operands[2 + 2 * i], cases->view);
        append_asked(lowerer, lowerer->block);
    }
    lowerer->clause = clause;
}

am_lowered am_lower_except(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    am_cases cases = {lowerer, expr, view, (uint16_t)((expr->operand_count - 1) / 2), NULL, AM_NO_INDEX};
    am_lowered made = {AM_NO_INDEX, AM_NO_INDEX};
    cases.first_clause = am_lower_exception_clauses(lowerer, expr);
    if (!lowerer->is_failed && lower_conditions(&cases)) {
        made = cases.count == 1 ? lower_one(&cases) : lower_several(&cases);
        show(&cases, made);
    }
    return made;
}
