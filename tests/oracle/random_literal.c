/*
 * Literals and types of random rulebooks: small numbers, dates near month ends, and rarely something extreme;
 * with `is_at_bounds` often.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "random_edge.h"
#include "rulebook_writer.h"

void write_text(writer *w, const char *format, ...) {
    char text[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    am_buffer_put_text(w->out, text);
}

bool has_chance(writer *w, uint32_t percent) {
    return random_chance(&w->random, percent);
}

uint32_t below(writer *w, uint32_t n) {
    return random_below(&w->random, n);
}

/* Words that are keywords somewhere and names here. */
static const char *const words[] = {"date",  "fine",   "rule",   "penalty", "schedule",   "test",
                                    "title", "source", "amount", "number",  "money",      "text",
                                    "whole", "record", "output", "step",    "final",      "default",
                                    "limit", "always", "given",  "clean",   "given_once", "property"};

void new_name(writer *w, const char *stem, char out[WRITER_NAME_BYTES]) {
    unsigned count = sizeof words / sizeof *words, i = below(w, count);

    if (has_chance(w, 12) && (w->words_used >> i & 1) == 0) {
        w->words_used |= 1ull << i;
        snprintf(out, WRITER_NAME_BYTES, "%s", words[i]);
        return;
    }
    snprintf(out, WRITER_NAME_BYTES, "%s_%u", stem, ++w->serial);
}

bool is_same_type(am_type a, am_type b) {
    bool has_index = a.kind == AM_TYPE_CODE || a.kind == AM_TYPE_RATE || a.kind == AM_TYPE_LIST ||
                     a.kind == AM_TYPE_RECORD;

    return a.kind == b.kind && a.is_range == b.is_range && (!has_index || a.index == b.index);
}

am_type random_type(writer *w) {
    static const uint8_t kinds[] = {AM_TYPE_NUMBER, AM_TYPE_NUMBER, AM_TYPE_WHOLE, AM_TYPE_WHOLE,
                                    AM_TYPE_MONEY,  AM_TYPE_MONEY,  AM_TYPE_DATE,  AM_TYPE_MONTHS,
                                    AM_TYPE_DAYS,   AM_TYPE_YESNO,  AM_TYPE_YESNO, AM_TYPE_TEXT,
                                    AM_TYPE_CODE,   AM_TYPE_CODE};
    am_type type = {.kind = kinds[below(w, sizeof kinds)]};

    if (type.kind == AM_TYPE_CODE && w->set_count == 0) {
        type.kind = AM_TYPE_YESNO;
    }
    if (type.kind == AM_TYPE_CODE) {
        type.index = (uint16_t)below(w, w->set_count);
    }
    return type;
}

void write_type(writer *w, am_type type) {
    static const char *const spellings[] = {
        [AM_TYPE_NUMBER] = "number", [AM_TYPE_WHOLE] = "whole",   [AM_TYPE_MONEY] = "money",
        [AM_TYPE_DATE] = "date",     [AM_TYPE_MONTHS] = "months", [AM_TYPE_DAYS] = "days",
        [AM_TYPE_YESNO] = "yes/no",  [AM_TYPE_TEXT] = "text",
    };

    if (type.is_range) {
        write_text(w, "range of ");
    }
    if (type.kind == AM_TYPE_CODE) {
        write_text(w, "%s", w->sets[type.index].name);
    } else if (type.kind == AM_TYPE_LIST) {
        write_text(w, "list of %s", w->records[type.index].name);
    } else if (type.kind == AM_TYPE_RECORD) {
        write_text(w, "%s", w->records[type.index].name);
    } else if (type.kind == AM_TYPE_RATE) {
        write_text(w, type.index == 0 ? "%s per CHF" : "CHF", w->currency);
    } else {
        write_text(w, "%s", spellings[type.kind]);
    }
}

void write_date(writer *w, int year_from, int year_to) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = random_between(&w->random, year_from, year_to), month = random_between(&w->random, 1, 12);
    int last = lengths[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    int day = has_chance(w, 40) ? last - (int)below(w, 3) : random_between(&w->random, 1, last);

    write_text(w, "%04d-%02d-%02d", year, month, day);
}

static void write_fraction(writer *w, unsigned digits) {
    if (digits == 0) {
        return;
    }
    write_text(w, ".");
    for (unsigned i = 0; i < digits; i++) {
        write_text(w, "%u", below(w, 10));
    }
}

/* The digits of a whole at which a count of grains, or its product with a small one, just fits or not. */
static void write_edge(writer *w, unsigned minor) {
    uint64_t power = 1;

    for (unsigned i = 0; i < minor; i++) {
        power *= 10;
    }
    write_text(w, "%" PRIu64, random_edge_count(&w->random) / power);
}

/* Factors of many digits, and of large ones. */
static void write_edge_number(writer *w) {
    switch (below(w, 4)) {
    case 0:
        write_edge(w, 0);
        break;
    case 1:
        write_text(w, "%u", below(w, 3));
        write_fraction(w, 3 + below(w, 16));
        break;
    case 2:
        write_text(w, "%u", below(w, 200));
        write_fraction(w, 1 + below(w, 9));
        write_text(w, "%%");
        break;
    default:
        write_text(w, "%u", 1000000000 + below(w, 1000000000));
        write_fraction(w, below(w, 4));
    }
}

static void write_number(writer *w) {
    if (w->is_at_bounds && has_chance(w, 30)) {
        write_edge_number(w);
    } else if (has_chance(w, 1)) {
        write_text(w, "%u", 1 + below(w, 9));
        for (unsigned i = 0, n = 20 + below(w, 13); i < n; i++) {
            write_text(w, "%u", below(w, 10));
        }
    } else if (has_chance(w, 25)) {
        write_text(w, "%u", below(w, 200));
        if (has_chance(w, 40)) {
            write_text(w, ".5");
        }
        write_text(w, "%%");
    } else {
        write_text(w, "%u", below(w, 12));
        write_fraction(w, below(w, 3));
    }
}

static void write_money(writer *w) {
    static const unsigned units[] = {0, 1, 10, 100, 250, 500, 1000, 5000, 20000, 100000, 1000000};
    unsigned unit = units[below(w, 11)], times = 1 + below(w, 3);

    if (w->is_at_bounds && has_chance(w, 30)) {
        write_text(w, "%s ", w->currency);
        write_edge(w, w->minor);
    } else {
        write_text(w, "%s %u", w->currency, unit * times);
    }
    if (has_chance(w, 25)) {
        write_fraction(w, w->minor);
    }
}

static void write_range_literal(writer *w, am_type type) {
    unsigned low = below(w, 5);

    write_cut(w, type, low);
    write_text(w, " to ");
    write_cut(w, type, low + 1 + below(w, 4));
}

void write_literal(writer *w, am_type type) {
    static const char *const texts[] = {"alpha", "beta", "gamma", "9.13", "caf\xc3\xa9", "two words"};
    am_type end = type;

    end.is_range = false;
    if (type.is_range) {
        write_range_literal(w, end);
        return;
    }
    switch (type.kind) {
    case AM_TYPE_WHOLE:
        write_text(w, "%u", below(w, 100) < 85 ? below(w, 8) : below(w, 400));
        break;
    case AM_TYPE_MONEY:
        write_money(w);
        break;
    case AM_TYPE_DATE:
        write_date(w, 2000, 2024);
        break;
    case AM_TYPE_MONTHS:
        write_text(w, "%u ", 1 + below(w, 30));
        write_text(w, has_chance(w, 25) ? "years" : "months");
        break;
    case AM_TYPE_DAYS:
        write_text(w, "%u days", below(w, 400));
        break;
    case AM_TYPE_YESNO:
        write_text(w, below(w, 2) ? "yes" : "no");
        break;
    case AM_TYPE_TEXT:
        write_text(w, "\"%s\"", texts[below(w, 6)]);
        break;
    case AM_TYPE_CODE:
        write_text(w, "%s", w->sets[type.index].values[below(w, w->sets[type.index].value_count)]);
        break;
    default:
        write_number(w);
    }
}

void write_cut(writer *w, am_type type, unsigned n) {
    static const unsigned money[] = {0,      500,     2000,    10000,    50000,
                                     200000, 1000000, 5000000, 20000000, 100000000};

    switch (type.kind) {
    case AM_TYPE_MONEY:
        write_text(w, "%s %u", w->currency, money[n < 10 ? n : 9]);
        break;
    case AM_TYPE_DATE:
        write_date(w, 2000 + 3 * (int)n, 2002 + 3 * (int)n);
        break;
    case AM_TYPE_MONTHS:
        write_text(w, "%u months", 1 + n * 6);
        break;
    case AM_TYPE_DAYS:
        write_text(w, "%u days", n * 30);
        break;
    case AM_TYPE_NUMBER:
        write_text(w, "%u.%u", n * 2, below(w, 20));
        break;
    default:
        write_text(w, "%u", n * 2 + below(w, 2));
    }
}
