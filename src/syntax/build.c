/*
 * Nodes and lists of nodes for the grammar's actions.
 *
 * Nothing here judges what it builds, but for literals that can be no value (a period of one month and a
 * half).
 */
#include "syntax/build.h"

#include "syntax/literal.h"

static am_node *new_node(am_builder *b, am_node_kind kind, uint16_t op, uint32_t start, uint32_t end) {
    am_node *node = AM_NEW(b->arena, am_node);
    if (node == NULL) {
        return NULL;
    }
    node->kind = (uint16_t)kind;
    node->op = op;
    node->span = (am_span){b->source, start, end > start ? end - start : 0};
    node->next = node;
    return node;
}

/* Lists */

am_node *am_build_chain(am_node *list, am_node *more) {
    if (list == NULL || more == NULL) {
        return list == NULL ? more : list;
    }
    am_node *first = list->next;
    list->next = more->next;
    more->next = first;
    return more;
}

am_node *am_build_join(am_node *const *lists, size_t count) {
    am_node *list = NULL;
    for (size_t i = 0; i < count; i++) {
        list = am_build_chain(list, lists[i]);
    }
    return list;
}

/* Lays the lists open as children behind those that the node has. */
static am_node *adopt(am_node *node, am_node *const *lists, size_t count) {
    am_node *list = am_build_join(lists, count);
    if (node == NULL || list == NULL) {
        return node;
    }
    am_node *first = list->next;
    list->next = NULL;
    if (node->last == NULL) {
        node->children = first;
    } else {
        node->last->next = first;
    }
    node->last = list;
    return node;
}

am_node *am_build_more(am_builder *b, am_node *node, am_node *const *lists, size_t count) {
    adopt(node, lists, count);
    if (node != NULL) {
        node->span.length = b->end - node->span.start;
    }
    return node;
}

/* Nodes */

am_node *am_build(am_builder *b, am_node_kind kind, uint16_t op, am_token first, am_node *const *lists,
                  size_t count) {
    return adopt(new_node(b, kind, op, first.start, b->end), lists, count);
}

am_node *am_build_text(am_builder *b, am_node_kind kind, uint16_t op, am_token first, am_token text,
                       am_node *const *lists, size_t count) {
    am_node *node = am_build(b, kind, op, first, lists, count);
    if (node != NULL) {
        node->text = am_literal_text(b->arena, b->text, text);
    }
    return node;
}

am_node *am_build_named(am_builder *b, am_node_kind kind, uint16_t op, am_token first, const am_node *name,
                        am_node *const *lists, size_t count) {
    am_node *node = am_build(b, kind, op, first, lists, count);
    if (node != NULL && name != NULL) {
        node->text = name->text;
    }
    return node;
}

am_node *am_build_infix(am_builder *b, am_node_kind kind, uint16_t op, am_node *const *lists, size_t count) {
    uint32_t start = b->end;
    for (size_t i = 0; i < count; i++) {
        if (lists[i] != NULL) {
            start = lists[i]->next->span.start;
            break;
        }
    }
    return adopt(new_node(b, kind, op, start, b->end), lists, count);
}

/* Leaves */

static am_node *leaf(am_builder *b, am_node_kind kind, uint16_t op, am_token token) {
    am_node *node = new_node(b, kind, op, token.start, token.start + token.length);
    if (node != NULL) {
        node->text = am_literal_text(b->arena, b->text, token);
    }
    return node;
}

am_node *am_build_name(am_builder *b, am_token token) {
    return leaf(b, AM_NODE_NAME, 0, token);
}

am_node *am_build_label(am_builder *b, am_token token) {
    return leaf(b, AM_NODE_LABEL, 0, token);
}

static am_node *money(am_builder *b, am_token token) {
    am_slice currency;
    am_node *node = new_node(b, AM_NODE_MONEY, 0, token.start, token.start + token.length);
    am_node *name = new_node(b, AM_NODE_NAME, 0, token.start, token.start);
    if (node == NULL || name == NULL) {
        return NULL;
    }
    am_literal_money(b->arena, b->text, token, &currency, &node->text);
    name->text = currency;
    name->span.length = (uint32_t)currency.length;
    return adopt(node, AM_NODES(name));
}

static am_node *period(am_builder *b, am_token token) {
    am_node *node = leaf(b, AM_NODE_PERIOD, token.op, token);
    for (size_t i = 0; node != NULL && i < node->text.length; i++) {
        if (node->text.data[i] == '.') {
            am_diagnose(b->diagnostics, AM_DIAG_PERIOD_FORM, node->span, AM_NO_ARGUMENTS);
            node->text.length = i;
        }
    }
    return node;
}

/* A date that the calendar has not was reported by the lexer; the tree has no such date. */
static am_node *date(am_builder *b, am_token token) {
    am_date day;
    am_node *node = leaf(b, AM_NODE_DATE, 0, token);
    if (node != NULL && !am_date_parse(node->text, &day)) {
        node->kind = AM_NODE_ERROR;
    }
    return node;
}

static am_node *word(am_builder *b, am_node_kind kind, am_token token) {
    return new_node(b, kind, 0, token.start, token.start + token.length);
}

am_node *am_build_literal(am_builder *b, am_token token) {
    switch (token.kind) {
    case AM_TOKEN_NUMBER:
        return leaf(b, AM_NODE_NUMBER, 0, token);
    case AM_TOKEN_PERCENT:
        return leaf(b, AM_NODE_NUMBER, 1, token);
    case AM_TOKEN_MONEY:
        return money(b, token);
    case AM_TOKEN_DATE:
        return date(b, token);
    case AM_TOKEN_PERIOD:
        return period(b, token);
    case AM_TOKEN_ORDINAL:
        return leaf(b, AM_NODE_ORDINAL, 0, token);
    case AM_TOKEN_YES:
        return word(b, AM_NODE_YES, token);
    case AM_TOKEN_NO:
        return word(b, AM_NODE_NO, token);
    default:
        return leaf(b, AM_NODE_TEXT, 0, token);
    }
}

/* Particular nodes */

am_node *am_build_dotted(am_builder *b, am_node *names) {
    if (names == NULL || names->next == names) {
        return names;
    }
    am_node *first = names->next;
    size_t length = 0;
    const am_node *at = first;
    do {
        length += at->text.length + 1;
        at = at->next;
    } while (at != first);
    char *copy = am_arena_take(b->arena, length, 1);
    am_node *node = new_node(b, AM_NODE_NAME, 0, first->span.start, names->span.start + names->span.length);
    if (copy == NULL || node == NULL) {
        return NULL;
    }
    node->text = (am_slice){copy, length - 1};
    do {
        for (size_t i = 0; i < at->text.length; i++) {
            *copy++ = at->text.data[i];
        }
        *copy++ = '.';
        at = at->next;
    } while (at != first);
    return node;
}

am_node *am_build_path(am_builder *b, am_path shape, am_token first, am_token name) {
    return am_build(b, AM_NODE_PATH, (uint16_t)shape, first, AM_NODES(am_build_name(b, name)));
}

am_node *am_build_in(am_builder *b, am_token in, am_node *range) {
    uint32_t end = range == NULL ? in.start + in.length : range->span.start + range->span.length;
    return adopt(new_node(b, AM_NODE_IN_RANGE, 0, in.start, end), AM_NODES(range));
}

am_node *am_build_list_type(am_builder *b, am_token list, am_token name) {
    am_node *element = leaf(b, AM_NODE_TYPE, AM_SHAPE_NAME, name);
    return am_build(b, AM_NODE_TYPE, AM_SHAPE_LIST, list, AM_NODES(element));
}

am_node *am_build_target(am_builder *b, am_node *path, am_token ordinal, am_node *list) {
    return am_build_infix(b, AM_NODE_TARGET, 0, AM_NODES(path, am_build_literal(b, ordinal), list));
}

am_node *am_build_over(am_builder *b, am_token head, am_node *value, am_node *path, am_node *const *lists,
                       size_t count) {
    am_node *list = NULL;
    if (path != NULL) {
        uint32_t end = path->span.start + path->span.length;
        list = adopt(new_node(b, AM_NODE_OVER_LIST, 0, path->span.start, end), AM_NODES(path));
    }
    am_node *rest = am_build_join(lists, count);
    return am_build(b, AM_NODE_OVER, head.op, head, AM_NODES(value, list, rest));
}

am_node *am_build_parentheses(am_builder *b, am_token open, am_node *inner) {
    if (inner != NULL) {
        inner->span = (am_span){b->source, open.start, b->end - open.start};
    }
    return inner;
}

am_node *am_build_percent_of(am_builder *b, am_token percent, am_node *whole) {
    return am_build(b, AM_NODE_PERCENT_OF, 0, percent, AM_NODES(am_build_literal(b, percent), whole));
}

am_node *am_build_is_or_higher(am_builder *b, am_token is, am_node *left, am_node *right,
                               uint16_t direction) {
    am_node *bound = am_build_infix(b, AM_NODE_OR_HIGHER, direction, AM_NODES(right));
    return am_build_infix(b, AM_NODE_IS, is.op, AM_NODES(left, bound));
}

am_node *am_build_error(am_builder *b) {
    uint32_t start = b->wrong < b->end ? b->wrong : b->end;
    return new_node(b, AM_NODE_ERROR, 0, start, b->end);
}

void am_build_declaration(am_builder *b, am_node *declaration) {
    if (declaration != NULL) {
        adopt(b->file, AM_NODES(declaration));
    }
}

void am_build_overflow(am_builder *b) {
    am_span span = {b->source, b->end, 1};
    am_diagnose(b->diagnostics, AM_DIAG_NESTING, span, AM_ARGUMENTS(AM_SLICE("250")));
    b->is_lost = true;
}
