/*
 * Values that fitting may change: parameters that say `calibrate LOW to HIGH`.
 *
 * An assessor starts with the values of the rulebook. Another one holds for that assessor only, from its next
 * run on; the rulebook stays as it is, and nothing is compiled again. It takes no memory.
 *
 * Set the values for a whole population rather than for each record, and with no more digits than matter:
 * values that stay for a few hundred records are assessed as fast as the rulebook's own, if the amounts that
 * come of them fit 64 bits with all their digits.
 */
#ifndef AMERCE_CALIBRATE_H
#define AMERCE_CALIBRATE_H

#include <amerce/assessor.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct amerce_calibration {
    amerce_text name; /* the parameter's; several have one name where it differs by date */
    amerce_text label;
    amerce_text citation;
    uint32_t clause;
    amerce_type type;
    bool is_dated;         /* the value of one version: */
    int32_t in_force_from; /* days since 1970-01-01 from which it holds */
    amerce_value value;    /* as the rulebook has it */
    amerce_value lowest;
    amerce_value highest;
} amerce_calibration;

AMERCE_API size_t amerce_rulebook_calibration_count(const amerce_rulebook *rulebook);
/* The value number `index`, from 0; false when there is none. */
AMERCE_API bool amerce_rulebook_calibration(const amerce_rulebook *rulebook, size_t index,
                                            amerce_calibration *out);

/* Assesses with another value from the next run on. AMERCE_MISUSE: there is no such number, or the value is
 * no value, out of its range, not whole where it must be, or has more digits than its currency; or the
 * assessor writes decision records, which are of the law as its texts state it. */
AMERCE_API amerce_status amerce_assessor_calibrate(amerce_assessor *assessor, size_t index,
                                                   const amerce_value *value);
/* The value that the assessor assesses with. */
AMERCE_API amerce_status amerce_assessor_calibrated(const amerce_assessor *assessor, size_t index,
                                                    amerce_value *out);

#ifdef __cplusplus
}
#endif

#endif
