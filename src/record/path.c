/*
 * Paths from the program's places and an element's numbers.
 *
 * Places nest no deeper than a layout allows, so the descent is bounded.
 */
#include "record/path.h"

#include "record/layout.h"

static void print_step(am_buffer *buffer, size_t start, am_slice name) {
    if (buffer->length > start) {
        am_buffer_put_char(buffer, '.');
    }
    am_buffer_put(buffer, name);
}

/* The number of the list's element among the first `depth` of `where`, the innermost counting; 0 for none. */
static uint32_t number_in(const am_vm_where *where, uint32_t depth, uint16_t domain) {
    while (depth-- > 0) {
        if (where->domains[depth] == domain) {
            return where->numbers[depth];
        }
    }
    return 0;
}

static void print_place(am_buffer *buffer, const am_program *program, uint16_t place,
                        const am_vm_where *where, uint32_t depth) {
    uint16_t chain[AM_LAYOUT_DEPTH_MAX + 1];
    size_t start = buffer->length;
    uint32_t length = 0;

    for (; place != 0 && length <= AM_LAYOUT_DEPTH_MAX; place = program->places[place].parent) {
        chain[length++] = place;
    }
    while (length-- > 0) {
        /* cppcheck-suppress uninitvar; length of them were set */
        const am_place *step = &program->places[chain[length]];
        uint32_t number = step->kind == AM_PLACE_LIST ? number_in(where, depth, step->domain) : 0;

        print_step(buffer, start, step->field);
        if (number > 0) {
            am_buffer_put_char(buffer, '[');
            am_buffer_put_unsigned(buffer, number);
            am_buffer_put_char(buffer, ']');
        }
    }
}

void am_path_print_place(am_buffer *buffer, const am_program *program, uint16_t place,
                         const am_vm_where *where) {
    print_place(buffer, program, place, where, where->depth);
}

void am_path_print_need(am_buffer *buffer, const am_program *program, const am_vm_need *need) {
    size_t start = buffer->length;

    if (need->fact == AM_NO_INDEX) {
        am_path_print_place(buffer, program, program->domains[need->domain].place, &need->where);
        return;
    }
    am_path_print_place(buffer, program, program->facts[need->fact].place, &need->where);
    print_step(buffer, start, program->facts[need->fact].name);
}

void am_path_print_where(am_buffer *buffer, const am_program *program, const am_vm_where *where) {
    bool is_first = true;

    for (uint32_t i = 0; i < where->depth; i++) {
        const am_domain *next = i + 1 < where->depth ? &program->domains[where->domains[i + 1]] : NULL;
        bool is_around_next =
            next != NULL && next->parent == where->domains[i] && next->kind != AM_DOMAIN_MONTHS;

        if (is_around_next) {
            continue;
        }
        am_buffer_put_text(buffer, is_first ? "" : ", ");
        if (program->domains[where->domains[i]].kind == AM_DOMAIN_MONTHS) {
            am_buffer_put_text(buffer, "month ");
            am_buffer_put_unsigned(buffer, where->numbers[i]);
        } else {
            print_place(buffer, program, program->domains[where->domains[i]].place, where, i + 1);
        }
        is_first = false;
    }
}
