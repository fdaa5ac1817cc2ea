/*
 * Programs on disk (.amb): written whole, read with every byte doubted.
 *
 *     magic "AMERCE\0" and format version (1 byte); checksum of all that follows (8 bytes, the lowest first);
 * the table of texts; then the sections, each with its count. How integers, texts and items are written is
 * told in code/codec.h. A program has one image: what is read is what would be written, byte by byte.
 *
 * Loading parses, then verifies: after it every index is in range, every register is defined before it is
 * used and has the type, domain and states that its instruction's row of the opcode table asks for, tables
 * are well-formed, skips are forward and nested, and nothing can make the VM read or write outside its
 * columns. Each rejection has a diagnostic of its own (L...). The same verifier runs over every program the
 * compiler makes.
 */
#ifndef AM_CODE_IMAGE_H
#define AM_CODE_IMAGE_H

#include "base/diag.h"
#include "code/program.h"

#define AM_IMAGE_VERSION 5

/* Why a program is refused. */
typedef struct am_rejection {
    am_diag diag;     /* AM_DIAG_NONE: it is not */
    const char *part; /* "instruction", "register", "table", ...; a constant text */
    uint32_t index;   /* which of them */
} am_rejection;

/* Appends why, as `an operand is no register (instruction 12)`; nothing for AM_DIAG_NONE. */
void am_rejection_print(am_buffer *buffer, const am_rejection *rejection);

/* Appends the image of a verified program. */
void am_image_write(am_buffer *buffer, const am_program *program);

/* The program of an image, whose texts are copied into the arena. NULL: *rejection says why (its diag is
 * AM_DIAG_NONE only when the arena is exhausted). Memory is bounded by a hundred times the image's
 * length. */
const am_program *am_image_read(am_arena *arena, am_slice image, am_rejection *rejection);

/* False: *rejection says why, or has AM_DIAG_NONE when the scratch arena is exhausted. */
bool am_program_verify(const am_program *program, am_arena *scratch, am_rejection *rejection);

/* The checksum that an image carries: 64-bit FNV-1a of all that follows its first 16 bytes. */
uint64_t am_image_checksum(am_slice bytes);

/* Appends the listing: facts, registers, instructions with source lines and citations, tables, cost. */
void am_program_print(am_buffer *buffer, const am_program *program);

#endif
