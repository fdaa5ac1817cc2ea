/*
 * A rulebook's text through every stage: parsed, resolved, lowered, verified, written to an image and read
 * again.
 */
#ifndef ORACLE_COMPILED_H
#define ORACLE_COMPILED_H

#include "code/program.h"
#include "model/model.h"

typedef struct compiled {
    const am_model *model;
    const am_program *program; /* as read from its image */
    bool is_passed_over;       /* refused for what chance cannot avoid; *why says nothing */
} compiled;

/* False: *why says what was refused, with diagnostics. All memory is the arena's, but for *why. */
bool compile_rulebook(am_arena *arena, am_slice text, compiled *out, am_buffer *why);

#endif
