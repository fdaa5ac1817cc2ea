/*
 * Normalization Form C: bringing text into it, and telling whether it is there already.
 *
 * The test goes segment by segment (a starter and the marks after it) in a buffer of fixed size. That is
 * enough for any text: in a segment whose marks are in order only the first mark of each combining class can
 * meet the starter, since it blocks those of its class after it, so the others need not be looked at.
 */
#include <string.h>

#include <utf8proc.h>

#include "base/unicode.h"

enum {
    FIRST_MARK = 0x0300, /* nothing below it composes with what stands before it */
    BEFORE_FINALS = 0x11A7,
    CLASSES = 256,
    LONGEST_DECOMPOSITION = 4,
    /* Two bytes of UTF-8 decompose into at most three code points, and none does worse. */
    POINTS_A_BYTE = 2,
};

static int class_of(utf8proc_int32_t point) {
    return utf8proc_get_property(point)->combining_class;
}

static size_t decompose(utf8proc_int32_t point, utf8proc_int32_t *out) {
    utf8proc_ssize_t count =
        utf8proc_decompose_char(point, out, LONGEST_DECOMPOSITION, UTF8PROC_DECOMPOSE, NULL);

    return count < 0 ? 0 : (size_t)count;
}

/* Sorts a run of marks by class; marks of one class keep their order. Counts, so that a long run costs no
 * more than its length. */
static void sort_run(utf8proc_int32_t *points, size_t count, utf8proc_int32_t *scratch) {
    size_t starts[CLASSES + 1] = {0};

    for (size_t i = 0; i < count; i++) {
        starts[class_of(points[i]) + 1]++;
    }
    for (size_t i = 1; i < CLASSES; i++) {
        starts[i] += starts[i - 1];
    }
    for (size_t i = 0; i < count; i++) {
        scratch[starts[class_of(points[i])]++] = points[i];
    }
    memcpy(points, scratch, count * sizeof *points);
}

/* Brings every run of marks into canonical order. */
static void order_marks(utf8proc_int32_t *points, size_t count, utf8proc_int32_t *scratch) {
    for (size_t i = 0; i < count;) {
        size_t start = i;
        int last_class = 0;
        bool is_ordered = true;

        for (int class; i < count && (class = class_of(points[i])) != 0; i++) {
            is_ordered = is_ordered && class >= last_class;
            last_class = class;
        }
        if (!is_ordered) {
            sort_run(points + start, i - start, scratch);
        }
        i += i == start;
    }
}

static size_t compose_piece(utf8proc_int32_t *points, size_t count) {
    utf8proc_ssize_t composed =
        utf8proc_normalize_utf32(points, (utf8proc_ssize_t)count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);

    return composed < 0 ? 0 : (size_t)composed;
}

/* Decomposed points, made NFC in place; returns how many are left. utf8proc takes the vowel U+11A7 for an
 * absent final consonant and loses it after a syllable; as nothing composes with it, each piece between two
 * of it is composed alone. */
static size_t compose(utf8proc_int32_t *points, size_t count, utf8proc_int32_t *scratch) {
    size_t length = 0, start = 0;

    order_marks(points, count, scratch);
    for (size_t i = 0; i <= count; i++) {
        size_t composed;

        if (i < count && points[i] != BEFORE_FINALS) {
            continue;
        }
        composed = compose_piece(points + start, i - start);
        memmove(points + length, points + start, composed * sizeof *points);
        length += composed;
        if (i < count) {
            points[length++] = BEFORE_FINALS;
        }
        start = i + 1;
    }
    return length;
}

static am_slice encode(am_arena *arena, const utf8proc_int32_t *points, size_t count) {
    char bytes[4];
    size_t length = 0;
    char *text;

    for (size_t i = 0; i < count; i++) {
        length += am_utf8_encode((uint32_t)points[i], bytes);
    }
    text = AM_NEW_ARRAY(arena, char, length);
    if (text == NULL) {
        return (am_slice){NULL, 0};
    }
    for (size_t i = 0, at = 0; i < count; i++) {
        size_t wrote = am_utf8_encode((uint32_t)points[i], bytes);

        memcpy(text + at, bytes, wrote);
        at += wrote;
    }
    return (am_slice){text, length};
}

am_slice am_unicode_nfc(am_arena *arena, am_slice text) {
    utf8proc_int32_t *points, *scratch;
    size_t count = 0;
    uint32_t point;

    if (am_unicode_is_nfc(text)) {
        return text;
    }
    points = AM_NEW_ARRAY(arena, utf8proc_int32_t, text.length * POINTS_A_BYTE + LONGEST_DECOMPOSITION);
    scratch = AM_NEW_ARRAY(arena, utf8proc_int32_t, text.length * POINTS_A_BYTE + LONGEST_DECOMPOSITION);
    if (points == NULL || scratch == NULL) {
        return (am_slice){NULL, 0};
    }
    for (size_t at = 0, length; at < text.length; at += length) {
        length = am_utf8_decode(am_slice_part(text, at, text.length), &point);
        if (length == 0) {
            break;
        }
        count += decompose((utf8proc_int32_t)point, points + count);
    }
    return encode(arena, points, compose(points, count, scratch));
}

/* A starter (none where the text begins with a mark) and the first mark of each class after it. */
typedef struct segment {
    utf8proc_int32_t points[CLASSES];
    size_t count;
    int last_class;
} segment;

/* Whether the points come out of decomposing and composing as they went in. */
static bool is_unchanged(const utf8proc_int32_t *points, size_t count) {
    utf8proc_int32_t normal[CLASSES * LONGEST_DECOMPOSITION];
    utf8proc_int32_t scratch[CLASSES * LONGEST_DECOMPOSITION];
    size_t length = 0;

    for (size_t i = 0; i < count; i++) {
        length += decompose(points[i], normal + length);
    }
    return compose(normal, length, scratch) == count && memcmp(normal, points, count * sizeof *points) == 0;
}

static bool is_normal(const segment *one) {
    if (one->count == 0 || (one->count == 1 && one->points[0] < FIRST_MARK)) {
        return true;
    }
    return is_unchanged(one->points, one->count);
}

/* Ends the segment with the next starter: one without marks may compose with it. */
static bool start_next(segment *one, utf8proc_int32_t starter) {
    if (!is_normal(one)) {
        return false;
    }
    if (starter >= FIRST_MARK && one->count == 1 && one->last_class == 0) {
        utf8proc_int32_t pair[] = {one->points[0], starter};

        if (!is_unchanged(pair, 2)) {
            return false;
        }
    }
    one->points[0] = starter;
    one->count = 1;
    one->last_class = 0;
    return true;
}

static bool add_mark(segment *one, utf8proc_int32_t mark, int class) {
    if (class < one->last_class || !is_unchanged(&mark, 1)) {
        return false;
    }
    if (class > one->last_class) {
        one->points[one->count++] = mark;
    }
    one->last_class = class;
    return true;
}

bool am_unicode_is_nfc(am_slice text) {
    segment one;
    uint32_t point;

    if (am_utf8_ascii_length(text) == text.length) {
        return true;
    }
    one.count = 0;
    one.last_class = 0;
    for (size_t at = 0, length; at < text.length; at += length) {
        utf8proc_int32_t next;
        int class;

        length = am_utf8_decode(am_slice_part(text, at, text.length), &point);
        if (length == 0) {
            return false;
        }
        next = (utf8proc_int32_t)point;
        class = next < FIRST_MARK ? 0 : class_of(next);
        if (!(class == 0 ? start_next(&one, next) : add_mark(&one, next, class))) {
            return false;
        }
    }
    return is_normal(&one);
}
