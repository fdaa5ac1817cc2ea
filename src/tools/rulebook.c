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
    size_t room = user.length + name.length + 3 * FOLDERS_UP_MAX + sizeof ".amerce";
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

static bool is_compiled(const am_file *file) {
    return file->length >= 7 && memcmp(file->data, "AMERCE\0", 7) == 0;
}

static amerce_status open_file(const char *path, const am_file *file, amerce_rulebook **rulebook,
                               amerce_diagnostics **diagnostics) {
    if (is_compiled(file)) {
        return amerce_rulebook_load(file->data, file->length, NULL, rulebook, diagnostics);
    }
    used_text *used = NULL;
    amerce_source source = {amerce_text_of(path), {file->data, file->length}};
    amerce_compile_options options = {.size = sizeof options, .open = open_used, .open_context = &used};
    amerce_status status = amerce_compile(&source, &options, rulebook, diagnostics);
    free_used(used);
    return status;
}

amerce_rulebook *am_rulebook_open(const char *path, amerce_diagnostics_format format, amerce_sink messages,
                                  bool *is_found, size_t *warning_count) {
    am_file file;
    amerce_rulebook *rulebook = NULL;
    amerce_diagnostics *diagnostics = NULL;
    *warning_count = 0;
    *is_found = am_file_read(path, false, &file);
    if (!*is_found) {
        return NULL;
    }
    amerce_status status = open_file(path, &file, &rulebook, &diagnostics);
    free(file.data);
    if (diagnostics != NULL) {
        amerce_diagnostics_write(diagnostics, format, messages);
        *warning_count = amerce_diagnostics_count(diagnostics);
    } else if (status != AMERCE_OK) {
        fprintf(stderr, "amerce: %s: %s\n", path, amerce_status_text(status));
    }
    amerce_diagnostics_free(diagnostics);
    return rulebook;
}
