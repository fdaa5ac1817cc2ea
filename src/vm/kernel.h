/*
 * What kernels share: an instruction over a batch as operand views, and the states of its result.
 *
 * A kernel computes the result's column in whole. Where all operands are plain it looks at no state; where
 * they are not, every row gets a state by the instruction's rule and, whatever that is, a value that is valid
 * for its type. An instruction's own faults are found by the same scalar function or row function that
 * computed the value, in the kernel and when a fault is traced; no diagnostic is stored.
 */
#ifndef AM_VM_KERNEL_H
#define AM_VM_KERNEL_H

#include <string.h>

#include "base/diag.h"
#include "vm/lapse.h"
#include "vm/work.h"

/* How a register's values are stored: the one place where kernels are chosen by type. */
typedef enum am_storage { AM_STORAGE_DECIMAL, AM_STORAGE_YESNO, AM_STORAGE_INTEGER } am_storage;

static inline am_storage am_storage_of(am_value_type type) {
    switch (type) {
    case AM_VALUE_DECIMAL:
        return AM_STORAGE_DECIMAL;
    case AM_VALUE_YESNO:
        return AM_STORAGE_YESNO;
    case AM_VALUE_DATE:
    case AM_VALUE_MONTHS:
    case AM_VALUE_DAYS:
    case AM_VALUE_CODE:
    case AM_VALUE_TEXT:
    case AM_VALUE_ROW:
        break;
    }
    return AM_STORAGE_INTEGER;
}

/* Runs BODY(C type, storage) for a value type's storage. */
#define AM_BY_STORAGE(type, BODY)  \
    switch (am_storage_of(type)) { \
    case AM_STORAGE_DECIMAL:       \
        BODY(am_decimal);          \
        break;                     \
    case AM_STORAGE_YESNO:         \
        BODY(uint8_t);             \
        break;                     \
    case AM_STORAGE_INTEGER:       \
        BODY(int32_t);             \
        break;                     \
    }

/* A register as an operand: row r is at r & mask, so that constants answer for every row. */
typedef struct am_view {
    const void *values;
    const uint8_t *states; /* NULL: every row is a value */
    uint32_t mask;
    uint32_t bytes; /* of a value */
    uint16_t column;
    uint8_t type;
} am_view;

typedef struct am_call {
    am_batch *batch;
    const am_instruction *instruction;
    am_view operands[4]; /* a, b, c, d; one that is no register is a plain 0 */
    uint32_t rows;       /* of the result's domain */
    uint16_t domain;     /* the result's */
    am_value_type type;  /* the result's */
    void *values;        /* the result's */
    uint8_t *states;     /* the result's, or NULL */
    bool is_plain;       /* so far; the result's states are written only once it is not */
} am_call;

am_view am_view_of(const am_batch *batch, uint16_t column);
void am_call_init(am_call *call, am_batch *batch, const am_instruction *instruction);

static inline am_state am_view_state(const am_view *view, uint32_t row) {
    return view->states == NULL ? AM_STATE_VALUE : (am_state)view->states[row & view->mask];
}

static inline bool am_view_is_yes(const am_view *view, uint32_t row) {
    return ((const uint8_t *)view->values)[row & view->mask] != 0;
}

static inline int32_t am_view_integer(const am_view *view, uint32_t row) {
    return ((const int32_t *)view->values)[row & view->mask];
}

static inline const void *am_view_value(const am_view *view, uint32_t row) {
    return (const char *)view->values + (size_t)(row & view->mask) * view->bytes;
}

static inline am_state am_state_greatest(am_state a, am_state b) {
    return a > b ? a : b;
}

/* Whether no operand has a row that is not a value. */
bool am_call_has_plain_operands(const am_call *call);
/* Makes the result's states writable: all values. */
void am_call_open_states(am_call *call);
/* The greatest state of the operands, row by row. */
void am_call_set_strict_states(am_call *call);
bool am_states_are_plain(const uint8_t *states, uint32_t rows);

void am_call_set_state(am_call *call, uint32_t row, am_state state);

static inline void *am_call_value(const am_call *call, uint32_t row) {
    return (char *)call->values + (size_t)row * am_value_type_bytes(call->type);
}

/* Sets a row of the result to a value of its type, or to one that only fills its place. */
static inline void am_call_set_value(am_call *call, uint32_t row, const void *value) {
    size_t bytes = am_value_type_bytes(call->type);
    memcpy((char *)call->values + row * bytes, value, bytes);
}

static inline void am_call_set_blank(am_call *call, uint32_t row) {
    size_t bytes = am_value_type_bytes(call->type);
    memset((char *)call->values + row * bytes, 0, bytes);
}

/* A value of any type, by itself. */
typedef union am_cell {
    am_decimal decimal;
    int32_t integer;
    uint8_t is_yes;
} am_cell;

/* Negative, 0 or positive as a is below, equal to or above b. */
int am_value_compare(am_value_type type, const void *a, const void *b);

/* One row of an instruction whose operands are values. Returns what went wrong, or AM_DIAG_NONE; *out is
 * valid either way. */
typedef am_diag am_scalar(const am_call *call, const void *a, const void *b, void *out);
extern am_scalar *const am_decimal_scalars[AM_OP_COUNT_OF_ALL];
extern am_scalar *const am_date_scalars[AM_OP_COUNT_OF_ALL];
/* The day that the calendar of WORKING_DAYS or ADD_WORKING_DAYS does not cover; or, with no nearest one, the
 * end of the calendar beyond which the day lies that was looked for. */
am_lapse am_calendar_lapse(const am_call *call, uint32_t row);
/* The scalar of an opcode, or NULL: of sums and folds, that of one step. */
am_scalar *am_scalar_of(unsigned opcode);

/* How rows of yes and no with states combine: the greater rank prevails. */
typedef enum am_rank { AM_RANK_WEAK, AM_RANK_UNKNOWN, AM_RANK_FAULT, AM_RANK_NEEDS, AM_RANK_STRONG } am_rank;
/* The rank of a row where `strong` (no in an and, yes in an or) prevails over everything. */
static inline am_rank am_rank_of(am_state state, bool is_yes, bool strong) {
    static const uint8_t RANKS[AM_STATE_COUNT] = {AM_RANK_WEAK, AM_RANK_UNKNOWN, AM_RANK_NEEDS,
                                                  AM_RANK_FAULT};
    return state == AM_STATE_VALUE && is_yes == strong ? AM_RANK_STRONG : (am_rank)RANKS[state];
}
am_state am_rank_state(am_rank rank);
static inline bool am_rank_is_yes(am_rank rank, bool strong) {
    return (rank == AM_RANK_STRONG) == strong;
}

/* What a fold, a group or a pick finds for one row. */
typedef struct am_found {
    am_state state;
    am_diag diag; /* of a fault of its own, else AM_DIAG_NONE */
} am_found;

/* vm.c: the kernel of the call's instruction. */
void am_vm_dispatch(am_call *call);
/* An instruction over the whole batch, by that kernel. */
void am_vm_execute(am_batch *batch, const am_instruction *instruction);

/* kernel_strict.c */
void am_kernel_scalar(am_call *call);
void am_kernel_known_only(am_call *call); /* OPTIONAL */
void am_kernel_is_row(am_call *call);
void am_kernel_fail(am_call *call);

/* kernel_compare.c */
void am_kernel_equal(am_call *call);
void am_kernel_less(am_call *call, bool is_equal_less);

/* kernel_truth.c */
void am_kernel_and_or(am_call *call, bool is_or);
void am_kernel_not(am_call *call);
void am_kernel_at_least(am_call *call);

/* kernel_choose.c */
void am_call_copy_values(am_call *call, const am_view *from);
void am_kernel_choose(am_call *call, bool is_step);
void am_kernel_keep(am_call *call, am_state otherwise);
void am_kernel_otherwise(am_call *call);
void am_kernel_known(am_call *call);
void am_kernel_unwrap(am_call *call);

/* kernel_law.c */
void am_kernel_clock(am_call *call);
void am_kernel_law(am_call *call);
void am_kernel_dated(am_call *call);
void am_kernel_published(am_call *call);
/* Whether law that was published on the day exists for the batch. */
bool am_batch_knows(const am_batch *batch, am_date published);
/* The greatest state of the dates of IN_FORCE or REPEALED; and whether they, being values, leave it law. */
am_state am_dated_state(const am_call *call, uint32_t row);
bool am_dated_is_law(const am_call *call, uint32_t row);

/* kernel_list.c */
void am_kernel_spread(am_call *call, const uint32_t *rows);
void am_kernel_position(am_call *call);
void am_kernel_count(am_call *call);
void am_kernel_fold(am_call *call);
void am_kernel_some_all(am_call *call, bool is_all);
am_extent am_fold_extent(const am_call *call, uint32_t row);
am_rank am_some_all_rank(const am_call *call, uint32_t element, bool is_all);
am_found am_fold_row(const am_call *call, uint32_t row, am_cell *out);

/* kernel_group.c */
void am_kernel_group(am_call *call);
void am_kernel_leads(am_call *call);
void am_kernel_grouped(am_call *call);
/* Sorts rows by the key, stably, from the bottom up. Returns where they are then: `rows` or `spare`. */
uint32_t *am_rows_sort(const am_view *key, uint32_t *rows, uint32_t *spare, uint32_t count);
/* The list that a row of the result's domain is in; outside lists each row is by itself. */
am_extent am_group_extent(const am_call *call, uint32_t row);
/* The first row of the group that a row belongs to, by the ROW register `group`. */
uint32_t am_group_of(const am_view *group, am_extent list, uint32_t row);
am_diag am_grouped_diag(const am_call *call, uint32_t row);

/* kernel_unbroken.c */
void am_kernel_unbroken(am_call *call);
/* Whether an element may be in the run: its mask is not no. */
bool am_unbroken_may_count(const am_call *call, uint32_t row);

/* kernel_table.c */
void am_kernel_pick(am_call *call);
void am_kernel_cell(am_call *call);
/* The clock's date and the nearest day on which some row is in force, where none is on that date; or from
 * when the rows of that date are known. */
am_lapse am_pick_lapse(const am_call *call, uint32_t row);
am_found am_pick_row(const am_call *call, uint32_t row, uint16_t *picked);
/* One word of a table's rows by what they are; rows in none are no. */
typedef struct am_verdict {
    uint64_t yes;
    uint64_t needs;
    uint64_t faults;
} am_verdict;
/* Classes the axes of a row, for the functions below. */
void am_pick_class(const am_call *call, uint32_t row);
am_verdict am_pick_judge(const am_call *call, uint32_t row, uint32_t word);
/* All rows are no: the otherwise row, or why there is none. */
am_found am_pick_none(const am_call *call, uint16_t *picked);
/* The first two rows that are yes, where there are two. */
void am_pick_two(const am_call *call, uint32_t row, uint16_t *first, uint16_t *second);
/* Calls `want` for each register of the list whose state in this row made the pick's what it is. */
void am_pick_reasons(const am_call *call, uint32_t row, am_state state,
                     void (*want)(void *context, uint16_t column, uint32_t row), void *context);

/* kernel_met.c */
void am_kernel_met(am_call *call);
/* One row of PICK_BEST (out: the row picked) or of a sum over rows. */
am_found am_met_row(const am_call *call, uint32_t row, am_cell *out);
/* As am_pick_reasons, with the values of the rows that are yes. */
void am_met_reasons(const am_call *call, uint32_t row, am_state state,
                    void (*want)(void *context, uint16_t column, uint32_t row), void *context);

#endif
