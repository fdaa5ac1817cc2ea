/*
 * Statuses, the version, and the two conversions that every part of the interface needs.
 */
#include "api/object.h"

const char *amerce_status_text(amerce_status status) {
    switch (status) {
    case AMERCE_OK:
        return "all is well";
    case AMERCE_REFUSED:
        return "the rulebook has errors";
    case AMERCE_BAD_RECORD:
        return "the record cannot be read";
    case AMERCE_FULL:
        return "the batch is full";
    case AMERCE_TOO_LARGE:
        return "the record is larger than the assessor was made for";
    case AMERCE_OUT_OF_MEMORY:
        return "out of memory";
    case AMERCE_MISUSE:
        return "the call is not allowed here";
    case AMERCE_IO_FAILED:
        return "reading or writing failed";
    case AMERCE_TWO_CLOCKS:
        return "the rulebook states `mildest law`, which chooses the date of the law itself";
    }
    return "not a status";
}

const char *amerce_version(void) {
    return AMERCE_VERSION;
}

amerce_text amerce_text_of(const char *terminated) {
    return am_api_text(am_slice_of(terminated));
}

am_allocator am_api_allocator(const amerce_allocator *allocator) {
    if (allocator == NULL || allocator->resize == NULL) {
        return am_allocator_standard();
    }
    return (am_allocator){allocator->resize, allocator->context};
}

amerce_status am_api_flush(am_buffer *buffer, amerce_sink sink) {
    amerce_status status = AMERCE_OK;
    am_slice text = am_buffer_text(buffer);
    if (buffer->is_failed) {
        status = AMERCE_OUT_OF_MEMORY;
    } else if (text.length > 0 && !sink.write(sink.context, text.data, text.length)) {
        status = AMERCE_IO_FAILED;
    }
    am_buffer_clear(buffer);
    return status;
}
