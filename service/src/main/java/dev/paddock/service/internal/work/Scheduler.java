package dev.paddock.service.internal.work;

import dev.paddock.service.Priority;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose turn it is. While jobs of all priorities wait, each gets its share of the starts; a priority without waiting jobs
 * leaves its turns to the others. Within a priority clients take turns, so one with many jobs does not hold up one with
 * few. Not safe for several threads: {@link Jobs} holds its lock.
 */
final class Scheduler {
    private final Map<Priority, Integer> shares;
    private final Map<Priority, Integer> credits = new EnumMap<>(Priority.class);
    private final Map<Priority, ByClient> waiting = new EnumMap<>(Priority.class);

    Scheduler(Map<Priority, Integer> shares) {
        this.shares = new EnumMap<>(shares);
        for (var priority : Priority.values()) {
            credits.put(priority, shares.getOrDefault(priority, 1));
            waiting.put(priority, new ByClient());
        }
    }

    void add(Job job) {
        queue(job.priority).add(job, false);
    }

    /** For another attempt: before jobs that have not been tried. */
    void addFirst(Job job) {
        queue(job.priority).add(job, true);
    }

    /** The next job that nobody has claimed meanwhile. */
    Optional<Job> next() {
        while (true) {
            var turn = turn();
            if (turn.isEmpty()) {
                return Optional.empty();
            }
            var job = queue(turn.get()).take();
            if (!job.claimed) {
                credits.merge(turn.get(), -1, Integer::sum);
                return Optional.of(job);
            }
        }
    }

    private Optional<Priority> turn() {
        var anyone = false;
        for (int round = 0; round < 2; round++) {
            for (var priority : Priority.values()) {
                if (!queue(priority).isEmpty()) {
                    anyone = true;
                    if (credits.getOrDefault(priority, 0) > 0) {
                        return Optional.of(priority);
                    }
                }
            }
            if (!anyone) {
                return Optional.empty();
            }
            // Those who wait have had their shares: a new round.
            credits.putAll(shares);
        }
        throw new IllegalStateException("a priority with a share of 0");
    }

    boolean isEmpty() {
        return waiting.values().stream().allMatch(ByClient::isEmpty);
    }

    int size(Priority priority) {
        return queue(priority).size;
    }

    private ByClient queue(Priority priority) {
        return waiting.computeIfAbsent(priority, _ -> new ByClient());
    }

    /** The waiting jobs of a priority: a queue for each client, and the clients in a circle. */
    private static final class ByClient {
        private final Map<String, Deque<Job>> queues = new LinkedHashMap<>();
        private int size;

        boolean isEmpty() {
            return size == 0;
        }

        void add(Job job, boolean first) {
            var queue = queues.computeIfAbsent(job.client(), _ -> new ArrayDeque<>());
            if (first) {
                queue.addFirst(job);
            } else {
                queue.addLast(job);
            }
            size++;
        }

        Job take() {
            var client = queues.keySet().iterator().next();
            var queue = queues.remove(client);
            if (queue == null) {
                throw new IllegalStateException("nothing waits");
            }
            var job = queue.removeFirst();
            if (!queue.isEmpty()) {
                queues.put(client, queue);
            }
            size--;
            return job;
        }
    }
}
