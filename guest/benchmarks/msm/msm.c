/* The sum of 256 points of edwards25519, each times a scalar of its own. */
#include <paddock.h>

#include "../../lib/edwards25519.h"
#include "../../lib/scalar25519.h"
#include "../../lib/splitmix.h"

PADDOCK_EXPORT(void, initialize)
PADDOCK_EXPORT(uint64_t, run)
PADDOCK_STACK(32768)

enum {
    POINTS = 256,
    WINDOW = 6, /* bits of a digit, which is in [-32, 31] */
    WINDOWS = 43, /* 253 bits, and room for the last carry */
    BUCKETS = 1 << (WINDOW - 1),
};

static edwards_affine points[POINTS];
static int8_t digits[WINDOWS][POINTS];

/** scalar = sum of digit[w] * 2^(6 w) */
static void recode(int point, const uint64_t scalar[4]) {
    int carry = 0;
    for (int window = 0; window < WINDOWS; window++) {
        int bit = window * WINDOW, word = bit / 64, at = bit % 64;
        uint64_t bits = word < 4 ? scalar[word] >> at : 0;
        if (at + WINDOW > 64 && word + 1 < 4) {
            bits |= scalar[word + 1] << (64 - at);
        }
        int digit = (int)(bits % (1 << WINDOW)) + carry;
        carry = digit >= BUCKETS;
        digits[window][point] = (int8_t)(digit - (carry << WINDOW));
    }
    PADDOCK_CHECK(carry == 0);
}

/**
 * Draws points and scalars from SplitMix64(3): for a point, 32 bytes until they encode one (they may lie outside the
 * group of prime order), then 64 bytes for its scalar, which are reduced modulo L.
 */
void initialize(void) {
    edwards_check_constants();
    uint64_t state = 3;
    for (int i = 0; i < POINTS; i++) {
        uint64_t words[8];
        edwards_point point;
        do {
            for (int word = 0; word < 4; word++) {
                words[word] = splitmix_next(&state);
            }
        } while (!edwards_decode(&point, (const uint8_t *)words));
        points[i] = edwards_prepare(&point);

        for (int word = 0; word < 8; word++) {
            words[word] = splitmix_next(&state);
        }
        uint64_t scalar[4];
        scalar_reduce(scalar, (const uint8_t *)words);
        recode(i, scalar);
    }
}

static void add(edwards_point *sum, const edwards_point *point) {
    edwards_cached cached = edwards_cache(point);
    edwards_completed result = edwards_add(sum, &cached, false);
    *sum = edwards_to_point(&result);
}

/** The sum of digit * point for the digits of one window: points with the same digit are added up first. */
static edwards_point window_sum(const int8_t window[POINTS]) {
    edwards_point buckets[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
        buckets[i] = edwards_neutral;
    }
    for (int i = 0; i < POINTS; i++) {
        int digit = window[i];
        if (digit != 0) {
            edwards_point *bucket = &buckets[(digit < 0 ? -digit : digit) - 1];
            edwards_completed result = edwards_add_affine(bucket, &points[i], digit < 0);
            *bucket = edwards_to_point(&result);
        }
    }
    /* 32 b32 + 31 b31 + ... + b1 = b32 + (b32 + b31) + ... + (b32 + ... + b1) */
    edwards_point running = buckets[BUCKETS - 1], sum = running;
    for (int i = BUCKETS - 2; i >= 0; i--) {
        add(&running, &buckets[i]);
        add(&sum, &running);
    }
    return sum;
}

/** The first eight bytes of the sum's encoding, by Pippenger's method. */
uint64_t run(void) {
    static const uint8_t expected[32] = {
        0x8f, 0x5d, 0x1d, 0xcf, 0xf5, 0xf6, 0x42, 0xde, 0x2d, 0xd4, 0xef, 0x83, 0x25, 0x6d, 0xab, 0xb9,
        0x61, 0x62, 0x14, 0xc4, 0x9d, 0xd9, 0x90, 0xb4, 0x85, 0x5e, 0xa8, 0x8f, 0xe3, 0x94, 0x3f, 0x05,
    };
    edwards_point sum = window_sum(digits[WINDOWS - 1]);
    for (int window = WINDOWS - 2; window >= 0; window--) {
        edwards_projective shifted = edwards_as_projective(&sum);
        edwards_completed doubled = edwards_double(&shifted);
        for (int i = 1; i < WINDOW; i++) {
            shifted = edwards_to_projective(&doubled);
            doubled = edwards_double(&shifted);
        }
        sum = edwards_to_point(&doubled);
        edwards_point addend = window_sum(digits[window]);
        add(&sum, &addend);
    }
    uint8_t encoded[32];
    edwards_projective result = edwards_as_projective(&sum);
    edwards_encode(encoded, &result);
    PADDOCK_CHECK(same_bytes(encoded, expected, 32));
    return load_le64(encoded);
}
