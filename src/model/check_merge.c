/*
 * Named values that all rows treat alike, made one class: sixty infringements in ten rows are ten classes.
 *
 * All classes begin as one group; each row parts the groups of which it meets some classes and not others.
 * The groups that are left are numbered by their first class, whose value stands for them. Without work left
 * the classes stay as they are, which says the same.
 */
#include "model/check.h"

typedef struct am_check_groups {
    uint32_t *of;    /* the group of each class */
    uint32_t *sizes; /* of the groups, in classes */
    uint32_t *met;   /* classes of the group that the row meets */
    uint32_t *moved; /* the group that those go to; 0: none */
    uint32_t *seen;  /* the groups of which the row meets any */
    uint32_t count;
    uint32_t seen_count;
} am_check_groups;

static bool groups_of(am_check_table *table, uint32_t known, am_check_groups *out) {
    size_t room = (size_t)known + 1;
    uint32_t *items = AM_NEW_ARRAY(table->arena, uint32_t, room * 5);

    if (items == NULL) {
        return false;
    }
    *out = (am_check_groups){items, items + room, items + 2 * room, items + 3 * room, items + 4 * room, 1, 0};
    out->sizes[0] = known;
    return true;
}

static uint32_t known_end(const am_check_axis *axis, const am_check_run *run) {
    return run->end < axis->known ? run->end : axis->known;
}

static void meet(am_check_groups *groups, uint32_t class) {
    uint32_t group = groups->of[class];

    if (groups->met[group]++ == 0) {
        groups->seen[groups->seen_count++] = group;
    }
}

/* A class that the row meets goes to a new group with the others, unless the row meets its group whole. */
static void move(am_check_groups *groups, uint32_t class) {
    uint32_t group = groups->of[class];

    if (groups->moved[group] == 0) {
        if (groups->met[group] == groups->sizes[group]) {
            return;
        }
        groups->moved[group] = groups->count++;
    }
    groups->of[class] = groups->moved[group];
    groups->sizes[groups->moved[group]]++;
    groups->sizes[group]--;
}

static void each_class(const am_check_axis *axis, uint32_t row, am_check_groups *groups,
                       void (*visit)(am_check_groups *groups, uint32_t class)) {
    for (uint32_t i = axis->starts[row]; i < axis->starts[row + 1]; i++) {
        for (uint32_t class = axis->runs[i].first; class < known_end(axis, &axis->runs[i]); class ++) {
            visit(groups, class);
        }
    }
}

static void part(const am_check_axis *axis, uint32_t row, am_check_groups *groups) {
    groups->seen_count = 0;
    each_class(axis, row, groups, meet);
    each_class(axis, row, groups, move);
    for (uint32_t i = 0; i < groups->seen_count; i++) {
        groups->met[groups->seen[i]] = 0;
        groups->moved[groups->seen[i]] = 0;
    }
}

/* The classes that rows name one by one: `-` names none. */
static uint64_t classes_met(const am_check_axis *axis, uint32_t row) {
    uint64_t count = 0;

    for (uint32_t i = axis->starts[row]; i < axis->starts[row + 1]; i++) {
        count += axis->runs[i].end - axis->runs[i].first;
    }
    return count;
}

static bool meets_all(const am_check_axis *axis, uint32_t row) {
    return axis->starts[row + 1] == axis->starts[row] + 1 && axis->runs[axis->starts[row]].first == 0 &&
           axis->runs[axis->starts[row]].end >= axis->known;
}

/* The classes that stand for their groups, in order: numbers[class] is the group's new number for the first
 * class of a group, and known for others. */
static uint32_t number(const am_check_axis *axis, am_check_groups *groups, uint32_t *numbers) {
    uint32_t count = 0;

    for (uint32_t class = 0; class < axis->known; class ++) {
        uint32_t group = groups->of[class];
        numbers[class] = axis->known;
        if (groups->moved[group] == 0) {
            groups->moved[group] = 1;
            numbers[class] = count;
            axis->points[count++] = axis->points[class];
        }
    }
    return count;
}

/* Writes the row's runs over again, which never takes more room than they had. */
static uint32_t renumber(am_check_axis *axis, const am_check_run *runs, uint32_t run_count,
                         const uint32_t *numbers, uint32_t known, uint32_t at) {
    uint32_t start = at;

    for (uint32_t i = 0; i < run_count; i++) {
        for (uint32_t class = runs[i].first; class < runs[i].end; class ++) {
            bool is_unknown = class == axis->known;
            uint32_t next = is_unknown ? known : numbers[class];
            if (!is_unknown && next == axis->known) {
                continue;
            }
            if (at > start && axis->runs[at - 1].end == next) {
                axis->runs[at - 1].end++;
            } else {
                axis->runs[at++] = (am_check_run){next, next + 1};
            }
        }
    }
    return at;
}

bool am_check_merge(am_check_table *table, am_check_axis *axis) {
    uint32_t *numbers = AM_NEW_ARRAY(table->arena, uint32_t, (size_t)axis->known + 1);
    am_check_run *old = AM_NEW_ARRAY(table->arena, am_check_run, axis->run_count + 1);
    am_check_groups groups;

    if (numbers == NULL || old == NULL || !groups_of(table, axis->known, &groups)) {
        return false;
    }
    for (uint32_t row = 0; row < table->row_count; row++) {
        if (meets_all(axis, row)) {
            continue;
        }
        if (!am_check_spend(table, classes_met(axis, row))) {
            return true;
        }
        part(axis, row, &groups);
    }
    uint32_t known = number(axis, &groups, numbers), at = 0;
    for (size_t i = 0; i < axis->run_count; i++) {
        old[i] = axis->runs[i];
    }
    for (uint32_t row = 0; row < table->row_count; row++) {
        uint32_t first = axis->starts[row];
        axis->starts[row] = at;
        at = renumber(axis, old + first, axis->starts[row + 1] - first, numbers, known, at);
    }
    axis->starts[table->row_count] = at;
    axis->run_count = at;
    axis->count -= axis->known - known;
    axis->known = known;
    return true;
}
