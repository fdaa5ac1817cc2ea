/*
 * Tables: rows and cells.
 *
 * A cell means different things by its place, which is known once the table is whole: in a condition column
 * `not a, b` is "none of these" and `unknown` a word of the language, while the header, the results and the
 * columns headed `when` hold ordinary expressions.
 */
#include "syntax/build.h"

am_node *am_build_row(am_builder *b, am_token open, am_node *conditions, am_node *results) {
    uint16_t count = 0;
    if (conditions != NULL) {
        const am_node *cell = conditions;
        do {
            count += count < UINT16_MAX;
            cell = cell->next;
        } while (cell != conditions);
    }
    return am_build(b, AM_NODE_ROW, count, open, AM_NODES(conditions, results));
}

am_node *am_build_bounded(am_builder *b, am_token until, am_node *from, am_node *end) {
    am_cell shape = until.op == AM_BOUND_THROUGH ? AM_CELL_THROUGH : AM_CELL_FROM;
    return am_build_infix(b, AM_NODE_CELL, (uint16_t)shape, AM_NODES(from, end));
}

am_node *am_build_not_covered(am_builder *b, am_token token) {
    am_node *word = am_build(b, AM_NODE_NOT_COVERED, 0, token, AM_NO_NODES);
    return am_build(b, AM_NODE_CELL, AM_CELL_ITEMS, token, AM_NODES(word));
}

static bool is_unknown(const am_node *node) {
    return node->kind == AM_NODE_PATH && node->op == AM_PATH_BARE && node->children != NULL &&
           node->children == node->last && am_slice_is_equal(node->children->text, AM_SLICE("unknown"));
}

static void settle_unknown(am_node *first) {
    for (am_node *item = first; item != NULL; item = item->next) {
        if (is_unknown(item)) {
            item->kind = AM_NODE_UNKNOWN;
            item->children = NULL;
            item->last = NULL;
        }
    }
}

/* `not a, b` was read as the list of `not a` and `b`: makes it "not" of the list of `a` and `b`. Parentheses
 * around the first keep it an expression. */
static void settle_not(am_node *cell) {
    am_node *negation = cell->children;
    if (negation == NULL || negation->kind != AM_NODE_NOT || negation->children == NULL ||
        negation->span.start + negation->span.length !=
            negation->children->span.start + negation->children->span.length) {
        return;
    }
    negation->kind = AM_NODE_CELL_NOT;
    negation->span.length = cell->span.start + cell->span.length - negation->span.start;
    if (negation->next != NULL) {
        negation->last->next = negation->next;
        negation->last = cell->last;
        negation->next = NULL;
        cell->last = negation;
    }
    settle_unknown(negation->children);
}

static void settle_row(const am_node *header, am_node *row) {
    const am_node *head = header->children;
    am_node *cell = row->children;
    for (uint16_t i = 0; i < row->op && cell != NULL; i++) {
        bool is_when = head != NULL && head->kind == AM_NODE_CELL && head->op == AM_CELL_WHEN;
        if (cell->kind == AM_NODE_CELL && cell->op == AM_CELL_ITEMS && !is_when) {
            settle_not(cell);
            settle_unknown(cell->children);
        }
        head = head == NULL ? NULL : head->next;
        cell = cell->next;
    }
}

am_node *am_build_table(am_builder *b, am_node *rows) {
    am_node *table = am_build_infix(b, AM_NODE_TABLE, 0, AM_NODES(rows));
    if (table == NULL || table->children == NULL) {
        return table;
    }
    for (am_node *row = table->children->next; row != NULL; row = row->next) {
        if (row->kind == AM_NODE_ROW) {
            settle_row(table->children, row);
        }
    }
    return table;
}
