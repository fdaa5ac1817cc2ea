/*
 * Gaps and rows that are never reached: the space of all cases is halved until each part is plain.
 *
 * A part is a box of classes with the rows that meet it. It is plain when a row meets all of it, or none
 * does; else it is cut along the side of a row, so that either half is left with as few rows as may be. Rows
 * with `when` cells may turn out not to apply: behind them the next is looked for. The parts wait on a stack,
 * not in calls, and the work is bounded, for this question is hard in the worst case.
 */
#include "model/check.h"

/* Rows on the stack, beyond some for each row of the table. */
#define ROOM_MAX ((size_t)1 << 20)

typedef struct am_check_part {
    size_t first_row; /* on the stack of rows */
    uint32_t row_count;
    bool is_known; /* no class of it is the unknown one: what no row meets is for `otherwise` */
} am_check_part;

typedef struct am_check_cover {
    am_check_table *table;
    am_check_part *parts;
    size_t part_count;
    size_t part_room;
    am_check_run *boxes; /* one run an axis for each part */
    uint16_t *rows;      /* in the order in which they prevail */
    size_t row_count;
    size_t row_room;
    uint64_t *narrows;  /* by row: the axes on which it does not meet everything, a bit each */
    am_check_run *box;  /* of the part at hand */
    uint16_t *at_hand;  /* its rows */
    uint32_t *begins;   /* by class: rows that begin there */
    uint32_t *ends;     /* rows that end before it */
    bool *may_cut;      /* a side of some row lies before it */
    bool is_by_order;   /* the first or last row prevails */
    bool is_gap_wanted; /* a case without a row is a fault */
} am_check_cover;

typedef struct am_check_cut {
    uint32_t axis;
    uint32_t class; /* the first of the upper half */
    uint64_t cost;
} am_check_cut;

bool am_check_spend(am_check_table *table, uint64_t work) {
    if (work > table->work) {
        table->work = 0;
        table->is_too_large = true;
        return false;
    }
    table->work -= work;
    return true;
}

static bool touches(const am_check_axis *axis, uint32_t row, am_check_run side) {
    for (uint32_t i = axis->starts[row]; i < axis->starts[row + 1]; i++) {
        if (axis->runs[i].first < side.end && axis->runs[i].end > side.first) {
            return true;
        }
    }
    return false;
}

static bool fills(const am_check_axis *axis, uint32_t row, am_check_run side) {
    for (uint32_t i = axis->starts[row]; i < axis->starts[row + 1]; i++) {
        if (axis->runs[i].first <= side.first && axis->runs[i].end >= side.end) {
            return true;
        }
    }
    return false;
}

static uint32_t first_axis(uint64_t axes) {
    return (uint32_t)__builtin_ctzll(axes);
}

/* Most rows of large tables leave most axes open, so only the others are looked at. */
static bool fills_box(const am_check_cover *cover, uint32_t row) {
    for (uint64_t axes = cover->narrows[row]; axes != 0; axes &= axes - 1) {
        uint32_t axis = first_axis(axes);
        if (!fills(&cover->table->axes[axis], row, cover->box[axis])) {
            return false;
        }
    }
    return true;
}

/* Larger arrays in the place of full ones; false when there is no memory. */
static bool make_room_for_parts(am_check_cover *cover) {
    uint32_t axes = cover->table->axis_count;
    size_t room = cover->part_room * 2 + 64;

    if (cover->part_count < cover->part_room) {
        return true;
    }
    am_check_part *parts = AM_NEW_ARRAY(cover->table->arena, am_check_part, room);
    am_check_run *boxes = AM_NEW_ARRAY(cover->table->arena, am_check_run, room * axes + 1);
    if (parts == NULL || boxes == NULL) {
        return false;
    }
    for (size_t i = 0; i < cover->part_count; i++) {
        parts[i] = cover->parts[i];
    }
    for (size_t i = 0; i < cover->part_count * axes; i++) {
        boxes[i] = cover->boxes[i];
    }
    cover->parts = parts;
    cover->boxes = boxes;
    cover->part_room = room;
    return true;
}

static bool make_room_for_rows(am_check_cover *cover, size_t count) {
    size_t room = (cover->row_count + count) * 2;

    if (cover->row_count + count <= cover->row_room) {
        return true;
    }
    if (cover->row_count + count > ROOM_MAX + (size_t)cover->table->row_count * 64) {
        cover->table->is_too_large = true;
        return false;
    }
    uint16_t *rows = AM_NEW_ARRAY(cover->table->arena, uint16_t, room);
    if (rows == NULL) {
        return false;
    }
    for (size_t i = 0; i < cover->row_count; i++) {
        rows[i] = cover->rows[i];
    }
    cover->rows = rows;
    cover->row_room = room;
    return true;
}

static bool touches_box(const am_check_cover *cover, uint32_t row) {
    for (uint64_t axes = cover->narrows[row]; axes != 0; axes &= axes - 1) {
        uint32_t axis = first_axis(axes);
        if (!touches(&cover->table->axes[axis], row, cover->box[axis])) {
            return false;
        }
    }
    return true;
}

/* The box at hand with one side replaced, and those of the rows at hand that meet it; the rows meet the other
 * sides. Without a side it is the whole box. */
static bool push(am_check_cover *cover, uint32_t axis, am_check_run side, uint32_t count, bool is_known) {
    am_check_table *table = cover->table;

    if (!make_room_for_parts(cover) || !make_room_for_rows(cover, count)) {
        return false;
    }
    am_check_part *part = &cover->parts[cover->part_count];
    *part = (am_check_part){.first_row = cover->row_count, .is_known = is_known};
    for (uint32_t i = 0; i < table->axis_count; i++) {
        cover->boxes[cover->part_count * table->axis_count + i] = i == axis ? side : cover->box[i];
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t row = cover->at_hand[i];
        if (axis == table->axis_count ? touches_box(cover, row) : touches(&table->axes[axis], row, side)) {
            cover->rows[cover->row_count++] = (uint16_t)row;
            part->row_count++;
        }
    }
    cover->part_count++;
    return true;
}

static am_check_part pop(am_check_cover *cover) {
    am_check_part part = cover->parts[--cover->part_count];

    for (uint32_t i = 0; i < cover->table->axis_count; i++) {
        cover->box[i] = cover->boxes[cover->part_count * cover->table->axis_count + i];
    }
    for (uint32_t i = 0; i < part.row_count; i++) {
        cover->at_hand[i] = cover->rows[part.first_row + i];
    }
    cover->row_count = part.first_row;
    return part;
}

/* Where to cut */

static void count_sides(am_check_cover *cover, uint32_t number, am_check_run side, uint32_t count) {
    const am_check_axis *axis = &cover->table->axes[number];
    uint32_t open = 0;

    for (uint32_t class = side.first; class <= side.end; class ++) {
        cover->begins[class] = 0;
        cover->ends[class] = 0;
        cover->may_cut[class] = false;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t row = cover->at_hand[i], begin = side.end, end = side.first;
        if ((cover->narrows[row] >> number & 1) == 0) {
            open++;
            continue;
        }
        for (uint32_t k = axis->starts[row]; k < axis->starts[row + 1]; k++) {
            uint32_t first = axis->runs[k].first > side.first ? axis->runs[k].first : side.first;
            uint32_t last = axis->runs[k].end < side.end ? axis->runs[k].end : side.end;
            if (first < last) {
                begin = first < begin ? first : begin;
                end = last > end ? last : end;
                cover->may_cut[first] = true;
                cover->may_cut[last] = true;
            }
        }
        cover->begins[begin]++;
        cover->ends[end]++;
    }
    cover->begins[side.first] += open;
    cover->ends[side.end] += open;
}

static void cut_axis(am_check_cover *cover, uint32_t number, uint32_t count, am_check_cut *best) {
    am_check_run side = cover->box[number];
    uint64_t lower = 0, upper = count;

    count_sides(cover, number, side, count);
    for (uint32_t class = side.first; class < side.end; class ++) {
        upper -= cover->ends[class];
        if (class > side.first && cover->may_cut[class] && lower * lower + upper * upper < best->cost) {
            *best = (am_check_cut){number, class, lower * lower + upper * upper};
        }
        lower += cover->begins[class];
    }
}

static bool cut(am_check_cover *cover, uint32_t count, bool is_known) {
    am_check_table *table = cover->table;
    am_check_cut best = {.axis = table->axis_count, .cost = UINT64_MAX};
    uint64_t work = 1, narrowed = 0;

    for (uint32_t i = 0; i < count; i++) {
        narrowed |= cover->narrows[cover->at_hand[i]];
    }
    for (uint32_t i = 0; i < table->axis_count; i++) {
        work += count + (cover->box[i].end - cover->box[i].first);
        if (cover->box[i].end - cover->box[i].first > 1 && (narrowed >> i & 1) != 0) {
            cut_axis(cover, i, count, &best);
        }
    }
    if (best.axis == table->axis_count || !am_check_spend(table, work)) {
        return false;
    }
    am_check_run side = cover->box[best.axis];
    return push(cover, best.axis, (am_check_run){best.class, side.end}, count, is_known) &&
           push(cover, best.axis, (am_check_run){side.first, best.class}, count, is_known);
}

/* What a part shows */

static bool is_open_question(const am_check_cover *cover, bool is_known) {
    if (is_known && cover->table->has_otherwise) {
        return !cover->table->is_otherwise_reached;
    }
    return cover->is_gap_wanted && !cover->table->has_gap;
}

/* Up to the last row that is not known to be reached; 0 when all are. */
static uint32_t count_unsettled(const am_check_cover *cover, uint32_t count) {
    if (!cover->is_by_order) {
        return 0;
    }
    while (count > 0 && cover->table->is_reached[cover->at_hand[count - 1]]) {
        count--;
    }
    return count;
}

/* No row is sure to meet the part; `count` may, with `when` cells. */
static void settle_uncovered(am_check_cover *cover, uint32_t count, bool is_known) {
    am_check_table *table = cover->table;

    if (is_known && table->has_otherwise) {
        table->is_otherwise_reached = true;
    } else if (!cover->is_gap_wanted || table->has_gap) {
        return;
    } else if (count > 0) {
        table->may_have_gap = true;
    } else {
        table->has_gap = true;
        for (uint32_t i = 0; i < table->axis_count; i++) {
            table->gap[i] = cover->box[i].first;
        }
    }
}

/* Rows before which none stands that is sure to prevail over them somewhere in the part. */
static void reach_first(am_check_cover *cover, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        cover->table->is_reached[cover->at_hand[i]] = true;
        if (!cover->table->is_conditional[cover->at_hand[i]]) {
            return;
        }
    }
}

static bool judge(am_check_cover *cover, am_check_part part) {
    am_check_table *table = cover->table;
    bool is_covered = false, is_plain = true;
    uint32_t count = 0;

    while (count < part.row_count && !is_covered) {
        uint32_t row = cover->at_hand[count++];
        bool is_whole = fills_box(cover, row);
        is_plain = is_plain && is_whole;
        is_covered = is_whole && !table->is_conditional[row];
    }
    reach_first(cover, count);
    if (!am_check_spend(table, (uint64_t)count * table->axis_count + 1)) {
        return false;
    }
    if (is_plain && !is_covered) {
        settle_uncovered(cover, count, part.is_known);
    }
    bool is_open = is_open_question(cover, part.is_known);
    uint32_t unsettled = count_unsettled(cover, count);
    if (is_plain || ((is_covered || !is_open) && unsettled == 0)) {
        return true;
    }
    return cut(cover, is_open ? count : unsettled, part.is_known);
}

/* Where to begin */

static bool begin_rows(am_check_cover *cover) {
    const am_check_table *table = cover->table;
    uint32_t count = 0;

    for (uint32_t i = 0; i < table->row_count; i++) {
        uint32_t row = table->schedule->picks == AM_PICKS_LAST ? table->row_count - 1 - i : i;
        if (!table->is_empty[row]) {
            cover->at_hand[count++] = (uint16_t)row;
        }
    }
    for (uint32_t i = 0; i < table->axis_count; i++) {
        cover->box[i] = (am_check_run){0, table->axes[i].count};
    }
    if (!table->has_otherwise) {
        return push(cover, table->axis_count, (am_check_run){0, 0}, count, false);
    }
    /* What is unknown on one axis and known on those before it; then what is all known. */
    for (uint32_t i = 0; i < table->axis_count; i++) {
        const am_check_axis *axis = &table->axes[i];
        cover->box[i] = (am_check_run){axis->known, axis->count};
        if (axis->known < axis->count &&
            !push(cover, table->axis_count, (am_check_run){0, 0}, count, false)) {
            return false;
        }
        cover->box[i] = (am_check_run){0, axis->known};
    }
    return push(cover, table->axis_count, (am_check_run){0, 0}, count, true);
}

static void find_narrow_axes(am_check_cover *cover) {
    const am_check_table *table = cover->table;

    for (uint32_t i = 0; i < table->axis_count; i++) {
        am_check_run whole = {0, table->axes[i].count};
        for (uint32_t row = 0; row < table->row_count; row++) {
            cover->narrows[row] |= (uint64_t)!fills(&table->axes[i], row, whole) << i;
        }
    }
}

static bool take_memory(am_check_cover *cover) {
    am_check_table *table = cover->table;
    uint32_t classes = 0;

    for (uint32_t i = 0; i < table->axis_count; i++) {
        classes = table->axes[i].count > classes ? table->axes[i].count : classes;
    }
    cover->box = AM_NEW_ARRAY(table->arena, am_check_run, (size_t)table->axis_count + 1);
    cover->at_hand = AM_NEW_ARRAY(table->arena, uint16_t, (size_t)table->row_count + 1);
    cover->begins = AM_NEW_ARRAY(table->arena, uint32_t, (size_t)classes + 1);
    cover->ends = AM_NEW_ARRAY(table->arena, uint32_t, (size_t)classes + 1);
    cover->may_cut = AM_NEW_ARRAY(table->arena, bool, (size_t)classes + 1);
    cover->narrows = AM_NEW_ARRAY(table->arena, uint64_t, (size_t)table->row_count + 1);
    table->gap = AM_NEW_ARRAY(table->arena, uint32_t, (size_t)table->axis_count + 1);
    table->is_reached = AM_NEW_ARRAY(table->arena, bool, (size_t)table->row_count + 1);
    return !table->arena->is_exhausted;
}

void am_check_gaps(am_check_table *table) {
    am_picks picks = table->schedule->picks;
    am_check_cover cover = {.table = table,
                            .is_by_order = picks == AM_PICKS_FIRST || picks == AM_PICKS_LAST,
                            .is_gap_wanted = picks != AM_PICKS_SUM};

    if (!take_memory(&cover)) {
        return;
    }
    find_narrow_axes(&cover);
    if (!begin_rows(&cover)) {
        return;
    }
    while (cover.part_count > 0) {
        if (!judge(&cover, pop(&cover))) {
            return;
        }
    }
}
