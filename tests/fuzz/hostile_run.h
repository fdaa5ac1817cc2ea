/*
 * Runs a program that passed the verifier on random facts and writes its results: whatever it is, it must not
 * crash.
 */
#ifndef AM_TESTS_FUZZ_HOSTILE_RUN_H
#define AM_TESTS_FUZZ_HOSTILE_RUN_H

#include "code/program.h"

/* Assesses a few records whose facts come from the seed, with lists of every short length and facts of every
 * state. */
void hostile_run(const am_program *program, uint64_t seed);

#endif
