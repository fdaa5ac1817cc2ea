/*
 * Expressions and declarations evaluated on a way: by the language's semantics, with unknowns for facts.
 *
 * Where a value is not followed it becomes an unknown of its own, of which at least what is true is asked:
 * the ways together then hold more than can happen, never less. A fault that is not noticed is a value like
 * others, for the same reason.
 */
#ifndef AM_PROVE_SYMBOLIC_H
#define AM_PROVE_SYMBOLIC_H

#include "prove/way.h"

typedef struct am_elements { /* the elements that `its` means, the innermost first */
    const am_instance *element;
    const struct am_elements *outer;
} am_elements;

typedef struct am_scene {
    const am_instance *record;
    const am_elements *elements;
    const am_declaration *reader;
} am_scene;

/* symbolic.c */
am_symbolic am_symbolic_of(am_way *way, am_scene scene, const am_expr *expr);
am_symbolic am_symbolic_value(am_way *way, const am_instance *record, const am_declaration *declaration,
                              uint16_t part);
const am_instance *am_symbolic_instance(am_way *way, am_scene scene, const am_scope *scope);
am_symbolic am_symbolic_fault(void);
am_symbolic am_symbolic_yes(bool is_yes);
am_symbolic am_symbolic_form(const am_form *form);
/* A value that is a fault or unknown as it is: out of it, *out says which; true when it is a value. */
bool am_symbolic_is_value(const am_symbolic *value);

/* symbolic_fact.c: the fact as an unknown, within what is declared of it; and one that is not followed, of
 * the type. */
am_symbolic am_symbolic_fact(am_way *way, const am_instance *record, const am_field *field);
/* A yes/no fact as 0 or 1, as long as no way was decided by it; NULL when one was. */
const am_form *am_symbolic_undecided(am_way *way, const am_instance *record, const am_field *field);
am_symbolic am_symbolic_anything(am_way *way, am_type type);
bool am_symbolic_list_is_known(am_way *way, const am_instance *record, const am_field *list);
const am_form *am_symbolic_constant(am_way *way, am_type type, const am_constant_value *value);

/* symbolic_truth.c */
am_symbolic am_symbolic_junction(am_way *way, am_scene scene, const am_expr *expr);
am_symbolic am_symbolic_compare(am_way *way, am_type type, am_expr_kind kind, const am_symbolic *a,
                                const am_symbolic *b);
am_symbolic am_symbolic_except(am_way *way, am_scene scene, const am_expr *expr);

/* symbolic_number.c: numbers, with what rounding does. `site` tells apart where it is done; the same
 * operation done again there for the other record keeps its order. */
const am_form *am_symbolic_sum(am_way *way, am_type type, const am_form *a, const am_form *b, int sign,
                               const void *site);
const am_form *am_symbolic_product(am_way *way, am_type type, const am_form *a, const am_form *b,
                                   const void *site);
const am_form *am_symbolic_rounded(am_way *way, const am_form *value, am_rounding mode, const am_form *unit,
                                   const void *site);
am_symbolic am_symbolic_operator(am_way *way, const am_expr *expr, const am_symbolic *a,
                                 const am_symbolic *b);
/* The constant that a form of one small whole unknown is, one after another; NULL when it is none. */
const am_form *am_symbolic_small(am_way *way, const am_form *form);
/* The result keeps (direction 1) or turns (-1) the order of the forms that the operation at the site is
 * applied to, with the same other operand. */
void am_symbolic_keep_order(am_way *way, const void *site, const am_form *other, const am_form *form,
                            const am_form *result, int direction);
/* a ^ n where both are constants, else NULL */
const am_form *am_symbolic_power(am_way *way, const am_form *a, const am_form *exponent);

/* symbolic_loose.c: whether what is read may be left open: the way is loose, and it does not read the fact.
 */
bool am_symbolic_is_open(const am_way *way, am_scene scene, const am_expr *read);
/* Whether such a condition holds, as 0 or 1; NULL where it must be followed. */
const am_form *am_symbolic_flag(am_way *way, am_scene scene, const am_expr *condition);
/* Whether something of the record holds that is left open, told apart by its site. */
bool am_symbolic_either(am_way *way, am_scene scene, const void *site);

/* symbolic_table.c */
am_symbolic am_symbolic_schedule(am_way *way, am_scene scene, const am_schedule *schedule, uint16_t part,
                                 const am_symbolic *clock);

/* symbolic_penalty.c */
am_symbolic am_symbolic_penalty(am_way *way, am_scene scene, const am_declaration *declaration);

/* symbolic_over.c */
am_symbolic am_symbolic_over(am_way *way, am_scene scene, const am_expr *expr);

#endif
