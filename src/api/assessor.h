/*
 * An assessor: one batch, and what reading records into it and writing results of it takes.
 */
#ifndef AM_API_ASSESSOR_H
#define AM_API_ASSESSOR_H

#include "api/intake.h"
#include "api/object.h"
#include "explain/explain.h"
#include "narrow/narrow.h"
#include "record/quick.h"
#include "record/quick_result.h"
#include "record/record.h"

/* No row of the domain is open. */
#define AM_API_CLOSED UINT32_MAX
/* Longest path of a fact or element that is handed out. */
#define AM_API_PATH_MAX 1024u

/* Where a fact's values go that are set as they stand. */
#define AM_INLET_NONE    UINT16_MAX
#define AM_INLET_INTEGER 256u
typedef struct am_inlet {
    uint16_t digits;          /* places; AM_INLET_INTEGER: not a decimal; AM_INLET_NONE: it was not set yet */
    uint8_t bytes;            /* of a value: 8, 4 or 1 */
    const uint32_t *open_row; /* AM_API_CLOSED where none is set so */
    int64_t low;
    uint64_t span; /* the greatest less `low` */
    int64_t factor;
    void *values;
    uint8_t *states;
} am_inlet;

/* Where an output's values stand, of which nothing more has to be known than that they are there. */
typedef struct am_outlet {
    const am_column *column; /* NULL: more has to be known */
    const am_rows *rows;
    am_grain grain;
    uint8_t bytes; /* 8: counts; 4 or 1 */
} am_outlet;

struct amerce_assessor {
    am_allocator allocator; /* the caller's; the parts' goes through it and counts */
    size_t bytes;           /* taken by all of it */
    const amerce_rulebook *rulebook;
    uint32_t fact_count;
    uint32_t output_count;
    am_layout *layout;
    am_narrow *narrow; /* or NULL: everything is assessed by the program itself */
    am_batch *batch;
    am_ids *ids;
    am_reader *reader;
    am_quick *quick;           /* of a narrow batch, else NULL */
    am_quick_results *results; /* likewise, where a result line is no more than the results */
    am_record_options options;
    amerce_explanation explanation;
    am_leeway *leeway;       /* NULL where the rulebook has no discretions */
    am_explainer *explainer; /* or NULL: nothing was explained yet */
    bool is_decision_wanted;
    am_buffer detail; /* of the decision that was verified last */
    uint32_t record_count;
    uint32_t *open_rows; /* by domain: the row that is being filled, or AM_API_CLOSED */
    uint32_t
        *listed_under;  /* by domain: the parent's row to which its list was given last, or AM_API_CLOSED */
    am_inlet *inlets;   /* by fact: for the digits in which it was set last */
    am_outlet *outlets; /* by output */
    uint32_t plan;      /* the batch's narrow program that the outlets are of */
    am_record_error error;
    char path[AM_API_PATH_MAX];
    char message[AM_API_PATH_MAX];
};

am_outlet am_api_outlet_of(const amerce_assessor *assessor, uint32_t output);
/* The decimal, when it is one. */
bool am_api_decimal(amerce_decimal value, am_decimal *out);

/* The explainer, made when it is first asked for; NULL when memory runs out. */
am_explainer *am_api_explainer_of(amerce_assessor *assessor);
/* Appends what a record comes to, with what it leaves to discretion: a result line without what is said about
 * it. Returns the worst state among the outcomes. */
am_state am_api_put_outcomes(amerce_assessor *assessor, uint32_t row, am_buffer *buffer);
/* Appends a record's result line, with its explanation and decision record when they are wanted, without a
 * line end. Returns the worst state among the outcomes. */
am_state am_api_put_result(amerce_assessor *assessor, uint32_t row, am_buffer *buffer);
/* Whether the record fails a check: then `error` says so, and its line is a refused one. */
bool am_api_is_refused(amerce_assessor *assessor, uint32_t row);
/* Likewise its explanation as text of the kind that is wanted, with a heading and an empty line at the end.
 */
am_state am_api_put_text(amerce_assessor *assessor, uint32_t row, am_buffer *buffer);
/* Appends why the last record was refused, as such a text. */
void am_api_put_refusal(const amerce_assessor *assessor, am_buffer *buffer);

#endif
