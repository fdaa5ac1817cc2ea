/*
 * Checks of facts, looked at after the run: a row where one is no, or a fault, fails its record.
 *
 * Nothing is kept: what a check came to is in its register.
 */
#include "vm/vm.h"
#include "vm/work.h"

/* The first row of the record that fails the check; the end of its rows where none does. */
static bool find_row(const am_batch *batch, const am_fact_check *check, uint32_t record, uint32_t *found) {
    am_row_range rows = am_batch_rows_within(batch, 0, record, batch->program->places[check->place].domain);
    for (uint32_t row = rows.first; row < rows.end; row++) {
        am_state state = am_batch_state(batch, check->column, row);
        if (state == AM_STATE_FAULT ||
            (state == AM_STATE_VALUE && am_batch_integer(batch, check->column, row) == 0)) {
            *found = row;
            return true;
        }
    }
    return false;
}

bool am_vm_is_failed(const am_batch *batch, uint32_t record) {
    const am_program *program = batch->program;
    uint32_t row;
    for (uint32_t i = 0; i < program->check_count; i++) {
        if (find_row(batch, &program->checks[i], record, &row)) {
            return true;
        }
    }
    return false;
}

bool am_vm_fails_check(am_batch *batch, uint32_t record, am_vm_failure *out) {
    const am_program *program = batch->program;
    for (uint32_t i = 0; i < program->check_count; i++) {
        const am_fact_check *check = &program->checks[i];
        uint32_t row = 0;
        if (!find_row(batch, check, record, &row)) {
            continue;
        }
        *out = (am_vm_failure){.check = (uint16_t)i};
        out->where = am_vm_where_of(batch, program->places[check->place].domain, row);
        out->is_fault = am_batch_state(batch, check->column, row) == AM_STATE_FAULT;
        if (out->is_fault) {
            out->fault = am_vm_fault_of(batch, check->column, row);
        }
        return true;
    }
    return false;
}
