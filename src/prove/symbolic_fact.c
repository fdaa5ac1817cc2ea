/*
 * Facts as unknowns: whole numbers of the least unit that their type has, within what is declared of them.
 *
 * Tiers, choices and texts are the numbers of their values. A fact that no record can have leaves nothing to
 * prove; that is not used, since a record may lack the fact.
 */
#include "prove/symbolic.h"

#define PERIOD_MAX 4000000

static int64_t number_of(am_way *way, am_slice text) {
    am_slice *texts;

    for (size_t i = 0; i < way->text_count; i++) {
        if (am_slice_is_equal(way->texts[i], text)) {
            return (int64_t)i;
        }
    }
    texts = AM_GROW(way->kept, am_slice, way->texts, way->text_count, &way->text_capacity);
    if (texts != NULL) {
        way->texts = texts;
        texts[way->text_count++] = text;
    }
    return (int64_t)way->text_count - 1;
}

const am_form *am_symbolic_constant(am_way *way, am_type type, const am_constant_value *value) {
    switch ((am_type_kind)type.kind) {
    case AM_TYPE_NUMBER:
    case AM_TYPE_WHOLE:
    case AM_TYPE_MONEY:
    case AM_TYPE_RATE:
        return am_form_of_decimal(way->arena, value->decimal);
    case AM_TYPE_TEXT:
        return am_way_whole(way, number_of(way, value->text));
    default:
        return am_way_whole(way, value->integer);
    }
}

static void demand_between(am_way *way, const am_form *form, int64_t lowest, int64_t highest) {
    am_way_demand(way, am_way_subtract(way, form, am_way_whole(way, lowest)), false);
    am_way_demand(way, am_way_subtract(way, am_way_whole(way, highest), form), false);
}

/* An unknown of the type. */
static const am_form *unknown_of(am_way *way, am_type type) {
    int32_t places = type.kind == AM_TYPE_MONEY ? way->model->units[type.index].digits : 0;
    bool is_whole = type.kind != AM_TYPE_NUMBER && type.kind != AM_TYPE_RATE;
    const am_form *form = am_way_unknown(way, is_whole, places);

    switch ((am_type_kind)type.kind) {
    case AM_TYPE_DATE:
        demand_between(way, form, AM_DATE_MIN, AM_DATE_MAX);
        break;
    case AM_TYPE_MONTHS:
    case AM_TYPE_DAYS:
        demand_between(way, form, -PERIOD_MAX, PERIOD_MAX);
        break;
    case AM_TYPE_YESNO:
        demand_between(way, form, 0, 1);
        break;
    case AM_TYPE_CODE:
        demand_between(way, form, 0, (int64_t)way->model->sets[type.index].value_count - 1);
        break;
    case AM_TYPE_TEXT:
        am_way_demand(way, form, false);
        break;
    default:
        break;
    }
    return form;
}

static am_symbolic symbol_of(am_way *way, am_type type, const am_form *lowest, const am_form *highest) {
    am_symbolic symbol = {.state = AM_SYMBOL_VALUE, .value = lowest, .highest = highest};

    if (type.kind == AM_TYPE_YESNO) {
        symbol.truth = am_way_is_above(way, lowest, true);
    }
    return symbol;
}

/* Amounts that were calculated are no multiples of a unit. */
am_symbolic am_symbolic_anything(am_way *way, am_type type) {
    am_type calculated = type;

    if (type.kind == AM_TYPE_MONEY) {
        calculated.kind = AM_TYPE_NUMBER;
    }
    const am_form *lowest = unknown_of(way, calculated);
    const am_form *highest = type.is_range ? unknown_of(way, calculated) : lowest;

    if (type.is_range) {
        am_way_demand(way, am_way_subtract(way, highest, lowest), false);
    }
    return symbol_of(way, type, lowest, highest);
}

static void demand_declared(am_way *way, const am_field *field, const am_form *form) {
    const am_interval *bounds = &field->bounds;

    if (bounds->lowest != NULL) {
        const am_form *end = am_symbolic_constant(way, field->type, &bounds->lowest->value);

        am_way_demand(way, am_way_subtract(way, form, end), bounds->is_lowest_out);
    }
    if (bounds->highest != NULL) {
        const am_form *end = am_symbolic_constant(way, field->type, &bounds->highest->value);

        am_way_demand(way, am_way_subtract(way, end, form), bounds->is_highest_out);
    }
}

static bool is_varied(const am_way *way, const am_instance *record, const am_field *field) {
    return way->property->fact != NULL && way->property->fact->field == field && record == way->varied;
}

static bool may_be_either(am_way *way) {
    const am_option options[2] = {{.forms = {NULL}}, {.forms = {NULL}}};

    return am_way_choose(way, options, 2) == 0;
}

static am_symbolic new_fact(am_way *way, const am_field *field, bool is_known) {
    size_t before = way->bound_count;
    const am_form *lowest, *highest;

    if (!is_known) {
        return (am_symbolic){.state = AM_SYMBOL_UNKNOWN};
    }
    lowest = highest = unknown_of(way, field->type);
    demand_declared(way, field, lowest);
    if (field->type.is_range) {
        highest = unknown_of(way, field->type);
        demand_declared(way, field, highest);
        am_way_demand(way, am_way_subtract(way, highest, lowest), false);
    }
    if (field->bounds.lowest != NULL && field->bounds.highest != NULL && !am_way_is_open_since(way, before)) {
        way->is_given_up = way->is_over = true;
    }
    return (am_symbolic){.state = AM_SYMBOL_VALUE, .value = lowest, .highest = highest};
}

/* A yes/no is not decided here: see am_symbolic_undecided. */
static am_memory *memory_of(am_way *way, const am_instance *record, const am_field *field) {
    bool is_own = is_varied(way, record, field), is_new;
    am_memory *memory = am_way_memory(
        way,
        (am_memory){.kind = AM_MEMORY_FIELD, .what = field, .of = record, .number = is_own ? way->copy : 0},
        &is_new);

    if (memory != NULL && is_new) {
        memory->found = new_fact(way, field, is_own || !field->type.is_optional || may_be_either(way));
    }
    return memory;
}

am_symbolic am_symbolic_fact(am_way *way, const am_instance *record, const am_field *field) {
    am_memory *memory = memory_of(way, record, field);

    if (memory == NULL) {
        return am_symbolic_fault();
    }
    if (field->type.kind == AM_TYPE_YESNO && !memory->is_decided && memory->found.state == AM_SYMBOL_VALUE) {
        memory->found.truth = am_way_is_above(way, memory->found.value, true);
        memory->is_decided = true;
    }
    return memory->found;
}

const am_form *am_symbolic_undecided(am_way *way, const am_instance *record, const am_field *field) {
    am_memory *memory = memory_of(way, record, field);

    return memory != NULL && !memory->is_decided && memory->found.state == AM_SYMBOL_VALUE
               ? memory->found.value
               : NULL;
}

bool am_symbolic_list_is_known(am_way *way, const am_instance *record, const am_field *list) {
    bool is_new;
    am_memory *memory;

    if (!list->type.is_optional || is_varied(way, record, list)) {
        return true;
    }
    memory = am_way_memory(way, (am_memory){.kind = AM_MEMORY_KNOWN, .what = list, .of = record}, &is_new);
    if (memory != NULL && is_new) {
        memory->found = am_symbolic_yes(may_be_either(way));
    }
    return memory != NULL && memory->found.truth;
}
