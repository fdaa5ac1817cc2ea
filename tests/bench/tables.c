/*
 * The proof of a large table: that its rows leave no gap and do not overlap.
 *
 *     bench_tables ROWS SEED
 *
 * Halves the space of six columns at random until there are ROWS parts, writes a row for each in random
 * order, and checks the table twice: as it is, and with `picks first`. Prints the processor time of both. Any
 * message about the table is a failure.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "model/model.h"
#include "syntax/parse.h"

enum { COLUMNS = 6, SIZE = 1000, ROWS_MAX = 10000 };

typedef struct box { /* whole values from `first` up to, not including, `end` */
    unsigned first[COLUMNS];
    unsigned end[COLUMNS];
} box;

static box boxes[ROWS_MAX];

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

/* Cuts a random box of the first `count` in two. */
static void cut(uint64_t *seed, unsigned count) {
    box *one = &boxes[below(seed, count)];
    unsigned column = below(seed, COLUMNS);
    unsigned size = one->end[column] - one->first[column];
    while (size < 2) {
        one = &boxes[below(seed, count)];
        size = one->end[column] - one->first[column];
    }
    unsigned middle = one->first[column] + 1 + below(seed, size - 1);
    boxes[count] = *one;
    boxes[count].first[column] = middle;
    one->end[column] = middle;
}

static void make_boxes(uint64_t *seed, unsigned rows) {
    for (unsigned i = 0; i < COLUMNS; i++) {
        boxes[0].end[i] = SIZE;
    }
    for (unsigned count = 1; count < rows; count++) {
        cut(seed, count);
    }
    for (unsigned i = rows - 1; i > 0; i--) {
        unsigned other = below(seed, i + 1);
        box kept = boxes[i];
        boxes[i] = boxes[other];
        boxes[other] = kept;
    }
}

static void put_cell(am_buffer *out, unsigned first, unsigned end, bool is_money) {
    const char *unit = is_money ? "EUR " : "";
    char text[64];
    if (first == 0 && end == SIZE) {
        snprintf(text, sizeof text, "-");
    } else if (first == 0) {
        snprintf(text, sizeof text, "under %s%u", unit, end);
    } else if (end == SIZE) {
        snprintf(text, sizeof text, "from %s%u", unit, first);
    } else {
        snprintf(text, sizeof text, "%s%u to under %s%u", unit, first, unit, end);
    }
    am_buffer_put_text(out, text);
}

static void write_rulebook(am_buffer *out, unsigned rows, const char *picks) {
    am_buffer_put_text(out, "rulebook bench\n  currency EUR\n\nrecord Case\n");
    am_buffer_put_text(out, "  a: money\n  b: money in from EUR 0\n  c: whole\n  d: whole in 0 to 1_000\n");
    am_buffer_put_text(out, "  e: number\n  f: number in from 0\n\nschedule s: whole  ");
    am_buffer_put_text(out, picks);
    am_buffer_put_text(out, "\n  | a | b | c | d | e | f || r |\n");
    for (unsigned row = 0; row < rows; row++) {
        for (unsigned i = 0; i < COLUMNS; i++) {
            am_buffer_put_text(out, i == 0 ? "  | " : " | ");
            put_cell(out, boxes[row].first[i], boxes[row].end[i], i < 2);
        }
        am_buffer_put_text(out, " || ");
        am_buffer_put_unsigned(out, row);
        am_buffer_put_text(out, " |\n");
    }
}

static bool check(unsigned rows, const char *picks) {
    am_arena arena;
    am_sources sources;
    am_diagnostics said;
    am_buffer text;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_sources_init(&sources, &arena);
    am_diagnostics_init(&said, &arena);
    am_buffer_init(&text, am_allocator_standard());
    write_rulebook(&text, rows, picks);
    am_sources_add(&sources, AM_SLICE("bench.amerce"), am_buffer_text(&text));
    am_model_file file = {am_parse(&arena, &sources, 0, &said), 0};
    const am_model *model = am_model_of(&arena, &sources, &file, 1, &said);
    clock_t started = clock();
    bool is_done = model != NULL && am_model_check_tables(&arena, model, true, &said);
    clock_t taken = clock() - started;
    printf("%u rows, %s: %.0f ms\n", rows, picks, (double)taken * 1000 / CLOCKS_PER_SEC);
    am_buffer messages;
    am_buffer_init(&messages, am_allocator_standard());
    for (const am_diagnostic *at = said.first; at != NULL; at = at->next) {
        am_diagnostic_print(&messages, &sources, at, false);
    }
    fprintf(stderr, "%.*s", (int)messages.length, messages.length > 0 ? messages.data : "");
    am_buffer_clear(&messages);
    am_buffer_clear(&text);
    am_arena_clear(&arena);
    return is_done && said.first == NULL;
}

int main(int count, char **words) {
    if (count != 3) {
        fprintf(stderr, "usage: bench_tables ROWS SEED\n");
        return 2;
    }
    unsigned rows = (unsigned)strtoul(words[1], NULL, 10);
    uint64_t seed = strtoull(words[2], NULL, 10);
    if (rows == 0 || rows > ROWS_MAX) {
        return 2;
    }
    make_boxes(&seed, rows);
    bool is_proved = check(rows, "picks only");
    return check(rows, "picks first") && is_proved ? 0 : 1;
}
