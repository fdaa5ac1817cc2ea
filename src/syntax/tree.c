/*
 * Questions about nodes.
 */
#include "syntax/tree.h"

static const am_slice words[] = {
#define NODE(name, word) {word, sizeof(word) - 1},
#include "syntax/node.def"
#undef NODE
};

am_slice am_node_word(am_node_kind kind) {
    return (unsigned)kind < AM_NODE_COUNT ? words[kind] : (am_slice){NULL, 0};
}

const am_node *am_node_child(const am_node *node, am_node_kind kind) {
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        if (child->kind == kind) {
            return child;
        }
    }
    return NULL;
}

bool am_node_is_expression(const am_node *node) {
    bool is_part = node->kind == AM_NODE_OVER_LIST || node->kind == AM_NODE_OVER_MONTHS ||
                   node->kind == AM_NODE_WHERE || node->kind == AM_NODE_GROUP_BY;
    return node->kind >= AM_NODE_NUMBER && !is_part;
}

bool am_node_is_declaration(const am_node *node) {
    return node->kind >= AM_NODE_RULEBOOK && node->kind <= AM_NODE_PROPERTY;
}

static const am_node *expression_from(const am_node *node) {
    while (node != NULL && !am_node_is_expression(node)) {
        node = node->next;
    }
    return node;
}

const am_node *am_node_expression(const am_node *node) {
    return expression_from(node->children);
}

const am_node *am_node_next_expression(const am_node *expression) {
    return expression_from(expression->next);
}

size_t am_node_count(const am_node *node) {
    size_t count = 0;
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        count++;
    }
    return count;
}
