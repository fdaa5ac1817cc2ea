/*
 * Words that stand for what an element is rather than for a fact of it: `its position`, its number in its
 * list, and `its month`, the day on which a month begins that a sum runs over.
 *
 * They are no reserved words: a field of that name hides them.
 */
#include "model/build.h"

static bool is_in_list(const am_record *record) {
    return record != NULL && record->holder != NULL && record->holder->type.kind == AM_TYPE_LIST;
}

static bool may_be_position(am_context *context, const am_node *path, const am_record *element) {
    if (path->op == AM_PATH_ITS) {
        return element != NULL &&
               am_symbols_find(&context->maker->symbols, element, path->children->text) == NULL;
    }
    return !context->is_constant && is_in_list(context->record) && !am_path_is_readable(context, path);
}

am_expr *am_element_word_read(am_context *context, const am_node *path) {
    const am_record *element =
        context->element_count == 0 ? NULL : context->elements[context->element_count - 1];
    am_slice word = path->children->text;
    bool is_month = path->op == AM_PATH_ITS && element == &context->maker->month &&
                    am_slice_is_equal(word, AM_SLICE("month"));
    am_expr *expr;

    if (path->children->next != NULL || (!is_month && (!am_slice_is_equal(word, AM_SLICE("position")) ||
                                                       !may_be_position(context, path, element)))) {
        return NULL;
    }
    expr = am_expr_new(context, is_month ? AM_EXPR_MONTH : AM_EXPR_POSITION, path->span,
                       am_type_of(is_month ? AM_TYPE_DATE : AM_TYPE_WHOLE));
    if (expr != NULL) {
        expr->scope.is_element = path->op == AM_PATH_ITS;
        expr->scope.up = expr->scope.is_element ? 0 : (uint8_t)context->lift;
    }
    return expr;
}
