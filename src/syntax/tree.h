/*
 * The syntax tree: what stands in a rulebook, node for node, before any name has a meaning.
 *
 * Nodes are uniform: a kind (node.def), a text, an `op` whose meaning the kind gives, a span, and children as
 * a list. The tree keeps everything that a formatter needs (comments and quotation lines hang on the node
 * they precede) and is complete for unfinished text: what could not be read is an ERROR node beside a
 * diagnostic. It lives in one arena and is never changed after parsing.
 */
#ifndef AM_SYNTAX_TREE_H
#define AM_SYNTAX_TREE_H

#include "base/arena.h"
#include "base/span.h"

typedef enum am_node_kind {
#define NODE(name, word) AM_NODE_##name,
#include "syntax/node.def"
#undef NODE
    AM_NODE_COUNT,
} am_node_kind;

typedef struct am_node am_node;

struct am_node {
    uint16_t kind;     /* am_node_kind */
    uint16_t op;       /* its meaning is the kind's */
    am_span span;      /* from its first token to its last */
    am_slice text;     /* names in NFC, numbers without underscores, texts unescaped */
    am_slice quotes;   /* the `>` lines before a declaration, as they stand */
    am_slice comments; /* the comment lines before the node, as they stand; of FILE those after the last
                          declaration */
    am_slice remark; /* the comment behind the node on its line, and those within it that hang on no other */
    am_node *children; /* the first */
    am_node *last;     /* the last child */
    am_node *next;     /* the next sibling */
};

typedef enum am_bound { AM_BOUND_NONE, AM_BOUND_UNTIL, AM_BOUND_THROUGH } am_bound;
typedef enum am_picks {
    AM_PICKS_ONLY,
    AM_PICKS_FIRST,
    AM_PICKS_LAST,
    AM_PICKS_GREATEST,
    AM_PICKS_LEAST,
    AM_PICKS_SUM, /* adds up */
} am_picks;
typedef enum am_type_shape {
    AM_SHAPE_NAME,
    AM_SHAPE_YES_NO,
    AM_SHAPE_RANGE,
    AM_SHAPE_LIST,
    AM_SHAPE_RATE,
} am_type_shape;
typedef enum am_exception {
    AM_EXCEPTION_EXCEPT,
    AM_EXCEPTION_NOTWITHSTANDING,
    AM_EXCEPTION_BUT,
    AM_EXCEPTION_UNLESS
} am_exception;
typedef enum am_step {
    AM_STEP_START,
    AM_STEP_ADD,
    AM_STEP_SUBTRACT,
    AM_STEP_MULTIPLY,
    AM_STEP_INCREASE,
    AM_STEP_REDUCE,
    AM_STEP_COEFFICIENT,
    AM_STEP_AT_MOST,
    AM_STEP_AT_LEAST,
    AM_STEP_LIMIT,
    AM_STEP_INSTEAD,
    AM_STEP_ROUND,
} am_step;
typedef enum am_cell {
    AM_CELL_ITEMS,     /* a value, or several separated by commas; a `when` condition; a result */
    AM_CELL_ANY,       /* - */
    AM_CELL_WHEN,      /* the header `when` */
    AM_CELL_IN_FORCE,  /* the header `in force` */
    AM_CELL_OTHERWISE, /* the only condition cell of its row */
    AM_CELL_FROM,      /* EXPR until EXPR, in an `in force` column */
    AM_CELL_THROUGH,   /* EXPR through EXPR, likewise */
    AM_CELL_KNOWN,     /* EXPR with PUBLISHED, likewise; it may also stand behind the other two */
    AM_CELL_PER,       /* the header `per` */
    AM_CELL_TYPED,     /* NAME: TYPE, the header of a result column; the node's text is the name */
} am_cell;
typedef enum am_expectation {
    AM_EXPECT_IS,
    AM_EXPECT_IN,
    AM_EXPECT_NEEDS,
    AM_EXPECT_BECAUSE,
    AM_EXPECT_REFUSED,
} am_expectation;
typedef enum am_period_unit { AM_PERIOD_DAYS, AM_PERIOD_MONTHS, AM_PERIOD_YEARS } am_period_unit;
typedef enum am_path { AM_PATH_BARE, AM_PATH_ITS } am_path;
typedef enum am_operator {
    AM_OPERATOR_ADD,
    AM_OPERATOR_SUBTRACT,
    AM_OPERATOR_MULTIPLY,
    AM_OPERATOR_DIVIDE,
    AM_OPERATOR_POWER,
    AM_OPERATOR_EQUAL,
    AM_OPERATOR_UNEQUAL,
    AM_OPERATOR_LESS,
    AM_OPERATOR_LESS_EQUAL,
    AM_OPERATOR_GREATER,
    AM_OPERATOR_GREATER_EQUAL,
} am_operator;
typedef enum am_direction { AM_OR_HIGHER, AM_OR_LOWER } am_direction; /* also later, more; earlier, less */
typedef enum am_range_shape {
    AM_RANGE_TO,            /* A to B: both ends in */
    AM_RANGE_OVER_TO,       /* over A to B */
    AM_RANGE_TO_UNDER,      /* A to under B */
    AM_RANGE_OVER_TO_UNDER, /* over A to under B */
    AM_RANGE_UNDER,         /* under A: one EXPR, as the three below */
    AM_RANGE_UP_TO,
    AM_RANGE_OVER,
    AM_RANGE_FROM,
} am_range_shape;
typedef enum am_window { AM_WINDOW_BEFORE, AM_WINDOW_UP_TO, AM_WINDOW_AFTER } am_window;
typedef enum am_between {
    AM_BETWEEN_DAYS,
    AM_BETWEEN_MONTHS,
    AM_BETWEEN_YEARS,
    AM_BETWEEN_MONTHS_BEGUN,
    AM_BETWEEN_END_OF_MONTH, /* `end of month of d`: one EXPR */
} am_between;
typedef enum am_working { AM_WORKING_BETWEEN, AM_WORKING_ADD, AM_WORKING_SUBTRACT } am_working;
typedef enum am_gather {
    AM_GATHER_SUM,
    AM_GATHER_GREATEST,
    AM_GATHER_LEAST,
    AM_GATHER_COUNT,
    AM_GATHER_SOME,
    AM_GATHER_ALL,
    AM_GATHER_NONE,
    AM_GATHER_ANY,
    AM_GATHER_AT_LEAST,
} am_gather;

/* What a kind is called in a message: "schedule", "penalty", ... */
am_slice am_node_word(am_node_kind kind);
/* The first child of the kind, or NULL. */
const am_node *am_node_child(const am_node *node, am_node_kind kind);
/* The first child that is an expression, and the next expression after one; NULL when there is none. */
const am_node *am_node_expression(const am_node *node);
const am_node *am_node_next_expression(const am_node *expression);
bool am_node_is_expression(const am_node *node);
bool am_node_is_declaration(const am_node *node);
size_t am_node_count(const am_node *node); /* of children */

#endif
