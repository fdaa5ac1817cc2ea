/*
 * Kernels of bytes, yes and no and states: so many rows are one vector of any processor that nothing is
 * gained by having them for each instruction set.
 */
#include "narrow/kernel.h"

#include <string.h>

#include "code/value.h"

#define KERNEL_BYTES(name, VALUE)                                         \
    void name(const am_strip *strip) {                                    \
        const uint8_t *of_a = strip->in[0];                               \
        const uint8_t *of_b = strip->in[1];                               \
        uint8_t *out = strip->out;                                        \
        const uint8_t contrary = strip->is_contrary ? 1 : 0;              \
        (void)contrary;                                                   \
        for (uint32_t row = 0; row < strip->rows; row += AM_BLOCK_ROWS) { \
            AM_ROW_BY_ROW for (uint32_t i = 0; i < AM_BLOCK_ROWS; i++) {  \
                const uint8_t a = of_a[i];                                \
                const uint8_t b = of_b[i];                                \
                out[i] = (uint8_t)(VALUE);                                \
            }                                                             \
            of_a += strip->is_constant[0] ? 0 : AM_BLOCK_ROWS;            \
            of_b += strip->is_constant[1] ? 0 : AM_BLOCK_ROWS;            \
            out += AM_BLOCK_ROWS;                                         \
        }                                                                 \
    }
KERNEL_BYTES(am_bytes_equal, (a == b) ^ contrary)
KERNEL_BYTES(am_bytes_less, (a < b) ^ contrary)
KERNEL_BYTES(am_bytes_greatest, a >= b ? a : b)
KERNEL_BYTES(am_bytes_least, a <= b ? a : b)

#define EACH_ROW AM_ROW_BY_ROW for (uint32_t row = 0, end = am_whole_blocks(rows); row < end; row++)

void am_bytes_not(const am_strip *strip) {
    const uint8_t *a = strip->in[0];
    uint8_t *out = strip->out;
    const uint32_t rows = strip->rows;
    EACH_ROW {
        out[row] = a[row] ^ 1;
    }
}

/* The first is a value, and all are as the one before. */
bool am_state_are_plain(const uint8_t *states, uint32_t rows) {
    return rows == 0 || (states[0] == AM_STATE_VALUE && memcmp(states, states + 1, rows - 1) == 0);
}

void am_state_given(uint8_t *out, const uint8_t *given, uint8_t absent, uint32_t rows) {
    AM_ROW_BY_ROW for (uint32_t row = 0; row < rows; row++) {
        out[row] = given[row] != 0 ? AM_STATE_VALUE : absent;
    }
}

void am_state_strict(uint8_t *out, const uint8_t *a, uint32_t rows) {
    EACH_ROW {
        out[row] = a[row] > out[row] ? a[row] : out[row];
    }
}

void am_state_choose(uint8_t *out, const uint8_t *yes, const uint8_t *const states[3], uint32_t rows) {
    const uint8_t *a = states[0];
    const uint8_t *b = states[1];
    const uint8_t *c = states[2];
    EACH_ROW {
        const uint8_t of_b = b[row];
        const uint8_t of_c = c[row];
        const uint8_t chosen = yes[row] != 0 ? of_b : of_c;
        out[row] = a[row] != AM_STATE_VALUE ? a[row] : chosen;
    }
}

void am_state_step(uint8_t *out, const uint8_t *yes, const uint8_t *const states[3], uint32_t rows) {
    const uint8_t *a = states[0];
    const uint8_t *b = states[1];
    const uint8_t *c = states[2];
    EACH_ROW {
        const uint8_t of_b = b[row];
        const uint8_t of_c = c[row];
        const uint8_t chosen = yes[row] != 0 ? of_b : of_c;
        const uint8_t greater = a[row] > of_c ? a[row] : of_c;
        out[row] = a[row] != AM_STATE_VALUE ? greater : chosen;
    }
}

void am_state_keep(uint8_t *out, const uint8_t *yes, const uint8_t *const states[2], uint8_t otherwise,
                   uint32_t rows) {
    const uint8_t *a = states[0];
    const uint8_t *b = states[1];
    EACH_ROW {
        const uint8_t of_b = b[row];
        const uint8_t kept = yes[row] != 0 ? of_b : otherwise;
        out[row] = a[row] != AM_STATE_VALUE ? a[row] : kept;
    }
}

void am_state_unwrap(uint8_t *out, const uint8_t *a, uint32_t rows) {
    EACH_ROW {
        out[row] = a[row] == AM_STATE_UNKNOWN ? AM_STATE_FAULT : a[row];
    }
}

void am_state_known(uint8_t *out, uint8_t *yes, const uint8_t *a, uint32_t rows) {
    EACH_ROW {
        yes[row] = a[row] == AM_STATE_VALUE;
        out[row] = a[row] == AM_STATE_UNKNOWN ? AM_STATE_VALUE : a[row];
    }
}

void am_state_optional(uint8_t *out, const uint8_t *a, const uint8_t *b, uint32_t rows) {
    EACH_ROW {
        const uint8_t greater = a[row] > b[row] ? a[row] : b[row];
        const uint8_t lesser = a[row] < b[row] ? a[row] : b[row];
        out[row] = greater == AM_STATE_UNKNOWN ? lesser : greater;
    }
}

void am_state_otherwise(uint8_t *out, const uint8_t *a, const uint8_t *b, uint32_t rows) {
    EACH_ROW {
        const uint8_t of_b = b[row];
        out[row] = a[row] == AM_STATE_UNKNOWN ? of_b : a[row];
    }
}
