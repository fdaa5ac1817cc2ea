/*
 * Values of an assessed batch beside what is expected of them as JSON.
 */
#ifndef AM_API_CASE_VALUE_H
#define AM_API_CASE_VALUE_H

#include "api/assessor.h"
#include "record/json.h"
#include "record/scalar.h"

/* Of which sort a value is: a kind with its currency or scale. */
typedef struct am_case_sort {
    am_kind kind;
    uint16_t unit;
    uint16_t scale;
} am_case_sort;

/* The scalar that the text, one JSON value, says; false when it says none of the sort. A text is left in *out
 * as its token. */
typedef struct am_case_scalar {
    am_scalar scalar;
    am_slice text;
} am_case_scalar;
bool am_case_scalar_read(const am_program *program, am_case_sort sort, am_slice json, am_case_scalar *out);

/* What a register holds in a row. */
am_case_scalar am_case_scalar_of(const amerce_assessor *assessor, am_case_sort sort, uint16_t column,
                                 uint32_t row);
/* -1, 0 or 1; texts are only equal or not. */
int am_case_scalar_compare(am_case_sort sort, const am_case_scalar *a, const am_case_scalar *b);

/* Whether the JSON is a string of this text. */
bool am_case_says(am_slice json, am_slice text);

/* The member of a JSON object; false when the text is none or has none of the name. */
bool am_case_member(am_slice json, am_slice name, am_slice *value);
/* The next string of a JSON array that `json` reads, as written; false at its end. */
bool am_case_next_text(am_json *json, am_slice *text);
/* Whether two JSON arrays hold the same texts. */
bool am_case_is_same_texts(am_slice a, am_slice b);

#endif
