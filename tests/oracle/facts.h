/*
 * The facts of one record as a plain tree: what the evaluator reads.
 *
 * Each record (the root, an element of a list, a record inside a record) has one fact a field of its type.
 * The tree is built directly by the random generator, not by the JSON reader, so that the two can disagree.
 */
#ifndef ORACLE_FACTS_H
#define ORACLE_FACTS_H

#include "model/model.h"

/* A value by its type: numbers, wholes and money are decimals; dates, periods, codes, yes/no integers. */
typedef struct oracle_value {
    am_decimal decimal;
    int64_t integer;
    am_slice text;
} oracle_value;

typedef enum oracle_given { ORACLE_ABSENT, ORACLE_NULL, ORACLE_GIVEN } oracle_given;

typedef struct oracle_record oracle_record;

typedef struct oracle_fact {
    oracle_given given;
    oracle_value value;       /* a range's lowest */
    oracle_value highest;     /* of a range */
    oracle_record *inside;    /* RECORD: never NULL, its facts are absent where it is not given */
    oracle_record **elements; /* LIST */
    uint32_t element_count;
} oracle_fact;

struct oracle_record {
    const am_record *type;
    oracle_record *parent;  /* the record that holds it; NULL for the root */
    const am_field *holder; /* the parent's field that does */
    uint32_t number;        /* in its list, from 1; 0 for others */
    oracle_fact *facts;     /* by field */
    void *memory;           /* the evaluator's, for what it has found already */
};

/* A record of which nothing is known yet; records inside it are made too. */
oracle_record *oracle_record_new(am_arena *arena, const am_record *type, oracle_record *parent,
                                 const am_field *holder, uint32_t number);

oracle_fact *oracle_fact_of(const oracle_record *record, const am_field *field);

/* Appends the path from the root: `infringements[2].details`; nothing for the root. */
void oracle_record_print_path(am_buffer *buffer, const oracle_record *record);
/* Appends the path of a fact of the record. */
void oracle_fact_print_path(am_buffer *buffer, const oracle_record *record, const am_field *field);

/* Orders records of one type as their lists do. */
int oracle_record_compare(const oracle_record *a, const oracle_record *b);

/* What was found of the record, and of all in it, under another law or choice is nothing any more. */
void oracle_forget(oracle_record *record);

#endif
