/*
 * Slices: comparing, cutting and measuring text that somebody else owns.
 *
 * Works on bytes. Nothing here allocates, and nothing reads beyond a slice's length.
 */
#include "base/slice.h"

#include <string.h>

enum { DISTANCE_BYTES = 64 };

am_slice am_slice_of(const char *terminated) {
    if (terminated == NULL) {
        return (am_slice){NULL, 0};
    }
    return (am_slice){terminated, strlen(terminated)};
}

bool am_slice_is_equal(am_slice a, am_slice b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

int am_slice_compare(am_slice a, am_slice b) {
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared == 0 ? 0 : memcmp(a.data, b.data, shared);

    if (order != 0) {
        return order;
    }
    return (a.length > b.length) - (a.length < b.length);
}

bool am_slice_starts_with(am_slice text, am_slice prefix) {
    return text.length >= prefix.length &&
           (prefix.length == 0 || memcmp(text.data, prefix.data, prefix.length) == 0);
}

am_slice am_slice_part(am_slice text, size_t start, size_t end) {
    if (end > text.length) {
        end = text.length;
    }
    if (start > end) {
        start = end;
    }
    if (text.data == NULL) {
        return text;
    }
    return (am_slice){text.data + start, end - start};
}

static unsigned least_of(unsigned a, unsigned b) {
    return a < b ? a : b;
}

/* Fills row i of the table of distances between a's first i bytes and each beginning of b. Two rows back
 * serve the swapped neighbours. */
static void fill_row(am_slice a, am_slice b, size_t i, const unsigned *two_back, const unsigned *back,
                     unsigned *row) {
    row[0] = (unsigned)i;
    for (size_t j = 1; j <= b.length; j++) {
        unsigned edits = least_of(back[j], row[j - 1]) + 1;

        edits = least_of(edits, back[j - 1] + (a.data[i - 1] != b.data[j - 1]));
        if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1]) {
            edits = least_of(edits, two_back[j - 2] + 1);
        }
        row[j] = edits;
    }
}

unsigned am_slice_distance(am_slice a, am_slice b, unsigned limit) {
    unsigned rows[3][DISTANCE_BYTES + 1] = {{0}};
    size_t apart = a.length > b.length ? a.length - b.length : b.length - a.length;

    if (a.length > DISTANCE_BYTES || b.length > DISTANCE_BYTES || apart > limit) {
        return limit + 1;
    }
    for (size_t j = 0; j <= b.length; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a.length; i++) {
        fill_row(a, b, i, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]);
    }
    return least_of(rows[a.length % 3][b.length], limit + 1);
}
