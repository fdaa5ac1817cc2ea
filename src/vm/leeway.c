/*
 * The search for what open discretions could lead to: box by box, from all choices to single ones.
 *
 * A box whose outputs are decided is not cut again for them: either they only rise and only fall with each
 * choice, and have values at both corners; or they have none at either; or they cannot leave what was found
 * already.
 */
#include "vm/leeway.h"

#include "vm/leeway_box.h"
#include "vm/vm.h"
#include "vm/work.h"

/* Rows of registers that all assessments of one record together may compute; at least so many are made. */
#define WORK_MAX   (1u << 25)
#define RUNS_LEAST 64u

am_leeway *am_leeway_new(const am_program *program, am_limits limits, am_allocator allocator) {
    am_leeway *leeway = allocator.resize(allocator.context, NULL, 0, sizeof *leeway);
    if (leeway == NULL) {
        return NULL;
    }
    limits.records = 1;
    *leeway = (am_leeway){.allocator = allocator, .program = program};
    am_arena_init(&leeway->arena, allocator, 0);
    am_arena_init(&leeway->scratch, allocator, 0);
    leeway->sways.items = AM_NEW_ARRAY(&leeway->arena, am_sway, program->register_count + 1u);
    leeway->firsts = AM_NEW_ARRAY(&leeway->arena, uint32_t, program->domain_count);
    leeway->cuts = AM_NEW_ARRAY(&leeway->arena, am_cut_made, AM_CUTS_MAX);
    leeway->trial = am_batch_new(program, limits, allocator);
    if (leeway->arena.is_exhausted || leeway->trial == NULL) {
        am_leeway_free(leeway);
        return NULL;
    }
    leeway->trial->is_in_full = true;
    return leeway;
}

void am_leeway_free(am_leeway *leeway) {
    if (leeway != NULL) {
        am_allocator allocator = leeway->allocator;
        am_batch_free(leeway->trial);
        am_arena_clear(&leeway->arena);
        am_arena_clear(&leeway->scratch);
        allocator.resize(allocator.context, leeway, sizeof *leeway, 0);
    }
}

void am_leeway_forget(am_leeway *leeway) {
    leeway->is_found = false;
}

void am_leeway_calibrate(am_leeway *leeway, uint32_t calibration, am_extreme value) {
    leeway->is_found = false;
    am_batch_calibrate(leeway->trial, calibration, value.decimal, value.integer);
}

bool am_leeway_is_open(const am_program *program, const am_batch *batch, uint16_t discretion, uint32_t row) {
    uint16_t column = program->facts[program->discretions[discretion].fact].column;
    return am_batch_state(batch, column, row) != AM_STATE_VALUE;
}

bool am_leeway_is_ordered(const am_program *program, const am_output *output) {
    return output->kind != AM_KIND_TEXT &&
           (output->kind != AM_KIND_CODE || program->scales[output->scale].is_ordered);
}

/* Ends of what may be chosen */

static am_decimal bound_of(const am_program *program, uint16_t bound, int64_t otherwise) {
    const am_constant *constant = bound == AM_NO_INDEX ? NULL : &program->constants[bound];
    return constant == NULL                     ? am_decimal_of(otherwise)
           : constant->type == AM_VALUE_DECIMAL ? constant->decimal
                                                : am_decimal_of(constant->integer);
}

/* A bound on the grid, inwards of where it is, or of itself where it is out. */
static am_decimal inward(am_decimal bound, am_decimal unit, bool is_out, bool is_lowest) {
    am_decimal out = bound, moved;
    am_decimal_round(bound, is_lowest ? AM_ROUND_CEILING : AM_ROUND_FLOOR, unit, &out);
    if (is_out && am_decimal_compare(out, bound) == 0) {
        am_decimal_add(out, is_lowest ? unit : am_decimal_negate(unit), &moved);
        out = moved;
    }
    return out;
}

static void find_ends(const am_program *program, const am_fact *fact, am_decimal *low, am_decimal *high) {
    am_decimal unit = am_grid_unit(program, fact);
    int64_t last = fact->kind == AM_KIND_CODE ? (int64_t)program->scales[fact->scale].value_count - 1 : 1;
    *low = inward(bound_of(program, fact->bounds.lowest, 0), unit, fact->bounds.is_lowest_out, true);
    *high = inward(bound_of(program, fact->bounds.highest, last), unit, fact->bounds.is_highest_out, false);
}

static am_extreme extreme_of(am_decimal value) {
    int64_t whole = 0;
    am_decimal_to_int64(value, &whole);
    return (am_extreme){value, (int32_t)whole};
}

void am_leeway_ends(const am_program *program, const am_fact *fact, am_extreme *lowest, am_extreme *highest) {
    am_decimal low, high;
    find_ends(program, fact, &low, &high);
    *lowest = extreme_of(low);
    *highest = extreme_of(high);
}

/* Choices */

static uint16_t domain_of(const am_leeway *leeway, uint16_t discretion) {
    const am_program *program = leeway->program;
    return program->places[program->facts[program->discretions[discretion].fact].place].domain;
}

static bool is_open(const am_leeway *leeway, uint16_t discretion, uint32_t row) {
    return am_leeway_is_open(leeway->program, leeway->trial, discretion, row);
}

static uint32_t count_open(const am_leeway *leeway) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < leeway->program->discretion_count; i++) {
        uint32_t rows = am_batch_row_count(leeway->trial, domain_of(leeway, (uint16_t)i));
        for (uint32_t row = 0; row < rows; row++) {
            count += is_open(leeway, (uint16_t)i, row);
        }
    }
    return count;
}

/* Choices of one discretion stand together and have one bit. */
static bool add_choices(am_leeway *leeway) {
    unsigned bit = 0;
    uint32_t count = count_open(leeway);
    leeway->choices = AM_NEW_ARRAY(&leeway->scratch, am_choice, count);
    for (uint32_t i = 0; leeway->choices != NULL && i < leeway->program->discretion_count; i++) {
        const am_fact *fact = &leeway->program->facts[leeway->program->discretions[i].fact];
        uint32_t before = leeway->choice_count;
        uint32_t rows = am_batch_row_count(leeway->trial, domain_of(leeway, (uint16_t)i));
        for (uint32_t row = 0; row < rows; row++) {
            if (is_open(leeway, (uint16_t)i, row)) {
                am_choice *choice = &leeway->choices[leeway->choice_count++];
                *choice = (am_choice){.discretion = (uint16_t)i, .row = row, .bit = (uint8_t)bit};
                find_ends(leeway->program, fact, &choice->low, &choice->high);
            }
        }
        bit += leeway->choice_count != before && bit < AM_CHOICE_BITS - 1;
    }
    return leeway->choices != NULL;
}

/* Reaches */

static void put_value(am_leeway *leeway, am_reach *reach, uint16_t column, uint32_t row, bool is_first) {
    const am_batch *trial = leeway->trial;
    am_extreme value = {.integer = 0};
    if (leeway->program->registers[column].type == AM_VALUE_DECIMAL) {
        value.decimal = am_batch_decimal(trial, column, row);
    } else {
        value.integer = am_batch_integer(trial, column, row);
        value.decimal = am_decimal_of(value.integer);
    }
    if (value.integer >= 0 && value.integer < 64) {
        reach->codes |= (uint64_t)1 << value.integer;
    }
    if (is_first || am_decimal_compare(value.decimal, reach->lowest.decimal) < 0) {
        reach->lowest = value;
        reach->is_lowest_endless = false;
    }
    if (is_first || am_decimal_compare(value.decimal, reach->highest.decimal) > 0) {
        reach->highest = value;
        reach->is_highest_endless = false;
    }
}

/* The state of an output in a row of the copy, both ends of a range together. */
static am_state state_of(const am_leeway *leeway, const am_output *output, uint32_t row) {
    am_state state = am_batch_state(leeway->trial, output->column, row);
    am_state high = output->is_range ? am_batch_state(leeway->trial, output->column_high, row) : state;
    return high > state ? high : state;
}

static void put_outcome(am_leeway *leeway, am_reach *reach, uint32_t row) {
    const am_output *output = &leeway->program->outputs[reach->output];
    switch (state_of(leeway, output, row)) {
    case AM_STATE_VALUE:
        put_value(leeway, reach, output->column, row, !reach->has_values);
        if (output->is_range) {
            put_value(leeway, reach, output->column_high, row, false);
        }
        reach->has_values = true;
        break;
    case AM_STATE_UNKNOWN:
        reach->may_be_unknown = true;
        break;
    case AM_STATE_NEEDS:
        reach->may_need = true;
        break;
    case AM_STATE_FAULT:
        reach->may_fault = true;
        break;
    }
}

static void put_outcomes(am_leeway *leeway) {
    for (size_t i = 0; i < leeway->reach_count; i++) {
        put_outcome(leeway, &leeway->reaches[i], leeway->searches[i].row);
    }
}

/* Both ends of an output together. */
am_sway am_leeway_sway_of(const am_leeway *leeway, const am_output *output) {
    am_sway sway = leeway->sways.items[output->column];
    if (output->is_range) {
        const am_sway *high = &leeway->sways.items[output->column_high];
        sway.up |= high->up;
        sway.down |= high->down;
        sway.is_shaky |= high->is_shaky;
        sway.is_wild |= high->is_wild;
        sway.is_bare |= high->is_bare;
        sway.has_high = high->has_high;
        sway.high = high->high;
    }
    return sway;
}

/* Outputs that move with some choice. */
static bool add_reaches(am_leeway *leeway) {
    const am_program *program = leeway->program;
    size_t count = 0;
    for (uint32_t i = 0; i < program->output_count; i++) {
        count += am_batch_row_count(leeway->trial, program->places[program->outputs[i].place].domain);
    }
    leeway->reaches = AM_NEW_ARRAY(&leeway->scratch, am_reach, count);
    leeway->searches = AM_NEW_ARRAY(&leeway->scratch, am_search, count);
    if (leeway->scratch.is_exhausted) {
        return false;
    }
    for (uint32_t i = 0; i < program->output_count; i++) {
        uint16_t domain = program->places[program->outputs[i].place].domain;
        am_sway sway = am_leeway_sway_of(leeway, &program->outputs[i]);
        uint32_t rows = am_sway_is_fixed(&sway) ? 0 : am_batch_row_count(leeway->trial, domain);
        for (uint32_t row = 0; row < rows; row++) {
            leeway->reaches[leeway->reach_count] =
                (am_reach){.output = (uint16_t)i, .row = row + leeway->firsts[domain]};
            leeway->searches[leeway->reach_count++] =
                (am_search){.row = row, .decided = AM_UNDECIDED, .bits = sway.up | sway.down};
        }
    }
    return true;
}

/* The search */

static bool is_to_do(const am_leeway *leeway, size_t reach) {
    return leeway->searches[reach].decided == AM_UNDECIDED;
}

/* In a new box what was decided in another of the same depth, or deeper, is open again. */
static void enter(am_leeway *leeway) {
    for (size_t i = 0; i < leeway->reach_count; i++) {
        am_search *search = &leeway->searches[i];
        if (search->decided != AM_UNDECIDED && search->decided >= leeway->cut_count) {
            search->decided = AM_UNDECIDED;
        }
    }
}

/* What outputs come to at the corner that was assessed last, where it is one of theirs. */
static void note_states(am_leeway *leeway, const am_sway *moves, uint64_t corner) {
    for (size_t i = 0; i < leeway->reach_count; i++) {
        const am_sway *sway = &moves[leeway->reaches[i].output];
        am_search *search = &leeway->searches[i];
        uint8_t state =
            (uint8_t)state_of(leeway, &leeway->program->outputs[leeway->reaches[i].output], search->row);
        search->low_state = sway->down == corner ? state : search->low_state;
        search->high_state = sway->up == corner ? state : search->high_state;
    }
}

/* Assesses the corners at which outputs are lowest and highest, each once. */
static void run_corners(am_leeway *leeway, const am_sway *moves) {
    const am_program *program = leeway->program;
    for (uint32_t i = 0; i < 2 * program->output_count; i++) {
        bool is_high = (i & 1) != 0;
        const am_sway *sway = &moves[i / 2];
        uint64_t corner = is_high ? sway->up : sway->down;
        bool is_known = !sway->is_measured || (sway->up & sway->down) != 0;
        for (uint32_t k = 0; k < i && !is_known; k++) {
            const am_sway *other = &moves[k / 2];
            is_known = other->is_measured && (other->up & other->down) == 0 &&
                       ((k & 1) != 0 ? other->up : other->down) == corner;
        }
        if (is_known || corner == 0 || leeway->runs >= leeway->runs_most) {
            continue;
        }
        am_leeway_run_corner(leeway, corner);
        put_outcomes(leeway);
        note_states(leeway, moves, corner);
        am_leeway_grow(leeway, corner);
    }
}

static unsigned kinds_of(const am_reach *reach) {
    return (unsigned)reach->has_values + reach->may_be_unknown + reach->may_need + reach->may_fault;
}

/* Whether no lower and no higher value can come of the box. */
static bool is_within_found(const am_reach *reach, const am_sway *sway) {
    return reach->has_values && sway->has_low && sway->has_high &&
           am_decimal_compare(sway->low, reach->lowest.decimal) >= 0 &&
           am_decimal_compare(sway->high, reach->highest.decimal) <= 0;
}

/* The output is the same for all choices of the box, but perhaps is not there for some, as it is not at the
 * corner. Where few values are left of a choice, each is tried; where many are, that is not told. */
static uint64_t doubted_by(const am_leeway *leeway, uint64_t bits, const am_sway *sway,
                           am_range_of_doubt *doubt) {
    uint64_t open = 0, few = 0;
    for (uint32_t i = 0; i < leeway->choice_count; i++) {
        const am_choice *choice = &leeway->choices[i];
        uint64_t bit = (UINT64_C(1) << choice->bit) & bits;
        open |= am_choice_is_single(choice) ? 0 : bit;
        few |= am_choice_is_single(choice) || !am_choice_has_few(leeway, choice) ? 0 : bit;
    }
    if (open != 0 && few == 0) {
        bool is_first = !doubt->is_there;
        doubt->is_there = true;
        doubt->is_open |= !sway->has_low || !sway->has_high;
        doubt->low = is_first || am_decimal_compare(sway->low, doubt->low) < 0 ? sway->low : doubt->low;
        doubt->high = is_first || am_decimal_compare(sway->high, doubt->high) > 0 ? sway->high : doubt->high;
    }
    return few;
}

/* Where what could come of such boxes lies within what was found, nothing is left to say of it. */
static void settle_doubts(am_leeway *leeway) {
    for (size_t i = 0; i < leeway->reach_count; i++) {
        const am_range_of_doubt *doubt = &leeway->searches[i].doubt;
        am_sway could = {.has_low = true, .has_high = true, .low = doubt->low, .high = doubt->high};
        leeway->reaches[i].is_searched |=
            doubt->is_there && (doubt->is_open || !is_within_found(&leeway->reaches[i], &could));
    }
}

/* The choices by which the box must be cut for this output; 0: it is decided. */
static uint64_t undecided_by(am_leeway *leeway, size_t number, const am_sway *sway) {
    am_reach *reach = &leeway->reaches[number];
    am_search *search = &leeway->searches[number];
    bool is_ordered = am_leeway_is_ordered(leeway->program, &leeway->program->outputs[reach->output]);
    bool is_low = search->low_state == AM_STATE_VALUE, is_high = search->high_state == AM_STATE_VALUE;
    uint64_t bits = sway->up | sway->down;
    search->is_within = is_ordered && !sway->is_wild && is_within_found(reach, sway);
    if (am_sway_is_fixed(sway) || sway->is_bare ||
        (search->is_within && (!sway->is_shaky || kinds_of(reach) > 1))) {
        return 0; /* that it may have no value is looked for until it is met once */
    }
    if (!is_ordered || sway->is_wild || (sway->up & sway->down) != 0) {
        return is_ordered && !sway->is_wild ? sway->up & sway->down : bits;
    }
    if (is_low && is_high) {
        return 0;
    }
    if (is_low || is_high || search->low_state == AM_CORNER_LEFT || search->high_state == AM_CORNER_LEFT) {
        return bits;
    }
    if (sway->is_shaky && bits == 0) {
        return doubted_by(leeway, search->bits, sway, &search->doubt);
    }
    reach->is_searched |= sway->is_shaky;
    return 0;
}

/* The box cannot be cut. */
static void leave(am_leeway *leeway) {
    for (size_t i = 0; i < leeway->reach_count; i++) {
        leeway->reaches[i].is_searched |= is_to_do(leeway, i) && !leeway->searches[i].is_within;
    }
}

/* Nothing more is tried: halves of cuts, from the first that was not entered on, were not looked at. */
static void stop(am_leeway *leeway) {
    uint32_t first = 0;
    while (first < leeway->cut_count && leeway->cuts[first].is_upper) {
        first++;
    }
    for (size_t i = 0; i < leeway->reach_count; i++) {
        leeway->reaches[i].is_searched |= is_to_do(leeway, i) || leeway->searches[i].decided > first;
    }
}

/* How the outputs with something left to do move; of others nothing is measured. */
static void take_moves(am_leeway *leeway, am_sway *moves) {
    for (uint32_t i = 0; i < leeway->program->output_count; i++) {
        moves[i] = (am_sway){0};
    }
    for (size_t i = 0; i < leeway->reach_count; i++) {
        uint16_t output = leeway->reaches[i].output;
        if (is_to_do(leeway, i) && !moves[output].is_measured) {
            moves[output] = am_leeway_sway_of(leeway, &leeway->program->outputs[output]);
            moves[output].is_measured = true;
        }
    }
}

/* Looks at the box; the choices by which it is to be cut. */
static uint64_t look(am_leeway *leeway, am_sway *moves) {
    uint64_t bits = 0;
    am_leeway_run_corner(leeway, 0);
    put_outcomes(leeway);
    am_leeway_sway(leeway, false);
    take_moves(leeway, moves);
    for (size_t i = 0; i < leeway->reach_count; i++) {
        leeway->searches[i].low_state = leeway->searches[i].high_state = AM_CORNER_LEFT;
    }
    note_states(leeway, moves, 0);
    am_leeway_grow(leeway, 0);
    run_corners(leeway, moves);
    for (size_t i = 0; i < leeway->reach_count; i++) {
        uint64_t by = is_to_do(leeway, i) ? undecided_by(leeway, i, &moves[leeway->reaches[i].output]) : 0;
        if (is_to_do(leeway, i) && by == 0) {
            leeway->searches[i].decided = leeway->cut_count;
        }
        bits |= by;
    }
    return bits;
}

static bool has_to_do(const am_leeway *leeway) {
    for (size_t i = 0; i < leeway->reach_count; i++) {
        if (is_to_do(leeway, i)) {
            return true;
        }
    }
    return false;
}

static bool search(am_leeway *leeway) {
    am_sway *moves = AM_NEW_ARRAY(&leeway->scratch, am_sway, leeway->program->output_count + 1u);
    bool is_more = moves != NULL;
    while (is_more) {
        enter(leeway);
        if (has_to_do(leeway)) {
            uint64_t bits;
            if (leeway->runs >= leeway->runs_most) {
                stop(leeway);
                break;
            }
            bits = look(leeway, moves);
            if (bits != 0 && am_leeway_cut(leeway, bits)) {
                continue;
            }
            leave(leeway);
        }
        is_more = am_leeway_next(leeway);
    }
    settle_doubts(leeway);
    return moves != NULL;
}

/* What was found */

/* Whether some choice changes what the output comes to, or could. */
static bool is_changed(const am_reach *reach) {
    return kinds_of(reach) > 1 || reach->is_searched ||
           (reach->has_values && am_decimal_compare(reach->lowest.decimal, reach->highest.decimal) != 0);
}

/* Another choice may make another law the mildest, which no direction and no cut tells. */
static void doubt_laws(am_leeway *leeway) {
    for (size_t i = 0; leeway->program->law_count != 0 && i < leeway->reach_count; i++) {
        leeway->reaches[i].is_searched |= leeway->searches[i].bits != 0;
    }
}

static void drop_unchanged(am_leeway *leeway) {
    size_t kept = 0;
    for (size_t i = 0; i < leeway->reach_count; i++) {
        if (is_changed(&leeway->reaches[i])) {
            leeway->reaches[kept] = leeway->reaches[i];
            leeway->searches[kept++] = leeway->searches[i];
        }
    }
    leeway->reach_count = kept;
}

/* Choices that some output moves with. */
static bool add_left(am_leeway *leeway) {
    uint64_t bits = 0;
    leeway->left = AM_NEW_ARRAY(&leeway->scratch, am_left, leeway->choice_count);
    for (size_t i = 0; i < leeway->reach_count; i++) {
        bits |= leeway->searches[i].bits;
    }
    for (uint32_t i = 0; leeway->left != NULL && i < leeway->choice_count; i++) {
        const am_choice *choice = &leeway->choices[i];
        if ((bits >> choice->bit & 1) != 0) {
            leeway->left[leeway->left_count++] = (am_left){
                choice->discretion, choice->row + leeway->firsts[domain_of(leeway, choice->discretion)]};
        }
    }
    return leeway->left != NULL;
}

static uint32_t runs_most(const am_leeway *leeway) {
    const am_program *program = leeway->program;
    uint64_t work = 1;
    for (uint32_t i = 0; i < program->register_count; i++) {
        work += am_batch_row_count(leeway->trial, program->registers[i].domain);
    }
    work = WORK_MAX / work;
    return work > AM_LEEWAY_RUNS_MAX ? AM_LEEWAY_RUNS_MAX : work < RUNS_LEAST ? RUNS_LEAST : (uint32_t)work;
}

static bool find(am_leeway *leeway, const am_batch *batch, uint32_t record) {
    if (!am_leeway_copy(leeway, batch, record)) {
        return false;
    }
    leeway->runs_most = runs_most(leeway);
    if (!add_choices(leeway)) {
        return false;
    }
    am_leeway_run_corner(leeway, 0);
    am_leeway_sway(leeway, false);
    if (!add_reaches(leeway)) {
        return false;
    }
    am_leeway_run_defaults(leeway);
    put_outcomes(leeway);
    am_leeway_run_corner(leeway, UINT64_MAX);
    put_outcomes(leeway);
    am_leeway_grow(leeway, UINT64_MAX);
    if (!search(leeway)) {
        return false;
    }
    am_leeway_bound(leeway);
    doubt_laws(leeway);
    drop_unchanged(leeway);
    return add_left(leeway);
}

/* Whether the record leaves anything open. */
static bool has_open(const am_leeway *leeway, const am_batch *batch, uint32_t record) {
    const am_program *program = leeway->program;
    for (uint32_t i = 0; i < program->discretion_count; i++) {
        uint16_t domain = domain_of(leeway, (uint16_t)i);
        if (domain != 0 || am_leeway_is_open(program, batch, (uint16_t)i, record)) {
            return true;
        }
    }
    return false;
}

bool am_leeway_find(am_leeway *leeway, const am_batch *batch, uint32_t record) {
    if (leeway->is_found && leeway->record == record) {
        return true;
    }
    am_arena_clear(&leeway->scratch);
    leeway->choice_count = leeway->cut_count = leeway->runs = 0;
    leeway->left_count = leeway->reach_count = 0;
    leeway->is_found = !has_open(leeway, batch, record) || find(leeway, batch, record);
    leeway->record = record;
    return leeway->is_found;
}

const am_left *am_leeway_left(const am_leeway *leeway, size_t *count) {
    *count = leeway->left_count;
    return leeway->left;
}

const am_reach *am_leeway_reaches(const am_leeway *leeway, size_t *count) {
    *count = leeway->reach_count;
    return leeway->reaches;
}

const am_reach *am_leeway_reach_of(const am_leeway *leeway, uint16_t output, uint32_t row) {
    for (size_t i = 0; i < leeway->reach_count; i++) {
        if (leeway->reaches[i].output == output && leeway->reaches[i].row == row) {
            return &leeway->reaches[i];
        }
    }
    return NULL;
}
