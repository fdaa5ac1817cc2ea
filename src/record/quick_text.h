/*
 * Pieces of text as the quick reader meets them: short, plain, and several bytes at a time.
 *
 * AM_QUICK_SLACK bytes behind a text may be read, and a line end stands there.
 */
#ifndef AM_RECORD_QUICK_TEXT_H
#define AM_RECORD_QUICK_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/slice.h"

static inline uint64_t am_quick_load(const char *at) {
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* Whether a text stands in JSON as it is. */
bool am_quick_is_plain(am_slice text);

/* The length of the plain text from `at` on: up to a quote, a backslash, a control character or anything that
 * is not ASCII. */
static inline size_t am_quick_length(const char *at) {
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t highs = UINT64_C(0x8080808080808080);
    for (size_t length = 0;; length += 8) {
        uint64_t bytes = am_quick_load(at + length);
        uint64_t quotes = bytes ^ (ones * '"');
        uint64_t slashes = bytes ^ (ones * '\\');
        /* Right for the lowest byte found, which is the one that counts. */
        uint64_t found = ((quotes - ones) & ~quotes) | ((slashes - ones) & ~slashes) |
                         ((bytes - ones * 0x20) & ~bytes) | bytes;
        found &= highs;
        if (found != 0) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
            return length + (size_t)(__builtin_ctzll(found) / 8);
#else
            for (size_t i = length;; i++) {
                unsigned char c = (unsigned char)at[i];
                if (c == '"' || c == '\\' || c < 0x20 || c >= 0x80) {
                    return i;
                }
            }
#endif
        }
    }
}

/* Digits that always fit 63 bits. */
#define MOST_QUICK_DIGITS 18

/* A number of up to so many digits, `places` of them behind the point, as a count of 10^-places. NULL where
 * it is written otherwise, or something else than a value's end stands behind it. */
static inline const char *am_quick_number(const char *at, unsigned places, int64_t *out) {
    static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    bool is_negative = *at == '-';
    at += is_negative;
    const char *start = at;
    int64_t digits = 0;
    unsigned digit;
    while ((digit = (unsigned)(unsigned char)*at - '0') < 10) {
        digits = digits * 10 + digit;
        at++;
        if (at - start > MOST_QUICK_DIGITS - 1) {
            return NULL;
        }
    }
    /* At least one, and none before it where it is 0. */
    if (at == start || (*start == '0' && at - start > 1)) {
        return NULL;
    }
    if (*at == '.') {
        const char *point = at++;
        while ((digit = (unsigned)(unsigned char)*at - '0') < 10 && (unsigned)(at - point) <= places) {
            if (at - start > MOST_QUICK_DIGITS) {
                return NULL;
            }
            digits = digits * 10 + digit;
            at++;
        }
        unsigned given = (unsigned)(at - point) - 1;
        if (given == 0) {
            return NULL;
        }
        places -= given;
    }
    if (*at != ',' && *at != '}' && *at != '"' && *at != ' ') {
        return NULL;
    }
    if (__builtin_mul_overflow(digits, powers[places], &digits)) {
        return NULL;
    }
    *out = is_negative ? -digits : digits;
    return at;
}

/* `"2024-12-30"`, with its quotes: false where it is none, or no day. */
static inline bool am_quick_date(const char *at, int32_t *out) {
    static const uint8_t lengths[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const int16_t before[13] = {0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
    unsigned worst = 0;
    unsigned digits[10];
    for (unsigned i = 0; i < 10; i++) {
        digits[i] = (unsigned)(unsigned char)at[1 + i] - '0';
        worst |= i == 4 || i == 7 || digits[i] < 10 ? 0 : 1;
    }
    if (worst != 0 || at[0] != '"' || at[5] != '-' || at[8] != '-' || at[11] != '"') {
        return false;
    }
    unsigned year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
    unsigned month = digits[5] * 10 + digits[6];
    unsigned day = digits[8] * 10 + digits[9];
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (year == 0 || month == 0 || month > 12 || day == 0 ||
        day > lengths[month] + (month == 2 && is_leap ? 1u : 0u)) {
        return false;
    }
    /* Years begin in March, the year 0 on day -719,468. */
    unsigned of_march = year - (month <= 2 ? 1 : 0);
    *out = (int32_t)(of_march * 365 + of_march / 4 - of_march / 100 + of_march / 400 +
                     (unsigned)before[month] + day - 1) -
           719468;
    return true;
}

/* A name in a table of open addressing; code -1: a free place. */
typedef struct am_quick_code {
    uint64_t head; /* its first eight bytes */
    const char *data;
    uint32_t length;
    int32_t code;
} am_quick_code;

/* The bytes of a word that a text of this length has. */
static inline uint64_t am_quick_head_mask(size_t length) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return length >= 8 ? UINT64_MAX : (UINT64_C(1) << (8 * length)) - 1;
#else
    return length >= 8 ? UINT64_MAX : length == 0 ? 0 : UINT64_MAX << (64 - 8 * length);
#endif
}

static inline uint64_t am_quick_head(const char *at, size_t length) {
    return am_quick_load(at) & am_quick_head_mask(length);
}

static inline uint32_t am_quick_hash(uint64_t head, size_t length) {
    return (uint32_t)(((head ^ length) * UINT64_C(0x9E3779B97F4A7C15)) >> 40);
}

/* The code of a name, or -1. */
static inline int32_t am_quick_find_code(const am_quick_code *codes, uint32_t mask, const char *at,
                                         size_t length) {
    uint64_t head = am_quick_head(at, length);
    for (uint32_t i = am_quick_hash(head, length) & mask; codes[i].code >= 0; i = (i + 1) & mask) {
        if (codes[i].head == head && codes[i].length == length &&
            (length <= 8 || memcmp(codes[i].data, at, length) == 0)) {
            return codes[i].code;
        }
    }
    return -1;
}

/* Adds a name; one that is not plain is left out. */
void am_quick_add_code(am_quick_code *codes, uint32_t mask, am_slice name, int32_t code);

#endif
