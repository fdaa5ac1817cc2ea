/*
 * Bytes to items and items to bytes, by one and the same visit.
 *
 * A codec writes to a buffer, reads from an image, or goes through a program only to collect its texts. The
 * layout visits each part of the program once, in order; what a visit does depends on the direction, so that
 * the directions cannot drift apart. Reading doubts every byte: the first thing that is wrong stops the
 * codec, and every later visit leaves zeros. Memory is taken only for what the bytes that are left can hold.
 *
 * What is written has one form only, and reading insists on it, so that a program has one image. Integers are
 * seven bits a byte, the lowest first, without a last byte that is 0. A text is its number in the table of
 * texts, which has each once (see codec_texts.c).
 */
#ifndef AM_CODE_CODEC_H
#define AM_CODE_CODEC_H

#include "base/name.h"
#include "code/image.h"

typedef enum am_codec_way {
    AM_CODEC_READ,
    AM_CODEC_COLLECT, /* texts, before WRITE */
    AM_CODEC_WRITE,
} am_codec_way;

typedef struct am_codec {
    am_codec_way way;
    am_buffer *out; /* WRITE */
    am_slice in;    /* READ: what is left to be read */
    am_arena *arena;
    am_rejection *rejection;
    bool is_stopped;
    const char *part; /* where the codec is, for the rejection */
    uint32_t index;
    am_slice *texts; /* the table of texts; rising by their bytes, none empty */
    bool *is_used;   /* READ: one a text */
    size_t text_count;
    am_names names;   /* COLLECT: the texts, each once */
    uint32_t *places; /* COLLECT: their numbers there, as they are met; WRITE: in the table */
    size_t place_count;
    size_t place_capacity;
} am_codec;

/* Stops the codec; AM_DIAG_NONE for want of memory. Only the first call counts. */
void am_codec_stop(am_codec *codec, am_diag diag);

void am_codec_u8(am_codec *codec, uint8_t *value); /* one byte */
void am_codec_u16(am_codec *codec, uint16_t *value);
void am_codec_u32(am_codec *codec, uint32_t *value);
void am_codec_u64(am_codec *codec, uint64_t *value);
void am_codec_i32(am_codec *codec, int32_t *value);                  /* near 0 in few bytes */
void am_codec_index(am_codec *codec, uint16_t *value);               /* AM_NO_INDEX in one byte */
void am_codec_near(am_codec *codec, int32_t *value, int32_t origin); /* near the origin in few bytes */
void am_codec_near_index(am_codec *codec, uint16_t *value, uint16_t origin);
void am_codec_sum(am_codec *codec, uint64_t *checksum); /* eight bytes, the lowest first */
void am_codec_flag(am_codec *codec, bool *value);
void am_codec_decimal(am_codec *codec, am_decimal *value);
void am_codec_text(am_codec *codec, am_slice *text);

/* A member of a structure, as a field of an item. */
typedef enum am_form {
    AM_FORM_BITS, /* an integer of a byte that is below 2^bits */
    AM_FORM_FLAG,
    AM_FORM_TEXT,
    AM_FORM_COUNT, /* often 0 */
    AM_FORM_INDEX, /* often AM_NO_INDEX */
    AM_FORM_NEAR,  /* often that of the item before */
    AM_FORM_NEXT,  /* often one more than that of the item before */
} am_form;

typedef struct am_field {
    uint16_t offset;
    uint8_t form;
    uint8_t bytes; /* of the member */
    uint8_t bits;  /* in the first integer */
} am_field;

#define AM_FIELDS_MAX 24

#define AM_FIELD(type, member, form) \
    { offsetof(type, member), AM_FORM_##form, sizeof(((type *)0)->member), 1 }
#define AM_FIELD_BITS(type, member, bits) \
    { offsetof(type, member), AM_FORM_BITS, sizeof(((type *)0)->member), (bits) }

/* An item by its fields: first an integer of all bits and flags and of one bit for each other field that is
 * not as it often is, the first field lowest; then those fields. `before` is the item before, or NULL. */
void am_codec_fields(am_codec *codec, void *item, const void *before, const am_field *fields, unsigned count);

/* READ: room for so many items, or NULL when there are none or the codec is stopped. Else: `items` itself. */
void *am_codec_items(am_codec *codec, void *items, uint64_t count, size_t least_bytes, size_t item_bytes,
                     size_t alignment);

#define AM_CODEC_ITEMS(codec, type, items, count, least_bytes) \
    ((type *)am_codec_items((codec), (items), (count), (least_bytes), sizeof(type), _Alignof(type)))

/* The table of texts: READ: read; WRITE: those that were collected put in order and written. */
void am_codec_texts(am_codec *codec);
/* READ: stops when a text of the table was not used. */
void am_codec_end_texts(am_codec *codec);

#endif
