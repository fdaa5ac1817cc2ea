/*
 * From the layout and the lanes of a batch to what the quick reader compares and where it writes.
 */
#include "record/quick_field.h"

#include <string.h>

#include "narrow/narrow.h"
#include "vm/work.h"

static bool add_scales(am_quick *quick) {
    const am_program *program = quick->layout->program;
    quick->codes = AM_NEW_ARRAY(&quick->arena, am_quick_codes, program->scale_count);
    for (uint32_t i = 0; i < program->scale_count; i++) {
        const am_scale *scale = &program->scales[i];
        am_quick_code *places =
            AM_NEW_ARRAY(&quick->arena, am_quick_code, am_quick_code_places(scale->value_count));
        if (quick->arena.is_exhausted) {
            return false;
        }
        am_quick_set_codes(&quick->codes[i], places, scale->values, scale->value_count);
    }
    return !quick->arena.is_exhausted;
}

static am_quick_how how_of(const am_quick *quick, const am_fact *fact) {
    const am_lane *lane = &quick->batch->narrow->lanes[fact->column];
    if (fact->is_range) {
        return AM_QUICK_SLOWLY;
    }
    switch ((am_kind)fact->kind) {
    case AM_KIND_NUMBER:
    case AM_KIND_WHOLE:
    case AM_KIND_MONEY:
        return lane->kind == AM_LANE_COUNT && lane->grain.multiple == 1 &&
                       lane->grain.places <= AM_QUICK_PLACES_MAX
                   ? AM_QUICK_COUNT
                   : AM_QUICK_SLOWLY;
    case AM_KIND_DATE:
        return AM_QUICK_DATE;
    case AM_KIND_CODE:
        return AM_QUICK_CODE;
    case AM_KIND_YESNO:
        return AM_QUICK_YESNO;
    case AM_KIND_TEXT:
        return AM_QUICK_TEXT;
    case AM_KIND_MONTHS:
    case AM_KIND_DAYS:
        return AM_QUICK_PERIOD;
    }
    return AM_QUICK_SLOWLY;
}

/* A bound as a count or an integer: false where it is none, which the reader then compares. */
static bool bound_of(const am_quick *quick, const am_fact *fact, uint16_t constant, int64_t *out) {
    const am_constant *of = &quick->layout->program->constants[constant];
    if (am_kind_type((am_kind)fact->kind) != AM_VALUE_DECIMAL) {
        *out = of->integer;
        return true;
    }
    return am_grain_count(quick->batch->narrow->lanes[fact->column].grain, of->decimal, out);
}

static bool set_bounds(const am_quick *quick, const am_fact *fact, am_quick_field *field) {
    const am_bounds *bounds = &fact->bounds;
    int64_t high = INT64_MAX;
    field->low = fact->kind == AM_KIND_CODE ? 0 : INT64_MIN; /* a name that is none has the code -1 */
    if (fact->kind == AM_KIND_DATE) {
        field->low = AM_DATE_MIN;
    }
    if (bounds->lowest != AM_NO_INDEX) {
        if (!bound_of(quick, fact, bounds->lowest, &field->low)) {
            return false;
        }
        field->low += bounds->is_lowest_out ? 1 : 0;
    }
    if (bounds->highest != AM_NO_INDEX) {
        if (!bound_of(quick, fact, bounds->highest, &high)) {
            return false;
        }
        high -= bounds->is_highest_out ? 1 : 0;
    }
    field->span = (uint64_t)high - (uint64_t)field->low;
    return field->low <= high;
}

static void set_column(const am_quick *quick, uint16_t number, am_quick_field *field) {
    const am_column *column = &quick->batch->columns[number];
    field->column = number;
    field->values = column->counts != NULL ? (void *)column->counts : column->values;
    field->states = column->states;
}

static void set_fact(const am_quick *quick, const am_fact *fact, am_quick_field *field) {
    field->how = (uint8_t)how_of(quick, fact);
    field->kind = fact->kind;
    set_column(quick, fact->column, field);
    if (field->how == AM_QUICK_COUNT) {
        field->places = quick->batch->narrow->lanes[fact->column].grain.places;
    }
    if (field->how == AM_QUICK_TEXT) {
        field->is_alone = quick->batch->work->is_read[fact->column] == 0;
    }
    if (field->how == AM_QUICK_CODE) {
        field->codes = &quick->codes[fact->scale];
    }
    if (field->how == AM_QUICK_SLOWLY || field->states == NULL || !set_bounds(quick, fact, field)) {
        field->how = AM_QUICK_SLOWLY;
    }
}

static void set_place(const am_quick *quick, uint16_t place, am_quick_field *field) {
    const am_program *program = quick->layout->program;
    const am_place *of = &program->places[place];
    field->how = AM_QUICK_INSIDE;
    field->place = place;
    field->domain = of->domain;
    field->is_optional = of->is_optional;
    if (of->kind == AM_PLACE_LIST) {
        set_column(quick, program->domains[of->domain].present, field);
        field->how = AM_QUICK_LIST;
        if (program->registers[field->column].type != AM_VALUE_YESNO) {
            field->how = AM_QUICK_SLOWLY;
        }
    }
    if (of->is_given_once) {
        field->how = AM_QUICK_SLOWLY;
    }
}

/* What a value begins with; 0: it differs. */
static const char openings[] = {
    [AM_QUICK_DATE] = '"', [AM_QUICK_CODE] = '"',   [AM_QUICK_PERIOD] = '"', [AM_QUICK_TEXT] = '"',
    [AM_QUICK_LIST] = '[', [AM_QUICK_INSIDE] = '{', [AM_QUICK_ID] = '"',
};

bool am_quick_set_key(am_quick_field *field, am_slice before, char first) {
    char opening = openings[field->how];
    if (field->how == AM_QUICK_COUNT && first == '"') {
        opening = '"';
    }
    size_t length = before.length + (opening != 0);
    if (length > AM_QUICK_KEY_BYTES) {
        return false;
    }
    memset(field->key, 0, sizeof field->key);
    memcpy(field->key, before.data, before.length);
    field->key[before.length] = opening;
    field->opening = opening;
    field->key_length = (uint8_t)length;
    field->tail_at = (uint8_t)(length > 8 ? length - 8 : 0);
    field->mask = am_quick_mask(length);
    field->head = am_quick_load(field->key) & field->mask;
    field->tail = am_quick_load(field->key + field->tail_at) & field->mask;
    am_quick_set_reads(field);
    return true;
}

static void add_field(const am_quick *quick, uint32_t number) {
    const am_layout_field *of = &quick->layout->fields[number];
    am_quick_field *field = &quick->fields[number];
    if (of->fact != AM_NO_INDEX) {
        set_fact(quick, &quick->layout->program->facts[of->fact], field);
    } else if (of->place != AM_NO_INDEX) {
        set_place(quick, of->place, field);
    } else {
        field->how = AM_QUICK_ID;
    }
}

/* What stands before the first member of a place: nothing is known of it yet. */
static void set_head(am_quick *quick, uint16_t place) {
    const am_layout_place *of = &quick->layout->places[place];
    quick->heads[place] = (am_quick_field){.next = &quick->nothing, .home = place};
    for (uint32_t i = of->first_field; i < of->first_field + of->field_count; i++) {
        quick->fields[i].home = place;
    }
}

bool am_quick_plan(am_quick *quick) {
    const am_layout *layout = quick->layout;
    const am_program *program = layout->program;
    quick->fields = AM_NEW_ARRAY(&quick->arena, am_quick_field, layout->field_count);
    quick->heads = AM_NEW_ARRAY(&quick->arena, am_quick_field, program->place_count);
    if (quick->arena.is_exhausted || !add_scales(quick)) {
        return false;
    }
    quick->nothing = (am_quick_field){.head = 1, .mask = UINT64_MAX};
    for (uint32_t i = 0; i < layout->field_count; i++) {
        add_field(quick, i);
    }
    for (uint32_t i = 0; i < program->place_count; i++) {
        set_head(quick, (uint16_t)i);
    }
    for (uint32_t i = 0; i < program->domain_count; i++) {
        quick->has_derived |=
            program->domains[i].kind == AM_DOMAIN_PRODUCT || program->domains[i].kind == AM_DOMAIN_MONTHS;
    }
    return true;
}
