#ifndef PADDOCK_LIB_SCALAR25519_H
#define PADDOCK_LIB_SCALAR25519_H

#include "bytes.h"
#include "wide.h"

/* Integers modulo L = 2^252 + 27742317777372353535851937790883648493, the order of the base point of edwards25519. */
static const uint64_t scalar_order[4] = {0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000};

/** Little-endian bytes, as words; false if the number is L or more. */
static inline bool scalar_decode(uint64_t scalar[4], const uint8_t bytes[32]) {
    for (int i = 0; i < 4; i++) {
        scalar[i] = load_le64(bytes + 8 * i);
    }
    return words_less(scalar, scalar_order, 4);
}

/** 64 little-endian bytes modulo L, by Barrett's reduction with words of 64 bits. */
static inline void scalar_reduce(uint64_t scalar[4], const uint8_t bytes[64]) {
    /* floor(2^512 / L) */
    static const uint64_t reciprocal[5] = {
        0xed9ce5a30a2c131b, 0x2106215d086329a7, 0xffffffffffffffeb, 0xffffffffffffffff, 0xf};
    uint64_t number[8], product[10], multiple[9];
    for (int i = 0; i < 8; i++) {
        number[i] = load_le64(bytes + 8 * i);
    }
    /* The quotient is at most 2 too small. What remains fits into five words, so the others need not be computed. */
    words_multiply(product, number + 3, 5, reciprocal, 5);
    words_multiply(multiple, product + 5, 5, scalar_order, 4);
    words_subtract(number, multiple, 5);
    const uint64_t order[5] = {scalar_order[0], scalar_order[1], scalar_order[2], scalar_order[3], 0};
    while (!words_less(number, order, 5)) {
        words_subtract(number, order, 5);
    }
    for (int i = 0; i < 4; i++) {
        scalar[i] = number[i];
    }
}

#endif
