/*
 * Stops in functions that are inlined: what debug information has to tell apart. build.sh makes the other files of it.
 */
#include "where.h"

static inline __attribute__((always_inline)) void check(u64 index, u64 length) {
    if (index >= length) {
        __builtin_trap();
    }
}

static inline __attribute__((always_inline)) u64 element(const u32 *numbers, u64 index, u64 length) {
    check(index, length);
    return numbers[index];
}

static u32 squares[8] = {0, 1, 4, 9, 16, 25, 36, 49};

/* A panic two functions deep, which are both inlined. */
u64 square(u64 index) {
    return element(squares, index, 8) + 1;
}
EXPORT(square, 1);

/* A function of another file, which is not inlined, and reads where it is told to. */
u64 peek(u64 address) {
    u64 value = twice((const u64 *)address);
    squares[0] = (u32)value;
    return value;
}
EXPORT(peek, 1);
