/*
 * Conditions that are not followed: they may hold or not, the same for both records.
 *
 * What does not read the fact is the same for two records that differ in it. To leave open whether it holds
 * parts a claim into far fewer ways than to ask what it takes, and looks at more than can happen.
 */
#include "prove/symbolic.h"

bool am_symbolic_is_open(const am_way *way, am_scene scene, const am_expr *read) {
    return way->is_loose && scene.elements == NULL && way->property->fact != NULL &&
           (am_reads_flags(way->reads, read) & AM_READS_FACT) == 0;
}

const am_form *am_symbolic_flag(am_way *way, am_scene scene, const am_expr *condition) {
    bool is_new;
    am_memory *memory;

    if (!am_symbolic_is_open(way, scene, condition)) {
        return NULL;
    }
    memory = am_way_memory(way, (am_memory){.kind = AM_MEMORY_FLAG, .what = condition, .of = scene.record},
                           &is_new);
    if (memory != NULL && is_new) {
        const am_form *flag = am_way_unknown(way, true, 0);

        am_way_demand(way, flag, false);
        am_way_demand(way, am_way_subtract(way, am_way_whole(way, 1), flag), false);
        memory->found = am_symbolic_form(flag);
    }
    return memory != NULL ? memory->found.value : NULL;
}

bool am_symbolic_either(am_way *way, am_scene scene, const void *site) {
    const am_option either[2] = {{.forms = {NULL}}, {.forms = {NULL}}};
    bool is_new;
    am_memory *memory =
        am_way_memory(way, (am_memory){.kind = AM_MEMORY_EITHER, .what = site, .of = scene.record}, &is_new);

    if (memory != NULL && is_new) {
        memory->found = am_symbolic_yes(am_way_choose(way, either, 2) == 0);
    }
    return memory != NULL && memory->found.truth;
}
