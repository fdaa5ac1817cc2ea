/*
 * The words that result lines use themselves, so that no output may be called so.
 */
#ifndef AM_BASE_RESERVED_H
#define AM_BASE_RESERVED_H

#include "base/slice.h"

bool am_is_reserved_in_results(am_slice name);

#endif
