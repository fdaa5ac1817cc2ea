/*
 * The shapes as data: a head, a piece as often as it fits, its counterpart as often, a tail. `#` in a piece
 * is its number from 1, `@` the number before.
 */
#include "adversary.h"

#include <stdio.h>
#include <string.h>

typedef struct shape {
    const char *name;
    const char *head;
    const char *piece;
    const char *close; /* as often as the piece, behind all of them */
    const char *tail;
    unsigned most; /* pieces; 0: as many as fit */
} shape;

#define BOOK      "rulebook a\n  currency EUR\n"
#define RECORD    BOOK "record A\n  x: number\n  b: yes/no\n"
#define LISTS     BOOK "record A\n  l: list of B\nrecord B\n  x: number\n  d: date\n"
#define TEN       "x+x*x-x+x*x-x+x*x-x+x*x-x+x*x-x+x*x-x+x*x-x+x*x-x+"
#define COMBINING "\xCC\x96\xCC\x81\xCC\xA7\xCC\x84\xCD\x85\xCC\x96\xCC\x81\xCC\xA7"

#define WIDE                                                                                             \
    BOOK "record A\n  a: number\n  b: number\n  c: number\n  d: number\n  e: number\n  f: number\n  g: " \
         "number\n"                                                                                      \
         "  h: number\n"

/* Sixteen records that each hold the next twice: 65,535 places of records, or as many as are allowed. */
#define TREE                                                                                                 \
    BOOK "  source S \"s\"\nrecord A\n  a:B\n  b:B\nrecord B\n  a:C\n  b:C\nrecord C\n  a:D\n  b:D\nrecord " \
         "D\n  a:E\n  b:E\n"                                                                                 \
         "record E\n  a:F\n  b:F\nrecord F\n  a:G\n  b:G\nrecord G\n  a:H\n  b:H\nrecord H\n  a:I\n  b:I\n"  \
         "record I\n  a:J\n  b:J\nrecord J\n  a:K\n  b:K\nrecord K\n  a:L\n  b:L\n"

static const shape shapes[] = {
    {"parentheses", RECORD "rule r = ", "(", ")", "", 0},
    {"parentheses within the limit", RECORD "rule r = x", "+(x", ")", "\noutput r\n", 120},
    {"negations", RECORD "rule r = ", "not ", "", "b\n", 0},
    {"minuses", RECORD "rule r = ", "- ", "", "x\n", 0},
    {"a sum", RECORD "rule r = x", "+x", "", "\n", 0},
    {"sums", RECORD, "rule r# = " TEN "x\n", "", "", 0},
    {"powers", RECORD "rule r0 = x\n", "rule r# = r@ ^ 9999\n", "", "", 0},
    {"conditions", RECORD "rule r = ", "if b then x else ", "", "x\noutput r\n", 200},
    {"nested conditions", RECORD "rule r = ", "if (", " b) then b else b", "\noutput r\n", 120},
    {"conditions in conditions", RECORD "rule r0 = x\n", "rule r# = if r@ > # then r@ else r@ + #\n", "", "",
     0},
    {"doubling", RECORD "rule r0 = x\n", "rule r# = r@ + r@\n", "", "", 0},
    {"doubling, last first", RECORD "rule r = r1\n", "rule r@ = r# + r#\n", "", "rule r999 = x\n", 0},
    {"doubling of conditions", RECORD "rule r0 = b\n", "rule r# = r@ and r@ or not r@\n", "", "", 0},
    {"doubling of ranges", RECORD "rule r0 = 1 to x\n", "rule r# = r@ + r@\n", "", "", 0},
    {"doubling of penalties", RECORD "penalty r0\n  start from EUR 1 * x\n  round half up to EUR 1\n",
     "penalty r#\n  start from r@\n  add r@ when r@ > EUR 5\n  at most r@\n  round half up to EUR 1\n", "",
     "", 0},
    {"ranges of penalties", RECORD "penalty p\n  start from EUR 1 to EUR 5\n",
     "  multiply by 2 for each of floor(x) when b\n  at least EUR #\n", "", "  round half up to EUR 1\n", 0},
    {"a ring", RECORD, "rule r@ = r#\n", "", "rule r0 = x\n", 0},
    {"a ring closed", RECORD "rule r0 = r1\n", "rule r# = r0 + r1 + r2 + r3 + r@\n", "", "", 0},
    {"unknown names", RECORD, "rule r# = y#\n", "", "", 0},
    {"names one edit apart", BOOK, "record A#\n  abcdefghijkl#: number\nrule r# for A# = abcdefghijkm#\n", "",
     "", 0},
    {"fields one edit apart", RECORD, "  abcdefghijklmno#: number\n", "",
     "rule r = bcdefghijklmno1 + abcdefhijklmno2 + abcdeefghijklmno3 + abcdefghijklmn9o\n", 0},
    {"long names", RECORD "  abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz: number\nrule r = ",
     "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyy + ", "", "x\n", 0},
    {"one long name", RECORD "rule a = b", "bbbb", "", "\n", 0},
    {"two long names", RECORD "rule x", "y", "z", " = x\n", 0},
    {"the same name", RECORD, "rule r = r\n", "", "", 0},
    {"words of the grammar", RECORD, "rule where from to by\n", "", "", 0},
    {"a value in many", RECORD "rule r = x is one of (0", ", #", "", ")\noutput r\n", 0},
    {"a text in many", BOOK "record A\n  t: text\nrule r = t is one of (\"\"", ", \"#\"", "", ")\noutput r\n",
     0},
    {"values of a choice", BOOK "choice C: ", "c#, ", "", "d\nrecord A\n  c: C\nrule r = c is not d\n", 0},
    {"values of tiers", BOOK "tiers T: t0", " < t#", "", "\nrecord A\n  t: T\nrule r = t is t3 or higher\n",
     0},
    {"texts", RECORD "rule r = \"", "texts", "", "\"\noutput r\n", 0},
    {"escapes", RECORD "rule r = \"", "\\\\", "", "\"\noutput r\n", 0},
    {"combining marks", RECORD "rule r = \"a", COMBINING, "", "\"\noutput r\n", 0},
    {"a name of combining marks", RECORD "rule a", COMBINING, "", " = x\n", 0},
    {"characters that decompose", RECORD "rule r = \"", "\xF0\x9D\x85\xA0", "", "\"\noutput r\n", 0},
    {"syllables in pieces", RECORD "rule r = \"", "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", "",
     "\"\noutput r\n", 0},
    {"characters of no meaning", RECORD, "\xE2\x82\xAC", "", "", 0},
    {"bytes that are not UTF-8", RECORD, "\xFF\xC3", "", "", 0},
    {"bars", RECORD "schedule s: number\n", "|", "", "\n", 0},
    {"rows of a schedule", RECORD "schedule s: number\n|x||y|\n", "|#||#|\n", "", "output s\n", 0},
    {"ranges in rows", RECORD "schedule s: number\n|x||y|\n", "|# to #.5||1|\n", "", "output s\n", 0},
    {"items in a cell", RECORD "schedule s: number\n|x||y|\n|0", ",#", "", "||1|\n|otherwise||2|\n", 0},
    {"cells that exclude", RECORD "schedule s: number picks first\n|x||y|\n", "|not #||#|\n", "", "", 0},
    {"condition columns", RECORD "schedule s: number\n", "|x", "|1", "||y|\n", 63},
    {"result columns", RECORD "schedule s\n|x|", "|y#", "", "|\n|1||1|\n", 0},
    {"a schedule of eight columns", WIDE "schedule s: number\n|a|b|c|d|e|f|g|h||y|\n",
     "|from #|up to 5#|-|over #|-|#|-|under 9#||#|\n", "", "", 0},
    {"the same, the first counts", WIDE "schedule s: number picks first\n|a|b|c|d|e|f|g|h||y|\n",
     "|from #|up to 5#|-|over #|-|#|-|under 9#||#|\n", "", "", 0},
    {"cells that leave out", WIDE "schedule s: number picks first\n|a|b|c|d|e|f|g|h||y|\n",
     "|not #|not @|-|not #|not #|not @|-|not #||#|\n", "", "|-|-|-|-|-|-|-|-||1|\n", 0},
    {"rows that leave one column open", WIDE "schedule s: number picks first\n|a|b|c|d|e|f|g|h||y|\n",
     "|#|-|-|-|-|-|-|-||1|\n|-|#|-|-|-|-|-|-||1|\n|-|-|#|-|-|-|-|-||1|\n|-|-|-|#|-|-|-|-||1|\n"
     "|-|-|-|-|#|-|-|-||1|\n|-|-|-|-|-|#|-|-||1|\n|-|-|-|-|-|-|#|-||1|\n|-|-|-|-|-|-|-|#||1|\n",
     "", "|otherwise||2|\n", 0},
    {"values of a choice in rows",
     BOOK "choice C: c0, c1, c2, c3, c4, c5, c6, c7\nrecord A\n  c: C\n  d: C\n  e: C\n  f: C\n"
          "schedule s: number\n|c|d|e|f||y|\n",
     "|not c0|c1, c2|-|not c#||1|\n|c3|-|not c1|c#||1|\n", "", "", 7},
    {"when cells", RECORD "schedule s: number picks first\n|when||y|\n", "|x > # and b||#|\n", "",
     "output s\n", 0},
    {"schedules of two columns", RECORD,
     "schedule s#: number\n|x|x||y|\n|1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31|"
     "1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31||1|\n|otherwise||2|\n",
     "", "", 0},
    {"schedules of schedules", RECORD "rule s0 = x\n", "schedule s#: number\n|s@||y|\n|1||s@|\n|2||s@+s@|\n",
     "", "", 0},
    {"look-backs", LISTS, "rule r# for B = count of l where its x > x + #\n", "", "", 0},
    {"look-backs of look-backs", LISTS "rule r0 for B = x\n",
     "rule r# for B = sum of its r@ over l where its r@ > r@\n", "", "", 0},
    {"look-backs in look-backs", LISTS "rule r for B = x > ", "(count of l where its x > ", ")", "x\n", 15},
    {"sums of sums", LISTS "rule r = ", "(sum of ", " over l)", "its x\n", 15},
    {"look-backs beyond the limit", LISTS "rule r for B = x > ", "(count of l where its x > ", ")", "x\n", 0},
    {"lists in lists", BOOK "record R0\n  x: number\n", "  l#: list of R#\nrecord R#\n  x: number\n", "",
     "rule r for R9 = x\n", 0},
    {"records in records", BOOK "record R0\n  x: number\n", "  a: R#\n  b: R#\nrecord R#\n  x: number\n", "",
     "rule r for R9 = x\n", 16},
    {"a tree of records", TREE "record L\n", "  f#: number\n", "", "", 0},
    {"a tree of lists", BOOK "record R0\n  x: number\n",
     "  a: list of R#\n  b: list of R#\n  c: list of R#\n  d: list of R#\nrecord R#\n  x: number\n", "", "",
     16},
    {"constants in a tree of records", TREE "record L\n  x: number\n",
     "rule r# for L = 1 + 1 + 1 + 1 + 1 + 1 + 1\n", "", "", 0},
    {"rules in a tree of records", TREE "record L\n  x: number\n", "rule r# for L = x + #\n", "", "", 0},
    {"schedules in a tree of records", TREE "record L\n  x: number\n",
     "schedule s# for L: number\n|x|x||y|\n|1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, "
     "29, 31|"
     "1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31||1|\n|otherwise||2|\n",
     "", "", 0},
    {"when cells in a tree of records",
     TREE "record L\n  x: number\nschedule s for L: number picks first\n|when||y|\n", "|x > #||#|\n", "", "",
     0},
    {"citations in a tree of records", TREE "record L\n  x: number\n",
     "rule r# for L = 1 \"label\" per S \"article #\"\n", "", "", 0},
    {"headers", "", "rulebook a\n", "", "", 0},
    {"sources", "rulebook a\n", "  source S# \"s\"\n", "", "record A\n  x: number\n", 0},
    {"currencies", "rulebook a\n", "  currency A# decimals 30\n", "", "record A\n  x: number\n", 0},
    {"uses", "rulebook a\n", "use a.#\n", "", "", 0},
    {"records", BOOK, "record R#\n", "", "", 0},
    {"steps", RECORD "penalty p\n  start from EUR 1\n", "  add EUR # when b\n", "", "", 0},
    {"steps for each", RECORD "penalty p\n  start from EUR 1\n", "  multiply by 1.5 for each of floor(x)\n",
     "", "  round half up to EUR 1\n", 0},
    {"parameters", RECORD, "parameter p# = #\n", "", "", 0},
    {"a series of dates",
     "rulebook a\n  currency EUR\n  dated by A.d\n  in force from 0001-01-01\nrecord A\n  d: date\n"
     "parameter p\n|in force||p|\n",
     "|#001-01-01||#|\n", "", "rule r = p\noutput r\n", 0},
    {"numbers", RECORD "rule r = ", "9", "", "\n", 0},
    {"numbers with points", RECORD "rule r = ", "9.", "", "\n", 0},
    {"groups of digits", RECORD "rule r = 1", "_000", "", "\n", 0},
    {"hyphens", RECORD "rule r = x", "-", "", "x\n", 0},
    {"comments", RECORD, "--\n", "", "", 0},
    {"quoted law", RECORD, "> law\n", "", "rule r = x\n", 0},
    {"line ends", RECORD, "\n", "", "", 0},
    {"brackets", RECORD "test \"t\"\n  given a: ", "[a: ", "]", "\n  expect\n", 0},
    {"types", RECORD "rule r: ", "range of ", "", "number = x\n", 0},
};

size_t adversary_count(void) {
    return sizeof shapes / sizeof shapes[0];
}

const char *adversary_name(size_t number) {
    return shapes[number].name;
}

static void put_piece(writing *out, const char *piece, unsigned number) {
    for (const char *at = piece; *at != '\0'; at++) {
        if (*at == '#' || *at == '@') {
            write_format(out, "%u", *at == '#' ? number : number - 1);
        } else {
            write_bytes(out, at, 1);
        }
    }
}

void adversary_write(size_t number, writing *out) {
    const shape *form = &shapes[number];
    size_t last = strlen(form->tail);
    unsigned count = 0;
    write_text(out, form->head);
    for (;;) {
        size_t before = out->length;
        put_piece(out, form->piece, count + 1);
        last += strlen(form->close);
        if (out->length + last > ADVERSARY_BYTES || (form->most != 0 && count == form->most)) {
            out->length = before;
            break;
        }
        count++;
    }
    for (unsigned i = 0; i < count; i++) {
        write_text(out, form->close);
    }
    write_text(out, form->tail);
}

static uint64_t next_random(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static size_t below(uint64_t *state, size_t bound) {
    return bound == 0 ? 0 : (size_t)(next_random(state) % bound);
}

void adversary_table(uint64_t *state, writing *out) {
    size_t columns = 2 + below(state, 30);
    size_t filled = 1 + below(state, 4);
    size_t values = 1 + below(state, 8);
    write_text(out, BOOK "record A\n");
    for (size_t i = 0; i < columns; i++) {
        write_format(out, "  a%zu: %s\n", i, values == 1 ? "yes/no" : "whole in 0 to 9");
    }
    write_text(out, "schedule s: number picks first\n");
    for (size_t i = 0; i < columns; i++) {
        write_format(out, "|a%zu", i);
    }
    write_text(out, "||y|\n");
    while (out->length + 10 * columns + 40 < ADVERSARY_BYTES) {
        for (size_t i = 0; i < columns; i++) {
            if (below(state, columns) >= filled) {
                write_text(out, "|-");
            } else if (values == 1) {
                write_text(out, below(state, 2) == 0 ? "|yes" : "|no");
            } else {
                size_t lowest = below(state, 9);
                write_format(out, "|%zu to %zu", lowest, lowest + below(state, 9 - lowest + 1));
            }
        }
        write_text(out, "||1|\n");
    }
    write_text(out, "|otherwise||2|\n");
}

/* Deletes a part, repeats one, moves one elsewhere, or writes signs of the language over it. */
static void edit(writing *text, uint64_t *state) {
    static const char *const signs[] = {"(",  "|", "||", "\n",    " if ", " over ", "rule ",
                                        "\"", "-", ",",  " its ", "\xFF", "."};
    char part[64];
    size_t at = below(state, text->length);
    size_t length = 1 + below(state, sizeof part);
    length = length < text->length - at ? length : text->length - at;
    memcpy(part, text->data + at, length);
    memmove(text->data + at, text->data + at + length, text->length - at - length);
    text->length -= length;
    const char *put = part;
    unsigned times = (unsigned)below(state, 4);
    if (below(state, 3) == 0) {
        put = signs[below(state, sizeof signs / sizeof signs[0])];
        length = strlen(put);
    } else if (below(state, 2) == 0) {
        at = below(state, text->length);
    }
    for (unsigned i = 0; i < times && text->length + length <= ADVERSARY_BYTES; i++) {
        size_t behind = text->length - at;
        write_bytes(text, put, length);
        memmove(text->data + at + length, text->data + at, behind);
        memcpy(text->data + at, put, length);
    }
}

void adversary_mutate(const char *text, size_t length, uint64_t *state, writing *out) {
    size_t head = length < ADVERSARY_BYTES / 2 ? length : ADVERSARY_BYTES / 2;
    size_t start = head + below(state, length - head);
    size_t rest = length - start < ADVERSARY_BYTES - head ? length - start : ADVERSARY_BYTES - head;
    write_bytes(out, text, head);
    write_bytes(out, text + start, rest);
    for (size_t edits = below(state, 12); edits > 0 && out->length > 0; edits--) {
        edit(out, state);
    }
}
