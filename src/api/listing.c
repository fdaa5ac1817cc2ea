/*
 * The listings of a rulebook's program and of its narrow program. In libamerce alone.
 */
#include "api/object.h"
#include "narrow/print.h"

amerce_status amerce_rulebook_list(const amerce_rulebook *rulebook, amerce_sink sink) {
    am_buffer buffer;
    am_buffer_init(&buffer, rulebook->allocator);
    am_program_print(&buffer, rulebook->program);
    return am_api_flush(&buffer, sink);
}

amerce_status amerce_rulebook_list_narrow(const amerce_rulebook *rulebook, amerce_sink sink) {
    am_buffer buffer;
    am_narrow *narrow = am_narrow_new(rulebook->program, false, rulebook->allocator);
    if (narrow == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    am_buffer_init(&buffer, rulebook->allocator);
    am_narrow_print(&buffer, narrow);
    am_narrow_free(narrow);
    return am_api_flush(&buffer, sink);
}
