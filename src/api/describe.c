/*
 * What a rulebook asks of records and reports of them: its program's tables in public terms.
 */
#include <string.h>

#include "api/object.h"

static uint32_t public_index(uint16_t index) {
    return index == AM_NO_INDEX ? AMERCE_NONE : index;
}

amerce_type am_api_type(const am_program *program, uint8_t kind, bool is_range, uint16_t unit,
                        uint16_t scale) {
    amerce_type type = {.kind = (amerce_kind)kind, .is_range = is_range, .scale = AMERCE_NONE};
    if (kind == AM_KIND_MONEY && unit != AM_NO_INDEX) {
        type.currency = am_api_text(program->units[unit].code);
        type.minor_digits = program->units[unit].digits;
    }
    if (kind == AM_KIND_CODE) {
        type.scale = public_index(scale);
    }
    return type;
}

amerce_text amerce_rulebook_name(const amerce_rulebook *rulebook) {
    return am_api_text(rulebook->program->name);
}

amerce_text amerce_rulebook_title(const amerce_rulebook *rulebook) {
    return am_api_text(rulebook->program->title);
}

size_t amerce_rulebook_place_count(const amerce_rulebook *rulebook) {
    return rulebook->program->place_count;
}

size_t amerce_rulebook_fact_count(const amerce_rulebook *rulebook) {
    return rulebook->program->fact_count;
}

size_t amerce_rulebook_output_count(const amerce_rulebook *rulebook) {
    return rulebook->program->output_count;
}

size_t amerce_rulebook_clause_count(const amerce_rulebook *rulebook) {
    return rulebook->program->clause_count;
}

bool amerce_rulebook_place(const amerce_rulebook *rulebook, size_t index, amerce_place_of_facts *out) {
    *out = (amerce_place_of_facts){0};
    if (index >= rulebook->program->place_count) {
        return false;
    }
    const am_place *place = &rulebook->program->places[index];
    out->record = am_api_text(place->record);
    out->field = am_api_text(place->field);
    out->parent = public_index(place->parent);
    out->is_list = place->kind == AM_PLACE_LIST;
    out->is_given_once = place->is_given_once;
    out->is_optional = place->is_optional;
    return true;
}

bool amerce_rulebook_fact(const amerce_rulebook *rulebook, size_t index, amerce_fact *out) {
    const am_program *program = rulebook->program;
    *out = (amerce_fact){0};
    if (index >= program->fact_count) {
        return false;
    }
    const am_fact *fact = &program->facts[index];
    out->name = am_api_text(fact->name);
    out->label = am_api_text(fact->label);
    out->place = fact->place;
    out->type = am_api_type(program, fact->kind, fact->is_range, fact->unit, fact->scale);
    out->is_optional = fact->is_optional;
    return true;
}

bool amerce_rulebook_output(const amerce_rulebook *rulebook, size_t index, amerce_output *out) {
    const am_program *program = rulebook->program;
    *out = (amerce_output){0};
    if (index >= program->output_count) {
        return false;
    }
    const am_output *output = &program->outputs[index];
    out->name = am_api_text(output->name);
    out->place = output->place;
    out->type = am_api_type(program, output->kind, output->is_range, output->unit, output->scale);
    out->clause = public_index(output->clause);
    return true;
}

bool amerce_rulebook_clause(const amerce_rulebook *rulebook, size_t index, amerce_clause *out) {
    const am_program *program = rulebook->program;
    *out = (amerce_clause){0};
    if (index >= program->clause_count) {
        return false;
    }
    const am_clause *clause = &program->clauses[index];
    out->kind = (amerce_clause_kind)clause->kind;
    out->name = am_api_text(clause->name);
    out->label = am_api_text(clause->label);
    out->citation = am_api_text(clause->citation);
    out->path = am_api_text(program->sources[clause->source]);
    out->line = clause->line;
    out->parent = public_index(clause->parent);
    out->place = clause->place;
    out->type = am_api_type(program, clause->value_kind, clause->column_high != AM_NO_INDEX, clause->unit,
                            clause->scale);
    out->has_value = clause->column != AM_NO_INDEX && !am_clause_has_rows(clause);
    out->has_condition = clause->condition != AM_NO_INDEX;
    return true;
}

bool amerce_rulebook_scale_value(const amerce_rulebook *rulebook, uint32_t scale, size_t code,
                                 amerce_text *out) {
    const am_program *program = rulebook->program;
    *out = (amerce_text){0};
    if (scale >= program->scale_count || code >= program->scales[scale].value_count) {
        return false;
    }
    *out = am_api_text(program->scales[scale].values[code]);
    return true;
}

uint32_t amerce_rulebook_find_fact(const amerce_rulebook *rulebook, uint32_t place, amerce_text name) {
    const am_program *program = rulebook->program;
    for (uint32_t i = 0; i < program->fact_count; i++) {
        if (program->facts[i].place == place &&
            am_slice_is_equal(program->facts[i].name, am_api_slice(name))) {
            return i;
        }
    }
    return AMERCE_NONE;
}

uint32_t amerce_rulebook_find_output(const amerce_rulebook *rulebook, uint32_t place, amerce_text name) {
    const am_program *program = rulebook->program;
    for (uint32_t i = 0; i < program->output_count; i++) {
        if (program->outputs[i].place == place &&
            am_slice_is_equal(program->outputs[i].name, am_api_slice(name))) {
            return i;
        }
    }
    return AMERCE_NONE;
}

uint32_t amerce_rulebook_find_place(const amerce_rulebook *rulebook, uint32_t parent, amerce_text field) {
    const am_program *program = rulebook->program;
    for (uint32_t i = 1; i < program->place_count; i++) {
        if (program->places[i].parent == parent &&
            am_slice_is_equal(program->places[i].field, am_api_slice(field))) {
            return i;
        }
    }
    return AMERCE_NONE;
}

uint32_t amerce_rulebook_find_list(const amerce_rulebook *rulebook, amerce_text path) {
    const am_program *program = rulebook->program;
    am_slice rest = am_api_slice(path);
    uint32_t place = 0;
    while (rest.length > 0 && place != AMERCE_NONE) {
        const char *point = memchr(rest.data, '.', rest.length);
        size_t length = point == NULL ? rest.length : (size_t)(point - rest.data);
        place = amerce_rulebook_find_place(rulebook, place, am_api_text(am_slice_part(rest, 0, length)));
        rest = am_slice_part(rest, length + 1, rest.length);
    }
    return place != AMERCE_NONE && program->places[place].kind == AM_PLACE_LIST ? place : AMERCE_NONE;
}
