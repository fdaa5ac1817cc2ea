/*
 * A rulebook text through every stage, and one record with it: what the tests of src/lower look at.
 */
#ifndef AM_TESTS_LOWER_ASSESS_H
#define AM_TESTS_LOWER_ASSESS_H

#include "code/program.h"
#include "text/diagnostic.h"

typedef struct compiled {
    am_arena arena;
    am_sources sources;
    am_diagnostics diagnostics;
    const am_program *program; /* NULL: see diagnostics */
} compiled;

/* Compiles and verifies; a program that its verifier refuses fails the test. */
void compile(compiled *out, am_slice text);
/* As compile, and fails the test with the diagnostics when there is no program. */
void compile_well(compiled *out, am_slice text);
void compiled_clear(compiled *compiled);

/* Appends a rulebook of tests/golden/lower. */
void read_rulebook(am_buffer *out, const char *name);

/* Assesses one record and appends its outputs, `name=value` with a blank between, element by element in
 * lists; a value that is not there is `name=?unknown`, `name=?needs(facts)`, `name=?F0101@clause`. The facts
 * are written
 *
 *     turnover=5000 share=1..2 is_new=yes priors=[(rule=a on=2024-01-31)(rule=b)] inside.field=3
 *
 * with no blanks in a value. */
void assess(am_buffer *out, const am_program *program, const char *facts);

#endif
