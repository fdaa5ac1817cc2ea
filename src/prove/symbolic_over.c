/*
 * Lists: what is gathered of elements that nobody looks at is an unknown, the same for both records.
 *
 * One element may be looked at: that in which the fact is varied, or that which the one list has more. Then
 * the others are gathered to an unknown, and this one is added to it.
 */
#include "prove/symbolic.h"

/* The element of the list that is looked at; NULL: none. *is_added: it is the one that the second list has
 * more. */
static const am_instance *element_of(am_way *way, const am_instance *holder, const am_field *list,
                                     bool *is_added) {
    bool is_new;
    am_memory *memory;

    *is_added = way->property->fact->field == list && way->varied == holder;
    if (!*is_added) {
        for (const am_instance *at = way->varied; at != NULL; at = at->outer) {
            if (at->outer == holder && at->record->holder == list) {
                return at;
            }
        }
        return NULL;
    }
    memory = am_way_memory(way, (am_memory){.kind = AM_MEMORY_ELEMENT, .what = list, .of = holder}, &is_new);
    if (memory != NULL && is_new) {
        am_instance *element = AM_NEW(way->arena, am_instance);

        if (element != NULL) {
            *element = (am_instance){list->record, holder, ++way->instance_count};
        }
        memory->instance = element;
    }
    return memory != NULL ? memory->instance : NULL;
}

/* Whether bare names are of the element that is varied, or of what is in it. */
static bool is_in_varied(const am_way *way, const am_instance *record) {
    while (record != NULL && record != way->varied) {
        record = record->outer;
    }
    return record != NULL;
}

/* Whether the other elements come to the same whatever the fact is: not where they are compared with it. */
static bool are_others_apart(const am_way *way, am_scene scene, const am_over *over, bool is_added) {
    uint8_t flags = am_reads_flags(way->reads, over->element) | am_reads_flags(way->reads, over->where);
    bool may_differ = is_added || is_in_varied(way, scene.record);

    return over->key == NULL && over->reset == NULL && (flags & AM_READS_LIST) == 0 &&
           (!may_differ || (flags & AM_READS_FACT) == 0);
}

/* What is not looked at, as an unknown; `apart` tells unknowns of one expression apart. */
static am_symbolic unknown_of(am_way *way, am_scene scene, const am_expr *expr, uint32_t apart) {
    uint32_t number = scene.elements != NULL ? scene.elements->element->number + 1 : 0;
    bool is_new = true;
    am_memory *memory = NULL;

    if (scene.elements == NULL || scene.elements->outer == NULL) {
        memory = am_way_memory(
            way,
            (am_memory){
                .kind = AM_MEMORY_GATHERED, .what = expr, .of = scene.record, .number = number * 4 + apart},
            &is_new);
    }
    if (!is_new) {
        return memory->found;
    }
    am_symbolic found = am_symbolic_anything(way, expr->type);

    if (expr->over->gather == AM_GATHER_COUNT) {
        am_way_demand(way, found.value, false);
    }
    if (memory != NULL) {
        memory->found = found;
    }
    return found;
}

/* Whether some other element is there to compare with: the same for both records. */
static bool has_others(am_way *way, am_scene scene, const am_expr *expr) {
    const am_option either[2] = {{.forms = {NULL}}, {.forms = {NULL}}};
    bool is_new;
    am_memory *memory =
        am_way_memory(way, (am_memory){.kind = AM_MEMORY_KNOWN, .what = expr, .of = scene.record}, &is_new);

    if (memory != NULL && is_new) {
        memory->found = am_symbolic_yes(am_way_choose(way, either, 2) == 0);
    }
    return memory != NULL && memory->found.truth;
}

static am_symbolic join_greatest(am_way *way, am_scene scene, const am_expr *expr, const am_symbolic *one) {
    am_symbolic others;
    int order;

    if (!has_others(way, scene, expr)) {
        return one != NULL ? *one : am_symbolic_fault();
    }
    others = unknown_of(way, scene, expr, 0);
    if (one == NULL) {
        return others;
    }
    order = am_way_order(way, one->value, others.value);
    return (expr->over->gather == AM_GATHER_GREATEST ? order > 0 : order < 0) ? *one : others;
}

/* Sums of numbers round from element to element, and keep the order of each. */
static am_symbolic join_sum(am_way *way, am_scene scene, const am_expr *expr, const am_symbolic *one) {
    am_symbolic others = unknown_of(way, scene, expr, 0), sum;
    const am_form *term = one != NULL ? one->value : am_way_whole(way, 0);

    if (expr->type.kind != AM_TYPE_NUMBER && expr->type.kind != AM_TYPE_RATE) {
        return am_symbolic_form(am_form_add(way->arena, others.value, term, 1, 1));
    }
    sum = am_symbolic_form(am_way_unknown(way, false, 0));
    am_symbolic_keep_order(way, expr->over, others.value, term, sum.value, 1);
    return sum;
}

/* `one`: the value of the element that is looked at, or its condition; NULL: it does not count. */
static am_symbolic join(am_way *way, am_scene scene, const am_expr *expr, const am_symbolic *one) {
    am_symbolic others;

    switch (expr->over->gather) {
    case AM_GATHER_COUNT:
        others = unknown_of(way, scene, expr, 0);
        return am_symbolic_form(
            am_form_add(way->arena, others.value, am_way_whole(way, one != NULL ? 1 : 0), 1, 1));
    case AM_GATHER_SUM:
        return join_sum(way, scene, expr, one);
    case AM_GATHER_GREATEST:
    case AM_GATHER_LEAST:
        return join_greatest(way, scene, expr, one);
    case AM_GATHER_SOME:
        others = unknown_of(way, scene, expr, 0);
        return am_symbolic_yes(others.truth || (one != NULL && one->truth));
    case AM_GATHER_ALL:
        others = unknown_of(way, scene, expr, 0);
        return am_symbolic_yes(others.truth && (one == NULL || one->truth));
    case AM_GATHER_NONE:
        others = unknown_of(way, scene, expr, 0);
        return am_symbolic_yes(others.truth && (one == NULL || !one->truth));
    default: /* one that this knows nothing of */
        way->is_given_up = way->is_over = true;
        return am_symbolic_fault();
    }
}

static am_symbolic with_element(am_way *way, am_scene scene, const am_expr *expr,
                                const am_instance *element) {
    const am_over *over = expr->over;
    am_elements elements = {element, scene.elements};
    am_scene inner = {scene.record, &elements, scene.reader};
    am_symbolic is_counted = am_symbolic_yes(true), one = am_symbolic_yes(true);

    if (over->where != NULL) {
        is_counted = am_symbolic_of(way, inner, over->where);
    }
    if (!am_symbolic_is_value(&is_counted)) {
        return am_symbolic_fault();
    }
    if (!is_counted.truth) {
        return join(way, scene, expr, NULL);
    }
    if (over->element != NULL) {
        one = am_symbolic_of(way, inner, over->element);
    }
    return am_symbolic_is_value(&one) ? join(way, scene, expr, &one) : am_symbolic_fault();
}

/* Months are not looked at one by one. */
static am_symbolic over_months(am_way *way, am_scene scene, const am_expr *expr) {
    bool is_varied = (am_reads_flags(way->reads, expr) & AM_READS_FACT) != 0;

    return unknown_of(way, scene, expr, is_varied ? 1 + way->copy : 0);
}

am_symbolic am_symbolic_over(am_way *way, am_scene scene, const am_expr *expr) {
    const am_instance *holder, *element;
    bool is_added;

    if (expr->over->months != NULL) {
        return over_months(way, scene, expr);
    }
    holder = am_symbolic_instance(way, scene, &expr->over->scope);
    if (holder == NULL) {
        way->is_given_up = way->is_over = true;
        return am_symbolic_fault();
    }
    if (!am_symbolic_list_is_known(way, holder, expr->over->list)) {
        return (am_symbolic){.state = AM_SYMBOL_UNKNOWN};
    }
    if ((am_reads_flags(way->reads, expr) & AM_READS_FACT) == 0) {
        return unknown_of(way, scene, expr, 0);
    }
    element = element_of(way, holder, expr->over->list, &is_added);
    if (element == NULL || scene.elements != NULL || !are_others_apart(way, scene, expr->over, is_added)) {
        return unknown_of(way, scene, expr, 1 + way->copy);
    }
    if (is_added && way->copy == 0) {
        return join(way, scene, expr, NULL);
    }
    return with_element(way, scene, expr, element);
}
