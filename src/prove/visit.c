/*
 * Walks over expressions, and the declarations that a claim reads.
 *
 * The model's declarations stand each behind all that it reads: one pass from the last to the first finds
 * everything that is read. Where laws are compared, what they are compared by is read too.
 */
#include "prove/visit.h"

#define VISITS_MAX 200000u

static void visit_over(am_visit *visit, const am_over *over) {
    am_visit_expr(visit, over->element);
    am_visit_expr(visit, over->where);
    am_visit_expr(visit, over->key);
    if (over->months != NULL) {
        am_visit_expr(visit, over->months->from);
        am_visit_expr(visit, over->months->to);
    }
    if (over->reset != NULL) {
        am_visit_expr(visit, over->reset->date);
        am_visit_expr(visit, over->reset->clean);
        am_visit_expr(visit, over->reset->from);
        am_visit_expr(visit, over->reset->window);
    }
}

void am_visit_expr(am_visit *visit, const am_expr *expr) {
    if (expr == NULL || visit->is_cut) {
        return;
    }
    if (visit->left == 0) {
        visit->is_cut = true;
        return;
    }
    visit->left--;
    visit->on(visit, expr);
    for (uint32_t i = 0; i < expr->operand_count; i++) {
        am_visit_expr(visit, expr->operands[i]);
    }
    if (expr->kind == AM_EXPR_OVER) {
        visit_over(visit, expr->over);
    }
    if (expr->kind == AM_EXPR_ATTRIBUTE) {
        for (uint16_t i = 0; i < expr->set->value_count; i++) {
            am_visit_expr(visit, expr->set->attributes[expr->part].values[i]);
        }
    }
}

static void visit_test(am_visit *visit, const am_cell_test *test) {
    am_visit_expr(visit, test->when);
    for (uint16_t i = 0; i < test->item_count; i++) {
        am_visit_expr(visit, test->items[i].interval.lowest);
        am_visit_expr(visit, test->items[i].interval.highest);
    }
}

static void visit_schedule(am_visit *visit, const am_schedule *schedule) {
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        am_visit_expr(visit, schedule->conditions[i].value);
    }
    for (uint16_t row = 0; row < schedule->row_count; row++) {
        for (uint16_t i = 0; !schedule->rows[row].is_otherwise && i < schedule->condition_count; i++) {
            visit_test(visit, &schedule->rows[row].tests[i]);
        }
        for (uint16_t i = 0; i < schedule->result_count; i++) {
            am_visit_expr(visit, schedule->rows[row].results[i]);
        }
    }
}

void am_visit_declaration(am_visit *visit, const am_declaration *declaration) {
    am_visit_expr(visit, declaration->value);
    am_visit_expr(visit, declaration->clock);
    if (declaration->schedule != NULL) {
        visit_schedule(visit, declaration->schedule);
    }
    if (declaration->penalty != NULL) {
        const am_penalty *penalty = declaration->penalty;

        am_visit_expr(visit, penalty->only_when);
        for (uint16_t i = 0; i < penalty->step_count; i++) {
            am_visit_expr(visit, penalty->steps[i].value);
            am_visit_expr(visit, penalty->steps[i].for_each);
            am_visit_expr(visit, penalty->steps[i].when);
        }
    }
}

static void mark(am_visit *visit, const am_expr *expr) {
    bool *is_read = visit->context;

    if (expr->kind == AM_EXPR_VALUE) {
        is_read[expr->declaration->number] = true;
    }
}

/* What the checks of records read is compiled with every claim. */
static void visit_checks(am_visit *visit, const am_model *model) {
    for (size_t i = 0; i < model->record_count; i++) {
        for (uint16_t k = 0; k < model->records[i]->check_count; k++) {
            am_visit_expr(visit, model->records[i]->checks[k].condition);
        }
    }
}

const am_closure *am_closure_of(am_arena *arena, const am_model *model, const am_property *property) {
    am_closure *closure = AM_NEW(arena, am_closure);
    size_t count = model->declaration_count;
    bool *is_read = AM_NEW_ARRAY(arena, bool, (size_t)property->value->number + 1);
    am_visit visit = {.on = mark, .context = is_read, .left = VISITS_MAX};

    if (closure != NULL) {
        closure->items = AM_NEW_ARRAY(arena, am_declaration *, count + 1);
    }
    if (closure == NULL || closure->items == NULL || is_read == NULL) {
        return NULL;
    }
    am_visit_declaration(&visit, property->value);
    visit_checks(&visit, model);
    for (size_t i = 0; model->mildest != NULL && i < model->mildest->by_count; i++) {
        is_read[model->mildest->by[i]->number] = true;
    }
    for (size_t i = count; i-- > 0;) {
        if (is_read[model->declarations[i]->number]) {
            am_visit_declaration(&visit, model->declarations[i]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (is_read[model->declarations[i]->number]) {
            closure->items[closure->count++] = model->declarations[i];
        }
    }
    closure->items[closure->count++] = property->value;
    return visit.is_cut ? NULL : closure;
}
