/*
 * The column `per`: what each row of a table cites.
 *
 * It stands last among the results and is none. A row whose cell is `-` cites what its declaration cites.
 */
#include "model/build.h"

bool am_is_citation_column(const am_node *head_cell) {
    return head_cell->kind == AM_NODE_CELL && head_cell->op == AM_CELL_PER;
}

static am_slice joined(am_maker *maker, am_slice citation, am_slice more) {
    return citation.length == 0 ? more : AM_JOIN(maker, citation, AM_SLICE("; "), more);
}

am_slice am_row_citation(am_context *context, const am_node *cell) {
    am_maker *maker = context->maker;
    am_slice citation = {0};
    if (cell->op == AM_CELL_ANY) {
        return citation;
    }
    for (const am_node *item = cell->children; item != NULL && cell->op == AM_CELL_ITEMS; item = item->next) {
        if (item->kind != AM_NODE_PER && item->kind != AM_NODE_TEXT) {
            citation.length = 0;
            break;
        }
        citation = joined(maker, citation, am_citation_one(maker, context->header, item));
    }
    if (citation.length == 0) {
        am_report(maker, AM_DIAG_CELL_FORM, cell->span, AM_NO_ARGUMENTS);
    }
    return citation;
}
