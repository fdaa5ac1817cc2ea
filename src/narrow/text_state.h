/*
 * Kernels of states: one byte a row. Part of the kernels' text (see kernel_text.h).
 */
#ifndef AM_NARROW_TEXT_STATE_H
#define AM_NARROW_TEXT_STATE_H

#include "narrow/kernel.h"

static void given_state(uint8_t *restrict out, const uint8_t *restrict given, uint8_t absent, uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        out[row] = given[row] != 0 ? AM_STATE_VALUE : absent;
    }
}

static bool are_plain(const uint8_t *states, uint32_t rows) {
    uint8_t any = 0;
    for (uint32_t row = 0; row < rows; row++) {
        any |= states[row];
    }
    return any == AM_STATE_VALUE;
}

static void strict(uint8_t *restrict out, const uint8_t *restrict a, uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        out[row] = a[row] > out[row] ? a[row] : out[row];
    }
}

static void choose_state(uint8_t *restrict out, const uint8_t *restrict yes, const uint8_t *const states[3],
                         uint32_t rows) {
    const uint8_t *restrict a = states[0];
    const uint8_t *restrict b = states[1];
    const uint8_t *restrict c = states[2];
    for (uint32_t row = 0; row < rows; row++) {
        const uint8_t of_b = b[row];
        const uint8_t of_c = c[row];
        const uint8_t chosen = yes[row] != 0 ? of_b : of_c;
        out[row] = a[row] != AM_STATE_VALUE ? a[row] : chosen;
    }
}

static void step_state(uint8_t *restrict out, const uint8_t *restrict yes, const uint8_t *const states[3],
                       uint32_t rows) {
    const uint8_t *restrict a = states[0];
    const uint8_t *restrict b = states[1];
    const uint8_t *restrict c = states[2];
    for (uint32_t row = 0; row < rows; row++) {
        const uint8_t of_b = b[row];
        const uint8_t of_c = c[row];
        const uint8_t chosen = yes[row] != 0 ? of_b : of_c;
        const uint8_t greater = a[row] > of_c ? a[row] : of_c;
        out[row] = a[row] != AM_STATE_VALUE ? greater : chosen;
    }
}

static void keep_state(uint8_t *restrict out, const uint8_t *restrict yes, const uint8_t *const states[2],
                       uint8_t otherwise, uint32_t rows) {
    const uint8_t *restrict a = states[0];
    const uint8_t *restrict b = states[1];
    for (uint32_t row = 0; row < rows; row++) {
        const uint8_t of_b = b[row];
        const uint8_t kept = yes[row] != 0 ? of_b : otherwise;
        out[row] = a[row] != AM_STATE_VALUE ? a[row] : kept;
    }
}

static void unwrap_state(uint8_t *restrict out, const uint8_t *restrict a, uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        out[row] = a[row] == AM_STATE_UNKNOWN ? AM_STATE_FAULT : a[row];
    }
}

static void known_state(uint8_t *restrict out, uint8_t *restrict yes, const uint8_t *restrict a,
                        uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        yes[row] = a[row] == AM_STATE_VALUE;
        out[row] = a[row] == AM_STATE_UNKNOWN ? AM_STATE_VALUE : a[row];
    }
}

static void optional_state(uint8_t *restrict out, const uint8_t *restrict a, const uint8_t *restrict b,
                           uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        const uint8_t greater = a[row] > b[row] ? a[row] : b[row];
        const uint8_t lesser = a[row] < b[row] ? a[row] : b[row];
        out[row] = greater == AM_STATE_UNKNOWN ? lesser : greater;
    }
}

static void otherwise_state(uint8_t *restrict out, const uint8_t *restrict a, const uint8_t *restrict b,
                            uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        const uint8_t of_b = b[row];
        out[row] = a[row] == AM_STATE_UNKNOWN ? of_b : a[row];
    }
}

static void gather_state(uint8_t *restrict out, const uint8_t *restrict a, const uint32_t *restrict index,
                         uint32_t rows) {
    for (uint32_t row = 0; row < rows; row++) {
        out[row] = a[index[row]];
    }
}

#endif
