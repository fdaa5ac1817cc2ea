/*
 * Frames and views, each made once, and the way of a value from the frame that it belongs to down to a view.
 *
 * Down the outer views it is spread to the elements of each aggregate; into a product's element side it is
 * taken with `element`.
 */
#include "lower/lowerer.h"

#include <limits.h>

const am_frames *am_lower_frames(am_lowerer *lowerer, const am_frames *outer, uint16_t place) {
    const am_memo_entry *known = am_memo_find(&lowerer->frames, am_memo_key(outer), place);
    uint16_t depth = outer == NULL ? 0 : (uint16_t)(outer->depth + 1);
    if (known != NULL) {
        return known->pointer;
    }
    if (depth >= AM_LOWER_FRAMES_MAX) {
        am_lower_fail(lowerer, AM_DIAG_LISTS_TOO_DEEP, AM_NO_ARGUMENTS);
        return NULL;
    }
    am_frames *frames = AM_NEW(lowerer->arena, am_frames);
    am_memo_entry *entry = am_memo_put(&lowerer->frames, lowerer->arena, am_memo_key(outer), place);
    if (frames == NULL || entry == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return NULL;
    }
    *frames = (am_frames){outer, place, depth, NULL, 0};
    entry->pointer = frames;
    return frames;
}

/* The view of these parts; `around` is the outer view, or for HOME the frames. */
static const am_view *view_of(am_lowerer *lowerer, const void *around, am_view made) {
    uint64_t second = (uint64_t)made.kind << 32 | (uint64_t)made.frames->place << 16 | made.domain;
    const am_memo_entry *known = am_memo_find(&lowerer->views, am_memo_key(around), second);
    if (known != NULL) {
        return known->pointer;
    }
    am_view *view = AM_NEW(lowerer->arena, am_view);
    am_memo_entry *entry = am_memo_put(&lowerer->views, lowerer->arena, am_memo_key(around), second);
    if (view == NULL || entry == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return NULL;
    }
    *view = made;
    entry->pointer = view;
    return view;
}

const am_view *am_lower_home(am_lowerer *lowerer, const am_frames *frames, uint16_t domain) {
    return frames == NULL ? NULL : view_of(lowerer, frames, (am_view){AM_VIEW_HOME, frames, NULL, domain});
}

const am_view *am_lower_inner_view(am_lowerer *lowerer, const am_view *outer, uint16_t list_place,
                                   uint16_t domain, am_view_kind kind) {
    const am_frames *frames = am_lower_frames(lowerer, outer->frames, list_place);
    return frames == NULL ? NULL : view_of(lowerer, outer, (am_view){kind, frames, outer, domain});
}

const am_view *am_lower_frames_view(am_lowerer *lowerer, const am_view *outer, const am_frames *frames,
                                    uint16_t domain) {
    return view_of(lowerer, outer, (am_view){AM_VIEW_DIRECT, frames, outer, domain});
}

static const am_view *view_at_depth(const am_view *view, int depth) {
    while (view->kind != AM_VIEW_HOME && view->frames->depth > depth) {
        view = view->outer;
    }
    return view;
}

/* The frames of `found`, where an expression of the view is read that counts its aggregates from the view's.
 */
static const am_frames *frames_without(am_lowerer *lowerer, const am_view *view, const am_view *found) {
    uint16_t dropped = found->frames->dropped;
    for (const am_frames *frames = view->frames; frames->depth > found->frames->depth;
         frames = frames->outer) {
        dropped = (uint16_t)(dropped + frames->dropped + 1);
    }
    if (dropped == found->frames->dropped || found->frames->depth == 0) {
        return found->frames;
    }
    uint64_t second = (uint64_t)1 << 32 | dropped;
    const am_memo_entry *known = am_memo_find(&lowerer->frames, am_memo_key(found->frames), second);
    if (known != NULL) {
        return known->pointer;
    }
    am_frames *frames = AM_NEW(lowerer->arena, am_frames);
    am_memo_entry *entry = am_memo_put(&lowerer->frames, lowerer->arena, am_memo_key(found->frames), second);
    if (frames == NULL || entry == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return NULL;
    }
    *frames = *found->frames;
    frames->dropped = dropped;
    entry->pointer = frames;
    return frames;
}

const am_view *am_lower_view_for(am_lowerer *lowerer, const am_view *view, const am_reach *reach) {
    int top = -1;
    int used = 0;
    for (int i = 0; i < AM_LOWER_FRAMES_MAX; i++) {
        if (reach->domains[i] != AM_NO_INDEX) {
            top = i;
            used++;
        }
    }
    if (used == 0) {
        return lowerer->constant_view;
    }
    const am_view *found = view_at_depth(view, top);
    const am_frames *frames = frames_without(lowerer, view, found);
    if (frames == NULL || used == 1) {
        return am_lower_home(lowerer, frames, reach->domains[top]);
    }
    return frames == found->frames
               ? found
               : view_of(lowerer, frames, (am_view){found->kind, frames, found->outer, found->domain});
}

static uint16_t spread_to(am_lowerer *lowerer, uint16_t number, uint16_t domain) {
    const am_register *made = am_lower_register_of(lowerer, number);
    if (lowerer->is_failed || made->domain == domain || domain == AM_NO_INDEX) {
        return number;
    }
    am_value_type type = made->type;
    uint16_t above = spread_to(lowerer, number, lowerer->program.domains[domain].parent);
    return am_lower_emit(lowerer, AM_OP_SPREAD, type, domain, (const uint16_t[4]){above, 0, 0, 0});
}

uint16_t am_lower_bring(am_lowerer *lowerer, uint16_t number, uint16_t depth, const am_view *view) {
    uint16_t domain = am_lower_register_of(lowerer, number)->domain;
    if (lowerer->is_failed || domain == AM_DOMAIN_CONSTANT || view->kind == AM_VIEW_CONSTANT) {
        return number;
    }
    if (view->frames->depth > depth && view->outer != NULL) {
        return spread_to(lowerer, am_lower_bring(lowerer, number, depth, view->outer), view->domain);
    }
    if (domain == view->domain || view->kind != AM_VIEW_PRODUCT) {
        return spread_to(lowerer, number, view->domain);
    }
    uint16_t element = spread_to(lowerer, number, lowerer->program.domains[view->domain].element);
    return am_lower_emit(lowerer, AM_OP_ELEMENT, am_lower_type_of(lowerer, number), view->domain,
                         (const uint16_t[4]){element, 0, 0, 0});
}

am_lowered am_lower_bring_pair(am_lowerer *lowerer, am_lowered value, uint16_t depth, const am_view *view) {
    am_lowered brought = {am_lower_bring(lowerer, value.low, depth, view), AM_NO_INDEX};
    if (value.high != AM_NO_INDEX) {
        brought.high = am_lower_bring(lowerer, value.high, depth, view);
    }
    return brought;
}

/* AM_NO_INDEX where the scope leads nowhere from these frames. */
static uint16_t find_place(const am_lowerer *lowerer, const am_scope *scope, const am_frames *frames,
                           uint16_t *depth) {
    const am_program *program = &lowerer->program;
    unsigned out = scope->is_element ? scope->aggregate : UINT_MAX; /* to the outermost */
    bool is_root = scope->is_root;
    while (out > frames->dropped && frames->outer != NULL) {
        out -= frames->dropped + 1u;
        frames = frames->outer;
    }
    uint16_t place = is_root ? 0 : frames->place;
    *depth = frames->depth;
    for (uint8_t i = 0; i < scope->up && place < program->place_count; i++) {
        place = program->places[place].parent;
    }
    for (uint8_t i = 0; i < scope->via_count && place < program->place_count; i++) {
        const am_place_info *info = &lowerer->place_infos[place];
        bool is_member = info->record == scope->via[i]->owner;
        place = is_member ? info->slots[scope->via[i] - info->record->fields] : AM_NO_INDEX;
    }
    return place < program->place_count ? place : AM_NO_INDEX;
}

uint16_t am_lower_resolve(am_lowerer *lowerer, const am_scope *scope, const am_frames *frames,
                          uint16_t *depth) {
    uint16_t place = find_place(lowerer, scope, frames, depth);
    if (place == AM_NO_INDEX) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return 0;
    }
    return place;
}

/* A value that is constant may be read in a view without the frame that its scope starts from (or without
 * any): it is the same at every place of its record. */
uint16_t am_lower_read_from(am_lowerer *lowerer, const am_expr *expr, const am_frames *frames,
                            uint16_t *depth) {
    static const am_scope reader = {.is_element = false};
    const am_record *record = expr->declaration->record;
    const am_scope *scope = expr->declaration->kind == AM_DECLARATION_PARAMETER ? &reader : &expr->scope;
    *depth = 0;
    uint16_t place = frames == NULL ? AM_NO_INDEX : find_place(lowerer, scope, frames, depth);
    if (place != AM_NO_INDEX && (record == NULL || lowerer->place_infos[place].record == record)) {
        return place;
    }
    return record == NULL ? 0 : lowerer->first_places[record->index];
}
