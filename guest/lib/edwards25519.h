#ifndef PADDOCK_LIB_EDWARDS25519_H
#define PADDOCK_LIB_EDWARDS25519_H

#include <paddock.h>

#include "field25519.h"

/*
 * The curve -x^2 + y^2 = 1 + d x^2 y^2 over the field of p = 2^255 - 19 (edwards25519 of RFC 8032), with the formulas
 * of Hisil, Wong, Carter and Dawson (2008). They are complete: they hold for equal points, the neutral one, and all
 * others.
 *
 * A point that a formula gives is "completed": four factors, of which three products make a point that can be doubled
 * and a fourth one a point that can be added. Comments say tight and loose as in field25519.h.
 */

/** x = X/Z, y = Y/Z: enough to double. All tight. */
typedef struct {
    field X, Y, Z;
} edwards_projective;

/** ... and x y = T/Z: needed to add. All tight. */
typedef struct {
    field X, Y, Z, T;
} edwards_point;

/** x = E/G, y = H/F. All loose. */
typedef struct {
    field E, F, G, H;
} edwards_completed;

/** A point prepared for being added to others: y + x, y - x, 2 d x y (each times Z), and 2 Z. All loose. */
typedef struct {
    field sum, difference, product, Z2;
} edwards_cached;

/** The same with Z = 1: one multiplication less. */
typedef struct {
    field sum, difference, product;
} edwards_affine;

/** d = -121665/121666, and 2 d. */
static const field edwards_d = {{0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff}};
static const field edwards_2d = {{0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff}};

/** The base point B as it is encoded: y = 4/5, x even. */
static const uint8_t edwards_base[32] = {
    0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
    0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
};

static const edwards_point edwards_neutral = {
    {{0, 0, 0, 0, 0}}, {{1, 0, 0, 0, 0}}, {{1, 0, 0, 0, 0}}, {{0, 0, 0, 0, 0}}};

static inline edwards_projective edwards_to_projective(const edwards_completed *p) {
    return (edwards_projective){field_multiply(p->E, p->F), field_multiply(p->G, p->H), field_multiply(p->F, p->G)};
}

static inline edwards_point edwards_to_point(const edwards_completed *p) {
    return (edwards_point){field_multiply(p->E, p->F), field_multiply(p->G, p->H), field_multiply(p->F, p->G),
            field_multiply(p->E, p->H)};
}

static inline edwards_cached edwards_cache(const edwards_point *p) {
    return (edwards_cached){field_add(p->Y, p->X), field_subtract(p->Y, p->X), field_multiply(p->T, edwards_2d),
            field_add(p->Z, p->Z)};
}

static inline edwards_completed edwards_double(const edwards_projective *p) {
    field xx = field_square(p->X), yy = field_square(p->Y), zz = field_square(p->Z);
    field H = field_add(xx, yy);
    field G = field_subtract(xx, yy);
    field E = field_subtract(H, field_square(field_add(p->X, p->Y)));
    /* 2 zz + G: below 2^52 + 2^14 + 2^51 + 2^13 + 2^53, loose. */
    return (edwards_completed){E, field_add(field_add(zz, zz), G), G, H};
}

/* p + q, or p - q: the negative of a point has x of the other sign, which exchanges y + x and y - x. */
static inline edwards_completed edwards_combine(
        const edwards_point *p, const field *sum, const field *difference, field product, field zz, bool subtract) {
    field a = field_multiply(field_subtract(p->Y, p->X), subtract ? *sum : *difference);
    field b = field_multiply(field_add(p->Y, p->X), subtract ? *difference : *sum);
    field c = field_multiply(p->T, product);
    field less = field_subtract(zz, c), more = field_add(zz, c);
    return (edwards_completed){
        field_subtract(b, a), subtract ? more : less, subtract ? less : more, field_add(b, a)};
}

static inline edwards_completed edwards_add(const edwards_point *p, const edwards_cached *q, bool subtract) {
    return edwards_combine(p, &q->sum, &q->difference, q->product, field_multiply(p->Z, q->Z2), subtract);
}

static inline edwards_completed edwards_add_affine(const edwards_point *p, const edwards_affine *q, bool subtract) {
    return edwards_combine(p, &q->sum, &q->difference, q->product, field_add(p->Z, p->Z), subtract);
}

static inline edwards_projective edwards_as_projective(const edwards_point *p) {
    return (edwards_projective){p->X, p->Y, p->Z};
}

static inline edwards_point edwards_twice(const edwards_point *p) {
    edwards_projective projective = edwards_as_projective(p);
    edwards_completed doubled = edwards_double(&projective);
    return edwards_to_point(&doubled);
}

/** RFC 8032, 5.1.2: y, and the lowest bit of x in the topmost bit. */
static inline void edwards_encode(uint8_t bytes[32], const edwards_projective *p) {
    field inverse = field_invert(p->Z);
    field_to_bytes(bytes, field_multiply(p->Y, inverse));
    bytes[31] |= (uint8_t)(field_is_odd(field_multiply(p->X, inverse)) << 7);
}

/** RFC 8032, 5.1.3; false if the bytes encode no point, or not in the one way that they should. */
static bool edwards_decode(edwards_point *p, const uint8_t bytes[32]) {
    field y = field_from_bytes(bytes);
    bool odd = bytes[31] >> 7;

    uint8_t canonical[32];
    field_to_bytes(canonical, y);
    canonical[31] |= (uint8_t)(odd << 7);
    if (!same_bytes(canonical, bytes, 32)) {
        return false; /* y >= p */
    }

    /* x^2 = u / v with u = y^2 - 1 and v = d y^2 + 1; the candidate is u v^3 (u v^7)^((p - 5) / 8). */
    field yy = field_square(y);
    field u = field_subtract(yy, field_one);
    field v = field_add(field_multiply(yy, edwards_d), field_one);
    field v3 = field_multiply(field_square(v), v);
    field uv7 = field_multiply(field_multiply(u, v3), field_square(field_square(v)));
    field x = field_multiply(field_multiply(u, v3), field_power_root(uv7));
    field vxx = field_multiply(v, field_square(x));
    if (!field_equal(vxx, u)) {
        x = field_multiply(x, field_root_of_minus_one);
        if (!field_equal(field_negate(vxx), u)) {
            return false; /* u / v is no square */
        }
    }
    if (field_is_odd(x) != odd) {
        if (field_equal(x, field_zero)) {
            return false; /* -0 */
        }
        x = field_multiply(field_negate(x), field_one); /* tight again */
    }
    *p = (edwards_point){x, y, field_one, field_multiply(x, y)};
    return true;
}

/** A point with Z = 1, prepared. */
static inline edwards_affine edwards_prepare(const edwards_point *p) {
    edwards_cached cached = edwards_cache(p);
    return (edwards_affine){cached.sum, cached.difference, cached.product};
}

/** Traps unless the constants here satisfy what they are defined by. */
static inline void edwards_check_constants(void) {
    const field numerator = {{121665, 0, 0, 0, 0}}, denominator = {{121666, 0, 0, 0, 0}};
    PADDOCK_CHECK(field_equal(field_square(field_root_of_minus_one), field_negate(field_one)));
    PADDOCK_CHECK(field_equal(field_multiply(edwards_d, denominator), field_negate(numerator)));
    PADDOCK_CHECK(field_equal(field_add(edwards_d, edwards_d), edwards_2d));
}

#endif
