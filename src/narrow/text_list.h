/*
 * Kernels between lists and what holds them. Part of the kernels' text (see kernel_text.h).
 */
#ifndef AM_NARROW_TEXT_LIST_H
#define AM_NARROW_TEXT_LIST_H

#include <string.h>

#include "narrow/kernel.h"
#include "narrow/text_vector.h"

/* A word of the first bytes, up to eight, and zeros. */
static inline uint64_t first_bytes(const uint8_t *from, uint32_t length) {
    const unsigned half = 32 - 4 * length; /* of the bits that go */
    uint64_t word;
    memcpy(&word, from, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return word >> half >> half;
#else
    return word << half << half;
#endif
}

#if defined(__AVX2__)
/* Four lists at once, from a list that is not the first on, until one is longer than a word or near the end;
 * returns the list that comes next. */
static uint32_t count_by_four(const am_strip *strip, uint32_t row, uint32_t elements) {
    const uint32_t *ends = strip->index;
    const long long *mask = (const void *)strip->mask;
    int64_t *out = strip->out;
    const __m128i word = _mm_set1_epi32(sizeof(uint64_t));
    for (; row + 4 <= strip->rows && (uint64_t)ends[row + 2] + sizeof(uint64_t) <= elements; row += 4) {
        const __m128i from = _mm_loadu_si128((const void *)(ends + row - 1));
        const __m128i end = _mm_loadu_si128((const void *)(ends + row));
        const __m128i length = _mm_sub_epi32(end, from);
        if (_mm_movemask_epi8(_mm_cmpgt_epi32(length, word)) != 0) {
            break;
        }
        /* A shift by all bits of a word leaves none. */
        const __m256i shift = _mm256_cvtepu32_epi64(_mm_slli_epi32(_mm_sub_epi32(word, length), 3));
        const __m256i bytes = _mm256_sllv_epi64(_mm256_i32gather_epi64(mask, from, 1), shift);
        _mm256_storeu_si256((void *)(out + row), _mm256_sad_epu8(bytes, _mm256_setzero_si256()));
    }
    return row;
}
#else
static uint32_t count_by_four(const am_strip *strip, uint32_t row, uint32_t elements) {
    (void)strip;
    (void)elements;
    return row;
}
#endif

/* Elements where the mask is yes. Lists are short and of all lengths, and a branch for each would be guessed
 * wrong: up to eight bytes are one word, whose bytes are summed by a product. */
static void count(const am_strip *strip) {
    const uint8_t *mask = strip->mask;
    const uint32_t *ends = strip->index;
    int64_t *out = strip->out;
    const uint32_t rows = strip->rows;
    const uint32_t elements = rows == 0 ? 0 : ends[rows - 1];
    for (uint32_t row = 0; row < rows; row++) {
        const uint32_t from = row == 0 ? 0 : ends[row - 1];
        const uint32_t end = ends[row];
        const uint32_t length = end - from;
        if (length > sizeof(uint64_t) || from + sizeof(uint64_t) > elements) {
            out[row] = am_mask_count(mask, from, end);
        } else {
            out[row] = (int64_t)(first_bytes(mask + from, length) * UINT64_C(0x0101010101010101) >> 56);
        }
        row = count_by_four(strip, row + 1, elements) - 1;
    }
}

static void add_lists(uint32_t *restrict ends, uint32_t *restrict parents, const uint32_t *restrict offsets,
                      uint32_t first, uint32_t parent, uint32_t count) {
    const uint32_t base = offsets[0] - first;
    uint32_t at = first;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t end = offsets[i + 1] - base;
        ends[i] = end;
        /* Most lists have a few elements: some are written without asking how many. */
        uint32_t *const to = parents + at;
        for (uint32_t k = 0; k < AM_PARENTS_SLACK; k++) {
            to[k] = parent + i;
        }
        if (__builtin_expect(end - at > AM_PARENTS_SLACK, 0)) {
            am_parents_add(parents, at + AM_PARENTS_SLACK, end, parent + i);
        }
        at = end;
    }
}

/* Four at a time: there is nothing to compute but where to look. */
#define KERNEL_GATHER(name, T)                         \
    static void name(const am_strip *strip) {          \
        const T *restrict a = strip->in[0];            \
        const uint32_t *restrict index = strip->index; \
        T *restrict out = strip->out;                  \
        const uint32_t rows = strip->rows;             \
        uint32_t row = 0;                              \
        for (; row + 4 <= rows; row += 4) {            \
            const T first = a[index[row]];             \
            const T second = a[index[row + 1]];        \
            const T third = a[index[row + 2]];         \
            const T fourth = a[index[row + 3]];        \
            out[row] = first;                          \
            out[row + 1] = second;                     \
            out[row + 2] = third;                      \
            out[row + 3] = fourth;                     \
        }                                              \
        for (; row < rows; row++) {                    \
            out[row] = a[index[row]];                  \
        }                                              \
    }
KERNEL_GATHER(gather_8, int64_t)
KERNEL_GATHER(gather_4, int32_t)
KERNEL_GATHER(gather_1, uint8_t)

#endif
