/*
 * Which registers results need, and where lanes stand: a column is given to the next lane once nobody will
 * read it again.
 */
#include "narrow/planner.h"

static void need(void *context, uint16_t column) {
    am_planner *planner = context;
    planner->is_needed[column] = 1;
}

static bool needs_any(const am_planner *planner, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        if (planner->is_needed[planner->program->instructions[i].result] != 0) {
            return true;
        }
    }
    return false;
}

void am_plan_need(am_planner *planner) {
    const am_program *program = planner->program;
    for (uint32_t i = 0; i < program->register_count; i++) {
        planner->is_needed[i] = planner->narrow->lanes[i].kept != AM_KEPT_NOT;
    }
    for (uint32_t i = program->instruction_count; i-- > 0;) {
        const am_instruction *instruction = &program->instructions[i];
        bool is_skip = am_opcode_row_of(instruction->opcode)->result == AM_OPERAND_NONE;
        bool is_needed = is_skip ? needs_any(planner, i + 1, i + 1 + instruction->operands[1])
                                 : planner->is_needed[instruction->result] != 0;
        if (is_needed && !is_skip) {
            planner->is_needed[instruction->result] = 1;
        }
        if (is_needed) {
            am_instruction_each_operand(program, instruction, need, planner);
        }
    }
}

typedef struct user {
    am_planner *planner;
    uint32_t step;
} user;

static void use_lane(const user *user, uint32_t lane) {
    if (lane == AM_NO_LANE) {
        return;
    }
    am_narrow *narrow = user->planner->narrow;
    uint32_t root = am_narrow_root(narrow, lane);
    uint32_t values = narrow->lanes[root].is_shared ? narrow->lanes[root].values_of : root;
    uint32_t columns[3] = {root, values, narrow->lanes[lane].column};
    for (unsigned i = 0; i < 3; i++) {
        am_lane *at = &narrow->lanes[columns[i]];
        at->last_use = user->step > at->last_use ? user->step : at->last_use;
        /* The states of a lane at another grain are its register's own root's. */
        at = &narrow->lanes[am_narrow_root(narrow, at->column)];
        at->last_use = user->step > at->last_use ? user->step : at->last_use;
    }
}

static void use_column(void *context, uint16_t column) {
    use_lane(context, column);
}

/* What a step only copies stands where it is. */
static void share_values(am_narrow *narrow) {
    for (uint32_t i = 0; i < narrow->step_count; i++) {
        const am_step *step = &narrow->steps[i];
        if (step->kind != AM_STEP_COPY) {
            continue;
        }
        am_lane *lane = &narrow->lanes[step->out];
        uint32_t from = am_narrow_root(narrow, step->in[1] == AM_NO_LANE ? step->in[0] : step->in[1]);
        from = narrow->lanes[from].is_shared ? narrow->lanes[from].values_of : from;
        lane->is_shared =
            narrow->lanes[from].domain == lane->domain && narrow->lanes[from].kind == lane->kind;
        lane->values_of = from;
    }
}

static void find_uses(am_planner *planner) {
    am_narrow *narrow = planner->narrow;
    const am_program *program = planner->program;
    for (uint32_t i = 0; i < narrow->step_count; i++) {
        const am_step *step = &narrow->steps[i];
        user user = {planner, i};
        for (unsigned k = 0; k < 3; k++) {
            use_lane(&user, step->in[k]);
        }
        if (step->out != AM_NO_LANE) {
            am_lane *lane = &narrow->lanes[step->out];
            lane->first_use = lane->first_use == 0 ? i + 1 : lane->first_use;
            use_lane(&user, step->out);
        }
        if (step->instruction != AM_NO_INDEX) {
            am_instruction_each_operand(program, &program->instructions[step->instruction], use_column,
                                        &user);
        }
        if (step->kind == AM_STEP_PICK) {
            const am_picker *picker = &narrow->pickers[step->detail];
            for (uint32_t k = 0; k < picker->classer_count; k++) {
                use_lane(&user, picker->classers[k].lane);
            }
        }
    }
    for (uint32_t i = 0; i < program->register_count; i++) {
        user user = {planner, UINT32_MAX};
        if (narrow->lanes[i].kept != AM_KEPT_NOT) {
            use_lane(&user, i);
        }
    }
}

/* Slots of one domain: until which step each is taken. */
typedef struct slots {
    uint32_t *until;
    uint32_t count;
} slots;

/* A slot that is free from `from` on. Slots are taken in the order of steps. */
static uint32_t take(slots *slots, uint32_t from, uint32_t until) {
    for (uint32_t i = 0; i < slots->count; i++) {
        if (slots->until[i] < from) {
            slots->until[i] = until;
            return i;
        }
    }
    slots->until[slots->count] = until;
    return slots->count++;
}

/* Whether the lane has values of its own in a slot: inputs, constants and decimals stand elsewhere. */
static bool has_slot(const am_lane *lane) {
    return !lane->is_input && !lane->is_shared && lane->domain != AM_DOMAIN_CONSTANT &&
           lane->same_as == AM_NO_LANE && lane->kind != AM_LANE_NONE && lane->kind != AM_LANE_DECIMAL &&
           lane->first_use != 0;
}

static void place_in(am_planner *planner, uint16_t domain, slots *values, slots *states) {
    am_narrow *narrow = planner->narrow;
    for (uint32_t i = 0; i < narrow->step_count; i++) {
        if (narrow->steps[i].out == AM_NO_LANE) {
            continue;
        }
        uint32_t number = narrow->steps[i].out;
        am_lane *lane = &narrow->lanes[number];
        if (lane->domain != domain || lane->first_use != i + 1) {
            continue;
        }
        if (has_slot(lane)) {
            lane->slot = take(values, i, lane->last_use);
        }
        if (number == lane->column && lane->same_as == AM_NO_LANE && lane->domain != AM_DOMAIN_CONSTANT) {
            lane->state_slot = take(states, i, lane->last_use);
        }
    }
}

void am_plan_place(am_planner *planner) {
    am_narrow *narrow = planner->narrow;
    uint32_t domains = planner->program->domain_count;
    slots values = {AM_NEW_ARRAY(planner->arena, uint32_t, narrow->lane_count), 0};
    slots states = {AM_NEW_ARRAY(planner->arena, uint32_t, narrow->lane_count), 0};
    narrow->slots = AM_NEW_ARRAY(planner->arena, uint32_t, domains);
    narrow->state_slots = AM_NEW_ARRAY(planner->arena, uint32_t, domains);
    if (planner->arena->is_exhausted) {
        return;
    }
    share_values(narrow);
    find_uses(planner);
    for (uint32_t i = 0; i < domains; i++) {
        values.count = states.count = 0;
        place_in(planner, (uint16_t)i, &values, &states);
        narrow->slots[i] = values.count;
        narrow->state_slots[i] = states.count;
    }
}
