package dev.paddock.host.internal;

import dev.paddock.host.EngineClosedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The lanes of an engine; one that an instance gave back serves the next. */
public final class Lanes {
    private final List<Lane> all = new ArrayList<>();
    private final Deque<Lane> idle = new ArrayDeque<>();
    private boolean closed;

    public synchronized Lane take() {
        if (closed) {
            throw new EngineClosedException("the engine has been closed");
        }
        var lane = idle.poll();
        if (lane == null) {
            var number = all.size() + 1;
            lane = new Lane(task -> Thread.ofPlatform().daemon().name("paddock-lane-" + number).unstarted(task));
            all.add(lane);
        }
        return lane;
    }

    public synchronized void giveBack(Lane lane) {
        idle.push(lane);
    }

    synchronized void close() {
        closed = true;
        // Each lane first drains what waits: those calls fail at once, for their instances are closed.
        for (var lane : all) {
            if (!lane.submit(lane::halt)) {
                lane.halt();
            }
        }
    }
}
