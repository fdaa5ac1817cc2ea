/*
 * Arithmetic whose results may not fit: row by row, where bounds could not rule it out.
 */
#include "narrow/kernel.h"

#include <stddef.h>

#include "code/value.h"

static int64_t operand(const am_strip *strip, unsigned i, uint32_t row) {
    const int64_t *in = strip->in[i];
    return in == NULL ? strip->constants[i] : in[row];
}

/* Rows that are no values hold whatever they hold: only their result must stay in bounds. */
#define CHECKED(name, BUILTIN)                                                                             \
    bool name(const am_strip *strip) {                                                                     \
        int64_t *out = strip->out;                                                                         \
        bool has_faults = false;                                                                           \
        for (uint32_t row = 0; row < strip->rows; row++) {                                                 \
            int64_t result;                                                                                \
            if (BUILTIN(operand(strip, 0, row), operand(strip, 1, row), &result) || result == INT64_MIN) { \
                has_faults = true;                                                                         \
                strip->faults[row] =                                                                       \
                    AM_STATE_FAULT > strip->faults[row] ? AM_STATE_FAULT : strip->faults[row];             \
                result = 0;                                                                                \
            }                                                                                              \
            out[row] = result;                                                                             \
        }                                                                                                  \
        return has_faults;                                                                                 \
    }

CHECKED(am_checked_add, __builtin_add_overflow)
CHECKED(am_checked_subtract, __builtin_sub_overflow)
CHECKED(am_checked_multiply, __builtin_mul_overflow)
