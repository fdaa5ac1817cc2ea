/*
 * Aligning lines: widths are counted in characters, and a long note does not push the others away.
 */
#include "explain/text_table.h"

enum { NOTE_WIDTH_MAX = 60, HEADING_WIDTH_MAX = 90, INDENT = 2 };

void am_text_table_init(am_text_table *table, am_arena *arena, am_allocator allocator) {
    *table = (am_text_table){.arena = arena};
    am_buffer_init(&table->text, allocator);
}

void am_text_table_clear(am_text_table *table) {
    am_buffer_clear(&table->text);
}

static void end_line(am_text_table *table) {
    if (table->count > 0) {
        am_text_cell_begin(table, AM_TEXT_CITATION);
        table->lines[table->count - 1].starts[AM_TEXT_CELL_COUNT] = table->text.length;
    }
}

void am_text_line_begin(am_text_table *table, am_text_form form, unsigned level, char sign) {
    end_line(table);
    am_text_line *lines = AM_GROW(table->arena, am_text_line, table->lines, table->count, &table->capacity);
    if (lines == NULL) {
        table->text.is_failed = true;
        return;
    }
    table->lines = lines;
    lines[table->count] = (am_text_line){.form = form, .level = (uint8_t)level, .sign = sign};
    lines[table->count++].starts[AM_TEXT_LABEL] = table->text.length;
    table->open = AM_TEXT_LABEL;
}

void am_text_cell_begin(am_text_table *table, am_text_cell cell) {
    while (table->count > 0 && table->open < cell) {
        table->lines[table->count - 1].starts[++table->open] = table->text.length;
    }
}

void am_text_line_drop(am_text_table *table) {
    table->count -= table->count > 0 ? 1 : 0;
    table->open = AM_TEXT_CITATION;
}

size_t am_text_line_length(const am_text_table *table) {
    return table->count == 0 ? 0 : table->text.length - table->lines[table->count - 1].starts[AM_TEXT_LABEL];
}

am_slice am_text_cell_text(const am_text_table *table, const am_text_line *line, unsigned cell) {
    return (am_slice){table->text.data + line->starts[cell], line->starts[cell + 1] - line->starts[cell]};
}

static size_t width_of(am_slice text) {
    size_t width = 0;
    for (size_t i = 0; i < text.length; i++) {
        width += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    }
    return width;
}

static void widen(size_t *width, size_t needed) {
    *width = *width < needed ? needed : *width;
}

typedef struct widths {
    size_t label;
    size_t amount;
    size_t citation; /* where the citations begin */
} widths;

static widths measure(const am_text_table *table) {
    widths all = {0, 0, 0};
    size_t note = 0;
    for (size_t i = 0; i < table->count; i++) {
        const am_text_line *line = &table->lines[i];
        size_t label = (size_t)line->level * INDENT + width_of(am_text_cell_text(table, line, AM_TEXT_LABEL));
        size_t amount = width_of(am_text_cell_text(table, line, AM_TEXT_AMOUNT));
        size_t reason = width_of(am_text_cell_text(table, line, AM_TEXT_NOTE));
        if (line->form == AM_TEXT_HEADING) {
            size_t width = label + 2 + amount + 3;
            widen(&all.citation, width < HEADING_WIDTH_MAX ? width : 0);
        } else if (line->form == AM_TEXT_CELLS) {
            widen(&all.label, label);
            widen(&all.amount, amount);
            widen(&note, reason < NOTE_WIDTH_MAX ? reason : 0);
        }
    }
    widen(&all.citation, all.label + 3 + all.amount + 3 + note + (note > 0 ? 3 : 0));
    return all;
}

/* Blanks up to a column; at least `least` behind something. */
static size_t pad(am_buffer *buffer, size_t at, size_t column, size_t least) {
    size_t end = at + least > column ? at + least : column;
    for (size_t i = at; i < end; i++) {
        am_buffer_put_char(buffer, ' ');
    }
    return end;
}

static size_t put(am_buffer *buffer, size_t at, am_slice text) {
    am_buffer_put(buffer, text);
    return at + width_of(text);
}

static size_t print_cells(const am_text_table *table, const am_text_line *line, const widths *all,
                          am_buffer *buffer, size_t at) {
    am_slice amount = am_text_cell_text(table, line, AM_TEXT_AMOUNT);
    am_slice note = am_text_cell_text(table, line, AM_TEXT_NOTE);
    if (line->form == AM_TEXT_HEADING) {
        at = pad(buffer, at, 0, amount.length > 0 ? 2 : 0);
        at = put(buffer, at, amount);
        at = pad(buffer, at, 0, note.length > 0 ? 3 : 0);
        return put(buffer, at, note);
    }
    if (amount.length > 0) {
        at = pad(buffer, at, all->label + 1, 0);
        am_buffer_put_char(buffer, line->sign);
        at = pad(buffer, at + 1, all->label + 3 + all->amount - width_of(amount), 1);
        at = put(buffer, at, amount);
    }
    if (note.length > 0) {
        at = pad(buffer, at, all->label + 3 + all->amount + 3, 3);
        at = put(buffer, at, note);
    }
    return at;
}

static void print_plain(const am_text_table *table, am_buffer *buffer) {
    widths all = measure(table);
    for (size_t i = 0; i < table->count; i++) {
        const am_text_line *line = &table->lines[i];
        am_slice citation = am_text_cell_text(table, line, AM_TEXT_CITATION);
        size_t at = pad(buffer, 0, (size_t)line->level * INDENT, 0);
        at = put(buffer, at, am_text_cell_text(table, line, AM_TEXT_LABEL));
        if (line->form != AM_TEXT_RUNNING) {
            at = print_cells(table, line, &all, buffer, at);
        }
        if (citation.length > 0) {
            pad(buffer, at, all.citation, 3);
            am_buffer_put(buffer, citation);
        }
        am_buffer_put_char(buffer, '\n');
    }
}

void am_text_table_print(am_text_table *table, am_text_style style, am_buffer *buffer) {
    end_line(table);
    if (table->text.is_failed) {
        buffer->is_failed = true;
    } else if (style == AM_TEXT_PLAIN) {
        print_plain(table, buffer);
    } else {
        am_text_table_mark_up(table, style, buffer);
    }
    table->text.length = 0;
    table->count = 0;
}
