/*
 * What the runtime offers, each function in use: strings, formatted output, the heap, 128-bit arithmetic, assertions. As
 * native code the same calls go to the C library, so that the two are compared.
 */
#include <assert.h>
#include <paddock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

PADDOCK_EXPORT(uint64_t, strings, uint64_t)
PADDOCK_EXPORT(uint64_t, formats)
PADDOCK_EXPORT(uint64_t, heap, uint64_t)
PADDOCK_EXPORT(uint64_t, wide, uint64_t, uint64_t)
PADDOCK_EXPORT(uint64_t, check, uint64_t)

static uint64_t mix(uint64_t sum, uint64_t value) {
    return (sum ^ value) * UINT64_C(0x100000001b3);
}

static uint64_t hash(uint64_t sum, const void *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        sum = mix(sum, ((const uint8_t *)bytes)[i]);
    }
    return sum;
}

static uint64_t sign(int value) {
    return value < 0 ? 2 : value > 0;
}

static uint64_t place(const char *text, const char *found) {
    return found == NULL ? 1000 : (uint64_t)(found - text);
}

/* Copies, moves, fills and compares with every length and overlap up to some dozens of bytes. */
static uint64_t memory(uint64_t sum) {
    char a[200], b[200];
    for (size_t length = 0; length < 70; length++) {
        for (size_t shift = 0; shift < 9; shift++) {
            for (size_t i = 0; i < sizeof a; i++) {
                a[i] = (char)(i * 7 + length);
            }
            memset(b, (int)(length + 300), sizeof b);
            memcpy(b + shift, a + 2 * shift, length);
            memmove(a + shift, a, length);
            memmove(a + 100, a + 100 + shift, length);
            sum = hash(hash(sum, a, sizeof a), b, sizeof b);
            sum = mix(sum, sign(memcmp(a + shift, b + 3, length)));
            sum = mix(sum, place(a, memchr(a, (int)(3 * length), sizeof a)));
        }
    }
    return sum;
}

/* The same with lengths for which addresses are aligned first. */
static uint64_t long_memory(uint64_t sum) {
    static char a[700];
    for (size_t length = 250; length < 270; length++) {
        for (size_t shift = 0; shift < 10; shift++) {
            for (size_t i = 0; i < sizeof a; i++) {
                a[i] = (char)(i * 7 + (i >> 8) + length);
            }
            memmove(a + 9, a + 9 - shift, length);
            memmove(a + 9 + shift, a + 20, length);
            memmove(a + shift + 11, a + shift, length);
            memcpy(a + 420 + shift, a + 2 * shift, length);
            memset(a + 320 + shift, (int)shift, length);
            sum = hash(sum, a, sizeof a);
            sum = mix(sum, sign(memcmp(a, a + 320, length)));
        }
    }
    return sum;
}

uint64_t strings(uint64_t seed) {
    uint64_t sum = long_memory(memory(seed));
    static const char *const words[] = {"", "a", "guest", "guests", "host", "\xff", "a longer text than the others, for words of eight"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char text[120] = "<";
        strcat(strcpy(text + 1, words[i]), words[(i + 1) % 7]);
        sum = hash(mix(sum, strlen(text)), text, sizeof text);
        for (size_t j = 0; j < sizeof words / sizeof words[0]; j++) {
            sum = mix(sum, sign(strcmp(words[i], words[j])));
            sum = mix(sum, sign(strncmp(words[i], words[j], 3)));
            sum = mix(sum, place(text, strstr(text, words[j])));
        }
        sum = mix(sum, place(text, strchr(text, 's')) + (place(text, strrchr(text, 's')) << 16));
        sum = mix(sum, strnlen(text, 4));
        strncpy(text, words[i], 20);
        sum = hash(sum, text, sizeof text);
    }
    return sum;
}

uint64_t formats(void) {
    uint64_t written = 0;
    written += (uint64_t)printf("%d|%5d|%-5d|%05d|%+d|% d|%.3d|%8.3d|%d\n", 42, 42, 42, 42, 42, 42, 42, -42, -2147483647 - 1);
    written += (uint64_t)printf("%u|%x|%X|%#x|%o|%#o|%#x|%.0d|\n", 4294967295u, 0xbeefu, 0xbeefu, 0xbeefu, 8u, 8u, 0u, 0);
    written += (uint64_t)printf("%hhd|%hhu|%hd|%lld|%llu|%zu|%jd\n", (signed char)200, (unsigned char)200, (short)40000,
        -9223372036854775807ll - 1, 18446744073709551615ull, sizeof(uint32_t), (intmax_t)-5);
    written += (uint64_t)printf("%s|%10s|%-10s|%.2s|%*s|%-*s|%c|%%\n", "pvm", "pvm", "pvm", "pvm", 6, "pvm", 6, "pvm", 'c');
    /* Longer than any buffer in between. */
    for (int i = 0; i < 3; i++) {
        written += (uint64_t)printf("%0200d%-100s.\n", i, "padded");
    }
    char small[8];
    int needed = snprintf(small, sizeof small, "%d and more", 12345);
    written += (uint64_t)printf("%s %d\n", small, needed);
    written += (uint64_t)puts("done") > 0;
    putchar('!');
    putchar('\n');
    return written;
}

/* Blocks of many sizes, grown, filled and given back in another order; none may touch another. */
uint64_t heap(uint64_t rounds) {
    enum { BLOCKS = 50 };
    static uint8_t *blocks[BLOCKS];
    static size_t sizes[BLOCKS];
    uint64_t sum = 0, random = 1;
    for (uint64_t i = 0; i < rounds; i++) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
        size_t at = (random >> 33) % BLOCKS;
        size_t size = (random >> 40) % 3000;
        uint8_t *block = blocks[at];
        for (size_t b = 0; b < sizes[at]; b++) {
            PADDOCK_CHECK(block[b] == (uint8_t)at);
        }
        if (random >> 62 == 0) {
            free(block);
            blocks[at] = NULL;
            sizes[at] = 0;
            continue;
        }
        block = block == NULL ? calloc(size, 1) : realloc(block, size);
        PADDOCK_CHECK(size == 0 || (block != NULL && (uintptr_t)block % 16 == 0));
        for (size_t b = 0; b < size; b++) {
            PADDOCK_CHECK(b >= sizes[at] ? blocks[at] != NULL || block[b] == 0 : block[b] == (uint8_t)at);
        }
        memset(block, (int)at, size);
        blocks[at] = block;
        sizes[at] = size;
        sum = mix(sum, size);
    }
    for (size_t at = 0; at < BLOCKS; at++) {
        free(blocks[at]);
        blocks[at] = NULL;
        sizes[at] = 0;
    }
    void *none = malloc(SIZE_MAX / 2);
    return mix(sum, none == NULL);
}

#if defined(__SIZEOF_INT128__)
uint64_t wide(uint64_t a, uint64_t b) {
    unsigned __int128 u = (unsigned __int128)a << 64 | b, v = (unsigned __int128)b << (a % 64) | a | 1;
    __int128 s = (__int128)u, t = -(__int128)v / 3 - 1;
    unsigned __int128 all = u * v ^ u / v ^ u % v ^ (unsigned __int128)(s / t) ^ (unsigned __int128)(s % t);
    all ^= u >> (b % 128) ^ u << (a % 128) ^ (unsigned __int128)(s >> (a % 128)) ^ (unsigned __int128)s * (unsigned __int128)t;
    return mix((uint64_t)all, (uint64_t)(all >> 64));
}
#else
/* rv32 has no such numbers: 64-bit ones, of two registers, instead. */
uint64_t wide(uint64_t a, uint64_t b) {
    int64_t s = (int64_t)a, t = (int64_t)(b | 1);
    uint64_t all = a / (b | 1) ^ a % (b | 1) ^ (uint64_t)(s / t) ^ (uint64_t)(s % t);
    return mix(all, a >> b % 64 ^ a << b % 64 ^ a * b);
}
#endif

uint64_t check(uint64_t number) {
    assert(number < 10);
    return number;
}
