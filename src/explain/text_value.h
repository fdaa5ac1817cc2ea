/*
 * Values as a person reads them: EUR 64 000.00, 24 months, negligent, or what is wrong with them.
 */
#ifndef AM_EXPLAIN_TEXT_VALUE_H
#define AM_EXPLAIN_TEXT_VALUE_H

#include "explain/explainer.h"

/* A value, `not known`, `needs turnover` or the fault with its clause. */
void am_text_put_value(am_buffer *buffer, const am_explainer *explainer, const am_shown *shown, uint32_t row);
/* A number or an amount of money of the kind that `shown` has. */
void am_text_put_amount(am_buffer *buffer, const am_program *program, const am_shown *shown,
                        am_decimal amount);
/* ` months` behind a running amount or a sum that is a number of them; nothing for other kinds. */
void am_text_put_period(am_buffer *buffer, am_kind period, am_decimal amount);

/* A value of any kind but text. */
void am_text_put_scalar(am_buffer *buffer, const am_program *program, const am_shown *shown,
                        const am_scalar *value);

#endif
