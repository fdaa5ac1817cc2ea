/*
 * Values for what a rulebook says may be set anew.
 */
#ifndef ORACLE_FITTED_H
#define ORACLE_FITTED_H

#include "code/program.h"
#include "evaluate.h"
#include "random.h"

/* Chooses a value for each calibration of the program: an end, the rulebook's own, or one between, of as many
 * digits as it may have. */
void fitted_choose(const am_program *program, random_source *random, oracle_fitted *out);
/* The rulebook's own. */
void fitted_reset(const am_program *program, oracle_fitted *out);

#endif
