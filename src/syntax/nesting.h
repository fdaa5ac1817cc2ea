/*
 * Keeps the tree shallow enough for whoever walks it by recursion.
 */
#ifndef AM_SYNTAX_NESTING_H
#define AM_SYNTAX_NESTING_H

#include "syntax/tree.h"
#include "text/diagnostic.h"

/* Cuts every declaration of the file where expressions, types and lists of facts nest more than
 * AM_PARSE_DEPTH_MAX deep: what is deeper becomes an ERROR node, with one diagnostic a declaration. */
void am_nesting_limit(am_node *file, am_diagnostics *diagnostics);

#endif
