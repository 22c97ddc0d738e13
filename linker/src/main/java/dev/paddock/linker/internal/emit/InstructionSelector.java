package dev.paddock.linker.internal.emit;

import dev.paddock.linker.LinkException;
import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.ImportedFunction;
import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Instruction.HostCall;
import dev.paddock.linker.internal.ir.Instruction.Load;
import dev.paddock.linker.internal.ir.Instruction.Memset;
import dev.paddock.linker.internal.ir.Instruction.Move;
import dev.paddock.linker.internal.ir.Instruction.Sbrk;
import dev.paddock.linker.internal.ir.Instruction.Select;
import dev.paddock.linker.internal.ir.Instruction.Store;
import dev.paddock.linker.internal.ir.Instruction.Unary;
import dev.paddock.linker.internal.ir.Location;
import dev.paddock.linker.internal.ir.Value;
import dev.paddock.program.Instruction;
import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** One instruction of the machine for each of the legalized intermediate form. */
final class InstructionSelector {
    private final Isa isa;
    private final ToIntFunction<ImportedFunction> importNumber;

    InstructionSelector(Isa isa, ToIntFunction<ImportedFunction> importNumber) {
        this.isa = isa;
        this.importNumber = importNumber;
    }

    Instruction select(dev.paddock.linker.internal.ir.Instruction instruction) {
        var selected = switch (instruction) {
            case Move move -> move(move);
            case Unary(var op, int d, Value a, _) -> of(op.opcode(), d, register(a), 0, 0, 0);
            case Binary(var op, int d, Value a, Value b, _) -> binary(op, d, a, b);
            case Select select -> conditional(select);
            case Load load -> load(load);
            case Store store -> store(store);
            case HostCall(var function, _) -> of(Opcode.ECALLI, 0, 0, 0, importNumber.applyAsInt(function), 0);
            case Sbrk(int d, Value size, _) -> of(Opcode.SBRK, d, register(size), 0, 0, 0);
            case Memset _ -> Instruction.of(Opcode.MEMSET);
        };
        if (!selected.opcode().existsIn(isa)) {
            throw missing(selected.opcode(), instruction.location());
        }
        return selected;
    }

    boolean has(Opcode opcode) {
        return opcode.existsIn(isa);
    }

    private LinkException missing(Opcode opcode, Location at) {
        return new LinkException("section " + at.section() + ", offset 0x" + Long.toHexString(at.offset()) + ": "
                + isa.label() + " has no " + opcode.mnemonic());
    }

    private static Instruction of(Opcode opcode, int r1, int r2, int r3, long imm1, long imm2) {
        return new Instruction(opcode, r1, r2, r3, imm1, imm2, Optional.empty());
    }

    private static int register(Value value) {
        return ((Value.Reg) value).number();
    }

    static long number(Value value) {
        return ((Value.Const) value).value();
    }

    private static Instruction move(Move move) {
        if (move.value() instanceof Value.Reg(int source)) {
            return of(Opcode.MOVE_REG, move.d(), source, 0, 0, 0);
        }
        boolean fits = move.value().isImmediate();
        return of(fits ? Opcode.LOAD_IMM : Opcode.LOAD_IMM64, move.d(), 0, 0, number(move.value()), 0);
    }

    private static Instruction binary(BinaryOp op, int d, Value a, Value b) {
        if (b.isConstant()) {
            return of(op.constantRight().orElseThrow(), d, register(a), 0, number(b), 0);
        }
        if (a.isConstant()) {
            return of(op.constantLeft().orElseThrow(), d, register(b), 0, number(a), 0);
        }
        return of(op.registers(), register(a), register(b), d, 0, 0);
    }

    private static Instruction conditional(Select select) {
        int condition = register(select.condition());
        if (select.value().isConstant()) {
            var opcode = select.ifZero() ? Opcode.CMOV_IF_ZERO_IMM : Opcode.CMOV_IF_NOT_ZERO_IMM;
            return of(opcode, select.d(), condition, 0, number(select.value()), 0);
        }
        var opcode = select.ifZero() ? Opcode.CMOV_IF_ZERO : Opcode.CMOV_IF_NOT_ZERO;
        return of(opcode, register(select.value()), condition, select.d(), 0, 0);
    }

    private static Instruction load(Load load) {
        return load.base().isConstant()
                ? of(Opcodes.load(load.width()), load.d(), 0, 0, number(load.offset()), 0)
                : of(Opcodes.loadIndirect(load.width()), load.d(), register(load.base()), 0, number(load.offset()), 0);
    }

    private static Instruction store(Store store) {
        long offset = number(store.offset());
        if (store.base().isConstant()) {
            return store.value().isConstant()
                    ? of(Opcodes.storeConstant(store.width()), 0, 0, 0, offset, number(store.value()))
                    : of(Opcodes.store(store.width()), register(store.value()), 0, 0, offset, 0);
        }
        int base = register(store.base());
        return store.value().isConstant()
                ? of(Opcodes.storeConstantIndirect(store.width()), base, 0, 0, offset, number(store.value()))
                : of(Opcodes.storeIndirect(store.width()), register(store.value()), base, 0, offset, 0);
    }
}
