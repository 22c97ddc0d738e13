package dev.paddock.linker.internal.riscv;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Condition;
import dev.paddock.linker.internal.ir.UnaryOp;
import dev.paddock.linker.internal.ir.Width;
import dev.paddock.linker.internal.riscv.RiscvInstruction.*;
import java.util.Optional;

/** Decodes instructions of 32 bits: RV32 and RV64 with M, A, Zbb, XTheadCondMov, and what PVM guests put into custom-0. */
public final class Decoder {
    private static final int UNIMP = 0xc0001073;

    private final boolean wide;
    private final CompressedDecoder compressed;

    public Decoder(boolean wide) {
        this.wide = wide;
        this.compressed = new CompressedDecoder(wide);
    }

    /** Bytes of the instruction that begins with these 16 bits: 2 or 4. */
    public static int length(int low) {
        return (low & 3) == 3 ? 4 : 2;
    }

    /** Decodes 32 bits, of which the low 16 count if they are a compressed instruction; empty if there is none such. */
    public Optional<RiscvInstruction> decode(int word) {
        return length(word) == 2 ? compressed.decode(word & 0xffff) : decodeFull(word);
    }

    private Optional<RiscvInstruction> decodeFull(int word) {
        int rd = word >>> 7 & 31;
        int rs1 = word >>> 15 & 31;
        int function = word >>> 12 & 7;
        return switch (word & 0x7f) {
            case 0x37 -> Optional.of(new Lui(rd, word & 0xfffff000));
            case 0x17 -> Optional.of(new Auipc(rd, word & 0xfffff000));
            case 0x6f -> Optional.of(new Jal(rd, jumpOffset(word)));
            case 0x67 -> function == 0 ? Optional.of(new Jalr(rd, rs1, word >> 20)) : Optional.empty();
            case 0x63 -> condition(function).map(c -> new Branch(c, rs1, rs2(word), branchOffset(word)));
            case 0x03 -> loadWidth(function).map(width -> new Load(width, rd, rs1, word >> 20));
            case 0x23 -> storeWidth(function).map(width -> new Store(width, rs1, rs2(word), storeOffset(word)));
            case 0x13 -> immediate(word, rd, rs1, function);
            case 0x1b -> wide ? immediate32(word, rd, rs1, function) : Optional.empty();
            case 0x33 -> register(word, rd, rs1, function);
            case 0x3b -> wide ? register32(word, rd, rs1, function) : Optional.empty();
            case 0x0f -> function <= 1 ? Optional.of(new Fence()) : Optional.empty();
            case 0x2f -> atomic(word, rd, rs1, function);
            case 0x73 -> word == UNIMP ? Optional.of(new Unimplemented()) : Optional.empty();
            case 0x0b -> custom(word, rd, rs1, function);
            default -> Optional.empty();
        };
    }

    private static int rs2(int word) {
        return word >>> 20 & 31;
    }

    private static long jumpOffset(int word) {
        return word >> 31 << 20 | word & 0xff000 | (word >>> 20 & 1) << 11 | (word >>> 21 & 0x3ff) << 1;
    }

    private static long branchOffset(int word) {
        return word >> 31 << 12 | (word >>> 7 & 1) << 11 | (word >>> 25 & 0x3f) << 5 | (word >>> 8 & 15) << 1;
    }

    private static long storeOffset(int word) {
        return word >> 25 << 5 | word >>> 7 & 31;
    }

    private static Optional<Condition> condition(int function) {
        return switch (function) {
            case 0 -> Optional.of(Condition.EQUAL);
            case 1 -> Optional.of(Condition.NOT_EQUAL);
            case 4 -> Optional.of(Condition.LESS_SIGNED);
            case 5 -> Optional.of(Condition.GREATER_OR_EQUAL_SIGNED);
            case 6 -> Optional.of(Condition.LESS_UNSIGNED);
            case 7 -> Optional.of(Condition.GREATER_OR_EQUAL_UNSIGNED);
            default -> Optional.empty();
        };
    }

    private Optional<Width> loadWidth(int function) {
        return switch (function) {
            case 0 -> Optional.of(Width.I8);
            case 1 -> Optional.of(Width.I16);
            case 2 -> Optional.of(Width.I32);
            case 3 -> wide ? Optional.of(Width.U64) : Optional.empty();
            case 4 -> Optional.of(Width.U8);
            case 5 -> Optional.of(Width.U16);
            case 6 -> wide ? Optional.of(Width.U32) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<Width> storeWidth(int function) {
        return switch (function) {
            case 0 -> Optional.of(Width.U8);
            case 1 -> Optional.of(Width.U16);
            case 2 -> Optional.of(wide ? Width.U32 : Width.I32);
            case 3 -> wide ? Optional.of(Width.U64) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<RiscvInstruction> immediate(int word, int rd, int rs1, int function) {
        long value = word >> 20;
        return switch (function) {
            case 0 -> Optional.of(new Immediate(Operations.add(wide), rd, rs1, value));
            case 1 -> leftGroup(word >>> 20, rd, rs1);
            case 2 -> Optional.of(new Immediate(BinaryOp.SET_LESS_THAN_SIGNED, rd, rs1, value));
            case 3 -> Optional.of(new Immediate(BinaryOp.SET_LESS_THAN_UNSIGNED, rd, rs1, value));
            case 4 -> Optional.of(new Immediate(BinaryOp.XOR, rd, rs1, value));
            case 5 -> rightGroup(word >>> 20, rd, rs1);
            case 6 -> Optional.of(new Immediate(BinaryOp.OR, rd, rs1, value));
            case 7 -> Optional.of(new Immediate(BinaryOp.AND, rd, rs1, value));
            default -> Optional.empty();
        };
    }

    private Optional<RiscvInstruction> leftGroup(int field, int rd, int rs1) {
        if (field < (wide ? 64 : 32)) {
            return Optional.of(new Immediate(Operations.shiftLeft(wide), rd, rs1, field));
        }
        return switch (field) {
            case 0x600 -> Optional.of(new Unary(Operations.leadingZeros(wide), rd, rs1));
            case 0x601 -> Optional.of(new Unary(Operations.trailingZeros(wide), rd, rs1));
            case 0x602 -> Optional.of(new Unary(Operations.setBits(wide), rd, rs1));
            case 0x604 -> Optional.of(new Unary(UnaryOp.SIGN_EXTEND_8, rd, rs1));
            case 0x605 -> Optional.of(new Unary(UnaryOp.SIGN_EXTEND_16, rd, rs1));
            default -> Optional.empty();
        };
    }

    private Optional<RiscvInstruction> rightGroup(int field, int rd, int rs1) {
        if (field == 0x287) {
            return Optional.of(new OrCombine(rd, rs1));
        }
        if (field == (wide ? 0x6b8 : 0x698)) {
            return Optional.of(new Unary(UnaryOp.REVERSE_BYTE, rd, rs1));
        }
        int amount = field & (wide ? 63 : 31);
        return switch (field - amount) {
            case 0 -> Optional.of(new Immediate(Operations.shiftRight(wide), rd, rs1, amount));
            case 0x400 -> Optional.of(new Immediate(Operations.shiftRightArithmetic(wide), rd, rs1, amount));
            case 0x600 -> Optional.of(new Immediate(Operations.rotateRight(wide), rd, rs1, amount));
            default -> Optional.empty();
        };
    }

    private static Optional<RiscvInstruction> immediate32(int word, int rd, int rs1, int function) {
        int field = word >>> 20;
        int amount = field & 31;
        return switch (function) {
            case 0 -> Optional.of(new Immediate(BinaryOp.ADD_32, rd, rs1, word >> 20));
            case 1 -> switch (field) {
                case 0x600 -> Optional.of(new Unary(UnaryOp.COUNT_LEADING_ZERO_BITS_32, rd, rs1));
                case 0x601 -> Optional.of(new Unary(UnaryOp.COUNT_TRAILING_ZERO_BITS_32, rd, rs1));
                case 0x602 -> Optional.of(new Unary(UnaryOp.COUNT_SET_BITS_32, rd, rs1));
                default -> field == amount
                        ? Optional.of(new Immediate(BinaryOp.SHIFT_LOGICAL_LEFT_32, rd, rs1, amount))
                        : Optional.empty();
            };
            case 5 -> switch (field - amount) {
                case 0 -> Optional.of(new Immediate(BinaryOp.SHIFT_LOGICAL_RIGHT_32, rd, rs1, amount));
                case 0x400 -> Optional.of(new Immediate(BinaryOp.SHIFT_ARITHMETIC_RIGHT_32, rd, rs1, amount));
                case 0x600 -> Optional.of(new Immediate(BinaryOp.ROTATE_RIGHT_32, rd, rs1, amount));
                default -> Optional.empty();
            };
            default -> Optional.empty();
        };
    }

    private Optional<RiscvInstruction> register(int word, int rd, int rs1, int function) {
        int upper = word >>> 25;
        if (!wide && upper == 4 && function == 4 && rs2(word) == 0) {
            return Optional.of(new Unary(UnaryOp.ZERO_EXTEND_16, rd, rs1));
        }
        return Operations.register(wide, upper, function).map(op -> new Register(op, rd, rs1, rs2(word)));
    }

    private static Optional<RiscvInstruction> register32(int word, int rd, int rs1, int function) {
        int upper = word >>> 25;
        if (upper == 4 && function == 4 && rs2(word) == 0) {
            return Optional.of(new Unary(UnaryOp.ZERO_EXTEND_16, rd, rs1));
        }
        return Operations.register32(upper, function).map(op -> new Register(op, rd, rs1, rs2(word)));
    }

    private Optional<RiscvInstruction> atomic(int word, int rd, int rs1, int function) {
        if (function != 2 && !(function == 3 && wide)) {
            return Optional.empty();
        }
        var width = function == 2 ? Width.I32 : Width.U64;
        int rs2 = rs2(word);
        return switch (word >>> 27) {
            case 0b00010 -> rs2 == 0 ? Optional.of(new LoadReserved(width, rd, rs1)) : Optional.empty();
            case 0b00011 -> Optional.of(new StoreConditional(width, rd, rs1, rs2));
            case 0b00001 -> Optional.of(new Atomic(AtomicOp.SWAP, width, rd, rs1, rs2));
            case 0b00000 -> Optional.of(new Atomic(AtomicOp.ADD, width, rd, rs1, rs2));
            case 0b00100 -> Optional.of(new Atomic(AtomicOp.XOR, width, rd, rs1, rs2));
            case 0b01100 -> Optional.of(new Atomic(AtomicOp.AND, width, rd, rs1, rs2));
            case 0b01000 -> Optional.of(new Atomic(AtomicOp.OR, width, rd, rs1, rs2));
            case 0b10000 -> Optional.of(new Atomic(AtomicOp.MIN, width, rd, rs1, rs2));
            case 0b10100 -> Optional.of(new Atomic(AtomicOp.MAX, width, rd, rs1, rs2));
            case 0b11000 -> Optional.of(new Atomic(AtomicOp.MIN_UNSIGNED, width, rd, rs1, rs2));
            case 0b11100 -> Optional.of(new Atomic(AtomicOp.MAX_UNSIGNED, width, rd, rs1, rs2));
            default -> Optional.empty();
        };
    }

    private static Optional<RiscvInstruction> custom(int word, int rd, int rs1, int function) {
        int upper = word >>> 25;
        int rs2 = rs2(word);
        boolean bare = upper == 0 && rs2 == 0;
        if (function == 3 && (upper & 3) == 3) {
            return Optional.of(new Choose(rd, rs2, rs1, word >>> 27));
        }
        return switch (function) {
            case 0 -> bare && rd == 0 && rs1 == 0 ? Optional.of(new HostCall()) : Optional.empty();
            case 1 -> switch (upper) {
                case 0x20 -> Optional.of(new ConditionalMove(true, rd, rs1, rs2));
                case 0x21 -> Optional.of(new ConditionalMove(false, rd, rs1, rs2));
                case 0 -> bare && rd != 0 && rs1 != 0 ? Optional.of(new Sbrk(rd, rs1)) : Optional.empty();
                default -> Optional.empty();
            };
            case 2 -> bare && rd == 0 && rs1 == 0 ? Optional.of(new Memset()) : Optional.empty();
            case 3 -> bare && rd != 0 && rs1 == 0 ? Optional.of(new HeapBase(rd)) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
