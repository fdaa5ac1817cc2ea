/*
 * What a fault says: its message with the dates that it names; and the one fault that is none to who asks for
 * the declaration itself, its repeal.
 */
#include "vm/vm.h"

static void print_nearest(am_buffer *buffer, const am_lapse *lapse) {
    bool is_from = lapse->nearest > lapse->date;
    am_buffer_put_text(buffer, is_from ? "the nearest version is from "
                                       : "the nearest version was in force through ");
    am_date_print(buffer, lapse->nearest);
}

void am_vm_fault_print(am_buffer *buffer, const am_vm_fault *fault) {
    char date_memory[16], nearest_memory[64];
    am_buffer date = am_buffer_over(date_memory, sizeof date_memory);
    am_buffer nearest = am_buffer_over(nearest_memory, sizeof nearest_memory);
    am_date_print(&date, fault->lapse.date);
    if (fault->diag == AM_DIAG_REPEALED) {
        am_date_print(&nearest, fault->lapse.nearest);
    } else if (fault->lapse.has_nearest) {
        print_nearest(&nearest, &fault->lapse);
    } else {
        am_buffer_put_text(&nearest, "no version has a date");
    }
    am_diag_print(buffer, fault->diag, (const am_slice[]){am_buffer_text(&date), am_buffer_text(&nearest)},
                  2);
}

bool am_vm_is_repeal_of(const am_program *program, const am_vm_fault *fault, uint16_t clause) {
    if (fault->diag != AM_DIAG_REPEALED || !fault->lapse.has_nearest || fault->clause == AM_NO_INDEX ||
        clause == AM_NO_INDEX) {
        return false;
    }
    return fault->clause == clause || program->clauses[fault->clause].parent == clause;
}
