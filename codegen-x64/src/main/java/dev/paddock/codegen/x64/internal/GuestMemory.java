package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.W64;

import dev.paddock.program.InstructionReader;
import dev.paddock.program.Program;

/**
 * Loads and stores. The guest's address is the machine's: {@code [base32 + displacement]} with the 0x67 prefix wraps
 * at 2^32 as the guest's sum does, and nothing outside the guest's 4 GiB can be named. What is not mapped faults,
 * before any register or byte of memory changes.
 */
final class GuestMemory {
    private static final int ADDRESS_32 = 0x67;
    private static final int OPERAND_16 = 0x66;
    /** In place of a width: that of guest registers. */
    private static final int NATURAL = -1;

    private GuestMemory() {}

    /** What is moved and how: the machine instruction without its operands. */
    enum Access {
        // @formatter:off
        // spotless:off
        //          w        opcode  bytes  byte reg  16 bits  immediate bytes
        LOAD_U8    (W32,     0xb60f, 2,     0,        false,   0),
        LOAD_I8    (NATURAL, 0xbe0f, 2,     0,        false,   0),
        LOAD_U16   (W32,     0xb70f, 2,     0,        false,   0),
        LOAD_I16   (NATURAL, 0xbf0f, 2,     0,        false,   0),
        LOAD_32    (W32,     0x8b,   1,     0,        false,   0),
        LOAD_I32   (W64,     0x63,   1,     0,        false,   0),
        LOAD_64    (W64,     0x8b,   1,     0,        false,   0),
        STORE_8    (W32,     0x88,   1,     1,        false,   0),
        STORE_16   (W32,     0x89,   1,     0,        true,    0),
        STORE_32   (W32,     0x89,   1,     0,        false,   0),
        STORE_64   (W64,     0x89,   1,     0,        false,   0),
        STORE_IMM_8 (W32,    0xc6,   1,     0,        false,   1),
        STORE_IMM_16(W32,    0xc7,   1,     0,        true,    2),
        STORE_IMM_32(W32,    0xc7,   1,     0,        false,   4),
        // The guest's immediates have at most 32 bits and a sign, like the machine's.
        STORE_IMM_64(W64,    0xc7,   1,     0,        false,   4);
        // spotless:on
        // @formatter:on

        private final int w;
        private final int opcode;
        private final int opcodeLength;
        private final int byteRegister;
        private final boolean word;
        private final int immediateBytes;

        Access(int w, int opcode, int opcodeLength, int byteRegister, boolean word, int immediateBytes) {
            this.w = w;
            this.opcode = opcode;
            this.opcodeLength = opcodeLength;
            this.byteRegister = byteRegister;
            this.word = word;
            this.immediateBytes = immediateBytes;
        }

        /** Loads 32 bits with their sign: where registers have 32 bits, there is no sign to extend. */
        static Access signed32(Emission emission) {
            return emission.natural() == W64 ? LOAD_I32 : LOAD_32;
        }
    }

    private abstract static class Accessing extends Row {
        private final int w;
        private final int opcode;
        private final int opcodeLength;
        private final int byteRegister;
        private final int prefixes;
        private final int prefixLength;
        final int immediateBytes;

        Accessing(Emission emission, Access access) {
            super(emission);
            w = access.w == NATURAL ? natural : access.w;
            opcode = access.opcode;
            opcodeLength = access.opcodeLength;
            byteRegister = access.byteRegister;
            prefixes = access.word ? ADDRESS_32 | OPERAND_16 << 8 : ADDRESS_32;
            prefixLength = access.word ? 2 : 1;
            immediateBytes = access.immediateBytes;
        }

        /** Where registers are zero-extended 32-bit values, an address without displacement needs no prefix. */
        final void indirect(int reg, int base, int displacement) {
            int dropped = natural == W32 & displacement == 0 ? 1 : 0;
            out.memory(
                    prefixes >>> 8 * dropped,
                    prefixLength - dropped,
                    w,
                    opcode,
                    opcodeLength,
                    reg,
                    byteRegister,
                    base,
                    displacement);
        }

        /** {@link Indirect}'s row for these registers. */
        final long template(int reg, int base) {
            boolean hasSib = (base & 7) == 4;
            long bits = opcode | (long) ((reg & 7) << 3 | base & 7) << 8 * opcodeLength;
            int length = opcodeLength + 1;
            if (hasSib) {
                bits |= 0x24L << 8 * length;
                length++;
            }
            int rex = w | (reg & 8) >> 1 | base >> 3;
            if (rex != 0 || byteRegister != 0 && reg >= 4) {
                bits = bits << 8 | 0x40 | rex;
                length++;
            }
            bits = bits << 8 * prefixLength | prefixes;
            length += prefixLength;
            long modRm = length - (hasSib ? 2 : 1);
            return bits | (long) length << 56 | modRm << 59 | ((base & 7) == 5 ? 1L << 62 : 0);
        }

        /** An address below 2^31 needs no prefix: it is not negative as a sign-extended displacement. */
        final void absolute(int reg, int address) {
            int dropped = ~address >>> 31;
            out.absolute(
                    prefixes >>> 8 * dropped,
                    prefixLength - dropped,
                    w,
                    opcode,
                    opcodeLength,
                    reg,
                    byteRegister,
                    address);
        }
    }

    /**
     * {@code r1 = [base + imm]} or {@code [base + imm] = r1}: a third of all instructions. So there is a table by the two
     * registers, of all bytes but the displacement:
     *
     * <pre>
     *   bits  0..55  prefixes, REX, opcode, ModRM for no displacement, SIB     bits 59..61  which of these is ModRM
     *   bits 56..58  how many bytes                                            bit  62      a displacement is a must
     * </pre>
     */
    static final class Indirect extends Accessing {
        private static final int PAIRS = 256;

        /** For sp in rbx, and for sp in rsp. */
        private final long[] templates = new long[2 * PAIRS];

        Indirect(Emission emission, Access access) {
            super(emission, access);
            for (int i = 0; i < templates.length; i++) {
                long mapping = GuestRegisters.mapping(i < PAIRS);
                int reg = GuestRegisters.hardware(mapping, Math.min(i & 15, Program.REGISTERS - 1));
                int base = GuestRegisters.hardware(mapping, Math.min(i >> 4 & 15, Program.REGISTERS - 1));
                templates[i] = template(reg, base);
            }
        }

        @Override
        void emit(InstructionReader r) {
            if (natural == W32) {
                indirect(r1(r), r2(r), imm(r));
            } else {
                byTemplate(r);
            }
            if (r.r2() == GuestRegisters.SP) {
                emission.stackAccessed();
            }
        }

        private void byTemplate(InstructionReader r) {
            int displacement = imm(r);
            long template = templates[(emission.stackPointer().isInRsp() ? PAIRS : 0) + r.registerPair()];
            // The mod field: 0, 1 or 2 for 0, 1 or 4 bytes of displacement.
            int any = (displacement | -displacement) >>> 31 | (int) (template >>> 62);
            int beyondByte = displacement + 128 >>> 8;
            int mod = any + ((beyondByte | -beyondByte) >>> 31);
            long bits = template | (long) mod << 8 * ((int) (template >>> 59) & 7) + 6;
            out.put(bits, (int) (template >>> 56) & 7, displacement, mod * mod);
        }
    }

    /** {@code [base + imm1] = imm2}. */
    static final class IndirectImm extends Accessing {
        IndirectImm(Emission emission, Access access) {
            super(emission, access);
        }

        @Override
        void emit(InstructionReader r) {
            indirect(0, r1(r), imm(r));
            out.put(r.imm2(), immediateBytes);
        }
    }

    /** {@code r1 = [imm]} or {@code [imm] = r1}. */
    static final class Absolute extends Accessing {
        Absolute(Emission emission, Access access) {
            super(emission, access);
        }

        @Override
        void emit(InstructionReader r) {
            absolute(r1(r), imm(r));
        }
    }

    /** {@code [imm1] = imm2}. */
    static final class AbsoluteImm extends Accessing {
        AbsoluteImm(Emission emission, Access access) {
            super(emission, access);
        }

        @Override
        void emit(InstructionReader r) {
            absolute(0, imm(r));
            out.put(r.imm2(), immediateBytes);
        }
    }
}
