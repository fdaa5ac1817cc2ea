/*
 * token.def as tables: kinds by number, spellings by order.
 */
#include "syntax/token.h"

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

/* As strcmp of the spelling's first word and the other: a spelling ends with a NUL. */
static int compare_first(const am_word *word, am_slice first) {
    const char *at = word->spelling.data;
    for (size_t i = 0;; i++) {
        unsigned char own = (unsigned char)(at[i] == ' ' ? '\0' : at[i]);
        if (own == '\0' || i == first.length) {
            return (own != '\0') - (i < first.length);
        }
        if (own != (unsigned char)first.data[i]) {
            return own < (unsigned char)first.data[i] ? -1 : 1;
        }
    }
}

bool am_words_find(am_slice first, const am_word **begin, const am_word **end) {
    size_t low = 0;
    size_t high = first.length > 0 && first.data[0] >= 'a' ? WORD_COUNT : 0; /* no spelling has a capital */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_first(&words[middle], first) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *begin = &words[low];
    while (low < WORD_COUNT && compare_first(&words[low], first) == 0) {
        low++;
    }
    *end = &words[low];
    return *begin != *end;
}
