/*
 * Rows of CSV straight into a narrow batch, as the quick reader takes lines of JSON.
 *
 * A row whose cells are plain is read without being cut or written as JSON first. Whatever is not so, wrong
 * or merely unusual, is left to the others, which have an answer for everything.
 */
#ifndef AM_RECORD_QUICK_CSV_H
#define AM_RECORD_QUICK_CSV_H

#include "record/csv.h"
#include "record/quick.h"

typedef struct am_quick_rows am_quick_rows;

/* For the rows of records below a header that is read. *out is NULL where no row could be read quickly. False
 * when memory runs out. Quick reader and table must outlive it. */
bool am_quick_rows_new(am_quick *quick, const am_csv_table *table, am_allocator allocator,
                       am_quick_rows **out);
void am_quick_rows_free(am_quick_rows *rows);

/* As am_quick_read, of rows. */
am_record_status am_quick_read_rows(am_quick_rows *rows, am_slice text, uint32_t line,
                                    am_quick_progress *out);

#endif
