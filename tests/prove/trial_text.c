/*
 * Random rulebooks over few facts, with claims about their penalty.
 */
#include <stdio.h>
#include <string.h>

#include "trial.h"

const char *const fact_names[FACTS] = {"a", "b", "t", "y", "m", "o", "d", "p"};

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
        put(t, fact_names[fact]);
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
        put_number(t, below(t, values_of(fact)));
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
    put(t, fact_names[first]);
    put(t, has_second ? " | " : "");
    put(t, has_second ? fact_names[second] : "");
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
    put(t, p->is_element ? "k" : fact_names[p->fact]);
    put(t, "\n");
}

static void write_all(trial *t) {
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

void write_rulebook(trial *t) {
    write_all(t);
    if (strstr(t->text, "only when") == NULL) {
        remove_all(t, "fine is known and ", "");
        remove_all(t, "not (fine is known) or ", "");
    }
}
