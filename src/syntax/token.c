/*
 * token.def as tables: kinds by number, spellings by order.
 */
#include "syntax/token.h"

#include <string.h>

#include "syntax/tree.h"

typedef struct {
    am_slice identifier;
    am_slice title;
    uint8_t group;
} kind_row;

static const kind_row kinds[] = {
#define TOKEN(name, group, title) \
    [AM_TOKEN_##name] = {{#name, sizeof(#name) - 1}, {title, sizeof(title) - 1}, AM_GROUP_##group},
#define WORD(spelling, token, word_class, op)
#include "syntax/token.def"
#undef TOKEN
#undef WORD
};

static const am_word words[] = {
#define TOKEN(name, group, title)
#define WORD(spelling, token, word_class, op) \
    {{spelling, sizeof(spelling) - 1}, AM_TOKEN_##token, AM_WORD_##word_class, op},
#include "syntax/token.def"
#undef TOKEN
#undef WORD
};

#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))
#define WORD_COUNT (sizeof(words) / sizeof(words[0]))

uint16_t am_token_count(void) {
    return KIND_COUNT;
}

am_token_group am_token_group_of(uint16_t kind) {
    return kind < KIND_COUNT ? (am_token_group)kinds[kind].group : AM_GROUP_NONE;
}

am_slice am_token_title(uint16_t kind) {
    return kind < KIND_COUNT ? kinds[kind].title : (am_slice){NULL, 0};
}

am_slice am_token_identifier(uint16_t kind) {
    return kind < KIND_COUNT ? kinds[kind].identifier : (am_slice){NULL, 0};
}

const am_word *am_words_all(size_t *count) {
    *count = WORD_COUNT;
    return words;
}

static am_slice first_word(am_slice spelling) {
    const char *blank = memchr(spelling.data, ' ', spelling.length);
    return blank == NULL ? spelling : (am_slice){spelling.data, (size_t)(blank - spelling.data)};
}

bool am_words_find(am_slice first, const am_word **begin, const am_word **end) {
    size_t low = 0;
    size_t high = WORD_COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (am_slice_compare(first_word(words[middle].spelling), first) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *begin = &words[low];
    while (low < WORD_COUNT && am_slice_is_equal(first_word(words[low].spelling), first)) {
        low++;
    }
    *end = &words[low];
    return *begin != *end;
}
