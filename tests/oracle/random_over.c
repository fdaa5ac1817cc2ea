/*
 * Random aggregates: what is gathered over a list, whole or in groups, and whether some, all or none of its
 * elements meet a condition.
 *
 * Inside, `its` means the element, and the names of the declaration's record can still be read.
 */
#include "rulebook_writer.h"

bool enter_list(writer *w, const writer_place *place, known_name *list, writer_place *inner) {
    if (!find_list(w, place, list)) {
        return false;
    }
    *inner = *place;
    inner->element = (uint8_t)w->names[list->name].type.index;
    inner->known_count = 0;
    for (uint8_t i = 0; i < place->known_count; i++) {
        if (!place->known[i].is_its) {
            inner->known[inner->known_count++] = place->known[i];
        }
    }
    return true;
}

static void write_its_condition(writer *w, const writer_place *inner, unsigned depth) {
    write_text(w, " where ");
    write_condition(w, inner, LEVEL_EXPR, depth);
}

unsigned find_key(writer *w, uint8_t record) {
    unsigned count = 0, found = WRITER_NAMES_MAX;

    for (uint16_t i = 0; i < w->name_count; i++) {
        am_type type = w->names[i].type;

        if (w->names[i].record != record || type.kind == AM_TYPE_LIST || type.kind == AM_TYPE_RECORD ||
            type.is_optional || type.is_range) {
            continue;
        }
        if (below(w, ++count) == 0) {
            found = i;
        }
    }
    return found;
}

static const char *random_gather(writer *w, am_type type) {
    if (is_added(type) && has_chance(w, 50)) {
        return "sum of ";
    }
    return below(w, 2) ? "greatest of " : "least of ";
}

/* The condition of an aggregate stands behind the value that it narrows: it is written first, apart. */
static void write_its_known(writer *w, writer_place *inner, unsigned depth) {
    known_name optional;

    write_text(w, " where ");
    if (inner->known_count == 8 || !has_chance(w, 30) || !find_any_optional(w, inner, &optional)) {
        write_condition(w, inner, LEVEL_EXPR, depth);
        return;
    }
    write_is_known(w, inner, optional, true);
    *inner = with_known(inner, optional);
    if (has_chance(w, 40)) {
        write_text(w, " and ");
        write_condition(w, inner, LEVEL_NOT, depth);
    }
}

/* sum of E over L where C by K, greatest of ...: a value of the type over a list. */
bool write_gather(writer *w, const writer_place *place, am_type type, level wanted, unsigned depth) {
    am_buffer *out = w->out, condition;
    known_name list;
    writer_place inner;
    unsigned key;
    bool has_where, is_open;

    if (has_chance(w, 15) && type.kind != AM_TYPE_CODE && write_over_months(w, place, type, depth)) {
        return true;
    }
    if (!enter_list(w, place, &list, &inner)) {
        return false;
    }
    am_buffer_init(&condition, w->out->allocator);
    has_where = has_chance(w, 40);
    if (has_where) {
        w->out = &condition;
        write_its_known(w, &inner, depth);
        w->out = out;
    }
    key = has_chance(w, 35) ? find_key(w, inner.element) : WRITER_NAMES_MAX;
    is_open = open_parentheses(w, wanted, has_where ? LEVEL_EXPR : LEVEL_PRIMARY);
    write_text(w, "%s", random_gather(w, type));
    if (key != WRITER_NAMES_MAX) {
        write_text(w, "%s", random_gather(w, type));
    }
    write_expr(w, &inner, type, LEVEL_ADD, depth);
    write_text(w, " over ");
    write_name_path(w, place, list);
    am_buffer_put(w->out, am_buffer_text(&condition));
    am_buffer_clear(&condition);
    if (key != WRITER_NAMES_MAX) {
        write_text(w, " by its %s", w->names[key].name);
    }
    close_parentheses(w, is_open);
    return true;
}

bool write_count(writer *w, const writer_place *place, level wanted, unsigned depth) {
    known_name list;
    writer_place inner;
    bool has_where = has_chance(w, 60), is_open;

    if (has_chance(w, 15) && write_count_of_groups(w, place, wanted, depth)) {
        return true;
    }
    if (!enter_list(w, place, &list, &inner)) {
        return false;
    }
    is_open = open_parentheses(w, wanted, has_where ? LEVEL_EXPR : LEVEL_PRIMARY);
    write_text(w, "count of ");
    write_name_path(w, place, list);
    if (has_where) {
        write_its_condition(w, &inner, depth);
    }
    close_parentheses(w, is_open);
    return true;
}

bool write_quantifier(writer *w, const writer_place *place, level wanted, unsigned depth) {
    static const char *const quantifiers[] = {"some of ", "all of ", "none of "};
    known_name list;
    writer_place inner;
    bool is_open;

    if (!enter_list(w, place, &list, &inner)) {
        return false;
    }
    is_open = open_parentheses(w, wanted, LEVEL_EXPR);
    write_text(w, "%s", quantifiers[below(w, 3)]);
    write_name_path(w, place, list);
    write_its_condition(w, &inner, depth);
    close_parentheses(w, is_open);
    return true;
}
