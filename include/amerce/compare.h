/*
 * The same records under several rulebooks, side by side. In libamerce, not in libamerce_vm.
 */
#ifndef AMERCE_COMPARE_H
#define AMERCE_COMPARE_H

#include <amerce/rates.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum amerce_comparison_format {
    AMERCE_COMPARISON_TEXT,     /* a table for each record, for a terminal */
    AMERCE_COMPARISON_NDJSON,   /* an object for each record, a line each */
    AMERCE_COMPARISON_JSON,     /* one document: the rulebooks, and those objects */
    AMERCE_COMPARISON_CSV,      /* a row for each output of each record under each rulebook */
    AMERCE_COMPARISON_MARKDOWN, /* a title and a table for each record */
    AMERCE_COMPARISON_HTML,     /* likewise; what stands within <body> */
} amerce_comparison_format;

/* A rulebook of a comparison. */
typedef struct amerce_compared {
    const amerce_rulebook *rulebook;
    amerce_text name; /* how it is called in what comes; empty: its own name */
} amerce_compared;

/* Outputs of different names that are shown as one. */
typedef struct amerce_compared_row {
    amerce_text name;
    amerce_text output; /* its path without elements' numbers: `maximum`, `violations.ceiling` */
} amerce_compared_row;

typedef struct amerce_compare_options {
    size_t size; /* sizeof(amerce_compare_options) */
    const amerce_allocator *allocator;
    amerce_records_format records;
    amerce_comparison_format results;
    uint32_t width;        /* of a table as TEXT, in characters; 0 is 120 */
    bool is_extra_ignored; /* passes over keys that none of the rulebooks declares */
    amerce_text as_of;     /* as of an assessor */
    amerce_text known_at;
    const amerce_compared_row *rows;
    size_t row_count;
    /* Amounts are shown in `currency`, too, at these rates; and amounts of a record that are stated in
     * another currency than a rulebook's are converted to it. NULL: nothing is. */
    const amerce_rates *rates;
    amerce_text currency;
    /* The currency of amounts in records that state none. Empty: that of the rulebook, and they are refused
     * where rulebooks of several currencies read them, unless they are 0. `own`: that of each rulebook. */
    amerce_text facts_currency;
    /* Of which day: a date; or the name of a fact of the record that is one. Empty: `as_of`, and without that
     * one the only day for which there is a rate. */
    amerce_text rate_day;
    uint32_t rate_age_days; /* a rate that is so many days older does where there is none of the day */
} amerce_compare_options;

typedef struct amerce_comparison {
    uint64_t records;     /* all */
    uint64_t refused;     /* that no rulebook assessed, or not each of them */
    uint64_t faults;      /* in which some output under some rulebook ends in a fault */
    uint64_t needs;       /* in which some needs facts, and none ends in a fault */
    uint64_t unconverted; /* in which some amount could not be converted */
    size_t unusable;      /* the rulebook that the status is about, by its number */
} amerce_comparison;

/* Assesses each record of an input under each rulebook and writes what came, in the order of the input. Facts
 * that one rulebook does not declare are passed over where another does. A record that is refused under one
 * rulebook is assessed under the others. What a rulebook has given once for a run stands in each record.
 * Options may be NULL: JSON to text. *summary (may be NULL) counts, also when it is stopped. AMERCE_MISUSE:
 * no rulebook, `as_of`, `known_at` or `rate_day` is no date (and no name), or a currency is none.
 * AMERCE_TWO_CLOCKS: there is an `as_of`, and a rulebook states `mildest law`. */
AMERCE_API amerce_status amerce_compare(const amerce_compared *rulebooks, size_t count,
                                        const amerce_compare_options *options, amerce_input input,
                                        amerce_sink output, amerce_comparison *summary);

#ifdef __cplusplus
}
#endif

#endif
