package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Algebra;
import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Instruction.Load;
import dev.paddock.linker.internal.ir.Instruction.Move;
import dev.paddock.linker.internal.ir.Instruction.Store;
import dev.paddock.linker.internal.ir.Liveness;
import dev.paddock.linker.internal.ir.Registers;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets loads and stores add a constant that is part of their address, however it came there: past other sums, and where
 * the sum takes the place of what it was made of. {@code a1 = a4 + 64; a0 = a0 + a1; a0 = [a0]} becomes
 * {@code a0 = a0 + a4; a0 = [a0 + 64]}. Only where nothing else looks at a sum. Of addresses the low 32 bits count, so sums
 * of 32 bits are as good as those of 64.
 */
final class AddressSums {
    /** How far the uses of a sum may be; keeps the pass linear. */
    private static final int REACH = 48;
    /** Sums between the constant and the address. */
    private static final int DEPTH = 4;
    /** Offsets that may become longer for one addition that is saved. */
    private static final int USES = 4;

    private final Block block;
    private final int liveBehind;
    /** Loads and stores with the constant added. */
    private final Map<Integer, Instruction> changes = new HashMap<>();

    private AddressSums(Block block, int liveBehind) {
        this.block = block;
        this.liveBehind = liveBehind;
    }

    static void run(Unit unit) {
        var liveness = Liveness.of(unit);
        for (var block : unit.blocks()) {
            int liveBehind = liveness.out(block) | block.end().reads();
            for (int i = 0; i < block.body().size(); i++) {
                new AddressSums(block, liveBehind).move(i);
            }
        }
    }

    private void move(int i) {
        if (block.body().get(i) instanceof Binary(var op, int d, Value.Reg base, Value constant, var at)
                && isSum(op)
                && constant.isConstant()
                && d != Value.Reg.SP
                && goesInto(constant, d, i, 0)
                && !changes.isEmpty()
                && changes.size() <= USES) {
            changes.forEach(block.body()::set);
            block.body().set(i, new Move(d, base, at));
        }
    }

    private static boolean isSum(BinaryOp op) {
        return op == BinaryOp.ADD_64 || op == BinaryOp.ADD_32;
    }

    /** Whether everything that looks at a register after an instruction can add the constant to an address instead. */
    private boolean goesInto(Value constant, int register, int from, int depth) {
        var body = block.body();
        int bit = 1 << register;
        for (int i = from + 1; i < body.size(); i++) {
            var instruction = body.get(i);
            if (i - from > REACH || (instruction.reads() & bit) != 0 && !takes(constant, register, i, depth)) {
                return false;
            }
            if ((instruction.writes() & bit) != 0) {
                return true;
            }
        }
        return register >= Registers.COUNT || (liveBehind & bit) == 0;
    }

    /** Whether an instruction that reads the register can do with the register alone. */
    private boolean takes(Value constant, int register, int i, int depth) {
        var wanted = Value.register(register);
        return switch (block.body().get(i)) {
            case Load(var width, int d, Value base, Value offset, var at) ->
                sum(offset, constant)
                        .map(sum -> changes.put(i, new Load(width, d, base, sum, at)) == null)
                        .orElse(false);
            case Store(var width, Value base, Value offset, Value value, var at) when !value.equals(wanted) ->
                sum(offset, constant)
                        .map(sum -> changes.put(i, new Store(width, base, sum, value, at)) == null)
                        .orElse(false);
            case Binary(var op, int d, Value a, Value b, _)
            when !a.equals(b) && (isSum(op) || isDifference(op) && a.equals(wanted)) ->
                depth < DEPTH && d != Value.Reg.SP && goesInto(constant, d, i, depth + 1);
            case Move(int d, _, _) -> depth < DEPTH && d != Value.Reg.SP && goesInto(constant, d, i, depth + 1);
            default -> false;
        };
    }

    private static boolean isDifference(BinaryOp op) {
        return op == BinaryOp.SUB_64 || op == BinaryOp.SUB_32;
    }

    private static Optional<Value> sum(Value offset, Value constant) {
        if (constant instanceof Value.Const(long distance) && !(offset instanceof Value.HeapBase)) {
            return Optional.of(Algebra.plus(offset, distance));
        }
        return offset instanceof Value.Const(long distance) && constant instanceof Value.DataAddress
                ? Optional.of(Algebra.plus(constant, distance))
                : Optional.empty();
    }
}
