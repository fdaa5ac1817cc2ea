/*
 * The properties of a rulebook examined: what it claims of all records, and whether that holds. In libamerce,
 * not in libamerce_vm.
 */
#ifndef AMERCE_PROPERTIES_H
#define AMERCE_PROPERTIES_H

#include <amerce/compile.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct amerce_properties amerce_properties;

typedef enum amerce_property_result {
    AMERCE_PROPERTY_PROVED,   /* it holds for all records */
    AMERCE_PROPERTY_SEARCHED, /* it was not decided; `records` were tried, and none breaks it */
    AMERCE_PROPERTY_REFUTED,  /* the counterexample breaks it, as the rulebook assesses it */
} amerce_property_result;

typedef struct amerce_property {
    amerce_text name;
    amerce_text citation; /* may be empty */
    amerce_place place;
    amerce_property_result result;
    uint64_t records;            /* that were tried; 0 of one that is proved */
    bool is_search_enough;       /* marked `searched` */
    size_t counterexample_count; /* 1, or 2 records that differ in one fact; else 0 */
} amerce_property;

/* Compiles a rulebook as amerce_compile does, and examines the properties of this source (not of those that
 * it uses). A property that is refuted is an error: then *properties holds all of them although the rulebook
 * is refused; other errors keep them from being examined, and *properties is NULL. It is the caller's to
 * free. */
AMERCE_API amerce_status amerce_check(const amerce_source *source, const amerce_compile_options *options,
                                      amerce_rulebook **rulebook, amerce_properties **properties,
                                      amerce_diagnostics **diagnostics);

AMERCE_API size_t amerce_properties_count(const amerce_properties *properties);
/* The property number `index` in source order, from 0; false when there is none. */
AMERCE_API bool amerce_properties_get(const amerce_properties *properties, size_t index,
                                      amerce_property *out);
/* A record of its counterexample as JSON; empty when there is none. */
AMERCE_API amerce_text amerce_properties_counterexample(const amerce_properties *properties, size_t index,
                                                        size_t record);
AMERCE_API void amerce_properties_free(amerce_properties *properties);

#ifdef __cplusplus
}
#endif

#endif
