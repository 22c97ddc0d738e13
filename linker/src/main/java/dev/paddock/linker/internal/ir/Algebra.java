package dev.paddock.linker.internal.ir;

import static dev.paddock.linker.internal.ir.BinaryOp.*;

import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Instruction.Move;
import dev.paddock.linker.internal.ir.Instruction.Select;
import dev.paddock.linker.internal.ir.Instruction.Unary;
import dev.paddock.linker.internal.ir.Value.Const;
import java.util.Optional;

/** Says the same in a cheaper or plainer way, looking at one instruction alone. */
public final class Algebra {
    private final boolean wide;

    public Algebra(boolean wide) {
        this.wide = wide;
    }

    /** The instruction in its plainest form; empty if it does nothing. */
    public Optional<Instruction> simplify(Instruction instruction) {
        return switch (instruction) {
            case Move(int d, Value.Reg(int s), _) when d == s -> Optional.empty();
            case Unary(UnaryOp op, int d, Const(long a), var at) ->
                Optional.of(new Move(d, Value.of(op.evaluate(wide, a)), at));
            case Binary binary -> binary(binary);
            case Select(_, boolean ifZero, _, Const(long c), _) when ifZero != (c == 0) -> Optional.empty();
            case Select(int d, _, Value value, Const _, var at) -> simplify(new Move(d, value, at));
            case Select(int d, _, Value.Reg(int s), _, _) when d == s -> Optional.empty();
            case Instruction.Load(var width, int d, Const(long base), Value offset, var at) when base != 0 ->
                Optional.of(new Instruction.Load(width, d, Value.ZERO, plus(offset, base), at));
            case Instruction.Store(var width, Const(long base), Value offset, Value value, var at) when base != 0 ->
                Optional.of(new Instruction.Store(width, Value.ZERO, plus(offset, base), value, at));
            default -> Optional.of(instruction);
        };
    }

    /** An address or number further on; code addresses can't be counted with and stay. */
    public static Value plus(Value value, long distance) {
        return switch (value) {
            case Const(long c) -> Value.of(c + distance);
            case Value.DataAddress(var section, long offset) -> new Value.DataAddress(section, offset + distance);
            case Value.Reg _, Value.CodeAddress _, Value.HeapBase _ ->
                throw new IllegalArgumentException(value + " plus a number");
        };
    }

    private Optional<Instruction> binary(Binary binary) {
        var op = binary.op();
        var a = binary.a();
        var b = binary.b();
        if (a instanceof Const(long x) && b instanceof Const(long y)) {
            return move(binary, Value.of(op.evaluate(wide, x, y)));
        }
        boolean isAddressLast = a instanceof Const && b instanceof Value.DataAddress;
        if (a.isConstant() && (!b.isConstant() || isAddressLast) && op.isCommutative()) {
            return binary(new Binary(op, binary.d(), b, a, binary.location()));
        }
        if (a.equals(b)) {
            var same = same(binary);
            if (same.isPresent()) {
                return same;
            }
        }
        return b instanceof Const(long c) ? constantRight(binary, c) : constantLeft(binary);
    }

    private Optional<Instruction> move(Binary binary, Value value) {
        return simplify(new Move(binary.d(), value, binary.location()));
    }

    private static Instruction with(Binary binary, BinaryOp op, long constant) {
        return new Binary(op, binary.d(), binary.a(), Value.of(constant), binary.location());
    }

    /** Both operands are one. */
    private Optional<Instruction> same(Binary binary) {
        return switch (binary.op()) {
            case AND, OR, MAXIMUM, MAXIMUM_UNSIGNED, MINIMUM, MINIMUM_UNSIGNED -> move(binary, binary.a());
            case XOR, SUB_64, SUB_32, AND_INVERTED, SET_LESS_THAN_SIGNED, SET_LESS_THAN_UNSIGNED ->
                move(binary, Value.ZERO);
            case XNOR, OR_INVERTED -> move(binary, Value.of(-1));
            default -> Optional.empty();
        };
    }

    private Optional<Instruction> constantLeft(Binary binary) {
        if (!(binary.a() instanceof Const(long c))) {
            return Optional.of(binary);
        }
        return switch (binary.op()) {
            case SHIFT_LOGICAL_LEFT_64, SHIFT_LOGICAL_LEFT_32, SHIFT_LOGICAL_RIGHT_64, SHIFT_LOGICAL_RIGHT_32,
                    SHIFT_ARITHMETIC_RIGHT_64, SHIFT_ARITHMETIC_RIGHT_32, AND_INVERTED -> c == 0
                    ? move(binary, Value.ZERO)
                    : Optional.of(binary);
            default -> Optional.of(binary);
        };
    }

    private Optional<Instruction> constantRight(Binary binary, long c) {
        var a = binary.a();
        long mask = wide ? -1 : 0xffff_ffffL;
        return switch (binary.op()) {
            case ADD_64 -> c == 0 ? move(binary, a) : addition(binary, c);
            case ADD_32 -> c == 0 && !wide ? move(binary, a) : wide ? Optional.of(binary) : addition(binary, c);
            case SUB_64 -> binary(new Binary(ADD_64, binary.d(), a, Value.of(-c), binary.location()));
            case SUB_32 -> binary(new Binary(ADD_32, binary.d(), a, Value.of((int) -c), binary.location()));
            case AND -> c == 0 ? move(binary, Value.ZERO) : c == -1 ? move(binary, a) : Optional.of(binary);
            case OR -> c == 0 ? move(binary, a) : c == -1 ? move(binary, Value.of(-1)) : Optional.of(binary);
            case XOR -> c == 0 ? move(binary, a) : Optional.of(binary);
            case AND_INVERTED -> binary((Binary) with(binary, AND, ~c));
            case OR_INVERTED -> binary((Binary) with(binary, OR, ~c));
            case XNOR -> binary((Binary) with(binary, XOR, ~c));
            case SHIFT_LOGICAL_LEFT_64, SHIFT_LOGICAL_RIGHT_64, SHIFT_ARITHMETIC_RIGHT_64, ROTATE_RIGHT_64 ->
                (c & 63) == 0 ? move(binary, a) : Optional.of(with(binary, binary.op(), c & 63));
            case ROTATE_LEFT_64 -> binary((Binary) with(binary, ROTATE_RIGHT_64, -c & 63));
            case ROTATE_LEFT_32 -> Optional.of(with(binary, ROTATE_RIGHT_32, -c & 31));
            case SHIFT_LOGICAL_LEFT_32, SHIFT_LOGICAL_RIGHT_32, SHIFT_ARITHMETIC_RIGHT_32, ROTATE_RIGHT_32 -> {
                if ((c & 31) != 0) {
                    yield Optional.of(with(binary, binary.op(), c & 31));
                }
                yield wide ? Optional.of(with(binary, ADD_32, 0)) : move(binary, a);
            }
            case MUL_64 -> product(binary, c, ADD_64);
            case MUL_32 -> product(binary, (int) c, ADD_32);
            case DIV_UNSIGNED_64 -> c == 1 ? move(binary, a) : Optional.of(binary);
            case REM_UNSIGNED_64 -> c == 1 ? move(binary, Value.ZERO) : Optional.of(binary);
            case SET_LESS_THAN_UNSIGNED -> (c & mask) == 0 ? move(binary, Value.ZERO) : Optional.of(binary);
            case MINIMUM_UNSIGNED -> (c & mask) == 0 ? move(binary, Value.ZERO) : Optional.of(binary);
            case MAXIMUM_UNSIGNED -> (c & mask) == 0 ? move(binary, a) : Optional.of(binary);
            default -> Optional.of(binary);
        };
    }

    /** Addresses of data can be counted with. */
    private Optional<Instruction> addition(Binary binary, long c) {
        return binary.a() instanceof Value.DataAddress address ? move(binary, plus(address, c)) : Optional.of(binary);
    }

    private Optional<Instruction> product(Binary binary, long c, BinaryOp add) {
        if (c == 0) {
            return move(binary, Value.ZERO);
        }
        return c == 1 ? simplify(with(binary, add, 0)) : Optional.of(binary);
    }
}
