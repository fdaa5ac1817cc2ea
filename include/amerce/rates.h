/*
 * Rates of exchange that somebody gives: read, and held for whoever converts by them.
 *
 * Nothing is converted at a rate that is not there. No rate is made of others: neither through a third
 * currency, nor of those of other days than asked for. In libamerce, not in libamerce_vm.
 */
#ifndef AMERCE_RATES_H
#define AMERCE_RATES_H

#include <amerce/stream.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct amerce_rates amerce_rates;

/* Where a text of rates is wrong, and how. */
typedef struct amerce_rates_error {
    const char *code; /* "C0001" */
    uint32_t line;    /* from 1 */
    uint32_t column;  /* characters from 1 */
    char message[512];
} amerce_rates_error;

/* Reads rates: CSV with the columns from, to, rate, date and source in any order, or lines of JSON with these
 * members. One unit of `from` is `rate` units of `to`, on that date, as the source says. All five are there;
 * the rate is a decimal above 0; a pair has one rate on a day. AMERCE_BAD_RECORD: *error says why (may be
 * NULL). The text is not needed afterwards. */
AMERCE_API amerce_status amerce_rates_read(amerce_text text, amerce_records_format format,
                                           const amerce_allocator *allocator, amerce_rates **out,
                                           amerce_rates_error *error);
AMERCE_API size_t amerce_rates_count(const amerce_rates *rates);
AMERCE_API void amerce_rates_free(amerce_rates *rates);

#ifdef __cplusplus
}
#endif

#endif
