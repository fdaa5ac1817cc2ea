/*
 * A program for single rows made, or found impossible, and given back.
 */
#include "vm/single_lane.h"

#include "vm/kernel.h"

/* What does not depend on records; the clock may be set after a batch is made. */
static void compute_constants(am_single_planner *planner, am_batch *batch) {
    const am_narrow *narrow = batch->narrow;
    for (uint32_t i = 0; i < narrow->step_count; i++) {
        const am_step *step = &narrow->steps[i];
        if (step->kind != AM_STEP_INSTRUCTION || narrow->lanes[step->out].domain != AM_DOMAIN_CONSTANT) {
            continue;
        }
        const am_instruction *instruction = &narrow->program->instructions[step->instruction];
        if (instruction->opcode == AM_OP_CLOCK) {
            planner->is_unknown = true;
        } else {
            am_vm_execute(batch, instruction);
        }
    }
}

/* The lists that records hold themselves. */
static void open_lists(am_single_planner *planner) {
    const am_program *program = planner->single->narrow->program;
    for (uint32_t i = 0; i < program->domain_count; i++) {
        bool is_list = program->domains[i].kind == AM_DOMAIN_LIST && program->domains[i].parent == 0;
        am_single_list *list = &planner->single->lists[i];
        *list = (am_single_list){AM_NO_SLOT, AM_NO_SLOT};
        if (is_list) {
            list->rows_slot = am_single_take_slots(planner, 1);
            list->first_slot = am_single_take_slots(planner, 1);
        }
    }
}

typedef void visit(am_single_planner *planner, uint32_t lane);

static void count_use(am_single_planner *planner, uint32_t lane) {
    uint32_t root = am_narrow_root(planner->single->narrow, lane);
    planner->uses[lane]++;
    if (root != lane) {
        planner->uses[root]++;
    }
}

static void need(am_single_planner *planner, uint32_t lane) {
    planner->is_needed[lane] = true;
    planner->is_needed[am_narrow_root(planner->single->narrow, lane)] = true;
}

/* Whether a register that the instruction reads is what the step reads already. */
static bool is_among(const am_narrow *narrow, const am_step *step, uint32_t lane) {
    uint32_t root = am_narrow_root(narrow, lane);
    for (unsigned i = 0; i < 3; i++) {
        if (step->in[i] != AM_NO_LANE && am_narrow_root(narrow, step->in[i]) == root) {
            return true;
        }
    }
    return false;
}

/* Each lane that a step reads; a list's some twice. */
static void visit_reads(am_single_planner *planner, const am_step *step, visit *visit) {
    const am_narrow *narrow = planner->single->narrow;
    bool is_more = step->kind == AM_STEP_INSTRUCTION || step->kind == AM_STEP_COPY;
    for (unsigned i = 0; i < 3; i++) {
        if (step->in[i] != AM_NO_LANE) {
            visit(planner, step->in[i]);
        }
    }
    for (unsigned i = 0; is_more && i < step->operand_count; i++) {
        if (!is_among(narrow, step, step->operands[i])) {
            visit(planner, step->operands[i]);
        }
    }
    if (is_more && am_opcode_row_of(narrow->program->instructions[step->instruction].opcode)->operands[0] ==
                       AM_OPERAND_LIST) {
        const am_instruction *instruction = &narrow->program->instructions[step->instruction];
        const am_list *list = &narrow->program->lists[instruction->operands[0]];
        for (uint32_t i = 0; i < list->count; i++) {
            visit(planner, narrow->program->list_items[list->start + i]);
        }
    }
    for (uint32_t i = 0; step->kind == AM_STEP_PICK && i < narrow->pickers[step->detail].classer_count; i++) {
        visit(planner, narrow->pickers[step->detail].classers[i].lane);
    }
}

static void visit_results(am_single_planner *planner, visit *visit) {
    const am_program *program = planner->single->narrow->program;
    for (uint32_t i = 0; i < program->output_count; i++) {
        const am_output *output = &program->outputs[i];
        if (planner->is_wanted == NULL || planner->is_wanted[i]) {
            visit(planner, output->column);
            visit(planner, output->column_high == AM_NO_INDEX ? output->column : output->column_high);
        }
    }
    for (uint32_t i = 0; i < program->check_count; i++) {
        visit(planner, program->checks[i].column);
    }
}

bool am_single_needs_step(const am_single_planner *planner, uint32_t number) {
    const am_step *step = &planner->single->narrow->steps[number];
    if (step->kind == AM_STEP_WIDEN) { /* what reads decimals is not known here */
        return false;
    }
    if (step->kind != AM_STEP_SKIP_UNLESS && step->kind != AM_STEP_SKIP_WHEN) {
        return planner->is_needed[step->out];
    }
    for (uint32_t i = number + 1; i <= number + step->detail; i++) {
        bool is_skip =
            step[i - number].kind == AM_STEP_SKIP_UNLESS || step[i - number].kind == AM_STEP_SKIP_WHEN;
        if (!is_skip && am_single_needs_step(planner, i)) {
            return true;
        }
    }
    return false;
}

/* What results come of, from the last step back. */
static void find_needed(am_single_planner *planner) {
    const am_narrow *narrow = planner->single->narrow;
    visit_results(planner, need);
    visit_results(planner, count_use);
    for (uint32_t i = narrow->step_count; i-- > 0;) {
        if (am_single_needs_step(planner, i)) {
            visit_reads(planner, &narrow->steps[i], need);
            visit_reads(planner, &narrow->steps[i], count_use);
        }
    }
}

static void fill(am_single_planner *planner, am_batch *batch) {
    am_single *single = planner->single;
    am_arena *arena = planner->sequence.arena;
    single->places = AM_NEW_ARRAY(arena, am_single_place, batch->narrow->lane_count);
    single->picks = AM_NEW_ARRAY(arena, am_single_pick *, batch->narrow->lane_count);
    planner->is_needed = AM_NEW_ARRAY(arena, bool, batch->narrow->lane_count);
    planner->uses = AM_NEW_ARRAY(arena, uint32_t, batch->narrow->lane_count);
    single->lists = AM_NEW_ARRAY(arena, am_single_list, batch->program->domain_count);
    planner->sequence.steps = AM_NEW_ARRAY(arena, am_single_step, 1);
    planner->sequence.capacity = 1;
    if (arena->is_exhausted) {
        return;
    }
    am_single_take_slots(planner, 1); /* AM_SINGLE_INDEX */
    single->spare_slot = am_single_take_slots(planner, AM_SINGLE_ROWS_MAX);
    planner->all_slot = am_single_constant(planner, -1, AM_STATE_VALUE).slot;
    planner->one_slot = am_single_constant(planner, 1, AM_STATE_VALUE).slot;
    planner->least_slot = am_single_constant(planner, INT64_MIN, AM_STATE_VALUE).slot;
    planner->greatest_slot = am_single_constant(planner, INT64_MAX, AM_STATE_VALUE).slot;
    open_lists(planner);
    find_needed(planner);
    compute_constants(planner, batch);
    am_single_prepare(planner);
    am_single_prepare_results(planner);
    if (planner->is_wanted == NULL) {
        am_single_prepare_whole(planner);
    }
}

bool am_single_new(am_batch *batch, am_allocator allocator, am_single **out) {
    return am_single_new_for(batch, NULL, allocator, out);
}

bool am_single_new_for(am_batch *batch, const bool *is_wanted, am_allocator allocator, am_single **out) {
    am_arena arena;
    am_arena_init(&arena, allocator, 0);
    am_single *single = AM_NEW(&arena, am_single);
    *out = NULL;
    if (single == NULL) {
        am_arena_clear(&arena);
        return false;
    }
    single->narrow = batch->narrow;
    am_single_planner planner = {
        .single = single, .batch = batch, .sequence = {.arena = &arena}, .is_wanted = is_wanted};
    fill(&planner, batch);
    bool is_made = !arena.is_exhausted;
    if (!is_made || planner.is_unknown) {
        am_arena_clear(&arena);
        return is_made;
    }
    single->arena = arena;
    *out = single;
    return true;
}

void am_single_free(am_single *single) {
    if (single != NULL) {
        am_arena arena = single->arena;
        am_arena_clear(&arena);
    }
}
