/*
 * A program put together by hand, with a field of each kind, for reading records into and writing results
 * from.
 *
 *     record Case: turnover: EUR in from 0; benefit: EUR optional in above 0 to 1000000; yen: JPY optional;
 *         share: number optional in above 0 to 1; gain: number optional; staff: whole optional in from 1 to
 * 5000; intent: tier (negligent, reckless, intentional) optional; country: choice of ten optional; listed:
 * yes/no optional; decided_on: date optional in from 2000-01-01 to 2099-12-31; probation: months optional;
 * delay: days optional; fine_range: EUR range optional; term: days range optional; note: text optional; firm:
 * record Firm; infringements: list of Infringement; orders: optional list of Order record Firm: name: text;
 * größe: whole optional record Infringement: id: text optional; gravity: number; length: number; priors:
 * optional list of Prior record Prior: year: whole record Order: number: whole Its outputs are those facts,
 * and of each infringement the rate, gravity / length. A program for few rows: 8 records a batch.
 */
#ifndef AM_TESTS_SCHEMA_H
#define AM_TESTS_SCHEMA_H

#include "code/program.h"

am_program *schema_new(am_arena *arena);

#endif
