/*
 * The pages of diag.def, one behind another.
 */
#include "base/diag.h"

static const struct pages {
#define DIAG(name, code, slug, message, page) char of_##name[sizeof(page)];
#include "base/diag.def"
#undef DIAG
} pages = {
#define DIAG(name, code, slug, message, page) page,
#include "base/diag.def"
#undef DIAG
};

static const uint32_t starts[AM_DIAG_COUNT - 1] = {
#define DIAG(name, code, slug, message, page) offsetof(struct pages, of_##name),
#include "base/diag.def"
#undef DIAG
};

const char *am_diag_page_of(am_diag diag) {
    return diag > AM_DIAG_NONE && diag < AM_DIAG_COUNT ? (const char *)&pages + starts[diag - 1] : "";
}
