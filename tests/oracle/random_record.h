/*
 * Random records for a model: values around the bounds and the constants of the rulebook, empty lists, ties,
 * facts left out.
 *
 * A record comes as JSON text for the reader and as the tree that the evaluator walks; the tree is not read
 * from the text.
 */
#ifndef ORACLE_RANDOM_RECORD_H
#define ORACLE_RANDOM_RECORD_H

#include "evaluate.h"
#include "random.h"

typedef struct record_maker record_maker;

/* Collects the model's constants. All memory is the arena's. */
/* `is_at_bounds`: many amounts are such that counts of 64 bits just hold them, or just not. */
record_maker *record_maker_new(am_arena *arena, const am_model *model, bool is_at_bounds);

/* Makes a record and appends its JSON, one object without a line end. */
oracle_record *random_record(record_maker *maker, am_arena *arena, uint64_t seed, am_buffer *json);
/* The same, with many of its facts left out. */
oracle_record *random_sparse_record(record_maker *maker, am_arena *arena, uint64_t seed, am_buffer *json);
/* Gives the record one of the facts that are needed and not there, and appends its JSON. False, with nothing
 * appended, when none is missing. */
bool random_supply(record_maker *maker, am_arena *arena, uint64_t seed, oracle_record *record,
                   am_buffer *json);

#endif
