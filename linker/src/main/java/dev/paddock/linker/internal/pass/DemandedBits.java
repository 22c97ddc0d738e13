package dev.paddock.linker.internal.pass;

import static dev.paddock.linker.internal.ir.BinaryOp.*;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Instruction.Move;
import dev.paddock.linker.internal.ir.Instruction.Unary;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;

/**
 * Drops extensions and masks whose result nobody looks at: an index that is only used in an address needs no extension.
 * Operations of 32 bits become those of 64 where the upper half is of no account; they are cheaper.
 */
final class DemandedBits {
    private final boolean wide;

    private DemandedBits(boolean wide) {
        this.wide = wide;
    }

    static void run(Unit unit) {
        var demand = Demand.of(unit);
        var pass = new DemandedBits(unit.wide());
        unit.blocks().forEach(block -> pass.run(block, demand.atEnd(block)));
    }

    private void run(Block block, long[] bits) {
        var body = block.body();
        for (int i = body.size() - 1; i >= 0; i--) {
            var instruction = body.get(i);
            int d = instruction.destination();
            if (d >= 0 && bits[d] != 0) {
                instruction = loosened(instruction, bits[d]);
                body.set(i, instruction);
            }
            Demand.before(instruction, bits);
        }
    }

    private Instruction loosened(Instruction instruction, long wanted) {
        return switch (instruction) {
            case Unary(var op, int d, Value a, var at) -> switch (op) {
                case SIGN_EXTEND_8 -> (wanted & ~0xff) == 0 ? new Move(d, a, at) : instruction;
                case SIGN_EXTEND_16, ZERO_EXTEND_16 -> (wanted & ~0xffff) == 0 ? new Move(d, a, at) : instruction;
                case COUNT_SET_BITS_64, COUNT_SET_BITS_32, COUNT_LEADING_ZERO_BITS_64, COUNT_LEADING_ZERO_BITS_32,
                        COUNT_TRAILING_ZERO_BITS_64, COUNT_TRAILING_ZERO_BITS_32, REVERSE_BYTE ->
                    instruction;
            };
            case Binary binary when binary.b() instanceof Value.Const(long c) -> byConstant(binary, c, wanted);
            case Binary binary -> word(binary, wanted);
            default -> instruction;
        };
    }

    private Instruction byConstant(Binary binary, long c, long wanted) {
        boolean nothing = switch (binary.op()) {
            case AND -> (wanted & ~c) == 0;
            case OR, XOR -> (wanted & c) == 0;
            case ADD_32 -> c == 0 && (wanted & ~Demand.WORD) == 0;
            default -> false;
        };
        return nothing ? new Move(binary.d(), binary.a(), binary.location()) : word(binary, wanted);
    }

    private Instruction word(Binary binary, long wanted) {
        if (!wide || (wanted & ~Demand.WORD) != 0) {
            return binary;
        }
        return switch (binary.op()) {
            case ADD_32 -> with(binary, ADD_64);
            case SUB_32 -> with(binary, SUB_64);
            case MUL_32 -> with(binary, MUL_64);
            case SHIFT_LOGICAL_LEFT_32 -> binary.b() instanceof Value.Const(long c) && c >= 0 && c < 32
                    ? with(binary, SHIFT_LOGICAL_LEFT_64)
                    : binary;
            default -> binary;
        };
    }

    private static Binary with(Binary binary, BinaryOp op) {
        return new Binary(op, binary.d(), binary.a(), binary.b(), binary.location());
    }
}
