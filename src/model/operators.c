/*
 * Arithmetic: which types + - * / ^ and rounding join, and what comes out.
 *
 * Sums of money and of wholes are exact or fault, as are products of wholes; everything else is rounded to 34
 * digits. Two constants are joined here when the result is exact.
 */
#include "model/build.h"

static bool is_money(am_type type) {
    return type.kind == AM_TYPE_MONEY && !type.is_range;
}

static bool is_period(am_type type) {
    return !type.is_range && (type.kind == AM_TYPE_MONTHS || type.kind == AM_TYPE_DAYS);
}

void am_report_operands(am_context *context, am_span span, am_slice operator, const am_expr * a,
                        const am_expr *b) {
    am_maker *maker = context->maker;

    if (a->type.kind == AM_TYPE_MONEY && b->type.kind == AM_TYPE_MONEY && a->type.index != b->type.index) {
        am_report(
            maker, AM_DIAG_CURRENCY_MIXED, span,
            AM_ARGUMENTS(maker->model->units[a->type.index].code, maker->model->units[b->type.index].code));
    } else if (is_period(a->type) && is_period(b->type) && a->type.kind != b->type.kind) {
        am_report(maker, AM_DIAG_PERIOD_MIXED, span, AM_NO_ARGUMENTS);
    } else {
        am_report(maker, AM_DIAG_OPERATOR_TYPES, span,
                  AM_ARGUMENTS(operator, am_type_words(maker, a->type), am_type_words(maker, b->type)));
    }
}

static am_expr *refuse(am_context *context, am_span span, am_slice operator, am_expr * a, am_expr *b) {
    am_report_operands(context, span, operator, a, b);
    return am_expr_error(context, span);
}

/* Money beside a bare number: the number is what is wrong. */
static am_expr *refuse_sum(am_context *context, am_span span, am_slice operator, am_expr * a, am_expr *b) {
    if (is_money(a->type) && am_type_is_number(b->type)) {
        return am_expect(context, b, a->type);
    }
    if (is_money(b->type) && am_type_is_number(a->type)) {
        return am_expect(context, a, b->type);
    }
    return refuse(context, span, operator, a, b);
}

static am_arith apply(am_expr_kind kind, am_decimal a, am_decimal b, am_decimal *out) {
    switch (kind) {
    case AM_EXPR_ADD:
        return am_decimal_add(a, b, out);
    case AM_EXPR_SUBTRACT:
        return am_decimal_subtract(a, b, out);
    case AM_EXPR_MULTIPLY:
        return am_decimal_multiply(a, b, out);
    default:
        return am_decimal_divide(a, b, out);
    }
}

static bool is_decimal_constant(const am_expr *expr) {
    return expr->kind == AM_EXPR_CONSTANT && (am_type_is_number(expr->type) || is_money(expr->type));
}

static bool is_exact(am_expr_kind kind, am_type type) {
    if (kind == AM_EXPR_ADD || kind == AM_EXPR_SUBTRACT) {
        return am_type_is_exact(type);
    }
    return kind == AM_EXPR_MULTIPLY && type.kind == AM_TYPE_WHOLE;
}

static am_expr *make(am_context *context, am_expr_kind kind, am_span span, am_type type, am_expr *a,
                     am_expr *b) {
    am_expr *expr;
    am_decimal value;

    if (is_decimal_constant(a) && is_decimal_constant(b)) {
        /* Numbers that are written out are numbers: only what counts something is whole and must be exact. */
        am_arith worst = is_money(type) ? AM_ARITH_EXACT : AM_ARITH_ROUNDED;

        if (apply(kind, a->value.decimal, b->value.decimal, &value) <= worst) {
            return am_expr_decimal(context, span, type, value);
        }
    }
    expr = am_expr_make(context, kind, span, type, 2, a, b, NULL);
    if (expr != NULL) {
        expr->is_exact = is_exact(kind, type);
    }
    return expr;
}

static am_expr *shift_date(am_context *context, am_expr_kind kind, am_span span, am_expr *date,
                           am_expr *period) {
    am_header *header = context->header;
    am_expr *expr;

    if (period->type.kind == AM_TYPE_MONTHS && date->kind != AM_EXPR_CONSTANT &&
        !header->book->has_month_end && !header->is_month_end_missed) {
        header->is_month_end_missed = true;
        am_report(context->maker, AM_DIAG_MONTH_ENDS_NEEDED, span, AM_NO_ARGUMENTS);
    }
    expr = am_expr_make(context, kind, span, am_type_of(AM_TYPE_DATE), 2, date, period, NULL);
    if (expr != NULL) {
        expr->month_end = header->book->has_month_end ? header->book->month_end : AM_MONTH_END_ERROR;
    }
    return expr;
}

/* Both summands' type, where numbers, money and periods meet their own kind; ranges only when `has_ranges`.
 */
static bool sum_type(am_type a, am_type b, bool has_ranges, am_type *out) {
    if (!am_type_join(a, b, out) || (out->is_range && !has_ranges)) {
        return false;
    }
    return out->kind == AM_TYPE_NUMBER || out->kind == AM_TYPE_WHOLE || out->kind == AM_TYPE_MONEY ||
           (is_period(*out) && !out->is_range);
}

am_expr *am_add(am_context *context, am_span span, am_expr *a, am_expr *b) {
    am_type date = am_type_of(AM_TYPE_DATE), type;

    if (am_expr_is_error(a) || am_expr_is_error(b)) {
        return am_expr_error(context, span);
    }
    if (is_period(a->type) && am_type_is_same(b->type, date)) {
        return shift_date(context, AM_EXPR_ADD, span, b, a);
    }
    if (am_type_is_same(a->type, date) && is_period(b->type)) {
        return shift_date(context, AM_EXPR_ADD, span, a, b);
    }
    if (!sum_type(a->type, b->type, true, &type)) {
        return refuse_sum(context, span, AM_SLICE("+"), a, b);
    }
    return make(context, AM_EXPR_ADD, span, type, a, b);
}

am_expr *am_subtract(am_context *context, am_span span, am_expr *a, am_expr *b) {
    am_type date = am_type_of(AM_TYPE_DATE), type;

    if (am_expr_is_error(a) || am_expr_is_error(b)) {
        return am_expr_error(context, span);
    }
    if (am_type_is_same(a->type, date) && is_period(b->type)) {
        return shift_date(context, AM_EXPR_SUBTRACT, span, a, b);
    }
    if (am_type_is_same(a->type, date) && am_type_is_same(b->type, date)) {
        return make(context, AM_EXPR_SUBTRACT, span, am_type_of(AM_TYPE_DAYS), a, b);
    }
    if (!sum_type(a->type, b->type, false, &type)) {
        return refuse_sum(context, span, AM_SLICE("-"), a, b);
    }
    return make(context, AM_EXPR_SUBTRACT, span, type, a, b);
}

/* a number or money times a range of them, the range first. */
static am_expr *scale_range(am_context *context, am_span span, am_slice operator, am_expr * range,
                            am_expr *factor) {
    am_type type = range->type;

    if (type.kind == AM_TYPE_MONEY && am_type_is_number(factor->type)) {
        return make(context, AM_EXPR_MULTIPLY, span, type, range, factor);
    }
    if (type.kind != AM_TYPE_NUMBER && type.kind != AM_TYPE_WHOLE) {
        return refuse(context, span, operator, range, factor);
    }
    if (is_money(factor->type)) {
        type = factor->type;
    } else if (!am_type_is_number(factor->type)) {
        return refuse(context, span, operator, range, factor);
    } else if (factor->type.kind == AM_TYPE_NUMBER) {
        type.kind = AM_TYPE_NUMBER;
    }
    type.is_range = true;
    return make(context, AM_EXPR_MULTIPLY, span, type, range, factor);
}

static am_expr *scale_period(am_context *context, am_span span, am_slice operator, am_expr * period,
                             am_expr *factor) {
    if (!am_type_is_number(factor->type)) {
        return refuse(context, span, operator, period, factor);
    }
    factor = am_expect(context, factor, am_type_of(AM_TYPE_WHOLE));
    if (am_expr_is_error(factor)) {
        return factor;
    }
    return make(context, AM_EXPR_MULTIPLY, span, period->type, period, factor);
}

/* `operator` is what the drafter wrote: `*`, or the `of` of a percentage. */
static am_expr *multiply(am_context *context, am_span span, am_slice operator, am_expr * a, am_expr *b) {
    am_expr *converted;
    am_type type;

    if (am_expr_is_error(a) || am_expr_is_error(b)) {
        return am_expr_error(context, span);
    }
    converted = am_rate_apply(context, AM_EXPR_MULTIPLY, span, a, b);
    if (converted != NULL) {
        return converted;
    }
    if (a->type.is_range != b->type.is_range) {
        return a->type.is_range ? scale_range(context, span, operator, a, b)
                                : scale_range(context, span, operator, b, a);
    }
    if (is_period(a->type) || is_period(b->type)) {
        return is_period(a->type) ? scale_period(context, span, operator, a, b)
                                  : scale_period(context, span, operator, b, a);
    }
    if (am_type_is_number(a->type) && am_type_is_number(b->type) && am_type_join(a->type, b->type, &type)) {
        return make(context, AM_EXPR_MULTIPLY, span, type, a, b);
    }
    if (is_money(a->type) && am_type_is_number(b->type)) {
        return make(context, AM_EXPR_MULTIPLY, span, a->type, a, b);
    }
    if (am_type_is_number(a->type) && is_money(b->type)) {
        return make(context, AM_EXPR_MULTIPLY, span, b->type, a, b);
    }
    am_report(context->maker, AM_DIAG_OPERATOR_TYPES, span,
              AM_ARGUMENTS(operator, am_type_words(context->maker, a->type),
                           am_type_words(context->maker, b->type)));
    return am_expr_error(context, span);
}

am_expr *am_multiply(am_context *context, am_span span, am_expr *a, am_expr *b) {
    return multiply(context, span, AM_SLICE("*"), a, b);
}

static am_expr *divide(am_context *context, am_span span, am_expr *a, am_expr *b) {
    am_type number = am_type_of(AM_TYPE_NUMBER);
    am_expr *converted;

    if (am_expr_is_error(a) || am_expr_is_error(b)) {
        return am_expr_error(context, span);
    }
    converted = am_rate_apply(context, AM_EXPR_DIVIDE, span, a, b);
    if (converted != NULL) {
        return converted;
    }
    if (am_type_is_number(a->type) && am_type_is_number(b->type)) {
        return make(context, AM_EXPR_DIVIDE, span, number, a, b);
    }
    if (is_money(a->type) && am_type_is_number(b->type)) {
        return make(context, AM_EXPR_DIVIDE, span, a->type, a, b);
    }
    if (is_money(a->type) && am_type_is_same(a->type, b->type)) {
        return make(context, AM_EXPR_DIVIDE, span, number, a, b);
    }
    return refuse(context, span, AM_SLICE("/"), a, b);
}

static am_expr *power(am_context *context, am_span span, am_expr *a, am_expr *b) {
    a = am_expect_number(context, a);
    b = am_expect(context, b, am_type_of(AM_TYPE_WHOLE));
    if (am_expr_is_error(a) || am_expr_is_error(b)) {
        return am_expr_error(context, span);
    }
    return am_expr_make(context, AM_EXPR_POWER, span, am_type_of(AM_TYPE_NUMBER), 2, a, b, NULL);
}

static am_expr *read_arithmetic(am_context *context, const am_node *node) {
    const am_node *left = am_node_expression(node);
    const am_node *right = left == NULL ? NULL : am_node_next_expression(left);
    am_type none = am_type_of(AM_TYPE_ERROR);
    am_expr *a = am_expr_value(context, left, none);
    am_expr *b = am_expr_value(context, right, none);

    switch ((am_operator)node->op) {
    case AM_OPERATOR_ADD:
        return am_add(context, node->span, a, b);
    case AM_OPERATOR_SUBTRACT:
        return am_subtract(context, node->span, a, b);
    case AM_OPERATOR_MULTIPLY:
        return am_multiply(context, node->span, a, b);
    case AM_OPERATOR_DIVIDE:
        return divide(context, node->span, a, b);
    default:
        return power(context, node->span, a, b);
    }
}

static am_expr *read_negate(am_context *context, const am_node *node) {
    am_expr *operand = am_expr_value(context, am_node_expression(node), am_type_of(AM_TYPE_ERROR));
    am_maker *maker = context->maker;

    if (am_expr_is_error(operand)) {
        return operand;
    }
    if (is_decimal_constant(operand)) {
        return am_expr_decimal(context, node->span, operand->type, am_decimal_negate(operand->value.decimal));
    }
    if (is_period(operand->type)) {
        if (operand->kind == AM_EXPR_CONSTANT) {
            return am_expr_integer(context, node->span, operand->type, -operand->value.integer);
        }
        return make(context, AM_EXPR_MULTIPLY, node->span, operand->type, operand,
                    am_expr_decimal(context, node->span, am_type_of(AM_TYPE_WHOLE), am_decimal_of(-1)));
    }
    if (am_type_is_number(operand->type) || is_money(operand->type)) {
        return am_expr_make(context, AM_EXPR_NEGATE, node->span, operand->type, 1, operand, NULL, NULL);
    }
    am_report(maker, AM_DIAG_WRONG_TYPE, operand->span,
              AM_ARGUMENTS(AM_SLICE("a number, an amount or a period"), am_type_words(maker, operand->type)));
    return am_expr_error(context, node->span);
}

am_expr *am_unit_read(am_context *context, const am_node *node, am_type type) {
    am_expr *unit = am_expr_value(context, node, am_type_of(AM_TYPE_ERROR));

    if (am_expr_is_error(unit) || type.kind == AM_TYPE_ERROR) {
        return unit;
    }
    type.is_range = false;
    if (type.kind != AM_TYPE_MONEY || !is_money(unit->type)) {
        unit = am_expect_number(context, unit);
    } else {
        unit = am_expect(context, unit, type);
    }
    if (am_expr_is_error(unit) || unit->kind != AM_EXPR_CONSTANT) {
        return unit;
    }
    if (unit->value.decimal.digits != 0 && !unit->value.decimal.is_negative) {
        return unit;
    }
    am_report(context->maker, AM_DIAG_UNIT_NOT_POSITIVE, unit->span, AM_NO_ARGUMENTS);
    return am_expr_error(context, unit->span);
}

static am_expr *read_round(am_context *context, const am_node *node) {
    const am_node *left = am_node_expression(node);
    const am_node *right = left == NULL ? NULL : am_node_next_expression(left);
    am_expr *value = am_expr_value(context, left, am_type_of(AM_TYPE_ERROR)), *unit, *expr;
    am_type type;

    if (!am_expr_is_error(value) && !is_money(value->type)) {
        value = am_expect_number(context, value);
    }
    if (am_expr_is_error(value)) {
        return value;
    }
    unit = am_unit_read(context, right, value->type);
    if (am_expr_is_error(unit)) {
        return unit;
    }
    type = is_money(value->type) ? value->type : unit->type;
    expr = am_expr_make(context, AM_EXPR_ROUND, node->span, type, 2, value, unit, NULL);
    if (expr != NULL) {
        expr->mode = (uint8_t)node->op;
    }
    return expr;
}

static am_expr *read_percent_of(am_context *context, const am_node *node) {
    const am_node *percent = am_node_expression(node);
    const am_node *whole = percent == NULL ? NULL : am_node_next_expression(percent);
    am_expr *a = am_expr_value(context, percent, am_type_of(AM_TYPE_ERROR));

    return multiply(context, node->span, AM_SLICE("of"), a,
                    am_expr_value(context, whole, am_type_of(AM_TYPE_ERROR)));
}

am_expr *am_operator_read(am_context *context, const am_node *node, am_type hint) {
    (void)hint;
    switch ((am_node_kind)node->kind) {
    case AM_NODE_NEGATE:
        return read_negate(context, node);
    case AM_NODE_PERCENT_OF:
        return read_percent_of(context, node);
    case AM_NODE_ROUND_TO:
        return read_round(context, node);
    default:
        return read_arithmetic(context, node);
    }
}
