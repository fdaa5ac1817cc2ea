/*
 * Kernels that bring facts from a caller's columns into lanes, and results back: how large they are, and
 * copies of them.
 *
 * A caller's column ends with its last row, so that rows go in pieces: whole blocks, and the rest by the
 * plain kernels.
 */
#include "narrow/kernel.h"

#include <string.h>

static size_t bytes_of(am_width width) {
    return width == AM_WIDTH_8 ? 8 : width == AM_WIDTH_4 ? 4 : 1;
}

typedef struct piece {
    const am_kernels *kernels;
    uint32_t from;
    uint32_t rows;
} piece;

/* The next piece behind this one, of at most so many blocks; false when there is none. */
static bool next_piece(const am_kernels *kernels, uint32_t rows, uint32_t most, piece *piece) {
    piece->from += piece->rows;
    const uint32_t left = rows - piece->from;
    const uint32_t whole = left & ~(AM_BLOCK_ROWS - 1);
    piece->kernels = whole != 0 ? kernels : &am_kernels_plain;
    piece->rows = whole == 0 ? left : whole < most ? whole : most;
    return left != 0;
}

static const void *row_of(const void *column, am_width width, uint32_t row) {
    return (const char *)column + row * bytes_of(width);
}

static void widen(am_extremes *all, am_extremes some, bool is_first) {
    all->low = is_first || some.low < all->low ? some.low : all->low;
    all->high = is_first || some.high > all->high ? some.high : all->high;
}

am_extremes am_values_extremes(const am_kernels *kernels, am_width width, const void *values, uint32_t rows) {
    am_extremes all = {0, 0};
    piece piece = {.rows = 0};
    while (next_piece(kernels, rows, rows, &piece)) {
        const void *part = row_of(values, width, piece.from);
        widen(&all, piece.kernels->extremes[width](part, piece.rows), piece.from == 0);
    }
    return all;
}

static int64_t value_at(const void *values, am_width width, uint32_t row) {
    return width == AM_WIDTH_8   ? ((const int64_t *)values)[row]
           : width == AM_WIDTH_4 ? ((const int32_t *)values)[row]
                                 : ((const uint8_t *)values)[row];
}

/* In the place of the rows that are not given stands one that is. */
am_extremes am_values_extremes_given(const am_kernels *kernels, am_width width, const void *values,
                                     const uint8_t *given, uint32_t rows, am_extremes none) {
    enum { ROWS_AT_ONCE = 4 * AM_BLOCK_ROWS };
    int64_t block[AM_BLOCK_ROWS];
    int64_t chosen[ROWS_AT_ONCE];
    uint32_t first = 0;
    while (given != NULL && first < rows && given[first] == 0) {
        first++;
    }
    if (first == rows) {
        return none;
    }
    if (given == NULL) {
        return am_values_extremes(kernels, width, values, rows);
    }
    am_extremes all = {0, 0};
    am_strip strip = {.out = chosen};
    am_strip_set_constant(kernels, &strip, 2, width, value_at(values, width, first), block);
    piece piece = {.rows = 0};
    while (next_piece(kernels, rows, ROWS_AT_ONCE, &piece)) {
        strip.rows = piece.rows;
        strip.in[0] = given + piece.from;
        strip.in[1] = row_of(values, width, piece.from);
        piece.kernels->choose[width](&strip);
        widen(&all, piece.kernels->extremes[width](chosen, piece.rows), piece.from == 0);
    }
    return all;
}

static bool is_short(int64_t value) {
    return value >= INT32_MIN && value <= INT32_MAX;
}

/* What is done to each piece on its way: another width, a factor, and 0 where nothing is given. The first of
 * these reads the caller's column. */
void am_values_take(const am_kernels *kernels, void *out, am_width to, const void *values, am_width from,
                    const uint8_t *given, int64_t factor, uint32_t rows) {
    int64_t factors[AM_BLOCK_ROWS];
    int64_t nothing[AM_BLOCK_ROWS];
    am_strip convert = {.rows = 0};
    am_strip scale = {.rows = 0};
    am_strip drop = {.rows = 0};
    const bool has_short = from != AM_WIDTH_8 && is_short(factor);
    if (from == to && factor == 1 && given == NULL) {
        memcpy(out, values, rows * bytes_of(to));
        return;
    }
    if (factor != 1) {
        am_strip_set_constant(kernels, &scale, 1, to, factor, factors);
    }
    if (given != NULL) {
        am_strip_set_constant(kernels, &drop, 2, to, 0, nothing);
    }
    piece piece = {.rows = 0};
    while (next_piece(kernels, rows, rows, &piece)) {
        const void *part = row_of(values, from, piece.from);
        convert.rows = scale.rows = drop.rows = piece.rows;
        convert.out = scale.out = drop.out = (char *)out + piece.from * bytes_of(to);
        if (from != to) {
            convert.in[0] = part;
            piece.kernels->convert[from][to](&convert);
            part = convert.out;
        }
        if (factor != 1) {
            scale.in[0] = part;
            (has_short ? piece.kernels->multiply_short : piece.kernels->multiply)(&scale);
            part = scale.out;
        }
        if (given != NULL) {
            drop.in[0] = given + piece.from;
            drop.in[1] = part;
            piece.kernels->choose[to](&drop);
        }
    }
}
