/*
 * Windows: room made by moving what is left to the front, or by growing, up to one record and a piece.
 */
#include "record/window.h"

#include <string.h>

#include "record/record.h"

enum {
    FIRST_CAPACITY = 1 << 16,
    LARGEST_CAPACITY = AM_RECORD_BYTES_MAX + FIRST_CAPACITY,
};

/* The bytes of a window with its slack. */
static size_t allocated(size_t capacity) {
    return capacity == 0 ? 0 : capacity + AM_WINDOW_SLACK;
}

void am_window_init(am_window *window, am_allocator allocator) {
    *window = (am_window){.allocator = allocator, .line = 1, .column = 1};
}

void am_window_clear(am_window *window) {
    if (window->data != NULL && !window->is_borrowed) {
        window->allocator.resize(window->allocator.context, window->data, allocated(window->capacity), 0);
        window->data = NULL;
    }
}

am_window am_window_over(char *data, size_t bytes, uint32_t line) {
    return (am_window){
        .data = data, .capacity = bytes, .tail = bytes, .is_borrowed = true, .line = line, .column = 1};
}

static uint32_t count_characters(const char *text, size_t bytes) {
    uint32_t count = 0;

    for (size_t i = 0; i < bytes; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return count;
}

void am_window_settle(am_window *window) {
    window->column += count_characters(window->data + window->mark, window->head - window->mark);
    window->mark = window->head;
}

void am_window_advance(am_window *window, size_t end) {
    const char *newline;

    while (window->head < end &&
           (newline = memchr(window->data + window->head, '\n', end - window->head)) != NULL) {
        window->head = window->mark = (size_t)(newline - window->data) + 1;
        window->line++;
        window->column = 1;
    }
    window->head = end;
}

static void compact(am_window *window) {
    size_t gone = window->head;

    if (gone == 0) {
        return;
    }
    am_window_settle(window);
    memmove(window->data, window->data + gone, window->tail - gone);
    window->tail -= gone;
    window->scan -= window->scan < gone ? window->scan : gone;
    window->head = window->mark = 0;
}

static bool grow(am_window *window) {
    size_t capacity = window->capacity == 0 ? FIRST_CAPACITY : window->capacity * 2;
    char *data;

    if (capacity > LARGEST_CAPACITY) {
        capacity = LARGEST_CAPACITY;
    }
    data = window->allocator.resize(window->allocator.context, window->data, allocated(window->capacity),
                                    allocated(capacity));
    if (data == NULL) {
        return false;
    }
    window->data = data;
    window->capacity = capacity;
    return true;
}

char *am_window_room(am_window *window, size_t *bytes) {
    if (window->capacity - window->tail < window->capacity / 2 || window->head == window->tail) {
        compact(window);
    }
    /* At the largest capacity there is still room: a record is no longer than that without it. */
    if (window->capacity - window->tail < window->capacity / 4 + 1 && window->capacity < LARGEST_CAPACITY &&
        !grow(window)) {
        return NULL;
    }
    *bytes = window->capacity - window->tail;
    return *bytes == 0 ? NULL : window->data + window->tail;
}

void am_window_fed(am_window *window, size_t bytes) {
    window->tail += bytes;
    window->is_ended = window->is_ended || bytes == 0;
}

size_t am_window_limit(const am_window *window) {
    size_t longest = window->head + AM_RECORD_BYTES_MAX;

    return window->tail < longest ? window->tail : longest;
}

bool am_window_is_full(const am_window *window) {
    return window->scan - window->head >= AM_RECORD_BYTES_MAX;
}

bool am_window_pass_mark(am_window *window) {
    static const char mark[] = {'\xEF', '\xBB', '\xBF'};
    size_t bytes = window->tail < 3 ? window->tail : 3;
    bool is_mark = bytes > 0 && memcmp(window->data, mark, bytes) == 0;

    if (!window->is_ended && (bytes == 0 || (is_mark && bytes < 3))) {
        return false;
    }
    if (is_mark && bytes == 3) {
        window->head = window->mark = window->scan = 3;
    }
    return true;
}

void am_window_pass_lines(am_window *window, size_t end, uint32_t lines) {
    window->head = window->mark = window->scan = end;
    window->line += lines;
    window->column = 1;
}
