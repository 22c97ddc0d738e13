package dev.paddock.linker.internal.riscv;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Condition;
import dev.paddock.linker.internal.ir.Width;
import dev.paddock.linker.internal.riscv.RiscvInstruction.*;
import java.util.Optional;

/** Decodes instructions of 16 bits (extension C). */
final class CompressedDecoder {
    private static final int SP = 2;

    private final boolean wide;
    private final BinaryOp add;

    CompressedDecoder(boolean wide) {
        this.wide = wide;
        this.add = Operations.add(wide);
    }

    Optional<RiscvInstruction> decode(int half) {
        if (half == 0) {
            return Optional.of(new Unimplemented());
        }
        int function = half >>> 13;
        return switch (half & 3) {
            case 0 -> small(half, function);
            case 1 -> middle(half, function);
            case 2 -> large(half, function);
            default -> Optional.empty();
        };
    }

    /** Bits {@code from..from+count-1} of {@code half}, moved to bit {@code to}. */
    private static int field(int half, int from, int count, int to) {
        return (half >>> from & (1 << count) - 1) << to;
    }

    private static long signed(int value, int bits) {
        return value << 32 - bits >> 32 - bits;
    }

    private Optional<RiscvInstruction> small(int half, int function) {
        int low = (half >>> 2 & 7) + 8;
        int high = (half >>> 7 & 7) + 8;
        int word = field(half, 10, 3, 3) | field(half, 6, 1, 2) | field(half, 5, 1, 6);
        int twoWords = field(half, 10, 3, 3) | field(half, 5, 2, 6);
        return switch (function) {
            case 0 -> {
                int amount = field(half, 11, 2, 4) | field(half, 7, 4, 6) | field(half, 6, 1, 2) | field(half, 5, 1, 3);
                yield amount == 0 ? Optional.empty() : Optional.of(new Immediate(add, low, SP, amount));
            }
            case 2 -> Optional.of(new Load(Width.I32, low, high, word));
            case 3 -> wide ? Optional.of(new Load(Width.U64, low, high, twoWords)) : Optional.empty();
            case 6 -> Optional.of(new Store(wide ? Width.U32 : Width.I32, high, low, word));
            case 7 -> wide ? Optional.of(new Store(Width.U64, high, low, twoWords)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<RiscvInstruction> middle(int half, int function) {
        int rd = half >>> 7 & 31;
        long value = signed(field(half, 12, 1, 5) | field(half, 2, 5, 0), 6);
        return switch (function) {
            case 0 -> Optional.of(new Immediate(add, rd, rd, value));
            case 1 -> wide
                    ? rd == 0 ? Optional.empty() : Optional.of(new Immediate(BinaryOp.ADD_32, rd, rd, value))
                    : Optional.of(new Jal(1, jumpOffset(half)));
            case 2 -> Optional.of(new Immediate(add, rd, 0, value));
            case 3 -> rd == SP ? growStack(half) : value == 0 ? Optional.empty() : Optional.of(new Lui(rd, value << 12));
            case 4 -> arithmetic(half, value);
            case 5 -> Optional.of(new Jal(0, jumpOffset(half)));
            case 6 -> Optional.of(new Branch(Condition.EQUAL, (half >>> 7 & 7) + 8, 0, branchOffset(half)));
            case 7 -> Optional.of(new Branch(Condition.NOT_EQUAL, (half >>> 7 & 7) + 8, 0, branchOffset(half)));
            default -> Optional.empty();
        };
    }

    private Optional<RiscvInstruction> growStack(int half) {
        int amount = field(half, 12, 1, 9) | field(half, 6, 1, 4) | field(half, 5, 1, 6) | field(half, 3, 2, 7)
                | field(half, 2, 1, 5);
        return amount == 0 ? Optional.empty() : Optional.of(new Immediate(add, SP, SP, signed(amount, 10)));
    }

    private Optional<RiscvInstruction> arithmetic(int half, long value) {
        int rd = (half >>> 7 & 7) + 8;
        int rs2 = (half >>> 2 & 7) + 8;
        boolean fits = wide || value >= 0;
        long amount = value & (wide ? 63 : 31);
        return switch (half >>> 10 & 3) {
            case 0 -> fits ? Optional.of(new Immediate(Operations.shiftRight(wide), rd, rd, amount)) : Optional.empty();
            case 1 -> fits
                    ? Optional.of(new Immediate(Operations.shiftRightArithmetic(wide), rd, rd, amount))
                    : Optional.empty();
            case 2 -> Optional.of(new Immediate(BinaryOp.AND, rd, rd, value));
            default -> switch (half >>> 10 & 4 | half >>> 5 & 3) {
                case 0 -> Optional.of(new Register(wide ? BinaryOp.SUB_64 : BinaryOp.SUB_32, rd, rd, rs2));
                case 1 -> Optional.of(new Register(BinaryOp.XOR, rd, rd, rs2));
                case 2 -> Optional.of(new Register(BinaryOp.OR, rd, rd, rs2));
                case 3 -> Optional.of(new Register(BinaryOp.AND, rd, rd, rs2));
                case 4 -> wide ? Optional.of(new Register(BinaryOp.SUB_32, rd, rd, rs2)) : Optional.empty();
                case 5 -> wide ? Optional.of(new Register(BinaryOp.ADD_32, rd, rd, rs2)) : Optional.empty();
                default -> Optional.empty();
            };
        };
    }

    private static long jumpOffset(int half) {
        return signed(
                field(half, 12, 1, 11) | field(half, 11, 1, 4) | field(half, 9, 2, 8) | field(half, 8, 1, 10)
                        | field(half, 7, 1, 6) | field(half, 6, 1, 7) | field(half, 3, 3, 1) | field(half, 2, 1, 5),
                12);
    }

    private static long branchOffset(int half) {
        return signed(
                field(half, 12, 1, 8) | field(half, 10, 2, 3) | field(half, 5, 2, 6) | field(half, 3, 2, 1)
                        | field(half, 2, 1, 5),
                9);
    }

    private Optional<RiscvInstruction> large(int half, int function) {
        int rd = half >>> 7 & 31;
        int rs2 = half >>> 2 & 31;
        int word = field(half, 12, 1, 5) | field(half, 4, 3, 2) | field(half, 2, 2, 6);
        int twoWords = field(half, 12, 1, 5) | field(half, 5, 2, 3) | field(half, 2, 3, 6);
        return switch (function) {
            case 0 -> {
                int amount = field(half, 12, 1, 5) | rs2;
                yield amount < (wide ? 64 : 32)
                        ? Optional.of(new Immediate(Operations.shiftLeft(wide), rd, rd, amount))
                        : Optional.empty();
            }
            case 2 -> rd == 0 ? Optional.empty() : Optional.of(new Load(Width.I32, rd, SP, word));
            case 3 -> wide && rd != 0 ? Optional.of(new Load(Width.U64, rd, SP, twoWords)) : Optional.empty();
            case 4 -> jumpOrAdd(half, rd, rs2);
            case 6 -> {
                int offset = field(half, 9, 4, 2) | field(half, 7, 2, 6);
                yield Optional.of(new Store(wide ? Width.U32 : Width.I32, SP, rs2, offset));
            }
            case 7 -> wide
                    ? Optional.of(new Store(Width.U64, SP, rs2, field(half, 10, 3, 3) | field(half, 7, 3, 6)))
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<RiscvInstruction> jumpOrAdd(int half, int rd, int rs2) {
        boolean second = (half >>> 12 & 1) != 0;
        if (rs2 == 0) {
            return rd == 0 ? Optional.empty() : Optional.of(new Jalr(second ? 1 : 0, rd, 0));
        }
        return Optional.of(second ? new Register(add, rd, rd, rs2) : new Register(add, rd, 0, rs2));
    }
}
