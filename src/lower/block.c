/*
 * Blocks: stretches of instructions that a skip in front may leave out.
 *
 * A register made in a block may be read in it and, outside, only by the choice on the skip's condition. So
 * what was lowered in a block is forgotten when the block ends, unless the skip turns out to cost more than
 * it saves and is taken away.
 */
#include <string.h>

#include "lower/lowerer.h"

/* Additions a row that a block must cost to be worth a skip. */
enum { LEAST_COST = 8 };

void am_lower_open_block(am_lowerer *lowerer, am_opcode skip, uint16_t condition) {
    am_block *blocks =
        AM_GROW(lowerer->arena, am_block, lowerer->blocks, lowerer->block_count, &lowerer->room.blocks);
    if (blocks == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return;
    }
    lowerer->blocks = blocks;
    blocks[lowerer->block_count] =
        (am_block){AM_BLOCK_OPEN, lowerer->block, lowerer->program.instruction_count, condition,
                   skip == AM_OP_SKIP_WHEN};
    lowerer->block = lowerer->block_count++;
    am_lower_emit(lowerer, skip, AM_VALUE_YESNO, AM_DOMAIN_CONSTANT, (const uint16_t[4]){condition, 0, 0, 0});
}

static bool is_worth_it(const am_lowerer *lowerer, uint32_t first) {
    uint32_t cost = 0;
    for (uint32_t i = first; i < lowerer->program.instruction_count && cost < LEAST_COST; i++) {
        cost += am_opcode_row_of(lowerer->program.instructions[i].opcode)->cost;
    }
    return cost >= LEAST_COST;
}

static void take_away(am_program *program, uint32_t index) {
    uint32_t rest = program->instruction_count - index - 1;
    memmove(program->instructions + index, program->instructions + index + 1,
            rest * sizeof *program->instructions);
    memmove(program->sites + index, program->sites + index + 1, rest * sizeof *program->sites);
    program->instruction_count--;
}

/* Blocks within the block keep their place behind its skip, so `skip` of those that are still asked for does
 * not move. */
void am_lower_close_block(am_lowerer *lowerer) {
    if (lowerer->is_failed) {
        return;
    }
    am_block *block = &lowerer->blocks[lowerer->block];
    if (is_worth_it(lowerer, block->skip + 1)) {
        uint32_t count = lowerer->program.instruction_count - block->skip - 1;
        lowerer->program.instructions[block->skip].operands[1] = (uint16_t)count;
        block->state = AM_BLOCK_CLOSED;
    } else {
        take_away(&lowerer->program, block->skip);
        block->state = AM_BLOCK_MERGED;
    }
    lowerer->block = block->parent;
}

bool am_lower_is_in_reach(const am_lowerer *lowerer, uint32_t block) {
    while (lowerer->blocks[block].state == AM_BLOCK_MERGED) {
        block = lowerer->blocks[block].parent;
    }
    return lowerer->blocks[block].state == AM_BLOCK_OPEN;
}
