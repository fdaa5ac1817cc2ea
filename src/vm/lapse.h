/*
 * A date on which something was no law, and the nearest day on which it was: what faults of dated law name.
 */
#ifndef AM_VM_LAPSE_H
#define AM_VM_LAPSE_H

#include <stdbool.h>

#include "base/date.h"

typedef struct am_lapse {
    am_date date;
    am_date nearest;
    bool has_nearest;
    am_date known; /* of law that was not yet known: the day by which it was not, `nearest` being that on
                      which it was published */
} am_lapse;

#endif
