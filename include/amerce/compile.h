/*
 * Rulebook texts to rulebooks. In libamerce, not in libamerce_vm.
 */
#ifndef AMERCE_COMPILE_H
#define AMERCE_COMPILE_H

#include <amerce/cases.h>
#include <amerce/diagnostics.h>
#include <amerce/rulebook.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A rulebook's text. The path is for messages only. */
typedef struct amerce_source {
    amerce_text path;
    amerce_text text;
} amerce_source;

typedef struct amerce_compile_options {
    size_t size; /* sizeof(amerce_compile_options): later versions add members behind */
    const amerce_allocator *allocator;
    /* Finds the rulebook that `use NAME` names, with its dots: AMERCE_OK and *out; AMERCE_REFUSED when there
     * is none; AMERCE_OUT_OF_MEMORY ends the compilation. The texts must last until amerce_compile returns.
     * NULL: nothing can be used. `user` is the path of the source that uses it. */
    amerce_status (*open)(void *context, amerce_text name, amerce_text user, amerce_source *out);
    void *open_context;
    size_t memory_limit_bytes; /* 0: 1 GiB */
    bool is_strict; /* warns of declarations that cite no provision, and of tables (and, in amerce_check,
                       properties) that cannot be proved, too */
} amerce_compile_options;

/* Compiles a rulebook. AMERCE_OK: *rulebook is new, and *diagnostics holds the warnings. AMERCE_REFUSED:
 * *diagnostics holds the errors. Both pointers are the caller's to free; *diagnostics is NULL only for other
 * statuses. Options may be NULL, and so may `rulebook` to check only. */
AMERCE_API amerce_status amerce_compile(const amerce_source *source, const amerce_compile_options *options,
                                        amerce_rulebook **rulebook, amerce_diagnostics **diagnostics);

/* The same, with the `test` declarations of this source (not of those that it uses) as cases. */
AMERCE_API amerce_status amerce_compile_with_cases(const amerce_source *source,
                                                   const amerce_compile_options *options,
                                                   amerce_rulebook **rulebook, amerce_cases **cases,
                                                   amerce_diagnostics **diagnostics);

/* What the sum of a date and months does where the month is too short. */
typedef enum amerce_month_ends {
    AMERCE_MONTH_ENDS_ERROR,
    AMERCE_MONTH_ENDS_DOWN,
    AMERCE_MONTH_ENDS_UP,
} amerce_month_ends;

/* Evaluates one expression of literals and writes its value as plain text: decimal digits (money behind its
 * currency), a date, `yes` or `no`, a period, a text, `A to B`; or, with AMERCE_REFUSED, `CODE: message`. */
AMERCE_API amerce_status amerce_evaluate(amerce_text expression, amerce_month_ends month_ends,
                                         amerce_sink sink);

#ifdef __cplusplus
}
#endif

#endif
