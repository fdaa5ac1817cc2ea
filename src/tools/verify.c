/*
 * amerce verify: decision records assessed again.
 *
 * Whatever is not confirmed has a line of its own; the last line counts. Lines of refused records hold no
 * decision, and are told too: a file that is confirmed holds decisions only.
 */
#include <stdlib.h>
#include <string.h>

#include "tools/file.h"
#include "tools/rulebook.h"
#include "tools/tool.h"

static const am_option options[] = {{NULL, NULL, NULL}};
static const am_command command = {
    "verify",
    "RULEBOOK [DECISIONS]",
    "Assesses the facts of decision records again, the lines of `amerce run --decision-record`, and says "
    "which of them do not come to the same. DECISIONS is a file, or standard input when it is left out or "
    "`-`.",
    options,
    1,
    2,
};

typedef struct tally {
    unsigned long decisions;
    unsigned long unconfirmed;
} tally;

static void tell(const char *path, unsigned long number, const amerce_verification *result) {
    static const char *const words[] = {
        [AMERCE_VERDICT_SAME] = "",
        [AMERCE_VERDICT_NONE] = "holds no decision record",
        [AMERCE_VERDICT_ALTERED] = "the line is not what its digest was made of",
        [AMERCE_VERDICT_OTHER_LAW] = "made by other law: ",
        [AMERCE_VERDICT_DIFFERENT] = "the same facts now come to something else: ",
    };
    printf("%s:%lu: ", path, number);
    if (result->id.length > 0) {
        printf("%.*s: ", (int)result->id.length, result->id.data);
    }
    printf("%s%.*s\n", words[result->verdict], (int)result->detail.length,
           result->detail.length > 0 ? result->detail.data : "");
}

static amerce_status verify_lines(amerce_assessor *assessor, const char *path, const am_file *file,
                                  tally *all) {
    unsigned long number = 0;
    for (const char *at = file->data, *end = file->data + file->length; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop != NULL ? stop : end) - at);
        amerce_verification result;
        number++;
        if (length > 0) {
            amerce_status status = amerce_decision_verify(assessor, (amerce_text){at, length}, &result);
            if (status != AMERCE_OK) {
                return status;
            }
            all->decisions++;
            if (result.verdict != AMERCE_VERDICT_SAME) {
                all->unconfirmed++;
                tell(path, number, &result);
            }
        }
        at = stop != NULL ? stop + 1 : end;
    }
    return AMERCE_OK;
}

static int verify_file(const amerce_rulebook *rulebook, const char *path, const am_file *file) {
    amerce_assessor_options settings = {.size = sizeof settings, .records = 1, .states_given = true};
    amerce_assessor *assessor;
    tally all = {0, 0};
    amerce_status status = amerce_assessor_new(rulebook, &settings, &assessor);
    if (status == AMERCE_OK) {
        status = verify_lines(assessor, path, file, &all);
        amerce_assessor_free(assessor);
    }
    if (status != AMERCE_OK) {
        fprintf(stderr, "amerce verify: %s\n", amerce_status_text(status));
        return EXIT_UNUSABLE;
    }
    printf("%lu %s, %lu not confirmed\n", all.decisions, all.decisions == 1 ? "line" : "lines",
           all.unconfirmed);
    return all.unconfirmed == 0 ? EXIT_FINE : EXIT_FAILED;
}

int am_tool_verify(int count, char **words) {
    am_arguments arguments;
    int status = EXIT_FINE;
    if (!am_arguments_read(&command, count, words, &arguments, &status)) {
        return status;
    }
    const char *path = arguments.file_count > 1 ? arguments.files[1] : "-";
    if (strcmp(path, "-") == 0 && strcmp(arguments.files[0], "-") == 0) {
        fprintf(stderr,
                "amerce verify: the rulebook and the decisions cannot both come from standard input\n");
        return EXIT_UNUSABLE;
    }
    am_opening opening = {.path = arguments.files[0],
                          .format = am_message_format(&arguments),
                          .messages = am_file_sink(stderr)};
    amerce_rulebook *rulebook = am_rulebook_open(&opening);
    am_file file;
    if (rulebook == NULL) {
        return EXIT_UNUSABLE;
    }
    status = EXIT_UNUSABLE;
    if (am_file_read(path, false, &file)) {
        status = verify_file(rulebook, path, &file);
        free(file.data);
    }
    amerce_rulebook_free(rulebook);
    return status;
}
