/*
 * A walk over the tree that uses no recursion, since it is the one that meets trees of any depth: `a + b + c
 * + ...` is as deep as it is long.
 *
 * A node stands at the depth of its parent, one more when it is an expression, a type or a list of facts.
 * What stands deeper than the limit is cut off, so no path of the walk is longer than a small multiple of it.
 */
#include "syntax/nesting.h"

#include "syntax/parse.h"

/* Between two nodes that count there are at most two that do not (FACT and FACT_RECORD); the rest is above
 * all of them. */
#define PATH_MAX_NODES (3 * (AM_PARSE_DEPTH_MAX + 1) + 16)

typedef struct {
    am_node *nodes[PATH_MAX_NODES];
    uint16_t depths[PATH_MAX_NODES];
    size_t length;
} tree_path;

static bool counts(const am_node *node) {
    return am_node_is_expression(node) || node->kind == AM_NODE_TYPE || node->kind == AM_NODE_FACT_LIST;
}

static void push(tree_path *path, am_node *node, uint16_t depth) {
    path->nodes[path->length] = node;
    path->depths[path->length] = depth;
    path->length++;
}

static void cut(am_node *node) {
    node->kind = AM_NODE_ERROR;
    node->op = 0;
    node->text = (am_slice){NULL, 0};
    node->children = NULL;
    node->last = NULL;
}

/* Whether something had to be cut. *deepest is the first such node. */
static bool limit_declaration(am_node *declaration, tree_path *path, const am_node **deepest) {
    bool is_cut = false;
    path->length = 0;
    push(path, declaration, 0);
    while (path->length > 0) {
        am_node *node = path->nodes[path->length - 1];
        uint16_t depth = path->depths[path->length - 1];
        bool is_too_deep = depth > AM_PARSE_DEPTH_MAX || path->length == PATH_MAX_NODES;
        if (is_too_deep) {
            *deepest = is_cut ? *deepest : node;
            is_cut = true;
            cut(node);
        }
        if (node->children != NULL) {
            push(path, node->children, (uint16_t)(depth + counts(node->children)));
            continue;
        }
        while (path->length > 1 && path->nodes[path->length - 1]->next == NULL) {
            path->length--;
        }
        node = path->nodes[--path->length]->next;
        if (path->length > 0) {
            depth = path->depths[path->length - 1];
            push(path, node, (uint16_t)(depth + counts(node)));
        }
    }
    return is_cut;
}

void am_nesting_limit(am_node *file, am_diagnostics *diagnostics) {
    tree_path path;
    for (am_node *declaration = file->children; declaration != NULL; declaration = declaration->next) {
        const am_node *deepest = NULL;
        if (limit_declaration(declaration, &path, &deepest)) {
            am_diagnose(diagnostics, AM_DIAG_NESTING, deepest->span, AM_ARGUMENTS(AM_SLICE("250")));
        }
    }
}
