/*
 * Whether the columns of a table depend on one fact: then not every combination of their values is a case.
 *
 * `turnover` and `benefit` are whatever they are; `days_late` and `is_late` are not, where the one is
 * computed from the other. Each fact is marked with the axes that read it, through all declarations in
 * between. Which version of a declaration is law is no fact of the case.
 */
#include "model/check.h"

typedef struct am_check_reads {
    am_check_table *table;
    size_t *first_fields; /* by record: the number of its first field */
    uint64_t *fields;     /* by field: the axes that read it, a bit each */
    uint64_t *values;     /* by declaration: likewise */
} am_check_reads;

static void read_expr(am_check_reads *reads, const am_expr *expr, uint64_t axes);

static void read_field(am_check_reads *reads, const am_field *field, uint64_t axes) {
    size_t number = (size_t)(field - field->owner->fields);

    reads->fields[reads->first_fields[field->owner->index] + number] |= axes;
}

static void read_over(am_check_reads *reads, const am_over *over, uint64_t axes) {
    if (over->months != NULL) {
        read_expr(reads, over->months->from, axes);
        read_expr(reads, over->months->to, axes);
    } else {
        read_field(reads, over->list, axes);
    }
    read_expr(reads, over->element, axes);
    read_expr(reads, over->where, axes);
    read_expr(reads, over->key, axes);
}

static void read_expr(am_check_reads *reads, const am_expr *expr, uint64_t axes) {
    if (expr == NULL) {
        return;
    }
    if (expr->field != NULL) {
        read_field(reads, expr->field, axes);
    }
    if (expr->declaration != NULL) {
        reads->values[expr->declaration->number] |= axes;
    }
    if (expr->over != NULL) {
        read_over(reads, expr->over, axes);
    }
    for (uint32_t i = 0; i < expr->operand_count; i++) {
        read_expr(reads, expr->operands[i], axes);
    }
}

static void read_schedule(am_check_reads *reads, const am_schedule *schedule, uint64_t axes) {
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        if (schedule->conditions[i].kind == AM_CONDITION_VALUE) {
            read_expr(reads, schedule->conditions[i].value, axes);
        }
    }
    for (uint16_t row = 0; row < schedule->row_count; row++) {
        const am_table_row *at = &schedule->rows[row];
        for (uint16_t i = 0; !at->is_otherwise && i < schedule->condition_count; i++) {
            read_expr(reads, at->tests[i].when, axes);
        }
        for (uint16_t i = 0; i < schedule->result_count; i++) {
            read_expr(reads, at->results[i], axes);
        }
    }
}

static void read_penalty(am_check_reads *reads, const am_penalty *penalty, uint64_t axes) {
    read_expr(reads, penalty->only_when, axes);
    for (uint16_t i = 0; i < penalty->step_count; i++) {
        read_expr(reads, penalty->steps[i].value, axes);
        read_expr(reads, penalty->steps[i].for_each, axes);
        read_expr(reads, penalty->steps[i].when, axes);
    }
}

static void read_declaration(am_check_reads *reads, const am_declaration *declaration, uint64_t axes) {
    read_expr(reads, declaration->value, axes);
    if (declaration->schedule != NULL) {
        read_schedule(reads, declaration->schedule, axes);
    }
    if (declaration->penalty != NULL) {
        read_penalty(reads, declaration->penalty, axes);
    }
}

static size_t number_fields(am_check_reads *reads) {
    const am_model *model = reads->table->model;
    size_t count = 0;

    reads->first_fields = AM_NEW_ARRAY(reads->table->arena, size_t, model->record_count + 1);
    for (size_t i = 0; reads->first_fields != NULL && i < model->record_count; i++) {
        reads->first_fields[i] = count;
        count += model->records[i]->field_count;
    }
    return count;
}

bool am_check_is_independent(am_check_table *table) {
    const am_model *model = table->model;
    am_check_reads reads = {.table = table};

    if (table->axis_count < 2) {
        return true;
    }
    size_t count = number_fields(&reads);
    reads.fields = AM_NEW_ARRAY(table->arena, uint64_t, count + 1);
    reads.values = AM_NEW_ARRAY(table->arena, uint64_t, model->declaration_count + 1);
    if (table->arena->is_exhausted) {
        return false;
    }
    for (uint32_t i = 0; i < table->axis_count; i++) {
        read_expr(&reads, table->axes[i].value, (uint64_t)1 << i);
    }
    for (size_t i = model->declaration_count; i-- > 0;) {
        const am_declaration *declaration = model->declarations[i];
        if (reads.values[declaration->number] != 0) {
            read_declaration(&reads, declaration, reads.values[declaration->number]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if ((reads.fields[i] & (reads.fields[i] - 1)) != 0) {
            return false;
        }
    }
    return true;
}
