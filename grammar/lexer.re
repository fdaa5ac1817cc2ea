/*
 * The lexical grammar: which bytes make a raw token.
 *
 * Words are all alike here (the word filter tells them apart). Beside each right spelling stand the wrong ones that drafters
 * bring along from elsewhere; src/syntax/lexer.c says what each should have been. Bytes from 0x80 on are read one code point
 * at a time by am_lexer_rest, but for the operators spelled here. A NUL is an ordinary (and refused) byte unless it
 * is the one behind the text.
 */
#include "syntax/lexer.h"
#include "syntax/tree.h"

am_token am_lexer_next(am_lexer *lexer) {
    const unsigned char *marker = lexer->at;
    const unsigned char *start;
    am_token token;

#define OF_KIND(kind)      return am_lexer_token(lexer, start, AM_TOKEN_##kind, 0)
#define RELATION(operator) return am_lexer_token(lexer, start, AM_TOKEN_RELATION, AM_OPERATOR_##operator)
#define UNLESS_NONE(found)                                                                                   \
    if (found) {                                                                                             \
        return token;                                                                                        \
    }                                                                                                        \
    continue

    for (;;) {
        start = lexer->at;
/*!re2c
        re2c:define:YYCTYPE = "unsigned char";
        re2c:define:YYCURSOR = "lexer->at";
        re2c:define:YYMARKER = marker;
        re2c:define:YYLIMIT = "lexer->limit";
        re2c:yyfill:enable = 0;
        re2c:eof = 0;

        digits  = [0-9]+ ("_" [0-9]+)*;
        number  = digits ("." digits)?;
        odd     = [0-9] ([0-9_.,]* [0-9])?;
        date    = [0-9]{4} "-" [0-9]{2} "-" [0-9]{2};
        dashed  = odd ("-" odd)+;
        slashed = [0-9]{1,2} "/" [0-9]{1,2} "/" [0-9]{4};
        inside  = [^"\\\r\n] | "\\" [^\r\n];

        [ \t]+ | "\r"            { continue; }
        "\r"? "\n"               { UNLESS_NONE(am_lexer_close_row(lexer, &token)); }
        $                        { if (am_lexer_close_row(lexer, &token)) { return token; } OF_KIND(END); }

        [A-Za-z_] [A-Za-z0-9_]*  { return am_lexer_word(lexer, start); }
        number                   { return am_lexer_number(lexer, start, AM_TOKEN_NUMBER); }
        number "%"               { return am_lexer_number(lexer, start, AM_TOKEN_PERCENT); }
        date                     { return am_lexer_date(lexer, start); }
        "\"" inside* "\""        { return am_lexer_text(lexer, start); }

        odd "%"?                 { return am_lexer_odd_number(lexer, start); }
        dashed                   { return am_lexer_dashed(lexer, start); }
        slashed                  { return am_lexer_foreign_date(lexer, start); }
        number [ \t]+ "%"        { return am_lexer_spaced_percent(lexer, start); }
        "\"" inside* "\\"?       { return am_lexer_unclosed_text(lexer, start); }

        "("                      { OF_KIND(LP); }
        ")"                      { OF_KIND(RP); }
        "["                      { OF_KIND(LB); }
        "]"                      { OF_KIND(RB); }
        ","                      { OF_KIND(COMMA); }
        ":"                      { OF_KIND(COLON); }
        "."                      { OF_KIND(DOT); }
        "+"                      { OF_KIND(PLUS); }
        "-"                      { OF_KIND(MINUS); }
        "*" | "\xC3\x97"         { OF_KIND(STAR); }
        "/" | "\xC3\xB7"         { OF_KIND(SLASH); }
        "^"                      { OF_KIND(CARET); }
        "="                      { OF_KIND(EQUALS); }
        "<"                      { OF_KIND(LESS); }
        "!=" | "\xE2\x89\xA0"    { RELATION(UNEQUAL); }
        "<=" | "\xE2\x89\xA4"    { RELATION(LESS_EQUAL); }
        "\xE2\x89\xA5"           { RELATION(GREATER_EQUAL); }
        ">"                      { UNLESS_NONE(am_lexer_greater(lexer, start, AM_OPERATOR_GREATER, &token)); }
        ">="                     { UNLESS_NONE(am_lexer_greater(lexer, start, AM_OPERATOR_GREATER_EQUAL, &token)); }
        "|" | "||"               { UNLESS_NONE(am_lexer_bar(lexer, start, &token)); }
        "--" "-"*                { UNLESS_NONE(am_lexer_dashes(lexer, start, &token)); }

        "//" | "#" | "/*"        { am_lexer_skip_foreign_comment(lexer, start); continue; }
        "==" | "<>" | "=<" | "=>" | ":=" | "&&" | "!" | "**"
                                 { UNLESS_NONE(am_lexer_foreign(lexer, start, &token)); }
        ['] [^'\r\n]* [']        { UNLESS_NONE(am_lexer_foreign(lexer, start, &token)); }
        ".." "."*                { UNLESS_NONE(am_lexer_rest(lexer, start, &token)); }
        *                        { UNLESS_NONE(am_lexer_rest(lexer, start, &token)); }
*/
    }
#undef OF_KIND
#undef RELATION
#undef UNLESS_NONE
}
