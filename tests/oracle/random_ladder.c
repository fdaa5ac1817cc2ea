/*
 * Random ladders: a count over any list that can be read, with windows, climbs and clean times, and rows that
 * are complete.
 *
 * Conditions in which a window may hide are not written where a window may stand only by itself.
 */
#include <string.h>

#include "rulebook_writer.h"

#define RUNGS_MAX 5

/* A date of the elements; WRITER_NAMES_MAX when there is none. */
static unsigned find_its_date(writer *w, uint8_t element) {
    unsigned count = 0, found = WRITER_NAMES_MAX;

    for (uint16_t i = 0; i < w->name_count; i++) {
        if (w->names[i].record == element && is_same_type(w->names[i].type, TYPE_OF(DATE)) &&
            below(w, ++count) == 0) {
            found = i;
        }
    }
    return found;
}

static void write_plain_period(writer *w) {
    if (has_chance(w, 50)) {
        write_text(w, "%u months", 1 + below(w, 30));
    } else {
        write_text(w, "%u days", 1 + below(w, 700));
    }
}

/* A condition without a window. */
static void write_other_condition(writer *w, const writer_place *inner) {
    am_buffer *out = w->out, text;

    am_buffer_init(&text, out->allocator);
    w->out = &text;
    write_condition(w, inner, LEVEL_NOT, 1);
    am_buffer_put_char(&text, '\0');
    w->out = out;
    if (strstr(text.data, " within ") != NULL) {
        write_text(w, "yes");
    } else {
        am_buffer_put_text(out, text.data);
    }
    am_buffer_clear(&text);
}

static void write_window(writer *w, const writer_place *place, unsigned date, bool is_anchor) {
    static const char *const directions[] = {" before ", " up to ", " after "};

    write_text(w, "its %s within ", w->names[date].name);
    write_plain_period(w);
    write_text(w, "%s", directions[below(w, is_anchor ? 2 : 3)]);
    write_leaf(w, place, TYPE_OF(DATE), LEVEL_ADD);
}

static void write_climbs(writer *w, const writer_place *place) {
    write_text(w, "  climbs ");
    if (!has_chance(w, 40) || !write_varying_path(w, place, TYPE_OF(WHOLE))) {
        write_text(w, "%u", below(w, 3));
    }
    write_text(w, " when ");
    write_condition(w, place, LEVEL_EXPR, 1);
    write_text(w, "\n");
}

static void write_period(writer *w, const writer_place *place) {
    am_type type = has_chance(w, 50) ? TYPE_OF(MONTHS) : TYPE_OF(DAYS);

    if (!has_chance(w, 30) || !write_varying_path(w, place, type)) {
        write_plain_period(w);
    }
}

static void write_counts(writer *w, const writer_place *place, known_name list, const writer_place *inner,
                         unsigned date) {
    bool has_window = date != WRITER_NAMES_MAX && has_chance(w, 75);
    bool is_dated = has_window || (date != WRITER_NAMES_MAX && w->records[place->record].has_clock);
    bool has_known = date != WRITER_NAMES_MAX && w->names[date].type.is_optional;
    const char *before = " where ";

    write_text(w, "  counts ");
    write_name_path(w, place, list);
    if (has_known) {
        write_text(w, "%sits %s is known", before, w->names[date].name);
        before = " and ";
    }
    if (has_chance(w, 50)) {
        write_text(w, "%s", before);
        write_other_condition(w, inner);
        before = " and ";
    }
    if (has_window) {
        write_text(w, "%s", before);
        write_window(w, place, date, true);
    }
    for (unsigned more = has_window ? below(w, 4) : 0; more > 2; more--) {
        write_text(w, " and ");
        write_window(w, place, date, false);
    }
    write_text(w, has_window ? "\n" : " of any date\n");
    if (is_dated && has_chance(w, 60)) {
        write_text(w, "  resets after ");
        write_period(w, place);
        write_text(w, " clean");
        if (!has_window || has_chance(w, 50)) {
            write_text(w, " by its %s", w->names[date].name);
        }
        write_text(w, "\n");
    }
}

static void write_offence(writer *w, unsigned *number, bool is_double, bool is_last) {
    static const char *const ordinals[] = {"1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th"};

    write_text(w, " %s", ordinals[(*number)++]);
    if (is_last) {
        write_text(w, " or later");
    } else if (is_double) {
        write_text(w, ", %s", ordinals[(*number)++]);
    }
}

typedef struct rungs {
    am_type type;
    unsigned count;
    unsigned double_one; /* the row that is for two offences, if there is one */
    bool is_rising;      /* constants that rise */
} rungs;

static void write_rungs(writer *w, const writer_place *place, const rungs *rungs, const char *before,
                        const char *flag) {
    unsigned number = 0;

    for (unsigned i = 0; i < rungs->count; i++) {
        write_text(w, "  |%s", before);
        write_offence(w, &number, i == rungs->double_one, i + 1 == rungs->count);
        write_text(w, "%s || ", flag);
        if (rungs->is_rising) {
            write_cut(w, rungs->type, i);
        } else if (i != 0 && has_chance(w, 20)) {
            write_expr(w, place, rungs->type, LEVEL_ADD, 1);
        } else {
            write_literal(w, rungs->type);
        }
        write_text(w, " |\n");
    }
}

static void write_table(writer *w, const writer_place *place, const rungs *all, bool is_dated) {
    bool has_flag;

    write_text(w, "  |%s offence", is_dated ? " in force |" : "");
    has_flag = has_chance(w, 25);
    if (has_flag) {
        write_text(w, " | ");
        write_expr(w, place, TYPE_OF(YESNO), LEVEL_ADD, 1);
    }
    write_text(w, " || result |\n");
    for (unsigned dates = 0; dates <= (is_dated ? 1u : 0u); dates++) {
        char date[32] = "";

        if (is_dated) {
            int year = w->in_force_from + (dates == 0 ? 0 : 3);
            am_buffer *out = w->out, text;

            am_buffer_init(&text, out->allocator);
            w->out = &text;
            write_text(w, " %d-01-01 |", year);
            w->out = out;
            memcpy(date, text.data, text.length);
            date[text.length] = '\0';
            am_buffer_clear(&text);
        }
        write_rungs(w, place, all, date, has_flag ? " | yes" : "");
        if (has_flag) {
            write_rungs(w, place, all, date, " | no");
        }
    }
}

bool write_ladder(writer *w, uint8_t record) {
    writer_place place = {.record = record, .element = WRITER_NONE}, inner;
    bool is_dated = w->has_in_force && w->records[record].has_clock && has_chance(w, 20);
    rungs all = {.type = random_type(w), .count = 1 + below(w, RUNGS_MAX - 1), .double_one = below(w, 12)};
    char name[WRITER_NAME_BYTES];
    known_name list;

    if (!enter_list(w, &place, &list, &inner) || strcmp(w->names[list.name].name, "final") == 0) {
        return false;
    }
    all.is_rising = all.type.kind != AM_TYPE_CODE && all.type.kind != AM_TYPE_YESNO &&
                    all.type.kind != AM_TYPE_TEXT && all.type.kind != AM_TYPE_DATE && has_chance(w, 40);
    new_name(w, "ladder", name);
    write_text(w, "ladder %s for %s: ", name, w->records[record].name);
    write_type(w, all.type);
    write_text(w, " per LAW \"%u\"\n", ++w->serial);
    write_counts(w, &place, list, &inner, find_its_date(w, inner.element));
    for (unsigned climbs = below(w, 3); climbs != 0; climbs--) {
        write_climbs(w, &place);
    }
    if (!all.is_rising) {
        write_text(w, "  may fall\n");
    }
    write_table(w, &place, &all, is_dated);
    declare(w, name, all.type, record)->is_reported = true;
    return true;
}
