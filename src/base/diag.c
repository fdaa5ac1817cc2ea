/*
 * The texts of diag.def, and its messages with the arguments filled in.
 *
 * Compiled a second time for libamerce_vm, with AM_VM_ALONE, without the rows of the compiler.
 */
#include "base/diag.h"

#include <stddef.h>
#include <string.h>

#if defined(AM_VM_ALONE)
    #define AM_DIAG_OF_RUNNING
    #define FIRST AM_DIAG_JSON_UNEXPECTED
#else
    #define FIRST AM_DIAG_NOT_UTF8
#endif

/* Of each its code, slug and message, one behind another and each terminated: no pointers, which a shared
 * library would have to set when it is loaded. */
static const struct texts {
#define DIAG(name, code, slug, message, page) char of_##name[sizeof(code "\0" slug "\0" message)];
#include "base/diag.def"
#undef DIAG
} texts = {
#define DIAG(name, code, slug, message, page) code "\0" slug "\0" message,
#include "base/diag.def"
#undef DIAG
};

static const uint16_t starts[] = {
#define DIAG(name, code, slug, message, page) offsetof(struct texts, of_##name),
#include "base/diag.def"
#undef DIAG
};
_Static_assert(sizeof starts / sizeof *starts == AM_DIAG_COUNT - FIRST, "rows from the first that is here");
_Static_assert(sizeof texts <= UINT16_MAX, "a start is 16 bits");

const char *am_diag_code_of(am_diag diag) {
    return diag >= FIRST && diag < AM_DIAG_COUNT ? (const char *)&texts + starts[diag - FIRST] : "\0\0";
}

static const char *after(const char *terminated) {
    return terminated + strlen(terminated) + 1;
}

const char *am_diag_slug_of(am_diag diag) {
    return after(am_diag_code_of(diag));
}

const char *am_diag_message_of(am_diag diag) {
    return after(am_diag_slug_of(diag));
}

am_diag am_diag_find(am_slice code) {
    for (am_diag diag = FIRST; diag < AM_DIAG_COUNT; diag++) {
        if (am_slice_is_equal(am_slice_of(am_diag_code_of(diag)), code)) {
            return diag;
        }
    }
    return AM_DIAG_NONE;
}

uint32_t am_diag_number(am_diag diag) {
    const char *code = am_diag_code_of(diag);
    uint32_t number = 0;
    if (code[0] == '\0') {
        return 0;
    }
    for (const char *digit = code + 1; *digit != '\0'; digit++) {
        number = number * 10 + (uint32_t)(*digit - '0');
    }
    return (uint32_t)(unsigned char)code[0] * 10000 + number;
}

am_diag am_diag_of_number(uint32_t number) {
    for (am_diag diag = FIRST; diag < AM_DIAG_COUNT; diag++) {
        if (am_diag_number(diag) == number) {
            return diag;
        }
    }
    return AM_DIAG_NONE;
}

void am_diag_print(am_buffer *buffer, am_diag diag, const am_slice *arguments, size_t count) {
    const char *at = am_diag_message_of(diag);
    const char *plain = at;
    while (*at != '\0') {
        bool is_argument = at[0] == '{' && at[1] >= '0' && at[1] <= '3' && at[2] == '}';
        if (!is_argument) {
            at++;
            continue;
        }
        am_buffer_put(buffer, (am_slice){plain, (size_t)(at - plain)});
        if ((size_t)(at[1] - '0') < count) {
            am_buffer_put(buffer, arguments[at[1] - '0']);
        }
        at += 3;
        plain = at;
    }
    am_buffer_put(buffer, (am_slice){plain, (size_t)(at - plain)});
}
