/*
 * Discretions of random rulebooks: of every type that may be chosen, over few values where it can be, so that
 * trying them all is possible.
 */
#include "rulebook_writer.h"

/* One end or none; the default lies behind it. */
static void write_open_range(writer *w, am_type type) {
    static const char *const shapes[] = {"from", "over", "up to", "under"};
    unsigned shape = below(w, 5), first = 1 + below(w, 3);

    if (shape < 4) {
        write_text(w, " in %s ", shapes[shape]);
        write_cut(w, type, first);
    }
    write_text(w, " default ");
    write_cut(w, type, shape < 2 ? first + 1 : first - 1);
}

static void write_range(writer *w, am_type type) {
    unsigned first = 1 + below(w, 3);

    if (type.kind != AM_TYPE_DATE && has_chance(w, 35)) {
        write_open_range(w, type);
        return;
    }
    write_text(w, " in ");
    if (type.kind == AM_TYPE_WHOLE) {
        write_text(w, "%s0 to %u", has_chance(w, 20) ? "over " : "", 1 + below(w, 5));
        write_text(w, " default 1");
        return;
    }
    if (type.kind == AM_TYPE_NUMBER) {
        write_text(w, "%u%% to %u%% default %u%%", below(w, 2) * 5, 20 + below(w, 100), 5 + below(w, 15));
        return;
    }
    write_cut(w, type, first);
    write_text(w, has_chance(w, 15) ? " to under " : " to ");
    write_cut(w, type, first + 2);
    write_text(w, " default ");
    write_cut(w, type, first + 1);
}

static void write_default(writer *w, am_type type) {
    if (type.kind == AM_TYPE_YESNO) {
        write_text(w, has_chance(w, 50) ? " default yes" : " default no");
    } else {
        const written_set *set = &w->sets[type.index];

        write_text(w, " default %s", set->values[below(w, set->value_count)]);
    }
}

void write_discretion(writer *w, uint8_t record) {
    char name[WRITER_NAME_BYTES];
    am_type type = random_type(w);

    if (type.kind == AM_TYPE_TEXT) {
        type = TYPE_OF(WHOLE);
    }
    new_name(w, "choice", name);
    write_text(w, "discretion %s for %s: ", name, w->records[record].name);
    write_type(w, type);
    if (type.kind == AM_TYPE_YESNO || type.kind == AM_TYPE_CODE) {
        write_default(w, type);
    } else {
        write_range(w, type);
    }
    write_text(w, " by \"court %u\" per LAW \"%u\"\n", w->serial + 1, w->serial + 2);
    w->serial += 2;
    declare(w, name, type, record)->is_reported = has_chance(w, 10);
}
