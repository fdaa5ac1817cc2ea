/*
 * The rulebooks of a folder and of those within it.
 */
#ifndef AM_TOOLS_FOLDER_H
#define AM_TOOLS_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct am_paths {
    char **items; /* terminated; freed by am_paths_clear */
    size_t count;
    size_t room;
} am_paths;

bool am_paths_add(am_paths *paths, const char *path);
void am_paths_clear(am_paths *paths);

/* Adds the path itself, or the files `*.amerce` of the folder that it is, in order of their names; hidden
 * files and folders are passed over. False: it has told why. */
bool am_paths_find(am_paths *paths, const char *path);

#endif
