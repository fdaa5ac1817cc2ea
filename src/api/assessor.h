/*
 * An assessor: one batch, and what reading records into it and writing results of it takes.
 */
#ifndef AM_API_ASSESSOR_H
#define AM_API_ASSESSOR_H

#include "api/object.h"
#include "record/record.h"

/* No row of the domain is open. */
#define AM_API_CLOSED UINT32_MAX
/* Longest path of a fact or element that is handed out. */
#define AM_API_PATH_MAX 1024u

struct amerce_assessor {
    am_allocator allocator; /* the caller's; the parts' goes through it and counts */
    size_t bytes;           /* taken by all of it */
    const amerce_rulebook *rulebook;
    am_layout *layout;
    am_batch *batch;
    am_ids *ids;
    am_reader *reader;
    am_record_options options;
    uint32_t record_count;
    uint32_t *open_rows; /* by domain: the row that is being filled, or AM_API_CLOSED */
    uint32_t
        *listed_under; /* by domain: the parent's row to which its list was given last, or AM_API_CLOSED */
    am_record_error error;
    char path[AM_API_PATH_MAX];
};

#endif
