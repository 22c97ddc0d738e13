package dev.paddock.linker.internal.pass;

import static dev.paddock.linker.internal.ir.BinaryOp.*;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Condition;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Instruction.Select;
import dev.paddock.linker.internal.ir.Instruction.Unary;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.UnaryOp;
import dev.paddock.linker.internal.ir.Value;
import dev.paddock.linker.internal.ir.Value.Const;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says in one instruction what takes two: pairs of shifts, sums of sums, comparisons of comparisons, inverted operands. The
 * second of a pair then reads what the first read; the first is left for others, or dead.
 */
final class PairFusion {
    private final boolean wide;
    /** For each register the operation whose result it holds, as long as its operands are what they were. */
    private final @Nullable Binary[] origins = new Binary[Value.Reg.LIMIT];

    private PairFusion(boolean wide) {
        this.wide = wide;
    }

    static void run(Unit unit) {
        unit.blocks().forEach(block -> new PairFusion(unit.wide()).run(block));
    }

    private void run(Block block) {
        block.body().replaceAll(instruction -> {
            var fused = fused(instruction);
            note(fused);
            return fused;
        });
        if (block.end() instanceof End.Branch branch) {
            block.end(fused(branch));
        }
    }

    private void note(Instruction instruction) {
        int writes = instruction.writes();
        for (int r = 0; r < origins.length; r++) {
            var origin = origins[r];
            if ((writes & 1 << r) != 0 || origin != null && (origin.reads() & writes) != 0) {
                origins[r] = null;
            }
        }
        if (instruction instanceof Binary binary && (binary.reads() & (1 << binary.d() | ~0 << Value.Reg.FIRST_TEMPORARY)) == 0) {
            origins[binary.d()] = binary;
        }
    }

    private Optional<Binary> origin(Value value) {
        return value instanceof Value.Reg(int r) ? Optional.ofNullable(origins[r]) : Optional.empty();
    }

    private Instruction fused(Instruction instruction) {
        return switch (instruction) {
            case Binary binary -> origin(binary.a())
                    .flatMap(first -> withFirst(binary, first))
                    .or(() -> origin(binary.b()).flatMap(second -> withSecond(binary, second)))
                    .orElse(binary);
            case Select(int d, boolean ifZero, Value value, Value condition, var at) ->
                origin(condition)
                        .flatMap(PairFusion::test)
                        .<Instruction>map(test -> new Select(d, ifZero == test.ifSet(), value, test.of(), at))
                        .orElse(instruction);
            default -> instruction;
        };
    }

    private Optional<Instruction> withFirst(Binary binary, Binary first) {
        if (binary.b() instanceof Const(long c) && first.b() instanceof Const(long f)) {
            return constants(binary, c, first, f);
        }
        if (isInversion(first) && !binary.b().isConstant()) {
            return inverted(binary, binary.b(), first.a());
        }
        return binary.op() == add() && isNegation(first) && !binary.b().isConstant()
                ? Optional.of(new Binary(subtract(), binary.d(), binary.b(), first.b(), binary.location()))
                : Optional.empty();
    }

    private Optional<Instruction> withSecond(Binary binary, Binary second) {
        if (binary.a().isConstant()) {
            return Optional.empty();
        }
        if (isInversion(second)) {
            return inverted(binary, binary.a(), second.a());
        }
        if (!isNegation(second)) {
            return Optional.empty();
        }
        return binary.op() == add() || binary.op() == subtract()
                ? Optional.of(new Binary(
                        binary.op() == add() ? subtract() : add(), binary.d(), binary.a(), second.b(), binary.location()))
                : Optional.empty();
    }

    private BinaryOp add() {
        return wide ? ADD_64 : ADD_32;
    }

    private BinaryOp subtract() {
        return wide ? SUB_64 : SUB_32;
    }

    private static boolean isInversion(Binary binary) {
        return binary.op() == XOR && binary.b() instanceof Const(long c) && c == -1;
    }

    private boolean isNegation(Binary binary) {
        return binary.op() == subtract() && binary.a().equals(Value.ZERO) && !binary.b().isConstant();
    }

    private static Optional<Instruction> inverted(Binary binary, Value plain, Value inverted) {
        var op = switch (binary.op()) {
            case AND -> AND_INVERTED;
            case OR -> OR_INVERTED;
            case XOR -> XNOR;
            default -> null;
        };
        return Optional.ofNullable(op).map(o -> new Binary(o, binary.d(), plain, inverted, binary.location()));
    }

    /** (a first f) op c. */
    private Optional<Instruction> constants(Binary binary, long c, Binary first, long f) {
        var a = first.a();
        if (a.isConstant()) {
            return Optional.empty();
        }
        return switch (binary.op()) {
            case ADD_64 -> first.op() == ADD_64 && isImmediate(f + c) ? with(binary, ADD_64, a, f + c) : Optional.empty();
            case ADD_32 -> first.op() == ADD_32 || first.op() == ADD_64
                    ? with(binary, ADD_32, a, (int) (f + c))
                    : Optional.empty();
            case AND, OR, XOR -> first.op() == binary.op()
                    ? with(binary, binary.op(), a, binary.op().evaluate(wide, f, c))
                    : Optional.empty();
            case SHIFT_LOGICAL_RIGHT_64 -> first.op() == SHIFT_LOGICAL_LEFT_64 && f == c
                    ? zeroExtension(binary, a, Long.SIZE - (int) c)
                    : Optional.empty();
            case SHIFT_LOGICAL_RIGHT_32 -> !wide && first.op() == SHIFT_LOGICAL_LEFT_32 && f == c
                    ? zeroExtension(binary, a, Integer.SIZE - (int) c)
                    : Optional.empty();
            case SHIFT_ARITHMETIC_RIGHT_64 -> first.op() == SHIFT_LOGICAL_LEFT_64 && f == c
                    ? signExtension(binary, a, Long.SIZE - (int) c)
                    : Optional.empty();
            case SHIFT_ARITHMETIC_RIGHT_32 -> first.op() == SHIFT_LOGICAL_LEFT_32 && f == c
                    ? signExtension(binary, a, Integer.SIZE - (int) c)
                    : Optional.empty();
            case SHIFT_LOGICAL_LEFT_64 -> first.op() == SHIFT_LOGICAL_LEFT_64 && f + c < Long.SIZE
                    ? with(binary, SHIFT_LOGICAL_LEFT_64, a, f + c)
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isImmediate(long value) {
        return value == (int) value;
    }

    private static Optional<Instruction> with(Binary binary, BinaryOp op, Value a, long c) {
        return Optional.of(new Binary(op, binary.d(), a, Value.of(c), binary.location()));
    }

    /** Masks of up to 31 bits are immediates. */
    private static Optional<Instruction> zeroExtension(Binary binary, Value a, int bits) {
        return bits > 0 && bits < Integer.SIZE ? with(binary, AND, a, (1L << bits) - 1) : Optional.empty();
    }

    private static Optional<Instruction> signExtension(Binary binary, Value a, int bits) {
        return switch (bits) {
            case 8 -> Optional.of(new Unary(UnaryOp.SIGN_EXTEND_8, binary.d(), a, binary.location()));
            case 16 -> Optional.of(new Unary(UnaryOp.SIGN_EXTEND_16, binary.d(), a, binary.location()));
            case 32 -> with(binary, ADD_32, a, 0);
            default -> Optional.empty();
        };
    }

    /** Whether a value is zero, told by another value. */
    private record Test(Value of, boolean ifSet) {}

    private static Optional<Test> test(Binary comparison) {
        if (comparison.op() != SET_LESS_THAN_UNSIGNED) {
            return Optional.empty();
        }
        if (comparison.a().equals(Value.ZERO) && !comparison.b().isConstant()) {
            return Optional.of(new Test(comparison.b(), true));
        }
        return comparison.b().equals(Value.of(1)) && !comparison.a().isConstant()
                ? Optional.of(new Test(comparison.a(), false))
                : Optional.empty();
    }

    private End fused(End.Branch branch) {
        var condition = branch.condition();
        boolean tests = condition == Condition.EQUAL || condition == Condition.NOT_EQUAL;
        if (!tests || !branch.b().equals(Value.ZERO)) {
            return branch;
        }
        boolean ifSet = condition == Condition.NOT_EQUAL;
        return origin(branch.a())
                .flatMap(origin -> compared(origin).map(c -> new End.Branch(
                        ifSet ? c : c.negated(), origin.a(), origin.b(), branch.taken(), branch.otherwise(), branch.location())))
                .orElse(branch);
    }

    /** What holds of the operands when the result is not zero. */
    private Optional<Condition> compared(Binary binary) {
        if (binary.a().isConstant() && binary.b().isConstant()
                || binary.b() instanceof Const(long c) && !isImmediate(c)) {
            return Optional.empty();
        }
        return switch (binary.op()) {
            case SET_LESS_THAN_UNSIGNED -> Optional.of(Condition.LESS_UNSIGNED);
            case SET_LESS_THAN_SIGNED -> Optional.of(Condition.LESS_SIGNED);
            case XOR -> Optional.of(Condition.NOT_EQUAL);
            case SUB_64 -> Optional.of(Condition.NOT_EQUAL);
            case SUB_32 -> wide ? Optional.empty() : Optional.of(Condition.NOT_EQUAL);
            default -> Optional.empty();
        };
    }
}
