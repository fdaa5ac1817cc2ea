/*
 * Penalties and amounts: their steps, what each may take, and the default rounding at the end.
 *
 * The first step gives the starting amount and the type; the steps after it work on the running amount. A
 * step's condition narrows what its operand and its `for each of` may use.
 */
#include "model/build.h"

typedef struct am_running { /* what is known of the amount between two steps */
    am_type type;
    am_step last;
    bool has_start;
    bool may_have_start; /* something that could not be read stands before the steps */
    bool is_past_sums;   /* a step other than add, subtract and coefficient came after the start */
} am_running;

static bool is_period(am_type type) {
    return type.kind == AM_TYPE_DAYS || type.kind == AM_TYPE_MONTHS;
}

static bool is_amount_type(am_type type) {
    switch (type.kind) {
    case AM_TYPE_NUMBER:
    case AM_TYPE_WHOLE:
    case AM_TYPE_MONEY:
        return true;
    default:
        return is_period(type) && !type.is_range;
    }
}

/* The operand: optional when it is written `if known`. */
static am_expr *read_operand(am_context *context, const am_node *node, am_type type) {
    const am_node *known = am_node_child(node, AM_NODE_IF_KNOWN);
    const am_node *item = known != NULL ? am_node_expression(known) : am_node_expression(node);
    am_expr *value =
        known != NULL ? am_expr_optional(context, item, type) : am_expr_value(context, item, type);

    return am_expect(context, value, type);
}

/* What a step takes: the amount's kind, a number, or a range of its kind. */
static am_type operand_type(am_step step, am_type amount) {
    am_type one = amount;

    one.is_range = false;
    if (one.kind == AM_TYPE_WHOLE) {
        one.kind = AM_TYPE_NUMBER;
    }
    switch (step) {
    case AM_STEP_MULTIPLY:
    case AM_STEP_INCREASE:
    case AM_STEP_REDUCE:
    case AM_STEP_COEFFICIENT:
        return am_type_of(AM_TYPE_NUMBER);
    case AM_STEP_LIMIT:
        one.is_range = true;
        return one;
    default:
        return one;
    }
}

static am_expr *read_start(am_context *context, am_pending *pending, const am_node *node,
                           am_running *running) {
    const am_node *known = am_node_child(node, AM_NODE_IF_KNOWN), *when = am_node_child(node, AM_NODE_WHEN);
    am_declaration *declaration = pending->declaration;
    am_maker *maker = context->maker;
    am_expr *value;

    running->has_start = true;
    if (known != NULL || when != NULL) {
        am_report(maker, AM_DIAG_START_CONDITION, (known != NULL ? known : when)->span, AM_NO_ARGUMENTS);
    }
    if (known != NULL) {
        return am_expr_error(context, known->span);
    }
    value = am_expr_value(context, am_node_expression(node), declaration->type);
    if (pending->has_type) {
        value = am_expect(context, value, declaration->type);
    } else if (!am_expr_is_error(value) && !is_amount_type(value->type)) {
        am_report(maker, AM_DIAG_PENALTY_TYPE, value->span, AM_ARGUMENTS(am_type_words(maker, value->type)));
        value = am_expr_error(context, value->span);
    }
    if (am_expr_is_error(value)) {
        return value;
    }
    if (!pending->has_type) {
        running->type = value->type;
    }
    if (running->type.kind == AM_TYPE_WHOLE && !pending->has_type) {
        running->type.kind = AM_TYPE_NUMBER;
    }
    return value;
}

/* `instead` with one amount, where the penalty is a range: both ends are that amount. */
static am_expr *read_instead(am_context *context, const am_node *node, am_type amount) {
    const am_node *known = am_node_child(node, AM_NODE_IF_KNOWN);
    am_type one = operand_type(AM_STEP_INSTEAD, amount), range = one;
    am_expr *value;

    range.is_range = amount.is_range;
    if (!amount.is_range || known != NULL) {
        return read_operand(context, node, range);
    }
    value = am_expr_value(context, am_node_expression(node), range);
    if (am_expr_is_error(value) || value->type.is_range) {
        return am_expect(context, value, range);
    }
    value = am_expect(context, value, one);
    if (am_expr_is_error(value)) {
        return value;
    }
    return am_expr_make(context, AM_EXPR_RANGE, value->span, range, 2, value, value, NULL);
}

static am_expr *read_value(am_context *context, am_pending *pending, const am_node *node, am_running *running,
                           am_penalty_step *step) {
    const am_node *rounding;

    switch (step->step) {
    case AM_STEP_START:
        return read_start(context, pending, node, running);
    case AM_STEP_ROUND:
        rounding = am_node_child(node, AM_NODE_ROUNDING);
        if (rounding == NULL) {
            return am_expr_error(context, node->span);
        }
        step->rounding = (am_rounding)rounding->op;
        return am_unit_read(context, am_node_expression(rounding), running->type);
    case AM_STEP_INSTEAD:
        return read_instead(context, node, running->type);
    default:
        return read_operand(context, node, operand_type(step->step, running->type));
    }
}

static bool may_repeat(am_step step) {
    return step == AM_STEP_ADD || step == AM_STEP_SUBTRACT || step == AM_STEP_MULTIPLY ||
           step == AM_STEP_INCREASE || step == AM_STEP_REDUCE || step == AM_STEP_COEFFICIENT;
}

static bool is_sum(am_step step) {
    return step == AM_STEP_ADD || step == AM_STEP_SUBTRACT || step == AM_STEP_COEFFICIENT;
}

/* Where a step may stand. */
static void check_place(am_context *context, const am_node *node, am_running *running) {
    const am_node *each = am_node_child(node, AM_NODE_FOR_EACH);
    am_maker *maker = context->maker;
    am_step step = (am_step)node->op;

    if (step == AM_STEP_START && running->has_start) {
        am_report(maker, AM_DIAG_START_TWICE, node->span, AM_NO_ARGUMENTS);
    }
    if (step != AM_STEP_START && !running->has_start && !running->may_have_start) {
        am_report(maker, AM_DIAG_NO_START, node->span, AM_NO_ARGUMENTS);
        running->has_start = true;
    }
    if (step == AM_STEP_COEFFICIENT && running->is_past_sums) {
        am_report(maker, AM_DIAG_COEFFICIENT_ORDER, node->span, AM_NO_ARGUMENTS);
        running->is_past_sums = false; /* one misplaced limit, one message */
    }
    if (step != AM_STEP_START && !is_sum(step)) {
        running->is_past_sums = true;
    }
    if (each != NULL && !may_repeat(step)) {
        am_report(maker, AM_DIAG_FOR_EACH_NOT_HERE, each->span, AM_NO_ARGUMENTS);
    }
}

static void report_dates(am_context *context, const am_node *node) {
    for (const am_node *clause = node->children; clause != NULL; clause = clause->next) {
        if (clause->kind == AM_NODE_IN_FORCE || clause->kind == AM_NODE_REPEALED ||
            clause->kind == AM_NODE_PUBLISHED || clause->kind == AM_NODE_DATED_BY) {
            am_report_later(
                context->maker, clause->span,
                AM_JOIN(context->maker, am_node_word((am_node_kind)clause->kind), AM_SLICE(" on a step")));
        }
    }
}

static void read_step(am_context *context, am_pending *pending, const am_node *node, am_running *running,
                      am_penalty_step *step) {
    const am_node *when = am_node_child(node, AM_NODE_WHEN), *each = am_node_child(node, AM_NODE_FOR_EACH);
    const am_fact *facts = context->facts;

    *step = (am_penalty_step){.step = (am_step)node->op, .span = node->span, .label = am_label_of(node)};
    step->citation = am_citation_of(context->maker, pending->header, node, pending->declaration->citation);
    check_place(context, node, running);
    report_dates(context, node);
    if (am_is_broken_off(context->maker, node)) {
        running->may_have_start = true;
        step->value = am_expr_error(context, node->span);
        return;
    }
    if (when != NULL) {
        step->when = am_expr_condition(context, am_node_expression(when));
        am_facts_add(context, step->when, true);
    }
    step->value = read_value(context, pending, node, running, step);
    if (each != NULL) {
        step->for_each = am_expr_typed(context, am_node_expression(each), am_type_of(AM_TYPE_WHOLE));
    }
    context->facts = facts;
}

/* The header's rounding, unless the last step rounds whatever the case is. */
static void add_default(am_pending *pending, am_penalty *penalty, am_type type) {
    const am_book *book = pending->header->book;
    const am_penalty_step *last = &penalty->steps[penalty->step_count - 1];
    am_type unit;

    if (pending->node->kind != AM_NODE_PENALTY || !book->has_rounding || type.kind != AM_TYPE_MONEY ||
        (last->step == AM_STEP_ROUND && last->when == NULL)) {
        return;
    }
    unit = book->rounding_unit->type;
    if (unit.kind == AM_TYPE_MONEY && unit.index != type.index) {
        return;
    }
    penalty->steps[penalty->step_count++] = (am_penalty_step){.step = AM_STEP_ROUND,
                                                              .value = book->rounding_unit,
                                                              .rounding = book->rounding,
                                                              .is_default = true,
                                                              .citation = pending->declaration->citation,
                                                              .span = book->rounding_unit->span};
}

static void read_only_when(am_context *context, const am_node *node, am_penalty *penalty) {
    const am_node *clause = am_node_child(node, AM_NODE_ONLY_WHEN);

    if (clause == NULL) {
        return;
    }
    penalty->only_when = am_expr_condition(context, am_node_expression(clause));
    am_facts_add(context, penalty->only_when, true);
}

static bool check_type(am_context *context, am_pending *pending) {
    am_type type = pending->declaration->type;

    if (!pending->has_type || type.kind == AM_TYPE_ERROR || is_amount_type(type)) {
        return true;
    }
    am_report(context->maker, AM_DIAG_PENALTY_TYPE, am_node_child(pending->node, AM_NODE_TYPE)->span,
              AM_ARGUMENTS(am_type_words(context->maker, type)));
    return false;
}

void am_penalty_build(am_context *context, am_pending *pending) {
    const am_node *node = pending->node;
    am_penalty *penalty = AM_NEW(context->maker->arena, am_penalty);
    am_declaration *declaration = pending->declaration;
    am_running running = {.type = declaration->type};

    /* Readers of a penalty that may not apply see that even while it is being read. */
    declaration->type.is_optional = am_node_child(node, AM_NODE_ONLY_WHEN) != NULL;
    if (penalty == NULL || !check_type(context, pending) ||
        !am_count_fits(context->maker, am_node_count(node), node->span, AM_SLICE("steps"))) {
        return;
    }
    penalty->steps = AM_NEW_ARRAY(context->maker->arena, am_penalty_step, am_node_count(node) + 2);
    if (penalty->steps == NULL) {
        return;
    }
    read_only_when(context, node, penalty);
    for (const am_node *step = node->children; step != NULL; step = step->next) {
        if (step->kind == AM_NODE_ERROR) {
            running.may_have_start = true;
        } else if (step->kind == AM_NODE_STEP) {
            read_step(context, pending, step, &running, &penalty->steps[penalty->step_count++]);
        }
    }
    running.type.is_optional = penalty->only_when != NULL;
    declaration->type = running.type;
    if (penalty->step_count == 0) {
        return;
    }
    add_default(pending, penalty, running.type);
    declaration->penalty = penalty;
}
