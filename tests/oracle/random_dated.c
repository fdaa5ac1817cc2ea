/*
 * Random dated law: versions of rules, penalties and parameters, repeals, clocks of their own, and values on
 * other dates.
 *
 * Versions follow each other as the language asks; where one ends and the next begins is on or near days that
 * records are likely to have.
 */
#include <stdio.h>
#include <string.h>

#include "rulebook_writer.h"

/* A date among the facts of the record itself; WRITER_NAMES_MAX when there is none. */
static unsigned find_date(writer *w, uint8_t record, am_type type) {
    unsigned count = 0, found = WRITER_NAMES_MAX;

    for (uint16_t i = 0; i < w->fact_count; i++) {
        if (w->names[i].record == record && is_same_type(w->names[i].type, type) &&
            !w->names[i].type.is_optional && below(w, ++count) == 0) {
            found = i;
        }
    }
    return found;
}

bool choose_own_clock(writer *w, uint8_t record, char out[WRITER_CLAUSES_BYTES]) {
    unsigned date = find_date(w, record, TYPE_OF(DATE)), other = find_date(w, record, TYPE_OF(DATE));
    unsigned flag = find_date(w, record, TYPE_OF(YESNO));

    out[0] = '\0';
    if (date == WRITER_NAMES_MAX) {
        return false;
    }
    if (flag != WRITER_NAMES_MAX && has_chance(w, 40)) {
        snprintf(out, WRITER_CLAUSES_BYTES, " dated by if %s then %s else %s", w->names[flag].name,
                 w->names[date].name, w->names[other].name);
    } else {
        snprintf(out, WRITER_CLAUSES_BYTES, " dated by %s", w->names[date].name);
    }
    return true;
}

/* Half-years from the rulebook's beginning, so that days are ordered by their number. */
static void put_day(const writer *w, char *out, size_t room, unsigned half) {
    snprintf(out, room, "%d-%s-01", w->in_force_from + (int)(half / 2), half % 2 == 0 ? "01" : "07");
}

static void append(char *clauses, size_t room, const char *word, const char *day) {
    size_t length = strlen(clauses);

    snprintf(clauses + length, room - length, "%s%s", word, day);
}

/* When a version, or its repeal, was published: long before, shortly before or after it began; mostly unsaid.
 */
static void put_published(writer *w, char *clauses, size_t room, unsigned half) {
    char day[16];
    size_t length = strlen(clauses);

    if (has_chance(w, 30)) {
        put_day(w, day, sizeof day, half + below(w, 6));
        snprintf(clauses + length, room - length, " published %s", day);
    }
}

void choose_days(writer *w, writer_versions *v, const char *clock, bool may_be_repealed) {
    unsigned half = below(w, 8);

    v->count = 1 + below(w, WRITER_VERSIONS_MAX);
    for (unsigned i = 0; i < v->count; i++) {
        unsigned next = half + 2 + below(w, 8), repealed = half + 1 + below(w, next - half);
        bool is_last = i + 1 == v->count, is_repealed = may_be_repealed && has_chance(w, 25);
        char from[16], until[16], gone[16];

        put_day(w, from, sizeof from, half);
        put_day(w, until, sizeof until, next);
        put_day(w, gone, sizeof gone, repealed);
        snprintf(v->clauses[i], sizeof v->clauses[i], "%s in force from %s", clock, from);
        if (!is_repealed && has_chance(w, is_last ? 30 : 25)) {
            append(v->clauses[i], sizeof v->clauses[i], " until ", until);
        }
        put_published(w, v->clauses[i], sizeof v->clauses[i], half < 3 ? 0 : half - 3);
        if (is_repealed) {
            append(v->clauses[i], sizeof v->clauses[i], " repealed from ", gone);
            put_published(w, v->clauses[i], sizeof v->clauses[i], repealed < 3 ? 0 : repealed - 3);
        }
        half = next;
    }
}

static void write_rule_version(writer *w, uint8_t record, const char *name, am_type type,
                               const char *clauses) {
    writer_place place = {.record = record, .element = WRITER_NONE};

    forget_asked(w);
    write_text(w, "rule %s for %s: ", name, w->records[record].name);
    write_type(w, type);
    write_text(w, " = ");
    write_expr(w, &place, type, LEVEL_EXPR, 1 + below(w, 3));
    write_text(w, " per LAW \"%u\"%s\n", ++w->serial, clauses);
}

bool write_versions(writer *w, uint8_t record) {
    char clock[WRITER_CLAUSES_BYTES] = "", name[WRITER_NAME_BYTES];
    bool is_penalty = has_chance(w, 40), has_clock = w->records[record].has_clock;
    am_type type = is_penalty ? random_penalty_type(w) : random_type(w);
    am_type plain = type;
    writer_versions v;

    if (!w->has_in_force ||
        ((!has_clock || has_chance(w, 35)) && !choose_own_clock(w, record, clock) && !has_clock)) {
        return false;
    }
    choose_days(w, &v, clock, true);
    new_name(w, is_penalty ? "fine" : "rule", name);
    for (unsigned i = 0; i < v.count; i++) {
        if (is_penalty) {
            type.is_optional |= write_penalty_as(w, record, false, name, plain, v.clauses[i]);
        } else {
            write_rule_version(w, record, name, plain, v.clauses[i]);
        }
    }
    declare(w, name, type, record)->is_reported = !is_penalty;
    return true;
}

void write_versions_as(writer *w, uint8_t record, const char *name) {
    bool is_penalty = has_chance(w, 60);
    am_type type = random_penalty_type(w);
    am_type plain = type;
    writer_versions v;

    while (!is_penalty && (type.is_range || !is_ordered_type(w, type))) {
        type = random_type(w);
        plain = type;
    }
    choose_days(w, &v, "", true);
    for (unsigned i = 0; i < v.count; i++) {
        if (is_penalty) {
            type.is_optional |= write_penalty_as(w, record, false, name, plain, v.clauses[i]);
        } else {
            write_rule_version(w, record, name, plain, v.clauses[i]);
        }
    }
    declare(w, name, type, record)->is_reported = !is_penalty;
}

void write_parameter_versions(writer *w, const char *name, am_type type) {
    writer_versions v;

    char clock[WRITER_CLAUSES_BYTES] = "";

    if (has_chance(w, 20)) {
        choose_own_clock(w, 0, clock);
    }
    choose_days(w, &v, clock, true);
    for (unsigned i = v.count; i-- > 0;) {
        write_text(w, "parameter %s: ", name);
        write_type(w, type);
        if (has_chance(w, 25)) {
            write_text(w, "%s", v.clauses[i]);
            write_series(w, type);
            continue;
        }
        if (may_be_calibrated(type) && has_chance(w, 40)) {
            write_calibrated(w, type, v.clauses[i]);
            continue;
        }
        write_text(w, " = ");
        write_literal(w, type);
        write_text(w, " per LAW \"%u\"%s\n", ++w->serial, v.clauses[i]);
    }
}

bool write_value_on(writer *w, const writer_place *place, am_type type) {
    unsigned count = 0, found = WRITER_NAMES_MAX;

    for (uint16_t i = 0; i < w->name_count && place->record != WRITER_NONE; i++) {
        if (w->names[i].is_dated && is_same_type(w->names[i].type, type) && below(w, ++count) == 0) {
            found = i;
        }
    }
    if (found == WRITER_NAMES_MAX) {
        return false;
    }
    write_text(w, "%s on ", w->names[found].name);
    if (has_chance(w, 50)) {
        write_text(w, "(");
        write_leaf(w, place, TYPE_OF(DATE), LEVEL_EXPR);
        write_text(w, ")");
    } else {
        write_date(w, w->in_force_from, w->in_force_from + 8);
    }
    return true;
}
