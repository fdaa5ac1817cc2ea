/*
 * Goes through the ways of a claim, one after another, until one leaves room for the claim to be broken.
 */
#include "prove/decide.h"

#include "prove/symbolic.h"

/* What a first look at nothing but limits may cost, of a budget that is at least four times as much. */
#define COARSE_COST 4000000u

typedef struct am_deciding {
    am_way way;
    const am_model *model;
    const am_property *property;
    am_decision decision;
    bool is_broken; /* or may be */
} am_deciding;

/* The record that is spoken of, with those around it. */
static const am_instance *instance_of(am_way *way, const am_record *record) {
    am_instance *instance = AM_NEW(way->arena, am_instance);
    bool is_new;

    if (instance == NULL) {
        return NULL;
    }
    *instance = (am_instance){.record = record, .number = ++way->instance_count};
    if (record->holder == NULL) {
        return instance;
    }
    instance->outer = instance_of(way, record->holder->owner);
    if (record->holder->type.kind == AM_TYPE_RECORD) {
        am_memory *memory = am_way_memory(
            way, (am_memory){.kind = AM_MEMORY_INSIDE, .what = record->holder, .of = instance->outer},
            &is_new);

        if (memory != NULL) {
            memory->instance = instance;
        }
    }
    return instance->outer != NULL ? instance : NULL;
}

/* The fact of the second record is greater. False when it cannot be. */
static bool vary(am_deciding *all) {
    am_way *way = &all->way;
    const am_expr *fact = all->property->fact;
    am_scene scene = {way->own, NULL, all->property->value};
    am_symbolic low, high;

    if (fact == NULL) {
        return true;
    }
    way->varied = am_symbolic_instance(way, scene, &fact->scope);
    if (way->varied == NULL) {
        way->is_given_up = way->is_over = true;
        return true;
    }
    if (fact->type.kind == AM_TYPE_LIST) {
        return true;
    }
    way->copy = 0;
    low = am_symbolic_fact(way, way->varied, fact->field);
    way->copy = 1;
    high = am_symbolic_fact(way, way->varied, fact->field);
    am_way_demand(way, am_way_subtract(way, high.value, low.value), true);
    return way->is_over || am_way_is_open_since(way, way->bound_count - 1);
}

static am_symbolic value_of(am_deciding *all, unsigned copy) {
    all->way.copy = copy;
    return am_symbolic_value(&all->way, all->way.own, all->property->value, 0);
}

static bool may_be_broken(am_deciding *all, const am_symbolic *low, const am_symbolic *high) {
    am_way *way = &all->way;
    bool is_decrease = all->property->claim == AM_CLAIM_NEVER_DECREASES;
    const am_form *excess;

    if (all->property->claim == AM_CLAIM_ALWAYS) {
        return !low->truth && am_way_is_open_since(way, 0);
    }
    if (all->property->value->type.kind == AM_TYPE_YESNO) {
        return (is_decrease ? low->truth && !high->truth : !low->truth && high->truth) &&
               am_way_is_open_since(way, 0);
    }
    excess = is_decrease ? am_way_subtract(way, low->value, high->value)
                         : am_way_subtract(way, high->value, low->value);
    if (excess != NULL && am_form_is_constant(excess)) {
        return am_form_sign(excess) > 0 && am_way_is_open_since(way, 0);
    }
    return excess == NULL || am_way_has_room(way, excess, true);
}

static void go(am_deciding *all) {
    am_way *way = &all->way;
    am_symbolic low, high = am_symbolic_fault();

    am_way_begin(way);
    way->own = instance_of(way, all->property->value->record);
    if (way->own == NULL || !vary(all) || way->is_over) {
        way->is_given_up |= way->own == NULL;
        return;
    }
    low = value_of(all, 0);
    if (low.state == AM_SYMBOL_VALUE && all->property->fact != NULL) {
        high = value_of(all, 1);
    }
    if (way->is_over || low.state != AM_SYMBOL_VALUE ||
        (all->property->fact != NULL && high.state != AM_SYMBOL_VALUE)) {
        return;
    }
    all->decision.is_met = true;
    all->is_broken = may_be_broken(all, &low, &high);
}

static bool go_through(am_deciding *all, uint64_t budget) {
    am_way *way = &all->way;

    way->budget = budget;
    way->turn_count = 0;
    way->is_given_up = all->is_broken = all->decision.is_met = false;
    do {
        go(all);
    } while (!all->is_broken && am_way_next(way));
    return !all->is_broken && !way->is_given_up;
}

am_decision am_decide(am_arena *arena, const am_model *model, const am_closure *closure,
                      const am_property *property, uint64_t budget) {
    uint64_t coarse = budget / 4 < COARSE_COST ? budget / 4 : COARSE_COST;
    am_arena path, scratch;
    am_deciding all = {.model = model, .property = property};
    am_way *way = &all.way;

    am_arena_init(&path, arena->allocator, arena->limit_bytes);
    am_arena_init(&scratch, arena->allocator, arena->limit_bytes);
    *way = (am_way){.arena = &path,
                    .kept = arena,
                    .scratch = &scratch,
                    .model = model,
                    .property = property,
                    .rows = {AM_NEW_ARRAY(arena, am_inequality, AM_ROOM_ROWS_MAX),
                             AM_NEW_ARRAY(arena, am_inequality, AM_ROOM_ROWS_MAX)}};
    if (way->rows[0] != NULL && way->rows[1] != NULL) {
        way->reads = am_reads_of(arena, model, closure, property);
    }
    if (way->reads != NULL) {
        way->is_loose = property->fact != NULL;
        way->is_coarse = !way->is_loose;
        all.decision.is_proved = go_through(&all, way->is_loose ? budget / 3 * 2 : coarse);
    }
    if (way->reads != NULL && !all.decision.is_proved) {
        way->is_loose = way->is_coarse = false;
        all.decision.is_proved = go_through(&all, budget);
    }
    all.decision.spent = way->spent;
    arena->is_exhausted |= way->is_out_of_memory || path.is_exhausted || scratch.is_exhausted;
    am_arena_clear(&path);
    am_arena_clear(&scratch);
    return all.decision;
}
