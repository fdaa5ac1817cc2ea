/*
 * The checker of tables against enumeration: random small tables, each judged by going through all the cases
 * that its cells can tell apart.
 *
 * The enumeration knows nothing of classes: a column is a list of values that can occur, spelt as samples
 * spell them, and a cell is a list of intervals. A sample must be a case that shows what is said of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/model.h"
#include "syntax/parse.h"

enum {
    POINTS_MAX = 16,
    COLUMNS_MAX = 5,
    ROWS_MAX = 7,
    ITEMS_MAX = 3,
    CASES_MAX = 4000,
    TABLES = 6000,
    LOW = -1000,
    HIGH = 1000,
    TEXT_ROOM = 80
};

typedef struct value { /* places on a line: what lies between two cuts has a place of its own */
    int place;
    const char *text;
} value;

typedef struct fact {
    const char *header;
    bool is_ordered;
    bool is_optional;
    bool is_text;
    value points[POINTS_MAX];
    value cuts[POINTS_MAX]; /* what cells name */
} fact;

enum { DAY, WHOLE, RANK, RATE, CENTS, TWICE, TIER, KIND, TRUTH, NAME, PERIOD, FACTS };

static const char *const head = "rulebook random\n"
                                "  currency EUR\n"
                                "  dated by Case.day\n"
                                "  in force from 2020-01-01 until 2020-01-06\n"
                                "tiers Tier: a < b < c < d\n"
                                "choice Kind: x, \"form 8\", z, w\n"
                                "record Case\n"
                                "  day: date\n"
                                "  whole_one: whole in 0 to 4\n"
                                "  rank: whole optional in 1 to 4\n"
                                "  rate: number in 0 to 3\n"
                                "  cents: money in EUR 0 to EUR 0.03\n"
                                "  paid: money\n"
                                "  tier: Tier in b to d\n"
                                "  kind: Kind optional\n"
                                "  truth: yes/no\n"
                                "  name: text\n"
                                "  lasted: months\n"
                                "  asked: yes/no\n";

static const fact facts[FACTS] = {
    [DAY] =
        {"day",
         true,
         false,
         false,
         {{10, "2020-01-01"}, {20, "2020-01-02"}, {30, "2020-01-03"}, {40, "2020-01-04"}, {50, "2020-01-05"}},
         {{0, "2019-12-31"},
          {10, "2020-01-01"},
          {20, "2020-01-02"},
          {30, "2020-01-03"},
          {40, "2020-01-04"},
          {60, "2020-01-06"}}},
    [WHOLE] = {"whole_one",
               true,
               false,
               false,
               {{0, "0"}, {10, "1"}, {20, "2"}, {30, "3"}, {40, "4"}},
               {{0, "0"}, {10, "1"}, {20, "2"}, {30, "3"}, {40, "4"}, {60, "6"}}},
    [RANK] = {"rank",
              true,
              true,
              false,
              {{10, "1"}, {20, "2"}, {30, "3"}, {40, "4"}},
              {{0, "0"}, {10, "1"}, {20, "2"}, {30, "3"}, {40, "4"}}},
    [RATE] = {"rate",
              true,
              false,
              false,
              {{0, "0"}, {1, "0.1"}, {10, "1"}, {11, "1.1"}, {20, "2"}, {21, "2.1"}, {30, "3"}},
              {{0, "0"}, {10, "1"}, {20, "2"}, {30, "3"}}},
    [CENTS] = {"cents",
               true,
               false,
               false,
               {{0, "EUR 0"}, {10, "EUR 0.01"}, {20, "EUR 0.02"}, {30, "EUR 0.03"}},
               {{0, "EUR 0"}, {10, "EUR 0.01"}, {15, "EUR 0.015"}, {20, "EUR 0.02"}, {25, "EUR 0.025"}}},
    [TWICE] = {"paid * 2",
               true,
               false,
               false,
               {{-1, "-EUR 0.01"},
                {0, "EUR 0"},
                {1, "EUR 0.01"},
                {9, "EUR 0.99"},
                {10, "EUR 1"},
                {11, "EUR 1.01"},
                {19, "EUR 1.99"},
                {20, "EUR 2"},
                {21, "EUR 2.01"}},
               {{0, "EUR 0"}, {10, "EUR 1"}, {20, "EUR 2"}}},
    [TIER] = {"tier",
              true,
              false,
              false,
              {{10, "b"}, {20, "c"}, {30, "d"}},
              {{0, "a"}, {10, "b"}, {20, "c"}, {30, "d"}}},
    [KIND] = {"kind",
              false,
              true,
              false,
              {{0, "x"}, {10, "\"form 8\""}, {20, "z"}, {30, "w"}},
              {{0, "x"}, {10, "\"form 8\""}, {20, "z"}, {30, "w"}}},
    [TRUTH] = {"truth", false, false, false, {{0, "no"}, {10, "yes"}}, {{0, "no"}, {10, "yes"}}},
    [NAME] = {"name", false, false, true, {{0, NULL}}, {{10, "\"a\""}, {20, "\"b\""}, {30, "\"c\\\"\""}}},
    [PERIOD] = {"lasted",
                true,
                false,
                false,
                {{0, "0 months"}, {10, "1 month"}, {20, "2 months"}, {30, "3 months"}, {40, "4 months"}},
                {{20, "2 months"}, {30, "3 months"}}},
};

/* A random table */

typedef struct item {
    bool is_unknown;
    int low, high; /* both in, a place between two others away where an end is out */
} item;

typedef struct cell {
    bool is_any;
    bool is_negated;
    bool is_when;
    item items[ITEMS_MAX];
    unsigned count;
    char text[TEXT_ROOM];
} cell;

typedef enum column_kind { VALUE, WHEN, IN_FORCE } column_kind;

typedef struct column {
    column_kind kind;
    unsigned fact;
} column;

typedef struct point {
    bool is_unknown;
    int place;
    const char *text;
} point;

typedef struct table {
    column columns[COLUMNS_MAX];
    unsigned column_count;
    cell cells[ROWS_MAX][COLUMNS_MAX];
    unsigned row_count; /* without `otherwise` */
    bool has_otherwise;
    bool is_first;
    unsigned axes[COLUMNS_MAX]; /* facts, each once */
    unsigned axis_count;
    point points[COLUMNS_MAX][POINTS_MAX + 1];
    unsigned point_counts[COLUMNS_MAX];
    unsigned case_count;
    unsigned first_line;
    am_buffer text;
} table;

/* splitmix64 */
static uint64_t next(uint64_t *seed) {
    uint64_t z = (*seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static unsigned below(uint64_t *seed, unsigned end) {
    return (unsigned)(next(seed) % end);
}

static unsigned count_values(const value *values) {
    unsigned count = 0;
    while (count < POINTS_MAX && values[count].text != NULL) {
        count++;
    }
    return count;
}

static const value *random_cut(uint64_t *seed, const fact *of) {
    return &of->cuts[below(seed, count_values(of->cuts))];
}

static void random_list(uint64_t *seed, const fact *of, cell *out) {
    const value *one = random_cut(seed, of), *two = random_cut(seed, of);
    bool is_pair = below(seed, 3) == 0 && one != two;
    bool has_unknown = of->is_optional && below(seed, 5) == 0;
    out->is_negated = below(seed, 4) == 0;
    out->items[out->count++] = (item){.low = one->place, .high = one->place};
    if (is_pair) {
        out->items[out->count++] = (item){.low = two->place, .high = two->place};
    }
    if (has_unknown) {
        out->items[out->count++].is_unknown = true;
    }
    snprintf(out->text, sizeof out->text, "%s%s%s%s%s", out->is_negated ? "not " : "", one->text,
             is_pair ? ", " : "", is_pair ? two->text : "", has_unknown ? ", unknown" : "");
}

static void random_range(uint64_t *seed, const fact *of, cell *out) {
    static const char *const shapes[] = {"%s to %s", "over %s to %s", "%s to under %s",
                                         "over %s to under %s"};
    const value *low = random_cut(seed, of), *high = random_cut(seed, of);
    unsigned shape = below(seed, 4);
    if (low->place >= high->place) {
        bool is_low = below(seed, 2) == 0, is_out = below(seed, 2) == 0;
        const char *words = is_low ? (is_out ? "over %s" : "from %s") : (is_out ? "under %s" : "up to %s");
        out->items[out->count++] =
            (item){.low = is_low ? low->place + is_out : LOW, .high = is_low ? HIGH : low->place - is_out};
        snprintf(out->text, sizeof out->text, words, low->text);
        return;
    }
    out->items[out->count++] = (item){.low = low->place + (shape & 1), .high = high->place - (shape >> 1)};
    snprintf(out->text, sizeof out->text, shapes[shape], low->text, high->text);
}

static void random_dates(uint64_t *seed, cell *out) {
    const fact *of = &facts[DAY];
    const value *from = random_cut(seed, of), *until = random_cut(seed, of);
    unsigned shape = below(seed, 3);
    bool has_end = shape < 2 && from->place < until->place;
    int last = shape == 0 ? until->place - 1 : until->place;
    out->items[out->count++] = (item){.low = from->place, .high = has_end ? last : HIGH};
    snprintf(out->text, sizeof out->text, "%s%s%s", from->text,
             !has_end     ? ""
             : shape == 0 ? " until "
                          : " through ",
             has_end ? until->text : "");
}

static cell random_cell(uint64_t *seed, const column *of) {
    const fact *fact = &facts[of->fact];
    cell made = {.text = "-"};
    if (below(seed, 5) == 0) {
        made.is_any = true;
    } else if (of->kind == WHEN) {
        made.is_when = true;
        strcpy(made.text, below(seed, 2) == 0 ? "asked" : "not asked");
    } else if (of->kind == IN_FORCE) {
        random_dates(seed, &made);
    } else if (fact->is_optional && below(seed, 6) == 0) {
        made.items[made.count++].is_unknown = true;
        strcpy(made.text, "unknown");
    } else if (fact->is_ordered && below(seed, 4) != 0) {
        random_range(seed, fact, &made);
    } else {
        random_list(seed, fact, &made);
    }
    return made;
}

static bool has_kind(const table *t, column_kind kind) {
    for (unsigned i = 0; i < t->column_count; i++) {
        if (t->columns[i].kind == kind) {
            return true;
        }
    }
    return false;
}

static void random_columns(uint64_t *seed, table *t) {
    unsigned count = 1 + below(seed, 4);
    while (t->column_count < count) {
        column made = {VALUE, below(seed, FACTS)};
        unsigned other = below(seed, 12);
        if (other == 0 && !has_kind(t, WHEN)) {
            made = (column){WHEN, FACTS - 1};
        } else if (other == 1 && !has_kind(t, IN_FORCE)) {
            made = (column){IN_FORCE, DAY};
        } else if (other == 2 && t->column_count > 0 && t->columns[0].kind == VALUE) {
            made = t->columns[0];
        }
        t->columns[t->column_count++] = made;
    }
}

static const char *header_of(const column *of) {
    return of->kind == WHEN ? "when" : of->kind == IN_FORCE ? "in force" : facts[of->fact].header;
}

static void write_table(table *t) {
    am_buffer_init(&t->text, am_allocator_standard());
    am_buffer_put_text(&t->text, head);
    am_buffer_put_text(&t->text, t->is_first ? "schedule s: number  picks first\n" : "schedule s: number\n");
    for (unsigned i = 0; i < t->column_count; i++) {
        am_buffer_put_text(&t->text, i == 0 ? "  | " : " | ");
        am_buffer_put_text(&t->text, header_of(&t->columns[i]));
    }
    am_buffer_put_text(&t->text, " || r |\n");
    t->first_line = 1;
    for (size_t i = 0; i < t->text.length; i++) {
        t->first_line += t->text.data[i] == '\n';
    }
    for (unsigned row = 0; row < t->row_count; row++) {
        for (unsigned i = 0; i < t->column_count; i++) {
            am_buffer_put_text(&t->text, i == 0 ? "  | " : " | ");
            am_buffer_put_text(&t->text, t->cells[row][i].text);
        }
        am_buffer_put_text(&t->text, " || 1 |\n");
    }
    am_buffer_put_text(&t->text, t->has_otherwise ? "  | otherwise || 2 |\n" : "");
}

/* The texts that some cell names, and one that stands for all others. */
static unsigned texts_of(const table *t, point *out) {
    unsigned count = 0;
    for (unsigned cut = 0; cut < count_values(facts[NAME].cuts); cut++) {
        const value *named = &facts[NAME].cuts[cut];
        bool is_named = false;
        for (unsigned row = 0; row < t->row_count; row++) {
            for (unsigned i = 0; i < t->column_count; i++) {
                is_named |= t->columns[i].kind == VALUE && t->columns[i].fact == NAME &&
                            strstr(t->cells[row][i].text, named->text) != NULL;
            }
        }
        if (is_named) {
            out[count++] = (point){.place = named->place, .text = named->text};
        }
    }
    out[count] = (point){.place = 0, .text = count > 0 ? "any other text" : "any text"};
    return count + 1;
}

static void find_axes(table *t) {
    t->case_count = 1;
    for (unsigned i = 0; i < t->column_count; i++) {
        unsigned fact = t->columns[i].fact, at = 0, count = 0;
        while (at < t->axis_count && t->axes[at] != fact) {
            at++;
        }
        if (at < t->axis_count || t->columns[i].kind == WHEN) {
            continue;
        }
        t->axes[t->axis_count++] = fact;
        if (facts[fact].is_text) {
            count = texts_of(t, t->points[at]);
        }
        for (unsigned k = 0; !facts[fact].is_text && k < count_values(facts[fact].points); k++) {
            t->points[at][count++] =
                (point){.place = facts[fact].points[k].place, .text = facts[fact].points[k].text};
        }
        if (facts[fact].is_optional) {
            t->points[at][count++] = (point){.is_unknown = true, .text = "unknown"};
        }
        t->point_counts[at] = count;
        t->case_count *= count;
    }
}

/* A dated row ends where the same row begins again. */
static void end_dated_rows(table *t) {
    for (unsigned column = 0; column < t->column_count; column++) {
        if (t->columns[column].kind != IN_FORCE) {
            continue;
        }
        for (unsigned a = 0; a < t->row_count; a++) {
            for (unsigned b = 0; b < t->row_count; b++) {
                bool is_same = a != b && !t->cells[a][column].is_any && !t->cells[b][column].is_any;
                for (unsigned i = 0; i < t->column_count; i++) {
                    is_same =
                        is_same && (i == column || strcmp(t->cells[a][i].text, t->cells[b][i].text) == 0);
                }
                item *first = &t->cells[a][column].items[0], *second = &t->cells[b][column].items[0];
                if (is_same && first->low < second->low && first->high >= second->low) {
                    first->high = second->low - 1;
                }
            }
        }
    }
}

static void make_table(uint64_t *seed, table *t) {
    memset(t, 0, sizeof *t);
    random_columns(seed, t);
    t->row_count = 1 + below(seed, ROWS_MAX);
    t->has_otherwise = below(seed, 3) == 0;
    t->is_first = below(seed, 2) == 0;
    for (unsigned row = 0; row < t->row_count; row++) {
        for (unsigned i = 0; i < t->column_count; i++) {
            t->cells[row][i] = random_cell(seed, &t->columns[i]);
        }
    }
    write_table(t);
    find_axes(t);
    end_dated_rows(t);
}

/* Its cases */

static const point *point_of(const table *t, unsigned number, unsigned axis) {
    for (unsigned i = 0; i < axis; i++) {
        number /= t->point_counts[i];
    }
    return &t->points[axis][number % t->point_counts[axis]];
}

static bool meets_cell(const cell *cell, const point *point) {
    bool is_met = false;
    if (cell->is_any || cell->is_when) {
        return true;
    }
    for (unsigned i = 0; i < cell->count; i++) {
        const item *item = &cell->items[i];
        is_met |= item->is_unknown
                      ? point->is_unknown
                      : !point->is_unknown && point->place >= item->low && point->place <= item->high;
    }
    return cell->is_negated ? !is_met && !point->is_unknown : is_met;
}

static bool meets(const table *t, unsigned row, unsigned number) {
    for (unsigned i = 0; i < t->column_count; i++) {
        unsigned axis = 0;
        if (t->columns[i].kind == WHEN) {
            continue;
        }
        while (t->axes[axis] != t->columns[i].fact) {
            axis++;
        }
        if (!meets_cell(&t->cells[row][i], point_of(t, number, axis))) {
            return false;
        }
    }
    return true;
}

static bool is_conditional(const table *t, unsigned row) {
    for (unsigned i = 0; i < t->column_count; i++) {
        if (t->cells[row][i].is_when) {
            return true;
        }
    }
    return false;
}

/* Rows that meet the case; those that surely do only. */
static unsigned count_met(const table *t, unsigned number, unsigned end, bool is_sure) {
    unsigned count = 0;
    for (unsigned row = 0; row < end; row++) {
        count += meets(t, row, number) && !(is_sure && is_conditional(t, row));
    }
    return count;
}

static bool is_for_otherwise(const table *t, unsigned number) {
    for (unsigned axis = 0; axis < t->axis_count; axis++) {
        if (point_of(t, number, axis)->is_unknown) {
            return false;
        }
    }
    return t->has_otherwise;
}

static bool is_gap(const table *t, unsigned number, bool is_sure) {
    return !is_for_otherwise(t, number) && count_met(t, number, t->row_count, !is_sure) == 0;
}

static bool is_reached(const table *t, unsigned row) {
    for (unsigned number = 0; number < t->case_count; number++) {
        if (row == t->row_count && is_for_otherwise(t, number) &&
            count_met(t, number, t->row_count, true) == 0) {
            return true;
        }
        if (row < t->row_count && meets(t, row, number) &&
            (!t->is_first || count_met(t, number, row, true) == 0)) {
            return true;
        }
    }
    return false;
}

static void write_case(const table *t, unsigned number, am_buffer *out) {
    for (unsigned clocks = 0; clocks < 2; clocks++) {
        for (unsigned axis = 0; axis < t->axis_count; axis++) {
            bool is_clock = t->axes[axis] == DAY && has_kind(t, IN_FORCE);
            if (is_clock != (clocks == 1)) {
                continue;
            }
            am_buffer_put_text(out, out->length == 0 ? "" : ", ");
            am_buffer_put_text(out, is_clock ? "on" : facts[t->axes[axis]].header);
            am_buffer_put_text(out, is_clock ? " " : " is ");
            am_buffer_put_text(out, point_of(t, number, axis)->text);
        }
    }
    am_buffer_put_text(out, t->axis_count == 0 ? "every case" : "");
}

/* The case that the message ends with; the number of cases when there is none such. */
static unsigned case_of(const table *t, am_slice message) {
    size_t colon = 0;
    while (colon < message.length && message.data[colon] != ':') {
        colon++;
    }
    am_slice text = am_slice_part(message, colon + 2, message.length);
    for (unsigned number = 0; number < t->case_count; number++) {
        am_buffer spelt;
        am_buffer_init(&spelt, am_allocator_standard());
        write_case(t, number, &spelt);
        bool is_it = am_slice_is_equal(am_buffer_text(&spelt), text);
        am_buffer_clear(&spelt);
        if (is_it) {
            return number;
        }
    }
    return t->case_count;
}

/* What was said */

typedef struct verdict {
    bool has_gap;
    bool has_overlap;
    bool is_undecided;
    bool is_unreached[ROWS_MAX + 1];
} verdict;

static unsigned row_at(const table *t, const am_sources *sources, am_span span) {
    return am_source_position(&sources->items[0], span.start).line - t->first_line;
}

/* Whether each sample shows what it is for. */
static bool read_verdict(const table *t, const am_sources *sources, const am_diagnostics *said,
                         verdict *out) {
    memset(out, 0, sizeof *out);
    for (const am_diagnostic *at = said->first; at != NULL; at = at->next) {
        unsigned row = row_at(t, sources, at->span), number = t->case_count;
        switch (at->diag) {
        case AM_DIAG_TABLE_GAP:
            number = case_of(t, at->message);
            out->has_gap = true;
            if (number == t->case_count || !is_gap(t, number, true)) {
                return false;
            }
            break;
        case AM_DIAG_ROWS_OVERLAP:
            number = case_of(t, at->message);
            out->has_overlap = true;
            if (number == t->case_count || !meets(t, row, number) ||
                !meets(t, row_at(t, sources, at->notes->span), number)) {
                return false;
            }
            break;
        case AM_DIAG_ROW_UNREACHED:
            out->is_unreached[row] = true;
            break;
        case AM_DIAG_TABLE_UNDECIDED:
            out->is_undecided = true;
            break;
        default:
            return false;
        }
    }
    return true;
}

static verdict enumerate(const table *t) {
    verdict found = {0};
    for (unsigned number = 0; number < t->case_count; number++) {
        found.has_gap |= is_gap(t, number, true);
        found.is_undecided |= is_gap(t, number, false);
        found.has_overlap |= !t->is_first && count_met(t, number, t->row_count, true) > 1;
        unsigned sure = count_met(t, number, t->row_count, true);
        unsigned all = count_met(t, number, t->row_count, false);
        found.is_undecided |= !t->is_first && all > 1 && all != sure;
    }
    for (unsigned row = 0; row <= t->row_count; row++) {
        found.is_unreached[row] = (row < t->row_count || t->has_otherwise) && !is_reached(t, row);
    }
    return found;
}

static bool is_same_verdict(const verdict *a, const verdict *b) {
    /* Once a gap is found, others that may be are not looked for. */
    return a->has_gap == b->has_gap && a->has_overlap == b->has_overlap &&
           (a->has_gap || a->is_undecided == b->is_undecided) &&
           memcmp(a->is_unreached, b->is_unreached, sizeof a->is_unreached) == 0;
}

static void show(const table *t, const am_sources *sources, const am_diagnostics *said, unsigned number) {
    am_buffer text;
    am_buffer_init(&text, am_allocator_standard());
    am_buffer_put(&text, am_buffer_text(&t->text));
    for (const am_diagnostic *at = said->first; at != NULL; at = at->next) {
        am_diagnostic_print(&text, sources, at, false);
    }
    print_error("table %u:\n%.*s\n", number, (int)text.length, text.data);
    am_buffer_clear(&text);
}

/* Whether the table was understood at all: the same row twice is another mistake. */
static bool try_table(const table *t, unsigned number, unsigned *failures) {
    am_arena arena;
    am_sources sources;
    am_diagnostics said;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_sources_init(&sources, &arena);
    am_diagnostics_init(&said, &arena);
    assert_non_null(am_sources_add(&sources, AM_SLICE("random.amerce"), am_buffer_text(&t->text)));
    am_model_file file = {am_parse(&arena, &sources, 0, &said), 0};
    const am_model *model = am_model_of(&arena, &sources, &file, 1, &said);
    if (model != NULL) {
        verdict checked, enumerated = enumerate(t);
        assert_true(am_model_check_tables(&arena, model, true, &said));
        if (!read_verdict(t, &sources, &said, &checked) || !is_same_verdict(&checked, &enumerated)) {
            show(t, &sources, &said, number);
            (*failures)++;
        }
    } else if (said.first->diag != AM_DIAG_ROW_TWICE && said.first->diag != AM_DIAG_ROW_DATES_OVERLAP) {
        show(t, &sources, &said, number);
        (*failures)++;
    }
    am_arena_clear(&arena);
    return model != NULL;
}

static void random_tables_are_judged_as_enumeration_does(void **state) {
    uint64_t seed = 1, kept;
    unsigned tried = 0, failures = 0;
    (void)state;
    if (getenv("AMERCE_SEED") != NULL) {
        seed = strtoull(getenv("AMERCE_SEED"), NULL, 10);
    }
    kept = seed;
    for (unsigned i = 0; i < TABLES && failures < 3; i++) {
        table t;
        make_table(&seed, &t);
        if (t.case_count <= CASES_MAX && try_table(&t, i, &failures)) {
            tried++;
        }
        am_buffer_clear(&t.text);
    }
    print_message("%u tables, seed %llu (AMERCE_SEED)\n", tried, (unsigned long long)kept);
    assert_int_equal(failures, 0);
    assert_true(tried > TABLES / 2);
}

int check_random_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_tables_are_judged_as_enumeration_does),
    };
    return cmocka_run_group_tests_name("check_random", tests, NULL, NULL);
}
