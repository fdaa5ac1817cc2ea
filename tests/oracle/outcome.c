/*
 * Joining outcomes: the three-valued rules, united needs, the first fault.
 */
#include "outcome.h"

oracle_outcome oracle_outcome_of(oracle_value value) {
    return (oracle_outcome){.state = ORACLE_VALUE, .value = value};
}

oracle_outcome oracle_outcome_yes(bool is_yes) {
    return oracle_outcome_integer(is_yes);
}

oracle_outcome oracle_outcome_integer(int64_t integer) {
    return oracle_outcome_of((oracle_value){.integer = integer});
}

oracle_outcome oracle_outcome_decimal(am_decimal decimal) {
    return oracle_outcome_of((oracle_value){.decimal = decimal});
}

oracle_outcome oracle_outcome_unknown(void) {
    return (oracle_outcome){.state = ORACLE_UNKNOWN};
}

oracle_outcome oracle_outcome_fault(am_diag diag, am_span span, oracle_scene scene) {
    return (oracle_outcome){.state = ORACLE_FAULT, .fault = {.diag = diag, .span = span, .scene = scene}};
}

oracle_outcome oracle_outcome_need(am_arena *arena, const oracle_record *record, const am_field *field) {
    oracle_need *need = AM_NEW(arena, oracle_need);

    *need = (oracle_need){record, field, NULL};
    return (oracle_outcome){.state = ORACLE_NEEDS, .needs = need};
}

bool oracle_is_yes(const oracle_outcome *outcome) {
    return outcome->state == ORACLE_VALUE && outcome->value.integer != 0;
}

bool oracle_is_no(const oracle_outcome *outcome) {
    return outcome->state == ORACLE_VALUE && outcome->value.integer == 0;
}

static bool has_need(const oracle_need *needs, const oracle_need *one) {
    for (; needs != NULL; needs = needs->next) {
        if (needs->record == one->record && needs->field == one->field) {
            return true;
        }
    }
    return false;
}

static const oracle_need *unite(am_arena *arena, const oracle_need *a, const oracle_need *b) {
    if (a == NULL) {
        return b;
    }
    for (; b != NULL; b = b->next) {
        oracle_need *need;

        if (has_need(a, b)) {
            continue;
        }
        need = AM_NEW(arena, oracle_need);
        *need = (oracle_need){b->record, b->field, a};
        a = need;
    }
    return a;
}

static int compare_frames(const oracle_frame *a, const oracle_frame *b) {
    int outer;

    if (a == NULL || b == NULL) {
        return (a != NULL) - (b != NULL);
    }
    outer = compare_frames(a->outer, b->outer);
    return outer != 0 ? outer : oracle_record_compare(a->element, b->element);
}

bool oracle_fault_is_before(const oracle_fault *a, const oracle_fault *b) {
    int records;

    if (a->span.source != b->span.source) {
        return a->span.source < b->span.source;
    }
    if (a->span.start != b->span.start) {
        return a->span.start < b->span.start;
    }
    if (a->span.length != b->span.length) {
        return a->span.length < b->span.length;
    }
    records = oracle_record_compare(a->scene.record, b->scene.record);
    return records != 0 ? records < 0 : compare_frames(a->scene.frame, b->scene.frame) < 0;
}

oracle_outcome oracle_reasons(am_arena *arena, oracle_state state, const oracle_outcome *outcomes,
                              size_t count) {
    oracle_outcome joined = {.state = state};
    bool is_first = true;

    for (size_t i = 0; i < count; i++) {
        if (outcomes[i].state != state) {
            continue;
        }
        if (state == ORACLE_NEEDS) {
            joined.needs = unite(arena, joined.needs, outcomes[i].needs);
        } else if (is_first || oracle_fault_is_before(&outcomes[i].fault, &joined.fault)) {
            joined.fault = outcomes[i].fault;
        }
        is_first = false;
    }
    return joined;
}

bool oracle_are_values(am_arena *arena, const oracle_outcome *outcomes, size_t count, oracle_outcome *out) {
    oracle_state worst = ORACLE_VALUE;

    for (size_t i = 0; i < count; i++) {
        if (outcomes[i].state > worst) {
            worst = outcomes[i].state;
        }
    }
    if (worst == ORACLE_VALUE) {
        return true;
    }
    *out = worst == ORACLE_UNKNOWN ? oracle_outcome_unknown() : oracle_reasons(arena, worst, outcomes, count);
    return false;
}

oracle_outcome oracle_end_of(const oracle_outcome *range, int end) {
    oracle_outcome out = *range;

    if (range->ends != NULL) {
        return range->ends[end];
    }
    if (end == 1) {
        out.value = range->highest;
    }
    return out;
}

oracle_outcome oracle_range_of(am_arena *arena, oracle_outcome lowest, oracle_outcome highest) {
    oracle_outcome *ends = AM_NEW_ARRAY(arena, oracle_outcome, 2), out = lowest;

    ends[0] = lowest;
    ends[1] = highest;
    if (oracle_are_values(arena, ends, 2, &out)) {
        out.highest = highest.value;
    } else {
        out.ends = ends;
    }
    return out;
}

oracle_outcome oracle_decide(am_arena *arena, bool deciding, const oracle_outcome *outcomes, size_t count) {
    bool has_needs = false, has_fault = false;

    for (size_t i = 0; i < count; i++) {
        if (deciding ? oracle_is_yes(&outcomes[i]) : oracle_is_no(&outcomes[i])) {
            return oracle_outcome_yes(deciding);
        }
        has_needs |= outcomes[i].state == ORACLE_NEEDS;
        has_fault |= outcomes[i].state == ORACLE_FAULT;
    }
    if (has_needs) {
        return oracle_reasons(arena, ORACLE_NEEDS, outcomes, count);
    }
    if (has_fault) {
        return oracle_reasons(arena, ORACLE_FAULT, outcomes, count);
    }
    return oracle_outcome_yes(!deciding);
}
