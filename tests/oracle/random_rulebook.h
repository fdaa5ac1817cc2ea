/*
 * A random rulebook that is well-typed: grammar-directed, each expression made for the type that is wanted.
 *
 * The text uses the whole of the language that is assessed. It is meant to compile without a message: a
 * refusal is a mistake of the generator or of the compiler.
 */
#ifndef ORACLE_RANDOM_RULEBOOK_H
#define ORACLE_RANDOM_RULEBOOK_H

#include "base/buffer.h"
#include "random.h"

/* Appends a rulebook's text. `size` from 1 (a few small declarations) to 8. `is_at_bounds`: many of its
 * amounts and factors are such that counts of 64 bits just hold them, or just not. */
void random_rulebook(am_buffer *text, uint64_t seed, unsigned size, bool is_at_bounds);

#endif
