package dev.paddock.linker.internal.emit;

import dev.paddock.linker.internal.ir.Algebra;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Instruction.Load;
import dev.paddock.linker.internal.ir.Instruction.Move;
import dev.paddock.linker.internal.ir.Instruction.Sbrk;
import dev.paddock.linker.internal.ir.Instruction.Select;
import dev.paddock.linker.internal.ir.Instruction.Store;
import dev.paddock.linker.internal.ir.Location;
import dev.paddock.linker.internal.ir.Value;
import dev.paddock.linker.internal.ir.Width;
import java.util.ArrayList;
import java.util.List;

/** Leaves only what the machine has an instruction for: constants that do not fit go into registers first. */
final class Legalizer {
    /** Lowering and passes use those below. */
    private static final int FIRST = 28;

    private final Numbers numbers;
    private final Algebra algebra;
    private List<Instruction> out = new ArrayList<>();
    private int next = FIRST;

    Legalizer(boolean wide, Numbers numbers) {
        this.numbers = numbers;
        this.algebra = new Algebra(wide);
    }

    void legalize(Block block) {
        out = new ArrayList<>(block.body().size() + 4);
        for (var instruction : block.body()) {
            next = FIRST;
            algebra.simplify(instruction.withValues(numbers::resolve)).ifPresent(this::add);
        }
        next = FIRST;
        block.end(end(block.end().withValues(numbers::resolve)));
        block.body(out);
    }

    private End end(End end) {
        if (!(end instanceof End.Branch(var condition, Value a, Value b, Block taken, Block otherwise, var at))) {
            return end;
        }
        if (a instanceof Value.Const(long x) && b instanceof Value.Const(long y)) {
            return new End.Jump(condition.holds(x, y) ? taken : otherwise, at);
        }
        return new End.Branch(
                condition,
                a.isConstant() && !a.isImmediate() ? register(a, at) : a,
                b.isConstant() && !b.isImmediate() ? register(b, at) : b,
                taken,
                otherwise,
                at);
    }

    private Value register(Value value, Location at) {
        if (!value.isConstant()) {
            return value;
        }
        var temporary = Value.register(next++);
        out.add(new Move(temporary.number(), value, at));
        return temporary;
    }

    private void add(Instruction instruction) {
        out.add(switch (instruction) {
            case Binary binary -> binary(binary);
            case Select(int d, boolean ifZero, Value value, Value condition, var at) ->
                new Select(d, ifZero, value.isConstant() && !value.isImmediate() ? register(value, at) : value, condition, at);
            case Load(var width, int d, Value base, Value offset, var at) ->
                new Load(width, d, base, low(offset), at);
            case Store(var width, Value base, Value offset, Value value, var at) -> {
                var low = stored(width, value);
                yield new Store(width, base, low(offset), low.isImmediate() ? low : register(low, at), at);
            }
            case Sbrk(int d, Value size, var at) -> new Sbrk(d, register(size, at), at);
            case Move _, Instruction.Unary _, Instruction.HostCall _, Instruction.Memset _ -> instruction;
        });
    }

    /** Of addresses the low 32 bits count. */
    private static Value low(Value offset) {
        return Value.of((int) ((Value.Const) offset).value());
    }

    /** Only the low bytes of a constant are stored: whichever extension is shortest. */
    private static Value stored(Width width, Value value) {
        if (!(value instanceof Value.Const(long c))) {
            return value;
        }
        return Value.of(switch (width.bytes()) {
            case 1 -> (byte) c;
            case 2 -> (short) c;
            case 4 -> (int) c;
            default -> c;
        });
    }

    private Instruction binary(Binary binary) {
        var op = binary.op();
        var a = binary.a();
        var b = binary.b();
        if (b instanceof Value.Const c && !(c.isImmediate() && op.constantRight().isPresent())) {
            return new Binary(op, binary.d(), a, operand(binary, c), binary.location());
        }
        if (a instanceof Value.Const c && !(c.isImmediate() && op.constantLeft().isPresent())) {
            return new Binary(op, binary.d(), operand(binary, c), b, binary.location());
        }
        return binary;
    }

    /** A register with a constant: the destination, if the instruction does not read it anyway. */
    private Value operand(Binary binary, Value.Const constant) {
        int d = binary.d();
        if ((binary.reads() & 1 << d) != 0) {
            return register(constant, binary.location());
        }
        out.add(new Move(d, constant, binary.location()));
        return Value.register(d);
    }
}
