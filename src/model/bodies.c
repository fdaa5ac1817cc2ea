/*
 * What stands in declarations, resolved: a pending declaration gets its value.
 *
 * Bodies are resolved in an order guessed from the names that occur in them, so that what is read is mostly
 * resolved already; what is not is resolved on the spot. Who truly reads whom is noted on the way, for
 * order.c.
 */
#include "model/build.h"

/* Bodies resolved in one another, where the guessed order did not help. */
#define RESOLVING_MAX 64

/* The value of a rule or a parameter, of the type written, if one is. */
static void resolve_value(am_context *context, am_pending *pending) {
    am_declaration *declaration = pending->declaration;
    const am_node *node = am_node_expression(pending->node);
    bool is_broken_off = node != NULL && (am_is_broken_off(context->maker, node) ||
                                          am_is_broken_off(context->maker, pending->node));
    am_expr *value =
        is_broken_off ? am_expr_error(context, node->span) : am_expr_read(context, node, declaration->type);

    if (declaration->kind == AM_DECLARATION_PARAMETER) {
        value = am_expr_discharge(context, value);
    }
    if (pending->has_type) {
        value = am_expect(context, value, declaration->type);
    }
    if (declaration->kind == AM_DECLARATION_PARAMETER) {
        value = am_calibrated(context, pending, value);
    }
    value = am_exceptions_read(context, pending->node, value, pending->has_type ? &declaration->type : NULL,
                               declaration->citation);
    declaration->value = value;
    if (value == NULL) {
        return;
    }
    if (!pending->has_type) {
        declaration->type = value->type;
    }
    declaration->type.is_optional = value->type.is_optional;
    if (declaration->kind == AM_DECLARATION_PARAMETER && value->type.kind != AM_TYPE_ERROR) {
        value->type = declaration->type;
    }
}

static void resolve_body(am_context *context, am_pending *pending) {
    const am_node *node = pending->node;

    if (pending->version_count != 0) {
        am_versions_resolve(context, pending);
        return;
    }
    switch ((am_node_kind)node->kind) {
    case AM_NODE_PARAMETER:
        context->is_constant = true;
        context->record = context->maker->model->root;
        if (am_node_child(node, AM_NODE_TABLE) != NULL) {
            am_series_build(context, pending);
        } else {
            resolve_value(context, pending);
        }
        if (am_node_child(node, AM_NODE_IN_FORCE) != NULL || am_node_child(node, AM_NODE_REPEALED) != NULL) {
            am_parameter_date(context, pending);
        }
        break;
    case AM_NODE_RULE:
        if (pending->arguments == NULL) {
            resolve_value(context, pending);
        } else {
            am_rule_check(context, pending);
        }
        break;
    case AM_NODE_DISCRETION:
        am_discretion_resolve(context, pending);
        break;
    case AM_NODE_SCHEDULE:
        am_schedule_build(context, pending);
        break;
    case AM_NODE_LADDER:
        am_ladder_build(context, pending);
        break;
    case AM_NODE_PENALTY:
    case AM_NODE_AMOUNT:
        am_penalty_build(context, pending);
        break;
    default:
        break;
    }
}

void am_pending_resolve(am_maker *maker, am_pending *pending) {
    am_declaration *declaration = pending->declaration;
    am_context context = am_context_of(maker, pending->header, declaration->record, pending);

    if (pending->progress != AM_PROGRESS_NEW || maker->resolving >= RESOLVING_MAX) {
        return;
    }
    context.is_type_lost = pending->has_type && declaration->type.kind == AM_TYPE_ERROR;
    pending->progress = AM_PROGRESS_BUSY;
    maker->resolving++;
    if (!maker->arena->is_exhausted) {
        resolve_body(&context, pending);
    }
    maker->resolving--;
    pending->progress = AM_PROGRESS_DONE;
}

static void note_reading(am_context *context, am_declaration *declaration, am_span span) {
    am_pending *reader = context->reader;
    am_reading *readings;

    if (reader == NULL) {
        return;
    }
    for (size_t i = 0; i < reader->reading_count; i++) {
        if (reader->readings[i].read == declaration) {
            return;
        }
    }
    readings = AM_GROW(context->maker->arena, am_reading, reader->readings, reader->reading_count,
                       &reader->reading_capacity);
    if (readings == NULL) {
        return;
    }
    reader->readings = readings;
    readings[reader->reading_count++] = (am_reading){declaration, span};
}

am_expr *am_clock_of(const am_context *context) {
    return context->reader != NULL ? context->reader->declaration->clock : context->record->clock;
}

/* A parameter that differs by date takes the clock of whoever reads it. */
static void check_clock(am_context *context, const am_declaration *parameter, am_span span) {
    if (context->reader != NULL && context->reader->declaration->kind == AM_DECLARATION_PARAMETER) {
        context->reader->needs_clock = true;
    } else if (context->record != NULL && am_clock_of(context) == NULL && !context->is_constant &&
               !context->is_facts_only) {
        am_report(context->maker, AM_DIAG_NO_CLOCK, span,
                  AM_ARGUMENTS(parameter->name, context->record->name));
    }
}

void am_declaration_read(am_context *context, am_declaration *declaration, am_span span) {
    am_maker *maker = context->maker;
    am_pending *pending = maker->pendings[declaration->number];

    note_reading(context, declaration, span);
    if (pending->progress == AM_PROGRESS_NEW && maker->resolving < RESOLVING_MAX) {
        am_pending_resolve(maker, pending);
    } else if (pending->progress == AM_PROGRESS_NEW && !maker->is_cut) {
        maker->is_cut = true;
        maker->cut = span;
    }
    if (pending->needs_clock && !context->is_at_date) {
        check_clock(context, declaration, span);
    }
}

void am_declarations_resolve(am_maker *maker) {
    uint32_t *order = AM_NEW_ARRAY(maker->arena, uint32_t, maker->pending_count + 1);

    if (order == NULL || !am_order_guess(maker, order)) {
        return;
    }
    for (size_t i = 0; i < maker->pending_count; i++) {
        if (maker->pendings[order[i]]->progress == AM_PROGRESS_NEW) {
            am_pending_resolve(maker, maker->pendings[order[i]]);
        }
    }
}
