/*
 * Fourier-Motzkin elimination with a bound on everything.
 *
 * A condition that becomes too large is left out, and so are conditions beyond the most: fewer conditions
 * leave more room, so that "no room" stays certain.
 */
#include "prove/room.h"

#include <string.h>

typedef struct am_elimination {
    am_room *room;
    am_inequality *rows;
    am_inequality *spare; /* as many, for those of the next round */
    uint32_t count;
    bool is_empty; /* some condition cannot be met */
    bool is_cut;
} am_elimination;

/* Divides by what the factors have in common; of wholes, the constant downwards. */
static void normalise(am_elimination *all, am_inequality *row) {
    am_i128 common = 0;
    bool are_whole = row->count > 0;

    for (uint32_t i = 0; i < row->count; i++) {
        common = am_whole_common(common, row->terms[i].factor);
        are_whole &= all->room->is_whole[row->terms[i].unknown];
    }
    if (!are_whole && common > 1) {
        common = am_whole_common(common, row->constant);
    }
    if (are_whole && row->is_strict) {
        row->constant--;
        row->is_strict = false;
    }
    if (common > 1) {
        for (uint32_t i = 0; i < row->count; i++) {
            row->terms[i].factor /= common;
        }
        row->constant = am_whole_divide_floor(row->constant, common);
    }
}

static bool has_same_terms(const am_inequality *a, const am_inequality *b) {
    if (a->count != b->count) {
        return false;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->terms[i].unknown != b->terms[i].unknown || a->terms[i].factor != b->terms[i].factor) {
            return false;
        }
    }
    return true;
}

/* Adds a row unless another says as much. */
static void add_row(am_elimination *all, am_inequality row) {
    normalise(all, &row);
    all->room->spent += 250 + 6 * (uint64_t)all->count;
    if (row.count == 0) {
        all->is_empty |= row.constant < 0 || (row.constant == 0 && row.is_strict);
        return;
    }
    for (uint32_t i = 0; i < all->count; i++) {
        am_inequality *other = &all->rows[i];

        if (!has_same_terms(other, &row)) {
            continue;
        }
        if (row.constant < other->constant || (row.constant == other->constant && row.is_strict)) {
            *other = row;
        }
        return;
    }
    if (all->count == AM_ROOM_ROWS_MAX) {
        all->is_cut = true;
        return;
    }
    all->rows[all->count++] = row;
}

static am_i128 factor_in(const am_inequality *row, uint32_t unknown) {
    for (uint32_t i = 0; i < row->count && row->terms[i].unknown <= unknown; i++) {
        if (row->terms[i].unknown == unknown) {
            return row->terms[i].factor;
        }
    }
    return 0;
}

/* below x a + above x b, in which the unknown is gone; false when it is too large. */
static bool join_rows(am_elimination *all, const am_inequality *a, const am_inequality *b, am_i128 for_a,
                      am_i128 for_b, am_inequality *out) {
    uint32_t i = 0, k = 0;
    am_i128 left, right;

    *out = (am_inequality){.is_strict = a->is_strict || b->is_strict};
    out->terms = AM_NEW_ARRAY(all->room->arena, am_term, (size_t)a->count + b->count);
    if (out->terms == NULL || !am_whole_multiply(a->constant, for_a, &left) ||
        !am_whole_multiply(b->constant, for_b, &right) || !am_whole_add(left, right, &out->constant)) {
        return false;
    }
    while (i < a->count || k < b->count) {
        bool is_a = k == b->count || (i < a->count && a->terms[i].unknown <= b->terms[k].unknown);
        bool is_b = i == a->count || (k < b->count && b->terms[k].unknown <= a->terms[i].unknown);
        am_term term = {is_a ? a->terms[i].unknown : b->terms[k].unknown, 0};

        if (!am_whole_multiply(is_a ? a->terms[i].factor : 0, for_a, &left) ||
            !am_whole_multiply(is_b ? b->terms[k].factor : 0, for_b, &right) ||
            !am_whole_add(left, right, &term.factor)) {
            return false;
        }
        if (term.factor != 0) {
            out->terms[out->count++] = term;
        }
        i += is_a ? 1 : 0;
        k += is_b ? 1 : 0;
    }
    return true;
}

/* Rows without the unknown stay as they are, each different from the others; pairs of the others are joined.
 */
static void eliminate(am_elimination *all, uint32_t unknown) {
    am_inequality *before = all->rows;
    uint32_t count = all->count, with = 0;
    am_i128 factors[AM_ROOM_ROWS_MAX];
    uint32_t which[AM_ROOM_ROWS_MAX];

    all->rows = all->spare;
    all->spare = before;
    all->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        am_i128 factor = factor_in(&before[i], unknown);

        if (factor == 0) {
            all->rows[all->count++] = before[i];
        } else {
            factors[with] = factor;
            which[with++] = i;
        }
    }
    all->room->spent += 25 * (uint64_t)count;
    for (uint32_t i = 0; i < with && !all->is_empty && !all->is_cut; i++) {
        for (uint32_t k = 0; factors[i] > 0 && k < with && !all->is_empty && !all->is_cut; k++) {
            am_i128 common = factors[k] < 0 ? am_whole_common(factors[i], factors[k]) : 1;
            am_inequality joined;

            if (factors[k] < 0 && join_rows(all, &before[which[i]], &before[which[k]], -factors[k] / common,
                                            factors[i] / common, &joined)) {
                add_row(all, joined);
            }
        }
    }
    all->is_cut |= all->room->spent > all->room->budget;
}

/* The unknown whose elimination makes the fewest rows; false when none is left. */
static bool choose(am_elimination *all, uint32_t *above, uint32_t *below, uint32_t *out) {
    int64_t best = INT64_MAX;

    memset(above, 0, all->room->unknown_count * sizeof *above);
    memset(below, 0, all->room->unknown_count * sizeof *below);
    for (uint32_t i = 0; i < all->count; i++) {
        for (uint32_t k = 0; k < all->rows[i].count; k++) {
            const am_term *term = &all->rows[i].terms[k];

            (term->factor > 0 ? above : below)[term->unknown]++;
        }
    }
    for (uint32_t i = 0; i < all->room->unknown_count; i++) {
        int64_t more = (int64_t)above[i] * below[i] - above[i] - below[i];

        if ((above[i] > 0 || below[i] > 0) && more < best) {
            best = more;
            *out = i;
        }
    }
    all->room->spent += 8 * (uint64_t)all->room->unknown_count + 20 * (uint64_t)all->count;
    return best != INT64_MAX;
}

static bool touches(const am_inequality *bound, const bool *is_near) {
    for (uint32_t i = 0; i < bound->count; i++) {
        if (is_near[bound->terms[i].unknown]) {
            return true;
        }
    }
    return bound->count == 0;
}

static void mark(const am_inequality *bound, bool *is_near) {
    for (uint32_t i = 0; i < bound->count; i++) {
        is_near[bound->terms[i].unknown] = true;
    }
}

/* Copies the conditions that hang together with the newest. */
static void gather(am_elimination *all, uint32_t first, bool *is_near, bool *is_taken) {
    am_room *room = all->room;
    bool is_changed = true;

    for (uint32_t i = first; i < room->bound_count; i++) {
        mark(&room->bounds[i], is_near);
    }
    while (is_changed) {
        is_changed = false;
        room->spent += 10 * (uint64_t)room->bound_count;
        for (uint32_t i = 0; i < room->bound_count; i++) {
            if (is_taken[i] || !touches(&room->bounds[i], is_near)) {
                continue;
            }
            is_taken[i] = true;
            is_changed = true;
            mark(&room->bounds[i], is_near);
        }
    }
    for (uint32_t i = 0; i < room->bound_count; i++) {
        am_inequality copy = room->bounds[i];

        if (!is_taken[i]) {
            continue;
        }
        copy.terms = AM_NEW_ARRAY(room->arena, am_term, (size_t)copy.count + 1);
        for (uint32_t k = 0; copy.terms != NULL && k < copy.count; k++) {
            copy.terms[k] = room->bounds[i].terms[k];
        }
        if (copy.terms != NULL) {
            add_row(all, copy);
        }
    }
}

bool am_room_is_left(am_room *room, uint32_t first) {
    am_elimination all = {.room = room, .rows = room->rows[0], .spare = room->rows[1]};
    bool *is_near = AM_NEW_ARRAY(room->arena, bool, (size_t)room->unknown_count + 1);
    bool *is_taken = AM_NEW_ARRAY(room->arena, bool, (size_t)room->bound_count + 1);
    uint32_t *above = AM_NEW_ARRAY(room->arena, uint32_t, (size_t)room->unknown_count + 1);
    uint32_t *below = AM_NEW_ARRAY(room->arena, uint32_t, (size_t)room->unknown_count + 1);
    uint32_t unknown = 0;

    if (is_near == NULL || is_taken == NULL || above == NULL || below == NULL) {
        return true;
    }
    room->spent += 500;
    gather(&all, first, is_near, is_taken);
    while (!all.is_empty && !all.is_cut && choose(&all, above, below, &unknown)) {
        eliminate(&all, unknown);
    }
    return !all.is_empty;
}
