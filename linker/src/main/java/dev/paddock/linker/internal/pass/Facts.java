package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Registers;
import dev.paddock.linker.internal.ir.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What registers are known to hold at a point of the program: a constant, or the same as another register. */
final class Facts {
    private final @Nullable Value[] known = new Value[Value.Reg.LIMIT];

    static Facts nothing() {
        return new Facts();
    }

    Facts copy() {
        var copy = new Facts();
        System.arraycopy(known, 0, copy.known, 0, known.length);
        return copy;
    }

    /** Forgets what the other does not know too; returns whether that was anything. */
    boolean meet(Facts other) {
        boolean changed = false;
        for (int r = 0; r < Registers.COUNT; r++) {
            var mine = known[r];
            if (mine != null && !mine.equals(other.known[r])) {
                known[r] = null;
                changed = true;
            }
        }
        return changed;
    }

    void forgetTemporaries() {
        Arrays.fill(known, Registers.COUNT, known.length, null);
    }

    /** The constant that a value is known to be, else the value. */
    Value constant(Value value) {
        if (value instanceof Value.Reg(int r)) {
            var fact = known[r];
            return fact != null && fact.isConstant() ? fact : value;
        }
        return value;
    }

    /** The register or constant that a value is a copy of, else the value. */
    Value origin(Value value) {
        if (value instanceof Value.Reg(int r)) {
            var fact = known[r];
            return fact != null ? fact : value;
        }
        return value;
    }

    /** The register that a value is a copy of, else the value. */
    Value copied(Value value) {
        return origin(value) instanceof Value.Reg register ? register : value;
    }

    /** A register that holds a constant, or -1. */
    int holder(Value constant) {
        for (int r = 0; r < Registers.COUNT; r++) {
            if (constant.equals(known[r])) {
                return r;
            }
        }
        return -1;
    }

    /** What a register is known to hold; itself if nothing. */
    Value of(int register) {
        return origin(Value.register(register));
    }

    /**
     * Takes note of an instruction.
     *
     * @param result what its destination holds afterwards, as far as is known: a constant or a register; else null
     */
    void apply(Instruction instruction, @Nullable Value result) {
        var fact = result == null ? null : origin(result);
        int writes = instruction.writes();
        for (int r = 0; r < known.length; r++) {
            var held = known[r];
            if ((writes & 1 << r) != 0 || held != null && (held.mask() & writes) != 0) {
                known[r] = null;
            }
        }
        int d = instruction.destination();
        if (d >= 0 && fact != null && (fact.mask() & 1 << d) == 0 && !isTemporaryFor(fact, d)) {
            known[d] = fact;
        }
    }

    /** Registers outlive temporaries, so none is said to be like one. */
    private static boolean isTemporaryFor(Value fact, int d) {
        return fact instanceof Value.Reg register && register.isTemporary() && d < Registers.COUNT;
    }
}
