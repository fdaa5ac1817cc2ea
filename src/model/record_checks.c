/*
 * `check COND "message"` in a record: what the facts must meet before anything is assessed.
 *
 * A check reads facts and parameters with one value, as a clock does: it comes before all that is worked out.
 * It tells neither the checker of tables nor anybody else what values can come.
 */
#include "model/build.h"

static void read_check(am_context *context, am_header *header, am_record *record, const am_node *node) {
    am_maker *maker = context->maker;
    am_record_check check = {.message = node->text, .span = node->span};

    check.condition = am_expr_condition(context, am_node_expression(node));
    check.citation = am_citation_of(maker, header, node, (am_slice){0});
    if (!am_expr_is_error(check.condition)) {
        record->checks[record->check_count++] = check;
    }
}

static void read_checks(am_maker *maker, am_header *header, am_record *record, const am_node *node) {
    am_context context = am_context_of(maker, header, record, NULL);
    size_t count = 0;

    for (const am_node *child = node->children; child != NULL; child = child->next) {
        count += child->kind == AM_NODE_CHECK;
    }
    if (count == 0) {
        return;
    }
    context.is_facts_only = true;
    context.is_check = true;
    record->checks = AM_NEW_ARRAY(maker->arena, am_record_check, count);
    for (const am_node *child = node->children; child != NULL && record->checks != NULL;
         child = child->next) {
        if (child->kind == AM_NODE_CHECK) {
            read_check(&context, header, record, child);
        }
    }
}

void am_checks_build(am_maker *maker) {
    for (size_t r = 0; r < maker->model->record_count && maker->record_nodes != NULL; r++) {
        if (maker->record_nodes[r] != NULL) {
            read_checks(maker, maker->record_headers[r], maker->model->records[r], maker->record_nodes[r]);
        }
    }
}
