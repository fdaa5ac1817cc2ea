/*
 * Reading and writing files for the commands.
 */
#include "tools/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool tell(const char *path, const char *what) {
    fprintf(stderr, "amerce: %s: %s\n", path, what);
    return false;
}

/* Grows and fills; false with errno set. */
static bool read_all(FILE *stream, am_file *out) {
    size_t capacity = 0;
    for (;;) {
        if (out->length == capacity) {
            size_t larger = capacity == 0 ? 65536 : capacity * 2;
            char *data = realloc(out->data, larger);
            if (data == NULL) {
                errno = ENOMEM;
                return false;
            }
            out->data = data;
            capacity = larger;
        }
        size_t got = fread(out->data + out->length, 1, capacity - out->length, stream);
        out->length += got;
        if (got == 0) {
            return ferror(stream) == 0;
        }
    }
}

bool am_file_read(const char *path, bool is_quiet, am_file *out) {
    bool is_standard = strcmp(path, "-") == 0;
    FILE *stream = is_standard ? stdin : fopen(path, "rb");
    *out = (am_file){0};
    if (stream == NULL) {
        return !is_quiet && tell(path, strerror(errno));
    }
    errno = 0;
    bool is_read = read_all(stream, out);
    int why = errno;
    if (!is_standard) {
        fclose(stream);
    }
    if (!is_read) {
        free(out->data);
        *out = (am_file){0};
        return !is_quiet && tell(path, why != 0 ? strerror(why) : "cannot be read");
    }
    return true;
}

static bool write_piece(void *context, const char *data, size_t length) {
    return fwrite(data, 1, length, context) == length;
}

amerce_sink am_file_sink(FILE *stream) {
    return (amerce_sink){write_piece, stream};
}

static bool write_and_close(FILE *stream, am_file_writer writer, const void *object) {
    bool is_written = writer(object, am_file_sink(stream)) == AMERCE_OK && fflush(stream) == 0;
    return fclose(stream) == 0 && is_written;
}

bool am_file_write_whole(const char *path, am_file_writer writer, const void *object) {
    if (strcmp(path, "-") == 0) {
        return (writer(object, am_file_sink(stdout)) == AMERCE_OK && fflush(stdout) == 0) ||
               tell(path, "cannot be written");
    }
    size_t length = strlen(path);
    char *fresh = malloc(length + 8);
    if (fresh == NULL) {
        return tell(path, "out of memory");
    }
    memcpy(fresh, path, length);
    memcpy(fresh + length, ".XXXXXX", 8);
    int descriptor = mkstemp(fresh);
    FILE *stream = descriptor >= 0 ? fdopen(descriptor, "wb") : NULL;
    bool is_done = false;
    if (stream == NULL) {
        tell(path, strerror(errno));
        if (descriptor >= 0) {
            close(descriptor);
            unlink(fresh);
        }
    } else {
        /* mkstemp makes the file private; a new file of the user's has the mode that the umask leaves. */
        mode_t mask = umask(0);
        umask(mask);
        fchmod(descriptor, 0666 & ~mask);
        is_done = write_and_close(stream, writer, object) && rename(fresh, path) == 0;
        if (!is_done) {
            tell(path, errno != 0 ? strerror(errno) : "cannot be written");
            unlink(fresh);
        }
    }
    free(fresh);
    return is_done;
}
