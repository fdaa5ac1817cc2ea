/*
 * Parameters with a clock of their own: read, by whoever reads them, on the date that their clock names.
 *
 * Such a clock is made of facts of the record that stands in no list, so that reading the parameter is
 * reading it on that date from wherever the reader stands.
 */
#include "model/build.h"

void am_parameter_clock_check(am_maker *maker, const am_pending *pending) {
    const am_node *own = am_node_child(pending->node, AM_NODE_DATED_BY);

    if (own == NULL || pending->declaration->kind != AM_DECLARATION_PARAMETER ||
        am_node_child(pending->node, AM_NODE_TABLE) != NULL ||
        am_node_child(pending->node, AM_NODE_IN_FORCE) != NULL ||
        am_node_child(pending->node, AM_NODE_REPEALED) != NULL) {
        return;
    }
    am_report(maker, AM_DIAG_CLOCK_FOR_NOTHING, own->span, AM_ARGUMENTS(pending->declaration->name));
}

static unsigned steps_to_root(const am_record *record) {
    unsigned steps = 0;

    for (; record != NULL && !record->is_root && steps <= AM_RECORD_DEPTH_MAX; record = record->enclosing) {
        steps++;
    }
    return steps;
}

am_expr *am_parameter_by_clock(am_context *context, am_expr *value) {
    const am_declaration *parameter = value->declaration;
    am_maker *maker = context->maker;
    const am_pending *pending = maker->pendings[parameter->number];
    bool is_in_parameter =
        context->reader != NULL && context->reader->declaration->kind == AM_DECLARATION_PARAMETER;
    am_expr *clock;

    if (!parameter->has_own_clock || context->is_at_date) {
        return value;
    }
    if (context->is_constant || context->is_facts_only || context->record == NULL || is_in_parameter) {
        am_report(maker, AM_DIAG_OWN_CLOCK_READ, value->span, AM_ARGUMENTS(parameter->name));
        return am_expr_error(context, value->span);
    }
    clock = am_clock_read(maker, pending->header, maker->model->root,
                          am_node_child(pending->node, AM_NODE_DATED_BY),
                          context->lift + steps_to_root(context->record));
    value->operands = AM_NEW_ARRAY(maker->arena, am_expr *, 1);
    if (am_expr_is_error(clock) || value->operands == NULL) {
        return am_expr_error(context, value->span);
    }
    value->operands[0] = clock;
    value->operand_count = 1;
    return value;
}
