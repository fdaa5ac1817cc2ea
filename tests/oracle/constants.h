/*
 * The constants of a model, by kind: the points around which random facts lie.
 */
#ifndef ORACLE_CONSTANTS_H
#define ORACLE_CONSTANTS_H

#include "model/model.h"

#define CONSTANTS_MAX 256

/* Numbers, wholes and money share a list, since one is often held against another through arithmetic. */
typedef enum constant_list {
    CONSTANT_DECIMALS,
    CONSTANT_DATES,
    CONSTANT_MONTHS,
    CONSTANT_DAYS,
    CONSTANT_TEXTS,
    CONSTANT_LIST_COUNT,
} constant_list;

typedef struct constants {
    am_constant_value items[CONSTANT_LIST_COUNT][CONSTANTS_MAX];
    uint32_t counts[CONSTANT_LIST_COUNT];
} constants;

/* Fills *out with those of the model's declarations and bounds; each list is full at CONSTANTS_MAX. */
void constants_collect(constants *out, const am_model *model);

/* The list of a type, or CONSTANT_LIST_COUNT when its values are few and known. */
constant_list constant_list_of(am_type type);

#endif
