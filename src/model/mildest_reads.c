/*
 * What is compared for an element may read no value of another element, which may come under another law.
 *
 * What it reads is followed from declaration to declaration. A value of the record compared, or of a record
 * that it holds, is its own where the reading starts from the record and goes through lists that it holds;
 * from outside of the record, and through a list around it, it may be anyone's.
 */
#include "model/build.h"

typedef struct reading {
    am_maker *maker;
    const am_mildest *mildest;
    const am_declaration *by;
    am_span by_span;
    bool *is_seen; /* by declaration */
    bool is_told;
    bool is_within;                          /* the declaration that is gone through belongs to the record */
    bool is_own[AM_AGGREGATE_DEPTH_MAX + 1]; /* by aggregate around the expression, the outermost first */
    unsigned depth;
} reading;

static void follow(reading *all, const am_declaration *declaration);
static void look_at(reading *all, const am_expr *expr);

static bool is_own_scope(const reading *all, const am_scope *scope) {
    if (!scope->is_element) {
        return all->is_within || scope->is_root;
    }
    return scope->aggregate < all->depth && all->is_own[all->depth - 1 - scope->aggregate];
}

static void look_at_value(reading *all, const am_expr *expr) {
    const am_declaration *read = expr->declaration;
    am_diagnostic *diagnostic;

    if (read->record != NULL && am_mildest_covers(all->mildest, read->record) &&
        !is_own_scope(all, &expr->scope)) {
        all->is_told = true;
        diagnostic = am_report(all->maker, AM_DIAG_MILDEST_OTHERS, all->by_span,
                               AM_ARGUMENTS(all->by->name, read->name));
        am_diagnostic_note(all->maker->diagnostics, diagnostic, expr->span, AM_SLICE("it is read here"));
        return;
    }
    follow(all, read);
}

static void look_at_over(reading *all, const am_over *over) {
    if (all->depth > AM_AGGREGATE_DEPTH_MAX) {
        return;
    }
    if (over->months != NULL) {
        look_at(all, over->months->from);
        look_at(all, over->months->to);
    }
    all->is_own[all->depth] = over->list != NULL && is_own_scope(all, &over->scope) &&
                              am_mildest_covers(all->mildest, over->list->owner);
    all->depth++;
    look_at(all, over->element);
    look_at(all, over->where);
    look_at(all, over->key);
    if (over->reset != NULL) {
        look_at(all, over->reset->date);
        look_at(all, over->reset->clean);
        look_at(all, over->reset->from);
        look_at(all, over->reset->window);
    }
    all->depth--;
}

static void look_at(reading *all, const am_expr *expr) {
    if (expr == NULL || all->is_told) {
        return;
    }
    if (expr->kind == AM_EXPR_VALUE && expr->declaration != NULL) {
        look_at_value(all, expr);
    }
    if (expr->over != NULL) {
        look_at_over(all, expr->over);
    }
    for (uint32_t i = 0; i < expr->operand_count; i++) {
        look_at(all, expr->operands[i]);
    }
}

static void look_at_schedule(reading *all, const am_schedule *schedule) {
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        look_at(all, schedule->conditions[i].value);
    }
    for (uint16_t row = 0; row < schedule->row_count; row++) {
        for (uint16_t i = 0; i < schedule->condition_count && !schedule->rows[row].is_otherwise; i++) {
            look_at(all, schedule->rows[row].tests[i].when);
        }
        for (uint16_t i = 0; i < schedule->result_count; i++) {
            look_at(all, schedule->rows[row].results[i]);
        }
    }
}

static void look_at_penalty(reading *all, const am_penalty *penalty) {
    look_at(all, penalty->only_when);
    for (uint16_t i = 0; i < penalty->step_count; i++) {
        look_at(all, penalty->steps[i].value);
        look_at(all, penalty->steps[i].for_each);
        look_at(all, penalty->steps[i].when);
    }
}

static void follow(reading *all, const am_declaration *declaration) {
    bool was_within = all->is_within;
    unsigned depth = all->depth;
    bool was_own[AM_AGGREGATE_DEPTH_MAX + 1];

    if (all->is_seen[declaration->number]) {
        return;
    }
    all->is_seen[declaration->number] = true;
    for (unsigned i = 0; i <= AM_AGGREGATE_DEPTH_MAX; i++) {
        was_own[i] = all->is_own[i];
    }
    all->depth = 0;
    all->is_within = am_mildest_covers(all->mildest, declaration->record);
    look_at(all, declaration->value);
    if (declaration->schedule != NULL) {
        look_at_schedule(all, declaration->schedule);
    }
    if (declaration->ladder != NULL) {
        look_at(all, declaration->ladder->offence);
    }
    if (declaration->penalty != NULL) {
        look_at_penalty(all, declaration->penalty);
    }
    all->depth = depth;
    all->is_within = was_within;
    for (unsigned i = 0; i <= AM_AGGREGATE_DEPTH_MAX; i++) {
        all->is_own[i] = was_own[i];
    }
}

void am_mildest_check_reads(am_maker *maker, const am_declaration *by, am_span span) {
    reading all = {.maker = maker, .mildest = maker->model->mildest, .by = by, .by_span = span};

    if (all.mildest->record->is_root || maker->diagnostics->error_count > 0) {
        return;
    }
    all.is_seen = AM_NEW_ARRAY(maker->arena, bool, maker->pending_count);
    if (all.is_seen != NULL) {
        follow(&all, by);
    }
}
