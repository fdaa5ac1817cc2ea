/*
 * What an expression reads: for each frame around it the deepest domain of a fact, a list or another
 * declaration's value.
 *
 * The answer is kept for each expression and its frames. Asking it lowers what the expression reads and is
 * not there yet, which can only be a parameter.
 */
#include "lower/lowerer.h"

am_reach am_lower_reach_none(void) {
    am_reach reach;
    for (unsigned i = 0; i < AM_LOWER_FRAMES_MAX; i++) {
        reach.domains[i] = AM_NO_INDEX;
    }
    return reach;
}

/* Domains of one frame lie above each other, and a parent has the lower number. */
static void add_domain(am_reach *reach, uint16_t depth, uint16_t domain) {
    uint16_t *at = &reach->domains[depth];
    if (domain != AM_NO_INDEX && (*at == AM_NO_INDEX || *at < domain)) {
        *at = domain;
    }
}

static void add_reach(am_reach *reach, const am_reach *other, uint16_t depth_end) {
    for (uint16_t i = 0; i < depth_end && i < AM_LOWER_FRAMES_MAX; i++) {
        add_domain(reach, i, other->domains[i]);
    }
}

void am_lower_reach_also(am_lowerer *lowerer, am_reach *reach, const am_expr *expr, const am_frames *frames) {
    const am_reach *read = expr == NULL || frames == NULL ? NULL : am_lower_reach(lowerer, expr, frames);
    if (read != NULL) {
        add_reach(reach, read, AM_LOWER_FRAMES_MAX);
    }
}

static void add_register(am_lowerer *lowerer, am_reach *reach, uint16_t depth, uint16_t number) {
    if (number != AM_NO_INDEX) {
        add_domain(reach, depth, am_lower_register_of(lowerer, number)->domain);
    }
}

static void add_value(am_lowerer *lowerer, am_reach *reach, const am_expr *expr, const am_frames *frames) {
    if (expr->operand_count == 1) {
        am_lower_reach_also(lowerer, reach, expr->operands[0], frames);
        return;
    }
    uint16_t depth;
    uint16_t place = am_lower_read_from(lowerer, expr, frames, &depth);
    const am_instance *instance = am_lower_instance(lowerer, expr->declaration, place);
    if (instance != NULL && expr->part < instance->part_count) {
        add_register(lowerer, reach, depth, instance->parts[expr->part].low);
        add_register(lowerer, reach, depth, instance->parts[expr->part].high);
    }
}

/* What is read of the elements stays within; the list's holder and all else is read around the aggregate. */
static bool is_empty(const am_reach *reach) {
    for (unsigned i = 0; i < AM_LOWER_FRAMES_MAX; i++) {
        if (reach->domains[i] != AM_NO_INDEX) {
            return false;
        }
    }
    return true;
}

/* Months are rows below other rows, so that something outside of them is always read. */
static void add_outermost(am_lowerer *lowerer, am_reach *reach, const am_frames *frames) {
    while (frames->outer != NULL) {
        frames = frames->outer;
    }
    if (is_empty(reach)) {
        add_domain(reach, 0, am_lower_domain_of_place(lowerer, frames->place));
    }
}

static void add_months(am_lowerer *lowerer, am_reach *reach, const am_over *over, const am_frames *frames) {
    am_reach within = am_lower_reach_none();
    am_lower_reach_also(lowerer, &within, over->element, am_lower_month_frames(lowerer, frames, over));
    add_reach(reach, &within, (uint16_t)(frames->depth + 1));
    am_lower_reach_also(lowerer, reach, over->months->from, frames);
    am_lower_reach_also(lowerer, reach, over->months->to, frames);
    add_outermost(lowerer, reach, frames);
}

/* The months themselves, and what says when the first begins. Which rows the months are is known only where
 * they are summed: nothing is computed of a month anywhere else. */
static void add_month(am_lowerer *lowerer, am_reach *reach, const am_frames *frames) {
    am_lower_reach_also(lowerer, reach, frames->months->months->from, frames->outer);
    add_outermost(lowerer, reach, frames);
    add_domain(reach, frames->depth, 0);
}

static void add_over(am_lowerer *lowerer, am_reach *reach, const am_over *over, const am_frames *frames) {
    if (over->months != NULL) {
        add_months(lowerer, reach, over, frames);
        return;
    }
    uint16_t depth;
    uint16_t holder = am_lower_resolve(lowerer, &over->scope, frames, &depth);
    uint16_t list = am_lower_place_below(lowerer, holder, over->list);
    const am_frames *inner = lowerer->is_failed ? NULL : am_lower_frames(lowerer, frames, list);
    am_reach within = am_lower_reach_none();
    am_lower_reach_also(lowerer, &within, over->element, inner);
    am_lower_reach_also(lowerer, &within, over->where, inner);
    am_lower_reach_also(lowerer, &within, over->key, inner);
    if (over->reset != NULL) {
        am_lower_reach_also(lowerer, &within, over->reset->clean, inner);
        am_lower_reach_also(lowerer, &within, over->reset->from, inner);
        am_lower_reach_also(lowerer, &within, over->reset->window, inner);
    }
    add_reach(reach, &within, (uint16_t)(frames->depth + 1));
    add_domain(reach, depth, am_lower_domain_of_place(lowerer, holder));
}

/* A constant parameter is nothing to wait for, but explanations show it. */
static void add_parameter(am_lowerer *lowerer, const am_expr *expr, const am_frames *frames) {
    if (expr->declaration != NULL) {
        am_lower_instance(lowerer, expr->declaration, frames->place);
    }
}

static void add_read(am_lowerer *lowerer, am_reach *reach, const am_expr *expr, const am_frames *frames) {
    uint16_t depth;
    const am_frames *months = am_lower_months_of(&expr->scope, frames);
    if (months != NULL && (expr->kind == AM_EXPR_MONTH || expr->kind == AM_EXPR_POSITION)) {
        add_month(lowerer, reach, months);
        return;
    }
    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_FIELD:
    case AM_EXPR_LAW:
    case AM_EXPR_POSITION: {
        uint16_t place = am_lower_resolve(lowerer, &expr->scope, frames, &depth);
        add_domain(reach, depth, am_lower_domain_of_place(lowerer, place));
        break;
    }
    case AM_EXPR_VALUE:
        add_value(lowerer, reach, expr, frames);
        break;
    case AM_EXPR_CONSTANT:
        add_parameter(lowerer, expr, frames);
        break;
    case AM_EXPR_CALIBRATED:
        break;
    case AM_EXPR_OVER:
        add_over(lowerer, reach, expr->over, frames);
        break;
    default:
        add_parameter(lowerer, expr, frames);
        for (uint32_t i = 0; i < expr->operand_count; i++) {
            am_lower_reach_also(lowerer, reach, expr->operands[i], frames);
        }
    }
}

const am_reach *am_lower_reach(am_lowerer *lowerer, const am_expr *expr, const am_frames *frames) {
    const am_memo_entry *known = am_memo_find(&lowerer->reaches, am_memo_key(expr), am_memo_key(frames));
    if (known != NULL || lowerer->is_failed) {
        return known != NULL ? known->pointer : NULL;
    }
    am_reach *reach = AM_NEW(lowerer->arena, am_reach);
    if (reach == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return NULL;
    }
    *reach = am_lower_reach_none();
    add_read(lowerer, reach, expr, frames);
    am_memo_entry *entry =
        am_memo_put(&lowerer->reaches, lowerer->arena, am_memo_key(expr), am_memo_key(frames));
    if (entry != NULL) {
        entry->pointer = reach;
    }
    return lowerer->is_failed ? NULL : reach;
}

static void add_test(am_lowerer *lowerer, am_reach *reach, const am_cell_test *test,
                     const am_frames *frames) {
    am_lower_reach_also(lowerer, reach, test->when, frames);
    for (uint16_t i = 0; i < test->item_count; i++) {
        am_lower_reach_also(lowerer, reach, test->items[i].interval.lowest, frames);
        am_lower_reach_also(lowerer, reach, test->items[i].interval.highest, frames);
    }
}

am_reach am_lower_reach_schedule(am_lowerer *lowerer, const am_schedule *schedule, const am_expr *clock,
                                 const am_frames *frames) {
    am_reach reach = am_lower_reach_none();
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        const am_condition *condition = &schedule->conditions[i];
        bool is_clock = condition->kind == AM_CONDITION_IN_FORCE && clock != NULL;
        am_lower_reach_also(lowerer, &reach, is_clock ? clock : condition->value, frames);
    }
    for (uint16_t row = 0; row < schedule->row_count; row++) {
        const am_table_row *cells = &schedule->rows[row];
        for (uint16_t i = 0; i < schedule->condition_count && !cells->is_otherwise; i++) {
            add_test(lowerer, &reach, &cells->tests[i], frames);
        }
        for (uint16_t i = 0; i < schedule->result_count; i++) {
            am_lower_reach_also(lowerer, &reach, cells->results[i], frames);
        }
    }
    return reach;
}

void am_lower_reach_penalty(am_lowerer *lowerer, const am_penalty *penalty, const am_frames *frames) {
    am_reach reach = am_lower_reach_none();
    am_lower_reach_also(lowerer, &reach, penalty->only_when, frames);
    for (uint16_t i = 0; i < penalty->step_count; i++) {
        am_lower_reach_also(lowerer, &reach, penalty->steps[i].value, frames);
        am_lower_reach_also(lowerer, &reach, penalty->steps[i].for_each, frames);
        am_lower_reach_also(lowerer, &reach, penalty->steps[i].when, frames);
    }
}
