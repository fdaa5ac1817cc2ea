/*
 * Files and commands in a fresh folder, for the runners of tests as data.
 */
#include "scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATH_ROOM = 8192 };

static void give_up(const char *path) {
    fprintf(stderr, "%s: %s\n", path, errno != 0 ? strerror(errno) : "cannot be used");
    exit(2);
}

bool scratch_init(const char *program_folder) {
    char path[PATH_ROOM];
    const char *before = getenv("PATH");
    const char *wish = getenv("AMERCE_ACCEPT");
    snprintf(path, sizeof path, "%s:%s", program_folder, before != NULL ? before : "/usr/bin:/bin");
    setenv("PATH", path, 1);
    setenv("NO_COLOR", "1", 1);
    return wish != NULL && strcmp(wish, "1") == 0;
}

void scratch_append(scratch_text *text, const char *data, size_t length) {
    char *larger = realloc(text->data, text->length + length + 1);
    if (larger == NULL) {
        give_up("memory");
    }
    if (length > 0) {
        memcpy(larger + text->length, data, length);
    }
    text->data = larger;
    text->length += length;
    text->data[text->length] = '\0';
}

scratch_text scratch_read(const char *path) {
    char piece[1 << 16];
    scratch_text text = {0};
    FILE *stream = fopen(path, "rb");
    if (stream == NULL) {
        give_up(path);
    }
    scratch_append(&text, "", 0);
    for (size_t got; (got = fread(piece, 1, sizeof piece, stream)) > 0;) {
        scratch_append(&text, piece, got);
    }
    fclose(stream);
    return text;
}

static void write_file(const char *path, const char *mode, const char *data, size_t length) {
    FILE *stream = fopen(path, mode);
    if (stream == NULL || fwrite(data, 1, length, stream) != length || fclose(stream) != 0) {
        give_up(path);
    }
}

void scratch_write(const char *path, const char *data, size_t length) {
    write_file(path, "wb", data, length);
}

void scratch_folder_make(char *name) {
    if (mkdtemp(name) == NULL) {
        give_up(name);
    }
}

void scratch_folder_remove(const char *name) {
    char command[PATH_ROOM];
    snprintf(command, sizeof command, "rm -rf '%s'", name);
    if (system(command) != 0) {
        fprintf(stderr, "%s: cannot be removed\n", name);
    }
}

static void make_folders(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
}

void scratch_folder_write(const char *folder, const char *name, size_t name_length, const char *mode,
                          const char *data, size_t length) {
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/%.*s", folder, (int)name_length, name);
    make_folders(path);
    write_file(path, mode, data, length);
}

static void become_script(const char *folder, const char *script, bool is_joined) {
    if (chdir(folder) != 0 || freopen("/dev/null", "rb", stdin) == NULL ||
        freopen(".stdout", "wb", stdout) == NULL ||
        (is_joined ? dup2(STDOUT_FILENO, STDERR_FILENO) < 0 : freopen(".stderr", "wb", stderr) == NULL)) {
        _exit(126);
    }
    execl("/bin/sh", "sh", script, (char *)NULL);
    _exit(127);
}

static scratch_text read_in(const char *folder, const char *name) {
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return scratch_read(path);
}

int scratch_folder_run(const char *folder, const char *script, scratch_text *out, scratch_text *err) {
    int status = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        become_script(folder, script, err == NULL);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0) {
        give_up("sh");
    }
    *out = read_in(folder, ".stdout");
    if (err != NULL) {
        *err = read_in(folder, ".stderr");
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

const char *scratch_line_end(const char *at, const char *end) {
    const char *found = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    return found != NULL ? found : end;
}

bool scratch_is_same(const char *path, const char *what, size_t first_line, const char *want,
                     size_t want_length, const char *got, size_t got_length) {
    if (want_length == got_length && (got_length == 0 || memcmp(want, got, got_length) == 0)) {
        return true;
    }
    size_t line = first_line;
    size_t start = 0;
    for (size_t i = 0; i < want_length && i < got_length && want[i] == got[i]; i++) {
        if (want[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    const char *want_end = scratch_line_end(want + start, want + want_length);
    const char *got_end = scratch_line_end(got + start, got + got_length);
    printf("%s: %s differs in line %zu\n  want %.*s\n  got  %.*s\n", path, what, line,
           (int)(want_end - want - (long)start), want + start, (int)(got_end - got - (long)start),
           got + start);
    return false;
}
