/*
 * A token as ERC-20 has it: balances, transfers, and allowances by which others may transfer. All that it knows lies in
 * the host's storage; what a call changes it changes only when nothing can fail any more.
 *
 * Accounts and amounts are 64-bit numbers here. Who calls is the first argument: the host says so, not the program.
 */
#include <paddock.h>

/* Copies at most `capacity` bytes of a key's value; returns how long it is, or 2^64 - 1 if there is none. */
PADDOCK_IMPORT(uint64_t, storage_get, const void *, size_t, void *, size_t)
PADDOCK_IMPORT(uint64_t, storage_set, const void *, size_t, const void *, size_t)

PADDOCK_EXPORT(uint64_t, deploy, uint64_t, uint64_t)
PADDOCK_EXPORT(uint64_t, total_supply)
PADDOCK_EXPORT(uint64_t, balance_of, uint64_t)
PADDOCK_EXPORT(uint64_t, transfer, uint64_t, uint64_t, uint64_t)
PADDOCK_EXPORT(uint64_t, approve, uint64_t, uint64_t, uint64_t)
PADDOCK_EXPORT(uint64_t, allowance, uint64_t, uint64_t)
PADDOCK_EXPORT(uint64_t, transfer_from, uint64_t, uint64_t, uint64_t, uint64_t)

enum kind { SUPPLY = 1, BALANCE, ALLOWANCE };

/* What a value in the storage is filed under. */
struct key {
    uint64_t kind, owner, spender;
};

/* A value that is not there is 0, as in a contract's storage. */
static uint64_t load(struct key key) {
    uint64_t value = 0;
    uint64_t length = storage_get(&key, sizeof key, &value, sizeof value);
    return length == sizeof value ? value : 0;
}

static void store(struct key key, uint64_t value) {
    storage_set(&key, sizeof key, &value, sizeof value);
}

static struct key balance_key(uint64_t account) {
    return (struct key){BALANCE, account, 0};
}

static struct key allowance_key(uint64_t owner, uint64_t spender) {
    return (struct key){ALLOWANCE, owner, spender};
}

/* Once: the one who calls gets all tokens there will ever be. */
uint64_t deploy(uint64_t caller, uint64_t supply) {
    struct key key = {SUPPLY, 0, 0};
    PADDOCK_CHECK(load(key) == 0 && supply != 0);
    store(key, supply);
    store(balance_key(caller), supply);
    return supply;
}

uint64_t total_supply(void) {
    return load((struct key){SUPPLY, 0, 0});
}

uint64_t balance_of(uint64_t account) {
    return load(balance_key(account));
}

/* Whether it was possible. Balances add up to the supply, so that a sum of two can't overflow. */
static bool move(uint64_t from, uint64_t to, uint64_t amount) {
    uint64_t has = load(balance_key(from));
    if (has < amount) {
        return false;
    }
    store(balance_key(from), has - amount);
    store(balance_key(to), load(balance_key(to)) + amount);
    return true;
}

uint64_t transfer(uint64_t caller, uint64_t to, uint64_t amount) {
    return move(caller, to, amount);
}

uint64_t approve(uint64_t caller, uint64_t spender, uint64_t amount) {
    store(allowance_key(caller, spender), amount);
    return 1;
}

uint64_t allowance(uint64_t owner, uint64_t spender) {
    return load(allowance_key(owner, spender));
}

uint64_t transfer_from(uint64_t caller, uint64_t from, uint64_t to, uint64_t amount) {
    uint64_t allowed = load(allowance_key(from, caller));
    if (allowed < amount || !move(from, to, amount)) {
        return 0;
    }
    store(allowance_key(from, caller), allowed - amount);
    return 1;
}
