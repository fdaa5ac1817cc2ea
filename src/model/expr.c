/*
 * Expressions: making them, reading a node by its kind, and using what may be unknown.
 *
 * am_expr_read gives a node's expression as it stands; am_expr_value is for a value that is used, and insists
 * that it is known: shown by a condition around it, or collected as a need of the `if known` item that it
 * stands in.
 */
#include "model/build.h"

am_context am_context_of(am_maker *maker, am_header *header, am_record *record, am_pending *reader) {
    return (am_context){.maker = maker, .header = header, .record = record, .reader = reader};
}

am_expr *am_expr_new(am_context *context, am_expr_kind kind, am_span span, am_type type) {
    am_expr *expr = AM_NEW(context->maker->arena, am_expr);

    if (expr == NULL) {
        return NULL;
    }
    expr->kind = (uint16_t)kind;
    expr->span = span;
    expr->type = type;
    return expr;
}

am_expr *am_expr_make(am_context *context, am_expr_kind kind, am_span span, am_type type, unsigned count,
                      am_expr *a, am_expr *b, am_expr *c) {
    am_expr *operands[3] = {a, b, c}, *expr;

    for (unsigned i = 0; i < count; i++) {
        if (operands[i] == NULL) {
            return NULL;
        }
    }
    expr = am_expr_new(context, kind, span, type);
    if (expr == NULL) {
        return NULL;
    }
    expr->operands = AM_NEW_ARRAY(context->maker->arena, am_expr *, count);
    if (expr->operands == NULL) {
        return NULL;
    }
    expr->operand_count = count;
    for (unsigned i = 0; i < count; i++) {
        expr->operands[i] = operands[i];
    }
    return expr;
}

am_expr *am_expr_error(am_context *context, am_span span) {
    return am_expr_new(context, AM_EXPR_ERROR, span, am_type_of(AM_TYPE_ERROR));
}

am_expr *am_expr_decimal(am_context *context, am_span span, am_type type, am_decimal value) {
    am_expr *expr = am_expr_new(context, AM_EXPR_CONSTANT, span, type);

    if (expr != NULL) {
        expr->value.decimal = value;
    }
    return expr;
}

am_expr *am_expr_integer(am_context *context, am_span span, am_type type, int64_t value) {
    am_expr *expr = am_expr_new(context, AM_EXPR_CONSTANT, span, type);

    if (expr != NULL) {
        expr->value.integer = value;
    }
    return expr;
}

bool am_expr_is_error(const am_expr *expr) {
    return expr == NULL || expr->type.kind == AM_TYPE_ERROR;
}

bool am_expr_is_constant(const am_expr *expr) {
    if (expr == NULL) {
        return false;
    }
    if (expr->kind == AM_EXPR_RANGE) {
        return expr->operands[0]->kind == AM_EXPR_CONSTANT && expr->operands[1]->kind == AM_EXPR_CONSTANT;
    }
    return expr->kind == AM_EXPR_CONSTANT;
}

int am_constant_compare(const am_expr *a, const am_expr *b) {
    switch (a->type.kind) {
    case AM_TYPE_NUMBER:
    case AM_TYPE_WHOLE:
    case AM_TYPE_MONEY:
    case AM_TYPE_RATE:
        return am_decimal_compare(a->value.decimal, b->value.decimal);
    case AM_TYPE_TEXT:
        return am_slice_compare(a->value.text, b->value.text);
    default:
        return (a->value.integer > b->value.integer) - (a->value.integer < b->value.integer);
    }
}

static bool is_same_scope(const am_scope *a, const am_scope *b) {
    if (a->is_element != b->is_element || a->is_root != b->is_root || a->aggregate != b->aggregate ||
        a->up != b->up || a->via_count != b->via_count) {
        return false;
    }
    for (unsigned i = 0; i < a->via_count; i++) {
        if (a->via[i] != b->via[i]) {
            return false;
        }
    }
    return true;
}

static bool is_same_reset(const am_reset *a, const am_reset *b) {
    if (a == NULL || b == NULL) {
        return a == b;
    }
    return am_expr_is_same(a->date, b->date) && am_expr_is_same(a->clean, b->clean) &&
           am_expr_is_same(a->from, b->from) && am_expr_is_same(a->window, b->window);
}

static bool is_same_months(const am_months *a, const am_months *b) {
    if (a == NULL || b == NULL) {
        return a == b;
    }
    return a->most == b->most && am_expr_is_same(a->from, b->from) && am_expr_is_same(a->to, b->to);
}

static bool is_same_over(const am_over *a, const am_over *b) {
    return a->gather == b->gather && a->inner == b->inner && a->list == b->list &&
           is_same_scope(&a->scope, &b->scope) && am_expr_is_same(a->element, b->element) &&
           am_expr_is_same(a->where, b->where) && am_expr_is_same(a->key, b->key) &&
           is_same_reset(a->reset, b->reset) && is_same_months(a->months, b->months);
}

/* Whose value a constant is makes no difference. */
static bool is_same_declaration(const am_expr *a, const am_expr *b) {
    return a->declaration == b->declaration || am_expr_is_constant(a);
}

bool am_expr_is_same(const am_expr *a, const am_expr *b) {
    if (a == b) {
        return true;
    }
    if (a == NULL || b == NULL || a->kind != b->kind || !am_type_is_same(a->type, b->type) ||
        a->mode != b->mode || a->part != b->part || a->number != b->number || a->field != b->field ||
        !is_same_declaration(a, b) || a->set != b->set || a->exceptions != b->exceptions ||
        a->operand_count != b->operand_count || !is_same_scope(&a->scope, &b->scope) ||
        (a->over == NULL) != (b->over == NULL)) {
        return false;
    }
    if (a->kind == AM_EXPR_CONSTANT) {
        return am_constant_compare(a, b) == 0;
    }
    for (uint32_t i = 0; i < a->operand_count; i++) {
        if (!am_expr_is_same(a->operands[i], b->operands[i])) {
            return false;
        }
    }
    return a->over == NULL || is_same_over(a->over, b->over);
}

/* The aggregate that an element belongs to, counted from the outermost. */
static unsigned level_of(const am_context *context, const am_expr *read) {
    return read->scope.is_element ? context->element_count - 1 - read->scope.aggregate : 0;
}

static bool is_known(const am_context *context, const am_expr *read) {
    for (const am_fact *fact = context->facts; fact != NULL; fact = fact->next) {
        am_scope scope = fact->read->scope;

        scope.aggregate = read->scope.aggregate;
        if (fact->read == read) {
            return true;
        }
        if ((read->kind == AM_EXPR_FIELD || read->kind == AM_EXPR_VALUE) && fact->read->kind == read->kind &&
            fact->read->field == read->field && fact->read->declaration == read->declaration &&
            fact->read->part == read->part && is_same_scope(&scope, &read->scope) &&
            fact->level == level_of(context, read)) {
            return true;
        }
    }
    return false;
}

/* Notes that the item around needs the fact; false when there is none, or the fact belongs to elements inside
 * the item. */
static bool is_kept(am_context *context, const am_expr *read) {
    am_keep *keep = context->keep;
    am_expr outside = *read, *known, **items;
    const am_expr *argument = keep == NULL ? NULL : am_binding_outside(context, read, keep->level);

    if (keep == NULL ||
        (argument == NULL && read->scope.is_element && (int)level_of(context, read) >= (int)keep->level)) {
        return false;
    }
    /* An argument may be any expression: what it stands for around the item. */
    if (argument != NULL) {
        outside = *argument;
    } else if (read->scope.is_element) {
        outside.scope.aggregate = (uint8_t)(keep->level - 1 - level_of(context, read));
    }
    for (size_t i = 0; i < keep->count; i++) {
        if (am_expr_is_same(keep->known[i]->operands[0], &outside)) {
            return true;
        }
    }
    items = AM_GROW(context->maker->arena, am_expr *, keep->known, keep->count, &keep->capacity);
    known = am_expr_new(context, (am_expr_kind)read->kind, read->span, read->type);
    if (items == NULL || known == NULL) {
        return true;
    }
    keep->known = items;
    *known = outside;
    known = am_expr_make(context, AM_EXPR_KNOWN, read->span, am_type_of(AM_TYPE_YESNO), 1, known, NULL, NULL);
    if (known != NULL) {
        items[keep->count++] = known;
    }
    return true;
}

static void report_optional(am_context *context, const am_expr *expr) {
    am_report(context->maker, AM_DIAG_OPTIONAL_USED, expr->span,
              AM_ARGUMENTS(am_span_text(context->maker, expr->span)));
}

/* What a condition can show to be known: what a name stands for. */
static bool may_be_known(const am_context *context, const am_expr *expr) {
    bool is_bound = expr->kind == AM_EXPR_FIELD || expr->kind == AM_EXPR_VALUE;

    for (size_t i = 0; context->expansion != NULL && !is_bound && i < context->expansion->count; i++) {
        const am_binding *binding = &context->expansion->bindings[i];

        is_bound = expr == binding->value || expr == binding->lifted[context->element_count];
    }
    return is_bound;
}

static am_expr *unwrap(am_context *context, am_expr *expr) {
    am_type type = expr->type;

    type.is_optional = false;
    return am_expr_make(context, AM_EXPR_UNWRAP, expr->span, type, 1, expr, NULL, NULL);
}

am_expr *am_expr_discharge(am_context *context, am_expr *expr) {
    if (am_expr_is_error(expr) || !expr->type.is_optional) {
        return expr;
    }
    if (may_be_known(context, expr) && (is_known(context, expr) || is_kept(context, expr))) {
        return unwrap(context, expr);
    }
    report_optional(context, expr);
    return am_expr_error(context, expr->span);
}

am_expr *am_expr_narrow(am_context *context, am_expr *expr) {
    bool is_shown = !am_expr_is_error(expr) && expr->type.is_optional && may_be_known(context, expr) &&
                    is_known(context, expr);

    return is_shown ? unwrap(context, expr) : expr;
}

bool am_list_discharge(am_context *context, am_expr *list) {
    if (am_expr_is_error(list)) {
        return false;
    }
    if (!list->type.is_optional || is_known(context, list) || is_kept(context, list)) {
        return true;
    }
    report_optional(context, list);
    return false;
}

am_expr *am_expr_value(am_context *context, const am_node *node, am_type hint) {
    return am_expr_discharge(context, am_expr_read(context, node, hint));
}

am_expr *am_expr_typed(am_context *context, const am_node *node, am_type type) {
    return am_expect(context, am_expr_value(context, node, type), type);
}

am_expr *am_expr_condition(am_context *context, const am_node *node) {
    return am_expr_typed(context, node, am_type_of(AM_TYPE_YESNO));
}

am_expr *am_expr_optional(am_context *context, const am_node *node, am_type hint) {
    am_keep keep = {.level = context->element_count}, *outer = context->keep;
    am_expr *expr;
    am_type type;

    context->keep = &keep;
    expr = am_expr_read(context, node, hint);
    if (keep.count != 0) {
        expr = am_expr_discharge(context, expr);
    }
    context->keep = outer;
    if (am_expr_is_error(expr)) {
        return expr;
    }
    type = expr->type;
    if (keep.count != 0) {
        type.is_optional = true;
        return am_expr_make(context, AM_EXPR_KEEP, expr->span, type, 2,
                            am_condition_join(context, AM_EXPR_AND, expr->span, keep.known, keep.count), expr,
                            NULL);
    }
    if (!type.is_optional) {
        am_report(context->maker, AM_DIAG_NEVER_UNKNOWN, expr->span,
                  AM_ARGUMENTS(am_span_text(context->maker, expr->span)));
        return am_expr_error(context, expr->span);
    }
    return expr;
}

static bool is_bare_value(am_context *context, const am_node *node) {
    if (node == NULL) {
        return false;
    }
    return node->kind == AM_NODE_TEXT || (node->kind == AM_NODE_PATH && !am_path_is_readable(context, node));
}

/* The second of two, in the terms of the first. */
static am_expr *read_second(am_context *context, const am_node *node, const am_expr *first, am_type hint) {
    bool is_lost = context->is_type_lost;
    am_expr *second;

    if (hint.kind == AM_TYPE_ERROR && am_expr_is_error(first)) {
        context->is_type_lost = true;
    }
    second = am_expr_value(context, node, hint.kind == AM_TYPE_ERROR && first != NULL ? first->type : hint);
    context->is_type_lost = is_lost;
    return second;
}

void am_expr_pair(am_context *context, const am_node *left, const am_node *right, am_type hint, am_expr **a,
                  am_expr **b) {
    bool is_left_unknown = is_bare_value(context, right) && left != NULL && left->kind == AM_NODE_PATH &&
                           !am_path_is_value(context, left);

    if (hint.kind == AM_TYPE_ERROR && is_bare_value(context, left) && !is_left_unknown) {
        *b = am_expr_value(context, right, hint);
        *a = read_second(context, left, *b, hint);
        return;
    }
    *a = am_expr_value(context, left, hint);
    *b = read_second(context, right, *a, hint);
}

static am_expr *read_if(am_context *context, const am_node *node, am_type hint) {
    const am_node *test = am_node_expression(node);
    const am_node *yes = test == NULL ? NULL : am_node_next_expression(test);
    const am_node *no = yes == NULL ? NULL : am_node_next_expression(yes);
    am_expr *condition = am_expr_condition(context, test), *then, *other;
    const am_fact *facts = context->facts;
    bool is_turned = hint.kind == AM_TYPE_ERROR && is_bare_value(context, yes);
    am_type type;

    for (int turn = 0; turn < 2; turn++) {
        bool truth = (turn == 0) != is_turned;
        am_expr *read;

        am_facts_add(context, condition, truth);
        read = am_expr_value(context, truth ? yes : no, hint);
        context->facts = facts;
        if (hint.kind == AM_TYPE_ERROR && read != NULL) {
            hint = read->type;
        }
        *(truth ? &then : &other) = read;
    }
    /* cppcheck-suppress uninitvar; each turn sets one of them */
    if (am_expr_is_error(condition) || am_expr_is_error(then) || am_expr_is_error(other)) {
        return am_expr_error(context, node->span);
    }
    if (!am_type_join(then->type, other->type, &type)) {
        am_expect(context, other, then->type);
        return am_expr_error(context, node->span);
    }
    return am_expr_make(context, AM_EXPR_IF, node->span, type, 3, condition, then, other);
}

static am_expr *read_otherwise(am_context *context, const am_node *node, am_type hint) {
    const am_node *left = am_node_expression(node);
    const am_node *right = left == NULL ? NULL : am_node_next_expression(left);
    am_expr *optional = am_expr_optional(context, left, hint);
    am_expr *instead = am_expr_value(context, right, optional == NULL ? hint : optional->type);
    am_type type;

    if (am_expr_is_error(optional) || am_expr_is_error(instead)) {
        return am_expr_error(context, node->span);
    }
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): tested above */
    if (!am_type_join(optional->type, instead->type, &type)) {
        type = optional->type;
        type.is_optional = false;
        am_expect(context, instead, type);
        return am_expr_error(context, node->span);
    }
    type.is_optional = false;
    return am_expr_make(context, AM_EXPR_OTHERWISE, node->span, type, 2, optional, instead, NULL);
}

static am_expr *read_misplaced(am_context *context, const am_node *node) {
    am_report(context->maker, AM_DIAG_MISPLACED, node->span,
              AM_ARGUMENTS(am_node_word((am_node_kind)node->kind)));
    return am_expr_error(context, node->span);
}

static am_expr *read_kind(am_context *context, const am_node *node, am_type hint) {
    switch ((am_node_kind)node->kind) {
    case AM_NODE_NUMBER:
    case AM_NODE_MONEY:
    case AM_NODE_DATE:
    case AM_NODE_PERIOD:
    case AM_NODE_TEXT:
    case AM_NODE_YES:
    case AM_NODE_NO:
        return am_literal_read(context, node, hint);
    case AM_NODE_PATH:
        return am_path_resolve(context, node, hint, AM_WANT_VALUE);
    case AM_NODE_NEGATE:
    case AM_NODE_ARITHMETIC:
    case AM_NODE_PERCENT_OF:
    case AM_NODE_ROUND_TO:
        return am_operator_read(context, node, hint);
    case AM_NODE_CALL:
    case AM_NODE_BETWEEN:
        return am_function_read(context, node, hint);
    case AM_NODE_NOT:
    case AM_NODE_AND:
    case AM_NODE_OR:
    case AM_NODE_COMPARE:
    case AM_NODE_IS:
    case AM_NODE_ONE_OF:
    case AM_NODE_IS_KNOWN:
        return am_condition_read(context, node);
    case AM_NODE_IN:
        return am_in_read(context, node);
    case AM_NODE_WITHIN:
        return am_within_read(context, node);
    case AM_NODE_RANGE:
        return am_range_read(context, node, hint);
    case AM_NODE_LIMITED_TO:
        return am_limited_read(context, node, hint);
    case AM_NODE_IF:
        return read_if(context, node, hint);
    case AM_NODE_OTHERWISE:
        return read_otherwise(context, node, hint);
    case AM_NODE_ITEMS:
        return am_items_read(context, node, hint);
    case AM_NODE_OVER:
        return am_over_read(context, node, hint);
    case AM_NODE_WORKING_DAYS:
        return am_working_days_read(context, node);
    case AM_NODE_NAME_ON:
        return am_value_on(context, node);
    case AM_NODE_ERROR:
        return am_expr_error(context, node->span);
    default:
        return read_misplaced(context, node);
    }
}

am_expr *am_expr_read(am_context *context, const am_node *node, am_type hint) {
    return node == NULL ? am_expr_error(context, context->header->file->span)
                        : read_kind(context, node, hint);
}
