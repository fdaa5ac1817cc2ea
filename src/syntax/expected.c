/*
 * From the parser's state to a sentence: which tokens could stand here, gathered into what a drafter would
 * call them.
 */
#include "syntax/expected.h"

#include "syntax/grammar.h"
#include "syntax/slip.h"

#define KINDS_MAX       256
#define ALONE_MAX       6 /* words named one by one; with more the message would help nobody */
#define DISTANCE_MAX    2
#define FOUND_BYTES_MAX 60

typedef struct {
    am_builder *b;
    am_token token;
    bool may_stand[KINDS_MAX];
} place;

static place place_of(am_builder *b, const void *parser, am_token token) {
    place p = {.b = b, .token = token};
    for (uint16_t kind = 1; kind < am_token_count(); kind++) {
        p.may_stand[kind] = am_grammar_accepts(parser, kind);
    }
    return p;
}

static am_slice text_from(const place *p, uint32_t start, uint32_t end) {
    return am_slice_part(p->b->text, start, end);
}

/* The token's text; of a very long one its beginning. */
static am_slice found_text(const place *p) {
    uint32_t length = p->token.length;
    if (length > FOUND_BYTES_MAX) {
        length = FOUND_BYTES_MAX;
        while (length > 0 && ((unsigned char)p->b->text.data[p->token.start + length] & 0xC0) == 0x80) {
            length--;
        }
    }
    return text_from(p, p->token.start, p->token.start + length);
}

/* The sentence */

typedef struct {
    am_buffer *buffer;
    am_slice parts[16 + ALONE_MAX];
    size_t count;
} sentence;

static void say(sentence *s, am_slice part) {
    for (size_t i = 0; i < s->count; i++) {
        if (am_slice_is_equal(s->parts[i], part)) {
            return;
        }
    }
    if (s->count < sizeof(s->parts) / sizeof(s->parts[0])) {
        s->parts[s->count++] = part;
    }
}

static void write_out(const sentence *s) {
    for (size_t i = 0; i < s->count; i++) {
        if (i > 0) {
            am_buffer_put_text(s->buffer, i + 1 == s->count ? " or " : ", ");
        }
        am_buffer_put(s->buffer, s->parts[i]);
    }
}

/* Groups that have a name of their own once their typical token may stand; otherwise their tokens are named
 * alone. */
typedef struct {
    am_token_group group;
    uint16_t typical;
    const char *title;
} group_title;

static const group_title group_titles[] = {
    {AM_GROUP_VALUE, AM_TOKEN_PERCENT, "a value"},
    {AM_GROUP_OPERATOR, AM_TOKEN_PLUS, "an operator such as `+` or `and`"},
    {AM_GROUP_TEXT, AM_TOKEN_TEXT, "a text in quotes"},
    {AM_GROUP_FIELD, AM_TOKEN_KEY, "a field such as `turnover:`"},
    {AM_GROUP_HEADER, AM_TOKEN_TITLE, "a line of the header such as `title`"},
    {AM_GROUP_ROW, AM_TOKEN_ROW_START, "a row of a table"},
    {AM_GROUP_STEP, AM_TOKEN_VERB, "a step such as `add` or `at most`"},
    {AM_GROUP_EXCEPTION, AM_TOKEN_EXCEPT, "an exception such as `except`"},
    {AM_GROUP_CLAUSE, AM_TOKEN_PER, "a clause such as `per`"},
    {AM_GROUP_DECLARATION, AM_TOKEN_END, "the next declaration"},
};

static const group_title *title_of(const place *p, am_token_group group) {
    for (size_t i = 0; i < sizeof(group_titles) / sizeof(group_titles[0]); i++) {
        if (group_titles[i].group == group && p->may_stand[group_titles[i].typical]) {
            return &group_titles[i];
        }
    }
    return NULL;
}

/* Words that begin a value, and so are not worth a mention of their own where any value may stand. */
static bool begins_value(uint16_t kind) {
    switch (kind) {
    case AM_TOKEN_OVER:
    case AM_TOKEN_UP_TO:
    case AM_TOKEN_ROUND:
    case AM_TOKEN_AT_LEAST:
    case AM_TOKEN_MINUS:
    case AM_TOKEN_TEXT:
        return true;
    default:
        return am_token_group_of(kind) == AM_GROUP_VALUE;
    }
}

static bool is_named_alone(const place *p, uint16_t kind) {
    bool is_value_here = p->may_stand[AM_TOKEN_PERCENT];
    bool is_behind_name = kind == AM_TOKEN_LP && p->may_stand[AM_TOKEN_DOT];
    if (kind == AM_TOKEN_DOT || is_behind_name || (is_value_here && begins_value(kind))) {
        return false;
    }
    am_token_group group = am_token_group_of(kind);
    bool is_header_here = p->may_stand[AM_TOKEN_TITLE];
    if (is_header_here && (group == AM_GROUP_CLAUSE || group == AM_GROUP_STEP)) {
        return false;
    }
    return group == AM_GROUP_ALONE || title_of(p, group) == NULL;
}

static void say_alone(sentence *s, const place *p) {
    size_t named = 0;
    for (uint16_t kind = 1; kind < am_token_count() && named < ALONE_MAX; kind++) {
        if (p->may_stand[kind] && is_named_alone(p, kind)) {
            say(s, am_token_title(kind));
            named++;
        }
    }
}

static void say_groups(sentence *s, const place *p) {
    for (size_t i = 0; i < sizeof(group_titles) / sizeof(group_titles[0]); i++) {
        const group_title *row = &group_titles[i];
        bool is_part_of_value = row->group == AM_GROUP_TEXT && p->may_stand[AM_TOKEN_PERCENT];
        if (p->may_stand[row->typical] && !is_part_of_value) {
            say(s, am_slice_of(row->title));
        }
    }
}

static void expect(const place *p, am_diagnostic *diagnostic) {
    am_buffer buffer;
    am_buffer_init(&buffer, p->b->arena->allocator);
    sentence s = {.buffer = &buffer};
    say_alone(&s, p);
    say_groups(&s, p);
    write_out(&s);
    am_diagnostic_expect(p->b->diagnostics, diagnostic, am_buffer_text(&buffer));
    am_buffer_clear(&buffer);
}

/* Suggestions */

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* As many words from the token on, on its line, as the spelling has. */
static am_slice words_like(const place *p, am_slice spelling) {
    size_t blanks = 0;
    for (size_t i = 0; i < spelling.length; i++) {
        blanks += spelling.data[i] == ' ';
    }
    size_t end = p->token.start + p->token.length;
    for (; blanks > 0; blanks--) {
        while (end < p->b->text.length && is_blank(p->b->text.data[end])) {
            end++;
        }
        while (end < p->b->text.length && p->b->text.data[end] >= 'a' && p->b->text.data[end] <= 'z') {
            end++;
        }
    }
    return text_from(p, p->token.start, (uint32_t)end);
}

static bool is_near(am_slice written, am_slice spelling) {
    size_t shorter = written.length < spelling.length ? written.length : spelling.length;
    unsigned limit = shorter < 4 ? 1 : DISTANCE_MAX;
    return shorter > 2 && written.length <= 64 && am_slice_distance(written, spelling, limit) <= limit;
}

/* The word of the language that may stand here and is spelled almost like what does, or NULL. */
static const am_word *near_word(const place *p) {
    size_t count;
    const am_word *words = am_words_all(&count);
    for (size_t i = 0; i < count; i++) {
        bool is_head = words[i].word_class == AM_WORD_DECLARATION;
        if (!p->may_stand[words[i].kind] || (is_head && (p->token.flags & AM_TOKEN_IS_FIRST) == 0)) {
            continue;
        }
        if (is_near(words_like(p, words[i].spelling), words[i].spelling)) {
            return &words[i];
        }
    }
    return NULL;
}

static void suggest_word(const place *p, am_diagnostic *diagnostic) {
    const am_word *word = near_word(p);
    if (word == NULL || diagnostic == NULL) {
        return;
    }
    diagnostic->span.length = (uint32_t)words_like(p, word->spelling).length;
    am_diagnostic_suggest(p->b->diagnostics, diagnostic, word->spelling);
}

/* Which diagnostic */

static bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool begins_with_letter(am_slice text) {
    return text.length > 0 && is_ascii_letter(text.data[0]);
}

static bool is_name(const place *p) {
    return p->token.kind == AM_TOKEN_NAME;
}

static bool is_first(const place *p) {
    return (p->token.flags & AM_TOKEN_IS_FIRST) != 0;
}

static bool is_word_of_language(const place *p) {
    switch (p->token.kind) {
    case AM_TOKEN_NAME:
    case AM_TOKEN_KEY:
    case AM_TOKEN_MONEY:
        return false;
    default:
        return begins_with_letter(found_text(p)) && am_token_group_of(p->token.kind) != AM_GROUP_DECLARATION;
    }
}

/* A word of the language where only a name may stand. */
static bool is_reserved_name(const place *p) {
    return is_word_of_language(p) && !is_first(p) && p->may_stand[AM_TOKEN_NAME] &&
           !p->may_stand[AM_TOKEN_ITS];
}

static bool is_column_one(const place *p) {
    return p->token.start == 0 || p->b->text.data[p->token.start - 1] == '\n';
}

/* The head of a declaration that no name follows: the word filter took it for a name. */
static bool is_nameless(const place *p) {
    const am_word *begin;
    const am_word *end;
    bool may_be_head = is_column_one(p) || (is_first(p) && p->may_stand[AM_TOKEN_END]);
    return is_name(p) && may_be_head && am_words_find(found_text(p), &begin, &end) &&
           begin->word_class == AM_WORD_DECLARATION;
}

/* A line that begins in its first column, where a declaration may stand, with a word that begins none. */
static bool is_unknown_declaration(const place *p) {
    return is_name(p) && is_column_one(p) && p->may_stand[AM_TOKEN_END];
}

static am_span span_of(const place *p) {
    return (am_span){p->b->source, p->token.start, p->token.length};
}

static void report_unfinished(const place *p) {
    am_slice what = AM_SLICE("rulebook");
    am_span span = span_of(p);
    if (p->b->head.kind != 0) {
        am_token head = p->b->head;
        what = text_from(p, head.start, head.start + head.length);
        span = (am_span){p->b->source, p->b->end > 0 ? p->b->end - 1 : 0, 1};
    }
    expect(p, am_diagnose(p->b->diagnostics, AM_DIAG_UNFINISHED, span, AM_ARGUMENTS(what)));
}

static void report_missing_colon(const place *p) {
    am_slice text = found_text(p);
    am_diagnostic *diagnostic =
        am_diagnose(p->b->diagnostics, AM_DIAG_MISSING_COLON, span_of(p), AM_ARGUMENTS(text));
    char colon[65];
    if (text.length < sizeof(colon)) {
        for (size_t i = 0; i < text.length; i++) {
            colon[i] = text.data[i];
        }
        colon[text.length] = ':';
        am_diagnostic_suggest(p->b->diagnostics, diagnostic, (am_slice){colon, text.length + 1});
    }
}

static void report_unexpected(const place *p, const void *parser) {
    am_diag diag = is_nameless(p)              ? AM_DIAG_NAMELESS
                   : is_unknown_declaration(p) ? AM_DIAG_UNKNOWN_DECLARATION
                                               : AM_DIAG_UNEXPECTED;
    if (diag == AM_DIAG_UNEXPECTED && (is_word_of_language(p) || near_word(p) == NULL) &&
        am_slip_report(p->b, parser, p->token)) {
        return;
    }
    am_diagnostic *diagnostic = am_diagnose(p->b->diagnostics, diag, span_of(p), AM_ARGUMENTS(found_text(p)));
    if (diagnostic != NULL && diag == AM_DIAG_UNEXPECTED) {
        expect(p, diagnostic);
    }
    if (diagnostic != NULL && diag != AM_DIAG_NAMELESS) {
        suggest_word(p, diagnostic);
    }
}

void am_expected_report(am_builder *b, const void *parser, am_token token) {
    b->wrong = token.start;
    if ((token.flags & AM_TOKEN_IS_SUSPECT) != 0 && b->diagnostics->error_count > 0) {
        return;
    }
    if (b->diagnostics->error_count >= AM_DIAGNOSTIC_ERRORS_MAX) {
        am_diagnose(b->diagnostics, AM_DIAG_UNEXPECTED, (am_span){b->source, token.start, token.length},
                    AM_NO_ARGUMENTS);
        return;
    }
    place p = place_of(b, parser, token);
    if (am_token_group_of(token.kind) == AM_GROUP_DECLARATION) {
        report_unfinished(&p);
    } else if (is_reserved_name(&p)) {
        am_diagnose(b->diagnostics, AM_DIAG_RESERVED_NAME, span_of(&p), AM_ARGUMENTS(found_text(&p)));
    } else {
        report_unexpected(&p, parser);
    }
}

void am_expected_report_misspelt(am_builder *b, const void *parser, am_token token) {
    if (token.kind != AM_TOKEN_NAME || (token.flags & AM_TOKEN_IS_SUSPECT) != 0 ||
        b->diagnostics->error_count >= AM_DIAGNOSTIC_ERRORS_MAX) {
        return;
    }
    place p = place_of(b, parser, token);
    const am_word *word = near_word(&p);
    if (word != NULL && word->spelling.length > 4) {
        report_unexpected(&p, parser);
    }
}

bool am_expected_is_field(am_builder *b, const void *parser, am_token token) {
    if (token.kind != AM_TOKEN_NAME || (token.flags & AM_TOKEN_IS_FIRST) == 0 ||
        (token.flags & AM_TOKEN_IS_SUSPECT) != 0 || am_grammar_accepts(parser, AM_TOKEN_NAME) ||
        !am_grammar_accepts(parser, AM_TOKEN_KEY) ||
        b->diagnostics->error_count >= AM_DIAGNOSTIC_ERRORS_MAX) {
        return false;
    }
    place p = place_of(b, parser, token);
    if (is_nameless(&p) || is_unknown_declaration(&p) || near_word(&p) != NULL) {
        return false;
    }
    report_missing_colon(&p);
    return true;
}
