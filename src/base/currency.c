/*
 * Looking up currency codes in the table of ISO 4217.
 *
 * The table is sorted by code, so a lookup halves it. Currencies that a rulebook declares itself are not
 * known here.
 */
#include "base/currency.h"

typedef struct currency {
    char code[4];
    int8_t minor_digits; /* NO_MINOR: none */
} currency;

enum { NO_MINOR = -1, CODE_LENGTH = 3 };

#define AM_CURRENCY(code, minor)        {#code, minor},
#define AM_CURRENCY_WITHOUT_MINOR(code) {#code, NO_MINOR},
static const currency currencies[] = {
#include "base/currency.def"
};
#undef AM_CURRENCY
#undef AM_CURRENCY_WITHOUT_MINOR

static const size_t currency_count = sizeof currencies / sizeof *currencies;

static am_slice code_of(const currency *one) {
    return (am_slice){one->code, CODE_LENGTH};
}

bool am_currency_minor_digits(am_slice code, uint8_t *out) {
    size_t low = 0, high = currency_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = am_slice_compare(code_of(&currencies[middle]), code);

        if (order == 0 && currencies[middle].minor_digits != NO_MINOR) {
            *out = (uint8_t)currencies[middle].minor_digits;
            return true;
        }
        if (order == 0) {
            return false;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

static char upper_case(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

am_slice am_currency_suggest(am_slice code) {
    char upper[CODE_LENGTH + 1];
    am_slice wanted = {upper, code.length};
    am_slice nearest = {NULL, 0};
    unsigned least = 2;

    if (code.length == 0 || code.length > sizeof upper) {
        return nearest;
    }
    for (size_t i = 0; i < code.length; i++) {
        upper[i] = upper_case(code.data[i]);
    }
    for (size_t i = 0; i < currency_count; i++) {
        unsigned edits = am_slice_distance(wanted, code_of(&currencies[i]), 1);

        if (edits < least && currencies[i].minor_digits != NO_MINOR) {
            least = edits;
            nearest = code_of(&currencies[i]);
        }
    }
    return nearest;
}
