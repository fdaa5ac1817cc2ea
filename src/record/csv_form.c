/*
 * A row as the JSON text of its record: members by place, in the order of their columns, lists from their
 * cells or from the rows of their own files.
 *
 * Values are written as JSON texts, which the reader takes for numbers as well. The JSON in a cell is checked
 * before it becomes part of the record. A record within the record is left out when none of its cells says
 * anything.
 */
#include <string.h>

#include "record/csv.h"
#include "record/json.h"
#include "record/refusal.h"

void am_csv_form_init(am_csv_form *form, am_allocator allocator) {
    *form = (am_csv_form){.joins = NULL};
    am_buffer_init(&form->json, allocator);
    am_buffer_init(&form->map.entries, allocator);
}

void am_csv_form_clear(am_csv_form *form) {
    am_buffer_clear(&form->json);
    am_buffer_clear(&form->map.entries);
}

static bool write_members(am_csv_form *form, am_csv_table *table, uint16_t place, uint32_t item,
                          bool *is_first);

static void put_key(am_csv_form *form, am_slice name, bool *is_first) {
    am_buffer_put_text(&form->json, *is_first ? "" : ",");
    am_json_put(&form->json, name);
    am_buffer_put_char(&form->json, ':');
    *is_first = false;
}

static am_slice say(am_csv_table *table, uint32_t column) {
    table->scratch.length = 0;
    return am_csv_say(table->cells.items[column], &table->scratch);
}

static void map_cell(am_csv_form *form, const am_csv_table *table, uint32_t column, bool is_verbatim) {
    am_csv_map_add(&form->map, form->json.length, &table->cells.row, table->cells.items[column], is_verbatim);
}

static void put_text(am_csv_form *form, am_csv_table *table, uint32_t column) {
    map_cell(form, table, column, false);
    am_json_put(&form->json, say(table, column));
}

static void put_yes_no(am_csv_form *form, am_csv_table *table, uint32_t column) {
    static const char *const words[][2] = {{"yes", "true"},    {"no", "false"},  {"true", "true"},
                                           {"false", "false"}, {"TRUE", "true"}, {"FALSE", "false"}};
    am_slice said = say(table, column);

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (am_slice_is_equal(said, am_slice_of(words[i][0]))) {
            map_cell(form, table, column, false);
            am_buffer_put_text(&form->json, words[i][1]);
            return;
        }
    }
    put_text(form, table, column);
}

static bool begins_with(am_slice text, char c) {
    size_t at = 0;

    while (at < text.length && memchr(" \t\r\n", text.data[at], 4) != NULL) {
        at++;
    }
    return at < text.length && text.data[at] == c;
}

static bool refuse_json(am_csv_form *form, const am_csv_table *table, uint32_t column,
                        const am_json_fault *fault) {
    am_refusal_text text = {am_buffer_text(&form->json), table->cells.row.line, 1, &form->map};
    uint32_t line;
    uint32_t place;

    am_refusal_write_fault(form->error, text, fault);
    line = form->error->line;
    place = form->error->column;
    am_csv_table_refuse(table, column, fault->diag, fault->arguments, 2, form->error);
    form->error->line = line;
    form->error->column = place;
    return false;
}

/* The JSON in a cell, as it stands there. */
static bool put_json(am_csv_form *form, am_csv_table *table, uint32_t column) {
    size_t start = form->json.length;
    am_json_fault fault;
    am_slice written;

    map_cell(form, table, column, true);
    am_buffer_put(&form->json, say(table, column));
    if (form->json.is_failed) {
        return true;
    }
    written = am_slice_part(am_buffer_text(&form->json), start, form->json.length);
    return am_json_check(written, &fault) == AM_DIAG_NONE || refuse_json(form, table, column, &fault);
}

static bool put_list_cell(am_csv_form *form, am_csv_table *table, uint32_t column) {
    am_slice arguments[2] = {table->columns[column].name,
                             AM_SLICE("a list: its cell holds a JSON array, or it has a file of its own")};

    if (begins_with(say(table, column), '[')) {
        return put_json(form, table, column);
    }
    am_csv_table_refuse(table, column, AM_DIAG_CSV_NESTED, arguments, 2, form->error);
    return false;
}

/* Both ends of a range, at the first of its columns. */
static void put_ends(am_csv_form *form, am_csv_table *table, const uint32_t *order, uint32_t count,
                     uint32_t column, bool *is_first) {
    uint32_t field = table->columns[column].field;
    bool is_first_end = true;

    for (uint32_t i = 0; i < count; i++) {
        const am_csv_column *end = &table->columns[order[i]];

        if (end->field != field || am_csv_is_empty(table->cells.items[order[i]])) {
            continue;
        }
        if (is_first_end) {
            put_key(form, table->layout->fields[field].name, is_first);
            map_cell(form, table, order[i], false);
            am_buffer_put_char(&form->json, '{');
        }
        put_key(form, end->sort == AM_CSV_LOWEST ? AM_SLICE("lowest") : AM_SLICE("highest"), &is_first_end);
        put_text(form, table, order[i]);
    }
    am_buffer_put_text(&form->json, is_first_end ? "" : "}");
}

static bool is_end(const am_csv_column *column) {
    return column->sort == AM_CSV_LOWEST || column->sort == AM_CSV_HIGHEST;
}

/* Whether a column before it is the other end of its range. */
static bool is_second_end(const am_csv_table *table, const uint32_t *order, uint32_t at) {
    for (uint32_t i = 0; i < at; i++) {
        if (table->columns[order[i]].field == table->columns[order[at]].field) {
            return true;
        }
    }
    return false;
}

static bool put_value(am_csv_form *form, am_csv_table *table, uint32_t column) {
    switch (table->columns[column].sort) {
    case AM_CSV_YESNO:
        put_yes_no(form, table, column);
        return true;
    case AM_CSV_LIST:
        return put_list_cell(form, table, column);
    case AM_CSV_RANGE:
        if (begins_with(say(table, column), '{')) {
            return put_json(form, table, column);
        }
        put_text(form, table, column);
        return true;
    default:
        put_text(form, table, column);
        return true;
    }
}

static bool put_columns(am_csv_form *form, am_csv_table *table, uint16_t place, bool *is_first) {
    const uint32_t *order = table->order + table->starts[place];
    uint32_t count = table->starts[place + 1] - table->starts[place];

    for (uint32_t i = 0; i < count; i++) {
        const am_csv_column *column = &table->columns[order[i]];

        if (is_end(column)) {
            if (!is_second_end(table, order, i)) {
                put_ends(form, table, order, count, order[i], is_first);
            }
        } else if (!am_csv_is_empty(table->cells.items[order[i]])) {
            put_key(form, table->layout->fields[column->field].name, is_first);
            if (!put_value(form, table, order[i])) {
                return false;
            }
        }
    }
    return true;
}

/* Lists of their own files */

static uint16_t list_around(const am_program *program, uint16_t place) {
    do {
        place = program->places[place].parent;
    } while (place != 0 && program->places[place].kind != AM_PLACE_LIST);
    return place;
}

static bool put_elements(am_csv_form *form, am_csv_join *join, uint16_t place, uint32_t item) {
    bool is_nested = list_around(join->table.layout->program, place) != 0;
    bool is_first = true;

    am_buffer_put_char(&form->json, '[');
    while (item != AM_LAYOUT_NONE) {
        bool is_first_member = true;

        am_csv_join_cut(join, item);
        am_buffer_put_text(&form->json, is_first ? "" : ",");
        am_csv_map_add(&form->map, form->json.length, &join->table.cells.row, join->table.cells.row.text,
                       false);
        am_buffer_put_char(&form->json, '{');
        if (!write_members(form, &join->table, place, item, &is_first_member)) {
            return false;
        }
        am_buffer_put_char(&form->json, '}');
        is_first = false;
        item = is_nested ? am_csv_join_item(join, item)->sibling : am_csv_join_item(join, item)->next;
    }
    am_buffer_put_char(&form->json, ']');
    return true;
}

/* The first row of a joined list under the row `item` of the list around it, or under the record. */
static uint32_t first_under(const am_csv_form *form, const am_program *program, uint16_t place,
                            uint32_t item) {
    uint16_t outer = list_around(program, place);
    const am_buffer *heads = &form->joins[place]->heads;
    size_t number;

    if (outer == 0) {
        return form->firsts[place];
    }
    number = am_csv_join_item(form->joins[outer], item)->ordinal;
    return number * 2 * sizeof(uint32_t) < heads->length
               ? ((const uint32_t *)(const void *)heads->data)[number * 2]
               : AM_LAYOUT_NONE;
}

static bool put_joined(am_csv_form *form, am_csv_table *table, uint16_t place, uint32_t item,
                       bool *is_first) {
    const am_program *program = table->layout->program;

    for (uint16_t i = place + 1; form->joins != NULL && i < program->place_count; i++) {
        if (program->places[i].parent == place && form->joins[i] != NULL) {
            put_key(form, program->places[i].field, is_first);
            if (!put_elements(form, form->joins[i], i, first_under(form, program, i, item))) {
                return false;
            }
        }
    }
    return true;
}

static bool write_inside(am_csv_form *form, am_csv_table *table, uint16_t place, uint32_t item,
                         bool *is_first) {
    size_t json = form->json.length;
    size_t entries = form->map.entries.length;
    bool was_first = *is_first;
    bool is_empty = true;

    put_key(form, table->layout->program->places[place].field, is_first);
    am_buffer_put_char(&form->json, '{');
    if (!write_members(form, table, place, item, &is_empty)) {
        return false;
    }
    am_buffer_put_char(&form->json, '}');
    if (is_empty) {
        form->json.length = json;
        form->map.entries.length = entries;
        *is_first = was_first;
    }
    return true;
}

/* The members of a place in the row that was cut last, and in what is within it. */
static bool write_members(am_csv_form *form, am_csv_table *table, uint16_t place, uint32_t item,
                          bool *is_first) {
    const am_program *program = table->layout->program;

    if (!put_columns(form, table, place, is_first)) {
        return false;
    }
    for (uint16_t i = place + 1; i < program->place_count; i++) {
        bool may_have = table->has_members[i] || form->joins != NULL;

        if (program->places[i].parent == place && program->places[i].kind == AM_PLACE_INSIDE && may_have &&
            !write_inside(form, table, i, item, is_first)) {
            return false;
        }
    }
    return put_joined(form, table, place, item, is_first);
}

/* Linking the rows of a record: those of inner lists to the rows they belong to */

static bool refuse_number(am_csv_form *form, am_csv_join *join, uint16_t outer, uint32_t item) {
    const am_csv_table *table = &join->table;
    const am_program *program = table->layout->program;
    char memory[256];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);
    am_slice arguments[3] = {program->places[table->place].field, program->places[outer].field};
    uint32_t column = 0;

    am_csv_join_cut(join, item);
    while (table->columns[column].sort != AM_CSV_NUMBER) {
        column++;
    }
    join->table.scratch.length = 0;
    am_buffer_put_text(&buffer, "; \"");
    am_buffer_put(&buffer, am_refusal_cut(am_csv_say(table->cells.items[column], &join->table.scratch), 100));
    am_buffer_put_text(&buffer, "\" is none of this record");
    arguments[2] = am_buffer_text(&buffer);
    am_csv_table_refuse(table, column, AM_DIAG_CSV_NUMBER, arguments, 3, form->error);
    return false;
}

static uint32_t *heads_of(am_csv_join *join, uint32_t count) {
    size_t bytes = (size_t)count * 2 * sizeof(uint32_t);
    char *room;

    join->heads.length = 0;
    room = am_buffer_reserve(&join->heads, bytes == 0 ? 1 : bytes);
    if (room == NULL) {
        return NULL;
    }
    memset(room, 0xFF, bytes);
    join->heads.length = bytes;
    return (uint32_t *)(void *)join->heads.data;
}

/* Gives each row of the record its number. */
static uint32_t count_rows(am_csv_join *join, uint32_t first) {
    uint32_t count = 0;

    for (uint32_t item = first; item != AM_LAYOUT_NONE; item = am_csv_join_item(join, item)->next) {
        am_csv_join_item(join, item)->ordinal = count++;
    }
    return count;
}

static bool link_rows(am_csv_form *form, uint16_t place, uint16_t outer, uint32_t outer_count) {
    am_csv_join *join = form->joins[place];
    uint32_t *heads = heads_of(join, outer_count);

    if (heads == NULL) {
        form->json.is_failed = true;
        return true;
    }
    for (uint32_t at = form->firsts[place]; at != AM_LAYOUT_NONE; at = am_csv_join_item(join, at)->next) {
        am_csv_item *item = am_csv_join_item(join, at);
        uint32_t *head = heads + (size_t)(item->number - 1) * 2;

        if (item->number == 0 || item->number > outer_count) {
            return refuse_number(form, join, outer, at);
        }
        item->sibling = AM_LAYOUT_NONE;
        if (head[0] == AM_LAYOUT_NONE) {
            head[0] = at;
        } else {
            am_csv_join_item(join, head[1])->sibling = at;
        }
        head[1] = at;
    }
    return true;
}

/* Finds the rows of the record in each file. */
static bool find_rows(am_csv_form *form, am_csv_table *table) {
    const am_program *program = table->layout->program;

    for (uint16_t i = 1; form->joins != NULL && i < program->place_count; i++) {
        uint16_t outer = list_around(program, i);

        if (form->joins[i] == NULL) {
            continue;
        }
        form->counts[i] = count_rows(form->joins[i], form->firsts[i]);
        if (outer != 0 && !link_rows(form, i, outer, form->counts[outer])) {
            return false;
        }
    }
    return true;
}

bool am_csv_form_write(am_csv_form *form, am_csv_table *table, am_record_error *error) {
    bool is_first = true;

    form->error = error;
    form->json.length = form->map.entries.length = 0;
    if (!find_rows(form, table)) {
        return false;
    }
    am_csv_map_add(&form->map, 0, &table->cells.row, table->cells.row.text, false);
    am_buffer_put_char(&form->json, '{');
    if (!write_members(form, table, table->place, 0, &is_first)) {
        return false;
    }
    am_buffer_put_char(&form->json, '}');
    form->json.is_failed = form->json.is_failed || form->map.entries.is_failed || table->scratch.is_failed;
    if (form->json.length > AM_RECORD_BYTES_MAX) {
        am_csv_table_refuse(table, AM_LAYOUT_NONE, AM_DIAG_RECORD_TOO_LONG, NULL, 0, error);
        return false;
    }
    return true;
}
