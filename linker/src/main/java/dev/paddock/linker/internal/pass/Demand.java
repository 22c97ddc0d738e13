package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Instruction.Load;
import dev.paddock.linker.internal.ir.Instruction.Select;
import dev.paddock.linker.internal.ir.Instruction.Store;
import dev.paddock.linker.internal.ir.Instruction.Unary;
import dev.paddock.linker.internal.ir.Liveness;
import dev.paddock.linker.internal.ir.Registers;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.UnaryOp;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which bits of which registers somebody looks at later. */
final class Demand {
    /** Of addresses the low 32 bits count. */
    static final long WORD = 0xffff_ffffL;

    private static final long ALL = -1;

    private final Liveness liveness;
    private final Map<Block, long[]> atStart = new HashMap<>();

    private Demand(Unit unit) {
        liveness = Liveness.of(unit);
    }

    static Demand of(Unit unit) {
        var demand = new Demand(unit);
        demand.solve(unit);
        return demand;
    }

    private void solve(Unit unit) {
        var predecessors = new HashMap<Block, List<Block>>();
        for (var block : unit.blocks()) {
            atStart.put(block, new long[Registers.COUNT]);
            block.end().successors().forEach(next -> predecessors.computeIfAbsent(next, _ -> new ArrayList<>()).add(block));
        }
        var queue = new ArrayDeque<Block>(unit.blocks().reversed());
        var queued = new HashSet<Block>(unit.blocks());
        while (!queue.isEmpty()) {
            var block = queue.removeFirst();
            queued.remove(block);
            if (transfer(block)) {
                for (var before : predecessors.getOrDefault(block, List.of())) {
                    if (queued.add(before)) {
                        queue.add(before);
                    }
                }
            }
        }
    }

    /** Carries demand from a block's end to its start; returns whether there is more than before. */
    private boolean transfer(Block block) {
        var bits = atEnd(block);
        for (var instruction : block.body().reversed()) {
            before(instruction, bits);
        }
        var known = in(block);
        boolean changed = false;
        for (int r = 0; r < Registers.COUNT; r++) {
            // All or 32 or fewer: what grows bit by bit, as in loops of shifts, would take as many rounds.
            long wanted = bits[r];
            wanted = (wanted & ~known[r]) == 0 || known[r] == 0 ? wanted : (wanted & ~WORD) == 0 ? WORD : ALL;
            changed |= (wanted & ~known[r]) != 0;
            known[r] |= wanted;
        }
        return changed;
    }

    private long[] in(Block block) {
        return Objects.requireNonNull(atStart.get(block));
    }

    /** Demand behind the body of a block, a mask for each register. */
    long[] atEnd(Block block) {
        var bits = new long[Value.Reg.LIMIT];
        switch (block.end()) {
            case End.JumpIndirect _ -> {
                int live = liveness.out(block);
                for (int r = 0; r < Registers.COUNT; r++) {
                    bits[r] = (live & 1 << r) != 0 ? ALL : 0;
                }
            }
            case End.Jump _, End.Branch _, End.Trap _ ->
                block.end().successors().forEach(next -> {
                    var wanted = in(next);
                    for (int r = 0; r < Registers.COUNT; r++) {
                        bits[r] |= wanted[r];
                    }
                });
        }
        switch (block.end()) {
            case End.Branch(_, Value a, Value b, _, _, _) -> {
                want(bits, a, ALL);
                want(bits, b, ALL);
            }
            case End.JumpIndirect(Value base, _) -> want(bits, base, WORD);
            case End.Jump _, End.Trap _ -> {}
        }
        return bits;
    }

    private static void want(long[] bits, Value value, long mask) {
        if (value instanceof Value.Reg(int r)) {
            bits[r] |= mask;
        }
    }

    /** Carries demand from behind an instruction to before it. */
    static void before(Instruction instruction, long[] bits) {
        int d = instruction.destination();
        long wanted = d >= 0 ? bits[d] : ALL;
        int writes = instruction.writes();
        for (int r = 0; r < bits.length; r++) {
            if ((writes & 1 << r) != 0) {
                bits[r] = 0;
            }
        }
        if (instruction.isPure() && !(instruction instanceof Load) && wanted == 0) {
            return;
        }
        switch (instruction) {
            case Instruction.Move(_, Value value, _) -> want(bits, value, wanted);
            case Unary(UnaryOp op, _, Value a, _) -> want(bits, a, operand(op, wanted));
            case Binary binary -> operands(binary, wanted, bits);
            case Select(_, _, Value value, Value condition, _) -> {
                bits[d] |= wanted;
                want(bits, value, wanted);
                want(bits, condition, ALL);
            }
            case Load(_, _, Value base, _, _) -> want(bits, base, WORD);
            case Store(var width, Value base, _, Value value, _) -> {
                want(bits, base, WORD);
                want(bits, value, width.bytes() == 8 ? ALL : (1L << 8 * width.bytes()) - 1);
            }
            case Instruction.Sbrk(_, Value size, _) -> want(bits, size, ALL);
            case Instruction.HostCall _, Instruction.Memset _ -> {
                for (int r = 0; r < Registers.COUNT; r++) {
                    if ((instruction.reads() & 1 << r) != 0) {
                        bits[r] = ALL;
                    }
                }
            }
        }
    }

    private static long operand(UnaryOp op, long wanted) {
        return switch (op) {
            case SIGN_EXTEND_8 -> extended(wanted, 8);
            case SIGN_EXTEND_16 -> extended(wanted, 16);
            case ZERO_EXTEND_16 -> wanted & 0xffff;
            case COUNT_SET_BITS_32, COUNT_LEADING_ZERO_BITS_32, COUNT_TRAILING_ZERO_BITS_32 -> WORD;
            case COUNT_SET_BITS_64, COUNT_LEADING_ZERO_BITS_64, COUNT_TRAILING_ZERO_BITS_64, REVERSE_BYTE -> ALL;
        };
    }

    /** The topmost bit of the operand is in all the bits above it. */
    private static long extended(long wanted, int length) {
        long low = -1L >>> Long.SIZE - length;
        return wanted & low | ((wanted & ~low) != 0 ? 1L << length - 1 : 0);
    }

    private static void operands(Binary binary, long wanted, long[] bits) {
        var a = binary.a();
        var b = binary.b();
        long all = upTo(wanted);
        long word = upTo(extended(wanted, 32));
        long amount = b instanceof Value.Const(long c) ? c : -1;
        switch (binary.op()) {
            case AND -> {
                want(bits, a, b instanceof Value.Const(long c) ? wanted & c : wanted);
                want(bits, b, a instanceof Value.Const(long c) ? wanted & c : wanted);
            }
            case OR -> {
                want(bits, a, b instanceof Value.Const(long c) ? wanted & ~c : wanted);
                want(bits, b, a instanceof Value.Const(long c) ? wanted & ~c : wanted);
            }
            case XOR, XNOR, AND_INVERTED, OR_INVERTED -> both(bits, a, b, wanted, wanted);
            case ADD_64, SUB_64, MUL_64 -> both(bits, a, b, all, all);
            case ADD_32, SUB_32, MUL_32 -> both(bits, a, b, word, word);
            case SHIFT_LOGICAL_LEFT_64 -> both(bits, a, b, amount >= 0 ? wanted >>> (amount & 63) : all, 63);
            case SHIFT_LOGICAL_RIGHT_64 -> both(bits, a, b, amount >= 0 ? wanted << (amount & 63) : ALL, 63);
            case SHIFT_ARITHMETIC_RIGHT_64 ->
                both(bits, a, b, amount >= 0 ? shiftedRight(wanted, (int) amount & 63) : ALL, 63);
            case SHIFT_LOGICAL_LEFT_32 ->
                both(bits, a, b, amount >= 0 ? extended(wanted, 32) >>> (amount & 31) : word, 31);
            case SHIFT_LOGICAL_RIGHT_32 ->
                both(bits, a, b, amount >= 0 ? extended(wanted, 32) << (amount & 31) & WORD : WORD, 31);
            case SHIFT_ARITHMETIC_RIGHT_32, ROTATE_LEFT_32, ROTATE_RIGHT_32, DIV_UNSIGNED_32, DIV_SIGNED_32,
                    REM_UNSIGNED_32, REM_SIGNED_32 ->
                both(bits, a, b, WORD, WORD);
            case ROTATE_LEFT_64, ROTATE_RIGHT_64, MUL_UPPER_SIGNED_SIGNED, MUL_UPPER_UNSIGNED_UNSIGNED,
                    MUL_UPPER_SIGNED_UNSIGNED, DIV_UNSIGNED_64, DIV_SIGNED_64, REM_UNSIGNED_64, REM_SIGNED_64,
                    SET_LESS_THAN_UNSIGNED, SET_LESS_THAN_SIGNED, MAXIMUM, MAXIMUM_UNSIGNED, MINIMUM, MINIMUM_UNSIGNED ->
                both(bits, a, b, ALL, ALL);
        }
    }

    private static void both(long[] bits, Value a, Value b, long wantedOfA, long wantedOfB) {
        want(bits, a, wantedOfA);
        want(bits, b, wantedOfB);
    }

    /** What comes in at the top is the topmost bit. */
    private static long shiftedRight(long wanted, int amount) {
        boolean top = amount > 0 && (wanted & ~(-1L >>> amount)) != 0;
        return wanted << amount | (top ? Long.MIN_VALUE : 0);
    }

    /** Carries go upwards: all bits up to the topmost wanted one. */
    private static long upTo(long wanted) {
        return wanted == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(wanted);
    }
}
