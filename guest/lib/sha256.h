#ifndef PADDOCK_LIB_SHA256_H
#define PADDOCK_LIB_SHA256_H

#include "bytes.h"

/* SHA-256 (FIPS 180-4). */

enum { SHA256_BLOCK = 64 };

/* The first 32 bits of the fractions of the cube roots of the first 64 primes. */
static const uint32_t sha256_k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* Word i of the message schedule, of which w holds the last 16: as it is in the block, or made from earlier ones. */
#define SHA256_FIRST(i) w[(i) % 16]
#define SHA256_NEXT(i) \
    (w[(i) % 16] += w[((i) + 9) % 16] + sha256_small0(w[((i) + 1) % 16]) + sha256_small1(w[((i) + 14) % 16]))

#define SHA256_ROUND(a, b, c, d, e, f, g, h, i, word) \
    do { \
        uint32_t t = h + (rotate_right32(e, 6) ^ rotate_right32(e, 11) ^ rotate_right32(e, 25)) \
                + (g ^ (e & (f ^ g))) + sha256_k[i] + word(i); \
        d += t; \
        h = t + (rotate_right32(a, 2) ^ rotate_right32(a, 13) ^ rotate_right32(a, 22)) \
                + ((a & b) | (c & (a | b))); \
    } while (0)

/* Eight rounds: the variables are renamed instead of moved. */
#define SHA256_ROUNDS(i, word) \
    do { \
        SHA256_ROUND(a, b, c, d, e, f, g, h, i, word); \
        SHA256_ROUND(h, a, b, c, d, e, f, g, i + 1, word); \
        SHA256_ROUND(g, h, a, b, c, d, e, f, i + 2, word); \
        SHA256_ROUND(f, g, h, a, b, c, d, e, i + 3, word); \
        SHA256_ROUND(e, f, g, h, a, b, c, d, i + 4, word); \
        SHA256_ROUND(d, e, f, g, h, a, b, c, i + 5, word); \
        SHA256_ROUND(c, d, e, f, g, h, a, b, i + 6, word); \
        SHA256_ROUND(b, c, d, e, f, g, h, a, i + 7, word); \
    } while (0)

static inline uint32_t sha256_small0(uint32_t x) {
    return rotate_right32(x, 7) ^ rotate_right32(x, 18) ^ x >> 3;
}

static inline uint32_t sha256_small1(uint32_t x) {
    return rotate_right32(x, 17) ^ rotate_right32(x, 19) ^ x >> 10;
}

static void sha256_compress(uint32_t state[8], const uint8_t *block) {
    uint32_t w[16];
    for (int i = 0; i < 16; i++) {
        w[i] = load_be32(block + 4 * i);
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    SHA256_ROUNDS(0, SHA256_FIRST);
    SHA256_ROUNDS(8, SHA256_FIRST);
    for (int i = 16; i < 64; i += 16) {
        SHA256_ROUNDS(i, SHA256_NEXT);
        SHA256_ROUNDS(i + 8, SHA256_NEXT);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

static inline void sha256(uint8_t digest[32], const void *data, size_t length) {
    /* The first 32 bits of the fractions of the square roots of the first eight primes. */
    uint32_t state[8] = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    };
    const uint8_t *input = data;
    size_t done = 0;
    for (; length - done >= SHA256_BLOCK; done += SHA256_BLOCK) {
        sha256_compress(state, input + done);
    }
    /* A one bit, zeros, and the length in bits: in this block if it has room for them, else in one more. */
    uint8_t block[2 * SHA256_BLOCK] = {0};
    size_t rest = length - done;
    for (size_t i = 0; i < rest; i++) {
        block[i] = input[done + i];
    }
    block[rest] = 0x80;
    size_t end = rest < SHA256_BLOCK - 8 ? SHA256_BLOCK : 2 * SHA256_BLOCK;
    store_be64(block + end - 8, (uint64_t)length * 8);
    for (size_t at = 0; at < end; at += SHA256_BLOCK) {
        sha256_compress(state, block + at);
    }
    for (int i = 0; i < 8; i++) {
        store_be32(digest + 4 * i, state[i]);
    }
}

#endif
