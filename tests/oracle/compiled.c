/*
 * Compiling a rulebook's text as the library does, with a round trip through its image.
 */
#include "compiled.h"

#include <string.h>

#include "code/image.h"
#include "lower/lower.h"
#include "syntax/parse.h"

static bool is_refused(const am_diagnostics *diagnostics, const am_sources *sources, const char *stage,
                       am_buffer *why) {
    if (diagnostics->error_count == 0 && diagnostics->warning_count == 0) {
        return false;
    }
    am_buffer_put_text(why, stage);
    am_buffer_put_text(why, ":\n");
    for (const am_diagnostic *d = diagnostics->first; d != NULL; d = d->next) {
        am_diagnostic_print(why, sources, d, false);
    }
    return true;
}

/* Whether nothing is wrong but what chance cannot avoid: a condition written twice, calls that come to too
 * much, an item `if known` of an exception whose condition, behind it, asks for the same, elements compared
 * by what others come to. */
static bool is_chance(const am_diagnostics *diagnostics) {
    bool is_any = diagnostics->first != NULL;
    for (const am_diagnostic *d = diagnostics->first; d != NULL; d = d->next) {
        is_any = is_any && (d->diag == AM_DIAG_EXCEPTIONS_OVERLAP || d->diag == AM_DIAG_EXPANSION_TOO_LARGE ||
                            d->diag == AM_DIAG_NEVER_UNKNOWN || d->diag == AM_DIAG_MILDEST_OTHERS ||
                            d->diag == AM_DIAG_MILDEST_NO_CHANGE);
    }
    return is_any;
}

static bool is_rejected(const am_rejection *rejection, const char *stage, am_buffer *why) {
    am_buffer_put_text(why, stage);
    am_buffer_put_text(why, ": ");
    am_buffer_put_text(why, am_diag_code_of(rejection->diag));
    am_buffer_put_text(why, " in ");
    am_buffer_put_text(why, rejection->part != NULL ? rejection->part : "?");
    am_buffer_put_char(why, ' ');
    am_buffer_put_unsigned(why, rejection->index);
    am_buffer_put_char(why, '\n');
    return true;
}

/* The program of the image, which must be written again to the same bytes. */
static const am_program *round_trip(am_arena *arena, const am_program *program, am_buffer *why) {
    am_buffer image, again;
    am_rejection rejection = {.diag = AM_DIAG_NONE};
    const am_program *read;

    am_buffer_init(&image, arena->allocator);
    am_buffer_init(&again, arena->allocator);
    am_image_write(&image, program);
    read = am_image_read(arena, am_buffer_text(&image), &rejection);
    if (read == NULL) {
        is_rejected(&rejection, "image", why);
    } else {
        am_image_write(&again, read);
        if (!am_slice_is_equal(am_buffer_text(&image), am_buffer_text(&again))) {
            am_buffer_put_text(why, "image: not the same bytes when written again\n");
            read = NULL;
        }
    }
    am_buffer_clear(&image);
    am_buffer_clear(&again);
    return read;
}

bool compile_rulebook(am_arena *arena, am_slice text, compiled *out, am_buffer *why) {
    am_sources *sources = AM_NEW(arena, am_sources);
    am_diagnostics *diagnostics = AM_NEW(arena, am_diagnostics);
    am_rejection rejection = {.diag = AM_DIAG_NONE};
    const am_program *program;
    am_model_file file;

    am_sources_init(sources, arena);
    am_diagnostics_init(diagnostics, arena);
    am_sources_add(sources, AM_SLICE("random.amerce"), text);
    file = (am_model_file){am_parse(arena, sources, 0, diagnostics), 0};
    if (is_refused(diagnostics, sources, "parse", why)) {
        return false;
    }
    out->model = am_model_of(arena, sources, &file, 1, diagnostics);
    out->is_passed_over = is_chance(diagnostics);
    if (out->is_passed_over || is_refused(diagnostics, sources, "model", why)) {
        return false;
    }
    if (out->model == NULL) {
        am_buffer_put_text(why, "model: none, and no error\n");
        return false;
    }
    program = am_lower(arena, out->model, diagnostics);
    if (is_refused(diagnostics, sources, "lower", why)) {
        return false;
    }
    if (program == NULL) {
        am_buffer_put_text(why, "lower: no program, and no error\n");
        return false;
    }
    if (!am_program_verify(program, arena, &rejection)) {
        return !is_rejected(&rejection, "verify", why);
    }
    out->program = round_trip(arena, program, why);
    return out->program != NULL;
}
