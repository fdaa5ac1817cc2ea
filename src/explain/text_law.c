/*
 * A heading that says which law was taken, and below it each law with what it comes to, how long it was law,
 * and what it is stated in.
 */
#include "explain/text_law.h"

#include "explain/text_value.h"
#include "record/path.h"

static void put_outcome(void *context, am_buffer *buffer, am_batch *batch, const am_shown *what,
                        uint32_t row) {
    const am_explainer *explainer = context;
    am_explainer trying = *explainer;
    am_state state = am_shown_state(batch, what, row);
    trying.batch = batch;
    if (state == AM_STATE_UNKNOWN) {
        am_buffer_put_text(buffer, "does not apply");
        return;
    }
    if (state == AM_STATE_FAULT) {
        am_vm_fault fault = am_vm_fault_of_ends(batch, what->column, what->column_high, row);
        if (am_vm_is_repeal_of(batch->program, &fault, what->clause)) {
            am_buffer_put_text(buffer, "repealed from ");
            am_date_print(buffer, fault.lapse.nearest);
            return;
        }
    }
    am_text_put_value(buffer, &trying, what, row);
}

bool am_text_try_laws(am_tried *tried, am_explainer *explainer, uint32_t record, am_allocator allocator) {
    return am_tried_open(tried, explainer->batch, record, allocator, put_outcome, explainer);
}

static void put_heading(const am_tried *tried, const am_tried_row *at, const am_explainer *explainer,
                        uint32_t row, am_text_table *table) {
    uint16_t place = tried->program->laws[at->law].place;
    am_vm_where where = am_explain_where(explainer->batch, tried->program->places[place].domain, row);
    am_text_line_begin(table, AM_TEXT_HEADING, 0, ' ');
    am_buffer_put_text(&table->text, "mildest law");
    if (place != 0) {
        am_buffer_put_text(&table->text, " of ");
        am_path_print_place(&table->text, tried->program, place, &where);
    }
    am_text_cell_begin(table, AM_TEXT_AMOUNT);
    am_buffer_put_text(&table->text, at->has_taken ? "law of " : "none");
    if (at->has_taken) {
        am_date_print(&table->text, at->taken);
    }
}

static void put_law(const am_tried *tried, const am_tried_row *at, uint32_t number, am_text_table *table) {
    const am_law *law = &tried->program->laws[at->law];
    am_date date = am_tried_date(tried, at, number), end;
    am_text_line_begin(table, AM_TEXT_CELLS, 1, ' ');
    am_buffer_put_text(&table->text, "law of ");
    am_date_print(&table->text, date);
    am_buffer_put_text(&table->text, am_tried_is_taken(tried, at, number) ? ", taken" : "");
    am_text_cell_begin(table, AM_TEXT_NOTE);
    for (uint16_t i = 0; i < law->output_count; i++) {
        am_buffer_put_text(&table->text, i == 0 ? "" : ", ");
        am_buffer_put(&table->text, tried->program->outputs[law->outputs[i]].name);
        am_buffer_put_char(&table->text, ' ');
        am_buffer_put(&table->text, am_tried_outcome(tried, at, number, i));
    }
    if (am_law_end(tried->batch, date, &end)) {
        am_buffer_put_text(&table->text, "; until ");
        am_date_print(&table->text, end);
    }
    am_text_cell_begin(table, AM_TEXT_CITATION);
    am_tried_put_sources(tried, at, number, &table->text, am_buffer_put, "; ");
}

bool am_text_tell_laws(const am_tried *tried, am_explainer *explainer, uint16_t place, uint32_t row,
                       am_text_table *table) {
    am_tried_row at = am_tried_row_of(tried, place, row);
    if (at.law == AM_NO_INDEX || at.count == 0) {
        return false;
    }
    put_heading(tried, &at, explainer, row, table);
    for (uint32_t number = 0; number < at.count; number++) {
        put_law(tried, &at, number, table);
    }
    table->text.is_failed |= tried->text.is_failed || tried->ends.is_failed;
    return true;
}
