#ifndef PADDOCK_LIB_BYTES_H
#define PADDOCK_LIB_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers in memory, at any alignment. Every target of ours is little-endian; big-endian formats swap. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "written for little-endian machines");

static inline uint64_t load_le64(const uint8_t *from) {
    uint64_t value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
}

static inline void store_le64(uint8_t *to, uint64_t value) {
    __builtin_memcpy(to, &value, sizeof value);
}

static inline uint64_t load_be64(const uint8_t *from) {
    return __builtin_bswap64(load_le64(from));
}

static inline void store_be64(uint8_t *to, uint64_t value) {
    store_le64(to, __builtin_bswap64(value));
}

static inline uint32_t load_be32(const uint8_t *from) {
    uint32_t value;
    __builtin_memcpy(&value, from, sizeof value);
    return __builtin_bswap32(value);
}

static inline void store_be32(uint8_t *to, uint32_t value) {
    value = __builtin_bswap32(value);
    __builtin_memcpy(to, &value, sizeof value);
}

static inline bool same_bytes(const uint8_t *a, const uint8_t *b, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (a[i] != b[i]) {
            return false;
        }
    }
    return true;
}

static inline uint32_t rotate_right32(uint32_t value, unsigned by) {
    return value >> by | value << (32 - by);
}

static inline uint64_t rotate_right64(uint64_t value, unsigned by) {
    return value >> by | value << (64 - by);
}

#endif
