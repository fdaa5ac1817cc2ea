/*
 * Ranges: as values with two ends, as conditions (`x in over 5 to 10`, `d within 24 months before e`), and as
 * the constant intervals of fields and cells.
 *
 * A condition shares the one expression of its subject, so that whoever reads the model can compute it once.
 */
#include "model/build.h"

am_range_nodes am_range_nodes_of(const am_node *range) {
    const am_node *first = am_node_expression(range);
    const am_node *second = first == NULL ? NULL : am_node_next_expression(first);

    switch ((am_range_shape)range->op) {
    case AM_RANGE_OVER_TO:
        return (am_range_nodes){first, second, true, false};
    case AM_RANGE_TO_UNDER:
        return (am_range_nodes){first, second, false, true};
    case AM_RANGE_OVER_TO_UNDER:
        return (am_range_nodes){first, second, true, true};
    case AM_RANGE_UNDER:
        return (am_range_nodes){NULL, first, false, true};
    case AM_RANGE_UP_TO:
        return (am_range_nodes){NULL, first, false, false};
    case AM_RANGE_OVER:
        return (am_range_nodes){first, NULL, true, false};
    case AM_RANGE_FROM:
        return (am_range_nodes){first, NULL, false, false};
    default:
        return (am_range_nodes){first, second, false, false};
    }
}

bool am_interval_check(am_context *context, const am_interval *interval, am_span span) {
    int order;

    if (!am_expr_is_constant(interval->lowest) || !am_expr_is_constant(interval->highest)) {
        return true;
    }
    order = am_constant_compare(interval->lowest, interval->highest);
    if (order < 0 || (order == 0 && !interval->is_lowest_out && !interval->is_highest_out)) {
        return true;
    }
    am_report(context->maker, AM_DIAG_EMPTY_RANGE, span, AM_NO_ARGUMENTS);
    return false;
}

static am_expr *make_range(am_context *context, am_span span, am_expr *lowest, am_expr *highest,
                           am_type type) {
    am_interval interval = {.lowest = lowest, .highest = highest};

    if (!am_interval_check(context, &interval, span)) {
        return am_expr_error(context, span);
    }
    type.is_range = true;
    return am_expr_make(context, AM_EXPR_RANGE, span, type, 2, lowest, highest, NULL);
}

am_expr *am_range_read(am_context *context, const am_node *node, am_type hint) {
    am_range_nodes nodes = am_range_nodes_of(node);
    am_maker *maker = context->maker;
    am_expr *lowest, *highest;
    am_type type;

    hint.is_range = false;
    if (node->op != AM_RANGE_TO) {
        am_report(maker, AM_DIAG_RANGE_ENDS, node->span, AM_NO_ARGUMENTS);
        return am_expr_error(context, node->span);
    }
    am_expr_pair(context, nodes.lowest, nodes.highest, hint, &lowest, &highest);
    if (am_expr_is_error(lowest) || am_expr_is_error(highest)) {
        return am_expr_error(context, node->span);
    }
    if (!am_type_join(lowest->type, highest->type, &type)) {
        am_expect(context, highest, lowest->type);
        return am_expr_error(context, node->span);
    }
    if (!am_type_is_ordered(maker, type) || type.kind == AM_TYPE_CODE) {
        am_report(maker, AM_DIAG_NOT_ORDERED, node->span, AM_ARGUMENTS(am_type_words(maker, type)));
        return am_expr_error(context, node->span);
    }
    return make_range(context, node->span, lowest, highest, type);
}

/* One end of a condition: how the subject lies to it. */
static am_expr *compare_end(am_context *context, am_span span, am_expr *lower, am_expr *higher, bool is_out) {
    am_maker *maker = context->maker;
    am_type type;

    if (am_expr_is_error(lower) || am_expr_is_error(higher)) {
        return am_expr_error(context, span);
    }
    if (!am_type_join(lower->type, higher->type, &type)) {
        am_report_operands(context, span, AM_SLICE("in"), lower, higher);
        return am_expr_error(context, span);
    }
    if (!am_type_is_ordered(maker, type)) {
        am_report(maker, AM_DIAG_NOT_ORDERED, span, AM_ARGUMENTS(am_type_words(maker, type)));
        return am_expr_error(context, span);
    }
    return am_expr_make(context, is_out ? AM_EXPR_LESS : AM_EXPR_LESS_EQUAL, span, am_type_of(AM_TYPE_YESNO),
                        2, lower, higher, NULL);
}

static am_expr *join_ends(am_context *context, am_span span, am_expr *subject, const am_interval *interval) {
    am_expr *ends[2];
    size_t count = 0;

    if (!am_interval_check(context, interval, span)) {
        return am_expr_error(context, span);
    }
    if (interval->lowest != NULL) {
        ends[0] = compare_end(context, span, interval->lowest, subject, interval->is_lowest_out);
        if (am_expr_is_error(ends[0])) {
            return ends[0];
        }
        count = 1;
    }
    if (interval->highest != NULL) {
        ends[count] = compare_end(context, span, subject, interval->highest, interval->is_highest_out);
        if (am_expr_is_error(ends[count])) {
            return ends[count];
        }
        count++;
    }
    return am_condition_join(context, AM_EXPR_AND, span, ends, count);
}

/* An end in the terms of the subject: reported where it does not fit it. */
static am_expr *read_end(am_context *context, const am_node *node, const am_expr *subject) {
    am_expr *end = am_expr_value(context, node, subject->type);
    am_type joined;

    if (am_expr_is_error(end) || am_expr_is_error(subject) ||
        am_type_join(end->type, subject->type, &joined)) {
        return end;
    }
    return am_expect(context, end, subject->type);
}

/* A plain range has its two ends as parts; they stand beside each other as any range does. */
static bool read_ends(am_context *context, const am_node *node, am_expr *subject, am_interval *out) {
    am_type part;
    am_expr *range;

    if (node != NULL && node->kind == AM_NODE_RANGE) {
        am_range_nodes nodes = am_range_nodes_of(node);

        *out = (am_interval){.is_lowest_out = nodes.is_lowest_out, .is_highest_out = nodes.is_highest_out};
        if (nodes.lowest != NULL) {
            out->lowest = read_end(context, nodes.lowest, subject);
        }
        if (nodes.highest != NULL) {
            out->highest = read_end(context, nodes.highest, subject);
        }
        return (nodes.lowest == NULL || !am_expr_is_error(out->lowest)) &&
               (nodes.highest == NULL || !am_expr_is_error(out->highest));
    }
    range = am_expr_value(context, node, subject->type);
    if (am_expr_is_error(range)) {
        return false;
    }
    if (!range->type.is_range) {
        am_report(context->maker, AM_DIAG_WRONG_TYPE, range->span,
                  AM_ARGUMENTS(AM_SLICE("a range"), am_type_words(context->maker, range->type)));
        return false;
    }
    part = range->type;
    part.is_range = false;
    out->lowest = am_expr_make(context, AM_EXPR_LOWEST, range->span, part, 1, range, NULL, NULL);
    out->highest = am_expr_make(context, AM_EXPR_HIGHEST, range->span, part, 1, range, NULL, NULL);
    return out->lowest != NULL && out->highest != NULL;
}

am_expr *am_in_read(am_context *context, const am_node *node) {
    const am_node *left = am_node_expression(node);
    const am_node *right = left == NULL ? NULL : am_node_next_expression(left);
    am_expr *subject = am_expr_value(context, left, am_type_of(AM_TYPE_ERROR));
    am_interval interval = {0};

    if (subject == NULL) {
        return NULL;
    }
    if (!read_ends(context, right, subject, &interval) || am_expr_is_error(subject)) {
        return am_expr_error(context, node->span);
    }
    return join_ends(context, node->span, subject, &interval);
}

/* within P before D: D - P <= x < D. within P up to D: D - P <= x <= D. within P after D: D < x <= D + P. */
am_expr *am_within_read(am_context *context, const am_node *node) {
    const am_node *nodes[3];
    am_type date = am_type_of(AM_TYPE_DATE);
    am_expr *subject, *period, *day;
    am_interval interval;

    nodes[0] = am_node_expression(node);
    for (int i = 1; i < 3; i++) {
        nodes[i] = nodes[i - 1] == NULL ? NULL : am_node_next_expression(nodes[i - 1]);
    }
    subject = am_expr_typed(context, nodes[0], date);
    period = am_expr_value(context, nodes[1], am_type_of(AM_TYPE_ERROR));
    day = am_expr_typed(context, nodes[2], date);
    if (am_expr_is_error(subject) || am_expr_is_error(period) || am_expr_is_error(day)) {
        return am_expr_error(context, node->span);
    }
    if (period->type.is_range || (period->type.kind != AM_TYPE_MONTHS && period->type.kind != AM_TYPE_DAYS)) {
        am_report(context->maker, AM_DIAG_WRONG_TYPE, period->span,
                  AM_ARGUMENTS(AM_SLICE("a period"), am_type_words(context->maker, period->type)));
        return am_expr_error(context, node->span);
    }
    if (node->op == AM_WINDOW_AFTER) {
        interval = (am_interval){day, am_add(context, node->span, day, period), true, false};
    } else {
        interval = (am_interval){am_subtract(context, node->span, day, period), day, false,
                                 node->op == AM_WINDOW_BEFORE};
    }
    return join_ends(context, node->span, subject, &interval);
}

am_expr *am_limited_read(am_context *context, const am_node *node, am_type hint) {
    const am_node *left = am_node_expression(node);
    const am_node *right = left == NULL ? NULL : am_node_next_expression(left);
    am_expr *value = am_expr_value(context, left, hint);
    am_expr *range = am_expr_value(context, right, value == NULL ? hint : value->type);
    am_maker *maker = context->maker;
    am_type part, type;

    if (am_expr_is_error(value) || am_expr_is_error(range)) {
        return am_expr_error(context, node->span);
    }
    part = range->type;
    part.is_range = false;
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): tested above */
    if (!range->type.is_range || value->type.is_range) {
        const am_expr *wrong = range->type.is_range ? value : range;

        am_report(maker, AM_DIAG_WRONG_TYPE, wrong->span,
                  AM_ARGUMENTS(range->type.is_range ? AM_SLICE("a single value") : AM_SLICE("a range"),
                               am_type_words(maker, wrong->type)));
        return am_expr_error(context, node->span);
    }
    if (!am_type_join(value->type, part, &type)) {
        am_expect(context, value, part);
        return am_expr_error(context, node->span);
    }
    return am_expr_make(context, AM_EXPR_LIMITED, node->span, type, 2, value, range, NULL);
}

static am_expr *read_constant(am_context *context, const am_node *node, am_type type) {
    am_expr *value = am_expr_typed(context, node, type);

    if (am_expr_is_error(value) || am_expr_is_constant(value)) {
        return value;
    }
    am_report_varying(context, value);
    return am_expr_error(context, value->span);
}

static bool read_shape(am_context *context, am_range_nodes nodes, am_type type, am_interval *out) {
    *out = (am_interval){.is_lowest_out = nodes.is_lowest_out, .is_highest_out = nodes.is_highest_out};
    if (nodes.lowest != NULL) {
        out->lowest = read_constant(context, nodes.lowest, type);
    }
    if (nodes.highest != NULL) {
        out->highest = read_constant(context, nodes.highest, type);
    }
    return (nodes.lowest == NULL || !am_expr_is_error(out->lowest)) &&
           (nodes.highest == NULL || !am_expr_is_error(out->highest));
}

bool am_interval_read(am_context *context, const am_node *node, am_type type, am_interval *out) {
    const am_node *bound = am_node_expression(node);
    am_expr *range;

    type.is_optional = false;
    if (node->kind == AM_NODE_RANGE) {
        return read_shape(context, am_range_nodes_of(node), type, out);
    }
    if (node->kind == AM_NODE_OR_HIGHER) {
        return read_shape(context,
                          node->op == AM_OR_HIGHER ? (am_range_nodes){bound, NULL, false, false}
                                                   : (am_range_nodes){NULL, bound, false, false},
                          type, out);
    }
    type.is_range = true;
    range = read_constant(context, node, type);
    if (am_expr_is_error(range) || range->kind != AM_EXPR_RANGE) {
        return false;
    }
    *out = (am_interval){.lowest = range->operands[0], .highest = range->operands[1]};
    return true;
}
