/*
 * The rule written by hand in C: in 64 bits with all denominators reduced, which is the yardstick, and in 128
 * bits without any such care, which says what is right.
 */
#ifndef BENCH_NATIVE_H
#define BENCH_NATIVE_H

#include "law.h"

void native_assess(const violation *violations, const prior *priors, uint32_t count, assessment *out);
void native_assess_exact(const violation *violations, const prior *priors, uint32_t count, assessment *out);

/* One record; the priors are its own. */
static inline assessment native_assess_one(const violation *v, const prior *priors) {
    /* Cents are counted in 80,000ths: 10 x 2 x 20 x 10 x 20, the denominators of the factors below. */
    static const int64_t intents[INTENTS] = {1, 2, 4};
    static const int64_t escalations[STEPS] = {20, 22, 25, 30, 40};
    const rate *rate = &law_rates[v->kind * 6 + v->article / 2];
    int32_t from = law_window_from(v->committed_on);
    int step = 0;
    for (unsigned i = 0; i < v->prior_count; i++) {
        const prior *p = &priors[i];
        step += (p->article == v->article) & (p->date >= from) & (p->date < v->committed_on);
    }
    step = step > STEPS - 1 ? STEPS - 1 : step;
    int band = (v->impact >= law_bands[0]) + (v->impact >= law_bands[1]) + (v->impact >= law_bands[2]) +
               (v->impact >= law_bands[3]);
    int64_t amount = rate->base * (law_impacts[band] + (v->duration > 180 ? 5 : 0)) * intents[v->intent] *
                     escalations[step] * (10 - v->self_reported) * (20 - 3 * v->cooperation);
    int64_t cap = rate->fixed * 80000;
    int64_t share = v->turnover * rate->share * 8;
    int64_t gain = v->profit == PROFIT_UNKNOWN ? 0 : v->profit * rate->multiple * 80000;
    cap = share > cap ? share : cap;
    cap = gain > cap ? gain : cap;
    int is_capped = amount > cap;
    amount = (is_capped ? cap : amount) * law_stage_factors[v->stage];
    return (assessment){(int64_t)((uint64_t)(amount + 400000) / 800000u), (uint8_t)step, (uint8_t)is_capped};
}

#endif
