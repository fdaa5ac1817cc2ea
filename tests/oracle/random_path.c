/*
 * Which names can be read where, and how they are written there.
 *
 * A bare name belongs to the declaration's record or to a record around it; `its` to the innermost element. A
 * name of a record inside another is read through the field that holds it.
 */
#include <string.h>

#include "rulebook_writer.h"

/* The record whose names stand without a holder's: itself, or the encloser of a record inside a record. */
static uint8_t outward(const writer *w, uint8_t record) {
    return w->records[record].inside[0] != '\0' ? w->records[record].encloser : record;
}

/* Whether `record` is `from` or one of the records around it. */
static bool is_around(const writer *w, uint8_t from, uint8_t record) {
    for (; from != WRITER_NONE; from = w->records[from].encloser) {
        if (from == record) {
            return true;
        }
    }
    return false;
}

bool is_readable(writer *w, const writer_place *place, uint16_t name, bool is_its) {
    const written_name *n = &w->names[name];

    if (place->record == WRITER_NONE || n->is_forgotten || (n->is_argument && is_its)) {
        return false;
    }
    if (n->is_argument) {
        return true;
    }
    if (n->record != WRITER_NONE && w->records[n->record].is_given_once) {
        return !is_its;
    }
    if (n->record == WRITER_NONE) {
        return !is_its && (!n->is_dated || w->records[place->record].has_clock);
    }
    if (is_its) {
        return place->element != WRITER_NONE &&
               (n->record == place->element || outward(w, n->record) == place->element);
    }
    return is_around(w, place->record, n->record) || is_around(w, place->record, outward(w, n->record));
}

void write_name_path(writer *w, const writer_place *place, known_name name) {
    const written_name *n = &w->names[name.name];
    bool is_own = n->is_argument ? true
                  : name.is_its  ? n->record == place->element
                                 : n->record == WRITER_NONE || is_around(w, place->record, n->record);

    if (!n->is_argument && n->record != WRITER_NONE && w->records[n->record].is_given_once) {
        write_text(w, place->record == n->record ? "%s" : "Network.%s", n->name);
        return;
    }
    if (name.is_its) {
        write_text(w, "its ");
    }
    if (!is_own) {
        write_text(w, "%s.", w->records[n->record].inside);
    } else if (!name.is_its && !n->is_argument && n->record != WRITER_NONE &&
               w->records[n->record].inside[0] == '\0' && has_chance(w, 5)) {
        write_text(w, "%s.", w->records[n->record].name);
    }
    write_text(w, "%s", n->name);
}

static bool is_known(const writer_place *place, uint16_t name, bool is_its) {
    for (uint8_t i = 0; i < place->known_count; i++) {
        if (place->known[i].name == name && place->known[i].is_its == is_its) {
            return true;
        }
    }
    return false;
}

typedef bool name_test(const writer *w, const writer_place *place, uint16_t name, bool is_its, am_type type);

static bool find(writer *w, const writer_place *place, name_test *test, am_type type, known_name *found) {
    unsigned count = 0;

    for (uint16_t i = 0; i < w->name_count; i++) {
        for (int its = 0; its < 2; its++) {
            if (!test(w, place, i, its != 0, type) || !is_readable(w, place, i, its != 0)) {
                continue;
            }
            if (below(w, ++count) == 0) {
                *found = (known_name){i, its != 0};
            }
        }
    }
    return count != 0;
}

static bool is_value(const writer *w, const writer_place *place, uint16_t name, bool is_its, am_type type) {
    return is_same_type(w->names[name].type, type) &&
           (!w->names[name].type.is_optional || is_known(place, name, is_its));
}

static bool is_fact(const writer *w, const writer_place *place, uint16_t name, bool is_its, am_type type) {
    return w->names[name].record != WRITER_NONE && is_value(w, place, name, is_its, type);
}

static bool is_optional(const writer *w, const writer_place *place, uint16_t name, bool is_its,
                        am_type type) {
    (void)place, (void)is_its;
    return is_same_type(w->names[name].type, type) && w->names[name].type.is_optional && !w->is_asked[name];
}

static bool is_any_optional(const writer *w, const writer_place *place, uint16_t name, bool is_its,
                            am_type type) {
    (void)type;
    return w->names[name].type.is_optional && !is_known(place, name, is_its) && !w->is_left[name];
}

static bool is_list(const writer *w, const writer_place *place, uint16_t name, bool is_its, am_type type) {
    (void)type;
    return w->names[name].type.kind == AM_TYPE_LIST && !w->is_without_lists &&
           (!w->names[name].type.is_optional || is_known(place, name, is_its));
}

bool write_path(writer *w, const writer_place *place, am_type type, bool may_be_whole) {
    known_name found;

    if (may_be_whole && type.kind == AM_TYPE_NUMBER && !type.is_range && has_chance(w, 30)) {
        type.kind = AM_TYPE_WHOLE;
    }
    if (!find(w, place, is_value, type, &found)) {
        return false;
    }
    write_name_path(w, place, found);
    return true;
}

bool write_varying_path(writer *w, const writer_place *place, am_type type) {
    known_name found;

    if (!find(w, place, is_fact, type, &found)) {
        return false;
    }
    write_name_path(w, place, found);
    return true;
}

bool find_optional(writer *w, const writer_place *place, am_type type, known_name *found) {
    bool is_found = find(w, place, is_optional, type, found);

    if (is_found && w->is_excepting) {
        w->is_left[found->name] = true;
    }
    return is_found;
}

bool find_any_optional(writer *w, const writer_place *place, known_name *found) {
    return find(w, place, is_any_optional, TYPE_OF(ERROR), found);
}

bool find_list(writer *w, const writer_place *place, known_name *found) {
    return find(w, place, is_list, TYPE_OF(ERROR), found);
}

void write_is_known(writer *w, const writer_place *place, known_name name, bool is_known) {
    w->is_asked[name.name] = true;
    write_name_path(w, place, name);
    write_text(w, is_known ? " is known" : " is not known");
}

void forget_asked(writer *w) {
    memset(w->is_asked, 0, sizeof w->is_asked);
    memset(w->is_left, 0, sizeof w->is_left);
}
