/*
 * Records through `amerce run` as a stream: how fast, and in how much memory.
 *
 *     bench_stream AMERCE RULEBOOK COUNT SEED
 *
 * Invents COUNT cases for the EMIR rulebook and writes them into the command's standard input; its results
 * are thrown away. Prints the records a second and the peak of the command's resident memory, which must not
 * grow with COUNT.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* splitmix64 */
static uint64_t next(uint64_t *seed) {
    uint64_t z = (*seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static unsigned below(uint64_t *seed, unsigned end) {
    return (unsigned)(next(seed) % end);
}

static const char *truth(uint64_t *seed, unsigned one_in) {
    return below(seed, one_in) == 0 ? "true" : "false";
}

static void write_infringement(FILE *out, uint64_t *seed) {
    static const char *const points[] = {"I_a", "I_c", "I_d", "II_a", "II_e", "III_a", "III_b", "IV_a"};
    unsigned year = 2020 + below(seed, 5);
    fprintf(out, "{\"point\":\"%s\",\"act\":\"%u\",", points[below(seed, 8)], below(seed, 3));
    fprintf(out, "\"began_on\":\"%u-%02u-%02u\",\"ended_on\":\"%u-%02u-%02u\",", year, 1 + below(seed, 6),
            1 + below(seed, 28), year, 7 + below(seed, 6), 1 + below(seed, 28));
    fprintf(out, "\"working_days\":%u,\"intent\":\"%s\",\"repetitions\":%u,", below(seed, 200),
            below(seed, 4) == 0 ? "intentional" : "negligent", below(seed, 3));
    fprintf(out, "\"systemic\":%s,\"data_quality\":%s,\"no_remedy\":%s,\"uncooperative\":%s,", truth(seed, 3),
            truth(seed, 3), truth(seed, 4), truth(seed, 9));
    fprintf(out, "\"prevented\":%s,\"self_reported\":%s,\"remedied\":%s,\"benefit\":", truth(seed, 9),
            truth(seed, 5), truth(seed, 3));
    if (below(seed, 3) == 0) {
        fprintf(out, "%u.%02u}", below(seed, 100000), below(seed, 100));
    } else {
        fprintf(out, "null}");
    }
}

static void write_case(FILE *out, uint64_t *seed, unsigned long number) {
    unsigned count = below(seed, 4);
    fprintf(out, "{\"id\":\"invented %lu\",\"turnover\":%u.%02u,\"infringements\":[", number,
            below(seed, 10000000), below(seed, 100));
    for (unsigned i = 0; i <= count; i++) {
        fputs(i > 0 ? "," : "", out);
        write_infringement(out, seed);
    }
    fputs("]}\n", out);
}

static pid_t start(char **words, int *input) {
    int ends[2];
    if (pipe(ends) != 0) {
        return -1;
    }
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[0], STDIN_FILENO);
        close(ends[0]);
        close(ends[1]);
        if (freopen("/dev/null", "wb", stdout) != NULL) {
            execl(words[1], "amerce", "run", words[2], "-", (char *)NULL);
        }
        _exit(127);
    }
    close(ends[0]);
    *input = ends[1];
    return child;
}

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int count, char **words) {
    int input;
    int status = 0;
    struct rusage used;
    if (count != 5) {
        fprintf(stderr, "usage: bench_stream AMERCE RULEBOOK COUNT SEED\n");
        return 2;
    }
    unsigned long records = strtoul(words[3], NULL, 10);
    uint64_t seed = strtoull(words[4], NULL, 10);
    double started = seconds_now();
    pid_t child = start(words, &input);
    FILE *out = child > 0 ? fdopen(input, "wb") : NULL;
    if (out == NULL) {
        return 2;
    }
    for (unsigned long i = 0; i < records; i++) {
        write_case(out, &seed, i);
    }
    fclose(out);
    wait4(child, &status, 0, &used);
    double taken = seconds_now() - started;
    printf("%lu records, seed %s: %.0f a second, peak %ld KiB, %.1f s of processor time\n", records, words[4],
           (double)records / taken, used.ru_maxrss,
           (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec / 1e6);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1;
}
