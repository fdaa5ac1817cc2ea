/*
 * Hostile images: every beginning and every changed bit of the sample's image, and random changes of several
 * places, each as it is and with its checksum made good.
 *
 * Each must be refused with a reason or be a program that is written to the same bytes again and can be
 * listed and run on random facts. Crashes are the sanitizers' to find. Arguments: how many random images, and
 * the seed that they are made from.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hostile_run.h"
#include "sample.h"

typedef struct run {
    am_slice sample;
    char *image; /* the sample's length */
    uint64_t accepted;
    uint64_t refused;
} run;

/* What was changed, for the message when it goes wrong. */
typedef struct change {
    const char *kind;
    uint64_t number;
} change;

static void fail(change change, const char *what) {
    fprintf(stderr, "%s %llu: %s\n", change.kind, (unsigned long long)change.number, what);
    exit(1);
}

static void check_accepted(const am_program *program, am_slice image, change change) {
    am_buffer again;
    am_buffer_init(&again, am_allocator_standard());
    am_image_write(&again, program);
    if (!am_slice_is_equal(am_buffer_text(&again), image)) {
        fail(change, "is accepted but not written as it was");
    }
    am_buffer_clear(&again);
    am_program_print(&again, program);
    am_buffer_clear(&again);
    hostile_run(program, change.number);
}

/* Memory for reading is limited to a small multiple of the image, which must be enough. */
static void check(run *run, am_slice image, change change) {
    am_arena arena;
    am_rejection rejection;
    const am_program *program;
    am_arena_init(&arena, am_allocator_standard(), 32 * image.length + 65536);
    program = am_image_read(&arena, image, &rejection);
    if (program != NULL) {
        run->accepted++;
        check_accepted(program, image, change);
    } else if (rejection.diag == AM_DIAG_NONE) {
        fail(change, arena.is_exhausted ? "takes too much memory" : "is refused without a reason");
    } else {
        run->refused++;
    }
    am_arena_clear(&arena);
}

/* As it is, then sealed. */
static void check_both(run *run, size_t length, change change) {
    am_slice image = {run->image, length};
    check(run, image, change);
    sample_seal(run->image, length);
    check(run, image, change);
    memcpy(run->image, run->sample.data, run->sample.length);
}

static void check_beginnings(run *run) {
    for (size_t length = 0; length < run->sample.length; length++) {
        check_both(run, length, (change){"beginning of length", length});
    }
}

static void check_bits(run *run) {
    for (size_t bit = 0; bit < run->sample.length * 8; bit++) {
        run->image[bit / 8] ^= (char)(1u << (bit % 8));
        check_both(run, run->sample.length, (change){"bit", bit});
    }
}

/* xorshift64*: the same images from the same seed everywhere. */
static uint64_t random_next(uint64_t *state) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1Du;
}

/* Changes up to four places to bytes that mean something: ends of ranges, and bytes from elsewhere in the
 * image. */
static void change_at_random(run *run, uint64_t *state) {
    static const unsigned char telling[] = {0x00, 0x01, 0x02, 0x7F, 0x80, 0xFE, 0xFF};
    uint64_t places = 1 + random_next(state) % 4;
    for (uint64_t i = 0; i < places; i++) {
        size_t at = random_next(state) % run->sample.length;
        size_t width = 1 + random_next(state) % 4;
        uint64_t kind = random_next(state);
        size_t from = random_next(state) % run->sample.length;
        for (size_t k = 0; k < width && at + k < run->sample.length && from + k < run->sample.length; k++) {
            run->image[at + k] =
                kind % 2 == 0 ? (char)telling[kind / 2 % sizeof telling] : run->sample.data[from + k];
        }
    }
}

static void check_random(run *run, uint64_t count, uint64_t seed) {
    uint64_t state = seed | 1;
    for (uint64_t i = 0; i < count; i++) {
        change_at_random(run, &state);
        check_both(run, run->sample.length, (change){"random image", i});
    }
}

int main(int argc, char **argv) {
    uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 20000;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20240229;
    am_arena arena;
    am_buffer image;
    run run = {0};
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_buffer_init(&image, am_allocator_standard());
    am_image_write(&image, sample_program(&arena));
    run.sample = am_buffer_text(&image);
    run.image = malloc(image.length);
    if (image.is_failed || run.image == NULL) {
        return 1;
    }
    memcpy(run.image, image.data, image.length);
    printf("an image of %zu bytes, %llu random ones from seed %llu\n", image.length,
           (unsigned long long)count, (unsigned long long)seed);
    fflush(stdout);
    check_beginnings(&run);
    check_bits(&run);
    check_random(&run, count, seed);
    printf("%llu refused, %llu accepted\n", (unsigned long long)run.refused,
           (unsigned long long)run.accepted);
    free(run.image);
    am_buffer_clear(&image);
    am_arena_clear(&arena);
    return 0;
}
