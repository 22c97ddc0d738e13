package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.W64;

/**
 * Loads and stores. The guest's address is the machine's: {@code [base32 + displacement]} with the 0x67 prefix wraps at 2^32
 * as the guest's sum does, and nothing outside the guest's 4 GiB can be named. What is not mapped faults, before any
 * register or byte of memory changes.
 */
final class GuestMemory {
    private static final int ADDRESS_32 = 0x67;
    private static final int OPERAND_16 = 0x66;

    private final Encoder out;
    private final int w;

    GuestMemory(Encoder out, int w) {
        this.out = out;
        this.w = w;
    }

    /** Where registers are zero-extended 32-bit values, an address without displacement needs no prefix. */
    private boolean needsPrefix(int displacement) {
        return w == W64 || displacement != 0;
    }

    // ---- [base + displacement]

    private void access(int width, int op, int opLength, int reg, int base, int displacement) {
        out.memory(ADDRESS_32, needsPrefix(displacement) ? 1 : 0, width, op, opLength, reg, false, base, displacement);
    }

    void loadU8(int d, int base, int displacement) {
        access(W32, 0xb60f, 2, d, base, displacement);
    }

    void loadI8(int d, int base, int displacement) {
        access(w, 0xbe0f, 2, d, base, displacement);
    }

    void loadU16(int d, int base, int displacement) {
        access(W32, 0xb70f, 2, d, base, displacement);
    }

    void loadI16(int d, int base, int displacement) {
        access(w, 0xbf0f, 2, d, base, displacement);
    }

    void loadU32(int d, int base, int displacement) {
        access(W32, 0x8b, 1, d, base, displacement);
    }

    void loadI32(int d, int base, int displacement) {
        access(w, w == W64 ? 0x63 : 0x8b, 1, d, base, displacement);
    }

    void loadU64(int d, int base, int displacement) {
        access(W64, 0x8b, 1, d, base, displacement);
    }

    void store8(int s, int base, int displacement) {
        out.memory(ADDRESS_32, needsPrefix(displacement) ? 1 : 0, W32, 0x88, 1, s, true, base, displacement);
    }

    void store16(int s, int base, int displacement) {
        access16(0x89, s, base, displacement);
    }

    private void access16(int op, int reg, int base, int displacement) {
        if (needsPrefix(displacement)) {
            out.memory(ADDRESS_32 | OPERAND_16 << 8, 2, W32, op, 1, reg, false, base, displacement);
        } else {
            out.memory(OPERAND_16, 1, W32, op, 1, reg, false, base, displacement);
        }
    }

    void store32(int s, int base, int displacement) {
        access(W32, 0x89, 1, s, base, displacement);
    }

    void store64(int s, int base, int displacement) {
        access(W64, 0x89, 1, s, base, displacement);
    }

    void storeImm8(int value, int base, int displacement) {
        access(W32, 0xc6, 1, 0, base, displacement);
        out.put(value, 1);
    }

    void storeImm16(int value, int base, int displacement) {
        access16(0xc7, 0, base, displacement);
        out.put(value, 2);
    }

    void storeImm32(int value, int base, int displacement) {
        access(W32, 0xc7, 1, 0, base, displacement);
        out.put(value, 4);
    }

    /** Immediates have at most 32 bits and a sign, in the guest as in the machine. */
    void storeImm64(int value, int base, int displacement) {
        access(W64, 0xc7, 1, 0, base, displacement);
        out.put(value, 4);
    }

    // ---- [address]

    private void absolute(int width, int op, int opLength, int d, int address) {
        // A displacement alone is sign-extended: from 2^31 on it takes 32-bit addressing to stay in the guest.
        out.absolute(ADDRESS_32, address >>> 31, width, op, opLength, d, false, address);
    }

    void loadU8(int d, int address) {
        absolute(W32, 0xb60f, 2, d, address);
    }

    void loadI8(int d, int address) {
        absolute(w, 0xbe0f, 2, d, address);
    }

    void loadU16(int d, int address) {
        absolute(W32, 0xb70f, 2, d, address);
    }

    void loadI16(int d, int address) {
        absolute(w, 0xbf0f, 2, d, address);
    }

    void loadU32(int d, int address) {
        absolute(W32, 0x8b, 1, d, address);
    }

    void loadI32(int d, int address) {
        absolute(w, w == W64 ? 0x63 : 0x8b, 1, d, address);
    }

    void loadU64(int d, int address) {
        absolute(W64, 0x8b, 1, d, address);
    }

    void store8(int s, int address) {
        out.absolute(ADDRESS_32, address >>> 31, W32, 0x88, 1, s, true, address);
    }

    void store16(int s, int address) {
        absolute16(0x89, s, address);
    }

    private void absolute16(int op, int reg, int address) {
        if (address < 0) {
            out.absolute(ADDRESS_32 | OPERAND_16 << 8, 2, W32, op, 1, reg, false, address);
        } else {
            out.absolute(OPERAND_16, 1, W32, op, 1, reg, false, address);
        }
    }

    void store32(int s, int address) {
        absolute(W32, 0x89, 1, s, address);
    }

    void store64(int s, int address) {
        absolute(W64, 0x89, 1, s, address);
    }

    void storeImm8(int value, int address) {
        absolute(W32, 0xc6, 1, 0, address);
        out.put(value, 1);
    }

    void storeImm16(int value, int address) {
        absolute16(0xc7, 0, address);
        out.put(value, 2);
    }

    void storeImm32(int value, int address) {
        absolute(W32, 0xc7, 1, 0, address);
        out.put(value, 4);
    }

    void storeImm64(int value, int address) {
        absolute(W64, 0xc7, 1, 0, address);
        out.put(value, 4);
    }
}
