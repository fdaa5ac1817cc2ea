/*
 * Steps over single rows, and the program that they form.
 *
 * A step ends by calling the next, which compilers turn into a jump; where they do not, the limit on steps
 * keeps the stack small. Slots hold everything: of a record a value and, behind it, its state; of elements a
 * value each; of yes/no of elements one word with a bit each, where bits beyond the list mean nothing.
 */
#ifndef AM_VM_SINGLE_STEP_H
#define AM_VM_SINGLE_STEP_H

#include "narrow/narrow.h"
#include "vm/single.h"

typedef struct am_single_step am_single_step;
/* False: the record is not plain. */
typedef bool am_single_do(const am_single_step *step, int64_t *slots);

struct am_single_step {
    am_single_do *run;
    uint32_t out; /* slots */
    uint32_t a;
    uint32_t b;
    uint32_t c;
    uint32_t rows;      /* of elements: the slot of how many there are */
    uint8_t strides[4]; /* of elements: 1 for a, b, c where they have a value each, else 0 */
    union {
        int64_t factor;
        int32_t factors[2];
        const void *table;
    } by;
};

/* The place of a lane in the slots. */
typedef enum am_single_shape {
    AM_SINGLE_NOWHERE,
    AM_SINGLE_ONE,  /* of the record, or constant: value and state */
    AM_SINGLE_MANY, /* of elements */
    AM_SINGLE_MASK, /* yes/no of elements */
} am_single_shape;
/* What may stand there instead of a value: where the state is another than a value, which of them. */
typedef enum am_single_lack {
    AM_SINGLE_PLAIN,
    AM_SINGLE_UNKNOWN, /* the state is a value or unknown */
    AM_SINGLE_FAULT,   /* where the state says unknown, this is at fault */
    AM_SINGLE_CARRIED, /* the state behind the value says what it is */
} am_single_lack;
typedef struct am_single_stream am_single_stream;
typedef struct am_single_place {
    uint32_t slot;
    uint32_t state_slot; /* of one that may lack a value */
    uint32_t known_of;   /* it is yes where the state in this slot is a value; or 0 */
    uint8_t shape;
    uint8_t lack;
    /* What follows from one code alone: what it is for each code. */
    uint32_t code_slot;
    uint32_t code_count;      /* 0: it does not */
    const int64_t *answers;   /* NULL: it is the code */
    am_single_stream *stream; /* of a list's fact that is read where it stands; or NULL */
} am_single_place;

/* The values of a list's elements, where records have them or in slots. */
struct am_single_stream {
    const void *values; /* of all records */
    int64_t low;        /* others leave the record */
    uint64_t span;
    int64_t factor;
    uint32_t slot;
    uint8_t bytes; /* of a value: 8, 4 or 1; 0: they are in slots */
};
/* Counts that have one more on either side. */
#define AM_SINGLE_STREAM_MAX (INT64_MAX - 1)
/* That an element's value is, or lies between, others. */
typedef struct am_single_test {
    const am_single_stream *of;
    uint32_t low; /* slots */
    uint32_t high;
    int64_t above; /* 1: the least itself is not right */
    int64_t below;
} am_single_test;
typedef struct am_single_sieve {
    uint32_t count;
    am_single_test tests[];
} am_single_sieve;

/* Where a list of the record stands. */
typedef struct am_single_list {
    uint32_t rows_slot;  /* how many elements; AM_NO_SLOT: not used */
    uint32_t first_slot; /* the first one's number, where the elements come from */
} am_single_list;

#define AM_NO_SLOT UINT32_MAX
/* The record's number where its facts come from. */
#define AM_SINGLE_INDEX 0u
/* Most steps, and most slots. */
#define AM_SINGLE_STEPS_MAX 2048u
#define AM_SINGLE_SLOTS_MAX (1u << 16)

/* A column of a schedule's conditions: its class by the value in a slot. */
typedef struct am_single_axis {
    const am_classer *classer;
    uint32_t slot;
    bool may_lack;
} am_single_axis;
typedef struct am_single_pick {
    const int32_t *dense;
    uint32_t axis_count;
    am_single_axis axes[];
} am_single_pick;

/* A column of the batch that results are put into. */
typedef struct am_single_target {
    am_column *column;
    bool is_plain;
} am_single_target;

struct am_single {
    am_arena arena;
    const am_narrow *narrow;
    am_single_place *places; /* by lane: of all that steps read, and of results */
    am_single_list *lists;   /* by domain */
    am_single_pick **picks;  /* by lane: of a row that one step reads; while it is prepared */
    int64_t *slots;
    uint32_t spare_slot;  /* what nobody reads, as long as a list */
    am_single_step *core; /* between what fetches facts and what stores results */
    uint32_t core_count;
    const am_single_step *whole; /* from the batch into the batch, with an end */
    am_single_target *targets;
    uint32_t target_count;
};

/* A sequence that is being put together. */
typedef struct am_single_sequence {
    am_arena *arena;
    am_single_step *steps;
    size_t count;
    size_t capacity;
} am_single_sequence;
/* A further step; where memory ran out, one that nobody runs. */
am_single_step *am_single_add(am_single_sequence *sequence, am_single_do *run);

/* What a schedule of one condition, or of two by codes, answers for each class, code or pair of codes. */
typedef struct am_single_answers {
    const int64_t *values;  /* AM_SINGLE_NO_ANSWER: the record is left */
    const uint64_t *starts; /* of classes, up to a multiple of 4; from the least number */
    uint32_t count;
    int64_t least; /* of a count: what lies below is as this */
    int64_t most;
} am_single_answers;
#define AM_SINGLE_NO_ANSWER INT64_MIN
static inline uint64_t am_single_from_least(int64_t value) {
    return (uint64_t)value ^ (UINT64_C(1) << 63);
}

/* Cells of one row that are read together, each with its state: a value. */
#define AM_SINGLE_CELLS 4u
typedef struct am_single_row {
    int64_t values[2 * AM_SINGLE_CELLS];
} am_single_row;

/* What a value is multiplied by: numbers, and what follows from codes. */
#define AM_SINGLE_FACTORS 6u
typedef struct am_single_factor {
    const int64_t *answers; /* NULL: no more */
    uint32_t slot;
    uint32_t codes;
} am_single_factor;
typedef struct am_single_factors {
    uint32_t count;
    uint32_t slots[AM_SINGLE_FACTORS];
    am_single_factor of[AM_SINGLE_FACTORS + 1];
} am_single_factors;

/* Yes/no of which so many or more must be yes. */
typedef struct am_single_votes {
    uint32_t wanted;
    uint32_t count;
    uint32_t slots[];
} am_single_votes;

/* Steps over one row, done for each element: what is copied before and after. */
typedef struct am_single_copy {
    uint32_t from;
    uint32_t to;
    bool is_mask;
} am_single_copy;
typedef struct am_single_each {
    const am_single_step *steps;
    am_single_copy *copies;
    uint32_t copy_count;
    bool is_mask; /* the result */
} am_single_each;

/* Division by a constant above 1, whatever the mode. */
typedef struct am_single_divisor {
    uint64_t divisor;
    uint64_t reciprocal;
    uint64_t more;          /* added to the magnitude before it is divided */
    uint64_t more_negative; /* likewise below zero */
    uint8_t shift;
    bool is_even; /* a tie goes to the even one */
} am_single_divisor;
am_single_divisor am_single_divisor_of(uint64_t divisor, uint8_t mode);

/* Years as days, where every fourth is a leap year: one more from a day of four years on. */
typedef struct am_single_leap {
    int32_t days;
    uint32_t from;
} am_single_leap;
am_single_leap am_single_leap_of(int64_t years);

/* single_value.c: out from a, b, c of the record; those of a second name carry states. */
am_single_do am_single_end, am_single_set_known, am_single_require, am_single_require_yes, am_single_dated;
am_single_do am_single_require_less, am_single_require_less_equal;
am_single_do am_single_sum, am_single_sum_lacking, am_single_difference, am_single_difference_lacking;
am_single_do am_single_product, am_single_product_lacking, am_single_product_of;
am_single_do am_single_scale, am_single_scale_lacking, am_single_scale_by;
am_single_do am_single_negate, am_single_negate_lacking, am_single_absolute, am_single_absolute_lacking;
am_single_do am_single_round, am_single_round_lacking;
am_single_do am_single_equal, am_single_equal_lacking, am_single_less, am_single_less_lacking;
am_single_do am_single_less_equal, am_single_less_equal_lacking;
am_single_do am_single_greatest, am_single_greatest_lacking, am_single_least, am_single_least_lacking;
am_single_do am_single_not, am_single_not_lacking;
am_single_do am_single_and, am_single_and_lacking, am_single_or, am_single_or_lacking;
am_single_do am_single_skip_unless, am_single_skip_when;
am_single_do am_single_add_days, am_single_subtract_days, am_single_add_periods, am_single_subtract_periods,
    am_single_month_end, am_single_at_least;
am_single_do am_single_clock, am_single_days, am_single_months, am_single_months_begun, am_single_years,
    am_single_move, am_single_move_years;

/* single_choose.c */
am_single_do am_single_choose, am_single_choose_lacking, am_single_keep, am_single_unwrap, am_single_known;
am_single_do am_single_choose_equal, am_single_choose_less, am_single_choose_less_equal;
am_single_do am_single_otherwise;
am_single_do am_single_sum_known, am_single_greatest_known, am_single_least_known;
am_single_do am_single_choose_scaled, am_single_settle;
am_single_do am_single_sum_with, am_single_greatest_with, am_single_least_with;

/* single_table.c */
am_single_do am_single_pick_any;
am_single_do am_single_answer_code, am_single_answer_codes, am_single_answer_count, am_single_answer_starts;
am_single_do am_single_cell_8, am_single_cell_4, am_single_cell_1, am_single_cells, am_single_no_gap;

/* single_list.c: out for each element. */
am_single_do am_single_each_row, am_single_spread_yes;
am_single_do am_single_sieve_each;
am_single_do am_single_mask_and, am_single_mask_or, am_single_mask_not;
am_single_do am_single_position, am_single_check_all;
/* Folds: mask in b, values in a, the list's presence in c. */
am_single_do am_single_some, am_single_all;
am_single_do am_single_count, am_single_fold_sum, am_single_fold_greatest, am_single_fold_least;

/* What the putting together of the core keeps. */
enum { AM_SINGLE_COPIES_MAX = 96 };
typedef struct am_single_planner {
    am_single *single;
    const am_batch *batch;
    am_single_sequence sequence;
    size_t slot_count;
    size_t slot_capacity;
    bool is_unknown;       /* some step is not known here */
    size_t barrier;        /* steps from here on are done whenever the next one is */
    const bool *is_wanted; /* by output; NULL: all */
    bool *is_needed;       /* by lane: results come of it */
    uint32_t *uses;        /* by lane: how many such steps read it */
    bool is_each;          /* steps over one row are being made for each element */
    am_single_copy copies[AM_SINGLE_COPIES_MAX];
    uint32_t copy_count;
    am_single_place result; /* of these steps */
    uint32_t all_slot;      /* a mask of all elements */
    uint32_t least_slot;    /* no number is below */
    uint32_t greatest_slot;
    uint32_t one_slot;
    uint32_t depth; /* blocks that are skipped, around what is being put together */
} am_single_planner;

/* single_lane.c: where a lane stands; a fact or a constant is given a place when it is asked for. */
am_single_place am_single_place_of(am_single_planner *planner, uint32_t lane);
uint32_t am_single_take_slots(am_single_planner *planner, uint32_t count);
/* single_prepare.c: all steps of the narrow program. */
void am_single_prepare(am_single_planner *planner);
/* single.c: whether results come of a step, or of one that it skips. */
bool am_single_needs_step(const am_single_planner *planner, uint32_t number);
/* single_batch.c: what results and checks want, which ends the core. */
void am_single_prepare_results(am_single_planner *planner);
/* single_batch.c: from the batch's columns into them, around the core. */
void am_single_prepare_whole(am_single_planner *planner);

#endif
