/*
 * Random expressions, made for the type that is wanted, with parentheses where the grammar's levels ask for
 * them (and sometimes where they do not).
 *
 * Depth bounds the tree. An optional name is only used where a condition has shown it to be known, or with
 * `otherwise`, `if known` or `is known`.
 */
#include "rulebook_writer.h"

/* Opens parentheses when an expression of `mine` stands where `wanted` is asked for. */
bool open_parentheses(writer *w, level wanted, level mine) {
    bool is_open = mine < wanted || has_chance(w, 4);

    if (is_open) {
        write_text(w, "(");
    }
    return is_open;
}

void close_parentheses(writer *w, bool is_open) {
    if (is_open) {
        write_text(w, ")");
    }
}

void write_leaf(writer *w, const writer_place *place, am_type type, level level) {
    if (has_chance(w, 10) && write_value_on(w, place, type)) {
        return;
    }
    if (below(w, 100) < 75 && write_path(w, place, type, true)) {
        return;
    }
    if (type.is_range) {
        bool is_open = open_parentheses(w, level, LEVEL_CMP);

        write_literal(w, type);
        close_parentheses(w, is_open);
    } else {
        write_literal(w, type);
    }
}

static void write_binary(writer *w, const writer_place *place, am_type a, const char *operator, am_type b,
                         level wanted, level mine, unsigned depth) {
    bool is_open = open_parentheses(w, wanted, mine);

    write_expr(w, place, a, mine == LEVEL_CMP || mine == LEVEL_POWER ? mine + 1 : mine, depth);
    write_text(w, " %s ", operator);
    write_expr(w, place, b, mine + 1, depth);
    close_parentheses(w, is_open);
}

static void write_prefix(writer *w, const writer_place *place, const char *prefix, am_type type, level wanted,
                         level mine, unsigned depth) {
    bool is_open = open_parentheses(w, wanted, mine);

    write_text(w, "%s", prefix);
    write_expr(w, place, type, prefix[0] == '-' ? LEVEL_OTHERWISE : mine, depth); /* `--` begins a comment */
    close_parentheses(w, is_open);
}

static void write_call(writer *w, const writer_place *place, const char *function, am_type a,
                       const am_type *b, unsigned depth) {
    write_text(w, "%s(", function);
    write_expr(w, place, a, LEVEL_EXPR, depth);
    if (b != NULL) {
        write_text(w, ", ");
        write_expr(w, place, *b, LEVEL_EXPR, depth);
    }
    write_text(w, ")");
}

writer_place with_known(const writer_place *place, known_name name) {
    writer_place inner = *place;

    if (inner.known_count < 8) {
        inner.known[inner.known_count++] = name;
    }
    return inner;
}

/* Whether two of the type make a third. */
bool is_added(am_type type) {
    return type.kind == AM_TYPE_NUMBER || type.kind == AM_TYPE_WHOLE || type.kind == AM_TYPE_MONEY;
}

bool is_ordered_type(const writer *w, am_type type) {
    if (type.kind == AM_TYPE_CODE) {
        return w->sets[type.index].is_ordered;
    }
    return type.kind != AM_TYPE_YESNO && type.kind != AM_TYPE_TEXT;
}

/* greatest of (a, b if known, ...): at least one item that is not optional. */
static void write_items(writer *w, const writer_place *place, const char *gather, am_type type,
                        unsigned depth) {
    unsigned count = 2 + below(w, 2);
    known_name optional;

    write_text(w, "%s (", gather);
    for (unsigned i = 0; i < count; i++) {
        if (i != 0) {
            write_text(w, ", ");
        }
        if (i != 0 && has_chance(w, 60) && find_optional(w, place, type, &optional)) {
            write_name_path(w, place, optional);
            if (has_chance(w, 30) && is_added(type)) {
                writer_place inner = with_known(place, optional);

                write_text(w, " + ");
                write_expr(w, &inner, type, LEVEL_MUL, depth);
            }
            write_text(w, " if known");
        } else {
            write_expr(w, place, type, LEVEL_EXPR, depth);
        }
    }
    write_text(w, ")");
}

void write_if(writer *w, const writer_place *place, am_type type, level wanted, unsigned depth) {
    bool is_open = open_parentheses(w, wanted, LEVEL_EXPR);
    known_name optional;
    writer_place then = *place;

    write_text(w, "if ");
    if (has_chance(w, 40) && place->known_count < 8 && find_any_optional(w, place, &optional)) {
        write_is_known(w, place, optional, true);
        then = with_known(place, optional);
        if (has_chance(w, 30)) {
            write_text(w, " and ");
            write_condition(w, &then, LEVEL_NOT, depth);
        }
    } else {
        write_condition(w, place, LEVEL_OR, depth);
    }
    write_text(w, " then ");
    write_expr(w, &then, type, LEVEL_EXPR, depth);
    write_text(w, " else ");
    write_expr(w, place, type, LEVEL_EXPR, depth);
    close_parentheses(w, is_open);
}

static void write_round_to(writer *w, const writer_place *place, am_type type, bool is_to_one,
                           unsigned depth) {
    static const char *const modes[] = {"up to",        "down to",    "half up to", "half down to",
                                        "half even to", "ceiling to", "floor to"};

    write_text(w, "round ");
    write_expr(w, place, type, LEVEL_ADD, depth);
    write_text(w, " %s ", modes[below(w, 7)]);
    if (is_to_one) {
        write_text(w, "1");
    } else if (type.kind == AM_TYPE_MONEY) {
        write_text(w, "%s %s", w->currency, below(w, 2) ? "100" : "1");
    } else {
        write_text(w, "%s", below(w, 2) ? "0.1" : "0.25");
    }
}

static bool write_otherwise(writer *w, const writer_place *place, am_type type, level wanted,
                            unsigned depth) {
    known_name optional;
    bool is_open;

    if (!find_optional(w, place, type, &optional)) {
        return false;
    }
    is_open = open_parentheses(w, wanted, LEVEL_OTHERWISE);
    write_name_path(w, place, optional);
    write_text(w, " otherwise ");
    write_expr(w, place, type, LEVEL_OTHERWISE, depth);
    close_parentheses(w, is_open);
    return true;
}

static bool write_end(writer *w, const writer_place *place, am_type type) {
    static const char *const ends[] = {".lowest", ".highest", ".middle"};

    type.is_range = true;
    if (!write_path(w, place, type, true)) {
        return false;
    }
    write_text(w, "%s", ends[below(w, type.kind == AM_TYPE_WHOLE ? 2 : 3)]);
    return true;
}

static void write_limited(writer *w, const writer_place *place, am_type type, level wanted, unsigned depth) {
    bool is_open = open_parentheses(w, wanted, LEVEL_CMP);
    am_type range = type;

    range.is_range = true;
    write_expr(w, place, type, LEVEL_ADD, depth);
    write_text(w, " limited to ");
    if (has_chance(w, 60) || !write_path(w, place, range, true)) {
        write_text(w, "(");
        write_literal(w, range);
        write_text(w, ")");
    }
    close_parentheses(w, is_open);
}

static bool write_factor(writer *w, const writer_place *place) {
    for (uint8_t i = 0; i < w->set_count; i++) {
        am_type type = {.kind = AM_TYPE_CODE, .index = i};

        if (!w->sets[i].has_factor || !write_path(w, place, type, true)) {
            continue;
        }
        write_text(w, ".factor");
        return true;
    }
    return false;
}

/* What every type has: a choice, the greatest of some, a value over a list. */
static bool write_common(writer *w, const writer_place *place, am_type type, level wanted, unsigned depth) {
    bool is_ordered = is_ordered_type(w, type) && type.kind != AM_TYPE_CODE;

    if (place->record == WRITER_NONE) {
        return false;
    }
    if (has_chance(w, 25) && write_rule_call(w, place, type, depth)) {
        return true;
    }
    switch (below(w, 9)) {
    case 0:
        write_if(w, place, type, wanted, depth);
        return true;
    case 1:
    case 2:
        return write_otherwise(w, place, type, wanted, depth);
    case 3:
        if (is_ordered) {
            write_items(w, place,
                        is_added(type) && below(w, 3) == 0 ? "sum of"
                        : below(w, 2)                      ? "greatest of"
                                                           : "least of",
                        type, depth);
        }
        return is_ordered;
    case 4:
    case 5:
        return is_ordered_type(w, type) && write_gather(w, place, type, wanted, depth);
    case 6:
        if (type.kind == AM_TYPE_NUMBER || type.kind == AM_TYPE_MONEY || type.kind == AM_TYPE_WHOLE) {
            return write_end(w, place, type);
        }
        return false;
    case 7:
        if (is_ordered && type.kind != AM_TYPE_DATE && type.kind != AM_TYPE_MONTHS &&
            type.kind != AM_TYPE_DAYS) {
            write_limited(w, place, type, wanted, depth);
        } else {
            return false;
        }
        return true;
    default:
        return false;
    }
}

static void write_number_expr(writer *w, const writer_place *place, level wanted, unsigned depth) {
    am_type number = TYPE_OF(NUMBER), whole = TYPE_OF(WHOLE), money = TYPE_OF(MONEY);

    switch (below(w, 14)) {
    case 0:
    case 1:
        write_binary(w, place, number, "+", number, wanted, LEVEL_ADD, depth);
        break;
    case 2:
        write_binary(w, place, number, "-", number, wanted, LEVEL_ADD, depth);
        break;
    case 3:
        write_binary(w, place, number, below(w, 5) ? "*" : "\xc3\x97", number, wanted, LEVEL_MUL, depth);
        break;
    case 4:
        write_binary(w, place, number, below(w, 5) ? "/" : "\xc3\xb7", number, wanted, LEVEL_MUL, depth);
        break;
    case 5:
        write_binary(w, place, money, "/", money, wanted, LEVEL_MUL, depth);
        break;
    case 6:
        write_prefix(w, place, "-", number, wanted, LEVEL_UNARY, depth);
        break;
    case 7:
        write_prefix(w, place, "12.5% of ", number, wanted, LEVEL_UNARY, depth);
        break;
    case 8:
        if (has_chance(w, 80)) {
            bool is_open = open_parentheses(w, wanted, LEVEL_POWER);

            write_expr(w, place, number, LEVEL_PRIMARY, depth);
            write_text(w, " ^ %u", below(w, 6));
            close_parentheses(w, is_open);
        } else {
            write_binary(w, place, number, "^", whole, wanted, LEVEL_POWER, depth);
        }
        break;
    case 9:
        write_call(w, place, "abs", number, NULL, depth);
        break;
    case 10:
        if (has_chance(w, 15)) {
            write_call(w, place, "quotient", money, &money, depth);
        } else {
            write_call(w, place, "remainder", number, &number, depth);
        }
        break;
    case 11:
        write_round_to(w, place, number, false, depth);
        break;
    case 12:
        if (!write_factor(w, place)) {
            write_leaf(w, place, number, wanted);
        }
        break;
    default:
        write_expr(w, place, whole, wanted, depth);
    }
}

static void write_between(writer *w, const writer_place *place, level wanted, unsigned depth) {
    static const char *const betweens[] = {"days between ", "months between ", "years between ",
                                           "months begun between "};
    bool is_open = open_parentheses(w, wanted, LEVEL_UNARY);

    write_text(w, "%s", betweens[below(w, 4)]);
    write_expr(w, place, TYPE_OF(DATE), LEVEL_ADD, depth);
    write_text(w, " and ");
    write_expr(w, place, TYPE_OF(DATE), LEVEL_UNARY, depth);
    close_parentheses(w, is_open);
}

/* Whether the elements of one list, and nothing else, are of the record. */
static bool is_in_list(const writer *w, uint8_t record) {
    return record != WRITER_NONE && record != 0 && w->records[record].encloser != WRITER_NONE &&
           w->records[record].inside[0] == '\0';
}

/* A rule with arguments is read further in too, where `position` is not. */
static bool has_arguments(const writer *w) {
    for (uint16_t i = 0; i < w->name_count; i++) {
        if (w->names[i].is_argument && !w->names[i].is_forgotten) {
            return true;
        }
    }
    return false;
}

static void write_whole_expr(writer *w, const writer_place *place, level wanted, unsigned depth) {
    static const char *const operators[] = {"+", "-", "*"};
    am_type number = TYPE_OF(NUMBER), whole = TYPE_OF(WHOLE);
    unsigned pick = below(w, 12);

    if (pick < 4) {
        write_binary(w, place, whole, operators[pick % 3], whole, wanted,
                     pick % 3 == 2 ? LEVEL_MUL : LEVEL_ADD, depth);
    } else if (pick == 4) {
        write_prefix(w, place, "-", whole, wanted, LEVEL_UNARY, depth);
    } else if (pick == 5) {
        write_call(w, place, below(w, 2) ? "floor" : "ceiling", number, NULL, depth);
    } else if (pick == 6) {
        write_call(w, place, "quotient", number, &number, depth);
    } else if (pick == 7) {
        write_round_to(w, place, number, true, depth);
    } else if (pick == 8) {
        if (!has_chance(w, 30) || !write_working_days(w, place, wanted, depth)) {
            write_between(w, place, wanted, depth);
        }
    } else if (place->element != WRITER_NONE && pick == 9) {
        write_text(w, "its position");
    } else if (is_in_list(w, place->record) && pick == 10 && !has_arguments(w)) {
        write_text(w, "position");
    } else if (!write_count(w, place, wanted, depth)) {
        write_leaf(w, place, whole, wanted);
    }
}

static void write_money_expr(writer *w, const writer_place *place, level wanted, unsigned depth) {
    am_type number = TYPE_OF(NUMBER), money = TYPE_OF(MONEY);

    switch (below(w, 12)) {
    case 10:
        write_call(w, place, "remainder", money, &money, depth);
        break;
    case 11:
        write_call(w, place, below(w, 2) ? "floor" : "ceiling", money, NULL, depth);
        break;
    case 0:
    case 1:
        write_binary(w, place, money, "+", money, wanted, LEVEL_ADD, depth);
        break;
    case 2:
        write_binary(w, place, money, "-", money, wanted, LEVEL_ADD, depth);
        break;
    case 3:
        write_binary(w, place, money, "*", number, wanted, LEVEL_MUL, depth);
        break;
    case 4:
        write_binary(w, place, number, "*", money, wanted, LEVEL_MUL, depth);
        break;
    case 5:
        write_binary(w, place, money, "/", number, wanted, LEVEL_MUL, depth);
        break;
    case 6:
        write_prefix(w, place, below(w, 3) ? "15% of " : "-", money, wanted, LEVEL_UNARY, depth);
        break;
    case 7:
        write_round_to(w, place, money, false, depth);
        break;
    case 8:
        write_call(w, place, "abs", money, NULL, depth);
        break;
    default:
        if (!has_chance(w, 30) || !write_converted(w, place, wanted)) {
            write_leaf(w, place, money, wanted);
        }
    }
}

static void write_date_expr(writer *w, const writer_place *place, level wanted, unsigned depth) {
    unsigned pick = below(w, 8);

    if (has_chance(w, 40) && write_month(w, place)) {
        return;
    }
    if (pick < 5 && has_chance(w, 15) && write_working_day(w, place, wanted, depth)) {
        return;
    }
    if (pick < 5) {
        write_binary(w, place, TYPE_OF(DATE), pick == 0 || pick == 3 ? "-" : "+",
                     pick < 3 ? TYPE_OF(MONTHS) : TYPE_OF(DAYS), wanted, LEVEL_ADD, depth);
    } else if (pick == 5) {
        write_prefix(w, place, "end of month of ", TYPE_OF(DATE), wanted, LEVEL_UNARY, depth);
    } else {
        write_leaf(w, place, TYPE_OF(DATE), wanted);
    }
}

static void write_period_expr(writer *w, const writer_place *place, am_type type, level wanted,
                              unsigned depth) {
    unsigned pick = below(w, 8);

    if (pick == 6) {
        write_prefix(w, place, "-", type, wanted, LEVEL_UNARY, depth);
    } else if (pick == 7) {
        write_binary(w, place, TYPE_OF(WHOLE), "*", type, wanted, LEVEL_MUL, depth);
    } else if (pick == 0 && type.kind == AM_TYPE_DAYS) {
        write_binary(w, place, TYPE_OF(DATE), "-", TYPE_OF(DATE), wanted, LEVEL_ADD, depth);
    } else if (pick < 3) {
        write_binary(w, place, type, pick == 1 ? "+" : "-", type, wanted, LEVEL_ADD, depth);
    } else if (pick == 3) {
        write_binary(w, place, type, "*", TYPE_OF(WHOLE), wanted, LEVEL_MUL, depth);
    } else {
        write_leaf(w, place, type, wanted);
    }
}

static void write_range_expr(writer *w, const writer_place *place, am_type type, level wanted,
                             unsigned depth) {
    am_type end = type, number_range = RANGE_OF(NUMBER);
    unsigned pick = below(w, 8);
    bool is_open;

    end.is_range = false;
    if (type.kind != AM_TYPE_NUMBER && type.kind != AM_TYPE_MONEY) {
        pick = 7;
    }
    if (pick < 2) {
        write_binary(w, place, type, "+", type, wanted, LEVEL_ADD, depth);
    } else if (pick < 4) {
        write_binary(w, place, type, "*", TYPE_OF(NUMBER), wanted, LEVEL_MUL, depth);
    } else if (pick == 4) {
        write_binary(w, place, number_range, "*", end, wanted, LEVEL_MUL, depth);
    } else if (pick == 5) {
        write_if(w, place, type, wanted, depth);
    } else {
        is_open = open_parentheses(w, wanted, LEVEL_CMP);
        if (pick == 6 && write_varying_path(w, place, end)) {
            write_text(w, " to ");
            write_expr(w, place, end, LEVEL_ADD, depth);
        } else {
            write_leaf(w, place, type, LEVEL_CMP);
        }
        close_parentheses(w, is_open);
    }
}

void write_expr(writer *w, const writer_place *place, am_type type, level wanted, unsigned depth) {
    if (type.kind == AM_TYPE_YESNO && !type.is_range) {
        write_condition(w, place, wanted, depth);
        return;
    }
    if (depth == 0 || has_chance(w, 15)) {
        write_leaf(w, place, type, wanted);
        return;
    }
    depth--;
    if (type.is_range) {
        write_range_expr(w, place, type, wanted, depth);
        return;
    }
    if (has_chance(w, 45) && write_common(w, place, type, wanted, depth)) {
        return;
    }
    switch (type.kind) {
    case AM_TYPE_NUMBER:
        write_number_expr(w, place, wanted, depth);
        break;
    case AM_TYPE_WHOLE:
        write_whole_expr(w, place, wanted, depth);
        break;
    case AM_TYPE_MONEY:
        write_money_expr(w, place, wanted, depth);
        break;
    case AM_TYPE_DATE:
        write_date_expr(w, place, wanted, depth);
        break;
    case AM_TYPE_MONTHS:
    case AM_TYPE_DAYS:
        write_period_expr(w, place, type, wanted, depth);
        break;
    default:
        write_leaf(w, place, type, wanted);
    }
}
