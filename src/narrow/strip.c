/*
 * Strips: constants as operands, and what is done by several kernels in turn.
 */
#include "narrow/kernel.h"

#include <string.h>

#include "code/value.h"

/* Eight bytes of one value. */
static uint64_t pattern_of(am_width width, int64_t value) {
    switch (width) {
    case AM_WIDTH_4:
        return (uint32_t)value * UINT64_C(0x100000001);
    case AM_WIDTH_1:
        return (uint8_t)value * UINT64_C(0x0101010101010101);
    case AM_WIDTH_8:
    case AM_WIDTH_COUNT:
        break;
    }
    return (uint64_t)value;
}

static size_t bytes_of(am_width width) {
    return width == AM_WIDTH_8 ? 8 : width == AM_WIDTH_4 ? 4 : 1;
}

void am_strip_set_constant(const am_kernels *kernels, am_strip *strip, unsigned i, am_width width,
                           int64_t constant, void *block) {
    kernels->fill(block, pattern_of(width, constant), AM_BLOCK_ROWS * bytes_of(width));
    strip->in[i] = block;
    strip->is_constant[i] = true;
}

void am_strip_copy(const am_kernels *kernels, const am_strip *strip, unsigned i, am_width width) {
    if (strip->is_constant[i]) {
        uint64_t pattern;
        memcpy(&pattern, strip->in[i], sizeof pattern);
        kernels->fill(strip->out, pattern, am_whole_blocks(strip->rows) * bytes_of(width));
    } else {
        memcpy(strip->out, strip->in[i], strip->rows * bytes_of(width));
    }
}

/* in[i] where the state is not a value, else what was there. A state that is no value and not unknown is the
 * result's too, whose value then is nobody's. */
static void set_where_unknown(am_kernel *choose, const am_strip *strip, const uint8_t *states, unsigned i,
                              const void *there, bool is_constant) {
    am_strip by_state = {.rows = strip->rows,
                         .out = strip->out,
                         .in = {states, strip->in[i], there},
                         .is_constant = {false, strip->is_constant[i], is_constant}};
    choose(&by_state);
}

void am_strip_otherwise(const am_kernels *kernels, const am_strip *strip, am_width width) {
    if (strip->states[0] == NULL) {
        am_strip_copy(kernels, strip, 0, width);
    } else {
        set_where_unknown(kernels->choose[width], strip, strip->states[0], 1, strip->in[0],
                          strip->is_constant[0]);
    }
}

void am_strip_known_only(am_kernel *both, am_kernel *choose, const am_strip *strip) {
    both(strip);
    if (strip->states[1] != NULL) {
        set_where_unknown(choose, strip, strip->states[1], 0, strip->out, false);
    }
    if (strip->states[0] != NULL) {
        set_where_unknown(choose, strip, strip->states[0], 1, strip->out, false);
    }
}

void am_strip_less_equal(const am_kernels *kernels, const am_strip *strip, am_width width) {
    am_strip contrary = *strip;
    contrary.in[0] = strip->in[1];
    contrary.in[1] = strip->in[0];
    contrary.is_constant[0] = strip->is_constant[1];
    contrary.is_constant[1] = strip->is_constant[0];
    contrary.is_contrary = true;
    kernels->less[width](&contrary);
}
