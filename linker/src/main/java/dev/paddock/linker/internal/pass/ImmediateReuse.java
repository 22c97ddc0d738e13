package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Instruction.Load;
import dev.paddock.linker.internal.ir.Instruction.Move;
import dev.paddock.linker.internal.ir.Instruction.Store;
import dev.paddock.linker.internal.ir.Registers;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import dev.paddock.linker.internal.ir.Value.Const;
import dev.paddock.linker.internal.ir.Value.DataAddress;
import java.util.ArrayList;
import java.util.Optional;

/** Reads constants from registers that hold them anyway, where that is shorter. Comes last: it undoes propagation. */
final class ImmediateReuse {
    /** An address next to one that a register holds is within an immediate of two bytes of it. */
    private static final long NEAR = 0x7fff;

    private final boolean wide;

    private ImmediateReuse(boolean wide) {
        this.wide = wide;
    }

    static void run(Unit unit) {
        var analysis = FactAnalysis.of(unit);
        var pass = new ImmediateReuse(unit.wide());
        unit.blocks().forEach(block -> pass.run(block, analysis));
    }

    private void run(Block block, FactAnalysis analysis) {
        var facts = analysis.at(block);
        var out = new ArrayList<Instruction>(block.body().size());
        for (int i = 0; i < block.body().size(); i++) {
            var instruction = block.body().get(i);
            // The last constant may become part of the jump behind it.
            boolean fuses = i + 1 == block.body().size() && instruction instanceof Move;
            out.add(fuses ? instruction : shorter(instruction, facts));
            analysis.step(facts, instruction);
        }
        block.body(out);
        if (block.end() instanceof End.Branch branch) {
            block.end(branch.withValues(value -> held(value, 1, facts)));
        }
    }

    private Instruction shorter(Instruction instruction, Facts facts) {
        return switch (instruction) {
            case Move(int d, Const c, var at) -> new Move(d, held(c, 1, facts), at);
            case Move(int d, DataAddress address, var at) -> near(address, facts)
                    .<Instruction>map(near -> near.distance() == 0
                            ? new Move(d, near.register(), at)
                            : new Binary(
                                    wide ? BinaryOp.ADD_64 : BinaryOp.ADD_32, d, near.register(),
                                    Value.of(near.distance()), at))
                    .orElse(instruction);
            case Binary(var op, int d, Value a, Const c, var at) when !isShift(op) ->
                new Binary(op, d, a, held(c, 2, facts), at);
            case Binary(var op, int d, Value a, DataAddress address, var at) ->
                new Binary(op, d, a, held(address, 2, facts), at);
            case Load(var width, int d, Value base, DataAddress address, var at) when base.equals(Value.ZERO) ->
                near(address, facts)
                        .<Instruction>map(near -> new Load(width, d, near.register(), Value.of(near.distance()), at))
                        .orElse(instruction);
            case Store(var width, Value base, DataAddress address, Value value, var at) when base.equals(Value.ZERO) -> {
                var shorter = held(value, 1, facts);
                yield near(address, facts)
                        .<Instruction>map(near ->
                                new Store(width, near.register(), Value.of(near.distance()), shorter, at))
                        .orElseGet(() -> new Store(width, base, address, shorter, at));
            }
            case Store(var width, Value base, Value offset, Const c, var at) ->
                new Store(width, base, offset, held(c, 1, facts), at);
            default -> instruction;
        };
    }

    /** Amounts of shifts are of one byte, and some shifts by a register are dearer. */
    private static boolean isShift(BinaryOp op) {
        return op.constantLeft().isPresent() && !op.isCommutative();
    }

    /** A register with the value, if one has it and the value takes at least so many bytes. */
    private static Value held(Value value, int bytes, Facts facts) {
        if (!value.isConstant() || value instanceof Const c && length(c) < bytes) {
            return value;
        }
        int holder = facts.holder(value);
        return holder < 0 ? value : Value.register(holder);
    }

    private static int length(Const c) {
        long value = c.value();
        return value == 0 ? 0 : (65 - Long.numberOfLeadingZeros(value ^ value >> 63) + 7) / 8;
    }

    /** A register that holds an address near the one wanted. */
    private record Near(Value register, long distance) {}

    private static Optional<Near> near(DataAddress wanted, Facts facts) {
        for (int r = 0; r < Registers.COUNT; r++) {
            if (facts.of(r) instanceof DataAddress held
                    && held.section() == wanted.section()
                    && Math.abs(wanted.offset() - held.offset()) <= NEAR) {
                return Optional.of(new Near(Value.register(r), wanted.offset() - held.offset()));
            }
        }
        return Optional.empty();
    }
}
