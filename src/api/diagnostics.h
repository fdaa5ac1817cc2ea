/*
 * The list of diagnostics behind the public one: an arena with the texts that they point into.
 */
#ifndef AM_API_DIAGNOSTICS_H
#define AM_API_DIAGNOSTICS_H

#include "api/object.h"
#include "text/diagnostic.h"

struct amerce_diagnostics {
    am_allocator allocator;
    am_arena arena;
    am_sources sources;
    am_diagnostics items;
};

/* An empty list; NULL when memory runs out. */
amerce_diagnostics *am_api_diagnostics_new(am_allocator allocator);

#endif
