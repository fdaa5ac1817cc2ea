/*
 * JSON (RFC 8259) as tokens of a text that somebody else owns.
 *
 * Strict: nothing is accepted that the RFC does not allow, and every byte of a string is checked. Numbers and
 * strings stay slices of the text. The text need not be terminated; nothing behind it is read. Nothing is
 * allocated.
 */
#ifndef AM_RECORD_JSON_H
#define AM_RECORD_JSON_H

#include <string.h>

#include "base/buffer.h"
#include "base/diag.h"

/* Brackets may be nested so deep. */
#define AM_JSON_DEPTH_MAX 256

typedef enum am_json_kind {
    AM_JSON_END, /* of the text */
    AM_JSON_OPEN_OBJECT,
    AM_JSON_CLOSE_OBJECT,
    AM_JSON_OPEN_ARRAY,
    AM_JSON_CLOSE_ARRAY,
    AM_JSON_COLON,
    AM_JSON_COMMA,
    AM_JSON_STRING,
    AM_JSON_NUMBER,
    AM_JSON_TRUE,
    AM_JSON_FALSE,
    AM_JSON_NULL,
    AM_JSON_BAD, /* no token of JSON */
} am_json_kind;

/* A text being read, and the token read last. */
typedef struct am_json {
    const char *at; /* behind the token */
    const char *end;
    am_json_kind kind;
    bool has_escape; /* STRING: `text` is not yet what it says */
    bool is_ascii;   /* STRING: no byte is above 7F */
    am_diag diag;    /* BAD: why */
    am_slice text;   /* as written; STRING without its quotes; BAD the part that is wrong */
} am_json;

/* Why a text is not JSON. */
typedef struct am_json_fault {
    am_diag diag;
    const char *at;
    am_slice arguments[2]; /* of the diagnostic's message; of the text, or constant */
} am_json_fault;

am_json am_json_of(am_slice text);
/* Passes over white space and reads a token. */
am_json_kind am_json_next(am_json *json);
/* Where the token begins. */
const char *am_json_start(const am_json *json);

/* Reads on to the end of the value that the token read last begins, `depth` brackets within the text. */
bool am_json_skip(am_json *json, unsigned depth, am_json_fault *fault);
/* Says that something else was expected than the token read last; or, when that is BAD, what is wrong with
 * it. */
void am_json_refuse(const am_json *json, const char *expected, am_json_fault *fault);
/* Whether the text is one JSON value. AM_DIAG_NONE: it is. */
am_diag am_json_check(am_slice text, am_json_fault *fault);

/* A token as a message speaks of it: "a number", "`}`". */
am_slice am_json_describe(const am_json *json);
/* Writes what a string's text says (never longer than the text itself) and returns its length. The text is a
 * STRING token's. */
size_t am_json_decode(am_slice text, char *out);
/* Whether the whole text is a JSON number. */
bool am_json_is_number(am_slice text);

/* A bit at the top of each byte of the word that is not plain, up to and with the first such byte in memory;
 * what is set behind it may be wrong. */
static inline uint64_t am_json_special_bytes(uint64_t word) {
    const uint64_t ones = 0x0101010101010101u;
    const uint64_t tops = 0x8080808080808080u;
    uint64_t quotes = word ^ ones * '"';
    uint64_t slashes = word ^ ones * '\\';

    return (((quotes - ones) & ~quotes) | ((slashes - ones) & ~slashes) | ((word - ones * 0x20) & ~word) |
            word) &
           tops;
}

/* Passes over the beginning of a string's text that says itself: ASCII without quotes, backslashes and
 * controls. */
static inline const char *am_json_pass_plain(const char *at, const char *end) {
    while (end - at >= 8) {
        uint64_t word, specials;

        memcpy(&word, at, 8);
        specials = am_json_special_bytes(word);
        if (specials != 0) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
            return at + __builtin_ctzll(specials) / 8;
#else
            break;
#endif
        }
        at += 8;
    }
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80) {
        at++;
    }
    return at;
}

/* Appends a text as a JSON string in its shortest form. */
void am_json_put(am_buffer *buffer, am_slice text);

#endif
