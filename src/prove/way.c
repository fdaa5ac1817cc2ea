/*
 * Paths: turns, unknowns, conditions and memory.
 */
#include "prove/way.h"

#include <string.h>

#define SCRATCH_BYTES ((size_t)1 << 20)
/* What a unit of cost takes, as measured. */
#define COST_SCALE   3u
#define COST_OF_TURN 200u
#define COST_OF_PATH 3000u

void am_way_spend(am_way *way, uint64_t cost) {
    way->spent += COST_SCALE * cost;
    way->is_out_of_memory |=
        way->arena->is_exhausted || way->scratch->is_exhausted || way->kept->is_exhausted;
    if (way->spent > way->budget || way->is_out_of_memory) {
        way->is_given_up = true;
        way->is_over = true;
    }
}

void am_way_begin(am_way *way) {
    if (way->arena->used_bytes > SCRATCH_BYTES) {
        am_arena_clear(way->arena);
    }
    memset(way->memory, 0, sizeof way->memory);
    way->bounds = NULL;
    way->bound_count = way->bound_capacity = 0;
    way->is_whole = NULL;
    way->unknown_count = way->unknown_capacity = 0;
    way->links = NULL;
    way->link_count = way->link_capacity = 0;
    way->instance_count = 0;
    way->at = 0;
    way->depth = 0;
    way->is_over = false;
    am_way_spend(way, COST_OF_PATH);
}

bool am_way_next(am_way *way) {
    while (way->turn_count > 0 &&
           way->turns[way->turn_count - 1].choice + 1 >= way->turns[way->turn_count - 1].count) {
        way->turn_count--;
    }
    if (way->turn_count == 0 || way->is_given_up) {
        return false;
    }
    way->turns[way->turn_count - 1].choice++;
    way->turns[way->turn_count - 1].is_fresh = true;
    return true;
}

void am_way_demand(am_way *way, const am_form *form, bool is_strict) {
    am_inequality *bounds;

    if (form == NULL) {
        return;
    }
    bounds = AM_GROW(way->arena, am_inequality, way->bounds, way->bound_count, &way->bound_capacity);
    if (bounds == NULL) {
        am_way_spend(way, 0);
        return;
    }
    way->bounds = bounds;
    bounds[way->bound_count++] = (am_inequality){form->terms, form->count, form->constant, is_strict};
}

bool am_way_is_open_since(am_way *way, size_t first) {
    am_room room = {.arena = way->scratch,
                    .rows = {way->rows[0], way->rows[1]},
                    .is_whole = way->is_whole,
                    .unknown_count = (uint32_t)way->unknown_count,
                    .bounds = way->bounds,
                    .bound_count = (uint32_t)way->bound_count,
                    .budget = (way->budget - way->spent) / COST_SCALE};
    bool is_room = am_room_is_left(&room, (uint32_t)first);

    am_way_spend(way, room.spent);
    if (way->scratch->used_bytes > SCRATCH_BYTES) {
        am_arena_clear(way->scratch);
    }
    return is_room;
}

bool am_way_has_room(am_way *way, const am_form *form, bool is_strict) {
    size_t before = way->bound_count;
    bool is_room;

    if (way->is_over) {
        return true;
    }
    am_way_demand(way, form, is_strict);
    is_room = am_way_is_open_since(way, before);
    way->bound_count = before;
    return is_room;
}

static void demand_all(am_way *way, const am_option *option) {
    for (int i = 0; i < AM_OPTION_FORMS; i++) {
        am_way_demand(way, option->forms[i], option->is_strict[i]);
    }
}

static bool is_open(am_way *way, const am_option *option) {
    size_t before = way->bound_count;
    bool is_room;

    demand_all(way, option);
    is_room = way->bound_count == before || am_way_is_open_since(way, before);
    way->bound_count = before;
    return is_room;
}

unsigned am_way_choose(am_way *way, const am_option *options, unsigned count) {
    am_turn *turn;
    bool is_new = way->at == way->turn_count;

    am_way_spend(way, COST_OF_TURN);
    if (way->is_over) {
        return 0;
    }
    if (is_new) {
        am_turn *turns = AM_GROW(way->kept, am_turn, way->turns, way->turn_count, &way->turn_capacity);

        if (turns == NULL) {
            way->is_given_up = way->is_over = true;
            return 0;
        }
        way->turns = turns;
        turns[way->turn_count++] = (am_turn){.count = (uint8_t)count, .is_fresh = true};
    }
    turn = &way->turns[way->at++];
    /* Where all others leave no room the last one does: together they leave nothing out. */
    while (turn->is_fresh && turn->choice < count && !(is_new && turn->choice + 1u == count) &&
           !is_open(way, &options[turn->choice])) {
        turn->choice++;
    }
    turn->is_fresh = false;
    if (turn->choice >= count) {
        way->is_over = true;
        return 0;
    }
    demand_all(way, &options[turn->choice]);
    return turn->choice;
}

bool am_way_is_above(am_way *way, const am_form *form, bool is_strict) {
    if (form != NULL && am_form_is_constant(form)) {
        return is_strict ? form->constant > 0 : form->constant >= 0;
    }
    const am_option options[] = {
        {.forms = {form}, .is_strict = {is_strict}},
        {.forms = {am_way_subtract(way, am_way_whole(way, 0), form)}, .is_strict = {!is_strict}},
    };
    return am_way_choose(way, options, 2) == 0;
}

int am_way_sign(am_way *way, const am_form *form) {
    if (form != NULL && am_form_is_constant(form)) {
        return am_form_sign(form);
    }
    const am_form *less = am_way_subtract(way, am_way_whole(way, 0), form);
    const am_option options[] = {
        {.forms = {less}, .is_strict = {true}},
        {.forms = {form, less}},
        {.forms = {form}, .is_strict = {true}},
    };
    return (int)am_way_choose(way, options, 3) - 1;
}

int am_way_order(am_way *way, const am_form *a, const am_form *b) {
    return am_way_sign(way, am_way_subtract(way, a, b));
}

const am_form *am_way_unknown(am_way *way, bool is_whole, int32_t places) {
    bool *flags = AM_GROW(way->arena, bool, way->is_whole, way->unknown_count, &way->unknown_capacity);

    if (flags == NULL) {
        am_way_spend(way, 0);
        return NULL;
    }
    way->is_whole = flags;
    flags[way->unknown_count++] = is_whole;
    return am_form_of_unknown(way->arena, (uint32_t)way->unknown_count - 1, places);
}

bool am_way_ends(const am_way *way, uint32_t unknown, am_i128 *lowest, am_i128 *highest) {
    bool is_low = false, is_high = false;

    for (size_t i = 0; i < way->bound_count; i++) {
        const am_inequality *bound = &way->bounds[i];
        am_i128 factor, end;

        if (bound->count != 1 || bound->terms[0].unknown != unknown) {
            continue;
        }
        factor = bound->terms[0].factor; /* factor x + constant >= 0 */
        if (factor > 0) {
            end = -am_whole_divide_floor(bound->constant, factor);
            *lowest = !is_low || end > *lowest ? end : *lowest;
            is_low = true;
        } else {
            end = am_whole_divide_floor(bound->constant, -factor);
            *highest = !is_high || end < *highest ? end : *highest;
            is_high = true;
        }
    }
    return is_low && is_high;
}

am_memory *am_way_memory(am_way *way, am_memory key, bool *is_new) {
    uint64_t hash = ((uint64_t)(uintptr_t)key.what >> 4) * 31 + ((uint64_t)(uintptr_t)key.of >> 4) * 7 +
                    key.kind + (uint64_t)key.number * 13;
    am_memory **bucket = &way->memory[(hash ^ hash >> 7) % AM_MEMORY_BUCKETS];
    am_memory *found;

    *is_new = false;
    am_way_spend(way, 60);
    for (found = *bucket; found != NULL; found = found->next) {
        if (found->kind == key.kind && found->what == key.what && found->of == key.of &&
            found->number == key.number &&
            (key.forms[0] == NULL || am_form_is_same(found->forms[0], key.forms[0])) &&
            (key.forms[1] == NULL || am_form_is_same(found->forms[1], key.forms[1]))) {
            return found;
        }
    }
    found = AM_NEW(way->arena, am_memory);
    if (found == NULL) {
        am_way_spend(way, 0);
        return NULL;
    }
    *found = key;
    found->next = *bucket;
    *bucket = found;
    *is_new = true;
    return found;
}

const am_form *am_way_whole(am_way *way, int64_t value) {
    return am_form_of_whole(way->arena, value);
}

const am_form *am_way_subtract(am_way *way, const am_form *a, const am_form *b) {
    am_way_spend(way, 150);
    return am_form_add(way->arena, a, b, -1, 1);
}
