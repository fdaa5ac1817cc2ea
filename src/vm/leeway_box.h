/*
 * What the parts of the search share: the choices that are open, the box that is looked at, and the record's
 * copy.
 *
 * A choice is a discretion in one row. What may be chosen lies on a grid (whole numbers, a currency's digits,
 * days, codes, AM_DISCRETION_PLACES digits of a number), so that each value but the last has a next one and
 * every box is cut into single values in the end.
 */
#ifndef AM_VM_LEEWAY_BOX_H
#define AM_VM_LEEWAY_BOX_H

#include "base/open_end.h"
#include "vm/leeway.h"
#include "vm/sway.h"

/* Choices have bits; those of discretions beyond share the last. */
#define AM_CHOICE_BITS 64u

typedef struct am_choice {
    uint16_t discretion;
    uint32_t row; /* of the copy */
    uint8_t bit;
    am_decimal low; /* of the box */
    am_decimal high;
} am_choice;

/* A cut that was made: the half below its point, then the one from `next` on. */
typedef struct am_cut_made {
    uint32_t choice;
    bool is_upper;
    am_decimal next;
    am_decimal low; /* before the cut */
    am_decimal high;
} am_cut_made;
#define AM_CUTS_MAX 512u

/* An output where choices without an end are at the last that can be stated, or at a part of it. */
typedef struct am_far {
    bool has_values;
    am_decimal low;
    am_decimal high;
} am_far;

/* What the search keeps beside each reach. */
/* What the output could come to in boxes that were left without looking for it. */
typedef struct am_range_of_doubt {
    bool is_there;
    bool is_open; /* nobody knows */
    am_decimal low;
    am_decimal high;
} am_range_of_doubt;

typedef struct am_search {
    uint32_t row;     /* of the copy */
    uint32_t decided; /* how many cuts deep it was, or AM_UNDECIDED */
    uint64_t bits;    /* of all choices that move it */
    am_range_of_doubt doubt;
    bool is_within;    /* the box that was looked at has no lower and no higher value than were found */
    uint8_t low_state; /* at the corner where it is lowest: the greater of a range's two */
    uint8_t high_state;
    am_far far[3]; /* leeway_growth.c */
} am_search;
#define AM_UNDECIDED UINT32_MAX
/* No state: the corner was not assessed. */
#define AM_CORNER_LEFT AM_STATE_COUNT

struct am_leeway {
    am_allocator allocator;
    am_arena arena; /* of what lasts */
    const am_program *program;
    am_batch *trial;
    am_sways sways;
    uint32_t *firsts; /* by domain: the record's first row in the batch it is from */
    bool is_found;
    uint32_t record;

    am_arena scratch; /* of one record */
    am_choice *choices;
    uint32_t choice_count;
    am_left *left;
    size_t left_count;
    am_reach *reaches;
    am_search *searches; /* by reach */
    size_t reach_count;
    am_cut_made *cuts; /* AM_CUTS_MAX */
    uint32_t cut_count;
    uint32_t runs;
    uint32_t runs_most;
};

/* leeway_record.c */

/* Copies the record into the trial batch; false when there is no room. */
bool am_leeway_copy(am_leeway *leeway, const am_batch *batch, uint32_t record);

/* leeway_box.c */

am_decimal am_grid_unit(const am_program *program, const am_fact *fact);
const am_fact *am_choice_fact(const am_leeway *leeway, const am_choice *choice);
static inline bool am_choice_is_single(const am_choice *choice) {
    return am_decimal_compare(choice->low, choice->high) == 0;
}
/* Assesses the copy with each choice at its lowest value, or at its highest where its bit is in `at_high`. */
void am_leeway_run_corner(am_leeway *leeway, uint64_t at_high);
/* Whether a choice is at the last value that can be stated there, which is no end of the law. */
bool am_leeway_is_far(const am_leeway *leeway, uint64_t at_high);
/* Assesses the corner with a part of these choices. */
void am_leeway_run_share(am_leeway *leeway, uint64_t at_high, am_decimal share);
/* Assesses it with every default. */
void am_leeway_run_defaults(am_leeway *leeway);
/* leeway.c */

/* How an output moves, both ends of a range together. */
am_sway am_leeway_sway_of(const am_leeway *leeway, const am_output *output);

/* leeway_growth.c */

/* After a corner was assessed and its outcomes are in the reaches: which of them have no end. Assesses it
 * again with other choices. */
void am_leeway_grow(am_leeway *leeway, uint64_t at_high);
/* Outputs that were still growing, though a bound holds them farther out. */
void am_leeway_bound(am_leeway *leeway);

/* leeway_box.c */

/* How all registers move over the box, whose lowest corner was run last; or what bounds they have where
 * choices that have no end go on for ever. */
void am_leeway_sway(am_leeway *leeway, bool is_endless);
/* Whether so few values of the choice are in the box that each may be tried. */
bool am_choice_has_few(const am_leeway *leeway, const am_choice *choice);
/* Cuts the box in two by a choice that has one of these bits, and goes into the lower half; false when none
 * can be cut. */
bool am_leeway_cut(am_leeway *leeway, uint64_t bits);
/* Goes into the other half of the newest cut that has one left; false when all boxes were seen. */
bool am_leeway_next(am_leeway *leeway);

#endif
