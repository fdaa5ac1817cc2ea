/*
 * A rulebook's tests as golden cases.
 */
#ifndef AM_API_CASE_TEST_H
#define AM_API_CASE_TEST_H

#include "api/cases.h"
#include "model/model.h"

/* NULL when memory runs out. */
amerce_cases *am_cases_of_model(am_allocator allocator, const am_model *model);

#endif
