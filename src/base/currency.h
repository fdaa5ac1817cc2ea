/*
 * ISO 4217 currencies and their minor units, from one table.
 */
#ifndef AM_BASE_CURRENCY_H
#define AM_BASE_CURRENCY_H

#include <stdint.h>

#include "base/slice.h"

/* The digits after the point of the currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD. False when the
 * code is not in force in ISO 4217, or has no minor unit (gold, SDR, test codes). */
bool am_currency_minor_digits(am_slice code, uint8_t *out);

/* The active code nearest to a misspelt one, or an empty slice. */
am_slice am_currency_suggest(am_slice code);

#endif
