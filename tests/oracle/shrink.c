/*
 * Takes away declarations, then lines, then the names of outputs, one at a time, until none can go.
 */
#include "shrink.h"

#include <string.h>

typedef struct shrinking {
    am_buffer *text;
    am_buffer tried;
    am_buffer report;
    am_buffer wanted; /* the first message of a refusal, from its code on */
    trial_records records;
    trial_verdict verdict;
} shrinking;

/* The first message, without its place: from the code of a diagnostic on, or the whole line. */
static am_slice first_message(const am_buffer *report) {
    am_slice all = am_buffer_text(report);
    size_t code = 0, end;

    while (code < all.length && all.data[code] != '[') {
        code++;
    }
    if (code == all.length) {
        code = 0;
    }
    for (end = code; end < all.length && all.data[end] != '\n';) {
        end++;
    }
    return am_slice_part(all, code, end);
}

static bool fails_alike(shrinking *s) {
    trial_counts counts = {0};

    s->report.length = 0;
    if (trial_run(am_buffer_text(&s->tried), s->records, &counts, &s->report) != s->verdict) {
        return false;
    }
    return s->verdict == TRIAL_DIFFERS ||
           am_slice_is_equal(first_message(&s->report), am_buffer_text(&s->wanted));
}

/* Tries the text without the bytes from start to end. */
static bool try_without(shrinking *s, size_t start, size_t end) {
    s->tried.length = 0;
    am_buffer_put(&s->tried, (am_slice){s->text->data, start});
    am_buffer_put(&s->tried, (am_slice){s->text->data + end, s->text->length - end});
    if (!fails_alike(s)) {
        return false;
    }
    s->text->length = 0;
    am_buffer_put(s->text, am_buffer_text(&s->tried));
    return true;
}

/* The piece behind `start`: up to and with the next separator. */
static size_t end_of_piece(const shrinking *s, size_t start, const char *separator) {
    size_t length = strlen(separator);

    for (size_t i = start; i + length <= s->text->length; i++) {
        if (memcmp(s->text->data + i, separator, length) == 0) {
            return i + length;
        }
    }
    return s->text->length;
}

static bool drop_pieces(shrinking *s, const char *separator, size_t from) {
    bool has_dropped = false;

    for (size_t start = from; start < s->text->length;) {
        size_t end = end_of_piece(s, start, separator);

        if (try_without(s, start, end)) {
            has_dropped = true;
        } else {
            start = end;
        }
    }
    return has_dropped;
}

static size_t start_of_outputs(const shrinking *s) {
    for (size_t i = 0; i + 8 < s->text->length; i++) {
        if (memcmp(s->text->data + i, "\noutput ", 8) == 0) {
            return i + 8;
        }
    }
    return s->text->length;
}

void shrink(am_buffer *text, trial_records records, trial_verdict verdict) {
    shrinking s = {.text = text, .records = records, .verdict = verdict};

    am_buffer_init(&s.tried, text->allocator);
    am_buffer_init(&s.report, text->allocator);
    am_buffer_init(&s.wanted, text->allocator);
    am_buffer_put(&s.tried, am_buffer_text(text));
    if (verdict == TRIAL_REFUSED) {
        trial_counts counts = {0};

        trial_run(am_buffer_text(text), records, &counts, &s.report);
        am_buffer_put(&s.wanted, first_message(&s.report));
    }
    for (bool goes_on = true; goes_on;) {
        goes_on = drop_pieces(&s, "\n\n", 0);
        goes_on |= drop_pieces(&s, ", ", start_of_outputs(&s));
        goes_on |= drop_pieces(&s, "\n", 0);
    }
    am_buffer_clear(&s.tried);
    am_buffer_clear(&s.report);
    am_buffer_clear(&s.wanted);
}
