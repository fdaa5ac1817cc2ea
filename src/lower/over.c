/*
 * Aggregates: a fold over the elements of a list, into the row that holds it or each row that looks at it.
 *
 * Where the row itself holds the list, the fold runs over the list's own domain; where a record around it
 * does (a look-back over siblings), or an element of such a look-back, over a product of the rows and the
 * elements. Elements that the `where` leaves out give neither needs nor faults.
 */
#include "lower/lowerer.h"

static uint16_t yes(am_lowerer *lowerer) {
    return am_lower_integer(lowerer, AM_VALUE_YESNO, 1);
}

/* The product whose element the frame of this depth is, in the view or one around it; AM_NO_INDEX where the
 * frame's own row, or one below it, is a parent of the view's rows. */
static uint16_t across_to(const am_view *view, uint16_t depth) {
    while (view->frames->depth > depth && view->outer != NULL) {
        view = view->outer;
    }
    return view->kind == AM_VIEW_PRODUCT ? view->domain : AM_NO_INDEX;
}

static const am_view *view_of_elements(am_lowerer *lowerer, const am_view *view, uint16_t holder,
                                       uint16_t list, uint16_t depth) {
    uint16_t domain = am_lower_domain_of_place(lowerer, list);
    if (view->domain == am_lower_domain_of_place(lowerer, holder)) {
        return am_lower_inner_view(lowerer, view, list, domain, AM_VIEW_DIRECT);
    }
    domain = am_lower_product(lowerer, view->domain, domain, across_to(view, depth));
    return am_lower_inner_view(lowerer, view, list, domain, AM_VIEW_PRODUCT);
}

static am_folding folding_of(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    const am_over *over = expr->over;
    am_folding folding = {.is_exact = expr->is_exact || am_lower_is_exact(expr->type)};
    uint16_t depth;
    uint16_t holder = am_lower_resolve(lowerer, &over->scope, view->frames, &depth);
    uint16_t list = am_lower_place_below(lowerer, holder, over->list);
    if (lowerer->is_failed) {
        return folding;
    }
    uint16_t present = lowerer->program.domains[am_lower_domain_of_place(lowerer, list)].present;
    if (am_lower_may_be_unknown(lowerer, present)) {
        present = am_lower_op1(lowerer, AM_OP_UNWRAP, present);
    }
    folding.present = am_lower_bring(lowerer, present, depth, view);
    folding.elements = view_of_elements(lowerer, view, holder, list, depth);
    folding.mask =
        over->where == NULL ? yes(lowerer) : am_lower_single(lowerer, over->where, folding.elements);
    if (over->reset != NULL) {
        folding.mask = am_lower_unbroken(lowerer, over->reset, folding.mask, folding.elements);
    }
    return folding;
}

static uint16_t fold(am_lowerer *lowerer, am_opcode opcode, const am_folding *folding, uint16_t value) {
    const am_opcode_row *row = am_opcode_row_of(opcode);
    am_value_type type = am_lower_type_of(lowerer, value);
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): NULL only after failure */
    uint16_t domain = folding->elements->domain;
    uint16_t outer = lowerer->program.domains[domain].parent;
    const uint16_t operands[4] = {value, folding->mask, domain, folding->present};
    if (row->result == AM_OPERAND_DECIMAL || row->result == AM_OPERAND_YESNO) {
        type = (am_value_type)(row->result - AM_OPERAND_DECIMAL);
    }
    return am_lower_emit(lowerer, opcode, type, outer, operands);
}

uint16_t am_lower_gathered(am_lowerer *lowerer, const am_folding *folding, am_gather gather, uint16_t value) {
    switch (gather) {
    case AM_GATHER_COUNT:
        return fold(lowerer, AM_OP_COUNT, folding, 0);
    case AM_GATHER_GREATEST:
        return fold(lowerer, AM_OP_FOLD_GREATEST, folding, value);
    case AM_GATHER_LEAST:
        return fold(lowerer, AM_OP_FOLD_LEAST, folding, value);
    case AM_GATHER_ALL:
        return fold(lowerer, AM_OP_ALL, folding, value);
    case AM_GATHER_SOME:
        return fold(lowerer, AM_OP_SOME, folding, value);
    case AM_GATHER_NONE:
        return am_lower_op1(lowerer, AM_OP_NOT, fold(lowerer, AM_OP_SOME, folding, value));
    default:
        return fold(lowerer, folding->is_exact ? AM_OP_SUM_EXACT : AM_OP_SUM, folding, value);
    }
}

static am_opcode opcode_of_group(am_gather inner, bool is_exact) {
    switch (inner) {
    case AM_GATHER_COUNT:
        return AM_OP_GROUP_COUNT;
    case AM_GATHER_GREATEST:
        return AM_OP_GROUP_GREATEST;
    case AM_GATHER_LEAST:
        return AM_OP_GROUP_LEAST;
    default:
        return is_exact ? AM_OP_GROUP_SUM_EXACT : AM_OP_GROUP_SUM;
    }
}

/* Each group is gathered onto all of its rows; the first row of each stands for it afterwards. */
static uint16_t lower_grouped(am_lowerer *lowerer, const am_over *over, am_folding folding, uint16_t value) {
    uint16_t key = am_lower_single(lowerer, over->key, folding.elements);
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): NULL only after failure */
    uint16_t domain = folding.elements->domain;
    uint16_t group = am_lower_emit(lowerer, AM_OP_GROUP, AM_VALUE_ROW, domain,
                                   (const uint16_t[4]){key, folding.mask, 0, 0});
    am_opcode opcode = opcode_of_group(over->inner, folding.is_exact);
    bool is_count = opcode == AM_OP_GROUP_COUNT;
    am_value_type type = is_count ? AM_VALUE_DECIMAL : am_lower_type_of(lowerer, value);
    uint16_t gathered_group = am_lower_emit(
        lowerer, opcode, type, domain, (const uint16_t[4]){is_count ? 0 : value, group, folding.mask, 0});
    folding.mask = am_lower_emit(lowerer, AM_OP_LEADS, AM_VALUE_YESNO, domain,
                                 (const uint16_t[4]){group, folding.mask, 0, 0});
    return am_lower_gathered(lowerer, &folding, over->gather, gathered_group);
}

uint16_t am_lower_over(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    const am_over *over = expr->over;
    if (over->months != NULL) {
        return am_lower_months(lowerer, expr, view);
    }
    am_folding folding = folding_of(lowerer, expr, view);
    if (lowerer->is_failed) {
        return AM_NO_INDEX;
    }
    uint16_t value = yes(lowerer);
    if (over->element != NULL) {
        value = am_lower_single(lowerer, over->element, folding.elements);
    }
    if (over->key != NULL && !lowerer->is_failed) {
        return lower_grouped(lowerer, over, folding, value);
    }
    return am_lower_gathered(lowerer, &folding, over->gather, value);
}
