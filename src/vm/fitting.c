/*
 * Narrow programs for values that were set: when one is made, and what becomes of the batch.
 *
 * A plan that finds no room leaves the batch with the narrow program that it was made with, and the values to
 * the program itself.
 */
#include "vm/fitting.h"

#include <string.h>

#include "base/allotment.h"
#include "narrow/narrow.h"
#include "vm/narrow_work.h"
#include "vm/single_step.h"

enum {
    WORTH_RECORDS = 256, /* assessed by the program itself they cost as much more as planning does */
    RUN_RECORDS = 32,    /* so many does a run cost beside its own */
    FEW_RUNS = 8,        /* of a few records each: from then on single rows pay */
};

struct am_fitting {
    am_arena arena;         /* of all this */
    am_constant *wanted;    /* by calibration: the values that were set */
    am_constant *planned;   /* likewise: what the batch's narrow program was made for */
    const am_narrow *first; /* the one that the batch was made with */
    am_allotment allotment; /* of the narrow program in its place, and of single rows for that */
    uint32_t spent;         /* on the values that are wanted, in records */
    uint32_t few_runs;      /* since the narrow program was made */
    bool is_refused;        /* there was no room for one */
};

/* The program's values, by calibration. */
static void copy_values(const am_program *program, am_constant *out) {
    for (uint32_t i = 0; i < program->calibration_count; i++) {
        uint16_t column = program->calibrations[i].column;
        out[i] = program->constants[program->registers[column].constant];
    }
}

static size_t allotment_bytes(const am_batch *batch) {
    return am_allotment_bytes_for(batch->narrow->arena.used_bytes,
                                  batch->single == NULL ? 0 : batch->single->arena.used_bytes);
}

static void fill(am_fitting *fitting, am_arena *arena, const am_batch *batch) {
    const am_program *program = batch->program;
    fitting->first = batch->narrow;
    fitting->few_runs = FEW_RUNS;
    fitting->wanted = AM_NEW_ARRAY(arena, am_constant, program->calibration_count);
    fitting->planned = AM_NEW_ARRAY(arena, am_constant, program->calibration_count);
    fitting->allotment.size = allotment_bytes(batch);
    fitting->allotment.bytes = am_arena_take(arena, fitting->allotment.size, 64);
    if (!arena->is_exhausted) {
        copy_values(program, fitting->wanted);
        copy_values(program, fitting->planned);
    }
}

am_fitting *am_fitting_new(const am_batch *batch, am_allocator allocator) {
    am_arena arena;
    am_arena_init(&arena, allocator, 0);
    am_fitting *fitting = AM_NEW(&arena, am_fitting);
    if (fitting != NULL) {
        fill(fitting, &arena, batch);
    }
    if (arena.is_exhausted) {
        am_arena_clear(&arena);
        return NULL;
    }
    fitting->arena = arena;
    return fitting;
}

void am_fitting_free(am_fitting *fitting) {
    if (fitting != NULL) {
        am_arena arena = fitting->arena;
        am_arena_clear(&arena);
    }
}

/* To the last digit: values that are equal may be written differently. */
static bool is_same(const am_constant *a, const am_constant *b) {
    return a->integer == b->integer && a->decimal.digits == b->decimal.digits &&
           a->decimal.exponent == b->decimal.exponent && a->decimal.is_negative == b->decimal.is_negative;
}

static bool is_planned(const am_fitting *fitting, const am_program *program) {
    bool is_one = true;
    for (uint32_t i = 0; i < program->calibration_count; i++) {
        is_one = is_one && is_same(&fitting->planned[i], &fitting->wanted[i]);
    }
    return is_one;
}

void am_fitting_set(am_batch *batch, uint32_t calibration, am_decimal decimal, int32_t integer) {
    am_fitting *fitting = batch->fitting;
    am_constant *wanted = &fitting->wanted[calibration];
    am_constant value = *wanted;
    if (value.type == AM_VALUE_DECIMAL) {
        value.decimal = decimal;
    } else {
        value.integer = integer;
    }
    if (!is_same(wanted, &value)) {
        *wanted = value;
        fitting->spent = 0;
        fitting->is_refused = false;
        batch->is_unfit = !is_planned(fitting, batch->program);
    }
}

/* Single rows for the batch's narrow program, once there were enough runs of few records. */
static void follow_singly(am_batch *batch) {
    am_fitting *fitting = batch->fitting;
    bool is_few = batch->rows[0].count <= AM_SINGLE_RECORDS_MAX && !batch->narrow->is_explained;
    if (is_few && fitting->few_runs < FEW_RUNS && ++fitting->few_runs == FEW_RUNS) {
        am_single_new(batch, am_allotment_allocator(&fitting->allotment), &batch->single);
    }
}

void am_fitting_plan(am_batch *batch) {
    am_fitting *fitting = batch->fitting;
    batch->plan++;
    am_single_free(batch->single);
    batch->single = NULL;
    am_allotment_empty(&fitting->allotment);
    am_narrow *narrow = am_narrow_new_fitted(batch->program, fitting->wanted, fitting->first->is_explained,
                                             am_allotment_allocator(&fitting->allotment));
    if (narrow != NULL && am_narrow_work_change(batch, narrow, fitting->wanted)) {
        batch->is_unfit = false;
        fitting->few_runs = 0;
        memcpy(fitting->planned, fitting->wanted,
               batch->program->calibration_count * sizeof *fitting->planned);
        return;
    }
    fitting->is_refused = true;
    fitting->few_runs = FEW_RUNS;
    am_narrow_work_change(batch, fitting->first, fitting->wanted);
    copy_values(batch->program, fitting->planned);
}

void am_fitting_follow(am_batch *batch) {
    am_fitting *fitting = batch->fitting;
    if (!batch->is_unfit) {
        follow_singly(batch);
        return;
    }
    fitting->spent += batch->rows[0].count + RUN_RECORDS;
    if (fitting->spent >= WORTH_RECORDS && !fitting->is_refused && !batch->has_known_at) {
        am_fitting_plan(batch);
    }
}
