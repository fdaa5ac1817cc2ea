/*
 * Random exceptions of a rule.
 *
 * Of those that are not `notwithstanding the above` all but the first have a condition that the compiler does
 * not see through, so that two that overlap come to the assessment.
 */
#include "rulebook_writer.h"

/* `(a or b)` is never compared with the condition of another exception. */
static void write_guarded(writer *w, const writer_place *place, bool is_open_to_all) {
    if (is_open_to_all) {
        write_condition(w, place, LEVEL_EXPR, 1 + below(w, 2));
        return;
    }
    write_text(w, "(");
    write_condition(w, place, LEVEL_OR, 1);
    write_text(w, " or ");
    write_condition(w, place, LEVEL_AND, below(w, 2));
    write_text(w, ")");
}

static void write_notes(writer *w) {
    if (has_chance(w, 20)) {
        write_text(w, " \"label %u\"", ++w->serial);
    }
    if (has_chance(w, 50)) {
        write_text(w, " per LAW \"%u\"", ++w->serial);
    }
    write_text(w, "\n");
}

static void write_nested(writer *w, const writer_place *place, am_type type) {
    unsigned buts = below(w, 3);

    for (unsigned i = 0; i < buts; i++) {
        write_text(w, "    but ");
        write_expr(w, place, type, LEVEL_EXPR, below(w, 2));
        write_text(w, " when ");
        write_guarded(w, place, i == 0);
        write_notes(w);
    }
    for (unsigned i = below(w, 2); i != 0; i--) {
        write_text(w, "    unless ");
        write_condition(w, place, LEVEL_EXPR, 1);
        write_notes(w);
    }
}

/* `V when V is known` */
static bool write_known_value(writer *w, const writer_place *place, am_type type) {
    known_name optional;

    if (!has_chance(w, 15) || !find_optional(w, place, type, &optional)) {
        return false;
    }
    write_name_path(w, place, optional);
    write_text(w, " when ");
    write_is_known(w, place, optional, true);
    write_notes(w);
    return true;
}

void write_exceptions(writer *w, const writer_place *place, am_type type) {
    w->is_excepting = true;
    for (unsigned i = 0, count = 1 + below(w, 3); i < count; i++) {
        bool is_over = i != 0 && has_chance(w, 40);

        write_text(w, "  %s ", is_over ? "notwithstanding the above" : "except");
        if ((i == 0 || is_over) && write_known_value(w, place, type)) {
            continue;
        }
        write_expr(w, place, type, LEVEL_EXPR, below(w, 2));
        write_text(w, " when ");
        write_guarded(w, place, i == 0 || is_over);
        write_notes(w);
        if (has_chance(w, 25)) {
            write_nested(w, place, type);
        }
    }
    w->is_excepting = false;
}
