/*
 * Verdicts on properties against enumeration: random small rulebooks whose facts have few values.
 *
 *     properties COUNT SEED [SHOW]
 *
 * Every record is assessed through the public interface, and each claim is judged by going through all of
 * them, or all pairs that differ in the fact. What is called proved must hold of all, and what is called
 * refuted must break somewhere. What is searched may be either, but most claims must be decided. In some
 * rulebooks facts have no ranges, and some of their values need all 34 digits: there only what is called
 * proved is judged. With SHOW the rulebook of that number is printed with its verdicts.
 */
#include <amerce/amerce.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"

enum { TEXT_BYTES = 16384, FACTS = 8, RECORDS_MAX = 20000, PROPERTIES = 4, LISTS = 13 };

enum { A, B, TIER, TRUTH, MONEY, OPTIONAL, DAY, LIST };
static const unsigned sizes[FACTS] = {5, 4, 3, 2, 7, 4, 5, LISTS};
static const char *const names[FACTS] = {"a", "b", "t", "y", "m", "o", "d", "p"};

typedef struct outcome {
    bool is_value;
    am_decimal value;
} outcome;

typedef enum claim { ALWAYS, DECREASES, INCREASES } claim;

typedef struct property {
    claim claim;
    unsigned fact;   /* what is varied */
    bool is_element; /* `k` of an element of the list */
} property;

typedef struct trial {
    uint64_t random;
    char text[TEXT_BYTES];
    size_t length;
    bool is_used[FACTS];
    bool is_open; /* facts without ranges */
    property properties[PROPERTIES];
    outcome *fines;
    outcome *claims[PROPERTIES];
    unsigned records;
} trial;

static unsigned below(trial *t, unsigned end) {
    t->random = t->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((t->random >> 33) % end);
}

static void put(trial *t, const char *text) {
    size_t length = strlen(text);

    if (t->length + length < TEXT_BYTES) {
        memcpy(t->text + t->length, text, length + 1);
        t->length += length;
    }
}

static void put_number(trial *t, unsigned number) {
    char text[16];

    snprintf(text, sizeof text, "%u", number);
    put(t, text);
}

static unsigned pick_fact(trial *t) {
    unsigned fact = below(t, FACTS);

    while (!t->is_used[fact]) {
        fact = (fact + 1) % FACTS;
    }
    return fact;
}

static void put_amount(trial *t, unsigned depth);

static void put_test(trial *t) {
    static const char *const orders[] = {" < ", " <= ", " > ", " >= ", " = "};
    static const char *const tiers[] = {"low", "mid", "high"};
    unsigned fact = pick_fact(t);

    switch (fact) {
    case TRUTH:
        put(t, below(t, 2) ? "y" : "not y");
        return;
    case OPTIONAL:
        put(t, below(t, 2) ? "(o is known and o > 1)" : "(o otherwise 2) >= 2");
        return;
    case LIST:
        put(t, below(t, 2) ? "(count of p) >= 1" : "(some of p where its k > 1)");
        return;
    default:
        put(t, names[fact]);
        put(t, orders[below(t, 5)]);
        break;
    }
    if (fact == TIER) {
        put(t, tiers[below(t, 3)]);
    } else if (fact == DAY) {
        put(t, "2020-01-0");
        put_number(t, 1 + below(t, 5));
    } else {
        put(t, fact == MONEY ? "JPY " : "");
        put_number(t, below(t, sizes[fact]));
    }
}

static void put_condition(trial *t, unsigned depth) {
    unsigned kind = depth == 0 ? 0 : below(t, 5);

    if (kind < 3) {
        put_test(t);
        return;
    }
    put(t, "(");
    put_condition(t, depth - 1);
    put(t, kind == 3 ? " and " : " or ");
    put_condition(t, depth - 1);
    put(t, ")");
}

static void put_literal(trial *t) {
    put(t, "JPY ");
    put_number(t, below(t, 12));
}

static void put_leaf(trial *t) {
    switch (pick_fact(t)) {
    case A:
        put(t, "JPY 2 * a");
        break;
    case B:
        put(t, "JPY 3 * b");
        break;
    case MONEY:
        put(t, below(t, 2) ? "m" : "m * 1.5");
        break;
    case OPTIONAL:
        put(t, "JPY 2 * (o otherwise 1)");
        break;
    case LIST:
        put(t, below(t, 3) == 0   ? "(sum of JPY 2 * its k over p where its k < 2)"
               : below(t, 2) == 0 ? "JPY 1 * (count of p where its k >= 1)"
                                  : "steps");
        break;
    default:
        put_literal(t);
        break;
    }
}

static void put_amount(trial *t, unsigned depth) {
    switch (depth == 0 ? below(t, 2) : below(t, 9)) {
    case 0:
        put_literal(t);
        break;
    case 1:
        put_leaf(t);
        break;
    case 2:
        put(t, "base");
        break;
    case 3:
        put(t, "(if ");
        put_condition(t, 1);
        put(t, " then ");
        put_amount(t, depth - 1);
        put(t, " else ");
        put_amount(t, depth - 1);
        put(t, ")");
        break;
    case 4:
        put(t, below(t, 2) ? "greatest of (" : "least of (");
        put_amount(t, depth - 1);
        put(t, ", ");
        put_amount(t, depth - 1);
        put(t, ")");
        break;
    case 5:
        put(t, "(");
        put_amount(t, depth - 1);
        put(t, below(t, 2) ? " + " : " - ");
        put_amount(t, depth - 1);
        put(t, ")");
        break;
    case 6:
        put(t, "share * ");
        put_literal(t);
        break;
    case 7:
        put(t, t->is_used[A] && t->is_used[B] ? "JPY 1 * a * b" : "(round ");
        if (!(t->is_used[A] && t->is_used[B])) {
            put_leaf(t);
            put(t, below(t, 2) ? " / 3 down to JPY 1)" : " * 0.7 half up to JPY 2)");
        }
        break;
    default:
        put(t, below(t, 2) ? "150% of " : "");
        put_leaf(t);
        break;
    }
}

static void put_cell(trial *t, unsigned fact, unsigned cell, unsigned cut) {
    static const char *const tiers[] = {"low", "mid", "high"};

    if (fact == TIER) {
        put(t, tiers[cell]);
    } else if (fact == TRUTH) {
        put(t, cell == 0 ? "no" : "yes");
    } else {
        put(t, cell == 0 ? "up to " : "over ");
        put_number(t, cut);
    }
}

static void put_schedule(trial *t) {
    unsigned first = t->is_used[TIER] ? TIER : t->is_used[TRUTH] ? TRUTH : A;
    unsigned second = t->is_used[A] ? A : t->is_used[B] ? B : first;
    bool has_second = second != first && below(t, 2);
    unsigned cut = below(t, 3), amount = below(t, 6);

    put(t, "schedule base: money\n  | ");
    put(t, names[first]);
    put(t, has_second ? " | " : "");
    put(t, has_second ? names[second] : "");
    put(t, " || amount |\n");
    for (unsigned i = 0; i < (first == TIER ? 3u : 2u); i++) {
        for (unsigned k = 0; k < (has_second ? 2u : 1u); k++) {
            put(t, "  | ");
            put_cell(t, first, i, cut);
            put(t, has_second ? " | " : "");
            if (has_second) {
                put_cell(t, second, k, cut);
            }
            put(t, " || JPY ");
            put_number(t, amount);
            put(t, " |\n");
            amount = below(t, 3) ? amount + below(t, 4) : below(t, 8);
        }
    }
}

static void put_step(trial *t) {
    bool is_limit = false;

    put(t, "  ");
    switch (below(t, 9)) {
    case 0:
        put(t, "add ");
        put_amount(t, 1);
        put(t, t->is_used[B] && below(t, 2) ? " for each of b" : "");
        break;
    case 1:
        put(t, "subtract ");
        put_literal(t);
        break;
    case 2:
        put(t, "increase by share");
        put(t, t->is_used[A] && below(t, 2) ? " for each of a" : "");
        break;
    case 3:
        put(t, "reduce by 10%");
        break;
    case 4:
        put(t, "at most ");
        put_amount(t, 1);
        is_limit = true;
        break;
    case 5:
        put(t, "at least ");
        put_amount(t, 1);
        is_limit = true;
        break;
    case 6:
        put(t, "multiply by 1.3");
        break;
    case 7:
        put(t, "instead ");
        put_amount(t, 1);
        put(t, " when ");
        put_condition(t, 1);
        put(t, "\n");
        return;
    default:
        put(t, "limit to JPY 2 to JPY 9");
        break;
    }
    if (!is_limit || below(t, 2)) {
        if (below(t, 2)) {
            put(t, " when ");
            put_condition(t, 1);
        }
    }
    put(t, "\n");
}

static void put_property(trial *t, unsigned number) {
    property *p = &t->properties[number];

    put(t, "property \"");
    put_number(t, number);
    p->claim = (claim)below(t, 3);
    p->fact = pick_fact(t);
    p->is_element = p->claim != ALWAYS && p->fact == LIST && below(t, 2);
    if (p->claim == ALWAYS) {
        put(t, "\"\n  always claim");
        put_number(t, number);
        put(t, "\n");
        return;
    }
    put(t, p->is_element ? "\" for P\n  " : "\"\n  ");
    put(t, p->is_element ? "Case.fine" : "fine");
    put(t, p->claim == DECREASES ? " never decreases with " : " never increases with ");
    put(t, p->is_element ? "k" : names[p->fact]);
    put(t, "\n");
}

static void write_rulebook(trial *t) {
    unsigned most = 3 + below(t, 2), steps = below(t, 5);

    t->length = 0;
    memset(t->is_used, 0, sizeof t->is_used);
    t->is_open = below(t, 4) == 0;
    t->is_used[below(t, 2) ? A : TIER] = true;
    for (unsigned i = 1; i < most; i++) {
        t->is_used[below(t, FACTS)] = true;
    }
    if (!t->is_used[TIER] && !t->is_used[TRUTH]) {
        t->is_used[A] = true;
    }
    put(t, "rulebook random\n  currency JPY\ntiers Tier: low < mid < high\nrecord Case\n  a: whole");
    put(t, t->is_open ? "" : " in 0 to 4");
    put(t, "\n  b: whole in 0 to 3\n  t: Tier\n  y: yes/no\n  m: money");
    put(t, t->is_open ? "" : " in JPY 0 to JPY 6");
    put(t, "\n  o: whole optional in 0 to 2\n  d: date in 2020-01-01 to 2020-01-05\n  p: list of P\n"
           "record P\n  k: whole in 0 to 2\n");
    put_schedule(t);
    put(t, "ladder steps: money\n  counts p where its k >= 1 of any date\n  may fall\n  | offence || amount "
           "|\n");
    put(t, below(t, 2) ? "  | 1st || JPY 1 |\n  | 2nd || JPY 4 |\n  | 3rd or later || JPY 6 |\n"
                       : "  | 1st || JPY 3 |\n  | 2nd or later || JPY 2 |\n");
    put(t, "rule share: number = 10%\n  except 20% when ");
    put_condition(t, 1);
    put(t, "\n  notwithstanding the above 30% when ");
    put_condition(t, 1);
    put(t, "\npenalty fine\n");
    if (below(t, 6) == 0) {
        put(t, "  only when ");
        put_condition(t, 1);
        put(t, "\n");
    }
    put(t, "  start from ");
    put_amount(t, 2);
    put(t, "\n");
    for (unsigned i = 0; i < steps; i++) {
        put_step(t);
    }
    put(t, "  round half up to JPY 1\n");
    for (unsigned i = 0; i < PROPERTIES; i++) {
        put(t, "output claim");
        put_number(t, i);
        put(t, "\nrule claim");
        put_number(t, i);
        put(t, below(t, 2) ? " = fine is known and fine <= " : " = not (fine is known) or fine >= ");
        put_amount(t, 1);
        put(t, "\n");
        put_property(t, i);
    }
}

/* A rule that may not be optional says so: the text is written again without what it must not have. */
static void remove_all(trial *t, const char *words, const char *instead) {
    char *at = t->text;

    while ((at = strstr(at, words)) != NULL) {
        size_t old = strlen(words), new = strlen(instead);

        memmove(at + new, at + old, strlen(at + old) + 1);
        memcpy(at, instead, new);
        at += new;
    }
    t->length = strlen(t->text);
}

static unsigned choices_of(const trial *t, unsigned fact) {
    return t->is_used[fact] ? sizes[fact] : 1;
}

/* The list of that number: none, one of 3, or two of 3 x 3. */
static unsigned list_elements(unsigned number, unsigned elements[2]) {
    if (number == 0) {
        return 0;
    }
    elements[0] = number < 4 ? number - 1 : (number - 4) / 3;
    elements[1] = number < 4 ? 0 : (number - 4) % 3;
    return number < 4 ? 1 : 2;
}

static unsigned list_number(unsigned count, const unsigned elements[2]) {
    return count == 0 ? 0 : count == 1 ? 1 + elements[0] : 4 + 3 * elements[0] + elements[1];
}

/* In order; the exact multiples of most have more than 34 digits. */
static const char *const open_amounts[] = {"0",
                                           "1",
                                           "5",
                                           "1999999999999999999999999999999999",
                                           "3333333333333333333333333333333333",
                                           "9999999999999999999999999999999998",
                                           "9999999999999999999999999999999999"};
static const char *const open_wholes[] = {"0", "2", "1000000000000000007",
                                          "6666666666666666666666666666666667",
                                          "9999999999999999999999999999999999"};

static void put_fact(const trial *t, char *json, size_t room, unsigned fact, unsigned choice) {
    static const char *const tiers[] = {"low", "mid", "high"};
    unsigned elements[2], count;
    size_t length = strlen(json);

    if (t->is_open && (fact == MONEY || fact == A)) {
        snprintf(json + length, room - length, "\"%s\":%s,", names[fact],
                 fact == A ? open_wholes[choice] : open_amounts[choice]);
        return;
    }
    switch (fact) {
    case TIER:
        snprintf(json + length, room - length, "\"t\":\"%s\",", tiers[choice]);
        break;
    case TRUTH:
        snprintf(json + length, room - length, "\"y\":%s,", choice ? "true" : "false");
        break;
    case OPTIONAL:
        if (choice == 3) {
            snprintf(json + length, room - length, "\"o\":null,");
        } else {
            snprintf(json + length, room - length, "\"o\":%u,", choice);
        }
        break;
    case DAY:
        snprintf(json + length, room - length, "\"d\":\"2020-01-0%u\",", choice + 1);
        break;
    case LIST:
        count = list_elements(choice, elements);
        if (count == 0) {
            snprintf(json + length, room - length, "\"p\":[],");
        } else if (count == 1) {
            snprintf(json + length, room - length, "\"p\":[{\"k\":%u}],", elements[0]);
        } else {
            snprintf(json + length, room - length, "\"p\":[{\"k\":%u},{\"k\":%u}],", elements[0],
                     elements[1]);
        }
        break;
    default:
        snprintf(json + length, room - length, "\"%s\":%u,", names[fact], choice);
        break;
    }
}

static unsigned choice_of(const trial *t, unsigned record, unsigned fact) {
    for (unsigned i = 0; i < fact; i++) {
        record /= choices_of(t, i);
    }
    return record % choices_of(t, fact);
}

static unsigned with_choice(const trial *t, unsigned record, unsigned fact, unsigned choice) {
    unsigned step = 1;

    for (unsigned i = 0; i < fact; i++) {
        step *= choices_of(t, i);
    }
    return record - choice_of(t, record, fact) * step + choice * step;
}

static bool put_piece(void *context, const char *data, size_t length) {
    char *text = context;

    memcpy(text + strlen(text), data, length);
    return true;
}

static outcome outcome_of(const amerce_rulebook *rulebook, const amerce_assessor *assessor, uint32_t output,
                          uint32_t row) {
    amerce_output described;
    amerce_value value;
    outcome out = {0};
    char text[256] = "";

    amerce_rulebook_output(rulebook, output, &described);
    amerce_assessor_result(assessor, output, row, &value);
    out.is_value = value.state == AMERCE_VALUE;
    if (out.is_value && described.type.kind == AMERCE_YESNO) {
        out.value = am_decimal_of(value.integer);
    } else if (out.is_value) {
        amerce_value_write(rulebook, &described.type, &value, (amerce_sink){put_piece, text});
        am_decimal_parse(am_slice_of(text), &out.value);
    }
    return out;
}

static uint32_t output_named(const amerce_rulebook *rulebook, const char *name) {
    amerce_output output;
    uint32_t i = 0;

    while (amerce_rulebook_output(rulebook, i, &output) &&
           (output.name.length != strlen(name) || memcmp(output.name.data, name, output.name.length) != 0)) {
        i++;
    }
    return i;
}

static void read_results(trial *t, const amerce_rulebook *rulebook, amerce_assessor *assessor, unsigned first,
                         unsigned count) {
    uint32_t fine = output_named(rulebook, "fine");

    amerce_assessor_run(assessor);
    for (unsigned i = 0; i < count; i++) {
        t->fines[first + i] = outcome_of(rulebook, assessor, fine, i);
        for (unsigned k = 0; k < PROPERTIES; k++) {
            char name[16];

            snprintf(name, sizeof name, "claim%u", k);
            t->claims[k][first + i] = outcome_of(rulebook, assessor, output_named(rulebook, name), i);
        }
    }
    amerce_assessor_clear(assessor);
}

static bool assess_all(trial *t, const amerce_rulebook *rulebook) {
    amerce_assessor_options options = {.size = sizeof options, .records = 64};
    amerce_assessor *assessor;
    unsigned done = 0;

    t->records = 1;
    for (unsigned i = 0; i < FACTS; i++) {
        t->records *= choices_of(t, i);
    }
    if (t->records > RECORDS_MAX || amerce_assessor_new(rulebook, &options, &assessor) != AMERCE_OK) {
        return false;
    }
    for (unsigned record = 0; record < t->records; record++) {
        char json[512] = "{";

        for (unsigned i = 0; i < FACTS; i++) {
            if (t->is_used[i]) {
                put_fact(t, json, sizeof json, i, choice_of(t, record, i));
            }
        }
        json[strlen(json) - 1] = '}';
        if (amerce_assessor_add_json(assessor, amerce_text_of(json), 1, 1, NULL) != AMERCE_OK) {
            printf("a record is refused: %s\n", json);
            exit(1);
        }
        if (record + 1 - done == 64 || record + 1 == t->records) {
            read_results(t, rulebook, assessor, done, record + 1 - done);
            done = record + 1;
        }
    }
    amerce_assessor_free(assessor);
    return true;
}

static bool is_broken_by(const trial *t, claim claim, unsigned low, unsigned high) {
    int order = am_decimal_compare(t->fines[low].value, t->fines[high].value);

    return t->fines[low].is_value && t->fines[high].is_value && (claim == DECREASES ? order > 0 : order < 0);
}

/* The record with the list longer by one, or with an element's fact greater. */
static bool is_list_broken(const trial *t, const property *p, unsigned record) {
    unsigned elements[2] = {0, 0}, count = list_elements(choice_of(t, record, LIST), elements);

    for (unsigned i = 0; p->is_element && i < count; i++) {
        for (unsigned k = elements[i] + 1; k < 3; k++) {
            unsigned more[2] = {i == 0 ? k : elements[0], i == 1 ? k : elements[1]};

            if (is_broken_by(t, p->claim, record, with_choice(t, record, LIST, list_number(count, more)))) {
                return true;
            }
        }
    }
    for (unsigned k = 0; !p->is_element && count < 2 && k < 3; k++) {
        unsigned more[2] = {count == 0 ? k : elements[0], k};

        if (is_broken_by(t, p->claim, record, with_choice(t, record, LIST, list_number(count + 1, more)))) {
            return true;
        }
    }
    return false;
}

static bool is_broken(const trial *t, unsigned number) {
    const property *p = &t->properties[number];

    for (unsigned record = 0; record < t->records; record++) {
        unsigned choice = p->claim == ALWAYS ? 0 : choice_of(t, record, p->fact);

        if (p->claim == ALWAYS) {
            const outcome *claimed = &t->claims[number][record];

            if (claimed->is_value && am_decimal_is_zero(claimed->value)) {
                return true;
            }
            continue;
        }
        if (p->fact == LIST) {
            if (is_list_broken(t, p, record)) {
                return true;
            }
            continue;
        }
        /* What is unknown is neither more nor less. */
        for (unsigned more = choice + 1; more < sizes[p->fact] - (p->fact == OPTIONAL ? 1 : 0); more++) {
            if (is_broken_by(t, p->claim, record, with_choice(t, record, p->fact, more))) {
                return true;
            }
        }
    }
    return false;
}

typedef struct tally {
    unsigned rulebooks, proved, refuted, searched, missed, refused;
} tally;

static bool judge(trial *t, const amerce_properties *properties, tally *all) {
    static const char *const words[] = {"proved", "searched", "refuted"};
    bool is_right = true;

    for (unsigned i = 0; i < PROPERTIES; i++) {
        amerce_property property;
        bool broken = is_broken(t, i), is_wrong;

        amerce_properties_get(properties, i, &property);
        is_wrong = (property.result == AMERCE_PROPERTY_PROVED && broken) ||
                   (property.result == AMERCE_PROPERTY_REFUTED && !broken && !t->is_open &&
                    !t->is_used[LIST]); /* lists are enumerated to two elements only */
        all->proved += property.result == AMERCE_PROPERTY_PROVED;
        all->refuted += property.result == AMERCE_PROPERTY_REFUTED;
        all->searched += property.result == AMERCE_PROPERTY_SEARCHED;
        all->missed += property.result == AMERCE_PROPERTY_SEARCHED && broken;
        if (is_wrong) {
            printf("property %u is called %s, and %s\n", i, words[property.result],
                   broken ? "is broken" : "holds of all");
            is_right = false;
        }
    }
    return is_right;
}

/* The checker itself found a record that breaks what it had proved. */
static bool has_defect(const amerce_diagnostics *verdicts) {
    amerce_diagnostic one;

    for (size_t i = 0; amerce_diagnostics_get(verdicts, i, &one); i++) {
        if (strcmp(one.code, "E0573") == 0) {
            puts("a proof is wrong");
            return true;
        }
    }
    return false;
}

static void show(const trial *t, const amerce_properties *properties) {
    static const char *const words[] = {"proved", "searched", "refuted"};

    puts(t->text);
    for (unsigned i = 0; properties != NULL && i < PROPERTIES; i++) {
        amerce_property property;

        amerce_properties_get(properties, i, &property);
        printf("-- %u: %s, %s\n", i, words[property.result], is_broken(t, i) ? "broken" : "holds");
    }
}

static bool try_one(trial *t, tally *all, bool is_shown) {
    amerce_source source = {amerce_text_of("random"), {t->text, t->length}};
    amerce_rulebook *rulebook = NULL, *checked = NULL;
    amerce_properties *properties = NULL;
    amerce_diagnostics *diagnostics = NULL, *verdicts = NULL;
    bool is_right = true;

    amerce_compile(&source, NULL, &rulebook, &diagnostics);
    if (rulebook == NULL) {
        amerce_diagnostic first = {0};
        amerce_diagnostics_get(diagnostics, 0, &first);
        all->refused++;
        if (is_shown) {
            show(t, NULL);
            printf("line %u: %.*s\n", (unsigned)first.place.line, (int)first.message.length,
                   first.message.data);
        }
    } else if (assess_all(t, rulebook)) {
        amerce_check(&source, NULL, &checked, &properties, &verdicts);
        is_right = judge(t, properties, all) && !has_defect(verdicts);
        all->rulebooks++;
        if (!is_right || is_shown) {
            show(t, properties);
        }
    }
    amerce_rulebook_free(rulebook);
    amerce_rulebook_free(checked);
    amerce_properties_free(properties);
    amerce_diagnostics_free(diagnostics);
    amerce_diagnostics_free(verdicts);
    return is_right;
}

int main(int count, char **words) {
    unsigned rulebooks = count > 1 ? (unsigned)strtoul(words[1], NULL, 10) : 100;
    unsigned seed = count > 2 ? (unsigned)strtoul(words[2], NULL, 10) : 1;
    unsigned shown = count > 3 ? (unsigned)strtoul(words[3], NULL, 10) : UINT32_MAX;
    static trial t;
    tally all = {0};
    int wrong = 0;

    t.fines = calloc(RECORDS_MAX, sizeof *t.fines);
    for (unsigned i = 0; i < PROPERTIES; i++) {
        t.claims[i] = calloc(RECORDS_MAX, sizeof *t.claims[i]);
    }
    for (unsigned i = 0; i < rulebooks && wrong < 5; i++) {
        t.random = (uint64_t)seed << 32 | i;
        write_rulebook(&t);
        if (strstr(t.text, "only when") == NULL) {
            remove_all(&t, "fine is known and ", "");
            remove_all(&t, "not (fine is known) or ", "");
        }
        if (!try_one(&t, &all, i == shown)) {
            printf("^ rulebook %u of seed %u\n", i, seed);
            wrong++;
        }
    }
    printf(
        "%u rulebooks (%u refused): %u properties proved, %u refuted, %u searched, of which %u are broken\n",
        all.rulebooks, all.refused, all.proved, all.refuted, all.searched, all.missed);
    free(t.fines);
    for (unsigned i = 0; i < PROPERTIES; i++) {
        free(t.claims[i]);
    }
    return wrong > 0 || all.rulebooks < rulebooks / 2 || all.searched * 4 > all.proved + all.refuted ? 1 : 0;
}
