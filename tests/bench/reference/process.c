/*
 * Children by fork and exec; what they used comes from wait4.
 */
#include "process.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void connect(const char *path, int flags, int to) {
    int file = open(path == NULL ? "/dev/null" : path, flags, 0644);
    if (file < 0 || dup2(file, to) < 0) {
        _exit(126);
    }
    close(file);
}

static pid_t start(const process *process, int input) {
    pid_t child = fork();
    if (child != 0) {
        return child;
    }
    if (input >= 0) {
        dup2(input, STDIN_FILENO);
        close(input);
    } else {
        connect(process->in, O_RDONLY, STDIN_FILENO);
    }
    connect(process->out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
    if (process->is_silent) {
        connect(NULL, O_WRONLY, STDERR_FILENO);
    }
    execv(process->words[0], (char *const *)process->words);
    _exit(127);
}

static double seconds(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static measure finish(pid_t child, moment started) {
    struct rusage used;
    int status = 0;
    measure measure = {.is_done = false};
    if (child > 0 && wait4(child, &status, 0, &used) == child) {
        measure.taken.wall = moment_since(started).wall;
        measure.taken.cpu = seconds(used.ru_utime) + seconds(used.ru_stime);
        measure.peak_kib = used.ru_maxrss;
        measure.is_done = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    return measure;
}

measure process_run(const process *process) {
    moment started = moment_now();
    return finish(start(process, -1), started);
}

static void feed(int from, int to) {
    static char block[1 << 16];
    ssize_t count;
    while ((count = read(from, block, sizeof block)) > 0) {
        for (ssize_t done = 0; done < count;) {
            ssize_t written = write(to, block + done, (size_t)(count - done));
            if (written <= 0) {
                return;
            }
            done += written;
        }
    }
}

measure process_feed(const process *process, unsigned times) {
    int ends[2];
    moment started = moment_now();
    if (pipe(ends) != 0) {
        return (measure){.is_done = false};
    }
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t child = start(process, ends[0]);
    close(ends[0]);
    signal(SIGPIPE, SIG_IGN);
    for (unsigned i = 0; i < times; i++) {
        int file = open(process->in, O_RDONLY);
        feed(file, ends[1]);
        close(file);
    }
    close(ends[1]);
    return finish(child, started);
}

bool process_do(bool (*act)(void *context), void *context) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        _exit(act(context) ? 0 : 1);
    }
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
