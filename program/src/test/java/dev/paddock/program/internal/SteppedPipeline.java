package dev.paddock.program.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The machine of gas.md stepped cycle by cycle, written as the text says it: the oracle for {@link Pipeline}. */
final class SteppedPipeline {
    private enum State { DECODED, WAITING, EXECUTING, DONE }

    private static final class Entry {
        State state = State.DECODED;
        int remaining;
        int units;
        final Set<Entry> waitsFor = new HashSet<>();
    }

    private final List<Entry> buffer = new ArrayList<>();
    private final List<Set<Entry>> mapping = new ArrayList<>();
    private final int[] free = {4, 4, 4, 1, 1};
    private int slots = 4;
    private int cycle;

    SteppedPipeline() {
        for (var i = 0; i < 16; i++) {
            mapping.add(Set.of());
        }
    }

    void rename(int destination, int source) {
        makeRoom(1);
        mapping.set(destination, mapping.get(source));
        slots -= 1;
    }

    void feed(int latency, int decodeSlots, int units, int destination, int source1, int source2, int source3) {
        makeRoom(decodeSlots);
        var entry = new Entry();
        entry.remaining = latency;
        entry.units = units;
        entry.waitsFor.addAll(mapping.get(source1));
        entry.waitsFor.addAll(mapping.get(source2));
        entry.waitsFor.addAll(mapping.get(source3));
        buffer.add(entry);
        if (destination != Pipeline.NO_DESTINATION) {
            mapping.set(destination, Set.of(entry));
        }
        slots -= decodeSlots;
    }

    long end() {
        tick(true);
        while (!buffer.isEmpty()) {
            tick(false);
        }
        return Math.max(cycle - 3, 1);
    }

    private void makeRoom(int needed) {
        if (slots < needed || buffer.size() == 32) {
            tick(true);
            while (buffer.size() > 31) {
                tick(false);
            }
        }
    }

    private void tick(boolean decode) {
        while (!buffer.isEmpty() && buffer.getFirst().state == State.DONE) {
            buffer.removeFirst();
        }
        for (var issued = 0; issued < 5; issued++) {
            var next = buffer.stream().filter(this::canIssue).findFirst();
            if (next.isEmpty()) {
                break;
            }
            take(next.get().units, -1);
            next.get().state = State.EXECUTING;
        }
        for (var entry : buffer) {
            if (entry.state == State.EXECUTING) {
                execute(entry);
            }
        }
        if (decode) {
            buffer.stream().filter(e -> e.state == State.DECODED).forEach(e -> e.state = State.WAITING);
            slots = 4;
        }
        cycle++;
    }

    private void execute(Entry entry) {
        entry.remaining--;
        if (entry.remaining == 0) {
            buffer.forEach(e -> e.waitsFor.remove(entry));
            mapping.replaceAll(m -> m.contains(entry) ? Set.of() : m);
            take(entry.units, 1);
        } else if (entry.remaining < 0) {
            entry.state = State.DONE;
        }
    }

    private boolean canIssue(Entry entry) {
        if (entry.state != State.WAITING || !entry.waitsFor.isEmpty()) {
            return false;
        }
        for (var i = 0; i < free.length; i++) {
            if (free[i] < (entry.units >> 4 * i & 15)) {
                return false;
            }
        }
        return true;
    }

    private void take(int units, int sign) {
        for (var i = 0; i < free.length; i++) {
            free[i] += sign * (units >> 4 * i & 15);
        }
    }
}
