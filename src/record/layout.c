/*
 * A program's flat lists, grouped by place, with one hash table of all names.
 *
 * The keys of results are rendered here, once, with their quotes and colon.
 */
#include "record/layout.h"

#include "record/json.h"

/* Owners in the hash table: places by their number, scales above them. */
#define FIRST_SCALE 0x10000u

static uint32_t hash_of(uint32_t owner, am_slice name) {
    uint32_t hash = 2166136261u ^ owner * 2654435769u;

    for (size_t i = 0; i < name.length; i++) {
        hash = (hash ^ (unsigned char)name.data[i]) * 16777619u;
    }
    return hash ^ hash >> 15;
}

/* Where the name is, or where it would go. */
static uint32_t slot_of(const am_layout *layout, uint32_t owner, am_slice name) {
    uint32_t slot = hash_of(owner, name) & layout->slot_mask;

    for (; layout->slots[slot] != 0; slot = (slot + 1) & layout->slot_mask) {
        const am_layout_name *one = &layout->names[layout->slots[slot] - 1];

        if (one->owner == owner && am_slice_is_equal(one->name, name)) {
            break;
        }
    }
    return slot;
}

static void add_name(am_layout *layout, uint32_t owner, am_slice name, uint32_t index) {
    uint32_t slot = slot_of(layout, owner, name);

    if (layout->slots[slot] == 0) {
        layout->names[layout->name_count] = (am_layout_name){name, owner, index};
        layout->slots[slot] = ++layout->name_count;
    }
}

static uint32_t find_name(const am_layout *layout, uint32_t owner, am_slice name) {
    uint32_t slot = slot_of(layout, owner, name);

    return layout->slots[slot] == 0 ? AM_LAYOUT_NONE : layout->names[layout->slots[slot] - 1].index;
}

uint32_t am_layout_find_field(const am_layout *layout, uint16_t place, am_slice name) {
    return find_name(layout, place, name);
}

uint32_t am_layout_find_code(const am_layout *layout, uint16_t scale, am_slice name) {
    return find_name(layout, FIRST_SCALE + scale, name);
}

static bool add_names(am_layout *layout) {
    const am_program *program = layout->program;
    size_t count = layout->field_count;
    size_t slot_count = 16;

    for (uint32_t i = 0; i < program->scale_count; i++) {
        count += program->scales[i].value_count;
    }
    while (slot_count < count * 2) {
        slot_count *= 2;
    }
    layout->names = AM_NEW_ARRAY(&layout->arena, am_layout_name, count);
    layout->slots = AM_NEW_ARRAY(&layout->arena, uint32_t, slot_count);
    if (layout->names == NULL || layout->slots == NULL) {
        return false;
    }
    layout->slot_mask = (uint32_t)(slot_count - 1);
    for (uint32_t i = 0; i < layout->field_count; i++) {
        add_name(layout, layout->fields[i].owner, layout->fields[i].name, i);
    }
    for (uint32_t i = 0; i < program->scale_count; i++) {
        for (uint32_t code = 0; code < program->scales[i].value_count; code++) {
            add_name(layout, FIRST_SCALE + i, program->scales[i].values[code], code);
        }
    }
    return true;
}

static bool measure_depths(am_layout *layout) {
    const am_program *program = layout->program;

    for (uint32_t i = 1; i < program->place_count; i++) {
        layout->places[i].depth = layout->places[program->places[i].parent].depth + 1;
        if (layout->places[i].depth > AM_LAYOUT_DEPTH_MAX) {
            return false;
        }
    }
    return true;
}

static void add_field(am_layout *layout, am_layout_field field) {
    am_layout_place *owner = &layout->places[field.owner];

    layout->fields[owner->first_field + owner->field_count++] = field;
    layout->field_count++;
}

static void count_fields(am_layout *layout) {
    const am_program *program = layout->program;
    uint32_t first = 0;

    for (uint32_t i = 0; i < program->fact_count; i++) {
        layout->places[program->facts[i].place].field_count++;
    }
    for (uint32_t i = 1; i < program->place_count; i++) {
        layout->places[program->places[i].parent].field_count++;
    }
    layout->places[0].field_count++; /* an undeclared id */
    for (uint32_t i = 0; i < program->place_count; i++) {
        layout->places[i].first_field = first;
        first += layout->places[i].field_count;
        layout->places[i].field_count = 0;
    }
}

static bool add_fields(am_layout *layout) {
    const am_program *program = layout->program;

    count_fields(layout);
    layout->fields =
        AM_NEW_ARRAY(&layout->arena, am_layout_field, (size_t)program->fact_count + program->place_count + 1);
    if (layout->fields == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < program->place_count; i++) {
        layout->places[i].id = AM_NO_INDEX;
    }
    for (uint32_t i = 0; i < program->fact_count; i++) {
        const am_fact *fact = &program->facts[i];

        add_field(layout, (am_layout_field){fact->name, fact->place, (uint16_t)i, AM_NO_INDEX});
        if (am_slice_is_equal(fact->name, AM_SLICE("id"))) {
            layout->places[fact->place].id = (uint16_t)i;
        }
    }
    for (uint32_t i = 1; i < program->place_count; i++) {
        const am_place *place = &program->places[i];

        add_field(layout, (am_layout_field){place->field, place->parent, AM_NO_INDEX, (uint16_t)i});
    }
    /* The hash table keeps the first of a name, so a declared `id` comes before this one. */
    add_field(layout, (am_layout_field){AM_SLICE("id"), 0, AM_NO_INDEX, AM_NO_INDEX});
    return true;
}

static bool add_member(am_layout *layout, am_member *member, am_slice name, uint16_t index) {
    am_buffer key;

    am_buffer_init(&key, layout->arena.allocator);
    am_buffer_put_char(&key, ',');
    am_json_put(&key, name);
    am_buffer_put_char(&key, ':');
    *member = (am_member){am_arena_copy(&layout->arena, am_buffer_text(&key)), index};
    am_buffer_clear(&key);
    return member->key.length > 0;
}

static bool add_outputs(am_layout *layout) {
    const am_program *program = layout->program;
    uint32_t first = 0;

    layout->outputs = AM_NEW_ARRAY(&layout->arena, am_member, program->output_count);
    for (uint32_t i = 0; i < program->output_count; i++) {
        layout->places[program->outputs[i].place].output_count++;
    }
    for (uint32_t i = 0; i < program->place_count; i++) {
        am_layout_place *place = &layout->places[i];

        place->first_output = first;
        first += place->output_count;
        place->has_outputs = place->output_count > 0;
        place->output_count = 0;
    }
    for (uint32_t i = 0; i < program->output_count && layout->outputs != NULL; i++) {
        const am_output *output = &program->outputs[i];
        am_layout_place *place = &layout->places[output->place];
        am_member *member = &layout->outputs[place->first_output + place->output_count++];

        if (!add_member(layout, member, output->name, (uint16_t)i)) {
            return false;
        }
        layout->shows_currency |= output->kind == AM_KIND_MONEY && program->unit != AM_NO_INDEX;
    }
    return layout->outputs != NULL;
}

/* The places within each that hold outputs; a place's number is above its parent's. */
static bool add_inner(am_layout *layout) {
    const am_program *program = layout->program;
    uint32_t first = 0;

    layout->inner = AM_NEW_ARRAY(&layout->arena, am_member, program->place_count);
    for (uint32_t i = program->place_count; i-- > 1;) {
        if (layout->places[i].has_outputs) {
            layout->places[program->places[i].parent].has_outputs = true;
            layout->places[program->places[i].parent].inner_count++;
        }
    }
    for (uint32_t i = 0; i < program->place_count; i++) {
        layout->places[i].first_inner = first;
        first += layout->places[i].inner_count;
        layout->places[i].inner_count = 0;
    }
    for (uint32_t i = 1; i < program->place_count && layout->inner != NULL; i++) {
        am_layout_place *parent = &layout->places[program->places[i].parent];

        if (layout->places[i].has_outputs &&
            !add_member(layout, &layout->inner[parent->first_inner + parent->inner_count++],
                        program->places[i].field, (uint16_t)i)) {
            return false;
        }
    }
    return layout->inner != NULL;
}

am_layout *am_layout_new(const am_program *program, am_allocator allocator) {
    am_arena arena;
    am_layout *layout;
    bool is_made;

    am_arena_init(&arena, allocator, 0);
    layout = AM_NEW(&arena, am_layout);
    if (layout == NULL) {
        return NULL;
    }
    layout->arena = arena;
    layout->program = program;
    layout->places = AM_NEW_ARRAY(&layout->arena, am_layout_place, program->place_count);
    is_made = layout->places != NULL && measure_depths(layout) && add_fields(layout) && add_names(layout) &&
              add_outputs(layout) && add_inner(layout);
    if (!is_made) {
        am_layout_free(layout);
        return NULL;
    }
    return layout;
}

void am_layout_free(am_layout *layout) {
    if (layout != NULL) {
        am_arena arena = layout->arena; /* which holds the layout itself */

        am_arena_clear(&arena);
    }
}
