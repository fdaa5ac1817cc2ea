/*
 * From a place in the JSON text of a record back to the cell, and the place in it, that it was written from.
 */
#include <string.h>

#include "record/csv.h"
#include "record/refusal.h"

/* Where the JSON from `offset` on came from. */
typedef struct origin {
    size_t offset;
    am_slice row;
    uint32_t line;
    am_slice cell;
    bool is_verbatim; /* the cell's own text stands there */
} origin;

void am_csv_map_add(am_csv_map *map, size_t offset, const am_csv_row *row, am_slice cell, bool is_verbatim) {
    origin added = {offset, row->text, row->line, cell, is_verbatim};

    am_buffer_put(&map->entries, (am_slice){(const char *)&added, sizeof added});
}

/* The byte of the cell that says number `said` of its text. */
static const char *find_said(am_slice cell, size_t said) {
    bool is_quoted = cell.length > 0 && cell.data[0] == '"';
    size_t at = is_quoted;

    for (; said > 0 && at < cell.length; said--) {
        at += is_quoted && cell.data[at] == '"' ? 2 : 1;
    }
    return cell.data + (at < cell.length ? at : cell.length);
}

bool am_csv_map_find(const am_csv_map *map, size_t offset, am_refusal_text *row, const char **at) {
    size_t count = map->entries.length / sizeof(origin);
    size_t low = 0;
    origin found;

    if (count == 0 || map->entries.is_failed) {
        return false;
    }
    while (count > 1) {
        size_t half = count / 2;

        memcpy(&found, map->entries.data + (low + half) * sizeof found, sizeof found);
        low += found.offset <= offset ? half : 0;
        count -= found.offset <= offset ? half : count - half;
    }
    memcpy(&found, map->entries.data + low * sizeof found, sizeof found);
    *row = (am_refusal_text){found.row, found.line, 1, NULL};
    *at = found.is_verbatim && offset > found.offset ? find_said(found.cell, offset - found.offset)
                                                     : found.cell.data;
    return true;
}
