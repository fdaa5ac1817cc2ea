/*
 * The straight line and its skips: what is defined when an instruction reads it.
 *
 * A skip at i with count n skips i+1 to i+n when its condition a is yes on no row (SKIP_UNLESS) or on every
 * row (SKIP_WHEN). What is made in there holds nothing afterwards, so it is read inside only, with one
 * exception: by the choice on the same condition, beside the skip, which takes no row from it when the part
 * was skipped.
 *
 *     i      skip_unless a, 2
 *     i+1      x = ...
 *     i+2      y = f(x)
 *     i+3    z = select a, y, w
 */
#include "code/verify.h"

static bool is_inside(const am_verifier *verifier, uint16_t block, uint32_t at) {
    return block == AM_NO_INDEX || (at > block && at <= verifier->blocks[block].last);
}

/* Whether the instruction reads from the part only where the part was not skipped. */
static bool is_choice_on(const am_verifier *verifier, uint16_t block, uint32_t at, unsigned operand) {
    const am_instruction *skip = &verifier->program->instructions[block];
    const am_instruction *choice = &verifier->program->instructions[at];
    if (choice->operands[0] != skip->operands[0] || verifier->block != verifier->blocks[block].parent) {
        return false;
    }
    switch ((am_opcode)choice->opcode) {
    case AM_OP_SELECT:
        return operand == (skip->opcode == AM_OP_SKIP_WHEN ? 2 : 1);
    case AM_OP_STEP:
    case AM_OP_INSTEAD:
    case AM_OP_KEEP:
    case AM_OP_GUARD:
        return operand == 1 && skip->opcode == AM_OP_SKIP_UNLESS;
    default:
        return false;
    }
}

bool am_verify_readable(am_verifier *verifier, uint16_t number, uint32_t at, unsigned operand) {
    const am_trace *trace = &verifier->traces[number];
    if (!am_verify_that(verifier, trace->definition != AM_DEFINITION_NONE, AM_DIAG_LOAD_USE_EARLY)) {
        return false;
    }
    return am_verify_that(
        verifier, is_inside(verifier, trace->block, at) || is_choice_on(verifier, trace->block, at, operand),
        AM_DIAG_LOAD_SKIPPED_USE);
}

void am_verify_leave(am_verifier *verifier, uint32_t at) {
    while (!is_inside(verifier, verifier->block, at)) {
        verifier->block = verifier->blocks[verifier->block].parent;
    }
}

bool am_verify_skip(am_verifier *verifier, uint32_t at) {
    uint32_t count = verifier->program->instructions[at].operands[1];
    uint32_t last = at + count;
    if (!am_verify_that(verifier, count > 0 && last < verifier->program->instruction_count,
                        AM_DIAG_LOAD_SKIP_RANGE) ||
        !am_verify_that(verifier, is_inside(verifier, verifier->block, last), AM_DIAG_LOAD_SKIP_NESTED)) {
        return false;
    }
    verifier->blocks[at] = (am_block){(uint16_t)last, verifier->block};
    verifier->block = (uint16_t)at;
    return true;
}
