/* What clang makes of C: each way of referring to code and data. CompiledGuestTest says what each function gives. */
#include <paddock.h>

PADDOCK_IMPORT(uint64_t, third, uint64_t, uint64_t)
PADDOCK_EXPORT(uint64_t, crc, uint64_t)
PADDOCK_EXPORT(uint64_t, choose, uint32_t, uint32_t)
PADDOCK_EXPORT(uint64_t, by_pointer, uint32_t, uint32_t)
PADDOCK_EXPORT(uint64_t, count_up, uint32_t)
PADDOCK_EXPORT(uint64_t, words, uint32_t)
PADDOCK_EXPORT(uint64_t, ask, uint32_t)
PADDOCK_EXPORT(uint64_t, fill, uint32_t, uint32_t)
PADDOCK_EXPORT(uint64_t, signs, int32_t, int32_t)
PADDOCK_EXPORT(uint64_t, checked, uint32_t)

/* Not hidden: reached through the global offset table. */
__attribute__((visibility("default"))) uint32_t counter = 40;
static uint32_t crc_table[256];
static const char *const names[] = {"zero", "one", "two", "three"};

uint64_t crc(uint64_t seed) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++) {
            c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1;
        }
        crc_table[i] = c;
    }
    uint32_t crc = 0xffffffffu;
    for (int i = 0; i < 8; i++) {
        crc = crc_table[(crc ^ (uint8_t)(seed >> 8 * i)) & 0xff] ^ crc >> 8;
    }
    return crc ^ 0xffffffffu;
}

__attribute__((noinline)) uint64_t choose(uint32_t which, uint32_t x) {
    switch (which) {
    case 0: return x + 1;
    case 1: return x * x;
    case 2: return x ^ 0x55aa;
    case 3: return x << 3;
    case 4: counter += x; return counter;
    case 5: return x % 7;
    case 6: return ~x;
    case 7: return x / 3;
    default: return 99;
    }
}

static uint64_t twice(uint32_t x) { return 2 * (uint64_t)x; }
static uint64_t square(uint32_t x) { return (uint64_t)x * x; }
static uint64_t negative(uint32_t x) { return -(uint64_t)x; }
static uint64_t (*volatile const functions[])(uint32_t) = {twice, square, negative};

uint64_t by_pointer(uint32_t which, uint32_t x) {
    return functions[which % 3](x) + 1;
}

uint64_t count_up(uint32_t by) {
    return __atomic_fetch_add(&counter, by, __ATOMIC_SEQ_CST) + __atomic_load_n(&counter, __ATOMIC_SEQ_CST);
}

uint64_t words(uint32_t which) {
    const char *s = names[which & 3];
    uint64_t hash = 7;
    while (*s != 0) {
        hash = hash * 31 + (uint8_t)*s++;
    }
    return hash;
}

uint64_t ask(uint32_t times) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < times; i++) {
        sum += third(i, sum & 0xff) & 0xffff;
    }
    return sum;
}

uint64_t fill(uint32_t byte, uint32_t count) {
    static uint8_t room[300];
    for (uint32_t i = 0; i < sizeof room; i++) {
        room[i] = 1;
    }
    for (uint32_t i = 0; i < count % 300; i++) {
        room[i] = (uint8_t)byte;
    }
    uint64_t sum = 0;
    for (uint32_t i = 0; i < sizeof room; i++) {
        sum += (i + 1) * room[i];
    }
    return sum;
}

uint64_t signs(int32_t a, int32_t b) {
    int16_t s = (int16_t)(a + b);
    int8_t c = (int8_t)(a * 3 - b);
    uint32_t u = (uint32_t)a >> (b & 31);
    return (uint64_t)((int64_t)s * c + (a < b) + (int64_t)u + (b != 0 && a != INT32_MIN ? a / b : 0));
}

uint64_t checked(uint32_t i) {
    static const uint16_t squares[] = {0, 1, 4, 9, 16};
    PADDOCK_CHECK(i < 5);
    return squares[i];
}

/* The compiler may call it for loops that fill. */
void *memset(void *to, int byte, size_t length) {
    uint8_t *p = to;
    for (size_t i = 0; i < length; i++) {
        p[i] = (uint8_t)byte;
    }
    return to;
}
