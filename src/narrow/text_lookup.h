/*
 * Look-ups in small tables, which vector registers hold whole and permute: many times faster than a load for
 * each row. Part of the kernels' text (see kernel_text.h).
 *
 * A table of up to LOOKUP_MAX words of 32 bits is looked up for LOOKUP_LANES rows at once; counts are two
 * tables of words. A row behind the last may look up anything: it finds some word of the registers.
 */
#ifndef AM_NARROW_TEXT_LOOKUP_H
#define AM_NARROW_TEXT_LOOKUP_H

#include "narrow/text_vector.h"

#if defined(__AVX2__)

/* How many registers a table of so many words takes, as look_up wants it. */
static inline unsigned lookup_parts(uint32_t count) {
    const uint32_t words = (uint32_t)LOOKUP_LANES;
    return count <= words ? (LOOKUP_LANES == 8 ? 1 : 2) : count <= 2 * words ? 2 : LOOKUP_PARTS;
}

    /* Rows by row: `at` are the rows' places in the table, of which `parts` registers hold `table`. */
    #define EACH_LOOKUP(PARTS, BODY)                              \
        for (uint32_t row = 0; row < rows; row += LOOKUP_LANES) { \
            const lanes at = lanes_load(places + row);            \
            BODY(PARTS);                                          \
        }

    /* The loop once for each number of parts, which the compiler then knows. */
    #define LOOK_UP_BY_PARTS(COUNT, BODY)   \
        switch (lookup_parts(COUNT)) {      \
        case 1:                             \
            EACH_LOOKUP(1, BODY)            \
            break;                          \
        case 2:                             \
            EACH_LOOKUP(2, BODY)            \
            break;                          \
        default:                            \
            EACH_LOOKUP(LOOKUP_PARTS, BODY) \
        }

    /* Ends a kernel whose table is one for registers. */
    #define LOOK_UP_IF_SMALL(CALL)              \
        if (strip->table_count <= LOOKUP_MAX) { \
            CALL;                               \
            return;                             \
        }

typedef struct lookup {
    lanes parts[LOOKUP_PARTS];
} lookup;

static lookup lookup_of_words(const uint32_t *table, uint32_t count) {
    uint32_t words[LOOKUP_MAX] = {0};
    lookup made;
    memcpy(words, table, count * sizeof *words);
    for (unsigned i = 0; i < LOOKUP_PARTS; i++) {
        made.parts[i] = lanes_load(words + i * LOOKUP_LANES);
    }
    /* cppcheck-suppress uninitvar; every part is set above */
    return made;
}

static void look_up_words(uint32_t *restrict out, const int32_t *restrict places, uint32_t rows,
                          const uint32_t *words, uint32_t count) {
    const lookup table = lookup_of_words(words, count);
    #define STORE_WORDS(PARTS) lanes_store(out + row, look_up(table.parts, PARTS, at))
    LOOK_UP_BY_PARTS(count, STORE_WORDS)
}

static void look_up_and_append(uint32_t *restrict out, uint32_t factor, const int32_t *restrict places,
                               uint32_t rows, const uint16_t *classes, uint32_t count) {
    uint32_t words[LOOKUP_MAX] = {0};
    for (uint32_t i = 0; i < count; i++) {
        words[i] = classes[i];
    }
    const lookup table = lookup_of_words(words, count);
    const lanes by = lanes_of(factor);
    #define APPEND_WORDS(PARTS) \
        lanes_store(out + row, lanes_append(lanes_load(out + row), by, look_up(table.parts, PARTS, at)))
    LOOK_UP_BY_PARTS(count, APPEND_WORDS)
}

static void look_up_counts(int64_t *restrict out, const int32_t *restrict places, uint32_t rows,
                           const int64_t *counts, uint32_t count) {
    uint32_t low[LOOKUP_MAX] = {0};
    uint32_t high[LOOKUP_MAX] = {0};
    for (uint32_t i = 0; i < count; i++) {
        low[i] = (uint32_t)(uint64_t)counts[i];
        high[i] = (uint32_t)((uint64_t)counts[i] >> 32);
    }
    const lookup lows = lookup_of_words(low, count);
    const lookup highs = lookup_of_words(high, count);
    #define STORE_COUNTS(PARTS) \
        lanes_store_counts(out + row, look_up(lows.parts, PARTS, at), look_up(highs.parts, PARTS, at))
    LOOK_UP_BY_PARTS(count, STORE_COUNTS)
}

#else
    #define LOOK_UP_IF_SMALL(CALL)
#endif

#endif
