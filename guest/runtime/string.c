/*
 * Memory and strings. Long runs go by eight-byte words: PVM may access memory at any address, so nothing is aligned
 * first. Under WebAssembly copying and filling are instructions.
 */
#include <paddock.h>
#include <string.h>

typedef uint64_t __attribute__((aligned(1), may_alias)) word;

#define WORD sizeof(word)

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

void *memcpy(void *restrict to, const void *restrict from, size_t length) {
    char *t = to;
    const char *f = from;
    for (; length >= 4 * WORD; length -= 4 * WORD, t += 4 * WORD, f += 4 * WORD) {
        word a = ((const word *)f)[0], b = ((const word *)f)[1], c = ((const word *)f)[2], d = ((const word *)f)[3];
        ((word *)t)[0] = a;
        ((word *)t)[1] = b;
        ((word *)t)[2] = c;
        ((word *)t)[3] = d;
    }
    for (; length >= WORD; length -= WORD, t += WORD, f += WORD) {
        *(word *)t = *(const word *)f;
    }
    for (; length > 0; length--) {
        *t++ = *f++;
    }
    return to;
}

void *memmove(void *to, const void *from, size_t length) {
    if ((uintptr_t)to - (uintptr_t)from >= length) {
        return memcpy(to, from, length);
    }
    /* The target begins within the source: from the end to the start. */
    char *t = (char *)to + length;
    const char *f = (const char *)from + length;
    for (; length >= WORD; length -= WORD) {
        t -= WORD;
        f -= WORD;
        *(word *)t = *(const word *)f;
    }
    for (; length > 0; length--) {
        *--t = *--f;
    }
    return to;
}

void *memset(void *to, int byte, size_t length) {
    char *t = to;
    word fill = (uint8_t)byte * UINT64_C(0x0101010101010101);
    for (; length >= 8 * WORD; length -= 8 * WORD, t += 8 * WORD) {
        ((word *)t)[0] = fill;
        ((word *)t)[1] = fill;
        ((word *)t)[2] = fill;
        ((word *)t)[3] = fill;
        ((word *)t)[4] = fill;
        ((word *)t)[5] = fill;
        ((word *)t)[6] = fill;
        ((word *)t)[7] = fill;
    }
    for (; length >= WORD; length -= WORD, t += WORD) {
        *(word *)t = fill;
    }
    for (; length > 0; length--) {
        *t++ = (char)byte;
    }
    return to;
}

#endif

int memcmp(const void *left, const void *right, size_t length) {
    const uint8_t *l = left, *r = right;
    for (; length >= WORD && *(const word *)l == *(const word *)r; length -= WORD) {
        l += WORD;
        r += WORD;
    }
    for (; length > 0; length--, l++, r++) {
        if (*l != *r) {
            return *l - *r;
        }
    }
    return 0;
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
    const char *end = text;
    while (*end != 0) {
        end++;
    }
    return (size_t)(end - text);
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
