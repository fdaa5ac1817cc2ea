/*
 * Rulebook texts to a rulebook: the texts and those they use are parsed, modelled and lowered in a scratch
 * arena; the program is written as an image and read back into the rulebook's own.
 *
 * The way through the image is deliberate: what a compiled rulebook does is what its file says, and one
 * verifier stands before every assessment.
 */
#include <amerce/compile.h>

#include <string.h>

#include "api/case_test.h"
#include "api/diagnostics.h"
#include "api/properties.h"
#include "lower/lower.h"
#include "syntax/parse.h"

#define MEMORY_LIMIT_BYTES ((size_t)1 << 30)
#define FILES_MAX          1024u

typedef struct compilation {
    amerce_compile_options options;
    am_allocator allocator;
    am_arena scratch;
    amerce_diagnostics *list;
    am_model_file *files;
    am_slice *names; /* of the files, as `use` spells them; the first's is what it calls itself */
    size_t file_count;
    size_t file_capacity;
    size_t name_capacity;
    bool wants_cases;
    amerce_cases *cases;
    amerce_properties **properties; /* NULL: not wanted */
} compilation;

/* Options of an older caller are shorter; what is not there is zero. */
static amerce_compile_options whole_options(const amerce_compile_options *options) {
    amerce_compile_options whole = {0};
    if (options != NULL) {
        size_t size = options->size < sizeof whole ? options->size : sizeof whole;
        memcpy(&whole, options, size);
    }
    if (whole.memory_limit_bytes == 0) {
        whole.memory_limit_bytes = MEMORY_LIMIT_BYTES;
    }
    return whole;
}

/* The name that a text gives itself; empty when it has no header. */
static am_slice own_name(const am_node *tree) {
    const am_node *header = am_node_child(tree, AM_NODE_RULEBOOK);
    return header != NULL ? header->text : (am_slice){0};
}

/* Without a name the file is the first, which no `use` has named. */
static bool add_file(compilation *work, am_slice name, amerce_source source) {
    uint16_t number = (uint16_t)work->list->sources.count;
    if (am_sources_add(&work->list->sources, am_api_slice(source.path), am_api_slice(source.text)) == NULL) {
        return false;
    }
    work->files = AM_GROW(&work->scratch, am_model_file, work->files, work->file_count, &work->file_capacity);
    work->names = AM_GROW(&work->scratch, am_slice, work->names, work->file_count, &work->name_capacity);
    if (work->files == NULL || work->names == NULL) {
        return false;
    }
    const am_node *tree = am_parse(&work->scratch, &work->list->sources, number, &work->list->items);
    if (tree == NULL) {
        return false;
    }
    work->files[work->file_count] = (am_model_file){tree, number};
    work->names[work->file_count++] = name.length > 0 ? name : own_name(tree);
    return true;
}

static bool is_added(const compilation *work, am_slice name) {
    for (size_t i = 0; i < work->file_count; i++) {
        if (am_slice_is_equal(work->names[i], name)) {
            return true;
        }
    }
    return false;
}

static bool add_used(compilation *work, const am_node *use) {
    amerce_source source = {0};
    am_slice user = work->list->sources.items[use->span.source].path;
    if (is_added(work, use->text)) {
        return true;
    }
    amerce_status status = AMERCE_REFUSED;
    if (work->options.open != NULL && work->file_count < FILES_MAX) {
        status = work->options.open(work->options.open_context, am_api_text(use->text), am_api_text(user),
                                    &source);
    }
    if (status == AMERCE_OK) {
        return add_file(work, use->text, source);
    }
    if (status == AMERCE_OUT_OF_MEMORY) {
        return false;
    }
    am_diagnose(&work->list->items, AM_DIAG_RULEBOOK_NOT_FOUND, use->span, AM_ARGUMENTS(use->text));
    return true;
}

static bool parse_all(compilation *work, const amerce_source *source) {
    if (!add_file(work, (am_slice){0}, *source)) {
        return false;
    }
    for (size_t i = 0; i < work->file_count; i++) {
        for (const am_node *node = work->files[i].tree->children; node != NULL; node = node->next) {
            if (node->kind == AM_NODE_USE && !add_used(work, node)) {
                return false;
            }
        }
    }
    return true;
}

static amerce_status finish(compilation *work, const am_program *program, amerce_rulebook **rulebook) {
    am_buffer image;
    am_rejection rejection = {0};
    am_buffer_init(&image, work->allocator);
    am_image_write(&image, program);
    amerce_status status = AMERCE_OUT_OF_MEMORY;
    if (!image.is_failed) {
        status = am_api_rulebook_new(am_buffer_text(&image), work->allocator, rulebook, &rejection);
    }
    am_buffer_clear(&image);
    if (status == AMERCE_REFUSED) {
        am_slice why = am_slice_of(am_diag_message_of(rejection.diag));
        am_diagnose(&work->list->items, AM_DIAG_COMPILER_DEFECT, (am_span){0}, AM_ARGUMENTS(why));
    }
    return status;
}

static amerce_status compile(compilation *work, const amerce_source *source, amerce_rulebook **rulebook) {
    if (!parse_all(work, source)) {
        return AMERCE_OUT_OF_MEMORY;
    }
    const am_model *model =
        am_model_of(&work->scratch, &work->list->sources, work->files, work->file_count, &work->list->items);
    const am_program *program = NULL;
    if (model != NULL) {
        am_model_check_names(&work->scratch, model, &work->list->items);
    }
    if (model != NULL && work->options.is_strict) {
        am_model_check_citations(model, &work->list->items);
    }
    if (model != NULL &&
        !am_model_check_tables(&work->scratch, model, work->options.is_strict, &work->list->items)) {
        return AMERCE_OUT_OF_MEMORY;
    }
    if (model != NULL && work->list->items.error_count == 0) {
        program = am_lower(&work->scratch, model, &work->list->items);
    }
    if (program != NULL && work->properties != NULL) {
        *work->properties = am_properties_examined(work->list, model, work->options.is_strict);
        if (*work->properties == NULL) {
            return AMERCE_OUT_OF_MEMORY;
        }
    }
    if (work->list->items.error_count > 0) {
        return AMERCE_REFUSED;
    }
    if (program != NULL && work->wants_cases) {
        work->cases = am_cases_of_model(work->allocator, model);
        program = work->cases != NULL ? program : NULL;
    }
    return program != NULL ? finish(work, program, rulebook) : AMERCE_OUT_OF_MEMORY;
}

/* What a caller of a compilation may want of it besides its diagnostics. */
typedef struct wanted {
    amerce_rulebook **rulebook;
    amerce_cases **cases;
    amerce_properties **properties;
} wanted;

static amerce_status compile_for(const amerce_source *source, const amerce_compile_options *options,
                                 wanted out, amerce_diagnostics **diagnostics) {
    amerce_rulebook **rulebook = out.rulebook;
    amerce_cases **cases = out.cases;
    compilation work = {
        .options = whole_options(options), .wants_cases = cases != NULL, .properties = out.properties};
    amerce_rulebook *made = NULL;
    work.allocator = am_api_allocator(work.options.allocator);
    work.list = am_api_diagnostics_new(work.allocator);
    *diagnostics = NULL;
    if (rulebook != NULL) {
        *rulebook = NULL;
    }
    if (cases != NULL) {
        *cases = NULL;
    }
    if (out.properties != NULL) {
        *out.properties = NULL;
    }
    if (work.list == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    am_arena_init(&work.scratch, work.allocator, work.options.memory_limit_bytes);
    amerce_status status = compile(&work, source, &made);
    am_diagnostics_finish(&work.list->items);
    am_arena_clear(&work.scratch);
    if (work.list->arena.is_exhausted) {
        status = AMERCE_OUT_OF_MEMORY;
    }
    if (status == AMERCE_OK || status == AMERCE_REFUSED) {
        *diagnostics = work.list;
    } else {
        amerce_diagnostics_free(work.list);
    }
    if (status == AMERCE_OK && rulebook != NULL) {
        *rulebook = made;
    } else {
        amerce_rulebook_free(made);
    }
    if (status == AMERCE_OK && cases != NULL) {
        *cases = work.cases;
    } else {
        amerce_cases_free(work.cases);
    }
    if (status != AMERCE_OK && status != AMERCE_REFUSED && out.properties != NULL) {
        amerce_properties_free(*out.properties);
        *out.properties = NULL;
    }
    return status;
}

amerce_status amerce_compile(const amerce_source *source, const amerce_compile_options *options,
                             amerce_rulebook **rulebook, amerce_diagnostics **diagnostics) {
    return compile_for(source, options, (wanted){.rulebook = rulebook}, diagnostics);
}

amerce_status amerce_compile_with_cases(const amerce_source *source, const amerce_compile_options *options,
                                        amerce_rulebook **rulebook, amerce_cases **cases,
                                        amerce_diagnostics **diagnostics) {
    return compile_for(source, options, (wanted){.rulebook = rulebook, .cases = cases}, diagnostics);
}

amerce_status amerce_check(const amerce_source *source, const amerce_compile_options *options,
                           amerce_rulebook **rulebook, amerce_properties **properties,
                           amerce_diagnostics **diagnostics) {
    return compile_for(source, options, (wanted){.rulebook = rulebook, .properties = properties},
                       diagnostics);
}
