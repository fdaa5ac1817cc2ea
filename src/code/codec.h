/*
 * Bytes to items and items to bytes, by one and the same visit.
 *
 * A codec either writes to a buffer or reads from an image. The layout visits each part of the program once,
 * in order; what a visit does depends on the direction, so that the two cannot drift apart. Reading doubts
 * every byte: the first thing that is wrong stops the codec, and every later visit leaves zeros. Memory is
 * taken only for what the bytes that are left can hold.
 */
#ifndef AM_CODE_CODEC_H
#define AM_CODE_CODEC_H

#include "code/image.h"

typedef struct am_codec {
    am_buffer *out; /* writing, else NULL */
    am_slice in;    /* what is left to be read */
    am_arena *arena;
    am_rejection *rejection;
    bool is_stopped;
    const char *part; /* where the codec is, for the rejection */
    uint32_t index;
} am_codec;

bool am_codec_is_reading(const am_codec *codec);
/* Stops the codec; AM_DIAG_NONE for want of memory. Only the first call counts. */
void am_codec_stop(am_codec *codec, am_diag diag);

void am_codec_u8(am_codec *codec, uint8_t *value);
void am_codec_u16(am_codec *codec, uint16_t *value);
void am_codec_u32(am_codec *codec, uint32_t *value);
void am_codec_u64(am_codec *codec, uint64_t *value);
void am_codec_i32(am_codec *codec, int32_t *value);
void am_codec_flag(am_codec *codec, bool *value);
void am_codec_decimal(am_codec *codec, am_decimal *value);
void am_codec_text(am_codec *codec, am_slice *text);

/* Reading: stops unless `count` items of at least so many bytes can follow; 0 when stopped. Writing: count.
 */
uint64_t am_codec_room(am_codec *codec, uint64_t count, size_t least_bytes);
/* Writing: `items` itself. Reading: room for so many items, or NULL when there are none or the codec is
 * stopped. */
void *am_codec_items(am_codec *codec, void *items, uint64_t count, size_t least_bytes, size_t item_bytes,
                     size_t alignment);

#define AM_CODEC_ITEMS(codec, type, items, count, least_bytes) \
    ((type *)am_codec_items((codec), (items), (count), (least_bytes), sizeof(type), _Alignof(type)))

#endif
