/*
 * Compiled rulebooks: loaded, saved, freed.
 */
#include <string.h>

#include "api/object.h"

amerce_status am_api_rulebook_new(am_slice image, am_allocator allocator, amerce_rulebook **out,
                                  am_rejection *rejection) {
    *rejection = (am_rejection){0};
    amerce_rulebook *rulebook = allocator.resize(allocator.context, NULL, 0, sizeof *rulebook);
    if (rulebook == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    rulebook->allocator = allocator;
    am_arena_init(&rulebook->arena, allocator, 0);
    rulebook->program = am_image_read(&rulebook->arena, image, rejection);
    if (rulebook->program == NULL) {
        amerce_rulebook_free(rulebook);
        return rejection->diag == AM_DIAG_NONE ? AMERCE_OUT_OF_MEMORY : AMERCE_REFUSED;
    }
    *out = rulebook;
    return AMERCE_OK;
}

/* Options of an older caller are shorter; what is not there is zero. */
static amerce_load_options whole_options(const amerce_load_options *options) {
    amerce_load_options whole = {0};
    if (options != NULL) {
        memcpy(&whole, options, options->size < sizeof whole ? options->size : sizeof whole);
    }
    return whole;
}

amerce_status amerce_rulebook_load(const void *image, size_t bytes, const amerce_load_options *options,
                                   amerce_rulebook **rulebook, amerce_diagnostics **diagnostics) {
    amerce_load_options whole = whole_options(options);
    am_allocator memory = am_api_allocator(whole.allocator);
    am_rejection rejection;
    *rulebook = NULL;
    *diagnostics = NULL;
    amerce_status status = am_api_rulebook_new((am_slice){image, bytes}, memory, rulebook, &rejection);
    if (status == AMERCE_REFUSED) {
        *diagnostics = am_api_rejection_diagnostics(memory, am_api_slice(whole.path), &rejection);
        return *diagnostics != NULL ? AMERCE_REFUSED : AMERCE_OUT_OF_MEMORY;
    }
    return status;
}

amerce_status amerce_rulebook_save(const amerce_rulebook *rulebook, amerce_sink sink) {
    am_buffer buffer;
    am_buffer_init(&buffer, rulebook->allocator);
    am_image_write(&buffer, rulebook->program);
    return am_api_flush(&buffer, sink);
}

void amerce_rulebook_free(amerce_rulebook *rulebook) {
    if (rulebook == NULL) {
        return;
    }
    am_arena_clear(&rulebook->arena);
    rulebook->allocator.resize(rulebook->allocator.context, rulebook, sizeof *rulebook, 0);
}
