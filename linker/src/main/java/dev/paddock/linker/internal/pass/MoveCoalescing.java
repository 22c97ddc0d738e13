package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Move;
import dev.paddock.linker.internal.ir.Liveness;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;

/** Computes a value at once in the register that it is moved to later in the block, if nothing else wants it before. */
final class MoveCoalescing {
    /** How far back the value may have been computed; keeps the pass linear. */
    private static final int REACH = 32;

    private MoveCoalescing() {}

    static void run(Unit unit) {
        var liveness = Liveness.of(unit);
        for (var block : unit.blocks()) {
            var after = liveness.after(block);
            for (int i = 0; i < block.body().size(); i++) {
                if (block.body().get(i) instanceof Move(int d, Value.Reg(int s), _)
                        && d != s
                        && (after[i] & 1 << s) == 0
                        && coalesce(block, i, d, s)) {
                    after = liveness.after(block);
                }
            }
        }
    }

    private static boolean coalesce(Block block, int at, int d, int s) {
        var body = block.body();
        int both = 1 << d | 1 << s;
        int first = at - 1;
        while (first >= 0 && at - first <= REACH && (body.get(first).writes() & both) == 0) {
            if ((body.get(first).reads() & 1 << d) != 0) {
                return false;
            }
            first--;
        }
        if (first < 0 || at - first > REACH) {
            return false;
        }
        var origin = body.get(first);
        // Selects read their destination, calls write more than one register.
        if (origin.destination() != s || origin instanceof Instruction.Select) {
            return false;
        }
        for (int i = first + 1; i < at; i++) {
            body.set(i, body.get(i).withValues(value -> value.mask() == 1 << s ? Value.register(d) : value));
        }
        if (body.subList(first + 1, at).stream().anyMatch(i -> (i.reads() & 1 << s) != 0)) {
            throw new AssertionError("a register read by convention was given up");
        }
        body.set(first, origin.withDestination(d));
        body.remove(at);
        return true;
    }
}
