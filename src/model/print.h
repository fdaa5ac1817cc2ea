/*
 * The parts of a model as text: expressions, types, intervals. Private to src/model.
 */
#ifndef AM_MODEL_PRINT_H
#define AM_MODEL_PRINT_H

#include "model/model.h"

void am_print_type(am_buffer *out, const am_model *model, am_type type);
void am_print_mode(am_buffer *out, am_rounding mode);
void am_print_interval(am_buffer *out, const am_model *model, const am_interval *interval);
void am_print_test(am_buffer *out, const am_model *model, const am_test *test);
void am_print_property(am_buffer *out, const am_model *model, const am_property *property);
void am_print_expr(am_buffer *out, const am_model *model, const am_expr *expr);

#endif
