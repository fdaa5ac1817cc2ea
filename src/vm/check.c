/*
 * Checks of facts, looked at after the run: a row where one is no, or a fault, fails its record.
 *
 * The elements of one record are neighbours in every list, so that their rows are found from the record's by
 * going down the domains. Nothing is kept: what a check came to is in its register.
 */
#include "vm/vm.h"
#include "vm/work.h"

typedef struct extent {
    uint32_t first;
    uint32_t end;
} extent;

/* The rows of a domain that belong to the record. */
static extent rows_of(const am_batch *batch, uint16_t domain, uint32_t record) {
    uint16_t way[AM_DOMAIN_DEPTH_MAX] = {0};
    uint32_t length = 0;
    extent rows = {record, record + 1};
    for (; domain != 0 && length < AM_DOMAIN_DEPTH_MAX; domain = batch->program->domains[domain].parent) {
        way[length++] = domain;
    }
    while (length-- > 0 && rows.first < rows.end) {
        const am_rows *list = &batch->rows[way[length]];
        rows = (extent){am_rows_first(list, rows.first), list->ends[rows.end - 1]};
    }
    return rows;
}

/* The first row of the record that fails the check; the end of its rows where none does. */
static bool find_row(const am_batch *batch, const am_fact_check *check, uint32_t record, uint32_t *found) {
    extent rows = rows_of(batch, batch->program->places[check->place].domain, record);
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
