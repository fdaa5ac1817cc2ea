/*
 * Clocks: the date of a record that says which law applies to it, and the condition that the rulebook was in
 * force then.
 *
 * `dated by` names facts of one record; that record and its elements are dated by it, each in its own terms.
 * A clock reads facts only, so that it never depends on what it dates.
 */
#include "model/build.h"

/* How many records further out `outer` lies; -1 when it does not enclose `inner`. */
static int steps_out(const am_record *inner, const am_record *outer) {
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

        if (symbol == NULL || symbol->kind != AM_SYMBOL_RECORD) {
            return found;
        }
        return found == NULL || steps_out(symbol->item, found) > 0 ? symbol->item : found;
    }
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        found = qualified_record(maker, child, found);
    }
    return found;
}

static am_expr *clock_of(am_maker *maker, am_header *header, am_record *dated, unsigned lift) {
    am_context context = am_context_of(maker, header, dated, NULL);

    context.lift = lift;
    context.is_facts_only = true;
    return am_expr_typed(&context, am_node_expression(header->dated_by), am_type_of(AM_TYPE_DATE));
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
    own = clock_of(maker, header, dated, 0);
    set_clock(maker, header, dated, own);
    if (am_expr_is_error(own) || dated->clock != own) {
        return;
    }
    for (size_t r = 0; r < maker->model->record_count; r++) {
        am_record *record = maker->model->records[r];
        int steps = steps_out(record, dated);

        if (steps > 0) {
            set_clock(maker, header, record, clock_of(maker, header, dated, (unsigned)steps));
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

static am_expr *make_in_force(am_maker *maker, am_header *header, am_record *record) {
    const am_book *book = header->book;
    am_context context = am_context_of(maker, header, record, NULL);
    am_type yesno = am_type_of(AM_TYPE_YESNO), date = am_type_of(AM_TYPE_DATE);
    am_expr *ends[2];

    ends[0] =
        am_expr_make(&context, AM_EXPR_LESS_EQUAL, book->span, yesno, 2,
                     am_expr_integer(&context, book->span, date, book->in_force_from), record->clock, NULL);
    if (book->in_force_until > AM_DATE_MAX) {
        return ends[0];
    }
    ends[1] = am_expr_make(&context, AM_EXPR_LESS, book->span, yesno, 2, record->clock,
                           am_expr_integer(&context, book->span, date, book->in_force_until), NULL);
    return am_condition_join(&context, AM_EXPR_AND, book->span, ends, 2);
}

am_expr *am_in_force_of(am_maker *maker, am_header *header, am_record *record) {
    am_expr **made;

    if (!header->book->has_in_force || record == NULL || record->clock == NULL) {
        return NULL;
    }
    if (header->in_force == NULL) {
        header->in_force = AM_NEW_ARRAY(maker->arena, am_expr *, maker->model->record_count);
    }
    if (header->in_force == NULL) {
        return NULL;
    }
    made = &header->in_force[record->index];
    if (*made == NULL) {
        *made = make_in_force(maker, header, record);
    }
    return *made;
}
