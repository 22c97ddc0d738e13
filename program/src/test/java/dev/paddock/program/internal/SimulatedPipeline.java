package dev.paddock.program.internal;

import java.util.Arrays;

/**
 * The machine of {@link Pipeline} from event to event, in step with decoding: an oracle that is fast enough for millions of
 * blocks, and itself compared with {@link SteppedPipeline}.
 *
 * <p>Same result as stepping it cycle by cycle, but the work is per event, and mostly without branches:
 *
 * <ul>
 *   <li>Entries of the reorder buffer are bits of an int; an entry's slot is the low 5 bits of its running number.
 *   <li>What happens when an entry completes (units come free, consumers stop waiting) is summed up on a wheel of
 *       128 cycles, the longest latency being 100. Stretches in which nothing can change are skipped by looking for
 *       the next occupied place of the wheel.
 *   <li>Retirement is not simulated: an entry that completes in cycle c is done in c + 1 and leaves in c + 2, which
 *       matters only to a full buffer, and there it is computed from the completion.
 *   <li>The end of the block needs no draining: the last retirement follows from the latest completion.
 * </ul>
 *
 * <p>Hot: no allocation, no virtual calls. The longest block (33,554,432 bytes) stays below 2^31 cycles.
 */
final class SimulatedPipeline {
    private static final int ALL_UNITS =
            4 * Pipeline.ALU + 4 * Pipeline.LOAD + 4 * Pipeline.STORE + Pipeline.MUL + Pipeline.DIV;

    /** A field of units never exceeds 4, so its bit 3 shows a borrow. */
    private static final int BORROW = 0x8_8888;

    private static final int ALU_FIELD = 0xf;

    private static final int BUFFER = 32;
    private static final int DECODE_SLOTS = 4;
    private static final int ISSUES_PER_CYCLE = 5;
    private static final int WHEEL = 128;
    private static final int NEVER = Integer.MAX_VALUE;

    /** Running numbers start over between blocks before they could overflow within one. */
    private static final int LAST_FRESH_NUMBER = 1 << 30;

    /** Running number of the entry that last wrote a register; numbers below {@code head} have long completed. */
    private final int[] producer = new int[16];

    // Per slot of the buffer.
    private final int[] latency = new int[BUFFER];
    private final int[] units = new int[BUFFER];
    private final int[] completion = new int[BUFFER];

    /** Where the consumers of an entry are noted: its place on the wheel once issued, before that WHEEL + slot. */
    private final int[] place = new int[BUFFER];

    /** Consumers, by place: bits 0-31 those that wait with their first source, 32-63 with their second. */
    private final long[] consumers = new long[WHEEL + BUFFER];

    /** Consumers that wait with their third source (the old destination of a conditional move). */
    private final int[] thirdConsumers = new int[WHEEL + BUFFER];

    private final int[] unitsOnWheel = new int[WHEEL];

    /** The occupied places of the wheel, a bit each. */
    private final long[] occupied = new long[WHEEL / 64];

    private int head;
    private int tail;
    private int cycle;
    private int decodeSlots;
    private int freeUnits;
    private int latestCompletion;

    // Sets of slots.
    private int decoded;
    private int waiting;
    private long blocked;
    private int thirdBlocked;

    /** Those that need no ALU: what is left to look at when all are held. */
    private int withoutAlu;

    /** Whether anything happened since the last look for entries to issue that could let one more issue. */
    private boolean worthLooking;

    SimulatedPipeline() {
        Arrays.fill(producer, -1);
    }

    /** Starts a block: everything idle and available. */
    void begin() {
        if (tail > LAST_FRESH_NUMBER) {
            tail = 0;
            Arrays.fill(producer, -1);
        }
        head = tail;
        clearWheel(0);
        clearWheel(1);
        cycle = 0;
        decodeSlots = DECODE_SLOTS;
        freeUnits = ALL_UNITS;
        latestCompletion = 0;
        decoded = 0;
        waiting = 0;
        blocked = 0;
        thirdBlocked = 0;
        withoutAlu = 0;
        worthLooking = false;
    }

    private void clearWheel(int half) {
        for (long rest = occupied[half]; rest != 0; rest &= rest - 1) {
            int index = half * 64 + Long.numberOfTrailingZeros(rest);
            unitsOnWheel[index] = 0;
            consumers[index] = 0;
            thirdConsumers[index] = 0;
        }
        occupied[half] = 0;
    }

    /** Feeds a move between registers, which the renamer alone carries out. */
    void rename(int destination, int source) {
        makeRoom(1);
        producer[destination] = producer[source];
        decodeSlots -= 1;
    }

    /** Feeds an instruction that reads up to three registers and writes up to one. */
    void feed(int latency, int slots, int units, int destination, int source1, int source2, int source3) {
        makeRoom(slots);
        int slot = tail & BUFFER - 1;
        long wait1 = (long) pending(source1) << slot;
        long wait2 = (long) pending(source2) << slot + 32;
        int wait3 = pending(source3) << slot;
        consumers[placeOf(source1)] |= wait1;
        consumers[placeOf(source2)] |= wait2;
        thirdConsumers[placeOf(source3)] |= wait3;
        blocked |= wait1 | wait2;
        thirdBlocked |= wait3;

        this.latency[slot] = latency;
        this.units[slot] = units;
        completion[slot] = NEVER;
        place[slot] = WHEEL + slot;
        consumers[WHEEL + slot] = 0;
        thirdConsumers[WHEEL + slot] = 0;
        decoded |= 1 << slot;
        withoutAlu = withoutAlu & ~(1 << slot) | ((units & ALU_FIELD) - 1 >>> 31) << slot;
        producer[destination] = tail++;
        decodeSlots -= slots;
    }

    /** Ends the block and returns its cost. */
    long end() {
        decodeTick();
        int decodedAfter = cycle;
        while (waiting != 0) {
            tickOrSkip(NEVER);
        }
        // The entry that completes last, in cycle c, retires in c + 2; that is c + 3 cycles, of which 3 are free.
        return Math.max(Math.max(latestCompletion, decodedAfter - 3), 1);
    }

    /** 1 if a register's producer has yet to complete, else 0. */
    private int pending(int register) {
        int number = producer[register];
        int inBuffer = head - 1 - number >>> 31;
        int incomplete = cycle - 1 - completion[number & BUFFER - 1] >>> 31;
        return inBuffer & incomplete;
    }

    private int placeOf(int register) {
        return place[producer[register] & BUFFER - 1];
    }

    private void makeRoom(int slots) {
        if (tail - head == BUFFER) {
            retire();
        }
        if (decodeSlots < slots || tail - head == BUFFER) {
            decodeTick();
            if (tail - head == BUFFER) {
                waitForOldest();
            }
        }
    }

    /** Takes out what has left the buffer in the cycles so far: what had completed three cycles ago. */
    private void retire() {
        while (head != tail && completion[head & BUFFER - 1] <= cycle - 3) {
            head++;
        }
    }

    /** Lets time pass until the oldest entry has left the full buffer. */
    private void waitForOldest() {
        int slot = head & BUFFER - 1;
        while (completion[slot] == NEVER) {
            tickOrSkip(NEVER);
        }
        int free = completion[slot] + 3;
        while (cycle < free) {
            tickOrSkip(free);
        }
        retire();
    }

    private void decodeTick() {
        tick();
        waiting |= decoded;
        worthLooking |= decoded != 0;
        decoded = 0;
        decodeSlots = DECODE_SLOTS;
    }

    /** A tick without decoding; if it could not issue anything, first skips to the next completion or the limit. */
    private void tickOrSkip(int limit) {
        if (!worthLooking) {
            cycle = Math.min(nextCompletion(), limit);
        }
        if (cycle < limit) {
            tick();
        }
    }

    private void tick() {
        if (worthLooking) {
            issue(waiting & ~((int) blocked | (int) (blocked >>> 32) | thirdBlocked));
        }
        int index = cycle++ & WHEEL - 1;
        int half = index >>> 6;
        if ((occupied[half] >>> index & 1) != 0) {
            occupied[half] ^= 1L << index;
            freeUnits += unitsOnWheel[index];
            blocked &= ~consumers[index];
            thirdBlocked &= ~thirdConsumers[index];
            unitsOnWheel[index] = 0;
            consumers[index] = 0;
            thirdConsumers[index] = 0;
            worthLooking = true;
        }
    }

    /** Issues the oldest of the ready entries that find their units. */
    private void issue(int ready) {
        int left = ISSUES_PER_CYCLE;
        // Oldest first: bit 0 is the slot of the head.
        int possible = (freeUnits & ALU_FIELD) == 0 ? ready & withoutAlu : ready;
        for (int order = Integer.rotateRight(possible, head); order != 0 && left != 0; order &= order - 1) {
            int slot = Integer.numberOfTrailingZeros(order) + head & BUFFER - 1;
            int after = (freeUnits | BORROW) - units[slot];
            if ((after & BORROW) != BORROW) {
                continue;
            }
            freeUnits = after ^ BORROW;
            left--;
            waiting ^= 1 << slot;
            start(slot);
            if ((freeUnits & ALU_FIELD) == 0) {
                // This one's own bit stays for the loop to clear.
                order &= Integer.rotateRight(withoutAlu | 1 << slot, head);
            }
        }
        worthLooking = left == 0;
    }

    private void start(int slot) {
        int at = cycle + latency[slot] - 1;
        completion[slot] = at;
        latestCompletion = Math.max(latestCompletion, at);
        int index = at & WHEEL - 1;
        place[slot] = index;
        occupied[index >>> 6] |= 1L << index;
        unitsOnWheel[index] += units[slot];
        consumers[index] |= consumers[WHEEL + slot];
        thirdConsumers[index] |= thirdConsumers[WHEEL + slot];
    }

    /** The first cycle from now on in which an entry completes. */
    private int nextCompletion() {
        int index = cycle & WHEEL - 1;
        int half = index >>> 6;
        long ahead = occupied[half] >>> index;
        if (ahead != 0) {
            return cycle + Long.numberOfTrailingZeros(ahead);
        }
        int toOther = 64 - (index & 63);
        long other = occupied[1 - half];
        if (other != 0) {
            return cycle + toOther + Long.numberOfTrailingZeros(other);
        }
        return cycle + toOther + 64 + Long.numberOfTrailingZeros(occupied[half]);
    }
}
