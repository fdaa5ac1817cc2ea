/*
 * Skeletons: each character as NFKD takes it apart, then as the table of confusable characters has it.
 *
 * UTS #39 begins with NFD; the wider form makes the table small and takes a letter for its mathematical,
 * full-width and other forms, which look like it as well.
 */
#include "base/look_alike.h"

#include <string.h>

#include <utf8proc.h>

#include "base/buffer.h"
#include "base/unicode.h"

/* The texts of the table lie one behind another. */
static const struct texts {
#define CONFUSABLE(point, text) char at_##point[sizeof(text)];
#include "base/confusable.def"
#undef CONFUSABLE
} texts = {
#define CONFUSABLE(point, text) text,
#include "base/confusable.def"
#undef CONFUSABLE
};

static const struct {
    uint32_t point;
    uint16_t text;
} rows[] = {
#define CONFUSABLE(point, text) {point, offsetof(struct texts, at_##point)},
#include "base/confusable.def"
#undef CONFUSABLE
};

#define CONFUSABLE(point, text) \
    _Static_assert((point) >= 0x80 || sizeof(text) <= 3, "a character of ASCII looks like two at most");
#include "base/confusable.def"
#undef CONFUSABLE

enum {
    LONGEST_DECOMPOSITION = 32, /* of one character */
/* NOLINTNEXTLINE(bugprone-macro-parentheses): a term of a sum */
#define CONFUSABLE(point, text) +((point) < 0x80)
    ASCII_ROWS = 0
#include "base/confusable.def"
    ,
#undef CONFUSABLE
};

/* What a character of a text in NFKD looks like; NULL: itself. The few rows of ASCII are the first. */
static const char *find_text(uint32_t point) {
    size_t low = 0;
    size_t high = point < 0x80 ? ASCII_ROWS : sizeof rows / sizeof *rows;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (rows[middle].point < point) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == sizeof rows / sizeof *rows || rows[low].point != point) {
        return NULL;
    }
    return (const char *)&texts + rows[low].text;
}

static void put_point(am_buffer *out, uint32_t point) {
    const char *text = find_text(point);
    char own[4];

    if (text != NULL) {
        am_buffer_put_text(out, text);
    } else {
        am_buffer_put(out, (am_slice){own, am_utf8_encode(point, own)});
    }
}

static void put_character(am_buffer *out, uint32_t point) {
    utf8proc_int32_t parts[LONGEST_DECOMPOSITION];
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)point, parts, LONGEST_DECOMPOSITION,
                                                     UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, NULL);

    for (utf8proc_ssize_t i = 0; i < count && i < LONGEST_DECOMPOSITION; i++) {
        put_point(out, (uint32_t)parts[i]);
    }
}

/* Of ASCII, where no character looks like more than two, nor has parts or marks. */
static am_slice plain_skeleton(am_arena *arena, am_slice text) {
    char *out = am_arena_take_unset(arena, 2 * text.length, 1);
    size_t length = 0;

    for (size_t i = 0; out != NULL && i < text.length; i++) {
        const char *looks = find_text((unsigned char)text.data[i]);

        out[length++] = looks == NULL ? text.data[i] : looks[0];
        if (looks != NULL && looks[1] != '\0') {
            out[length++] = looks[1];
        }
    }
    return (am_slice){out, length};
}

am_slice am_look_skeleton(am_arena *arena, am_slice text) {
    am_buffer out;
    am_slice skeleton;

    if (am_utf8_ascii_length(text) == text.length) {
        return plain_skeleton(arena, text);
    }
    am_buffer_init(&out, arena->allocator);
    for (size_t at = 0; at < text.length;) {
        uint32_t point;
        size_t length = am_utf8_decode(am_slice_part(text, at, text.length), &point);

        if (length == 0) {
            break;
        }
        put_character(&out, point);
        at += length;
    }
    arena->is_exhausted = arena->is_exhausted || out.is_failed;
    skeleton = am_arena_copy(arena, am_buffer_text(&out));
    am_buffer_clear(&out);
    /* One order for the marks of a letter, whatever the table put there. */
    return am_unicode_nfc(arena, skeleton);
}

/* The scripts whose letters pass for Latin ones. */
static const struct {
    uint32_t first;
    uint32_t last;
    const char *script;
} scripts[] = {
    {0x0370, 0x03FF, "Greek"},    {0x0400, 0x052F, "Cyrillic"}, {0x0531, 0x058F, "Armenian"},
    {0x13A0, 0x13FF, "Cherokee"}, {0x1C80, 0x1C8F, "Cyrillic"}, {0x1F00, 0x1FFF, "Greek"},
    {0x2DE0, 0x2DFF, "Cyrillic"}, {0xA640, 0xA69F, "Cyrillic"}, {0xAB70, 0xABBF, "Cherokee"},
};

static const char *script_of(uint32_t point) {
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        if (point >= scripts[i].first && point <= scripts[i].last) {
            return scripts[i].script;
        }
    }
    return NULL;
}

static bool is_latin(uint32_t point) {
    return (point | 0x20) - 'a' < 26 || (point >= 0x00C0 && point <= 0x024F) ||
           (point >= 0x1E00 && point <= 0x1EFF);
}

/* The plain Latin letter that a letter of another script looks like, or 0. */
static char latin_of(uint32_t point) {
    const char *text = script_of(point) == NULL ? NULL : find_text(point);

    return text != NULL && ((uint32_t)(unsigned char)text[0] | 0x20) - 'a' < 26 && text[1] == '\0' ? text[0]
                                                                                                   : '\0';
}

am_look_mixture am_look_mixture_of(am_slice text) {
    am_look_mixture found = {NULL, {NULL, 0}};
    bool has_latin = false;

    if (am_utf8_ascii_length(text) == text.length) {
        return found;
    }
    for (size_t at = 0; at < text.length;) {
        uint32_t point;
        size_t length = am_utf8_decode(am_slice_part(text, at, text.length), &point);

        if (length == 0) {
            break;
        }
        has_latin = has_latin || is_latin(point);
        if (found.script == NULL && latin_of(point) != '\0') {
            found = (am_look_mixture){script_of(point), am_slice_part(text, at, at + length)};
        }
        at += length;
    }
    found.script = has_latin ? found.script : NULL;
    return found;
}

am_slice am_look_latin(am_arena *arena, am_slice text) {
    char *room = AM_NEW_ARRAY(arena, char, text.length + 1);
    size_t used = 0;

    for (size_t at = 0; room != NULL && at < text.length;) {
        uint32_t point;
        size_t length = am_utf8_decode(am_slice_part(text, at, text.length), &point);
        char latin = length == 0 ? '\0' : latin_of(point);

        length = length == 0 ? 1 : length;
        if (latin != '\0') {
            room[used++] = latin;
        } else {
            memcpy(room + used, text.data + at, length);
            used += length;
        }
        at += length;
    }
    return (am_slice){room, used};
}
