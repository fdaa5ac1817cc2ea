/*
 * The kernels' text, compiled once for each instruction set (AM_KERNELS names the table that it makes).
 *
 * Loops have no branches within them and run over whole blocks of rows, so that each becomes a few vector
 * instructions and nothing else. The plain kernels are the same text, row by row.
 */
#include "narrow/kernel.h"

#include "base/date.h"
#include "base/decimal.h"
#include "code/value.h"

#if defined(__AVX2__)
    #define WHOLE(rows) am_whole_blocks(rows)
    /* Rows that are computed at once: a few vectors; where results are bytes, one vector of these. */
    #define ROWS_OF(T) (uint32_t)(128 / sizeof(T))
    #if defined(__AVX512F__)
        #define ROWS_OF_BYTES 64u
    #else
        #define ROWS_OF_BYTES 32u
    #endif
#else
    #define WHOLE(rows)   (rows)
    #define ROWS_OF(T)    1u
    #define ROWS_OF_BYTES 1u
#endif
#define AT_ONCE AM_ROW_BY_ROW AM_UNROLLED

#include "narrow/text_arithmetic.h"
#include "narrow/text_choice.h"
#include "narrow/text_convert.h"
#include "narrow/text_date.h"
#include "narrow/text_list.h"
#include "narrow/text_table.h"

const am_kernels AM_KERNELS = {
    .add = add,
    .subtract = subtract,
    .multiply = multiply,
    .multiply_short = multiply_short,
    .scale_chosen = scale_chosen,
    .round = round_counts,
    .equal = {equal_8, equal_4, am_bytes_equal},
    .less = {less_8, less_4, am_bytes_less},
    .greatest = {greatest_8, greatest_4, am_bytes_greatest},
    .least = {least_8, least_4, am_bytes_least},
    .choose = {choose_8, choose_4, choose_1},
    .cell = {cell_8, cell_4, cell_1},
    .convert = {{NULL, convert_8_4, convert_8_1},
                {convert_4_8, NULL, convert_4_1},
                {convert_1_8, convert_1_4, NULL}},
    .class_code = class_code,
    .class_yesno = class_yesno,
    .class_compared = class_compared,
    .place = place,
    .days_between = days_between,
    .move_months_near = move_months_near,
    .gather = {gather_8, gather_4, gather_1},
    .count = count,
    .add_lists = add_lists,
    .extremes = {extremes_8, extremes_4, extremes_1},
    .fill = fill,
    .close_max = LOOKUP_MAX,
};
