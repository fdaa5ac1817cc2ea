/*
 * The names of instructions, for whoever reads a listing.
 */
#include "code/opcode.h"

static const char *const names[AM_OP_COUNT_OF_ALL] = {
#define OP(name, text, result, a, b, c, d, domains, states, faults, cost, effect) text,
#include "code/opcode.def"
#undef OP
};

const char *am_opcode_name(unsigned opcode) {
    return names[opcode];
}
