/*
 * The reference workload's rule as data: names, amounts and factors, and records as a program by hand would
 * hold them.
 *
 * It says what tests/bench/reference.amerce says, and nothing of Amerce is used here: the native programs of
 * the benchmark must not gain or lose by it.
 */
#ifndef BENCH_LAW_H
#define BENCH_LAW_H

#include <stdint.h>

enum {
    KINDS = 2,
    ARTICLES = 12,
    INTENTS = 3,
    STAGES = 3,
    BANDS = 4,
    STEPS = 5, /* 0 to 4 earlier violations */
    RATES = KINDS * ARTICLES / 2,
    PRIORS_MAX = 5,
    WINDOW_MONTHS = 36,
};

#define PROFIT_UNKNOWN INT64_MIN

typedef struct rate { /* cents; hundredths of a percent; times the profit */
    int64_t base;
    int64_t fixed;
    int64_t share;
    int64_t multiple;
} rate;

extern const char *const law_kinds[KINDS];
extern const char *const law_articles[ARTICLES];
extern const char *const law_intents[INTENTS];
extern const char *const law_stages[STAGES];
/* By kind x 6 + article / 2. */
extern const rate law_rates[RATES];
/* Market impact in tenths of a basis point from which the next factor applies. */
extern const int32_t law_bands[BANDS];
/* Factors in tenths, but escalation in hundredths. */
extern const int64_t law_impacts[BANDS + 1];
extern const int64_t law_intent_factors[INTENTS];
extern const int64_t law_escalations[STEPS];
extern const int64_t law_stage_factors[STAGES];

/* Dates of these are year x 10,000 + month x 100 + day. */
typedef struct prior {
    int32_t date;
    uint8_t article;
} prior;

typedef struct violation {
    int64_t turnover; /* cents */
    int64_t profit;   /* cents, or PROFIT_UNKNOWN */
    int32_t impact;   /* tenths of a basis point */
    int32_t duration;
    int32_t committed_on;
    uint32_t first_prior; /* among all priors */
    uint8_t prior_count;
    uint8_t kind;
    uint8_t article;
    uint8_t intent;
    uint8_t stage;
    uint8_t self_reported;
    uint8_t cooperation;
} violation;

typedef struct assessment {
    int64_t fine; /* cents */
    uint8_t step;
    uint8_t capped;
} assessment;

/* The date 36 months before: in a year that is no leap year 29 February becomes the 28th. */
static inline int32_t law_window_from(int32_t date) {
    return date - WINDOW_MONTHS / 12 * 10000 - (date % 10000 == 229 ? 1 : 0);
}

#endif
