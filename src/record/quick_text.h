/*
 * Pieces of text as the quick reader meets them: short, plain, and eight bytes at a time.
 *
 * A word holds the text's first byte lowest, whatever the machine's order is. AM_QUICK_SLACK bytes behind a
 * text may be read, and a line end stands there.
 */
#ifndef AM_RECORD_QUICK_TEXT_H
#define AM_RECORD_QUICK_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/decimal.h"
#include "base/slice.h"

#define AM_QUICK_ONES  UINT64_C(0x0101010101010101)
#define AM_QUICK_HIGHS UINT64_C(0x8080808080808080)

static inline uint64_t am_quick_load(const char *at) {
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap64(bytes);
#endif
    return bytes;
}

static inline uint32_t am_quick_load_half(const char *at) {
    uint32_t bytes;
    memcpy(&bytes, at, sizeof bytes);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap32(bytes);
#endif
    return bytes;
}

/* The first `length` bytes of a word, up to all eight. */
static inline uint64_t am_quick_mask(size_t length) {
    return length >= 8 ? UINT64_MAX : (UINT64_C(1) << (8 * length)) - 1;
}

/* Whether a text stands in JSON as it is. */
bool am_quick_is_plain(am_slice text);

/* Bits at the top of the bytes that are not plain: quotes, backslashes, control characters, and what is not
 * ASCII. Right for the lowest of them, which is the one that counts. */
static inline uint64_t am_quick_odd(uint64_t bytes) {
    uint64_t quotes = bytes ^ (AM_QUICK_ONES * '"');
    uint64_t slashes = bytes ^ (AM_QUICK_ONES * '\\');
    uint64_t found = ((quotes - AM_QUICK_ONES) & ~quotes) | ((slashes - AM_QUICK_ONES) & ~slashes) |
                     ((bytes - AM_QUICK_ONES * 0x20) & ~bytes) | bytes;
    return found & AM_QUICK_HIGHS;
}

/* The length of the plain text from `at` on. */
static inline size_t am_quick_length(const char *at) {
    for (size_t length = 0;; length += 8) {
        uint64_t odd = am_quick_odd(am_quick_load(at + length));
        if (odd != 0) {
            return length + (size_t)(__builtin_ctzll(odd) / 8);
        }
    }
}

/* Bits at the top of the bytes that are no digits, of a word less '0' each; right for the lowest of them. */
static inline uint64_t am_quick_no_digits(uint64_t digits) {
    return ((digits + AM_QUICK_ONES * 0x76) | digits) & AM_QUICK_HIGHS;
}

/* Eight digits, the first of them lowest. */
static inline uint32_t am_quick_eight(uint64_t digits) {
    digits = digits * 10 + (digits >> 8);
    uint64_t high = (digits & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064);
    uint64_t low = ((digits >> 16) & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001);
    return (uint32_t)((high + low) >> 32);
}

/* Digits behind the point that a quick number has at most. */
#define AM_QUICK_PLACES_MAX 9u

/* Up to 16 digits: how many there are, and what they come to; SIZE_MAX where there are more. */
static inline size_t am_quick_digits(const char *at, uint64_t *out) {
    uint64_t digits = am_quick_load(at) ^ (AM_QUICK_ONES * '0');
    uint64_t others = am_quick_no_digits(digits);
    if (others != 0) {
        unsigned bits = (unsigned)__builtin_ctzll(others) & ~7u;
        *out = bits == 0 ? 0 : am_quick_eight(digits << (64 - bits));
        return bits / 8;
    }
    others = am_quick_no_digits(am_quick_load(at + 8) ^ (AM_QUICK_ONES * '0'));
    if (others == 0) {
        return SIZE_MAX;
    }
    size_t count = 8 + (size_t)__builtin_ctzll(others) / 8;
    uint64_t last = am_quick_load(at + count - 8) ^ (AM_QUICK_ONES * '0');
    uint64_t first = count == 8 ? 0 : am_quick_eight(digits << (8 * (16 - count)));
    *out = first * 100000000 + am_quick_eight(last);
    return count;
}

/* Digits, with zeros up to its places, that always fit 63 bits. */
#define AM_QUICK_DIGITS_MAX 18u

/* A number, up to `places` of its digits behind the point, as a count of 10^-places. NULL where it is written
 * otherwise. What stands behind it is the caller's affair. */
static inline const char *am_quick_number(const char *at, unsigned places, int64_t *out) {
    static const int64_t powers[AM_QUICK_PLACES_MAX + 1] = {1,      10,      100,      1000,      10000,
                                                            100000, 1000000, 10000000, 100000000, 1000000000};
    bool is_negative = *at == '-';
    at += is_negative;
    uint64_t count = 0;
    size_t length = am_quick_digits(at, &count);
    /* At least one, and none before it where it is 0. */
    if (length - 1 >= AM_QUICK_DIGITS_MAX - places || (*at == '0' && length > 1)) {
        return NULL;
    }
    at += length;
    if (*at == '.') {
        unsigned digit = (unsigned)(unsigned char)at[1] - '0';
        if (digit >= 10) {
            return NULL;
        }
        for (at++; digit < 10 && places != 0; places--) {
            count = count * 10 + digit;
            digit = (unsigned)(unsigned char)*++at - '0';
        }
    }
    count *= (uint64_t)powers[places];
    *out = is_negative ? -(int64_t)count : (int64_t)count;
    return at;
}

/* `2024-12-30`: false where it is none, or no day. */
static inline bool am_quick_date(const char *at, int32_t *out) {
    static const uint8_t lengths[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const int16_t before[13] = {0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
    uint64_t front = am_quick_load(at) ^ UINT64_C(0x2D30302D30303030); /* 0000-00- */
    uint32_t back = (am_quick_load_half(at + 8) & 0xFFFF) ^ UINT32_C(0x3030);
    uint64_t worst = ((front + UINT64_C(0x7F76767F76767676)) | front) & AM_QUICK_HIGHS;
    worst |= ((back + UINT32_C(0x7676)) | back) & UINT32_C(0x8080);
    if (worst != 0) {
        return false;
    }
    uint32_t pairs = (uint32_t)front * 10 + (uint32_t)(front >> 8); /* of digits, in every second byte */
    unsigned year = (pairs & 0xFF) * 100 + ((pairs >> 16) & 0xFF);
    unsigned month = (unsigned)(front >> 40 & 0xF) * 10 + (unsigned)(front >> 48 & 0xF);
    unsigned day = (back & 0xF) * 10 + (back >> 8 & 0xF);
    if (year == 0 || month - 1 > 11 || day == 0) {
        return false;
    }
    if (day > lengths[month]) {
        bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if (month != 2 || day != 29 || !is_leap) {
            return false;
        }
    }
    /* Years begin in March, the year 0 on day -719,468. */
    unsigned of_march = year - (month <= 2 ? 1 : 0);
    unsigned century = of_march / 100;
    *out =
        (int32_t)(of_march * 365 + of_march / 4 - century + century / 4 + (unsigned)before[month] + day - 1) -
        719468;
    return true;
}

/* A name as words, zeros behind it. */
enum { AM_QUICK_WORDS = 3, AM_QUICK_NAME_MAX = 8 * AM_QUICK_WORDS - 1 };
typedef struct am_quick_name {
    uint64_t words[AM_QUICK_WORDS];
} am_quick_name;

/* A name in a table of open addressing; code -1: a free place. */
typedef struct am_quick_code {
    am_quick_name name;
    uint32_t length;
    int32_t code;
} am_quick_code;

/* A scale's names. Such as are not plain, or longer than AM_QUICK_NAME_MAX, are left out. */
typedef struct am_quick_codes {
    am_quick_code *places;
    uint32_t mask;
    uint64_t factor; /* of the hash: no two names meet, where one was found by which they do not */
} am_quick_codes;

static inline uint32_t am_quick_hash(const am_quick_codes *codes, const am_quick_name *name) {
    const uint64_t *words = name->words;
    uint64_t all = words[0] ^ (words[1] * AM_QUICK_ONES) ^ (words[2] * UINT64_C(0x9E3779B97F4A7C15));
    return (uint32_t)((all * codes->factor) >> 40) & codes->mask;
}

/* A bit at the top of the first byte of a word that is a quote; above it others may be set. */
static inline uint64_t am_quick_quotes(uint64_t bytes) {
    uint64_t quotes = bytes ^ (AM_QUICK_ONES * '"');
    return (quotes - AM_QUICK_ONES) & ~quotes & AM_QUICK_HIGHS;
}

/* The bytes of a word before the first of those found; all of them where there is none. */
static inline uint64_t am_quick_before(uint64_t bytes, uint64_t found) {
    return bytes & (((found & (0 - found)) >> 7) - 1);
}

/* The code of a name of less than eight bytes; -1 where there is none. */
static inline int32_t am_quick_find_short(const am_quick_codes *codes, uint64_t word, size_t length) {
    am_quick_name name = {{word, 0, 0}};
    for (uint32_t i = am_quick_hash(codes, &name);; i = (i + 1) & codes->mask) {
        const am_quick_code *code = &codes->places[i];
        if ((code->name.words[0] == word && code->length == length) || code->code < 0) {
            return code->code;
        }
    }
}

/* The code of a name of eight bytes or more, and its length. */
int32_t am_quick_find_long(const am_quick_codes *codes, const char *at, size_t *length);

/* The code of the name before the next quote, and its length; -1 where it has none. */
static inline int32_t am_quick_find_code(const am_quick_codes *codes, const char *at, size_t *length) {
    uint64_t bytes = am_quick_load(at);
    uint64_t found = am_quick_quotes(bytes);
    if (found == 0) {
        return am_quick_find_long(codes, at, length);
    }
    *length = (size_t)__builtin_ctzll(found) / 8;
    return am_quick_find_short(codes, am_quick_before(bytes, found), *length);
}

/* The code of a name of so many bytes, none of them a quote; -1 where there is none. */
int32_t am_quick_find_name(const am_quick_codes *codes, const char *at, size_t length);

/* How many places a table of so many names has: at least twice as many. */
uint32_t am_quick_code_places(uint32_t count);
/* Fills a table over its places. */
void am_quick_set_codes(am_quick_codes *codes, am_quick_code *places, const am_slice *names, uint32_t count);

#endif
