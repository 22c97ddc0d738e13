package dev.paddock.service.internal.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.service.CodeHash;
import dev.paddock.service.Priority;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final Map<Priority, Integer> SHARES =
            Map.of(Priority.DISPUTE, 8, Priority.APPROVAL, 3, Priority.BACKING, 1);
    private static final CodeHash CODE = new CodeHash("0".repeat(64));

    private final Scheduler scheduler = new Scheduler(SHARES);
    private int number;

    private Job job(String client, Priority priority) {
        number++;
        return new Job(number, new Job.Key(client, "job" + number), priority, CODE, 1, 1, new byte[0], 0);
    }

    private Map<Priority, Integer> take(int jobs) {
        var taken = new EnumMap<Priority, Integer>(Priority.class);
        for (int i = 0; i < jobs; i++) {
            taken.merge(scheduler.next().orElseThrow().priority(), 1, Integer::sum);
        }
        return taken;
    }

    @Test
    void whileAllWaitEachPriorityGetsItsShareOfEveryTwelveStarts() {
        for (int i = 0; i < 100; i++) {
            for (var priority : Priority.values()) {
                scheduler.add(job("a", priority));
            }
        }
        for (int round = 0; round < 10; round++) {
            assertEquals(SHARES, take(12));
        }
    }

    @Test
    void aPriorityWithoutJobsLeavesItsTurnsToTheOthers() {
        for (int i = 0; i < 40; i++) {
            scheduler.add(job("a", Priority.BACKING));
            scheduler.add(job("a", Priority.APPROVAL));
        }
        assertEquals(Map.of(Priority.APPROVAL, 30, Priority.BACKING, 10), take(40));
        assertEquals(Map.of(Priority.APPROVAL, 10, Priority.BACKING, 30), take(40));
        assertTrue(scheduler.isEmpty());
        assertTrue(scheduler.next().isEmpty());
    }

    @Test
    void clientsTakeTurnsSoThatNobodyIsHeldUpByAnother() {
        for (int i = 0; i < 1000; i++) {
            scheduler.add(job("many", Priority.BACKING));
        }
        scheduler.add(job("one", Priority.BACKING));
        var first = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            first.add(scheduler.next().orElseThrow().client());
        }
        assertEquals(List.of("many", "one", "many"), first);
    }

    @Test
    void aClaimedJobIsPassedOver() {
        var cancelled = job("a", Priority.DISPUTE);
        scheduler.add(cancelled);
        var other = job("a", Priority.BACKING);
        scheduler.add(other);
        cancelled.claimed = true;
        assertEquals(other, scheduler.next().orElseThrow());
        assertTrue(scheduler.next().isEmpty());
    }
}
