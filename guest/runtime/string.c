/*
 * Memory and strings, by eight-byte words. PVM may access memory at any address, so what is left over at an end is not
 * copied byte by byte: it goes with the last word, which overlaps the one before. Long runs store to aligned addresses,
 * as a store to two cache lines costs twice. Under WebAssembly copying and filling are instructions.
 */
#include <paddock.h>
#include <string.h>

typedef uint64_t __attribute__((aligned(1), may_alias)) word;
typedef uint32_t __attribute__((aligned(1), may_alias)) half;

#define WORD sizeof(word)

/* From so many bytes on aligning pays. */
#define LONG 256

static word load(const void *at) {
    return *(const word *)at;
}

#if defined(__wasm_bulk_memory__)

void *memcpy(void *restrict to, const void *restrict from, size_t length) {
    return __builtin_memcpy(to, from, length);
}

void *memmove(void *to, const void *from, size_t length) {
    return __builtin_memmove(to, from, length);
}

void *memset(void *to, int byte, size_t length) {
    return __builtin_memset(to, byte, length);
}

#else

static void store(void *at, word value) {
    *(word *)at = value;
}

/* Less than a word: everything is loaded before anything is stored. */
static void *copy_few(char *to, const char *from, size_t length) {
    if (length >= sizeof(half)) {
        half first = *(const half *)from, last = *(const half *)(from + length - sizeof(half));
        *(half *)to = first;
        *(half *)(to + length - sizeof(half)) = last;
    } else if (length > 0) {
        char first = from[0], middle = from[length / 2], last = from[length - 1];
        to[0] = first;
        to[length / 2] = middle;
        to[length - 1] = last;
    }
    return to;
}

/* From the start to the end; right also where the source begins within the target. */
static void *copy_up(char *to, const char *from, size_t length) {
    if (length < WORD) {
        return copy_few(to, from, length);
    }
    char *t = to;
    word last = load(from + length - WORD);
    if (length >= LONG) {
        for (; (uintptr_t)t % WORD != 0; length--) {
            *t++ = *from++;
        }
    }
    for (; length >= 4 * WORD; length -= 4 * WORD, t += 4 * WORD, from += 4 * WORD) {
        word a = load(from), b = load(from + WORD), c = load(from + 2 * WORD), d = load(from + 3 * WORD);
        store(t, a);
        store(t + WORD, b);
        store(t + 2 * WORD, c);
        store(t + 3 * WORD, d);
    }
    for (; length > WORD; length -= WORD, t += WORD, from += WORD) {
        store(t, load(from));
    }
    store(t + length - WORD, last);
    return to;
}

/* From the end to the start; right also where the target begins within the source. */
static void *copy_down(char *to, const char *from, size_t length) {
    if (length < WORD) {
        return copy_few(to, from, length);
    }
    word first = load(from);
    char *t = to + length;
    from += length;
    if (length >= LONG) {
        for (; (uintptr_t)t % WORD != 0; length--) {
            *--t = *--from;
        }
    }
    for (; length >= 4 * WORD; length -= 4 * WORD) {
        t -= 4 * WORD;
        from -= 4 * WORD;
        word a = load(from), b = load(from + WORD), c = load(from + 2 * WORD), d = load(from + 3 * WORD);
        store(t + 3 * WORD, d);
        store(t + 2 * WORD, c);
        store(t + WORD, b);
        store(t, a);
    }
    for (; length > WORD; length -= WORD) {
        t -= WORD;
        from -= WORD;
        store(t, load(from));
    }
    store(to, first);
    return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t length) {
    return copy_up(to, from, length);
}

void *memmove(void *to, const void *from, size_t length) {
    return (uintptr_t)to - (uintptr_t)from >= length ? copy_up(to, from, length) : copy_down(to, from, length);
}

void *memset(void *to, int byte, size_t length) {
    char *t = to;
    word fill = (uint8_t)byte * UINT64_C(0x0101010101010101);
    if (length < WORD) {
        if (length >= sizeof(half)) {
            *(half *)t = (half)fill;
            *(half *)(t + length - sizeof(half)) = (half)fill;
        } else if (length > 0) {
            t[0] = (char)byte;
            t[length / 2] = (char)byte;
            t[length - 1] = (char)byte;
        }
        return to;
    }
    if (length >= LONG) {
        store(t, fill);
        size_t step = WORD - (uintptr_t)t % WORD;
        t += step;
        length -= step;
    }
    for (; length >= 8 * WORD; length -= 8 * WORD, t += 8 * WORD) {
        store(t, fill);
        store(t + WORD, fill);
        store(t + 2 * WORD, fill);
        store(t + 3 * WORD, fill);
        store(t + 4 * WORD, fill);
        store(t + 5 * WORD, fill);
        store(t + 6 * WORD, fill);
        store(t + 7 * WORD, fill);
    }
    for (; length > WORD; length -= WORD, t += WORD) {
        store(t, fill);
    }
    store(t + length - WORD, fill);
    return to;
}

#endif

/* As memory orders it: the first byte counts most. */
static int compare_words(word left, word right) {
    word l = __builtin_bswap64(left), r = __builtin_bswap64(right);
    return (l > r) - (l < r);
}

int memcmp(const void *left, const void *right, size_t length) {
    const uint8_t *l = left, *r = right;
    if (length < WORD) {
        for (; length > 0; length--, l++, r++) {
            if (*l != *r) {
                return *l - *r;
            }
        }
        return 0;
    }
    for (const uint8_t *end = l + length - WORD; l < end; l += WORD, r += WORD) {
        if (load(l) != load(r)) {
            return compare_words(load(l), load(r));
        }
    }
    /* The last word of each, which overlaps the one before. */
    l = (const uint8_t *)left + length - WORD;
    r = (const uint8_t *)right + length - WORD;
    return compare_words(load(l), load(r));
}

void *memchr(const void *in, int byte, size_t length) {
    for (const uint8_t *at = in; length > 0; length--, at++) {
        if (*at == (uint8_t)byte) {
            return (void *)at;
        }
    }
    return NULL;
}

size_t strlen(const char *text) {
    /* Aligned words hold no byte of a page that the text has no byte of. What lies before it is made to look filled. */
    const word ones = UINT64_C(0x0101010101010101);
    const char *at = (const char *)((uintptr_t)text & ~(uintptr_t)(WORD - 1));
    word bytes = load(at) | ((word)1 << (text - at) * 8) - 1;
    word zeros;
    while ((zeros = (bytes - ones) & ~bytes & ones << 7) == 0) {
        at += WORD;
        bytes = load(at);
    }
    return (size_t)(at - text) + (size_t)__builtin_ctzll(zeros) / 8;
}

size_t strnlen(const char *text, size_t most) {
    size_t length = 0;
    while (length < most && text[length] != 0) {
        length++;
    }
    return length;
}

int strcmp(const char *left, const char *right) {
    while (*left != 0 && *left == *right) {
        left++;
        right++;
    }
    return (uint8_t)*left - (uint8_t)*right;
}

int strncmp(const char *left, const char *right, size_t most) {
    for (; most > 0; most--, left++, right++) {
        if (*left != *right || *left == 0) {
            return (uint8_t)*left - (uint8_t)*right;
        }
    }
    return 0;
}

char *strcpy(char *restrict to, const char *restrict from) {
    return memcpy(to, from, strlen(from) + 1);
}

char *strncpy(char *restrict to, const char *restrict from, size_t length) {
    size_t copied = strnlen(from, length);
    memcpy(to, from, copied);
    memset(to + copied, 0, length - copied);
    return to;
}

char *strcat(char *restrict to, const char *restrict from) {
    strcpy(to + strlen(to), from);
    return to;
}

char *strchr(const char *text, int character) {
    for (;; text++) {
        if (*text == (char)character) {
            return (char *)text;
        }
        if (*text == 0) {
            return NULL;
        }
    }
}

char *strrchr(const char *text, int character) {
    const char *found = NULL;
    for (;; text++) {
        if (*text == (char)character) {
            found = text;
        }
        if (*text == 0) {
            return (char *)found;
        }
    }
}

char *strstr(const char *text, const char *part) {
    size_t length = strlen(part);
    for (;; text++) {
        if (strncmp(text, part, length) == 0) {
            return (char *)text;
        }
        if (*text == 0) {
            return NULL;
        }
    }
}
