/*
 * The narrow program is made here: one pass over the instructions, each turned into steps.
 *
 * What an instruction means is not decided again. Where all its decimals have counts and its result a grain,
 * it becomes a step over counts; where not, it stays the VM's over decimals. Values are brought to another
 * grain just before they are used, and remembered for the rest of the block that is skipped as one.
 */
#include "narrow/planner.h"

uint32_t am_plan_lane(am_planner *planner, am_lane lane) {
    am_narrow *narrow = planner->narrow;
    am_lane *lanes =
        AM_GROW(planner->arena, am_lane, narrow->lanes, narrow->lane_count, &planner->lane_capacity);
    if (lanes == NULL) {
        return 0;
    }
    narrow->lanes = lanes;
    lanes[narrow->lane_count] = lane;
    return narrow->lane_count++;
}

am_lane *am_plan_lane_of(const am_planner *planner, uint32_t lane) {
    return &planner->narrow->lanes[lane];
}

const am_instruction *am_plan_instruction(const am_planner *planner) {
    return &planner->program->instructions[planner->instruction];
}

/* A step that was taken from nowhere, so that callers may fill it when memory has run out. */
static am_step *spare_step(am_planner *planner) {
    planner->narrow->step_count = 0;
    return planner->narrow->steps;
}

am_step *am_plan_step(am_planner *planner, am_step_kind kind, uint32_t out) {
    am_narrow *narrow = planner->narrow;
    am_step *steps =
        AM_GROW(planner->arena, am_step, narrow->steps, narrow->step_count, &planner->step_capacity);
    if (steps == NULL) {
        return spare_step(planner);
    }
    narrow->steps = steps;
    am_step *step = &steps[narrow->step_count++];
    *step = (am_step){.kind = (uint8_t)kind,
                      .instruction = AM_NO_INDEX,
                      .out = out,
                      .in = {AM_NO_LANE, AM_NO_LANE, AM_NO_LANE}};
    return step;
}

am_step *am_plan_result(am_planner *planner, am_step_kind kind) {
    am_step *step = am_plan_step(planner, kind, am_plan_instruction(planner)->result);
    const am_instruction *instruction = am_plan_instruction(planner);
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    step->instruction = (uint16_t)planner->instruction;
    step->operand_count = 0;
    for (unsigned i = 0; i < 4; i++) {
        if (am_operand_is_register((am_operand)row->operands[i])) {
            step->operands[step->operand_count++] = instruction->operands[i];
        }
    }
    return step;
}

bool am_plan_is_narrow(const am_planner *planner, uint16_t column) {
    return planner->narrow->lanes[column].kind == AM_LANE_COUNT;
}

bool am_plan_is_zero(const am_planner *planner, uint32_t lane) {
    const am_lane *at = &planner->narrow->lanes[lane];
    return at->is_known && at->constant == 0;
}

void am_plan_set_grain(am_planner *planner, am_grain grain) {
    am_lane *lane = am_plan_lane_of(planner, am_plan_instruction(planner)->result);
    lane->kind = AM_LANE_COUNT;
    lane->grain = grain;
}

void am_plan_set_same(am_planner *planner, uint32_t lane, am_grain grain) {
    am_plan_set_grain(planner, grain);
    am_plan_lane_of(planner, am_plan_instruction(planner)->result)->same_as = lane;
    am_plan_result(planner, AM_STEP_SAME)->in[0] = lane;
}

bool am_plan_common(const am_planner *planner, uint32_t a, uint32_t b, am_grain *out) {
    const am_lane *lanes = planner->narrow->lanes;
    if (am_plan_is_zero(planner, a) || am_plan_is_zero(planner, b)) {
        *out = lanes[am_plan_is_zero(planner, a) ? b : a].grain;
        return true;
    }
    return am_grain_common(lanes[a].grain, lanes[b].grain, out);
}

static void remember(am_planner *planner, am_alignment alignment) {
    am_alignment *all = AM_GROW(planner->arena, am_alignment, planner->alignments, planner->alignment_count,
                                &planner->alignment_capacity);
    if (all != NULL) {
        planner->alignments = all;
        all[planner->alignment_count++] = alignment;
    }
}

static const am_alignment *recall(const am_planner *planner, uint32_t lane, const am_grain *grain) {
    for (size_t i = 0; i < planner->alignment_count; i++) {
        const am_alignment *at = &planner->alignments[i];
        bool is_wide = at->aligned == AM_NO_LANE;
        if (at->lane == lane && is_wide == (grain == NULL) &&
            (grain == NULL || am_grain_is_equal(at->grain, *grain))) {
            return at;
        }
    }
    return NULL;
}

static uint32_t align_constant(am_planner *planner, const am_lane *from, am_grain grain, int64_t factor) {
    am_lane lane = *from;
    lane.grain = grain;
    return __builtin_mul_overflow(from->constant, factor, &lane.constant) ? AM_NO_LANE
                                                                          : am_plan_lane(planner, lane);
}

uint32_t am_plan_align(am_planner *planner, uint32_t lane, am_grain grain) {
    const am_lane *from = am_plan_lane_of(planner, lane);
    int64_t factor;
    if (am_grain_is_equal(from->grain, grain) || am_plan_is_zero(planner, lane)) {
        return lane;
    }
    const am_alignment *known = recall(planner, lane, &grain);
    if (known != NULL) {
        return known->aligned;
    }
    if (!am_grain_ratio(from->grain, grain, &factor)) {
        return AM_NO_LANE;
    }
    if (from->is_known) {
        return align_constant(planner, from, grain, factor);
    }
    am_lane scaled = {.kind = AM_LANE_COUNT,
                      .domain = from->domain,
                      .column = from->column,
                      .grain = grain,
                      .same_as = AM_NO_LANE};
    uint32_t aligned = am_plan_lane(planner, scaled);
    am_step *step = am_plan_step(planner, AM_STEP_SCALE, aligned);
    step->in[0] = lane;
    step->factor = factor;
    remember(planner, (am_alignment){lane, aligned, grain});
    return aligned;
}

static void widen(void *context, uint16_t column) {
    am_planner *planner = context;
    am_lane *lane = am_plan_lane_of(planner, column);
    if (lane->kind != AM_LANE_COUNT || lane->domain == AM_DOMAIN_CONSTANT ||
        recall(planner, column, NULL) != NULL) {
        return;
    }
    lane->has_decimals = true;
    am_plan_step(planner, AM_STEP_WIDEN, column)->in[0] = column;
    remember(planner, (am_alignment){column, AM_NO_LANE, lane->grain});
}

/* The grain that the result of an instruction over decimals has whatever its operands are. */
static bool has_known_grain(const am_planner *planner, const am_instruction *instruction, am_grain *out) {
    const am_lane *unit = &planner->narrow->lanes[instruction->operands[1]];
    switch ((am_opcode)instruction->opcode) {
    case AM_OP_QUOTIENT:
        *out = am_grain_of_places(0);
        return true;
    case AM_OP_ROUND:
        *out = unit->grain;
        return unit->is_known && unit->constant != 0;
    default:
        return false;
    }
}

/* The VM's kernel for decimals, its operands widened. */
static void plan_wide(am_planner *planner) {
    const am_instruction *instruction = am_plan_instruction(planner);
    uint16_t column = instruction->result;
    am_instruction_each_operand(planner->program, instruction, widen, planner);
    am_lane *lane = am_plan_lane_of(planner, column);
    lane->kind = (uint8_t)am_plan_kind_of(&planner->program->registers[column]);
    am_plan_result(planner, AM_STEP_INSTRUCTION);
    am_grain grain;
    if (lane->kind == AM_LANE_DECIMAL && lane->domain != AM_DOMAIN_CONSTANT &&
        has_known_grain(planner, instruction, &grain)) {
        am_plan_set_grain(planner, grain);
        am_plan_lane_of(planner, column)->has_decimals = true;
        am_plan_step(planner, AM_STEP_NARROW, column)->instruction = (uint16_t)planner->instruction;
        remember(planner, (am_alignment){column, AM_NO_LANE, grain});
    }
}

/* The result's codes or rows are those of the operands from..to. */
static void limit_like(am_planner *planner, unsigned from, unsigned to) {
    const am_instruction *instruction = am_plan_instruction(planner);
    uint32_t limit = 0;
    for (unsigned i = from; i <= to; i++) {
        uint32_t of = am_plan_lane_of(planner, instruction->operands[i])->limit;
        if (of == 0) {
            return;
        }
        limit = of > limit ? of : limit;
    }
    am_plan_lane_of(planner, instruction->result)->limit = limit;
}

/* Operand i as it stands. */
static uint32_t operand(const am_planner *planner, unsigned i) {
    return am_plan_instruction(planner)->operands[i];
}

static bool is_decimal(const am_planner *planner, uint16_t column) {
    return planner->program->registers[column].type == AM_VALUE_DECIMAL;
}

/* The operands from..to, decimals at one grain, and the result of that grain if it is one of them. */
static bool plan_aligned(am_planner *planner, am_step_kind kind, unsigned from) {
    uint32_t in[2] = {operand(planner, from), operand(planner, from + 1)};
    uint16_t result = am_plan_instruction(planner)->result;
    am_grain grain = {1, 0};
    if (is_decimal(planner, (uint16_t)in[0])) {
        if (!am_plan_is_narrow(planner, (uint16_t)in[0]) || !am_plan_is_narrow(planner, (uint16_t)in[1]) ||
            !am_plan_common(planner, in[0], in[1], &grain)) {
            return false;
        }
        in[0] = am_plan_align(planner, in[0], grain);
        in[1] = am_plan_align(planner, in[1], grain);
        if (in[0] == AM_NO_LANE || in[1] == AM_NO_LANE) {
            return false;
        }
    }
    if (is_decimal(planner, result)) {
        am_plan_set_grain(planner, grain);
    } else {
        am_plan_lane_of(planner, result)->kind =
            (uint8_t)am_plan_kind_of(&planner->program->registers[result]);
        limit_like(planner, from, from + 1);
    }
    am_step *step = am_plan_result(planner, kind);
    step->in[0] = from == 0 ? in[0] : operand(planner, 0);
    step->in[from] = in[0];
    step->in[from + 1] = in[1];
    return true;
}

/* A step whose operands and result, if decimals, have the grain of operand `like`. */
static bool plan_like(am_planner *planner, am_step_kind kind, unsigned like, unsigned count) {
    uint16_t result = am_plan_instruction(planner)->result;
    uint16_t model = (uint16_t)operand(planner, like);
    if (is_decimal(planner, model) && !am_plan_is_narrow(planner, model)) {
        return false;
    }
    if (is_decimal(planner, result)) {
        am_plan_set_grain(planner, am_plan_lane_of(planner, model)->grain);
    } else {
        am_plan_lane_of(planner, result)->kind =
            (uint8_t)am_plan_kind_of(&planner->program->registers[result]);
        limit_like(planner, like, like);
    }
    am_step *step = am_plan_result(planner, kind);
    for (unsigned i = 0; i < count; i++) {
        step->in[i] = operand(planner, i);
    }
    return true;
}

/* A whole number that no decimals make. */
static bool plan_whole(am_planner *planner, am_step_kind kind, const uint32_t in[3]) {
    am_plan_set_grain(planner, am_grain_of_places(0));
    am_step *step = am_plan_result(planner, kind);
    for (unsigned i = 0; i < 3; i++) {
        step->in[i] = in[i];
    }
    return true;
}

static bool plan_fold(am_planner *planner, am_step_kind kind) {
    if (kind == AM_STEP_COUNT) {
        return plan_whole(planner, kind, (uint32_t[3]){AM_NO_LANE, operand(planner, 1), operand(planner, 3)});
    }
    if (!plan_like(planner, kind, 0, 2)) {
        return false;
    }
    planner->narrow->steps[planner->narrow->step_count - 1].in[2] = operand(planner, 3);
    return true;
}

static bool plan_fail(am_planner *planner) {
    uint16_t result = am_plan_instruction(planner)->result;
    if (is_decimal(planner, result)) {
        am_plan_set_grain(planner, am_grain_of_places(0));
    } else {
        am_plan_lane_of(planner, result)->kind =
            (uint8_t)am_plan_kind_of(&planner->program->registers[result]);
    }
    am_plan_result(planner, AM_STEP_FAIL);
    return true;
}

static bool plan_months(am_planner *planner, int64_t sign) {
    const am_lane *months = am_plan_lane_of(planner, operand(planner, 1));
    if (!months->is_known) {
        return false;
    }
    am_plan_lane_of(planner, am_plan_instruction(planner)->result)->kind = AM_LANE_INTEGER;
    int64_t count = months->constant * sign;
    am_step *step = am_plan_result(planner, AM_STEP_MOVE_MONTHS);
    step->in[0] = operand(planner, 0);
    step->factor = count;
    step->mode = (uint8_t)operand(planner, 2);
    return true;
}

/* Whether the instruction became steps over counts. */
static bool plan_narrow(am_planner *planner) {
    const uint32_t none[3] = {AM_NO_LANE, AM_NO_LANE, AM_NO_LANE};
    const uint32_t both[3] = {operand(planner, 0), operand(planner, 1), AM_NO_LANE};
    switch ((am_opcode)am_plan_instruction(planner)->opcode) {
    case AM_OP_ADD:
    case AM_OP_ADD_EXACT:
        return am_plan_sum(planner, AM_STEP_ADD);
    case AM_OP_SUBTRACT:
    case AM_OP_SUBTRACT_EXACT:
        return am_plan_sum(planner, AM_STEP_SUBTRACT);
    case AM_OP_ADD_KNOWN:
    case AM_OP_ADD_KNOWN_EXACT:
        return plan_aligned(planner, AM_STEP_ADD_KNOWN, 0);
    case AM_OP_MULTIPLY:
    case AM_OP_MULTIPLY_EXACT:
        return am_plan_product(planner);
    case AM_OP_DIVIDE:
        return am_plan_division(planner);
    case AM_OP_ROUND:
        return am_plan_round(planner);
    case AM_OP_NEGATE:
        return plan_like(planner, AM_STEP_NEGATE, 0, 1);
    case AM_OP_ABSOLUTE:
        return plan_like(planner, AM_STEP_ABSOLUTE, 0, 1);
    case AM_OP_EQUAL:
        return plan_aligned(planner, AM_STEP_EQUAL, 0);
    case AM_OP_LESS:
        return plan_aligned(planner, AM_STEP_LESS, 0);
    case AM_OP_LESS_EQUAL:
        return plan_aligned(planner, AM_STEP_LESS_EQUAL, 0);
    case AM_OP_GREATEST:
        return plan_aligned(planner, AM_STEP_GREATEST, 0);
    case AM_OP_LEAST:
        return plan_aligned(planner, AM_STEP_LEAST, 0);
    case AM_OP_GREATEST_KNOWN:
        return plan_aligned(planner, AM_STEP_GREATEST_KNOWN, 0);
    case AM_OP_LEAST_KNOWN:
        return plan_aligned(planner, AM_STEP_LEAST_KNOWN, 0);
    case AM_OP_AND:
        return plan_like(planner, AM_STEP_AND, 0, 2);
    case AM_OP_OR:
        return plan_like(planner, AM_STEP_OR, 0, 2);
    case AM_OP_NOT:
        return plan_like(planner, AM_STEP_NOT, 0, 1);
    case AM_OP_SELECT:
    case AM_OP_STEP:
    case AM_OP_INSTEAD:
        return plan_aligned(planner, AM_STEP_CHOOSE, 1);
    case AM_OP_KEEP:
    case AM_OP_GUARD:
        return plan_like(planner, AM_STEP_COPY, 1, 2);
    case AM_OP_IN_FORCE:
    case AM_OP_REPEALED:
    case AM_OP_UNWRAP:
        return plan_like(planner, AM_STEP_COPY, 0, 1);
    case AM_OP_OTHERWISE:
        return plan_aligned(planner, AM_STEP_OTHERWISE, 0);
    case AM_OP_KNOWN:
        am_plan_lane_of(planner, am_plan_instruction(planner)->result)->kind = AM_LANE_YESNO;
        am_plan_result(planner, AM_STEP_KNOWN)->in[0] = operand(planner, 0);
        return true;
    case AM_OP_FAIL:
        return plan_fail(planner);
    case AM_OP_PICK:
        return am_plan_pick(planner);
    case AM_OP_CELL:
        return am_plan_cell(planner);
    case AM_OP_SPREAD:
        return plan_like(planner, AM_STEP_SPREAD, 0, 1);
    case AM_OP_ELEMENT:
        return plan_like(planner, AM_STEP_ELEMENT, 0, 1);
    case AM_OP_POSITION:
        return plan_whole(planner, AM_STEP_POSITION, none);
    case AM_OP_COUNT:
        return plan_fold(planner, AM_STEP_COUNT);
    case AM_OP_SUM:
    case AM_OP_SUM_EXACT:
        return plan_fold(planner, AM_STEP_SUM);
    case AM_OP_FOLD_GREATEST:
        return plan_fold(planner, AM_STEP_FOLD_GREATEST);
    case AM_OP_FOLD_LEAST:
        return plan_fold(planner, AM_STEP_FOLD_LEAST);
    case AM_OP_DAYS_BETWEEN:
        return plan_whole(planner, AM_STEP_DAYS_BETWEEN, both);
    case AM_OP_MONTHS_BETWEEN:
    case AM_OP_MONTHS_BEGUN:
    case AM_OP_YEARS_BETWEEN:
        return plan_whole(planner, AM_STEP_MONTHS_BETWEEN, both);
    case AM_OP_PERIOD_NUMBER:
        return plan_whole(planner, AM_STEP_PERIOD_NUMBER, both);
    case AM_OP_ADD_MONTHS:
        return plan_months(planner, 1);
    case AM_OP_SUBTRACT_MONTHS:
        return plan_months(planner, -1);
    default: /* the VM's, over decimals */
        return false;
    }
}

/* Steps of a block that is skipped as one, from its skip on; what was aligned within it is not there behind
 * it.
 */
static void plan_block(am_planner *planner, uint32_t end);

static void plan_skip(am_planner *planner) {
    const am_instruction *skip = am_plan_instruction(planner);
    uint32_t end = planner->instruction + 1 + skip->operands[1];
    size_t alignments = planner->alignment_count;
    bool is_when = skip->opcode == AM_OP_SKIP_WHEN;
    uint32_t at = planner->narrow->step_count;
    am_step *step = am_plan_step(planner, is_when ? AM_STEP_SKIP_WHEN : AM_STEP_SKIP_UNLESS, AM_NO_LANE);
    step->in[0] = skip->operands[0];
    planner->instruction++;
    plan_block(planner, end);
    planner->alignment_count = alignments;
    if (planner->arena->is_exhausted) {
        return;
    }
    planner->narrow->steps[at].detail = planner->narrow->step_count - at - 1;
    if (planner->narrow->steps[at].detail == 0) {
        planner->narrow->step_count = at; /* nobody needs what it would skip, nor its condition */
    }
}

static void plan_block(am_planner *planner, uint32_t end) {
    while (planner->instruction < end) {
        const am_instruction *instruction = am_plan_instruction(planner);
        if (instruction->opcode == AM_OP_SKIP_UNLESS || instruction->opcode == AM_OP_SKIP_WHEN) {
            plan_skip(planner);
            continue;
        }
        bool is_constant = planner->program->registers[instruction->result].domain == AM_DOMAIN_CONSTANT;
        if (planner->is_needed[instruction->result] != 0 &&
            !(is_constant ? am_plan_constant(planner) : plan_narrow(planner))) {
            plan_wide(planner);
        }
        planner->instruction++;
    }
}

static void plan(am_planner *planner) {
    am_plan_registers(planner);
    if (planner->arena->is_exhausted) {
        return;
    }
    am_plan_keep_results(planner);
    am_plan_need(planner);
    am_plan_keep_explained(planner);
    plan_block(planner, planner->program->instruction_count);
    if (!planner->arena->is_exhausted) {
        am_plan_fold(planner);
    }
    if (!planner->arena->is_exhausted) {
        am_plan_place(planner);
    }
}

am_narrow *am_narrow_new(const am_program *program, bool is_explained, am_allocator allocator) {
    return am_narrow_new_fitted(program, NULL, is_explained, allocator);
}

am_narrow *am_narrow_new_fitted(const am_program *program, const am_constant *values, bool is_explained,
                                am_allocator allocator) {
    am_arena arena;
    am_arena_init(&arena, allocator, 0);
    am_narrow *narrow = AM_NEW(&arena, am_narrow);
    am_planner planner = {.narrow = narrow, .program = program, .fitted = values, .arena = &arena};
    planner.is_needed = AM_NEW_ARRAY(&arena, uint8_t, program->register_count);
    if (planner.is_needed != NULL && narrow != NULL) {
        *narrow = (am_narrow){.program = program, .is_explained = is_explained};
        /* One spare, for when memory runs out. */
        narrow->steps = AM_NEW_ARRAY(&arena, am_step, 1);
        planner.step_capacity = 1;
        if (narrow->steps != NULL) {
            plan(&planner);
        }
    }
    if (arena.is_exhausted) {
        am_arena_clear(&arena);
        return NULL;
    }
    narrow->arena = arena;
    return narrow;
}

void am_narrow_free(am_narrow *narrow) {
    if (narrow != NULL) {
        am_arena arena = narrow->arena;
        am_arena_clear(&arena);
    }
}
