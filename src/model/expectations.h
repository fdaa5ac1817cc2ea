/*
 * What the reading of tests and of their expectations share. Private to src/model.
 */
#ifndef AM_MODEL_EXPECTATIONS_H
#define AM_MODEL_EXPECTATIONS_H

#include "model/build.h"
#include "model/test.h"

/* tests.c */
/* A constant of the type; NULL after a message, or for NULL. */
am_expr *am_test_constant(am_context *context, const am_node *node, am_type type);
/* Whether the word `unknown` stands there, for something that may be. */
bool am_test_is_unknown(const am_maker *maker, const am_node *node, am_type type);

/* expectations.c */
void am_expectations_read(am_context *context, am_test *test, const am_node *expect);

#endif
