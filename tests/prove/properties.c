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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trial.h"

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
        for (unsigned more = choice + 1; more < values_of(p->fact) - (p->fact == OPTIONAL ? 1 : 0); more++) {
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
