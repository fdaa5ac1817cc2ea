/*
 * No rulebook of 4 KiB takes over 100 ms or 16 MiB to compile or refuse.
 *
 *     compile_cost MUTATIONS SEED RULEBOOK...
 *
 * Compiles each adversarial shape, MUTATIONS random mutations of the rulebooks and a fifth as many random
 * tables, counting the memory held. The memory is exact and decides. Time is the processor's and is allowed
 * ten times as much as it should take, since machines differ; instructions.sh counts instructions instead.
 * Prints the worst of each.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "adversary.h"

#define MOST_BYTES   ((size_t)16 << 20)
#define MOST_SECONDS 1.0

typedef struct cost {
    size_t bytes;
    clock_t ticks;
    char bytes_by[96];
    char ticks_by[96];
    bool is_exceeded;
} cost;

static bool drop(void *context, const char *data, size_t length) {
    (void)context;
    (void)data;
    (void)length;
    return true;
}

static void measure(const writing *text, const char *name, bool is_told, cost *worst) {
    clock_t start = clock();
    compiled made = compile_writing(text);
    amerce_diagnostics_write(made.diagnostics, AMERCE_DIAGNOSTICS_TEXT, (amerce_sink){drop, NULL});
    clock_t ticks = clock() - start;
    bool is_over = made.peak_bytes > MOST_BYTES || ticks > MOST_SECONDS * CLOCKS_PER_SEC ||
                   (made.status != AMERCE_OK && made.status != AMERCE_REFUSED);
    if (is_told || is_over) {
        amerce_diagnostic first = {.code = "-"};
        amerce_diagnostics_get(made.diagnostics, 0, &first);
        printf("%9zu bytes %7ld us  %-5s  %s\n", made.peak_bytes, (long)(ticks * 1000000 / CLOCKS_PER_SEC),
               made.status == AMERCE_OK ? "-" : first.code, name);
    }
    if (is_over) {
        printf("too dear: %s\n%.*s\n", name, (int)text->length, text->data);
        worst->is_exceeded = true;
    }
    if (made.peak_bytes > worst->bytes) {
        worst->bytes = made.peak_bytes;
        snprintf(worst->bytes_by, sizeof worst->bytes_by, "%s", name);
    }
    if (ticks > worst->ticks) {
        worst->ticks = ticks;
        snprintf(worst->ticks_by, sizeof worst->ticks_by, "%s", name);
    }
    compiled_clear(&made);
}

static bool read_file(const char *path, writing *out) {
    char piece[4096];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    for (size_t count; (count = fread(piece, 1, sizeof piece, file)) > 0;) {
        write_bytes(out, piece, count);
    }
    fclose(file);
    return out->length > 0;
}

static bool mutate(const char *path, unsigned long count, uint64_t seed, cost *worst) {
    writing whole = {0};
    if (!read_file(path, &whole)) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return false;
    }
    for (unsigned long i = 0; i < count; i++) {
        char name[96];
        writing text = {0};
        uint64_t state = seed + i;
        const char *base = strrchr(path, '/');
        adversary_mutate(whole.data, whole.length, &state, &text);
        snprintf(name, sizeof name, "%s, seed %llu", base == NULL ? path : base + 1,
                 (unsigned long long)(seed + i));
        measure(&text, name, false, worst);
        writing_clear(&text);
    }
    writing_clear(&whole);
    return true;
}

static void try_tables(unsigned long count, uint64_t seed, cost *worst) {
    for (unsigned long i = 0; i < count; i++) {
        char name[96];
        writing text = {0};
        uint64_t state = seed + i;
        adversary_table(&state, &text);
        snprintf(name, sizeof name, "table, seed %llu", (unsigned long long)(seed + i));
        measure(&text, name, false, worst);
        writing_clear(&text);
    }
}

int main(int argc, char **argv) {
    cost worst = {0};
    if (argc < 3) {
        fputs("usage: compile_cost MUTATIONS SEED RULEBOOK...\n", stderr);
        return 2;
    }
    unsigned long mutations = strtoul(argv[1], NULL, 10);
    uint64_t seed = strtoull(argv[2], NULL, 10);
    for (size_t i = 0; i < adversary_count(); i++) {
        writing text = {0};
        adversary_write(i, &text);
        measure(&text, adversary_name(i), true, &worst);
        writing_clear(&text);
    }
    try_tables(mutations / 5, seed, &worst);
    for (int i = 3; i < argc; i++) {
        if (!mutate(argv[i], mutations / (unsigned long)(argc - 3), seed, &worst)) {
            return 2;
        }
    }
    printf("worst: %zu bytes (%s), %ld us (%s); %zu shapes, %lu mutations from seed %llu\n", worst.bytes,
           worst.bytes_by, (long)(worst.ticks * 1000000 / CLOCKS_PER_SEC), worst.ticks_by, adversary_count(),
           mutations, (unsigned long long)seed);
    return worst.is_exceeded ? 1 : 0;
}
