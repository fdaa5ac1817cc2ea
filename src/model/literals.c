/*
 * Literals: numbers, money, dates, periods, texts, yes and no, as constants.
 *
 * A number without a fraction is whole, as it is written: 2 is, 2.0 and 200% are not. A quoted text beside
 * tiers or choices is the value that is spelt so.
 */
#include "base/unicode.h"
#include "model/build.h"

#define MONTHS_MAX 120000
#define DAYS_MAX   4000000

static bool read_digits(am_context *context, const am_node *node, am_decimal *out) {
    if (am_decimal_parse(node->text, out) == AM_ARITH_EXACT) {
        return true;
    }
    am_report(context->maker, AM_DIAG_TOO_MANY_DIGITS, node->span, AM_NO_ARGUMENTS);
    return false;
}

/* Where a rate is expected a number is one. */
static am_expr *read_number(am_context *context, const am_node *node, am_type hint) {
    bool is_percentage = node->op == 1;
    am_decimal value;

    if (!read_digits(context, node, &value)) {
        return am_expr_error(context, node->span);
    }
    if (is_percentage) {
        am_decimal_divide(value, am_decimal_of(100), &value);
    }
    if (hint.kind == AM_TYPE_RATE && !is_percentage) {
        hint.is_optional = false;
        return am_expr_decimal(context, node->span, hint, value);
    }
    return am_expr_decimal(
        context, node->span,
        am_type_of(is_percentage || !am_decimal_is_whole(value) ? AM_TYPE_NUMBER : AM_TYPE_WHOLE), value);
}

static am_expr *read_money(am_context *context, const am_node *node) {
    const am_node *code = am_node_child(node, AM_NODE_NAME);
    uint16_t unit = code == NULL ? AM_TYPE_NO_UNIT : am_unit_of(context->maker, code->text, code->span);
    am_decimal value;

    if (unit == AM_TYPE_NO_UNIT || !read_digits(context, node, &value)) {
        return am_expr_error(context, node->span);
    }
    return am_expr_decimal(context, node->span, am_type_money(unit), value);
}

/* A day that the calendar has not was reported when the text was read. */
static am_expr *read_date(am_context *context, const am_node *node) {
    am_date date;

    if (am_date_parse(node->text, &date)) {
        return am_expr_integer(context, node->span, am_type_of(AM_TYPE_DATE), date);
    }
    return am_expr_error(context, node->span);
}

static am_expr *read_period(am_context *context, const am_node *node) {
    bool is_days = node->op == AM_PERIOD_DAYS;
    int64_t count, limit = is_days ? DAYS_MAX : MONTHS_MAX;
    am_decimal value;

    if (am_decimal_parse(node->text, &value) != AM_ARITH_EXACT || !am_decimal_to_int64(value, &count) ||
        count < 0 || count > limit || (node->op == AM_PERIOD_YEARS && count > limit / 12)) {
        am_report(context->maker, AM_DIAG_PERIOD_TOO_LONG, node->span, AM_NO_ARGUMENTS);
        return am_expr_error(context, node->span);
    }
    return am_expr_integer(context, node->span, am_type_of(is_days ? AM_TYPE_DAYS : AM_TYPE_MONTHS),
                           node->op == AM_PERIOD_YEARS ? count * 12 : count);
}

static am_expr *read_text(am_context *context, const am_node *node, am_type hint) {
    am_slice text = am_unicode_nfc(context->maker->arena, node->text);
    am_expr *expr;

    if (hint.kind == AM_TYPE_CODE) {
        return am_value_find(context, text, node->span, hint.index);
    }
    expr = am_expr_new(context, AM_EXPR_CONSTANT, node->span, am_type_of(AM_TYPE_TEXT));
    if (expr != NULL) {
        expr->value.text = text;
    }
    return expr;
}

am_expr *am_literal_read(am_context *context, const am_node *node, am_type hint) {
    switch ((am_node_kind)node->kind) {
    case AM_NODE_NUMBER:
        return read_number(context, node, hint);
    case AM_NODE_MONEY:
        return read_money(context, node);
    case AM_NODE_DATE:
        return read_date(context, node);
    case AM_NODE_PERIOD:
        return read_period(context, node);
    case AM_NODE_TEXT:
        return read_text(context, node, hint);
    default:
        return am_expr_integer(context, node->span, am_type_of(AM_TYPE_YESNO), node->kind == AM_NODE_YES);
    }
}
