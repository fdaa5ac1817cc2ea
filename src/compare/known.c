/*
 * The members of a record that no rulebook knows.
 *
 * A member is passed over by a rulebook that does not declare it, since it may be another's; so what is
 * misspelt would be lost under all of them, unless it is looked for here. Inside a list or record only those
 * rulebooks count that know the list or record.
 */
#include <string.h>

#include "base/unicode.h"
#include "compare/comparison.h"
#include "record/reader.h"

/* Which fact or place a member is, by rulebook. */
enum { UNKNOWN = 0xFFFF, A_FACT = 0xFFFE };

typedef struct known_walk {
    am_comparison *all;
    am_refusal_text record;
    am_json json;
    am_buffer path;
} known_walk;

/* The name of the STRING token read last, as rulebooks spell it. */
static am_slice name_of(known_walk *walk) {
    am_arena *arena = &walk->all->record_arena;
    am_slice name = walk->json.text;
    if (walk->json.has_escape) {
        char *room = am_arena_take(arena, name.length + 1, 1);
        name = room == NULL ? AM_SLICE("") : (am_slice){room, am_json_decode(name, room)};
    }
    return am_unicode_is_nfc(name) ? name : am_unicode_nfc(arena, name);
}

static uint16_t find_member(const am_party *party, uint16_t place, am_slice name) {
    const am_layout *layout = party->assessor->layout;
    uint32_t field = place < A_FACT ? am_layout_find_field(layout, place, name) : AM_LAYOUT_NONE;
    if (field == AM_LAYOUT_NONE) {
        return UNKNOWN;
    }
    return layout->fields[field].place != AM_NO_INDEX ? layout->fields[field].place : A_FACT;
}

/* Whether some rulebook has it; `inside` is by rulebook. */
static bool find_everywhere(const am_comparison *all, const uint16_t *places, am_slice name,
                            uint16_t *inside) {
    bool is_known = false;
    for (size_t i = 0; i < all->count; i++) {
        inside[i] = find_member(&all->parties[i], places[i], name);
        is_known = is_known || inside[i] != UNKNOWN;
    }
    return is_known;
}

static bool is_place_of_any(const am_comparison *all, const uint16_t *places) {
    for (size_t i = 0; i < all->count; i++) {
        if (places[i] < A_FACT) {
            return true;
        }
    }
    return false;
}

static void try_fields(const am_layout *layout, uint16_t place, am_slice name, am_suggestion *suggestion) {
    const am_layout_place *at = &layout->places[place];
    for (uint32_t i = 0; i < at->field_count; i++) {
        am_suggestion_try(suggestion, name, layout->fields[at->first_field + i].name);
    }
}

static bool refuse(known_walk *walk, const uint16_t *places, am_slice name) {
    am_comparison *all = walk->all;
    char memory[256];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);
    am_suggestion suggestion = {.distance = 0};
    for (size_t i = 0; i < all->count; i++) {
        if (places[i] < A_FACT) {
            try_fields(all->parties[i].assessor->layout, places[i], name, &suggestion);
        }
    }
    am_slice arguments[] = {name, am_suggestion_print(&suggestion, &buffer)};
    am_refusal_write(&all->error, walk->record, am_json_start(&walk->json), AM_DIAG_RECORD_UNKNOWN_FIELD,
                     arguments, 2);
    am_slice path = am_refusal_cut(am_buffer_text(&walk->path), sizeof all->error.path - 1);
    if (path.length != 0) {
        memcpy(all->error.path, path.data, path.length);
    }
    all->error.path[path.length] = '\0';
    return false;
}

static bool walk_object(known_walk *walk, const uint16_t *places);

/* The value whose first token was read. */
static bool walk_value(known_walk *walk, const uint16_t *places) {
    am_json_fault fault;
    size_t start = walk->path.length;
    bool is_good = true;
    if (!is_place_of_any(walk->all, places)) {
        return am_json_skip(&walk->json, 0, &fault);
    }
    if (walk->json.kind == AM_JSON_OPEN_OBJECT) {
        return walk_object(walk, places);
    }
    if (walk->json.kind != AM_JSON_OPEN_ARRAY) {
        return true;
    }
    for (uint32_t number = 1; is_good && am_json_next(&walk->json) != AM_JSON_CLOSE_ARRAY;) {
        if (walk->json.kind == AM_JSON_COMMA) {
            continue;
        }
        am_buffer_put_char(&walk->path, '[');
        am_buffer_put_unsigned(&walk->path, number++);
        am_buffer_put_char(&walk->path, ']');
        is_good = walk->json.kind == AM_JSON_OPEN_OBJECT ? walk_object(walk, places)
                                                         : am_json_skip(&walk->json, 0, &fault);
        walk->path.length = is_good ? start : walk->path.length;
    }
    return is_good;
}

static bool walk_member(known_walk *walk, const uint16_t *places) {
    uint16_t *inside = AM_NEW_ARRAY(&walk->all->record_arena, uint16_t, walk->all->count);
    am_slice name = name_of(walk);
    size_t start = walk->path.length;
    if (inside == NULL) {
        return false;
    }
    am_buffer_put_text(&walk->path, start > 0 ? "." : "");
    am_buffer_put(&walk->path, name);
    if (!find_everywhere(walk->all, places, name, inside)) {
        return refuse(walk, places, name);
    }
    am_json_next(&walk->json);
    am_json_next(&walk->json);
    bool is_good = walk_value(walk, inside);
    walk->path.length = is_good ? start : walk->path.length;
    return is_good;
}

/* The members of an object, from its bracket. Places lie in one another 16 deep at most. */
static bool walk_object(known_walk *walk, const uint16_t *places) {
    while (am_json_next(&walk->json) != AM_JSON_CLOSE_OBJECT) {
        if (walk->json.kind == AM_JSON_STRING && !walk_member(walk, places)) {
            return false;
        }
    }
    return true;
}

bool am_comparison_knows(am_comparison *all, am_refusal_text record) {
    am_json_fault fault;
    if (am_json_check(record.text, &fault) != AM_DIAG_NONE) {
        am_refusal_write_fault(&all->error, record, &fault);
        return false;
    }
    uint16_t *places = AM_NEW_ARRAY(&all->record_arena, uint16_t, all->count);
    known_walk walk = {.all = all, .record = record, .json = am_json_of(record.text)};
    if (places == NULL || am_json_next(&walk.json) != AM_JSON_OPEN_OBJECT || all->options.is_extra_ignored) {
        return places != NULL;
    }
    am_buffer_init(&walk.path, all->allocator);
    bool is_known = walk_object(&walk, places);
    am_buffer_clear(&walk.path);
    return is_known;
}
