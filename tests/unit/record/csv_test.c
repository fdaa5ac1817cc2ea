/*
 * CSV rows as records: the JSON that each becomes, and where in the file its mistakes are said to be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pipeline.h"
#include "record/csv.h"

enum { LISTS = 2, PLACES_MAX = 16 };

/* Files, and what comes of them: `JSON` for each row, `! CODE LINE:COLUMN PATH: MESSAGE` for what is refused.
 * Lists are `PATH` and a file. */
typedef struct csv_row {
    const char *records;
    const char *lists[LISTS][2];
    const char *events;
} csv_row;

#define NO_LISTS        \
    {                   \
        {NULL, NULL}, { \
            NULL, NULL  \
        }               \
    }

static const csv_row rows[] = {
    /* columns */
    {"turnover\n5\n", NO_LISTS, "{\"turnover\":\"5\"}\n"},
    {"id,turnover\n7,\n", NO_LISTS, "{\"id\":\"7\"}\n"},
    {"turnover,firm.name\n5,\"A, \"\"B\"\"\"\n6,\n", NO_LISTS,
     "{\"turnover\":\"5\",\"firm\":{\"name\":\"A, \\\"B\\\"\"}}\n{\"turnover\":\"6\"}\n"},
    {"firm.name,turnover,firm.gro\xCC\x88\xC3\x9F"
     "e\nA,5,6\n",
     NO_LISTS,
     "{\"turnover\":\"5\",\"firm\":{\"name\":\"A\",\"gr\xC3\xB6\xC3\x9F"
     "e\":\"6\"}}\n"},
    {"listed\nyes\nno\ntrue\nFALSE\n", NO_LISTS,
     "{\"listed\":true}\n{\"listed\":false}\n{\"listed\":true}\n{\"listed\":false}\n"},
    {"note\n\"a\nb\tc\"\n\"\"\n", NO_LISTS, "{\"note\":\"a\\nb\\tc\"}\n{}\n"},
    {"fine_range.highest,turnover,fine_range.lowest\n2,5,1\n,5,\n", NO_LISTS,
     "{\"fine_range\":{\"highest\":\"2\",\"lowest\":\"1\"},\"turnover\":\"5\"}\n{\"turnover\":\"5\"}\n"},
    {"fine_range\n\"{\"\"lowest\"\": 1, \"\"highest\"\": 2}\"\n", NO_LISTS,
     "{\"fine_range\":{\"lowest\": 1, \"highest\": 2}}\n"},
    {"orders\n\"[{\"\"number\"\": 1}]\"\n[]\n\n", NO_LISTS,
     "{\"orders\":[{\"number\": 1}]}\n{\"orders\":[]}\n"},
    /* headers that are wrong */
    {"", NO_LISTS, "! R0040 1:1 : the file has no line of column names\n"},
    {"turnover,benefitt\n5,5\n", NO_LISTS,
     "! R0007 1:10 benefitt: unknown field \"benefitt\"; did you mean \"benefit\"?\n"},
    {"turnover,firm.nam\n5,5\n", NO_LISTS,
     "! R0007 1:10 firm.nam: unknown field \"nam\"; did you mean \"name\"?\n"},
    {"turnover,turnover.x\n5,5\n", NO_LISTS,
     "! R0007 1:10 turnover.x: unknown field \"turnover.x\"; did you mean \"turnover\"?\n"},
    {"turnover,\"turnover\"\n5,5\n", NO_LISTS,
     "! R0016 1:10 turnover: the field \"turnover\" is given twice\n"},
    {"fine_range.lowest,fine_range\n5,5\n", NO_LISTS,
     "! R0016 1:19 fine_range: the field \"fine_range\" is given twice\n"},
    {"turnover;benefit\n5;5\n", NO_LISTS,
     "! R0045 1:1 turnover;benefit: the columns stand apart by semicolons; write commas\n"},
    {"turnover\tbenefit\n5\t5\n", NO_LISTS,
     "! R0045 1:1 turnover\tbenefit: the columns stand apart by tabs; write commas\n"},
    {"orders.number\n5\n", NO_LISTS,
     "! R0046 1:1 orders.number: \"orders\" is a list, whose elements are a JSON array in its cell or rows "
     "of a "
     "file of its own\n"},
    {"firm\n5\n", NO_LISTS,
     "! R0046 1:1 firm: \"firm\" is a record, whose fields are columns of their own\n"},
    {",turnover\n5,5\n", NO_LISTS, "! R0007 1:1 : unknown field \"\"\n"},
    {"turn\"over\n5\n", NO_LISTS,
     "! R0041 1:1 : a quote stands within a cell that does not begin with one\n"},
    /* rows that are wrong: each alone */
    {"turnover,benefit\n5\n5,6,7\n5,6\n", NO_LISTS,
     "! R0044 2:1 : the row has 1 cells, the header 2\n! R0044 3:1 : the row has 3 cells, the header "
     "2\n{\"turnover\":\"5\",\"benefit\":\"6\"}\n"},
    {"id,turnover\n\xC3\xA9,5x\nb,\"5\xFF\"\n", NO_LISTS,
     "! R0017 2:3 turnover: \"turnover\" must be an amount of EUR, not 5x\n"
     "! R0009 3:3 turnover: the bytes here are not UTF-8\n"},
    {"turnover,listed\n5,maybe\n", NO_LISTS,
     "! R0017 2:3 listed: \"listed\" must be true or false, not maybe\n"},
    {"turnover,orders\n5,1\n", NO_LISTS,
     "! R0046 2:3 orders: \"orders\" is a list: its cell holds a JSON array, or it has a file of its own\n"},
    {"turnover,orders\n5,\"[{\"\"number\"\": 1,}]\"\n5,\"[1],\"\"yen\"\":[2]\"\n5,\"[\n{\"\"number\"\": "
     "x}]\"\n",
     NO_LISTS,
     "! R0001 2:20 orders: expected a name in double quotes, found `}`\n"
     "! R0001 3:7 orders: expected the end of the record, found `,`\n"
     "! R0002 5:14 orders: `x` is not a JSON value\n"},
    {"turnover,orders\n5,\"[{\"\"number\"\": 1}, {\"\"number\"\": 1.5}]\"\n", NO_LISTS,
     "! R0020 2:35 orders[2].number: \"number\" must be a whole number, not 1.5\n"},
    {"turnover,fine_range.lowest,fine_range.highest\n5,2,1\n5,,1\n", NO_LISTS,
     "! R0028 2:3 fine_range: the lowest end of \"fine_range\" is above its highest\n"
     "! R0027 3:4 fine_range: the range \"fine_range\" has no \"lowest\"\n"},
    /* lists in files of their own */
    {"id,turnover\na,5\nb,6\nc,7\n",
     {{"orders", "id,number\nb,1\na,2\nb,3\n"}, {NULL, NULL}},
     "{\"id\":\"a\",\"turnover\":\"5\",\"orders\":[{\"number\":\"2\"}]}\n"
     "{\"id\":\"b\",\"turnover\":\"6\",\"orders\":[{\"number\":\"1\"},{\"number\":\"3\"}]}\n"
     "{\"id\":\"c\",\"turnover\":\"7\",\"orders\":[]}\n"},
    {"id\na\n",
     {{"infringements", "id,its id,gravity\na,x,2\na,y,3\n"},
      {"infringements.priors", "year,infringements,id\n2020,2,a\n2021,1,a\n2022,2,a\n"}},
     "{\"id\":\"a\",\"infringements\":[{\"id\":\"x\",\"gravity\":\"2\",\"priors\":[{\"year\":\"2021\"}]},"
     "{\"id\":\"y\",\"gravity\":\"3\",\"priors\":[{\"year\":\"2020\"},{\"year\":\"2022\"}]}]}\n"},
    {"id\na\n",
     {{"infringements", "id,gravity\na,2\n"}, {"infringements.priors", "year,infringements,id\n2020,2,a\n"}},
     "! R0049 2:6 priors.infringements: the rows of \"priors\" say by the column \"infringements\" which "
     "element "
     "they belong to, from 1; \"2\" is none of this record\n"},
    {"id\na\n",
     {{"infringements", "id,gravity\na,2\n"}, {"infringements.priors", "year,id\n2020,a\n"}},
     "! R0049 1:1 priors: the rows of \"priors\" say by the column \"infringements\" which element they "
     "belong "
     "to, from 1; the file has no such column\n"},
    {"id\na\n",
     {{"orders", "id,number\na,1\na,x\n"}, {NULL, NULL}},
     "! R0017 3:3 orders[2].number: \"number\" must be a whole number, not x\n"},
    {"id\na\n",
     {{"orders", "number\n1\n"}, {NULL, NULL}},
     "! R0047 1:1 orders: the file of the list has no \"id\", by which the rows of lists are joined to "
     "records\n"},
    {"id\na\n",
     {{"orders", "id,number\n,1\n"}, {NULL, NULL}},
     "! R0047 2:1 orders.id: the row has no \"id\", by which the rows of lists are joined to records\n"},
    {"id\na\n", {{"orders", ""}, {NULL, NULL}}, "! R0040 1:1 orders: the file has no line of column names\n"},
    {"id\na\n",
     {{"orders", "id,number\na,1,2\n"}, {NULL, NULL}},
     "! R0044 2:1 orders: the row has 3 cells, the header 2\n"},
    {"id\na\n",
     {{"orders", "id,number\na,1\nx,1\n"}, {NULL, NULL}},
     "{\"id\":\"a\",\"orders\":[{\"number\":\"1\"}]}\n! R0048 3:1 orders.id: the row of \"orders\" belongs "
     "to "
     "\"x\", and no record has that id\n"},
};

typedef struct text_input {
    am_slice rest;
    size_t piece;
} text_input;

static bool read_text(void *context, char *data, size_t room, size_t *length) {
    text_input *input = context;

    *length = input->rest.length < room ? input->rest.length : room;
    *length = *length < input->piece ? *length : input->piece;
    if (*length > 0) {
        memcpy(data, input->rest.data, *length);
    }
    input->rest = am_slice_part(input->rest, *length, input->rest.length);
    return true;
}

typedef struct world {
    pipeline line;
    size_t piece;
    bool is_sorted;
    am_csv_table table;
    am_csv_form form;
    am_csv_join joins[LISTS];
    text_input inputs[LISTS];
    am_csv_join *by_place[PLACES_MAX];
    uint32_t firsts[PLACES_MAX];
    uint32_t counts[PLACES_MAX];
    size_t list_count;
    am_record_error error;
    am_buffer out;
} world;

static void put_error(world *w) {
    char text[1024];

    snprintf(text, sizeof text, "! %s %u:%u %s: %s\n", am_diag_code_of(w->error.diag), w->error.line,
             w->error.column, w->error.path, w->error.message);
    am_buffer_put_text(&w->out, text);
}

static uint16_t place_of(const world *w, const char *path) {
    const am_program *program = w->line.program;
    const char *point = strrchr(path, '.');
    am_slice field = am_slice_of(point == NULL ? path : point + 1);
    uint16_t place = 1;

    while (!am_slice_is_equal(program->places[place].field, field)) {
        place++;
        assert_true(place < program->place_count);
    }
    return place;
}

static bool open_lists(world *w, const csv_row *row) {
    for (size_t i = 0; i < LISTS && row->lists[i][0] != NULL; i++) {
        uint16_t place = place_of(w, row->lists[i][0]);

        am_csv_join_init(&w->joins[i], w->line.layout, place, am_allocator_standard());
        w->inputs[i] = (text_input){am_slice_of(row->lists[i][1]), w->piece};
        w->joins[i].read = read_text;
        w->joins[i].context = &w->inputs[i];
        w->joins[i].is_sorted = w->is_sorted;
        w->by_place[place] = &w->joins[i];
        w->list_count++;
        w->form.joins = w->by_place;
    }
    for (size_t i = 0; i < w->list_count; i++) {
        am_csv_joined joined = am_csv_join_open(&w->joins[i], (am_csv_options){false, false}, &w->error);

        assert_true(joined == AM_CSV_JOINED || joined == AM_CSV_JOIN_BAD);
        if (joined == AM_CSV_JOIN_BAD) {
            put_error(w);
            return false;
        }
    }
    return true;
}

static void find_rows(world *w) {
    for (uint16_t i = 0; i < PLACES_MAX && w->form.joins != NULL; i++) {
        if (w->by_place[i] != NULL) {
            am_slice id = am_csv_say(w->table.cells.items[w->table.id], &w->table.scratch);

            assert_int_equal(am_csv_join_find(w->by_place[i], id, &w->firsts[i], &w->error), AM_CSV_JOINED);
        }
    }
}

static void take_row(world *w, am_csv_row row) {
    am_record_options options = {.map = &w->form.map};

    if (!am_csv_table_cut(&w->table, row, &w->error)) {
        put_error(w);
        return;
    }
    find_rows(w);
    am_batch_clear(w->line.batch);
    if (!am_csv_form_write(&w->form, &w->table, &w->error) ||
        am_record_read(w->line.reader, am_buffer_text(&w->form.json), row.line, 1, options, &w->error) ==
            AM_RECORD_BAD) {
        put_error(w);
        return;
    }
    am_buffer_put(&w->out, am_buffer_text(&w->form.json));
    am_buffer_put_char(&w->out, '\n');
}

/* False when nothing more is read. */
static bool take(world *w, am_split what, am_csv_row row) {
    if (what == AM_SPLIT_BAD) {
        put_error(w);
        return am_csv_table_is_read(&w->table);
    }
    if (am_csv_table_is_read(&w->table)) {
        take_row(w, row);
        return true;
    }
    if (am_csv_table_read(&w->table, row, (am_csv_options){false, false}, &w->error) == AM_RECORD_OK) {
        return true;
    }
    put_error(w);
    return false;
}

static void read_records(world *w, const char *text) {
    am_csv_splitter splitter;
    am_csv_row row = {.line = 1};
    am_split what;
    bool is_going = true;
    char data[4096];

    assert_true(strlen(text) < sizeof data);
    memcpy(data, text, strlen(text));
    am_csv_splitter_over(&splitter, data, strlen(text));
    while (is_going && (what = am_csv_splitter_next(&splitter, &row, &w->error)) != AM_SPLIT_END) {
        is_going = take(w, what, row);
    }
    if (is_going && !am_csv_table_is_read(&w->table)) {
        w->table.cells.row = (am_csv_row){.line = 1};
        am_csv_table_refuse(&w->table, AM_LAYOUT_NONE, AM_DIAG_CSV_NO_HEADER, NULL, 0, &w->error);
        put_error(w);
        is_going = false;
    }
    for (size_t i = 0; is_going && i < w->list_count; i++) {
        if (am_csv_join_close(&w->joins[i], &w->error) == AM_CSV_JOIN_BAD) {
            put_error(w);
        }
    }
}

static void check(const csv_row *row, size_t piece, bool is_sorted) {
    world w = {.piece = piece, .is_sorted = is_sorted};

    pipeline_init(&w.line, (am_limits){.records = 2, .elements = 16, .text_bytes = 4096});
    am_csv_table_init(&w.table, w.line.layout, 0, am_allocator_standard());
    am_csv_form_init(&w.form, am_allocator_standard());
    am_buffer_init(&w.out, am_allocator_standard());
    w.form.firsts = w.firsts;
    w.form.counts = w.counts;
    if (open_lists(&w, row)) {
        read_records(&w, row->records);
    }
    am_buffer_put_char(&w.out, '\0');
    assert_string_equal(w.out.data, row->events);
    for (size_t i = 0; i < w.list_count; i++) {
        am_csv_join_clear(&w.joins[i]);
    }
    am_buffer_clear(&w.out);
    am_csv_form_clear(&w.form);
    am_csv_table_clear(&w.table);
    pipeline_clear(&w.line);
}

static void rows_become_records(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check(&rows[i], SIZE_MAX, false);
        check(&rows[i], 1, false);
    }
}

/* Lists in the order of the records: found without being held, and what is out of that order is told. */
static const csv_row sorted_rows[] = {
    {"id\na\nb\nc\nc\n",
     {{"orders", "id,number\na,1\na,2\nc,3\n"}, {NULL, NULL}},
     "{\"id\":\"a\",\"orders\":[{\"number\":\"1\"},{\"number\":\"2\"}]}\n{\"id\":\"b\",\"orders\":[]}\n"
     "{\"id\":\"c\",\"orders\":[{\"number\":\"3\"}]}\n{\"id\":\"c\",\"orders\":[{\"number\":\"3\"}]}\n"},
    {"id\na\nb\n",
     {{"orders", "id,number\nb,1\na,2\n"}, {NULL, NULL}},
     "{\"id\":\"a\",\"orders\":[]}\n{\"id\":\"b\",\"orders\":[{\"number\":\"1\"}]}\n"
     "! R0048 3:1 orders.id: the row of \"orders\" belongs to \"a\", and no such record came, or it came "
     "before\n"},
    {"id\na\n",
     {{"infringements", "id,gravity\na,2\n"}, {"infringements.priors", "id,infringements,year\na,1,2020\n"}},
     "{\"id\":\"a\",\"infringements\":[{\"gravity\":\"2\",\"priors\":[{\"year\":\"2020\"}]}]}\n"},
};

static void sorted_lists_stream(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof sorted_rows / sizeof sorted_rows[0]; i++) {
        check(&sorted_rows[i], SIZE_MAX, true);
        check(&sorted_rows[i], 1, true);
    }
}

/* Of sorted lists no more is held than of one record. */
static void sorted_lists_hold_one_record(void **state) {
    enum { RECORDS = 20000 };
    pipeline line;
    am_csv_join join;
    am_buffer text;
    text_input input;
    am_record_error error;
    char id[32];
    uint32_t first;

    (void)state;
    pipeline_init(&line, (am_limits){.records = 2, .elements = 16, .text_bytes = 4096});
    am_buffer_init(&text, am_allocator_standard());
    am_buffer_put_text(&text, "id,number\n");
    for (unsigned i = 0; i < RECORDS; i++) {
        snprintf(id, sizeof id, "r%u,1\nr%u,2\n", i, i);
        am_buffer_put_text(&text, id);
    }
    am_csv_join_init(&join, line.layout, 4, am_allocator_standard());
    input = (text_input){am_buffer_text(&text), SIZE_MAX};
    join.read = read_text;
    join.context = &input;
    join.is_sorted = true;
    assert_int_equal(am_csv_join_open(&join, (am_csv_options){false, false}, &error), AM_CSV_JOINED);
    for (unsigned i = 0; i < RECORDS; i++) {
        snprintf(id, sizeof id, "r%u", i);
        assert_int_equal(am_csv_join_find(&join, am_slice_of(id), &first, &error), AM_CSV_JOINED);
        assert_int_equal(first, 0);
        assert_true(join.items.capacity < 4096 && join.text.capacity < 4096 && join.slot_count <= 64);
    }
    assert_int_equal(am_csv_join_close(&join, &error), AM_CSV_JOINED);
    am_csv_join_clear(&join);
    am_buffer_clear(&text);
    pipeline_clear(&line);
}

/* What cells say, and how texts become cells. */
static void cells_say_what_was_put(void **state) {
    static const char *const texts[] = {"",     "a",  "a,b", "\"",    "a\"\"b",
                                        "a\nb", " a", "\r",  "\"a\"", "\xC3\xA9"};
    am_buffer cell;
    am_buffer scratch;

    (void)state;
    am_buffer_init(&cell, am_allocator_standard());
    am_buffer_init(&scratch, am_allocator_standard());
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        am_csv_cells cells = {.room = 0};
        am_slice one[1];

        cell.length = scratch.length = 0;
        am_csv_put(&cell, am_slice_of(texts[i]));
        cells.items = one;
        cells.room = 1;
        am_csv_cells_cut(&cells, (am_csv_row){.text = am_buffer_text(&cell)});
        assert_int_equal(cells.count, 1);
        assert_true(am_slice_is_equal(am_csv_say(one[0], &scratch), am_slice_of(texts[i])));
    }
    am_buffer_clear(&cell);
    am_buffer_clear(&scratch);
}

int csv_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_records),
        cmocka_unit_test(sorted_lists_stream),
        cmocka_unit_test(sorted_lists_hold_one_record),
        cmocka_unit_test(cells_say_what_was_put),
    };

    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
