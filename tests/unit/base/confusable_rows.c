/*
 * Writes the rows of confusable.def from ICU's security data, for when Unicode changes them.
 *
 * Built only on request (`cmake --build --preset release --target confusable_rows`), where ICU is there; the
 * compiler itself needs none.
 */
#include <stdbool.h>
#include <stdio.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

enum { ROOM = 128 };

static bool is_same(const UChar *a, int32_t a_length, const UChar *b, int32_t b_length) {
    return a_length == b_length && u_memcmp(a, b, a_length) == 0;
}

static void write_row(UChar32 point, const UChar *text, int32_t length) {
    printf("CONFUSABLE(0x%04X, \"", (unsigned)point);
    for (int32_t at = 0; at < length;) {
        UChar32 c;
        U16_NEXT(text, at, length, c);
        if (c < 0x7F) {
            printf("%s%c", c == '"' || c == '\\' ? "\\" : "", (char)c);
        } else {
            printf(c <= 0xFFFF ? "\\u%04X" : "\\U%08X", (unsigned)c);
        }
    }
    printf("\")\n");
}

int main(void) {
    UErrorCode error = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&error);
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&error);
    for (UChar32 point = 0; point <= UCHAR_MAX_VALUE && U_SUCCESS(error); point++) {
        UChar own[2], plain[ROOM], skeleton[ROOM];
        int32_t length = 0;
        if (!u_hasBinaryProperty(point, UCHAR_XID_CONTINUE)) {
            continue;
        }
        U16_APPEND_UNSAFE(own, length, point);
        int32_t plain_length = unorm2_normalize(nfkd, own, length, plain, ROOM, &error);
        int32_t skeleton_length = uspoof_getSkeleton(checker, 0, own, length, skeleton, ROOM, &error);
        if (is_same(own, length, plain, plain_length) && !is_same(own, length, skeleton, skeleton_length)) {
            write_row(point, skeleton, skeleton_length);
        }
    }
    uspoof_close(checker);
    return U_SUCCESS(error) ? 0 : 1;
}
