/*
 * Walks over the expressions of a model: of one expression, of a declaration, and of all that a claim reads.
 */
#ifndef AM_PROVE_VISIT_H
#define AM_PROVE_VISIT_H

#include "base/arena.h"
#include "model/property.h"

/* Expressions may share parts, so that a walk can be longer than the rulebook: it ends when `left` is used
 * up, and is_cut says so. */
typedef struct am_visit {
    void (*on)(struct am_visit *visit, const am_expr *expr); /* each before its operands */
    void *context;
    uint32_t left;
    bool is_cut;
} am_visit;

void am_visit_expr(am_visit *visit, const am_expr *expr);
void am_visit_declaration(am_visit *visit, const am_declaration *declaration);

/* What the value of a claim reads, itself the last, each behind all that it reads. NULL when the arena is
 * exhausted or it is too much to follow. */
typedef struct am_closure {
    am_declaration **items;
    size_t count;
} am_closure;
const am_closure *am_closure_of(am_arena *arena, const am_model *model, const am_property *property);

#endif
