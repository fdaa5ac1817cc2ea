/*
 * Rulebook text to syntax tree: lexer, word filter, parser.
 *
 * Always gives a tree; every mistake is one diagnostic, and reading goes on at the next step, field, row or
 * declaration.
 */
#ifndef AM_SYNTAX_PARSE_H
#define AM_SYNTAX_PARSE_H

#include "syntax/tree.h"
#include "text/diagnostic.h"

/* How deep expressions, types, lists of facts and brackets may nest; a name or a number alone stands at
 * depth 1. */
#define AM_PARSE_DEPTH_MAX 250

/* The FILE node of a source; its memory is the arena's. NULL only when the arena is exhausted. */
const am_node *am_parse(am_arena *arena, const am_sources *sources, uint16_t source,
                        am_diagnostics *diagnostics);

/* Appends the tree, one node a line, indented: the form of the golden tests. */
void am_tree_print(am_buffer *buffer, const am_node *node);

#endif
