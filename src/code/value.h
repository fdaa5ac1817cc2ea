/*
 * The types and states of values as programs know them.
 *
 * A register's type says how its column is stored; a kind says how a fact or a result is read and printed (a
 * whole number, an amount of money and a bare number are all decimals in a register). Currencies, scales of
 * tiers and units are settled by the compiler and are not checked again here.
 */
#ifndef AM_CODE_VALUE_H
#define AM_CODE_VALUE_H

#include <stdint.h>

#include "base/date.h"
#include "base/decimal.h"

/* Storage: DECIMAL am_decimal; YESNO uint8_t 0 or 1; all others int32_t. */
typedef enum am_value_type {
    AM_VALUE_DECIMAL,
    AM_VALUE_YESNO,
    AM_VALUE_DATE,   /* am_date */
    AM_VALUE_MONTHS, /* a period in months, from -AM_PERIOD_MAX to AM_PERIOD_MAX */
    AM_VALUE_DAYS,   /* a period in days, likewise */
    AM_VALUE_CODE,   /* the number of a tier or choice in its scale, from 0 */
    AM_VALUE_TEXT, /* a number from the batch's intern table; below the program's count of text constants for
                      those */
    AM_VALUE_ROW,  /* a row of a table, or the row of a group's first element */
} am_value_type;
#define AM_VALUE_TYPE_COUNT 8
#define AM_PERIOD_MAX       4000000

/* How a value is read from a record and printed in a result. */
typedef enum am_kind {
    AM_KIND_NUMBER,
    AM_KIND_WHOLE,
    AM_KIND_MONEY,
    AM_KIND_YESNO,
    AM_KIND_DATE,
    AM_KIND_MONTHS,
    AM_KIND_DAYS,
    AM_KIND_CODE,
    AM_KIND_TEXT,
} am_kind;
#define AM_KIND_COUNT 9

/* The state of one row of a register. The order matters: a strict instruction's state is the greatest of its
 * operands'. */
typedef enum am_state {
    AM_STATE_VALUE,
    AM_STATE_UNKNOWN, /* an optional value that is not there; only in registers with AM_MAY_UNKNOWN */
    AM_STATE_NEEDS,   /* facts are missing */
    AM_STATE_FAULT,
} am_state;
#define AM_STATE_COUNT 4

/* What a register's rows can be beside values, known when compiled. A register with none of them has no
 * states. */
#define AM_MAY_UNKNOWN 1u
#define AM_MAY_NEED    2u
#define AM_MAY_FAULT   4u

am_value_type am_kind_type(am_kind kind);
const char *am_value_type_name(am_value_type type);
const char *am_kind_name(am_kind kind);
static inline size_t am_value_type_bytes(am_value_type type) {
    return type == AM_VALUE_DECIMAL ? sizeof(am_decimal)
           : type == AM_VALUE_YESNO ? sizeof(uint8_t)
                                    : sizeof(int32_t);
}

#endif
