/*
 * A random small rulebook with claims, the records that its facts can make, and what each comes to.
 *
 * Every fact has few values (a choice is the number of one of them), so that all records can be gone through.
 */
#ifndef TESTS_PROVE_TRIAL_H
#define TESTS_PROVE_TRIAL_H

#include <amerce/amerce.h>

#include <stdbool.h>
#include <stdint.h>

#include "base/decimal.h"

enum { TEXT_BYTES = 16384, FACTS = 8, RECORDS_MAX = 20000, PROPERTIES = 4, LISTS = 13 };

enum { A, B, TIER, TRUTH, MONEY, OPTIONAL, DAY, LIST };

typedef struct outcome {
    bool is_value;
    am_decimal value;
} outcome;

typedef enum claim { ALWAYS, DECREASES, INCREASES } claim;

typedef struct property {
    claim claim;
    unsigned fact;   /* what is varied */
    bool is_element; /* `k` of an element of the list */
} property;

typedef struct trial {
    uint64_t random;
    char text[TEXT_BYTES];
    size_t length;
    bool is_used[FACTS];
    bool is_open; /* facts without ranges */
    property properties[PROPERTIES];
    outcome *fines; /* by record */
    outcome *claims[PROPERTIES];
    unsigned records;
} trial;

/* trial_text.c: writes a rulebook that `random` decides. */
extern const char *const fact_names[FACTS];
void write_rulebook(trial *t);

/* trial_records.c: all records are numbers below `records`, one digit a fact. */
unsigned values_of(unsigned fact);
unsigned choice_of(const trial *t, unsigned record, unsigned fact);
unsigned with_choice(const trial *t, unsigned record, unsigned fact, unsigned choice);
/* The list of that number: none, one of 3, or two of 3 x 3. */
unsigned list_elements(unsigned number, unsigned elements[2]);
unsigned list_number(unsigned count, const unsigned elements[2]);
/* Assesses all records; false when they are too many. */
bool assess_all(trial *t, const amerce_rulebook *rulebook);

#endif
