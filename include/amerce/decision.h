/*
 * Decision records, checked again.
 *
 * A result line with a decision record says by which law and from which facts it came, with a digest of the
 * language edition, the rulebook's texts with those that it uses, the facts and the results. Whoever holds
 * the rulebook can assess the facts again and must come to the same bytes.
 */
#ifndef AMERCE_DECISION_H
#define AMERCE_DECISION_H

#include <amerce/assessor.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum amerce_verdict {
    AMERCE_VERDICT_SAME,      /* the facts give this result again */
    AMERCE_VERDICT_NONE,      /* the line holds no decision record */
    AMERCE_VERDICT_ALTERED,   /* its digest is of something else */
    AMERCE_VERDICT_OTHER_LAW, /* it was made with other texts or another edition of the language */
    AMERCE_VERDICT_DIFFERENT, /* the facts now give another result, or are refused */
} amerce_verdict;

typedef struct amerce_verification {
    amerce_verdict verdict;
    amerce_text id;     /* of the record, as JSON; may be empty; of the line */
    amerce_text detail; /* what is otherwise, in words or as the result that came; until the next call */
} amerce_verification;

/* Assesses the facts of a result line with a decision record again, as of the date that the line states, with
 * the law known at the date that it states. The batch is cleared before and after. */
AMERCE_API amerce_status amerce_decision_verify(amerce_assessor *assessor, amerce_text line,
                                                amerce_verification *out);

#ifdef __cplusplus
}
#endif

#endif
