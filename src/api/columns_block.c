/*
 * Columns copied a block at a time: what a column may hold is checked at its extremes.
 *
 * Whatever is unusual (a value that a record could not say, digits beyond a column's grain, elements of lists
 * that are not given, a full batch) is left to the copying row by row, which has an answer for each.
 */
#include "api/columns_block.h"

#include "narrow/narrow.h"
#include "record/scalar.h"
#include "vm/block.h"

/* Where the rows of a domain come from. */
typedef struct span {
    size_t index; /* in the caller's columns */
    uint32_t row; /* in the batch */
    uint32_t rows;
    size_t left; /* rows behind these that the caller has */
} span;

/* Fewer rows come from memory soon enough. */
enum { ROWS_EXPECTED = 64 };

typedef struct block {
    amerce_assessor *assessor;
    const am_program *program;
    const am_column_set *set;
    uint16_t domain;
    span span;
} block;

static uint8_t bytes_of(amerce_column_type type) {
    switch (type) {
    case AMERCE_COLUMN_INT64:
        return 8;
    case AMERCE_COLUMN_INT32:
        return 4;
    case AMERCE_COLUMN_UINT8:
        return 1;
    case AMERCE_COLUMN_TEXTS:
        break;
    }
    return 0;
}

static const amerce_column *column_of_fact(const block *block, uint32_t fact) {
    for (size_t i = 0; i < block->set->count; i++) {
        if (block->set->columns[i].fact == fact) {
            return &block->set->columns[i];
        }
    }
    return NULL;
}

static const amerce_column *column_of_list(const block *block, uint32_t place) {
    for (size_t i = 0; i < block->set->count; i++) {
        if (block->set->columns[i].fact == AMERCE_NONE && block->set->columns[i].list == place) {
            return &block->set->columns[i];
        }
    }
    return NULL;
}

static bool is_within(const block *block, const am_fact *fact, int64_t value, uint8_t places) {
    bool is_negative = value < 0;
    uint64_t digits = is_negative ? 0 - (uint64_t)value : (uint64_t)value;
    am_scalar scalar = {.decimal = am_decimal_make(is_negative, digits, -(int32_t)places),
                        .integer = (int32_t)value};
    return am_scalar_is_within(block->program, &fact->bounds, am_kind_type((am_kind)fact->kind), &scalar);
}

/* The least and greatest integer that a fact which is no decimal may be. */
static bool is_of_kind(const block *block, const am_fact *fact, am_range64 range) {
    switch ((am_kind)fact->kind) {
    case AM_KIND_YESNO:
        return range.low >= 0 && range.high <= 1;
    case AM_KIND_DATE:
        return range.low >= AM_DATE_MIN && range.high <= AM_DATE_MAX;
    case AM_KIND_MONTHS:
    case AM_KIND_DAYS:
        return range.low >= 0 && range.high <= AM_PERIOD_MAX;
    case AM_KIND_CODE:
        return range.low >= 0 && range.high < block->program->scales[fact->scale].value_count;
    default:
        return true;
    }
}

/* Digits behind the point that a fact may have. */
static uint8_t most_places(const block *block, const am_fact *fact) {
    return fact->kind == AM_KIND_WHOLE   ? 0
           : fact->kind == AM_KIND_MONEY ? block->program->units[fact->unit].digits
                                         : AM_GRAIN_PLACES_MAX - 1;
}

/* What counts are multiplied by, 1 where there are none; 0 where digits would be lost or the greatest would
 * not fit. */
static int64_t factor_of(const block *block, const am_fact *fact, const amerce_column *column,
                         am_range64 range) {
    const am_narrow *narrow = block->assessor->narrow;
    int64_t factor = 0;
    int64_t product;
    if (column->places > most_places(block, fact)) {
        return 0;
    }
    if (narrow == NULL || narrow->lanes[fact->column].kind != AM_LANE_COUNT) {
        return 1;
    }
    if (!am_grain_ratio(am_grain_of_places(column->places), narrow->lanes[fact->column].grain, &factor) ||
        __builtin_mul_overflow(range.low, factor, &product) || product == INT64_MIN ||
        __builtin_mul_overflow(range.high, factor, &product)) {
        return 0;
    }
    return factor;
}

static const uint8_t *given_from(const amerce_column *column, size_t index) {
    return column->is_given == NULL ? NULL : column->is_given + index;
}

/* As many rows as these may well be given next. */
static void expect(const block *block, const void *values, size_t bytes, const uint8_t *is_given) {
    const span *span = &block->span;
    am_batch *batch = block->assessor->batch;
    size_t rows = span->left < span->rows ? span->left : span->rows;
    if (span->rows < ROWS_EXPECTED) {
        return;
    }
    am_block_expect(batch, (const char *)values + span->rows * bytes, rows * bytes);
    if (is_given != NULL) {
        am_block_expect(batch, is_given + span->rows, rows);
    }
}

static bool set_fact(const block *block, uint32_t number) {
    const am_fact *fact = &block->program->facts[number];
    const amerce_column *column = column_of_fact(block, number);
    am_batch *batch = block->assessor->batch;
    const span *span = &block->span;
    bool is_decimal = am_kind_type((am_kind)fact->kind) == AM_VALUE_DECIMAL;
    int64_t factor = 1;
    if (column == NULL) {
        am_block_set_absent(batch, fact->column, span->row, span->rows);
        if (fact->is_range) {
            am_block_set_absent(batch, fact->column_high, span->row, span->rows);
        }
        return true;
    }
    uint8_t bytes = bytes_of(column->type);
    if (bytes == 0 || fact->is_range || fact->kind == AM_KIND_TEXT) {
        return false;
    }
    am_source source = {(const char *)column->values + span->index * bytes, bytes,
                        given_from(column, span->index)};
    expect(block, source.values, bytes, source.is_given);
    am_range64 range = am_block_range(source, span->rows);
    if (range.low > range.high) {
        am_block_set_absent(batch, fact->column, span->row, span->rows);
        return true;
    }
    uint8_t places = is_decimal ? column->places : 0;
    if (!is_of_kind(block, fact, range) || !is_within(block, fact, range.low, places) ||
        !is_within(block, fact, range.high, places)) {
        return false;
    }
    if (is_decimal) {
        factor = factor_of(block, fact, column, range);
    }
    if (factor != 0) {
        am_block_set(batch, fact->column, span->row, span->rows, source, range, factor, places);
    }
    return factor != 0;
}

/* Elements that belong to no given list would be passed over. */
static bool has_stray_elements(const amerce_column *column, const span *span) {
    const uint32_t *offsets = (const uint32_t *)column->values + span->index;
    const uint8_t *is_given = given_from(column, span->index);
    for (uint32_t i = 0; is_given != NULL && i < span->rows; i++) {
        if (is_given[i] == 0 && offsets[i + 1] != offsets[i]) {
            return true;
        }
    }
    return false;
}

static bool fill_domain(const block *block);

static bool fill_list(const block *outer, uint16_t domain) {
    const am_domain *list = &outer->program->domains[domain];
    const amerce_column *column = column_of_list(outer, list->place);
    am_batch *batch = outer->assessor->batch;
    const span *span = &outer->span;
    struct block inner = *outer;
    inner.domain = domain;
    inner.span.row = batch->rows[domain].count;
    if (column == NULL) {
        am_block_set_absent(batch, list->present, span->row, span->rows);
        for (uint32_t i = 0; i < span->rows; i++) {
            batch->rows[domain].ends[span->row + i] = batch->rows[domain].count;
        }
        return true;
    }
    const uint32_t *offsets = (const uint32_t *)column->values + span->index;
    if (has_stray_elements(column, span) ||
        am_block_open_list(batch, domain, span->row, span->rows, offsets) != AM_BATCH_OK) {
        return false;
    }
    inner.span.index = offsets[0];
    inner.span.rows = offsets[span->rows] - offsets[0];
    inner.span.left = offsets[span->rows + span->left] - offsets[span->rows];
    const uint8_t *is_given = given_from(column, span->index);
    expect(outer, offsets + 1, sizeof *offsets, is_given);
    am_block_set_given(batch, list->present, span->row, span->rows, is_given);
    return fill_domain(&inner);
}

static bool fill_domain(const block *block) {
    const am_program *program = block->program;
    for (uint32_t i = 0; i < program->fact_count; i++) {
        if (program->places[program->facts[i].place].domain == block->domain && !set_fact(block, i)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < program->domain_count; i++) {
        if (program->domains[i].kind == AM_DOMAIN_LIST && program->domains[i].parent == block->domain &&
            !fill_list(block, (uint16_t)i)) {
            return false;
        }
    }
    return true;
}

/* What is given once is set record by record. */
static bool has_given(const am_program *program) {
    for (uint32_t i = 0; i < program->place_count; i++) {
        if (program->places[i].is_given_once) {
            return true;
        }
    }
    return false;
}

bool am_api_add_block(amerce_assessor *assessor, const am_column_set *set, size_t first, uint32_t count,
                      size_t left) {
    am_batch *batch = assessor->batch;
    block block = {.assessor = assessor, .program = assessor->rulebook->program, .set = set};
    block.span = (span){first, batch->rows[0].count, count, left};
    if (has_given(block.program) || am_block_open(batch, count) != AM_BATCH_OK) {
        return false;
    }
    if (!fill_domain(&block)) {
        am_batch_drop_record(batch);
        return false;
    }
    if (am_block_close(batch) != AM_BATCH_OK) {
        return false;
    }
    am_ids_forget(assessor->ids, block.span.row, count);
    assessor->record_count += count;
    return true;
}
