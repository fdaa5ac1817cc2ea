/*
 * Declarations and expressions: which part of the evaluation each kind belongs to.
 */
#include "prove/symbolic.h"

#define DEPTH_MAX 200

am_symbolic am_symbolic_fault(void) {
    return (am_symbolic){.state = AM_SYMBOL_FAULT};
}

am_symbolic am_symbolic_yes(bool is_yes) {
    return (am_symbolic){.state = AM_SYMBOL_VALUE, .truth = is_yes};
}

am_symbolic am_symbolic_form(const am_form *form) {
    return (am_symbolic){.state = AM_SYMBOL_VALUE, .value = form, .highest = form};
}

bool am_symbolic_is_value(const am_symbolic *value) {
    return value->state == AM_SYMBOL_VALUE;
}

static const am_instance *inside_of(am_way *way, const am_instance *record, const am_field *field) {
    bool is_new;
    am_memory *memory =
        am_way_memory(way, (am_memory){.kind = AM_MEMORY_INSIDE, .what = field, .of = record}, &is_new);

    if (memory != NULL && is_new) {
        am_instance *instance = AM_NEW(way->arena, am_instance);

        if (instance != NULL) {
            *instance = (am_instance){field->record, record, ++way->instance_count};
        }
        memory->instance = instance;
    }
    return memory != NULL ? memory->instance : NULL;
}

/* NULL where it is not known which record is meant. */
const am_instance *am_symbolic_instance(am_way *way, am_scene scene, const am_scope *scope) {
    const am_instance *record = scene.record;
    const am_elements *elements = scene.elements;

    if (scope->is_element) {
        for (uint8_t i = 0; i < scope->aggregate && elements != NULL; i++) {
            elements = elements->outer;
        }
        record = elements != NULL ? elements->element : NULL;
    }
    while (scope->is_root && record != NULL && record->outer != NULL) {
        record = record->outer;
    }
    for (uint8_t i = 0; i < scope->up && record != NULL; i++) {
        record = record->outer;
    }
    for (uint8_t i = 0; i < scope->via_count && record != NULL; i++) {
        record = inside_of(way, record, scope->via[i]);
    }
    return record;
}

static am_symbolic give_up(am_way *way) {
    way->is_given_up = way->is_over = true;
    return am_symbolic_fault();
}

/* Whether the declaration is law: yes, or a fault. */
static bool is_law(am_way *way, am_scene scene, const am_declaration *declaration) {
    am_symbolic day;

    if (!declaration->has_in_force && !declaration->is_repealed) {
        return true;
    }
    day = am_symbolic_of(way, scene, declaration->clock);
    if (!am_symbolic_is_value(&day)) {
        return false;
    }
    if (declaration->has_in_force &&
        (am_way_order(way, day.value, am_way_whole(way, declaration->in_force_from)) < 0 ||
         am_way_order(way, day.value, am_way_whole(way, declaration->in_force_last)) > 0)) {
        return false;
    }
    return !declaration->is_repealed ||
           am_way_order(way, day.value, am_way_whole(way, declaration->repealed_from)) < 0;
}

static am_symbolic body_of(am_way *way, am_scene scene, const am_declaration *declaration, uint16_t part) {
    if (declaration->kind > AM_DECLARATION_AMOUNT) {
        return give_up(way); /* a kind that this knows nothing of */
    }
    if (declaration->schedule != NULL) {
        return am_symbolic_schedule(way, scene, declaration->schedule, part, NULL);
    }
    if (declaration->penalty != NULL) {
        return am_symbolic_penalty(way, scene, declaration);
    }
    return am_symbolic_of(way, scene, declaration->value);
}

am_symbolic am_symbolic_value(am_way *way, const am_instance *record, const am_declaration *declaration,
                              uint16_t part) {
    am_scene scene = {record, NULL, declaration};
    bool is_varied = (way->reads->flags[declaration->number] & AM_READS_FACT) != 0, is_new;
    am_memory *memory = am_way_memory(way,
                                      (am_memory){.kind = AM_MEMORY_VALUE,
                                                  .what = declaration,
                                                  .of = record,
                                                  .number = part * 2u + (is_varied ? way->copy : 0)},
                                      &is_new);

    if (memory == NULL || way->is_over) {
        return am_symbolic_fault();
    }
    if (is_new) {
        am_symbolic found =
            is_law(way, scene, declaration) ? body_of(way, scene, declaration, part) : am_symbolic_fault();
        memory->found = found;
    }
    return memory->found;
}

static am_symbolic parameter_of(am_way *way, am_scene scene, const am_expr *expr) {
    const am_declaration *parameter = expr->declaration;
    am_symbolic clock;

    if (parameter->schedule == NULL) {
        scene.elements = NULL;
        return am_symbolic_of(way, scene, parameter->value);
    }
    if (expr->operand_count == 0 && (scene.reader == NULL || scene.reader->clock == NULL)) {
        return give_up(way);
    }
    if (expr->operand_count == 0) {
        scene.elements = NULL;
    }
    clock = am_symbolic_of(way, scene, expr->operand_count > 0 ? expr->operands[0] : scene.reader->clock);
    return am_symbolic_is_value(&clock)
               ? am_symbolic_schedule(way, scene, parameter->schedule, expr->part, &clock)
               : am_symbolic_fault();
}

static am_symbolic read_value(am_way *way, am_scene scene, const am_expr *expr) {
    const am_instance *record;

    if (expr->operand_count > 0 || expr->declaration->record == NULL) {
        return parameter_of(way, scene, expr);
    }
    record = am_symbolic_instance(way, scene, &expr->scope);
    return record != NULL ? am_symbolic_value(way, record, expr->declaration, expr->part) : give_up(way);
}

static am_symbolic read_field(am_way *way, am_scene scene, const am_expr *expr) {
    const am_instance *record = am_symbolic_instance(way, scene, &expr->scope);

    if (record == NULL) {
        return give_up(way);
    }
    if (expr->field->type.kind == AM_TYPE_LIST) {
        return (am_symbolic){.state = am_symbolic_list_is_known(way, record, expr->field)
                                          ? AM_SYMBOL_VALUE
                                          : AM_SYMBOL_UNKNOWN};
    }
    return am_symbolic_fact(way, record, expr->field);
}

static am_symbolic position_of(am_way *way, am_scene scene, const am_expr *expr) {
    const am_instance *record = am_symbolic_instance(way, scene, &expr->scope);
    bool is_new;
    am_memory *memory = am_way_memory(way, (am_memory){.kind = AM_MEMORY_POSITION, .what = record}, &is_new);

    if (memory == NULL || record == NULL) {
        return give_up(way);
    }
    if (is_new) {
        memory->found = am_symbolic_form(am_way_unknown(way, true, 0));
        am_way_demand(way, am_way_subtract(way, memory->found.value, am_way_whole(way, 1)), false);
    }
    return memory->found;
}

static am_symbolic attribute_of(am_way *way, am_scene scene, const am_expr *expr) {
    am_symbolic code = am_symbolic_of(way, scene, expr->operands[0]);
    uint16_t number = 0;

    if (!am_symbolic_is_value(&code)) {
        return code;
    }
    while (number + 1 < expr->set->value_count &&
           am_way_order(way, code.value, am_way_whole(way, number)) != 0) {
        number++;
    }
    return am_symbolic_of(way, scene, expr->set->attributes[expr->part].values[number]);
}

static am_symbolic choose(am_way *way, am_scene scene, const am_expr *expr) {
    am_symbolic first = am_symbolic_of(way, scene, expr->operands[0]);

    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_OTHERWISE:
        return first.state == AM_SYMBOL_UNKNOWN ? am_symbolic_of(way, scene, expr->operands[1]) : first;
    case AM_EXPR_KNOWN:
        return first.state == AM_SYMBOL_FAULT ? first : am_symbolic_yes(first.state == AM_SYMBOL_VALUE);
    case AM_EXPR_UNWRAP:
        return first.state == AM_SYMBOL_UNKNOWN ? am_symbolic_fault() : first;
    default: /* IF and KEEP */
        if (!am_symbolic_is_value(&first)) {
            return first;
        }
        if (first.truth) {
            return am_symbolic_of(way, scene, expr->operands[1]);
        }
        return expr->kind == AM_EXPR_IF ? am_symbolic_of(way, scene, expr->operands[2])
                                        : (am_symbolic){.state = AM_SYMBOL_UNKNOWN};
    }
}

static am_symbolic join_two(am_way *way, const am_expr *expr, const am_symbolic *a, const am_symbolic *b,
                            const void *site) {
    int order;

    if (a->state == AM_SYMBOL_UNKNOWN || b->state == AM_SYMBOL_UNKNOWN) {
        return a->state == AM_SYMBOL_UNKNOWN ? *b : *a;
    }
    if (a->state == AM_SYMBOL_FAULT || b->state == AM_SYMBOL_FAULT) {
        return am_symbolic_fault();
    }
    if (expr->kind == AM_EXPR_SUM) {
        return am_symbolic_form(am_symbolic_sum(way, expr->type, a->value, b->value, 1, site));
    }
    order = am_way_order(way, b->value, a->value);
    return (expr->kind == AM_EXPR_GREATEST ? order > 0 : order < 0) ? *b : *a;
}

/* greatest of, least of and sum of items; what is unknown is left out. */
static am_symbolic gather(am_way *way, am_scene scene, const am_expr *expr) {
    am_symbolic all = am_symbolic_of(way, scene, expr->operands[0]);

    for (uint32_t i = 1; i < expr->operand_count && !way->is_over; i++) {
        am_symbolic item = am_symbolic_of(way, scene, expr->operands[i]);

        all = join_two(way, expr, &all, &item, expr->operands[i]);
    }
    return all;
}

/* 1 + the number counted + the climbs. */
static am_symbolic offence_of(am_way *way, am_scene scene, const am_expr *expr) {
    am_symbolic count = am_symbolic_of(way, scene, expr->operands[0]);
    const am_form *offence = am_form_add(way->arena, count.value, am_way_whole(way, 1), 1, 1);

    for (uint32_t i = 1; i + 1 < expr->operand_count && am_symbolic_is_value(&count); i += 2) {
        am_symbolic is_climb = am_symbolic_of(way, scene, expr->operands[i]), climb;

        if (!am_symbolic_is_value(&is_climb)) {
            return am_symbolic_fault();
        }
        if (!is_climb.truth) {
            continue;
        }
        climb = am_symbolic_of(way, scene, expr->operands[i + 1]);
        if (!am_symbolic_is_value(&climb) || !am_way_is_above(way, climb.value, false)) {
            return am_symbolic_fault();
        }
        offence = am_form_add(way->arena, offence, climb.value, 1, 1);
    }
    return am_symbolic_is_value(&count) ? am_symbolic_form(offence) : am_symbolic_fault();
}

/* An operator that wants the values of its operands. */
static am_symbolic strict(am_way *way, am_scene scene, const am_expr *expr) {
    am_symbolic operands[2] = {am_symbolic_fault(), am_symbolic_fault()};

    for (uint32_t i = 0; i < expr->operand_count && i < 2; i++) {
        operands[i] = am_symbolic_of(way, scene, expr->operands[i]);
        if (!am_symbolic_is_value(&operands[i])) {
            return am_symbolic_fault();
        }
    }
    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_NOT:
        return am_symbolic_yes(!operands[0].truth);
    case AM_EXPR_EQUAL:
    case AM_EXPR_LESS:
    case AM_EXPR_LESS_EQUAL:
        return am_symbolic_compare(way, expr->operands[0]->type, (am_expr_kind)expr->kind, &operands[0],
                                   &operands[1]);
    case AM_EXPR_LOWEST:
        return am_symbolic_form(operands[0].value);
    case AM_EXPR_HIGHEST:
        return am_symbolic_form(operands[0].highest);
    case AM_EXPR_NEGATE:
    case AM_EXPR_ABSOLUTE:
    case AM_EXPR_ADD:
    case AM_EXPR_SUBTRACT:
    case AM_EXPR_MULTIPLY:
    case AM_EXPR_DIVIDE:
    case AM_EXPR_POWER:
    case AM_EXPR_QUOTIENT:
    case AM_EXPR_REMAINDER:
    case AM_EXPR_ROUND:
    case AM_EXPR_BETWEEN:
    case AM_EXPR_WORKING_DAYS:
    case AM_EXPR_RANGE:
    case AM_EXPR_MIDDLE:
    case AM_EXPR_LIMITED:
        return am_symbolic_operator(way, expr, &operands[0], &operands[1]);
    default: /* a kind that this knows nothing of */
        return give_up(way);
    }
}

static am_symbolic evaluate(am_way *way, am_scene scene, const am_expr *expr) {
    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_CONSTANT:
        return expr->type.kind == AM_TYPE_YESNO
                   ? am_symbolic_yes(expr->value.integer != 0)
                   : am_symbolic_form(am_symbolic_constant(way, expr->type, &expr->value));
    case AM_EXPR_CALIBRATED: /* the law as its texts state it */
        return am_symbolic_of(way, scene, expr->operands[0]);
    case AM_EXPR_FIELD:
        return read_field(way, scene, expr);
    case AM_EXPR_VALUE:
        return read_value(way, scene, expr);
    case AM_EXPR_REPEALED:
        return am_symbolic_fault();
    case AM_EXPR_CLOCK:
        return am_symbolic_of(way, scene, expr->operands[0]);
    case AM_EXPR_LAW: /* which law is the mildest is not followed */
        return give_up(way);
    case AM_EXPR_ATTRIBUTE:
        return attribute_of(way, scene, expr);
    case AM_EXPR_POSITION:
        return position_of(way, scene, expr);
    case AM_EXPR_AND:
    case AM_EXPR_OR:
    case AM_EXPR_AT_LEAST:
        return am_symbolic_junction(way, scene, expr);
    case AM_EXPR_GREATEST:
    case AM_EXPR_LEAST:
    case AM_EXPR_SUM:
        return gather(way, scene, expr);
    case AM_EXPR_IF:
    case AM_EXPR_KEEP:
    case AM_EXPR_OTHERWISE:
    case AM_EXPR_KNOWN:
    case AM_EXPR_UNWRAP:
        return choose(way, scene, expr);
    case AM_EXPR_EXCEPT:
        return am_symbolic_except(way, scene, expr);
    case AM_EXPR_OVER:
        return am_symbolic_over(way, scene, expr);
    case AM_EXPR_OFFENCE:
        return offence_of(way, scene, expr);
    default:
        return strict(way, scene, expr);
    }
}

am_symbolic am_symbolic_of(am_way *way, am_scene scene, const am_expr *expr) {
    am_symbolic found;

    am_way_spend(way, 80);
    if (way->is_over) {
        return am_symbolic_fault();
    }
    if (way->depth == DEPTH_MAX) {
        return give_up(way);
    }
    way->depth++;
    found = evaluate(way, scene, expr);
    way->depth--;
    return found;
}
