/*
 * The golden cases behind the public ones: texts in one arena.
 *
 * What is expected is JSON in the form of results, wherever it was written, so that there is one comparison.
 */
#ifndef AM_API_CASES_H
#define AM_API_CASES_H

#include <amerce/cases.h>

#include "api/object.h"

typedef struct am_claim {
    amerce_expectation_kind kind;
    uint32_t line;
    am_slice words;
    am_slice path;
    am_slice step;
    am_slice expected; /* IN: an object of the ends that it has; NEEDS: an array of RECORD.FIELD; REFUSED: a
                          code, or an object of what the refusal says */
    bool is_lowest_out;
    bool is_highest_out;
    size_t start; /* of a case file: where the value stands in the line */
    size_t end;
} am_claim;

typedef struct am_case {
    am_slice name;
    am_slice citation;
    am_slice path;
    uint32_t line;
    am_slice record;
    am_slice problem;
    am_claim *claims;
    size_t claim_count;
    size_t claim_room;
    am_slice text;    /* of a case file: the line */
    size_t insert_at; /* in the line: where expectations go when it has none; 0: nowhere */
    bool has_expect;  /* `insert_at` is within an empty object */
    bool has_members; /* of the record */
    bool is_row;      /* of a CSV file: `text` is the row, and behind the claims those of empty cells stand */
    size_t blank_count;
} am_case;

struct amerce_cases {
    am_allocator allocator;
    am_arena arena;
    am_case *items;
    size_t count;
    size_t room;
    am_slice whole; /* the text of a case file */
};

amerce_cases *am_cases_new(am_allocator allocator);
/* A new case at the end, and a new claim of a case; NULL when memory runs out. */
am_case *am_cases_add(amerce_cases *cases);
am_claim *am_case_claim(amerce_cases *cases, am_case *one);
/* What an output comes to as JSON, written as the cell of a CSV case file says it. */
void am_case_put_cell(am_buffer *out, am_slice json);

/* What the name of an expectation in a case file stands for: `error` is no output. */
amerce_expectation_kind am_case_kind_of(am_slice path);

/* The text so far, copied; the buffer is emptied. */
am_slice am_cases_take(amerce_cases *cases, am_buffer *buffer);

#endif
