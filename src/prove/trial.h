/*
 * The claim of a property assessed by the VM: a program of what it reads, compiled, written as an image, read
 * back and verified as every rulebook is, and a batch that JSON records are read into.
 */
#ifndef AM_PROVE_TRIAL_H
#define AM_PROVE_TRIAL_H

#include "code/image.h"
#include "prove/sample.h"
#include "prove/visit.h"
#include "record/record.h"

#define AM_TRIAL_RECORDS_MAX 32

typedef struct am_trial {
    const am_model *model;
    const am_property *property;
    am_allocator allocator;
    const am_program *program;
    am_layout *layout;
    am_batch *batch;
    am_ids *ids;
    am_reader *reader;
    am_buffer text;
    uint64_t record_cost; /* instructions of the machine that a record takes, roughly */
    uint64_t spent;
    uint64_t records;      /* assessed so far */
    uint64_t values;       /* of these, those of which the claim had a value */
    bool is_out_of_memory; /* nothing is known any more */
} am_trial;

/* What a claim came to for one of the records that it is made of. */
typedef struct am_trial_outcome {
    bool is_value;
    am_constant_value value;
} am_trial_outcome;

/* Where the record that is spoken of stands: through fields and elements from the outermost. */
#define AM_TRIAL_DEPTH_MAX 32
typedef struct am_trial_where {
    uint16_t place;
    uint32_t depth;
    const am_field *fields[AM_TRIAL_DEPTH_MAX];
    uint32_t numbers[AM_TRIAL_DEPTH_MAX]; /* of the element, from 0 */
} am_trial_where;

/* False when there is no such program, or memory runs out. */
bool am_trial_open(am_trial *trial, am_arena *arena, const am_model *model, const am_closure *closure,
                   const am_property *property, am_allocator allocator);
void am_trial_close(am_trial *trial);

/* The places of the records that the claim is of. */
size_t am_trial_place_count(const am_trial *trial);
/* The way to the place of that number, to first elements; false when it is too deep. */
bool am_trial_place(const am_trial *trial, size_t number, am_trial_where *out);

/* Assesses up to AM_TRIAL_RECORDS_MAX records; the outcome of each for what stands there. A record that
 * cannot be read, or has nothing there, has no value. */
void am_trial_assess(am_trial *trial, am_sample *const *samples, uint32_t count, const am_trial_where *where,
                     am_trial_outcome *outcomes);

#endif
