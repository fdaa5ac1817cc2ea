/*
 * Plain texts: what is one, and tables of names.
 */
#include "record/quick_text.h"
#include "base/seldom.h"

const int64_t am_quick_powers[AM_QUICK_PLACES_MAX + 1] = {1,      10,      100,      1000,      10000,
                                                          100000, 1000000, 10000000, 100000000, 1000000000};

const uint8_t am_quick_month_days[100] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
const int16_t am_quick_days_before[100] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

/* Whether a text stands in JSON as it is. */
static bool is_plain(am_slice text) {
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '"' || c == '\\' || c < 0x20 || c >= 0x80) {
            return false;
        }
    }
    return true;
}

uint32_t am_quick_code_places(uint32_t count) {
    uint32_t places = 4;
    while (places < 4 * count) {
        places *= 2;
    }
    return places;
}

static am_quick_name words_of(am_slice name) {
    am_quick_name out = {{0}};
    for (size_t i = 0; i <= name.length; i++) {
        char c = i < name.length ? name.data[i] : '"';
        out.words[i / 8] |= (uint64_t)(unsigned char)c << (8 * (i % 8));
    }
    return out;
}

/* Adds the names by the hash as it is; returns how many met another. */
static uint32_t add_names(am_quick_codes *codes, const am_slice *names, uint32_t count) {
    uint32_t met = 0;
    for (uint32_t i = 0; i <= codes->mask; i++) {
        codes->places[i] = (am_quick_code){.code = -1};
    }
    for (uint32_t i = 0; i < count; i++) {
        if (names[i].length > AM_QUICK_NAME_MAX || names[i].length == 0 || !is_plain(names[i])) {
            continue;
        }
        am_quick_code one = {words_of(names[i]), (int32_t)i};
        uint32_t place = am_quick_hash(codes, one.name);
        met += codes->places[place].code >= 0;
        while (codes->places[place].code >= 0) {
            place = (place + 1) & codes->mask;
        }
        codes->places[place] = one;
    }
    return met;
}

AM_SELDOM void am_quick_set_codes(am_quick_codes *codes, am_quick_code *places, const am_slice *names,
                                  uint32_t count) {
    enum { TRIES = 64 };
    uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    *codes = (am_quick_codes){places, am_quick_code_places(count) - 1, factor};
    for (unsigned i = 0; add_names(codes, names, count) != 0 && i < TRIES; i++) {
        factor = factor * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        codes->factor = factor | 1;
    }
}

/* The code of a name; -1 where there is none. */
static int32_t code_of(const am_quick_codes *codes, am_quick_name name) {
    for (uint32_t i = am_quick_hash(codes, name);; i = (i + 1) & codes->mask) {
        const am_quick_code *code = &codes->places[i];
        uint64_t wrong = (code->name.words[0] ^ name.words[0]) | (code->name.words[1] ^ name.words[1]) |
                         (code->name.words[2] ^ name.words[2]);
        if (wrong == 0 || code->code < 0) {
            return code->code;
        }
    }
}

int32_t am_quick_find_name(const am_quick_codes *codes, const char *at, size_t length) {
    am_quick_name name = {{0}};
    if (length > AM_QUICK_NAME_MAX) {
        return -1;
    }
    for (size_t i = 0; 8 * i < length; i++) {
        name.words[i] = am_quick_load(at + 8 * i) & am_quick_mask(length - 8 * i);
    }
    name.words[length / 8] |= (uint64_t)'"' << (8 * (length % 8));
    return code_of(codes, name);
}
