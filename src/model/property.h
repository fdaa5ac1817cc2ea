/*
 * The properties of a rulebook: claims about all its records.
 *
 * Only the rulebook's own properties are here, not those of the rulebooks that it uses. A property changes
 * nothing that is assessed and is no part of a compiled rulebook.
 */
#ifndef AM_MODEL_PROPERTY_H
#define AM_MODEL_PROPERTY_H

#include "model/model.h"

typedef enum am_claim {
    AM_CLAIM_ALWAYS,          /* the value is a condition */
    AM_CLAIM_NEVER_DECREASES, /* the value, as the fact becomes greater, or the list has one element more */
    AM_CLAIM_NEVER_INCREASES,
} am_claim;

struct am_property {
    am_slice name;
    am_slice citation;
    am_claim claim;
    am_declaration
        *value; /* a rule that is none of the model's declarations; numbered behind the last of them */
    const am_expr *fact; /* a FIELD of the property's record or one around it, also a LIST; NULL of ALWAYS */
    bool is_searched;    /* its writer is content that it is searched where it cannot be decided */
    am_span span;
};

#endif
