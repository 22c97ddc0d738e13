package dev.paddock.codegen.x64.internal;

import java.util.Arrays;

/**
 * The doubles that float metering adds, one for each distinct cost, behind the code. A cost c stands as c * 2^971:
 * one unit of gas is one unit in the last place of the highest binade, so additions there are exact until they
 * overflow.
 */
public final class ConstantPool {
    /** The exponent of one unit of gas. */
    static final int GAS_EXPONENT = 971;

    private static final int ALIGNMENT = 8;

    // Open addressing: cost -> index, 0 is free as no block is free of charge.
    private int[] keys = new int[1024];
    private int[] indexes = new int[1024];
    private int[] costs = new int[256];
    private int count;

    private int[] fields = new int[256];
    private int[] uses = new int[256];
    private int useCount;

    void begin() {
        if (count > 0) {
            Arrays.fill(keys, 0);
        }
        count = 0;
        useCount = 0;
    }

    /** The 4 bytes at {@code field} are to lead to the constant for {@code cost}, relative to their end. */
    void use(int cost, int field) {
        if (useCount == fields.length) {
            fields = Arrays.copyOf(fields, 2 * useCount);
            uses = Arrays.copyOf(uses, 2 * useCount);
        }
        fields[useCount] = field;
        uses[useCount++] = indexOf(cost);
    }

    /** Bytes that they take at most. */
    int size() {
        return count == 0 ? 0 : ALIGNMENT + Double.BYTES * count;
    }

    /** The fields noted, and of each the cost it is to lead to. */
    record Uses(int[] fields, int[] costs) {}

    Uses uses() {
        var of = new int[useCount];
        for (int i = 0; i < useCount; i++) {
            of[i] = costs[uses[i]];
        }
        return new Uses(Arrays.copyOf(fields, useCount), of);
    }

    /** Drops the uses at {@code position} and behind. */
    void rewindTo(int position) {
        while (useCount > 0 && fields[useCount - 1] >= position) {
            useCount--;
        }
    }

    private int indexOf(int cost) {
        int slot = slotOf(cost);
        if (keys[slot] != cost) {
            if (2 * count >= keys.length) {
                rehash();
                slot = slotOf(cost);
            }
            if (count == costs.length) {
                costs = Arrays.copyOf(costs, 2 * count);
            }
            keys[slot] = cost;
            indexes[slot] = count;
            costs[count++] = cost;
        }
        return indexes[slot];
    }

    private int slotOf(int cost) {
        int mask = keys.length - 1;
        int slot = (cost * 0x9e3779b1 >>> 7) & mask;
        while (keys[slot] != 0 && keys[slot] != cost) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void rehash() {
        keys = new int[2 * keys.length];
        indexes = new int[keys.length];
        for (int i = 0; i < count; i++) {
            int slot = slotOf(costs[i]);
            keys[slot] = costs[i];
            indexes[slot] = i;
        }
    }

    /** Writes the constants behind the code and lets their users know. */
    public void write(Encoder out) {
        if (useCount == 0) {
            return;
        }
        int base = (out.position() + ALIGNMENT - 1) & -ALIGNMENT;
        while (out.position() < base) {
            out.hlt();
        }
        for (int i = 0; i < count; i++) {
            out.reserve();
            out.put(Double.doubleToRawLongBits(Math.scalb((double) costs[i], GAS_EXPONENT)), 8);
        }
        for (int i = 0; i < useCount; i++) {
            out.patchInt(fields[i], base + 8 * uses[i] - (fields[i] + 4));
        }
    }
}
