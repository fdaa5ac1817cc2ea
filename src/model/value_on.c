/*
 * `NAME on DATE`: what a parameter that differs by date was on another day than the clock's.
 *
 * The date is an expression like any other, and no clock: assessing as of a day leaves it as it is.
 */
#include "model/build.h"

static am_expr *report_not_dated(am_context *context, const am_node *path) {
    am_report(context->maker, AM_DIAG_NOT_DATED, path->span,
              AM_ARGUMENTS(am_span_text(context->maker, path->span)));
    return am_expr_error(context, path->span);
}

am_expr *am_value_on(am_context *context, const am_node *node) {
    const am_node *path = am_node_expression(node);
    bool was_at_date = context->is_at_date;
    am_expr *value, *date;

    if (path == NULL) {
        return am_expr_error(context, node->span);
    }
    context->is_at_date = true;
    value = am_path_resolve(context, path, am_type_of(AM_TYPE_ERROR), AM_WANT_VALUE);
    context->is_at_date = was_at_date;
    if (am_expr_is_error(value)) {
        return value;
    }
    if (value->kind != AM_EXPR_VALUE || value->declaration->schedule == NULL ||
        value->declaration->kind != AM_DECLARATION_PARAMETER) {
        return report_not_dated(context, path);
    }
    date = am_expr_typed(context, am_node_next_expression(path), am_type_of(AM_TYPE_DATE));
    value->span = node->span;
    value->operands = AM_NEW_ARRAY(context->maker->arena, am_expr *, 1);
    if (am_expr_is_error(date) || value->operands == NULL) {
        return am_expr_error(context, node->span);
    }
    value->operands[0] = date;
    value->operand_count = 1;
    return value;
}
