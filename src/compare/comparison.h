/*
 * A comparison under way: its rulebooks, the record that is being compared, and what is shared by all parts.
 *
 *     record -> known.c (a fact that no rulebook knows?) -> each rulebook's reader, which passes over what it
 *     does not declare and has amounts exchanged (exchange.c) -> its result line with explanation ->
 *     account.c -> amounts converted (convert.c) -> report_*.c
 *
 * One record is held at a time.
 */
#ifndef AM_COMPARE_COMPARISON_H
#define AM_COMPARE_COMPARISON_H

#include <amerce/compare.h>

#include "api/assessor.h"
#include "compare/account.h"
#include "record/csv.h"
#include "record/refusal.h"

struct am_comparison;

/* A rulebook of the comparison. */
typedef struct am_party {
    struct am_comparison *all;
    const am_program *program;
    amerce_assessor *assessor;
    am_slice name;
    am_slice currency;    /* of the rulebook, or empty */
    am_exchange exchange; /* whose context it is */
    bool *is_ambiguous;   /* by fact: another rulebook counts it in another currency, */
    am_slice *rival;      /* which is this */
    am_csv_table table;
    am_csv_form form;
    am_buffer line;
    am_account account; /* of the record */
} am_party;

typedef struct am_comparison {
    am_allocator allocator;
    amerce_compare_options options;
    am_arena arena;        /* for the whole comparison */
    am_arena record_arena; /* for one record */
    am_party *parties;
    size_t count;
    am_slice target; /* amounts are shown in it, too; or empty */
    uint8_t target_digits;
    am_slice facts_currency; /* of amounts that state none; or empty */
    bool is_own_currency;    /* they are each rulebook's own */
    am_rate_day day;         /* of the rates, unless a fact says it: */
    am_slice day_fact;       /* its name, or empty */

    /* The record. */
    uint32_t line;
    am_rate_day record_day;
    bool has_record_day;   /* false: the fact that says it is not there */
    am_record_error error; /* of one that is refused under all of them; AM_DIAG_NONE: it is not */

    amerce_sink sink;
    am_buffer output;
    amerce_comparison summary;
} am_comparison;

/* Whether each member of the record's text is a fact of some rulebook; false: the error says which is not,
 * or that it is no JSON. */
bool am_comparison_knows(am_comparison *all, am_refusal_text record);

/* exchange.c */

/* Finds which facts several rulebooks count in different currencies. */
bool am_exchange_prepare(am_comparison *all);
/* am_exchange.convert; the context is an am_party. */
am_diag am_exchange_convert(void *context, am_exchange_request *request);
/* Finds the rate between two currencies on the record's day; NULL: *why and its arguments, which live as long
 * as the record, say why there is none. */
const am_rate *am_exchange_find(am_comparison *all, am_slice from, am_slice to, am_diag *why,
                                am_slice arguments[4]);
/* Reads the day of the rates off the text of a record. */
void am_exchange_read_day(am_comparison *all, am_slice json);

/* convert.c */

/* Converts the amounts of an account. */
void am_convert_account(am_comparison *all, am_party *party);

#endif
