/*
 * Random penalties and amounts: a start, some steps, mostly a floor and a rounding.
 */
#include "rulebook_writer.h"

void write_rounding(writer *w, am_type type) {
    static const char *const modes[] = {"up to",        "down to",    "half up to", "half down to",
                                        "half even to", "ceiling to", "floor to"};
    static const char *const units[] = {"1", "10", "250", "1000"};

    write_text(w, "round %s ", modes[below(w, 7)]);
    if (type.kind == AM_TYPE_MONEY) {
        write_text(w, "%s %s", w->currency, units[below(w, 4)]);
    } else {
        write_text(w, "%s", units[below(w, 2)]);
    }
}

static void write_label(writer *w) {
    if (has_chance(w, 25)) {
        write_text(w, "  \"step %u\"", ++w->serial);
    }
    if (has_chance(w, 25)) {
        write_text(w, "  per LAW \"%u(a)\"", ++w->serial);
    }
    write_text(w, "\n");
}

static void write_factor_of_step(writer *w, const writer_place *place) {
    if (has_chance(w, 80)) {
        write_text(w, "%u", below(w, 3));
        write_text(w, ".%u", below(w, 10));
    } else {
        write_expr(w, place, TYPE_OF(NUMBER), LEVEL_EXPR, 1);
    }
}

static void write_share_of_step(writer *w, const writer_place *place) {
    if (has_chance(w, 80)) {
        write_text(w, "%u%%", below(w, 60));
    } else {
        write_expr(w, place, TYPE_OF(NUMBER), LEVEL_EXPR, 1);
    }
}

/* The operand's optional fact with `if known`, or an expression. */
static void write_operand(writer *w, const writer_place *place, am_type type) {
    known_name optional;

    if (has_chance(w, 25) && find_optional(w, place, type, &optional)) {
        write_name_path(w, place, optional);
        write_text(w, " if known");
    } else {
        write_expr(w, place, type, LEVEL_EXPR, 2);
    }
}

/* The condition of a step stands behind what it narrows: it is written first, apart. */
static void write_step_condition(writer *w, const writer_place *place, writer_place *narrowed,
                                 am_buffer *condition) {
    am_buffer *out = w->out;
    known_name optional;

    *narrowed = *place;
    if (!has_chance(w, 55)) {
        return;
    }
    w->out = condition;
    write_text(w, " when ");
    if (has_chance(w, 25) && find_any_optional(w, place, &optional)) {
        narrowed->known[narrowed->known_count++] = optional;
        write_is_known(w, place, optional, true);
        if (has_chance(w, 40)) {
            write_text(w, " and ");
            write_condition(w, narrowed, LEVEL_NOT, 1);
        }
    } else {
        write_condition(w, place, LEVEL_EXPR, 2);
    }
    w->out = out;
}

static void write_repeat(writer *w, const writer_place *place) {
    if (!has_chance(w, 20)) {
        return;
    }
    write_text(w, " for each of ");
    if (!has_chance(w, 80)) {
        write_expr(w, place, TYPE_OF(WHOLE), LEVEL_ADD, 1);
    } else if (!write_path(w, place, TYPE_OF(WHOLE), true)) {
        write_text(w, "2");
    }
}

static void write_limit(writer *w, const writer_place *place, am_type type) {
    am_type range = type;

    range.is_range = true;
    write_text(w, "limit to ");
    if (has_chance(w, 40) && write_path(w, place, range, true)) {
        return;
    }
    write_text(w, "(");
    write_literal(w, range);
    write_text(w, ")");
}

/* The steps that may stand between the start and a coefficient come first. `is_dependent`: on an `only when`,
 * which narrows it too. */
static void write_step(writer *w, const writer_place *place, am_type type, am_type start, bool is_early,
                       bool is_dependent) {
    am_buffer condition;
    writer_place narrowed;
    bool is_limit = false;

    am_buffer_init(&condition, w->out->allocator);
    if (!is_dependent) {
        forget_asked(w);
    }
    write_step_condition(w, place, &narrowed, &condition);
    write_text(w, "  ");
    switch (is_early ? below(w, 5) : 3 + below(w, 11)) {
    case 0:
    case 1:
    case 2:
        write_text(w, "coefficient ");
        write_factor_of_step(w, &narrowed);
        break;
    case 3:
        write_text(w, "add ");
        write_operand(w, &narrowed, type);
        break;
    case 4:
        write_text(w, "subtract ");
        if (has_chance(w, 60)) {
            write_literal(w, type);
        } else {
            write_operand(w, &narrowed, type);
        }
        break;
    case 5:
        write_text(w, "multiply by ");
        write_factor_of_step(w, &narrowed);
        break;
    case 6:
        write_text(w, "increase by ");
        write_share_of_step(w, &narrowed);
        break;
    case 7:
        write_text(w, "reduce by ");
        write_share_of_step(w, &narrowed);
        break;
    case 8:
    case 9:
        is_limit = true;
        write_text(w, "at most ");
        write_operand(w, &narrowed, type);
        break;
    case 10:
        is_limit = true;
        write_text(w, "at least ");
        write_operand(w, &narrowed, type);
        break;
    case 11:
        is_limit = true;
        write_limit(w, &narrowed, type);
        break;
    case 12:
        is_limit = true;
        write_text(w, "instead ");
        write_operand(w, &narrowed, start);
        break;
    default:
        is_limit = true;
        write_rounding(w, type);
    }
    if (!is_limit) {
        write_repeat(w, &narrowed);
    }
    am_buffer_put(w->out, am_buffer_text(&condition));
    am_buffer_clear(&condition);
    write_label(w);
}

am_type random_penalty_type(writer *w) {
    unsigned pick = below(w, 100);

    return pick < 80   ? TYPE_OF(MONEY)
           : pick < 90 ? TYPE_OF(DAYS)
           : pick < 95 ? TYPE_OF(MONTHS)
                       : TYPE_OF(NUMBER);
}

static void write_start(writer *w, const writer_place *place, am_type start) {
    write_text(w, "  start from ");
    if (!start.is_range && has_chance(w, 40)) {
        write_literal(w, start);
    } else {
        write_expr(w, place, start, LEVEL_EXPR, 2);
    }
    write_label(w);
}

static void write_floor(writer *w, am_type type) {
    write_text(w, "  at least ");
    if (type.kind == AM_TYPE_MONEY) {
        write_text(w, "%s 0\n", w->currency);
    } else if (type.kind == AM_TYPE_NUMBER) {
        write_text(w, "0\n");
    } else {
        write_text(w, type.kind == AM_TYPE_DAYS ? "0 days\n" : "0 months\n");
    }
}

static void write_steps(writer *w, const writer_place *place, am_type start, bool is_dependent) {
    am_type type = start;

    type.is_range = false;
    write_start(w, place, start);
    for (unsigned i = below(w, 3); i != 0; i--) {
        write_step(w, place, type, start, true, is_dependent);
    }
    for (unsigned i = below(w, 4); i != 0; i--) {
        write_step(w, place, type, start, false, is_dependent);
    }
    if (has_chance(w, 80)) {
        write_floor(w, type);
    }
}

bool write_penalty_as(writer *w, uint8_t record, bool is_amount, const char *name, am_type type,
                      const char *clauses) {
    writer_place place = {.record = record, .element = WRITER_NONE};
    bool has_only_when = has_chance(w, 12);

    forget_asked(w);
    write_text(w, "%s %s for %s", is_amount ? "amount" : "penalty", name, w->records[record].name);
    if (type.kind != AM_TYPE_MONEY || type.is_range || has_chance(w, 20)) {
        write_text(w, ": ");
        write_type(w, type);
    }
    write_text(w, " per LAW \"%u\"%s\n", ++w->serial, clauses);
    if (has_only_when) {
        write_text(w, "  only when ");
        write_condition(w, &place, LEVEL_EXPR, 2);
        write_text(w, "\n");
    }
    write_steps(w, &place, type, has_only_when);
    if (!is_amount && (!w->has_rounding || type.kind != AM_TYPE_MONEY || has_chance(w, 30))) {
        write_text(w, "  ");
        write_rounding(w, type);
        write_text(w, "\n");
    }
    return has_only_when;
}

void write_penalty(writer *w, uint8_t record, bool is_amount) {
    am_type type = random_penalty_type(w);
    char name[WRITER_NAME_BYTES];

    type.is_range = type.kind == AM_TYPE_MONEY && has_chance(w, 12);
    new_name(w, is_amount ? "amount" : "fine", name);
    type.is_optional = write_penalty_as(w, record, is_amount, name, type, "");
    declare(w, name, type, record)->is_reported = is_amount && has_chance(w, 40);
}
