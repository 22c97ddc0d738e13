package dev.paddock.linker.internal.riscv;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Condition;
import dev.paddock.linker.internal.ir.UnaryOp;
import dev.paddock.linker.internal.ir.Width;

/** A RISC-V instruction, by what it does. Registers are x0..x31; offsets of jumps are from the instruction itself. */
public sealed interface RiscvInstruction {
    record Lui(int rd, long value) implements RiscvInstruction {}

    record Auipc(int rd, long value) implements RiscvInstruction {}

    record Jal(int rd, long offset) implements RiscvInstruction {}

    record Jalr(int rd, int rs1, long offset) implements RiscvInstruction {}

    record Branch(Condition condition, int rs1, int rs2, long offset) implements RiscvInstruction {}

    record Load(Width width, int rd, int rs1, long offset) implements RiscvInstruction {}

    record Store(Width width, int rs1, int rs2, long offset) implements RiscvInstruction {}

    record Immediate(BinaryOp op, int rd, int rs1, long immediate) implements RiscvInstruction {}

    record Register(BinaryOp op, int rd, int rs1, int rs2) implements RiscvInstruction {}

    record Unary(UnaryOp op, int rd, int rs1) implements RiscvInstruction {}

    /** orc.b: each byte becomes all ones unless it is zero. */
    record OrCombine(int rd, int rs1) implements RiscvInstruction {}

    /** rd = rs1 if rs2 is zero (or is not). */
    record ConditionalMove(boolean ifZero, int rd, int rs1, int rs2) implements RiscvInstruction {}

    /** rd = rs2 is not zero ? rs1 : rs3. */
    record Choose(int rd, int rs2, int rs1, int rs3) implements RiscvInstruction {}

    record LoadReserved(Width width, int rd, int rs1) implements RiscvInstruction {}

    record StoreConditional(Width width, int rd, int rs1, int rs2) implements RiscvInstruction {}

    record Atomic(AtomicOp op, Width width, int rd, int rs1, int rs2) implements RiscvInstruction {}

    record Fence() implements RiscvInstruction {}

    record Unimplemented() implements RiscvInstruction {}

    /** A call of the host; a pointer to its metadata follows. */
    record HostCall() implements RiscvInstruction {}

    record Sbrk(int rd, int rs1) implements RiscvInstruction {}

    record Memset() implements RiscvInstruction {}

    record HeapBase(int rd) implements RiscvInstruction {}

    /** What an atomic instruction makes of the old value and its operand. */
    enum AtomicOp {
        SWAP,
        ADD,
        XOR,
        AND,
        OR,
        MIN,
        MAX,
        MIN_UNSIGNED,
        MAX_UNSIGNED
    }
}
