/*
 * Columns, cells and policies by chance; the rulebook's text around them.
 */
#include "random_table.h"

#include <stdio.h>
#include <string.h>

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

const fact table_facts[FACTS] = {
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

static const char *const policies[] = {
    [AM_PICKS_ONLY] = "\n",
    [AM_PICKS_FIRST] = "  picks first\n",
    [AM_PICKS_LAST] = "  picks last\n",
    [AM_PICKS_GREATEST] = "  picks greatest\n",
    [AM_PICKS_LEAST] = "  picks least\n",
    [AM_PICKS_SUM] = "  adds up\n",
};
enum { POLICIES = sizeof policies / sizeof *policies };

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
    const fact *of = &table_facts[DAY];
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
    const fact *fact = &table_facts[of->fact];
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

bool table_has_kind(const table *t, column_kind kind) {
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
        if (other == 0 && !table_has_kind(t, WHEN)) {
            made = (column){WHEN, FACTS - 1};
        } else if (other == 1 && !table_has_kind(t, IN_FORCE)) {
            made = (column){IN_FORCE, DAY};
        } else if (other == 2 && t->column_count > 0 && t->columns[0].kind == VALUE) {
            made = t->columns[0];
        }
        t->columns[t->column_count++] = made;
    }
}

static const char *header_of(const column *of) {
    return of->kind == WHEN ? "when" : of->kind == IN_FORCE ? "in force" : table_facts[of->fact].header;
}

static void write_table(table *t) {
    am_buffer_init(&t->text, am_allocator_standard());
    am_buffer_put_text(&t->text, head);
    am_buffer_put_text(&t->text, "schedule s: number");
    am_buffer_put_text(&t->text, policies[t->picks]);
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
    for (unsigned cut = 0; cut < count_values(table_facts[NAME].cuts); cut++) {
        const value *named = &table_facts[NAME].cuts[cut];
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
        if (table_facts[fact].is_text) {
            count = texts_of(t, t->points[at]);
        }
        for (unsigned k = 0; !table_facts[fact].is_text && k < count_values(table_facts[fact].points); k++) {
            t->points[at][count++] =
                (point){.place = table_facts[fact].points[k].place, .text = table_facts[fact].points[k].text};
        }
        if (table_facts[fact].is_optional) {
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

void table_make(uint64_t *seed, table *t) {
    memset(t, 0, sizeof *t);
    random_columns(seed, t);
    t->row_count = 1 + below(seed, ROWS_MAX);
    t->has_otherwise = below(seed, 3) == 0;
    t->picks = (am_picks)below(seed, POLICIES);
    for (unsigned row = 0; row < t->row_count; row++) {
        for (unsigned i = 0; i < t->column_count; i++) {
            t->cells[row][i] = random_cell(seed, &t->columns[i]);
        }
    }
    write_table(t);
    find_axes(t);
    end_dated_rows(t);
}
