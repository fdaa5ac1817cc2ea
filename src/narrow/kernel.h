/*
 * Kernels: one step over all rows of a domain, in loops that a compiler turns into vector instructions.
 *
 * The same text is compiled for several instruction sets; am_kernels_here says which of them this processor
 * has. A kernel knows nothing of lanes and states but what its strip holds. Counts wrap: whether they can is
 * settled before, by bounds, and where they can the checked kernels find it.
 */
#ifndef AM_NARROW_KERNEL_H
#define AM_NARROW_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

/* The operands of a step. An operand whose pointer is NULL is the constant beside it. */
typedef struct am_strip {
    uint32_t rows;
    void *out;
    const void *in[3];
    int64_t constants[3];
    const uint8_t *states[3]; /* for the kernels of optional values: one byte a row */
    uint8_t *faults;          /* checked kernels: the result's states */
    const uint32_t *index;    /* gathers: the row of each; folds: the ends of each list */
    const uint8_t *mask;      /* folds */
    const void *table;        /* cells; classes; starts; dense */
    uint32_t table_count;
    uint32_t class_count;
    int64_t factor; /* divisor, above 1 */
    uint8_t mode;   /* am_rounding */
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

typedef void am_kernel(const am_strip *strip);
/* True when some row has no result; of a checked kernel its value is 0 and its state a fault. */
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
    am_kernel *negate;
    am_kernel *absolute;
    am_kernel *round;
    am_kernel *add_known;
    am_kernel *equal[AM_WIDTH_COUNT];
    am_kernel *less[AM_WIDTH_COUNT];
    am_kernel *less_equal[AM_WIDTH_COUNT];
    am_kernel *greatest[AM_WIDTH_COUNT];
    am_kernel *least[AM_WIDTH_COUNT];
    am_kernel *greatest_known[AM_WIDTH_COUNT];
    am_kernel *least_known[AM_WIDTH_COUNT];
    am_kernel *choose[AM_WIDTH_COUNT]; /* in[0] is yes or no */
    am_kernel *scale_chosen;           /* in[1] x the factor where in[0], else x constants[2] */
    am_kernel *otherwise[AM_WIDTH_COUNT];
    am_kernel *copy[AM_WIDTH_COUNT];
    am_kernel *gather[AM_WIDTH_COUNT]; /* in[0] by index */
    am_kernel *cell[AM_WIDTH_COUNT];   /* table by in[0], int32_t */
    am_kernel *both;                   /* yes and no */
    am_kernel *either;
    am_kernel *not_that;
    am_kernel *class_code; /* out: uint32_t, x factor + class by code in[0]; with factor 0, class alone */
    am_kernel *class_yesno;
    am_kernel *class_count;   /* likewise by a count's starts */
    am_kernel *class_integer; /* likewise by an integer's */
    am_kernel *class_state;   /* where states[0] is not a value, the last of class_count takes its place */
    am_checked_kernel *pick;  /* out: int32_t, in[0]: uint32_t; true where rows have none: see fault_none */
    am_kernel *fault_none;    /* all states; a row of class_count or above is a fault, and 0 */
    am_kernel *days_between;
    am_kernel *widen_integer; /* int32_t to int64_t */
    am_kernel *move_months;   /* lost days to the month's last; faults out of the calendar */
    am_kernel *count;         /* elements of each list where mask */
    am_extremes (*extremes)(const int64_t *counts, uint32_t rows);
    /* Facts from a caller's column of one width. The extremes are those of the given rows, `none` where there
     * are none. A row that is not given becomes 0; counts are multiplied by the factor. `given` may be NULL.
     */
    am_extremes (*extremes_given[AM_WIDTH_COUNT])(const void *values, const uint8_t *given, uint32_t rows,
                                                  am_extremes none);
    void (*take[AM_WIDTH_COUNT][AM_WIDTH_COUNT])(void *out, const void *values, const uint8_t *given,
                                                 int64_t factor, uint32_t rows); /* from, to */
    /* Lists of `parents` rows from `parent` on, whose elements stand from `first` on: their ends, and each
     * element's parent. May write AM_PARENTS_SLACK parents beyond the last. */
    void (*add_lists)(uint32_t *ends, uint32_t *parents, const uint32_t *offsets, uint32_t first,
                      uint32_t parent, uint32_t count);
    void (*given_state)(uint8_t *out, const uint8_t *given, uint8_t absent, uint32_t rows);
    bool (*are_plain)(const uint8_t *states, uint32_t rows);
    /* States, from arrays of one byte a row. */
    void (*strict)(uint8_t *out, const uint8_t *a, uint32_t rows); /* out: the greater of both */
    void (*choose_state)(uint8_t *out, const uint8_t *yes, const uint8_t *const states[3], uint32_t rows);
    void (*step_state)(uint8_t *out, const uint8_t *yes, const uint8_t *const states[3], uint32_t rows);
    void (*keep_state)(uint8_t *out, const uint8_t *yes, const uint8_t *const states[2], uint8_t otherwise,
                       uint32_t rows);
    void (*unwrap_state)(uint8_t *out, const uint8_t *a, uint32_t rows);
    void (*known_state)(uint8_t *out, uint8_t *yes, const uint8_t *a, uint32_t rows);
    void (*optional_state)(uint8_t *out, const uint8_t *a, const uint8_t *b, uint32_t rows);
    void (*otherwise_state)(uint8_t *out, const uint8_t *a, const uint8_t *b, uint32_t rows);
    void (*gather_state)(uint8_t *out, const uint8_t *a, const uint32_t *index, uint32_t rows);
} am_kernels;

extern const am_kernels am_kernels_plain;
extern const am_kernels am_kernels_avx2;
extern const am_kernels am_kernels_avx512;
/* Those for this processor. */
const am_kernels *am_kernels_here(void);

/* kernel_checked.c */
bool am_checked_add(const am_strip *strip);
bool am_checked_subtract(const am_strip *strip);
bool am_checked_multiply(const am_strip *strip);

#endif
