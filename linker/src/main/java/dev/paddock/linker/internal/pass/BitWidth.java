package dev.paddock.linker.internal.pass;

import static dev.paddock.linker.internal.ir.BinaryOp.*;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Instruction.Move;
import dev.paddock.linker.internal.ir.Instruction.Unary;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayList;

/**
 * Drops extensions, masks and comparisons that say nothing new, given what is known of the bits of their operands; turns
 * sums of 32 bits that can't overflow into those of 64, which need no extension.
 */
final class BitWidth {
    private final boolean wide;

    private BitWidth(boolean wide) {
        this.wide = wide;
    }

    static void run(Unit unit) {
        var analysis = BitAnalysis.of(unit);
        var pass = new BitWidth(unit.wide());
        unit.blocks().forEach(block -> pass.run(block, analysis.at(block)));
    }

    private void run(Block block, BitFacts facts) {
        var out = new ArrayList<Instruction>(block.body().size());
        for (var instruction : block.body()) {
            out.add(narrowed(instruction, facts));
            facts.apply(instruction);
        }
        block.body(out);
        if (block.end() instanceof End.Branch branch) {
            int holds = facts.holds(branch.condition(), branch.a(), branch.b());
            if (holds >= 0) {
                block.end(new End.Jump(holds == 1 ? branch.taken() : branch.otherwise(), branch.location()));
            }
        }
    }

    private Instruction narrowed(Instruction instruction, BitFacts facts) {
        if (instruction instanceof Unary(_, int d, Value a, var at)) {
            var result = facts.result(instruction);
            return result.isConstant()
                    ? new Move(d, Value.of(result.ones()), at)
                    : keeps((Unary) instruction, facts) ? new Move(d, a, at) : instruction;
        }
        if (instruction instanceof Binary binary) {
            var result = facts.result(binary);
            return result.isConstant() && !(binary.a().isConstant() && binary.b().isConstant())
                    ? new Move(binary.d(), Value.of(result.ones()), binary.location())
                    : narrowed(binary, facts, result);
        }
        return instruction;
    }

    /** Whether an extension leaves its operand as it is. */
    private static boolean keeps(Unary unary, BitFacts facts) {
        var a = facts.of(unary.a());
        return switch (unary.op()) {
            case SIGN_EXTEND_8 -> a.sign() > Long.SIZE - 8;
            case SIGN_EXTEND_16 -> a.sign() > Long.SIZE - 16;
            case ZERO_EXTEND_16 -> fits(a, 16);
            case COUNT_SET_BITS_64, COUNT_SET_BITS_32, COUNT_LEADING_ZERO_BITS_64, COUNT_LEADING_ZERO_BITS_32,
                    COUNT_TRAILING_ZERO_BITS_64, COUNT_TRAILING_ZERO_BITS_32, REVERSE_BYTE ->
                false;
        };
    }

    /** Whether all bits but the lowest so many are zero. */
    private static boolean fits(Bits bits, int length) {
        return (~bits.zeros() & Bits.ofLength(length).zeros()) == 0;
    }

    private Instruction narrowed(Binary binary, BitFacts facts, Bits result) {
        var a = facts.of(binary.a());
        var b = facts.of(binary.b());
        return switch (binary.op()) {
            // What b clears is clear, or what it leaves is all there can be.
            case AND -> (~b.ones() & ~a.zeros()) == 0
                    ? move(binary, binary.a())
                    : (~a.ones() & ~b.zeros()) == 0 ? move(binary, binary.b()) : binary;
            case OR -> (~b.zeros() & ~a.ones()) == 0
                    ? move(binary, binary.a())
                    : (~a.zeros() & ~b.ones()) == 0 ? move(binary, binary.b()) : binary;
            case ADD_32 -> word(binary, ADD_64, sum(facts, binary, ADD_64), a);
            case SUB_32 -> word(binary, SUB_64, sum(facts, binary, SUB_64), a);
            case MUL_32 -> word(binary, MUL_64, sum(facts, binary, MUL_64), a);
            case SHIFT_LOGICAL_LEFT_32 -> b.isConstant() && b.ones() < Integer.SIZE
                    ? word(binary, SHIFT_LOGICAL_LEFT_64, sum(facts, binary, SHIFT_LOGICAL_LEFT_64), a)
                    : binary;
            case SHIFT_LOGICAL_RIGHT_32 -> wide && b.isConstant() && b.ones() < Integer.SIZE && fits(a, 32) && result.isWord()
                    ? with(binary, SHIFT_LOGICAL_RIGHT_64)
                    : binary;
            case SHIFT_ARITHMETIC_RIGHT_32 -> wide && b.isConstant() && b.ones() < Integer.SIZE && a.isWord()
                    ? with(binary, SHIFT_ARITHMETIC_RIGHT_64)
                    : binary;
            default -> binary;
        };
    }

    private Bits sum(BitFacts facts, Binary binary, BinaryOp op) {
        return Bits.binary(op, wide, facts.of(binary.a()), facts.of(binary.b()));
    }

    /** An operation whose result is cut to 32 bits, without the cut where that changes nothing. */
    private Instruction word(Binary binary, BinaryOp whole, Bits result, Bits a) {
        if (!wide || !result.isWord()) {
            return binary;
        }
        boolean nothing = binary.b().equals(Value.ZERO) && whole != MUL_64 && a.isWord();
        return nothing ? move(binary, binary.a()) : with(binary, whole);
    }

    private static Instruction with(Binary binary, BinaryOp op) {
        return new Binary(op, binary.d(), binary.a(), binary.b(), binary.location());
    }

    private static Instruction move(Binary binary, Value value) {
        return new Move(binary.d(), value, binary.location());
    }
}
