/*
 * Random numbers from a seed: splitmix64, the same on every machine.
 */
#ifndef ORACLE_RANDOM_H
#define ORACLE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct random_source {
    uint64_t state;
} random_source;

static inline uint64_t random_next(random_source *random) {
    uint64_t z = (random->state += 0x9E3779B97F4A7C15u);

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* 0 to n - 1; n above 0. */
static inline uint32_t random_below(random_source *random, uint32_t n) {
    return (uint32_t)((random_next(random) >> 32) * n >> 32);
}

/* low to high, both included. */
static inline int32_t random_between(random_source *random, int32_t low, int32_t high) {
    return low + (int32_t)random_below(random, (uint32_t)(high - low) + 1);
}

static inline bool random_chance(random_source *random, uint32_t percent) {
    return random_below(random, 100) < percent;
}

#endif
