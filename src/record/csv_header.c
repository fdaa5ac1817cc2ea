/*
 * A header: what each column is, by the fields of the layout.
 *
 * A column that means nothing spoils every row, so the header is refused as a whole.
 */
#include <string.h>

#include "base/unicode.h"
#include "record/csv.h"
#include "record/path.h"
#include "record/reader.h"

enum { COLUMNS_MAX = 65535 };

typedef struct header {
    am_csv_table *table;
    am_csv_options options;
    am_record_error *error;
    uint32_t column;
} header;

static bool refuse(const header *work, am_diag diag, am_slice a, am_slice b) {
    am_slice arguments[2] = {a, b};

    am_csv_table_refuse(work->table, work->column, diag, arguments, 2, work->error);
    return false;
}

/* `turnover;name`: no field is called so, and the whole line is one cell. */
static bool refuse_separator(const header *work, am_slice name) {
    bool is_semicolon = memchr(name.data, ';', name.length) != NULL;

    return refuse(work, AM_DIAG_CSV_SEPARATOR, is_semicolon ? AM_SLICE("semicolons") : AM_SLICE("tabs"),
                  AM_SLICE(""));
}

static bool refuse_unknown(const header *work, uint16_t owner, am_slice written) {
    const am_layout *layout = work->table->layout;
    const am_layout_place *place = &layout->places[owner];
    am_suggestion suggestion = {.distance = 0};
    char memory[256];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);

    if (work->table->column_count == 1 && written.length > 0 &&
        (memchr(written.data, ';', written.length) != NULL ||
         memchr(written.data, '\t', written.length) != NULL)) {
        return refuse_separator(work, written);
    }
    for (uint32_t i = 0; i < place->field_count; i++) {
        am_suggestion_try(&suggestion, written, layout->fields[place->first_field + i].name);
    }
    return refuse(work, AM_DIAG_RECORD_UNKNOWN_FIELD, written, am_suggestion_print(&suggestion, &buffer));
}

static bool refuse_nested(const header *work, am_slice name, bool is_list) {
    return refuse(
        work, AM_DIAG_CSV_NESTED, name,
        is_list ? AM_SLICE("a list, whose elements are a JSON array in its cell or rows of a file of its own")
                : AM_SLICE("a record, whose fields are columns of their own"));
}

static am_csv_sort sort_of(const am_fact *fact) {
    return fact->is_range ? AM_CSV_RANGE : fact->kind == AM_KIND_YESNO ? AM_CSV_YESNO : AM_CSV_TEXT;
}

/* The last segment of a name, or the end of a range. */
static bool read_field(header *work, am_csv_column *column, uint32_t field, am_slice rest, bool is_last) {
    const am_layout *layout = work->table->layout;
    uint16_t fact = layout->fields[field].fact;

    column->field = field;
    column->sort = fact == AM_NO_INDEX ? AM_CSV_TEXT : sort_of(&layout->program->facts[fact]);
    if (is_last) {
        return true;
    }
    if (column->sort == AM_CSV_RANGE && am_slice_is_equal(rest, AM_SLICE("lowest"))) {
        column->sort = AM_CSV_LOWEST;
        return true;
    }
    if (column->sort == AM_CSV_RANGE && am_slice_is_equal(rest, AM_SLICE("highest"))) {
        column->sort = AM_CSV_HIGHEST;
        return true;
    }
    return refuse_unknown(work, column->place, column->name);
}

/* A name, `a.b.c`, from the place that the rows are of. */
static bool read_path(header *work, am_csv_column *column, am_slice rest) {
    const am_layout *layout = work->table->layout;

    column->place = work->table->place;
    for (;;) {
        const char *point = rest.length == 0 ? NULL : memchr(rest.data, '.', rest.length);
        size_t length = point == NULL ? rest.length : (size_t)(point - rest.data);
        am_slice name = am_slice_part(rest, 0, length);
        uint32_t field = am_layout_find_field(layout, column->place, name);
        uint16_t place = field == AM_LAYOUT_NONE ? AM_NO_INDEX : layout->fields[field].place;

        rest = am_slice_part(rest, length + 1, rest.length);
        if (field == AM_LAYOUT_NONE) {
            column->sort = AM_CSV_EXTRA;
            return work->options.is_extra_ignored || refuse_unknown(work, column->place, name);
        }
        if (place == AM_NO_INDEX) {
            return read_field(work, column, field, rest, point == NULL);
        }
        if (layout->program->places[place].kind == AM_PLACE_LIST) {
            column->sort = AM_CSV_LIST;
            column->field = field;
            return point == NULL || refuse_nested(work, name, true);
        }
        if (point == NULL) {
            return refuse_nested(work, name, false);
        }
        column->place = place;
    }
}

/* The list around the rows' own, when the name is its path. */
static uint16_t find_outer(const am_csv_table *table, am_slice name) {
    static const am_vm_where nowhere = {.depth = 0};
    const am_program *program = table->layout->program;
    uint16_t place = table->place;

    while (place != 0) {
        char memory[1024];
        am_buffer path = am_refusal_buffer(memory, sizeof memory);

        place = program->places[place].parent;
        if (program->places[place].kind == AM_PLACE_LIST) {
            am_path_print_place(&path, program, place, &nowhere);
            return !path.is_failed && am_slice_is_equal(am_buffer_text(&path), name) ? place : AM_NO_INDEX;
        }
    }
    return AM_NO_INDEX;
}

/* The columns of a list's file that say where a row belongs. */
static bool is_joining(header *work, am_csv_column *column) {
    uint16_t outer = find_outer(work->table, column->name);

    if (work->table->place == 0) {
        return false;
    }
    if (am_slice_is_equal(column->name, AM_SLICE("id"))) {
        column->sort = AM_CSV_ID;
        return true;
    }
    column->sort = AM_CSV_NUMBER;
    column->place = outer;
    return outer != AM_NO_INDEX;
}

static bool read_column(header *work, am_csv_column *column) {
    am_slice own = am_slice_of("its ");
    am_slice expected = am_slice_of("expect ");

    column->field = AM_LAYOUT_NONE;
    column->place = work->table->place;
    if (work->options.has_expectations && am_slice_starts_with(column->name, expected)) {
        column->name = am_slice_part(column->name, expected.length, column->name.length);
        column->sort = AM_CSV_EXPECT;
        return true;
    }
    if (is_joining(work, column)) {
        return true;
    }
    if (work->table->place != 0 && am_slice_is_equal(column->name, AM_SLICE("its id"))) {
        return read_path(work, column, am_slice_part(column->name, own.length, column->name.length));
    }
    return read_path(work, column, column->name);
}

/* Whether both say the same thing. A range is one column or two. */
static bool is_twice(const am_csv_column *a, const am_csv_column *b) {
    if (a->sort == AM_CSV_EXTRA || b->sort == AM_CSV_EXTRA) {
        return false;
    }
    if (a->sort == b->sort && am_slice_is_equal(a->name, b->name)) {
        return true;
    }
    return a->field != AM_LAYOUT_NONE && a->field == b->field &&
           (a->sort == b->sort || a->sort == AM_CSV_RANGE || b->sort == AM_CSV_RANGE);
}

static bool check_twice(header *work) {
    const am_csv_table *table = work->table;

    for (work->column = 0; work->column < table->column_count; work->column++) {
        const am_csv_column *column = &table->columns[work->column];

        for (uint32_t i = 0; column->sort != AM_CSV_EXTRA && i < work->column; i++) {
            if (is_twice(&table->columns[i], column)) {
                return refuse(work, AM_DIAG_RECORD_DUPLICATE_FIELD, column->name, AM_SLICE(""));
            }
        }
    }
    return true;
}

static uint32_t find_sort(const am_csv_table *table, am_csv_sort sort, uint16_t place) {
    uint32_t i = 0;

    while (i < table->column_count && (table->columns[i].sort != sort || table->columns[i].place != place)) {
        i++;
    }
    return i < table->column_count ? i : AM_LAYOUT_NONE;
}

static bool refuse_number(const header *work, am_slice list, am_slice outer) {
    am_slice arguments[3] = {list, outer, AM_SLICE("; the file has no such column")};

    am_csv_table_refuse(work->table, work->column, AM_DIAG_CSV_NUMBER, arguments, 3, work->error);
    return false;
}

/* The columns by which the rows of a list are joined. */
static bool check_joining(header *work) {
    const am_csv_table *table = work->table;
    const am_program *program = table->layout->program;
    uint16_t outer;

    work->column = AM_LAYOUT_NONE;
    if (find_sort(table, AM_CSV_ID, table->place) == AM_LAYOUT_NONE) {
        return refuse(work, AM_DIAG_CSV_NO_ID, AM_SLICE("the file of the list"), AM_SLICE(""));
    }
    outer = program->places[table->place].parent;
    while (outer != 0 && program->places[outer].kind != AM_PLACE_LIST) {
        outer = program->places[outer].parent;
    }
    if (outer != 0 && find_sort(table, AM_CSV_NUMBER, outer) == AM_LAYOUT_NONE) {
        return refuse_number(work, program->places[table->place].field, program->places[outer].field);
    }
    return true;
}

static uint32_t find_id(const am_csv_table *table) {
    if (table->place != 0) {
        return find_sort(table, AM_CSV_ID, table->place);
    }
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].field != AM_LAYOUT_NONE &&
            am_slice_is_equal(table->columns[i].name, AM_SLICE("id"))) {
            return i;
        }
    }
    return AM_LAYOUT_NONE;
}

/* Columns by place: counted, then laid out. */
static bool order_columns(am_csv_table *table) {
    const am_program *program = table->layout->program;
    uint32_t next = 0;

    table->order = AM_NEW_ARRAY(&table->arena, uint32_t, table->column_count);
    table->starts = AM_NEW_ARRAY(&table->arena, uint32_t, program->place_count + 1);
    table->has_members = AM_NEW_ARRAY(&table->arena, bool, program->place_count);
    if (table->order == NULL || table->starts == NULL || table->has_members == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].field != AM_LAYOUT_NONE) {
            table->starts[table->columns[i].place + 1]++;
            table->has_members[table->columns[i].place] = true;
        }
    }
    for (uint32_t place = 0; place < program->place_count; place++) {
        table->starts[place + 1] += table->starts[place];
    }
    for (uint32_t place = 0; place < program->place_count; place++) {
        for (uint32_t i = 0; table->has_members[place] && i < table->column_count; i++) {
            if (table->columns[i].field != AM_LAYOUT_NONE && table->columns[i].place == place) {
                table->order[next++] = i;
            }
        }
    }
    for (uint32_t place = program->place_count; place-- > 1;) {
        if (table->has_members[place] && program->places[place].kind == AM_PLACE_INSIDE) {
            table->has_members[program->places[place].parent] = true;
        }
    }
    return true;
}

/* The header's text and cells, in memory of the table's own. */
static bool keep(am_csv_table *table, am_csv_row row) {
    am_csv_cells *cells = &table->cells;
    size_t count = am_csv_count_cells(row.text);

    count = count > COLUMNS_MAX ? COLUMNS_MAX : count;
    row.text = am_arena_copy(&table->arena, row.text);
    cells->items = AM_NEW_ARRAY(&table->arena, am_slice, count);
    table->columns = AM_NEW_ARRAY(&table->arena, am_csv_column, count);
    if (table->arena.is_exhausted || cells->items == NULL || table->columns == NULL) {
        table->columns = NULL;
        return false;
    }
    cells->room = table->column_count = (uint32_t)count;
    am_csv_cells_cut(cells, row);
    for (size_t i = 0; i < count; i++) {
        am_slice said = am_csv_say(cells->items[i], &table->scratch);

        table->columns[i].name = am_arena_copy(&table->arena, am_unicode_nfc(&table->arena, said));
        table->scratch.length = 0;
    }
    return !table->arena.is_exhausted && !table->scratch.is_failed;
}

am_record_status am_csv_table_read(am_csv_table *table, am_csv_row row, am_csv_options options,
                                   am_record_error *error) {
    header work = {table, options, error, 0};
    bool is_good = true;

    if (!keep(table, row)) {
        return AM_RECORD_FULL;
    }
    for (; is_good && work.column < table->column_count; work.column += is_good) {
        is_good = read_column(&work, &table->columns[work.column]);
    }
    is_good = is_good && am_csv_table_cut(table, table->cells.row, error) && check_twice(&work) &&
              (table->place == 0 || check_joining(&work));
    table->id = is_good ? find_id(table) : AM_LAYOUT_NONE;
    if (!is_good) {
        return AM_RECORD_BAD;
    }
    return order_columns(table) ? AM_RECORD_OK : AM_RECORD_FULL;
}
