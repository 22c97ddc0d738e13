package dev.paddock.linker.internal.lift;

import dev.paddock.linker.internal.elf.Relocation;
import dev.paddock.linker.internal.elf.RelocationType;
import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.lift.CodeSection.Line;
import dev.paddock.linker.internal.riscv.RiscvInstruction;
import dev.paddock.linker.internal.riscv.RiscvInstruction.Auipc;
import dev.paddock.linker.internal.riscv.RiscvInstruction.Branch;
import dev.paddock.linker.internal.riscv.RiscvInstruction.Immediate;
import dev.paddock.linker.internal.riscv.RiscvInstruction.Jal;
import dev.paddock.linker.internal.riscv.RiscvInstruction.Jalr;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the instructions of a program refer to: targets of jumps, and addresses that RISC-V makes of two halves. Of such a
 * pair the upper half becomes nothing, the lower one stands for the whole address.
 */
final class Addresses {
    private final SectionTable sections;
    private final Map<Integer, CodeSection> code;

    /** @param viaTable whether what is loaded from there is the address of {@code place} itself */
    record Address(Place place, boolean viaTable) {}

    Addresses(SectionTable sections, Map<Integer, CodeSection> code) {
        this.sections = sections;
        this.code = code;
    }

    /** Where a jump, call or branch leads, if that is known. */
    Optional<Place> target(Line line) {
        var relocation = relocation(line);
        return switch (line.instruction()) {
            case Jal(_, long offset) -> Optional.of(direct(line, relocation, offset));
            case Branch(_, _, _, long offset) -> Optional.of(direct(line, relocation, offset));
            case Jalr(_, int rs1, long offset) ->
                before(line).filter(auipc -> isPair(auipc, rs1)).map(auipc -> far(auipc, offset));
            default -> Optional.empty();
        };
    }

    private Place direct(Line line, Optional<Relocation> relocation, long offset) {
        return relocation
                .map(r -> switch (r.type()) {
                    case JAL, RVC_JUMP, BRANCH, RVC_BRANCH -> sections.target(line.place(), r);
                    default -> throw unexpected(line, r);
                })
                .orElseGet(() -> line.place().plus(offset));
    }

    private Place far(Line auipc, long offset) {
        return relocation(auipc)
                .map(r -> sections.target(auipc.place(), r))
                .orElseGet(() -> auipc.place().plus(((Auipc) auipc.instruction()).value() + offset));
    }

    /** The address that an instruction loads, loads from or stores to, if it is the lower half of one. */
    Optional<Address> address(Line line) {
        var relocation = relocation(line);
        if (relocation.isEmpty()) {
            return line.instruction() instanceof Immediate(BinaryOp op, _, int rs1, long offset) && isAdd(op)
                    ? before(line)
                            .filter(auipc -> isPair(auipc, rs1) && relocation(auipc).isEmpty())
                            .map(auipc -> new Address(far(auipc, offset), false))
                    : Optional.empty();
        }
        var r = relocation.get();
        return switch (r.type()) {
            case PCREL_LO12_I, PCREL_LO12_S -> Optional.of(upperHalf(line, r));
            case HI20, LO12_I, LO12_S -> Optional.of(new Address(sections.target(line.place(), r), false));
            default -> Optional.empty();
        };
    }

    /** The symbol of a lower half is where its upper half stands. */
    private Address upperHalf(Line line, Relocation low) {
        var place = sections.resolve(line.place(), low.symbol());
        var section = code.get(place.section().index());
        var high = section == null ? Optional.<Line>empty() : section.line(place.offset());
        var relocation = high.flatMap(this::relocation);
        return relocation
                .filter(r -> r.type() == RelocationType.PCREL_HI20 || r.type() == RelocationType.GOT_HI20)
                .map(r -> new Address(sections.target(place, r), r.type() == RelocationType.GOT_HI20))
                .orElseThrow(() -> line.place().problem(
                        "symbol '" + low.symbol().name() + "' is no upper half of an address: no auipc with a relocation"
                                + " stands in " + place));
    }

    private static boolean isAdd(BinaryOp op) {
        return op == BinaryOp.ADD_64 || op == BinaryOp.ADD_32;
    }

    private boolean isPair(Line auipc, int register) {
        return auipc.instruction() instanceof Auipc(int rd, _)
                && rd == register
                && relocation(auipc).map(r -> isCall(r.type())).orElse(true);
    }

    private static boolean isCall(RelocationType type) {
        return type == RelocationType.CALL || type == RelocationType.CALL_PLT;
    }

    private Optional<Line> before(Line line) {
        return section(line).line(line.place().offset() - 4);
    }

    /** Checks that an auipc makes an address with what follows it. */
    void checkUpperHalf(Line line, int register) {
        var relocation = relocation(line);
        var type = relocation.map(Relocation::type).orElse(RelocationType.NONE);
        var next = section(line).line(line.place().offset() + 4).map(Line::instruction);
        boolean jumps = next.filter(n -> n instanceof Jalr(_, int rs1, _) && rs1 == register).isPresent();
        boolean adds = next.filter(n -> isAddTo(n, register)).isPresent();
        boolean fits = switch (type) {
            case PCREL_HI20, GOT_HI20 -> true;
            case CALL, CALL_PLT -> jumps;
            case NONE -> jumps || adds;
            default -> false;
        };
        if (!fits) {
            throw line.place().problem("an auipc that makes no address with the instruction after it"
                    + relocation.map(r -> " (relocation " + r.type() + ")").orElse(""));
        }
    }

    private static boolean isAddTo(RiscvInstruction instruction, int register) {
        return instruction instanceof Immediate(BinaryOp op, _, int rs1, _) && isAdd(op) && rs1 == register;
    }

    Optional<Relocation> relocation(Line line) {
        return section(line).relocation(line.place());
    }

    private CodeSection section(Line line) {
        return Objects.requireNonNull(code.get(line.place().section().index()));
    }

    static RuntimeException unexpected(Line line, Relocation r) {
        return line.place().problem("relocation " + r.type() + " on symbol '" + r.symbol().name()
                + "' does not go with " + line.instruction().getClass().getSimpleName());
    }
}
