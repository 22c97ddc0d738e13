package dev.paddock.linker;

import dev.paddock.program.Isa;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * How to link.
 *
 * @param isa the instruction set of the result; latest32 wants a 32-bit ELF, the others a 64-bit one
 * @param strip whether to leave debug information out
 * @param minStackSize bytes of stack, if the program does not ask for more
 * @param disabled the passes to leave out
 * @param dispatchTable exports that the code begins with jumps to, in this order: number i is at pc 5 i
 * @param metadataHash bytes that the container is to carry, in hexadecimal; empty for none
 */
public record LinkOptions(
        Isa isa, boolean strip, long minStackSize, Set<Pass> disabled, List<String> dispatchTable, String metadataHash) {
    public static final long DEFAULT_STACK_SIZE = 8192;

    public LinkOptions {
        if (minStackSize < 0 || minStackSize > 0xffff_0000L) {
            throw new IllegalArgumentException("A stack of " + minStackSize + " bytes: expected 0..4294901760");
        }
        disabled = disabled.isEmpty() ? Set.of() : Set.copyOf(disabled);
        dispatchTable = List.copyOf(dispatchTable);
        HexFormat.of().parseHex(metadataHash);
    }

    /** Without a dispatch table or a hash of metadata. */
    public LinkOptions(Isa isa, boolean strip, long minStackSize, Set<Pass> disabled) {
        this(isa, strip, minStackSize, disabled, List.of(), "");
    }

    /** With every pass, and debug information. */
    public static LinkOptions of(Isa isa) {
        return new LinkOptions(isa, false, DEFAULT_STACK_SIZE, Set.of());
    }

    public LinkOptions withStrip(boolean newStrip) {
        return new LinkOptions(isa, newStrip, minStackSize, disabled, dispatchTable, metadataHash);
    }

    public LinkOptions withMinStackSize(long bytes) {
        return new LinkOptions(isa, strip, bytes, disabled, dispatchTable, metadataHash);
    }

    public LinkOptions without(Set<Pass> passes) {
        return new LinkOptions(isa, strip, minStackSize, passes, dispatchTable, metadataHash);
    }

    public LinkOptions withDispatchTable(List<String> exports) {
        return new LinkOptions(isa, strip, minStackSize, disabled, exports, metadataHash);
    }

    /** @throws IllegalArgumentException if it is not hexadecimal */
    public LinkOptions withMetadataHash(String hexadecimal) {
        return new LinkOptions(isa, strip, minStackSize, disabled, dispatchTable, hexadecimal);
    }

    /** Nothing optimised, nothing removed. */
    public LinkOptions plain() {
        return without(EnumSet.allOf(Pass.class));
    }
}
