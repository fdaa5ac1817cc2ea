/*
 * What explanations as text say of discretions and of what they leave open.
 */
#ifndef AM_EXPLAIN_TEXT_DISCRETION_H
#define AM_EXPLAIN_TEXT_DISCRETION_H

#include "explain/text_value.h"

/* `left to the discretion of the FCA: default 0, from 0 to 0.4`; or `chosen by the FCA, from 0 to 0.4`. */
void am_text_put_discretion(am_buffer *buffer, const am_explainer *explainer, am_subject subject);
/* `depending on discretion: from EUR 10.00 to EUR 40.00`. */
void am_text_put_reach(am_buffer *buffer, const am_program *program, const am_reach *reach);

#endif
