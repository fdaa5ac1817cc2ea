/*
 * `mildest law`: an instruction for each place of the record that is compared, and what it compares.
 *
 * The instructions stand before all others, since whatever is dated reads them and they read facts alone.
 * Which outputs are compared is filled in when there are outputs.
 */
#include "lower/lowerer.h"

static void *taken(am_lowerer *lowerer, void *items) {
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
    }
    return items;
}

static uint32_t place_count(const am_lowerer *lowerer, const am_record *record) {
    uint32_t count = 0;
    for (uint16_t place = lowerer->first_places[record->index]; place != AM_NO_INDEX;
         place = lowerer->place_infos[place].next_same) {
        count++;
    }
    return count;
}

static uint16_t lower_date(am_lowerer *lowerer, const am_expr *date, const am_view *home) {
    am_reach reach = am_lower_reach_none();
    am_lower_reach_also(lowerer, &reach, date, home->frames);
    const am_view *view = am_lower_view_for(lowerer, home, &reach);
    return view == NULL || lowerer->is_failed
               ? AM_NO_INDEX
               : am_lower_bring(lowerer, am_lower_single(lowerer, date, view), 0, home);
}

static void lower_law(am_lowerer *lowerer, uint16_t place) {
    const am_mildest *mildest = lowerer->model->mildest;
    am_program *program = &lowerer->program;
    uint16_t domain = am_lower_domain_of_place(lowerer, place);
    const am_view *home = am_lower_home(lowerer, am_lower_frames(lowerer, NULL, place), domain);
    if (home == NULL || lowerer->is_failed) {
        return;
    }
    uint16_t first = lower_date(lowerer, mildest->first, home);
    uint16_t last = lower_date(lowerer, mildest->last, home);
    am_law *law = &program->laws[program->law_count];
    law->outputs = taken(lowerer, AM_NEW_ARRAY(lowerer->arena, uint16_t, mildest->by_count));
    if (lowerer->is_failed) {
        return;
    }
    lowerer->span = mildest->span;
    am_lower_emit(lowerer, AM_OP_LAW, AM_VALUE_DATE, domain,
                  (const uint16_t[4]){first, last, (uint16_t)program->law_count, 0});
    law->place = place;
    law->instruction = (uint16_t)(program->instruction_count - 1);
    law->is_two = mildest->is_two;
    program->law_count++;
}

static void lower_days(am_lowerer *lowerer, const am_mildest *mildest) {
    am_program *program = &lowerer->program;
    if (!am_lower_has_room(lowerer, (uint32_t)mildest->change_count, "days on which law changes") ||
        !am_lower_has_room(lowerer, (uint32_t)mildest->source_count, "provisions compared")) {
        return;
    }
    program->changes = taken(lowerer, AM_NEW_ARRAY(lowerer->arena, am_change, mildest->change_count));
    program->law_sources = taken(lowerer, AM_NEW_ARRAY(lowerer->arena, am_law_source, mildest->source_count));
    if (lowerer->is_failed) {
        return;
    }
    for (size_t i = 0; i < mildest->change_count; i++) {
        program->changes[i] = (am_change){mildest->changes[i].day, mildest->changes[i].published};
    }
    for (size_t i = 0; i < mildest->source_count; i++) {
        const am_mildest_source *source = &mildest->sources[i];
        program->law_sources[i] = (am_law_source){source->citation, source->provision, source->from,
                                                  source->until, source->published};
    }
    program->change_count = (uint32_t)mildest->change_count;
    program->law_source_count = (uint32_t)mildest->source_count;
}

void am_lower_laws(am_lowerer *lowerer) {
    const am_mildest *mildest = lowerer->model->mildest;
    if (mildest == NULL || lowerer->is_failed) {
        return;
    }
    uint32_t count = place_count(lowerer, mildest->record);
    lowerer->span = mildest->span;
    lowerer->program.laws = taken(lowerer, AM_NEW_ARRAY(lowerer->arena, am_law, count));
    for (uint16_t place = lowerer->first_places[mildest->record->index];
         place != AM_NO_INDEX && !lowerer->is_failed; place = lowerer->place_infos[place].next_same) {
        lower_law(lowerer, place);
    }
    lower_days(lowerer, mildest);
}

uint16_t am_lower_law_date(am_lowerer *lowerer, uint16_t place) {
    const am_program *program = &lowerer->program;
    for (uint32_t i = 0; i < program->law_count; i++) {
        if (program->laws[i].place == place) {
            return program->instructions[program->laws[i].instruction].result;
        }
    }
    am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
    return AM_NO_INDEX;
}

static void add_output(am_program *program, am_law *law, am_slice name) {
    for (uint32_t i = 0; i < program->output_count; i++) {
        if (program->outputs[i].place == law->place && am_slice_is_equal(program->outputs[i].name, name)) {
            law->outputs[law->output_count++] = (uint16_t)i;
            return;
        }
    }
}

void am_lower_law_outputs(am_lowerer *lowerer) {
    const am_mildest *mildest = lowerer->model->mildest;
    for (uint32_t i = 0; i < lowerer->program.law_count && !lowerer->is_failed; i++) {
        for (size_t k = 0; k < mildest->by_count; k++) {
            add_output(&lowerer->program, &lowerer->program.laws[i], mildest->by[k]->name);
        }
    }
}
