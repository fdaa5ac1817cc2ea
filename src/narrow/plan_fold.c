/*
 * Scaling steps folded away once all steps are there: what brings a value to a finer grain is done where the
 * value is made, if that costs nothing (a schedule's cells and constants are held at the grain at which they
 * are used), and a choice between two multiples of one value multiplies once.
 *
 * Only a lane that one step uses is brought to another grain. Its meaning stays: the grain says it.
 */
#include "narrow/planner.h"

/* How far back a factor is followed. */
enum { DEPTH_MAX = 32 };

typedef struct folding {
    am_planner *planner;
    am_narrow *narrow;
    uint32_t *uses;      /* by lane: how many steps read its counts */
    uint32_t *pins;      /* by lane: how many other users it has, which know its grain */
    uint32_t *made;      /* by lane: the step that makes it, or AM_NO_LANE */
    uint32_t *instead;   /* by lane: the lane that is read in its place, or itself */
    uint8_t *is_dropped; /* by step */
    uint32_t lane_count; /* that the arrays have: constants are added beyond */
} folding;

static void pin(void *context, uint16_t column) {
    folding *folding = context;
    folding->pins[column]++;
}

static void unpin(void *context, uint16_t column) {
    folding *folding = context;
    folding->pins[column]--;
}

static void note_step(folding *folding, uint32_t number) {
    const am_narrow *narrow = folding->narrow;
    const am_step *step = &narrow->steps[number];
    for (unsigned i = 0; i < 3; i++) {
        if (step->in[i] != AM_NO_LANE) {
            folding->uses[step->in[i]]++;
        }
    }
    if (step->kind == AM_STEP_WIDEN || step->kind == AM_STEP_NARROW) {
        pin(folding, (uint16_t)step->out);
    }
    if (step->kind == AM_STEP_INSTRUCTION) {
        am_instruction_each_operand(narrow->program, &narrow->program->instructions[step->instruction], pin,
                                    folding);
    }
    if (step->kind == AM_STEP_PICK) {
        const am_picker *picker = &narrow->pickers[step->detail];
        for (uint32_t k = 0; k < picker->classer_count; k++) {
            folding->pins[picker->classers[k].lane]++;
        }
    }
    if (step->out != AM_NO_LANE && step->kind != AM_STEP_WIDEN) {
        folding->made[step->out] = number;
    }
}

static void note_all(folding *folding) {
    const am_narrow *narrow = folding->narrow;
    const am_program *program = narrow->program;
    for (uint32_t i = 0; i < folding->lane_count; i++) {
        folding->made[i] = AM_NO_LANE;
        folding->instead[i] = i;
    }
    for (uint32_t i = 0; i < narrow->step_count; i++) {
        note_step(folding, i);
    }
    /* What explanations read may be of any grain, but the decimals of a constant must be there. */
    for (uint32_t i = 0; i < program->register_count; i++) {
        am_lane *lane = &narrow->lanes[i];
        if (lane->kept == AM_KEPT_RESULT ||
            (lane->kept == AM_KEPT_EXPLAINED && lane->domain == AM_DOMAIN_CONSTANT)) {
            pin(folding, (uint16_t)i);
        }
    }
}

static uint32_t operand(const folding *folding, const am_step *step, unsigned i) {
    uint32_t lane = step->in[i];
    while (lane < folding->lane_count && folding->instead[lane] != lane) {
        lane = folding->instead[lane];
    }
    return lane;
}

static am_step *maker_of(const folding *folding, uint32_t lane) {
    if (lane >= folding->lane_count || folding->made[lane] == AM_NO_LANE) {
        return NULL;
    }
    return &folding->narrow->steps[folding->made[lane]];
}

/* A scaling step without states of its own. */
static bool is_plain_scale(const am_step *step) {
    return step != NULL && step->kind == AM_STEP_SCALE && step->instruction == AM_NO_INDEX;
}

static bool fits(int64_t count, int64_t factor) {
    int64_t product;
    return !__builtin_mul_overflow(count, factor, &product) && product != INT64_MIN;
}

static bool may_scale_cells(const am_cells *cells, int64_t factor) {
    return fits(cells->lowest, factor) && fits(cells->highest, factor);
}

static void scale_cells(am_cells *cells, int64_t factor) {
    int64_t *values = (int64_t *)cells->values;
    for (uint32_t i = 0; i < cells->count; i++) {
        values[i] *= factor;
    }
    cells->lowest *= factor;
    cells->highest *= factor;
}

static bool may_absorb(const folding *folding, uint32_t lane, int64_t factor, unsigned depth);
static void absorb(folding *folding, uint32_t lane, int64_t factor, unsigned depth);

/* The operands that bear a factor of the result: [*first, *end). False where none does. */
static bool factor_operands(const am_step *step, unsigned *first, unsigned *end) {
    switch ((am_step_kind)step->kind) {
    case AM_STEP_ADD:
    case AM_STEP_SUBTRACT:
    case AM_STEP_GREATEST:
    case AM_STEP_LEAST:
    case AM_STEP_ADD_KNOWN:
    case AM_STEP_GREATEST_KNOWN:
    case AM_STEP_LEAST_KNOWN:
    case AM_STEP_OTHERWISE:
        *first = 0;
        *end = 2;
        return true;
    case AM_STEP_CHOOSE:
        *first = 1;
        *end = 3;
        return true;
    case AM_STEP_COPY:
        *first = step->in[1] == AM_NO_LANE ? 0 : 1;
        *end = *first + 1;
        return true;
    case AM_STEP_SAME:
    case AM_STEP_NEGATE:
    case AM_STEP_ABSOLUTE:
    case AM_STEP_SPREAD:
    case AM_STEP_ELEMENT:
    case AM_STEP_SUM:
    case AM_STEP_FOLD_GREATEST:
    case AM_STEP_FOLD_LEAST:
        *first = 0;
        *end = 1;
        return true;
    default:
        return false;
    }
}

static bool may_step_absorb(const folding *folding, const am_step *step, int64_t factor, unsigned depth) {
    unsigned first;
    unsigned end;
    if (step->kind == AM_STEP_MULTIPLY) {
        return may_absorb(folding, operand(folding, step, 0), factor, depth) ||
               may_absorb(folding, operand(folding, step, 1), factor, depth);
    }
    if (step->kind == AM_STEP_CELL) {
        return may_scale_cells(&folding->narrow->cells[step->detail], factor);
    }
    if (step->kind == AM_STEP_SCALE) {
        return fits(step->factor, factor);
    }
    if (step->kind == AM_STEP_SCALE_CHOSEN) {
        return fits(step->factor, factor) && fits(folding->narrow->lanes[step->in[2]].constant, factor);
    }
    bool may = factor_operands(step, &first, &end);
    for (unsigned i = first; may && i < end; i++) {
        may = may_absorb(folding, operand(folding, step, i), factor, depth);
    }
    return may;
}

/* Whether the lane's counts can be `factor` times as many, each of a part of its grain, at no cost. */
static bool may_absorb(const folding *folding, uint32_t lane, int64_t factor, unsigned depth) {
    const am_lane *at = &folding->narrow->lanes[lane];
    const am_step *maker = maker_of(folding, lane);
    am_grain grain;
    if (at->is_known && at->constant == 0) {
        return true;
    }
    if (at->kind != AM_LANE_COUNT || !am_grain_part(at->grain, factor, &grain)) {
        return false;
    }
    if (at->is_known) {
        return fits(at->constant, factor);
    }
    return depth != 0 && maker != NULL && folding->uses[lane] == 1 && folding->pins[lane] == 0 &&
           !at->is_input && at->domain != AM_DOMAIN_CONSTANT &&
           may_step_absorb(folding, maker, factor, depth - 1);
}

static void absorb_operand(folding *folding, uint32_t step, unsigned i, int64_t factor, unsigned depth) {
    am_narrow *narrow = folding->narrow;
    uint32_t lane = operand(folding, &narrow->steps[step], i);
    am_lane scaled = narrow->lanes[lane];
    if (!scaled.is_known) {
        absorb(folding, lane, factor, depth);
    } else if (scaled.constant != 0 && am_grain_part(scaled.grain, factor, &scaled.grain)) {
        scaled.constant *= factor;
        narrow->steps[step].in[i] = am_plan_lane(folding->planner, scaled);
    }
}

static void absorb(folding *folding, uint32_t lane, int64_t factor, unsigned depth) {
    am_narrow *narrow = folding->narrow;
    uint32_t number = folding->made[lane];
    am_step *step = &narrow->steps[number];
    unsigned first = 0;
    unsigned end = 0;
    am_grain_part(narrow->lanes[lane].grain, factor, &narrow->lanes[lane].grain);
    if (step->kind == AM_STEP_MULTIPLY) {
        first = may_absorb(folding, operand(folding, step, 0), factor, depth - 1) ? 0 : 1;
        end = first + 1;
    } else if (step->kind == AM_STEP_CELL) {
        scale_cells(&narrow->cells[step->detail], factor);
    } else if (step->kind == AM_STEP_SCALE) {
        step->factor *= factor;
    } else if (step->kind == AM_STEP_SCALE_CHOSEN) {
        step->factor *= factor;
        narrow->lanes[step->in[2]].constant *= factor;
    } else {
        factor_operands(step, &first, &end);
    }
    for (unsigned i = first; i < end && !folding->planner->arena->is_exhausted; i++) {
        absorb_operand(folding, number, i, factor, depth - 1);
    }
}

/* The step's factor is done where its operand is made. */
static void fold_scale(folding *folding, uint32_t number) {
    am_narrow *narrow = folding->narrow;
    am_step *step = &narrow->steps[number];
    uint32_t from = operand(folding, step, 0);
    if (!may_absorb(folding, from, step->factor, DEPTH_MAX)) {
        return;
    }
    absorb(folding, from, step->factor, DEPTH_MAX);
    if (is_plain_scale(step)) {
        folding->is_dropped[number] = 1;
        folding->instead[step->out] = from;
        folding->uses[from] = folding->uses[step->out];
    } else {
        step->kind = AM_STEP_SAME;
        narrow->lanes[step->out].same_as = from;
    }
}

/* A lane as a multiple of another, where a scaling step made it for its one user. */
static int64_t multiple_of(const folding *folding, uint32_t *lane) {
    const am_step *maker = maker_of(folding, *lane);
    if (!is_plain_scale(maker) || folding->uses[*lane] != 1) {
        return 1;
    }
    *lane = maker->in[0];
    return maker->factor;
}

/* The scaling step of a multiple is not wanted any more. */
static void drop_multiple(folding *folding, uint32_t lane) {
    uint32_t of = lane;
    multiple_of(folding, &of);
    if (of != lane) {
        folding->is_dropped[folding->made[lane]] = 1;
        folding->uses[of]--;
    }
}

/* yes ? x times 7 : x times 10 is x times 7 or 10. */
static void fold_choice(folding *folding, uint32_t number) {
    am_narrow *narrow = folding->narrow;
    am_step *step = &narrow->steps[number];
    uint32_t in[2] = {step->in[1], step->in[2]};
    int64_t factor = multiple_of(folding, &in[0]);
    int64_t other = multiple_of(folding, &in[1]);
    uint32_t root = am_narrow_root(narrow, in[0]);
    if (narrow->lanes[step->out].kind != AM_LANE_COUNT || factor == other || narrow->lanes[root].is_known ||
        root != am_narrow_root(narrow, in[1])) {
        return;
    }
    drop_multiple(folding, step->in[1]);
    drop_multiple(folding, step->in[2]);
    step->kind = AM_STEP_SCALE_CHOSEN;
    step->factor = factor;
    step->in[1] = root;
    step->in[2] = am_plan_lane(folding->planner, (am_lane){.kind = AM_LANE_COUNT,
                                                           .is_known = true,
                                                           .domain = AM_DOMAIN_CONSTANT,
                                                           .column = narrow->lanes[root].column,
                                                           .grain = {1, 0},
                                                           .constant = other,
                                                           .same_as = AM_NO_LANE});
    folding->uses[root]++;
}

/* A constant whose decimals nobody wants is known already. */
static void drop_constants(folding *folding) {
    const am_narrow *narrow = folding->narrow;
    for (uint32_t i = narrow->step_count; i-- > 0;) {
        const am_step *step = &narrow->steps[i];
        if (step->kind == AM_STEP_INSTRUCTION && narrow->lanes[step->out].is_known &&
            folding->pins[step->out] == 0) {
            folding->is_dropped[i] = 1;
            am_instruction_each_operand(narrow->program, &narrow->program->instructions[step->instruction],
                                        unpin, folding);
        }
    }
}

/* The steps that are left, and skips over so many of them. */
static void close_up(folding *folding, uint32_t *kept) {
    am_narrow *narrow = folding->narrow;
    uint32_t count = 0;
    for (uint32_t i = 0; i < narrow->step_count; i++) {
        kept[i] = count;
        count += folding->is_dropped[i] == 0 ? 1 : 0;
    }
    kept[narrow->step_count] = count;
    for (uint32_t i = 0; i < narrow->step_count; i++) {
        am_step step = narrow->steps[i];
        for (unsigned k = 0; k < 3; k++) {
            step.in[k] = step.in[k] == AM_NO_LANE ? AM_NO_LANE : operand(folding, &step, k);
        }
        if (step.kind == AM_STEP_SKIP_UNLESS || step.kind == AM_STEP_SKIP_WHEN) {
            step.detail = kept[i + 1 + step.detail] - kept[i + 1];
        }
        if (folding->is_dropped[i] == 0) {
            narrow->steps[kept[i]] = step;
        }
    }
    narrow->step_count = count;
}

void am_plan_fold(am_planner *planner) {
    am_narrow *narrow = planner->narrow;
    uint32_t lanes = narrow->lane_count;
    uint32_t *numbers = AM_NEW_ARRAY(planner->arena, uint32_t, (size_t)lanes * 4);
    uint32_t *kept = AM_NEW_ARRAY(planner->arena, uint32_t, (size_t)narrow->step_count + 1);
    uint8_t *is_dropped = AM_NEW_ARRAY(planner->arena, uint8_t, (size_t)narrow->step_count + 1);
    if (planner->arena->is_exhausted) {
        return;
    }
    folding folding = {.planner = planner,
                       .narrow = narrow,
                       .uses = numbers,
                       .pins = numbers + lanes,
                       .made = numbers + (size_t)lanes * 2,
                       .instead = numbers + (size_t)lanes * 3,
                       .is_dropped = is_dropped,
                       .lane_count = lanes};
    note_all(&folding);
    for (uint32_t i = 0; i < narrow->step_count && !planner->arena->is_exhausted; i++) {
        if (narrow->steps[i].kind == AM_STEP_CHOOSE) {
            fold_choice(&folding, i);
        }
    }
    for (uint32_t i = 0; i < narrow->step_count && !planner->arena->is_exhausted; i++) {
        if (narrow->steps[i].kind == AM_STEP_SCALE && is_dropped[i] == 0) {
            fold_scale(&folding, i);
        }
    }
    drop_constants(&folding);
    close_up(&folding, kept);
}
