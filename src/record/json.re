/*
 * The tokens of JSON.
 *
 * The outer rules see brackets, numbers, words and the quote that opens a string; the inner ones run over a
 * string's bytes, so that each thing that can be wrong in it has a rule and a place of its own. Every read
 * is bounded by the text's end. A number or word runs as far as its characters do: `01` and `nul` are one
 * bad token, not two good ones.
 */
#include "record/json.h"

/*!re2c
    re2c:api = custom;
    re2c:api:style = free-form;
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYPEEK = "(at < end ? (unsigned char)*at : 0)";
    re2c:define:YYSKIP = "at++;";
    re2c:define:YYBACKUP = "marker = at;";
    re2c:define:YYRESTORE = "at = marker;";
    re2c:define:YYLESSTHAN = "at >= end";
    re2c:yyfill:enable = 0;
    re2c:eof = 0;

    hex = [0-9a-fA-F];
    tail = [\x80-\xBF];
    high = [\xC2-\xDF] tail
         | "\xE0" [\xA0-\xBF] tail
         | [\xE1-\xEC\xEE\xEF] tail{2}
         | "\xED" [\x80-\x9F] tail
         | "\xF0" [\x90-\xBF] tail{2}
         | [\xF1-\xF3] tail{3}
         | "\xF4" [\x80-\x8F] tail{2};
    number = "-"? ("0" | [1-9] [0-9]*) ("." [0-9]+)? ([eE] [+-]? [0-9]+)?;
*/

static am_json_kind give(am_json *json, am_json_kind kind, const char *start, const char *at) {
    json->kind = kind;
    json->at = at;
    json->text = (am_slice){start, (size_t)(at - start)};
    return kind;
}

static am_json_kind refuse(am_json *json, am_diag diag, const char *start, const char *at) {
    json->diag = diag;
    return give(json, AM_JSON_BAD, start, at);
}

/* A string, from behind its first quote. */
static am_json_kind read_string(am_json *json, const char *first) {
    const char *at = first;
    const char *const end = json->end;
    const char *start;
    const char *marker;

    json->has_escape = false;
    json->is_ascii = true;
    for (;;) {
        at = start = am_json_pass_plain(at, end);
        /*!re2c
        [^"\\\x00-\x1F\x80-\xFF] { continue; }
        ["] {
            give(json, AM_JSON_STRING, first, at - 1);
            json->at = at;
            return AM_JSON_STRING;
        }
        high+ { json->is_ascii = false; continue; }
        "\\" ["\\/bfnrt] { json->has_escape = true; continue; }
        "\\u" ([0-9a-cefA-CEF] hex{3} | [dD] [0-7] hex{2}) { json->has_escape = true; continue; }
        "\\u" [dD] [89abAB] hex{2} "\\u" [dD] [c-fC-F] hex{2} { json->has_escape = true; continue; }
        "\\u" [dD] [89a-fA-F] hex{2} { return refuse(json, AM_DIAG_JSON_SURROGATE, start, at); }
        "\\u" hex{0,3} { return refuse(json, AM_DIAG_JSON_ESCAPE, start, at); }
        "\\" [\x21-\x7E]? { return refuse(json, AM_DIAG_JSON_ESCAPE, start, at); }
        [\n\r] { return refuse(json, AM_DIAG_JSON_STRING_OPEN, first - 1, at - 1); }
        [\x00-\x1F] { return refuse(json, AM_DIAG_JSON_CONTROL, start, at); }
        * { return refuse(json, AM_DIAG_JSON_UTF8, start, at); }
        $ { return refuse(json, AM_DIAG_JSON_STRING_OPEN, first - 1, at); }
        */
    }
}

am_json_kind am_json_next(am_json *json) {
    const char *at = json->at;
    const char *const end = json->end;
    const char *start;
    const char *marker;

    for (;;) {
        start = at;
        /*!re2c
        [ \t\n\r]+ { continue; }
        ["] { return read_string(json, at); }
        "{" { return give(json, AM_JSON_OPEN_OBJECT, start, at); }
        "}" { return give(json, AM_JSON_CLOSE_OBJECT, start, at); }
        "[" { return give(json, AM_JSON_OPEN_ARRAY, start, at); }
        "]" { return give(json, AM_JSON_CLOSE_ARRAY, start, at); }
        ":" { return give(json, AM_JSON_COLON, start, at); }
        "," { return give(json, AM_JSON_COMMA, start, at); }
        "true" { return give(json, AM_JSON_TRUE, start, at); }
        "false" { return give(json, AM_JSON_FALSE, start, at); }
        "null" { return give(json, AM_JSON_NULL, start, at); }
        number { return give(json, AM_JSON_NUMBER, start, at); }
        [0-9+.-] [0-9A-Za-z_+.-]* { return refuse(json, AM_DIAG_JSON_NUMBER, start, at); }
        [A-Za-z_] [0-9A-Za-z_.-]* { return refuse(json, AM_DIAG_JSON_WORD, start, at); }
        [\x20-\x7E] { return refuse(json, AM_DIAG_JSON_UNEXPECTED, start, at); }
        high { return refuse(json, AM_DIAG_JSON_UNEXPECTED, start, at); }
        [\x00-\x1F\x7F] { return refuse(json, AM_DIAG_JSON_UNEXPECTED, start, at); }
        * { return refuse(json, AM_DIAG_JSON_UTF8, start, at); }
        $ { return give(json, AM_JSON_END, start, start); }
        */
    }
}

bool am_json_is_number(am_slice text) {
    const char *at = text.data;
    const char *const end = text.data + text.length;
    const char *marker;

    if (text.length == 0) {
        return false;
    }
    /*!re2c
    number { return at == end; }
    * { return false; }
    $ { return false; }
    */
}
