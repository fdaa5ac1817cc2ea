/*
 * Outcomes before and after a fact was supplied, by the names at the front of their lines.
 *
 * What needed facts may have become anything, and outcomes of new list elements may have come.
 */
#include "monotone.h"

#include "lines.h"

static const char fault_mark[] = ": fault ";

/* What must stand in some line afterwards: nothing of needs, of a fault that there is one. */
static am_slice kept_part(am_slice line) {
    size_t outcome = lines_place_of(line, ": ");

    if (lines_place_of(line, ": needs ") == outcome) {
        return am_slice_part(line, 0, 0);
    }
    if (lines_place_of(line, fault_mark) == outcome) {
        return am_slice_part(line, 0, outcome + sizeof fault_mark - 1);
    }
    return line;
}

static bool has_line(const lines *lines, am_slice part, bool is_whole) {
    for (size_t i = 0; i < lines->count; i++) {
        am_slice line = lines_at(lines, i);

        if (line.length >= part.length && (!is_whole || line.length == part.length) &&
            am_slice_is_equal(am_slice_part(line, 0, part.length), part)) {
            return true;
        }
    }
    return false;
}

bool monotone_holds(const lines *before, const lines *after, am_buffer *report) {
    bool holds = true;

    for (size_t i = 0; i < before->count; i++) {
        am_slice line = lines_at(before, i), kept = kept_part(line);

        if (kept.length == 0 || has_line(after, kept, kept.length == line.length)) {
            continue;
        }
        am_buffer_put_text(report, "  was, and is no longer: ");
        am_buffer_put(report, line);
        am_buffer_put_char(report, '\n');
        holds = false;
    }
    return holds;
}
