/*
 * Flags of declarations, each after all that it reads.
 */
#include "prove/reads.h"

#define VISITS_MAX 200000u

typedef struct am_flagging {
    const am_reads *reads;
    uint8_t flags;
} am_flagging;

static bool holds_fact(const am_reads *reads, const am_field *list) {
    const am_record *record = reads->fact != NULL ? reads->fact->owner : NULL;

    if (list == reads->fact) {
        return true;
    }
    for (; record != NULL; record = record->enclosing) {
        if (record->holder == list) {
            return true;
        }
    }
    /* A record that is held in several ways: any list of it may hold the fact. */
    return reads->fact != NULL && list->record == reads->fact->owner;
}

static void flag(am_visit *visit, const am_expr *expr) {
    am_flagging *flagging = visit->context;
    const am_reads *reads = flagging->reads;

    if (expr->kind == AM_EXPR_FIELD && expr->field == reads->fact) {
        flagging->flags |= AM_READS_FACT;
    } else if (expr->kind == AM_EXPR_VALUE) {
        flagging->flags |= reads->flags[expr->declaration->number];
    } else if (expr->kind == AM_EXPR_LAW) { /* by all that laws are compared by */
        flagging->flags |= AM_READS_FACT | AM_READS_LIST;
    } else if (expr->kind == AM_EXPR_OVER && expr->over->list != NULL && reads->fact != NULL &&
               holds_fact(reads, expr->over->list)) {
        flagging->flags |= AM_READS_LIST | (expr->over->list == reads->fact ? AM_READS_FACT : 0);
    }
}

uint8_t am_reads_flags(const am_reads *reads, const am_expr *expr) {
    am_flagging flagging = {.reads = reads};
    am_visit visit = {.on = flag, .context = &flagging, .left = VISITS_MAX};

    am_visit_expr(&visit, expr);
    return visit.is_cut ? AM_READS_FACT | AM_READS_LIST : flagging.flags;
}

const am_reads *am_reads_of(am_arena *arena, const am_model *model, const am_closure *closure,
                            const am_property *property) {
    am_reads *reads = AM_NEW(arena, am_reads);
    am_visit visit = {.on = flag, .left = VISITS_MAX};

    if (reads == NULL) {
        return NULL;
    }
    reads->model = model;
    reads->fact = property->fact != NULL ? property->fact->field : NULL;
    reads->flags = AM_NEW_ARRAY(arena, uint8_t, (size_t)property->value->number + 1);
    for (size_t i = 0; reads->flags != NULL && i < closure->count; i++) {
        am_flagging flagging = {.reads = reads};

        visit.context = &flagging;
        am_visit_declaration(&visit, closure->items[i]);
        reads->flags[closure->items[i]->number] = flagging.flags;
    }
    return reads->flags != NULL && !visit.is_cut ? reads : NULL;
}
