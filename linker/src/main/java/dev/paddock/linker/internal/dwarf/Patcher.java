package dev.paddock.linker.internal.dwarf;

import dev.paddock.linker.internal.elf.Relocation;
import dev.paddock.linker.internal.elf.Symbol;
import java.util.List;

/**
 * Applies relocations to debug information. What stands in the bytes does not count: in a relocatable file it is zero, in a
 * linked one it is a result.
 */
final class Patcher {
    private final CodeLayout layout;
    /** Offset and value of a ULEB128 whose subtrahend is still to come. */
    private long pendingAt;

    private long pending;

    Patcher(CodeLayout layout) {
        this.layout = layout;
    }

    void apply(List<Relocation> relocations, DebugData data) {
        pendingAt = -1;
        for (var relocation : relocations) {
            apply(relocation, data);
        }
    }

    private void apply(Relocation relocation, DebugData data) {
        int at = (int) relocation.offset();
        long value = value(relocation.symbol()) + relocation.addend();
        switch (relocation.type()) {
            case NONE, RELAX, ALIGN -> {}
            case ABSOLUTE_32, ADD32, SET32 -> set(data, at, 4, value);
            case ABSOLUTE_64, ADD64 -> set(data, at, 8, value);
            case ADD8, SET8 -> set(data, at, 1, value);
            case ADD16, SET16 -> set(data, at, 2, value);
            case SUB8 -> subtract(data, at, 1, value);
            case SUB16 -> subtract(data, at, 2, value);
            case SUB32 -> subtract(data, at, 4, value);
            case SUB64 -> subtract(data, at, 8, value);
            case SET_ULEB128 -> {
                pendingAt = at;
                pending = value;
            }
            case SUB_ULEB128 -> setUleb(data, at, pendingAt == at ? pending - value : -value);
            case RELATIVE, BRANCH, JAL, CALL, CALL_PLT, GOT_HI20, PCREL_HI20, PCREL_LO12_I, PCREL_LO12_S, HI20, LO12_I, LO12_S,
                    RVC_BRANCH, RVC_JUMP, SUB6, SET6, PCREL_32 ->
                throw data.problem(at, "a relocation " + relocation.type() + " has no place in debug information");
        }
    }

    /** Code has the address that the layout gives it, debug information its offset; what was dropped is 0. */
    private long value(Symbol symbol) {
        int section = symbol.sectionIndex();
        if (section == Symbol.UNDEFINED || section >= Symbol.RESERVED) {
            return 0;
        }
        return layout.isCode(section) ? layout.address(section, symbol.value()) : symbol.value();
    }

    private static void check(DebugData data, int at, int width) {
        if (at + (long) width > data.bytes().length) {
            throw data.problem(at, "a relocation of " + width + " bytes reaches beyond the section");
        }
    }

    private static void set(DebugData data, int at, int width, long value) {
        check(data, at, width);
        for (int i = 0; i < width; i++) {
            data.bytes()[at + i] = (byte) (value >>> 8 * i);
        }
    }

    private static void subtract(DebugData data, int at, int width, long value) {
        check(data, at, width);
        set(data, at, width, data.at(at).unsigned(width) - value);
    }

    /** In as many bytes as there are. */
    private static void setUleb(DebugData data, int at, long value) {
        long rest = value;
        int i = at;
        boolean more = true;
        while (more) {
            check(data, i, 1);
            more = (data.bytes()[i] & 0x80) != 0;
            data.bytes()[i++] = (byte) (rest & 0x7f | (more ? 0x80 : 0));
            rest >>>= 7;
        }
        if (rest != 0) {
            throw data.problem(at, "no room for 0x" + Long.toHexString(value) + " in a ULEB128 of " + (i - at) + " bytes");
        }
    }
}
