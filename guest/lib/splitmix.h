#ifndef PADDOCK_LIB_SPLITMIX_H
#define PADDOCK_LIB_SPLITMIX_H

#include <stddef.h>
#include <stdint.h>

/*
 * SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every machine, for inputs that anybody can make again
 * in any language (Java has it as java.util.SplittableRandom).
 */
static inline uint64_t splitmix_next(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

static inline void splitmix_fill(uint64_t seed, uint64_t *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        words[i] = splitmix_next(&seed);
    }
}

#endif
