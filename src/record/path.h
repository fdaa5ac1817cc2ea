/*
 * The names of places in a record, as results and messages give them: infringements[2].turnover.
 */
#ifndef AM_RECORD_PATH_H
#define AM_RECORD_PATH_H

#include "vm/vm.h"

/* Appends the way to a place; a list has the number that `where` gives its element, or none. */
void am_path_print_place(am_buffer *buffer, const am_program *program, uint16_t place,
                         const am_vm_where *where);
/* Appends the way to what a record lacks. */
void am_path_print_need(am_buffer *buffer, const am_program *program, const am_vm_need *need);
/* Appends an element's way; where an element is compared with another, both: `priors[3], priors[1]`. Nothing
 * for a record. */
void am_path_print_where(am_buffer *buffer, const am_program *program, const am_vm_where *where);

#endif
