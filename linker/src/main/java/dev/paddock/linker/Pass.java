package dev.paddock.linker;

import java.util.Locale;
import java.util.Optional;

/** The optimisations, each of which can be left out. */
public enum Pass {
    /** Removes code and data that nothing reaches. */
    REACHABILITY,
    /** Computes numbers, addresses, loads of read-only data and branches at link time. */
    CONSTANT_PROPAGATION,
    /** Reads values where they come from, not from copies. */
    COPY_PROPAGATION,
    /** Multiplies and divides by powers of two with shifts and masks. */
    STRENGTH_REDUCTION,
    /** Says in one instruction what takes two. */
    PAIR_FUSION,
    /** Drops extensions, masks and comparisons that say nothing new. */
    BIT_WIDTH,
    /** Drops extensions and masks whose result nobody looks at. */
    DEMANDED_BITS,
    /** Takes from registers what memory would give back. */
    SLOT_FORWARDING,
    /** Takes from registers, over many blocks, what the function's own frame would give back. */
    STACK_SLOTS,
    /** Removes stores that nobody sees. */
    DEAD_STORES,
    /** Fills memory by one instruction where the program goes byte by byte; in instruction sets that have it. */
    MEMSET_LOOPS,
    /** Tests the counter of a small loop once for several rounds. */
    COUNTED_LOOPS,
    /** Lets loads and stores add to their base. */
    ADDRESS_FOLDING,
    /** Lets loads and stores add constants that went into their address by way of other sums. */
    ADDRESS_SUMS,
    /** Computes values at once where they are moved to. */
    MOVE_COALESCING,
    /** Removes what nobody reads. */
    DEAD_CODE,
    /** Leads jumps past blocks that only jump on. */
    JUMP_THREADING,
    /** Merges blocks, copies small ones. */
    INLINING,
    /** Copies what is jumped to in place of the jump. */
    TAIL_COPIES,
    /** Gives every way to the dynamic jump of a switch a copy of it. */
    DISPATCH_COPIES,
    /** Reads constants from registers that hold them anyway. */
    IMMEDIATE_REUSE,
    /** Marks ways that end in a trap, for the pipeline model. */
    UNLIKELY,
    /** Puts blocks from which nothing returns behind all others; goes with the order of blocks. */
    COLD_CODE,
    /** Orders blocks so that jumps fall through. */
    BLOCK_ORDER,
    /** Keeps the padding of latest64 out of the way of control. */
    PADDING;

    /** How the command line names it: {@code dead-code}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Pass> byLabel(String label) {
        for (var pass : values()) {
            if (pass.label().equals(label)) {
                return Optional.of(pass);
            }
        }
        return Optional.empty();
    }
}
