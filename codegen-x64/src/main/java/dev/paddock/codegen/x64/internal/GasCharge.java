package dev.paddock.codegen.x64.internal;


import dev.paddock.codegen.x64.Metering;

/**
 * What stands at the start of a block to pay for it. The cost is known at the block's end: it is filled in then.
 *
 * <pre>
 * sync   48 83 EC ib   sub rsp, cost        48 81 EC id  sub rsp, cost
 *        72 FC         jb  to the EC        72 F9        jb  to the EC
 * async  the sub alone
 * float  F2 0F 58 05 rel32   addsd xmm0, [rip + constant]
 * </pre>
 *
 * EC, the last byte of the opcode, is {@code in al, dx} when jumped to: not allowed to a worker, it faults 2 bytes
 * into the block. So a block that can't be paid for stops with no code of its own to do so.
 */
final class GasCharge {
    /** Where in the block the fault of sync metering happens. */
    static final int SYNC_FAULT_OFFSET = 2;

    private static final int UNKNOWN = 1;
    /** The largest cost that the short form can say. */
    static final int LONGEST_SHORT = 127;

    private static final int WIDE_SUB = 0x81;
    private static final int WIDE_DISTANCE = 0xf9;

    /** Bytes of an immediate of 32 bits, beyond those of one of 8. */
    private static final int MORE = 3;

    private final Encoder out;
    private final ConstantPool pool;
    private Metering metering = Metering.NONE;
    private int start;
    private boolean wide;

    GasCharge(Encoder out, ConstantPool pool) {
        this.out = out;
        this.pool = pool;
    }

    void begin(Metering mode) {
        metering = mode;
    }

    /** Whether a cost wants the long form. */
    static boolean isLarge(int cost) {
        return cost > LONGEST_SHORT;
    }

    /** Starts a block, in the form for small costs or the {@code forLargeCost} one. */
    void beginBlock(boolean forLargeCost) {
        start = out.position();
        wide = forLargeCost;
        out.beginBlock();
        switch (metering) {
            case NONE -> {}
            case SYNC -> {
                subtract();
                out.put(wide ? 0xf972 : 0xfc72, 2);
            }
            case ASYNC -> subtract();
            case FLOAT -> {
                out.put(0xf2 | 0x0f << 8 | 0x58 << 16 | 0x05L << 24, 8);
            }
        }
    }

    /**
     * Takes the long form after all, for which what follows is moved up. Nothing in it may tell where it stands but the
     * {@linkplain Encoder#fixed fixed} ones. Returns how far it was moved.
     */
    int enlarge() {
        if (metering == Metering.NONE || metering == Metering.FLOAT) {
            return 0;
        }
        wide = true;
        // Before the immediate; what jumps back over it then has so much farther to go.
        out.insert(start + 3, MORE);
        out.patchByte(start + 1, WIDE_SUB);
        if (metering == Metering.SYNC) {
            out.patchByte(start + 8, WIDE_DISTANCE);
        }
        return MORE;
    }

    private void subtract() {
        if (wide) {
            out.put(0xec8148 | (long) UNKNOWN << 24, 7);
        } else {
            out.put(0xec8348 | (long) UNKNOWN << 24, 4);
        }
    }

    /** Whether blocks may be paid for together. */
    boolean canBeShared() {
        return metering == Metering.SYNC || metering == Metering.ASYNC;
    }

    /** Bytes of a charge in the form for small costs. */
    int size() {
        return switch (metering) {
            case NONE -> 0;
            case SYNC -> 6;
            case ASYNC -> 4;
            case FLOAT -> 8;
        };
    }

    /** Writes a charge whose cost is known. */
    void write(int cost) {
        beginBlock(isLarge(cost));
        endBlock(cost);
    }

    /** The charge at {@code start}, in the form for small costs, says this one from now on. */
    static void patch(Encoder out, int start, int cost) {
        out.patchByte(start + 3, cost);
    }

    /** Fills in the cost. */
    void endBlock(int cost) {
        switch (metering) {
            case NONE -> {}
            case SYNC, ASYNC -> {
                if (wide) {
                    out.patchInt(start + 3, cost);
                } else {
                    out.patchByte(start + 3, cost);
                }
            }
            case FLOAT -> pool.use(cost, start + 4);
        }
    }
}
