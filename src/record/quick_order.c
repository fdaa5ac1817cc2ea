/*
 * What the quick reader expects: the members of each place in the order in which they came, each with what
 * stood before its value.
 *
 * A field is in its place's order at most once, and members are gone through in one direction, so that one
 * that is behind another was not set before it. A member that is not there is passed over; one that comes
 * elsewhere than before takes its new place in the order.
 */
#include <string.h>

#include "record/quick_field.h"

/* Members that may lack before the next is looked up by its name, and how far the order is looked through. */
enum { LACKING_MAX = 6, AHEAD_MAX = 64 };

/* A member that is expected later, where it stands as it stood before. */
static am_quick_field *look_ahead(const am_quick *quick, am_quick_field *next, const char *at) {
    for (unsigned i = 0; i <= LACKING_MAX && next != &quick->nothing; i++, next = next->next) {
        if (next->key_length != 0 && memcmp(at, next->key, next->key_length) == 0) {
            return next;
        }
    }
    return NULL;
}

/* Whether the member is there, with a null for what it begins with otherwise. */
static bool is_null(const am_quick_field *field, const char *at) {
    size_t length = field->key_length;
    return length != 0 && field->opening != 0 && at[length - 1] == 'n' &&
           memcmp(at, field->key, length - 1) == 0;
}

/* Whether a field is expected somewhere behind another. */
static bool is_ahead(const am_quick *quick, const am_quick_field *last, const am_quick_field *field) {
    const am_quick_field *next = last->next;
    for (unsigned i = 0; i < AHEAD_MAX && next != field && next != &quick->nothing; i++) {
        next = next->next;
    }
    return next == field;
}

/* Expects a field behind another from now on. */
static void move_behind(const am_quick *quick, am_quick_field *last, am_quick_field *field) {
    if (field->before != NULL) {
        field->before->next = field->next;
        if (field->next != &quick->nothing) {
            field->next->before = field->before;
        }
    }
    field->before = last;
    field->next = last->next;
    if (field->next != &quick->nothing) {
        field->next->before = field;
    }
    last->next = field;
}

/* The field of the key at *at, which goes on to its value; NULL where it has none, or was set already. */
static am_quick_field *find_field(const am_quick *quick, uint16_t place, const char **at,
                                  am_quick_object object) {
    const char *key = am_quick_pass_blanks(*at);
    size_t length = *key == '"' ? am_quick_length(key + 1) : 0;
    if (length == 0 || key[length + 1] != '"') {
        return NULL;
    }
    *at = am_quick_pass_blanks(key + length + 2);
    if (**at != ':') {
        return NULL;
    }
    *at = am_quick_pass_blanks(*at + 1);
    uint32_t number = am_layout_find_field(quick->layout, place, (am_slice){key + 1, length});
    if (number == AM_LAYOUT_NONE || quick->fields[number].setter == object) {
        return NULL;
    }
    return &quick->fields[number];
}

/* A member that is found by its name. */
static const char *read_member(am_quick *quick, am_quick_field *last, const char *at,
                               am_quick_object object) {
    const char *value = at;
    am_quick_field *field = find_field(quick, last->home, &value, object);
    if (field == NULL || *value == '\n') { /* the text may end there, of which nothing is to be learned */
        return NULL;
    }
    if (!am_quick_set_key(field, (am_slice){at, (size_t)(value - at)}, *value)) {
        return NULL;
    }
    field->setter = object;
    if (!is_ahead(quick, last, field)) {
        move_behind(quick, last, field);
    }
    if (field->opening != 0 && *value != field->opening) {
        return am_quick_pass_null(quick, field, value, object);
    }
    return field->read_value(quick, field, value + (field->opening != 0), object);
}

const char *am_quick_seek(am_quick *quick, am_quick_field *last, const char *at, am_quick_object object) {
    bool is_first = last->before == NULL;
    if (*at == ' ' && !is_first) {
        at = am_quick_pass_blanks(at);
    }
    if (*at != ',' && !is_first) {
        return *at == '}' ? at + 1 : NULL;
    }
    at += !is_first;
    am_quick_field *field = last->next;
    if (is_null(field, at)) {
        field->setter = object;
        return am_quick_pass_null(quick, field, at + field->key_length - 1, object);
    }
    field = look_ahead(quick, field, at);
    if (field != NULL) {
        field->setter = object;
        return field->read_value(quick, field, at + field->key_length, object);
    }
    if (is_first && *am_quick_pass_blanks(at) == '}') {
        return am_quick_pass_blanks(at) + 1;
    }
    return read_member(quick, last, at, object);
}
