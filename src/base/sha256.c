/*
 * SHA-256, one block of 64 bytes at a time, as FIPS 180-4 writes it down.
 *
 * Bytes wait in the block until it is full. Eight rounds at a time, the letters a to h of the standard change
 * their places among the arguments instead of in memory.
 */
#include "base/sha256.h"

#include <string.h>

static const uint32_t round_constants[64] = {
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
    0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
    0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
    0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
    0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
    0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
    0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
    0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
};

static uint32_t rotate(uint32_t word, unsigned by) {
    return word >> by | word << (32 - by);
}

static uint32_t read_word(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void expand(const uint8_t *block, uint32_t words[64]) {
    for (size_t i = 0; i < 16; i++) {
        words[i] = read_word(block + 4 * i);
    }
    for (unsigned i = 16; i < 64; i++) {
        uint32_t before = words[i - 15], near = words[i - 2];

        words[i] = words[i - 16] + (rotate(before, 7) ^ rotate(before, 18) ^ before >> 3) + words[i - 7] +
                   (rotate(near, 17) ^ rotate(near, 19) ^ near >> 10);
    }
}

/* One round, after which what was a stands where b did, and so on. */
static inline void add_round(uint32_t a, uint32_t b, uint32_t c, uint32_t *d, uint32_t e, uint32_t f,
                             uint32_t g, uint32_t *h, uint32_t word) {
    *h += (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + (((f ^ g) & e) ^ g) + word;
    *d += *h;
    *h += (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) | ((a | b) & c));
}

static void add_block(am_sha256 *sum) {
    uint32_t words[64];
    const uint32_t *state = sum->state;
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];

    expand(sum->block, words);
    for (unsigned i = 0; i < 64; i += 8) {
        const uint32_t *constants = round_constants + i;
        const uint32_t *in = words + i;
        add_round(a, b, c, &d, e, f, g, &h, constants[0] + in[0]);
        add_round(h, a, b, &c, d, e, f, &g, constants[1] + in[1]);
        add_round(g, h, a, &b, c, d, e, &f, constants[2] + in[2]);
        add_round(f, g, h, &a, b, c, d, &e, constants[3] + in[3]);
        add_round(e, f, g, &h, a, b, c, &d, constants[4] + in[4]);
        add_round(d, e, f, &g, h, a, b, &c, constants[5] + in[5]);
        add_round(c, d, e, &f, g, h, a, &b, constants[6] + in[6]);
        add_round(b, c, d, &e, f, g, h, &a, constants[7] + in[7]);
    }
    const uint32_t after[8] = {a, b, c, d, e, f, g, h};
    for (unsigned i = 0; i < 8; i++) {
        sum->state[i] += after[i];
    }
}

void am_sha256_init(am_sha256 *sum) {
    static const uint32_t beginning[8] = {0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
                                          0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};

    *sum = (am_sha256){.length = 0};
    memcpy(sum->state, beginning, sizeof beginning);
}

void am_sha256_feed(am_sha256 *sum, am_slice bytes) {
    for (size_t at = 0; at < bytes.length;) {
        size_t used = sum->length % sizeof sum->block;
        size_t room = sizeof sum->block - used;
        size_t part = bytes.length - at < room ? bytes.length - at : room;

        memcpy(sum->block + used, bytes.data + at, part);
        sum->length += part;
        at += part;
        if (part == room) {
            add_block(sum);
        }
    }
}

static void feed_number(am_sha256 *sum, uint64_t number) {
    char bytes[8];

    for (unsigned i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(unsigned char)(number >> (56 - 8 * i));
    }
    am_sha256_feed(sum, (am_slice){bytes, sizeof bytes});
}

void am_sha256_feed_whole(am_sha256 *sum, am_slice bytes) {
    feed_number(sum, bytes.length);
    am_sha256_feed(sum, bytes);
}

am_digest am_sha256_finish(am_sha256 *sum) {
    static const char padding[64] = {(char)0x80};
    uint64_t bits = sum->length * 8;
    size_t used = sum->length % sizeof sum->block;
    am_digest digest;

    am_sha256_feed(sum, (am_slice){padding, used < 56 ? 56 - used : 120 - used});
    feed_number(sum, bits);
    for (unsigned i = 0; i < AM_SHA256_BYTES; i++) {
        digest.bytes[i] = (uint8_t)(sum->state[i / 4] >> (24 - 8 * (i % 4)));
    }
    return digest;
}

void am_digest_print(am_buffer *buffer, const am_digest *digest) {
    static const char digits[] = "0123456789abcdef";

    for (unsigned i = 0; i < AM_SHA256_BYTES; i++) {
        am_buffer_put_char(buffer, digits[digest->bytes[i] >> 4]);
        am_buffer_put_char(buffer, digits[digest->bytes[i] & 15]);
    }
}
