package dev.paddock.linker.internal.lift;

import static dev.paddock.linker.internal.ir.BinaryOp.*;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Location;
import dev.paddock.linker.internal.ir.Value;
import dev.paddock.linker.internal.ir.Width;
import dev.paddock.linker.internal.riscv.RiscvInstruction.AtomicOp;

/** RISC-V instructions that become several, with temporaries. */
final class Sequences {
    private static final int OLD = Value.Reg.FIRST_TEMPORARY;
    private static final int NEW = OLD + 1;
    private static final int OPERAND = OLD + 2;
    private static final int FLAG = OLD + 3;

    private final Lowering lowering;
    private final boolean wide;
    private final Location at;

    Sequences(Lowering lowering, boolean wide, Location at) {
        this.lowering = lowering;
        this.wide = wide;
        this.at = at;
    }

    /** old = [rs1]; [rs1] = old op rs2; rd = old. The program has one thread. */
    void atomic(AtomicOp op, Width width, int rd, int rs1, int rs2) {
        var address = lowering.register(rs1);
        lowering.emit(new Instruction.Load(width, OLD, address, Value.ZERO, at));
        var result = result(op, width, lowering.register(rs2));
        lowering.emit(new Instruction.Store(width, address, Value.ZERO, result, at));
        lowering.move(rd, Value.register(OLD));
    }

    private Value result(AtomicOp op, Width width, Value operand) {
        boolean word = width == Width.I32;
        return switch (op) {
            case SWAP -> operand;
            case ADD -> binary(word ? ADD_32 : ADD_64, operand);
            case XOR -> binary(XOR, operand);
            case AND -> binary(AND, operand);
            case OR -> binary(OR, operand);
            case MIN -> choose(SET_LESS_THAN_SIGNED, true, extended(operand, word));
            case MAX -> choose(SET_LESS_THAN_SIGNED, false, extended(operand, word));
            case MIN_UNSIGNED -> choose(SET_LESS_THAN_UNSIGNED, true, extended(operand, word));
            case MAX_UNSIGNED -> choose(SET_LESS_THAN_UNSIGNED, false, extended(operand, word));
        };
    }

    /** A 32-bit operand as the old value is: sign-extended, which keeps the order of unsigned ones too. */
    private Value extended(Value operand, boolean word) {
        if (!word || !wide) {
            return operand;
        }
        lowering.emit(new Instruction.Binary(ADD_32, OPERAND, operand, Value.ZERO, at));
        return Value.register(OPERAND);
    }

    private Value binary(BinaryOp op, Value operand) {
        lowering.emit(new Instruction.Binary(op, NEW, Value.register(OLD), operand, at));
        return Value.register(NEW);
    }

    /** The operand, unless the old value is less (or is not), in which case it is the old value. */
    private Value choose(BinaryOp less, boolean oldIfLess, Value operand) {
        lowering.emit(new Instruction.Move(NEW, operand, at));
        lowering.emit(new Instruction.Binary(less, FLAG, Value.register(OLD), operand, at));
        lowering.emit(new Instruction.Select(NEW, !oldIfLess, Value.register(OLD), Value.register(FLAG), at));
        return Value.register(NEW);
    }

    /** Byte by byte: a byte that is not zero becomes 0xff. */
    void orCombine(int rd, int rs1) {
        if (rd == 0) {
            return;
        }
        var source = lowering.register(rs1);
        lowering.emit(new Instruction.Move(NEW, Value.ZERO, at));
        for (int shift = 0; shift < (wide ? 64 : 32); shift += 8) {
            var mask = Value.of(wide ? 0xffL << shift : 0xff << shift);
            lowering.emit(new Instruction.Binary(AND, FLAG, source, mask, at));
            lowering.emit(new Instruction.Binary(OR, OLD, Value.register(NEW), mask, at));
            lowering.emit(new Instruction.Select(NEW, false, Value.register(OLD), Value.register(FLAG), at));
        }
        lowering.move(rd, Value.register(NEW));
    }
}
