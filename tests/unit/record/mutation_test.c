/*
 * Good records with random damage: every one is read or refused, however its bytes arrive.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "pipeline.h"
#include "record/json.h"

#ifndef MUTATION_ROUNDS
    #define MUTATION_ROUNDS 6000u
#endif

static const char *const seeds[] = {
    "{\"id\":\"A-1\",\"turnover\":12.5,\"benefit\":\"EUR 3.10\",\"yen\":\"JPY "
    "500\",\"share\":0.25,\"gain\":-1.50e3}\n"
    "{\"id\":2,\"staff\":12.0,\"intent\":\"reckless\",\"country\":\"\\u00c5land\",\"listed\":true}\n",
    "{\"decided_on\":\"2024-02-29\",\"probation\":\"P1Y6M\",\"delay\":\"P10D\",\n"
    "\"fine_range\":{\"lowest\":1,\"highest\":\"2.50\"},\n\"note\":\"a\\\"b\\u0001\\n\\ud83d\\ude00 "
    "A\xCC\x8A\"}\n",
    "[{\"firm\":{\"name\":\"X\",\"gr\xC3\xB6\xC3\x9F\x65\":5},\n "
    "\"infringements\":[{\"id\":\"i1\",\"gravity\":1,\n"
    "\"length\":4,\"priors\":[{\"year\":2001},{\"year\":1999}]},{\"gravity\":1,\"length\":0}]},\n "
    "{\"orders\":null}]\n",
};

/* Bytes that change what is around them. */
static const char telling[] = "{}[]\",:\\u0e+-. \n\xC3\xCC\x81\xFF\0PDMY";

static uint32_t next_random(uint32_t *random) {
    *random = *random * 1664525u + 1013904223u;
    return *random >> 16;
}

/* Changes, removes, repeats or moves a few bytes; the text has room for 64 more. Returns its length. */
static size_t damage(char *text, size_t length, uint32_t *random) {
    for (unsigned changes = 1 + next_random(random) % 3; changes > 0; changes--) {
        size_t at = next_random(random) % length;
        size_t span = 1 + next_random(random) % 8;

        span = span < length - at ? span : length - at;
        switch (next_random(random) % 4) {
        case 0:
            text[at] = telling[next_random(random) % (sizeof telling - 1)];
            break;
        case 1:
            text[at] = (char)(text[at] ^ 1 << next_random(random) % 8);
            break;
        case 2:
            memmove(text + at + span, text + at, length - at);
            length += span;
            break;
        default:
            if (span < length) {
                memmove(text + at, text + at + span, length - at - span);
                length -= span;
            }
            break;
        }
    }
    return length;
}

/* Whatever goes in, what comes out is a JSON value a line. */
static void check_lines(am_slice out) {
    while (out.length > 0) {
        const char *end = memchr(out.data, '\n', out.length);
        am_json_fault fault;

        assert_non_null(end);
        assert_int_equal(am_json_check((am_slice){out.data, (size_t)(end - out.data)}, &fault), AM_DIAG_NONE);
        out = am_slice_part(out, (size_t)(end - out.data) + 1, out.length);
    }
}

static void check_damaged(pipeline *line, const char *text, size_t length, uint32_t round) {
    am_record_options options = {.is_extra_ignored = round % 3 == 0};
    char *copy = malloc(length);
    am_buffer whole, pieces;

    assert_non_null(copy);
    memcpy(copy, text, length);
    am_buffer_init(&whole, am_allocator_standard());
    am_buffer_init(&pieces, am_allocator_standard());
    pipeline_run(line, (am_slice){copy, length}, SIZE_MAX, options, &whole);
    pipeline_run(line, (am_slice){copy, length}, round % 2, options, &pieces);
    assert_true(am_slice_is_equal(am_buffer_text(&whole), am_buffer_text(&pieces)));
    check_lines(am_buffer_text(&whole));
    am_buffer_clear(&whole);
    am_buffer_clear(&pieces);
    free(copy);
}

static void survives_damage(void **state) {
    char text[1024];
    uint32_t random = 65;
    pipeline line;

    (void)state;
    pipeline_init(&line, (am_limits){.records = 4, .elements = 8, .text_bytes = 256});
    for (uint32_t round = 0; round < MUTATION_ROUNDS; round++) {
        const char *seed = seeds[round % (sizeof seeds / sizeof seeds[0])];
        size_t length = strlen(seed);

        memcpy(text, seed, length);
        length = damage(text, length, &random);
        check_damaged(&line, text, length, round);
    }
    pipeline_clear(&line);
}

int mutation_tests(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(survives_damage)};

    return cmocka_run_group_tests_name("mutation", tests, NULL, NULL);
}
