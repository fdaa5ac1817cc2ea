/*
 * What the grammar's actions call: each makes a node, or joins lists of nodes.
 *
 * While parsing, a value is a list of nodes given by its last node, in a ring: the last one's `next` is the
 * first. One node is a list of one, NULL the empty list, so joining costs the same however long the lists
 * are. A node's children are a list laid open. A node ends where the last token ends that the parser has
 * taken, which is why nothing here is told the end. When memory runs out nodes are NULL, and every function
 * takes that for "nothing".
 */
#ifndef AM_SYNTAX_BUILD_H
#define AM_SYNTAX_BUILD_H

#include "base/date.h"
#include "base/decimal.h"
#include "syntax/token.h"
#include "syntax/tree.h"
#include "text/diagnostic.h"

typedef struct am_builder {
    am_arena *arena;
    am_slice text; /* of the source */
    am_diagnostics *diagnostics;
    am_node *file;
    am_token taken; /* the last token that the parser has taken, and the one before it */
    am_token taken_before;
    am_token head;        /* of the declaration that is being read; kind 0 before the first */
    uint32_t end;         /* of the last token that the parser has taken */
    uint32_t wrong;       /* where the last mistake began */
    uint32_t barless_row; /* where the last row of a table without any `||` began */
    uint16_t source;      /* its number */
    bool is_lost;         /* the parser's stack was full: nothing can be read before the next declaration */
} am_builder;

#define AM_NODES(...) \
    (am_node *const[]){__VA_ARGS__}, sizeof((am_node *const[]){__VA_ARGS__}) / sizeof(am_node *)
#define AM_NO_NODES NULL, 0

/* A node from its first token on; with the text of `text`; with the text of a NAME node; from its first child
 * on. */
am_node *am_build(am_builder *b, am_node_kind kind, uint16_t op, am_token first, am_node *const *lists,
                  size_t count);
am_node *am_build_text(am_builder *b, am_node_kind kind, uint16_t op, am_token first, am_token text,
                       am_node *const *lists, size_t count);
am_node *am_build_named(am_builder *b, am_node_kind kind, uint16_t op, am_token first, const am_node *name,
                        am_node *const *lists, size_t count);
am_node *am_build_infix(am_builder *b, am_node_kind kind, uint16_t op, am_node *const *lists, size_t count);

/* Lists */
am_node *am_build_chain(am_node *list, am_node *more);
am_node *am_build_join(am_node *const *lists, size_t count);
/* Appends children to a single node. */
am_node *am_build_more(am_builder *b, am_node *node, am_node *const *lists, size_t count);

/* Leaves: one token each */
am_node *am_build_name(am_builder *b, am_token token);
am_node *am_build_label(am_builder *b, am_token token);
am_node *am_build_literal(am_builder *b, am_token token);

/* Particular nodes */
am_node *am_build_dotted(am_builder *b, am_node *names); /* `a.b.c` as one NAME */
am_node *am_build_path(am_builder *b, am_path shape, am_token first, am_token name);
am_node *am_build_in(am_builder *b, am_token in, am_node *range);
am_node *am_build_list_type(am_builder *b, am_token list, am_token name);
am_node *am_build_target(am_builder *b, am_node *path, am_token ordinal, am_node *list);
am_node *am_build_over(am_builder *b, am_token head, am_node *value, am_node *path, am_node *const *lists,
                       size_t count);
am_node *am_build_parentheses(am_builder *b, am_token open,
                              am_node *inner); /* the inner node, spanning them */
am_node *am_build_percent_of(am_builder *b, am_token percent, am_node *whole);
am_node *am_build_is_or_higher(am_builder *b, am_token is, am_node *left, am_node *right, uint16_t direction);
am_node *am_build_row(am_builder *b, am_token open, am_node *conditions, am_node *results);
am_node *am_build_table(am_builder *b, am_node *rows);
am_node *am_build_bounded(am_builder *b, am_token until, am_node *from, am_node *end);
am_node *am_build_not_covered(am_builder *b, am_token token);

/* What could not be read, from the mistake up to here. */
am_node *am_build_error(am_builder *b);
void am_build_declaration(am_builder *b, am_node *declaration);
void am_build_overflow(am_builder *b);

#endif
