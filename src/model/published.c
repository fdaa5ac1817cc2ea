/*
 * From when law is known: `published D`, by default the day from which it is in force.
 *
 * It belongs to what it stands behind: to `in force`, or to `repealed from`. In the header it is that of all
 * law that begins with the rulebook.
 */
#include "model/build.h"

static bool read(am_maker *maker, am_header *header, const am_node *published, am_date *out) {
    am_context context = am_context_of(maker, header, NULL, NULL);

    context.is_constant = true;
    return am_date_literal(&context, am_node_expression(published), out);
}

void am_book_published_read(am_maker *maker, am_header *header) {
    const am_node *published = am_node_child(header->node, AM_NODE_PUBLISHED);
    am_book *book = header->book;

    book->published = book->in_force_from;
    if (published != NULL && !book->has_in_force) {
        am_report(maker, AM_DIAG_PUBLISHED_ALONE, published->span, AM_NO_ARGUMENTS);
    } else if (published != NULL) {
        read(maker, header, published, &book->published);
    }
}

static void report_twice(am_maker *maker, const am_node *first, const am_node *second) {
    am_diagnostic *diagnostic = am_report(maker, AM_DIAG_PUBLISHED_TWICE, second->span, AM_NO_ARGUMENTS);

    am_diagnostic_note(maker->diagnostics, diagnostic, first->span, AM_SLICE("stated first here"));
}

static void read_one(am_maker *maker, am_pending *pending, const am_node *published, bool is_repeal) {
    am_declaration *declaration = pending->declaration;
    bool is_dated = am_node_child(pending->node, AM_NODE_IN_FORCE) != NULL;
    bool is_of_book = declaration->kind != AM_DECLARATION_PARAMETER && pending->header->book->has_in_force;

    if (is_repeal) {
        read(maker, pending->header, published, &declaration->repeal_published);
    } else if (is_dated || is_of_book) {
        read(maker, pending->header, published, &declaration->published);
    } else {
        am_report(maker, AM_DIAG_PUBLISHED_ALONE, published->span, AM_NO_ARGUMENTS);
    }
}

void am_published_read(am_maker *maker, am_pending *pending) {
    am_declaration *declaration = pending->declaration;
    const am_node *found[2] = {NULL, NULL};
    bool is_repeal = false;

    if (declaration->in_force_from != pending->header->book->in_force_from) {
        declaration->published = declaration->in_force_from;
    }
    declaration->repeal_published = declaration->repealed_from;
    for (const am_node *node = pending->node->children; node != NULL; node = node->next) {
        if (node->kind == AM_NODE_IN_FORCE || node->kind == AM_NODE_REPEALED) {
            is_repeal = node->kind == AM_NODE_REPEALED;
        }
        if (node->kind != AM_NODE_PUBLISHED) {
            continue;
        }
        if (found[is_repeal] != NULL) {
            report_twice(maker, found[is_repeal], node);
        } else {
            read_one(maker, pending, node, is_repeal);
        }
        found[is_repeal] = node;
    }
}

void am_cell_published_read(am_context *context, const am_node *cell, am_cell_test *out) {
    const am_node *published = am_node_child(cell, AM_NODE_PUBLISHED);
    const am_declaration *declaration = context->reader->declaration;

    out->published = out->from;
    if (published != NULL) {
        am_date_literal(context, am_node_expression(published), &out->published);
    } else if (out->from == declaration->in_force_from) {
        out->published = declaration->published;
    }
}
