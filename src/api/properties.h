/*
 * Examined properties behind the public ones: an arena with copies of all that they say.
 */
#ifndef AM_API_PROPERTIES_H
#define AM_API_PROPERTIES_H

#include <amerce/properties.h>

#include "api/diagnostics.h"
#include "model/model.h"

/* Examines the model's properties, and reports into the list. NULL when memory runs out. */
amerce_properties *am_properties_examined(amerce_diagnostics *list, const am_model *model, bool is_strict);

#endif
