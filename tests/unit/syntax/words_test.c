/*
 * Lexer and word filter together: which text gives which tokens.
 *
 * A token is shown by its kind, with `/op` behind it where it has one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "syntax/words.h"

typedef struct {
    const char *text;
    const char *tokens;
} row;

static const row rows[] = {
    /* names, keys, reserved words */
    {"turnover", "NAME"},
    {"turnover: money", "KEY COLON NAME"},
    {"and or not in is of to by per", "AND OR NOT IN IS OF TO BY PER"},
    {"when where if then else otherwise its", "WHEN WHERE IF THEN ELSE OTHERWISE ITS"},
    {"yes no over under from for within", "YES NO OVER UNDER FROM FOR NAME"},
    {"a within b", "NAME WITHIN NAME"},
    {"round known", "ROUND KNOWN"},
    {"over: x", "KEY COLON NAME"},
    {"x.over.is", "NAME DOT NAME DOT NAME"},
    {"its date", "ITS NAME"},
    {"its over: x", "ITS NAME COLON NAME"},
    {"for Case: range of money", "FOR NAME COLON RANGE_OF NAME"},
    {"Over OVER over_", "NAME NAME NAME"},
    {"gr\xC3\xB6\xC3\x9F"
     "e \xE6\x95\xB0 _x a1",
     "NAME NAME NAME NAME"},

    /* declarations */
    {"rule a = 5", "D_RULE NAME EQUALS NUMBER"},
    {"rule rule = rule", "D_RULE NAME EQUALS NAME"},
    {"rule rule: rule", "D_RULE NAME COLON NAME"},
    {"  schedule x", "D_SCHEDULE NAME"},
    {"x schedule y", "NAME NAME NAME"},
    {"rule: text", "KEY COLON NAME"},
    {"rule is x", "NAME IS NAME"},
    {"rule at most x", "NAME VERB/7 NAME"},
    {"record.x y", "NAME DOT NAME NAME"},
    {"amount base", "D_AMOUNT NAME"},
    {"amount > 5", "NAME RELATION/9 NUMBER"},
    {"test \"a\"", "D_TEST TEXT"},
    {"test a", "NAME NAME"},
    {"property \"a\" for B", "D_PROPERTY TEXT FOR NAME"},
    {"property a", "NAME NAME"},
    {"output\nuse x", "D_OUTPUT D_USE NAME"},
    {"output\nfine, x", "D_OUTPUT NAME COMMA NAME"},
    {"rulebook use.test", "D_RULEBOOK NAME DOT NAME"},
    {"tiers T: a < b", "D_TIERS NAME COLON NAME LESS NAME"},
    {"choice choice: rule, test", "D_CHOICE NAME COLON NAME COMMA NAME"},

    /* phrases */
    {"a is not b", "NAME IS/1 NAME"},
    {"a is not one of (b)", "NAME ONE_OF/1 LP NAME RP"},
    {"a is one of (b)", "NAME ONE_OF LP NAME RP"},
    {"a is known, a is not known", "NAME IS_KNOWN COMMA NAME IS_KNOWN/1"},
    {"is not one", "IS/1 NAME"},
    {"in force from", "IN_FORCE FROM"},
    {"in force: yes", "IN KEY COLON YES"},
    {"in\nforce", "IN_FORCE"},
    {"or higher or lower or later or earlier or more or less",
     "OR_HIGHER OR_HIGHER/1 OR_LATER OR_HIGHER/1 OR_HIGHER OR_HIGHER/1"},
    {"if known", "IF_KNOWN"},
    {"at least at most at", "AT_LEAST/8 VERB/7 NAME"},
    {"start from x multiply by y", "VERB NAME VERB/3 NAME"},
    {"increase by reduce by limited to", "VERB/4 VERB/5 LIMITED_TO"},
    {"limit to", "LIMIT/9 TO"},
    {"dated by month ends month ends error", "DATED_BY MONTH_ENDS MONTH_ENDS_ERROR"},
    {"mildest law between a mildest law of (b", "MILDEST_BETWEEN NAME MILDEST_OF/1 LP NAME"},
    {"for each of n", "FOR_EACH_OF NAME"},
    {"sum of greatest of least of count of", "GATHER GATHER/1 GATHER/2 COUNT_OF/3"},
    {"some of all of none of any of list of", "QUANTIFIER/4 ALL_OF/5 QUANTIFIER/6 ANY_OF/7 LIST_OF"},
    {"resets after may fall adds up", "RESETS_AFTER MAY_FALL PICKS/5"},
    {"picks only picks first picks last picks greatest picks least", "PICKS PICKS/1 PICKS/2 PICKS/3 PICKS/4"},
    {"never decreases with x never increases with", "NEVER NAME NEVER/1"},
    {"days between months between years between months begun between",
     "BETWEEN BETWEEN/1 BETWEEN/2 BETWEEN/3"},
    {"end of month of d", "END_OF_MONTH_OF/4 NAME"},
    {"end of month", "NAME OF NAME"},
    {"notwithstanding the above 5", "NOTWITHSTANDING/1 NUMBER"},
    {"only when of any date given once", "ONLY_WHEN OF_ANY_DATE GIVEN_ONCE"},
    {"its list of x", "ITS NAME OF NAME"},
    {"up to x up", "UP_TO/1 NAME UP"},

    /* clause words */
    {"title source currency decimals", "TITLE SOURCE CURRENCY DECIMALS"},
    {"until through published repealed", "UNTIL/1 UNTIL/2 PUBLISHED REPEALED"},
    {"add subtract coefficient instead", "VERB_WORD/1 VERB_WORD/2 VERB_WORD/6 VERB_WORD/10"},
    {"before after on check searched", "WINDOW WINDOW/2 ON CHECK SEARCHED"},
    {"except but unless", "EXCEPT BUT/2 UNLESS/3"},

    /* literals */
    {"5 1_000 1.5 12.5% 0.000_1", "NUMBER NUMBER NUMBER PERCENT NUMBER"},
    {"EUR 5_000", "MONEY"},
    {"USDC 5.25 EURO 5 EU 5", "MONEY MONEY NAME NUMBER"},
    {"EUR\n5", "NAME NUMBER"},
    {"EUR x", "NAME NAME"},
    {"x.EUR 5", "NAME DOT NAME NUMBER"},
    {"2024-12-30", "DATE"},
    {"24 months 1 day 2 years", "PERIOD/1 PERIOD PERIOD/2"},
    {"24 months: 5", "NUMBER KEY COLON NUMBER"},
    {"24\nmonths", "NUMBER NAME"},
    {"24 months between a", "PERIOD/1 NAME NAME"},
    {"1st 2nd 3rd 4th 11th 112th 23rd", "ORDINAL ORDINAL ORDINAL ORDINAL ORDINAL ORDINAL ORDINAL"},
    {"\"a\" \"\\\"\" \"\\\\\" \"\"", "TEXT TEXT TEXT TEXT"},

    /* signs */
    {"( ) [ ] , : .", "LP RP LB RB COMMA COLON DOT"},
    {"= != < <= x > >= + - * / ^",
     "EQUALS RELATION/6 LESS RELATION/8 NAME RELATION/9 RELATION/10 PLUS MINUS STAR SLASH CARET"},
    {"a \xE2\x89\xA0 \xE2\x89\xA4 \xE2\x89\xA5 \xC3\x97 \xC3\xB7",
     "NAME RELATION/6 RELATION/8 RELATION/10 STAR SLASH"},
    {"a\xC3\x97"
     "b a-b a>b",
     "NAME STAR NAME NAME MINUS NAME NAME RELATION/9 NAME"},

    /* rows */
    {"| a | b || c |", "ROW_START NAME BAR NAME BARBAR NAME ROW_END"},
    {"| a || b | -- c\nx", "ROW_START NAME BARBAR NAME ROW_END NAME"},
    {"| not covered || not covered |", "ROW_START NOT NAME BARBAR NOT_COVERED ROW_END"},
    {"| a || b | not covered | c |", "ROW_START NAME BARBAR NAME BAR NOT_COVERED BAR NAME ROW_END"},
    {"| a || b and not covered |", "ROW_START NAME BARBAR NAME AND NOT NAME ROW_END"},
    {"not covered", "NOT NAME"},
    {"| - || - |", "ROW_START MINUS BARBAR MINUS ROW_END"},

    /* blanks, lines, comments, quotation lines */
    {"", ""},
    {" \t\r\n\n", ""},
    {"a\tb\r\nc", "NAME NAME NAME"},
    {"a -- b c\nd", "NAME NAME"},
    {"--\na --", "NAME"},
    {"a - -b", "NAME MINUS MINUS NAME"},
    {"> law\n> more\nrule a = b > c", "D_RULE NAME EQUALS NAME RELATION/9 NAME"},
};

static void append(char *out, size_t room, const am_token *token) {
    am_slice name = am_token_identifier(token->kind);
    size_t length = strlen(out);
    snprintf(out + length, room - length, "%s%.*s", length > 0 ? " " : "", (int)name.length, name.data);
    if (token->op != 0) {
        length = strlen(out);
        snprintf(out + length, room - length, "/%u", token->op);
    }
}

static void read_tokens(const char *text, char *out, size_t room, unsigned *errors) {
    am_arena arena;
    am_sources sources;
    am_diagnostics diagnostics;
    am_lexer lexer;
    am_words words;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_sources_init(&sources, &arena);
    am_diagnostics_init(&diagnostics, &arena);
    am_trivia trivia = {.arena = &arena};
    const am_source *source = am_sources_add(&sources, AM_SLICE("text"), am_slice_of(text));
    assert_non_null(source);
    am_lexer_init(&lexer, source, 0, &diagnostics, &trivia);
    am_words_init(&words, &lexer);
    out[0] = '\0';
    for (am_token token = am_words_next(&words); token.kind != AM_TOKEN_END; token = am_words_next(&words)) {
        append(out, room, &token);
    }
    assert_int_equal(am_words_next(&words).kind, AM_TOKEN_END);
    *errors = diagnostics.error_count;
    am_arena_clear(&arena);
}

static void texts_give_their_tokens(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char tokens[1024];
        unsigned errors;
        read_tokens(rows[i].text, tokens, sizeof(tokens), &errors);
        if (strcmp(tokens, rows[i].tokens) != 0 || errors > 0) {
            fail_msg("`%s`\n  gives    %s (%u errors)\n  not      %s", rows[i].text, tokens, errors,
                     rows[i].tokens);
        }
    }
}

/* What is wrong is reported and read as what was meant. */
static const row mended[] = {
    {"24months", "PERIOD/1"},
    {"EUR 5.000.000", "MONEY"},
    {"EUR -5", "MONEY"},
    {"12.5 %", "PERCENT"},
    {"12,5%", "PERCENT"},
    {"5-3", "NUMBER"},
    {"30.12.2024", "DATE"},
    {"2024-02-30", "DATE"},
    {"2th", "ORDINAL"},
    {"| a || b", "ROW_START NAME BARBAR NAME ROW_END"},
    {"a == b && c || d", "NAME EQUALS NAME AND NAME OR NAME"},
    {"'text'", "TEXT"},
    {"\xE2\x80\x9Ctext\xE2\x80\x9D x", "TEXT NAME"},
    {"\"text", "TEXT"},
    {"a # b", "NAME"},
    {"a--b", "NAME NAME"},
    {"a\n  > 5", "NAME RELATION/9 NUMBER"},
    {"rule over = 5", "D_RULE NAME EQUALS NUMBER"},
    {"a | b", "NAME NAME"},
    {"a; b", "NAME NAME"},
};

static void mistakes_are_read_as_what_was_meant(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof(mended) / sizeof(mended[0]); i++) {
        char tokens[1024];
        unsigned errors;
        read_tokens(mended[i].text, tokens, sizeof(tokens), &errors);
        if (strcmp(tokens, mended[i].tokens) != 0 || errors == 0) {
            fail_msg("`%s`\n  gives    %s (%u errors)\n  not      %s", mended[i].text, tokens, errors,
                     mended[i].tokens);
        }
    }
}

int words_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_give_their_tokens),
        cmocka_unit_test(mistakes_are_read_as_what_was_meant),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
