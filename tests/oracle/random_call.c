/*
 * Random rules with arguments, and calls of them.
 *
 * An argument can be read in its rule alone, by its bare name. A call within an aggregate goes only to a rule
 * that has no aggregate of its own, since not all lists can be paired with one another.
 */
#include "rulebook_writer.h"

#include <stdio.h>
#include <string.h>

static void write_argument(writer *w, written_rule *rule) {
    am_type type = random_type(w);
    char name[WRITER_NAME_BYTES];
    written_name *argument;

    type.is_optional = has_chance(w, 25);
    new_name(w, "given", name);
    write_text(w, "%s%s: ", rule->argument_count == 0 ? "" : ", ", name);
    write_type(w, type);
    write_text(w, type.is_optional ? " optional" : "");
    argument = declare(w, name, type, WRITER_NOWHERE);
    argument->is_argument = true;
    rule->arguments[rule->argument_count++] = type;
}

void write_rule_with_arguments(writer *w, uint8_t record) {
    writer_place place = {.record = record, .element = WRITER_NONE};
    written_rule *rule = &w->rules[w->rule_count];
    uint16_t first = w->name_count;

    if (w->rule_count == WRITER_RULES_MAX) {
        return;
    }
    *rule = (written_rule){.record = record, .type = random_type(w), .has_no_list = has_chance(w, 60)};
    new_name(w, "share", rule->name);
    write_text(w, "rule %s(", rule->name);
    for (unsigned i = 1 + below(w, WRITER_ARGUMENTS_MAX); i != 0; i--) {
        write_argument(w, rule);
    }
    write_text(w, ") for %s: ", w->records[record].name);
    write_type(w, rule->type);
    write_text(w, " = ");
    w->is_without_lists = rule->has_no_list;
    write_expr(w, &place, rule->type, LEVEL_EXPR, 1 + below(w, 1 + w->size));
    write_text(w, " per LAW \"%u\"\n", ++w->serial);
    if (has_chance(w, 25)) {
        write_exceptions(w, &place, rule->type);
    }
    w->is_without_lists = false;
    for (uint16_t i = first; i < w->name_count; i++) {
        w->names[i].is_forgotten = true;
    }
    w->rule_count++;
}

static bool is_callable(const writer *w, const writer_place *place, const written_rule *rule, am_type type) {
    uint8_t record = place->record;

    while (record != WRITER_NONE && record != rule->record) {
        record = w->records[record].encloser;
    }
    return record != WRITER_NONE && is_same_type(rule->type, type) &&
           (rule->has_no_list || (place->element == WRITER_NONE && !w->is_without_lists));
}

static void write_given(writer *w, const writer_place *place, am_type type, unsigned depth) {
    bool may_be_unknown = type.is_optional && has_chance(w, 60);
    known_name optional;

    type.is_optional = false;
    if (may_be_unknown && find_optional(w, place, type, &optional)) {
        write_name_path(w, place, optional);
    } else {
        write_expr(w, place, type, LEVEL_EXPR, depth);
    }
}

bool write_rule_call(writer *w, const writer_place *place, am_type type, unsigned depth) {
    const written_rule *found = NULL;
    unsigned count = 0;

    for (uint8_t i = 0; i < w->rule_count; i++) {
        if (is_callable(w, place, &w->rules[i], type) && below(w, ++count) == 0) {
            found = &w->rules[i];
        }
    }
    if (found == NULL) {
        return false;
    }
    write_text(w, "%s(", found->name);
    for (uint8_t i = 0; i < found->argument_count; i++) {
        write_text(w, i == 0 ? "" : ", ");
        write_given(w, place, found->arguments[i], depth);
    }
    write_text(w, ")");
    return true;
}
