/*
 * The groups of tests of explanations: each runs its own and returns how many failed.
 */
#ifndef AM_TESTS_EXPLAIN_GROUPS_H
#define AM_TESTS_EXPLAIN_GROUPS_H

int text_table_tests(void);

#endif
