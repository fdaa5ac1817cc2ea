/*
 * Kernels: one step over all rows of a domain, in loops that a compiler turns into vector instructions.
 *
 * What gains by vectors is one text, compiled for several instruction sets; am_kernels_here says which of
 * them this processor has. All else is compiled once. A kernel knows nothing of lanes and states but what its
 * strip holds. Counts wrap: whether they can is settled before, by bounds, and where they can the checked
 * kernels find it.
 *
 * Kernels go by whole blocks of rows, so that no loop has another for rows that are left over: what they read
 * as rows and what they write has room for AM_BLOCK_ROWS of them or a multiple, and what stands behind the
 * last row is anything. Where there is no such room, in a caller's columns, whole blocks are these kernels'
 * and the rest is for the plain ones, which do exactly the rows of a strip.
 */
#ifndef AM_NARROW_KERNEL_H
#define AM_NARROW_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rows that are there behind each column: see above. */
#define AM_BLOCK_ROWS 64u
static inline uint32_t am_whole_blocks(uint32_t rows) {
    return (rows + AM_BLOCK_ROWS - 1) & ~(AM_BLOCK_ROWS - 1);
}

/* The operands of a step. One that is constant is a block of one value. */
typedef struct am_strip {
    uint32_t rows;
    void *out;
    const void *in[3];
    bool is_constant[3];
    bool is_contrary;         /* comparisons: no where it holds */
    uint8_t mode;             /* am_rounding */
    const uint8_t *states[2]; /* of optional values, one byte a row; NULL where all are values */
    uint8_t *faults;          /* checked kernels: the result's states */
    const uint32_t *index;    /* gathers: the row of each; folds: the ends of each list */
    const uint8_t *mask;      /* folds */
    const void *table;        /* cells; classes; starts; dense */
    uint32_t table_count;
    uint32_t class_count;
    int64_t factor; /* divisor, above 1 */
    int64_t other_factor;
} am_strip;

/* Stands before a loop whose rows neither read nor write what another row writes. Without it a compiler has
 * to ask, in code of its own, whether arrays overlap. */
#if defined(__clang__)
    #define AM_ROW_BY_ROW _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
    #define AM_ROW_BY_ROW _Pragma("GCC ivdep")
#else
    #define AM_ROW_BY_ROW
#endif

/* Before a loop of which several rounds are written out. */
#if defined(__GNUC__) && !defined(__clang__)
    #define AM_UNROLLED _Pragma("GCC unroll 4")
#else
    #define AM_UNROLLED
#endif

typedef void am_kernel(const am_strip *strip);
/* True when some row's result does not fit: its value is 0 and its state a fault. */
typedef bool am_checked_kernel(const am_strip *strip);

/* The widths of values: int64_t, int32_t, uint8_t. */
typedef enum am_width { AM_WIDTH_8, AM_WIDTH_4, AM_WIDTH_1, AM_WIDTH_COUNT } am_width;

typedef struct am_extremes {
    int64_t low;
    int64_t high;
} am_extremes;

#define AM_PARENTS_SLACK 8

typedef struct am_kernels {
    am_kernel *add;
    am_kernel *subtract;
    am_kernel *multiply;
    am_kernel *multiply_short; /* both within 32 bits */
    am_kernel *scale_chosen;   /* in[1] x the factor where in[0] is not 0, else x other_factor */
    am_kernel *round;
    am_kernel *equal[AM_WIDTH_COUNT];
    am_kernel *less[AM_WIDTH_COUNT];
    am_kernel *greatest[AM_WIDTH_COUNT];
    am_kernel *least[AM_WIDTH_COUNT];
    am_kernel *choose[AM_WIDTH_COUNT]; /* in[1] where in[0] is not 0, else in[2]; `out` may be in[2] */
    am_kernel *cell[AM_WIDTH_COUNT];   /* table by in[0], int32_t */
    am_kernel *convert[AM_WIDTH_COUNT][AM_WIDTH_COUNT]; /* from, to, which differ */
    am_kernel *class_code; /* out: uint32_t, x factor + class by code in[0]; with factor 0, class alone */
    am_kernel *class_yesno;
    am_kernel *class_compared; /* likewise of a count: how many of the table it is above, a multiple of 4 */
    am_kernel *place;          /* out: int32_t, how far a count is from the factor up, below table_count */
    am_kernel *days_between;
    am_kernel *move_months_near;       /* see am_strip_move_months */
    am_kernel *gather[AM_WIDTH_COUNT]; /* in[0] by index; exactly the rows */
    am_kernel *count;                  /* elements of each list where mask; does exactly the rows */
    /* Lists of `count` rows from `parent` on, whose elements stand from `first` on: their ends, and each
     * element's parent. May write AM_PARENTS_SLACK parents beyond the last. */
    void (*add_lists)(uint32_t *ends, uint32_t *parents, const uint32_t *offsets, uint32_t first,
                      uint32_t parent, uint32_t count);
    /* Of at least one row, and of whole blocks. */
    am_extremes (*extremes[AM_WIDTH_COUNT])(const void *values, uint32_t rows);
    void (*fill)(void *out, uint64_t pattern, size_t bytes); /* of whole blocks */
    uint32_t close_max; /* the most codes that class_code looks up quicker than by loads */
} am_kernels;

extern const am_kernels am_kernels_plain;
extern const am_kernels am_kernels_avx2;
extern const am_kernels am_kernels_avx512;
/* Those for this processor. */
const am_kernels *am_kernels_here(void);

/* strip.c: what is done with other kernels. */
void am_strip_set_constant(const am_kernels *kernels, am_strip *strip, unsigned i, am_width width,
                           int64_t constant, void *block);
/* in[i] as all rows of `out`. */
void am_strip_copy(const am_kernels *kernels, const am_strip *strip, unsigned i, am_width width);
/* in[0], or in[1] where in[0] is unknown. */
void am_strip_otherwise(const am_kernels *kernels, const am_strip *strip, am_width width);
/* What a kernel makes of both operands, or of the one that is not unknown. `out` is not where they are. */
void am_strip_known_only(am_kernel *both, am_kernel *choose, const am_strip *strip);
void am_strip_less_equal(const am_kernels *kernels, const am_strip *strip, am_width width);

/* kernel_seldom.c: not worth vectors. The checked ones do exactly the rows. */
bool am_checked_add(const am_strip *strip);
bool am_checked_subtract(const am_strip *strip);
bool am_checked_multiply(const am_strip *strip);
void am_strip_negate(const am_strip *strip);
void am_strip_absolute(const am_strip *strip);
/* Lost days to the month's last; no date is moved out of the calendar. All are within the extremes. */
void am_strip_move_months(const am_kernels *kernels, const am_strip *strip, am_extremes dates);

/* kernel_table.c: classes of counts and integers by where they begin, as class_code has it; and what follows.
 */
void am_strip_class_count(const am_kernels *kernels, const am_strip *strip);
void am_strip_class_integer(const am_kernels *kernels, const am_strip *strip);
/* Where states[0] is not a value, the last of class_count takes the class's place. */
void am_strip_class_state(const am_strip *strip);
/* out: int32_t, in[0]: uint32_t; true where some are class_count or above: see fault_none. */
bool am_strip_pick(const am_kernels *kernels, const am_strip *strip);
/* All states; a row of class_count or above is a fault, and 0. */
void am_strip_fault_none(const am_strip *strip);

/* Of long lists. */
uint32_t am_mask_count(const uint8_t *mask, uint32_t from, uint32_t end);
/* Of the elements [from, end) of one list. */
void am_parents_add(uint32_t *parents, uint32_t from, uint32_t end, uint32_t parent);

/* kernel_fact.c: between lanes and a caller's columns; exactly the rows. `given` may be NULL. */
am_extremes am_values_extremes(const am_kernels *kernels, am_width width, const void *values, uint32_t rows);
/* Of the given rows; `none` where there are none. */
am_extremes am_values_extremes_given(const am_kernels *kernels, am_width width, const void *values,
                                     const uint8_t *given, uint32_t rows, am_extremes none);
/* A row that is not given becomes 0; counts are multiplied by the factor, which is 1 for all else. */
void am_values_take(const am_kernels *kernels, void *out, am_width to, const void *values, am_width from,
                    const uint8_t *given, int64_t factor, uint32_t rows);

/* kernel_bytes.c: a byte a row, many of which are a vector anywhere. */
void am_bytes_equal(const am_strip *strip);
void am_bytes_less(const am_strip *strip);
void am_bytes_greatest(const am_strip *strip); /* of yes and no: or */
void am_bytes_least(const am_strip *strip);    /* and */
void am_bytes_not(const am_strip *strip);
bool am_state_are_plain(const uint8_t *states, uint32_t rows);
void am_state_given(uint8_t *out, const uint8_t *given, uint8_t absent, uint32_t rows); /* exactly the rows */
void am_state_strict(uint8_t *out, const uint8_t *a, uint32_t rows); /* out: the greater of both */
void am_state_choose(uint8_t *out, const uint8_t *yes, const uint8_t *const states[3], uint32_t rows);
void am_state_step(uint8_t *out, const uint8_t *yes, const uint8_t *const states[3], uint32_t rows);
void am_state_keep(uint8_t *out, const uint8_t *yes, const uint8_t *const states[2], uint8_t otherwise,
                   uint32_t rows);
void am_state_unwrap(uint8_t *out, const uint8_t *a, uint32_t rows);
void am_state_known(uint8_t *out, uint8_t *yes, const uint8_t *a, uint32_t rows);
void am_state_optional(uint8_t *out, const uint8_t *a, const uint8_t *b, uint32_t rows);
void am_state_otherwise(uint8_t *out, const uint8_t *a, const uint8_t *b, uint32_t rows);

#endif
