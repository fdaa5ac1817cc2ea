/*
 * Which of two ends' faults is told; and what a fault says: its message with the dates that it names; and the
 * one fault that is none to who asks for the declaration itself, its repeal. Also which clauses it is the
 * fault of, where the instruction's own is not all.
 */
#include "vm/fault.h"

static void print_nearest(am_buffer *buffer, const am_lapse *lapse) {
    bool is_from = lapse->nearest > lapse->date;
    am_buffer_put_text(buffer, is_from ? "the nearest version is from "
                                       : "the nearest version was in force through ");
    am_date_print(buffer, lapse->nearest);
}

void am_vm_fault_print(am_buffer *buffer, const am_vm_fault *fault) {
    char date_memory[32], nearest_memory[64];
    am_buffer date = am_buffer_over(date_memory, sizeof date_memory);
    am_buffer nearest = am_buffer_over(nearest_memory, sizeof nearest_memory);
    if (fault->diag == AM_DIAG_OUTSIDE_CALENDAR && !fault->lapse.has_nearest) {
        am_buffer_put_text(&date, fault->lapse.nearest < fault->lapse.date ? "days before " : "days after ");
    }
    am_date_print(&date, fault->diag == AM_DIAG_UNPUBLISHED ? fault->lapse.known : fault->lapse.date);
    if (fault->diag == AM_DIAG_REPEALED || fault->diag == AM_DIAG_UNPUBLISHED ||
        fault->diag == AM_DIAG_MILDEST_BACKWARD) {
        am_date_print(&nearest, fault->lapse.nearest);
    } else if (fault->lapse.has_nearest) {
        print_nearest(&nearest, &fault->lapse);
    } else {
        am_buffer_put_text(&nearest, "no version has a date");
    }
    am_diag_print(buffer, fault->diag, (const am_slice[]){am_buffer_text(&date), am_buffer_text(&nearest)},
                  2);
}

/* The instruction that picks among a rule's exceptions has the clause of the first; theirs follow each other.
 */
static void name_exceptions(const am_call *call, uint32_t row, am_vm_fault *fault) {
    uint16_t first, second;
    am_pick_two(call, row, &first, &second);
    if ((uint32_t)fault->clause + second < call->batch->program->clause_count) {
        fault->also = (uint16_t)(fault->clause + second);
        fault->clause = (uint16_t)(fault->clause + first);
    }
}

/* The clauses of a schedule's rows stand behind its own. */
static void name_row(const am_call *call, uint32_t row, am_vm_fault *fault) {
    const am_program *program = call->batch->program;
    uint32_t clause = fault->clause + 1u + (uint32_t)am_view_integer(&call->operands[0], row);
    if (clause < program->clause_count && program->clauses[clause].kind == AM_CLAUSE_ROW &&
        program->clauses[clause].parent == fault->clause) {
        fault->clause = (uint16_t)clause;
    }
}

void am_fault_name_clauses(const am_call *call, uint32_t row, am_vm_fault *fault) {
    if (fault->clause == AM_NO_INDEX) {
        return;
    }
    if (fault->diag == AM_DIAG_TWO_EXCEPTIONS) {
        name_exceptions(call, row, fault);
    } else if (call->instruction->opcode == AM_OP_CELL) {
        name_row(call, row, fault);
    }
}

/* Faults of the same instruction are in list order. */
static bool is_before(const am_program *program, const am_vm_fault *a, const am_vm_fault *b) {
    uint32_t first = program->sites[a->instruction].order, second = program->sites[b->instruction].order;
    if (first != second) {
        return first < second;
    }
    for (uint32_t i = 0; i < a->where.depth && i < b->where.depth; i++) {
        if (a->where.numbers[i] != b->where.numbers[i]) {
            return a->where.numbers[i] < b->where.numbers[i];
        }
    }
    return false;
}

am_vm_fault am_vm_fault_of_ends(am_batch *batch, uint16_t column, uint16_t column_high, uint32_t row) {
    am_vm_fault low, high;
    if (column_high == AM_NO_INDEX || am_batch_state(batch, column_high, row) != AM_STATE_FAULT) {
        return am_vm_fault_of(batch, column, row);
    }
    high = am_vm_fault_of(batch, column_high, row);
    if (am_batch_state(batch, column, row) != AM_STATE_FAULT) {
        return high;
    }
    low = am_vm_fault_of(batch, column, row);
    return is_before(batch->program, &high, &low) ? high : low;
}

bool am_vm_is_repeal_of(const am_program *program, const am_vm_fault *fault, uint16_t clause) {
    if (fault->diag != AM_DIAG_REPEALED || !fault->lapse.has_nearest || fault->clause == AM_NO_INDEX ||
        clause == AM_NO_INDEX) {
        return false;
    }
    /* A series that is read has its repeal in a row: both dates are that day. */
    const uint16_t *operands = program->instructions[fault->instruction].operands;
    if (operands[1] == operands[2] && program->clauses[clause].kind != AM_CLAUSE_SERIES) {
        return false;
    }
    return fault->clause == clause || program->clauses[fault->clause].parent == clause;
}
