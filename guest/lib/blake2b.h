#ifndef PADDOCK_LIB_BLAKE2B_H
#define PADDOCK_LIB_BLAKE2B_H

#include "bytes.h"

/* BLAKE2b without a key and with 32 bytes of output (RFC 7693). */

enum { BLAKE2B_BLOCK = 128 };

/* The first 64 bits of the fractions of the square roots of the first eight primes (as in SHA-512). */
static const uint64_t blake2b_iv[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};

#define BLAKE2B_MIX(a, b, c, d, x, y) \
    do { \
        a += b + (x); \
        d = rotate_right64(d ^ a, 32); \
        c += d; \
        b = rotate_right64(b ^ c, 24); \
        a += b + (y); \
        d = rotate_right64(d ^ a, 16); \
        c += d; \
        b = rotate_right64(b ^ c, 63); \
    } while (0)

/* A round with its row of the message permutation written out: each index is a constant, so nothing is looked up. */
#define BLAKE2B_ROUND(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15) \
    do { \
        BLAKE2B_MIX(v0, v4, v8, v12, m[s0], m[s1]); \
        BLAKE2B_MIX(v1, v5, v9, v13, m[s2], m[s3]); \
        BLAKE2B_MIX(v2, v6, v10, v14, m[s4], m[s5]); \
        BLAKE2B_MIX(v3, v7, v11, v15, m[s6], m[s7]); \
        BLAKE2B_MIX(v0, v5, v10, v15, m[s8], m[s9]); \
        BLAKE2B_MIX(v1, v6, v11, v12, m[s10], m[s11]); \
        BLAKE2B_MIX(v2, v7, v8, v13, m[s12], m[s13]); \
        BLAKE2B_MIX(v3, v4, v9, v14, m[s14], m[s15]); \
    } while (0)

/** Takes in one block; {@code total} is the number of bytes hashed with it, padding not counted. */
static void blake2b_compress(uint64_t h[8], const uint8_t *block, uint64_t total, bool last) {
    uint64_t m[16];
    for (int i = 0; i < 16; i++) {
        m[i] = load_le64(block + 8 * i);
    }
    uint64_t v0 = h[0], v1 = h[1], v2 = h[2], v3 = h[3], v4 = h[4], v5 = h[5], v6 = h[6], v7 = h[7];
    uint64_t v8 = blake2b_iv[0], v9 = blake2b_iv[1], v10 = blake2b_iv[2], v11 = blake2b_iv[3];
    uint64_t v12 = blake2b_iv[4] ^ total, v13 = blake2b_iv[5]; /* the upper half of the counter stays 0 */
    uint64_t v14 = last ? ~blake2b_iv[6] : blake2b_iv[6], v15 = blake2b_iv[7];

    BLAKE2B_ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    BLAKE2B_ROUND(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);
    BLAKE2B_ROUND(11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4);
    BLAKE2B_ROUND(7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8);
    BLAKE2B_ROUND(9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13);
    BLAKE2B_ROUND(2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9);
    BLAKE2B_ROUND(12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11);
    BLAKE2B_ROUND(13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10);
    BLAKE2B_ROUND(6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5);
    BLAKE2B_ROUND(10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0);
    BLAKE2B_ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    BLAKE2B_ROUND(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);

    h[0] ^= v0 ^ v8;
    h[1] ^= v1 ^ v9;
    h[2] ^= v2 ^ v10;
    h[3] ^= v3 ^ v11;
    h[4] ^= v4 ^ v12;
    h[5] ^= v5 ^ v13;
    h[6] ^= v6 ^ v14;
    h[7] ^= v7 ^ v15;
}

static inline void blake2b_256(uint8_t digest[32], const void *data, size_t length) {
    uint64_t h[8];
    for (int i = 0; i < 8; i++) {
        h[i] = blake2b_iv[i];
    }
    h[0] ^= 0x01010000 ^ 32; /* the parameter block: fan-out and depth 1, no key, 32 bytes of output */

    const uint8_t *input = data;
    uint64_t total = 0;
    /* The last block is one with something in it, if there is anything at all: hence > and not >=. */
    while (length - total > BLAKE2B_BLOCK) {
        total += BLAKE2B_BLOCK;
        blake2b_compress(h, input + total - BLAKE2B_BLOCK, total, false);
    }
    uint8_t block[BLAKE2B_BLOCK] = {0};
    for (size_t i = 0; total + i < length; i++) {
        block[i] = input[total + i];
    }
    blake2b_compress(h, block, length, true);

    for (int i = 0; i < 4; i++) {
        store_le64(digest + 8 * i, h[i]);
    }
}

#endif
