/*
 * Look-ups in small tables, which vector registers hold whole and permute: many times faster than a load for
 * each row. Part of the kernels' text (see kernel_text.h).
 *
 * A table of up to LOOKUP_MAX words of 32 bits is looked up for LOOKUP_LANES rows at once; counts are two
 * tables of words. Without such instructions LOOKUP_MAX is 0 and nothing else is there.
 */
#ifndef AM_NARROW_TEXT_LOOKUP_H
#define AM_NARROW_TEXT_LOOKUP_H

#include <string.h>

#include "narrow/kernel.h"

#if defined(__AVX512F__)
    #include <immintrin.h>

enum { LOOKUP_MAX = 64, LOOKUP_LANES = 16, LOOKUP_PARTS = 4 };
typedef __m512i lanes;

/* `parts` is 2 for tables of up to 32 words, or 4. */
static inline __attribute__((always_inline)) lanes look_up(const lanes *table, unsigned parts, lanes at) {
    const lanes low = _mm512_permutex2var_epi32(table[0], at, table[1]);
    if (parts <= 2) {
        return low;
    }
    const lanes high = _mm512_permutex2var_epi32(table[2], at, table[3]);
    return _mm512_mask_mov_epi32(low, _mm512_test_epi32_mask(at, _mm512_set1_epi32(32)), high);
}

static inline lanes lanes_load(const void *from) {
    return _mm512_loadu_si512(from);
}

static inline void lanes_store(void *to, lanes words) {
    _mm512_storeu_si512(to, words);
}

/* before x by + words */
static inline lanes lanes_append(lanes before, lanes by, lanes words) {
    return _mm512_add_epi32(_mm512_mullo_epi32(before, by), words);
}

static inline lanes lanes_of(uint32_t word) {
    return _mm512_set1_epi32((int)word);
}

static inline void lanes_store_counts(int64_t *to, lanes low, lanes high) {
    const lanes first = _mm512_set_epi32(23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    const lanes last = _mm512_set_epi32(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8);
    lanes_store(to, _mm512_permutex2var_epi32(low, first, high));
    lanes_store(to + 8, _mm512_permutex2var_epi32(low, last, high));
}

#elif defined(__AVX2__)
    #include <immintrin.h>

enum { LOOKUP_MAX = 32, LOOKUP_LANES = 8, LOOKUP_PARTS = 4 };
typedef __m256i lanes;

/* high where the bit of `at` is set that `shift` brings to the front. */
static inline __attribute__((always_inline)) lanes between(lanes low, lanes high, lanes at, int shift) {
    const __m256 by = _mm256_castsi256_ps(_mm256_slli_epi32(at, shift));
    return _mm256_castps_si256(_mm256_blendv_ps(_mm256_castsi256_ps(low), _mm256_castsi256_ps(high), by));
}

/* `parts` is 1 for tables of up to 8 words, 2 for up to 16, or 4. */
static inline __attribute__((always_inline)) lanes look_up(const lanes *table, unsigned parts, lanes at) {
    const lanes first = _mm256_permutevar8x32_epi32(table[0], at);
    if (parts == 1) {
        return first;
    }
    const lanes low = between(first, _mm256_permutevar8x32_epi32(table[1], at), at, 28);
    if (parts == 2) {
        return low;
    }
    const lanes high =
        between(_mm256_permutevar8x32_epi32(table[2], at), _mm256_permutevar8x32_epi32(table[3], at), at, 28);
    return between(low, high, at, 27);
}

static inline lanes lanes_load(const void *from) {
    return _mm256_loadu_si256(from);
}

static inline void lanes_store(void *to, lanes words) {
    _mm256_storeu_si256(to, words);
}

/* before x by + words */
static inline lanes lanes_append(lanes before, lanes by, lanes words) {
    return _mm256_add_epi32(_mm256_mullo_epi32(before, by), words);
}

static inline lanes lanes_of(uint32_t word) {
    return _mm256_set1_epi32((int)word);
}

static inline void lanes_store_counts(int64_t *to, lanes low, lanes high) {
    const lanes even = _mm256_unpacklo_epi32(low, high);
    const lanes odd = _mm256_unpackhi_epi32(low, high);
    lanes_store(to, _mm256_permute2x128_si256(even, odd, 0x20));
    lanes_store(to + 4, _mm256_permute2x128_si256(even, odd, 0x31));
}

#else
enum { LOOKUP_MAX = 0 };
#endif

#if defined(__AVX2__)

/* How many registers a table of so many words takes, as look_up wants it. */
static inline unsigned lookup_parts(uint32_t count) {
    const uint32_t words = (uint32_t)LOOKUP_LANES;
    return count <= words ? (LOOKUP_LANES == 8 ? 1 : 2) : count <= 2 * words ? 2 : LOOKUP_PARTS;
}

    /* Rows by row: `at` are the rows' places in the table, of which `parts` registers hold `table`. */
    #define EACH_LOOKUP(PARTS, BODY)                                              \
        for (uint32_t row = 0; row + LOOKUP_LANES <= rows; row += LOOKUP_LANES) { \
            const lanes at = lanes_load(places + row);                            \
            BODY(PARTS);                                                          \
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
    return made;
}

/* Each function looks up whole vectors of rows and returns how many rows that were. */

static uint32_t look_up_words(uint32_t *restrict out, const int32_t *restrict places, uint32_t rows,
                              const uint32_t *words, uint32_t count) {
    const lookup table = lookup_of_words(words, count);
    #define STORE_WORDS(PARTS) lanes_store(out + row, look_up(table.parts, PARTS, at))
    LOOK_UP_BY_PARTS(count, STORE_WORDS)
    return rows - rows % LOOKUP_LANES;
}

static uint32_t look_up_and_append(uint32_t *restrict out, uint32_t factor, const int32_t *restrict places,
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
    return rows - rows % LOOKUP_LANES;
}

static uint32_t look_up_counts(int64_t *restrict out, const int32_t *restrict places, uint32_t rows,
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
    return rows - rows % LOOKUP_LANES;
}

#endif

#endif
