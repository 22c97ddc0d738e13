package dev.paddock.codegen.x64;

/** What a native address in a module's code belongs to: how a fault there is to be understood. */
public enum Site {
    /** Nothing of the code: constants, or outside. */
    NONE,
    /**
     * A block's charge. A fault there means out of gas. Under sync metering the cost has been taken already: gas is what is
     * left plus {@link CodeMap#blockCost} and, where the block pays for others, {@link CodeMap#paidAhead(int)}; it may suffice
     * for the block itself. Under float metering the counter is untouched.
     */
    BLOCK_CHARGE,
    /** Where a branch gives back gas on its way: nothing there faults; step on to one of the places that have a state. */
    REFUND,
    /** A guest instruction. */
    INSTRUCTION,
    /**
     * The {@code rep stosb} of memset's stub; rdx - 1 lies in the memset instruction. Paid ahead, but not stored: rcx
     * bytes. The state at the instruction is a0 = lo32(rdi), a2 = lo32(esi + ecx), gas + rcx.
     */
    MEMSET_FILL,
    /** Memset's stub ran out of gas; rdx - 1 lies in the memset instruction, everything else is exact. */
    MEMSET_OUT_OF_GAS,
    /** Elsewhere in memset's stub: nothing there faults; step on to one of the places that have a state. */
    MEMSET_STUB
}
