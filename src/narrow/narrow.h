/*
 * The narrow program: a program's instructions as steps over 64-bit counts instead of decimals.
 *
 * It is made from a verified program when a batch is made, and says the same: each decimal register that is
 * known to be a whole number of grains (see grain.h) becomes a column of counts; an instruction that cannot
 * be narrow keeps its decimals, and its operands are widened for it. A row whose fact has more digits than
 * its column's grain, or whose count would not fit, is at fault in the narrow program, whatever it is in the
 * program itself; so a fault, and a need too, only says here: ask the program. States are data, so that such
 * a row matters only where it is used.
 *
 * A lane is a column of the narrow program: one for each register, and more for values at another grain.
 */
#ifndef AM_NARROW_NARROW_H
#define AM_NARROW_NARROW_H

#include "code/program.h"
#include "narrow/grain.h"

typedef enum am_lane_kind {
    AM_LANE_NONE,    /* nobody uses it */
    AM_LANE_DECIMAL, /* am_decimal: it cannot be narrow */
    AM_LANE_COUNT,   /* int64_t, of grains */
    AM_LANE_INTEGER, /* int32_t */
    AM_LANE_YESNO,   /* uint8_t */
} am_lane_kind;

/* What of a lane is there after the run. */
typedef enum am_kept {
    AM_KEPT_NOT,
    AM_KEPT_EXPLAINED, /* its values, for explanations; where a row is open, only the program itself knows */
    AM_KEPT_RESULT,    /* its values; records with an open row are assessed again before any is read */
} am_kept;

#define AM_NO_LANE UINT32_MAX
typedef struct am_lane {
    uint8_t kind;
    uint8_t kept;      /* am_kept */
    bool is_known;     /* a constant: `constant` is its value; COUNT, INTEGER, YESNO */
    bool has_decimals; /* COUNT: also as decimals, for instructions that know only these */
    bool is_input;     /* a fact, or the presence of a list */
    uint16_t domain;
    uint16_t column; /* the register whose states are the lane's */
    am_grain grain;  /* COUNT */
    int64_t constant;
    bool is_shared;     /* its values, not its states, are those of the lane `values_of`: a COPY */
    uint32_t values_of; /* of the same domain; it has values of its own */
    uint32_t limit;     /* of codes and rows: each is below; 0 where that is not known */
    uint32_t same_as;   /* the lane whose values and states these are, at another grain; or AM_NO_LANE */
    uint32_t first_use; /* the steps between which it must be kept */
    uint32_t last_use;
    uint32_t slot;       /* of its values, among those of its domain */
    uint32_t state_slot; /* likewise, where the register has states */
} am_lane;

typedef enum am_step_kind {
    AM_STEP_INSTRUCTION, /* by the VM's kernel over decimals */
    AM_STEP_WIDEN,       /* a's decimals from its counts */
    AM_STEP_NARROW,      /* out's counts from its decimals; a fault where there are none */
    AM_STEP_SAME,        /* out is a at another grain */
    AM_STEP_SCALE,       /* a x factor */
    AM_STEP_SKIP_UNLESS, /* passes over `detail` steps where a is yes on no row */
    AM_STEP_SKIP_WHEN,   /* where a is yes on every row */
    AM_STEP_ADD,
    AM_STEP_SUBTRACT,
    AM_STEP_MULTIPLY,
    AM_STEP_NEGATE,
    AM_STEP_ABSOLUTE,
    AM_STEP_ROUND, /* a / factor by `mode` */
    AM_STEP_EQUAL,
    AM_STEP_LESS,
    AM_STEP_LESS_EQUAL,
    AM_STEP_GREATEST,
    AM_STEP_LEAST,
    AM_STEP_ADD_KNOWN,
    AM_STEP_GREATEST_KNOWN,
    AM_STEP_LEAST_KNOWN,
    AM_STEP_AND,
    AM_STEP_OR,
    AM_STEP_NOT,
    AM_STEP_CHOOSE,       /* b where a, else c */
    AM_STEP_SCALE_CHOSEN, /* b x (factor where a, else c, a known constant): a CHOOSE between two multiples of
                             one value; states as CHOOSE has them */
    AM_STEP_COPY,         /* KEEP, GUARD: b; DATED, UNWRAP: a. Mostly states only: see is_shared */
    AM_STEP_OTHERWISE,
    AM_STEP_KNOWN,
    AM_STEP_FAIL,
    AM_STEP_PICK,    /* pick number `detail` */
    AM_STEP_CELL,    /* cells number `detail` by row a */
    AM_STEP_SPREAD,  /* by the rows of the parents */
    AM_STEP_ELEMENT, /* by the rows of the elements */
    AM_STEP_POSITION,
    AM_STEP_COUNT, /* the fold instructions */
    AM_STEP_SUM,
    AM_STEP_FOLD_GREATEST,
    AM_STEP_FOLD_LEAST,
    AM_STEP_DAYS_BETWEEN,
    AM_STEP_MONTHS_BETWEEN, /* whole months, months begun or whole years, as the instruction has it */
    AM_STEP_PERIOD_NUMBER,
    AM_STEP_MOVE_MONTHS, /* a + factor months, lost days by `mode` */
} am_step_kind;

typedef struct am_step {
    uint8_t kind;
    uint8_t mode;         /* am_rounding, am_month_end */
    uint16_t instruction; /* that it carries out, or AM_NO_INDEX: it has no states of its own */
    uint32_t out;
    uint32_t in[3]; /* lanes, or AM_NO_LANE */
    uint32_t detail;
    int64_t factor;
    uint16_t operands[4]; /* the registers that the instruction reads, lists apart */
    uint8_t operand_count;
} am_step;

/* A schedule's cells as values of a lane. */
typedef struct am_cells {
    uint32_t count;
    bool has_gaps; /* some are not covered */
    const uint8_t *is_gap;
    const void *values; /* by the lane's kind */
    int64_t lowest;
    int64_t highest;
} am_cells;

typedef enum am_class_kind { AM_CLASS_BY_CODE, AM_CLASS_BY_COUNT, AM_CLASS_BY_INTEGER } am_class_kind;
/* How one condition column of a dense schedule classes a lane. */
typedef struct am_classer {
    uint8_t kind;
    uint32_t lane;
    uint32_t class_count; /* with that of unknown, which is the last */
    uint32_t count;
    const uint16_t *codes; /* BY_CODE: the class of each */
    const int64_t *starts; /* else: the class is the number of these at or below the value */
} am_classer;

typedef struct am_picker {
    uint32_t classer_count;
    am_classer *classers;
    const int32_t *dense; /* a row; or AM_TABLE_NO_ROW, AM_TABLE_SEVERAL */
    uint32_t dense_count;
} am_picker;

typedef struct am_narrow {
    am_arena arena;
    const am_program *program;
    am_lane *lanes; /* the registers' first */
    uint32_t lane_count;
    am_step *steps;
    uint32_t step_count;
    am_cells *cells;
    uint32_t cell_count;
    am_picker *pickers;
    uint32_t picker_count;
    uint32_t *slots;       /* by domain: how many columns of 8 bytes a row */
    uint32_t *state_slots; /* by domain: how many of 1 byte */
    bool is_explained;
} am_narrow;

/* Makes the narrow program. What results do not use is left out. Results keep their columns to the end; so
 * does, where it is to be explained, what clauses and their phrases name. NULL when memory runs out. The
 * program must outlive it. */
am_narrow *am_narrow_new(const am_program *program, bool is_explained, am_allocator allocator);
/* The same with other values in the place of those that may be calibrated, by calibration. Facts have the
 * same lanes whatever the values. */
am_narrow *am_narrow_new_fitted(const am_program *program, const am_constant *values, bool is_explained,
                                am_allocator allocator);
void am_narrow_free(am_narrow *narrow);

/* The lane whose values a lane has. */
static inline uint32_t am_narrow_root(const am_narrow *narrow, uint32_t lane) {
    while (narrow->lanes[lane].same_as != AM_NO_LANE) {
        lane = narrow->lanes[lane].same_as;
    }
    return lane;
}

#endif
