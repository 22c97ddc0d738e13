/* The part of the C library's stdlib.h that this kit has. */
#ifndef PADDOCK_STDLIB_H
#define PADDOCK_STDLIB_H

#include <stddef.h>

/* Blocks are aligned to 16 bytes. NULL when the host gives no more memory. */
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *block, size_t size);
void free(void *block);

/* Ends the call: the host sees a panic. */
__attribute__((noreturn)) void abort(void);

#endif
