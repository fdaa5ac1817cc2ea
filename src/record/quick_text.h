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

/* Digits, with zeros up to its places, that always fit 63 bits. */
#define AM_QUICK_DIGITS_MAX 18u

extern const int64_t am_quick_powers[AM_QUICK_PLACES_MAX + 1];

/* Digits, at least one and none before it where it is 0, fewer than eight; NULL where there are others. */
static inline const char *am_quick_few_digits(const char *at, uint64_t *out) {
    uint64_t digits = am_quick_load(at) ^ (AM_QUICK_ONES * '0');
    uint64_t others = am_quick_no_digits(digits);
    if (others == 0 || (others & 0x80) != 0 || ((digits & 0xFF) | (others & 0x8000)) == 0) {
        return NULL;
    }
    unsigned bits = (unsigned)__builtin_ctzll(others) & ~7u;
    *out = am_quick_eight(digits << (64 - bits));
    return at + bits / 8;
}

/* The same with eight digits or more, up to 16 and `most`. */
static inline const char *am_quick_many_digits(const char *at, size_t most, uint64_t *out) {
    uint64_t digits = am_quick_load(at) ^ (AM_QUICK_ONES * '0');
    uint64_t last = am_quick_load(at + 8) ^ (AM_QUICK_ONES * '0');
    uint64_t others = am_quick_no_digits(last);
    if (am_quick_no_digits(digits) != 0 || others == 0 || (uint8_t)digits == 0) {
        return NULL;
    }
    size_t more = (size_t)__builtin_ctzll(others) / 8;
    uint64_t low = am_quick_eight(last << (56 - 8 * more) << 8);
    *out = am_quick_eight(digits) * (uint64_t)am_quick_powers[more] + low;
    return 8 + more > most ? NULL : at + 8 + more;
}

/* What stands behind the digits of a number: a point and more of them, up to `places`, or nothing; then the
 * number is a count of 10^-places. NULL where there is a point alone. What comes then is the caller's affair.
 */
static inline const char *am_quick_places(const char *at, uint64_t digits, unsigned places, int64_t *out) {
    if (*at == '.') {
        unsigned digit = (unsigned)(unsigned char)at[1] - '0';
        if (digit >= 10) {
            return NULL;
        }
        for (at++; digit < 10 && places != 0; places--) {
            digits = digits * 10 + digit;
            digit = (unsigned)(unsigned char)*++at - '0';
        }
    }
    *out = (int64_t)digits * am_quick_powers[places];
    return at;
}

/* By month, as two digits may say it: its days, and those before it, in a year of 365. */
extern const uint8_t am_quick_month_days[100];
extern const int16_t am_quick_days_before[100];

/* `2024-12-30`: false where it is none, or no day. In the year 0, which no date is in, it comes to less than
 * AM_DATE_MIN. */
static inline bool am_quick_date(const char *at, int32_t *out) {
    uint64_t digits = am_quick_load(at + 2) ^ UINT64_C(0x30302D30302D3030); /* 00-00-00 */
    uint32_t century = (am_quick_load_half(at) & 0xFFFF) ^ UINT32_C(0x3030);
    uint64_t worst = ((digits + UINT64_C(0x76767F76767F7676)) | digits) & AM_QUICK_HIGHS;
    worst |= ((century + UINT32_C(0x7676)) | century) & UINT32_C(0x8080);
    if (worst != 0) {
        return false;
    }
    uint64_t pairs = digits * 10 + (digits >> 8); /* of digits, in every third byte */
    unsigned rest = (unsigned)pairs & 0xFF;
    unsigned month = (unsigned)(pairs >> 24) & 0xFF;
    unsigned day = (unsigned)(pairs >> 48) & 0xFF;
    century = (century * 10 + (century >> 8)) & 0xFF;
    bool is_leap = (rest != 0 ? rest & 3 : century & 3) == 0;
    if (day - 1 >= am_quick_month_days[month] && (month != 2 || day != 29 || !is_leap)) {
        return false;
    }
    /* The leap days up to this year's, which is not there yet before March; the year 0 began on day -719,528.
     */
    unsigned leaps = century * 24 + century / 4 + rest / 4 - (is_leap & (month <= 2));
    unsigned days = (century * 100 + rest) * 365 + leaps + (unsigned)am_quick_days_before[month] + day;
    *out = (int32_t)days - 719528;
    return true;
}

/* A name and the quote behind it as words, zeros behind that. */
enum { AM_QUICK_WORDS = 3, AM_QUICK_NAME_MAX = 8 * AM_QUICK_WORDS - 1 };
typedef struct am_quick_name {
    uint64_t words[AM_QUICK_WORDS];
} am_quick_name;

/* A name in a table of open addressing; code -1: a free place. */
typedef struct am_quick_code {
    am_quick_name name;
    int32_t code;
} am_quick_code;

/* A scale's names. Such as are not plain, or longer than AM_QUICK_NAME_MAX, are left out. */
typedef struct am_quick_codes {
    am_quick_code *places;
    uint32_t mask;
    uint64_t factor; /* of the hash: no two names meet, where one was found by which they do not */
} am_quick_codes;

static inline uint32_t am_quick_hash(const am_quick_codes *codes, am_quick_name name) {
    uint64_t all =
        name.words[0] ^ (name.words[1] * AM_QUICK_ONES) ^ (name.words[2] * UINT64_C(0x9E3779B97F4A7C15));
    all ^= all >> 32; /* a product's bits tell nothing of those above them */
    return (uint32_t)((all * codes->factor) >> 40) & codes->mask;
}

/* A bit at the top of the first byte of a word that is a quote; above it others may be set. */
static inline uint64_t am_quick_quotes(uint64_t bytes) {
    uint64_t quotes = bytes ^ (AM_QUICK_ONES * '"');
    return (quotes - AM_QUICK_ONES) & ~quotes & AM_QUICK_HIGHS;
}

/* The bytes of a word up to the first of those found, and with it. */
static inline uint64_t am_quick_through(uint64_t bytes, uint64_t found) {
    return bytes & (found ^ (found - 1));
}

/* The code of a name, and its length; -1 where there is none. */
typedef struct am_quick_found {
    int32_t code;
    uint32_t length;
} am_quick_found;

/* A name of less than eight bytes that is the only one which its hash leads to; mostly it is. */
static inline am_quick_found am_quick_find_short(const am_quick_codes *codes, const char *at) {
    am_quick_name name = {{am_quick_load(at)}};
    uint64_t found = am_quick_quotes(name.words[0]);
    name.words[0] = am_quick_through(name.words[0], found);
    const am_quick_code *code = &codes->places[am_quick_hash(codes, name)];
    bool is_it = code->name.words[0] == name.words[0] && found != 0;
    return (am_quick_found){is_it ? code->code : -1, is_it ? (uint32_t)__builtin_ctzll(found) / 8 : 0};
}

/* Likewise of less than sixteen. */
static inline am_quick_found am_quick_find_longer(const am_quick_codes *codes, const char *at) {
    am_quick_name name = {{am_quick_load(at), am_quick_load(at + 8)}};
    uint64_t found = am_quick_quotes(name.words[1]);
    name.words[1] = am_quick_through(name.words[1], found);
    const am_quick_code *code = &codes->places[am_quick_hash(codes, name)];
    uint64_t wrong = (code->name.words[0] ^ name.words[0]) | (code->name.words[1] ^ name.words[1]);
    bool is_it = wrong == 0 && found != 0;
    return (am_quick_found){is_it ? code->code : -1, is_it ? 8 + (uint32_t)__builtin_ctzll(found) / 8 : 0};
}

/* The code of a name of so many bytes, none of them a quote; -1 where there is none. */
int32_t am_quick_find_name(const am_quick_codes *codes, const char *at, size_t length);

/* How many places a table of so many names has: at least four times as many, so that few meet. */
uint32_t am_quick_code_places(uint32_t count);
/* Fills a table over its places. */
void am_quick_set_codes(am_quick_codes *codes, am_quick_code *places, const am_slice *names, uint32_t count);

#endif
