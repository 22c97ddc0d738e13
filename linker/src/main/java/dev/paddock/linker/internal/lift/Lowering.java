package dev.paddock.linker.internal.lift;

import dev.paddock.linker.internal.elf.Relocation;
import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.ImportedFunction;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Location;
import dev.paddock.linker.internal.ir.Value;
import dev.paddock.linker.internal.ir.Width;
import dev.paddock.linker.internal.lift.CodeSection.Line;
import dev.paddock.linker.internal.riscv.RiscvInstruction;
import dev.paddock.linker.internal.riscv.RiscvInstruction.*;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What RISC-V instructions become, one after the other. */
final class Lowering {
    private static final Place NOWHERE = new Place(
            new dev.paddock.linker.internal.elf.Section(0, "", 0, 0, 0, 0, 1, 0, 0, new byte[0], java.util.List.of()), 0);

    private final boolean wide;
    private final Addresses addresses;
    private final BiFunction<Place, Place, Value> valueOf;
    private final Function<Place, Block> blockAt;
    private final Function<Place, ImportedFunction> importAt;

    private Block block = new Block(-1);
    private boolean open;
    private Place place = NOWHERE;
    private Location at = Location.NONE;

    Lowering(
            boolean wide,
            Addresses addresses,
            BiFunction<Place, Place, Value> valueOf,
            Function<Place, Block> blockAt,
            Function<Place, ImportedFunction> importAt) {
        this.wide = wide;
        this.addresses = addresses;
        this.valueOf = valueOf;
        this.blockAt = blockAt;
        this.importAt = importAt;
    }

    /** What follows belongs to this block; the one before runs into it unless it has ended. */
    void enter(Block next) {
        if (open) {
            end(new End.Jump(next, at));
        }
        block = next;
        open = true;
    }

    void finish() {
        if (open) {
            // Beyond the section nothing is known to be executable.
            end(new End.Trap(at));
        }
    }

    private void end(End end) {
        block.end(end);
        open = false;
    }

    /** Whether an instruction stops the program, whatever the registers hold. */
    static boolean isTrap(RiscvInstruction instruction) {
        return instruction instanceof Unimplemented
                || instruction instanceof Load(Width load, int rd, int base, long offset)
                        && load == Width.I32 && rd == 0 && base == 0 && offset == 0
                || instruction instanceof Store(Width store, int address, int value, long where)
                        && store.bytes() == 4 && address == 0 && value == 0 && where == 0;
    }

    void add(Line line) {
        place = line.place();
        at = new Location(place.section().index(), place.offset());
        if (isTrap(line.instruction())) {
            end(new End.Trap(at));
            return;
        }
        var address = addresses.address(line);
        if (address.isPresent()) {
            lowerHalf(line, address.get());
            return;
        }
        checkRelocation(line);
        switch (line.instruction()) {
            case Lui(int rd, long value) -> move(rd, Value.of(value));
            case Auipc(int rd, _) -> addresses.checkUpperHalf(line, rd);
            case Jal(int rd, _) -> jump(line, rd, addresses.target(line).orElseThrow());
            case Jalr(int rd, int rs1, long offset) ->
                addresses.target(line).ifPresentOrElse(to -> jump(line, rd, to), () -> jumpIndirect(line, rd, rs1, offset));
            case Branch(var condition, int rs1, int rs2, _) -> end(new End.Branch(
                    condition,
                    register(rs1),
                    register(rs2),
                    blockAt.apply(addresses.target(line).orElseThrow()),
                    blockAt.apply(line.end()),
                    at));
            case Load(Width width, int rd, int rs1, long offset) -> load(width, rd, register(rs1), Value.of(offset));
            case Store(Width width, int rs1, int rs2, long offset) ->
                emit(new Instruction.Store(width, register(rs1), Value.of(offset), register(rs2), at));
            case Immediate(BinaryOp op, int rd, int rs1, long value) -> binary(op, rd, register(rs1), Value.of(value));
            case Register(BinaryOp op, int rd, int rs1, int rs2) -> binary(op, rd, register(rs1), register(rs2));
            case Unary(var op, int rd, int rs1) -> {
                if (rd != 0) {
                    emit(new Instruction.Unary(op, machine(rd), register(rs1), at));
                }
            }
            case ConditionalMove(boolean ifZero, int rd, int rs1, int rs2) -> {
                if (rd != 0) {
                    emit(new Instruction.Select(machine(rd), ifZero, register(rs1), register(rs2), at));
                }
            }
            case Choose choose -> choose(choose);
            case OrCombine(int rd, int rs1) -> sequences().orCombine(rd, rs1);
            case LoadReserved(Width width, int rd, int rs1) -> load(width, rd, register(rs1), Value.ZERO);
            case StoreConditional(Width width, int rd, int rs1, int rs2) -> {
                emit(new Instruction.Store(width, register(rs1), Value.ZERO, register(rs2), at));
                move(rd, Value.ZERO);
            }
            case Atomic(var op, Width width, int rd, int rs1, int rs2) -> sequences().atomic(op, width, rd, rs1, rs2);
            case Fence() -> {}
            case HostCall() -> emit(new Instruction.HostCall(importAt.apply(place.plus(4)), at));
            case Sbrk(int rd, int rs1) -> emit(new Instruction.Sbrk(machine(rd), register(rs1), at));
            case Memset() -> emit(new Instruction.Memset(at));
            case HeapBase(int rd) -> move(rd, new Value.HeapBase());
            case Unimplemented() -> end(new End.Trap(at));
        }
    }

    private Sequences sequences() {
        return new Sequences(this, wide, at);
    }

    /** Relocations that neither made an address nor a target must be those of an upper half. */
    private void checkRelocation(Line line) {
        Optional<Relocation> relocation = addresses.relocation(line);
        if (relocation.isPresent()
                && !(line.instruction() instanceof Auipc)
                && addresses.target(line).isEmpty()) {
            throw Addresses.unexpected(line, relocation.get());
        }
    }

    private void lowerHalf(Line line, Addresses.Address address) {
        var value = valueOf.apply(place, address.place());
        switch (line.instruction()) {
            case Lui(int rd, _) -> move(rd, value);
            case Immediate(BinaryOp op, int rd, _, _)
            when (op == BinaryOp.ADD_64 || op == BinaryOp.ADD_32) && !address.viaTable() -> move(rd, value);
            case Load(Width width, int rd, _, _) when address.viaTable() && width.bytes() == (wide ? 8 : 4) ->
                move(rd, value);
            case Load(Width width, int rd, _, _) when !address.viaTable() -> load(width, rd, Value.ZERO, value);
            case Store(Width width, _, int rs2, _) when !address.viaTable() ->
                emit(new Instruction.Store(width, Value.ZERO, value, register(rs2), at));
            default -> throw Addresses.unexpected(line, addresses.relocation(line).orElseThrow());
        }
    }

    private void jump(Line line, int rd, Place target) {
        var to = blockAt.apply(target);
        move(rd, rd == 0 ? Value.ZERO : new Value.CodeAddress(blockAt.apply(line.end())));
        end(new End.Jump(to, at));
    }

    private void jumpIndirect(Line line, int rd, int rs1, long offset) {
        if (offset != 0) {
            throw place.problem("an indirect jump with offset " + offset + ": addresses of code can't be counted with");
        }
        var base = register(rs1);
        if (rd != 0) {
            if (rd == rs1) {
                var copy = Value.register(Value.Reg.FIRST_TEMPORARY);
                emit(new Instruction.Move(copy.number(), base, at));
                base = copy;
            }
            move(rd, new Value.CodeAddress(blockAt.apply(line.end())));
        }
        end(base.isConstant() ? new End.Trap(at) : new End.JumpIndirect(base, at));
    }

    /** rd = rs2 != 0 ? rs1 : rs3, where rd may be one of them. */
    private void choose(Choose choose) {
        if (choose.rd() == 0) {
            return;
        }
        int d = machine(choose.rd());
        var condition = register(choose.rs2());
        var ifSet = register(choose.rs1());
        var otherwise = register(choose.rs3());
        if (ifSet.mask() == 1 << d) {
            emit(new Instruction.Select(d, true, otherwise, condition, at));
            return;
        }
        if (condition.mask() == 1 << d) {
            var copy = Value.register(Value.Reg.FIRST_TEMPORARY);
            emit(new Instruction.Move(copy.number(), condition, at));
            condition = copy;
        }
        emit(new Instruction.Move(d, otherwise, at));
        emit(new Instruction.Select(d, false, ifSet, condition, at));
    }

    private void load(Width width, int rd, Value base, Value offset) {
        if (rd != 0) {
            emit(new Instruction.Load(width, machine(rd), base, offset, at));
        }
    }

    private void binary(BinaryOp op, int rd, Value a, Value b) {
        if (rd != 0) {
            emit(new Instruction.Binary(op, machine(rd), a, b, at));
        }
    }

    void move(int rd, Value value) {
        if (rd != 0) {
            emit(new Instruction.Move(machine(rd), value, at));
        }
    }

    void emit(Instruction instruction) {
        block.body().add(instruction);
    }

    Value register(int number) {
        return number == 0 ? Value.ZERO : Value.register(machine(number));
    }

    /** The machine's number of a RISC-V register: ra, sp, t0-t2, s0, s1, a0-a5. */
    int machine(int number) {
        return switch (number) {
            case 1, 2 -> number - 1;
            case 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> number - 3;
            default -> throw place.problem("register x" + number + " is not one that programs may use");
        };
    }
}
