package dev.paddock.linker.internal.emit;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Condition;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction.Move;
import dev.paddock.linker.internal.ir.Location;
import dev.paddock.linker.internal.ir.Value;
import dev.paddock.program.Instruction;
import dev.paddock.program.Instruction.Target;
import dev.paddock.program.Opcode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Strings blocks together: jumps to the next block are left out, and a constant that is loaded just before a jump becomes
 * part of it, which makes calls of one instruction.
 */
final class CodeEmitter {
    private static final Target UNRESOLVED = new Target.Index(0);

    private final InstructionSelector selector;
    private final List<Block> blocks;
    private final Set<Block> starts;
    private final List<Instruction> code = new ArrayList<>();
    private final List<Location> locations = new ArrayList<>();
    private final Map<Integer, Block> targets = new HashMap<>();
    private final Map<Block, Integer> positions = new HashMap<>();

    /** @param entries blocks that are entered otherwise than by a static jump */
    CodeEmitter(InstructionSelector selector, List<Block> blocks, Set<Block> entries) {
        this.selector = selector;
        this.blocks = blocks;
        this.starts = new HashSet<>(entries);
        for (int i = 0; i < blocks.size(); i++) {
            addJumpTargets(blocks.get(i), next(i));
        }
    }

    private Optional<Block> next(int i) {
        return i + 1 < blocks.size() ? Optional.of(blocks.get(i + 1)) : Optional.empty();
    }

    private void addJumpTargets(Block block, Optional<Block> next) {
        for (var successor : block.end().successors()) {
            if (next.isEmpty() || next.get() != successor) {
                starts.add(successor);
            }
        }
    }

    /** Begins the code with jumps to some blocks. */
    void dispatch(List<Block> table) {
        table.forEach(block -> jump(Opcode.JUMP, 0, 0, 0, block, first(block)));
    }

    /** The instructions of all blocks. */
    List<Instruction> emit() {
        for (int i = 0; i < blocks.size(); i++) {
            emit(blocks.get(i), next(i));
        }
        targets.forEach((index, block) ->
                code.set(index, code.get(index).withTarget(new Target.Index(positionOf(block)))));
        return code;
    }

    /** Index of the first instruction of a block. */
    int positionOf(Block block) {
        return Objects.requireNonNull(positions.get(block), () -> block + " was not emitted");
    }

    /** Where in the ELF each instruction comes from. */
    List<Location> locations() {
        return locations;
    }

    private void emit(Block block, Optional<Block> next) {
        if (starts.contains(block) && !code.isEmpty() && !code.getLast().opcode().endsBlock()) {
            add(Instruction.of(Opcode.FALLTHROUGH), locations.getLast());
        }
        positions.put(block, code.size());
        if (block.isUnlikely() && selector.has(Opcode.UNLIKELY)) {
            add(Instruction.of(Opcode.UNLIKELY), first(block));
        }
        var body = block.body();
        var last = fusible(block, next);
        int count = body.size() - (last.isPresent() ? 1 : 0);
        for (int i = 0; i < count; i++) {
            add(selector.select(body.get(i)), body.get(i).location());
        }
        end(block.end(), last, next);
    }

    private static Location first(Block block) {
        return block.body().isEmpty() ? block.end().location() : block.body().getFirst().location();
    }

    /** The constant load that can be one with the jump after it. */
    private Optional<Move> fusible(Block block, Optional<Block> next) {
        if (block.body().isEmpty()
                || !(block.body().getLast() instanceof Move move)
                || !move.value().isConstant()
                || !move.value().isImmediate()) {
            return Optional.empty();
        }
        return switch (block.end()) {
            case End.Jump(Block to, _) -> isNext(to, next) && !starts.contains(to) ? Optional.empty() : Optional.of(move);
            case End.JumpIndirect(Value.Reg(int base), _) -> base == move.d() ? Optional.empty() : Optional.of(move);
            case End.JumpIndirect _, End.Branch _, End.Trap _ -> Optional.empty();
        };
    }

    private static boolean isNext(Block block, Optional<Block> next) {
        return next.isPresent() && next.get() == block;
    }

    private void end(End end, Optional<Move> loaded, Optional<Block> next) {
        switch (end) {
            case End.Jump(Block to, var at) -> {
                if (loaded.isPresent()) {
                    var move = loaded.get();
                    jump(Opcode.LOAD_IMM_AND_JUMP, move.d(), 0, InstructionSelector.number(move.value()), to, at);
                } else if (!isNext(to, next)) {
                    jump(Opcode.JUMP, 0, 0, 0, to, at);
                }
            }
            case End.JumpIndirect(Value base, var at) -> add(indirect(((Value.Reg) base).number(), loaded), at);
            case End.Trap(var at) -> add(Instruction.of(Opcode.TRAP), at);
            case End.Branch(var condition, Value a, Value b, Block taken, Block otherwise, var at) -> {
                if (isNext(taken, next)) {
                    branch(condition.negated(), a, b, otherwise, at);
                } else if (isNext(otherwise, next)) {
                    branch(condition, a, b, taken, at);
                } else if (isLikelier(otherwise, taken)) {
                    branch(condition.negated(), a, b, otherwise, at);
                    jump(Opcode.JUMP, 0, 0, 0, taken, at);
                } else {
                    branch(condition, a, b, taken, at);
                    jump(Opcode.JUMP, 0, 0, 0, otherwise, at);
                }
            }
        }
    }

    /** Loops go round more often than on, inner ones more often than outer ones. */
    private boolean isLikelier(Block block, Block other) {
        return positions.getOrDefault(block, -1) > positions.getOrDefault(other, -1);
    }

    private static Instruction indirect(int base, Optional<Move> loaded) {
        return loaded.map(move -> new Instruction(
                        Opcode.LOAD_IMM_AND_JUMP_INDIRECT,
                        move.d(),
                        base,
                        0,
                        InstructionSelector.number(move.value()),
                        0,
                        Optional.empty()))
                .orElseGet(() -> new Instruction(Opcode.JUMP_INDIRECT, base, 0, 0, 0, 0, Optional.empty()));
    }

    private void branch(Condition condition, Value a, Value b, Block to, Location at) {
        if (b instanceof Value.Const(long c)) {
            jump(Opcodes.branchRight(condition), ((Value.Reg) a).number(), 0, c, to, at);
        } else if (a instanceof Value.Const(long c)) {
            jump(Opcodes.branchLeft(condition), ((Value.Reg) b).number(), 0, c, to, at);
        } else {
            jump(Opcodes.branch(condition), ((Value.Reg) a).number(), ((Value.Reg) b).number(), 0, to, at);
        }
    }

    private void jump(Opcode opcode, int r1, int r2, long immediate, Block to, Location at) {
        targets.put(code.size(), to);
        add(new Instruction(opcode, r1, r2, 0, immediate, 0, Optional.of(UNRESOLVED)), at);
    }

    private void add(Instruction instruction, Location at) {
        code.add(instruction);
        locations.add(at);
    }
}
