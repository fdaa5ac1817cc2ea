/*
 * From the layout and the lanes of a batch to the members of its result lines.
 */
#include "record/quick_result_plan.h"

#include <string.h>

#include "narrow/narrow.h"
#include "record/json.h"

/* A text in the arena with what may be read behind it. */
static am_slice keep(am_quick_results *results, const am_buffer *text) {
    char *copy = am_arena_take(&results->arena, text->length + AM_WRITE_COPIED, 1);
    if (copy == NULL || text->is_failed) {
        results->arena.is_exhausted = true;
        return AM_SLICE("");
    }
    memset(copy, 0, text->length + AM_WRITE_COPIED);
    if (text->length != 0) {
        memcpy(copy, text->data, text->length);
    }
    return (am_slice){copy, text->length};
}

static const am_slice *texts_of(am_quick_results *results, uint16_t scale) {
    const am_scale *of = &results->layout->program->scales[scale];
    am_slice *texts = AM_NEW_ARRAY(&results->arena, am_slice, of->value_count);
    am_buffer text;
    am_buffer_init(&text, results->allocator);
    for (uint32_t i = 0; i < of->value_count && texts != NULL; i++) {
        text.length = 0;
        am_json_put(&text, of->values[i]);
        texts[i] = keep(results, &text);
    }
    am_buffer_clear(&text);
    return texts;
}

static am_quick_write_how how_of(const am_shown *what) {
    if (what->column_high != AM_NO_INDEX) {
        return AM_WRITE_GENERALLY;
    }
    switch ((am_kind)what->kind) {
    case AM_KIND_NUMBER:
    case AM_KIND_WHOLE:
    case AM_KIND_MONEY:
        return AM_WRITE_COUNT;
    case AM_KIND_DATE:
        return AM_WRITE_DATE;
    case AM_KIND_CODE:
        return AM_WRITE_CODE;
    case AM_KIND_YESNO:
        return AM_WRITE_YESNO;
    case AM_KIND_TEXT:
        return AM_WRITE_TEXT;
    case AM_KIND_MONTHS:
    case AM_KIND_DAYS:
        break;
    }
    return AM_WRITE_GENERALLY;
}

/* What stands between an amount's key and its digits. */
static void put_unit(const am_quick_results *results, const am_shown *what, am_buffer *key) {
    const am_program *program = results->layout->program;
    am_buffer_put_char(key, '"');
    if (what->unit != AM_NO_INDEX && what->unit != program->unit) {
        am_buffer_put(key, program->units[what->unit].code);
        am_buffer_put_char(key, ' ');
    }
}

static void set_output(am_quick_results *results, const am_shown *what, am_buffer *key,
                       am_quick_member *out) {
    const am_program *program = results->layout->program;
    out->what = *what;
    out->how = (uint8_t)how_of(what);
    out->bare_length = key->length;
    out->column = &results->batch->columns[what->column];
    out->row_mask = program->registers[what->column].domain == AM_DOMAIN_CONSTANT ? 0 : UINT32_MAX;
    if (out->how == AM_WRITE_COUNT) {
        out->is_amount = true;
        if (what->kind == AM_KIND_MONEY) {
            out->least_places = what->unit == AM_NO_INDEX ? 0 : program->units[what->unit].digits;
            put_unit(results, what, key);
        }
    } else if (out->how == AM_WRITE_DATE) {
        am_buffer_put_char(key, '"');
        out->is_quoted = true;
    } else if (out->how == AM_WRITE_CODE) {
        out->texts = texts_of(results, what->scale);
    }
}

/* Amounts are written from counts where the batch's narrow program has such. */
static void follow_lane(const am_quick_results *results, am_quick_member *member) {
    if (!member->is_amount) {
        return;
    }
    const am_lane *lane = &results->batch->narrow->lanes[member->what.column];
    bool is_count = lane->kind == AM_LANE_COUNT && member->column->counts != NULL;
    member->how = is_count ? AM_WRITE_COUNT : AM_WRITE_GENERALLY;
    member->is_quoted = is_count && member->what.kind == AM_KIND_MONEY;
    member->key.length = is_count ? member->whole_length : member->bare_length;
    member->multiple = lane->grain.multiple;
    member->places = lane->grain.places;
    member->is_bare = is_count && !member->is_quoted && lane->grain.multiple == 1 && lane->grain.places == 0;
}

/* The key is rendered with all that may stand before digits. */
static void set_key(am_quick_results *results, const am_buffer *key, am_quick_member *member) {
    member->key = keep(results, key);
    member->whole_length = member->key.length;
    follow_lane(results, member);
}

static void set_inner(const am_quick_results *results, uint16_t number, am_quick_member *out) {
    const am_program *program = results->layout->program;
    const am_place *of = &program->places[number];
    out->place = number;
    out->how = AM_WRITE_INSIDE;
    out->row_mask = UINT32_MAX;
    if (of->kind == AM_PLACE_LIST) {
        out->how = AM_WRITE_LIST;
        out->domain = of->domain;
        out->column = &results->batch->columns[program->domains[of->domain].present];
    }
}

/* The longest text of a code. */
static size_t longest_of(const am_quick_results *results, const am_quick_member *member) {
    size_t longest = 0;
    uint32_t count =
        member->texts == NULL ? 0 : results->layout->program->scales[member->what.scale].value_count;
    for (uint32_t i = 0; i < count; i++) {
        longest = member->texts[i].length > longest ? member->texts[i].length : longest;
    }
    return longest;
}

/* The fact that names a place's rows. */
static void plan_id(am_quick_results *results, uint16_t number) {
    uint16_t index = results->layout->places[number].id;
    am_quick_member *id = &results->places[number].id;
    am_buffer key;
    if (index == AM_NO_INDEX || results->layout->program->facts[index].is_range) {
        return;
    }
    const am_fact *fact = &results->layout->program->facts[index];
    am_shown what = {fact->column, AM_NO_INDEX, fact->kind, fact->unit, fact->scale, AM_NO_INDEX};
    am_buffer_init(&key, results->allocator);
    am_buffer_put_text(&key, "\"id\":");
    set_output(results, &what, &key, id);
    set_key(results, &key, id);
    results->places[number].bytes += id->whole_length + AM_WRITE_MEMBER_BYTES + longest_of(results, id);
    am_buffer_clear(&key);
}

static void plan_place(am_quick_results *results, uint16_t number) {
    const am_layout *layout = results->layout;
    const am_layout_place *of = &layout->places[number];
    uint32_t count = of->output_count + of->inner_count;
    am_quick_member *members = AM_NEW_ARRAY(&results->arena, am_quick_member, count);
    size_t bytes = AM_WRITE_COPIED;
    am_buffer key;
    am_buffer_init(&key, results->allocator);
    for (uint32_t i = 0; i < count && members != NULL; i++) {
        bool is_output = i < of->output_count;
        const am_member *from = is_output ? &layout->outputs[of->first_output + i]
                                          : &layout->inner[of->first_inner + i - of->output_count];
        key.length = 0;
        am_buffer_put(&key, from->key);
        if (is_output) {
            am_shown what = am_shown_of(&layout->program->outputs[from->index]);
            set_output(results, &what, &key, &members[i]);
        } else {
            set_inner(results, from->index, &members[i]);
        }
        set_key(results, &key, &members[i]);
        bytes += members[i].whole_length + AM_WRITE_MEMBER_BYTES + longest_of(results, &members[i]);
    }
    am_buffer_clear(&key);
    results->places[number] = (am_quick_place){.members = members, .count = count, .bytes = bytes};
    plan_id(results, number);
}

void am_quick_results_follow(am_quick_results *results) {
    if (results->plan == results->batch->plan) {
        return;
    }
    results->plan = results->batch->plan;
    for (uint32_t i = 0; i < results->layout->program->place_count; i++) {
        for (uint32_t k = 0; k < results->places[i].count; k++) {
            follow_lane(results, &results->places[i].members[k]);
        }
    }
}

bool am_quick_results_plan(am_quick_results *results) {
    const am_program *program = results->layout->program;
    am_buffer text;
    results->places = AM_NEW_ARRAY(&results->arena, am_quick_place, program->place_count);
    for (uint32_t i = 0; i < program->place_count && !results->arena.is_exhausted; i++) {
        plan_place(results, (uint16_t)i);
    }
    am_buffer_init(&text, results->allocator);
    if (results->layout->shows_currency) {
        am_buffer_put_text(&text, ",\"currency\":");
        am_json_put(&text, program->units[program->unit].code);
    }
    results->currency = keep(results, &text);
    am_buffer_clear(&text);
    if (!results->arena.is_exhausted) {
        results->places[0].bytes += results->currency.length + AM_WRITE_COPIED;
    }
    return !results->arena.is_exhausted;
}
