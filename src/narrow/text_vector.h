/*
 * What kernels ask of vector registers by name, since compilers do not find it: the look-up of words,
 * products of short counts, and the choice of counts by bytes. Part of the kernels' text (see kernel_text.h).
 *
 * A register holds LOOKUP_LANES words of 32 bits. Without such instructions LOOKUP_MAX is 0 and nothing else
 * is there.
 */
#ifndef AM_NARROW_TEXT_VECTOR_H
#define AM_NARROW_TEXT_VECTOR_H

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

/* Of the lower words of counts. */
static inline lanes lanes_multiply(lanes a, lanes b) {
    return _mm512_mul_epi32(a, b);
}

/* A byte for each count: 1 where the mask has its bit. */
static inline void lanes_store_truths(uint8_t *to, __mmask8 yes) {
    _mm_storel_epi64((void *)to, _mm_maskz_set1_epi8(yes, 1));
}

/* Counts b where a byte of `yes` is not 0, else c. */
static inline lanes lanes_choose(const uint8_t *yes, lanes b, lanes c) {
    const __m128i bytes = _mm_loadl_epi64((const void *)yes);
    return _mm512_mask_mov_epi64(c, (__mmask8)_mm_test_epi8_mask(bytes, bytes), b);
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

/* Of the lower words of counts. */
static inline lanes lanes_multiply(lanes a, lanes b) {
    return _mm256_mul_epi32(a, b);
}

/* Counts b where a byte of `yes` is not 0, else c. */
static inline lanes lanes_choose(const uint8_t *yes, lanes b, lanes c) {
    int bytes;
    memcpy(&bytes, yes, sizeof bytes);
    const lanes is_no = _mm256_cmpeq_epi64(_mm256_cvtepu8_epi64(_mm_cvtsi32_si128(bytes)), lanes_of(0));
    return _mm256_blendv_epi8(b, c, is_no);
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
    /* Counts in a register. */
    #define LANES_ROWS (uint32_t)(sizeof(lanes) / sizeof(int64_t))

/* Products of counts, which wrap. */
static inline lanes lanes_multiply_whole(lanes a, lanes b) {
    typedef uint64_t counts __attribute__((vector_size(sizeof(lanes))));
    return (lanes)((counts)a * (counts)b);
}
#endif

#endif
