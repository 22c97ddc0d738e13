/*
 * The part of the C library's stdio.h that this kit has. printf, puts and putchar write through the host function
 * console_write; a program that calls none of them does not import it.
 *
 * Formats: %d %i %u %x %X %o %c %s %p %%, with the lengths hh h l ll z t j, the flags - 0 + space #, width and
 * precision, also as *. There is no floating point.
 */
#ifndef PADDOCK_STDIO_H
#define PADDOCK_STDIO_H

#include <stdarg.h>
#include <stddef.h>

int printf(const char *restrict format, ...) __attribute__((format(printf, 1, 2)));
int vprintf(const char *restrict format, va_list arguments) __attribute__((format(printf, 1, 0)));
int snprintf(char *restrict to, size_t size, const char *restrict format, ...) __attribute__((format(printf, 3, 4)));
int vsnprintf(char *restrict to, size_t size, const char *restrict format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
int puts(const char *text);
int putchar(int character);

#endif
