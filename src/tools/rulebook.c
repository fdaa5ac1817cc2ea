/*
 * Opens rulebooks for the commands and finds those they use.
 */
#include "tools/rulebook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/file.h"

/* Texts of used rulebooks, kept until the compilation is over. */
typedef struct used_text {
    struct used_text *next;
    am_file file;
    char path[]; /* terminated */
} used_text;

#define FOLDERS_UP_MAX 16

/* The bytes of a file that tell whether it is a text; the magic of a compiled rulebook holds a 0. */
#define BYTES_SEEN 512

/* FOLDER of `user`, `up` folders higher, and NAME with its dots as folders. */
static void candidate_path(char *path, size_t room, amerce_text user, unsigned up, amerce_text name) {
    size_t folder = user.length;
    while (folder > 0 && user.data[folder - 1] != '/') {
        folder--;
    }
    int length = snprintf(path, room, "%.*s", (int)folder, user.data);
    for (unsigned i = 0; i < up; i++) {
        length += snprintf(path + length, room - (size_t)length, "../");
    }
    for (size_t i = 0; i < name.length; i++) {
        path[length++] = (char)(name.data[i] == '.' ? '/' : name.data[i]);
    }
    snprintf(path + length, room - (size_t)length, ".amerce");
}

static amerce_status open_used(void *context, amerce_text name, amerce_text user, amerce_source *out) {
    used_text **used = context;
    size_t room = user.length + name.length + FOLDERS_UP_MAX * sizeof "../" + sizeof ".amerce";
    used_text *text = malloc(sizeof *text + room);
    if (text == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    for (unsigned up = 0; up <= FOLDERS_UP_MAX; up++) {
        candidate_path(text->path, room, user, up, name);
        if (am_file_read(text->path, true, &text->file)) {
            text->next = *used;
            *used = text;
            *out = (amerce_source){amerce_text_of(text->path), {text->file.data, text->file.length}};
            return AMERCE_OK;
        }
    }
    free(text);
    return AMERCE_REFUSED;
}

static void free_used(used_text *used) {
    while (used != NULL) {
        used_text *next = used->next;
        free(used->file.data);
        free(used);
        used = next;
    }
}

static bool ends_in(const char *path, const char *ending) {
    size_t length = strlen(path);
    size_t width = strlen(ending);
    return length >= width && strcmp(path + length - width, ending) == 0;
}

/* A file that is named as one, or that is no text, goes to the loader: it says what is wrong with it, where
 * the compiler would see only characters that it does not know. */
static bool is_compiled(const char *path, const am_file *file) {
    size_t seen = file->length < BYTES_SEEN ? file->length : BYTES_SEEN;
    return ends_in(path, ".amb") || (!ends_in(path, ".amerce") && memchr(file->data, '\0', seen) != NULL);
}

static amerce_status compile_text(const am_opening *opening, const am_file *file, amerce_rulebook **rulebook,
                                  amerce_diagnostics **diagnostics) {
    used_text *used = NULL;
    amerce_source source = {amerce_text_of(opening->path), {file->data, file->length}};
    amerce_compile_options options = {
        .size = sizeof options, .open = open_used, .open_context = &used, .is_strict = opening->is_strict};
    amerce_status status =
        opening->properties != NULL
            ? amerce_check(&source, &options, rulebook, opening->properties, diagnostics)
            : amerce_compile_with_cases(&source, &options, rulebook, opening->cases, diagnostics);
    free_used(used);
    return status;
}

static amerce_status load(const am_opening *opening, const am_file *file, amerce_rulebook **rulebook,
                          amerce_diagnostics **diagnostics) {
    amerce_load_options options = {.size = sizeof options, .path = amerce_text_of(opening->path)};
    return amerce_rulebook_load(file->data, file->length, &options, rulebook, diagnostics);
}

static void tell(am_opening *opening, const amerce_diagnostics *diagnostics) {
    if (opening->kept == NULL) {
        amerce_diagnostics_write(diagnostics, opening->format, opening->messages);
    }
    opening->warning_count = amerce_diagnostics_count(diagnostics);
}

amerce_diagnostics_format am_message_format(const am_arguments *arguments) {
    return am_arguments_is_coloured(arguments) ? AMERCE_DIAGNOSTICS_COLOURED : AMERCE_DIAGNOSTICS_TEXT;
}

amerce_rulebook *am_rulebook_open(am_opening *opening) {
    am_file file;
    amerce_rulebook *rulebook = NULL;
    amerce_diagnostics *diagnostics = NULL;
    opening->warning_count = 0;
    opening->is_found = am_file_read(opening->path, false, &file);
    if (!opening->is_found) {
        return NULL;
    }
    amerce_status status = is_compiled(opening->path, &file)
                               ? load(opening, &file, &rulebook, &diagnostics)
                               : compile_text(opening, &file, &rulebook, &diagnostics);
    free(file.data);
    if (diagnostics != NULL) {
        tell(opening, diagnostics);
    } else if (status != AMERCE_OK) {
        fprintf(stderr, "amerce: %s: %s\n", opening->path, amerce_status_text(status));
    }
    if (opening->kept != NULL) {
        *opening->kept = diagnostics;
    } else {
        amerce_diagnostics_free(diagnostics);
    }
    return rulebook;
}
