/* memset, memcpy and memmove of blocks from a few bytes to a mebibyte, at all alignments. */
#include <paddock.h>
#include <string.h>

PADDOCK_EXPORT(void, initialize)
PADDOCK_EXPORT(uint64_t, run)

#define SIZE (1 << 20)

static uint8_t from[SIZE + 64], to[SIZE + 64];

void initialize(void) {
    for (uint32_t i = 0; i < sizeof from; i++) {
        from[i] = (uint8_t)(i * 167 + (i >> 8));
    }
}

static uint64_t mix(uint64_t sum, uint64_t value) {
    return (sum ^ value) * UINT64_C(0x100000001b3);
}

/* Hides from the compiler what is known about a length, so that it calls the function. */
static size_t opaque(size_t length) {
    __asm__ volatile("" : "+r"(length));
    return length;
}

static uint64_t small(uint64_t sum) {
    for (size_t i = 0; i < 4000; i++) {
        size_t length = opaque(i % 61);
        memcpy(to + i % 7, from + i, length);
        memset(to + i % 11 + length, (int)i, opaque(i % 23));
        sum = mix(sum, to[i % 80]);
    }
    return sum;
}

static uint64_t large(uint64_t sum) {
    for (size_t i = 0; i < 4; i++) {
        memset(to, (int)(i + sum), opaque(SIZE));
        memcpy(to + i, from + 3 * i, opaque(SIZE / 2));
        memmove(to + 5, to, opaque(SIZE / 4));
        memmove(to, to + 3, opaque(SIZE / 4));
        sum = mix(sum, to[i] + ((uint64_t)to[SIZE / 3] << 8) + ((uint64_t)to[SIZE - 1] << 16));
        sum = mix(sum, (uint64_t)memcmp(to + 5, from + 5, opaque(SIZE / 4)) >> 63);
    }
    return sum;
}

uint64_t run(void) {
    memset(to, 0, sizeof to);
    return large(small(0));
}
