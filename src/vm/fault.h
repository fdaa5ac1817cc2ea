/*
 * Which clauses a fault is the fault of.
 */
#ifndef AM_VM_FAULT_H
#define AM_VM_FAULT_H

#include "vm/kernel.h"
#include "vm/vm.h"

/* For two exceptions that both hold: theirs; for a cell that is not covered: its row's. */
void am_fault_name_clauses(const am_call *call, uint32_t row, am_vm_fault *fault);

#endif
