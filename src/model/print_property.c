/*
 * Properties as text.
 */
#include "model/print.h"
#include "model/property.h"

void am_print_property(am_buffer *out, const am_model *model, const am_property *property) {
    static const char *const words[] = {"  always ", " never decreases with ", " never increases with "};

    am_buffer_put_text(out, "property \"");
    am_buffer_put(out, property->name);
    am_buffer_put_text(out, "\" for ");
    am_buffer_put(out, property->value->record->name);
    am_buffer_put_text(out, property->citation.length > 0 ? " per " : "");
    am_buffer_put(out, property->citation);
    am_buffer_put_text(out, property->is_searched ? " searched\n" : "\n");
    am_buffer_put_text(out, property->claim == AM_CLAIM_ALWAYS ? words[0] : "  ");
    am_print_expr(out, model, property->value->value);
    if (property->fact != NULL) {
        am_buffer_put_text(out, words[property->claim]);
        am_print_expr(out, model, property->fact);
    }
    am_buffer_put_char(out, '\n');
}
