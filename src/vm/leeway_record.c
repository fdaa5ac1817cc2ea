/*
 * One record of a batch into a batch of its own: facts and lists, row by row and depth first, as readers
 * write them.
 *
 * Rows of a domain keep their order, so a row of the copy is the original's less that of the record's first.
 */
#include "vm/leeway_box.h"
#include "vm/work.h"

static bool copy_fact(am_batch *to, const am_batch *from, uint16_t column, uint32_t to_row, uint32_t row) {
    am_state state = am_batch_state(from, column, row);
    if (state != AM_STATE_VALUE) {
        am_batch_set_state(to, column, to_row, state);
        return true;
    }
    switch (from->program->registers[column].type) {
    case AM_VALUE_DECIMAL:
        am_batch_set_decimal(to, column, to_row, am_batch_decimal(from, column, row));
        return true;
    case AM_VALUE_TEXT:
        return am_batch_set_text(to, column, to_row, am_batch_text(from, column, row)) == AM_BATCH_OK;
    default:
        am_batch_set_integer(to, column, to_row, am_batch_integer(from, column, row));
        return true;
    }
}

/* Lists lie as deep as the loader allows, AM_DOMAIN_DEPTH_MAX. */
static bool copy_row(am_batch *to, const am_batch *from, uint16_t domain, uint32_t to_row, uint32_t row) {
    const am_work *work = from->work;
    for (uint32_t i = work->input_starts[domain]; i < work->input_starts[domain + 1]; i++) {
        if (!copy_fact(to, from, work->inputs[i].column, to_row, row)) {
            return false;
        }
    }
    for (uint32_t i = work->child_starts[domain]; i < work->child_starts[domain + 1]; i++) {
        uint16_t child = work->children[i];
        uint32_t first, end, element;
        if (from->program->domains[child].kind != AM_DOMAIN_LIST) {
            continue;
        }
        am_batch_elements(from, child, row, &first, &end);
        for (uint32_t at = first; at < end; at++) {
            if (am_batch_open_element(to, child, to_row, &element) != AM_BATCH_OK ||
                !copy_row(to, from, child, element, at)) {
                return false;
            }
            am_batch_close_element(to, child, element);
        }
    }
    return true;
}

static void find_firsts(am_leeway *leeway, const am_batch *batch, uint32_t record) {
    const am_program *program = leeway->program;
    leeway->firsts[0] = record;
    for (uint32_t i = 1; i < program->domain_count; i++) {
        const am_domain *domain = &program->domains[i];
        leeway->firsts[i] = domain->kind == AM_DOMAIN_LIST
                                ? am_rows_first(&batch->rows[i], leeway->firsts[domain->parent])
                                : 0;
    }
}

bool am_leeway_copy(am_leeway *leeway, const am_batch *batch, uint32_t record) {
    am_batch *trial = leeway->trial;
    find_firsts(leeway, batch, record);
    am_batch_clear(trial);
    trial->has_as_of = batch->has_as_of;
    trial->as_of = batch->as_of;
    trial->has_known_at = batch->has_known_at;
    trial->known_at = batch->known_at;
    return am_batch_open_record(trial) == AM_BATCH_OK && copy_row(trial, batch, 0, 0, record) &&
           am_batch_close_record(trial) == AM_BATCH_OK;
}
