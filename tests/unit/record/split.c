/*
 * Inputs for splitters.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "split.h"

static uint32_t next_random(uint32_t *random) {
    *random = *random * 1664525u + 1013904223u;
    return *random >> 16;
}

size_t split_piece(char *room, size_t bytes, am_slice *input, size_t piece, uint32_t *random) {
    assert_non_null(room);
    piece = piece == 0 ? 1 + next_random(random) % 9 : piece;
    bytes = bytes < piece ? bytes : piece;
    bytes = bytes < input->length ? bytes : input->length;
    if (bytes > 0) {
        memcpy(room, input->data, bytes);
    }
    *input = am_slice_part(*input, bytes, input->length);
    return bytes;
}

void split_put_text(am_buffer *out, am_slice text) {
    for (size_t i = 0; i < text.length; i++) {
        am_buffer_put_char(out, text.data[i] == '\n' ? '~' : text.data[i]);
    }
    am_buffer_put_char(out, '\n');
}

static void check(am_slice input, const char *events, size_t piece, uint32_t random, bool is_long,
                  split_function *split) {
    am_buffer out;

    am_buffer_init(&out, am_allocator_standard());
    split(input, piece, random, is_long, &out);
    am_buffer_put_char(&out, '\0');
    if (strcmp(out.data, events) != 0) {
        fail_msg("%.*s\nin pieces of %zu gave\n%s", (int)(input.length < 1000 ? input.length : 1000),
                 input.data, piece, out.data);
    }
    am_buffer_clear(&out);
}

void split_check_whole(const split_row *rows, size_t count, split_function *split) {
    for (size_t i = 0; i < count; i++) {
        check(am_slice_of(rows[i].input), rows[i].events, SIZE_MAX, 1, false, split);
    }
}

void split_check_pieces(const split_row *rows, size_t count, split_function *split) {
    for (size_t i = 0; i < count; i++) {
        for (size_t piece = 1; piece <= 3; piece++) {
            check(am_slice_of(rows[i].input), rows[i].events, piece, 1, false, split);
        }
        for (uint32_t random = 1; random < 20; random++) {
            check(am_slice_of(rows[i].input), rows[i].events, 0, random, false, split);
        }
    }
}

void split_check_long(const split_long_row *rows, size_t count, split_function *split) {
    for (size_t i = 0; i < count; i++) {
        const split_long_row *row = &rows[i];
        size_t before = strlen(row->before);
        size_t part = strlen(row->part);
        size_t after = strlen(row->after);
        size_t length = before + part * row->count + after;
        char *text = malloc(length + 1);

        assert_non_null(text);
        memcpy(text, row->before, before);
        for (size_t k = 0; k < row->count; k++) {
            memcpy(text + before + k * part, row->part, part);
        }
        memcpy(text + length - after, row->after, after + 1);
        check((am_slice){text, length}, row->events, SIZE_MAX, 7, true, split);
        check((am_slice){text, length}, row->events, 4093, 7, true, split);
        free(text);
    }
}

void split_check_soups(am_slice alphabet, unsigned rounds, split_function *split) {
    uint32_t random = 20240630;
    char text[120];

    for (unsigned round = 0; round < rounds; round++) {
        size_t length = next_random(&random) % sizeof text;
        am_buffer whole, pieces;

        for (size_t i = 0; i < length; i++) {
            text[i] = alphabet.data[next_random(&random) % alphabet.length];
        }
        am_buffer_init(&whole, am_allocator_standard());
        am_buffer_init(&pieces, am_allocator_standard());
        split((am_slice){text, length}, SIZE_MAX, 1, false, &whole);
        split((am_slice){text, length}, round % 4, round, false, &pieces);
        assert_true(am_slice_is_equal(am_buffer_text(&whole), am_buffer_text(&pieces)));
        am_buffer_clear(&whole);
        am_buffer_clear(&pieces);
    }
}
