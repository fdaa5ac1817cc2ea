/*
 * Looking for rulebooks in folders. Links to folders are not followed, so that the search ends.
 */
#include "tools/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool am_paths_add(am_paths *paths, const char *path) {
    char *copy = strdup(path);
    if (paths->count == paths->room) {
        size_t room = paths->room == 0 ? 16 : paths->room * 2;
        char **items = realloc(paths->items, room * sizeof *items);
        if (items != NULL) {
            paths->items = items;
            paths->room = room;
        }
    }
    if (copy == NULL || paths->count == paths->room) {
        free(copy);
        fprintf(stderr, "amerce: out of memory\n");
        return false;
    }
    paths->items[paths->count++] = copy;
    return true;
}

void am_paths_clear(am_paths *paths) {
    for (size_t i = 0; i < paths->count; i++) {
        free(paths->items[i]);
    }
    free(paths->items);
    *paths = (am_paths){0};
}

static int compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* FOLDER/NAME; a name alone in the folder that one is in. */
static char *joined(const char *folder, const char *name) {
    size_t length = strlen(folder);
    bool is_here = strcmp(folder, ".") == 0;
    bool has_slash = length > 0 && folder[length - 1] == '/';
    char *path = malloc(length + strlen(name) + 2);
    if (path != NULL) {
        sprintf(path, "%s%s%s", is_here ? "" : folder, is_here || has_slash ? "" : "/", name);
    }
    return path;
}

/* The names in a folder, sorted. */
static bool list(const char *folder, am_paths *names) {
    DIR *directory = opendir(folder);
    bool is_good = directory != NULL;
    if (!is_good) {
        fprintf(stderr, "amerce: %s: %s\n", folder, strerror(errno));
        return false;
    }
    for (struct dirent *entry = readdir(directory); is_good && entry != NULL; entry = readdir(directory)) {
        is_good = entry->d_name[0] == '.' || am_paths_add(names, entry->d_name);
    }
    closedir(directory);
    if (names->count > 1) {
        qsort(names->items, names->count, sizeof *names->items, compare);
    }
    return is_good;
}

static bool is_rulebook(const char *path) {
    size_t length = strlen(path);
    return length > 7 && strcmp(path + length - 7, ".amerce") == 0;
}

static bool search(am_paths *paths, const char *folder) {
    am_paths names = {0};
    struct stat what;
    bool is_good = list(folder, &names);
    for (size_t i = 0; is_good && i < names.count; i++) {
        char *path = joined(folder, names.items[i]);
        if (path == NULL || lstat(path, &what) != 0) {
            is_good = path != NULL;
        } else if (S_ISDIR(what.st_mode)) {
            is_good = search(paths, path);
        } else if (is_rulebook(path)) {
            is_good = am_paths_add(paths, path);
        }
        free(path);
    }
    am_paths_clear(&names);
    return is_good;
}

bool am_paths_find(am_paths *paths, const char *path) {
    struct stat what;
    size_t before = paths->count;
    if (stat(path, &what) != 0 || !S_ISDIR(what.st_mode)) {
        return am_paths_add(paths, path);
    }
    if (!search(paths, path)) {
        return false;
    }
    if (paths->count == before) {
        fprintf(stderr, "amerce: %s: there is no rulebook in this folder\n", path);
    }
    return paths->count > before;
}
