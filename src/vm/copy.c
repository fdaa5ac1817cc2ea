/*
 * Records copied from one batch of a program to another with the same limits: one after another, or all at
 * once, a column at a time, where the other batch is empty.
 */
#include "vm/copy.h"

#include <string.h>

#include "narrow/narrow.h"
#include "vm/block.h"
#include "vm/level.h"
#include "vm/work.h"

static void copy_fact(am_batch *to, const am_batch *from, uint16_t column, uint32_t from_row,
                      uint32_t to_row) {
    am_state state = am_batch_fact_state(from, column, from_row);
    if (state != AM_STATE_VALUE) {
        am_batch_set_state(to, column, to_row, state);
        return;
    }
    switch ((am_value_type)from->program->registers[column].type) {
    case AM_VALUE_DECIMAL:
        am_batch_set_decimal(to, column, to_row, am_batch_fact_decimal(from, column, from_row));
        break;
    case AM_VALUE_TEXT:
        /* The same limits hold the same texts. */
        am_batch_set_text(
            to, column, to_row,
            am_intern_text(from->texts, (uint32_t)am_batch_fact_integer(from, column, from_row)));
        break;
    default:
        am_batch_set_integer(to, column, to_row, am_batch_fact_integer(from, column, from_row));
        break;
    }
}

static am_batch_status copy_row(am_batch *to, const am_batch *from, uint16_t domain, uint32_t from_row,
                                uint32_t to_row) {
    const am_work *work = from->work;
    for (uint32_t i = work->input_starts[domain]; i < work->input_starts[domain + 1]; i++) {
        copy_fact(to, from, work->inputs[i].column, from_row, to_row);
    }
    for (uint32_t i = work->child_starts[domain]; i < work->child_starts[domain + 1]; i++) {
        uint16_t child = work->children[i];
        uint32_t first;
        uint32_t end;
        am_batch_elements(from, child, from_row, &first, &end);
        for (uint32_t row = first; row < end; row++) {
            uint32_t element;
            am_batch_status status = am_batch_open_element(to, child, to_row, &element);
            if (status == AM_BATCH_OK) {
                status = copy_row(to, from, child, row, element);
            }
            if (status != AM_BATCH_OK) {
                return status;
            }
        }
    }
    return AM_BATCH_OK;
}

am_batch_status am_batch_copy_record(am_batch *to, const am_batch *from, uint32_t record) {
    am_batch_status status = am_batch_open_record(to);
    if (status == AM_BATCH_OK) {
        status = copy_row(to, from, 0, record, to->rows[0].count - 1);
    }
    return status == AM_BATCH_OK ? am_batch_close_record(to) : status;
}

static void copy_all_rows(am_batch *to, const am_batch *from, uint16_t domain) {
    const am_rows *rows = &from->rows[domain];
    am_rows *out = &to->rows[domain];
    out->count = rows->count;
    if (rows->ends != NULL) {
        uint32_t parents = from->rows[from->program->domains[domain].parent].count;
        memcpy(out->ends, rows->ends, parents * sizeof *rows->ends);
        memcpy(out->parents, rows->parents, rows->count * sizeof *rows->parents);
    }
    if (rows->elements != NULL) {
        memcpy(out->elements, rows->elements, rows->count * sizeof *rows->elements);
    }
    if (rows->count != 0) {
        am_work_ready(to, domain, rows->count - 1);
    }
}

/* Counts as the level column that they are. */
static void copy_counts(am_batch *to, const am_batch *from, uint16_t column, uint32_t rows) {
    const am_column *at = &from->columns[column];
    am_source source = {.values = at->counts, .bytes = sizeof *at->counts};
    am_block_set(to, column, 0, rows, source, am_block_range(source, rows), 1,
                 from->narrow->lanes[column].grain.places);
}

/* False where rows must be copied one by one. */
static bool copy_values(am_batch *to, const am_batch *from, uint16_t column, uint32_t rows) {
    const am_column *at = &from->columns[column];
    am_value_type type = (am_value_type)from->program->registers[column].type;
    bool is_beyond = at->states != NULL && memchr(at->states, AM_STATE_FAULT, rows) != NULL;
    if (type == AM_VALUE_TEXT || is_beyond) {
        return false;
    }
    if (at->counts != NULL) {
        copy_counts(to, from, column, rows);
        return true;
    }
    am_level_forget(&to->columns[column]);
    memcpy(to->columns[column].values, at->values, rows * am_value_type_bytes(type));
    return true;
}

static void copy_column(am_batch *to, const am_batch *from, uint16_t column, uint32_t rows) {
    am_column *out = &to->columns[column];
    if (rows == 0) {
        return;
    }
    if (copy_values(to, from, column, rows)) {
        if (out->states != NULL) {
            memcpy(out->states, from->columns[column].states, rows);
        }
        out->given = 0;
        return;
    }
    for (uint32_t row = 0; row < rows; row++) {
        copy_fact(to, from, column, row, row);
    }
}

void am_batch_copy_all(am_batch *to, const am_batch *from) {
    const am_work *work = from->work;
    uint32_t domains = from->program->domain_count;
    for (uint32_t i = 0; i < domains; i++) {
        copy_all_rows(to, from, (uint16_t)i);
    }
    for (uint32_t i = 0; i < work->input_starts[domains]; i++) {
        uint16_t column = work->inputs[i].column;
        copy_column(to, from, column, from->rows[from->program->registers[column].domain].count);
    }
}
