/*
 * Clocks: the date of a record that says which law applies to it.
 *
 * `dated by` names facts of one record; that record and its elements are dated by it, each in its own terms.
 * A clock reads facts only, so that it never depends on what it dates.
 */
#include "model/build.h"

int am_record_steps_out(const am_record *inner, const am_record *outer) {
    for (int steps = 0; inner != NULL && steps <= AM_RECORD_DEPTH_MAX; steps++) {
        if (inner == outer) {
            return steps;
        }
        inner = inner->enclosing;
    }
    return -1;
}

/* The innermost record that names in the expression are qualified by. */
static am_record *qualified_record(const am_maker *maker, const am_node *node, am_record *found) {
    if (node->kind == AM_NODE_PATH && node->children != NULL) {
        const am_symbol *symbol = am_symbols_find(&maker->symbols, &maker->types, node->children->text);

        if (symbol == NULL || symbol->kind != AM_SYMBOL_RECORD ||
            ((const am_record *)symbol->item)->is_given_once) {
            return found;
        }
        return found == NULL || am_record_steps_out(symbol->item, found) > 0 ? symbol->item : found;
    }
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        found = qualified_record(maker, child, found);
    }
    return found;
}

am_expr *am_clock_read(am_maker *maker, am_header *header, am_record *record, const am_node *dated_by,
                       unsigned lift) {
    am_context context = am_context_of(maker, header, record, NULL);
    am_expr *date;

    context.lift = lift;
    context.is_facts_only = true;
    date = am_expr_typed(&context, am_node_expression(dated_by), am_type_of(AM_TYPE_DATE));
    if (am_expr_is_error(date)) {
        return date;
    }
    return am_expr_make(&context, AM_EXPR_CLOCK, date->span, date->type, 1, date, NULL, NULL);
}

static void set_clock(am_maker *maker, am_header *header, am_record *record, am_expr *clock) {
    am_diagnostic *diagnostic;

    if (am_expr_is_error(clock) || (record->clock != NULL && am_expr_is_same(record->clock, clock))) {
        return;
    }
    if (record->clock == NULL) {
        record->clock = clock;
        return;
    }
    diagnostic = am_report(maker, AM_DIAG_CLOCK_TWICE, header->dated_by->span, AM_ARGUMENTS(record->name));
    am_diagnostic_note(maker->diagnostics, diagnostic, record->clock->span, AM_SLICE("dated first here"));
}

static void build_clock(am_maker *maker, am_header *header) {
    am_record *dated = qualified_record(maker, header->dated_by, NULL);
    am_expr *own;

    if (dated == NULL) {
        dated = maker->model->root;
    }
    if (dated == NULL) {
        return;
    }
    own = am_clock_read(maker, header, dated, header->dated_by, 0);
    set_clock(maker, header, dated, own);
    if (am_expr_is_error(own) || dated->clock != own) {
        return;
    }
    for (size_t r = 0; r < maker->model->record_count; r++) {
        am_record *record = maker->model->records[r];
        int steps = am_record_steps_out(record, dated);

        if (steps > 0) {
            set_clock(maker, header, record,
                      am_clock_read(maker, header, dated, header->dated_by, (unsigned)steps));
        }
    }
}

void am_clocks_build(am_maker *maker) {
    for (size_t i = 0; i < maker->header_count; i++) {
        if (maker->headers[i].dated_by != NULL) {
            build_clock(maker, &maker->headers[i]);
        }
    }
}
