/*
 * `calibrate LOW to HIGH`: a parameter's value that fitting may change, and within which ends.
 *
 * The value is no constant to those who read it, so that nothing of the rulebook is computed with it before
 * it is assessed. Where a constant must stand (a condition cell, a declared range) it cannot be read.
 */
#include "model/build.h"

static bool may_be_fitted(am_type type) {
    return !type.is_range && (am_type_is_number(type) || type.kind == AM_TYPE_MONEY ||
                              type.kind == AM_TYPE_MONTHS || type.kind == AM_TYPE_DAYS);
}

static void report(am_context *context, const am_declaration *parameter, am_span span, am_slice reason) {
    am_report(context->maker, AM_DIAG_CALIBRATE, span, AM_ARGUMENTS(parameter->name, reason));
}

/* An end as a constant of the parameter's type; NULL after a message. */
static am_expr *read_end(am_context *context, const am_node *node, am_type type) {
    am_expr *end = node == NULL ? NULL : am_expr_typed(context, node, type);

    if (am_expr_is_error(end)) {
        return NULL;
    }
    if (end->kind != AM_EXPR_CONSTANT) {
        am_report(context->maker, AM_DIAG_NOT_CONSTANT, end->span,
                  AM_ARGUMENTS(am_span_text(context->maker, end->span)));
        return NULL;
    }
    return end;
}

am_expr *am_calibrated(am_context *context, am_pending *pending, am_expr *value) {
    const am_declaration *parameter = pending->declaration;
    const am_node *node = am_node_child(pending->node, AM_NODE_CALIBRATE);
    const am_node *first = node == NULL ? NULL : am_node_expression(node);
    am_expr *lowest, *highest;
    am_type type;

    if (node == NULL || am_expr_is_error(value)) {
        return value;
    }
    if (value->kind != AM_EXPR_CONSTANT) {
        report(context, parameter, node->span, AM_SLICE("its value is computed from others"));
        return value;
    }
    if (!may_be_fitted(value->type)) {
        report(context, parameter, node->span,
               AM_SLICE("only numbers, amounts of money and periods can be fitted"));
        return value;
    }
    /* A number whose value is whole now need not stay so. */
    type = pending->has_type ? parameter->type : value->type;
    lowest = read_end(context, first, type);
    highest = first == NULL ? NULL : read_end(context, am_node_next_expression(first), type);
    if (lowest == NULL || highest == NULL) {
        return value;
    }
    if (am_constant_compare(lowest, highest) > 0) {
        report(context, parameter, node->span, AM_SLICE("the lowest end stands behind the highest"));
    } else if (am_constant_compare(value, lowest) < 0 || am_constant_compare(value, highest) > 0) {
        report(context, parameter, node->span,
               AM_SLICE("the value that it has now is not within these ends"));
    }
    value = am_expr_make(context, AM_EXPR_CALIBRATED, value->span, type, 3, value, lowest, highest);
    if (value != NULL) {
        value->declaration = pending->declaration;
    }
    if (value != NULL && am_node_child(pending->node, AM_NODE_IN_FORCE) != NULL) {
        value->number = 1;
        value->value.integer = parameter->in_force_from;
    }
    return value;
}

bool am_is_fitted_too_late(am_context *context, const am_declaration *parameter, am_span span) {
    const am_pending *reader = context->reader;
    bool is_by_parameter = reader != NULL && reader->declaration->kind == AM_DECLARATION_PARAMETER;

    if (!context->is_constant || context->record == NULL || is_by_parameter || parameter->value == NULL ||
        parameter->value->kind != AM_EXPR_CALIBRATED) {
        return false;
    }
    report(context, parameter, span, AM_SLICE("what is read here is settled when the rulebook is compiled"));
    return true;
}

void am_report_varying(am_context *context, const am_expr *value) {
    const am_declaration *read = value->kind == AM_EXPR_VALUE ? value->declaration : NULL;

    if (read != NULL && read->value != NULL && read->value->kind == AM_EXPR_CALIBRATED) {
        report(context, read, value->span,
               AM_SLICE("what is read here is settled when the rulebook is compiled"));
        return;
    }
    am_report(context->maker, AM_DIAG_NOT_CONSTANT, value->span,
              AM_ARGUMENTS(am_span_text(context->maker, value->span)));
}
