/*
 * Calls of the functions of builtin.def, and the forms that measure dates: `months between a and b`, `end of
 * month of d`.
 *
 * floor and ceiling are rounding to 1, so that one instruction and one rule of types serve all of them.
 */
#include "model/build.h"

typedef enum am_builtin {
#define BUILTIN(name, word, count, parameters, result, documentation) AM_BUILTIN_##name,
#include "model/builtin.def"
#undef BUILTIN
    AM_BUILTIN_COUNT,
} am_builtin;

static const struct {
    const char *word;
    unsigned count;
    const char *parameters;
} builtins[] = {
#define BUILTIN(name, word, count, parameters, result, documentation) {word, count, parameters},
#include "model/builtin.def"
#undef BUILTIN
};

static am_builtin find_builtin(am_context *context, const am_node *call) {
    am_guess guess = am_guess_of(context->maker, call->text);

    for (int i = 0; i < AM_BUILTIN_COUNT; i++) {
        if (am_slice_is_equal(call->text, am_slice_of(builtins[i].word))) {
            return (am_builtin)i;
        }
        am_guess_try(&guess, am_slice_of(builtins[i].word));
    }
    am_report_guess(context->maker, AM_DIAG_UNKNOWN_FUNCTION, call->span, guess, AM_ARGUMENTS(call->text));
    return AM_BUILTIN_COUNT;
}

static bool is_amount(am_type type) {
    return am_type_is_number(type) || (type.kind == AM_TYPE_MONEY && !type.is_range);
}

static am_expr *expect_amount(am_context *context, am_expr *expr) {
    am_maker *maker = context->maker;

    if (am_expr_is_error(expr) || is_amount(expr->type)) {
        return expr;
    }
    am_report(maker, AM_DIAG_WRONG_TYPE, expr->span,
              AM_ARGUMENTS(AM_SLICE("a number or an amount"), am_type_words(maker, expr->type)));
    return am_expr_error(context, expr->span);
}

static am_expr *round_to_one(am_context *context, const am_node *node, am_expr *x, am_rounding mode) {
    am_type whole = am_type_of(AM_TYPE_WHOLE);
    am_expr *one = am_expr_decimal(context, node->span, whole, am_decimal_of(1));
    am_expr *expr = am_expr_make(context, AM_EXPR_ROUND, node->span,
                                 am_type_is_number(x->type) ? whole : x->type, 2, x, one, NULL);

    if (expr != NULL) {
        expr->mode = (uint8_t)mode;
    }
    return expr;
}

static am_expr *call_one(am_context *context, const am_node *node, am_builtin builtin) {
    am_expr *x =
        expect_amount(context, am_expr_value(context, am_node_expression(node), am_type_of(AM_TYPE_ERROR)));

    if (am_expr_is_error(x)) {
        return x;
    }
    if (builtin == AM_BUILTIN_ABS) {
        return am_expr_make(context, AM_EXPR_ABSOLUTE, node->span, x->type, 1, x, NULL, NULL);
    }
    return round_to_one(context, node, x, builtin == AM_BUILTIN_FLOOR ? AM_ROUND_FLOOR : AM_ROUND_CEILING);
}

static am_expr *call_two(am_context *context, const am_node *node, am_builtin builtin) {
    const am_node *left = am_node_expression(node);
    am_type none = am_type_of(AM_TYPE_ERROR), type;
    am_expr *a = expect_amount(context, am_expr_value(context, left, none));
    am_expr *b = expect_amount(context, am_expr_value(context, am_node_next_expression(left), none));

    if (am_expr_is_error(a) || am_expr_is_error(b)) {
        return am_expr_error(context, node->span);
    }
    if (!am_type_join(a->type, b->type, &type)) {
        am_report_operands(context, node->span, am_slice_of(builtins[builtin].word), a, b);
        return am_expr_error(context, node->span);
    }
    if (builtin == AM_BUILTIN_QUOTIENT) {
        return am_expr_make(context, AM_EXPR_QUOTIENT, node->span, am_type_of(AM_TYPE_WHOLE), 2, a, b, NULL);
    }
    return am_expr_make(context, AM_EXPR_REMAINDER, node->span, type, 2, a, b, NULL);
}

static unsigned count_arguments(const am_node *node) {
    unsigned count = 0;

    for (const am_node *item = am_node_expression(node); item != NULL; item = am_node_next_expression(item)) {
        count++;
    }
    return count;
}

bool am_is_function(am_slice name) {
    for (int i = 0; i < AM_BUILTIN_COUNT; i++) {
        if (am_slice_is_equal(name, am_slice_of(builtins[i].word))) {
            return true;
        }
    }
    return false;
}

static am_expr *read_call(am_context *context, const am_node *node) {
    am_expr *expanded = am_call_read(context, node);
    am_builtin builtin = expanded != NULL ? AM_BUILTIN_COUNT : find_builtin(context, node);

    if (expanded != NULL) {
        return expanded;
    }
    if (builtin == AM_BUILTIN_COUNT) {
        return am_expr_error(context, node->span);
    }
    if (count_arguments(node) != builtins[builtin].count) {
        am_report(context->maker, AM_DIAG_ARGUMENT_COUNT, node->span,
                  AM_ARGUMENTS(node->text, am_slice_of(builtins[builtin].parameters)));
        return am_expr_error(context, node->span);
    }
    return builtins[builtin].count == 1 ? call_one(context, node, builtin) : call_two(context, node, builtin);
}

static am_expr *read_between(am_context *context, const am_node *node) {
    const am_node *left = am_node_expression(node);
    const am_node *right = left == NULL ? NULL : am_node_next_expression(left);
    am_type date = am_type_of(AM_TYPE_DATE);
    bool is_one = node->op == AM_BETWEEN_END_OF_MONTH;
    am_expr *a = am_expr_typed(context, left, date);
    am_expr *b = is_one ? NULL : am_expr_typed(context, right, date), *expr;

    if (am_expr_is_error(a) || (!is_one && am_expr_is_error(b))) {
        return am_expr_error(context, node->span);
    }
    expr = am_expr_make(context, AM_EXPR_BETWEEN, node->span, is_one ? date : am_type_of(AM_TYPE_WHOLE),
                        is_one ? 1 : 2, a, b, NULL);
    if (expr != NULL) {
        expr->mode = (uint8_t)node->op;
    }
    return expr;
}

am_expr *am_function_read(am_context *context, const am_node *node, am_type hint) {
    (void)hint;
    return node->kind == AM_NODE_CALL ? read_call(context, node) : read_between(context, node);
}
