/*
 * What the compiler calls where a machine has no instruction: 128-bit integers (and on rv32 64-bit division). The names
 * and meanings are those of the compilers' own support libraries.
 */
#include <paddock.h>

#if defined(__SIZEOF_INT128__)

typedef unsigned __int128 u128;
typedef __int128 i128;

static int leading_zeros(u128 value) {
    uint64_t high = (uint64_t)(value >> 64);
    return high != 0 ? __builtin_clzll(high) : (uint64_t)value != 0 ? 64 + __builtin_clzll((uint64_t)value) : 128;
}

#if !defined(PADDOCK_PVM)

static u128 make(uint64_t high, uint64_t low) {
    return (u128)high << 64 | low;
}

i128 __multi3(i128 left, i128 right) {
    uint64_t a = (uint64_t)left, b = (uint64_t)right;
    uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
    uint64_t low = a0 * b0;
    uint64_t middle = a1 * b0 + (low >> 32);
    uint64_t other = a0 * b1 + (uint32_t)middle;
    uint64_t high = a1 * b1 + (middle >> 32) + (other >> 32);
    high += a * (uint64_t)((u128)right >> 64) + b * (uint64_t)((u128)left >> 64);
    return (i128)make(high, other << 32 | (uint32_t)low);
}

i128 __ashlti3(i128 value, int by) {
    uint64_t low = (uint64_t)value, high = (uint64_t)((u128)value >> 64);
    if (by >= 64) {
        return (i128)make(low << (by - 64), 0);
    }
    return by == 0 ? value : (i128)make(high << by | low >> (64 - by), low << by);
}

i128 __lshrti3(i128 value, int by) {
    uint64_t low = (uint64_t)value, high = (uint64_t)((u128)value >> 64);
    if (by >= 64) {
        return (i128)make(0, high >> (by - 64));
    }
    return by == 0 ? value : (i128)make(high >> by, low >> by | high << (64 - by));
}

i128 __ashrti3(i128 value, int by) {
    uint64_t low = (uint64_t)value;
    int64_t high = (int64_t)((u128)value >> 64);
    if (by >= 64) {
        return (i128)make((uint64_t)(high >> 63), (uint64_t)(high >> (by - 64)));
    }
    return by == 0 ? value : (i128)make((uint64_t)(high >> by), low >> by | (uint64_t)high << (64 - by));
}

#endif

/* Long division, a bit at a time from the first that matters. */
static u128 divide(u128 dividend, u128 divisor, u128 *rest) {
    PADDOCK_CHECK(divisor != 0);
    if (divisor > dividend) {
        *rest = dividend;
        return 0;
    }
    if (dividend >> 64 == 0) {
        *rest = (uint64_t)dividend % (uint64_t)divisor;
        return (uint64_t)dividend / (uint64_t)divisor;
    }
    int shift = leading_zeros(divisor) - leading_zeros(dividend);
    u128 subtrahend = divisor << shift, quotient = 0;
    for (; shift >= 0; shift--) {
        quotient <<= 1;
        if (dividend >= subtrahend) {
            dividend -= subtrahend;
            quotient |= 1;
        }
        subtrahend >>= 1;
    }
    *rest = dividend;
    return quotient;
}

u128 __udivti3(u128 dividend, u128 divisor) {
    u128 rest;
    return divide(dividend, divisor, &rest);
}

u128 __umodti3(u128 dividend, u128 divisor) {
    u128 rest;
    divide(dividend, divisor, &rest);
    return rest;
}

static u128 magnitude(i128 value) {
    return value < 0 ? -(u128)value : (u128)value;
}

i128 __divti3(i128 dividend, i128 divisor) {
    u128 rest;
    u128 quotient = divide(magnitude(dividend), magnitude(divisor), &rest);
    return (i128)((dividend < 0) != (divisor < 0) ? -quotient : quotient);
}

i128 __modti3(i128 dividend, i128 divisor) {
    u128 rest;
    divide(magnitude(dividend), magnitude(divisor), &rest);
    return (i128)(dividend < 0 ? -rest : rest);
}

#endif

#if __SIZEOF_POINTER__ == 4 && defined(PADDOCK_PVM)

static uint64_t make64(uint32_t high, uint32_t low) {
    union {
        struct {
            uint32_t low, high;
        } half;
        uint64_t whole;
    } both = {.half = {low, high}};
    return both.whole;
}

static uint32_t high_half(uint64_t value) {
    return (uint32_t)(value >> 32);
}

static int leading_zeros64(uint64_t value) {
    uint32_t high = high_half(value);
    return high != 0 ? __builtin_clz(high) : (uint32_t)value != 0 ? 32 + __builtin_clz((uint32_t)value) : 64;
}

static uint64_t divide64(uint64_t dividend, uint64_t divisor, uint64_t *rest) {
    PADDOCK_CHECK(divisor != 0);
    if (divisor > dividend) {
        *rest = dividend;
        return 0;
    }
    if (high_half(dividend) == 0) {
        *rest = (uint32_t)dividend % (uint32_t)divisor;
        return (uint32_t)dividend / (uint32_t)divisor;
    }
    int shift = leading_zeros64(divisor) - leading_zeros64(dividend);
    uint64_t subtrahend = divisor << shift, quotient = 0;
    for (; shift >= 0; shift--) {
        quotient <<= 1;
        if (dividend >= subtrahend) {
            dividend -= subtrahend;
            quotient |= 1;
        }
        subtrahend >>= 1;
    }
    *rest = dividend;
    return quotient;
}

uint64_t __udivdi3(uint64_t dividend, uint64_t divisor) {
    uint64_t rest;
    return divide64(dividend, divisor, &rest);
}

uint64_t __umoddi3(uint64_t dividend, uint64_t divisor) {
    uint64_t rest;
    divide64(dividend, divisor, &rest);
    return rest;
}

static uint64_t magnitude64(int64_t value) {
    return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

int64_t __divdi3(int64_t dividend, int64_t divisor) {
    uint64_t rest;
    uint64_t quotient = divide64(magnitude64(dividend), magnitude64(divisor), &rest);
    return (int64_t)((dividend < 0) != (divisor < 0) ? -quotient : quotient);
}

int64_t __moddi3(int64_t dividend, int64_t divisor) {
    uint64_t rest;
    divide64(magnitude64(dividend), magnitude64(divisor), &rest);
    return (int64_t)(dividend < 0 ? -rest : rest);
}

/* Shifts and products that clang-19 does not always expand for rv32. */
int64_t __muldi3(int64_t left, int64_t right) {
    uint32_t a = (uint32_t)left, b = (uint32_t)right;
    uint32_t a0 = a & 0xffff, a1 = a >> 16, b0 = b & 0xffff, b1 = b >> 16;
    uint32_t low = a0 * b0;
    uint32_t middle = a1 * b0 + (low >> 16);
    uint32_t other = a0 * b1 + (middle & 0xffff);
    uint32_t high = a1 * b1 + (middle >> 16) + (other >> 16);
    high += a * high_half((uint64_t)right) + b * high_half((uint64_t)left);
    return (int64_t)make64(high, other << 16 | (low & 0xffff));
}

int64_t __ashldi3(int64_t value, int by) {
    uint32_t low = (uint32_t)value, high = high_half((uint64_t)value);
    if (by >= 32) {
        return (int64_t)make64(low << (by - 32), 0);
    }
    return by == 0 ? value : (int64_t)make64(high << by | low >> (32 - by), low << by);
}

int64_t __lshrdi3(int64_t value, int by) {
    uint32_t low = (uint32_t)value, high = high_half((uint64_t)value);
    if (by >= 32) {
        return (int64_t)make64(0, high >> (by - 32));
    }
    return by == 0 ? value : (int64_t)make64(high >> by, low >> by | high << (32 - by));
}

int64_t __ashrdi3(int64_t value, int by) {
    uint32_t low = (uint32_t)value;
    int32_t high = (int32_t)high_half((uint64_t)value);
    if (by >= 32) {
        return (int64_t)make64((uint32_t)(high >> 31), (uint32_t)(high >> (by - 32)));
    }
    return by == 0 ? value : (int64_t)make64((uint32_t)(high >> by), low >> by | (uint32_t)high << (32 - by));
}

#endif
