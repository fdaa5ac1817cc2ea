/*
 * Rules with arguments: each call is the rule's text read again, with what it is given in the place of its
 * arguments.
 *
 * The rule is first checked by itself, over arguments of which only the types are known, so that a mistake in
 * it is told once, and so that what it reads is known: a rule that comes back to itself is found with all
 * other circles. A call reads the rule's names where the rule stands: nothing around the call can be seen in
 * it but its arguments. An argument is one expression, shared by all that read it. What all calls come to is
 * bounded, in size and depth.
 */
#include "model/build.h"

#define EXPANDED_MAX       10000 /* expressions that calls come to, all together */
#define EXPANDED_DEPTH_MAX 400   /* of expressions in one another */
#define RULES_DEPTH_MAX    16    /* of rules in one another */

void am_arguments_declare(am_maker *maker, am_pending *pending) {
    const am_node *list = am_node_child(pending->node, AM_NODE_ARGUMENTS);
    am_declaration *declaration = pending->declaration;

    if (list == NULL) {
        return;
    }
    pending->arguments = AM_NEW_ARRAY(maker->arena, am_argument, am_node_count(list) + 1);
    for (const am_node *field = list->children; field != NULL && pending->arguments != NULL;
         field = field->next) {
        am_argument *argument = &pending->arguments[pending->argument_count];
        const am_node *type = am_node_child(field, AM_NODE_TYPE);

        *argument = (am_argument){.name = field->text, .span = field->span};
        if (type != NULL) {
            argument->type = am_type_of_node(maker, pending->header, type, false);
        }
        argument->type.is_optional = am_node_child(field, AM_NODE_OPTIONAL) != NULL;
        pending->argument_count++;
    }
    if (am_is_function(declaration->name)) {
        am_report(maker, AM_DIAG_FUNCTION_NAME, declaration->name_span, AM_ARGUMENTS(declaration->name));
    }
}

/* An argument hides nothing that its rulebook declares: there its name may mean nothing else. What rulebooks
 * that use the rule declare is nothing to it. */
static void check_name(am_context *context, const am_pending *pending, size_t number) {
    const am_argument *argument = &pending->arguments[number];
    am_maker *maker = context->maker;
    am_diagnostic *diagnostic;
    am_record *record;
    unsigned lift;
    const am_symbol *other = am_member_find(context, argument->name, NULL, &lift, &record);
    am_span span = {0};

    if (other == NULL) {
        other = am_symbols_find(&maker->symbols, &maker->parameters, argument->name);
    }
    if (other != NULL && other->span.source == argument->span.source) {
        span = other->span;
    }
    for (size_t i = 0; i < number && span.length == 0; i++) {
        if (am_slice_is_equal(pending->arguments[i].name, argument->name)) {
            span = pending->arguments[i].span;
        }
    }
    if (span.length != 0) {
        diagnostic = am_report(maker, AM_DIAG_DUPLICATE_NAME, argument->span, AM_ARGUMENTS(argument->name));
        am_diagnostic_note(maker->diagnostics, diagnostic, span, AM_SLICE("also declared here"));
    }
}

/* The rule's value, with what its arguments stand for. */
static am_expr *read_body(am_context *context, const am_pending *pending) {
    const am_declaration *declaration = pending->declaration;
    am_type type = pending->has_type ? declaration->type : am_type_of(AM_TYPE_ERROR);
    am_expr *value = am_expr_read(context, am_node_expression(pending->node), type);

    if (pending->has_type) {
        value = am_expect(context, value, type);
    }
    return am_exceptions_read(context, pending->node, value, pending->has_type ? &type : NULL,
                              declaration->citation);
}

static am_binding *new_bindings(am_maker *maker, const am_pending *pending) {
    am_binding *bindings = AM_NEW_ARRAY(maker->arena, am_binding, pending->argument_count + 1);

    for (size_t i = 0; bindings != NULL && i < pending->argument_count; i++) {
        bindings[i].name = pending->arguments[i].name;
    }
    return bindings;
}

void am_rule_check(am_context *context, am_pending *pending) {
    am_maker *maker = context->maker;
    am_declaration *declaration = pending->declaration;
    am_binding *bindings = new_bindings(maker, pending);
    am_expansion expansion = {pending, NULL, 1, bindings, pending->argument_count};
    uint32_t errors = maker->diagnostics->error_count;
    am_expr *value;

    for (size_t i = 0; bindings != NULL && i < pending->argument_count; i++) {
        check_name(context, pending, i);
        bindings[i].value =
            am_expr_new(context, AM_EXPR_ARGUMENT, pending->arguments[i].span, pending->arguments[i].type);
    }
    if (maker->arena->is_exhausted) {
        return;
    }
    context->expansion = &expansion;
    value = read_body(context, pending);
    context->expansion = NULL;
    pending->is_wrong = am_expr_is_error(value) || errors != maker->diagnostics->error_count;
    if (!pending->is_wrong && !pending->has_type) {
        declaration->type = value->type;
    }
}

/* Arguments where they are read */

static am_expr *lift(am_context *context, am_expr *expr, unsigned by, unsigned inner);

static bool lift_operands(am_context *context, const am_expr *expr, am_expr **lifted, unsigned by,
                          unsigned inner) {
    bool is_other = false;

    for (uint32_t i = 0; i < expr->operand_count; i++) {
        lifted[i] = lift(context, expr->operands[i], by, inner);
        is_other |= lifted[i] != expr->operands[i];
    }
    return is_other;
}

static void lift_scope(am_scope *scope, unsigned by, unsigned inner) {
    if (scope->is_element && scope->aggregate >= inner) {
        scope->aggregate = (uint8_t)(scope->aggregate + by);
    }
}

static am_months *lift_months(am_context *context, const am_months *months, unsigned by, unsigned inner) {
    am_months *lifted = AM_NEW(context->maker->arena, am_months);

    if (lifted != NULL) {
        *lifted = *months;
        lifted->from = lift(context, months->from, by, inner);
        lifted->to = lift(context, months->to, by, inner);
    }
    return lifted;
}

static am_over *lift_over(am_context *context, const am_over *over, unsigned by, unsigned inner) {
    am_over *lifted = AM_NEW(context->maker->arena, am_over);

    if (lifted == NULL) {
        return NULL;
    }
    *lifted = *over;
    lift_scope(&lifted->scope, by, inner);
    lifted->element = lift(context, over->element, by, inner + 1);
    lifted->where = lift(context, over->where, by, inner + 1);
    lifted->key = lift(context, over->key, by, inner + 1);
    lifted->months = over->months == NULL ? NULL : lift_months(context, over->months, by, inner);
    return lifted;
}

/* The expression inside `by` more aggregates; `inner` are its own around this part of it. Itself when it
 * reads no element. */
static am_expr *lift(am_context *context, am_expr *expr, unsigned by, unsigned inner) {
    am_expr **operands, *copy;
    bool is_other;

    if (expr == NULL) {
        return NULL;
    }
    operands = AM_NEW_ARRAY(context->maker->arena, am_expr *, (size_t)expr->operand_count + 1);
    if (operands == NULL) {
        return NULL;
    }
    is_other = lift_operands(context, expr, operands, by, inner);
    if (!is_other && expr->over == NULL && !(expr->scope.is_element && expr->scope.aggregate >= inner)) {
        return expr;
    }
    copy = am_expr_new(context, (am_expr_kind)expr->kind, expr->span, expr->type);
    if (copy == NULL) {
        return NULL;
    }
    *copy = *expr;
    copy->operands = operands;
    lift_scope(&copy->scope, by, inner);
    copy->over = expr->over == NULL ? NULL : lift_over(context, expr->over, by, inner);
    return copy;
}

/* What the argument stands for inside `by` aggregates of its rule. */
static am_expr *within(am_context *context, am_binding *binding, unsigned by) {
    if (by == 0 || am_expr_is_error(binding->value)) {
        return binding->value;
    }
    if (binding->lifted[by] == NULL) {
        binding->lifted[by] = lift(context, binding->value, by, 0);
    }
    return binding->lifted[by];
}

am_expr *am_binding_read(am_context *context, const am_node *path) {
    const am_expansion *expansion = context->expansion;
    unsigned by = context->element_count;

    if (expansion == NULL || path->op != AM_PATH_BARE || path->children == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < expansion->count; i++) {
        am_binding *binding = &expansion->bindings[i];

        if (!am_slice_is_equal(binding->name, path->children->text)) {
            continue;
        }
        return within(context, binding, by);
    }
    return NULL;
}

const am_expr *am_binding_outside(am_context *context, const am_expr *read, unsigned level) {
    const am_expansion *expansion = context->expansion;

    for (size_t i = 0; expansion != NULL && i < expansion->count; i++) {
        am_binding *binding = &expansion->bindings[i];

        if (read ==
            (context->element_count == 0 ? binding->value : binding->lifted[context->element_count])) {
            return within(context, binding, level);
        }
    }
    return NULL;
}

/* Calls */

static am_expr *report_too_large(am_context *context, am_span span) {
    if (!context->maker->is_expansion_told) {
        context->maker->is_expansion_told = true;
        am_report(context->maker, AM_DIAG_EXPANSION_TOO_LARGE, span, AM_NO_ARGUMENTS);
    }
    return am_expr_error(context, span);
}

/* Counts the expressions of a tree, shared ones each time, up to the most; false when they are more or too
 * deep. */
static bool measure(const am_expr *expr, unsigned depth, uint32_t *count) {
    if (expr == NULL) {
        return true;
    }
    if (++*count > EXPANDED_MAX || depth > EXPANDED_DEPTH_MAX) {
        return false;
    }
    for (uint32_t i = 0; i < expr->operand_count; i++) {
        if (!measure(expr->operands[i], depth + 1, count)) {
            return false;
        }
    }
    if (expr->over != NULL && expr->over->months != NULL &&
        (!measure(expr->over->months->from, depth + 1, count) ||
         !measure(expr->over->months->to, depth + 1, count))) {
        return false;
    }
    return expr->over == NULL ||
           (measure(expr->over->element, depth + 1, count) && measure(expr->over->where, depth + 1, count) &&
            measure(expr->over->key, depth + 1, count));
}

static bool is_in_itself(const am_expansion *expansion, const am_pending *pending) {
    for (; expansion != NULL; expansion = expansion->outer) {
        if (expansion->rule == pending) {
            return true;
        }
    }
    return false;
}

/* `x, y` */
static am_slice argument_names(am_maker *maker, const am_pending *pending) {
    am_slice text = {0};

    for (size_t i = 0; i < pending->argument_count; i++) {
        text = AM_JOIN(maker, text, i == 0 ? AM_SLICE("") : AM_SLICE(", "), pending->arguments[i].name);
    }
    return text;
}

static bool has_right_count(am_context *context, const am_node *call, const am_pending *pending) {
    size_t count = 0;

    for (const am_node *item = am_node_expression(call); item != NULL; item = am_node_next_expression(item)) {
        count++;
    }
    if (count != pending->argument_count) {
        am_report(context->maker, AM_DIAG_ARGUMENT_COUNT, call->span,
                  AM_ARGUMENTS(call->text, argument_names(context->maker, pending)));
    }
    return count == pending->argument_count;
}

/* The value as one of the argument's type; a whole number is a number there, and what is known may be
 * optional. A constant is none in the rule, whose text is not at fault for what it is given: it is unwrapped
 * like what is known. */
static am_expr *as_argument(am_context *context, am_expr *value, am_type type) {
    bool is_optional = value->type.is_optional, is_same = am_type_is_same(value->type, type);
    am_type known = type;
    am_expr *condition;

    known.is_optional = false;
    if (is_same && is_optional == type.is_optional && !am_expr_is_constant(value)) {
        return value;
    }
    if (is_optional) {
        condition = am_expr_make(context, AM_EXPR_KNOWN, value->span, am_type_of(AM_TYPE_YESNO), 1, value,
                                 NULL, NULL);
    } else {
        condition = am_expr_integer(context, value->span, am_type_of(AM_TYPE_YESNO), 1);
    }
    if (!is_same || is_optional || am_expr_is_constant(value)) {
        value = am_expr_make(context, AM_EXPR_UNWRAP, value->span, known, 1, value, NULL, NULL);
    }
    if (!type.is_optional || value == NULL) {
        return value;
    }
    return am_expr_make(context, AM_EXPR_KEEP, value->span, type, 2, condition, value, NULL);
}

static am_expr *read_argument(am_context *context, const am_node *node, am_type type) {
    am_expr *value =
        type.is_optional ? am_expr_read(context, node, type) : am_expr_value(context, node, type);
    am_type expected = type;

    expected.is_optional = false;
    value = am_expect(context, value, expected);
    return am_expr_is_error(value) ? value : as_argument(context, value, type);
}

static bool read_arguments(am_context *context, const am_node *call, const am_pending *pending,
                           am_binding *bindings) {
    const am_node *item = am_node_expression(call);
    bool is_wrong = false;

    for (size_t i = 0; i < pending->argument_count; i++, item = am_node_next_expression(item)) {
        bindings[i].value = read_argument(context, item, pending->arguments[i].type);
        is_wrong |= am_expr_is_error(bindings[i].value);
    }
    return !is_wrong;
}

static am_expr *expand(am_context *context, const am_node *call, const am_pending *pending, am_record *record,
                       unsigned lift) {
    am_maker *maker = context->maker;
    am_context inner = am_context_of(maker, pending->header, record, context->reader);
    am_expansion expansion = {pending, context->expansion, 1, new_bindings(maker, pending),
                              pending->argument_count};
    am_expr *value;
    uint32_t count = 0;

    if (expansion.bindings == NULL || !read_arguments(context, call, pending, expansion.bindings)) {
        return am_expr_error(context, call->span);
    }
    expansion.depth = context->expansion == NULL ? 1 : context->expansion->depth + 1;
    if (maker->is_expansion_told || maker->expanded > EXPANDED_MAX || expansion.depth > RULES_DEPTH_MAX) {
        return report_too_large(context, call->span);
    }
    inner.lift = lift;
    inner.around = context->around + context->element_count;
    inner.is_constant = context->is_constant;
    inner.is_facts_only = context->is_facts_only;
    inner.is_check = context->is_check;
    inner.expansion = &expansion;
    value = read_body(&inner, pending);
    if (!measure(value, 0, &count)) {
        return report_too_large(context, call->span);
    }
    maker->expanded += count;
    if (value != NULL && value->kind == AM_EXPR_EXCEPT) {
        value->span = call->span; /* the whole rule says more than the call */
    }
    return value;
}

am_expr *am_call_read(am_context *context, const am_node *call) {
    am_maker *maker = context->maker;
    am_record *record;
    unsigned lift;
    const am_symbol *symbol = am_member_find(context, call->text, call, &lift, &record);
    am_declaration *declaration =
        symbol != NULL && symbol->kind == AM_SYMBOL_DECLARATION ? symbol->item : NULL;
    am_pending *pending = declaration == NULL ? NULL : maker->pendings[declaration->number];

    if (symbol == NULL || (am_is_function(call->text) && (pending == NULL || pending->arguments == NULL))) {
        return NULL;
    }
    if (pending == NULL || pending->arguments == NULL) {
        /* What could not be read may have had arguments. */
        if (pending == NULL || am_node_child(pending->node, AM_NODE_ERROR) == NULL) {
            am_report(maker, AM_DIAG_NO_ARGUMENTS_HERE, call->span, AM_ARGUMENTS(call->text));
        }
        return am_expr_error(context, call->span);
    }
    am_declaration_read(context, declaration, call->span);
    if (pending->progress != AM_PROGRESS_DONE || pending->is_wrong ||
        is_in_itself(context->expansion, pending) || !has_right_count(context, call, pending)) {
        return am_expr_error(context, call->span);
    }
    return expand(context, call, pending, record, lift);
}
