/*
 * Random conditions: comparisons, ranges, windows, `is known`, and what joins them.
 *
 * A comparison begins with a name, so that names of tiers and choices have a type to be read by. Constant
 * ends of a range stand the right way round.
 */
#include "rulebook_writer.h"

static const char *random_relation(writer *w, bool is_ordered) {
    static const char *const relations[] = {"=", "!=", "\xe2\x89\xa0", "<", "<=", "\xe2\x89\xa4",
                                            ">", ">=", "\xe2\x89\xa5"};

    return relations[below(w, is_ordered ? 9 : 3)];
}

/* A name on the left, so that names of tiers and choices have a type to be read by. */
static void write_subject(writer *w, const writer_place *place, am_type *type, unsigned depth) {
    for (int i = 0; i < 4; i++) {
        if (write_path(w, place, *type, true)) {
            return;
        }
        *type = random_type(w);
    }
    if (type->kind == AM_TYPE_CODE || type->kind == AM_TYPE_YESNO) {
        *type = TYPE_OF(NUMBER);
    }
    write_expr(w, place, *type, LEVEL_ADD, depth);
}

static void write_object(writer *w, const writer_place *place, am_type type, unsigned depth) {
    if (type.kind == AM_TYPE_CODE && has_chance(w, 80)) {
        write_literal(w, type);
    } else {
        write_expr(w, place, type, LEVEL_ADD, depth);
    }
}

static void write_list_of(writer *w, am_type type) {
    unsigned count = 1 + below(w, 3);

    for (unsigned i = 0; i < count; i++) {
        write_text(w, i == 0 ? "(" : ", ");
        write_literal(w, type);
    }
    write_text(w, ")");
}

static void write_ends(writer *w, const writer_place *place, am_type type, unsigned depth) {
    unsigned shape = below(w, 8), n = below(w, 6);
    static const char *const before[] = {"", "over ", "", "over ", "under ", "up to ", "over ", "from "};

    write_text(w, "%s", before[shape]);
    if (shape >= 4 && has_chance(w, 20)) {
        write_expr(w, place, type, LEVEL_ADD, depth);
    } else if (!has_chance(w, 20) ||
               !write_varying_path(w, place, type)) { /* constant ends must stand the right way round */
        write_cut(w, type, n);
    }
    if (shape >= 4) {
        return;
    }
    write_text(w, shape >= 2 ? " to under " : " to ");
    write_cut(w, type, n + 1 + below(w, 4));
}

static void write_comparison(writer *w, const writer_place *place, unsigned depth) {
    am_type type = random_type(w);

    write_subject(w, place, &type, depth);
    switch (type.kind) {
    case AM_TYPE_YESNO:
        write_text(w, has_chance(w, 50) ? " is " : " = ");
        write_literal(w, type);
        return;
    case AM_TYPE_CODE:
    case AM_TYPE_TEXT:
        if (has_chance(w, 25)) {
            write_text(w, has_chance(w, 70) ? " is one of " : " is not one of ");
            write_list_of(w, type);
        } else if (is_ordered_type(w, type) && has_chance(w, 60)) {
            write_text(w, has_chance(w, 50) ? " is " : " is not ");
            write_literal(w, type);
            write_text(w, has_chance(w, 50) ? " or higher" : " or lower");
        } else if (is_ordered_type(w, type) && has_chance(w, 50)) {
            write_text(w, " %s ", random_relation(w, true));
            write_object(w, place, type, depth);
        } else {
            write_text(w, has_chance(w, 70) ? " is " : " is not ");
            write_object(w, place, type, depth);
        }
        return;
    default:
        if (has_chance(w, 20)) {
            am_type range = type;

            range.is_range = true;
            write_text(w, " in ");
            if (!has_chance(w, 40) || !write_path(w, place, range, false)) {
                write_ends(w, place, type, depth);
            }
        } else {
            write_text(w, " %s ", random_relation(w, true));
            write_expr(w, place, type, LEVEL_ADD, depth);
        }
    }
}

static void write_within(writer *w, const writer_place *place, unsigned depth) {
    static const char *const windows[] = {" before ", " after ", " up to "};

    write_expr(w, place, TYPE_OF(DATE), LEVEL_ADD, depth);
    write_text(w, " within ");
    if (has_chance(w, 70)) {
        write_literal(w, has_chance(w, 50) ? TYPE_OF(MONTHS) : TYPE_OF(DAYS));
    } else {
        write_expr(w, place, has_chance(w, 50) ? TYPE_OF(MONTHS) : TYPE_OF(DAYS), LEVEL_ADD, depth);
    }
    write_text(w, "%s", windows[below(w, 3)]);
    write_expr(w, place, TYPE_OF(DATE), LEVEL_ADD, depth);
}

/* x is known and COND, where x may be used in COND. */
static bool write_known(writer *w, const writer_place *place, level wanted, unsigned depth) {
    known_name optional;
    writer_place inner;
    bool is_open;

    if (place->known_count == 8 || !find_any_optional(w, place, &optional)) {
        return false;
    }
    if (depth == 0 || has_chance(w, 30)) {
        is_open = open_parentheses(w, wanted, LEVEL_CMP);
        write_is_known(w, place, optional, has_chance(w, 70));
        close_parentheses(w, is_open);
        return true;
    }
    inner = with_known(place, optional);
    if (has_chance(w, 20)) {
        is_open = open_parentheses(w, wanted, LEVEL_OR);
        write_is_known(w, place, optional, false);
        write_text(w, " or ");
        write_condition(w, &inner, LEVEL_AND, depth - 1);
        close_parentheses(w, is_open);
        return true;
    }
    is_open = open_parentheses(w, wanted, LEVEL_AND);
    write_is_known(w, place, optional, true);
    write_text(w, " and ");
    write_condition(w, &inner, LEVEL_NOT, depth - 1);
    close_parentheses(w, is_open);
    return true;
}

static void write_conditions(writer *w, const writer_place *place, const char *how, unsigned depth) {
    unsigned count = 2 + below(w, 2);

    write_text(w, "%s (", how);
    for (unsigned i = 0; i < count; i++) {
        if (i != 0) {
            write_text(w, ", ");
        }
        write_condition(w, place, LEVEL_EXPR, depth);
    }
    write_text(w, ")");
}

static void write_junction(writer *w, const writer_place *place, bool is_or, level wanted, unsigned depth) {
    bool is_open = open_parentheses(w, wanted, is_or ? LEVEL_OR : LEVEL_AND);

    write_condition(w, place, is_or ? LEVEL_OR : LEVEL_AND, depth);
    write_text(w, is_or ? " or " : " and ");
    write_condition(w, place, is_or ? LEVEL_AND : LEVEL_NOT, depth);
    close_parentheses(w, is_open);
}

static void write_compared(writer *w, const writer_place *place, level wanted, unsigned depth) {
    bool is_open = open_parentheses(w, wanted, LEVEL_CMP);

    if (has_chance(w, 12)) {
        write_within(w, place, depth);
    } else {
        write_comparison(w, place, depth);
    }
    close_parentheses(w, is_open);
}

void write_condition(writer *w, const writer_place *place, level wanted, unsigned depth) {
    unsigned pick = below(w, 100), next = depth == 0 ? 0 : depth - 1;
    bool is_open;

    if (place->record == WRITER_NONE) {
        write_literal(w, TYPE_OF(YESNO));
    } else if (depth == 0) {
        if (pick < 35 && write_path(w, place, TYPE_OF(YESNO), true)) {
            return;
        }
        if (pick < 45 && write_known(w, place, wanted, 0)) {
            return;
        }
        write_compared(w, place, wanted, 0);
    } else if (pick < 30) {
        write_compared(w, place, wanted, next);
    } else if (pick < 46) {
        write_junction(w, place, pick < 38, wanted, next);
    } else if (pick < 54) {
        is_open = open_parentheses(w, wanted, LEVEL_NOT);
        write_text(w, "not ");
        write_condition(w, place, LEVEL_NOT, next);
        close_parentheses(w, is_open);
    } else if (pick < 62) {
        write_conditions(w, place, pick < 58 ? "any of" : "all of", next);
    } else if (pick < 66) {
        write_conditions(w, place, pick < 64 ? "at least 2 of" : "at least 1 of", next);
    } else if (pick < 78) {
        if (!write_quantifier(w, place, wanted, next)) {
            write_compared(w, place, wanted, next);
        }
    } else if (pick < 88) {
        if (!write_known(w, place, wanted, next)) {
            write_compared(w, place, wanted, next);
        }
    } else if (pick < 92) {
        write_if(w, place, TYPE_OF(YESNO), wanted, next);
    } else {
        write_leaf(w, place, TYPE_OF(YESNO), wanted);
    }
}
