#ifndef PADDOCK_LIB_SHA512_H
#define PADDOCK_LIB_SHA512_H

#include "bytes.h"

/* SHA-512 (FIPS 180-4), in pieces: Ed25519 hashes a signature's point, a key and a message one after the other. */

enum { SHA512_BLOCK = 128 };

typedef struct {
    uint64_t state[8];
    uint64_t length; /* bytes so far; those of the last, incomplete block are kept */
    uint8_t block[SHA512_BLOCK];
} sha512_context;

/* The first 64 bits of the fractions of the cube roots of the first 80 primes. */
static const uint64_t sha512_k[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

/* Word i of the message schedule, of which w holds the last 16: as it is in the block, or made from earlier ones. */
#define SHA512_FIRST(i) w[(i) % 16]
#define SHA512_NEXT(i) \
    (w[(i) % 16] += w[((i) + 9) % 16] + sha512_small0(w[((i) + 1) % 16]) + sha512_small1(w[((i) + 14) % 16]))

#define SHA512_ROUND(a, b, c, d, e, f, g, h, i, word) \
    do { \
        uint64_t t = h + (rotate_right64(e, 14) ^ rotate_right64(e, 18) ^ rotate_right64(e, 41)) \
                + (g ^ (e & (f ^ g))) + sha512_k[i] + word(i); \
        d += t; \
        h = t + (rotate_right64(a, 28) ^ rotate_right64(a, 34) ^ rotate_right64(a, 39)) \
                + ((a & b) | (c & (a | b))); \
    } while (0)

/* Eight rounds: the variables are renamed instead of moved. */
#define SHA512_ROUNDS(i, word) \
    do { \
        SHA512_ROUND(a, b, c, d, e, f, g, h, i, word); \
        SHA512_ROUND(h, a, b, c, d, e, f, g, i + 1, word); \
        SHA512_ROUND(g, h, a, b, c, d, e, f, i + 2, word); \
        SHA512_ROUND(f, g, h, a, b, c, d, e, i + 3, word); \
        SHA512_ROUND(e, f, g, h, a, b, c, d, i + 4, word); \
        SHA512_ROUND(d, e, f, g, h, a, b, c, i + 5, word); \
        SHA512_ROUND(c, d, e, f, g, h, a, b, i + 6, word); \
        SHA512_ROUND(b, c, d, e, f, g, h, a, i + 7, word); \
    } while (0)

static inline uint64_t sha512_small0(uint64_t x) {
    return rotate_right64(x, 1) ^ rotate_right64(x, 8) ^ x >> 7;
}

static inline uint64_t sha512_small1(uint64_t x) {
    return rotate_right64(x, 19) ^ rotate_right64(x, 61) ^ x >> 6;
}

static void sha512_compress(uint64_t state[8], const uint8_t *block) {
    uint64_t w[16];
    for (int i = 0; i < 16; i++) {
        w[i] = load_be64(block + 8 * i);
    }
    uint64_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint64_t e = state[4], f = state[5], g = state[6], h = state[7];
    SHA512_ROUNDS(0, SHA512_FIRST);
    SHA512_ROUNDS(8, SHA512_FIRST);
    for (int i = 16; i < 80; i += 16) {
        SHA512_ROUNDS(i, SHA512_NEXT);
        SHA512_ROUNDS(i + 8, SHA512_NEXT);
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

static inline void sha512_begin(sha512_context *context) {
    /* The first 64 bits of the fractions of the square roots of the first eight primes. */
    static const uint64_t initial[8] = {
        0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
        0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
    };
    for (int i = 0; i < 8; i++) {
        context->state[i] = initial[i];
    }
    context->length = 0;
}

static inline void sha512_add(sha512_context *context, const uint8_t *data, size_t length) {
    for (size_t i = 0; i < length; i++) {
        context->block[context->length++ % SHA512_BLOCK] = data[i];
        if (context->length % SHA512_BLOCK == 0) {
            sha512_compress(context->state, context->block);
        }
    }
}

static inline void sha512_end(sha512_context *context, uint8_t digest[64]) {
    static const uint8_t padding[SHA512_BLOCK] = {0x80};
    uint8_t length[16] = {0};
    store_be64(length + 8, context->length * 8);
    /* Up to 16 bytes before the end of a block, where the length in bits goes. */
    size_t filled = context->length % SHA512_BLOCK;
    sha512_add(context, padding, (filled < SHA512_BLOCK - 16 ? SHA512_BLOCK : 2 * SHA512_BLOCK) - 16 - filled);
    sha512_add(context, length, sizeof length);
    for (int i = 0; i < 8; i++) {
        store_be64(digest + 8 * i, context->state[i]);
    }
}

#endif
