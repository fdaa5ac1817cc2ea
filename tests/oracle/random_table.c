/*
 * Random schedules and dated parameters.
 *
 * The rows are the product of what each condition column is divided into, so that mostly just one of them
 * meets a record; then a row may be lost, doubled or widened.
 */
#include <string.h>

#include "rulebook_writer.h"

#define COLUMNS_MAX 3
#define CELLS_MAX   5
#define CELL_BYTES  240

static const char *const result_names[] = {"base", "share"};

typedef struct column {
    am_type type; /* ERROR: `when` */
    unsigned cell_count;
    char cells[CELLS_MAX][CELL_BYTES];
} column;

typedef struct draft {
    writer *w;
    writer_place place;
    am_buffer *out; /* the writer's own */
    am_buffer cell;
    column columns[COLUMNS_MAX];
    unsigned column_count;
    am_type results[2];
    unsigned result_count;
    bool has_expressions;
    bool is_only;       /* one row at most may be met */
    bool has_otherwise; /* there is an otherwise row, and columns may leave cases to it */
    bool is_single;     /* one row, and perhaps an otherwise row */
    bool has_dates;     /* a first set of dated rows is there */
    bool has_widened;   /* a row with `-` in some column: one a table, so that no row stands twice */
} draft;

/* What is written until end_cell goes into a cell. */
static void begin_cell(draft *d) {
    d->cell.length = 0;
    d->w->out = &d->cell;
}

static void end_cell(draft *d, char *cell) {
    size_t length = d->cell.length < CELL_BYTES ? d->cell.length : 0;

    memcpy(cell, d->cell.data, length);
    cell[length] = '\0';
    d->w->out = d->out;
}

static void write_value_cell(draft *d, column *c, unsigned i, unsigned count) {
    const written_set *set = &d->w->sets[c->type.index];
    static const char *const texts[] = {"\"alpha\"", "\"beta\"", "\"gamma\""};

    begin_cell(d);
    if (c->type.kind == AM_TYPE_YESNO) {
        write_text(d->w, i == 0 ? "yes" : "no");
    } else if (c->type.kind == AM_TYPE_TEXT) {
        if (i + 1 < count) {
            write_text(d->w, "%s", texts[i]);
        } else {
            write_text(d->w, count == 2 ? "not \"alpha\"" : "not \"alpha\", \"beta\"");
        }
    } else if (i + 1 < count) {
        write_text(d->w, "%s", set->values[i]);
    } else if (set->is_ordered && has_chance(d->w, 50)) {
        write_text(d->w, "%s or higher", set->values[i]);
    } else if (i != 0 && has_chance(d->w, 40)) {
        for (unsigned v = 0; v < i; v++) {
            write_text(d->w, "%s%s", v == 0 ? "not " : ", ", set->values[v]);
        }
    } else {
        for (unsigned v = i; v < set->value_count; v++) {
            write_text(d->w, "%s%s", v == i ? "" : ", ", set->values[v]);
        }
    }
    end_cell(d, c->cells[i]);
}

/* Single values, an interval, and all the rest. */
static void write_point_cells(draft *d, column *c) {
    unsigned n = below(d->w, 3);
    char point[CELL_BYTES], interval[CELL_BYTES], ends[2][CELL_BYTES];

    begin_cell(d);
    write_cut(d->w, c->type, n);
    end_cell(d, point);
    for (unsigned i = 0; i < 2; i++) {
        begin_cell(d);
        write_cut(d->w, c->type, n + 1 + i * (1 + below(d->w, 2)));
        end_cell(d, ends[i]);
    }
    begin_cell(d);
    write_text(d->w, "%s%s to ", below(d->w, 2) ? "over " : "", ends[0]);
    write_text(d->w, "%s%s", below(d->w, 2) ? "under " : "", ends[1]);
    end_cell(d, interval);
    c->cell_count = 2 + below(d->w, 2);
    strcpy(c->cells[0], point);
    strcpy(c->cells[1], interval);
    begin_cell(d);
    if (c->cell_count == 3) {
        write_text(d->w, "not %s", point);
        if (has_chance(d->w, 50)) {
            write_text(d->w, ", %s", interval);
        }
    }
    end_cell(d, c->cells[2]);
    if (c->cell_count == 2) {
        begin_cell(d);
        write_text(d->w, "not %s", interval);
        end_cell(d, c->cells[1]);
    }
}

/* Cells that cut an ordered type at rising points. */
static void write_interval_cells(draft *d, column *c, unsigned count) {
    static const char *const first[] = {"under ", "up to "}, *const last[] = {"from ", "over "};
    unsigned style = below(d->w, 2), n = below(d->w, 3);
    char cuts[CELLS_MAX][CELL_BYTES];

    for (unsigned i = 0; i + 1 < count; i++) {
        begin_cell(d);
        write_cut(d->w, c->type, n);
        end_cell(d, cuts[i]);
        n += 1 + below(d->w, 3);
    }
    for (unsigned i = 0; i < count; i++) {
        begin_cell(d);
        if (i == 0) {
            write_text(d->w, "%s%s", first[style], cuts[0]);
        } else if (i + 1 == count) {
            write_text(d->w, "%s%s", last[style], cuts[i - 1]);
        } else if (style == 0) {
            write_text(d->w, "%s to under %s", cuts[i - 1], cuts[i]);
        } else {
            write_text(d->w, "over %s to %s", cuts[i - 1], cuts[i]);
        }
        end_cell(d, c->cells[i]);
    }
}

static void write_when_cells(draft *d, column *c) {
    char condition[CELL_BYTES];

    begin_cell(d);
    write_condition(d->w, &d->place, LEVEL_PRIMARY, 1);
    end_cell(d, condition);
    if (strlen(condition) == 0 || strlen(condition) > CELL_BYTES - 8) {
        strcpy(condition, "yes");
    }
    strcpy(c->cells[0], condition);
    strcpy(c->cells[1], "not ");
    strcat(c->cells[1], condition);
    c->cell_count = 2;
}

static bool is_coded(am_type type) {
    return type.kind == AM_TYPE_CODE || type.kind == AM_TYPE_TEXT || type.kind == AM_TYPE_YESNO;
}

static void divide_column(draft *d, column *c) {
    unsigned count = 2 + below(d->w, d->column_count == 1 ? 3 : 2);

    if (c->type.kind == AM_TYPE_YESNO) {
        count = 2;
    }
    if (c->type.kind == AM_TYPE_TEXT && count > 3) {
        count = 3;
    }
    if (c->type.kind == AM_TYPE_CODE && count > d->w->sets[c->type.index].value_count) {
        count = d->w->sets[c->type.index].value_count;
    }
    if (is_coded(c->type)) {
        for (unsigned i = 0; i < count; i++) {
            write_value_cell(d, c, i, count);
        }
    } else {
        write_interval_cells(d, c, count);
    }
    c->cell_count = count;
    if (!is_coded(c->type) && has_chance(d->w, 20)) {
        write_point_cells(d, c);
    }
    if (c->type.is_optional && has_chance(d->w, 85)) {
        strcpy(c->cells[c->cell_count++], "unknown");
    }
    if (d->has_otherwise && c->cell_count > 1 && has_chance(d->w, 30)) {
        c->cell_count--;
    }
}

/* Some types have no optional names: a few are tried. */
static bool find_optional_of_any_type(writer *w, const writer_place *place, known_name *found) {
    for (unsigned i = 0; i < 6; i++) {
        if (find_optional(w, place, random_type(w), found)) {
            return true;
        }
    }
    return false;
}

/* Writes the header of a column and settles its cells. */
static void write_column(draft *d, column *c) {
    am_type type = random_type(d->w);
    known_name optional;
    writer *w = d->w;

    c->type = type;
    if (has_chance(w, 15)) {
        write_text(w, "when");
        write_when_cells(d, c);
        c->type = TYPE_OF(ERROR);
        return;
    }
    if (has_chance(w, d->has_otherwise ? 40 : 25) && find_optional_of_any_type(w, &d->place, &optional)) {
        c->type = w->names[optional.name].type;
        w->is_asked[optional.name] = true; /* a cell other than `-` and `unknown` shows it to be known */
        write_name_path(w, &d->place, optional);
    } else if (!write_path(w, &d->place, type, false)) {
        c->type = TYPE_OF(WHOLE);
        write_expr(w, &d->place, c->type, LEVEL_ADD, 1);
    }
    divide_column(d, c);
}

/* The first row shows the types: its results are values. */
static void write_result(draft *d, am_type type, bool is_first) {
    writer *w = d->w;

    if (!is_first && has_chance(w, 2)) {
        write_text(w, "not covered");
    } else if (d->has_expressions && has_chance(w, 50)) {
        write_expr(w, &d->place, type, LEVEL_ADD, 2);
    } else {
        write_literal(w, type);
    }
}

static void write_results(draft *d, bool is_first) {
    write_text(d->w, " ||");
    for (unsigned i = 0; i < d->result_count; i++) {
        write_text(d->w, i == 0 ? " " : " | ");
        write_result(d, d->results[i], is_first);
    }
    write_text(d->w, " |\n");
}

/* A row of cells; the column `any` has `-` instead. */
static void write_row(draft *d, const char *date, const unsigned *indexes, unsigned any, bool is_first) {
    write_text(d->w, "  |");
    if (date != NULL) {
        write_text(d->w, " %s%s", date, d->column_count != 0 ? " |" : "");
    }
    for (unsigned c = 0; c < d->column_count; c++) {
        write_text(d->w, "%s %s", c == 0 ? "" : " |", c == any ? "-" : d->columns[c].cells[indexes[c]]);
    }
    write_results(d, is_first);
}

/* One row for each combination of the columns' cells, but that one may be lost or overlapped; `date` comes
 * first where the table is dated. */
static void write_rows(draft *d, const char *date) {
    unsigned indexes[COLUMNS_MAX] = {0}, c;
    bool is_first = true;
    unsigned kept_percent =
        date != NULL && d->has_dates ? 55 : 98; /* a row that is not written again goes on */

    do {
        if (is_first || has_chance(d->w, kept_percent)) {
            write_row(d, date, indexes, COLUMNS_MAX, is_first);
        }
        if (d->column_count != 0 && !d->has_widened && has_chance(d->w, d->is_only ? 3 : 25)) {
            d->has_widened = true;
            write_row(d, date, indexes, below(d->w, d->column_count), false);
        }
        is_first = false;
        for (c = 0; c < d->column_count; c++) {
            if (++indexes[c] < d->columns[c].cell_count) {
                break;
            }
            indexes[c] = 0;
        }
    } while (c < d->column_count && !d->is_single);
}

/* When a dated row was published, mostly unsaid. */
static void write_cell_published(writer *w, int year) {
    if (has_chance(w, 20)) {
        write_text(w, " published ");
        write_date(w, year - 2, year + 3);
    }
}

static void write_dated_rows(draft *d) {
    char date[CELL_BYTES];
    int year = d->w->in_force_from;

    begin_cell(d);
    write_text(d->w, "%d-01-01", year);
    write_cell_published(d->w, year);
    end_cell(d, date);
    write_rows(d, date);
    d->has_dates = true;
    for (unsigned more = below(d->w, 3); more != 0; more--) {
        begin_cell(d);
        write_date(d->w, year + 1, year + 5);
        if (has_chance(d->w, 10) && more == 1) {
            write_text(d->w, below(d->w, 2) ? " until " : " through ");
            write_date(d->w, year + 15, year + 25);
        }
        write_cell_published(d->w, year);
        end_cell(d, date);
        write_rows(d, date);
        year += 6;
    }
}

static void write_header(draft *d, bool is_dated) {
    write_text(d->w, "  |");
    if (is_dated) {
        write_text(d->w, " in force%s", d->column_count != 0 ? " |" : "");
    }
    for (unsigned i = 0; i < d->column_count; i++) {
        write_text(d->w, i == 0 ? " " : " | ");
        write_column(d, &d->columns[i]);
    }
    write_text(d->w, " ||");
    for (unsigned i = 0; i < d->result_count; i++) {
        write_text(d->w, "%s %s", i == 0 ? "" : " |", result_names[i]);
        /* without a type, names of values mean nothing */
        if (d->result_count == 2 && (d->results[i].kind == AM_TYPE_CODE || has_chance(d->w, 30))) {
            write_text(d->w, ": ");
            write_type(d->w, d->results[i]);
        }
    }
    write_text(d->w, " |\n");
}

static am_type random_result(writer *w) {
    am_type type = random_type(w);

    if (has_chance(w, 15)) {
        type = has_chance(w, 50) ? RANGE_OF(MONEY) : RANGE_OF(NUMBER);
    }
    return type;
}

/* How rows are picked; the first result must have an order, or all of them a sum. */
static const char *random_picks(draft *d) {
    static const char *const plain[] = {
        "", "", "", "", " picks only", " picks first", " picks first", " picks last"};
    am_type type = d->results[0];
    bool is_summed = true;

    for (unsigned i = 0; i < d->result_count; i++) {
        am_type one = d->results[i];

        is_summed &= one.kind == AM_TYPE_NUMBER || one.kind == AM_TYPE_WHOLE || one.kind == AM_TYPE_MONEY ||
                     ((one.kind == AM_TYPE_MONTHS || one.kind == AM_TYPE_DAYS) && !one.is_range);
    }
    if (!type.is_range && is_ordered_type(d->w, type) && has_chance(d->w, 20)) {
        return below(d->w, 2) ? " picks greatest" : " picks least";
    }
    return is_summed && has_chance(d->w, 12) ? " adds up" : plain[below(d->w, 8)];
}

/* Several results are read one by one; a rule of each is reported. */
static void write_part_rules(writer *w, const char *name, const am_type *types, uint8_t record) {
    for (unsigned i = 0; i < 2; i++) {
        char rule[WRITER_NAME_BYTES];

        new_name(w, "part", rule);
        write_text(w, "\nrule %s for %s: ", rule, w->records[record].name);
        write_type(w, types[i]);
        write_text(w, " = %s.%s per LAW \"%u\"\n", name, result_names[i], ++w->serial);
        declare(w, rule, types[i], record)->is_reported = true;
    }
}

static void choose_results(draft *d) {
    writer *w = d->w;

    d->result_count = has_chance(w, 20) ? 2 : 1;
    for (unsigned i = 0; i < d->result_count; i++) {
        d->results[i] = random_result(w);
    }
}

/* A schedule with the results chosen. */
static void write_one(draft *d, const char *name, const char *clauses) {
    writer *w = d->w;
    uint8_t record = d->place.record;
    bool is_dated = w->has_in_force && w->records[record].has_clock && has_chance(w, 40);
    char clock[WRITER_CLAUSES_BYTES];
    const char *picks;

    am_buffer_init(&d->cell, w->out->allocator);
    d->column_count = (is_dated ? 0 : 1) + below(w, 3);
    d->is_single = has_chance(w, 5);
    d->has_expressions = d->is_single || has_chance(w, 40);
    picks = random_picks(d);
    d->is_only = strcmp(picks, "") == 0 || strcmp(picks, " picks only") == 0;
    d->has_otherwise = has_chance(w, d->is_only ? 40 : 65);
    write_text(w, "schedule %s for %s", name, w->records[record].name);
    if (d->result_count == 1) {
        write_text(w, ": ");
        write_type(w, d->results[0]);
    }
    write_text(w, "%s", clauses);
    if (is_dated && clauses[0] == '\0' && has_chance(w, 25) && choose_own_clock(w, record, clock)) {
        write_text(w, "%s", clock);
    }
    write_text(w, " per LAW \"%u\"%s\n", ++w->serial, picks);
    write_header(d, is_dated);
    if (is_dated) {
        write_dated_rows(d);
    } else {
        write_rows(d, NULL);
    }
    if (d->has_otherwise) {
        write_text(w, "  | otherwise");
        write_results(d, false);
    }
    am_buffer_clear(&d->cell);
}

void write_schedule(writer *w, uint8_t record) {
    draft of = {.w = w, .place = {.record = record, .element = WRITER_NONE}, .out = w->out};
    char name[WRITER_NAME_BYTES];
    writer_versions v = {.count = 0};

    choose_results(&of);
    new_name(w, "table", name);
    if (w->has_in_force && w->records[record].has_clock && has_chance(w, 20)) {
        choose_days(w, &v, "", true);
    }
    for (unsigned i = 0; i < of.result_count && v.count != 0 && of.result_count > 1; i++) {
        of.results[i] = i == 0 ? TYPE_OF(MONEY) : TYPE_OF(DATE); /* which its rows show, whatever they are */
    }
    for (unsigned i = 0; i < v.count || i == 0; i++) {
        draft d = of;

        forget_asked(w);
        write_one(&d, name, v.count == 0 ? "" : v.clauses[i]);
    }
    if (of.result_count == 1) {
        declare(w, name, of.results[0], record)->is_reported = true;
        return;
    }
    write_part_rules(w, name, of.results, record);
    if (has_chance(w, 50)) {
        write_text(w, "\noutput %s\n", name);
    }
}

void write_series(writer *w, am_type type) {
    int year = w->in_force_from;

    write_text(w, " per LAW \"%u\"\n  | in force || value |\n  | %d-01-01 || ", ++w->serial, year);
    write_literal(w, type);
    write_text(w, " |\n");
    for (unsigned more = below(w, 3); more != 0; more--) {
        write_text(w, "  | ");
        write_date(w, year + 1, year + 5);
        write_cell_published(w, year);
        write_text(w, " || ");
        write_literal(w, type);
        write_text(w, " |\n");
        year += 6;
    }
}

void write_parameter(writer *w) {
    writer_place nowhere = {.record = WRITER_NONE, .element = WRITER_NONE};
    bool is_dated = w->has_in_force && has_chance(w, 50);
    char name[WRITER_NAME_BYTES];
    am_type type = random_type(w);

    new_name(w, "parameter", name);
    if (is_dated && has_chance(w, 40)) {
        write_parameter_versions(w, name, type);
        declare(w, name, type, WRITER_NONE)->is_dated = true;
        return;
    }
    write_text(w, "parameter %s: ", name);
    write_type(w, type);
    if (is_dated) {
        write_series(w, type);
    } else if (may_be_calibrated(type) && has_chance(w, 65)) {
        write_calibrated(w, type, "");
    } else {
        write_text(w, " = ");
        write_expr(w, &nowhere, type, LEVEL_EXPR, type.kind == AM_TYPE_NUMBER || type.kind == AM_TYPE_MONEY);
        write_text(w, " per LAW \"%u\"\n", ++w->serial);
    }
    declare(w, name, type, WRITER_NONE)->is_dated = is_dated;
}
