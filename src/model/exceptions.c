/*
 * Exceptions of a rule: `except`, `notwithstanding the above`, and what is nested under one of them.
 *
 * A rule with exceptions is one EXCEPT expression over its general value; an exception with `but` has another
 * EXCEPT for its value. `unless` is written out as a part of the exception's condition: it holds where its
 * `when` does and none of its `unless`. What a condition shows to be known may be used in its value and in
 * what is nested under it. Which of them prevails is settled where the rule is assessed; those that plainly
 * can hold at once are reported by overlaps.c.
 */
#include "model/build.h"

/* What the exceptions of one general value are read into. */
typedef struct am_cases {
    am_context *context;
    const am_type *written; /* values are expected to be of it; or NULL */
    am_type type;           /* so far */
    bool is_wrong;
    am_expr **operands; /* the general value, then a condition and a value for each exception */
    am_exception_note *notes;
    uint32_t count; /* of exceptions */
} am_cases;

static bool is_exception(const am_node *node) {
    return node->kind == AM_NODE_EXCEPTION && node->op != AM_EXCEPTION_UNLESS;
}

static size_t count_exceptions(const am_node *node) {
    size_t count = 0;

    for (const am_node *child = node->children; child != NULL; child = child->next) {
        count += is_exception(child);
    }
    return count;
}

/* The `when` and no `unless`, and what they show. */
static am_expr *read_condition(am_context *context, const am_node *exception, const am_node *when) {
    am_expr **items = AM_NEW_ARRAY(context->maker->arena, am_expr *, am_node_count(exception) + 1);
    bool is_wrong;
    size_t count = 1;

    if (items == NULL) {
        return NULL;
    }
    items[0] = am_expr_condition(context, when);
    is_wrong = am_expr_is_error(items[0]);
    am_facts_add(context, items[0], true);
    for (const am_node *child = exception->children; child != NULL; child = child->next) {
        am_expr *unless;

        if (child->kind != AM_NODE_EXCEPTION || child->op != AM_EXCEPTION_UNLESS) {
            continue;
        }
        unless = am_expr_condition(context, am_node_expression(child));
        is_wrong |= am_expr_is_error(unless);
        am_facts_add(context, unless, false);
        items[count++] =
            am_expr_make(context, AM_EXPR_NOT, child->span, am_type_of(AM_TYPE_YESNO), 1, unless, NULL, NULL);
    }
    return is_wrong ? am_expr_error(context, exception->span)
                    : am_condition_join(context, AM_EXPR_AND, exception->span, items, count);
}

/* A value, of the type written or of the one that the values so far have in common. */
static am_expr *fit(am_cases *cases, am_expr *value) {
    am_type joined;

    if (cases->written != NULL) {
        am_type type = cases->type;

        type.is_optional = value != NULL && value->type.is_optional;
        value = am_expect(cases->context, value, type);
        cases->type.is_optional |= type.is_optional;
    } else if (!am_expr_is_error(value) && am_type_join(cases->type, value->type, &joined)) {
        cases->type = joined;
    } else if (!am_expr_is_error(value)) {
        value = am_expect(cases->context, value, cases->type);
    }
    cases->is_wrong |= am_expr_is_error(value);
    return value;
}

static void read_exception(am_cases *cases, const am_node *node, am_slice citation) {
    am_context *context = cases->context;
    const am_fact *facts = context->facts;
    const am_node *first = am_node_expression(node);
    const am_node *when = first == NULL ? NULL : am_node_next_expression(first);
    am_exception_note *note = &cases->notes[cases->count];
    am_expr *condition = read_condition(context, node, when), *value;

    *note = (am_exception_note){.is_notwithstanding = node->op == AM_EXCEPTION_NOTWITHSTANDING,
                                .is_nested = node->op == AM_EXCEPTION_BUT,
                                .label = am_label_of(node),
                                .span = node->span};
    note->citation = am_citation_of(context->maker, context->header, node, citation);
    value = fit(cases, am_expr_narrow(context, am_expr_read(context, first, cases->type)));
    value = am_exceptions_read(context, node, value, cases->written, note->citation);
    value = fit(cases, value);
    cases->is_wrong |= am_expr_is_error(condition);
    cases->operands[1 + 2 * cases->count] = condition;
    cases->operands[2 + 2 * cases->count] = value;
    cases->count++;
    context->facts = facts;
}

static am_expr *make_except(am_cases *cases, const am_node *node) {
    am_context *context = cases->context;
    am_expr *expr = am_expr_new(context, AM_EXPR_EXCEPT, node->span, cases->type);

    if (expr == NULL) {
        return NULL;
    }
    expr->operands = cases->operands;
    expr->operand_count = 1 + 2 * cases->count;
    expr->exceptions = cases->notes;
    expr->mode = context->expansion != NULL;
    /* What is the matter with a rule is told where it is checked by itself, not at its calls. */
    if (context->expansion == NULL || context->expansion->rule == context->reader) {
        am_overlaps_check(context, expr);
    }
    return expr;
}

am_expr *am_exceptions_read(am_context *context, const am_node *node, am_expr *general, const am_type *type,
                            am_slice citation) {
    size_t count = count_exceptions(node);
    am_maker *maker = context->maker;
    am_cases cases = {.context = context, .written = type, .is_wrong = am_expr_is_error(general)};

    if (count == 0 || general == NULL) {
        return general;
    }
    cases.type = type != NULL ? *type : general->type;
    cases.type.is_optional = general->type.is_optional;
    cases.operands = AM_NEW_ARRAY(maker->arena, am_expr *, 1 + 2 * count);
    cases.notes = AM_NEW_ARRAY(maker->arena, am_exception_note, count);
    if (maker->arena->is_exhausted || !am_count_fits(maker, count, node->span, AM_SLICE("exceptions"))) {
        return NULL;
    }
    cases.operands[0] = general;
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        if (is_exception(child)) {
            read_exception(&cases, child, citation);
        }
    }
    return cases.is_wrong ? am_expr_error(context, node->span) : make_except(&cases, node);
}
