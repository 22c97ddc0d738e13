package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Condition;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Registers;
import dev.paddock.linker.internal.ir.Value;
import java.util.Arrays;

/** What is known of the bits of all registers at a point of the program. */
final class BitFacts {
    private final boolean wide;
    private final Bits[] known = new Bits[Value.Reg.LIMIT];

    BitFacts(boolean wide) {
        this.wide = wide;
        Arrays.fill(known, Bits.unknown(wide));
    }

    BitFacts copy() {
        var copy = new BitFacts(wide);
        System.arraycopy(known, 0, copy.known, 0, known.length);
        return copy;
    }

    /**
     * Forgets what the other does not know too; returns whether that was anything.
     *
     * @param atOnce whether to forget all of a register of which anything is to be forgotten
     */
    boolean meet(BitFacts other, boolean atOnce) {
        boolean changed = false;
        for (int r = 0; r < Registers.COUNT; r++) {
            var met = known[r].meet(other.known[r]);
            if (!met.equals(known[r])) {
                known[r] = atOnce ? Bits.unknown(wide) : met;
                changed = true;
            }
        }
        return changed;
    }

    void forgetTemporaries() {
        Arrays.fill(known, Registers.COUNT, known.length, Bits.unknown(wide));
    }

    Bits of(Value value) {
        return switch (value) {
            case Value.Reg(int r) -> known[r];
            case Value.Const(long c) -> Bits.of(wide ? c : (int) c);
            case Value.DataAddress _, Value.HeapBase _ -> wide ? Bits.ofLength(32) : Bits.unknown(false);
            case Value.CodeAddress _ -> Bits.ofLength(31);
        };
    }

    /** What an instruction leaves in its destination. */
    Bits result(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Move(_, Value value, _) -> of(value);
            case Instruction.Unary(var op, _, Value a, _) -> Bits.unary(op, wide, of(a));
            case Instruction.Binary(var op, _, Value a, Value b, _) -> Bits.binary(op, wide, of(a), of(b));
            case Instruction.Select(int d, _, Value value, _, _) -> known[d].meet(of(value));
            case Instruction.Load(var width, _, _, _, _) -> Bits.loaded(width);
            case Instruction.Sbrk _, Instruction.Store _, Instruction.HostCall _, Instruction.Memset _ -> Bits.unknown(wide);
        };
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

    /** Whether the bits decide a comparison: 1 if it holds, 0 if not, -1 if that is not known. */
    int holds(Condition condition, Value left, Value right) {
        var a = of(left);
        var b = of(right);
        return switch (condition) {
            case EQUAL -> (a.ones() & b.zeros() | a.zeros() & b.ones()) != 0 ? 0 : -1;
            case NOT_EQUAL -> (a.ones() & b.zeros() | a.zeros() & b.ones()) != 0 ? 1 : -1;
            case LESS_UNSIGNED -> less(
                    Long.compareUnsigned(a.most(), b.least()) < 0, Long.compareUnsigned(a.least(), b.most()) >= 0);
            case LESS_SIGNED -> less(a.mostSigned() < b.leastSigned(), a.leastSigned() >= b.mostSigned());
            case GREATER_OR_EQUAL_UNSIGNED, GREATER_OR_EQUAL_SIGNED -> {
                int negated = holds(condition.negated(), left, right);
                yield negated < 0 ? -1 : 1 - negated;
            }
        };
    }

    private static int less(boolean always, boolean never) {
        return always ? 1 : never ? 0 : -1;
    }

    /** Adds what a branch says of its operands to those that take this way. */
    void assume(End.Branch branch, boolean isTaken) {
        var condition = isTaken ? branch.condition() : branch.condition().negated();
        switch (condition) {
            case EQUAL -> {
                narrow(branch.a(), of(branch.b()));
                narrow(branch.b(), of(branch.a()));
            }
            case LESS_UNSIGNED -> {
                long most = of(branch.b()).most();
                if (most != 0) {
                    narrow(branch.a(), atMost(most - 1));
                }
            }
            case GREATER_OR_EQUAL_UNSIGNED -> narrow(branch.b(), atMost(of(branch.a()).most()));
            case NOT_EQUAL, LESS_SIGNED, GREATER_OR_EQUAL_SIGNED -> {}
        }
    }

    private static Bits atMost(long most) {
        return Bits.ofLength(Long.SIZE - Long.numberOfLeadingZeros(most));
    }

    private void narrow(Value value, Bits also) {
        if (value instanceof Value.Reg(int r)) {
            known[r] = new Bits(
                    known[r].zeros() | also.zeros(),
                    known[r].ones() | also.ones(),
                    Math.max(known[r].sign(), also.sign()));
        }
    }
}
