package dev.paddock.program.internal;

import java.util.Arrays;

/**
 * The out-of-order machine of the pipeline cost model: four decode slots a cycle, a reorder buffer of 32 entries, register
 * renaming, up to five issues a cycle, oldest first, and units that an instruction holds from issue to completion.
 *
 * <p>While no two instructions want the same thing at once, each issues as soon as it is decoded and its sources are
 * there, so completions follow in program order from one addition and some maxima each. That goes on as long as it is
 * certain that nothing is short; then the block is replayed in {@link SimulatedPipeline}. What can be short:
 *
 * <ul>
 *   <li>ALUs: the cycles in which at least one, two, three or all four are held stand in bit sets. (Loads and stores hold
 *       an ALU besides one of four units of their own, so those are never short first.)
 *   <li>The multiplier and the divider, likewise with a set each.
 *   <li>Issues: at most four of a cycle hold ALUs. Those that hold none are counted per cycle as well; six issues coincide
 *       only in a cycle with enough of both, which is looked for at the end.
 *   <li>The buffer: a block of more than 32 entries is simulated.
 * </ul>
 *
 * <p>Hot: no allocation, no virtual calls, and hardly a branch that depends on the program.
 */
public final class Pipeline {
    /** Stands for "no register" as a source. */
    public static final int NO_SOURCE = 15;

    /** Stands for "no register" as a destination. */
    public static final int NO_DESTINATION = 14;

    // Units, four bits each.
    public static final int ALU = 0x0_0001;
    public static final int LOAD = 0x0_0010;
    public static final int STORE = 0x0_0100;
    public static final int MUL = 0x0_1000;
    public static final int DIV = 0x1_0000;

    /** Units of which an instruction may find too few even where one ALU is free. */
    private static final int SCARCE = 0xf_f00e;

    private static final int DECODE_SLOTS = 4;

    /** As many as fit into the reorder buffer, moves not counted; replay keeps room for as many moves. */
    private static final int MOST_ENTRIES = 32;

    private static final int REPLAY = 2 * MOST_ENTRIES;

    /** Cycles 0..127 have a bit of their own in a set; later ones share the last. */
    private static final int CYCLES = 128;

    /** Time starts over between blocks before it could overflow within one. */
    private static final int LAST_START = 1 << 30;

    private static final long[] LOW_CYCLES_BEFORE = new long[CYCLES + 1];
    private static final long[] HIGH_CYCLES_BEFORE = new long[CYCLES + 1];

    static {
        for (int cycle = 1; cycle <= CYCLES; cycle++) {
            LOW_CYCLES_BEFORE[cycle] = cycle >= 64 ? -1 : (1L << cycle) - 1;
            HIGH_CYCLES_BEFORE[cycle] = cycle == CYCLES ? -1 : cycle <= 64 ? 0 : (1L << cycle - 64) - 1;
        }
    }

    private final SimulatedPipeline simulation = new SimulatedPipeline();
    private boolean simulates;

    /** What has been fed, for the replay: bits 0..31 latency, slots, registers; 32.. units; negative: a move. */
    private final long[] fed = new long[REPLAY];

    private int count;
    private int entries;

    /** Cycle in which the register's value is complete. */
    private final int[] available = new int[16];

    /** Blocks follow each other in time: what the registers held is available when the next block starts. */
    private int start;

    private int cycle;
    private int decodeSlots;
    private int latest;

    // Cycles in which at least so many ALUs are held; and the multiplier, the divider.
    private long alu1Low;
    private long alu1High;
    private long alu2Low;
    private long alu2High;
    private long alu3Low;
    private long alu3High;
    private long alu4Low;
    private long alu4High;
    private long mulLow;
    private long mulHigh;
    private long divLow;
    private long divHigh;

    // Of the cycles 0..63, those in which at least so many instructions issue that hold no ALU.
    private long free1;
    private long free2;
    private long free3;
    private long free4;

    /** How many such issue later. */
    private int lateFree;

    /** Starts a block: everything idle and available. */
    public void begin() {
        simulates = false;
        count = 0;
        entries = 0;
        if (latest > LAST_START) {
            latest = 0;
            Arrays.fill(available, 0);
        }
        start = latest;
        cycle = latest;
        decodeSlots = DECODE_SLOTS;
        alu1Low = alu1High = alu2Low = alu2High = alu3Low = alu3High = alu4Low = alu4High = 0;
        mulLow = mulHigh = divLow = divHigh = 0;
        free1 = free2 = free3 = free4 = 0;
        lateFree = 0;
    }

    /** Feeds a move between registers, which the renamer alone carries out. */
    public void rename(int destination, int source) {
        if (!simulates && count == REPLAY) {
            replay();
        }
        if (simulates) {
            simulation.rename(destination, source);
            return;
        }
        fed[count++] = Long.MIN_VALUE | destination << 12 | source << 16;
        decode(1);
        available[destination] = available[source];
    }

    /** Feeds an instruction that reads up to three registers and writes up to one. */
    public void feed(int latency, int slots, int units, int destination, int source1, int source2, int source3) {
        if (!simulates && (count == REPLAY || entries == MOST_ENTRIES)) {
            replay();
        }
        if (simulates) {
            simulation.feed(latency, slots, units, destination, source1, source2, source3);
            return;
        }
        fed[count++] = (long) units << 32
                | latency
                | slots << 8
                | destination << 12
                | source1 << 16
                | source2 << 20
                | (long) source3 << 24;
        entries++;
        decode(slots);
        int sources = Math.max(Math.max(available[source1], available[source2]), available[source3]);
        int issue = Math.max(cycle, sources) + 1;
        int completion = issue + latency - 1;
        available[destination] = completion;
        latest = Math.max(latest, completion);
        if (!hold(units, issue - start, completion - start)) {
            replay();
        }
    }

    /** Ends the block and returns its cost. */
    public long end() {
        if (!simulates && (free2 & alu4Low | free3 & alu3Low | free4 & alu2Low) != 0) {
            replay();
        }
        // The entry that completes last, in cycle c, retires in c + 2; that is c + 3 cycles, of which 3 are free.
        return simulates ? simulation.end() : Math.max(latest - start, 1);
    }

    /** Takes decode slots, of the next cycle if this one has too few left. */
    private void decode(int slots) {
        int short1 = decodeSlots - slots >> 31;
        cycle -= short1;
        decodeSlots = (decodeSlots & ~short1 | DECODE_SLOTS & short1) - slots;
    }

    /** Notes which units are held when; false if there are too few in any of the cycles. */
    private boolean hold(int units, int issue, int completion) {
        int from = Math.min(issue, CYCLES - 1);
        int to = Math.min(completion + 1, CYCLES);
        long low = LOW_CYCLES_BEFORE[to] & ~LOW_CYCLES_BEFORE[from];
        long high = HIGH_CYCLES_BEFORE[to] & ~HIGH_CYCLES_BEFORE[from];
        if ((units & ALU + SCARCE) == 0) {
            return issueFree(low & -low);
        }
        boolean enough = holdAlu(low, high);
        return (units & SCARCE) == 0 ? enough : enough & holdScarce(units, low, high);
    }

    /** Notes an issue without units; one that comes late is alone with at most four ALUs, a second might not be. */
    private boolean issueFree(long at) {
        boolean enough = at != 0 ? (free4 & at) == 0 : lateFree == 0;
        lateFree += at == 0 ? 1 : 0;
        free4 |= free3 & at;
        free3 |= free2 & at;
        free2 |= free1 & at;
        free1 |= at;
        return enough;
    }

    private boolean holdAlu(long low, long high) {
        long tooMany = alu4Low & low | alu4High & high;
        alu4Low |= alu3Low & low;
        alu4High |= alu3High & high;
        alu3Low |= alu2Low & low;
        alu3High |= alu2High & high;
        alu2Low |= alu1Low & low;
        alu2High |= alu1High & high;
        alu1Low |= low;
        alu1High |= high;
        return tooMany == 0;
    }

    private boolean holdScarce(int units, long low, long high) {
        long tooMany = 0;
        if ((units & MUL) != 0) {
            tooMany = mulLow & low | mulHigh & high;
            mulLow |= low;
            mulHigh |= high;
        } else if ((units & DIV) != 0) {
            tooMany = divLow & low | divHigh & high;
            divLow |= low;
            divHigh |= high;
        } else {
            return holdAlu(low, high);
        }
        return tooMany == 0;
    }

    private void replay() {
        simulates = true;
        simulation.begin();
        for (int i = 0; i < count; i++) {
            long one = fed[i];
            int destination = (int) (one >>> 12) & 15;
            int source1 = (int) (one >>> 16) & 15;
            if (one < 0) {
                simulation.rename(destination, source1);
            } else {
                int latency = (int) one & 0xff;
                int slots = (int) (one >>> 8) & 15;
                int source2 = (int) (one >>> 20) & 15;
                int source3 = (int) (one >>> 24) & 15;
                simulation.feed(latency, slots, (int) (one >>> 32), destination, source1, source2, source3);
            }
        }
    }
}
