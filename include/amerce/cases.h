/*
 * Golden cases: records with what is expected of them, from a rulebook's `test` declarations
 * (amerce_compile_with_cases) or from a file of cases: one JSON record a line with a member `expect`, or CSV
 * with columns for what is expected.
 *
 * A case is data: its record is JSON for amerce_assessor_add_json, and amerce_case_check compares what came.
 * Cases are immutable and need their rulebook only while they are checked. In libamerce, not in libamerce_vm.
 */
#ifndef AMERCE_CASES_H
#define AMERCE_CASES_H

#include <amerce/assessor.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct amerce_cases amerce_cases;

/* Reads the text of a case file. A line that is no record is a case too, which no assessor will accept. The
 * path is for messages only. The allocator may be NULL. */
AMERCE_API amerce_status amerce_cases_read(amerce_text path, amerce_text text,
                                           const amerce_allocator *allocator, amerce_cases **cases);
/* The same of CSV: columns of records, and columns `expect PATH` (expect reports[1].fine) whose cells say
 * what is expected of that output, empty ones nothing. The rulebook is what the columns are of. */
AMERCE_API amerce_status amerce_cases_read_csv(const amerce_rulebook *rulebook, amerce_text path,
                                               amerce_text text, const amerce_allocator *allocator,
                                               amerce_cases **cases);
AMERCE_API void amerce_cases_free(amerce_cases *cases);

typedef struct amerce_case {
    amerce_text name;     /* of the test; the record's id, or `line 3` */
    amerce_text citation; /* of the test, else empty */
    amerce_text path;
    uint32_t line;
    amerce_text record; /* its JSON; that of a case file in the columns where it stands; empty where `problem`
                           says that there is none */
    amerce_text problem; /* why the case says nothing that can be checked; empty when it does */
    size_t expectation_count;
} amerce_case;

typedef enum amerce_expectation_kind {
    AMERCE_EXPECT_IS,
    AMERCE_EXPECT_IN,      /* a value in a range */
    AMERCE_EXPECT_NEEDS,   /* all facts that the record's outputs need */
    AMERCE_EXPECT_BECAUSE, /* what a penalty's step adds */
    AMERCE_EXPECT_REFUSED, /* the record is, for what is said */
} amerce_expectation_kind;

typedef struct amerce_expectation {
    amerce_expectation_kind kind;
    uint32_t line;
    amerce_text words;    /* as the test has them; of a case file `total = "64000.00"` */
    amerce_text path;     /* of the output: infringements[1].fine; empty for NEEDS and REFUSED */
    amerce_text step;     /* of BECAUSE: its label */
    amerce_text expected; /* as JSON, in the form of results */
} amerce_expectation;

AMERCE_API size_t amerce_cases_count(const amerce_cases *cases);
/* The case, the expectation of that number; false when there is none. */
AMERCE_API bool amerce_cases_get(const amerce_cases *cases, size_t index, amerce_case *out);
AMERCE_API bool amerce_cases_expectation(const amerce_cases *cases, size_t index, size_t expectation,
                                         amerce_expectation *out);

/* The output and its row that a path names, for a record of an assessed batch; false when there is none. */
AMERCE_API bool amerce_assessor_find(const amerce_assessor *assessor, uint32_t record, amerce_text path,
                                     uint32_t *output, uint32_t *row);

/* Compares an expectation with an assessed record. Writes what came, as JSON, and nothing where the record
 * has no such output; *is_met tells whether it is what was expected. */
AMERCE_API amerce_status amerce_case_check(const amerce_cases *cases, size_t index, size_t expectation,
                                           amerce_assessor *assessor, uint32_t record, amerce_sink came,
                                           bool *is_met);

/* The same where the record was refused: only AMERCE_EXPECT_REFUSED can then be met. What came is an object
 * of the refusal's code, message and path. */
AMERCE_API amerce_status amerce_case_check_refusal(const amerce_cases *cases, size_t index,
                                                   size_t expectation, const amerce_record_error *error,
                                                   amerce_sink came, bool *is_met);

/* Writes the line of a case file with what came in place of what was expected, without a line end; what was
 * met stays as it stands. Where nothing was expected, everything that came is. AMERCE_MISUSE: the case is of
 * a rulebook, or no record. */
AMERCE_API amerce_status amerce_case_accept(const amerce_cases *cases, size_t index,
                                            amerce_assessor *assessor, uint32_t record, amerce_sink sink);
/* Writes what stands in the file between the case before and this one; behind the last for the number of
 * cases. */
AMERCE_API amerce_status amerce_cases_between(const amerce_cases *cases, size_t index, amerce_sink sink);
/* Writes the line as it stands. */
AMERCE_API amerce_status amerce_case_line(const amerce_cases *cases, size_t index, amerce_sink sink);

#ifdef __cplusplus
}
#endif

#endif
