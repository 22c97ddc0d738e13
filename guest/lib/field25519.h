#ifndef PADDOCK_LIB_FIELD25519_H
#define PADDOCK_LIB_FIELD25519_H

#include "bytes.h"
#include "wide.h"

/*
 * The field of integers modulo p = 2^255 - 19, for public data only: times depend on the numbers.
 *
 * An element is the sum of limb[i] * 2^(51 i). Limbs may exceed 51 bits, which saves carries:
 *   tight:  below 2^51 + 2^13   what multiplications give
 *   loose:  below 2^54          what multiplications take
 * A sum of two tight elements is below 2^53, and a difference of such elements is still loose (field_subtract).
 */
typedef struct {
    uint64_t limb[5];
} field;

#define FIELD_LIMB_MASK (((uint64_t)1 << 51) - 1)

static const field field_zero = {{0, 0, 0, 0, 0}};
static const field field_one = {{1, 0, 0, 0, 0}};

/** 2^((p-1)/4), a square root of -1. */
static const field field_root_of_minus_one = {
    {0x61b274a0ea0b0, 0x0d5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d}};

static inline field field_add(field a, field b) {
    field sum;
    for (int i = 0; i < 5; i++) {
        sum.limb[i] = a.limb[i] + b.limb[i];
    }
    return sum;
}

/** a + 4p - b: neither limb may exceed a sum of two tight ones, which is less than those of 4p. */
static inline field field_subtract(field a, field b) {
    field difference;
    difference.limb[0] = a.limb[0] + 4 * (FIELD_LIMB_MASK - 18) - b.limb[0];
    for (int i = 1; i < 5; i++) {
        difference.limb[i] = a.limb[i] + 4 * FIELD_LIMB_MASK - b.limb[i];
    }
    return difference;
}

static inline field field_negate(field a) {
    return field_subtract(field_zero, a);
}

/** The low 51 bits of a column and, by way of *carry, the rest, which belongs to the next one. */
static inline uint64_t field_split(wide column, uint64_t *carry) {
    *carry = column.high << 13 | column.low >> 51;
    return column.low & FIELD_LIMB_MASK;
}

/* Columns of five products of loose limbs, four of them times 19, are below 2^115: their carries fit into a word. */
static inline field field_carry(wide c0, wide c1, wide c2, wide c3, wide c4) {
    field result;
    uint64_t carry;
    result.limb[0] = field_split(c0, &carry);
    result.limb[1] = field_split(wide_add_word(c1, carry), &carry);
    result.limb[2] = field_split(wide_add_word(c2, carry), &carry);
    result.limb[3] = field_split(wide_add_word(c3, carry), &carry);
    result.limb[4] = field_split(wide_add_word(c4, carry), &carry);
    /* 2^255 = 19. The last column has no product times 19, so this carry is below 2^60. */
    result.limb[0] += carry * 19;
    result.limb[1] += result.limb[0] >> 51;
    result.limb[0] &= FIELD_LIMB_MASK;
    return result;
}

static field field_multiply(field a, field b) {
    uint64_t a0 = a.limb[0], a1 = a.limb[1], a2 = a.limb[2], a3 = a.limb[3], a4 = a.limb[4];
    uint64_t b0 = b.limb[0], b1 = b.limb[1], b2 = b.limb[2], b3 = b.limb[3], b4 = b.limb[4];
    uint64_t b1_19 = b1 * 19, b2_19 = b2 * 19, b3_19 = b3 * 19, b4_19 = b4 * 19;

    wide c0 = wide_multiply(a0, b0);
    c0 = wide_add_product(c0, a1, b4_19);
    c0 = wide_add_product(c0, a2, b3_19);
    c0 = wide_add_product(c0, a3, b2_19);
    c0 = wide_add_product(c0, a4, b1_19);

    wide c1 = wide_multiply(a0, b1);
    c1 = wide_add_product(c1, a1, b0);
    c1 = wide_add_product(c1, a2, b4_19);
    c1 = wide_add_product(c1, a3, b3_19);
    c1 = wide_add_product(c1, a4, b2_19);

    wide c2 = wide_multiply(a0, b2);
    c2 = wide_add_product(c2, a1, b1);
    c2 = wide_add_product(c2, a2, b0);
    c2 = wide_add_product(c2, a3, b4_19);
    c2 = wide_add_product(c2, a4, b3_19);

    wide c3 = wide_multiply(a0, b3);
    c3 = wide_add_product(c3, a1, b2);
    c3 = wide_add_product(c3, a2, b1);
    c3 = wide_add_product(c3, a3, b0);
    c3 = wide_add_product(c3, a4, b4_19);

    wide c4 = wide_multiply(a0, b4);
    c4 = wide_add_product(c4, a1, b3);
    c4 = wide_add_product(c4, a2, b2);
    c4 = wide_add_product(c4, a3, b1);
    c4 = wide_add_product(c4, a4, b0);

    return field_carry(c0, c1, c2, c3, c4);
}

static field field_square(field a) {
    uint64_t a0 = a.limb[0], a1 = a.limb[1], a2 = a.limb[2], a3 = a.limb[3], a4 = a.limb[4];
    uint64_t a0_2 = a0 * 2, a1_2 = a1 * 2, a3_19 = a3 * 19, a4_19 = a4 * 19;

    wide c0 = wide_multiply(a0, a0);
    c0 = wide_add_product(c0, a1_2, a4_19);
    c0 = wide_add_product(c0, a2 * 2, a3_19);

    wide c1 = wide_multiply(a0_2, a1);
    c1 = wide_add_product(c1, a2 * 2, a4_19);
    c1 = wide_add_product(c1, a3, a3_19);

    wide c2 = wide_multiply(a0_2, a2);
    c2 = wide_add_product(c2, a1, a1);
    c2 = wide_add_product(c2, a3 * 2, a4_19);

    wide c3 = wide_multiply(a0_2, a3);
    c3 = wide_add_product(c3, a1_2, a2);
    c3 = wide_add_product(c3, a4, a4_19);

    wide c4 = wide_multiply(a0_2, a4);
    c4 = wide_add_product(c4, a1_2, a3);
    c4 = wide_add_product(c4, a2, a2);

    return field_carry(c0, c1, c2, c3, c4);
}

/** a^(2^times) */
static field field_square_times(field a, int times) {
    while (times-- > 0) {
        a = field_square(a);
    }
    return a;
}

/** a^(2^250 - 1), and by way of *eleventh a^11: what both powers below begin with. */
static field field_power_250(field a, field *eleventh) {
    field a2 = field_square(a);
    field a9 = field_multiply(field_square_times(a2, 2), a);
    *eleventh = field_multiply(a9, a2);
    field ones5 = field_multiply(field_square(*eleventh), a9);
    field ones10 = field_multiply(field_square_times(ones5, 5), ones5);
    field ones20 = field_multiply(field_square_times(ones10, 10), ones10);
    field ones40 = field_multiply(field_square_times(ones20, 20), ones20);
    field ones50 = field_multiply(field_square_times(ones40, 10), ones10);
    field ones100 = field_multiply(field_square_times(ones50, 50), ones50);
    field ones200 = field_multiply(field_square_times(ones100, 100), ones100);
    return field_multiply(field_square_times(ones200, 50), ones50);
}

/** 1 / a = a^(p - 2), p - 2 = 2^255 - 21; 0 for 0. */
static inline field field_invert(field a) {
    field eleventh;
    field ones250 = field_power_250(a, &eleventh);
    return field_multiply(field_square_times(ones250, 5), eleventh);
}

/** a^((p - 5) / 8), (p - 5) / 8 = 2^252 - 3: the heart of a square root. */
static inline field field_power_root(field a) {
    field unused;
    return field_multiply(field_square_times(field_power_250(a, &unused), 2), a);
}

/** The number that 32 little-endian bytes hold, the topmost bit left out. */
static inline field field_from_bytes(const uint8_t bytes[32]) {
    uint64_t w0 = load_le64(bytes), w1 = load_le64(bytes + 8), w2 = load_le64(bytes + 16), w3 = load_le64(bytes + 24);
    return (field){{
        w0 & FIELD_LIMB_MASK,
        (w0 >> 51 | w1 << 13) & FIELD_LIMB_MASK,
        (w1 >> 38 | w2 << 26) & FIELD_LIMB_MASK,
        (w2 >> 25 | w3 << 39) & FIELD_LIMB_MASK,
        w3 >> 12 & FIELD_LIMB_MASK,
    }};
}

/** The number in [0, p) as 32 little-endian bytes. */
static inline void field_to_bytes(uint8_t bytes[32], field a) {
    for (int pass = 0; pass < 2; pass++) {
        uint64_t carry = 0;
        for (int i = 0; i < 5; i++) {
            uint64_t limb = a.limb[i] + carry;
            a.limb[i] = limb & FIELD_LIMB_MASK;
            carry = limb >> 51;
        }
        a.limb[0] += carry * 19;
    }
    /* Now below 2^255 + 19: it is p or more exactly if adding 19 reaches 2^255, and then p is to be taken off. */
    uint64_t quotient = 19;
    for (int i = 0; i < 5; i++) {
        quotient = (a.limb[i] + quotient) >> 51;
    }
    uint64_t carry = quotient * 19;
    for (int i = 0; i < 5; i++) {
        uint64_t limb = a.limb[i] + carry;
        a.limb[i] = limb & FIELD_LIMB_MASK;
        carry = limb >> 51;
    }
    store_le64(bytes, a.limb[0] | a.limb[1] << 51);
    store_le64(bytes + 8, a.limb[1] >> 13 | a.limb[2] << 38);
    store_le64(bytes + 16, a.limb[2] >> 26 | a.limb[3] << 25);
    store_le64(bytes + 24, a.limb[3] >> 39 | a.limb[4] << 12);
}

static inline bool field_equal(field a, field b) {
    uint8_t a_bytes[32], b_bytes[32];
    field_to_bytes(a_bytes, a);
    field_to_bytes(b_bytes, b);
    return same_bytes(a_bytes, b_bytes, 32);
}

/** Whether the number in [0, p) is odd: the sign that encodings of points carry. */
static inline bool field_is_odd(field a) {
    uint8_t bytes[32];
    field_to_bytes(bytes, a);
    return bytes[0] & 1;
}

#endif
