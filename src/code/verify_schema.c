/*
 * Domains and places: two trees whose parents come first, tied together at the lists.
 */
#include "code/verify.h"

bool am_domain_is_within(const am_program *program, uint16_t domain, uint16_t ancestor) {
    while (domain > ancestor && domain != AM_NO_INDEX) {
        domain = program->domains[domain].parent;
    }
    return domain == ancestor;
}

/* The list's place exists, is a list and names this domain. */
static bool is_place_of(const am_program *program, uint32_t number) {
    const am_domain *domain = &program->domains[number];
    const am_place *place;
    if (domain->place >= program->place_count) {
        return false;
    }
    place = &program->places[domain->place];
    return place->kind == AM_PLACE_LIST && place->domain == number;
}

/* The domain from which the way to the list's holder goes up: the parent, or the elements of the pairs that
 * it goes across, which are the parent or above it; AM_NO_INDEX where they are not. */
static uint16_t start_of_way(const am_program *program, const am_domain *domain) {
    if (domain->across == AM_NO_INDEX) {
        return domain->parent;
    }
    if (domain->across > domain->parent || program->domains[domain->across].kind != AM_DOMAIN_PRODUCT ||
        !am_domain_is_within(program, domain->parent, domain->across)) {
        return AM_NO_INDEX;
    }
    return program->domains[domain->across].element;
}

/* The elements' domain is a list whose holder is found from each row of the parent. */
static bool is_element_of(const am_program *program, uint32_t number) {
    const am_domain *domain = &program->domains[number];
    uint16_t start = start_of_way(program, domain);
    return start != AM_NO_INDEX && domain->element < number &&
           program->domains[domain->element].kind == AM_DOMAIN_LIST &&
           am_domain_is_within(program, start, program->domains[domain->element].parent);
}

/* The register's own number and type; that it is an input is checked with the facts. */
static bool is_present_of(const am_program *program, const am_domain *domain) {
    const am_register *present;
    if (domain->present >= program->register_count) {
        return false;
    }
    present = &program->registers[domain->present];
    return present->type == AM_VALUE_YESNO && present->domain == domain->parent &&
           present->constant == AM_NO_INDEX;
}

static bool verify_domain(am_verifier *verifier, uint32_t number, uint8_t *depths) {
    const am_program *program = verifier->program;
    const am_domain *domain = &program->domains[number];
    if (number == 0) {
        return am_verify_that(verifier, domain->kind == AM_DOMAIN_RECORDS, AM_DIAG_LOAD_DOMAIN_KIND) &&
               am_verify_that(verifier, domain->parent == AM_NO_INDEX, AM_DIAG_LOAD_DOMAIN_PARENT);
    }
    if (!am_verify_that(verifier, domain->kind > AM_DOMAIN_RECORDS && domain->kind <= AM_DOMAIN_MONTHS,
                        AM_DIAG_LOAD_DOMAIN_KIND) ||
        !am_verify_that(verifier, domain->parent < number, AM_DIAG_LOAD_DOMAIN_PARENT)) {
        return false;
    }
    depths[number] = depths[domain->parent] + 1;
    if (!am_verify_that(verifier, depths[number] <= AM_DOMAIN_DEPTH_MAX, AM_DIAG_LOAD_DOMAIN_DEPTH)) {
        return false;
    }
    if (domain->kind == AM_DOMAIN_MONTHS) {
        return am_verify_that(verifier, domain->element > 0 && domain->element <= AM_MONTHS_MAX,
                              AM_DIAG_LOAD_MONTHS);
    }
    if (domain->kind == AM_DOMAIN_PRODUCT) {
        return am_verify_that(verifier, is_element_of(program, number), AM_DIAG_LOAD_DOMAIN_ELEMENT);
    }
    return am_verify_that(verifier, is_place_of(program, number), AM_DIAG_LOAD_DOMAIN_PLACE) &&
           am_verify_that(verifier, is_present_of(program, domain), AM_DIAG_LOAD_DOMAIN_PRESENT);
}

/* A list has a domain of its own, whose parent is the domain around it; a record inside a record shares. */
static bool has_domain(const am_program *program, uint32_t number) {
    const am_place *place = &program->places[number];
    uint16_t around = program->places[place->parent].domain;
    if (place->kind == AM_PLACE_INSIDE) {
        return place->domain == around;
    }
    return place->domain < program->domain_count && program->domains[place->domain].kind == AM_DOMAIN_LIST &&
           program->domains[place->domain].place == number &&
           program->domains[place->domain].parent == around;
}

static bool verify_place(am_verifier *verifier, uint32_t number, uint8_t *depths) {
    const am_program *program = verifier->program;
    const am_place *place = &program->places[number];
    bool is_list = place->kind == AM_PLACE_LIST;
    bool is_inside_root = place->kind == AM_PLACE_INSIDE && place->parent == 0;
    if (!am_verify_that(verifier, is_list || !place->is_optional, AM_DIAG_LOAD_PLACE_OPTIONAL)) {
        return false;
    }
    if (number == 0) {
        return am_verify_that(verifier, !place->is_given_once, AM_DIAG_LOAD_GIVEN_PLACE) &&
               am_verify_that(verifier, place->kind == AM_PLACE_ROOT, AM_DIAG_LOAD_PLACE_KIND) &&
               am_verify_that(verifier, place->parent == AM_NO_INDEX, AM_DIAG_LOAD_PLACE_PARENT) &&
               am_verify_that(verifier, place->domain == 0, AM_DIAG_LOAD_PLACE_DOMAIN);
    }
    if (!am_verify_that(verifier, is_list || place->kind == AM_PLACE_INSIDE, AM_DIAG_LOAD_PLACE_KIND) ||
        !am_verify_that(verifier, place->parent < number, AM_DIAG_LOAD_PLACE_PARENT)) {
        return false;
    }
    depths[number] = depths[place->parent] + 1;
    return am_verify_that(verifier, depths[number] <= AM_PLACE_DEPTH_MAX, AM_DIAG_LOAD_PLACE_DEPTH) &&
           am_verify_that(verifier, has_domain(program, number), AM_DIAG_LOAD_PLACE_DOMAIN) &&
           am_verify_that(verifier, is_inside_root || !place->is_given_once, AM_DIAG_LOAD_GIVEN_PLACE);
}

bool am_verify_schema(am_verifier *verifier) {
    const am_program *program = verifier->program;
    uint8_t *domain_depths = AM_NEW_ARRAY(verifier->scratch, uint8_t, program->domain_count);
    uint8_t *place_depths = AM_NEW_ARRAY(verifier->scratch, uint8_t, program->place_count);
    if (domain_depths == NULL || place_depths == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < program->domain_count; i++) {
        am_verify_at(verifier, "domain", i);
        if (!verify_domain(verifier, i, domain_depths)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < program->calendar_count; i++) {
        am_verify_at(verifier, "calendar", i);
        if (!am_verify_that(verifier, am_calendar_is_sound(&program->calendars[i]), AM_DIAG_LOAD_CALENDAR)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < program->place_count; i++) {
        am_verify_at(verifier, "place", i);
        if (!verify_place(verifier, i, place_depths)) {
            return false;
        }
    }
    return true;
}
