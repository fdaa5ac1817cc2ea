/*
 * How records come to a comparison, from their input.
 */
#ifndef AM_COMPARE_INPUT_H
#define AM_COMPARE_INPUT_H

#include "compare/comparison.h"

/* All records of an input, compared and written. */
amerce_status am_comparison_read_json(am_comparison *all, amerce_input input);
amerce_status am_comparison_read_csv(am_comparison *all, amerce_input input);

/* A record: first started, then assessed or refused by each rulebook, unless `error` says that it is refused
 * under all of them; then finished. */
void am_comparison_start(am_comparison *all, uint32_t line);
amerce_status am_comparison_assess(am_comparison *all, am_party *party, am_refusal_text record);
/* Refused for what the assessor's error says. */
amerce_status am_comparison_refuse_party(am_comparison *all, am_party *party);
amerce_status am_comparison_finish(am_comparison *all);

#endif
