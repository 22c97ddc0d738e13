/* base ^ exponent modulo an odd number, all of 2,048 bits. */
#include <paddock.h>

#include "../../lib/splitmix.h"
#include "../../lib/wide.h"

PADDOCK_EXPORT(void, initialize)
PADDOCK_EXPORT(uint64_t, run)
PADDOCK_STACK(16384)

enum { WORDS = 32, BITS = 64 * WORDS, WINDOW = 4, POWERS = 1 << WINDOW };

typedef struct {
    uint64_t word[WORDS]; /* least significant first */
} number;

static number modulus, base, exponent;

/* ---- Montgomery's arithmetic: a number x is held as x R mod n, R = 2^2048 ---------------------------------------- */

/** -1 / n modulo 2^64. */
static uint64_t negative_inverse(uint64_t n) {
    uint64_t inverse = n; /* right in its lowest three bits, since n n = 1 modulo 8; each step doubles them */
    for (int bits = 3; bits < 64; bits *= 2) {
        inverse *= 2 - n * inverse;
    }
    return -inverse;
}

/** to = a b / R mod n, for a, b < n; to may be either. */
static void multiply(number *to, const number *a, const number *b, const number *n, uint64_t n_inverse) {
    uint64_t t[WORDS + 1] = {0};
    for (int i = 0; i < WORDS; i++) {
        /* t = (t + a b[i] + n q) / 2^64, where q is what makes the lowest word zero; both products in one pass. */
        uint64_t by = b->word[i];
        wide low = wide_add_word(wide_multiply(a->word[0], by), t[0]);
        uint64_t q = low.low * n_inverse;
        uint64_t carry_a = low.high, carry_n = wide_add_word(wide_multiply(n->word[0], q), low.low).high;
        for (int j = 1; j < WORDS; j++) {
            wide sum = wide_add_word(wide_add_word(wide_multiply(a->word[j], by), t[j]), carry_a);
            carry_a = sum.high;
            sum = wide_add_word(wide_add_word(wide_multiply(n->word[j], q), sum.low), carry_n);
            carry_n = sum.high;
            t[j - 1] = sum.low;
        }
        wide top = wide_add_word((wide){t[WORDS], 0}, carry_a);
        top = wide_add_word(top, carry_n);
        t[WORDS - 1] = top.low;
        t[WORDS] = top.high;
    }
    /* below 2 n */
    if (t[WORDS] != 0 || !words_less(t, n->word, WORDS)) {
        words_subtract(t, n->word, WORDS);
    }
    __builtin_memcpy(to->word, t, sizeof to->word);
}

/** a = 2 a mod n */
static void double_modulo(number *a, const number *n) {
    uint64_t carry = 0;
    for (int i = 0; i < WORDS; i++) {
        uint64_t word = a->word[i];
        a->word[i] = word << 1 | carry;
        carry = word >> 63;
    }
    if (carry != 0 || !words_less(a->word, n->word, WORDS)) {
        words_subtract(a->word, n->word, WORDS);
    }
}

/** to = base ^ exponent mod n, for odd n of which the topmost bit is set, and base < n. */
static void power(number *to, const number *base, const number *exponent, const number *n) {
    uint64_t n_inverse = negative_inverse(n->word[0]);
    number one = {{1}}, r = {{0}}, r_squared;
    words_subtract(r.word, n->word, WORDS); /* R - n, which is R mod n, since n is more than half of R */
    r_squared = r;
    for (int i = 0; i < BITS; i++) {
        double_modulo(&r_squared, n);
    }

    number powers[POWERS];
    powers[0] = r;
    multiply(&powers[1], base, &r_squared, n, n_inverse);
    for (int i = 2; i < POWERS; i++) {
        multiply(&powers[i], &powers[i - 1], &powers[1], n, n_inverse);
    }
    number result = r;
    for (int bit = BITS - WINDOW; bit >= 0; bit -= WINDOW) {
        for (int i = 0; i < WINDOW; i++) {
            multiply(&result, &result, &result, n, n_inverse);
        }
        multiply(&result, &result, &powers[exponent->word[bit / 64] >> bit % 64 & (POWERS - 1)], n, n_inverse);
    }
    multiply(to, &result, &one, n, n_inverse);
}

/* ---- Exports ----------------------------------------------------------------------------------------------------- */

/** Numbers from SplitMix64(4), (5) and (6): the modulus odd and with its topmost bit set, the base without that bit. */
void initialize(void) {
    splitmix_fill(4, modulus.word, WORDS);
    splitmix_fill(5, base.word, WORDS);
    splitmix_fill(6, exponent.word, WORDS);
    modulus.word[0] |= 1;
    modulus.word[WORDS - 1] |= (uint64_t)1 << 63;
    base.word[WORDS - 1] &= ~((uint64_t)1 << 63);
}

/** The lowest word of the power. */
uint64_t run(void) {
    static const number expected = {{
        0x4dab5596a0ac10a7, 0x7da08207668c7ba1, 0x665dddfe02995dc9, 0xf50f30d661c485b8,
        0x0b7668f97429db8a, 0x909dcebf4e479bf0, 0xc111f6f3cc6e864a, 0xb713480938538990,
        0x64b15b4acad3cb30, 0x2f301b9145d1798a, 0x21b09a99012cfeca, 0xf31a7b14884b1c9b,
        0x0939dadbcef673bc, 0x683717e168cc1c84, 0xa39947110d1763e7, 0xf61a9fde3b8845c2,
        0x1ef6a53a001cd66b, 0x2c41b435c80e16f1, 0x2f001e6f39a8b74e, 0xf57ff9469a9573f0,
        0xba7ddacd551b2b72, 0x011172c767d5647e, 0x4410bdd7ff0b139d, 0x46ba9323ba0c8830,
        0x1926b6ced76e3e32, 0xc9ee49bec7ad64b1, 0xd0b2604ed36f300c, 0x671fd1807959a276,
        0xb8c87186a0363f1c, 0x47db69b1a7b70699, 0x976b87ee41173a91, 0x79472c1ddc60a4d0,
    }};
    number result;
    power(&result, &base, &exponent, &modulus);
    for (int i = 0; i < WORDS; i++) {
        PADDOCK_CHECK(result.word[i] == expected.word[i]);
    }
    return result.word[0];
}
