package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Registers;
import dev.paddock.linker.internal.ir.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What registers of 64 bits hold, as sums of multiples of what they held at first and a constant; all modulo 2^64. */
final class Sums {
    private static final int CONSTANT = Registers.COUNT;

    private final @Nullable Sum[] known = new Sum[Value.Reg.LIMIT];

    /** One factor for each register, then the constant. */
    record Sum(long[] factors) {
        long of(int register) {
            return factors[register];
        }

        long constant() {
            return factors[CONSTANT];
        }

        private Sum plus(Sum other, long times) {
            var sum = factors.clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other.factors[i] * times;
            }
            return new Sum(sum);
        }

        boolean isConstant() {
            return Arrays.stream(factors, 0, Registers.COUNT).allMatch(factor -> factor == 0);
        }

        /** Whether it is a register and something on top, as long as nothing overflows. */
        boolean isMore(int register) {
            return isMoreOrSame(register) && !is(register);
        }

        boolean isMoreOrSame(int register) {
            return of(register) == 1 && Arrays.stream(factors).allMatch(factor -> factor >= 0);
        }

        /** Whether it is what a register held at first, and nothing else. */
        boolean is(int register) {
            return Arrays.equals(factors, one(register).factors);
        }
    }

    Sums() {
        for (int r = 0; r < Registers.COUNT; r++) {
            known[r] = one(r);
        }
    }

    private static Sum one(int index) {
        var factors = new long[Registers.COUNT + 1];
        factors[index] = 1;
        return new Sum(factors);
    }

    /** The value as a sum, or null if it is none. */
    @Nullable Sum of(Value value) {
        return switch (value) {
            case Value.Reg(int r) -> known[r];
            case Value.Const(long c) -> number(c);
            case Value.DataAddress _, Value.CodeAddress _, Value.HeapBase _ -> null;
        };
    }

    private static Sum number(long constant) {
        var factors = new long[Registers.COUNT + 1];
        factors[CONSTANT] = constant;
        return new Sum(factors);
    }

    void apply(Instruction instruction) {
        var result = result(instruction);
        int writes = instruction.writes();
        for (int r = 0; r < known.length; r++) {
            if ((writes & 1 << r) != 0) {
                known[r] = result;
            }
        }
    }

    private @Nullable Sum result(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Move(_, Value value, _) -> of(value);
            case Instruction.Binary(BinaryOp op, _, Value a, Value b, _) -> {
                var left = of(a);
                yield left == null ? null : binary(op, left, b);
            }
            default -> null;
        };
    }

    private @Nullable Sum binary(BinaryOp op, Sum left, Value b) {
        if (op == BinaryOp.ADD_64 || op == BinaryOp.SUB_64) {
            var right = of(b);
            return right == null ? null : left.plus(right, op == BinaryOp.ADD_64 ? 1 : -1);
        }
        if (!(b instanceof Value.Const(long c))) {
            return null;
        }
        return switch (op) {
            case MUL_64 -> number(0).plus(left, c);
            case SHIFT_LOGICAL_LEFT_64 -> number(0).plus(left, 1L << c);
            default -> null;
        };
    }
}
