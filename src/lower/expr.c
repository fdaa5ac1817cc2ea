/*
 * Expressions to registers: each moves to the smallest view that has what it reads, is computed there once,
 * and is brought back.
 *
 * Conditionals put their branches into blocks that may be skipped. What a kind of expression needs beyond one
 * instruction stands in arithmetic.c, range.c, over.c and schedule.c.
 */
#include "lower/lowerer.h"

am_lowered am_lower_both(am_lowerer *lowerer, am_opcode opcode, am_lowered a, am_lowered b) {
    am_lowered made = {am_lower_op2(lowerer, opcode, a.low, b.low), AM_NO_INDEX};
    if (a.high != AM_NO_INDEX || b.high != AM_NO_INDEX) {
        made.high = am_lower_op2(lowerer, opcode, a.high != AM_NO_INDEX ? a.high : a.low,
                                 b.high != AM_NO_INDEX ? b.high : b.low);
    }
    return made;
}

am_lowered am_lower_chosen(am_lowerer *lowerer, am_opcode opcode, uint16_t condition, am_lowered then,
                           am_lowered otherwise) {
    am_lowered made = {am_lower_op3(lowerer, opcode, condition, then.low, otherwise.low), AM_NO_INDEX};
    if (then.high != AM_NO_INDEX || otherwise.high != AM_NO_INDEX) {
        made.high = am_lower_op3(lowerer, opcode, condition, then.high != AM_NO_INDEX ? then.high : then.low,
                                 otherwise.high != AM_NO_INDEX ? otherwise.high : otherwise.low);
    }
    return made;
}

static am_lowered none(void) {
    return (am_lowered){AM_NO_INDEX, AM_NO_INDEX};
}

static am_lowered single(uint16_t number) {
    return (am_lowered){number, AM_NO_INDEX};
}

static am_lowered lower_constant(am_lowerer *lowerer, const am_expr *expr) {
    am_constant constant;
    return am_lower_constant_of(expr, &constant) ? single(am_lower_constant_register(lowerer, &constant))
                                                 : none();
}

static am_lowered lower_field(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    uint16_t depth;
    uint16_t place = am_lower_resolve(lowerer, &expr->scope, view->frames, &depth);
    if (expr->field->type.kind == AM_TYPE_LIST) {
        uint16_t list = am_lower_place_below(lowerer, place, expr->field);
        uint16_t domain = am_lower_domain_of_place(lowerer, list);
        return single(am_lower_bring(lowerer, lowerer->program.domains[domain].present, depth, view));
    }
    const am_fact *fact = am_lower_fact(lowerer, place, expr->field);
    if (fact == NULL) {
        return none();
    }
    return am_lower_bring_pair(lowerer, (am_lowered){fact->column, fact->column_high}, depth, view);
}

/* A parameter at a date of its own: its series, picked from there and then. */
static am_lowered lower_value_on(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    const am_schedule *schedule = expr->declaration->schedule;
    uint16_t row = am_lower_pick(lowerer, schedule, view, expr->operands[0]);
    return am_lower_result(lowerer, schedule, expr->part, row, view);
}

static am_lowered lower_value(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    if (expr->operand_count == 1) {
        return lower_value_on(lowerer, expr, view);
    }
    uint16_t depth;
    uint16_t place = am_lower_read_from(lowerer, expr, view->frames, &depth);
    const am_instance *instance = am_lower_instance(lowerer, expr->declaration, place);
    if (instance == NULL || expr->part >= instance->part_count) {
        return none();
    }
    return am_lower_bring_pair(lowerer, instance->parts[expr->part], depth, view);
}

static uint16_t lower_position(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    if (am_lower_months_of(&expr->scope, view->frames) != NULL) {
        return am_lower_month(lowerer, expr, view);
    }
    uint16_t depth;
    uint16_t place = am_lower_resolve(lowerer, &expr->scope, view->frames, &depth);
    uint16_t number =
        am_lower_emit(lowerer, AM_OP_POSITION, AM_VALUE_DECIMAL, am_lower_domain_of_place(lowerer, place),
                      (const uint16_t[4]){0, 0, 0, 0});
    return am_lower_bring(lowerer, number, depth, view);
}

static uint16_t lower_chain(am_lowerer *lowerer, am_opcode opcode, const am_expr *expr, const am_view *view) {
    uint16_t made = am_lower_single(lowerer, expr->operands[0], view);
    for (uint32_t i = 1; i < expr->operand_count; i++) {
        made = am_lower_op2(lowerer, opcode, made, am_lower_single(lowerer, expr->operands[i], view));
    }
    return made;
}

static uint16_t lower_at_least(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    uint16_t *items = AM_NEW_ARRAY(lowerer->arena, uint16_t, expr->operand_count);
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    for (uint32_t i = 0; i < expr->operand_count; i++) {
        items[i] = am_lower_single(lowerer, expr->operands[i], view);
    }
    uint16_t list = am_lower_list(lowerer, items, expr->operand_count);
    return am_lower_op(lowerer, AM_OP_AT_LEAST, list, 0, 0, (uint16_t)expr->number);
}

static am_lowered lower_if(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    uint16_t condition = am_lower_single(lowerer, expr->operands[0], view);
    am_lower_open_block(lowerer, AM_OP_SKIP_UNLESS, condition);
    am_lowered then = am_lower_expr(lowerer, expr->operands[1], view);
    am_lower_close_block(lowerer);
    am_lower_open_block(lowerer, AM_OP_SKIP_WHEN, condition);
    am_lowered otherwise = am_lower_expr(lowerer, expr->operands[2], view);
    am_lower_close_block(lowerer);
    return am_lower_chosen(lowerer, AM_OP_SELECT, condition, then, otherwise);
}

static am_lowered lower_keep(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    uint16_t condition = am_lower_single(lowerer, expr->operands[0], view);
    am_lower_open_block(lowerer, AM_OP_SKIP_UNLESS, condition);
    am_lowered kept = am_lower_expr(lowerer, expr->operands[1], view);
    am_lower_close_block(lowerer);
    return am_lower_both(lowerer, AM_OP_KEEP, single(condition), kept);
}

static am_lowered lower_otherwise(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    am_lowered optional = am_lower_expr(lowerer, expr->operands[0], view);
    if (!am_lower_may_be_unknown(lowerer, optional.low)) {
        return optional;
    }
    return am_lower_both(lowerer, AM_OP_OTHERWISE, optional, am_lower_expr(lowerer, expr->operands[1], view));
}

static am_lowered lower_unwrap(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    am_lowered value = am_lower_expr(lowerer, expr->operands[0], view);
    if (am_lower_may_be_unknown(lowerer, value.low)) {
        value.low = am_lower_op1(lowerer, AM_OP_UNWRAP, value.low);
    }
    if (value.high != AM_NO_INDEX && am_lower_may_be_unknown(lowerer, value.high)) {
        value.high = am_lower_op1(lowerer, AM_OP_UNWRAP, value.high);
    }
    return value;
}

static uint16_t lower_compared(am_lowerer *lowerer, am_opcode opcode, const am_expr *expr,
                               const am_view *view) {
    uint16_t a = am_lower_single(lowerer, expr->operands[0], view);
    return am_lower_op2(lowerer, opcode, a, am_lower_single(lowerer, expr->operands[1], view));
}

/* The date chosen for the record compared, brought to where it is read. */
static uint16_t lower_law(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    uint16_t depth;
    uint16_t place = am_lower_resolve(lowerer, &expr->scope, view->frames, &depth);
    return am_lower_bring(lowerer, am_lower_law_date(lowerer, place), depth, view);
}

static am_lowered build(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_CONSTANT:
        return lower_constant(lowerer, expr);
    case AM_EXPR_CALIBRATED:
        return single(am_lower_calibrated(lowerer, expr));
    case AM_EXPR_FIELD:
        return lower_field(lowerer, expr, view);
    case AM_EXPR_VALUE:
        return lower_value(lowerer, expr, view);
    case AM_EXPR_ATTRIBUTE:
        return am_lower_attribute(lowerer, expr, view);
    case AM_EXPR_POSITION:
        return single(lower_position(lowerer, expr, view));
    case AM_EXPR_CLOCK:
        return single(am_lower_op1(lowerer, AM_OP_CLOCK, am_lower_single(lowerer, expr->operands[0], view)));
    case AM_EXPR_MONTH:
        return single(am_lower_month(lowerer, expr, view));
    case AM_EXPR_LAW:
        return single(lower_law(lowerer, expr, view));
    case AM_EXPR_EQUAL:
        return single(lower_compared(lowerer, AM_OP_EQUAL, expr, view));
    case AM_EXPR_LESS:
        return single(lower_compared(lowerer, AM_OP_LESS, expr, view));
    case AM_EXPR_LESS_EQUAL:
        return single(lower_compared(lowerer, AM_OP_LESS_EQUAL, expr, view));
    case AM_EXPR_NOT:
        return single(am_lower_op1(lowerer, AM_OP_NOT, am_lower_single(lowerer, expr->operands[0], view)));
    case AM_EXPR_AND:
        return single(lower_chain(lowerer, AM_OP_AND, expr, view));
    case AM_EXPR_OR:
        return single(lower_chain(lowerer, AM_OP_OR, expr, view));
    case AM_EXPR_AT_LEAST:
        return single(lower_at_least(lowerer, expr, view));
    case AM_EXPR_IF:
        return lower_if(lowerer, expr, view);
    case AM_EXPR_KEEP:
        return lower_keep(lowerer, expr, view);
    case AM_EXPR_OTHERWISE:
        return lower_otherwise(lowerer, expr, view);
    case AM_EXPR_KNOWN:
        return single(am_lower_op1(lowerer, AM_OP_KNOWN, am_lower_single(lowerer, expr->operands[0], view)));
    case AM_EXPR_UNWRAP:
        return lower_unwrap(lowerer, expr, view);
    case AM_EXPR_RANGE:
    case AM_EXPR_LOWEST:
    case AM_EXPR_HIGHEST:
    case AM_EXPR_MIDDLE:
    case AM_EXPR_LIMITED:
        return am_lower_range(lowerer, expr, view);
    case AM_EXPR_GREATEST:
    case AM_EXPR_LEAST:
    case AM_EXPR_SUM:
        return single(am_lower_items(lowerer, expr, view));
    case AM_EXPR_EXCEPT:
        return am_lower_except(lowerer, expr, view);
    case AM_EXPR_OVER:
        return single(am_lower_over(lowerer, expr, view));
    case AM_EXPR_OFFENCE:
        return single(am_lower_offence(lowerer, expr, view));
    default:
        return am_lower_arithmetic(lowerer, expr, view);
    }
}

static void remember(am_lowerer *lowerer, const am_expr *expr, const am_view *view, am_lowered value) {
    am_memo_entry *entry =
        am_memo_put(&lowerer->values, lowerer->arena, am_memo_key(expr), am_memo_key(view));
    if (entry != NULL) {
        entry->value = value;
        entry->block = lowerer->block;
    }
}

/* The view in which to compute: the given one, or a smaller. */
static const am_view *narrowest(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    if (view->kind == AM_VIEW_CONSTANT) {
        return view;
    }
    const am_reach *reach = am_lower_reach(lowerer, expr, view->frames);
    return reach == NULL ? NULL : am_lower_view_for(lowerer, view, reach);
}

am_lowered am_lower_expr(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    if (lowerer->is_failed || view == NULL) {
        return none();
    }
    const am_memo_entry *known = am_memo_find(&lowerer->values, am_memo_key(expr), am_memo_key(view));
    if (known != NULL && am_lower_is_in_reach(lowerer, known->block)) {
        return known->value;
    }
    const am_view *smaller = narrowest(lowerer, expr, view);
    am_span span = lowerer->span;
    am_lowered made;
    if (smaller == NULL) {
        return none();
    }
    lowerer->span = expr->span;
    if (smaller == view) {
        made = build(lowerer, expr, view);
    } else {
        made = am_lower_expr(lowerer, expr, smaller);
        made = am_lower_bring_pair(lowerer, made, smaller->frames == NULL ? 0 : smaller->frames->depth, view);
    }
    lowerer->span = span;
    remember(lowerer, expr, view, made);
    return made;
}

uint16_t am_lower_single(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    return am_lower_expr(lowerer, expr, view).low;
}
