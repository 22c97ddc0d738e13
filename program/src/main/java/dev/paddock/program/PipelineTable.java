package dev.paddock.program;

import dev.paddock.program.internal.Pipeline;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The cost classes of all opcodes under one load latency and register width, a long each:
 *
 * <pre>
 *   bits  0..19  units                         bits 40..44  shift to the destination among the operand choices
 *   bits 20..26  latency, 127 = a branch's     bits 45..49  shift to the first source
 *   bits 27..29  decode slots                  bits 50..54  shift to the second source
 *   bit  30      may need a copy               bits 55..59  shift to the third source
 *   bit  31      the copy depends on the first source alone
 *   bit  32      is a move
 * </pre>
 */
record PipelineTable(long[] rows, int trap, int unlikely) {
    static final int BRANCH = 127;

    private static final int NO_DESTINATION_SHIFT = 12;
    private static final int NO_SOURCE_SHIFT = 16;

    /** No byte of code, as a signed byte, has this value. */
    private static final int NO_SUCH_BYTE = 256;

    /** Those made so far: a dozen at most, and making one takes longer than costing a small program. */
    private static final ConcurrentHashMap<Setting, PipelineTable> MADE = new ConcurrentHashMap<>();

    private record Setting(int loadLatency, Isa isa) {}

    static PipelineTable of(int loadLatency, Isa isa) {
        return MADE.computeIfAbsent(new Setting(loadLatency, isa), s -> make(s.loadLatency, s.isa));
    }

    private static PipelineTable make(int loadLatency, Isa isa) {
        var rows = Stream.of(Opcode.values())
                .mapToLong(o -> row(o, loadLatency, isa.is64Bit()))
                .toArray();
        return new PipelineTable(rows, firstByte(Opcode.TRAP, isa), firstByte(Opcode.UNLIKELY, isa));
    }

    private static int firstByte(Opcode opcode, Isa isa) {
        return opcode.existsIn(isa) ? (byte) opcode.number(isa) : NO_SUCH_BYTE;
    }

    private static long row(Opcode opcode, int loadLatency, boolean is64Bit) {
        var cost = opcode.costClass();
        int units = cost.alus() * Pipeline.ALU
                + cost.loads() * Pipeline.LOAD
                + cost.stores() * Pipeline.STORE
                + cost.multipliers() * Pipeline.MUL
                + cost.dividers() * Pipeline.DIV;
        int reads1 = cost.reads();
        int reads2 = reads1 & reads1 - 1;
        int reads3 = reads2 & reads2 - 1;
        return units
                | (long) latency(cost.latency(is64Bit), loadLatency) << 20
                | (long) cost.decodeSlots(is64Bit) << 27
                | (cost.copy() == CostClass.Copy.NO ? 0 : 1L << 30)
                | (cost.copy() == CostClass.Copy.FIRST ? 1L << 31 : 0)
                | (cost == CostClass.MOVE ? 1L << 32 : 0)
                | (long) shift(cost.writes(), NO_DESTINATION_SHIFT) << 40
                | (long) shift(reads1, NO_SOURCE_SHIFT) << 45
                | (long) shift(reads2, NO_SOURCE_SHIFT) << 50
                | (long) shift(reads3, NO_SOURCE_SHIFT) << 55;
    }

    private static int latency(int declared, int loadLatency) {
        return declared == CostClass.LOAD_LATENCY ? loadLatency : declared == CostClass.BRANCH_LATENCY ? BRANCH : declared;
    }

    /** Where the lowest of a set of operands stands among the choices. */
    private static int shift(int operands, int ifNone) {
        return operands == 0 ? ifNone : 4 * Integer.numberOfTrailingZeros(operands);
    }

    long row(int opcodeOrdinal) {
        return rows[opcodeOrdinal];
    }

    static int units(long row) {
        return (int) row & 0xf_ffff;
    }

    static int latency(long row) {
        return (int) (row >>> 20) & 127;
    }

    static int slots(long row) {
        return (int) (row >>> 27) & 7;
    }

    static int copies(long row) {
        return (int) (row >>> 30) & 1;
    }

    static int copiesForFirst(long row) {
        return (int) (row >>> 31) & 1;
    }

    static boolean isMove(long row) {
        return (row & 1L << 32) != 0;
    }

    static int destinationShift(long row) {
        return (int) (row >>> 40) & 31;
    }

    static int source1Shift(long row) {
        return (int) (row >>> 45) & 31;
    }

    static int source2Shift(long row) {
        return (int) (row >>> 50) & 31;
    }

    static int source3Shift(long row) {
        return (int) (row >>> 55) & 31;
    }
}
