/*
 * Amerce: penalty law as rulebooks, compiled and assessed exactly.
 *
 * The whole interface. A program that only assesses compiled rulebooks needs libamerce_vm, which is without
 * <amerce/compile.h>, <amerce/properties.h>, <amerce/cases.h> and <amerce/compare.h>, without writing
 * diagnostics (amerce_diagnostics_write, amerce_diagnostics_write_sarif, amerce_code_explain; their codes and
 * messages are there) and without amerce_rulebook_list and amerce_rulebook_list_narrow.
 *
 *     amerce_compile / amerce_rulebook_load   a rulebook, from its text or its compiled form
 *     amerce_check                            the same, and whether its properties hold
 *     amerce_assessor_new                     an assessor for it: one a thread, all memory taken here
 *     amerce_assessor_add_json, ...           records into its batch
 *     amerce_assessor_run                     assesses the batch; takes no memory and cannot fail
 *     amerce_assessor_result, ...             results, states, what is needed, faults, clauses
 *     amerce_explain_write                    why
 *     amerce_decision_verify                  a decision record, assessed again
 *     amerce_compare                          the same records under several rulebooks
 *
 * Nothing is global: every object is reached through the pointer that made it, errors included. A rulebook is
 * immutable and may be shared by threads; an assessor, its results and a list of diagnostics belong to one
 * thread at a time. Whoever makes an object frees it, after everything made from it; texts that an object
 * hands out live as long as the object, unless said otherwise. Freeing NULL does nothing.
 */
#ifndef AMERCE_AMERCE_H
#define AMERCE_AMERCE_H

#include <amerce/assessor.h>
#include <amerce/cases.h>
#include <amerce/compare.h>
#include <amerce/compile.h>
#include <amerce/decision.h>
#include <amerce/diagnostics.h>
#include <amerce/docket.h>
#include <amerce/explain.h>
#include <amerce/properties.h>
#include <amerce/rulebook.h>
#include <amerce/status.h>
#include <amerce/stream.h>

#endif
