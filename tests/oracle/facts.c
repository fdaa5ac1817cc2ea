/*
 * Making and naming the records of a tree of facts.
 */
#include "facts.h"

oracle_record *oracle_record_new(am_arena *arena, const am_record *type, oracle_record *parent,
                                 const am_field *holder, uint32_t number) {
    oracle_record *record = AM_NEW(arena, oracle_record);

    record->type = type;
    record->parent = parent;
    record->holder = holder;
    record->number = number;
    record->facts = AM_NEW_ARRAY(arena, oracle_fact, type->field_count);
    for (uint16_t i = 0; i < type->field_count; i++) {
        if (type->fields[i].type.kind == AM_TYPE_RECORD) {
            record->facts[i].inside =
                oracle_record_new(arena, type->fields[i].record, record, &type->fields[i], 0);
        }
    }
    return record;
}

oracle_fact *oracle_fact_of(const oracle_record *record, const am_field *field) {
    return &record->facts[field - record->type->fields];
}

void oracle_record_print_path(am_buffer *buffer, const oracle_record *record) {
    if (record->parent == NULL) {
        return;
    }
    oracle_fact_print_path(buffer, record->parent, record->holder);
    if (record->number != 0) {
        am_buffer_put_char(buffer, '[');
        am_buffer_put_unsigned(buffer, record->number);
        am_buffer_put_char(buffer, ']');
    }
}

void oracle_fact_print_path(am_buffer *buffer, const oracle_record *record, const am_field *field) {
    if (record->parent != NULL) {
        oracle_record_print_path(buffer, record);
        am_buffer_put_char(buffer, '.');
    }
    am_buffer_put(buffer, field->name);
}

static unsigned depth_of(const oracle_record *record) {
    unsigned depth = 0;

    for (; record->parent != NULL; record = record->parent) {
        depth++;
    }
    return depth;
}

int oracle_record_compare(const oracle_record *a, const oracle_record *b) {
    unsigned depth_a = depth_of(a), depth_b = depth_of(b);
    int above;

    if (a == b) {
        return 0;
    }
    if (depth_a > depth_b) {
        above = oracle_record_compare(a->parent, b);
        return above != 0 ? above : 1;
    }
    if (depth_b > depth_a) {
        return -oracle_record_compare(b, a);
    }
    above = oracle_record_compare(a->parent, b->parent);
    if (above != 0) {
        return above;
    }
    if (a->holder != b->holder) {
        return a->holder < b->holder ? -1 : 1;
    }
    return a->number < b->number ? -1 : 1;
}

void oracle_forget(oracle_record *record) {
    record->memory = NULL;
    for (uint16_t i = 0; i < record->type->field_count; i++) {
        if (record->facts[i].inside != NULL) {
            oracle_forget(record->facts[i].inside);
        }
        for (uint32_t e = 0; e < record->facts[i].element_count; e++) {
            oracle_forget(record->facts[i].elements[e]);
        }
    }
}
