/*
 * Items in parentheses (`greatest of (a, b if known)`, `any of (...)`) and aggregates over the elements of a
 * list.
 *
 * Inside an aggregate `its` means the innermost element; what `where` shows to be known of an element holds
 * in the value and the key. Ranges are never gathered.
 */
#include "model/build.h"

static bool is_count(am_type type) {
    return am_type_is_number(type) || (type.kind == AM_TYPE_MONEY && !type.is_range);
}

bool am_may_gather(am_context *context, am_gather gather, const am_expr *value) {
    am_maker *maker = context->maker;

    if (am_expr_is_error(value)) {
        return false;
    }
    if (gather == AM_GATHER_SUM && !is_count(value->type)) {
        am_report(maker, AM_DIAG_WRONG_TYPE, value->span,
                  AM_ARGUMENTS(AM_SLICE("a number or an amount"), am_type_words(maker, value->type)));
        return false;
    }
    if (gather != AM_GATHER_SUM && !am_type_is_ordered(maker, value->type)) {
        am_report(maker, AM_DIAG_NOT_ORDERED, value->span, AM_ARGUMENTS(am_type_words(maker, value->type)));
        return false;
    }
    return true;
}

static am_expr *read_item(am_context *context, const am_node *item, am_type hint) {
    if (item->kind == AM_NODE_IF_KNOWN) {
        return am_expr_optional(context, am_node_expression(item), hint);
    }
    return am_expr_value(context, item, hint);
}

static bool is_item(const am_node *node) {
    return node->kind == AM_NODE_IF_KNOWN || am_node_is_expression(node);
}

static am_expr *join_items(am_context *context, const am_node *node, am_expr_kind kind, am_type type,
                           am_expr **items, size_t count) {
    am_expr *expr;

    if (count == 1 && kind != AM_EXPR_AT_LEAST) {
        return items[0];
    }
    expr = am_condition_join(context, kind, node->span, items, count);
    if (expr == NULL) {
        return NULL;
    }
    if (count == 1) {
        expr = am_expr_make(context, kind, node->span, type, 1, items[0], NULL, NULL);
    }
    if (expr != NULL) {
        expr->type = type;
        expr->is_exact = kind == AM_EXPR_SUM && am_type_is_exact(type);
    }
    return expr;
}

/* greatest of, least of, sum of: the items' common type, optional when all of them are. */
static am_expr *read_amounts(am_context *context, const am_node *node, am_type hint) {
    am_gather gather = (am_gather)node->op;
    am_expr_kind kind = gather == AM_GATHER_SUM        ? AM_EXPR_SUM
                        : gather == AM_GATHER_GREATEST ? AM_EXPR_GREATEST
                                                       : AM_EXPR_LEAST;
    am_expr **items = AM_NEW_ARRAY(context->maker->arena, am_expr *, am_node_count(node) + 1);
    am_type type = am_type_of(AM_TYPE_ERROR), joined;
    bool is_wrong = false, is_optional = true;
    size_t count = 0;

    if (items == NULL) {
        return NULL;
    }
    for (const am_node *item = node->children; item != NULL; item = item->next) {
        am_expr *value;

        if (!is_item(item)) {
            continue;
        }
        value = items[count++] = read_item(context, item, hint.kind == AM_TYPE_ERROR ? type : hint);
        if (!am_may_gather(context, gather, value)) {
            is_wrong = true;
            continue;
        }
        is_optional &= value->type.is_optional;
        if (am_type_join(type, value->type, &joined)) {
            type = joined;
        } else {
            is_wrong = true;
            am_expect(context, value, type);
        }
    }
    if (is_wrong || count == 0) {
        return am_expr_error(context, node->span);
    }
    type.is_optional = is_optional;
    return join_items(context, node, kind, type, items, count);
}

static bool read_least_count(am_context *context, const am_node *node, size_t count, uint32_t *out) {
    am_decimal value;
    int64_t number;

    if (am_decimal_parse(node->text, &value) == AM_ARITH_EXACT && am_decimal_to_int64(value, &number) &&
        number >= 1 && (uint64_t)number <= count) {
        *out = (uint32_t)number;
        return true;
    }
    am_report(context->maker, AM_DIAG_AT_LEAST_COUNT, node->span,
              AM_ARGUMENTS(am_count_text(context->maker, count)));
    return false;
}

/* any of, all of, at least N of. In `all of` what the items before show to be known is known. */
static am_expr *read_conditions(am_context *context, const am_node *node) {
    am_gather gather = (am_gather)node->op;
    am_expr **items = AM_NEW_ARRAY(context->maker->arena, am_expr *, am_node_count(node) + 1), *expr;
    const am_fact *facts = context->facts;
    bool is_wrong = false;
    uint32_t number = 0;
    size_t count = 0;

    if (items == NULL) {
        return NULL;
    }
    for (const am_node *item = node->children; item != NULL; item = item->next) {
        if (!is_item(item)) {
            continue;
        }
        items[count] = am_expr_condition(context, item);
        is_wrong |= am_expr_is_error(items[count]);
        if (gather != AM_GATHER_AT_LEAST) {
            am_facts_add(context, items[count], gather == AM_GATHER_ALL);
        }
        count++;
    }
    context->facts = facts;
    if (gather == AM_GATHER_AT_LEAST && !read_least_count(context, node, count, &number)) {
        is_wrong = true;
    }
    if (is_wrong || count == 0) {
        return am_expr_error(context, node->span);
    }
    expr = join_items(context, node,
                      gather == AM_GATHER_AT_LEAST ? AM_EXPR_AT_LEAST
                      : gather == AM_GATHER_ALL    ? AM_EXPR_AND
                                                   : AM_EXPR_OR,
                      am_type_of(AM_TYPE_YESNO), items, count);
    if (expr != NULL && gather == AM_GATHER_AT_LEAST) {
        expr->number = number;
    }
    return expr;
}

am_expr *am_items_read(am_context *context, const am_node *node, am_type hint) {
    switch ((am_gather)node->op) {
    case AM_GATHER_SUM:
    case AM_GATHER_GREATEST:
    case AM_GATHER_LEAST:
        return read_amounts(context, node, hint);
    default:
        return read_conditions(context, node);
    }
}

am_expr *am_list_find(am_context *context, const am_node *path) {
    am_maker *maker = context->maker;
    am_expr *list;

    if (path == NULL || path->kind != AM_NODE_PATH) {
        return NULL;
    }
    list = am_path_resolve(context, path, am_type_of(AM_TYPE_ERROR), AM_WANT_LIST);
    if (am_expr_is_error(list)) {
        return NULL;
    }
    if (list->type.kind != AM_TYPE_LIST) {
        am_report(maker, AM_DIAG_NOT_A_LIST, path->span,
                  AM_ARGUMENTS(am_span_text(maker, path->span), am_type_words(maker, list->type)));
        return NULL;
    }
    return list;
}

am_expr *am_list_read(am_context *context, const am_node *path) {
    am_expr *list = am_list_find(context, path);

    return list != NULL && am_list_discharge(context, list) ? list : NULL;
}

/* The key of `by`: something that can be the same for two elements. */
static am_expr *read_key(am_context *context, const am_node *group) {
    am_expr *key = am_expr_value(context, am_node_expression(group), am_type_of(AM_TYPE_ERROR));
    am_maker *maker = context->maker;

    if (am_expr_is_error(key) || !key->type.is_range) {
        return key;
    }
    am_report(maker, AM_DIAG_WRONG_TYPE, key->span,
              AM_ARGUMENTS(AM_SLICE("a single value"), am_type_words(maker, key->type)));
    return am_expr_error(context, key->span);
}

static am_type over_type(am_gather gather, const am_expr *element) {
    switch (gather) {
    case AM_GATHER_COUNT:
        return am_type_of(AM_TYPE_WHOLE);
    case AM_GATHER_SOME:
    case AM_GATHER_ALL:
    case AM_GATHER_NONE:
        return am_type_of(AM_TYPE_YESNO);
    default:
        return element == NULL ? am_type_of(AM_TYPE_WHOLE) : element->type;
    }
}

am_expr *am_over_make(am_context *context, am_span span, const am_expr *list, am_over parts) {
    am_expr *expr = am_expr_new(context, AM_EXPR_OVER, span, over_type(parts.gather, parts.element));
    am_over *over = AM_NEW(context->maker->arena, am_over);

    if (expr == NULL || over == NULL) {
        return NULL;
    }
    *over = parts;
    over->scope = list->scope;
    over->list = list->field;
    expr->over = over;
    expr->is_exact = (parts.gather == AM_GATHER_SUM || (parts.key != NULL && parts.inner == AM_GATHER_SUM)) &&
                     am_type_is_exact(expr->type);
    return expr;
}

/* `greatest of count of LIST by KEY`: the groups are counted, no value is read. */
static bool is_count_of_groups(const am_node *group) {
    return group != NULL && group->op == AM_GATHER_COUNT;
}

/* The parts of an aggregate that are read with the element in scope; false after a message. */
static bool read_parts(am_context *context, const am_node *node, am_type hint, am_over *parts) {
    const am_node *where = am_node_child(node, AM_NODE_WHERE), *group = am_node_child(node, AM_NODE_GROUP_BY);
    const am_fact *facts = context->facts;
    bool is_quantifier =
        parts->gather == AM_GATHER_SOME || parts->gather == AM_GATHER_ALL || parts->gather == AM_GATHER_NONE;
    bool is_wrong = false;

    if (where != NULL) {
        am_expr *condition = am_expr_condition(context, am_node_expression(where));

        is_wrong = am_expr_is_error(condition);
        am_facts_add(context, condition, true);
        *(is_quantifier ? &parts->element : &parts->where) = condition;
    }
    if (!is_quantifier && parts->gather != AM_GATHER_COUNT && !is_count_of_groups(group)) {
        parts->element = am_expr_value(context, am_node_expression(node), hint);
        is_wrong |= !am_may_gather(context, parts->gather, parts->element) ||
                    (group != NULL && !am_may_gather(context, (am_gather)group->op, parts->element));
    }
    if (group != NULL) {
        parts->key = read_key(context, group);
        parts->inner = (am_gather)group->op;
        is_wrong |= am_expr_is_error(parts->key);
    }
    context->facts = facts;
    return !is_wrong &&
           (parts->gather == AM_GATHER_COUNT || is_count_of_groups(group) || parts->element != NULL);
}

bool am_elements_enter(am_context *context, const am_expr *list, am_span span) {
    if (context->around + context->element_count >= AM_AGGREGATE_DEPTH_MAX) {
        am_report(context->maker, AM_DIAG_EXPRESSION_TOO_DEEP, span, AM_NO_ARGUMENTS);
        return false;
    }
    context->elements[context->element_count++] = list->field->record;
    return true;
}

am_expr *am_over_read(am_context *context, const am_node *node, am_type hint) {
    am_over parts = {.gather = (am_gather)node->op};
    const am_node *over = am_node_child(node, AM_NODE_OVER_LIST);
    am_expr *list;
    bool is_right;

    if (over == NULL) {
        return am_months_read(context, node, hint);
    }
    /* The list is read outside of the aggregate. */
    list = am_list_read(context, am_node_expression(over));
    if (list == NULL || !am_elements_enter(context, list, node->span)) {
        return am_expr_error(context, node->span);
    }
    is_right = read_parts(context, node, hint, &parts);
    context->element_count--;
    return is_right ? am_over_make(context, node->span, list, parts) : am_expr_error(context, node->span);
}
