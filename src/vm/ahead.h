/*
 * What the caller gives next, brought nearer by the steps of the run before: a few lines at each, so that
 * memory is read while the processor computes.
 *
 * Only asked for, never read: a span may be anything that the caller's columns hold.
 */
#ifndef AM_VM_AHEAD_H
#define AM_VM_AHEAD_H

#include <stddef.h>

enum { AM_AHEAD_SPANS = 32, AM_AHEAD_LINE = 64 };

typedef struct am_ahead {
    struct {
        const char *from;
        size_t bytes;
    } spans[AM_AHEAD_SPANS];
    unsigned count;
    unsigned next; /* span */
    size_t at;     /* in it */
    size_t lines;  /* of all */
} am_ahead;

static inline void am_ahead_clear(am_ahead *ahead) {
    ahead->count = ahead->next = 0;
    ahead->at = ahead->lines = 0;
}

/* One span more; those that there is no room for are not brought. */
static inline void am_ahead_add(am_ahead *ahead, const void *from, size_t bytes) {
    if (ahead->count < AM_AHEAD_SPANS && bytes != 0) {
        ahead->spans[ahead->count].from = from;
        ahead->spans[ahead->count++].bytes = bytes;
        ahead->lines += bytes / AM_AHEAD_LINE + 1;
    }
}

static inline void am_ahead_bring(am_ahead *ahead, size_t lines) {
    while (lines != 0 && ahead->next < ahead->count) {
        const char *from = ahead->spans[ahead->next].from + ahead->at;
        size_t left = (ahead->spans[ahead->next].bytes - ahead->at + AM_AHEAD_LINE - 1) / AM_AHEAD_LINE;
        size_t some = left < lines ? left : lines;
        for (size_t i = 0; i < some; i++) {
            __builtin_prefetch(from + i * AM_AHEAD_LINE, 0, 2);
        }
        lines -= some;
        ahead->at += some * AM_AHEAD_LINE;
        if (some == left) {
            ahead->next++;
            ahead->at = 0;
        }
    }
}

#endif
