/*
 * Explanations: what made each output of a record what it is, clause by clause.
 *
 * Nothing is recorded while the VM runs. Afterwards the citation map says which registers hold a clause's
 * value, its condition and what it reads, and the explanation is read off them. A register of a part that was
 * skipped is never looked at: the condition comes first.
 *
 * An output's declaration is explained first, then the declarations that it used, each once in a record;
 * those that are outputs themselves where the result has them.
 */
#ifndef AM_EXPLAIN_EXPLAIN_H
#define AM_EXPLAIN_EXPLAIN_H

#include "record/record.h"

typedef struct am_explainer am_explainer;

/* The layout, the batch and the leeway must outlive it; the leeway is NULL where there are no discretions,
 * else it was asked to find what the record leaves open that is explained. NULL when memory runs out. */
am_explainer *am_explainer_new(const am_layout *layout, am_batch *batch, const am_leeway *leeway,
                               am_allocator allocator);
void am_explainer_free(am_explainer *explainer);

/* Appends the explanation of an assessed record as a JSON object: a list of declarations for each output,
 * lists nested as in results. The buffer fails when memory runs out. */
void am_explain_write_json(am_explainer *explainer, am_buffer *buffer, uint32_t row);
/* The dates, each once and rising, by which the law was chosen in the record that was explained as JSON last.
 */
const am_date *am_explain_laws(am_explainer *explainer, size_t *count);
/* Appends it as text, with a heading for each output. */
typedef enum am_text_style { AM_TEXT_PLAIN, AM_TEXT_MARKDOWN, AM_TEXT_HTML } am_text_style;
void am_explain_write_text(am_explainer *explainer, am_text_style style, am_buffer *buffer, uint32_t row);
/* Appends a text so that it stays one in Markdown or HTML. */
void am_text_put_escaped(am_buffer *buffer, am_text_style style, am_slice text);

#endif
