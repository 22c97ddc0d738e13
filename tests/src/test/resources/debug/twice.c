#include "where.h"

static inline __attribute__((always_inline)) u64 load(const u64 *at) {
    return *at;
}

u64 twice(const u64 *at) {
    u64 value = load(at);
    return value + value;
}
