/*
 * Why: what made each output of a record what it is, clause by clause, with amounts and citations.
 *
 * An explanation is read off an assessed batch; assessing costs the same whether one is asked for or not.
 * Each output's declaration comes first, then the declarations that it used, each once in a record. Steps and
 * rows say what they were applied to, and why they were not.
 */
#ifndef AMERCE_EXPLAIN_H
#define AMERCE_EXPLAIN_H

#include <amerce/assessor.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum amerce_explain_format {
    AMERCE_EXPLAIN_TEXT,     /* lines for a person to read, each with its end */
    AMERCE_EXPLAIN_JSON,     /* the object that stands as `explain` in a result line, without a line end */
    AMERCE_EXPLAIN_MARKDOWN, /* a title and a table for each output */
    AMERCE_EXPLAIN_HTML,     /* likewise; what stands within <body> */
} amerce_explain_format;

/* Writes the explanation of a record of the batch that was run. */
AMERCE_API amerce_status amerce_explain_write(amerce_assessor *assessor, uint32_t row,
                                              amerce_explain_format format, amerce_sink sink);

#ifdef __cplusplus
}
#endif

#endif
