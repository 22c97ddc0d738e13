#ifndef PADDOCK_LIB_WIDE_H
#define PADDOCK_LIB_WIDE_H

#include <stdint.h>

/*
 * 128-bit numbers from 64-bit ones. Machines with a multiplication that gives both halves (x86-64: mul; RISC-V: mul and
 * mulhu) are reached through the compiler's 128-bit type. 32-bit machines lack that type, and WebAssembly would call a
 * library function for each product: there a product is put together from four of 32 bits.
 */
typedef struct {
    uint64_t low, high;
} wide;

#if defined(__SIZEOF_INT128__) && !defined(__wasm__)
static inline wide wide_multiply(uint64_t a, uint64_t b) {
    unsigned __int128 product = (unsigned __int128)a * b;
    return (wide){(uint64_t)product, (uint64_t)(product >> 64)};
}
#else
static inline wide wide_multiply(uint64_t a, uint64_t b) {
    uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
    uint64_t p00 = a0 * b0, p01 = a0 * b1, p10 = a1 * b0, p11 = a1 * b1;
    uint64_t middle = p10 + (p00 >> 32) + (uint32_t)p01; /* at most 2^64 - 1 */
    return (wide){middle << 32 | (uint32_t)p00, p11 + (middle >> 32) + (p01 >> 32)};
}
#endif

static inline wide wide_add(wide a, wide b) {
    uint64_t low = a.low + b.low;
    return (wide){low, a.high + b.high + (low < a.low)};
}

/** a + b, of which the carry out is lost: sums here stay below 2^128. */
static inline wide wide_add_word(wide a, uint64_t b) {
    uint64_t low = a.low + b;
    return (wide){low, a.high + (low < b)};
}

/** a + b * c */
static inline wide wide_add_product(wide a, uint64_t b, uint64_t c) {
    return wide_add(a, wide_multiply(b, c));
}

/* Natural numbers of several words, least significant first. */

/** to = a * b, of a_words + b_words words; to may not overlap either. */
static inline void words_multiply(uint64_t *to, const uint64_t *a, int a_words, const uint64_t *b, int b_words) {
    for (int i = 0; i < b_words; i++) {
        to[i] = 0;
    }
    for (int i = 0; i < a_words; i++) {
        uint64_t carry = 0;
        for (int j = 0; j < b_words; j++) {
            wide sum = wide_add_word(wide_add_word(wide_multiply(a[i], b[j]), to[i + j]), carry);
            to[i + j] = sum.low;
            carry = sum.high;
        }
        to[i + b_words] = carry;
    }
}

/** a -= b; gives the borrow out, 0 or 1. */
static inline uint64_t words_subtract(uint64_t *a, const uint64_t *b, int words) {
    uint64_t borrow = 0;
    for (int i = 0; i < words; i++) {
        uint64_t difference = a[i] - b[i];
        uint64_t next = (a[i] < b[i]) | (difference < borrow);
        a[i] = difference - borrow;
        borrow = next;
    }
    return borrow;
}

/** Whether a < b. */
static inline int words_less(const uint64_t *a, const uint64_t *b, int words) {
    for (int i = words - 1; i >= 0; i--) {
        if (a[i] != b[i]) {
            return a[i] < b[i];
        }
    }
    return 0;
}

#endif
