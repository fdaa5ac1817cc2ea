/*
 * What a fact takes in: the interval of whole numbers of 10^-places that it may be.
 */
#ifndef AM_API_INTAKE_H
#define AM_API_INTAKE_H

#include "code/program.h"
#include "narrow/narrow.h"

typedef struct am_intake {
    int64_t low; /* above `high`: nothing */
    int64_t high;
    int64_t factor; /* counts of the fact's lane are so many times as many; 1 where it has no counts */
} am_intake;

/* Of a decimal, value x 10^-places; of all others the value itself. False: no interval says what it may be,
 * or digits would be lost. `narrow` may be NULL. */
bool am_intake_of(const am_program *program, const am_narrow *narrow, const am_fact *fact, uint8_t places,
                  am_intake *out);

#endif
