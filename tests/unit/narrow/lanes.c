/*
 * splitmix64, and values at which arithmetic on 64 bits goes wrong if it can.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "lanes.h"
#include "narrow/grain.h"

enum { GUARD_BYTE = 0xA5 };

const char *const kernel_names[] = {"plain", "avx2", "avx512"};

/* Each table may be run where a later one is chosen. */
const am_kernels *const *kernel_tables(void) {
    static const am_kernels *const all[] = {
        &am_kernels_plain,
#if defined(__x86_64__)
        &am_kernels_avx2,
        &am_kernels_avx512,
#endif
        NULL,
    };
    static const am_kernels *found[4];
    unsigned count = 0;
    do {
        found[count] = all[count];
    } while (all[count] != NULL && all[count++] != am_kernels_here());
    found[count] = NULL;
    return found;
}

uint64_t random_bits(random_values *random) {
    uint64_t z = (random->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint32_t random_below(random_values *random, uint32_t end) {
    return (uint32_t)((random_bits(random) >> 32) * end >> 32);
}

int64_t random_count(random_values *random) {
    uint64_t magnitude = random_bits(random) >> (1 + random_below(random, 63));
    if (random_below(random, 4) == 0) {
        magnitude = (UINT64_C(1) << random_below(random, 63)) + random_below(random, 3) - 1;
    }
    if (random_below(random, 8) == 0) {
        magnitude = (uint64_t)AM_COUNT_MAX - random_below(random, 3);
    }
    magnitude &= (uint64_t)AM_COUNT_MAX;
    return random_below(random, 2) == 0 ? (int64_t)magnitude : -(int64_t)magnitude;
}

unsigned width_bytes(am_width width) {
    return width == AM_WIDTH_8 ? 8 : width == AM_WIDTH_4 ? 4 : 1;
}

int64_t lane_get(const void *column, am_width width, uint32_t row) {
    return width == AM_WIDTH_8   ? ((const int64_t *)column)[row]
           : width == AM_WIDTH_4 ? ((const int32_t *)column)[row]
                                 : ((const uint8_t *)column)[row];
}

void lane_set(void *column, am_width width, uint32_t row, int64_t value) {
    if (width == AM_WIDTH_8) {
        ((int64_t *)column)[row] = value;
    } else if (width == AM_WIDTH_4) {
        ((int32_t *)column)[row] = (int32_t)value;
    } else {
        ((uint8_t *)column)[row] = (uint8_t)value;
    }
}

void lane_fill(random_values *random, void *column, am_width width, uint32_t rows) {
    int64_t before = 0;
    for (uint32_t row = 0; row < rows; row++) {
        int64_t value = random_count(random);
        /* Equal neighbours, so that comparisons are not all of one kind. */
        value = random_below(random, 4) == 0 ? before : value;
        lane_set(column, width, row, width == AM_WIDTH_1 ? value & 1 : value);
        before = value;
    }
}

void states_fill(random_values *random, uint8_t *states, uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        states[row] = (uint8_t)random_below(random, 4);
    }
}

void guard_set(void *column, am_width width, uint32_t rows) {
    memset((uint8_t *)column + (size_t)rows * width_bytes(width), GUARD_BYTE, LANE_GUARD);
}

void guard_check(const char *what, const void *column, am_width width, uint32_t rows) {
    const uint8_t *guard = (const uint8_t *)column + (size_t)rows * width_bytes(width);
    for (unsigned i = 0; i < LANE_GUARD; i++) {
        if (guard[i] != GUARD_BYTE) {
            fail_msg("%s wrote behind its %u rows", what, rows);
        }
    }
}

void must_be(const char *table, const char *kernel, uint32_t row, int64_t found, int64_t expected) {
    if (found != expected) {
        fail_msg("%s %s, row %u: %lld, not %lld", table, kernel, row, (long long)found, (long long)expected);
    }
}
