/*
 * CSV case files: a row a case, its record from the columns of fields, what is expected of it from those of
 * outputs (`expect reports[1].fine`).
 *
 * A row that is no record becomes a case whose problem says why; so does a header that is wrong, as the only
 * case. What a cell expects is turned into the JSON of results, so that there is one comparison.
 */
#include <string.h>

#include "api/cases.h"
#include "record/csv.h"
#include "record/json.h"

typedef struct row_reader {
    const amerce_rulebook *rulebook;
    amerce_cases *cases;
    am_slice path;
    am_csv_table table;
    am_csv_form form;
    am_buffer buffer;
    am_record_error error;
} row_reader;

/* The output that a path names, whatever elements it goes through; NULL for none. */
static const am_output *find_output(const row_reader *reader, am_slice path) {
    const am_program *program = reader->rulebook->program;
    uint32_t place = 0;
    for (;;) {
        const char *point = path.length == 0 ? NULL : memchr(path.data, '.', path.length);
        am_slice name = point == NULL ? path : am_slice_part(path, 0, (size_t)(point - path.data));
        const char *bracket = name.length == 0 ? NULL : memchr(name.data, '[', name.length);
        if (bracket != NULL) {
            name.length = (size_t)(bracket - name.data);
        }
        if (point == NULL) {
            uint32_t output = amerce_rulebook_find_output(reader->rulebook, place, am_api_text(name));
            return output == AMERCE_NONE ? NULL : &program->outputs[output];
        }
        place = amerce_rulebook_find_place(reader->rulebook, place, am_api_text(name));
        if (place == AMERCE_NONE) {
            return NULL;
        }
        path = am_slice_part(path, (size_t)(point - path.data) + 1, path.length);
    }
}

static bool is_json(am_slice text) {
    am_json_fault fault;
    return (text.data[0] == '{' || text.data[0] == '"') && am_json_check(text, &fault) == AM_DIAG_NONE;
}

/* Behind a word that begins the text, what follows; false when it does not begin so. */
static bool take_word(am_slice *text, am_slice word) {
    if (!am_slice_starts_with(*text, word)) {
        return false;
    }
    *text = am_slice_part(*text, word.length, text->length);
    return true;
}

static void put_needs(am_buffer *out, am_slice names) {
    am_buffer_put_text(out, "{\"needs\":[");
    for (bool is_first = true; names.length > 0; is_first = false) {
        const char *end = memchr(names.data, ';', names.length);
        size_t length = end == NULL ? names.length : (size_t)(end - names.data);
        size_t start = 0;
        while (start < length && names.data[start] == ' ') {
            start++;
        }
        am_buffer_put_text(out, is_first ? "" : ",");
        am_json_put(out, am_slice_part(names, start, length));
        names = am_slice_part(names, length + 1, names.length);
    }
    am_buffer_put_text(out, "]}");
}

static void put_member(am_buffer *out, const char *key, am_slice text, const char *end) {
    am_buffer_put_text(out, key);
    am_json_put(out, text);
    am_buffer_put_text(out, end);
}

/* `LOWEST to HIGHEST` */
static bool put_range(am_buffer *out, am_slice text) {
    static const char between[] = " to ";
    for (size_t at = 0; at + sizeof between - 1 < text.length; at++) {
        if (memcmp(text.data + at, between, sizeof between - 1) == 0) {
            put_member(out, "{\"lowest\":", am_slice_part(text, 0, at), ",");
            put_member(out, "\"highest\":", am_slice_part(text, at + sizeof between - 1, text.length), "}");
            return true;
        }
    }
    return false;
}

/* What a cell expects, as JSON. */
static void put_expected(am_buffer *out, const am_output *output, am_slice text) {
    bool is_yes_no = output != NULL && output->kind == AM_KIND_YESNO;
    bool is_yes = am_slice_is_equal(text, AM_SLICE("yes")) || am_slice_is_equal(text, AM_SLICE("true")) ||
                  am_slice_is_equal(text, AM_SLICE("TRUE"));
    bool is_no = am_slice_is_equal(text, AM_SLICE("no")) || am_slice_is_equal(text, AM_SLICE("false")) ||
                 am_slice_is_equal(text, AM_SLICE("FALSE"));
    if (is_json(text)) {
        am_buffer_put(out, text);
    } else if (am_slice_is_equal(text, AM_SLICE("unknown"))) {
        am_buffer_put_text(out, "null");
    } else if (take_word(&text, AM_SLICE("needs "))) {
        put_needs(out, text);
    } else if (take_word(&text, AM_SLICE("error "))) {
        put_member(out, "{\"error\":", text, "}");
    } else if (take_word(&text, AM_SLICE("repealed "))) {
        put_member(out, "{\"repealed\":", text, "}");
    } else if (is_yes_no && (is_yes || is_no)) {
        am_buffer_put_text(out, is_yes ? "true" : "false");
    } else if (output == NULL || !output->is_range || !put_range(out, text)) {
        am_json_put(out, text);
    }
}

static am_slice say(row_reader *reader, uint32_t column) {
    reader->table.scratch.length = 0;
    return am_csv_say(reader->table.cells.items[column], &reader->table.scratch);
}

static void add_claim(row_reader *reader, am_case *one, uint32_t column) {
    am_slice cell = reader->table.cells.items[column];
    am_slice path = reader->table.columns[column].name;
    am_claim *claim = am_case_claim(reader->cases, one);
    if (claim == NULL) {
        return;
    }
    claim->path = am_arena_copy(&reader->cases->arena, path);
    claim->kind = am_case_kind_of(claim->path);
    claim->start = (size_t)(cell.data - one->text.data);
    claim->end = claim->start + cell.length;
    if (am_csv_is_empty(cell)) {
        return;
    }
    put_expected(&reader->buffer, find_output(reader, path), say(reader, column));
    claim->expected = am_cases_take(reader->cases, &reader->buffer);
    am_buffer_put(&reader->buffer, claim->path);
    am_buffer_put_text(&reader->buffer, " = ");
    am_buffer_put(&reader->buffer, claim->expected);
    claim->words = am_cases_take(reader->cases, &reader->buffer);
}

/* Those of cells that say something, then those of the others. */
static void add_claims(row_reader *reader, am_case *one) {
    for (unsigned is_blank = 0; is_blank < 2; is_blank++) {
        for (uint32_t i = 0; i < reader->table.column_count; i++) {
            if (reader->table.columns[i].sort == AM_CSV_EXPECT &&
                am_csv_is_empty(reader->table.cells.items[i]) == (is_blank == 1)) {
                add_claim(reader, one, i);
            }
        }
        if (is_blank == 0) {
            one->blank_count = one->claim_count;
        }
    }
    size_t all = one->claim_count;
    one->claim_count = one->blank_count;
    one->blank_count = all - one->claim_count;
    one->insert_at = all > 0;
}

static void name_case(row_reader *reader, am_case *one, const am_id *id) {
    if (id->length > 0) {
        am_buffer_put(&reader->buffer, (am_slice){id->text, id->length});
    } else {
        am_buffer_put_text(&reader->buffer, "line ");
        am_buffer_put_unsigned(&reader->buffer, one->line);
    }
    one->name = am_cases_take(reader->cases, &reader->buffer);
}

static am_case *add_case(row_reader *reader, am_csv_row row) {
    am_case *one = am_cases_add(reader->cases);
    if (one != NULL) {
        one->path = reader->path;
        one->line = row.line;
        one->text = row.text;
        one->is_row = true;
    }
    return one;
}

/* A row that is no record, what is no row, or a header that is wrong. */
static void add_problem(row_reader *reader, am_csv_row row, const char *what) {
    am_case *one = add_case(reader, row);
    am_buffer *buffer = &reader->buffer;
    if (one == NULL) {
        return;
    }
    am_buffer_put_text(buffer, what);
    am_buffer_put_text(buffer, " is refused: ");
    am_buffer_put_text(buffer, am_diag_code_of(reader->error.diag));
    am_buffer_put_text(buffer, ": ");
    am_buffer_put_text(buffer, reader->error.message);
    if (reader->error.path[0] != '\0') {
        am_buffer_put_text(buffer, " (");
        am_buffer_put_text(buffer, reader->error.path);
        am_buffer_put_char(buffer, ')');
    }
    one->problem = am_cases_take(reader->cases, buffer);
    one->record = AM_SLICE("");
    name_case(reader, one, &reader->error.id);
}

static void read_row(row_reader *reader, am_csv_row row) {
    am_case *one;
    am_id id;
    if (!am_csv_table_cut(&reader->table, row, &reader->error) ||
        !am_csv_form_write(&reader->form, &reader->table, &reader->error)) {
        add_problem(reader, row, "the record");
        return;
    }
    one = add_case(reader, row);
    if (one == NULL) {
        return;
    }
    one->record = am_arena_copy(&reader->cases->arena, am_buffer_text(&reader->form.json));
    one->has_members = true;
    add_claims(reader, one);
    am_record_find_id(one->record, &id);
    name_case(reader, one, &id);
    if (one->claim_count == 0) {
        one->problem = AM_SLICE("the case expects nothing");
    }
}

/* False when nothing more can be read. */
static bool read_header(row_reader *reader, am_csv_row row) {
    am_csv_options options = {.has_expectations = true};
    switch (am_csv_table_read(&reader->table, row, options, &reader->error)) {
    case AM_RECORD_OK:
        return true;
    case AM_RECORD_BAD:
        add_problem(reader, row, "the header");
        return false;
    default:
        reader->cases->arena.is_exhausted = true;
        return false;
    }
}

static void read_rows(row_reader *reader, am_slice text) {
    am_csv_splitter splitter;
    am_csv_row row;
    bool is_going = true;
    am_csv_splitter_over(&splitter, (char *)(uintptr_t)text.data, text.length);
    while (is_going && !reader->cases->arena.is_exhausted) {
        switch (am_csv_splitter_next(&splitter, &row, &reader->error)) {
        case AM_SPLIT_RECORD:
            if (am_csv_table_is_read(&reader->table)) {
                read_row(reader, row);
            } else {
                is_going = read_header(reader, row);
            }
            break;
        case AM_SPLIT_BAD:
            add_problem(reader, row, "the record");
            break;
        default:
            is_going = false;
            break;
        }
    }
}

amerce_status amerce_cases_read_csv(const amerce_rulebook *rulebook, amerce_text path, amerce_text text,
                                    const amerce_allocator *allocator, amerce_cases **cases) {
    am_allocator memory = am_api_allocator(allocator);
    row_reader reader = {.rulebook = rulebook, .cases = am_cases_new(memory)};
    am_layout *layout = am_layout_new(rulebook->program, memory);
    bool is_exhausted = reader.cases == NULL || layout == NULL;
    *cases = NULL;
    if (!is_exhausted) {
        am_buffer_init(&reader.buffer, memory);
        am_csv_table_init(&reader.table, layout, 0, memory);
        am_csv_form_init(&reader.form, memory);
        reader.path = am_arena_copy(&reader.cases->arena, am_api_slice(path));
        reader.cases->whole = am_arena_copy(&reader.cases->arena, am_api_slice(text));
        read_rows(&reader, reader.cases->whole);
        is_exhausted = reader.cases->arena.is_exhausted || reader.buffer.is_failed ||
                       reader.form.json.is_failed || reader.table.scratch.is_failed;
        am_csv_form_clear(&reader.form);
        am_csv_table_clear(&reader.table);
        am_buffer_clear(&reader.buffer);
    }
    am_layout_free(layout);
    if (is_exhausted) {
        amerce_cases_free(reader.cases);
        return AMERCE_OUT_OF_MEMORY;
    }
    *cases = reader.cases;
    return AMERCE_OK;
}
