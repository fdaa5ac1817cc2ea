/*
 * SHA-256 (FIPS 180-4): bytes to a digest that nobody can find other bytes for.
 *
 * Fed in pieces of any size; the digest depends on their bytes only. Nothing is allocated.
 */
#ifndef AM_BASE_SHA256_H
#define AM_BASE_SHA256_H

#include "base/buffer.h"

#define AM_SHA256_BYTES 32

typedef struct am_digest {
    uint8_t bytes[AM_SHA256_BYTES];
} am_digest;

typedef struct am_sha256 {
    uint32_t state[8];
    uint64_t length; /* bytes fed so far */
    uint8_t block[64];
} am_sha256;

void am_sha256_init(am_sha256 *sum);
void am_sha256_feed(am_sha256 *sum, am_slice bytes);
/* Feeds the length and then the bytes, so that where one text ends and the next begins is part of the sum. */
void am_sha256_feed_whole(am_sha256 *sum, am_slice bytes);
am_digest am_sha256_finish(am_sha256 *sum);

/* Appends 64 digits, 0 to 9 and a to f. */
void am_digest_print(am_buffer *buffer, const am_digest *digest);

#endif
