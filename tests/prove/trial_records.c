/*
 * Every record that the facts of a trial can make, as JSON, and what it comes to.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trial.h"

unsigned values_of(unsigned fact) {
    static const unsigned values[FACTS] = {5, 4, 3, 2, 7, 4, 5, LISTS};

    return values[fact];
}

static unsigned choices_of(const trial *t, unsigned fact) {
    return t->is_used[fact] ? values_of(fact) : 1;
}

unsigned list_elements(unsigned number, unsigned elements[2]) {
    if (number == 0) {
        return 0;
    }
    elements[0] = number < 4 ? number - 1 : (number - 4) / 3;
    elements[1] = number < 4 ? 0 : (number - 4) % 3;
    return number < 4 ? 1 : 2;
}

unsigned list_number(unsigned count, const unsigned elements[2]) {
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
        snprintf(json + length, room - length, "\"%s\":%s,", fact_names[fact],
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
        snprintf(json + length, room - length, "\"%s\":%u,", fact_names[fact], choice);
        break;
    }
}

unsigned choice_of(const trial *t, unsigned record, unsigned fact) {
    for (unsigned i = 0; i < fact; i++) {
        record /= choices_of(t, i);
    }
    return record % choices_of(t, fact);
}

unsigned with_choice(const trial *t, unsigned record, unsigned fact, unsigned choice) {
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

bool assess_all(trial *t, const amerce_rulebook *rulebook) {
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
