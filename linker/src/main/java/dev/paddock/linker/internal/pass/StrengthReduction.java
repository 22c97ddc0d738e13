package dev.paddock.linker.internal.pass;

import static dev.paddock.linker.internal.ir.BinaryOp.*;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayList;

/**
 * Multiplies, divides and takes remainders by powers of two with shifts and masks; with sign, where the dividend is known to
 * have none.
 */
final class StrengthReduction {
    private final boolean wide;

    private StrengthReduction(boolean wide) {
        this.wide = wide;
    }

    static void run(Unit unit) {
        var analysis = BitAnalysis.of(unit);
        var pass = new StrengthReduction(unit.wide());
        unit.blocks().forEach(block -> pass.run(block, analysis.at(block)));
    }

    private void run(Block block, BitFacts facts) {
        var out = new ArrayList<Instruction>(block.body().size());
        for (var instruction : block.body()) {
            out.add(instruction instanceof Binary binary ? reduced(binary, facts) : instruction);
            facts.apply(instruction);
        }
        block.body(out);
    }

    private Instruction reduced(Binary binary, BitFacts facts) {
        var divisor = facts.of(binary.b());
        if (!divisor.isConstant()) {
            return binary;
        }
        boolean whole = switch (binary.op()) {
            case MUL_64, DIV_UNSIGNED_64, DIV_SIGNED_64, REM_UNSIGNED_64, REM_SIGNED_64 -> true;
            default -> false;
        };
        long c = whole ? divisor.ones() : divisor.ones() & 0xffff_ffffL;
        if (Long.bitCount(c) != 1) {
            return binary;
        }
        var dividend = facts.of(binary.a());
        boolean noSign = c > 0 && (whole ? dividend.isNotNegative() : dividend.signExtended(32).isNotNegative() && c != 1L << 31);
        int shift = Long.numberOfTrailingZeros(c);
        return switch (binary.op()) {
            case MUL_64 -> with(binary, SHIFT_LOGICAL_LEFT_64, shift);
            case MUL_32 -> with(binary, SHIFT_LOGICAL_LEFT_32, shift);
            case DIV_UNSIGNED_64 -> with(binary, SHIFT_LOGICAL_RIGHT_64, shift);
            case DIV_UNSIGNED_32 -> with(binary, SHIFT_LOGICAL_RIGHT_32, shift);
            case DIV_SIGNED_64 -> noSign ? with(binary, SHIFT_LOGICAL_RIGHT_64, shift) : binary;
            case DIV_SIGNED_32 -> noSign ? with(binary, SHIFT_LOGICAL_RIGHT_32, shift) : binary;
            case REM_UNSIGNED_64 -> mask(binary, c);
            case REM_UNSIGNED_32 -> mask(binary, c);
            case REM_SIGNED_64, REM_SIGNED_32 -> noSign ? mask(binary, c) : binary;
            default -> binary;
        };
    }

    private static Binary with(Binary binary, BinaryOp op, long constant) {
        return new Binary(op, binary.d(), binary.a(), Value.of(constant), binary.location());
    }

    /** Masks of more than 31 bits are no immediates: they would take as long as they save. */
    private Instruction mask(Binary binary, long c) {
        return c - 1 == (int) (c - 1) ? with(binary, AND, c - 1) : binary;
    }
}
