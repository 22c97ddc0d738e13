/*
 * A parachain that adds: its state is one number, a block adds to it. This is its validation function, which relay chain
 * validators call with a block and the head of its parent, and which answers with the new head.
 *
 * Parameters and result are in SCALE: numbers little-endian, byte strings with a compact length before them.
 */
#include <paddock.h>
#include <string.h>

#include "../../lib/blake2b.h"

/* Takes where the parameters lie and how long they are; the result is where the result lies, its length in the upper half. */
PADDOCK_EXPORT(uint64_t, validate_block, const uint8_t *, uint32_t)

#define HASH 32

struct head {
    uint64_t number;
    uint8_t parent_hash[HASH];
    uint8_t post_state[HASH]; /* hash of the state after the block */
};

struct block {
    uint64_t state; /* before */
    uint64_t add;
};

#define HEAD_BYTES (8 + HASH + HASH)
#define BLOCK_BYTES (8 + 8)

/* ---- SCALE ----------------------------------------------------------------------------------------------------- */

/* What has yet to be read. Whatever is cut off or too long makes the block invalid, which is a trap. */
struct reader {
    const uint8_t *at;
    size_t left;
};

static const uint8_t *read_bytes(struct reader *in, size_t length) {
    PADDOCK_CHECK(length <= in->left);
    const uint8_t *bytes = in->at;
    in->at += length;
    in->left -= length;
    return bytes;
}

static uint64_t read_number(struct reader *in, size_t bytes) {
    const uint8_t *from = read_bytes(in, bytes);
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++) {
        value |= (uint64_t)from[i] << 8 * i;
    }
    return value;
}

/* The two lowest bits tell how long a compact number is: 1, 2, 4 bytes, or as many as the others say. */
static uint32_t read_compact(struct reader *in) {
    PADDOCK_CHECK(in->left > 0);
    switch (*in->at & 3) {
        case 0: return (uint32_t)(read_number(in, 1) >> 2);
        case 1: {
            uint32_t value = (uint32_t)(read_number(in, 2) >> 2);
            PADDOCK_CHECK(value >= 1 << 6);
            return value;
        }
        case 2: {
            uint32_t value = (uint32_t)(read_number(in, 4) >> 2);
            PADDOCK_CHECK(value >= 1 << 14);
            return value;
        }
        default: {
            PADDOCK_CHECK(read_number(in, 1) >> 2 == 0);
            uint32_t value = (uint32_t)read_number(in, 4);
            PADDOCK_CHECK(value >= 1 << 30);
            return value;
        }
    }
}

static struct reader read_vector(struct reader *in) {
    size_t length = read_compact(in);
    return (struct reader){read_bytes(in, length), length};
}

struct writer {
    uint8_t bytes[256];
    size_t length;
};

static void write_bytes(struct writer *out, const void *bytes, size_t length) {
    PADDOCK_CHECK(length <= sizeof out->bytes - out->length);
    memcpy(out->bytes + out->length, bytes, length);
    out->length += length;
}

static void write_number(struct writer *out, uint64_t value, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        uint8_t byte = (uint8_t)(value >> 8 * i);
        write_bytes(out, &byte, 1);
    }
}

static void write_compact(struct writer *out, uint32_t value) {
    PADDOCK_CHECK(value < 1 << 14);
    if (value < 1 << 6) {
        write_number(out, value << 2, 1);
    } else {
        write_number(out, value << 2 | 1, 2);
    }
}

/* ---- The chain ------------------------------------------------------------------------------------------------- */

static struct head read_head(struct reader in) {
    struct head head = {.number = read_number(&in, 8)};
    memcpy(head.parent_hash, read_bytes(&in, HASH), HASH);
    memcpy(head.post_state, read_bytes(&in, HASH), HASH);
    PADDOCK_CHECK(in.left == 0);
    return head;
}

static struct block read_block(struct reader in) {
    struct block block = {.state = read_number(&in, 8)};
    block.add = read_number(&in, 8);
    PADDOCK_CHECK(in.left == 0);
    return block;
}

static void write_head(struct writer *out, const struct head *head) {
    write_compact(out, HEAD_BYTES);
    write_number(out, head->number, 8);
    write_bytes(out, head->parent_hash, HASH);
    write_bytes(out, head->post_state, HASH);
}

static void hash_of_state(uint8_t hash[HASH], uint64_t state) {
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)(state >> 8 * i);
    }
    blake2b_256(hash, bytes, sizeof bytes);
}

/* The head after the block; a block that does not fit its parent is a trap. */
static struct head execute(struct reader parent_bytes, struct reader block_bytes) {
    struct head parent = read_head(parent_bytes);
    struct block block = read_block(block_bytes);
    uint8_t hash[HASH];
    hash_of_state(hash, block.state);
    PADDOCK_CHECK(memcmp(hash, parent.post_state, HASH) == 0);

    struct head head = {.number = parent.number + 1};
    PADDOCK_CHECK(head.number != 0);
    blake2b_256(head.parent_hash, parent_bytes.at, parent_bytes.left);
    /* The state wraps, as numbers of 64 bits do. */
    hash_of_state(head.post_state, block.state + block.add);
    return head;
}

static struct writer result;

uint64_t validate_block(const uint8_t *parameters, uint32_t length) {
    struct reader in = {parameters, length};
    struct reader parent_head = read_vector(&in);
    struct reader block_data = read_vector(&in);
    uint64_t relay_parent_number = read_number(&in, 4);
    read_bytes(&in, HASH); /* the relay chain's storage root, which this chain does not look at */
    PADDOCK_CHECK(in.left == 0);

    struct head head = execute(parent_head, block_data);
    result.length = 0;
    write_head(&result, &head);
    write_number(&result, 0, 1);                   /* no new validation code */
    write_compact(&result, 0);                     /* no upward messages */
    write_compact(&result, 0);                     /* no horizontal messages */
    write_number(&result, 0, 4);                   /* no downward messages processed */
    write_number(&result, relay_parent_number, 4); /* messages of other chains seen up to here */
    return paddock_slice(result.bytes, result.length);
}
