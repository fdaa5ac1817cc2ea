/*
 * Integers, flags, decimals and counts, written or read.
 */
#include "code/codec.h"

#include <string.h>

void am_codec_stop(am_codec *codec, am_diag diag) {
    if (codec->is_stopped) {
        return;
    }
    codec->is_stopped = true;
    codec->in = (am_slice){NULL, 0};
    *codec->rejection = (am_rejection){diag, codec->part, codec->index};
}

/* READ: the next byte of the image, or 0 when it has no more. */
static uint8_t next_byte(am_codec *codec) {
    uint8_t byte;
    if (codec->in.length == 0) {
        am_codec_stop(codec, AM_DIAG_LOAD_CUT_SHORT);
        return 0;
    }
    byte = (uint8_t)*codec->in.data++;
    codec->in.length--;
    return byte;
}

static void write_integer(am_codec *codec, uint64_t value) {
    for (; value > 0x7F; value >>= 7) {
        am_buffer_put_char(codec->out, (char)(value | 0x80));
    }
    am_buffer_put_char(codec->out, (char)value);
}

static uint64_t read_long_integer(am_codec *codec, uint64_t most) {
    uint64_t value = 0;
    for (unsigned shift = 0; !codec->is_stopped; shift += 7) {
        uint8_t byte = next_byte(codec);
        uint64_t bits = byte & 0x7F;
        bool is_last = byte <= 0x7F;
        if (shift > 63 || bits > most >> shift || (is_last && bits == 0 && shift > 0)) {
            am_codec_stop(codec, AM_DIAG_LOAD_INTEGER);
            break;
        }
        value |= bits << shift;
        if (is_last) {
            break;
        }
    }
    if (value > most) {
        am_codec_stop(codec, AM_DIAG_LOAD_INTEGER);
    }
    return codec->is_stopped ? 0 : value;
}

/* Nearly all have one byte. */
static uint64_t read_integer(am_codec *codec, uint64_t most) {
    if (codec->in.length > 0) {
        uint8_t byte = (uint8_t)*codec->in.data;
        if (byte <= 0x7F && byte <= most) {
            codec->in.data++;
            codec->in.length--;
            return byte;
        }
    }
    return read_long_integer(codec, most);
}

/* An integer up to `most`. */
static uint64_t visit_integer(am_codec *codec, uint64_t value, uint64_t most) {
    if (codec->way == AM_CODEC_READ) {
        return read_integer(codec, most);
    }
    if (codec->way == AM_CODEC_WRITE) {
        write_integer(codec, value);
    }
    return value;
}

void am_codec_u8(am_codec *codec, uint8_t *value) {
    if (codec->way == AM_CODEC_READ) {
        *value = next_byte(codec);
    } else if (codec->way == AM_CODEC_WRITE) {
        am_buffer_put_char(codec->out, (char)*value);
    }
}

void am_codec_u16(am_codec *codec, uint16_t *value) {
    *value = (uint16_t)visit_integer(codec, *value, UINT16_MAX);
}

void am_codec_u32(am_codec *codec, uint32_t *value) {
    *value = (uint32_t)visit_integer(codec, *value, UINT32_MAX);
}

void am_codec_u64(am_codec *codec, uint64_t *value) {
    *value = visit_integer(codec, *value, UINT64_MAX);
}

/* 0, -1, 1, -2, 2 and so on as 0, 1, 2, 3, 4; and back. */
static uint32_t fold_sign(uint32_t bits) {
    return bits << 1 ^ (uint32_t) - (bits >> 31);
}

static uint32_t unfold_sign(uint32_t folded) {
    return folded >> 1 ^ (uint32_t) - (folded & 1);
}

static int32_t signed_of(uint32_t bits) {
    return bits > INT32_MAX ? -(int32_t)(UINT32_MAX - bits) - 1 : (int32_t)bits;
}

void am_codec_near(am_codec *codec, int32_t *value, int32_t origin) {
    uint32_t folded = fold_sign((uint32_t)*value - (uint32_t)origin);
    am_codec_u32(codec, &folded);
    *value = signed_of(unfold_sign(folded) + (uint32_t)origin);
}

void am_codec_i32(am_codec *codec, int32_t *value) {
    am_codec_near(codec, value, 0);
}

void am_codec_near_index(am_codec *codec, uint16_t *value, uint16_t origin) {
    uint32_t bits = (uint32_t)(int32_t)(int16_t)(uint16_t)(*value - origin);
    uint16_t folded = (uint16_t)fold_sign(bits);
    am_codec_u16(codec, &folded);
    *value = (uint16_t)(unfold_sign(folded) + origin);
}

void am_codec_index(am_codec *codec, uint16_t *value) {
    uint16_t following = (uint16_t)(*value + 1);
    am_codec_u16(codec, &following);
    *value = (uint16_t)(following - 1);
}

void am_codec_sum(am_codec *codec, uint64_t *checksum) {
    uint64_t sum = 0;
    for (unsigned i = 0; i < 64; i += 8) {
        uint8_t byte = (uint8_t)(*checksum >> i);
        am_codec_u8(codec, &byte);
        sum |= (uint64_t)byte << i;
    }
    *checksum = sum;
}

void am_codec_flag(am_codec *codec, bool *value) {
    uint8_t byte = *value;
    am_codec_u8(codec, &byte);
    if (byte > 1) {
        am_codec_stop(codec, AM_DIAG_LOAD_FLAG);
    }
    *value = byte == 1;
}

/* Most decimals have few digits: the exponent comes with the sign and with whether there are more digits than
 * 64 bits hold. */
void am_codec_decimal(am_codec *codec, am_decimal *value) {
    uint64_t low = (uint64_t)value->digits;
    uint64_t high = (uint64_t)(value->digits >> 64);
    uint64_t rest = (uint64_t)fold_sign((uint32_t)value->exponent) << 2 | (value->is_negative ? 2u : 0u) |
                    (high != 0 ? 1u : 0u);
    rest = visit_integer(codec, rest, (uint64_t)UINT32_MAX << 2 | 3);
    am_codec_u64(codec, &low);
    if ((rest & 1) != 0) {
        am_codec_u64(codec, &high);
        if (high == 0) {
            am_codec_stop(codec, AM_DIAG_LOAD_INTEGER);
        }
    } else {
        high = 0;
    }
    value->digits = (am_u128)high << 64 | low;
    value->is_negative = (rest & 2) != 0;
    value->exponent = signed_of(unfold_sign((uint32_t)(rest >> 2)));
}

/* An unsigned member, whatever its width. */
static inline uint32_t load(const char *member, unsigned bytes) {
    uint16_t two;
    uint32_t four;
    if (bytes == 1) {
        return (uint8_t)*member;
    }
    memcpy(&two, member, sizeof two);
    if (bytes == 2) {
        return two;
    }
    memcpy(&four, member, sizeof four);
    return four;
}

static void store(char *member, unsigned bytes, uint32_t value) {
    uint16_t two = (uint16_t)value;
    if (bytes == 1) {
        *member = (char)value;
    } else if (bytes == 2) {
        memcpy(member, &two, sizeof two);
    } else {
        memcpy(member, &value, sizeof value);
    }
}

static uint32_t most_of(const am_field *field) {
    return field->bytes == 4 ? UINT32_MAX : (1u << 8 * field->bytes) - 1;
}

/* A difference of members as a signed one of 32 bits. */
static uint32_t widen(uint32_t difference, const am_field *field) {
    return field->bytes == 2 ? (uint32_t)(int32_t)(int16_t)(uint16_t)difference : difference;
}

/* What a member is counted from. */
static inline uint32_t origin_of(const am_field *field, const char *before) {
    switch ((am_form)field->form) {
    case AM_FORM_INDEX:
        return AM_NO_INDEX;
    case AM_FORM_NEAR:
        return before == NULL ? 0 : load(before + field->offset, field->bytes);
    case AM_FORM_NEXT:
        return before == NULL ? 0 : load(before + field->offset, field->bytes) + 1;
    default:
        return 0;
    }
}

static bool is_signed(const am_field *field) {
    return field->form == AM_FORM_NEAR || field->form == AM_FORM_NEXT;
}

static bool is_in_head(const am_field *field) {
    return field->form == AM_FORM_BITS || field->form == AM_FORM_FLAG;
}

/* The number that stands for a member; 0: it is as it often is. */
static inline uint32_t code_of(const am_field *field, const char *item, const char *before) {
    uint32_t value = load(item + field->offset, field->bytes) - origin_of(field, before);
    return is_signed(field) ? fold_sign(widen(value, field)) : value & most_of(field);
}

static void decode(const am_field *field, char *item, const char *before, uint32_t code) {
    uint32_t value = is_signed(field) ? unfold_sign(code) : code;
    store(item + field->offset, field->bytes, value + origin_of(field, before));
}

static am_slice *text_at(const am_field *field, char *item) {
    return (am_slice *)(void *)(item + field->offset);
}

static void write_fields(am_codec *codec, char *item, const char *before, const am_field *fields,
                         unsigned count) {
    uint32_t codes[AM_FIELDS_MAX];
    uint64_t head = 0;
    unsigned bits = 0;
    for (unsigned i = 0; i < count; i++) {
        const am_field *field = &fields[i];
        codes[i] =
            field->form == AM_FORM_TEXT ? text_at(field, item)->length != 0 : code_of(field, item, before);
        head |= (uint64_t)(is_in_head(field) ? codes[i] : codes[i] != 0) << bits;
        bits += field->bits;
    }
    write_integer(codec, head);
    for (unsigned i = 0; i < count; i++) {
        if (codes[i] == 0 || is_in_head(&fields[i])) {
            continue;
        }
        if (fields[i].form == AM_FORM_TEXT) {
            am_codec_text(codec, text_at(&fields[i], item));
        } else {
            write_integer(codec, codes[i]);
        }
    }
}

static void read_text(am_codec *codec, am_slice *text, bool is_stated) {
    *text = (am_slice){NULL, 0};
    if (is_stated) {
        am_codec_text(codec, text);
        if (text->length == 0) {
            am_codec_stop(codec, AM_DIAG_LOAD_INTEGER);
        }
    }
}

static void read_fields(am_codec *codec, char *item, const char *before, const am_field *fields,
                        unsigned count) {
    unsigned bits = 0;
    for (unsigned i = 0; i < count; i++) {
        bits += fields[i].bits;
    }
    uint64_t head = read_integer(codec, ((uint64_t)1 << bits) - 1);
    for (unsigned i = 0; i < count; i++) {
        const am_field *field = &fields[i];
        uint32_t own = (uint32_t)(head & ((1u << field->bits) - 1));
        head >>= field->bits;
        if (field->form == AM_FORM_TEXT) {
            read_text(codec, text_at(field, item), own != 0);
            continue;
        }
        if (own != 0 && !is_in_head(field)) {
            own = (uint32_t)read_integer(codec, most_of(field));
            if (own == 0) {
                am_codec_stop(codec, AM_DIAG_LOAD_INTEGER);
            }
        }
        decode(field, item, before, own);
    }
}

static void collect_texts(am_codec *codec, char *item, const am_field *fields, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        if (fields[i].form == AM_FORM_TEXT) {
            am_codec_text(codec, text_at(&fields[i], item));
        }
    }
}

void am_codec_fields(am_codec *codec, void *item, const void *before, const am_field *fields,
                     unsigned count) {
    switch (codec->way) {
    case AM_CODEC_READ:
        read_fields(codec, item, before, fields, count);
        break;
    case AM_CODEC_COLLECT:
        collect_texts(codec, item, fields, count);
        break;
    case AM_CODEC_WRITE:
        write_fields(codec, item, before, fields, count);
        break;
    }
}

/* READ: stops unless `count` items of at least so many bytes can follow; 0 when stopped. Else: count. */
static uint64_t room_for(am_codec *codec, uint64_t count, size_t least_bytes) {
    if (codec->way == AM_CODEC_READ && count > codec->in.length / least_bytes) {
        am_codec_stop(codec, AM_DIAG_LOAD_COUNT);
    }
    return codec->is_stopped ? 0 : count;
}

void *am_codec_items(am_codec *codec, void *items, uint64_t count, size_t least_bytes, size_t item_bytes,
                     size_t alignment) {
    void *taken;
    if (codec->way != AM_CODEC_READ) {
        return items;
    }
    count = room_for(codec, count, least_bytes);
    if (count == 0) {
        return NULL;
    }
    taken = am_arena_take_array(codec->arena, (size_t)count, item_bytes, alignment);
    if (taken == NULL) {
        am_codec_stop(codec, AM_DIAG_NONE);
    }
    return taken;
}
