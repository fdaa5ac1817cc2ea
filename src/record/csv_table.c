/*
 * A file's rows, once its header is known.
 */
#include <string.h>

#include "base/unicode.h"
#include "record/csv.h"
#include "record/refusal.h"

void am_csv_table_init(am_csv_table *table, const am_layout *layout, uint16_t place, am_allocator allocator) {
    *table = (am_csv_table){.layout = layout, .place = place, .id = AM_LAYOUT_NONE};
    am_arena_init(&table->arena, allocator, 0);
    am_buffer_init(&table->scratch, allocator);
}

void am_csv_table_clear(am_csv_table *table) {
    am_arena_clear(&table->arena);
    am_buffer_clear(&table->scratch);
}

bool am_csv_table_is_read(const am_csv_table *table) {
    return table->columns != NULL;
}

/* The path of a refusal: the column, and the list that the file holds. */
static void write_path(const am_csv_table *table, uint32_t column, am_record_error *error) {
    am_buffer path = am_refusal_buffer(error->path, sizeof error->path - 1);
    am_slice field = table->layout->program->places[table->place].field;

    if (table->place != 0) {
        am_buffer_put(&path, am_refusal_cut(field, sizeof error->path / 3));
    }
    if (column < table->column_count) {
        am_buffer_put_text(&path, path.length > 0 ? "." : "");
        am_buffer_put(&path, am_refusal_cut(table->columns[column].name, sizeof error->path / 2));
    }
    error->path[path.length] = '\0';
}

/* The record's id, where its cell can hold one. */
static void write_id(const am_csv_table *table, am_record_error *error) {
    char memory[AM_ID_BYTES_MAX * 2];
    am_buffer scratch = am_refusal_buffer(memory, sizeof memory);
    am_slice id;

    error->id.length = 0;
    error->id.is_number = false;
    if (table->id >= table->cells.count || table->id >= table->cells.room) {
        return;
    }
    id = am_refusal_cut(am_csv_say(table->cells.items[table->id], &scratch), AM_ID_BYTES_MAX);
    if (am_utf8_valid_length(id) == id.length) {
        error->id.length = (uint8_t)id.length;
        memcpy(error->id.text, id.data, id.length);
    }
}

void am_csv_table_refuse(const am_csv_table *table, uint32_t column, am_diag diag, const am_slice *arguments,
                         size_t count, am_record_error *error) {
    const am_csv_row *row = &table->cells.row;
    bool has_cell = column < table->cells.count && column < table->cells.room;

    am_refusal_write(error, (am_refusal_text){row->text, row->line, 1, NULL},
                     has_cell ? table->cells.items[column].data : row->text.data, diag, arguments, count);
    write_id(table, error);
    write_path(table, column, error);
}

bool am_csv_table_cut(am_csv_table *table, am_csv_row row, am_record_error *error) {
    char memory[2][24];
    am_slice arguments[2];

    am_csv_cells_cut(&table->cells, row);
    if (table->cells.count == table->column_count) {
        return true;
    }
    for (unsigned i = 0; i < 2; i++) {
        am_buffer number = am_refusal_buffer(memory[i], sizeof memory[i]);

        am_buffer_put_unsigned(&number, i == 0 ? table->cells.count : table->column_count);
        arguments[i] = am_buffer_text(&number);
    }
    am_csv_table_refuse(table, AM_LAYOUT_NONE, AM_DIAG_CSV_CELL_COUNT, arguments, 2, error);
    return false;
}
