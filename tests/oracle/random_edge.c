/*
 * Counts first, then where their points stand.
 */
#include "random_edge.h"

static uint64_t beside(random_source *random, uint64_t count) {
    return count + random_below(random, 5) - 2;
}

uint64_t random_edge_count(random_source *random) {
    static const uint64_t factors[] = {2, 3, 5, 7, 9, 10, 100, 1000, 10000, 100000, 80000, 1000000};

    switch (random_below(random, 4)) {
    case 0:
        return beside(random, INT64_MAX);
    case 1:
        return beside(random, UINT64_C(1) << (30 + random_below(random, 34)));
    default:
        return beside(random, INT64_MAX / factors[random_below(random, sizeof factors / sizeof *factors)]);
    }
}

/* What the factor's digits leave of 64 bits. */
static uint64_t below_factor(random_source *random, am_decimal factor) {
    uint64_t count = random_edge_count(random);

    if (factor.digits == 0 || factor.digits > INT64_MAX || random_below(random, 2) == 0) {
        return count;
    }
    return beside(random, 2 + INT64_MAX / (uint64_t)factor.digits);
}

am_decimal random_edge(random_source *random, int32_t places, am_decimal factor) {
    uint64_t count = below_factor(random, factor);
    int32_t point = places == 0 ? 0 : (int32_t)random_below(random, (uint32_t)places + 1);

    /* Nearly always at the finest grain: that is the narrowest. */
    point = random_below(random, 4) == 0 ? point : places;
    return am_decimal_make(random_below(random, 8) == 0, count, -point);
}
