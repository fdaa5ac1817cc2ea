/*
 * Values in words; thousands are separated by blanks, but for numbers of four digits, which may be years.
 */
#include "explain/text_value.h"

#include "code/print.h"
#include "record/path.h"

enum { YEAR_DIGITS = 4 };

static void put_grouped(am_buffer *buffer, am_decimal value, uint8_t places, bool may_be_year) {
    am_buffer plain;
    am_buffer_init(&plain, buffer->allocator);
    am_decimal_print(&plain, value, places);
    am_slice text = am_buffer_text(&plain);
    size_t first = text.length > 0 && text.data[0] == '-' ? 1 : 0;
    size_t point = first;
    while (point < text.length && text.data[point] != '.') {
        point++;
    }
    bool is_short = may_be_year && point == text.length && point - first <= YEAR_DIGITS;
    for (size_t i = 0; i < text.length; i++) {
        bool is_group = !is_short && i > first && i < point && (point - i) % 3 == 0;
        am_buffer_put_text(buffer, is_group ? " " : "");
        am_buffer_put_char(buffer, text.data[i]);
    }
    buffer->is_failed |= plain.is_failed;
    am_buffer_clear(&plain);
}

void am_text_put_amount(am_buffer *buffer, const am_program *program, const am_shown *shown,
                        am_decimal amount) {
    uint8_t places = 0;
    if (shown->kind == AM_KIND_MONEY && shown->unit != AM_NO_INDEX) {
        am_buffer_put(buffer, program->units[shown->unit].code);
        am_buffer_put_char(buffer, ' ');
        places = program->units[shown->unit].digits;
    }
    put_grouped(buffer, amount, places, shown->kind != AM_KIND_MONEY);
}

void am_text_put_period(am_buffer *buffer, am_kind period, am_decimal amount) {
    if (period == AM_KIND_MONTHS || period == AM_KIND_DAYS) {
        am_buffer_put_text(buffer, period == AM_KIND_MONTHS ? " month" : " day");
        am_buffer_put_text(buffer, am_decimal_compare(amount, am_decimal_of(1)) == 0 ? "" : "s");
    }
}

static void put_count(am_buffer *buffer, int32_t count, const char *what) {
    am_buffer_put_signed(buffer, count);
    am_buffer_put_text(buffer, what);
    am_buffer_put_text(buffer, count == 1 ? "" : "s");
}

void am_text_put_scalar(am_buffer *buffer, const am_program *program, const am_shown *shown,
                        const am_scalar *value) {
    switch ((am_kind)shown->kind) {
    case AM_KIND_YESNO:
        am_buffer_put_text(buffer, value->integer != 0 ? "yes" : "no");
        break;
    case AM_KIND_DATE:
        am_date_print(buffer, value->integer);
        break;
    case AM_KIND_MONTHS:
        put_count(buffer, value->integer, " month");
        break;
    case AM_KIND_DAYS:
        put_count(buffer, value->integer, " day");
        break;
    case AM_KIND_CODE:
        am_buffer_put(buffer, program->scales[shown->scale].values[value->integer]);
        break;
    default:
        am_text_put_amount(buffer, program, shown, value->decimal);
        break;
    }
}

static void put_one(am_buffer *buffer, const am_explainer *explainer, const am_shown *shown, uint16_t column,
                    uint32_t row) {
    const am_batch *batch = explainer->batch;
    am_scalar value = {.integer = 0};
    if (shown->kind == AM_KIND_TEXT) {
        am_print_quoted(buffer, am_batch_text(batch, column, row));
        return;
    }
    if (am_kind_type((am_kind)shown->kind) == AM_VALUE_DECIMAL) {
        value.decimal = am_batch_decimal(batch, column, row);
    } else {
        value.integer = am_batch_integer(batch, column, row);
    }
    am_text_put_scalar(buffer, explainer->program, shown, &value);
}

typedef struct needs {
    am_buffer *buffer;
    const am_program *program;
    bool is_first;
} needs;

static void put_need(void *context, const am_vm_need *need) {
    needs *all = context;
    am_buffer_put_text(all->buffer, all->is_first ? "needs " : ", ");
    all->is_first = false;
    am_path_print_need(all->buffer, all->program, need);
}

static void put_fault(am_buffer *buffer, const am_program *program, const am_vm_fault *fault) {
    am_buffer_put_text(buffer, "fault ");
    am_buffer_put_text(buffer, am_diag_code_of(fault->diag));
    am_buffer_put_text(buffer, ": ");
    am_vm_fault_print(buffer, fault);
    if (fault->clause == AM_NO_INDEX) {
        return;
    }
    const am_clause *clause = &program->clauses[fault->clause];
    am_buffer_put_text(buffer, ", in ");
    if (clause->parent != AM_NO_INDEX && am_clause_is_part(clause) && clause->kind != AM_CLAUSE_ROW) {
        am_buffer_put(buffer, program->clauses[clause->parent].name);
        am_buffer_put_text(buffer, ", ");
    }
    am_buffer_put(buffer, clause->name);
    if (fault->where.depth > 0) {
        am_buffer_put_text(buffer, " of ");
        am_path_print_where(buffer, program, &fault->where);
    }
}

void am_text_put_value(am_buffer *buffer, const am_explainer *explainer, const am_shown *shown,
                       uint32_t row) {
    am_state state = am_shown_state(explainer->batch, shown, row);
    bool is_low = am_batch_state(explainer->batch, shown->column, row) == state;
    uint16_t column = is_low ? shown->column : shown->column_high;
    if (state == AM_STATE_NEEDS) {
        needs all = {buffer, explainer->program, true};
        am_vm_needs_of(explainer->batch, column, row, put_need, &all);
    } else if (state == AM_STATE_FAULT) {
        am_vm_fault fault = am_vm_fault_of_ends(explainer->batch, shown->column, shown->column_high, row);
        if (am_vm_is_repeal_of(explainer->program, &fault, shown->clause)) {
            am_buffer_put_text(buffer, "repealed from ");
            am_date_print(buffer, fault.lapse.nearest);
        } else {
            put_fault(buffer, explainer->program, &fault);
        }
    } else if (state == AM_STATE_UNKNOWN) {
        am_buffer_put_text(buffer, "not known");
    } else {
        put_one(buffer, explainer, shown, shown->column, row);
        if (shown->column_high != AM_NO_INDEX) {
            am_buffer_put_text(buffer, " to ");
            put_one(buffer, explainer, shown, shown->column_high, row);
        }
    }
}
