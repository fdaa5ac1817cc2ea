/*
 * A window on an input that arrives in pieces: what was read but not yet given away, and where in the input
 * it stands.
 *
 *     data:  0 ....... head ............ scan ............ tail ....... capacity
 *            given away     looked at          not yet          room
 *
 * It holds little more than one record: what stands from `head` on is looked at only as far as a record may
 * be long. What a record is, is its user's affair.
 */
#ifndef AM_RECORD_WINDOW_H
#define AM_RECORD_WINDOW_H

#include <stdint.h>

#include "base/arena.h"

/* Bytes behind the last that may be read, or written for a while. */
#define AM_WINDOW_SLACK 64

typedef struct am_window {
    am_allocator allocator;
    char *data;
    size_t capacity;
    size_t head;
    size_t scan;
    size_t tail;
    bool is_ended;
    bool is_borrowed; /* the memory is somebody else's, and holds all there is */

    /* Where the byte at `mark`, which is on the line of `head` and not behind it, stands in the input. */
    size_t mark;
    uint32_t line;
    uint32_t column;
} am_window;

void am_window_init(am_window *window, am_allocator allocator);
void am_window_clear(am_window *window);
/* One over a piece of an input that is all there, from this line on; AM_WINDOW_SLACK bytes behind it may be
 * written. It has no room for more. */
am_window am_window_over(char *data, size_t bytes, uint32_t line);

/* Where the next bytes go, as am_splitter_room and am_splitter_fed have it. */
char *am_window_room(am_window *window, size_t *bytes);
void am_window_fed(am_window *window, size_t bytes);

/* Moves the mark up to `head`, so that `line` and `column` are where that stands. */
void am_window_settle(am_window *window);
/* Gives away what stands before `end`. */
void am_window_advance(am_window *window, size_t end);

/* Likewise whole lines, so many. */
void am_window_pass_lines(am_window *window, size_t end, uint32_t lines);

/* How far the text at `head` can be looked at, being no longer than a record. */
size_t am_window_limit(const am_window *window);
/* Whether what was looked at is as long as a record can be. */
bool am_window_is_full(const am_window *window);

/* Passes over a byte-order mark at the input's beginning; false when more input is needed to tell. */
bool am_window_pass_mark(am_window *window);

#endif
