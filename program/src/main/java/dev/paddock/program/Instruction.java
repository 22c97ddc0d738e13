package dev.paddock.program;

import java.util.Optional;

/**
 * An instruction to be written: the counterpart of what {@link InstructionReader} reads. Operands that the form does not
 * have are 0 or absent.
 *
 * @param r1 and the other registers as {@link InstructionReader} names them
 * @param imm1 of forms with an offset alone: unused, the offset follows from the target
 * @param imm2 the second immediate, if it is no offset
 * @param target where forms with an offset lead
 */
public record Instruction(
        Opcode opcode, int r1, int r2, int r3, long imm1, long imm2, Optional<Target> target) {
    /** Where a jump leads. */
    public sealed interface Target {
        /** To an instruction of the same list, by index. */
        record Index(int index) implements Target {}

        /** To a fixed position in the code, 32-bit unsigned, wherever the instructions come to lie. */
        record Position(int pc) implements Target {}
    }

    public Instruction {
        if (opcode.form().hasTarget() != target.isPresent()) {
            throw new IllegalArgumentException(
                    opcode.mnemonic() + (target.isPresent() ? " has no target" : " needs a target"));
        }
        if (((r1 | r2 | r3) & ~15) != 0 || Math.max(r1, Math.max(r2, r3)) > 12) {
            throw new IllegalArgumentException("Registers are 0..12, not " + r1 + ", " + r2 + ", " + r3);
        }
    }

    /** One without operands. */
    public static Instruction of(Opcode opcode) {
        return new Instruction(opcode, 0, 0, 0, 0, 0, Optional.empty());
    }

    public Instruction withTarget(Target newTarget) {
        return new Instruction(opcode, r1, r2, r3, imm1, imm2, Optional.of(newTarget));
    }
}
