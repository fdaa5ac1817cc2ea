/*
 * Jobs: the input is cut into pieces where a record seems to begin on a line of its own, the pieces are
 * assessed by threads, and what came of them is written in order. The calling thread reads and writes, and
 * assesses while there is nothing to read or write.
 *
 * A cut is a guess: a line may begin with a bracket within a record, or in an array of records. It was right
 * when the piece before it ends between records, which its splitter knows. The first piece of which that is
 * not so, and all that follows, is assessed by the calling thread as if there were no others. So results
 * never depend on the number of threads.
 */
#include "api/jobs.h"

#include <pthread.h>
#include <string.h>

enum {
    PIECE_BYTES = 1 << 18, /* with a longer record, and from there on, one thread goes alone */
    LEAST_BYTES = 1 << 17, /* input below this is not worth a thread */
    SLOT_BYTES = PIECE_BYTES + AM_QUICK_SLACK,
    SLOTS_EACH = 4, /* pieces on their way, for each thread */
};

typedef enum slot_state { SLOT_FREE, SLOT_READY, SLOT_TAKEN, SLOT_DONE } slot_state;

typedef struct slot {
    slot_state state;
    char *data;
    size_t length;
    uint32_t line; /* on which it begins */
    bool is_whole; /* it ends between records */
    amerce_status status;
    am_buffer output;
    amerce_summary summary;
} slot;

typedef struct jobs {
    am_stream *stream;
    amerce_input input;
    slot *slots;
    size_t slot_count;
    size_t next_read; /* numbers of pieces; a piece's slot is that number modulo slot_count */
    size_t next_taken;
    size_t next_written;
    uint32_t line; /* of the next piece */
    bool is_ended; /* the input is */
    bool is_closed;
    char *rest; /* what was read behind the last cut: up to a piece */
    size_t rest_length;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
} jobs;

typedef struct worker {
    jobs *jobs;
    amerce_assessor *assessor;
    pthread_t thread;
} worker;

static void assess_slot(slot *slot, amerce_assessor *assessor) {
    am_stream stream;
    am_stream_init(&stream, assessor, (amerce_sink){NULL, NULL});
    stream.output = slot->output;
    stream.output.length = 0;
    slot->status = am_stream_assess_piece(&stream, slot->data, slot->length, slot->line, &slot->is_whole);
    slot->summary = stream.summary;
    slot->output = stream.output;
    am_buffer_init(&stream.output, assessor->allocator);
    am_stream_clear(&stream);
}

/* The oldest piece that nobody has, or NULL; the mutex is locked, as it is below. */
static slot *take(jobs *jobs) {
    if (jobs->next_taken == jobs->next_read) {
        return NULL;
    }
    slot *slot = &jobs->slots[jobs->next_taken++ % jobs->slot_count];
    slot->state = SLOT_TAKEN;
    return slot;
}

static void assess_taken(jobs *jobs, slot *slot, amerce_assessor *assessor) {
    pthread_mutex_unlock(&jobs->mutex);
    assess_slot(slot, assessor);
    pthread_mutex_lock(&jobs->mutex);
    slot->state = SLOT_DONE;
    pthread_cond_broadcast(&jobs->changed);
}

static void *work(void *context) {
    const worker *worker = context;
    jobs *jobs = worker->jobs;
    pthread_mutex_lock(&jobs->mutex);
    while (!jobs->is_closed) {
        slot *slot = take(jobs);
        if (slot != NULL) {
            assess_taken(jobs, slot, worker->assessor);
        } else {
            pthread_cond_wait(&jobs->changed, &jobs->mutex);
        }
    }
    pthread_mutex_unlock(&jobs->mutex);
    return NULL;
}

/* One past the last line end before which a record ends and behind which one seems to begin; 0: none. */
static size_t find_cut(const char *data, size_t length) {
    for (size_t at = length; at-- > 1;) {
        if (data[at] == '{' && data[at - 1] == '\n') {
            return at;
        }
    }
    return 0;
}

static uint32_t count_lines(const char *data, size_t length) {
    const char *end = data + length;
    uint32_t lines = 0;
    for (const char *at = data; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++) {
        lines++;
    }
    return lines;
}

/* Fills a piece up from *length on. */
static amerce_status fill(jobs *jobs, char *data, size_t *length) {
    while (!jobs->is_ended && *length < PIECE_BYTES) {
        size_t got = 0;
        size_t room = PIECE_BYTES - *length;
        if (!jobs->input.read(jobs->input.context, data + *length, room, &got) || got > room) {
            return AMERCE_IO_FAILED;
        }
        jobs->is_ended = got == 0;
        *length += got;
    }
    return AMERCE_OK;
}

/* Hands a piece to the threads. */
static void hand_out(jobs *jobs, slot *slot, size_t length) {
    slot->length = length;
    slot->line = jobs->line;
    jobs->line += count_lines(slot->data, length);
    pthread_mutex_lock(&jobs->mutex);
    slot->state = SLOT_READY;
    jobs->next_read++;
    pthread_cond_broadcast(&jobs->changed);
    pthread_mutex_unlock(&jobs->mutex);
}

/* Reads the next piece into its slot; *has_more is false when there is none, or no cut to be found: then what
 * was read is in `rest`. */
static amerce_status read_piece(jobs *jobs, bool *has_more) {
    slot *slot = &jobs->slots[jobs->next_read % jobs->slot_count];
    size_t length = jobs->rest_length;
    memcpy(slot->data, jobs->rest, length);
    amerce_status status = fill(jobs, slot->data, &length);
    size_t cut = jobs->is_ended ? length : find_cut(slot->data, length);
    jobs->rest_length = length - cut;
    memcpy(jobs->rest, slot->data + cut, jobs->rest_length);
    *has_more = status == AMERCE_OK && cut != 0;
    if (*has_more) {
        hand_out(jobs, slot, cut);
    }
    return status;
}

/* Waits for the oldest piece, and assesses what nobody has taken meanwhile. */
static slot *await(jobs *jobs) {
    slot *slot = &jobs->slots[jobs->next_written % jobs->slot_count];
    pthread_mutex_lock(&jobs->mutex);
    while (slot->state != SLOT_DONE) {
        struct slot *next = take(jobs);
        if (next == NULL) {
            pthread_cond_wait(&jobs->changed, &jobs->mutex);
        } else {
            assess_taken(jobs, next, jobs->stream->assessor);
        }
    }
    pthread_mutex_unlock(&jobs->mutex);
    return slot;
}

/* Writes the oldest piece; *is_whole is false, and nothing written, when what follows cannot be trusted. */
static amerce_status write_piece(jobs *jobs, bool *is_whole) {
    am_stream *stream = jobs->stream;
    slot *slot = await(jobs);
    bool is_last = jobs->is_ended && jobs->rest_length == 0 && jobs->next_written + 1 == jobs->next_read;
    *is_whole = slot->is_whole || (is_last && slot->status != AMERCE_OK);
    if (slot->status != AMERCE_OK) {
        return slot->status;
    }
    if (!slot->is_whole) {
        return AMERCE_OK;
    }
    am_slice text = am_buffer_text(&slot->output);
    if (text.length != 0 && !stream->sink.write(stream->sink.context, text.data, text.length)) {
        return AMERCE_IO_FAILED;
    }
    stream->summary.records += slot->summary.records;
    stream->summary.refused += slot->summary.refused;
    stream->summary.faults += slot->summary.faults;
    stream->summary.needs += slot->summary.needs;
    slot->state = SLOT_FREE;
    jobs->next_written++;
    return AMERCE_OK;
}

/* Reads, hands out and writes, until the end or a piece that is not whole. */
static amerce_status drive(jobs *jobs, bool *is_done) {
    bool has_more = true;
    *is_done = false;
    while (has_more || jobs->next_written < jobs->next_read) {
        amerce_status status = AMERCE_OK;
        bool is_whole = true;
        if (has_more && jobs->next_read - jobs->next_written < jobs->slot_count) {
            status = read_piece(jobs, &has_more);
        } else {
            status = write_piece(jobs, &is_whole);
        }
        if (status != AMERCE_OK || !is_whole) {
            return status;
        }
    }
    *is_done = jobs->is_ended && jobs->rest_length == 0;
    return AMERCE_OK;
}

/* What was read but not written, and then the rest of the input. */
static bool read_again(void *context, char *data, size_t room, size_t *length) {
    jobs *jobs = context;
    const char *from = jobs->rest;
    size_t count = jobs->rest_length;
    slot *slot = NULL;
    if (jobs->next_written < jobs->next_read) {
        slot = &jobs->slots[jobs->next_written % jobs->slot_count];
        from = slot->data;
        count = slot->length;
    }
    if (slot == NULL && count == 0) {
        *length = 0;
        return jobs->is_ended || jobs->input.read(jobs->input.context, data, room, length);
    }
    *length = count < room ? count : room;
    memcpy(data, from, *length);
    if (slot == NULL) {
        memmove(jobs->rest, jobs->rest + *length, count - *length);
        jobs->rest_length -= *length;
    } else {
        memmove(slot->data, slot->data + *length, count - *length);
        slot->length -= *length;
        jobs->next_written += slot->length == 0 ? 1 : 0;
    }
    return true;
}

static amerce_status finish_alone(jobs *jobs) {
    uint32_t line = jobs->next_written < jobs->next_read
                        ? jobs->slots[jobs->next_written % jobs->slot_count].line
                        : jobs->line;
    return am_stream_assess_from(jobs->stream, (amerce_input){read_again, jobs}, line);
}

static void close_workers(jobs *jobs, worker *workers, size_t count) {
    pthread_mutex_lock(&jobs->mutex);
    jobs->is_closed = true;
    pthread_cond_broadcast(&jobs->changed);
    pthread_mutex_unlock(&jobs->mutex);
    for (size_t i = 0; i < count; i++) {
        pthread_join(workers[i].thread, NULL);
    }
}

static amerce_status run_workers(jobs *jobs, worker *workers, size_t count) {
    amerce_status status;
    size_t started = 0;
    bool is_done = false;
    while (started < count && pthread_create(&workers[started].thread, NULL, work, &workers[started]) == 0) {
        started++;
    }
    status = drive(jobs, &is_done);
    close_workers(jobs, workers, started);
    return status == AMERCE_OK && !is_done ? finish_alone(jobs) : status;
}

/* The slots' memory and that of `rest`, one block. */
static amerce_status with_memory(jobs *jobs, worker *workers, size_t count) {
    am_allocator allocator = jobs->stream->assessor->allocator;
    size_t bytes = (jobs->slot_count + 1) * (size_t)SLOT_BYTES;
    char *block = allocator.resize(allocator.context, NULL, 0, bytes);
    amerce_status status = AMERCE_OUT_OF_MEMORY;
    if (block != NULL) {
        for (size_t i = 0; i < jobs->slot_count; i++) {
            jobs->slots[i] = (slot){.data = block + i * SLOT_BYTES};
            am_buffer_init(&jobs->slots[i].output, allocator);
        }
        jobs->rest = block + jobs->slot_count * SLOT_BYTES;
        status = fill(jobs, jobs->rest, &jobs->rest_length);
        if (status == AMERCE_OK && jobs->is_ended && jobs->rest_length < LEAST_BYTES) {
            status = finish_alone(jobs);
        } else if (status == AMERCE_OK) {
            status = run_workers(jobs, workers, count);
        }
        for (size_t i = 0; i < jobs->slot_count; i++) {
            am_buffer_clear(&jobs->slots[i].output);
        }
        allocator.resize(allocator.context, block, bytes, 0);
    }
    return status;
}

amerce_status am_jobs_assess(am_stream *stream, amerce_assessor *const *helpers, size_t count,
                             amerce_input input) {
    slot slots[SLOTS_EACH * (AM_JOBS_MAX + 1)];
    worker workers[AM_JOBS_MAX];
    size_t others = count < AM_JOBS_MAX ? count : AM_JOBS_MAX;
    jobs jobs = {
        .stream = stream, .input = input, .slots = slots, .slot_count = SLOTS_EACH * (others + 1), .line = 1};
    for (size_t i = 0; i < others; i++) {
        workers[i] = (worker){.jobs = &jobs, .assessor = helpers[i]};
        amerce_assessor_clear(helpers[i]);
    }
    amerce_assessor_clear(stream->assessor);
    pthread_mutex_init(&jobs.mutex, NULL);
    pthread_cond_init(&jobs.changed, NULL);
    amerce_status status = with_memory(&jobs, workers, others);
    pthread_cond_destroy(&jobs.changed);
    pthread_mutex_destroy(&jobs.mutex);
    return status;
}
