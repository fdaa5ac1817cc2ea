/*
 * The limit from file to file: a parser written by hand for these keys only, the rule in 64 bits, and the
 * result lines.
 *
 *     bench_reference_native RECORDS.ndjson RESULTS.ndjson [THREADS]
 *
 * Keys may stand in any order and are told apart by their lengths; there is no space between anything, no
 * escape, and nothing but articles is checked. So it says what can be had, not what may be shipped.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "native.h"

enum { THREADS_MAX = 8, PRIORS_KEPT = 16, RESULT_ROOM = 128 };

typedef struct part { /* what one thread turns into results */
    const char *at;
    const char *end;
    char *results;
    size_t length;
    bool is_bad;
} part;

typedef struct read_violation {
    violation violation;
    prior priors[PRIORS_KEPT];
    const char *id;
    size_t id_length;
} read_violation;

static inline bool is_digit(char c) {
    return (unsigned char)(c - '0') < 10;
}

/* A number that is not negative, as a count of 10^-places; digits behind these are cut off. */
static inline const char *read_number(const char *at, unsigned places, int64_t *out) {
    int64_t value = 0;
    unsigned taken = 0;
    while (is_digit(*at)) {
        value = value * 10 + (*at++ - '0');
    }
    if (*at == '.') {
        for (at++; is_digit(*at); at++) {
            if (taken < places) {
                value = value * 10 + (*at - '0');
                taken++;
            }
        }
    }
    for (; taken < places; taken++) {
        value *= 10;
    }
    *out = value;
    return at;
}

static inline int32_t read_date(const char *d) {
    return (d[0] - '0') * 10000000 + (d[1] - '0') * 1000000 + (d[2] - '0') * 100000 + (d[3] - '0') * 10000 +
           (d[5] - '0') * 1000 + (d[6] - '0') * 100 + (d[8] - '0') * 10 + (d[9] - '0');
}

static inline int mica_of(const char *digits) {
    switch ((digits[0] - '0') * 10 + (digits[1] - '0')) {
    case 59:
        return 0;
    case 60:
        return 1;
    case 64:
        return 2;
    case 68:
        return 3;
    case 76:
        return 4;
    default:
        return 5;
    }
}

/* Guessed from a few bytes, then compared. NULL: it is none. */
static inline const char *read_article(const char *at, uint8_t *out) {
    int article = 5;
    switch (at[0] == 'M' ? at[1] : at[0]) {
    case 'I':
        article = mica_of(at + 5);
        break;
    case 'A':
        article = at[5] == '4' ? 6 : 7;
        break;
    case 'E':
        article = at[5] == '4' ? (at[6] == '1' ? 11 : 8) : at[5] == '9' ? 9 : 10;
        break;
    }
    size_t length = strlen(law_articles[article]);
    *out = (uint8_t)article;
    return memcmp(at, law_articles[article], length) == 0 && at[length] == '"' ? at + length + 1 : NULL;
}

static inline const char *read_truth(const char *at, uint8_t *out) {
    *out = *at == 't';
    return at + (*out != 0 ? 4 : 5);
}

/* From behind the bracket on. */
static inline const char *read_priors(const char *at, read_violation *out) {
    unsigned count = 0;
    while (at != NULL && *at != ']') {
        prior *p = &out->priors[count++ % PRIORS_KEPT];
        at += *at == ',' ? 2 : 1; /* the brace */
        for (;; at++) {
            if (at[1] == 'd') { /* "date":" */
                p->date = read_date(at + 8);
                at += 19;
            } else { /* "article":" */
                at = read_article(at + 11, &p->article);
            }
            if (at == NULL || *at != ',') {
                break;
            }
        }
        at += at != NULL ? 1 : 0;
    }
    out->violation.prior_count = (uint8_t)(count > PRIORS_KEPT ? PRIORS_KEPT : count);
    return at == NULL ? NULL : at + 1;
}

static inline const char *read_profit(const char *at, int64_t *out) {
    if (*at == 'n') {
        *out = PROFIT_UNKNOWN;
        return at + 4;
    }
    return read_number(at, 2, out);
}

/* The values of keys of 13 letters. */
static inline const char *read_long(const char *key, const char *at, violation *v) {
    int64_t number;
    switch (key[1]) {
    case 'u': /* duration_days */
        at = read_number(at, 0, &number);
        v->duration = (int32_t)number;
        return at;
    case 'e':
        if (key[2] == 't') { /* settled_stage */
            v->stage = (uint8_t)(at[1] == 'n' ? 0 : at[1] - '0');
            return at + (v->stage != 0 ? 3 : 6);
        }
        return read_truth(at, &v->self_reported);
    default:
        return NULL;
    }
}

static inline const char *read_intent(const char *at, violation *v) {
    static const uint8_t lengths[INTENTS] = {11, 10, 13}; /* with quotes */
    v->intent = at[1] == 'n' ? 0 : at[1] == 'r' ? 1 : 2;
    return at + lengths[v->intent];
}

/* The value of a key. NULL: it is no key. */
static inline const char *read_value(const char *key, size_t length, const char *at, read_violation *out) {
    violation *v = &out->violation;
    int64_t number;
    switch (length) {
    case 2: /* id */
        out->id = at + 1;
        at = memchr(at + 1, '"', 256);
        out->id_length = at == NULL ? 0 : (size_t)(at - out->id);
        return at == NULL ? NULL : at + 1;
    case 4: /* kind */
        v->kind = at[1] == 'l';
        return at + (v->kind != 0 ? 7 : 9);
    case 6:
        return key[0] == 'i'   ? read_intent(at, v)
               : key[2] == 'o' ? read_profit(at, &v->profit)
                               : read_priors(at + 1, out);
    case 7: /* article */
        return read_article(at + 1, &v->article);
    case 8: /* turnover */
        return read_number(at, 2, &v->turnover);
    case 11: /* cooperation */
        return read_truth(at, &v->cooperation);
    case 12: /* committed_on */
        v->committed_on = read_date(at + 1);
        return at + 12;
    case 13:
        return read_long(key, at, v);
    case 17: /* market_impact_bps */
        at = read_number(at, 1, &number);
        v->impact = (int32_t)number;
        return at;
    default:
        return NULL;
    }
}

/* A record, from its brace on to the next one's. NULL: it is none. */
static inline const char *read_record(const char *at, read_violation *out) {
    if (*at != '{') {
        return NULL;
    }
    do {
        const char *key = at + 2;
        at = key;
        while (*at != '"') {
            at++;
        }
        at = read_value(key, (size_t)(at - key), at + 2, out);
    } while (at != NULL && *at == ',');
    return at == NULL ? NULL : at + (at[1] == '\n' ? 2 : 1);
}

#define PUT(out, text) (memcpy(out, text, sizeof text - 1), (out) + sizeof text - 1)

static inline char *put_cents(char *out, int64_t cents) {
    char digits[24];
    unsigned from = sizeof digits;
    int64_t whole = cents / 100;
    int rest = (int)(cents % 100);
    do {
        digits[--from] = (char)('0' + whole % 10);
        whole /= 10;
    } while (whole != 0);
    memcpy(out, digits + from, sizeof digits - from);
    out += sizeof digits - from;
    *out++ = '.';
    *out++ = (char)('0' + rest / 10);
    *out++ = (char)('0' + rest % 10);
    return out;
}

static inline char *put_result(char *out, const read_violation *v, const assessment *a) {
    out = PUT(out, "{\"id\":\"");
    memcpy(out, v->id, v->id_length);
    out = PUT(out + v->id_length, "\",\"currency\":\"EUR\",\"step\":");
    *out++ = (char)('0' + a->step);
    out =
        a->capped != 0 ? PUT(out, ",\"capped\":true,\"fine\":\"") : PUT(out, ",\"capped\":false,\"fine\":\"");
    return PUT(put_cents(out, a->fine), "\"}\n");
}

static void *assess_part(void *context) {
    part *part = context;
    char *out = part->results;
    read_violation v;
    memset(&v, 0, sizeof v);
    for (const char *at = part->at; at < part->end;) {
        at = read_record(at, &v);
        if (at == NULL) {
            part->is_bad = true;
            return NULL;
        }
        assessment a = native_assess_one(&v.violation, v.priors);
        out = put_result(out, &v, &a);
    }
    part->length = (size_t)(out - part->results);
    return NULL;
}

static bool cut(part *parts, unsigned count, const char *text, size_t length) {
    const char *at = text;
    for (unsigned i = 0; i < count; i++) {
        const char *end = i + 1 == count ? text + length : text + length / count * (i + 1);
        while (end < text + length && end[-1] != '\n') {
            end++;
        }
        /* The shortest record is more than twice as long as its result. */
        parts[i] = (part){at, end, malloc((size_t)(end - at) / 2 + RESULT_ROOM), 0, false};
        at = end;
        if (parts[i].results == NULL) {
            return false;
        }
    }
    return true;
}

static bool assess_parts(part *parts, unsigned count) {
    pthread_t threads[THREADS_MAX];
    bool is_good = true;
    for (unsigned i = 1; i < count; i++) {
        if (pthread_create(&threads[i], NULL, assess_part, &parts[i]) != 0) {
            return false;
        }
    }
    assess_part(&parts[0]);
    for (unsigned i = 0; i < count; i++) {
        is_good = (i == 0 || pthread_join(threads[i], NULL) == 0) && !parts[i].is_bad && is_good;
    }
    return is_good;
}

static bool write_parts(const part *parts, unsigned count, int file) {
    for (unsigned i = 0; i < count; i++) {
        for (size_t done = 0; done < parts[i].length;) {
            ssize_t written = write(file, parts[i].results + done, parts[i].length - done);
            if (written <= 0) {
                return false;
            }
            done += (size_t)written;
        }
    }
    return true;
}

int main(int count, char **words) {
    part parts[THREADS_MAX];
    struct stat status;
    unsigned threads = count > 3 ? (unsigned)strtoul(words[3], NULL, 10) : 1;
    int in = count > 2 ? open(words[1], O_RDONLY) : -1;
    int out = count > 2 ? open(words[2], O_WRONLY | O_CREAT | O_TRUNC, 0644) : -1;
    if (in < 0 || out < 0 || fstat(in, &status) != 0 || threads == 0 || threads > THREADS_MAX) {
        fprintf(stderr, "usage: bench_reference_native RECORDS RESULTS [THREADS]\n");
        return 2;
    }
    size_t length = (size_t)status.st_size;
    const char *text = mmap(NULL, length + 1, PROT_READ, MAP_PRIVATE | MAP_POPULATE, in, 0);
    if (text == MAP_FAILED || !cut(parts, threads, text, length) || !assess_parts(parts, threads)) {
        fprintf(stderr, "not records of the reference workload\n");
        return 1;
    }
    bool is_written = write_parts(parts, threads, out);
    for (unsigned i = 0; i < threads; i++) {
        free(parts[i].results);
    }
    return is_written ? 0 : 1;
}
