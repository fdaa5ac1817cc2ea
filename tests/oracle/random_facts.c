/*
 * What random rulebooks say of facts and of what only some law asks for: checks, a calendar, rates of
 * exchange, sums over months.
 */
#include "rulebook_writer.h"

void write_calendar(writer *w) {
    static const char *const weekends[] = {"saturday, sunday", "friday", "none", "sunday, monday, tuesday"};

    w->has_calendar = has_chance(w, 40);
    if (!w->has_calendar) {
        return;
    }
    write_text(w, "calendar OFFICE\n  covers %u-01-15 to %u-06-30\n  weekend %s\n", 2001 + below(w, 4),
               2018 + below(w, 4), weekends[below(w, 4)]);
    for (unsigned i = 0; i < 4 && has_chance(w, 70); i++) {
        write_text(w, i == 0 ? "  holidays " : ", ");
        write_text(w, "%u-%02u-%02u", 2006 + 3 * i, 1 + below(w, 12), 1 + below(w, 28));
    }
    write_text(w, "\n\n");
}

/* An amount in francs, and what a franc is in the rulebook's currency. */
void write_foreign_fields(writer *w, uint8_t record) {
    for (uint16_t i = 0; i < 2; i++) {
        am_type type = {.kind = AM_TYPE_RATE, .index = i};
        char name[WRITER_NAME_BYTES];

        new_name(w, i == 0 ? "rate" : "abroad", name);
        write_text(w, "  %s: ", name);
        write_type(w, type);
        write_text(w, i == 0 && has_chance(w, 50) ? " in over 0\n" : "\n");
        declare(w, name, type, record);
    }
}

void write_checks(writer *w, uint8_t record) {
    writer_place place = {.record = record, .element = WRITER_NONE};

    for (unsigned i = 1 + below(w, 2); i != 0; i--) {
        forget_asked(w);
        write_text(w, "  check ");
        write_condition(w, &place, LEVEL_EXPR, 1 + below(w, 2));
        write_text(w, " \"check %u\"\n", ++w->serial);
    }
}

bool write_working_days(writer *w, const writer_place *place, level wanted, unsigned depth) {
    bool is_open;

    if (!w->has_calendar) {
        return false;
    }
    is_open = open_parentheses(w, wanted, LEVEL_UNARY);
    write_text(w, "working days between ");
    write_expr(w, place, TYPE_OF(DATE), LEVEL_ADD, depth);
    write_text(w, " and ");
    write_expr(w, place, TYPE_OF(DATE), LEVEL_UNARY, depth);
    write_text(w, " in OFFICE");
    close_parentheses(w, is_open);
    return true;
}

bool write_working_day(writer *w, const writer_place *place, level wanted, unsigned depth) {
    bool is_open;

    if (!w->has_calendar) {
        return false;
    }
    is_open = open_parentheses(w, wanted, LEVEL_ADD);
    write_expr(w, place, TYPE_OF(DATE), LEVEL_ADD, depth);
    write_text(w, below(w, 2) ? " + " : " - ");
    write_expr(w, place, TYPE_OF(WHOLE), LEVEL_MUL, depth);
    write_text(w, " working days in OFFICE");
    close_parentheses(w, is_open);
    return true;
}

static bool write_foreign(writer *w, const writer_place *place, uint16_t index) {
    return write_path(w, place, (am_type){.kind = AM_TYPE_RATE, .index = index}, false);
}

/* `abroad * rate`, or there and back. */
bool write_converted(writer *w, const writer_place *place, level wanted) {
    am_buffer *out = w->out, amount, rate;
    bool is_found, is_open;

    am_buffer_init(&amount, out->allocator);
    am_buffer_init(&rate, out->allocator);
    w->out = &amount;
    is_found = write_foreign(w, place, 1);
    w->out = &rate;
    is_found = is_found && write_foreign(w, place, 0);
    w->out = out;
    if (is_found) {
        is_open = open_parentheses(w, wanted, LEVEL_MUL);
        switch (below(w, 3)) {
        case 0:
            am_buffer_put(out, am_buffer_text(&rate));
            write_text(w, " * ");
            am_buffer_put(out, am_buffer_text(&amount));
            break;
        case 1:
            write_leaf(w, place, TYPE_OF(MONEY), LEVEL_MUL);
            write_text(w, " / ");
            am_buffer_put(out, am_buffer_text(&rate));
            write_text(w, " * ");
            am_buffer_put(out, am_buffer_text(&rate));
            break;
        default:
            am_buffer_put(out, am_buffer_text(&amount));
            write_text(w, " * ");
            am_buffer_put(out, am_buffer_text(&rate));
        }
        close_parentheses(w, is_open);
    }
    am_buffer_clear(&amount);
    am_buffer_clear(&rate);
    return is_found;
}

bool write_month(writer *w, const writer_place *place) {
    if (place->element != WRITER_MONTH) {
        return false;
    }
    write_text(w, "its month");
    return true;
}

/* Months within lists are as many as there are elements, each time: few of them. */
bool write_over_months(writer *w, const writer_place *place, am_type type, unsigned depth) {
    static const unsigned mosts[] = {3, 12, 60, 240, 300};
    writer_place inner = *place;

    if (w->is_without_lists || place->record == WRITER_NONE) {
        return false;
    }
    inner.element = WRITER_MONTH;
    inner.known_count = 0;
    for (uint8_t i = 0; i < place->known_count; i++) {
        if (!place->known[i].is_its) {
            inner.known[inner.known_count++] = place->known[i];
        }
    }
    write_text(w, is_added(type) && has_chance(w, 70) ? "sum of "
                  : below(w, 2)                       ? "greatest of "
                                                      : "least of ");
    write_expr(w, &inner, type, LEVEL_ADD, depth);
    write_text(w, " over months from ");
    write_leaf(w, place, TYPE_OF(DATE), LEVEL_ADD);
    write_text(w, " to ");
    if (has_chance(w, 60)) {
        write_leaf(w, place, TYPE_OF(DATE), LEVEL_ADD);
        write_text(w, " + %u months", 1 + below(w, 14));
    } else {
        write_leaf(w, place, TYPE_OF(DATE), LEVEL_ADD);
    }
    write_text(w, " up to %u", mosts[below(w, place->element != WRITER_NONE || place->record != 0 ? 2 : 5)]);
    return true;
}

bool write_count_of_groups(writer *w, const writer_place *place, level wanted, unsigned depth) {
    static const char *const gathers[] = {"greatest of", "least of", "sum of"};
    known_name list;
    writer_place inner;
    unsigned key;
    bool has_where = has_chance(w, 40), is_open;

    if (!enter_list(w, place, &list, &inner)) {
        return false;
    }
    key = find_key(w, inner.element);
    if (key == WRITER_NAMES_MAX) {
        return false;
    }
    is_open = open_parentheses(w, wanted, has_where ? LEVEL_EXPR : LEVEL_PRIMARY);
    write_text(w, "%s count of ", gathers[below(w, 3)]);
    write_name_path(w, place, list);
    if (has_where) {
        write_text(w, " where ");
        write_condition(w, &inner, LEVEL_EXPR, depth);
    }
    write_text(w, " by its %s", w->names[key].name);
    close_parentheses(w, is_open);
    return true;
}
