package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Algebra;
import dev.paddock.linker.internal.ir.DataSection;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Instruction.Load;
import dev.paddock.linker.internal.ir.Instruction.Move;
import dev.paddock.linker.internal.ir.Instruction.Select;
import dev.paddock.linker.internal.ir.Instruction.Store;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import dev.paddock.linker.internal.ir.Width;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts constants in the place of registers that are known to hold them, as far as the machine has instructions for it. */
final class Folding {
    private final boolean wide;
    private final Algebra algebra;

    Folding(Unit unit) {
        this.wide = unit.wide();
        this.algebra = new Algebra(wide);
    }

    /** What an instruction is known to leave in its destination: a constant or a copy of a register; else null. */
    @Nullable Value result(Instruction instruction, Facts facts) {
        if (instruction.destination() < 0) {
            return null;
        }
        var folded = fold(instruction, facts);
        if (folded.isEmpty()) {
            // It does nothing, so what was known stays so.
            return facts.of(instruction.destination());
        }
        return folded.get() instanceof Move(_, Value value, _) ? value : null;
    }

    /** The instruction with what is known put in; empty if it does nothing. */
    Optional<Instruction> fold(Instruction instruction, Facts facts) {
        var folded = algebra.simplify(instruction.withValues(facts::constant)).map(this::readOnly);
        if (folded.isEmpty() || isEncodable(folded.get())) {
            return folded;
        }
        return instruction instanceof Binary binary ? foldOne(binary, facts) : algebra.simplify(instruction);
    }

    /** With one operand put in where both can't be. */
    private Optional<Instruction> foldOne(Binary binary, Facts facts) {
        var right = new Binary(binary.op(), binary.d(), binary.a(), facts.constant(binary.b()), binary.location());
        var simpler = algebra.simplify(right);
        return simpler.isEmpty() || isEncodable(simpler.get()) ? simpler : algebra.simplify(binary);
    }

    End fold(End end, Facts facts) {
        return switch (end.withValues(facts::constant)) {
            case End.JumpIndirect(Value.CodeAddress(var block), var at) -> new End.Jump(block, at);
            case End.JumpIndirect _, End.Jump _, End.Trap _ -> end;
            case End.Branch(var condition, Value.Const(long a), Value.Const(long b), var taken, var otherwise, var at) ->
                new End.Jump(condition.holds(a, b) ? taken : otherwise, at);
            case End.Branch(_, _, _, var taken, var otherwise, var at) when taken == otherwise -> new End.Jump(taken, at);
            case End.Branch branch ->
                isOperand(branch.a()) && isOperand(branch.b()) && !(branch.a().isConstant() && branch.b().isConstant())
                        ? branch
                        : end;
        };
    }

    private static boolean isOperand(Value value) {
        return !value.isConstant() || value.isImmediate();
    }

    /** Whether the machine has it as one instruction. */
    private static boolean isEncodable(Instruction instruction) {
        return switch (instruction) {
            case Move _ -> true;
            case Binary(var op, _, Value a, Value b, _) -> {
                if (a.isConstant()) {
                    yield !b.isConstant() && a.isImmediate() && op.constantLeft().isPresent();
                }
                yield !b.isConstant() || b.isImmediate() && op.constantRight().isPresent();
            }
            case Instruction.Unary unary -> !unary.a().isConstant();
            case Select select -> isOperand(select.value()) && !select.condition().isConstant();
            case Load load -> isAddress(load.base());
            case Store store -> isAddress(store.base()) && isOperand(store.value());
            case Instruction.Sbrk sbrk -> !sbrk.size().isConstant();
            case Instruction.HostCall _, Instruction.Memset _ -> true;
        };
    }

    private static boolean isAddress(Value base) {
        return !base.isConstant() || base.equals(Value.ZERO);
    }

    /** A load of what never changes is what it loads. */
    private Instruction readOnly(Instruction instruction) {
        if (instruction instanceof Load(Width width, int d, Value base, Value offset, var at)
                && base.equals(Value.ZERO)
                && offset instanceof Value.DataAddress(DataSection section, long from)
                && section.kind() == DataSection.Kind.READ_ONLY
                && from >= 0
                && from + width.bytes() <= section.size()) {
            var content = content(section, from, width);
            return content.isPresent() ? new Move(d, content.get(), at) : instruction;
        }
        return instruction;
    }

    private Optional<Value> content(DataSection section, long from, Width width) {
        long to = from + width.bytes();
        for (var patch : section.patches()) {
            if (patch.offset() < to && from < patch.offset() + patch.width()) {
                boolean whole = patch.offset() == from
                        && patch.width() == width.bytes()
                        && patch.width() == (wide ? 8 : 4)
                        && patch.minus().isEmpty();
                return whole ? Optional.of(patch.value()) : Optional.empty();
            }
        }
        long value = 0;
        for (int i = 0; i < width.bytes(); i++) {
            long at = from + i;
            value |= at < section.data().length ? (section.data()[(int) at] & 0xffL) << 8 * i : 0;
        }
        return Optional.of(Value.of(extend(width, value)));
    }

    private static long extend(Width width, long value) {
        return switch (width) {
            case I8 -> (byte) value;
            case I16 -> (short) value;
            case I32 -> (int) value;
            case U8, U16, U32, U64 -> value;
        };
    }
}
