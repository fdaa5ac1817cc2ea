/*
 * Discretions: what a rule that is one adds to the program beside its instructions.
 *
 * The choice is a fact of the place, the rule's clause is the discretion's; here they are tied together with
 * the default and with whose discretion it is.
 */
#include "lower/lowerer.h"

void am_lower_discretion(am_lowerer *lowerer, const am_declaration *declaration, uint16_t place,
                         uint16_t clause) {
    am_program *program = &lowerer->program;
    const am_discretion_terms *terms = declaration->discretion;
    const am_fact *fact = terms == NULL ? NULL : am_lower_fact(lowerer, place, terms->field);
    am_constant fallback;
    if (fact == NULL || lowerer->is_failed || !am_lower_constant_of(terms->fallback, &fallback) ||
        !am_lower_has_room(lowerer, program->discretion_count, "discretions")) {
        return;
    }
    am_discretion *items = AM_GROW(lowerer->arena, am_discretion, program->discretions,
                                   program->discretion_count, &lowerer->room.discretions);
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return;
    }
    am_constant end;
    bool may_be_open = am_program_open_end(program, fact, true, &end);
    program->discretions = items;
    items[program->discretion_count++] = (am_discretion){
        .fact = (uint16_t)(fact - program->facts),
        .clause = clause,
        .fallback = am_lower_constant(lowerer, &fallback),
        .authority = terms->authority,
        .is_lowest_open = may_be_open && end.type == AM_VALUE_DECIMAL && terms->field->bounds.lowest == NULL,
        .is_highest_open = may_be_open && terms->field->bounds.highest == NULL,
    };
}
