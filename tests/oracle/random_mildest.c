/*
 * Random comparisons of laws: a line of the header that names dates of a record, and the versions that it
 * compares by, written behind all other declarations.
 */
#include "rulebook_writer.h"

static unsigned find_date(writer *w, uint8_t record, unsigned but) {
    unsigned count = 0, found = WRITER_NAMES_MAX;

    for (uint16_t i = 0; i < w->name_count; i++) {
        if (w->names[i].record == record && is_same_type(w->names[i].type, TYPE_OF(DATE)) &&
            !w->names[i].type.is_optional && i != but && below(w, ++count) == 0) {
            found = i;
        }
    }
    return found;
}

static void write_last(writer *w, uint8_t record, unsigned first) {
    unsigned found = find_date(w, record, first), outer = WRITER_NAMES_MAX;

    if (record != 0 && has_chance(w, 40)) {
        outer = find_date(w, 0, first);
    }
    if (outer != WRITER_NAMES_MAX) {
        write_text(w, "%s.%s", w->records[0].name, w->names[outer].name);
    } else if (found != WRITER_NAMES_MAX && has_chance(w, 60)) {
        write_text(w, "%s", w->names[found].name);
    } else {
        write_text(w, "(%s + %u days)", w->names[first].name, 200 + below(w, 2000));
    }
}

void choose_mildest(writer *w) {
    uint8_t record = (uint8_t)below(w, w->record_count);
    unsigned first = find_date(w, record, WRITER_NAMES_MAX);
    bool is_two = has_chance(w, 20);

    if (!w->has_in_force || !w->records[record].has_clock || first == WRITER_NAMES_MAX ||
        !has_chance(w, 60)) {
        return;
    }
    w->mildest_record = record;
    w->mildest_count = 1 + below(w, 2);
    write_text(w, is_two ? "  mildest law of (" : "  mildest law between ");
    if (has_chance(w, 30)) {
        write_text(w, "least of (%s, ", w->names[first].name);
        write_date(w, w->in_force_from, w->in_force_from + 8);
        write_text(w, ")");
    } else {
        write_text(w, "%s", w->names[first].name);
    }
    write_text(w, is_two ? ", " : " and ");
    write_last(w, record, first);
    write_text(w, is_two ? ") by " : " by ");
    for (unsigned i = 0; i < w->mildest_count; i++) {
        new_name(w, "mild", w->mildest[i]);
        write_text(w, "%s%s", i == 0 ? "" : ", ", w->mildest[i]);
    }
    write_text(w, "\n");
}

void write_mildest(writer *w) {
    for (unsigned i = 0; i < w->mildest_count; i++) {
        forget_asked(w);
        write_versions_as(w, w->mildest_record, w->mildest[i]);
        write_text(w, "\n");
    }
}
