/*
 * How a step over single rows is written: its operands, and its end.
 */
#ifndef AM_VM_SINGLE_DO_H
#define AM_VM_SINGLE_DO_H

#include "vm/single_step.h"

#define A         slots[step->a]
#define B         slots[step->b]
#define C         slots[step->c]
#define OUT       slots[step->out]
#define ROWS      slots[step->rows]
#define STATE_A   slots[step->a + 1]
#define STATE_B   slots[step->b + 1]
#define STATE_C   slots[step->c + 1]
#define OUT_STATE slots[step->out + 1]

/* The first where 1, the second where 0, without a branch: what records differ in is guessed wrong. */
static inline int64_t am_single_one_of(int64_t is_first, int64_t first, int64_t second) {
    return second ^ ((first ^ second) & -is_first);
}

/* The next step, as a jump. That compilers do not see where its address comes from makes them keep it in the
 * register that it is handed on in, which spares each step two instructions. */
#define NEXT                                   \
    do {                                       \
        const am_single_step *next = step + 1; \
        __asm__("" : "+r"(next));              \
        return next->run(next, slots);         \
    } while (0)

#endif
