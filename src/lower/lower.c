/*
 * The driver: places first, then the declarations in the model's order at each of their places, then the
 * outputs.
 *
 * What the model knows of currencies, scales and sources goes over number by number. The program is complete
 * or there is none.
 */
#include "lower/lower.h"

#include "lower/lowerer.h"

enum { FREE_PARTS = 16384, PARTS_A_BYTE = 4 };

static void *taken(am_lowerer *lowerer, void *items) {
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
    }
    return items;
}

static bool lower_scale(am_lowerer *lowerer, const am_value_set *set, am_scale *out) {
    *out = (am_scale){.name = set->name, .is_ordered = set->is_ordered, .value_count = set->value_count};
    out->values = taken(lowerer, AM_NEW_ARRAY(lowerer->arena, am_slice, set->value_count));
    for (uint16_t i = 0; out->values != NULL && i < set->value_count; i++) {
        out->values[i] = set->values[i].text;
    }
    return out->values != NULL;
}

static void lower_scales(am_lowerer *lowerer) {
    const am_model *model = lowerer->model;
    am_program *program = &lowerer->program;
    if (!am_lower_has_room(lowerer, (uint32_t)model->set_count, "tiers and choices")) {
        return;
    }
    program->scales = taken(lowerer, AM_NEW_ARRAY(lowerer->arena, am_scale, model->set_count));
    for (size_t i = 0; program->scales != NULL && i < model->set_count; i++) {
        if (!lower_scale(lowerer, &model->sets[i], &program->scales[i])) {
            return;
        }
        program->scale_count++;
    }
}

/* Of the texts that were compiled, each whole: the rulebook's first, then those that it uses. */
static am_digest digest_of(const am_sources *sources) {
    am_sha256 sum;
    am_sha256_init(&sum);
    for (size_t i = 0; i < sources->count; i++) {
        am_sha256_feed_whole(&sum, sources->items[i].text);
    }
    return am_sha256_finish(&sum);
}

static void lower_header(am_lowerer *lowerer) {
    const am_model *model = lowerer->model;
    am_program *program = &lowerer->program;
    program->edition = AM_LANGUAGE_EDITION;
    program->digest = digest_of(model->sources);
    program->name = model->books[0].name;
    program->title = model->books[0].title;
    program->unit = model->books[0].unit;
    program->calendars = model->calendars;
    program->calendar_count = (uint32_t)model->calendar_count;
    program->units = taken(lowerer, AM_NEW_ARRAY(lowerer->arena, am_unit, model->unit_count));
    program->sources = taken(lowerer, AM_NEW_ARRAY(lowerer->arena, am_slice, model->sources->count));
    for (size_t i = 0; program->units != NULL && i < model->unit_count; i++) {
        program->units[i] = (am_unit){model->units[i].code, model->units[i].digits};
        program->unit_count++;
    }
    for (size_t i = 0; program->sources != NULL && i < model->sources->count; i++) {
        program->sources[i] = model->sources->items[i].path;
        program->source_count++;
    }
}

static void lower_declarations(am_lowerer *lowerer) {
    const am_model *model = lowerer->model;
    for (size_t i = 0; i < model->declaration_count && !lowerer->is_failed; i++) {
        const am_declaration *declaration = model->declarations[i];
        /* A version is lowered where its head chooses it. */
        bool is_by_reader = declaration->record == NULL || declaration->head != NULL;
        uint16_t place = is_by_reader ? AM_NO_INDEX : lowerer->first_places[declaration->record->index];
        while (place != AM_NO_INDEX && !lowerer->is_failed) {
            am_lower_instance(lowerer, declaration, place);
            place = lowerer->place_infos[place].next_same;
        }
    }
}

static void check_widths(am_lowerer *lowerer) {
    const am_program *program = &lowerer->program;
    uint64_t *bytes = taken(lowerer, AM_NEW_ARRAY(lowerer->arena, uint64_t, program->domain_count));
    for (uint32_t i = 0; bytes != NULL && i < program->register_count; i++) {
        const am_register *one = &program->registers[i];
        if (one->domain == AM_DOMAIN_CONSTANT) {
            continue;
        }
        bytes[one->domain] += am_value_type_bytes(one->type) + (one->may != 0);
        if (bytes[one->domain] > AM_ROW_BYTES_MAX) {
            lowerer->span = (am_span){0, 0, 0};
            am_lower_fail(lowerer, AM_DIAG_PROGRAM_TOO_WIDE, AM_NO_ARGUMENTS);
            return;
        }
    }
}

/* A text of a few pages must not take the memory of a large one, whatever it says. */
static size_t most_parts_of(const am_sources *sources) {
    size_t bytes = 0;
    for (size_t i = 0; i < sources->count; i++) {
        bytes += sources->items[i].text.length;
    }
    return FREE_PARTS + PARTS_A_BYTE * bytes;
}

static bool prepare(am_lowerer *lowerer) {
    am_view *constant = AM_NEW(lowerer->arena, am_view);
    lowerer->blocks = AM_GROW(lowerer->arena, am_block, lowerer->blocks, 0, &lowerer->room.blocks);
    if (constant == NULL || lowerer->blocks == NULL) {
        return false;
    }
    lowerer->most_parts = most_parts_of(lowerer->model->sources);
    *constant = (am_view){AM_VIEW_CONSTANT, NULL, NULL, AM_DOMAIN_CONSTANT};
    lowerer->constant_view = constant;
    lowerer->blocks[0] = (am_block){AM_BLOCK_OPEN, 0, 0, AM_NO_INDEX, false};
    lowerer->block_count = 1;
    am_names_init(&lowerer->texts, lowerer->arena);
    return true;
}

const am_program *am_lower(am_arena *arena, const am_model *model, am_diagnostics *diagnostics) {
    am_lowerer lowerer = {.arena = arena,
                          .model = model,
                          .diagnostics = diagnostics,
                          .clause = AM_NO_INDEX,
                          .within = {AM_NO_INDEX, AM_NO_INDEX}};
    if (!prepare(&lowerer)) {
        return NULL;
    }
    lower_header(&lowerer);
    lower_scales(&lowerer);
    if (!lowerer.is_failed) {
        am_lower_places(&lowerer);
    }
    am_lower_laws(&lowerer);
    if (!lowerer.is_failed) {
        am_lower_checks(&lowerer);
    }
    lower_declarations(&lowerer);
    am_lower_outputs(&lowerer);
    am_lower_law_outputs(&lowerer);
    if (!lowerer.is_failed) {
        am_lower_rank_texts(&lowerer);
        am_lower_rank_sites(&lowerer);
        check_widths(&lowerer);
    }
    am_program *program = AM_NEW(arena, am_program);
    if (lowerer.is_failed || program == NULL || arena->is_exhausted) {
        return NULL;
    }
    *program = lowerer.program;
    return program;
}
