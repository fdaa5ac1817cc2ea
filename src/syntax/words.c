/*
 * Raw tokens to the grammar's tokens, with a window of six.
 *
 * A word that the grammar may use or take as a name (CLASS CLAUSE in token.def) is given as the grammar's
 * word; the parser falls back to a name where it has no use for it.
 */
#include "syntax/words.h"

#include <string.h>

#include "base/currency.h"

void am_words_init(am_words *words, am_lexer *lexer) {
    *words = (am_words){.lexer = lexer};
}

static am_slice text_of(const am_words *words, const am_token *token) {
    return (am_slice){(const char *)words->lexer->text + token->start, token->length};
}

/* The next raw token, with what it may begin: looked up once, however often it is asked for. */
static am_raw_token read_token(const am_words *words) {
    am_raw_token raw = {.token = am_lexer_next(words->lexer)};
    if (raw.token.kind == AM_TOKEN_NAME) {
        am_words_find(text_of(words, &raw.token), &raw.begin, &raw.end);
    }
    return raw;
}

static const am_raw_token *peek_raw(am_words *words, size_t i) {
    while (words->ahead_count <= i) {
        size_t count = words->ahead_count;
        bool is_over = count > 0 && words->ahead[count - 1].token.kind == AM_TOKEN_END;
        words->ahead[count] = is_over ? words->ahead[count - 1] : read_token(words);
        words->ahead_count++;
    }
    return &words->ahead[i];
}

/* The i-th raw token from here; the last of the text from there on. */
static const am_token *peek(am_words *words, size_t i) {
    return &peek_raw(words, i)->token;
}

static void drop(am_words *words, size_t count) {
    words->ahead_count -= count;
    memmove(words->ahead, words->ahead + count, words->ahead_count * sizeof(words->ahead[0]));
}

static am_span span_of(const am_words *words, const am_token *token) {
    return (am_span){words->lexer->source, token->start, token->length};
}

static bool is_word(am_words *words, size_t i) {
    return peek(words, i)->kind == AM_TOKEN_NAME;
}

/* Whether the i-th raw token stands on the line of the one before it. */
static bool is_same_line(am_words *words, size_t i) {
    return (peek(words, i)->flags & AM_TOKEN_IS_FIRST) == 0;
}

/* The i-th token up to the one before the j-th as one. */
static am_token joined(am_words *words, size_t count, const am_word *word) {
    am_token token = *peek(words, 0);
    const am_token *last = peek(words, count - 1);
    token.kind = word->kind;
    token.op = word->op;
    token.length = last->start + last->length - token.start;
    for (size_t i = 1; i < count; i++) {
        token.flags |= peek(words, i)->flags & AM_TOKEN_IS_SUSPECT;
    }
    return token;
}

/* Where the spelling's word that begins at `at` ends. */
static size_t word_end(am_slice spelling, size_t at) {
    const char *blank = memchr(spelling.data + at, ' ', spelling.length - at);
    return blank == NULL ? spelling.length : (size_t)(blank - spelling.data);
}

/* Whether the words from the i-th on, which is its first, spell it; *count is how many they are. A `:` behind
 * them makes the last one a field. */
static bool matches(am_words *words, size_t i, am_slice spelling, size_t *count) {
    size_t at = peek(words, i)->length + 1;
    *count = 1;
    while (at < spelling.length) {
        size_t end = word_end(spelling, at);
        if (i + *count >= AM_WORDS_AHEAD || !is_word(words, i + *count)) {
            return false;
        }
        if (!am_slice_is_equal(text_of(words, peek(words, i + *count)), am_slice_part(spelling, at, end))) {
            return false;
        }
        (*count)++;
        at = end + 1;
    }
    size_t next = i + *count;
    return next >= AM_WORDS_AHEAD || peek(words, next)->kind != AM_TOKEN_COLON;
}

/* The longest spelling of the class that begins at the i-th word, or NULL. */
static const am_word *find(am_words *words, size_t i, am_word_class word_class, size_t *count) {
    const am_word *begin = peek_raw(words, i)->begin;
    const am_word *end = peek_raw(words, i)->end;
    while (end != begin) {
        end--;
        if (end->word_class == word_class && matches(words, i, end->spelling, count)) {
            return end;
        }
    }
    return NULL;
}

static bool is_declaration(uint16_t kind) {
    return am_token_group_of(kind) == AM_GROUP_DECLARATION && kind != AM_TOKEN_END;
}

static bool is_free_word(am_words *words, size_t i) {
    size_t count;
    return is_word(words, i) && find(words, i, AM_WORD_RESERVED, &count) == NULL &&
           find(words, i, AM_WORD_PHRASE, &count) == NULL;
}

/* `rule over = 5`, `penalty per for Case`: the head of a declaration whose name cannot be one. Reported here,
 * since nothing later would see it. */
static bool is_misnamed(am_words *words) {
    size_t count;
    const am_token *name = peek(words, 1);
    uint16_t after = peek(words, 2)->kind;
    bool is_head = after == AM_TOKEN_EQUALS || after == AM_TOKEN_COLON ||
                   (is_word(words, 2) && am_slice_is_equal(text_of(words, peek(words, 2)), AM_SLICE("for")));
    if (find(words, 1, AM_WORD_RESERVED, &count) == NULL || !is_same_line(words, 1) || !is_head) {
        return false;
    }
    am_diagnose(words->lexer->diagnostics, AM_DIAG_RESERVED_NAME, span_of(words, name),
                AM_ARGUMENTS(text_of(words, name)));
    return true;
}

static const am_word *find_declaration(am_words *words) {
    size_t count;
    const am_word *word = find(words, 0, AM_WORD_DECLARATION, &count);
    if (word == NULL || (peek(words, 0)->flags & AM_TOKEN_IS_FIRST) == 0) {
        return NULL;
    }
    if (word->kind == AM_TOKEN_D_TEST || word->kind == AM_TOKEN_D_PROPERTY) {
        return peek(words, 1)->kind == AM_TOKEN_TEXT ? word : NULL;
    }
    return is_free_word(words, 1) || is_misnamed(words) ? word : NULL;
}

/* Whether the word is a name whatever it is: but a head that no name follows does not swallow the next head.
 */
static bool is_name_here(am_words *words) {
    if (is_declaration(words->previous)) {
        return is_same_line(words, 0) || find_declaration(words) == NULL;
    }
    if (words->previous == AM_TOKEN_PER) {
        return is_same_line(words, 0);
    }
    return words->previous == AM_TOKEN_DOT || words->previous == AM_TOKEN_ITS ||
           words->previous == AM_TOKEN_FOR;
}

/* `not covered` is a result: it stands alone in its cell. */
static bool is_out_of_place(am_words *words, const am_word *phrase, size_t count) {
    if (phrase->kind != AM_TOKEN_NOT_COVERED) {
        return false;
    }
    bool is_alone = words->previous == AM_TOKEN_BARBAR || words->previous == AM_TOKEN_BAR;
    uint16_t after = peek(words, count)->kind;
    return !words->is_in_result || !is_alone || (after != AM_TOKEN_BAR && after != AM_TOKEN_ROW_END);
}

static const am_word *find_phrase(am_words *words, size_t *count) {
    const am_word *phrase = find(words, 0, AM_WORD_PHRASE, count);
    return phrase != NULL && is_out_of_place(words, phrase, *count) ? NULL : phrase;
}

static bool is_currency(am_slice text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] < 'A' || text.data[i] > 'Z') {
            return false;
        }
    }
    return text.length >= 3 && text.length <= 5;
}

/* `EUR 5_000`, and `EUR -5`, which is reported. The number of raw tokens that it takes; 0 for none. */
static size_t money_length(am_words *words) {
    if (!is_currency(text_of(words, peek(words, 0))) || !is_same_line(words, 1)) {
        return 0;
    }
    if (peek(words, 1)->kind == AM_TOKEN_NUMBER) {
        return 2;
    }
    const am_token *minus = peek(words, 1);
    const am_token *number = peek(words, 2);
    if (minus->kind != AM_TOKEN_MINUS || number->kind != AM_TOKEN_NUMBER ||
        number->start != minus->start + 1) {
        return 0;
    }
    am_span span = span_of(words, peek(words, 0));
    span.length = number->start + number->length - span.start;
    am_diagnose(words->lexer->diagnostics, AM_DIAG_CURRENCY_SIGN, span, AM_NO_ARGUMENTS);
    return 3;
}

/* `SEK per EUR` where a type stands. A text behind it makes it a citation, of a type that has the letters of
 * a currency, unless both are known to be currencies. */
static bool is_rate(am_words *words) {
    bool is_type = words->previous == AM_TOKEN_COLON || words->previous == AM_TOKEN_RANGE_OF;
    uint8_t digits;
    if (!is_type || !is_word(words, 1) || !is_word(words, 2) || !is_same_line(words, 1) ||
        !is_same_line(words, 2)) {
        return false;
    }
    am_slice one = text_of(words, peek(words, 0)), other = text_of(words, peek(words, 2));
    if (!is_currency(one) || !am_slice_is_equal(text_of(words, peek(words, 1)), AM_SLICE("per")) ||
        !is_currency(other)) {
        return false;
    }
    return peek(words, 3)->kind != AM_TOKEN_TEXT ||
           (am_currency_minor_digits(one, &digits) && am_currency_minor_digits(other, &digits));
}

static am_token take(am_words *words, size_t count, const am_word *word) {
    am_token token = joined(words, count, word);
    drop(words, count);
    return token;
}

static am_token take_word(am_words *words) {
    static const am_word name = {{NULL, 0}, AM_TOKEN_NAME, AM_WORD_CLAUSE, 0};
    static const am_word key = {{NULL, 0}, AM_TOKEN_KEY, AM_WORD_CLAUSE, 0};
    static const am_word money = {{NULL, 0}, AM_TOKEN_MONEY, AM_WORD_CLAUSE, 0};
    static const am_word rate = {{NULL, 0}, AM_TOKEN_RATE_TYPE, AM_WORD_CLAUSE, 0};
    size_t count = 1;
    if (is_name_here(words)) {
        return take(words, 1, &name);
    }
    if (peek(words, 1)->kind == AM_TOKEN_COLON) {
        return take(words, 1, &key);
    }
    if (is_rate(words)) {
        return take(words, 3, &rate);
    }
    const am_word *word = find_declaration(words);
    if (word == NULL) {
        word = find_phrase(words, &count);
    }
    if (word == NULL && (count = money_length(words)) > 0) {
        word = &money;
    }
    if (word == NULL) {
        count = 1;
        word = find(words, 0, AM_WORD_RESERVED, &count);
    }
    if (word == NULL) {
        count = 1;
        word = find(words, 0, AM_WORD_CLAUSE, &count);
    }
    return word == NULL ? take(words, 1, &name) : take(words, count, word);
}

typedef struct {
    const char *word;
    am_period_unit unit;
} period_unit;

static const period_unit units[] = {
    {"day", AM_PERIOD_DAYS},      {"days", AM_PERIOD_DAYS},  {"month", AM_PERIOD_MONTHS},
    {"months", AM_PERIOD_MONTHS}, {"year", AM_PERIOD_YEARS}, {"years", AM_PERIOD_YEARS},
};

static am_token take_number(am_words *words) {
    static const am_word number = {{NULL, 0}, AM_TOKEN_NUMBER, AM_WORD_CLAUSE, 0};
    if (is_word(words, 1) && is_same_line(words, 1) && peek(words, 2)->kind != AM_TOKEN_COLON) {
        for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
            if (am_slice_is_equal(text_of(words, peek(words, 1)), am_slice_of(units[i].word))) {
                am_word period = {{NULL, 0}, AM_TOKEN_PERIOD, AM_WORD_CLAUSE, (uint8_t)units[i].unit};
                return take(words, 2, &period);
            }
        }
    }
    return take(words, 1, &number);
}

static am_token take_any(am_words *words) {
    am_token token = *peek(words, 0);
    if (token.kind == AM_TOKEN_NAME) {
        return take_word(words);
    }
    if (token.kind == AM_TOKEN_NUMBER) {
        return take_number(words);
    }
    if (token.kind != AM_TOKEN_END) {
        drop(words, 1);
    }
    return token;
}

static void settle_quotes(am_words *words, const am_token *token) {
    am_trivia *trivia = words->lexer->trivia;
    if (is_declaration(token->kind)) {
        am_trivia_own_quotes(trivia, token->start);
        return;
    }
    if (trivia->owned_count < trivia->quote_count) {
        const am_quote *quote = &trivia->quotes[trivia->owned_count];
        am_span span = {words->lexer->source, quote->start, quote->length};
        am_diagnose(words->lexer->diagnostics, AM_DIAG_STRAY_QUOTE, span, AM_NO_ARGUMENTS);
        am_trivia_own_quotes(trivia, AM_QUOTE_STRAY);
    }
}

am_token am_words_next(am_words *words) {
    am_token token = take_any(words);
    if ((token.flags & AM_TOKEN_IS_QUOTED) != 0) {
        settle_quotes(words, &token);
    }
    if (token.kind == AM_TOKEN_BARBAR) {
        words->is_in_result = true;
    } else if (token.kind == AM_TOKEN_ROW_START || token.kind == AM_TOKEN_ROW_END) {
        words->is_in_result = false;
    }
    words->previous = token.kind;
    return token;
}

static bool is_line_over(const am_token *token) {
    return (token->flags & AM_TOKEN_IS_FIRST) != 0 || token->kind == AM_TOKEN_END;
}

/* Beyond the window a copy of the lexer reads on, which tells nobody what it finds. */
bool am_words_is_line_faulty(am_words *words) {
    am_lexer rest = *words->lexer;
    am_diagnostics unheard;
    am_trivia unkept = {.arena = rest.trivia->arena};
    am_token token = {0};
    for (size_t i = 0; i < words->ahead_count; i++) {
        const am_token *read = &words->ahead[i].token;
        if (is_line_over(read) || (read->flags & AM_TOKEN_IS_SUSPECT) != 0) {
            return !is_line_over(read);
        }
    }
    am_diagnostics_init(&unheard, rest.diagnostics->arena);
    rest.diagnostics = &unheard;
    rest.trivia = &unkept;
    do {
        token = am_lexer_next(&rest);
    } while (!is_line_over(&token) && (token.flags & AM_TOKEN_IS_SUSPECT) == 0);
    return !is_line_over(&token);
}
