/*
 * The tree of facts: a place for the root record and for each record and list below it, a column for each
 * field with a value.
 *
 * Every fact has its columns, also those that no clause reads: the reader checks them all. A list opens a
 * domain and has a yes/no column over its holder's rows that says whether it was given.
 */
#include "lower/lowerer.h"

uint16_t am_lower_domain_of_place(const am_lowerer *lowerer, uint16_t place) {
    return place < lowerer->program.place_count ? lowerer->program.places[place].domain : 0;
}

static uint32_t depth_of_domain(const am_program *program, uint16_t domain) {
    uint32_t depth = 0;
    while (program->domains[domain].parent != AM_NO_INDEX) {
        domain = program->domains[domain].parent;
        depth++;
    }
    return depth;
}

uint16_t am_lower_new_domain(am_lowerer *lowerer, am_domain domain) {
    am_program *program = &lowerer->program;
    if (!am_lower_has_room(lowerer, program->domain_count, "lists and pairs of lists")) {
        return AM_NO_INDEX;
    }
    if (domain.parent != AM_NO_INDEX &&
        depth_of_domain(program, domain.parent) >= AM_LOWER_DOMAIN_DEPTH_MAX) {
        am_lower_fail(lowerer, AM_DIAG_LISTS_TOO_DEEP, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    am_domain *items =
        AM_GROW(lowerer->arena, am_domain, program->domains, program->domain_count, &lowerer->room.domains);
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    program->domains = items;
    items[program->domain_count] = domain;
    return (uint16_t)program->domain_count++;
}

uint16_t am_lower_product(am_lowerer *lowerer, uint16_t parent, uint16_t element, uint16_t across) {
    uint64_t list = (uint64_t)across << 16 | element;
    const am_memo_entry *known = am_memo_find(&lowerer->products, parent, list);
    if (known != NULL) {
        return known->value.low;
    }
    uint16_t domain = am_lower_new_domain(
        lowerer, (am_domain){AM_DOMAIN_PRODUCT, parent, element, across, AM_NO_INDEX, AM_NO_INDEX});
    am_memo_entry *entry = am_memo_put(&lowerer->products, lowerer->arena, parent, list);
    if (entry != NULL) {
        entry->value.low = domain;
    }
    return domain;
}

/* The place and what the lowering keeps beside it, linked to the others of its record. */
static uint16_t new_place(am_lowerer *lowerer, am_place place, const am_record *record) {
    am_program *program = &lowerer->program;
    uint32_t count = program->place_count;
    if (!am_lower_has_room(lowerer, count, "records within records")) {
        return AM_NO_INDEX;
    }
    uint16_t depth =
        place.parent == AM_NO_INDEX ? 0 : (uint16_t)(lowerer->place_infos[place.parent].depth + 1);
    am_place *places = AM_GROW(lowerer->arena, am_place, program->places, count, &lowerer->room.places);
    am_place_info *infos =
        AM_GROW(lowerer->arena, am_place_info, lowerer->place_infos, count, &lowerer->room.place_infos);
    uint16_t *slots = AM_NEW_ARRAY(lowerer->arena, uint16_t, record->field_count + 1u);
    if (places == NULL || infos == NULL || slots == NULL || depth > AM_LOWER_PLACE_DEPTH_MAX) {
        am_diag diag = depth > AM_LOWER_PLACE_DEPTH_MAX ? AM_DIAG_LISTS_TOO_DEEP : AM_DIAG_NONE;
        am_lower_fail(lowerer, diag, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    program->places = places;
    lowerer->place_infos = infos;
    places[count] = place;
    infos[count] = (am_place_info){record, slots, AM_NO_INDEX, depth};
    uint16_t last = lowerer->last_places[record->index];
    *(last == AM_NO_INDEX ? &lowerer->first_places[record->index] : &infos[last].next_same) = (uint16_t)count;
    lowerer->last_places[record->index] = (uint16_t)count;
    program->place_count++;
    return (uint16_t)count;
}

static uint16_t bound_of(am_lowerer *lowerer, const am_expr *bound) {
    am_constant constant;
    return bound != NULL && am_lower_constant_of(bound, &constant) ? am_lower_constant(lowerer, &constant)
                                                                   : AM_NO_INDEX;
}

/* The ends of a choice that has none of its own are where choices end. */
static void end_choice(am_lowerer *lowerer, am_fact *fact) {
    am_constant end;
    if (fact->bounds.lowest == AM_NO_INDEX && am_program_open_end(&lowerer->program, fact, false, &end)) {
        fact->bounds.lowest = am_lower_constant(lowerer, &end);
    }
    if (fact->bounds.highest == AM_NO_INDEX && am_program_open_end(&lowerer->program, fact, true, &end)) {
        fact->bounds.highest = am_lower_constant(lowerer, &end);
    }
}

static am_fact fact_of(am_lowerer *lowerer, const am_field *field, uint16_t place) {
    am_type type = field->type;
    uint8_t may = type.is_optional ? AM_MAY_UNKNOWN : AM_MAY_NEED;
    am_register column = {am_lower_value_type(type), may, am_lower_domain_of_place(lowerer, place),
                          AM_NO_INDEX};
    am_fact fact = {
        .name = field->name,
        .label = field->label,
        .place = place,
        .kind = am_lower_kind(type),
        .is_range = type.is_range,
        .is_optional = type.is_optional,
        .scale = am_lower_scale(type),
        .unit = am_lower_unit(type),
        .bounds.is_lowest_out = field->bounds.is_lowest_out,
        .bounds.is_highest_out = field->bounds.is_highest_out,
    };
    fact.column = am_lower_new_register(lowerer, column);
    fact.column_high = type.is_range ? am_lower_new_register(lowerer, column) : AM_NO_INDEX;
    fact.bounds.lowest = bound_of(lowerer, field->bounds.lowest);
    fact.bounds.highest = bound_of(lowerer, field->bounds.highest);
    if (field->discretion != NULL) {
        end_choice(lowerer, &fact);
    }
    return fact;
}

static uint16_t new_fact(am_lowerer *lowerer, const am_field *field, uint16_t place) {
    am_program *program = &lowerer->program;
    if (!am_lower_has_room(lowerer, program->fact_count, "fields")) {
        return AM_NO_INDEX;
    }
    am_fact *items =
        AM_GROW(lowerer->arena, am_fact, program->facts, program->fact_count, &lowerer->room.facts);
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    program->facts = items;
    items[program->fact_count] = fact_of(lowerer, field, place);
    return (uint16_t)program->fact_count++;
}

/* The domain of a list, with the place of its elements still to come. */
static uint16_t list_domain(am_lowerer *lowerer, const am_field *field, uint16_t place) {
    uint16_t parent = am_lower_domain_of_place(lowerer, place);
    uint8_t may = field->type.is_optional ? AM_MAY_UNKNOWN : AM_MAY_NEED;
    uint16_t present =
        am_lower_new_register(lowerer, (am_register){AM_VALUE_YESNO, may, parent, AM_NO_INDEX});
    return am_lower_new_domain(lowerer, (am_domain){AM_DOMAIN_LIST, parent, AM_NO_INDEX, AM_NO_INDEX,
                                                    (uint16_t)lowerer->program.place_count, present});
}

static uint16_t place_below(am_lowerer *lowerer, const am_field *field, uint16_t holder) {
    bool is_list = field->type.kind == AM_TYPE_LIST;
    am_place place = {
        .kind = is_list ? AM_PLACE_LIST : AM_PLACE_INSIDE,
        .record = field->record->name,
        .field = field->name,
        .parent = holder,
        .is_optional = is_list && field->type.is_optional,
        .is_given_once = field->record->is_given_once,
    };
    place.domain = is_list ? list_domain(lowerer, field, holder) : am_lower_domain_of_place(lowerer, holder);
    return lowerer->is_failed ? AM_NO_INDEX : new_place(lowerer, place, field->record);
}

/* The fields of a place; the places below it are appended and have their turn later. */
static void fill_place(am_lowerer *lowerer, uint16_t place) {
    const am_record *record = lowerer->place_infos[place].record;
    for (uint16_t i = 0; i < record->field_count && !lowerer->is_failed; i++) {
        const am_field *field = &record->fields[i];
        bool is_place = field->type.kind == AM_TYPE_LIST || field->type.kind == AM_TYPE_RECORD;
        lowerer->span = field->span;
        uint16_t slot = is_place ? place_below(lowerer, field, place) : new_fact(lowerer, field, place);
        lowerer->place_infos[place].slots[i] = slot;
    }
}

static bool prepare(am_lowerer *lowerer) {
    size_t count = lowerer->model->record_count;
    lowerer->first_places = AM_NEW_ARRAY(lowerer->arena, uint16_t, count + 1);
    lowerer->last_places = AM_NEW_ARRAY(lowerer->arena, uint16_t, count + 1);
    if (lowerer->first_places == NULL || lowerer->last_places == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return false;
    }
    for (size_t i = 0; i <= count; i++) {
        lowerer->first_places[i] = AM_NO_INDEX;
        lowerer->last_places[i] = AM_NO_INDEX;
    }
    return true;
}

/* Breadth first, so that the fields of one record stand together. */
void am_lower_places(am_lowerer *lowerer) {
    const am_record *root = lowerer->model->root;
    am_domain records = {AM_DOMAIN_RECORDS, AM_NO_INDEX, AM_NO_INDEX, AM_NO_INDEX, AM_NO_INDEX, AM_NO_INDEX};
    if (!prepare(lowerer)) {
        return;
    }
    lowerer->span = root->span;
    uint16_t domain = am_lower_new_domain(lowerer, records);
    am_place place = {.kind = AM_PLACE_ROOT, .record = root->name, .parent = AM_NO_INDEX, .domain = domain};
    new_place(lowerer, place, root);
    for (uint32_t i = 0; i < lowerer->program.place_count && !lowerer->is_failed; i++) {
        fill_place(lowerer, (uint16_t)i);
    }
}

static uint16_t slot_of(am_lowerer *lowerer, uint16_t place, const am_field *field) {
    if (place >= lowerer->program.place_count || lowerer->place_infos[place].record != field->owner) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    return lowerer->place_infos[place].slots[field - field->owner->fields];
}

uint16_t am_lower_place_below(am_lowerer *lowerer, uint16_t place, const am_field *field) {
    return slot_of(lowerer, place, field);
}

const am_fact *am_lower_fact(am_lowerer *lowerer, uint16_t place, const am_field *field) {
    uint16_t slot = slot_of(lowerer, place, field);
    return slot < lowerer->program.fact_count ? &lowerer->program.facts[slot] : NULL;
}
