/*
 * The driver: tokens one by one into the generated parser, and the tree's last touches.
 *
 * After a mistake the parser skips to where reading can go on. Tokens in the middle of a line are not offered
 * to it then, unless they cannot but begin something, so that the rest of a broken clause does not become a
 * mistake of its own.
 */
#include "syntax/parse.h"

#include "syntax/expected.h"
#include "syntax/grammar.h"
#include "syntax/nesting.h"
#include "syntax/words.h"

typedef struct {
    am_builder builder;
    am_trivia trivia;
    am_lexer lexer;
    am_words words;
    void *parser;
    unsigned open_count;  /* parentheses and brackets that are open */
    bool is_too_deep;     /* said so; nothing is read before the next declaration */
    bool is_recovering;   /* after a mistake, before the next token that the parser can take */
    bool is_line_suspect; /* a mistake on the line was mended, maybe wrongly, or the lexer will find one */
} reading;

static am_node *new_file(am_arena *arena, uint16_t source, am_slice text) {
    am_node *file = AM_NEW(arena, am_node);
    if (file != NULL) {
        file->kind = AM_NODE_FILE;
        file->span = (am_span){source, 0, (uint32_t)text.length};
        file->next = file;
    }
    return file;
}

static bool is_head(am_token token) {
    return am_token_group_of(token.kind) == AM_GROUP_DECLARATION;
}

/* Whether reading may go on here after a mistake. */
static bool is_anchor(am_token token) {
    switch (token.kind) {
    case AM_TOKEN_KEY:
    case AM_TOKEN_ROW_END:
    case AM_TOKEN_RB:
    case AM_TOKEN_COMMA:
    case AM_TOKEN_GIVEN:
    case AM_TOKEN_EXPECT:
        return true;
    default:
        return (token.flags & AM_TOKEN_IS_FIRST) != 0 || is_head(token);
    }
}

/* Counts brackets; false where there are too many. */
static bool count_brackets(reading *r, am_token token) {
    bool is_open = token.kind == AM_TOKEN_LP || token.kind == AM_TOKEN_LB;
    bool is_close = token.kind == AM_TOKEN_RP || token.kind == AM_TOKEN_RB;
    if (is_head(token)) {
        r->open_count = 0;
    } else if (is_open) {
        r->open_count++;
    } else if (is_close && r->open_count > 0) {
        r->open_count--;
    }
    return r->open_count <= AM_PARSE_DEPTH_MAX;
}

/* Whether the token is skipped because what it stands in is nested too deep. */
static bool is_buried(reading *r, am_token token) {
    if (is_head(token)) {
        r->is_too_deep = false;
        r->builder.is_lost = false;
    }
    bool was_too_deep = r->is_too_deep;
    r->is_too_deep = !count_brackets(r, token) || was_too_deep;
    if (r->is_too_deep && !was_too_deep) {
        am_span span = {r->builder.source, token.start, token.length};
        am_diagnose(r->builder.diagnostics, AM_DIAG_NESTING, span, AM_ARGUMENTS(AM_SLICE("250")));
    }
    return r->is_too_deep || r->builder.is_lost;
}

static void feed(reading *r, am_token token) {
    am_grammar(r->parser, token.kind, token);
    r->builder.taken_before = r->builder.taken;
    r->builder.taken = token;
    r->builder.end = token.start + token.length;
}

/* `turnover money`: goes on as if the `:` stood there, and believes nothing more of the line. */
static void feed_field(reading *r, am_token name) {
    am_token colon = {.start = name.start + name.length, .kind = AM_TOKEN_COLON};
    name.kind = AM_TOKEN_KEY;
    r->is_line_suspect = true;
    feed(r, name);
    feed(r, colon);
}

/* Begins to look for where reading can go on. What could end here is taken as ended, and stays in the tree;
 * the rest the parser drops. KNOWN stands in no rule of the grammar: the wrong token itself would be tried
 * again at once, in the middle of its line. */
static void start_recovery(reading *r, am_token token) {
    static const uint16_t next[] = {AM_TOKEN_TITLE,  AM_TOKEN_KEY,     AM_TOKEN_VERB,
                                    AM_TOKEN_EXCEPT, AM_TOKEN_BECAUSE, AM_TOKEN_END};
    for (size_t i = 0; i < sizeof(next) / sizeof(next[0]); i++) {
        if (am_grammar_accepts(r->parser, next[i])) {
            am_grammar_conclude(r->parser, next[i]);
            break;
        }
    }
    am_grammar(r->parser, AM_TOKEN_KNOWN, token);
    r->is_recovering = true;
}

static void go_on(reading *r, am_token token) {
    r->is_recovering = false;
    feed(r, token);
}

/* After a mistake: takes the token if reading may go on there. */
static void try_to_go_on(reading *r, am_token token) {
    if (is_anchor(token) && am_grammar_can_take(r->parser, token.kind)) {
        go_on(r, token);
    } else if (is_head(token)) {
        am_grammar_abandon(r->parser);
        go_on(r, token);
    } else {
        r->builder.end = token.start + token.length;
    }
}

/* Where the lexer finds a mistake on the line, the parser's is most likely the same one. */
static void report(reading *r, am_token token) {
    bool is_kept = r->builder.diagnostics->error_count < AM_DIAGNOSTIC_ERRORS_MAX;
    if ((token.flags & AM_TOKEN_IS_SUSPECT) == 0 && is_kept && am_words_is_line_faulty(&r->words)) {
        r->is_line_suspect = true;
    }
    if (r->is_line_suspect) {
        r->builder.wrong = token.start;
    } else {
        am_expected_report(&r->builder, r->parser, token);
    }
}

static void offer(reading *r, am_token token) {
    if ((token.flags & AM_TOKEN_IS_FIRST) != 0) {
        r->is_line_suspect = false;
    }
    if (r->is_line_suspect) {
        token.flags |= AM_TOKEN_IS_SUSPECT;
    }
    if (!r->is_recovering && am_grammar_can_take(r->parser, token.kind)) {
        feed(r, token);
        return;
    }
    if (r->is_recovering) {
        if ((token.flags & AM_TOKEN_IS_FIRST) != 0 && !am_grammar_can_take(r->parser, token.kind)) {
            am_expected_report_misspelt(&r->builder, r->parser, token);
        }
    } else if (am_expected_is_field(&r->builder, r->parser, token)) {
        feed_field(r, token);
        return;
    } else {
        report(r, token);
        start_recovery(r, token);
    }
    try_to_go_on(r, token);
}

static void read_all(reading *r) {
    am_token token;
    do {
        token = am_words_next(&r->words);
        bool is_unfinished = is_head(token) && r->is_too_deep;
        if (is_buried(r, token)) {
            continue;
        }
        if (is_unfinished) {
            /* The declaration before it was left in the middle, and its mistake is reported. */
            token.flags |= AM_TOKEN_IS_SUSPECT;
        }
        offer(r, token);
        if (is_head(token)) {
            r->builder.head = token;
        }
    } while (token.kind != AM_TOKEN_END);
    am_grammar(r->parser, 0, (am_token){.start = token.start});
}

static bool begin(reading *r, am_arena *arena, const am_source *source, uint16_t number,
                  am_diagnostics *diagnostics) {
    r->builder = (am_builder){
        .arena = arena,
        .text = source->text,
        .diagnostics = diagnostics,
        .file = new_file(arena, number, source->text),
        .source = number,
    };
    r->trivia = (am_trivia){.arena = arena};
    r->parser = am_arena_take_unset(arena, am_grammar_bytes(), _Alignof(max_align_t));
    if (r->builder.file == NULL || r->parser == NULL) {
        return false;
    }
    am_grammarInit(r->parser, &r->builder);
    am_lexer_init(&r->lexer, source, number, diagnostics, &r->trivia);
    am_words_init(&r->words, &r->lexer);
    return true;
}

const am_node *am_parse(am_arena *arena, const am_sources *sources, uint16_t source,
                        am_diagnostics *diagnostics) {
    reading r = {.open_count = 0};
    const am_source *text = &sources->items[source];
    if (text->text.length > AM_SOURCE_BYTES_MAX) {
        am_diagnose(diagnostics, AM_DIAG_SOURCE_TOO_LONG, (am_span){source, 0, 0}, AM_NO_ARGUMENTS);
        return new_file(arena, source, (am_slice){NULL, 0});
    }
    if (am_lexer_is_utf16(text)) {
        am_diagnose(diagnostics, AM_DIAG_UTF16, (am_span){source, 0, 0}, AM_NO_ARGUMENTS);
        return new_file(arena, source, (am_slice){NULL, 0});
    }
    am_lexer_scan_characters(text, source, diagnostics);
    if (!begin(&r, arena, text, source, diagnostics)) {
        return NULL;
    }
    read_all(&r);
    r.builder.file->next = NULL;
    am_nesting_limit(r.builder.file, diagnostics);
    am_trivia_attach(&r.trivia, text, r.builder.file);
    return arena->is_exhausted ? NULL : r.builder.file;
}
