/*
 * Unicode: strict UTF-8 by hand, everything else from utf8proc's tables.
 *
 * UTF-8 is decoded without utf8proc since what is refused must be exactly this file's business. The lists of
 * exceptions are those of the Unicode Character Database (PropList.txt, DerivedCoreProperties.txt), sorted by
 * code point.
 */
#include "base/unicode.h"

#include <string.h>

#include <utf8proc.h>

typedef struct range {
    uint32_t first;
    uint32_t last;
} range;

static bool is_in(const range *ranges, size_t count, uint32_t code_point) {
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (code_point < ranges[middle].first) {
            high = middle;
        } else if (code_point > ranges[middle].last) {
            low = middle + 1;
        } else {
            return true;
        }
    }
    return false;
}

#define IS_IN(ranges, code_point) is_in((ranges), sizeof(ranges) / sizeof *(ranges), (code_point))

/* The bytes that a code point beginning with this byte takes, or 0. C0, C1 and F5 on only begin overlong
 * forms and values that are too large. */
static size_t length_from(unsigned char first) {
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xC2) {
        return 0;
    }
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
}

size_t am_utf8_decode(am_slice text, uint32_t *out) {
    static const unsigned char first_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    const unsigned char *bytes = (const unsigned char *)text.data;
    size_t length = text.length == 0 ? 0 : length_from(bytes[0]);
    uint32_t value;

    if (length == 0 || length > text.length) {
        return 0;
    }
    value = bytes[0] & first_bits[length];
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
        value = value << 6 | (bytes[i] & 0x3F);
    }
    if ((length == 3 && value < 0x800) || (length == 4 && value < 0x10000)) {
        return 0;
    }
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return 0;
    }
    *out = value;
    return length;
}

size_t am_utf8_encode(uint32_t code_point, char out[4]) {
    static const unsigned char marks[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t length = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;

    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    out[0] = (char)(marks[length] | code_point);
    return length;
}

size_t am_utf8_ascii_length(am_slice text) {
    uint64_t bytes;
    size_t at = 0;

    for (; text.length - at >= sizeof bytes; at += sizeof bytes) {
        memcpy(&bytes, text.data + at, sizeof bytes);
        if ((bytes & UINT64_C(0x8080808080808080)) != 0) {
            break;
        }
    }
    while (at < text.length && (unsigned char)text.data[at] < 0x80) {
        at++;
    }
    return at;
}

size_t am_utf8_valid_length(am_slice text) {
    size_t at = am_utf8_ascii_length(text);

    while (at < text.length) {
        uint32_t code_point;
        size_t length = am_utf8_decode(am_slice_part(text, at, text.length), &code_point);

        if (length == 0) {
            break;
        }
        at += length;
    }
    return at;
}

size_t am_unicode_width(am_slice text) {
    size_t columns = 0;

    for (size_t at = 0; at < text.length;) {
        uint32_t code_point;
        size_t length = am_utf8_decode(am_slice_part(text, at, text.length), &code_point);

        if (length == 0 || code_point == '\t') {
            columns++;
            at++;
            continue;
        }
        columns += (size_t)utf8proc_charwidth((utf8proc_int32_t)code_point);
        at += length;
    }
    return columns;
}

static utf8proc_category_t category_of(uint32_t code_point) {
    return utf8proc_category((utf8proc_int32_t)code_point);
}

/* Letters and letter numbers that XID_Start leaves out: what NFKC would turn into something that is no
 * name, and the one letter that is syntax by Unicode's word (Pattern_Syntax). */
static const range not_start[] = {
    {0x037A, 0x037A}, {0x0E33, 0x0E33}, {0x0EB3, 0x0EB3}, {0x2E2F, 0x2E2F}, {0xFC5E, 0xFC63},
    {0xFDFA, 0xFDFB}, {0xFE70, 0xFE70}, {0xFE72, 0xFE72}, {0xFE74, 0xFE74}, {0xFE76, 0xFE76},
    {0xFE78, 0xFE78}, {0xFE7A, 0xFE7A}, {0xFE7C, 0xFE7C}, {0xFE7E, 0xFE7E}, {0xFF9E, 0xFF9F},
};

/* Those of them that may still continue a name. */
static const range not_start_but_continue[] = {
    {0x0E33, 0x0E33},
    {0x0EB3, 0x0EB3},
    {0xFF9E, 0xFF9F},
};

/* Other_ID_Start, without 309B and 309C, which XID_Start takes out again. */
static const range other_start[] = {
    {0x1885, 0x1886},
    {0x2118, 0x2118},
    {0x212E, 0x212E},
};

/* Other_ID_Continue. */
static const range other_continue[] = {
    {0x00B7, 0x00B7},
    {0x0387, 0x0387},
    {0x1369, 0x1371},
    {0x19DA, 0x19DA},
};

static bool is_xid_start(uint32_t code_point) {
    switch (category_of(code_point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
        return !IS_IN(not_start, code_point);
    default:
        return IS_IN(other_start, code_point);
    }
}

bool am_unicode_is_name_start(uint32_t code_point) {
    if (code_point < 0x80) {
        return code_point == '_' || (code_point | 0x20) - 'a' < 26;
    }
    return is_xid_start(code_point);
}

bool am_unicode_is_name_continue(uint32_t code_point) {
    if (code_point < 0x80) {
        return am_unicode_is_name_start(code_point) || code_point - '0' < 10;
    }
    switch (category_of(code_point)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
        return true;
    default:
        return is_xid_start(code_point) || IS_IN(not_start_but_continue, code_point) ||
               IS_IN(other_continue, code_point);
    }
}

/* Default_Ignorable_Code_Point, which holds the bidirectional controls and the byte-order mark; other
 * controls; and the noncharacters that are not the last two of a plane. */
static const range forbidden[] = {
    {0x0000, 0x0008},   {0x000B, 0x000C},   {0x000E, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD},
    {0x034F, 0x034F},   {0x061C, 0x061C},   {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F},
    {0x200B, 0x200F},   {0x202A, 0x202E},   {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFDD0, 0xFDEF},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

bool am_unicode_is_forbidden(uint32_t code_point) {
    if (code_point >= 0x20 && code_point < 0x7F) {
        return false;
    }
    return (code_point & 0xFFFE) == 0xFFFE || IS_IN(forbidden, code_point);
}
