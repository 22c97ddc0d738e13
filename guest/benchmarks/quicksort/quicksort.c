/* Quicksort of 64-bit numbers: unpredictable branches, calls, and loads and stores close together. */
#include <paddock.h>

PADDOCK_EXPORT(void, initialize)
PADDOCK_EXPORT(uint64_t, run)

#define COUNT 20000
/* Shorter runs are sorted by insertion. */
#define SHORT 16

static uint64_t numbers[COUNT];

void initialize(void) {}

/* SplitMix64: the same numbers each time. */
static void shuffle(void) {
    uint64_t state = 1;
    for (int i = 0; i < COUNT; i++) {
        uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
        z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
        numbers[i] = z ^ z >> 31;
    }
}

static void insertion_sort(uint64_t *low, uint64_t *high) {
    for (uint64_t *next = low + 1; next <= high; next++) {
        uint64_t value = *next;
        uint64_t *at = next;
        for (; at > low && at[-1] > value; at--) {
            *at = at[-1];
        }
        *at = value;
    }
}

static void swap(uint64_t *a, uint64_t *b) {
    uint64_t value = *a;
    *a = *b;
    *b = value;
}

/* Puts the median of three into the middle of the range, and returns it. */
static uint64_t pivot(uint64_t *low, uint64_t *high) {
    uint64_t *middle = low + (high - low) / 2;
    if (*middle < *low) {
        swap(middle, low);
    }
    if (*high < *low) {
        swap(high, low);
    }
    if (*high < *middle) {
        swap(high, middle);
    }
    return *middle;
}

static void sort(uint64_t *low, uint64_t *high) {
    while (high - low >= SHORT) {
        uint64_t middle = pivot(low, high);
        uint64_t *left = low, *right = high;
        do {
            while (*left < middle) {
                left++;
            }
            while (middle < *right) {
                right--;
            }
            if (left <= right) {
                swap(left++, right--);
            }
        } while (left <= right);
        /* The smaller part by a call, so that the stack stays shallow. */
        if (right - low < high - left) {
            sort(low, right);
            low = left;
        } else {
            sort(left, high);
            high = right;
        }
    }
    insertion_sort(low, high);
}

/* A checksum that depends on every number and on its place; it traps if they are out of order. */
uint64_t run(void) {
    shuffle();
    sort(numbers, numbers + COUNT - 1);
    uint64_t sum = 0;
    for (uint64_t i = 0; i < COUNT; i++) {
        PADDOCK_CHECK(i == 0 || numbers[i - 1] <= numbers[i]);
        sum = sum * 31 + numbers[i];
    }
    return sum;
}
