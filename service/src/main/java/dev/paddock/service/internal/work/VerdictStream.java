package dev.paddock.service.internal.work;

import dev.paddock.service.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts as they are reported, for whoever listens. A listener hears of its own client's jobs only. One that comes back
 * after a break names the last event it has seen and gets what it missed, as long as that is remembered; one that reads
 * too slowly is cut off, and comes back in the same way.
 */
public final class VerdictStream {
    private static final int REMEMBERED = 10_000;
    private static final int AHEAD = 4096;

    /**
     * A verdict that was reported. It names the job and does not hold what may be large.
     *
     * @param number ascending, also across restarts of the service
     * @param verdict its label
     * @param gasUsed 0 where the verdict has none
     */
    public record Event(long number, Job job, String verdict, long gasUsed, long runNanos) {}

    private final ArrayDeque<Event> last = new ArrayDeque<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private long next = System.currentTimeMillis() * 1000;

    /** One that listens; closed by whoever opened it. */
    public final class Listener implements AutoCloseable {
        private final String client;
        private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(AHEAD);
        private volatile boolean cutOff;

        private Listener(String client) {
            this.client = client;
        }

        /** The next event; null when there was none for so long. */
        public @Nullable Event next(long millis) throws InterruptedException {
            return waiting.poll(millis, TimeUnit.MILLISECONDS);
        }

        /** Whether events were lost because this listener is too slow; it has to come back. */
        public boolean isCutOff() {
            return cutOff && waiting.isEmpty();
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }

    synchronized void report(Job job, Verdict verdict, long runNanos) {
        var event = new Event(next++, job, verdict.label(), gasUsed(verdict), runNanos);
        var client = job.client();
        last.addLast(event);
        if (last.size() > REMEMBERED) {
            last.removeFirst();
        }
        for (var listener : listeners) {
            if (listener.client.equals(client) && !listener.cutOff && !listener.waiting.offer(event)) {
                listener.cutOff = true;
                listeners.remove(listener);
            }
        }
    }

    /** @param after the last event seen; none of those before it is repeated */
    public synchronized Listener listen(String client, long after) {
        var listener = new Listener(client);
        for (var event : last) {
            if (event.number() > after && event.job().client().equals(client) && !listener.waiting.offer(event)) {
                listener.cutOff = true;
                return listener;
            }
        }
        listeners.add(listener);
        return listener;
    }

    /** For listeners that want only what is to come. */
    public synchronized long latest() {
        return next - 1;
    }

    /** The last events of all clients, newest first. */
    public synchronized List<Event> recent(int count) {
        var events = new ArrayList<Event>(count);
        for (var all = last.descendingIterator(); all.hasNext() && events.size() < count; ) {
            events.add(all.next());
        }
        return events;
    }

    private static long gasUsed(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Valid valid -> valid.gasUsed();
            case Verdict.Invalid invalid -> invalid.gasUsed();
            case Verdict.PossiblyInvalid _, Verdict.Internal _, Verdict.Cancelled _ -> 0;
        };
    }
}
