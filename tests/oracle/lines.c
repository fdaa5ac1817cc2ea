/*
 * Lines of text and their order.
 */
#include "lines.h"

void lines_init(lines *lines, am_allocator allocator) {
    am_buffer_init(&lines->text, allocator);
    lines->count = 0;
    lines->open = 0;
    lines->is_cut = false;
}

void lines_clear(lines *lines) {
    am_buffer_clear(&lines->text);
}

void lines_reset(lines *lines) {
    lines->text.length = 0;
    lines->count = 0;
    lines->open = 0;
}

void lines_end(lines *lines) {
    if (lines->count == LINES_MAX) {
        lines->is_cut = true;
    } else {
        lines->starts[lines->count] = lines->open;
        lines->lengths[lines->count++] = lines->text.length - lines->open;
    }
    lines->open = lines->text.length;
}

am_slice lines_at(const lines *lines, size_t i) {
    return (am_slice){lines->text.data + lines->starts[i], lines->lengths[i]};
}

void lines_sort(lines *lines) {
    for (size_t i = 1; i < lines->count; i++) {
        for (size_t j = i; j > 0 && am_slice_compare(lines_at(lines, j), lines_at(lines, j - 1)) < 0; j--) {
            size_t start = lines->starts[j], length = lines->lengths[j];

            lines->starts[j] = lines->starts[j - 1];
            lines->lengths[j] = lines->lengths[j - 1];
            lines->starts[j - 1] = start;
            lines->lengths[j - 1] = length;
        }
    }
}

size_t lines_place_of(am_slice text, const char *mark) {
    am_slice wanted = am_slice_of(mark);

    for (size_t i = 0; i + wanted.length <= text.length; i++) {
        if (am_slice_is_equal(am_slice_part(text, i, i + wanted.length), wanted)) {
            return i;
        }
    }
    return text.length;
}

/* Where the elements of a fault begin; the length when there are none. */
static size_t elements_of(am_slice line) {
    size_t mark = lines_place_of(line, " at ");

    return mark == line.length ? mark : mark + 4;
}

static am_slice next_number(am_slice text, size_t *at) {
    size_t start = *at, end = start;

    while (end < text.length && text.data[end] != ' ') {
        end++;
    }
    *at = end < text.length ? end + 1 : end;
    return am_slice_part(text, start, end);
}

/* Whether the numbers from `at` on are among those of the text from `from` on, in their order. */
static bool are_among(am_slice line, size_t at, am_slice text, size_t from) {
    while (at < line.length) {
        am_slice number = next_number(line, &at);
        bool is_found = false;

        while (from < text.length && !is_found) {
            is_found = am_slice_is_equal(next_number(text, &from), number);
        }
        if (!is_found) {
            return false;
        }
    }
    return true;
}

/* What stands before the elements, up to a line that the evaluator leaves open. */
static bool has_same_head(am_slice expected, am_slice assessed) {
    size_t open = lines_place_of(expected, " line ? at");

    return open == expected.length
               ? am_slice_is_equal(expected, assessed)
               : assessed.length >= open &&
                     am_slice_is_equal(am_slice_part(expected, 0, open), am_slice_part(assessed, 0, open));
}

bool lines_agree(am_slice expected, am_slice assessed) {
    size_t e = elements_of(expected), a = elements_of(assessed);

    return has_same_head(am_slice_part(expected, 0, e), am_slice_part(assessed, 0, a)) &&
           are_among(assessed, a, expected, e);
}

void lines_put_decimal(lines *lines, am_decimal decimal) {
    am_decimal_print(&lines->text, decimal, 0);
}

void lines_put_text(lines *lines, am_slice text) {
    am_buffer_put_char(&lines->text, '"');
    am_buffer_put(&lines->text, text);
    am_buffer_put_char(&lines->text, '"');
}
