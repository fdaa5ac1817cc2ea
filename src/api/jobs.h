/*
 * One input assessed by several threads, its results in its order.
 */
#ifndef AM_API_JOBS_H
#define AM_API_JOBS_H

#include "api/stream.h"

/* Assesses the input by the stream's assessor and the helpers, each in a thread of its own; the input is read
 * and the results are written by the calling thread. */
amerce_status am_jobs_assess(am_stream *stream, amerce_assessor *const *helpers, size_t count,
                             amerce_input input);

#endif
