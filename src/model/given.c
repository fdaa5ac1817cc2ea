/*
 * Records given once: their facts are shared by all records of a run.
 *
 * To everything behind the model such a record is one inside the root, in a field of the record's own name
 * that no text states; whoever supplies the facts supplies that field for every record alike. It has no
 * names of other records in reach, and no clock.
 */
#include "model/build.h"

bool am_record_is_given_once(const am_node *node) {
    return am_node_child(node, AM_NODE_GIVEN_ONCE) != NULL;
}

size_t am_given_count(const am_maker *maker) {
    size_t count = 0;

    for (size_t r = 0; r < maker->model->record_count; r++) {
        count += am_record_is_given_once(maker->record_nodes[r]);
    }
    return count;
}

static void refuse(am_maker *maker, const am_record *record, am_span span, const char *why) {
    am_report(maker, AM_DIAG_GIVEN_ONCE_FORM, span, AM_ARGUMENTS(record->name, am_slice_of(why)));
}

/* Lists have as many rows as each record has elements: what is given once has none. */
static void refuse_lists(am_maker *maker, const am_record *given, const am_record *record, unsigned depth) {
    for (uint16_t i = 0; i < record->field_count && depth <= AM_RECORD_DEPTH_MAX; i++) {
        const am_field *field = &record->fields[i];

        if (field->type.kind == AM_TYPE_LIST) {
            refuse(maker, given, field->span, "holds no lists");
        } else if (field->type.kind == AM_TYPE_RECORD) {
            refuse_lists(maker, given, field->record, depth + 1);
        }
    }
}

static void join(am_maker *maker, am_record *root, am_record *record) {
    am_field *field = &root->fields[root->field_count];
    am_symbol symbol = {
        .owner = root, .name = record->name, .span = record->span, .kind = AM_SYMBOL_FIELD, .item = field};

    if (record->holder != NULL) {
        refuse(maker, record, record->holder->span, "stands in no other record");
        return;
    }
    refuse_lists(maker, record, record, 0);
    if (am_symbols_declare(maker, symbol) == NULL) {
        return;
    }
    *field = (am_field){.name = record->name,
                        .type = {.kind = AM_TYPE_RECORD, .index = record->index},
                        .owner = root,
                        .record = record,
                        .span = record->span};
    root->field_count++;
    record->holder = field;
    record->enclosing = NULL;
}

void am_given_join(am_maker *maker) {
    am_model *model = maker->model;

    for (size_t r = 0; r < model->record_count && model->root != NULL; r++) {
        if (model->records[r]->is_given_once) {
            join(maker, model->root, model->records[r]);
        }
    }
}

const am_symbol *am_given_find(am_context *context, const am_record *record, am_scope *scope) {
    if (!record->is_given_once) {
        return NULL;
    }
    *scope = (am_scope){.is_root = true};
    return am_symbols_find(&context->maker->symbols, context->maker->model->root, record->name);
}
