/*
 * Declarations at places: an instance for each place of a declaration's record, and for each place from which
 * a parameter is read that differs by date.
 *
 * A rule, a schedule or a parameter that reads nothing of its own record is computed in the domain of what it
 * does read. Its clause and its outputs have it in the domain of its place.
 */
#include "lower/lowerer.h"

/* The clock that an `in force` column follows where the model leaves it to the reader. */
static const am_expr *clock_of(const am_lowerer *lowerer, const am_declaration *declaration, uint16_t place) {
    if (declaration->kind != AM_DECLARATION_PARAMETER) {
        return NULL;
    }
    return lowerer->reader != NULL ? lowerer->reader->clock : lowerer->place_infos[place].record->clock;
}

/* Instances of a parameter differ by place, and by reader where that has a clock of its own. */
static uint64_t key_of(const am_lowerer *lowerer, const am_declaration *declaration, uint16_t place) {
    const am_declaration *reader = lowerer->reader;
    bool is_readers =
        declaration->kind == AM_DECLARATION_PARAMETER && reader != NULL && reader->has_own_clock;
    return (uint64_t)place | (is_readers ? (uint64_t)reader->number + 1 : 0) << 16;
}

static am_reach reach_of(am_lowerer *lowerer, const am_declaration *declaration, const am_frames *frames) {
    am_reach reach = am_lower_reach_none();
    if (declaration->schedule != NULL) {
        const am_expr *clock = clock_of(lowerer, declaration, frames->place);
        reach = am_lower_reach_schedule(lowerer, declaration->schedule, clock, frames);
    }
    am_lower_reach_also(lowerer, &reach, declaration->value, frames);
    if (declaration->kind != AM_DECLARATION_PARAMETER &&
        (declaration->has_in_force || declaration->is_repealed || declaration->head != NULL)) {
        am_lower_reach_also(lowerer, &reach, declaration->clock, frames);
    }
    return reach;
}

static const am_view *home_of(am_lowerer *lowerer, uint16_t place) {
    const am_frames *frames = am_lower_frames(lowerer, NULL, place);
    return am_lower_home(lowerer, frames, am_lower_domain_of_place(lowerer, place));
}

/* A parameter that reads nothing is the same for all readers. */
static uint16_t place_of(am_lowerer *lowerer, const am_declaration *declaration, uint16_t place) {
    const am_view *home = home_of(lowerer, place);
    if (declaration->kind != AM_DECLARATION_PARAMETER || home == NULL) {
        return place;
    }
    am_reach reach = reach_of(lowerer, declaration, home->frames);
    return reach.domains[0] == AM_NO_INDEX ? 0 : place;
}

/* The place's own rows, which is where explanations and results read. */
static am_lowered at_home(am_lowerer *lowerer, am_lowered value, uint16_t place) {
    const am_view *home = home_of(lowerer, place);
    return home == NULL ? value : am_lower_bring_pair(lowerer, value, 0, home);
}

/* Versions of which several results are read stand before the blocks that choose among these. */
static void lower_versions(am_lowerer *lowerer, const am_schedule *schedule, const am_view *view) {
    for (uint16_t row = 0; row < schedule->row_count && !lowerer->is_failed; row++) {
        am_lower_expr(lowerer, schedule->rows[row].results[0], view);
    }
}

/* Tells the clause of each version whether it is the one that applies. */
static void mark_versions(am_lowerer *lowerer, const am_schedule *schedule, uint16_t picked, uint16_t place) {
    for (uint16_t row = 0; row < schedule->row_count && !lowerer->is_failed; row++) {
        const am_instance *version =
            am_lower_instance(lowerer, schedule->rows[row].results[0]->declaration, place);
        am_lowered is_row = {am_lower_op2(lowerer, AM_OP_IS_ROW, picked, row), AM_NO_INDEX};
        uint16_t condition = at_home(lowerer, is_row, place).low;
        if (version != NULL && !lowerer->is_failed) {
            lowerer->program.clauses[version->clause].condition = condition;
        }
    }
}

static void fill_schedule(am_lowerer *lowerer, const am_declaration *declaration, am_instance *instance,
                          const am_view *view, uint16_t place) {
    const am_schedule *schedule = declaration->schedule;
    const am_expr *clock = clock_of(lowerer, declaration, place);
    am_lowered shown = {AM_NO_INDEX, AM_NO_INDEX}; /* no single row where rows are added up */
    if (schedule->is_of_versions && instance->part_count > 1) {
        lower_versions(lowerer, schedule, view);
    }
    if (schedule->picks == AM_PICKS_SUM) {
        am_lower_added(lowerer, schedule, view, clock, instance->parts);
    } else {
        shown.low = am_lower_pick(lowerer, schedule, view, clock);
    }
    for (uint16_t i = 0; i < instance->part_count && !lowerer->is_failed; i++) {
        am_lowered value = schedule->picks == AM_PICKS_SUM
                               ? instance->parts[i]
                               : am_lower_result(lowerer, schedule, i, shown.low, view);
        instance->parts[i] = am_lower_in_time(lowerer, declaration, value, declaration->clock, view);
    }
    if (declaration->ladder != NULL) {
        am_lowered offence = am_lower_expr(lowerer, declaration->ladder->offence, view);
        am_lower_clause_columns(lowerer, am_lower_offence_clause(lowerer, declaration, instance->clause),
                                at_home(lowerer, offence, place), AM_NO_INDEX);
    }
    if (schedule->is_of_versions && declaration->kind != AM_DECLARATION_PARAMETER) {
        mark_versions(lowerer, schedule, shown.low, place);
    }
    if (!am_clause_has_rows(&lowerer->program.clauses[instance->clause])) {
        shown = instance->parts[0];
    }
    if (shown.low != AM_NO_INDEX) {
        shown = at_home(lowerer, shown, place);
    }
    am_lower_clause_columns(lowerer, instance->clause, shown, AM_NO_INDEX);
    am_lower_phrases_begin(lowerer, instance->clause);
    am_lower_clock_phrase(lowerer, declaration, view);
    am_lower_schedule_phrases(lowerer, schedule, instance, view, clock);
}

static void add_phrases(am_lowerer *lowerer, const am_declaration *declaration, const am_instance *instance,
                        const am_view *view) {
    am_lower_phrases_begin(lowerer, instance->clause);
    am_lower_clock_phrase(lowerer, declaration, view);
    if (declaration->penalty != NULL) {
        am_lower_penalty_phrases(lowerer, declaration->penalty, view);
    } else if (declaration->discretion == NULL) {
        am_lower_phrase(lowerer, AM_PHRASE_VALUE, declaration->value, view);
    }
}

static void fill(am_lowerer *lowerer, const am_declaration *declaration, am_instance *instance,
                 uint16_t place) {
    const am_view *home = home_of(lowerer, place);
    if (home == NULL) {
        return;
    }
    am_reach reach = reach_of(lowerer, declaration, home->frames);
    const am_view *view = am_lower_view_for(lowerer, home, &reach);
    if (view == NULL || lowerer->is_failed) {
        return;
    }
    if (declaration->schedule != NULL) {
        fill_schedule(lowerer, declaration, instance, view, place);
        return;
    }
    am_lowered value;
    if (declaration->penalty != NULL) {
        view = home;
        value = am_lower_penalty(lowerer, declaration, view, instance->clause);
    } else {
        value = am_lower_expr(lowerer, declaration->value, view);
    }
    instance->parts[0] = am_lower_in_time(lowerer, declaration, value, declaration->clock, view);
    am_lower_clause_columns(lowerer, instance->clause, at_home(lowerer, instance->parts[0], place),
                            AM_NO_INDEX);
    add_phrases(lowerer, declaration, instance, view);
}

static am_instance *new_instance(am_lowerer *lowerer, const am_declaration *declaration) {
    am_instance *instance = AM_NEW(lowerer->arena, am_instance);
    uint16_t count = declaration->schedule != NULL ? declaration->schedule->result_count : 1;
    am_lowered *parts = AM_NEW_ARRAY(lowerer->arena, am_lowered, count);
    if (instance == NULL || parts == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return NULL;
    }
    for (uint16_t i = 0; i < count; i++) {
        parts[i] = (am_lowered){AM_NO_INDEX, AM_NO_INDEX};
    }
    *instance = (am_instance){parts, count, AM_NO_INDEX};
    return instance;
}

static const am_instance *lower_instance(am_lowerer *lowerer, const am_declaration *declaration,
                                         uint16_t place) {
    am_instance *instance = new_instance(lowerer, declaration);
    am_span span = lowerer->span;
    uint16_t clause = lowerer->clause;
    const am_declaration *reader = lowerer->reader;
    if (instance == NULL) {
        return NULL;
    }
    lowerer->span = declaration->span;
    instance->clause = am_lower_declaration_clause(lowerer, declaration, place);
    if (declaration->kind != AM_DECLARATION_PARAMETER) {
        lowerer->reader = declaration;
    } else {
        am_lower_parameter_clause(lowerer, declaration, instance->clause);
    }
    am_lower_row_clauses(lowerer, declaration, instance->clause);
    lowerer->clause = instance->clause;
    fill(lowerer, declaration, instance, place);
    am_lower_discretion(lowerer, declaration, place, instance->clause);
    lowerer->span = span;
    lowerer->clause = clause;
    lowerer->reader = reader;
    return instance;
}

const am_instance *am_lower_known_instance(am_lowerer *lowerer, const am_declaration *declaration,
                                           uint16_t place) {
    const am_memo_entry *known =
        am_memo_find(&lowerer->instances, am_memo_key(declaration), key_of(lowerer, declaration, place));
    return known != NULL ? known->pointer : NULL;
}

const am_instance *am_lower_instance(am_lowerer *lowerer, const am_declaration *declaration, uint16_t place) {
    uint64_t key = key_of(lowerer, declaration, place);
    const am_memo_entry *known = am_memo_find(&lowerer->instances, am_memo_key(declaration), key);
    if (known != NULL || lowerer->is_failed) {
        return known != NULL ? known->pointer : NULL;
    }
    uint16_t own = place_of(lowerer, declaration, place);
    const am_instance *instance = own == place ? lower_instance(lowerer, declaration, place)
                                               : am_lower_instance(lowerer, declaration, own);
    am_memo_entry *entry = am_memo_put(&lowerer->instances, lowerer->arena, am_memo_key(declaration), key);
    if (entry == NULL || lowerer->is_failed) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return NULL;
    }
    entry->pointer = instance;
    return instance;
}

/* Outputs */

static void append_output(am_lowerer *lowerer, const am_output *output) {
    am_program *program = &lowerer->program;
    if (!am_lower_has_room(lowerer, program->output_count, "outputs")) {
        return;
    }
    am_output *items =
        AM_GROW(lowerer->arena, am_output, program->outputs, program->output_count, &lowerer->room.outputs);
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return;
    }
    program->outputs = items;
    items[program->output_count++] = *output;
}

/* One result; `rate.base` where there are several. */
static void add_result(am_lowerer *lowerer, const am_declaration *declaration, const am_instance *instance,
                       uint16_t part, uint16_t place) {
    bool is_one = instance->part_count == 1;
    am_type type = is_one ? declaration->type : declaration->schedule->results[part].type;
    am_lowered columns = at_home(lowerer, instance->parts[part], place);
    am_output output = {
        .name = is_one ? declaration->name
                       : am_lower_joined(lowerer, declaration->name, AM_SLICE("."),
                                         declaration->schedule->results[part].name),
        .place = place,
        .kind = am_lower_kind(type),
        .is_range = columns.high != AM_NO_INDEX,
        .scale = am_lower_scale(type),
        .unit = am_lower_unit(type),
        .column = columns.low,
        .column_high = columns.high,
        .clause = instance->clause,
    };
    append_output(lowerer, &output);
}

static void add_output(am_lowerer *lowerer, const am_declaration *declaration, uint16_t place) {
    const am_instance *instance = am_lower_instance(lowerer, declaration, place);
    for (uint16_t part = 0; instance != NULL && part < instance->part_count; part++) {
        add_result(lowerer, declaration, instance, part, place);
    }
}

void am_lower_outputs(am_lowerer *lowerer) {
    const am_model *model = lowerer->model;
    for (size_t i = 0; i < model->output_count && !lowerer->is_failed; i++) {
        const am_declaration *declaration = model->outputs[i];
        uint16_t place = lowerer->first_places[declaration->record->index];
        lowerer->span = declaration->span;
        while (place != AM_NO_INDEX && !lowerer->is_failed) {
            add_output(lowerer, declaration, place);
            place = lowerer->place_infos[place].next_same;
        }
    }
}
