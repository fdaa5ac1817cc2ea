/*
 * All records in a loop, compiled at -O2.
 */
#include "native.h"

__extension__ typedef __int128 wide;

void native_assess(const violation *violations, const prior *priors, uint32_t count, assessment *out) {
    for (uint32_t i = 0; i < count; i++) {
        out[i] = native_assess_one(&violations[i], priors + violations[i].first_prior);
    }
}

static wide greater(wide a, wide b) {
    return a > b ? a : b;
}

/* Every amount in 10,000,000,000ths of a cent. */
static assessment assess_exactly(const violation *v, const prior *priors) {
    const rate *rate = &law_rates[v->kind * 6 + v->article / 2];
    unsigned step = 0;
    unsigned band = 0;
    for (unsigned i = 0; i < v->prior_count; i++) {
        step += priors[i].article == v->article && priors[i].date >= law_window_from(v->committed_on) &&
                priors[i].date < v->committed_on;
    }
    step = step > STEPS - 1 ? STEPS - 1 : step;
    while (band < BANDS && v->impact >= law_bands[band]) {
        band++;
    }
    wide severity = law_impacts[band] + (v->duration > 180 ? 5 : 0);          /* tenths */
    wide amount = rate->base * severity * law_intent_factors[v->intent];      /* 100ths */
    amount *= (wide)law_escalations[step] * (v->self_reported != 0 ? 9 : 10); /* 10^-5 */
    amount *= (wide)(v->cooperation != 0 ? 85 : 100) * 1000;                  /* 10^-10 */
    wide cap = greater((wide)rate->fixed * 10000000000, (wide)v->turnover * rate->share * 1000000);
    if (v->profit != PROFIT_UNKNOWN) {
        cap = greater(cap, (wide)v->profit * rate->multiple * 10000000000);
    }
    unsigned is_capped = amount > cap;
    wide settled = (is_capped != 0 ? cap : amount) * law_stage_factors[v->stage]; /* 10^-11 */
    return (assessment){(int64_t)((settled + 50000000000) / 100000000000), (uint8_t)step, (uint8_t)is_capped};
}

void native_assess_exact(const violation *violations, const prior *priors, uint32_t count, assessment *out) {
    for (uint32_t i = 0; i < count; i++) {
        out[i] = assess_exactly(&violations[i], priors + violations[i].first_prior);
    }
}
