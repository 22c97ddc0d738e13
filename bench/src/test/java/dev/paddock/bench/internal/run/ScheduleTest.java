package dev.paddock.bench.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.bench.internal.stats.Settling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The schedule by a clock that only visits move on, on a computer whose weather is given. */
class ScheduleTest {
    private static final DoubleUnaryOperator QUIET = _ -> 1;

    /** Seconds since the run began. */
    private double now;

    private final List<String> visits = new ArrayList<>();

    /** A guest for some machines: each is as fast as the weather lets it be at the time of its turns. */
    private final class Guest implements Schedule.Job {
        private final String name;
        private final DoubleUnaryOperator weather;
        private final Map<String, Double> seconds = new LinkedHashMap<>();
        private final Map<String, List<Double>> figures = new LinkedHashMap<>();
        private final Set<String> restless = new HashSet<>();
        private double spentOnSlow;
        private int visited;

        Guest(String name, DoubleUnaryOperator weather) {
            this.name = name;
            this.weather = weather;
        }

        /** @param takes how many seconds a visit takes; slow from 2 on */
        Guest with(String machine, double takes) {
            seconds.put(machine, takes);
            return this;
        }

        void first() {
            visit(seconds.keySet());
        }

        /** One that is faster at each visit. */
        Guest withRestless(String machine, double takes) {
            restless.add(machine);
            return with(machine, takes);
        }

        @Override
        public int visits() {
            return visited;
        }

        @Override
        public List<Schedule.Stand> stands() {
            return seconds.entrySet().stream()
                    .map(e -> new Schedule.Stand(e.getKey(), settled(e.getKey()) ? 0 : 1, e.getValue(), e.getValue() >= 2,
                            Set.of("native")))
                    .toList();
        }

        @Override
        public void visit(Set<String> machines) {
            visited++;
            visits.add(name + machines.stream().sorted().toList());
            now += Schedule.OVERHEAD_SECONDS;
            for (var machine : machines) {
                double takes = takes(machine);
                double figure = 100 * weather.applyAsDouble(now) / (restless.contains(machine) ? visited : 1);
                figures.computeIfAbsent(machine, _ -> new ArrayList<>()).add(figure);
                now += takes;
                spentOnSlow += takes >= 2 ? takes : 0;
            }
        }

        private double takes(String machine) {
            return seconds.getOrDefault(machine, 0.0);
        }

        Settling settling(String machine) {
            var values = figures.getOrDefault(machine, List.of()).stream().mapToDouble(d -> d).toArray();
            return Settling.of(values, values, 1);
        }

        boolean settled(String machine) {
            return settling(machine).settled();
        }

        double figure(String machine) {
            return figures.getOrDefault(machine, List.of()).stream().mapToDouble(d -> d).min().orElseThrow();
        }
    }

    private Guest guest(String name, DoubleUnaryOperator weather) {
        return new Guest(name, weather).with("native", 0.2).with("a", 0.5).with("b", 0.5);
    }

    /** The whole run. */
    private void run(double seconds, Guest... guests) {
        var budget = Budget.begin(() -> (long) (now * 1e9), Duration.ofMillis((long) (1000 * seconds)));
        Arrays.stream(guests).forEach(Guest::first);
        new Schedule(budget).run(List.of(guests));
    }

    private long visitsTo(String guest) {
        return visits.stream().filter(v -> v.startsWith(guest)).count();
    }

    @Test
    void aQuietRunEndsWhenASecondProcessHasConfirmedEachFigure() {
        var guests = new Guest[] {guest("x", QUIET), guest("y", QUIET), guest("z", QUIET)};
        run(900, guests);
        assertEquals(6, visits.size(), visits.toString());
        for (var guest : guests) {
            assertTrue(guest.settled("a") && guest.settled("b") && guest.settled("native"));
        }
        assertTrue(now < 15, "seconds: " + now);
    }

    @Test
    void twoVisitsToTheSameGuestAreAsFarApartAsCanBe() {
        run(900, guest("x", QUIET), guest("y", QUIET), guest("z", QUIET));
        var order = visits.stream().map(v -> v.substring(0, 1)).toList();
        assertEquals(List.of("x", "y", "z"), order.subList(0, 3));
        for (int i = 1; i < order.size(); i++) {
            assertFalse(order.get(i).equals(order.get(i - 1)), order.toString());
        }
    }

    @Test
    void aNoisySpellIsRepeatedAndLeavesNoTraceInTheFigure() {
        // A neighbour comes after three seconds and goes after thirteen.
        DoubleUnaryOperator spell = t -> t > 3 && t < 13 ? 1.5 : 1;
        var hit = guest("hit", spell);
        run(900, guest("x", spell), hit, guest("y", spell), guest("z", spell));
        assertEquals(100, hit.figure("a"), 1e-9);
        assertTrue(hit.settled("a") && hit.settled("b"));
        assertTrue(visitsTo("hit") >= 3, visits.toString());
    }

    @Test
    void whatHasSettledHasNoMoreTurnsButForWhatOthersAreComparedWith() {
        var restless = new Guest("x", QUIET).with("native", 0.2).with("a", 0.5).withRestless("b", 0.5);
        run(900, restless);
        assertEquals("x[a, b, native]", visits.get(1));
        assertEquals("x[b, native]", visits.get(2));
        assertEquals("x[b, native]", visits.getLast());
        assertEquals(Schedule.MOST_VISITS, visits.size());
    }

    @Test
    void slowMachinesGetWhatTheOthersHaveLeft() {
        DoubleUnaryOperator always = t -> 1 + 0.1 * (Math.floorMod((long) (t * 7.3), 5L));
        var noisy = guest("x", always).with("slow", 4);
        run(30, noisy, guest("y", always), guest("z", always));
        assertEquals(4, noisy.spentOnSlow, 1e-9, "one visit only: the others never settle");
        assertTrue(now <= 30, "seconds: " + now);

        now = 0;
        var quiet = guest("x", QUIET).with("slow", 4);
        run(30, quiet, guest("y", QUIET));
        assertEquals(8, quiet.spentOnSlow, 1e-9);
        assertTrue(quiet.settled("slow"));
    }

    @Test
    void theTimeIsNotOverrun() {
        DoubleUnaryOperator worse = t -> 1 + t % 1;
        for (double time : new double[] {5, 7, 10, 30}) {
            now = 0;
            run(time, guest("x", worse), guest("y", worse));
            assertTrue(now <= time + 1e-9, "seconds: " + now + " of " + time);
        }
    }

    @Test
    void whereThereIsTimeForSomeTheCheapestAreVisited() {
        var guest = new Guest("x", QUIET).with("native", 0.2).with("a", 0.5).with("b", 1.9);
        run(2.6 + Schedule.OVERHEAD_SECONDS + Schedule.OVERHEAD_SECONDS + 0.8, guest);
        assertEquals(List.of("x[a, b, native]", "x[a, native]"), visits);
        assertFalse(guest.settled("b"));
    }

    @Test
    void whatWasToBeMeasuredIsMeasuredOnceHoweverShortTheTimeIs() {
        run(0.1, guest("x", QUIET), guest("y", QUIET));
        assertEquals(List.of("x[a, b, native]", "y[a, b, native]"), visits);
    }
}
