/*
 * Texts, each once: a table in the order of their bytes, and their numbers where they stand.
 *
 * A text of the table is how many bytes it has in common with the one before, and the bytes that follow.
 * These are as many as there are, but at most SHARED_MAX, so that an image cannot ask for much more memory
 * than it has bytes. A table that is not in order, or has a text that nothing uses, is refused: a program has
 * one image.
 */
#include <stdlib.h>
#include <string.h>

#include "code/codec.h"

enum { SHARED_MAX = 30 };

static void collect(am_codec *codec, am_slice text) {
    uint32_t *places =
        AM_GROW(codec->arena, uint32_t, codec->places, codec->place_count, &codec->place_capacity);
    am_name name = am_names_intern(&codec->names, text);
    if (places == NULL || name == 0) {
        am_codec_stop(codec, AM_DIAG_NONE);
        return;
    }
    codec->places = places;
    places[codec->place_count++] = name;
}

void am_codec_text(am_codec *codec, am_slice *text) {
    uint32_t number = 0;
    if (codec->is_stopped || (codec->way == AM_CODEC_COLLECT && text->length == 0)) {
        return;
    }
    if (codec->way == AM_CODEC_COLLECT) {
        collect(codec, *text);
        return;
    }
    if (codec->way == AM_CODEC_WRITE && text->length > 0) {
        number = codec->places[codec->place_count++];
    }
    am_codec_u32(codec, &number);
    if (codec->way == AM_CODEC_WRITE) {
        return;
    }
    *text = (am_slice){NULL, 0};
    if (number > codec->text_count) {
        am_codec_stop(codec, AM_DIAG_LOAD_WORDS_NUMBER);
    } else if (number > 0) {
        *text = codec->texts[number - 1];
        codec->is_used[number - 1] = true;
    }
}

/* Bytes that a text has in common with the one before it. */
static uint32_t shared_of(am_slice before, am_slice text) {
    uint32_t shared = 0;
    while (shared < SHARED_MAX && shared < before.length && shared < text.length &&
           before.data[shared] == text.data[shared]) {
        shared++;
    }
    return shared;
}

static void write_texts(am_codec *codec) {
    am_slice before = {NULL, 0};
    for (size_t i = 0; i < codec->text_count; i++) {
        am_slice text = codec->texts[i];
        uint32_t shared = shared_of(before, text);
        uint32_t own = (uint32_t)text.length - shared;
        am_codec_u32(codec, &shared);
        am_codec_u32(codec, &own);
        am_buffer_put(codec->out, am_slice_part(text, shared, text.length));
        before = text;
    }
}

static int compare(const void *a, const void *b) {
    return am_slice_compare(**(const am_slice *const *)a, **(const am_slice *const *)b);
}

/* Puts the texts that were collected in order, and turns their places into numbers of the table. */
static void sort_texts(am_codec *codec) {
    size_t count = codec->place_count == 0 ? 0 : codec->names.count - 1;
    const am_slice **order = AM_NEW_ARRAY(codec->arena, const am_slice *, count + 1);
    uint32_t *numbers = AM_NEW_ARRAY(codec->arena, uint32_t, count + 1);
    codec->texts = AM_NEW_ARRAY(codec->arena, am_slice, count + 1);
    if (codec->arena->is_exhausted) {
        am_codec_stop(codec, AM_DIAG_NONE);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        order[i] = &codec->names.texts[i + 1];
    }
    if (count > 0) {
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are sorted */
        qsort(order, count, sizeof *order, compare);
    }
    for (size_t i = 0; i < count; i++) {
        codec->texts[i] = *order[i];
        numbers[order[i] - codec->names.texts] = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < codec->place_count; i++) {
        codec->places[i] = numbers[codec->places[i]];
    }
    codec->text_count = count;
    codec->place_count = 0;
}

/* The bytes of two parts, one behind the other. */
static am_slice join(am_codec *codec, am_slice shared, am_slice own) {
    char *bytes = am_arena_take_unset(codec->arena, shared.length + own.length, 1);
    if (bytes == NULL) {
        am_codec_stop(codec, AM_DIAG_NONE);
        return (am_slice){NULL, 0};
    }
    if (shared.length > 0) {
        memcpy(bytes, shared.data, shared.length);
    }
    memcpy(bytes + shared.length, own.data, own.length);
    return (am_slice){bytes, shared.length + own.length};
}

static am_slice read_text(am_codec *codec, am_slice before) {
    uint32_t shared = 0;
    uint32_t own = 0;
    am_slice text;
    am_codec_u32(codec, &shared);
    am_codec_u32(codec, &own);
    if (own > codec->in.length) {
        am_codec_stop(codec, AM_DIAG_LOAD_CUT_SHORT);
    } else if (shared > before.length || own == 0) {
        am_codec_stop(codec, AM_DIAG_LOAD_WORDS_ORDER);
    }
    if (codec->is_stopped) {
        return (am_slice){NULL, 0};
    }
    text = join(codec, am_slice_part(before, 0, shared), am_slice_part(codec->in, 0, own));
    codec->in = am_slice_part(codec->in, own, codec->in.length);
    if (text.length > 0 && (am_slice_compare(before, text) >= 0 || shared != shared_of(before, text))) {
        am_codec_stop(codec, AM_DIAG_LOAD_WORDS_ORDER);
    }
    return text;
}

static void read_texts(am_codec *codec) {
    codec->texts = AM_CODEC_ITEMS(codec, am_slice, codec->texts, codec->text_count, 3);
    codec->is_used = AM_CODEC_ITEMS(codec, bool, codec->is_used, codec->text_count, 3);
    for (size_t i = 0; i < codec->text_count && !codec->is_stopped; i++) {
        codec->index = (uint32_t)i;
        codec->is_used[i] = false;
        codec->texts[i] = read_text(codec, i == 0 ? (am_slice){NULL, 0} : codec->texts[i - 1]);
    }
}

void am_codec_texts(am_codec *codec) {
    uint32_t count;
    codec->part = "text";
    codec->index = 0;
    if (codec->way == AM_CODEC_WRITE) {
        sort_texts(codec);
    }
    if (codec->is_stopped) {
        return;
    }
    count = (uint32_t)codec->text_count;
    am_codec_u32(codec, &count);
    codec->text_count = count;
    if (codec->way == AM_CODEC_WRITE) {
        write_texts(codec);
    } else {
        read_texts(codec);
    }
}

void am_codec_end_texts(am_codec *codec) {
    codec->part = "text";
    for (size_t i = 0; i < codec->text_count && !codec->is_stopped; i++) {
        codec->index = (uint32_t)i;
        if (!codec->is_used[i]) {
            am_codec_stop(codec, AM_DIAG_LOAD_WORDS_UNUSED);
        }
    }
}
