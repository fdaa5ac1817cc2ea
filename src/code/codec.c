/*
 * Little-endian integers, flags, texts and counts, written or read.
 */
#include "code/codec.h"

bool am_codec_is_reading(const am_codec *codec) {
    return codec->out == NULL;
}

void am_codec_stop(am_codec *codec, am_diag diag) {
    if (codec->is_stopped) {
        return;
    }
    codec->is_stopped = true;
    codec->in = (am_slice){NULL, 0};
    *codec->rejection = (am_rejection){diag, codec->part, codec->index};
}

/* The next bytes of the image, or NULL when it has no more. */
static const char *take(am_codec *codec, size_t bytes) {
    const char *data = codec->in.data;
    if (codec->is_stopped || codec->in.length < bytes) {
        am_codec_stop(codec, AM_DIAG_LOAD_CUT_SHORT);
        return NULL;
    }
    codec->in = am_slice_part(codec->in, bytes, codec->in.length);
    return data;
}

static uint64_t visit_integer(am_codec *codec, uint64_t value, unsigned bytes) {
    const char *data;
    if (!am_codec_is_reading(codec)) {
        for (unsigned i = 0; i < bytes; i++) {
            am_buffer_put_char(codec->out, (char)(value >> (8 * i)));
        }
        return value;
    }
    data = take(codec, bytes);
    value = 0;
    for (unsigned i = 0; data != NULL && i < bytes; i++) {
        value |= (uint64_t)(unsigned char)data[i] << (8 * i);
    }
    return value;
}

void am_codec_u8(am_codec *codec, uint8_t *value) {
    *value = (uint8_t)visit_integer(codec, *value, 1);
}

void am_codec_u16(am_codec *codec, uint16_t *value) {
    *value = (uint16_t)visit_integer(codec, *value, 2);
}

void am_codec_u32(am_codec *codec, uint32_t *value) {
    *value = (uint32_t)visit_integer(codec, *value, 4);
}

void am_codec_u64(am_codec *codec, uint64_t *value) {
    *value = visit_integer(codec, *value, 8);
}

void am_codec_i32(am_codec *codec, int32_t *value) {
    uint32_t bits = (uint32_t)visit_integer(codec, (uint32_t)*value, 4);
    *value = bits > INT32_MAX ? -(int32_t)(UINT32_MAX - bits) - 1 : (int32_t)bits;
}

void am_codec_flag(am_codec *codec, bool *value) {
    uint64_t byte = visit_integer(codec, *value, 1);
    if (byte > 1) {
        am_codec_stop(codec, AM_DIAG_LOAD_FLAG);
    }
    *value = byte == 1;
}

void am_codec_decimal(am_codec *codec, am_decimal *value) {
    uint64_t low = (uint64_t)value->digits;
    uint64_t high = (uint64_t)(value->digits >> 64);
    am_codec_u64(codec, &low);
    am_codec_u64(codec, &high);
    value->digits = (am_u128)high << 64 | low;
    am_codec_i32(codec, &value->exponent);
    am_codec_flag(codec, &value->is_negative);
}

void am_codec_text(am_codec *codec, am_slice *text) {
    uint32_t length = (uint32_t)text->length;
    const char *data;
    am_codec_u32(codec, &length);
    if (!am_codec_is_reading(codec)) {
        am_buffer_put(codec->out, *text);
        return;
    }
    data = take(codec, length);
    *text = data == NULL ? (am_slice){NULL, 0} : am_arena_copy(codec->arena, (am_slice){data, length});
    if (text->length != length) {
        am_codec_stop(codec, AM_DIAG_NONE);
    }
}

uint64_t am_codec_room(am_codec *codec, uint64_t count, size_t least_bytes) {
    if (am_codec_is_reading(codec) && count > codec->in.length / least_bytes) {
        am_codec_stop(codec, AM_DIAG_LOAD_COUNT);
    }
    return codec->is_stopped ? 0 : count;
}

void *am_codec_items(am_codec *codec, void *items, uint64_t count, size_t least_bytes, size_t item_bytes,
                     size_t alignment) {
    void *taken;
    if (!am_codec_is_reading(codec)) {
        return items;
    }
    count = am_codec_room(codec, count, least_bytes);
    if (count == 0) {
        return NULL;
    }
    taken = am_arena_take_array(codec->arena, (size_t)count, item_bytes, alignment);
    if (taken == NULL) {
        am_codec_stop(codec, AM_DIAG_NONE);
    }
    return taken;
}
