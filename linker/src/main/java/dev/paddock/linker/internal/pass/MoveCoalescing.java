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
                        && (after[i] & 1 << s) == 0) {
                    coalesce(block, i, d, s, after);
                }
            }
            block.body().removeIf(MoveCoalescing::isNothing);
        }
    }

    private static boolean isNothing(Instruction instruction) {
        return instruction instanceof Move(int d, Value value, _) && value.mask() == 1 << d;
    }

    private static void coalesce(Block block, int at, int d, int s, int[] after) {
        var body = block.body();
        int both = 1 << d | 1 << s;
        int first = at - 1;
        while (first >= 0 && at - first <= REACH && (body.get(first).writes() & both) == 0) {
            if ((body.get(first).reads() & 1 << d) != 0) {
                return;
            }
            first--;
        }
        if (first < 0 || at - first > REACH) {
            return;
        }
        var origin = body.get(first);
        // Selects read their destination; calls have none, and read by convention what can't be exchanged.
        boolean conventional = body.subList(first, at).stream()
                .anyMatch(i -> i instanceof Instruction.HostCall || i instanceof Instruction.Memset);
        if (origin.destination() != s || origin instanceof Instruction.Select || conventional) {
            return;
        }
        for (int i = first + 1; i < at; i++) {
            after[i] = after[i] & ~(1 << s) | 1 << d;
            body.set(i, body.get(i).withValues(value -> value.mask() == 1 << s ? Value.register(d) : value));
        }
        after[first] = after[first] & ~(1 << s) | 1 << d;
        body.set(first, origin.withDestination(d));
        body.set(at, new Move(d, Value.register(d), body.get(at).location()));
    }
}
