package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Algebra;
import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Instruction.Load;
import dev.paddock.linker.internal.ir.Instruction.Store;
import dev.paddock.linker.internal.ir.Liveness;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets loads and stores add what was added to their base before: a number, or the address of a table that is indexed.
 * Of addresses the low 32 bits count, so a sum of 32 bits is as good as one of 64. Only where the sum is not wanted
 * otherwise: the offset costs bytes.
 */
final class AddressFolding {
    private final @Nullable Sum[] sums = new Sum[Value.Reg.LIMIT];

    /** base + offset, with the instruction that computed it. */
    private record Sum(Value base, Value offset) {}

    private AddressFolding() {}

    static void run(Unit unit) {
        var liveness = Liveness.of(unit);
        for (var block : unit.blocks()) {
            new AddressFolding().run(block, liveness.after(block));
        }
    }

    private void run(Block block, int[] after) {
        var body = block.body();
        for (int i = 0; i < body.size(); i++) {
            int live = after[i];
            var folded = switch (body.get(i)) {
                case Load(var width, int d, Value base, Value offset, var at) ->
                    folded(base, offset, live & ~(1 << d))
                            .<Instruction>map(sum -> new Load(width, d, sum.base(), sum.offset(), at));
                case Store(var width, Value base, Value offset, Value value, var at) ->
                    folded(base, offset, live | value.mask())
                            .<Instruction>map(sum -> new Store(width, sum.base(), sum.offset(), value, at));
                default -> Optional.<Instruction>empty();
            };
            if (folded.isPresent()) {
                body.set(i, folded.get());
            }
            note(body.get(i));
        }
    }

    private Optional<Sum> folded(Value base, Value offset, int wantedLater) {
        if (!(base instanceof Value.Reg(int register))
                || (wantedLater & 1 << register) != 0
                || !(offset instanceof Value.Const(long distance))) {
            return Optional.empty();
        }
        return Optional.ofNullable(sums[register])
                .map(sum -> new Sum(sum.base(), Algebra.plus(sum.offset(), distance)));
    }

    private void note(Instruction instruction) {
        int writes = instruction.writes();
        for (int r = 0; r < sums.length; r++) {
            var sum = sums[r];
            if ((writes & 1 << r) != 0 || sum != null && (sum.base().mask() & writes) != 0) {
                sums[r] = null;
            }
        }
        if (instruction instanceof Binary(BinaryOp op, int d, Value.Reg base, Value offset, _)
                && (op == BinaryOp.ADD_64 || op == BinaryOp.ADD_32)
                && (offset instanceof Value.Const || offset instanceof Value.DataAddress)
                && base.number() != d
                && !base.isTemporary()) {
            sums[d] = new Sum(base, offset);
        }
    }
}
