/*
 * The types of the language, as values.
 */
#ifndef AM_MODEL_TYPE_H
#define AM_MODEL_TYPE_H

#include <stdbool.h>
#include <stdint.h>

typedef enum am_type_kind {
    AM_TYPE_ERROR, /* of what could not be read or resolved: fits everywhere, so that one mistake gives one
                      message */
    AM_TYPE_NUMBER,
    AM_TYPE_WHOLE, /* is a number too */
    AM_TYPE_MONEY, /* index: the unit */
    AM_TYPE_DATE,
    AM_TYPE_MONTHS,
    AM_TYPE_DAYS,
    AM_TYPE_YESNO,
    AM_TYPE_TEXT,
    AM_TYPE_CODE,   /* a tier or choice; index: the scale */
    AM_TYPE_RECORD, /* index: the record; only of fields and the paths that lead through them */
    AM_TYPE_LIST,   /* likewise; index: the record of its elements */
    AM_TYPE_RATE,   /* what one unit of a currency is in another; index: the rate */
} am_type_kind;

typedef struct am_type {
    uint8_t kind;
    bool is_range;    /* a range of the kind */
    bool is_optional; /* may be unknown */
    uint16_t index;
} am_type;

#define AM_TYPE_NO_UNIT 0xFFFFu

#endif
