/*
 * Decision records: what a result line says of the law and the facts that it came from, under a digest.
 */
#ifndef AM_API_DECISION_H
#define AM_API_DECISION_H

#include "api/assessor.h"

/* Appends the decision record of a record's result as a JSON object. `result` is its line without members
 * that stand behind the results. */
void am_api_put_decision(amerce_assessor *assessor, uint32_t row, am_slice result, am_buffer *buffer);
/* Appends the digest of a decision by its parts, as they stand in its line; `edition` and `sources` are the
 * number and the digits. */
void am_api_put_digest(am_buffer *buffer, am_slice edition, am_slice sources, am_slice facts,
                       am_slice result);

#endif
