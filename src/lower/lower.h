/*
 * Model to program: instances of declarations become registers, expressions instructions, schedules tables,
 * citations clauses.
 *
 * A declaration is lowered once for each place its record has in the facts, in the model's order, so that
 * everything is defined before it is used. Expressions that the model shares become one register. Nothing
 * here decides what a rulebook means.
 */
#ifndef AM_LOWER_LOWER_H
#define AM_LOWER_LOWER_H

#include "code/program.h"
#include "model/model.h"

/* The program, in the arena. NULL when a limit is passed (a diagnostic says which) or the arena is exhausted.
 */
const am_program *am_lower(am_arena *arena, const am_model *model, am_diagnostics *diagnostics);

#endif
