#ifndef PADDOCK_LIB_WNAF_H
#define PADDOCK_LIB_WNAF_H

#include <stdint.h>

/*
 * Scalars in signed digits: scalar = sum of digit[i] * 2^i with digits that are 0 or odd, below 2^(width - 1) in size,
 * and at least width - 1 zeros after each that is not (width-w non-adjacent form).
 */
enum { WNAF_LENGTH = 257 };

/** How many odd multiples of a point the digits ask for: 1, 3, ... 2^(width - 1) - 1. */
#define WNAF_MULTIPLES(width) (1 << ((width)-2))

static inline void wnaf_recode(int8_t digits[WNAF_LENGTH], const uint64_t scalar[4], int width) {
    const uint64_t words[6] = {scalar[0], scalar[1], scalar[2], scalar[3], 0, 0};
    for (int i = 0; i < WNAF_LENGTH; i++) {
        digits[i] = 0;
    }
    int carry = 0;
    for (int i = 0; i < WNAF_LENGTH;) {
        int at = i % 64;
        uint64_t bits = words[i / 64] >> at;
        if (((int)(bits & 1) ^ carry) == 0) {
            i++;
            continue;
        }
        if (at + width > 64) {
            bits |= words[i / 64 + 1] << (64 - at);
        }
        int digit = (int)(bits & ((1u << width) - 1)) + carry;
        carry = digit >> (width - 1);
        digits[i] = (int8_t)(digit - (carry << width));
        i += width;
    }
}

#endif
