/*
 * The tests of a rulebook: the facts of a record as constants, and what is expected of its assessment.
 *
 * Only the rulebook's own tests are here, not those of the rulebooks that it uses. A fact that is not given
 * is absent. Paths are written as results write them: infringements[2].fine.
 */
#ifndef AM_MODEL_TEST_H
#define AM_MODEL_TEST_H

#include "model/model.h"

typedef struct am_given am_given;

typedef struct am_given_record {
    am_given *facts;
    uint32_t fact_count;
} am_given_record;

struct am_given {
    const am_field *field;
    bool is_unknown;          /* written `unknown`, of an optional field */
    am_expr *value;           /* a constant; NULL for a LIST or RECORD */
    am_given_record *records; /* a LIST's elements; the one of a RECORD */
    uint32_t record_count;
    am_span span;
};

/* What a test expects. */
typedef struct am_expected {
    am_expectation kind;
    am_slice path;                /* of the output; not of NEEDS and REFUSED */
    const am_declaration *output; /* likewise */
    uint16_t part;                /* of an output with several results: which */
    bool is_unknown;              /* IS: written `unknown` */
    am_expr *value;               /* IS, BECAUSE: a constant */
    am_interval range;            /* IN */
    am_slice step;                /* BECAUSE: its label */
    am_slice message;             /* REFUSED: of the check that the record does not meet */
    am_slice *needs;              /* NEEDS: each as RECORD.FIELD */
    uint32_t need_count;
    am_span span;
} am_expected;

struct am_test {
    am_slice name;
    am_slice citation;
    am_given_record given;
    am_expected *expected;
    uint32_t expected_count;
    am_span span;
};

#endif
