/*
 * Lists in files of their own: rows found by the id of the record they belong to.
 *
 * Unless they are sorted all rows are held, by a hash table of ids: the bytes of the file and some 64 more a
 * row. Sorted ones stream beside the records: held are those of one record, and the row behind them.
 */
#include <string.h>

#include "record/csv.h"

static uint32_t hash_of(am_slice id) {
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < id.length; i++) {
        hash = (hash ^ (unsigned char)id.data[i]) * 16777619u;
    }
    return hash ^ hash >> 15;
}

void am_csv_join_init(am_csv_join *join, const am_layout *layout, uint16_t place, am_allocator allocator) {
    *join = (am_csv_join){.allocator = allocator};
    am_csv_table_init(&join->table, layout, place, allocator);
    am_csv_splitter_init(&join->splitter, allocator);
    am_buffer_init(&join->text, allocator);
    am_buffer_init(&join->items, allocator);
    am_buffer_init(&join->heads, allocator);
    am_buffer_init(&join->id, allocator);
}

static void free_slots(am_csv_join *join) {
    if (join->slots != NULL) {
        join->allocator.resize(join->allocator.context, join->slots, join->slot_count * sizeof(uint32_t), 0);
        join->slots = NULL;
    }
}

void am_csv_join_clear(am_csv_join *join) {
    am_csv_table_clear(&join->table);
    am_csv_splitter_clear(&join->splitter);
    am_buffer_clear(&join->text);
    am_buffer_clear(&join->items);
    am_buffer_clear(&join->heads);
    am_buffer_clear(&join->id);
    free_slots(join);
}

am_csv_item *am_csv_join_item(const am_csv_join *join, uint32_t item) {
    return (am_csv_item *)(void *)join->items.data + item;
}

static uint32_t count_items(const am_csv_join *join) {
    return (uint32_t)(join->items.length / sizeof(am_csv_item));
}

void am_csv_join_cut(am_csv_join *join, uint32_t item) {
    const am_csv_item *at = am_csv_join_item(join, item);
    am_csv_row row = {{join->text.data + at->start, at->length}, at->line, 0};

    am_csv_cells_cut(&join->table.cells, row);
}

/* By id */

static am_slice id_of(const am_csv_join *join, uint32_t item) {
    const am_csv_item *at = am_csv_join_item(join, item);

    return (am_slice){join->text.data + at->start + at->length, at->id_length};
}

static size_t slot_of(const am_csv_join *join, am_slice id) {
    size_t slot = hash_of(id) & (join->slot_count - 1);

    while (join->slots[slot] != 0 && !am_slice_is_equal(id_of(join, join->slots[slot] - 1), id)) {
        slot = (slot + 1) & (join->slot_count - 1);
    }
    return slot;
}

static bool grow_slots(am_csv_join *join) {
    size_t count = join->slot_count == 0 ? 64 : join->slot_count * 2;
    uint32_t *old = join->slots;
    size_t old_count = join->slot_count;

    if (join->id_count * (size_t)2 < join->slot_count) {
        return true;
    }
    join->slots = join->allocator.resize(join->allocator.context, NULL, 0, count * sizeof(uint32_t));
    if (join->slots == NULL) {
        join->slots = old;
        return false;
    }
    memset(join->slots, 0, count * sizeof(uint32_t));
    join->slot_count = count;
    for (size_t i = 0; i < old_count; i++) {
        if (old[i] != 0) {
            join->slots[slot_of(join, id_of(join, old[i] - 1))] = old[i];
        }
    }
    if (old != NULL) {
        join->allocator.resize(join->allocator.context, old, old_count * sizeof(uint32_t), 0);
    }
    return true;
}

/* The number in the column that names the element around the row; 0: there is none. */
static uint32_t read_number(const am_csv_table *table) {
    uint32_t number = 0;

    for (uint32_t i = 0; i < table->column_count; i++) {
        am_slice cell = table->cells.items[i];
        bool is_quoted = cell.length > 1 && cell.data[0] == '"';

        if (table->columns[i].sort != AM_CSV_NUMBER) {
            continue;
        }
        for (size_t at = is_quoted; at < cell.length - is_quoted; at++) {
            if (cell.data[at] < '0' || cell.data[at] > '9' || number > 1000000) {
                return 0;
            }
            number = number * 10 + (uint32_t)(cell.data[at] - '0');
        }
    }
    return number;
}

/* Adds the row that was cut last, behind the others of its id. */
static bool add_item(am_csv_join *join, am_slice id) {
    const am_csv_row *row = &join->table.cells.row;
    uint32_t number = count_items(join);
    am_csv_item item = {.start = join->text.length,
                        .length = row->text.length,
                        .line = row->line,
                        .id_length = (uint32_t)id.length,
                        .next = AM_LAYOUT_NONE,
                        .last = number,
                        .sibling = AM_LAYOUT_NONE,
                        .number = read_number(&join->table)};
    size_t slot;

    if (!grow_slots(join)) {
        return false;
    }
    slot = slot_of(join, id);
    am_buffer_put(&join->text, row->text);
    if (join->slots[slot] == 0) {
        am_buffer_put(&join->text, id);
    }
    am_buffer_put(&join->items, (am_slice){(const char *)&item, sizeof item});
    if (join->text.is_failed || join->items.is_failed) {
        return false;
    }
    if (join->slots[slot] == 0) {
        join->slots[slot] = number + 1;
        join->id_count++;
    } else {
        am_csv_item *first = am_csv_join_item(join, join->slots[slot] - 1);

        am_csv_join_item(join, first->last)->next = number;
        first->last = number;
    }
    return true;
}

/* Rows as they come */

static am_csv_joined refuse(am_csv_join *join, uint32_t column, am_diag diag, am_slice a, am_slice b,
                            am_slice c, am_record_error *error) {
    am_slice arguments[3] = {a, b, c};

    am_csv_table_refuse(&join->table, column, diag, arguments, 3, error);
    return AM_CSV_JOIN_BAD;
}

/* The next row of the file, whatever it is. ENDED in join->is_ended. */
static am_csv_joined next_row(am_csv_join *join, am_csv_row *row, am_record_error *error) {
    for (;;) {
        size_t room;
        size_t length = 0;
        char *at;

        switch (am_csv_splitter_next(&join->splitter, row, error)) {
        case AM_SPLIT_RECORD:
            return AM_CSV_JOINED;
        case AM_SPLIT_BAD:
            return AM_CSV_JOIN_BAD;
        case AM_SPLIT_END:
            join->is_ended = true;
            return AM_CSV_JOINED;
        case AM_SPLIT_MORE:
            break;
        }
        at = am_window_room(&join->splitter.input, &room);
        if (at == NULL) {
            return AM_CSV_JOIN_MEMORY;
        }
        if (!join->read(join->context, at, room, &length) || length > room) {
            return AM_CSV_JOIN_FAILED;
        }
        am_window_fed(&join->splitter.input, length);
    }
}

/* The next row, cut into cells, and its id. */
static am_csv_joined next_cut(am_csv_join *join, am_csv_row *row, am_slice *id, am_record_error *error) {
    am_csv_joined result = next_row(join, row, error);

    if (result != AM_CSV_JOINED || join->is_ended) {
        return result;
    }
    if (!am_csv_table_cut(&join->table, *row, error)) {
        return AM_CSV_JOIN_BAD;
    }
    join->table.scratch.length = 0;
    *id = am_csv_say(join->table.cells.items[join->table.id], &join->table.scratch);
    if (id->length == 0) {
        return refuse(join, join->table.id, AM_DIAG_CSV_NO_ID, AM_SLICE("the row"), AM_SLICE(""),
                      AM_SLICE(""), error);
    }
    return join->table.scratch.is_failed ? AM_CSV_JOIN_MEMORY : AM_CSV_JOINED;
}

static am_csv_joined read_header(am_csv_join *join, am_csv_options options, am_record_error *error) {
    am_csv_row row;
    am_csv_joined result = next_row(join, &row, error);

    if (result != AM_CSV_JOINED) {
        return result;
    }
    if (join->is_ended) {
        join->table.cells.row.line = 1;
        return refuse(join, AM_LAYOUT_NONE, AM_DIAG_CSV_NO_HEADER, AM_SLICE(""), AM_SLICE(""), AM_SLICE(""),
                      error);
    }
    switch (am_csv_table_read(&join->table, row, options, error)) {
    case AM_RECORD_OK:
        return AM_CSV_JOINED;
    case AM_RECORD_BAD:
        return AM_CSV_JOIN_BAD;
    default:
        return AM_CSV_JOIN_MEMORY;
    }
}

am_csv_joined am_csv_join_open(am_csv_join *join, am_csv_options options, am_record_error *error) {
    am_csv_joined result = read_header(join, options, error);

    while (result == AM_CSV_JOINED && !join->is_sorted && !join->is_ended) {
        am_csv_row row;
        am_slice id;

        result = next_cut(join, &row, &id, error);
        if (result == AM_CSV_JOINED && !join->is_ended && !add_item(join, id)) {
            result = AM_CSV_JOIN_MEMORY;
        }
    }
    return result;
}

/* Records come */

/* Reads on as long as the rows are of this id. */
static am_csv_joined read_group(am_csv_join *join, am_slice wanted, am_record_error *error) {
    join->text.length = join->items.length = join->id.length = 0;
    join->id_count = 0;
    am_buffer_put(&join->id, wanted);
    if (join->slots != NULL) {
        memset(join->slots, 0, join->slot_count * sizeof(uint32_t));
    }
    for (;;) {
        am_slice id = AM_SLICE("");

        if (!join->has_pending && !join->is_ended) {
            am_csv_joined result = next_cut(join, &join->pending, &id, error);

            if (result != AM_CSV_JOINED) {
                return result;
            }
            join->has_pending = !join->is_ended;
        } else if (join->has_pending) {
            am_csv_cells_cut(&join->table.cells, join->pending);
            join->table.scratch.length = 0;
            id = am_csv_say(join->table.cells.items[join->table.id], &join->table.scratch);
        }
        if (!join->has_pending || !am_slice_is_equal(id, wanted)) {
            return join->id.is_failed ? AM_CSV_JOIN_MEMORY : AM_CSV_JOINED;
        }
        if (!add_item(join, id)) {
            return AM_CSV_JOIN_MEMORY;
        }
        join->has_pending = false;
    }
}

am_csv_joined am_csv_join_find(am_csv_join *join, am_slice id, uint32_t *first, am_record_error *error) {
    am_csv_joined result = AM_CSV_JOINED;

    *first = AM_LAYOUT_NONE;
    if (join->is_sorted && !am_slice_is_equal(am_buffer_text(&join->id), id)) {
        result = read_group(join, id, error);
    }
    if (result == AM_CSV_JOINED && join->slots != NULL) {
        uint32_t found = join->slots[slot_of(join, id)];

        if (found != 0) {
            *first = found - 1;
            am_csv_join_item(join, *first)->is_taken = true;
        }
    }
    return result;
}

/* The row cut last belongs to no record. */
static am_csv_joined refuse_left_over(am_csv_join *join, am_slice why, am_record_error *error) {
    const am_csv_table *table = &join->table;
    am_slice field = table->layout->program->places[table->place].field;
    am_slice id;

    join->table.scratch.length = 0;
    id = am_csv_say(table->cells.items[table->id], &join->table.scratch);
    return refuse(join, table->id, AM_DIAG_CSV_NO_RECORD, field, id, why, error);
}

am_csv_joined am_csv_join_close(am_csv_join *join, am_record_error *error) {
    am_slice id;

    if (join->is_sorted) {
        am_csv_joined result = AM_CSV_JOINED;

        if (!join->has_pending && !join->is_ended) {
            result = next_cut(join, &join->pending, &id, error);
            join->has_pending = !join->is_ended;
        }
        if (result != AM_CSV_JOINED || !join->has_pending) {
            return result;
        }
        am_csv_cells_cut(&join->table.cells, join->pending);
        return refuse_left_over(join, AM_SLICE("no such record came, or it came before"), error);
    }
    for (uint32_t i = 0; i < count_items(join); i++) {
        am_csv_join_cut(join, i);
        join->table.scratch.length = 0;
        id = am_csv_say(join->table.cells.items[join->table.id], &join->table.scratch);
        if (!am_csv_join_item(join, join->slots[slot_of(join, id)] - 1)->is_taken) {
            return refuse_left_over(join, AM_SLICE("no record has that id"), error);
        }
    }
    return AM_CSV_JOINED;
}
