/*
 * Checks of records: a yes or no at each place of the record, in no block, which the VM looks at after a run.
 */
#include "lower/lowerer.h"

static void append(am_lowerer *lowerer, const am_fact_check *check) {
    am_program *program = &lowerer->program;
    if (!am_lower_has_room(lowerer, program->check_count, "checks")) {
        return;
    }
    am_fact_check *items =
        AM_GROW(lowerer->arena, am_fact_check, program->checks, program->check_count, &lowerer->room.checks);
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return;
    }
    program->checks = items;
    items[program->check_count++] = *check;
}

static void lower_check(am_lowerer *lowerer, const am_record_check *check, uint16_t place) {
    const am_frames *frames = am_lower_frames(lowerer, NULL, place);
    const am_view *view = am_lower_home(lowerer, frames, am_lower_domain_of_place(lowerer, place));
    if (view == NULL) {
        return;
    }
    lowerer->span = check->span;
    uint16_t number = am_lower_bring(lowerer, am_lower_single(lowerer, check->condition, view), 0, view);
    const am_source *source = &lowerer->model->sources->items[check->span.source];
    uint32_t line = am_source_position(source, check->span.start).line;
    am_fact_check made = {check->message, check->citation, place, number, check->span.source, line};
    append(lowerer, &made);
}

/* In source order, so that the first that fails is the first that is told. */
void am_lower_checks(am_lowerer *lowerer) {
    const am_model *model = lowerer->model;
    for (size_t r = 0; r < model->record_count; r++) {
        const am_record *record = model->records[r];
        for (uint16_t i = 0; i < record->check_count; i++) {
            uint16_t place = lowerer->first_places[record->index];
            while (place != AM_NO_INDEX && !lowerer->is_failed) {
                lower_check(lowerer, &record->checks[i], place);
                place = lowerer->place_infos[place].next_same;
            }
        }
    }
}
