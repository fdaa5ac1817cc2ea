/*
 * `sum of E over months from A to B up to N`: an aggregate whose elements are the months that begin from A on
 * and before B, a fraction of a month counting as one.
 *
 * The months are generated, so what is read of them is only the day on which each begins. How many there can
 * be is written down, so that the cost of an assessment stays known.
 */
#include "model/build.h"

#define MONTHS_MOST 1200

static bool read_most(am_context *context, const am_node *months, uint16_t *out) {
    am_decimal value;
    int64_t most;

    if (am_decimal_parse(months->text, &value) == AM_ARITH_EXACT && am_decimal_to_int64(value, &most) &&
        most >= 1 && most <= MONTHS_MOST) {
        *out = (uint16_t)most;
        return true;
    }
    am_report(context->maker, AM_DIAG_MONTHS_MOST, months->span,
              AM_ARGUMENTS(months->text, am_count_text(context->maker, MONTHS_MOST)));
    return false;
}

/* The dates are read around the aggregate; the header must say how months end, unless that can not matter. */
static am_months *read_months(am_context *context, const am_node *node) {
    const am_node *from = am_node_expression(node);
    am_months *months = AM_NEW(context->maker->arena, am_months);
    am_type date = am_type_of(AM_TYPE_DATE);
    am_expr *second;

    if (months == NULL) {
        return NULL;
    }
    months->from = am_expr_typed(context, from, date);
    months->to = am_expr_typed(context, from == NULL ? NULL : am_node_next_expression(from), date);
    if (!read_most(context, node, &months->most) || am_expr_is_error(months->from) ||
        am_expr_is_error(months->to)) {
        return NULL;
    }
    second = am_add(context, node->span, months->from,
                    am_expr_integer(context, node->span, am_type_of(AM_TYPE_MONTHS), 1));
    if (am_expr_is_error(second)) {
        return NULL;
    }
    months->month_end = second->month_end;
    return months;
}

static am_expr *make(am_context *context, const am_node *node, const am_months *months, am_expr *element) {
    am_expr *expr = am_expr_new(context, AM_EXPR_OVER, node->span, element->type);
    am_over *over = AM_NEW(context->maker->arena, am_over);

    if (expr == NULL || over == NULL) {
        return NULL;
    }
    over->gather = (am_gather)node->op;
    over->months = months;
    over->element = element;
    expr->over = over;
    expr->is_exact = over->gather == AM_GATHER_SUM && am_type_is_exact(expr->type);
    return expr;
}

am_expr *am_months_read(am_context *context, const am_node *node, am_type hint) {
    const am_node *part = am_node_child(node, AM_NODE_OVER_MONTHS);
    const am_months *months;
    am_expr *element;

    if (part == NULL) {
        return am_expr_error(context, node->span);
    }
    if (context->is_constant) {
        am_report(context->maker, AM_DIAG_NOT_CONSTANT, part->span,
                  AM_ARGUMENTS(am_span_text(context->maker, part->span)));
        return am_expr_error(context, node->span);
    }
    months = read_months(context, part);
    if (context->around + context->element_count >= AM_AGGREGATE_DEPTH_MAX) {
        am_report(context->maker, AM_DIAG_EXPRESSION_TOO_DEEP, node->span, AM_NO_ARGUMENTS);
        return am_expr_error(context, node->span);
    }
    context->maker->month.name = AM_SLICE("month");
    context->elements[context->element_count++] = &context->maker->month;
    element = am_expr_value(context, am_node_expression(node), hint);
    context->element_count--;
    if (months == NULL || !am_may_gather(context, (am_gather)node->op, element)) {
        return am_expr_error(context, node->span);
    }
    return make(context, node, months, element);
}
