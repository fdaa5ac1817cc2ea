/*
 * Records as columns: whole blocks where that can be, else each row by itself, its lists and their elements
 * after it.
 */
#include "api/columns_block.h"

static amerce_status set_from(amerce_assessor *assessor, const amerce_column *column, size_t index,
                              uint32_t row) {
    if (column->is_given != NULL && column->is_given[index] == 0) {
        return AMERCE_OK;
    }
    amerce_status status = AMERCE_MISUSE;
    switch (column->type) {
    case AMERCE_COLUMN_INT64:
        return amerce_set_scaled(assessor, column->fact, row, ((const int64_t *)column->values)[index],
                                 column->places);
    case AMERCE_COLUMN_INT32:
        status = amerce_set_integer(assessor, column->fact, row, ((const int32_t *)column->values)[index]);
        return status != AMERCE_MISUSE
                   ? status
                   : amerce_set_scaled(assessor, column->fact, row, ((const int32_t *)column->values)[index],
                                       column->places);
    case AMERCE_COLUMN_UINT8:
        return amerce_set_integer(assessor, column->fact, row, ((const uint8_t *)column->values)[index]);
    case AMERCE_COLUMN_TEXTS:
        return amerce_set_text(assessor, column->fact, row, ((const amerce_text *)column->values)[index]);
    }
    return status;
}

/* Whether place `inner` is `place`, or a record inside it: their facts have the same rows. */
static bool shares_rows(const am_program *program, uint32_t inner, uint32_t place) {
    return program->places[inner].domain == program->places[place].domain;
}

static amerce_status fill_place(amerce_assessor *assessor, const am_column_set *set, uint32_t place,
                                size_t index, uint32_t row);

static amerce_status fill_list(amerce_assessor *assessor, const am_column_set *set,
                               const amerce_column *column, size_t index, uint32_t row) {
    const uint32_t *offsets = column->values;
    if (column->is_given != NULL && column->is_given[index] == 0) {
        return AMERCE_OK;
    }
    amerce_status status = amerce_list_open(assessor, column->list, row);
    for (size_t i = offsets[index]; status == AMERCE_OK && i < offsets[index + 1]; i++) {
        uint32_t element;
        status = amerce_element_open(assessor, column->list, &element);
        if (status == AMERCE_OK) {
            status = fill_place(assessor, set, column->list, i, element);
        }
        if (status == AMERCE_OK) {
            status = amerce_element_close(assessor, column->list);
        }
    }
    return status;
}

static amerce_status fill_place(amerce_assessor *assessor, const am_column_set *set, uint32_t place,
                                size_t index, uint32_t row) {
    const am_program *program = assessor->rulebook->program;
    amerce_status status = AMERCE_OK;
    for (size_t i = 0; status == AMERCE_OK && i < set->count; i++) {
        const amerce_column *column = &set->columns[i];
        if (column->fact != AMERCE_NONE && shares_rows(program, program->facts[column->fact].place, place)) {
            status = set_from(assessor, column, index, row);
        } else if (column->fact == AMERCE_NONE &&
                   shares_rows(program, program->places[column->list].parent, place)) {
            status = fill_list(assessor, set, column, index, row);
        }
    }
    return status;
}

static bool is_well_formed(const am_program *program, const am_column_set *set) {
    for (size_t i = 0; i < set->count; i++) {
        const amerce_column *column = &set->columns[i];
        bool is_list = column->fact == AMERCE_NONE;
        if (is_list
                ? column->list >= program->place_count || program->places[column->list].kind != AM_PLACE_LIST
                : column->fact >= program->fact_count) {
            return false;
        }
    }
    return true;
}

amerce_status amerce_assessor_add_columns(amerce_assessor *assessor, const amerce_column *columns,
                                          size_t column_count, size_t first, size_t count, size_t *taken) {
    am_column_set set = {columns, column_count};
    amerce_status status = is_well_formed(assessor->rulebook->program, &set) ? AMERCE_OK : AMERCE_MISUSE;
    *taken = 0;
    if (status == AMERCE_OK && assessor->open_rows[0] == AM_API_CLOSED) {
        size_t room = assessor->batch->rows[0].capacity - assessor->batch->rows[0].count;
        size_t wanted = first < count ? count - first : 0;
        uint32_t block = (uint32_t)(wanted < room ? wanted : room);
        if (block != 0 && am_api_add_block(assessor, &set, first, block, wanted - block)) {
            *taken = block;
            return AMERCE_OK;
        }
    }
    for (size_t i = first; status == AMERCE_OK && i < count; i++) {
        uint32_t row;
        status = amerce_record_open(assessor, &row);
        if (status != AMERCE_OK) {
            break;
        }
        status = fill_place(assessor, &set, 0, i, row);
        if (status == AMERCE_OK) {
            status = amerce_record_close(assessor);
        } else {
            amerce_record_drop(assessor);
        }
        *taken += status == AMERCE_OK ? 1 : 0;
    }
    return status == AMERCE_FULL && *taken > 0 ? AMERCE_OK : status;
}
