/*
 * The tree as text, one node a line: kind, op where it is not 0, text, and under it what hangs on it.
 *
 *     RULE "cap"  @12+40
 *       MONEY "5000"  @23+9
 *
 * The place is where the node begins and how long it is, in bytes. The form of the golden tests, not read by
 * anything else.
 */
#include "syntax/parse.h"

static const char *const kinds[] = {
#define NODE(name, word) #name,
#include "syntax/node.def"
#undef NODE
};

static void put_indent(am_buffer *buffer, size_t depth) {
    for (size_t i = 0; i < depth; i++) {
        am_buffer_put_text(buffer, "  ");
    }
}

static void put_quoted(am_buffer *buffer, am_slice text) {
    am_buffer_put_text(buffer, " \"");
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '\n') {
            am_buffer_put_text(buffer, "\\n");
        } else if (text.data[i] != '\r') {
            am_buffer_put_char(buffer, text.data[i]);
        }
    }
    am_buffer_put_char(buffer, '"');
}

static void put_attached(am_buffer *buffer, size_t depth, const char *name, am_slice text) {
    if (text.length > 0) {
        put_indent(buffer, depth);
        am_buffer_put_text(buffer, name);
        put_quoted(buffer, text);
        am_buffer_put_char(buffer, '\n');
    }
}

static void put_node(am_buffer *buffer, const am_node *node, size_t depth) {
    put_indent(buffer, depth);
    am_buffer_put_text(buffer, kinds[node->kind]);
    if (node->op != 0) {
        am_buffer_put_char(buffer, ' ');
        am_buffer_put_unsigned(buffer, node->op);
    }
    if (node->text.data != NULL) {
        put_quoted(buffer, node->text);
    }
    am_buffer_put_text(buffer, "  @");
    am_buffer_put_unsigned(buffer, node->span.start);
    am_buffer_put_char(buffer, '+');
    am_buffer_put_unsigned(buffer, node->span.length);
    am_buffer_put_char(buffer, '\n');
    put_attached(buffer, depth + 1, "(quotes)", node->quotes);
    put_attached(buffer, depth + 1, "(comments)", node->comments);
    put_attached(buffer, depth + 1, "(remark)", node->remark);
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        put_node(buffer, child, depth + 1);
    }
}

void am_tree_print(am_buffer *buffer, const am_node *node) {
    put_node(buffer, node, 0);
}
