package dev.paddock.program.internal;

import java.util.Arrays;

/**
 * The out-of-order machine of the pipeline cost model: four decode slots a cycle, a reorder buffer of 32 entries, register
 * renaming, up to five issues a cycle, oldest first, and units that an instruction holds from issue to completion.
 *
 * <p>Same result as stepping it cycle by cycle, but the work is per instruction:
 *
 * <ul>
 *   <li>Decoding runs ahead of issuing. What it needs to know of it is only when the oldest entry of a full buffer leaves
 *       (three cycles after it completes); so instructions are taken in until the buffer is full, and issued until that one
 *       is. What comes later could not have been issued by then.
 *   <li>Four units that are all alike are four cycles in ascending order, in which they come free: who takes one takes the
 *       first, and puts in the cycle in which it gives it back. (Loads and stores hold an ALU besides one of four units of
 *       their own, so those are never short first.)
 *   <li>Entries are bits of an int, by the low 5 bits of their running number. An entry is put on a wheel of 128 cycles, the
 *       longest latency being 100, once the cycle is known in which its sources are there: when the last of them issues.
 *       Stretches in which nothing can issue are skipped.
 *   <li>The end of a block needs no draining: the last retirement follows from the latest completion.
 *   <li>A block of too few instructions to compete for anything is added up.
 * </ul>
 *
 * <p>Hot: no allocation, no virtual calls; state is in local variables while instructions are gone through, a chunk at a
 * time. The longest block (33,554,432 bytes) stays below 2^31 cycles.
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

    /** In what {@link #add} takes: a move. */
    public static final long MOVE = Long.MIN_VALUE;

    private static final int UNITS = 32;
    private static final int LATENCY_MASK = 0xff;
    private static final int SLOTS = 8;
    private static final int DESTINATION = 12;
    private static final int SOURCE_1 = 16;
    private static final int SOURCE_2 = 20;
    private static final int SOURCE_3 = 24;

    /** Units of entries as they are kept: these want a second look. */
    private static final int SPECIAL = MUL | DIV | 2 * ALU;

    private static final int CHUNK = 64;
    /** So few instructions that a sum of their units overflows into no neighbour. */
    private static final int FEW = 7;

    private static final int BUFFER = 32;
    private static final int DECODE_SLOTS = 4;
    private static final int ISSUES_PER_CYCLE = 5;
    private static final int WHEEL = 128;
    /** How far decoding may run ahead of issuing. */
    private static final int AHEAD = 100;

    private static final int NEVER = 1 << 30 | 1 << 29;

    private final long[] fed = new long[CHUNK];
    private int count;
    private boolean begun;

    /** Running number of the entry that last wrote a register; numbers below {@code head} have long completed. */
    private final int[] producer = new int[16];
    /** Of a small block: the cycle from which a register's value is there. */
    private final int[] available = new int[16];

    // Per slot of the buffer.
    private final int[] latency = new int[BUFFER];
    private final int[] units = new int[BUFFER];
    private final int[] completion = new int[BUFFER];
    /** From which cycle on it can issue, as far as is known. */
    private final int[] readyFrom = new int[BUFFER];
    /** Entries that it waits for, being not issued yet; and those that wait for it. */
    private final int[] producers = new int[BUFFER];
    private final int[] consumers = new int[BUFFER];

    /** Entries by the cycle from which on they can issue; all empty between blocks. */
    private final int[] wheel = new int[WHEEL];

    // What is kept from chunk to chunk, see run.
    private int head;
    private int tail;
    private int decodeCycle;
    private int decodeSlots;
    private int cycle;
    private int issuesLeft;
    private int ready;
    private int waiting;
    private long near;
    private long far;
    private int alu1;
    private int alu2;
    private int alu3;
    private int alu4;
    private int mulFree;
    private int divFree;
    private int withoutAlu;
    private int special;
    private int latest;

    /** Starts a block: everything idle and available. */
    public void begin() {
        count = 0;
        begun = false;
    }

    /** Feeds a move between registers, which the renamer alone carries out. */
    public void rename(int destination, int source) {
        add(MOVE | operands(1, destination, source, NO_SOURCE, NO_SOURCE));
    }

    /** Feeds an instruction that reads up to three registers and writes up to one. */
    public void feed(int latency, int slots, int units, int destination, int source1, int source2, int source3) {
        add(kind(latency, units) | operands(slots, destination, source1, source2, source3));
    }

    /** For {@link #add}: what does not depend on registers; a move has neither. */
    public static long kind(int latency, int units) {
        return (long) units << UNITS | latency;
    }

    /** For {@link #add}: the rest. */
    public static long operands(int slots, int destination, int source1, int source2, int source3) {
        return slots << SLOTS
                | destination << DESTINATION
                | source1 << SOURCE_1
                | source2 << SOURCE_2
                | source3 << SOURCE_3;
    }

    /** Feeds an instruction, {@link #kind} and {@link #operands} in one; moves have {@link #MOVE} set. */
    public void add(long instruction) {
        if (count == CHUNK) {
            run(false);
            count = 0;
        }
        fed[count++] = instruction;
    }

    /** Ends the block and returns its cost. */
    public long end() {
        if (!begun && count <= FEW && competeForNothing()) {
            return sum();
        }
        run(true);
        return cost(latest, decodeCycle);
    }

    /** Whether there are enough units and issues for all of them at once. */
    private boolean competeForNothing() {
        long all = 0;
        int entries = 0;
        for (int i = 0; i < count; i++) {
            all += fed[i] >>> UNITS & 0xf_ffff;
            entries += 1 + (int) (fed[i] >> 63);
        }
        return entries <= ISSUES_PER_CYCLE && (all & 0xf) <= 4 && (all & 0xf_f000 & ~(MUL | DIV)) == 0;
    }

    /** Each issues as soon as it is decoded and its sources are there. */
    private int sum() {
        Arrays.fill(available, 0);
        int at = 0;
        int slots = DECODE_SLOTS;
        int last = 0;
        for (int i = 0; i < count; i++) {
            long one = fed[i];
            int operands = (int) one;
            int wanted = operands >>> SLOTS & 15;
            int late = slots - wanted >> 31;
            at -= late;
            slots = (slots & ~late | DECODE_SLOTS & late) - wanted;
            int from = available[operands >>> SOURCE_1 & 15];
            if (one >= 0) {
                from = Math.max(from, available[operands >>> SOURCE_2 & 15]);
                from = Math.max(Math.max(from, available[operands >>> SOURCE_3 & 15]), at + 1);
                from += operands & LATENCY_MASK;
                last = Math.max(last, from - 1);
            }
            available[operands >>> DESTINATION & 15] = from;
        }
        return cost(last, at);
    }

    /** The entry that completes last, in cycle c, retires in c + 2; that is c + 3 cycles, of which 3 are free. */
    private static int cost(int completed, int decoded) {
        return Math.max(Math.max(completed, decoded + 1 - 3), 1);
    }

    private void reset() {
        begun = true;
        if (waiting != 0) {
            Arrays.fill(wheel, 0); // the last block was not ended
        }
        Arrays.fill(producer, -1);
        head = 0;
        tail = 0;
        decodeCycle = 0;
        decodeSlots = DECODE_SLOTS;
        cycle = 0;
        issuesLeft = ISSUES_PER_CYCLE;
        ready = 0;
        waiting = 0;
        near = 0;
        far = 0;
        alu1 = alu2 = alu3 = alu4 = mulFree = divFree = 0;
        withoutAlu = special = 0;
        latest = 0;
    }

    /** Goes through what has been fed; to the issue of all of them if these are the last ones of the block. */
    private void run(boolean last) {
        if (!begun) {
            reset();
        }
        final long[] fed = this.fed;
        final int[] producer = this.producer;
        final int[] latency = this.latency;
        final int[] units = this.units;
        final int[] completion = this.completion;
        final int[] readyFrom = this.readyFrom;
        final int[] producers = this.producers;
        final int[] consumers = this.consumers;
        final int[] wheel = this.wheel;
        int head = this.head;
        int tail = this.tail;
        int decodeCycle = this.decodeCycle;
        int decodeSlots = this.decodeSlots;
        // Cycles before this one are over; in this one so many may still issue.
        int cycle = this.cycle;
        int issuesLeft = this.issuesLeft;
        // Sets of slots: those that only want units, and all that have not issued.
        int ready = this.ready;
        int waiting = this.waiting;
        // Occupied places of the wheel: bit n of near is n + 1 cycles ahead, of far n + 65.
        long near = this.near;
        long far = this.far;
        // When units come free; the ALUs in ascending order.
        int alu1 = this.alu1;
        int alu2 = this.alu2;
        int alu3 = this.alu3;
        int alu4 = this.alu4;
        int mulFree = this.mulFree;
        int divFree = this.divFree;
        // Sets of slots by what they need.
        int withoutAlu = this.withoutAlu;
        int special = this.special;
        int latest = this.latest;
        int n = count;
        int i = 0;
        while (true) {
            int limit = NEVER;
            if (i < n) {
                boolean full = tail - head == BUFFER;
                int leaves = full ? completion[head & BUFFER - 1] + 3 : 0;
                if (leaves < NEVER && decodeCycle - cycle < AHEAD) {
                    // ---- take one in
                    long one = fed[i++];
                    int operands = (int) one;
                    int slots = operands >>> SLOTS & 15;
                    if (leaves > decodeCycle) {
                        decodeCycle = Math.max(decodeCycle + 1, leaves);
                        decodeSlots = DECODE_SLOTS;
                    } else if (decodeSlots < slots) {
                        decodeCycle++;
                        decodeSlots = DECODE_SLOTS;
                    }
                    while (full && head != tail && completion[head & BUFFER - 1] <= decodeCycle - 3) {
                        head++;
                    }
                    decodeSlots -= slots;
                    int producer1 = producer[operands >>> SOURCE_1 & 15];
                    if (one < 0) {
                        producer[operands >>> DESTINATION & 15] = producer1;
                        continue;
                    }
                    int producer2 = producer[operands >>> SOURCE_2 & 15];
                    int producer3 = producer[operands >>> SOURCE_3 & 15];
                    int slot = tail & BUFFER - 1;
                    int bit = 1 << slot;
                    int unit = (int) (one >>> UNITS);
                    // What has left the buffer is there.
                    int from1 = completion[producer1 & BUFFER - 1] + 1 & ~(producer1 - head >> 31);
                    int from2 = completion[producer2 & BUFFER - 1] + 1 & ~(producer2 - head >> 31);
                    int from3 = completion[producer3 & BUFFER - 1] + 1 & ~(producer3 - head >> 31);
                    int from = Math.max(Math.max(from1, from2), Math.max(from3, decodeCycle + 1));
                    latency[slot] = operands & LATENCY_MASK;
                    units[slot] = unit;
                    completion[slot] = NEVER;
                    consumers[slot] = 0;
                    int other = ~bit;
                    withoutAlu = withoutAlu & other | ((unit & 0xf) - 1 >>> 31) << slot;
                    special = special & other | (-(unit & SPECIAL) >>> 31) << slot;
                    waiting |= bit;
                    producer[operands >>> DESTINATION & 15] = tail++;
                    if (from < NEVER) {
                        int ahead = from - cycle - 1;
                        if (ahead < 0) {
                            ready |= bit;
                        } else {
                            wheel[from & WHEEL - 1] |= bit;
                            long place = 1L << ahead;
                            long isFar = -(long) (ahead >> 6);
                            near |= place & ~isFar;
                            far |= place & isFar;
                        }
                    } else {
                        int known = decodeCycle + 1;
                        int needs = 0;
                        if (from1 > NEVER) {
                            consumers[producer1 & BUFFER - 1] |= bit;
                            needs |= 1 << producer1;
                        } else {
                            known = Math.max(known, from1);
                        }
                        if (from2 > NEVER) {
                            consumers[producer2 & BUFFER - 1] |= bit;
                            needs |= 1 << producer2;
                        } else {
                            known = Math.max(known, from2);
                        }
                        if (from3 > NEVER) {
                            consumers[producer3 & BUFFER - 1] |= bit;
                            needs |= 1 << producer3;
                        } else {
                            known = Math.max(known, from3);
                        }
                        readyFrom[slot] = known;
                        producers[slot] = needs;
                    }
                    continue;
                }
                if (leaves < NEVER) {
                    // Nothing that is still to come can issue before then.
                    limit = decodeCycle;
                }
            } else if (!last || waiting == 0) {
                break;
            }

            // ---- issue one, the oldest that is ready and finds its units
            int possible = ready & (withoutAlu | ~(cycle - alu1 >> 31));
            for (int rest = possible & special; rest != 0; rest &= rest - 1) {
                int unit = units[Integer.numberOfTrailingZeros(rest)];
                int free = Math.max((unit & MUL) != 0 ? mulFree : 0, (unit & DIV) != 0 ? divFree : 0);
                free = Math.max(free, (unit & 2 * ALU) != 0 ? alu2 : 0);
                possible &= ~(rest & -rest & cycle - free >> 31);
            }
            if (possible != 0 && issuesLeft > 0) {
                int slot = Integer.numberOfTrailingZeros(Integer.rotateRight(possible, head)) + head & BUFFER - 1;
                int bit = 1 << slot;
                issuesLeft--;
                ready ^= bit;
                waiting ^= bit;
                int free = cycle + latency[slot];
                completion[slot] = free - 1;
                latest = Math.max(latest, free - 1);
                int unit = units[slot];
                if ((unit & SPECIAL) != 0) {
                    mulFree = (unit & MUL) != 0 ? free : mulFree;
                    divFree = (unit & DIV) != 0 ? free : divFree;
                    if ((unit & 2 * ALU) != 0) {
                        int second = Math.max(alu2, free);
                        alu1 = Math.min(alu2, free);
                        alu2 = Math.min(alu3, second);
                        second = Math.max(alu3, second);
                        alu3 = Math.min(alu4, second);
                        alu4 = Math.max(alu4, second);
                    }
                }
                if ((withoutAlu & bit) == 0) {
                    int rest = Math.max(alu2, free);
                    alu1 = Math.min(alu2, free);
                    alu2 = Math.min(alu3, rest);
                    rest = Math.max(alu3, rest);
                    alu3 = Math.min(alu4, rest);
                    alu4 = Math.max(alu4, rest);
                }
                for (int rest = consumers[slot]; rest != 0; rest &= rest - 1) {
                    int consumer = Integer.numberOfTrailingZeros(rest);
                    int from = Math.max(readyFrom[consumer], free);
                    int needs = producers[consumer] & ~bit;
                    readyFrom[consumer] = from;
                    producers[consumer] = needs;
                    if (needs == 0) {
                        wheel[from & WHEEL - 1] |= 1 << consumer;
                        int ahead = from - cycle - 1;
                        long place = 1L << ahead;
                        long isFar = -(long) (ahead >> 6);
                        near |= place & ~isFar;
                        far |= place & isFar;
                    }
                }
                continue;
            }

            // ---- or let time pass to where one may
            int next = near != 0
                    ? cycle + 1 + Long.numberOfTrailingZeros(near)
                    : far != 0 ? cycle + 65 + Long.numberOfTrailingZeros(far) : NEVER;
            if (ready != 0) {
                next = possible != 0 ? cycle + 1 : next;
                next = alu1 > cycle ? Math.min(next, alu1) : next;
                next = alu2 > cycle ? Math.min(next, alu2) : next;
                next = mulFree > cycle ? Math.min(next, mulFree) : next;
                next = divFree > cycle ? Math.min(next, divFree) : next;
            }
            next = Math.min(next, limit);
            int passed = next - cycle;
            if (passed < 64) {
                near = near >>> passed | far << 64 - passed;
                far >>>= passed;
            } else {
                near = passed < WHEEL ? far >>> passed - 64 : 0;
                far = 0;
            }
            cycle = next;
            issuesLeft = ISSUES_PER_CYCLE;
            ready |= wheel[cycle & WHEEL - 1];
            wheel[cycle & WHEEL - 1] = 0;
        }
        this.head = head;
        this.tail = tail;
        this.decodeCycle = decodeCycle;
        this.decodeSlots = decodeSlots;
        this.cycle = cycle;
        this.issuesLeft = issuesLeft;
        this.ready = ready;
        this.waiting = waiting;
        this.near = near;
        this.far = far;
        this.alu1 = alu1;
        this.alu2 = alu2;
        this.alu3 = alu3;
        this.alu4 = alu4;
        this.mulFree = mulFree;
        this.divFree = divFree;
        this.withoutAlu = withoutAlu;
        this.special = special;
        this.latest = latest;
    }
}
