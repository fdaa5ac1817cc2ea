/*
 * Conditions: comparisons, `is`, `and`, `or`, `not`, and what a condition shows to be known.
 *
 * Everything comes down to EQUAL, LESS, LESS_EQUAL, KNOWN, NOT, AND, OR: `a > b` is `b < a`, `is not` is NOT
 * EQUAL, `is one of` an OR whose items share one operand. In an AND the conjuncts after `x is known` may use
 * x; in an OR those after `x is not known`.
 */
#include "model/build.h"

static am_type yes_no(void) {
    return am_type_of(AM_TYPE_YESNO);
}

void am_facts_add(am_context *context, const am_expr *condition, bool truth) {
    if (condition == NULL) {
        return;
    }
    if (condition->kind == AM_EXPR_NOT) {
        am_facts_add(context, condition->operands[0], !truth);
    } else if (condition->kind == (truth ? AM_EXPR_AND : AM_EXPR_OR)) {
        for (uint32_t i = 0; i < condition->operand_count; i++) {
            am_facts_add(context, condition->operands[i], truth);
        }
    } else if (condition->kind == AM_EXPR_KNOWN && truth) {
        const am_expr *read = condition->operands[0];
        am_fact *fact = AM_NEW(context->maker->arena, am_fact);

        if (fact == NULL) {
            return;
        }
        *fact = (am_fact){read, 0, context->facts};
        if (read->scope.is_element) {
            fact->level = context->element_count - 1 - read->scope.aggregate;
        }
        context->facts = fact;
    }
}

am_expr *am_condition_join(am_context *context, am_expr_kind kind, am_span span, am_expr **items,
                           size_t count) {
    am_expr *expr;

    for (size_t i = 0; i < count; i++) {
        if (items[i] == NULL) {
            return NULL;
        }
    }
    if (count == 1) {
        return items[0];
    }
    expr = am_expr_new(context, kind, span, yes_no());
    if (expr == NULL) {
        return NULL;
    }
    expr->operands = AM_NEW_ARRAY(context->maker->arena, am_expr *, count);
    if (expr->operands == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        expr->operands[i] = items[i];
    }
    expr->operand_count = (uint32_t)count;
    return expr;
}

static am_expr *negate(am_context *context, am_span span, am_expr *condition) {
    if (am_expr_is_error(condition)) {
        return condition;
    }
    return am_expr_make(context, AM_EXPR_NOT, span, yes_no(), 1, condition, NULL, NULL);
}

/* `a and b and c` is one AND of three: the left spine is walked, not descended. */
static am_expr *read_chain(am_context *context, const am_node *node) {
    am_expr_kind kind = node->kind == AM_NODE_AND ? AM_EXPR_AND : AM_EXPR_OR;
    const am_fact *facts = context->facts;
    const am_node **nodes, *first = node;
    size_t count = 1;
    am_expr **items;
    bool is_wrong = false;

    for (; first != NULL && first->kind == node->kind; first = am_node_expression(first)) {
        count++;
    }
    nodes = AM_NEW_ARRAY(context->maker->arena, const am_node *, count);
    items = AM_NEW_ARRAY(context->maker->arena, am_expr *, count);
    if (nodes == NULL || items == NULL) {
        return NULL;
    }
    first = node;
    for (size_t i = count; i-- > 1; first = am_node_expression(first)) {
        const am_node *left = am_node_expression(first);

        nodes[i] = left == NULL ? NULL : am_node_next_expression(left);
    }
    nodes[0] = first;
    for (size_t i = 0; i < count; i++) {
        items[i] = am_expr_condition(context, nodes[i]);
        is_wrong |= am_expr_is_error(items[i]);
        am_facts_add(context, items[i], kind == AM_EXPR_AND);
    }
    context->facts = facts;
    return is_wrong ? am_expr_error(context, node->span)
                    : am_condition_join(context, kind, node->span, items, count);
}

static void report_comparison(am_context *context, am_span span, const am_expr *a, const am_expr *b) {
    am_maker *maker = context->maker;

    am_report(maker, AM_DIAG_CANNOT_COMPARE, span,
              AM_ARGUMENTS(am_type_words(maker, a->type), am_type_words(maker, b->type)));
}

/* Whether two values can be compared; reports why not. */
static bool may_compare(am_context *context, am_span span, am_expr *a, am_expr *b, bool is_order) {
    am_maker *maker = context->maker;
    am_type type;

    if (am_expr_is_error(a) || am_expr_is_error(b)) {
        return false;
    }
    if (!am_type_join(a->type, b->type, &type)) {
        bool is_period = (a->type.kind == AM_TYPE_MONTHS && b->type.kind == AM_TYPE_DAYS) ||
                         (a->type.kind == AM_TYPE_DAYS && b->type.kind == AM_TYPE_MONTHS);

        if (a->type.kind == AM_TYPE_MONEY && b->type.kind == AM_TYPE_MONEY &&
            a->type.index != b->type.index) {
            am_report_operands(context, span, AM_SLICE("="), a, b);
        } else if (a->type.kind == AM_TYPE_MONEY && am_type_is_number(b->type)) {
            am_expect(context, b, a->type);
        } else if (b->type.kind == AM_TYPE_MONEY && am_type_is_number(a->type)) {
            am_expect(context, a, b->type);
        } else if (is_period) {
            am_report(maker, AM_DIAG_PERIOD_MIXED, span, AM_NO_ARGUMENTS);
        } else {
            report_comparison(context, span, a, b);
        }
        return false;
    }
    if (type.is_range) {
        report_comparison(context, span, a, b);
        return false;
    }
    if (is_order && !am_type_is_ordered(maker, type)) {
        am_report(maker, AM_DIAG_NOT_ORDERED, span, AM_ARGUMENTS(am_type_words(maker, type)));
        return false;
    }
    return true;
}

static am_expr *compare(am_context *context, am_expr_kind kind, am_span span, am_expr *a, am_expr *b) {
    if (!may_compare(context, span, a, b, kind != AM_EXPR_EQUAL)) {
        return am_expr_error(context, span);
    }
    return am_expr_make(context, kind, span, yes_no(), 2, a, b, NULL);
}

/* `a > b` as `b < a`, though a message speaks of them as they stand. */
static am_expr *compare_turned(am_context *context, am_expr_kind kind, am_span span, am_expr *a, am_expr *b) {
    if (!may_compare(context, span, a, b, true)) {
        return am_expr_error(context, span);
    }
    return am_expr_make(context, kind, span, yes_no(), 2, b, a, NULL);
}

static am_expr *read_compare(am_context *context, const am_node *node) {
    const am_node *left = am_node_expression(node);
    const am_node *right = left == NULL ? NULL : am_node_next_expression(left);
    am_span span = node->span;
    am_expr *a, *b;

    am_expr_pair(context, left, right, am_type_of(AM_TYPE_ERROR), &a, &b);
    switch ((am_operator)node->op) {
    case AM_OPERATOR_EQUAL:
        return compare(context, AM_EXPR_EQUAL, span, a, b);
    case AM_OPERATOR_UNEQUAL:
        return negate(context, span, compare(context, AM_EXPR_EQUAL, span, a, b));
    case AM_OPERATOR_LESS:
        return compare(context, AM_EXPR_LESS, span, a, b);
    case AM_OPERATOR_LESS_EQUAL:
        return compare(context, AM_EXPR_LESS_EQUAL, span, a, b);
    case AM_OPERATOR_GREATER:
        return compare_turned(context, AM_EXPR_LESS, span, a, b);
    default:
        return compare_turned(context, AM_EXPR_LESS_EQUAL, span, a, b);
    }
}

static bool is_word_unknown(am_context *context, const am_node *node) {
    if (node == NULL) {
        return false;
    }
    if (node->kind == AM_NODE_UNKNOWN) {
        return true;
    }
    return node->kind == AM_NODE_PATH && node->op == AM_PATH_BARE && am_node_count(node) == 1 &&
           am_slice_is_equal(node->children->text, AM_SLICE("unknown")) &&
           !am_path_is_readable(context, node);
}

static am_expr *read_known(am_context *context, const am_node *node, const am_node *operand) {
    am_maker *maker = context->maker;
    am_expr *read;

    if (operand == NULL || operand->kind != AM_NODE_PATH) {
        if (operand != NULL && operand->kind != AM_NODE_ERROR) {
            am_report(maker, AM_DIAG_NOT_A_FACT, operand->span, AM_NO_ARGUMENTS);
        }
        return am_expr_error(context, node->span);
    }
    read = am_path_resolve(context, operand, am_type_of(AM_TYPE_ERROR), AM_WANT_KNOWN);
    if (am_expr_is_error(read)) {
        return read;
    }
    if (!read->type.is_optional) {
        am_report(maker, AM_DIAG_NEVER_UNKNOWN, operand->span,
                  AM_ARGUMENTS(am_span_text(maker, operand->span)));
        return am_expr_error(context, node->span);
    }
    return am_expr_make(context, AM_EXPR_KNOWN, node->span, yes_no(), 1, read, NULL, NULL);
}

static bool names_unknown(const am_context *context, const am_expr *left) {
    return left != NULL && left->type.kind == AM_TYPE_CODE &&
           am_symbols_find(&context->maker->symbols, &context->maker->model->sets[left->type.index],
                           AM_SLICE("unknown")) != NULL;
}

/* `x is reckless or higher`. */
static am_expr *read_direction(am_context *context, const am_node *left, const am_node *right, am_span span) {
    am_expr *a, *b;

    am_expr_pair(context, left, am_node_expression(right), am_type_of(AM_TYPE_ERROR), &a, &b);
    return right->op == AM_OR_HIGHER ? compare_turned(context, AM_EXPR_LESS_EQUAL, span, a, b)
                                     : compare(context, AM_EXPR_LESS_EQUAL, span, a, b);
}

static am_expr *read_is(am_context *context, const am_node *node) {
    const am_node *left = am_node_expression(node);
    const am_node *right = left == NULL ? NULL : am_node_next_expression(left);
    bool is_not = node->op == 1;
    am_expr *a, *b, *condition;

    if (is_word_unknown(context, right) &&
        !names_unknown(context, left->kind == AM_NODE_PATH && am_path_is_readable(context, left)
                                    ? am_path_resolve(context, left, am_type_of(AM_TYPE_ERROR), AM_WANT_KNOWN)
                                    : NULL)) {
        condition = read_known(context, node, left);
        return is_not ? condition : negate(context, node->span, condition);
    }
    if (right != NULL && right->kind == AM_NODE_OR_HIGHER) {
        condition = read_direction(context, left, right, node->span);
    } else {
        am_expr_pair(context, left, right, am_type_of(AM_TYPE_ERROR), &a, &b);
        condition = compare(context, AM_EXPR_EQUAL, node->span, a, b);
    }
    return is_not ? negate(context, node->span, condition) : condition;
}

static am_expr *read_one_of(am_context *context, const am_node *node) {
    const am_node *left = am_node_expression(node);
    am_expr *operand = am_expr_value(context, left, am_type_of(AM_TYPE_ERROR)), **items, *condition;
    const am_node *item = left == NULL ? NULL : am_node_next_expression(left);
    bool is_wrong = am_expr_is_error(operand);
    size_t count = 0;

    items = AM_NEW_ARRAY(context->maker->arena, am_expr *, am_node_count(node) + 1);
    if (items == NULL || operand == NULL) {
        return NULL;
    }
    for (; item != NULL; item = am_node_next_expression(item)) {
        am_expr *value = am_expr_value(context, item, operand->type);

        items[count] = compare(context, AM_EXPR_EQUAL, item->span, operand, value);
        is_wrong |= am_expr_is_error(items[count++]);
    }
    if (is_wrong || count == 0) {
        return am_expr_error(context, node->span);
    }
    condition = am_condition_join(context, AM_EXPR_OR, node->span, items, count);
    return node->op == 1 ? negate(context, node->span, condition) : condition;
}

am_expr *am_condition_read(am_context *context, const am_node *node) {
    const am_node *first = am_node_expression(node);
    am_expr *known;

    switch ((am_node_kind)node->kind) {
    case AM_NODE_NOT:
        return negate(context, node->span, am_expr_condition(context, first));
    case AM_NODE_AND:
    case AM_NODE_OR:
        return read_chain(context, node);
    case AM_NODE_COMPARE:
        return read_compare(context, node);
    case AM_NODE_ONE_OF:
        return read_one_of(context, node);
    case AM_NODE_IS_KNOWN:
        known = read_known(context, node, first);
        return node->op == 1 ? negate(context, node->span, known) : known;
    default:
        return read_is(context, node);
    }
}
