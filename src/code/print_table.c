/*
 * Tables and their result columns as lines of the listing: an axis a line, its classes with the rows that
 * they meet.
 */
#include "code/print.h"

static bool has_bit(const uint64_t *mask, uint32_t bit) {
    return mask[bit / 64] >> (bit % 64) & 1;
}

/* `{0, 2-5}`. */
static void print_mask(am_buffer *buffer, const uint64_t *mask, uint32_t row_count) {
    const char *before = "";
    am_buffer_put_char(buffer, '{');
    for (uint32_t row = 0; row < row_count; row++) {
        uint32_t last = row;
        if (!has_bit(mask, row)) {
            continue;
        }
        while (last + 1 < row_count && has_bit(mask, last + 1)) {
            last++;
        }
        am_buffer_put_text(buffer, before);
        am_buffer_put_unsigned(buffer, row);
        if (last > row) {
            am_buffer_put_char(buffer, '-');
            am_buffer_put_unsigned(buffer, last);
        }
        before = ", ";
        row = last;
    }
    am_buffer_put_char(buffer, '}');
}

static void print_cut(am_buffer *buffer, const am_program *program, const am_axis *axis, uint32_t number) {
    if (number == 0) {
        am_buffer_put_text(buffer, "below");
        return;
    }
    am_buffer_put_text(buffer, axis->cuts[number - 1].is_after ? "over " : "from ");
    am_print_constant(buffer, &program->constants[axis->cuts[number - 1].constant]);
}

/* The codes or texts that a class holds. */
static void print_members(am_buffer *buffer, const am_program *program, const am_axis *axis, uint32_t class) {
    const char *before = "";
    if (axis->kind == AM_AXIS_TEXT && class == 0) {
        am_buffer_put_text(buffer, "other texts");
        before = ", ";
    }
    for (uint32_t i = 0; i < axis->cut_count; i++) {
        if (axis->classes[i] != class) {
            continue;
        }
        am_buffer_put_text(buffer, before);
        if (axis->kind == AM_AXIS_TEXT) {
            am_print_constant(buffer, &program->constants[axis->texts[i]]);
        } else {
            am_buffer_put_text(buffer, "code ");
            am_buffer_put_unsigned(buffer, i);
        }
        before = ", ";
    }
}

static void print_classes(am_buffer *buffer, const am_program *program, const am_table *table,
                          const am_axis *axis) {
    bool has_cuts = axis->kind == AM_AXIS_DECIMAL || axis->kind == AM_AXIS_INTEGER;
    for (uint32_t i = 0; i <= axis->class_count; i++) {
        am_buffer_put_text(buffer, "; ");
        if (i == axis->class_count) {
            am_buffer_put_text(buffer, "unknown");
        } else {
            (has_cuts ? print_cut : print_members)(buffer, program, axis, i);
        }
        am_buffer_put_char(buffer, ' ');
        print_mask(buffer, axis->masks + (size_t)i * table->words, table->row_count);
    }
}

/* Rows that were published on another day than that from which they are law. */
static void print_published(am_buffer *buffer, const am_table *table) {
    const char *before = "    published: row ";
    for (uint32_t i = 0; i < table->law_count; i++) {
        if (table->law[i].published != table->law[i].from) {
            am_buffer_put_text(buffer, before);
            am_buffer_put_unsigned(buffer, i);
            am_buffer_put_text(buffer, " on ");
            am_date_print(buffer, table->law[i].published);
            before = ", row ";
        }
    }
    am_buffer_put_text(buffer, before[0] == ',' ? "\n" : "");
}

void am_print_table(am_buffer *buffer, const am_program *program, uint32_t number) {
    static const char *const policies[AM_POLICY_COUNT] = {
        ": picks only, ", ": picks first, ",    ": picks last, ",  ": exceptions, ",
        ": versions, ",   ": picks greatest, ", ": picks least, ", ": adds up, ",
    };
    const am_table *table = &program->tables[number];
    am_buffer_put_text(buffer, "  table ");
    am_buffer_put_unsigned(buffer, number);
    am_buffer_put_text(buffer, policies[table->policy]);
    am_buffer_put_unsigned(buffer, table->row_count);
    am_buffer_put_text(buffer, table->row_count == 1 ? " row" : " rows");
    am_buffer_put_text(buffer, table->has_otherwise ? ", the last otherwise" : "");
    am_buffer_put_text(buffer, table->dense_count > 0 ? ", dense\n" : "\n");
    for (uint32_t i = 0; i < table->axis_count; i++) {
        const am_axis *axis = &table->axes[i];
        am_buffer_put_text(buffer, "    ");
        am_buffer_put_text(buffer, axis->kind == AM_AXIS_WHEN ? "when" : am_value_type_name(axis->type));
        am_buffer_put_text(buffer, axis->is_clock ? " in force: any " : ": any ");
        print_mask(buffer, axis->any, table->row_count);
        if (axis->kind != AM_AXIS_WHEN) {
            print_classes(buffer, program, table, axis);
        }
        am_buffer_put_char(buffer, '\n');
    }
    print_published(buffer, table);
}

void am_print_column(am_buffer *buffer, const am_program *program, uint32_t number) {
    const am_column_table *column = &program->columns[number];
    am_buffer_put_text(buffer, "  column ");
    am_buffer_put_unsigned(buffer, number);
    am_buffer_put_text(buffer, ": ");
    am_buffer_put_text(buffer, am_value_type_name(column->type));
    for (uint32_t i = 0; i < column->row_count; i++) {
        am_buffer_put_text(buffer, i == 0 ? " " : ", ");
        if (column->cells[i] == AM_CELL_NOT_COVERED) {
            am_buffer_put_text(buffer, "not covered");
        } else {
            am_print_constant(buffer, &program->constants[column->cells[i]]);
        }
    }
    am_buffer_put_char(buffer, '\n');
}
