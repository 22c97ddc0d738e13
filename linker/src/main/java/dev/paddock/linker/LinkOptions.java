package dev.paddock.linker;

import dev.paddock.program.Isa;
import java.util.EnumSet;
import java.util.Set;

/**
 * How to link.
 *
 * @param isa the instruction set of the result; latest32 wants a 32-bit ELF, the others a 64-bit one
 * @param strip whether to leave debug information out
 * @param minStackSize bytes of stack, if the program does not ask for more
 * @param disabled the passes to leave out
 */
public record LinkOptions(Isa isa, boolean strip, long minStackSize, Set<Pass> disabled) {
    public static final long DEFAULT_STACK_SIZE = 8192;

    public LinkOptions {
        if (minStackSize < 0 || minStackSize > 0xffff_0000L) {
            throw new IllegalArgumentException("A stack of " + minStackSize + " bytes: expected 0..4294901760");
        }
        disabled = disabled.isEmpty() ? Set.of() : Set.copyOf(disabled);
    }

    /** With every pass, and debug information. */
    public static LinkOptions of(Isa isa) {
        return new LinkOptions(isa, false, DEFAULT_STACK_SIZE, Set.of());
    }

    public LinkOptions withStrip(boolean newStrip) {
        return new LinkOptions(isa, newStrip, minStackSize, disabled);
    }

    public LinkOptions withMinStackSize(long bytes) {
        return new LinkOptions(isa, strip, bytes, disabled);
    }

    public LinkOptions without(Set<Pass> passes) {
        return new LinkOptions(isa, strip, minStackSize, passes);
    }

    /** Nothing optimised, nothing removed. */
    public LinkOptions plain() {
        return without(EnumSet.allOf(Pass.class));
    }
}
