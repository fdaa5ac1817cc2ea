/*
 * Hostile CSV: records and two lists in files of their own, changed at random.
 *
 * Each input is assessed whole and in pieces of random sizes, which must give the same, as lines of JSON, as
 * CSV and as a table. Records that were not touched must not be lost: the number of lines is at least one,
 * and the last record, which is never changed, is assessed unless the header or a list's file was refused.
 * Crashes are the sanitizers' to find. Arguments: how many inputs, and the seed that they are made from.
 */
#include <amerce/amerce.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 4096, OUTPUT_ROOM = 1 << 20, FILES = 3 };

static const char rulebook_text[] = "rulebook fuzz\n"
                                    "  currency EUR\n"
                                    "choice Kind: late, wrong\n"
                                    "record Firm\n"
                                    "  id: text\n"
                                    "  turnover: money\n"
                                    "  band: range of money optional\n"
                                    "  home: Home\n"
                                    "  reports: list of Report\n"
                                    "record Home\n"
                                    "  name: text\n"
                                    "  since: date optional\n"
                                    "record Report\n"
                                    "  days_late: whole\n"
                                    "  grave: yes/no\n"
                                    "  kind: Kind\n"
                                    "  notes: list of Note\n"
                                    "record Note\n"
                                    "  weight: number\n"
                                    "penalty fine for Report\n"
                                    "  start from EUR 10 * days_late\n"
                                    "  add EUR 1 for each of count of notes\n"
                                    "  multiply by 2 when grave\n"
                                    "penalty total\n"
                                    "  start from sum of its fine over reports\n"
                                    "  at most 1% of turnover\n"
                                    "  round half up to EUR 1\n";

static const char *const files[FILES] = {
    "id,turnover,band.lowest,band.highest,home.name,home.since\r\n"
    "a,1000.50,1,2,\"Acme, \"\"Ltd\"\"\",2020-01-01\r\n"
    "b,EUR 5,,,\"two\r\nlines\",\r\n"
    "c,7,3,4,x,2021-12-31\n",
    "id,days_late,grave,kind\n"
    "b,3,yes,late\n"
    "a,1,no,\"wrong\"\n"
    "a,2,TRUE,late\n",
    "id,reports,weight\n"
    "a,2,1.5\n"
    "a,1,\"2\"\n"
    "b,1,0\n",
};
static const char last_record[] = "zz,1,,,last,\n";

typedef struct text {
    char data[ROOM];
    size_t length;
} text;

typedef struct input {
    const text *from;
    size_t at;
    uint64_t *random; /* NULL: whole */
} input;

typedef struct output {
    char data[OUTPUT_ROOM];
    size_t length;
} output;

static uint64_t random_next(uint64_t *state) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1Du;
}

static bool read_input(void *context, char *data, size_t room, size_t *length) {
    input *in = context;
    size_t left = in->from->length - in->at;
    *length = left < room ? left : room;
    if (in->random != NULL && *length > 1) {
        size_t piece = 1 + random_next(in->random) % 9;
        *length = *length < piece ? *length : piece;
    }
    memcpy(data, in->from->data + in->at, *length);
    in->at += *length;
    return true;
}

static bool write_output(void *context, const char *data, size_t length) {
    output *out = context;
    if (length > sizeof out->data - 1 - out->length) {
        return false;
    }
    memcpy(out->data + out->length, data, length);
    out->length += length;
    out->data[out->length] = '\0';
    return true;
}

static void fail(uint64_t number, const char *what) {
    fprintf(stderr, "input %llu: %s\n", (unsigned long long)number, what);
    exit(1);
}

static void assess(amerce_assessor *assessor, const text *texts, bool is_sorted, amerce_results_format format,
                   uint64_t *random, output *out, uint64_t number) {
    input inputs[FILES];
    amerce_list_input lists[2] = {{amerce_text_of("reports"), {read_input, &inputs[1]}},
                                  {amerce_text_of("reports.notes"), {read_input, &inputs[2]}}};
    amerce_stream_options options = {.size = sizeof options,
                                     .records = AMERCE_RECORDS_CSV,
                                     .results = format,
                                     .lists = lists,
                                     .list_count = 2,
                                     .are_lists_sorted = is_sorted};
    for (int i = 0; i < FILES; i++) {
        inputs[i] = (input){&texts[i], 0, random};
    }
    out->length = 0;
    amerce_status status = amerce_assess(assessor, &options, (amerce_input){read_input, &inputs[0]},
                                         (amerce_sink){write_output, out}, NULL);
    if (status != AMERCE_OK) {
        fail(number, amerce_status_text(status));
    }
}

/* Up to four changes: bytes that mean something, or others of the same file. */
static void change(text *one, uint64_t *random, size_t fixed) {
    static const char telling[] = "\",\n\r;=-.0a{}[]\t\xFF\xC3\x80";
    uint64_t places = random_next(random) % 5;
    for (uint64_t i = 0; i < places && one->length > fixed; i++) {
        size_t at = random_next(random) % (one->length - fixed);
        size_t from = random_next(random) % one->length;
        char byte = random_next(random) % 2 == 0 ? telling[random_next(random) % (sizeof telling - 1)]
                                                 : one->data[from];
        switch (random_next(random) % 3) {
        case 0:
            one->data[at] = byte;
            break;
        case 1:
            memmove(one->data + at, one->data + at + 1, one->length - at - 1);
            one->length--;
            break;
        default:
            memmove(one->data + at + 1, one->data + at, one->length - at);
            one->data[at] = byte;
            one->length++;
            break;
        }
    }
}

static void put(text *one, const char *terminated) {
    size_t length = strlen(terminated);
    memcpy(one->data + one->length, terminated, length);
    one->length += length;
}

static void make(text *texts, uint64_t *random) {
    for (int i = 0; i < FILES; i++) {
        texts[i].length = 0;
        put(&texts[i], files[i]);
        if (random_next(random) % 2 == 0) {
            change(&texts[i], random, 0);
        }
    }
    put(&texts[0], last_record);
}

/* The last record is there, or a line before says why nothing comes. */
static void check_last(const output *out, const text *records, uint64_t number) {
    static const char *const ends[] = {"R0007", "R0016", "R0040", "R0041", "R0042", "R0043", "R0044",
                                       "R0045", "R0046", "R0047", "R0009", "R0048", "R0049"};
    bool is_told = strstr(out->data, "\"id\":\"zz\"") != NULL;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        is_told = is_told || strstr(out->data, ends[i]) != NULL;
    }
    if (!is_told) {
        fprintf(stderr, "%.*s\n%s", (int)records->length, records->data, out->data);
        fail(number, "the last record is lost");
    }
}

static void check(amerce_assessor *assessor, uint64_t number, uint64_t seed) {
    static text texts[FILES];
    static output whole;
    static output pieces;
    uint64_t random = (seed + number) * 0x9E3779B97F4A7C15u | 1;
    make(texts, &random);
    for (int format = AMERCE_RESULTS_JSON; format <= AMERCE_RESULTS_TABLE; format++) {
        bool is_sorted = number % 3 == 0;
        assess(assessor, texts, is_sorted, (amerce_results_format)format, NULL, &whole, number);
        assess(assessor, texts, is_sorted, (amerce_results_format)format, &random, &pieces, number);
        if (whole.length != pieces.length || memcmp(whole.data, pieces.data, whole.length) != 0) {
            fail(number, "in pieces something else comes");
        }
        if (format == AMERCE_RESULTS_JSON) {
            check_last(&whole, &texts[0], number);
        }
    }
}

int main(int argc, char **argv) {
    uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20240229;
    amerce_source source = {amerce_text_of("fuzz.amerce"), amerce_text_of(rulebook_text)};
    amerce_rulebook *rulebook;
    amerce_diagnostics *diagnostics;
    amerce_assessor *assessor = NULL;
    amerce_assessor_options options = {
        .size = sizeof options, .records = 2, .elements = 64, .text_bytes = 65536};
    amerce_status status = amerce_compile(&source, NULL, &rulebook, &diagnostics);
    if (status == AMERCE_OK) {
        status = amerce_assessor_new(rulebook, &options, &assessor);
    }
    if (status != AMERCE_OK) {
        fprintf(stderr, "%s\n", amerce_status_text(status));
        return 1;
    }
    for (uint64_t i = 0; i < count; i++) {
        check(assessor, i, seed);
    }
    printf("%llu inputs from seed %llu\n", (unsigned long long)count, (unsigned long long)seed);
    amerce_assessor_free(assessor);
    amerce_diagnostics_free(diagnostics);
    amerce_rulebook_free(rulebook);
    return 0;
}
