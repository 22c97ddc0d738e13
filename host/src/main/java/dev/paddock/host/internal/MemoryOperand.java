package dev.paddock.host.internal;

import dev.paddock.program.Form;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Opcode;

/**
 * Which memory a load or store touches. The mnemonic says direction and width, the form where the address comes from.
 */
final class MemoryOperand {
    private MemoryOperand() {}

    /** Bytes a load or store touches; 0 for any other instruction. */
    static int width(Opcode opcode) {
        var name = opcode.mnemonic();
        if (opcode.form() == Form.REG_IMM64 || !name.startsWith("load_") && !name.startsWith("store_")) {
            return 0;
        }
        var type = name.substring(name.lastIndexOf('_') + 1);
        return switch (type) {
            case "u8", "i8" -> 1;
            case "u16", "i16" -> 2;
            case "u32", "i32" -> 4;
            case "u64" -> 8;
            // load_imm, load_imm_and_jump, load_imm_and_jump_indirect
            case String other -> 0;
        };
    }

    static boolean isStore(Opcode opcode) {
        return opcode.mnemonic().startsWith("store_");
    }

    /** The first byte's address, for the instruction the reader stands on. */
    static long address(InstructionReader at, NativeState state) {
        var base = switch (at.opcode().form()) {
            case REG_IMM_IMM -> state.register(at.r1());
            case REG_REG_IMM -> state.register(at.r2());
            case REG_IMM, IMM_IMM -> 0L;
            case NONE, IMM, OFFSET, REG_IMM64, REG_IMM_OFFSET, REG_REG, REG_REG_OFFSET, REG_REG_REG, REG_REG_IMM_IMM ->
                throw new IllegalArgumentException(at.opcode() + " touches no memory");
        };
        return base + at.imm1() & 0xffff_ffffL;
    }
}
