/*
 * The items of a condition cell as a set: sorted, each once, so that `a, b` and `b, a` are the same.
 *
 * The order is any order of constants; only cells of one column are ever compared.
 */
#include "model/build.h"

static int compare_ends(const am_expr *a, const am_expr *b) {
    if (am_expr_is_error(a) || am_expr_is_error(b)) {
        return (a != NULL) - (b != NULL);
    }
    return am_constant_compare(a, b);
}

static int compare_items(const am_test_item *a, const am_test_item *b) {
    const am_interval *x = &a->interval, *y = &b->interval;
    int order = a->is_unknown - b->is_unknown;

    order = order != 0 ? order : compare_ends(x->lowest, y->lowest);
    order = order != 0 ? order : compare_ends(x->highest, y->highest);
    order = order != 0 ? order : x->is_lowest_out - y->is_lowest_out;
    return order != 0 ? order : x->is_highest_out - y->is_highest_out;
}

/* Merges two sorted runs of `from`, which meet at `middle`, into `to`. */
static void merge(const am_test_item *from, am_test_item *to, size_t low, size_t middle, size_t high) {
    size_t a = low, b = middle;

    for (size_t i = low; i < high; i++) {
        bool is_first = b == high || (a < middle && compare_items(&from[a], &from[b]) <= 0);

        to[i] = is_first ? from[a++] : from[b++];
    }
}

/* Runs of twice the length at each turn; returns which of the two has the items in the end. */
static am_test_item *sort(am_test_item *items, am_test_item *room, size_t count) {
    for (size_t width = 1; width < count; width *= 2) {
        am_test_item *sorted = room;

        for (size_t low = 0; low < count; low += 2 * width) {
            size_t middle = low + width < count ? low + width : count;
            size_t high = low + 2 * width < count ? low + 2 * width : count;

            merge(items, room, low, middle, high);
        }
        room = items;
        items = sorted;
    }
    return items;
}

void am_items_settle(am_arena *arena, am_cell_test *test) {
    am_test_item *items, *room;

    test->set = test->items;
    test->set_count = test->item_count;
    if (test->item_count < 2) {
        return;
    }
    items = AM_NEW_ARRAY(arena, am_test_item, test->item_count);
    room = AM_NEW_ARRAY(arena, am_test_item, test->item_count);
    if (items == NULL || room == NULL) {
        return;
    }
    for (uint16_t i = 0; i < test->item_count; i++) {
        items[i] = test->items[i];
    }
    test->set = sort(items, room, test->item_count);
    test->set_count = 1;
    for (uint16_t i = 1; i < test->item_count; i++) {
        if (compare_items(&test->set[test->set_count - 1], &test->set[i]) != 0) {
            test->set[test->set_count++] = test->set[i];
        }
    }
}
